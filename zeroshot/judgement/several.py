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

BEST = 0.006
"""The share of the background's words that may fit a picture better than a label does that it has: 7 of 1,158.

Measured with the starter on 3,800 pictures, most of them two side by side: with 20 of ImageNet's names at a time
F1 at a score of 0.5 is 0.56 (at the best threshold 0.61), with 13 everyday groups such as "dog" 0.55 (0.65). A share of
0.01 gives 0.59 and 0.47, one of 0.003 0.46 and 0.63; "a photo of something." as the background 0.53 and 0.24. To leave
out the words that are near a class, as ``negatives.apart`` does, gives 0.57 and 0.51, and so isn't done.
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
        return self.first(self.given(policy), self.scores.argmax(axis=1))

    def first(self, given: Mask, best: Places) -> tuple[Places, Numbers]:
        """As ``told``, where it is known already which labels are given, and which scores best of all."""
        rows, best = np.arange(len(given)), best.copy()
        has = given.any(axis=1)
        second = np.flatnonzero(has & ~given[rows, best])  # the best class has a higher threshold than another
        best[second] = np.where(given[second], self.scores[second], np.float32(-1)).argmax(axis=1)
        return np.where(has, best, ROOT), self.scores[rows, best].astype(np.float64)


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
        count = max(1, round(BEST * len(self.background)))
        left, rows = images @ self.background.T, np.arange(len(images))
        near = np.empty((len(images), min(count + 1, len(self.background))), np.intp)
        for rank in range(near.shape[1]):  # a few passes take a tenth of the time of a partition
            near[:, rank] = left.argmax(axis=1)
            left[rows, near[:, rank]] = -np.inf
        # in double, so that a row does not depend on the rows beside it; the next too, lest single precision erred
        first = max(0, count - 2)
        words = self.background[near[:, first:]].astype(np.float64)
        exact = np.matmul(words, images.astype(np.float64)[:, :, None])[:, :, 0]
        base: Numbers = -np.sort(-exact, axis=1)[:, count - 1 - first]
        return base
