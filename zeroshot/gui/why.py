"""Why: the heat map over the large picture, and what is told below its ranks, computed on a thread of its own."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QObject
from PySide6.QtGui import QImage

from zeroshot import labels
from zeroshot.errors import ZeroshotError
from zeroshot.explain import Explanation, Question, Reviewed, Texts, explain, painted, read
from zeroshot.gui.jobs import Job
from zeroshot.records import Progress

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path
    from threading import Event
    from typing import TypeAlias

    from zeroshot.gui.window import MainWindow
    from zeroshot.records import LabelSet, Prediction, Score, Truths
    from zeroshot.session import Labeller, Session

    _News: TypeAlias = Progress | Texts | tuple[Explanation, QImage]

SIDE = 320
"""Pixels that a map is painted with each way, whatever the picture's shape: it is stretched over it."""


class Why(QObject):
    """Explains the current picture of a window, while it is switched on.

    One explanation is worked on at a time: a person who leafs through pictures leaves no queue behind.
    """

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._engine, self._document = window.engine, window.document
        self._pane, self._pictures, self._loader = window.picture, window.pictures, window.loader
        self._row = -1
        self._prediction: Prediction | None = None
        self._label = ""
        self._asked: _Asked | None = None
        self._texts: Texts | None = None
        self._job: Job | None = None
        self._next: Callable[[Event], Iterator[_News]] | None = None
        self._closed = False
        pane = self._pane
        pane.why_button.toggled.connect(self._ask)
        pane.bars.chosen.connect(self.ask)
        pane.why.neighbour_wanted.connect(self._go_to)
        self._loader.ready.connect(lambda _: pane.why.show_thumbnails(self._loader.pixmap))

    @property
    def busy(self) -> bool:
        """Whether an explanation is being worked on."""
        return self._job is not None

    def toggle(self) -> None:
        """Switch it on or off."""
        self._pane.why_button.toggle()

    def ask(self, label: str) -> None:
        """Explain a class of the current picture."""
        self._label = label
        if self._pane.why_button.isChecked():
            self._ask()
        else:
            self._pane.why_button.setChecked(True)

    def show(self, row: int, prediction: Prediction | None) -> None:
        """Another picture is the current one, or has another answer."""
        if row != self._row:
            self._label = ""
        self._row, self._prediction = row, prediction
        self._ask()

    def shut_down(self) -> None:
        """End the thread, and wait for it."""
        self._closed = True
        if self._job is not None:
            self._job.stop()
            self._job.wait()

    # --- asking ------------------------------------------------------------------------------------------------------

    def _ask(self) -> None:
        """Begin, unless just this is asked or answered already."""
        score, labeller = self._score(), self._engine.labeller
        if score is None or labeller is None or not self._pane.why_button.isChecked():
            self._forget()
            self._pane.bars.set_chosen("")
            self._pane.why.clear()
            return
        asked = _Asked(self._row, score.label, labeller, self._document.truths)
        if self._asked is not None and asked.is_same(self._asked):
            return
        self._forget()
        self._asked = asked
        self._pane.bars.set_chosen(score.label)
        self._pane.why.wait(score.label)
        self._next = self._work(score, labeller)
        self._start()

    def _score(self) -> Score | None:
        """The standing of the class that is asked for; else that of the best one."""
        ranked = () if self._prediction is None else self._prediction.ranked
        return next((score for score in ranked if score.label == self._label), ranked[0] if ranked else None)

    def _forget(self) -> None:
        self._asked = self._next = None
        if self._job is not None:
            self._job.stop()
        self._pane.preview.set_overlay(None)

    def _work(self, score: Score, labeller: Labeller) -> Callable[[Event], Iterator[_News]]:
        """What explains the standing of the current picture in a class."""
        engine, results = self._engine, self._engine.results
        path, truths, vectors = results.path(self._row), self._document.truths, labeller.classifier.vectors
        others = results.reviewed()
        encoded = results.encoded(others[others != self._row])
        vector = results.encoded(np.array([self._row])).vectors[self._row].astype(np.float32)
        written, known = self._document.classes.label_set, self._texts

        def explain_picture(stop: Event) -> Iterator[_News]:
            paths = [results.path(row) for row in encoded.rows.tolist()]
            said = tuple((path, truths.get(path, ())) for path in paths)
            reviewed = Reviewed(said, encoded.vectors[encoded.rows].astype(np.float32)) if said else None
            label_set = labels.distinct(written)
            if label_set.names != labeller.classifier.names:
                return  # the classes have just changed: other answers, and another question, are on their way
            with engine.session(stop) as session:
                texts = known if _serves(known, session, label_set) else None
                for news in read(session, label_set) if texts is None else ():
                    yield news
                    texts = news if isinstance(news, Texts) else None
                if texts is None:
                    return
                for found in explain(session, Question(path, vector, score, vectors, reviewed), texts):
                    yield found if isinstance(found, Progress) else (found, _image(found))

        return explain_picture

    # --- answering ---------------------------------------------------------------------------------------------------

    def _start(self) -> None:
        """Work on what was asked last, once nothing else is worked on."""
        if self._job is not None or self._next is None or self._closed:
            return
        job = self._job = Job(self._next, self)
        self._next = None
        job.yielded.connect(self._take)
        job.failed.connect(self._failed)
        job.finished.connect(self._ended)
        job.start()

    def _take(self, news: _News) -> None:
        if isinstance(news, Texts):
            self._texts = news
            return
        if self._asked is None:
            return
        if isinstance(news, Progress):
            self._pane.why.wait(self._asked.label, news)
            return
        told, image = news
        self._pane.preview.set_overlay(image)
        self._pane.why.show_explanation(told)
        self._pane.why.show_thumbnails(self._loader.pixmap)

    def _failed(self, error: Exception) -> None:
        if isinstance(error, ZeroshotError):
            self._pane.why.fail(self._asked.label if self._asked else "", str(error))
        else:
            sys.excepthook(type(error), error, error.__traceback__)

    def _ended(self) -> None:
        if self._job is not None:
            self._job.deleteLater()
        self._job = None
        self._start()

    def _go_to(self, path: Path) -> None:
        row = self._engine.results.row(path)
        if row is not None:
            self._pictures.reveal(row)


@dataclass(frozen=True, slots=True)
class _Asked:
    """What an explanation depends on."""

    row: int
    label: str
    labeller: Labeller
    truths: Truths

    def is_same(self, other: _Asked) -> bool:
        """Whether the answer would be the same; the large parts are replaced, never changed."""
        same = self.labeller is other.labeller and self.truths is other.truths
        return same and (self.row, self.label) == (other.row, other.label)


def _serves(known: Texts | None, session: Session, label_set: LabelSet) -> bool:
    """Whether texts that were read are those of this model and these classes."""
    return known is not None and (known.encoder, known.label_set) == (session.encoder.id, label_set)


def _image(told: Explanation) -> QImage:
    """The heat map in its colours, to be stretched over the picture."""
    colours = np.ascontiguousarray(painted(told.heat.over(SIDE, SIDE)))
    # a copy: the QImage would go on using the array's memory after it is gone
    return QImage(colours.data, SIDE, SIDE, 4 * SIDE, QImage.Format.Format_RGBA8888).copy()
