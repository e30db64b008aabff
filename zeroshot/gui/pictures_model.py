"""The pictures as Qt's views want them: a table over ``Results`` in the order of a ``View``."""

from __future__ import annotations

from dataclasses import replace
from enum import IntEnum
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from PySide6.QtCore import (
    QAbstractTableModel,
    QMimeData,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    QTimer,
    QUrl,
    Signal,
)

from zeroshot.discover import display_name
from zeroshot.gui import numbers
from zeroshot.records import Policy
from zeroshot.results import Results, Rows, Sort, Standing, View

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

_Index = QModelIndex | QPersistentModelIndex

REORDER_MS = 300
"""While answers stream in, the shown order is looked at again this often, and not for each of them."""


class Column(IntEnum):
    """The columns of the table."""

    NAME = 0
    LABEL = 1
    SCORE = 2
    MARGIN = 3
    STATUS = 4
    FOLDER = 5
    FOUND = 6


class Role(IntEnum):
    """What views ask of a picture beyond Qt's own roles."""

    ROW = Qt.ItemDataRole.UserRole
    PATH = Qt.ItemDataRole.UserRole + 1
    LABEL = Qt.ItemDataRole.UserRole + 2
    SCORE = Qt.ItemDataRole.UserRole + 3
    STANDING = Qt.ItemDataRole.UserRole + 4
    ERROR = Qt.ItemDataRole.UserRole + 5
    COLOUR = Qt.ItemDataRole.UserRole + 6
    MISSING = Qt.ItemDataRole.UserRole + 7
    TRUTH = Qt.ItemDataRole.UserRole + 8
    FOUND = Qt.ItemDataRole.UserRole + 9


_SORTS = {
    Column.NAME: Sort.NAME,
    Column.LABEL: Sort.LABEL,
    Column.SCORE: Sort.SCORE,
    Column.MARGIN: Sort.MARGIN,
    Column.STATUS: Sort.STATUS,
    Column.FOLDER: Sort.PATH,
    Column.FOUND: Sort.FOUND,
}
_NUMBERS = (Column.SCORE, Column.MARGIN)


