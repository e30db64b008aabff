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
        common = np.float32(policy.min_score or THRESHOLD)
        given: Mask = self.scores >= np.where(np.isnan(self.thresholds), common, self.thresholds)
        return given

    def told(self, policy: Policy) -> tuple[Places, Numbers]:
        """The place of the label with the highest score of each picture and that score; ``ROOT`` and 0 without one."""
        scores = np.where(self.given(policy), self.scores, np.float32(-1))
        best = scores.argmax(axis=1)
        top = np.take_along_axis(scores, best[:, None], axis=1)[:, 0].astype(np.float64)
        return np.where(top >= 0, best, ROOT), np.maximum(top, 0.0)


@dataclass(frozen=True, slots=True)
class Several:
    """What the classes are measured against when each is a question of its own.

    ``background`` (m, d) are unit rows of texts that fit a picture whatever it shows; ``thresholds`` as in ``Yes``.
    """

    background: Vectors
    thresholds: Scores

    @classmethod
    def of(cls, labels: Sequence[Label], background: Vectors) -> Self:
        """Those of a set's labels."""
        thresholds = [np.nan if label.threshold is None else label.threshold for label in labels]
        return cls(background, np.array(thresholds, np.float32))
