"""The classes as a list: all pictures first, then each class with its count and findings, then none of these.

Groups have lines of their own, above what lies in them.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from enum import IntEnum
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QAbstractListModel, QMimeData, QModelIndex, QPersistentModelIndex, Qt, Signal

from zeroshot import trees
from zeroshot.gui import numbers
from zeroshot.gui.document import Classes
from zeroshot.project import Project
from zeroshot.records import NONE_OF_THESE
from zeroshot.results import Counts

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from zeroshot.lint import Finding

KEYS = 9
"""Classes that have a number key: the first ones of the set."""
ROWS_MIME = "application/x-zeroshot-classes"
_Index = QModelIndex | QPersistentModelIndex


class ClassRole(IntEnum):
    """What is known of a line beyond Qt's own roles."""

    ANSWER = Qt.ItemDataRole.UserRole  # the class's or group's name, "none of these", or None for all pictures
    COUNT = Qt.ItemDataRole.UserRole + 1
    COLOUR = Qt.ItemDataRole.UserRole + 2
    FINDINGS = Qt.ItemDataRole.UserRole + 3  # the linter's sentences
    DEPTH = Qt.ItemDataRole.UserRole + 4  # in how many groups it lies
    IS_GROUP = Qt.ItemDataRole.UserRole + 5  # whether anything lies in it
    KEY = Qt.ItemDataRole.UserRole + 6  # the number that says of pictures that they are of this class, or ""


