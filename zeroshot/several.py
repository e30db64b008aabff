"""Several labels for one picture: a question of its own for each class, answered yes where its score suffices."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Self, TypeAlias

import numpy as np
import numpy.typing as npt

from zeroshot.trees import ROOT

if TYPE_CHECKING:
    from collections.abc import Sequence

    from zeroshot.records import Label, Policy, Vectors
    from zeroshot.trees import Mask, Numbers, Places

Scores: TypeAlias = npt.NDArray[np.float32]

BEST = 0.01
"""The share of the background's words that may fit a picture better than a label does that it has.

Measured with the starter on 3,400 pictures, two thirds of them two side by side: with 20 of ImageNet's names at a time
F1 at a score of 0.5 is 0.59 (0.62 with the best threshold), with 13 everyday groups such as "dog" 0.51 (0.66). With
half and with twice the share one of the two is higher, and the other lower. Measured against "a photo of something."
they are 0.53 and 0.24.
"""

THRESHOLD = 0.5
"""The least score of a label that has no threshold of its own, where the policy has none either."""


@dataclass(frozen=True, slots=True)
class Yes:
    """How much each class is to be seen in n pictures: ``scores`` float32 (n, classes), from 0 to 1.

    ``thresholds`` float32 (classes,) are the least scores of the classes that have their own, NaN for the others.
    """

    scores: Scores
    thresholds: Scores

    @classmethod
    def joined(cls, parts: Sequence[Yes]) -> Self:
        """What is said of all pictures, one after the other; there is at least one, and all have the same classes."""
        return cls(np.concatenate([part.scores for part in parts]), parts[0].thresholds)

    def empty(self, count: int) -> Self:
        """The same classes, of which nothing is to be seen in ``count`` pictures."""
        return type(self)(np.zeros((count, self.scores.shape[1]), np.float32), self.thresholds)

    def grown(self, count: int) -> Self:
        """The same with room for ``count`` pictures."""
        grown = self.empty(count)
        grown.put(np.arange(len(self.scores)), self)
        return grown

    def at(self, rows: Places | Mask | slice) -> Self:
        """What is said of some pictures."""
        return type(self)(self.scores[rows], self.thresholds)

    def put(self, rows: Places, yes: Yes) -> None:
        """Replace what is said of these pictures."""
        self.scores[rows] = yes.scores

    def given(self, policy: Policy) -> Mask:
        """Which labels each picture gets (n, classes): those whose score reaches their threshold.

        A label without one has the policy's ``min_score``, or ``THRESHOLD`` where that is 0.
        """
        given: Mask = self.scores >= self._least(policy)
        return given

    def sureness(self, policy: Policy) -> Numbers:
        """How far the label of each picture that is nearest to its threshold is from it, 0 to 1."""
        sureness: Numbers = np.abs(self.scores - self._least(policy)).min(axis=1).astype(np.float64)
        return sureness

    def _least(self, policy: Policy) -> Scores:
        common = np.float32(policy.min_score or THRESHOLD)
        return np.where(np.isnan(self.thresholds), common, self.thresholds)

    def told(self, policy: Policy) -> tuple[Places, Numbers]:
        """The place of the label with the highest score that each picture has, and that score.

        ``ROOT``, and the highest score of all, where it has none.
        """
        given = self.given(policy)
        best = np.where(given, self.scores, np.float32(-1)).argmax(axis=1)[:, None]
        has = given.any(axis=1)
        top = np.take_along_axis(self.scores, best, axis=1)[:, 0]
        return np.where(has, best[:, 0], ROOT), np.where(has, top, self.scores.max(axis=1)).astype(np.float64)


@dataclass(frozen=True, slots=True)
class Several:
    """What the classes are measured against when each is a question of its own.

    ``background`` (m, d) are unit rows of many words for what pictures show; ``thresholds`` as in ``Yes``.
    """

    background: Vectors
    thresholds: Scores

    @classmethod
    def of(cls, labels: Sequence[Label], background: Vectors) -> Self:
        """Those of a set's labels."""
        thresholds = [np.nan if label.threshold is None else label.threshold for label in labels]
        return cls(background, np.array(thresholds, np.float32))

    def asked(self, images: Vectors, logits: Numbers, scale: float) -> Yes:
        """The answers for n unit rows (n, d), by the logits (n, classes) of the classes and the model's scale.

        A score is the sigmoid of how far a class is before the background at the model's scale, which is the softmax
        over those two alone: other classes have no say.
        """
        lead = logits - scale * self._base(images)[:, None]
        with np.errstate(over="ignore"):  # exp overflows to infinity for a hopeless class, and its score is rightly 0
            return Yes((1.0 / (1.0 + np.exp(-lead))).astype(np.float32), self.thresholds)

    def _base(self, images: Vectors) -> Numbers:
        """The similarity (n,) that a word must have to be among the few of the background that fit a picture best."""
        similarities = images.astype(np.float64) @ self.background.astype(np.float64).T
        place = similarities.shape[1] - max(1, round(BEST * similarities.shape[1]))
        base: Numbers = np.partition(similarities, place, axis=1)[:, place]
        return base
