"""What pictures are, as the person says: from the pictures' menu, or by the names of their folders."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QObject

from zeroshot import labelled, labels, trees
from zeroshot.errors import LabelError
from zeroshot.records import Status

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from PySide6.QtWidgets import QMenu

    from zeroshot.gui.document import Document
    from zeroshot.gui.notice import NoticeBar
    from zeroshot.judgement.classifier import Classifier
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
        said = {self._document.truths.get(path) for path in paths}
        inner = menu.addMenu(self.tr("This is"))
        inner.setEnabled(bool(classes.names))
        for name in trees.lines(classes.names):
            is_said = all(name in names for names in said if names) and not {None, ()} & said
            # a lone & would be taken for the mark of a key
            self._add(inner, name.replace("&", "&&"), partial(self.name, paths, name), on=is_said)
        inner.addSeparator()
        self._add(inner, self.tr("None of these"), partial(self.say, paths, ()), on=said == {()})
        self._add(inner, self.tr("Not said"), partial(self.say, paths, None), on=said == {None})

    def _add(self, menu: QMenu, text: str, do: Callable[[], None], *, on: bool) -> None:
        action = menu.addAction(text, do)
        action.setCheckable(True)
        action.setChecked(on)

    def say(self, paths: Sequence[Path], names: tuple[str, ...] | None) -> None:
        """Say that pictures are of classes, or of none of these (``()``); None takes it back."""
        self._document.say(self.tr("label by hand"), dict.fromkeys(paths, names))

    def name(self, paths: Sequence[Path], name: str) -> None:
        """Say that pictures are of a class; where they can have several, also of that class, or no longer if all were.

        What they have before that is what was said of them, or else the model's answer.
        """
        if not self._document.classes.label_set.several:
            self.say(paths, (name,))
            return
        had = {path: self._had(path) for path in paths}
        if all(name in names for names in had.values()):
            news = {path: tuple(one for one in names if one != name) for path, names in had.items()}
        else:
            news = {path: (*(one for one in names if one != name), name) for path, names in had.items()}
        self._document.say(self.tr("label by hand"), news)

    def _had(self, path: Path) -> tuple[str, ...]:
        row = self._results.row(path)
        return () if row is None else self._results.labels(row)

    def make(self, paths: Sequence[Path], typed: str) -> None:
        """Say that pictures are of a class that isn't there yet, and make it, in one step."""
        try:
            made = labels.from_names([typed]).labels
        except LabelError as error:
            self._notice.tell(str(error), kind="warning")
            return
        classes = self._document.classes.added(made).said(dict.fromkeys(paths, (made[0].name,)))
        self._document.edit(self.tr("label by hand"), classes)

    def confirm(self, rows: Sequence[int], classifier: Classifier) -> None:
        """Say that pictures are what the model says; what a person said of them stays, and so does what waits."""
        asked = np.array([row for row in rows if self._results.said(row) is None], np.intp)
        answers = classifier.predict(list(self._results.outcomes(asked)), self._document.policy)
        told = {Status.ACCEPTED, Status.REJECTED}
        self._document.say(
            self.tr("confirm answers"), {answer.path: answer.labels for answer in answers if answer.status in told}
        )

    def label_by_folders(self) -> None:
        """Say that every picture in a folder with the name of a class is of that class."""
        found = self.by_folder()
        self._document.say(self.tr("label by folder names"), {path: (name,) for path, name in found.items()})
        if found:
            self._notice.tell(self.tr("%Ln picture(s) labelled by the names of their folders.", "", len(found)))
        else:
            told = self.tr("No picture lies in a folder with the name of a class.")
            self._notice.tell(told, kind="warning")

    def by_folder(self) -> dict[Path, str]:
        """The pictures whose folder has the name of a class, with that class; case doesn't matter."""
        return labelled.by_folder(self._paths(), self._document.classes.label_set)

    def known(self) -> dict[Path, str]:
        """The session's pictures that are said to be of one class, with that class."""
        truths = self._document.truths
        return {path: said[0] for path in self._paths() if len(said := truths.get(path, ())) == 1}

    def _paths(self) -> list[Path]:
        return [self._results.path(row) for row in self._results.present().tolist()]