class ClassModel(QAbstractListModel):
    """Lines for all pictures, every class and group, and none of these.

    It changes nothing itself: ``renamed`` (place, name), ``group_renamed`` (group, name), ``moved`` (places, to) and
    ``names_dropped`` (text) say what a person wants.
    """

    renamed = Signal(int, str)
    group_renamed = Signal(str, str)
    moved = Signal(object, int)
    names_dropped = Signal(str)

    def __init__(self, parent: Any = None) -> None:  # noqa: ANN401 - Qt's own
        super().__init__(parent)
        self._classes = Classes(Project().label_set)
        self._lines: tuple[str, ...] = ()
        self._places: dict[str, int] = {}
        self._groups: frozenset[str] = frozenset()
        self._counts = Counts()
        self._totals: Counter[str] = Counter()
        self._findings: dict[str, list[str]] = {}
        self._questions: dict[int, Callable[[str | None], object]] = {
            Qt.ItemDataRole.DisplayRole: self._text,
            Qt.ItemDataRole.EditRole: lambda answer: answer,
            Qt.ItemDataRole.ToolTipRole: self._tip,
            Qt.ItemDataRole.AccessibleTextRole: self._spoken,
            ClassRole.ANSWER: lambda answer: answer,
            ClassRole.COUNT: self._count,
            ClassRole.COLOUR: lambda answer: self._classes.colours.get(answer or "", ""),
            ClassRole.FINDINGS: self._findings_of,
            ClassRole.DEPTH: lambda answer: len(trees.groups(answer or "")),
            ClassRole.IS_GROUP: lambda answer: answer in self._groups,
            ClassRole.KEY: self._key,
        }

    # --- what it shows -----------------------------------------------------------------------------------------------

    def set_classes(self, classes: Classes) -> None:
        """Show other classes."""
        self.beginResetModel()
        self._classes = classes
        names = classes.names
        self._lines = trees.lines(names)
        self._places = {name: place for place, name in enumerate(names)}
        self._groups = frozenset(group for name in names for group in trees.groups(name))
        self.endResetModel()

    def set_counts(self, counts: Counts) -> None:
        """Show other counts."""
        if counts != self._counts:
            self._counts = counts
            self._totals = Counter()
            for name, count in counts.classes.items():
                for line in (*trees.groups(name), name):
                    self._totals[line] += count
            self._changed()

    def set_findings(self, findings: Sequence[Finding]) -> None:
        """Show what the linter says, each sentence with its class."""
        by_label: defaultdict[str, list[str]] = defaultdict(list)
        for finding in findings:
            by_label[finding.label].append(finding.message)
        self._findings = dict(by_label)
        self._changed()

    def place(self, index: _Index) -> int | None:
        """The place of a line's class in the label set; None for the lines that are no classes."""
        return self._places.get(self._line(index))

    def places(self, index: _Index) -> tuple[int, ...]:
        """The places of all classes that a line is or holds, in order."""
        line = self._line(index)
        if line not in self._groups:
            return (self._places[line],) if line else ()
        return tuple(place for name, place in self._places.items() if trees.within(name, line))

    def neighbour(self, index: _Index, by: int) -> QModelIndex:
        """The line before (-1) or after (1) in the same group; an invalid index when there is none."""
        line = self._line(index)
        beside = [other for other in self._lines if trees.groups(other)[-1:] == trees.groups(line)[-1:]]
        at = beside.index(line) + by if line else -1
        return self.index_of(beside[at]) if 0 <= at < len(beside) else QModelIndex()

    def index_of(self, answer: str | None) -> QModelIndex:
        """The line of an answer; an invalid index when there is none."""
        if answer is None:
            return self.index(0)
        if answer in self._lines:
            return self.index(self._lines.index(answer) + 1)
        return self.index(self.rowCount() - 1) if answer == NONE_OF_THESE and self._lines else QModelIndex()

    def _line(self, index: _Index) -> str:
        """The class or group of a line; empty for the two that are neither."""
        row = index.row() - 1
        return self._lines[row] if index.isValid() and 0 <= row < len(self._lines) else ""

    def _changed(self) -> None:
        self.dataChanged.emit(self.index(0), self.index(self.rowCount() - 1))

    # --- Qt's questions ----------------------------------------------------------------------------------------------

    def rowCount(self, parent: _Index | None = None) -> int:
        """All pictures; then the classes with their groups and none of these, once there are classes."""
        if parent is not None and parent.isValid():
            return 0
        return 1 + (len(self._lines) + 1 if self._lines else 0)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:  # noqa: ANN401 - Qt's own
        """A line's text, colour, count and findings."""
        ask = self._questions.get(role) if index.isValid() else None
        return None if ask is None else ask(self._answer(index))

    def _answer(self, index: _Index) -> str | None:
        return None if index.row() == 0 else self._line(index) or NONE_OF_THESE

    def _text(self, answer: str | None) -> str:
        if answer is None:
            return self.tr("All pictures")
        return self.tr("None of these") if answer == NONE_OF_THESE else trees.leaf(answer)

    def _whole(self, answer: str | None) -> str:
        """The text with the groups that it lies in."""
        return answer if answer is not None and trees.groups(answer) else self._text(answer)

    def _count(self, answer: str | None) -> int:
        if answer is None:
            return self._counts.total
        return self._counts.none if answer == NONE_OF_THESE else self._totals[answer]

    def _key(self, answer: str | None) -> str:
        place = self._places.get(answer or "", KEYS)
        return str(place + 1) if place < KEYS else ""

    def _findings_of(self, answer: str | None) -> list[str]:
        return self._findings.get(answer or "", [])

    def _tip(self, answer: str | None) -> str:
        found = [label for label in self._classes.label_set.labels if label.name == answer]
        about = [label.description for label in found]
        parts = (self._whole(answer), *about, self._how_known(answer), *self._findings_of(answer))
        return "\n\n".join(part for part in parts if part)

    def _how_known(self, answer: str | None) -> str:
        by_examples = any(label.by_examples for label in self._classes.label_set.labels if label.name == answer)
        return self.tr("Known by reviewed pictures alone") if by_examples else ""

    def _spoken(self, answer: str | None) -> str:
        counted = f"{self._whole(answer)}, {numbers.whole(self._count(answer))}"
        return ". ".join(part for part in (counted, self._how_known(answer), *self._findings_of(answer)) if part)

    def flags(self, index: _Index) -> Qt.ItemFlag:
        """Classes can be renamed and dragged; between lines they can be dropped."""
        base = super().flags(index)
        if not index.isValid():
            return base | Qt.ItemFlag.ItemIsDropEnabled
        if not self._line(index):
            return base
        return base | Qt.ItemFlag.ItemIsEditable | Qt.ItemFlag.ItemIsDragEnabled

    def setData(self, index: _Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:  # noqa: ANN401
        """Ask for another name."""
        line, name = self._line(index), str(value).strip()
        if not line or role != Qt.ItemDataRole.EditRole or not name or name == line:
            return False
        if line in self._groups:
            self.group_renamed.emit(line, name)
        else:
            self.renamed.emit(self._places[line], name)
        return True

    # --- dragging ----------------------------------------------------------------------------------------------------

    def supportedDropActions(self) -> Qt.DropAction:
        """Classes move; text is copied."""
        return Qt.DropAction.MoveAction | Qt.DropAction.CopyAction

    def mimeTypes(self) -> list[str]:
        """What a drag of lines carries, and words from elsewhere."""
        return [ROWS_MIME, "text/plain"]

    def mimeData(self, indexes: Sequence[QModelIndex]) -> QMimeData:
        """The places of the dragged classes, and their names for other programs."""
        places = sorted({place for index in indexes for place in self.places(index)})
        names = tuple(self._places)
        mime = QMimeData()
        mime.setData(ROWS_MIME, ",".join(map(str, places)).encode())
        mime.setText("\n".join(names[place] for place in places))
        return mime

    def canDropMimeData(
        self, data: QMimeData, _action: Qt.DropAction, _row: int, _column: int, _parent: _Index
    ) -> bool:
        """Our own lines, and words; files are the window's."""
        return data.hasFormat(ROWS_MIME) or (data.hasText() and not data.hasUrls())

    def dropMimeData(self, data: QMimeData, action: Qt.DropAction, row: int, column: int, parent: _Index) -> bool:
        """Ask for the move, or for the new names. False: there is nothing that Qt should remove afterwards."""
        if data.hasFormat(ROWS_MIME):
            places = [int(part) for part in bytes(data.data(ROWS_MIME).data()).decode().split(",") if part]
            below = self.places(self.index(max(row, 1))) if row >= 0 else ()
            if places:
                self.moved.emit(places, below[0] if below else len(self._places))
        elif data.hasText():
            self.names_dropped.emit(data.text())
        return False
