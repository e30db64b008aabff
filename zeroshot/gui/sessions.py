"""Saved sessions: opened, kept under a name, remembered, and there again at the next start."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QSettings, QStandardPaths, Signal
from PySide6.QtWidgets import QFileDialog, QMenu, QWidget

from zeroshot import project
from zeroshot.errors import ProjectError

if TYPE_CHECKING:
    from zeroshot.gui.document import Document
    from zeroshot.gui.notice import NoticeBar

RECENT = 8
_KINDS = "Zeroshot (*.zeroshot)"


class Sessions(QObject):
    """Opens and names sessions of a document. ``opened`` carries a session and its file, None for the nameless one."""

    opened = Signal(object, object)

    def __init__(
        self, document: Document, autosave: Path, notice: NoticeBar, state: QSettings, parent: QWidget
    ) -> None:
        super().__init__(parent)
        self._document, self._autosave = document, autosave
        self._notice, self._state, self._window = notice, state, parent

    def restore(self) -> None:
        """Open what was open last; a damaged session never keeps the program from starting."""
        named = str(self._state.value("session", ""))
        if named and Path(named).exists() and self.open(Path(named)):
            return
        if not self._autosave.exists():
            return
        try:
            self.opened.emit(project.load(self._autosave), None)
        except ProjectError as error:
            aside = project.set_aside(self._autosave)
            self._notice.tell(self.tr("{0} It was kept as {1}.").format(error, aside.name), kind="warning")

    def open(self, path: Path) -> bool:
        """Open a saved session in place of this one; whether it could be read."""
        try:
            loaded = project.load(path)
        except ProjectError as error:
            self._notice.tell(str(error), kind="error")
            return False
        self.opened.emit(loaded, path)
        self._remember(path)
        return True

    def choose(self) -> None:
        """Ask for a saved session."""
        name, _ = QFileDialog.getOpenFileName(self._window, self.tr("Open session"), self._folder(), _KINDS)
        if name:
            self.open(Path(name))

    def save_as(self) -> None:
        """Ask where to keep this session from now on."""
        start = f"{self._folder()}/session{project.SUFFIX}"
        name, _ = QFileDialog.getSaveFileName(self._window, self.tr("Save session"), start, _KINDS)
        if not name:
            return
        path = Path(name).with_suffix(project.SUFFIX)
        try:
            self._document.save_as(path)
        except ProjectError as error:
            self._notice.tell(str(error), kind="error")
            return
        self._remember(path)

    def fill_recent(self, menu: QMenu) -> None:
        """Put the sessions that were open of late into a menu."""
        menu.clear()
        for name in self._recent():
            menu.addAction(name, partial(self.open, Path(name)))

    def _remember(self, path: Path) -> None:
        known = [str(path), *(name for name in self._recent() if name != str(path))]
        self._state.setValue("recent", known[:RECENT])
        self._state.setValue("session", str(path))

    def _recent(self) -> list[str]:
        found = self._state.value("recent", [])
        if isinstance(found, list):
            return [str(name) for name in found]
        return [found] if isinstance(found, str) and found else []

    def _folder(self) -> str:
        recent = self._recent()
        documents = QStandardPaths.StandardLocation.DocumentsLocation
        return str(Path(recent[0]).parent) if recent else QStandardPaths.writableLocation(documents)
