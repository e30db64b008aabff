"""The classes as a list: all pictures first, then each class with its count and findings, then none of these."""

from __future__ import annotations

from collections import defaultdict
from enum import IntEnum
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QAbstractListModel, QMimeData, QModelIndex, QPersistentModelIndex, Qt, Signal

from zeroshot.gui import numbers
from zeroshot.gui.document import Classes
from zeroshot.project import Project
from zeroshot.records import NONE_OF_THESE
from zeroshot.results import Counts

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from zeroshot.lint import Finding

ROWS_MIME = "application/x-zeroshot-classes"
_Index = QModelIndex | QPersistentModelIndex


class ClassRole(IntEnum):
    """What is known of a line beyond Qt's own roles."""

    ANSWER = Qt.ItemDataRole.UserRole  # the class's name, "none of these", or None for all pictures
    COUNT = Qt.ItemDataRole.UserRole + 1
    COLOUR = Qt.ItemDataRole.UserRole + 2
    FINDINGS = Qt.ItemDataRole.UserRole + 3  # the linter's sentences


class ClassModel(QAbstractListModel):
    """Lines for all pictures, every class, and none of these.

    It changes nothing itself: ``renamed`` (place, name), ``moved`` (places, to) and ``names_dropped`` (text) say
    what a person wants.
    """

    renamed = Signal(int, str)
    moved = Signal(object, int)
    names_dropped = Signal(str)

    def __init__(self, parent: Any = None) -> None:  # noqa: ANN401 - Qt's own
        super().__init__(parent)
        self._classes = Classes(Project().label_set)
        self._names = self._classes.names  # which is made anew at each look
        self._counts = Counts()
        self._findings: dict[str, list[str]] = {}
        self._questions: dict[int, Callable[[str | None], object]] = {
            Qt.ItemDataRole.DisplayRole: self._text,
            Qt.ItemDataRole.EditRole: self._text,
            Qt.ItemDataRole.ToolTipRole: self._tip,
            Qt.ItemDataRole.AccessibleTextRole: self._spoken,
            ClassRole.ANSWER: lambda answer: answer,
            ClassRole.COUNT: self._count,
            ClassRole.COLOUR: lambda answer: self._classes.colours.get(answer or "", ""),
            ClassRole.FINDINGS: self._findings_of,
        }

    # --- what it shows -----------------------------------------------------------------------------------------------

    def set_classes(self, classes: Classes) -> None:
        """Show other classes."""
        self.beginResetModel()
        self._classes = classes
        self._names = self._classes.names  # which is made anew at each look
        self.endResetModel()

    def set_counts(self, counts: Counts) -> None:
        """Show other counts."""
        if counts != self._counts:
            self._counts = counts
            self._changed()

    def set_findings(self, findings: Sequence[Finding]) -> None:
        """Show what the linter says, each sentence with its class."""
        by_label: defaultdict[str, list[str]] = defaultdict(list)
        for finding in findings:
            by_label[finding.label].append(finding.message)
        self._findings = dict(by_label)
        self._changed()

    def place(self, index: _Index) -> int | None:
        """The place of a line's class in the label set; None for the two lines that are no classes."""
        place = index.row() - 1
        return place if index.isValid() and 0 <= place < len(self._names) else None

    def index_of(self, answer: str | None) -> QModelIndex:
        """The line of an answer; an invalid index when there is none."""
        if answer is None:
            return self.index(0)
        if answer in self._names:
            return self.index(self._names.index(answer) + 1)
        return self.index(self.rowCount() - 1) if answer == NONE_OF_THESE and self._names else QModelIndex()

    def _changed(self) -> None:
        self.dataChanged.emit(self.index(0), self.index(self.rowCount() - 1))

    # --- Qt's questions ----------------------------------------------------------------------------------------------

    def rowCount(self, parent: _Index | None = None) -> int:
        """All pictures; then the classes and none of these, once there are classes."""
        if parent is not None and parent.isValid():
            return 0
        return 1 + (len(self._names) + 1 if self._names else 0)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:  # noqa: ANN401 - Qt's own
        """A line's text, colour, count and findings."""
        ask = self._questions.get(role) if index.isValid() else None
        return None if ask is None else ask(self._answer(index))

    def _answer(self, index: _Index) -> str | None:
        if index.row() == 0:
            return None
        place = self.place(index)
        return NONE_OF_THESE if place is None else self._names[place]

    def _text(self, answer: str | None) -> str:
        if answer is None:
            return self.tr("All pictures")
        return self.tr("None of these") if answer == NONE_OF_THESE else answer

    def _count(self, answer: str | None) -> int:
        if answer is None:
            return self._counts.total
        return self._counts.none if answer == NONE_OF_THESE else self._counts.classes.get(answer, 0)

    def _findings_of(self, answer: str | None) -> list[str]:
        return self._findings.get(answer or "", [])

    def _tip(self, answer: str | None) -> str:
        about = next((label.description for label in self._classes.label_set.labels if label.name == answer), "")
        return "\n\n".join(part for part in (self._text(answer), about, *self._findings_of(answer)) if part)

    def _spoken(self, answer: str | None) -> str:
        return ". ".join((f"{self._text(answer)}, {numbers.whole(self._count(answer))}", *self._findings_of(answer)))

    def flags(self, index: _Index) -> Qt.ItemFlag:
        """Classes can be renamed and dragged; between lines they can be dropped."""
        base = super().flags(index)
        if not index.isValid():
            return base | Qt.ItemFlag.ItemIsDropEnabled
        if self.place(index) is None:
            return base
        return base | Qt.ItemFlag.ItemIsEditable | Qt.ItemFlag.ItemIsDragEnabled

    def setData(self, index: _Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:  # noqa: ANN401
        """Ask for another name."""
        place = self.place(index)
        name = str(value).strip()
        if place is None or role != Qt.ItemDataRole.EditRole or not name or name == self._names[place]:
            return False
        self.renamed.emit(place, name)
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
        places = sorted(place for index in indexes if (place := self.place(index)) is not None)
        mime = QMimeData()
        mime.setData(ROWS_MIME, ",".join(map(str, places)).encode())
        mime.setText("\n".join(self._names[place] for place in places))
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
            count = len(self._names)
            if places:
                self.moved.emit(places, min(max(row - 1, 0), count) if row >= 0 else count)
        elif data.hasText():
            self.names_dropped.emit(data.text())
        return False
