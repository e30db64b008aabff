"""What pictures are, as the person says: from the pictures' menu, or by the names of their folders."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from zeroshot import labelled

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from PySide6.QtWidgets import QMenu

    from zeroshot.gui.document import Document
    from zeroshot.gui.notice import NoticeBar
    from zeroshot.results import Results


class Truths(QObject):
    """Labels pictures by hand, undoably."""

    def __init__(self, document: Document, results: Results, notice: NoticeBar, parent: QObject) -> None:
        super().__init__(parent)
        self._document, self._results, self._notice = document, results, notice

    def add_menu(self, menu: QMenu, rows: Sequence[int]) -> None:
        """Let the person say of these pictures what they are; what all of them are said to be is checked."""
        classes = self._document.classes
        paths = [self._results.path(row) for row in rows]
        said = {classes.truths.get(path) for path in paths}
        inner = menu.addMenu(self.tr("This is"))
        inner.setEnabled(bool(classes.names))
        for name in classes.names:
            # a lone & would be taken for the mark of a key
            action = inner.addAction(name.replace("&", "&&"), partial(self.say, paths, name))
            action.setCheckable(True)
            action.setChecked(said == {name})
        inner.addSeparator()
        action = inner.addAction(self.tr("Not said"), partial(self.say, paths, None))
        action.setCheckable(True)
        action.setChecked(said == {None})

    def say(self, paths: Sequence[Path], name: str | None) -> None:
        """Say that pictures are of a class; None takes it back."""
        self._document.edit(self.tr("label by hand"), self._document.classes.said(paths, name))

    def label_by_folders(self) -> None:
        """Say that every picture in a folder with the name of a class is of that class."""
        found = self.by_folder()
        classes = self._document.classes
        whole = replace(classes, truths={**classes.truths, **found})
        self._document.edit(self.tr("label by folder names"), whole)
        if found:
            self._notice.tell(self.tr("%Ln picture(s) labelled by the names of their folders.", "", len(found)))
        else:
            told = self.tr("No picture lies in a folder with the name of a class.")
            self._notice.tell(told, kind="warning")

    def by_folder(self) -> dict[Path, str]:
        """The pictures whose folder has the name of a class, with that class; case doesn't matter."""
        return labelled.by_folder(self._paths(), self._document.classes.label_set)

    def known(self) -> dict[Path, str]:
        """The session's pictures with what they are said to be; what is said of classes that are gone doesn't count."""
        truths, names = self._document.classes.truths, set(self._document.classes.names)
        return {path: truths[path] for path in self._paths() if truths.get(path) in names}

    def _paths(self) -> list[Path]:
        return [self._results.path(row) for row in self._results.present().tolist()]
