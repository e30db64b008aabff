"""How a window finds: the field, the menu's commands, dropped pictures, and what takes a search away again."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QItemSelection, QItemSelectionModel, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFileDialog

from zeroshot.gui.finder import Finder
from zeroshot.gui.search_field import Mode

if TYPE_CHECKING:
    from zeroshot.gui.places import Places
    from zeroshot.gui.window import MainWindow


class Search(QObject):
    """Connects a window's search field, views and menus with what finds."""

    def __init__(self, window: MainWindow, places: Places, max_pixels: int) -> None:
        super().__init__(window)
        self._window, self._pane, self._places = window, window.pictures, places
        self.finder = Finder(window.engine, window.model, max_pixels, self)
        self.finder.changed.connect(self._show)
        self.finder.arrived.connect(self._begin_above)
        self.finder.progressed.connect(window.run_bar.set_busy)
        self.finder.failed.connect(window.notice.tell_failure)
        self.finder.told.connect(window.notice.tell)
        field = self._pane.search
        field.content_sought.connect(self.finder.seek)
        field.like_sought.connect(self.finder.like_files)
        field.left.connect(self._leave)
        self._pane.chips.found_cleared.connect(self.finder.clear)
        self._pane.found_bar.spare_wanted.connect(self.select_spare)
        window.model.shown_changed.connect(self._count)
        for view in (self._pane.grid, self._pane.table):
            view.installEventFilter(self)

    # --- commands ----------------------------------------------------------------------------------------------------

    def names(self) -> None:
        """Go to the field, for file names."""
        self._pane.search.begin(Mode.NAMES)

    def content(self) -> None:
        """Go to the field, for what is in the pictures."""
        self._pane.search.begin(Mode.CONTENT)

    def like_selected(self) -> None:
        """Find more pictures like those that are selected."""
        self.finder.like_rows(self._pane.selected_rows() or [row for row in [self._pane.current_row()] if row >= 0])

    def like_file(self) -> None:
        """Find pictures like that of a file."""
        start = str(self._places.folder("pictures"))
        name, _ = QFileDialog.getOpenFileName(self._window, self.tr("Find pictures like this one"), start)
        if name:
            self._places.remember("pictures", Path(name).parent)
            self.finder.like_files([Path(name)])

    def duplicates(self) -> None:
        """Find pictures that are there several times."""
        self.finder.find_duplicates()

    def select_spare(self) -> None:
        """Select every picture but the best of its group."""
        model, selection = self._window.model, QItemSelection()
        last = model.columnCount() - 1
        for row in self.finder.spare().tolist():
            selection.select(model.index_of(row), model.index_of(row, last))
        flags = QItemSelectionModel.SelectionFlag.ClearAndSelect
        self._pane.grid.selectionModel().select(selection, flags)
        self._pane.current_view.setFocus()

    # --- what is shown -----------------------------------------------------------------------------------------------

    def _show(self) -> None:
        sought = self.finder.sought
        if sought is None or not sought.text:
            self._pane.search.show_text(Mode.CONTENT, "")
        self._count()
        if not self.finder.busy:
            self._window.telling.update_soon()

    def _begin_above(self) -> None:
        """What answers best comes first, wherever the current picture is now."""
        self._pane.grid.scrollToTop()
        self._pane.table.scrollToTop()

    def _count(self) -> None:
        found = self._window.engine.results.found if self.finder.shows_groups else None
        spare = len(self.finder.spare()) if found is not None else 0
        self._pane.found_bar.tell(int(found.groups[-1]) if found is not None else 0, spare)

    def _leave(self) -> None:
        self.finder.clear()
        self._pane.current_view.setFocus()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """In the views Esc takes a search away, before it stops anything else."""
        if isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape and self.finder.sought is not None:
            if event.type() == QEvent.Type.KeyPress:
                self.finder.clear()
            event.accept()
            return True
        return super().eventFilter(watched, event)

    def shut_down(self) -> None:
        """Stop, and wait until the last thread has ended."""
        self.finder.shut_down()
