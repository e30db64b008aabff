"""What a review asks of a picture: the answers that have keys, and what the model and the person say."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QObject

from zeroshot import trees
from zeroshot.discover import display_name
from zeroshot.gui.review_answers import Choice
from zeroshot.gui.review_page import KEYS, Question

if TYPE_CHECKING:
    from collections.abc import Sequence

    from zeroshot.gui.document import Document
    from zeroshot.gui.engine import Engine
    from zeroshot.records import Prediction


class Questions(QObject):
    """Makes the question about one picture; ``names`` and ``answer`` are those of the last one that was made."""

    def __init__(self, engine: Engine, document: Document, parent: QObject) -> None:
        super().__init__(parent)
        self._engine, self._document = engine, document
        self._prediction: Prediction | None = None
        self.names: tuple[str, ...] = ()

    @property
    def answer(self) -> tuple[str, ...] | None:
        """What the model says of the picture, under the thresholds; None when it says nothing."""
        return None if self._prediction is None else self._prediction.labels

    def about(self, row: int, *, can_go_back: bool) -> Question:
        """The question about a picture of the results."""
        results = self._engine.results
        said, path = results.said(row), results.path(row)
        self._prediction = self._predicted(row)
        self.names = self._choosable(said)
        name, folder = display_name(Path(path.name)), display_name(path.parent)
        return Question(name, folder, self._verdict(said), self._choices(said), can_go_back)

    def named(self, names: Sequence[str]) -> str:
        """An answer in words."""
        return ", ".join(names) or self.tr("none of these")

    def _predicted(self, row: int) -> Prediction | None:
        """The model's own answer, whatever a person says; None without one."""
        labeller = self._engine.labeller
        outcomes = list(self._engine.results.outcomes(np.array([row], np.intp)))
        if labeller is None or not outcomes or outcomes[0].vector is None:
            return None
        return labeller.classifier.predict(outcomes, replace(self._document.policy, top_k=KEYS))[0]

    def _choosable(self, said: tuple[str, ...] | None) -> tuple[str, ...]:
        """The classes that have a key: all of them in their order while the keys suffice, else the likeliest."""
        names = self._document.classes.names
        if len(names) > KEYS:
            likeliest = () if self._prediction is None else tuple(score.label for score in self._prediction.ranked)
            names = likeliest or names[:KEYS]
        further = (*(self.answer or ()), *(said or ()))  # groups among them, or what was typed
        return tuple(dict.fromkeys((*names, *further)))

    def _choices(self, said: tuple[str, ...] | None) -> tuple[Choice, ...]:
        scores = {} if self._prediction is None else {score.label: score.score for score in self._prediction.ranked}
        colours, texts = self._document.classes.colours, _texts(self.names)
        space = self.tr("Space") if said is None else ""  # then it goes on with what is said
        choices = [
            Choice(
                text,
                str(place) if place <= KEYS else "",
                colours.get(name, ""),
                scores.get(name),
                space if name in (self.answer or ()) else "",
                said=name in (said or ()),
            )
            for place, (name, text) in enumerate(zip(self.names, texts, strict=True), 1)
        ]
        confirms = space if self.answer == () else ""
        none = Choice(self.tr("None of these"), self.tr("Del"), extra=confirms, said=said == ())
        return (*choices, none)

    def _verdict(self, said: tuple[str, ...] | None) -> str:
        if said is not None:
            return self.tr("Reviewed: {0}").format(self.named(said))
        if self.answer is None:
            return self.tr("The model has no answer yet")
        return self.tr("The model says: {0}").format(self.named(self.answer))


def _texts(names: Sequence[str]) -> Sequence[str]:
    """What classes are called within their groups, where that tells them apart."""
    leaves = [trees.leaf(name) for name in names]
    return leaves if len(set(leaves)) == len(leaves) else names