class PicturesModel(QAbstractTableModel):
    """Shows the pictures that a view leaves over, in its order.

    ``shown_changed``: others are shown, or in another order. ``view_changed``: something else is asked for.
    """

    shown_changed = Signal()
    view_changed = Signal()

    def __init__(self, results: Results, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._results = results
        self._view = View()
        self._policy = Policy()
        self._is_probability = False
        self._order: Rows = np.zeros(0, np.intp)
        self._places = np.zeros(0, np.intp)
        self._standings = np.zeros(0, np.uint8)
        self._colours: Mapping[str, str] = {}
        self._timer = QTimer(self, singleShot=True, interval=REORDER_MS)
        self._timer.timeout.connect(self.refresh)
        self._roles: dict[int, Callable[[int], object]] = {
            Role.ROW: lambda row: row,
            Role.PATH: results.path,
            Role.LABEL: results.label,
            Role.SCORE: results.score,
            Role.STANDING: self.standing,
            Role.ERROR: results.error,
            Role.COLOUR: self._colour,
            Role.MISSING: results.is_missing,
            Role.TRUTH: results.said,
            Role.FOUND: self.found_text,
            Qt.ItemDataRole.ToolTipRole: self._tip,
            Qt.ItemDataRole.AccessibleTextRole: self._spoken,
        }

    # --- what is shown -----------------------------------------------------------------------------------------------

    @property
    def view(self) -> View:
        """Which pictures are shown, and how they are ordered."""
        return self._view

    @property
    def order(self) -> Rows:
        """The rows shown, in order."""
        return self._order

    @staticmethod
    def column_of(sort: Sort) -> Column:
        """The column that says what the pictures are put in order by."""
        return next(column for column, by in _SORTS.items() if by is sort)

    def set_view(self, view: View) -> None:
        """Show other pictures, or the same in another order."""
        if view != self._view:
            self._view = view
            self.refresh()
            self.view_changed.emit()

    def set_policy(self, policy: Policy) -> None:
        """Judge by other thresholds."""
        self._policy = policy
        self.refresh()

    def set_colours(self, colours: Mapping[str, str]) -> None:
        """Paint classes in other colours."""
        self._colours = colours
        self._repaint()

    def refresh(self) -> None:
        """Look at everything anew; what is selected stays selected where it is still shown."""
        self._timer.stop()
        self._standings = self._results.standings(self._policy)
        order = self._results.order(self._view, self._policy)
        if np.array_equal(order, self._order):
            self._repaint()
            return
        self.layoutAboutToBeChanged.emit()
        before = self.persistentIndexList()
        rows = [int(self._order[index.row()]) for index in before]
        self._take(order)
        after = [self._at(int(self._places[row]), index.column()) for row, index in zip(rows, before, strict=True)]
        self.changePersistentIndexList(before, after)
        self.layoutChanged.emit()
        self.shown_changed.emit()

    def rows_changed(self, rows: Rows) -> None:
        """These have an answer now: repaint them, and put them in order before long."""
        self._standings = self._results.standings(self._policy)
        places = self._places[rows[rows < len(self._places)]]  # some may not be shown yet
        places = places[places >= 0]
        if len(places):
            last = self.columnCount() - 1
            self.dataChanged.emit(self._at(int(places.min()), 0), self._at(int(places.max()), last))
        depends = self._view.sort not in {Sort.PATH, Sort.NAME} or not replace(self._view, text="").shows_all
        if depends and not self._timer.isActive():
            self._timer.start()

    def refresh_soon(self) -> None:
        """Look at everything anew before long; for pictures that come by the hundred."""
        if not self._timer.isActive():
            self._timer.start()

    def row_at(self, index: _Index) -> int:
        """The row in the results of a line; -1 for none."""
        return int(self._order[index.row()]) if index.isValid() else -1

    def index_of(self, row: int, column: int = Column.NAME) -> QModelIndex:
        """Where a picture is shown; an invalid index when it isn't."""
        place = int(self._places[row]) if 0 <= row < len(self._places) else -1
        return self._at(place, column)

    def standing(self, row: int) -> Standing:
        """Where a picture stands."""
        return Standing(int(self._standings[row]))

    def _at(self, place: int, column: int) -> QModelIndex:
        return self.index(place, column) if place >= 0 else QModelIndex()

    def _take(self, order: Rows) -> None:
        self._order = order
        self._places = np.full(len(self._results), -1, np.intp)
        self._places[order] = np.arange(len(order))

    def _repaint(self) -> None:
        if len(self._order):
            self.dataChanged.emit(self.index(0, 0), self.index(len(self._order) - 1, self.columnCount() - 1))

    # --- Qt's questions ----------------------------------------------------------------------------------------------

    def rowCount(self, parent: _Index | None = None) -> int:
        """The pictures that are shown."""
        return 0 if parent is not None and parent.isValid() else len(self._order)

    def columnCount(self, parent: _Index | None = None) -> int:
        """Seven; the last is for what was found."""
        return 0 if parent is not None and parent.isValid() else len(Column)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:  # noqa: ANN401 - Qt's own
        """A cell's text, and what views want to know of its picture."""
        if not index.isValid() or index.row() >= len(self._order):
            return None
        row = int(self._order[index.row()])
        if role == Qt.ItemDataRole.DisplayRole:
            return self._text(row, index.column())
        if role == Qt.ItemDataRole.TextAlignmentRole and index.column() in _NUMBERS:
            return int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        ask = self._roles.get(role)
        return None if ask is None else ask(row)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:  # noqa: ANN401
        """The columns' names."""
        if orientation is not Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole and section in _NUMBERS:
            return int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        names = (
            self.tr("Name"),
            self.tr("Label"),
            self.tr("Probability") if self._is_probability else self.tr("Score"),
            self.tr("Margin"),
            self.tr("Status"),
            self.tr("Folder"),
            self.tr("Found"),
        )
        return names[section]

    def set_probability(self, is_probability: bool) -> None:
        """Call the score a probability, or a score again."""
        if is_probability != self._is_probability:
            self._is_probability = is_probability
            self.headerDataChanged.emit(Qt.Orientation.Horizontal, Column.SCORE, Column.SCORE)

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Order by a column."""
        if column >= 0:
            descending = order == Qt.SortOrder.DescendingOrder
            self.set_view(replace(self._view, sort=_SORTS[Column(column)], descending=descending))

    def flags(self, index: _Index) -> Qt.ItemFlag:
        """Pictures can be dragged to other programs."""
        base = super().flags(index)
        return base | Qt.ItemFlag.ItemIsDragEnabled if index.isValid() else base

    def mimeTypes(self) -> list[str]:
        """Addresses of files."""
        return ["text/uri-list"]

    def mimeData(self, indexes: Sequence[QModelIndex]) -> QMimeData:
        """The files of the dragged pictures, in the order that is shown."""
        mime = QMimeData()
        places = sorted({index.row() for index in indexes})
        mime.setUrls([QUrl.fromLocalFile(str(self._results.path(int(self._order[place])))) for place in places])
        return mime

    # --- texts -------------------------------------------------------------------------------------------------------

    def label_text(self, row: int) -> str:
        """What a person reads of a picture's answer."""
        match self.standing(row):
            case Standing.ACCEPTED:
                return self._results.label(row)
            case Standing.CORRECTED if self._results.said(row):
                return self._results.label(row)
            case Standing.REJECTED | Standing.CORRECTED:
                return self.tr("none of these")
            case Standing.FAILED:
                return self.tr("can't be read")
            case _:
                return ""

    def found_text(self, row: int) -> str:
        """How a picture that was found answers what was sought: its likeness, or its group."""
        found = self._results.found
        place = -1 if found is None else found.place(row)
        if found is None or place < 0:
            return ""
        if not len(found.groups):
            return numbers.decimal(float(found.likeness[place]))
        group = numbers.whole(int(found.groups[place]))
        return self.tr("group {0}, best").format(group) if found.is_best(place) else self.tr("group {0}").format(group)

    def _text(self, row: int, column: int) -> str:
        answered = bool(self._results.nearest(row)) and self.standing(row) is not Standing.FAILED
        match column:
            case Column.NAME:
                return self._name(row)
            case Column.LABEL:
                return self.label_text(row)
            case Column.SCORE | Column.MARGIN:
                number = self._results.score if column == Column.SCORE else self._results.margin
                return numbers.decimal(number(row)) if answered else ""
            case Column.STATUS:
                return self._status(row)
            case Column.FOUND:
                return self.found_text(row)
        return display_name(self._results.path(row).parent)

    def _colour(self, row: int) -> str:
        return self._colours.get(next(iter(self._results.labels(row)), self._results.nearest(row)), "")

    def _name(self, row: int) -> str:
        return display_name(Path(self._results.name(row)))

    def _status(self, row: int) -> str:
        standing = self.standing(row)
        if standing is Standing.FAILED:
            return self._results.error(row)
        names = {
            Standing.WAITING: self.tr("waiting"),
            Standing.ACCEPTED: self.tr("accepted"),
            Standing.REJECTED: self.tr("none of these"),
            Standing.CORRECTED: self.tr("reviewed"),
        }
        return names[standing]

    def _spoken(self, row: int) -> str:
        found = self.found_text(row)
        return f"{self._answer_spoken(row)}, {found}" if found else self._answer_spoken(row)

    def _answer_spoken(self, row: int) -> str:
        answer = self.label_text(row) or self.tr("waiting")
        if self.standing(row) is Standing.FAILED:
            return f"{self._name(row)}: {self._results.error(row)}"
        if self.standing(row) is Standing.CORRECTED:
            return self.tr("{0}: {1}, reviewed").format(self._name(row), answer)
        return f"{self._name(row)}: {answer}, {numbers.decimal(self._results.score(row))}"

    def _tip(self, row: int) -> str:
        lines = [self._name(row)]
        if self.standing(row) is Standing.FAILED:
            lines.append(self._results.error(row))
        elif self._results.nearest(row):
            told = self._results.nearest(row) if self.standing(row) is Standing.CORRECTED else self._results.label(row)
            lines.append(f"{told}  {numbers.decimal(self._results.score(row))}")
        if self.standing(row) is Standing.CORRECTED:
            lines.append(self.tr("By hand: {0}").format(self.label_text(row)))
        return "\n".join(lines)
