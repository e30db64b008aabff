"""The pictures pane: a bar to search, filter and sort, and the same pictures as a grid or as a table."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from itertools import pairwise
from typing import TYPE_CHECKING

from PySide6.QtCore import QItemSelectionModel, QModelIndex, QPoint, QSize, Qt, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QMenu,
    QSlider,
    QStackedWidget,
    QTableView,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from zeroshot.gui.filters import FilterChips, FilterMenu, SortMenu
from zeroshot.gui.found_bar import FoundBar
from zeroshot.gui.grid_view import LARGEST, SMALLEST, GridView
from zeroshot.gui.icons import icon
from zeroshot.gui.picture_delegate import ICON, NameDelegate, PictureDelegate
from zeroshot.gui.pictures_model import Column, PicturesModel, Role
from zeroshot.gui.search_field import Mode, SearchField
from zeroshot.results import View

if TYPE_CHECKING:
    from pathlib import Path

    from PySide6.QtGui import QResizeEvent

    from zeroshot.gui.thumbnail_loader import ThumbnailLoader

GRID, TABLE = "grid", "table"
_WIDTHS = {Column.NAME: 15, Column.LABEL: 9.5, Column.SCORE: 5, Column.MARGIN: 5, Column.STATUS: 8, Column.FOUND: 7}
"""Of the table's columns, in heights of a line: they grow with the text."""


_NARROW = 44
"""The pane's width, in heights of a line, below which its buttons lose their words."""


class _Table(QTableView):
    """The table; letters are for labelling, not for leaping to a file of that name."""

    typed = Signal(str)

    def keyboardSearch(self, search: str) -> None:
        """Hand letters on."""
        self.typed.emit(search)


