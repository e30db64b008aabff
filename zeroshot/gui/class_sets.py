"""Class sets of the window: opened, built-in, and kept in a file of one's own."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QFileDialog, QWidget

from zeroshot import export, labels
from zeroshot.errors import LabelError, ZeroshotError

if TYPE_CHECKING:
    from zeroshot.gui.document import Document
    from zeroshot.gui.notice import NoticeBar
    from zeroshot.gui.places import Places
    from zeroshot.records import LabelSet


class ClassSets(QObject):
    """Puts class sets into a document, and its classes into files."""

    def __init__(self, document: Document, notice: NoticeBar, places: Places, parent: QWidget) -> None:
        super().__init__(parent)
        self._document, self._notice, self._places, self._window = document, notice, places, parent

    def open_builtin(self, name: str) -> None:
        """Take a built-in class set."""
        self._take(labels.builtin(name))

    def open(self, path: Path) -> None:
        """Take a class set's file."""
        try:
            self._take(labels.load(path))
        except LabelError as error:
            self._notice.tell(str(error), kind="error")

    def choose(self) -> None:
        """Ask for a class set's file."""
        kinds = self.tr("Class sets (*.toml *.csv *.tsv *.txt)")
        start = str(self._places.folder("classes"))
        name, _ = QFileDialog.getOpenFileName(self._window, self.tr("Open class set"), start, kinds)
        if name:
            self._places.remember("classes", Path(name).parent)
            self.open(Path(name))

    def save_as(self) -> None:
        """Ask where to write the classes."""
        start = str(self._places.folder("classes") / "classes.toml")
        name, _ = QFileDialog.getSaveFileName(self._window, self.tr("Save class set"), start, "TOML (*.toml)")
        if not name:
            return
        self._places.remember("classes", Path(name).parent)
        try:
            with export.replacing(Path(name)) as stream:
                stream.write(labels.dumps(self._document.classes.label_set))
        except ZeroshotError as error:
            self._notice.tell(str(error), kind="error")

    def _take(self, label_set: LabelSet) -> None:
        classes = replace(self._document.classes, label_set=labels.distinct(label_set)).coloured()
        self._document.edit(self.tr("open class set"), classes)
