"""What can be done with pictures of the window: their menu, and the commands on those that failed or are gone."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QObject, QPoint, Qt, QUrl
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtWidgets import QFileDialog, QMenu

from zeroshot.discover import display_name
from zeroshot.gui.exporting import show_in_folder
from zeroshot.gui.icons import icon

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from zeroshot.gui.window import MainWindow
    from zeroshot.results import Rows


class PictureCommands(QObject):
    """Acts on the selected pictures of a window, or on all that failed."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window, self._results = window, window.engine.results
        window.pictures.opened.connect(self.open)
        window.pictures.menu_wanted.connect(self.show_menu)

    def open(self, row: int) -> None:
        """Show a picture in the program that the desktop has for it."""
        if row >= 0:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._results.path(row))))

    def show_menu(self, where: QPoint) -> None:
        """The menu of the selected pictures."""
        window, results = self._window, self._results
        rows = window.pictures.selected_rows()
        if not rows:
            return
        menu = QMenu(window)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        copy = QGuiApplication.clipboard().setText
        texts: list[tuple[str, str, Callable[[], object]]] = [
            ("open", self.tr("Open"), lambda: self.open(rows[0])),
            ("folder", self.tr("Show in folder"), lambda: show_in_folder(results.path(rows[0]))),
            ("copy", self.tr("Copy path"), lambda: copy("\n".join(display_name(results.path(row)) for row in rows))),
            ("copy", self.tr("Copy label"), lambda: copy("\n".join(window.model.label_text(row) for row in rows))),
            ("search", self.tr("More like these"), window.search.like_selected),
            ("remove", self.tr("Remove from session"), self.remove_selected),
        ]
        for name, text, command in texts:
            menu.addAction(icon(name), text, command)
        menu.addSeparator()
        window.truths.add_menu(menu, rows)
        menu.popup(where)

    def remove_selected(self) -> None:
        """Remove the selected pictures from the session; the files stay."""
        self._window.document.remove(self.tr("remove pictures"), _rows(self._window.pictures.selected_rows()))

    def retry(self) -> None:
        """Try pictures again that could not be read."""
        window, results = self._window, self._results
        failed = _rows([row for row in results.present().tolist() if results.error(row)])
        window.loader.forget([results.path(row) for row in failed.tolist()])
        results.retry(failed)
        window.model.refresh()
        window.engine.resume()

    def relocate(self) -> None:
        """Ask for the folder where files that are gone lie now, and take those that are there."""
        window, missing = self._window, self._results.missing().tolist()
        if not missing:
            window.notice.tell(self.tr("No file is missing."))
            return
        name = QFileDialog.getExistingDirectory(window, self.tr("Where are the missing files?"))
        if not name:
            return
        found = [path for row in missing if (path := _moved(self._results.path(row), Path(name)))]
        if not found:
            window.notice.tell(self.tr("None of them is there."), kind="warning")
            return
        window.document.remove(self.tr("find missing files"), _rows(missing))
        window.adder.add(found)


def _rows(rows: Sequence[int]) -> Rows:
    return np.array(rows, np.intp)


def _moved(path: Path, folder: Path) -> Path | None:
    """Where a file lies below another folder: with as many of its own folders as are there, at least its name."""
    for start in range(1, len(path.parts)):
        there = folder.joinpath(*path.parts[start:])
        if there.exists():
            return there
    return None