class PicturesPane(QWidget):
    """Both views on one model and one selection.

    ``opened`` and ``current_changed`` carry a row of the results, -1 for none; ``menu_wanted`` a place on the screen;
    ``typed`` a letter that was typed over the pictures.
    """

    opened = Signal(int)
    current_changed = Signal(int)
    selection_changed = Signal()
    menu_wanted = Signal(QPoint)
    typed = Signal(str)
    review_wanted = Signal()

    def __init__(self, model: PicturesModel, loader: ThumbnailLoader, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.model = model
        self._loader = loader
        self.grid = GridView(self)
        self.table = _Table(self)
        self._stack = QStackedWidget(self)
        self.search = self._make_search()
        self._modes = {
            GRID: self._mode_button(GRID, self.tr("Grid")),
            TABLE: self._mode_button(TABLE, self.tr("Table")),
        }
        self.filter_menu = FilterMenu(model, self)
        self._sort = self._menu_button("sort", self.tr("Sort"), SortMenu(model, self))
        self._filter = self._menu_button("filter", self.tr("Filter"), self.filter_menu)
        self.chips = FilterChips(model, self.filter_menu.names, self)
        self.found_bar = FoundBar(self)
        self.review = self._make_review()
        self.slider = self._make_slider()
        self._set_up_views()
        self._lay_out()
        model.view_changed.connect(self._show_view)
        self.set_mode(GRID)

    # --- building ----------------------------------------------------------------------------------------------------

    def _set_up_views(self) -> None:
        self.grid.setModel(self.model)
        self.grid.setItemDelegate(PictureDelegate(self._loader, self.grid))
        self.grid.resized.connect(self.set_thumbnail_size)
        self.grid.shown.connect(self._forget_unseen)
        self.grid.typed.connect(self.typed)
        self.table.typed.connect(self.typed)
        self._loader.ready.connect(self._repaint)
        table = self.table
        table.setModel(self.model)
        table.setSelectionModel(self.grid.selectionModel())
        table.setAccessibleName(self.tr("Pictures as a table"))
        table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        table.setShowGrid(False)
        table.setWordWrap(False)
        table.setDragEnabled(True)
        table.setFrameShape(QTableView.Shape.NoFrame)
        table.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        table.verticalHeader().setVisible(False)
        table.setItemDelegateForColumn(Column.NAME, NameDelegate(self._loader, table))
        table.setIconSize(QSize(ICON, ICON))
        table.verticalHeader().setDefaultSectionSize(max(ICON, self.fontMetrics().height()) + 10)
        table.horizontalHeader().setStretchLastSection(True)
        table.horizontalHeader().setHighlightSections(False)
        table.horizontalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        for column, lines in _WIDTHS.items():
            table.setColumnWidth(column, round(lines * self.fontMetrics().height()))
        self._widen()
        self.model.headerDataChanged.connect(self._widen)
        table.horizontalHeader().moveSection(Column.FOUND, Column.LABEL)
        table.setColumnHidden(Column.FOUND, True)  # until something is sought
        table.setSortingEnabled(True)
        table.horizontalHeader().setSortIndicator(Column.FOLDER, Qt.SortOrder.AscendingOrder)
        for view in (self.grid, table):
            view.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
            view.customContextMenuRequested.connect(partial(self._ask_menu, view))
            view.doubleClicked.connect(self._open)
            view.activated.connect(self._open)
            self._stack.addWidget(view)
        self.grid.selectionModel().currentChanged.connect(self._tell_current)
        self.grid.selectionModel().selectionChanged.connect(self.selection_changed)

    def _make_search(self) -> SearchField:
        search = SearchField(self)
        search.names_sought.connect(lambda text: self._show_only(text=text))
        return search

    def _mode_button(self, mode: str, text: str) -> QToolButton:
        button = QToolButton(self)
        button.setIcon(icon(mode))
        button.setCheckable(True)
        button.setAutoExclusive(True)
        button.setAccessibleName(text)
        button.setToolTip(text)
        button.clicked.connect(partial(self.set_mode, mode))
        return button

    def _menu_button(self, name: str, text: str, menu: QMenu) -> QToolButton:
        button = QToolButton(self)
        button.setIcon(icon(name))
        button.setText(text)
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        button.setAccessibleName(text)
        button.setToolTip(text)
        button.setMenu(menu)
        return button

    def _make_review(self) -> QToolButton:
        button = QToolButton(self)
        button.setIcon(icon("check"))
        button.setText(self.tr("Review"))
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        button.setAccessibleName(self.tr("Review"))
        button.setToolTip(self.tr("Look at the pictures one by one, and say what they are (Ctrl+R)"))
        button.clicked.connect(self.review_wanted)
        return button

    def _make_slider(self) -> QSlider:
        slider = QSlider(Qt.Orientation.Horizontal, self)
        slider.setRange(SMALLEST, LARGEST)
        slider.setValue(self.grid.side)
        slider.setFixedWidth(110)
        slider.setAccessibleName(self.tr("Size of the pictures"))
        slider.setToolTip(self.tr("Size of the pictures (Ctrl+wheel)"))
        slider.valueChanged.connect(self.grid.set_side)
        return slider

    def _lay_out(self) -> None:
        bar = QHBoxLayout()
        bar.setContentsMargins(12, 8, 12, 8)
        bar.setSpacing(6)
        bar.addWidget(self.search, 1)
        for widget in (*self._modes.values(), self._sort, self._filter, self.review, self.slider):
            bar.addWidget(widget)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(bar)
        layout.addWidget(self.chips)
        layout.addWidget(self.found_bar)
        layout.addWidget(self._stack, 1)
        order = (
            self.search,
            *self._modes.values(),
            self._sort,
            self._filter,
            self.review,
            self.slider,
            self.grid,
            self.table,
        )
        for one, next_one in pairwise(order):
            self.setTabOrder(one, next_one)

    def sizeHint(self) -> QSize:
        """Most of the window."""
        return QSize(720, 600)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Where there is little room, the buttons are their icons alone: the search field needs it."""
        super().resizeEvent(event)
        styles = Qt.ToolButtonStyle
        is_narrow = self.width() < _NARROW * self.fontMetrics().height()
        for button in (self._sort, self._filter, self.review):
            button.setToolButtonStyle(styles.ToolButtonIconOnly if is_narrow else styles.ToolButtonTextBesideIcon)

    def _widen(self) -> None:
        """Give the columns room for their names: a score can become a probability, and languages differ."""
        header = self.table.horizontalHeader()
        for column in _WIDTHS:
            if not header.isSectionHidden(column):
                header.resizeSection(column, max(header.sectionSize(column), header.sectionSizeHint(column)))

    # --- what is shown -----------------------------------------------------------------------------------------------

    @property
    def mode(self) -> str:
        """``grid`` or ``table``."""
        return GRID if self._stack.currentWidget() is self.grid else TABLE

    @property
    def current_view(self) -> QAbstractItemView:
        """The view that is seen."""
        return self.grid if self.mode == GRID else self.table

    def set_mode(self, mode: str, _checked: object = None) -> None:
        """Show the grid or the table."""
        self._modes[mode].setChecked(True)
        view = self.grid if mode == GRID else self.table
        self._stack.setCurrentWidget(view)
        self.slider.setEnabled(mode == GRID)
        view.scrollTo(view.currentIndex())

    def set_thumbnail_size(self, side: int) -> None:
        """Show the grid's pictures at another size."""
        self.slider.setValue(side)

    def set_answers(self, answers: frozenset[str] | None) -> None:
        """Show these classes' pictures alone."""
        self._show_only(answers=answers)

    def _show_only(self, **what: object) -> None:
        self.model.set_view(replace(self.model.view, **what))  # type: ignore[arg-type]

    def _show_view(self) -> None:
        """Let the search field and the table's header say what the view is, whoever changed it."""
        view = self.model.view
        self.search.show_text(Mode.NAMES, view.text)
        self.table.setColumnHidden(Column.FOUND, not view.found)
        order = Qt.SortOrder.DescendingOrder if view.descending else Qt.SortOrder.AscendingOrder
        self.table.horizontalHeader().setSortIndicator(self.model.column_of(view.sort), order)

    def selected_rows(self) -> list[int]:
        """The rows of the results that are selected, in the order shown."""
        places = sorted(index.row() for index in self.grid.selectionModel().selectedRows())
        return [int(self.model.order[place]) for place in places]

    def current_row(self) -> int:
        """The row of the current picture, -1 for none."""
        return self.model.row_at(self.grid.currentIndex())

    def select_all(self) -> None:
        """Select every picture that is shown."""
        self.current_view.selectAll()

    def go_to_first(self) -> None:
        """Make the first picture the current one where there is none; it isn't selected by that."""
        if not self.grid.currentIndex().isValid():
            first = self.model.index(0, 0)
            self.grid.selectionModel().setCurrentIndex(first, QItemSelectionModel.SelectionFlag.NoUpdate)

    def go_to(self, row: int) -> None:
        """Go to a picture, where it is shown."""
        index = self.model.index_of(row)
        if index.isValid():
            self.current_view.setCurrentIndex(index)

    def reveal(self, row: int) -> None:
        """Go to a picture; where a filter hides it, the filter goes."""
        if not self.model.index_of(row).isValid():
            view = self.model.view
            self.model.set_view(View(sort=view.sort, descending=view.descending))
        self.go_to(row)

    def step(self, by: int) -> None:
        """Go to the next or the previous picture."""
        place = max(0, min(self.model.rowCount() - 1, self.grid.currentIndex().row() + by))
        self.current_view.setCurrentIndex(self.model.index(place, 0))

    # --- events ------------------------------------------------------------------------------------------------------

    def _forget_unseen(self) -> None:
        self._loader.keep_only(index.data(Role.PATH) for index in self.grid.visible_indexes())

    def _repaint(self, _path: Path) -> None:
        self.current_view.viewport().update()

    def _open(self, index: QModelIndex) -> None:
        self.opened.emit(self.model.row_at(index))

    def _tell_current(self, index: QModelIndex, before: QModelIndex) -> None:
        if index.row() != before.row() or not index.isValid():
            self.current_changed.emit(self.model.row_at(index))

    def _ask_menu(self, view: QAbstractItemView, where: QPoint) -> None:
        self.menu_wanted.emit(view.viewport().mapToGlobal(where))
