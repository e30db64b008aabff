"""What comes in by drop, paste, dialog or from a second start, and where each thing of it goes."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QMimeData, QObject, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog, QMessageBox, QWidget

from zeroshot.discover import display_name
from zeroshot.errors import ImageError
from zeroshot.gui import drops

if TYPE_CHECKING:
    from collections.abc import Sequence

    from zeroshot.gui.adding import Adder
    from zeroshot.gui.notice import NoticeBar
    from zeroshot.gui.places import Places


class Incoming(QObject):
    """Hands pictures to an adder; class sets, sessions (files), models (many) and class names to whoever listens."""

    class_set_came = Signal(object)
    session_came = Signal(object)
    models_came = Signal(object)
    names_came = Signal(str)

    def __init__(self, adder: Adder, received: Path, notice: NoticeBar, places: Places, parent: QWidget) -> None:
        """Pictures that are no files yet are kept in ``received``."""
        super().__init__(parent)
        self._adder, self._received = adder, received
        self._notice, self._places, self._window = notice, places, parent

    def take_paths(self, paths: Sequence[Path]) -> None:
        """Take files and folders as if they were dropped."""
        self._take(drops.of_paths(paths))

    def take(self, mime: QMimeData) -> None:
        """Take what was dropped."""
        self._take(drops.read(mime))

    def paste(self) -> None:
        """Take what the clipboard holds: files, a picture, or class names."""
        mime = QGuiApplication.clipboard().mimeData()
        dropped = drops.read(mime)
        if dropped.holds_anything:
            self._take(dropped)
        elif mime.hasText():
            self.names_came.emit(mime.text())

    def choose_pictures(self) -> None:
        """Ask for files."""
        start = str(self._places.folder("pictures"))
        names, _ = QFileDialog.getOpenFileNames(self._window, self.tr("Add pictures"), start)
        if names:
            self._places.remember("pictures", Path(names[0]).parent)
            self.take_paths([Path(name) for name in names])

    def choose_folder(self) -> None:
        """Ask for a folder."""
        start = str(self._places.folder("pictures"))
        name = QFileDialog.getExistingDirectory(self._window, self.tr("Add folder"), start)
        if name:
            self._places.remember("pictures", Path(name))
            self._adder.add([Path(name)])

    def _take(self, dropped: drops.Dropped) -> None:
        pictures = list(dropped.pictures)
        if dropped.network and self._may_touch(dropped.network):
            pictures += dropped.network
        if dropped.image is not None:
            try:
                pictures.append(drops.keep_image(dropped.image, self._received))
            except ImageError as error:
                self._notice.tell(str(error), kind="error")
        for path in dropped.label_sets:
            self.class_set_came.emit(path)
        for path in dropped.sessions[:1]:
            self.session_came.emit(path)
        if dropped.models:
            self.models_came.emit(dropped.models)
        if pictures:
            self._adder.add(pictures)
        if dropped.elsewhere:
            told = self.tr("{0} can't be opened from here: save the picture, and drop the file.")
            self._notice.tell(told.format(dropped.elsewhere[0]), kind="warning")

    def _may_touch(self, paths: Sequence[Path]) -> bool:
        asked = self.tr("{0} lies on another machine. Read it from there?").format(display_name(paths[0]))
        answer = QMessageBox.question(self._window, self._window.windowTitle(), asked)
        return answer == QMessageBox.StandardButton.Yes
