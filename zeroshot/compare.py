"""How well several ways of describing classes tell the same labelled pictures apart: NumPy only, pure.

Every way is tried on the same pictures, so differences are paired: whatever makes a picture hard is hard for both ways.
Intervals are percentiles of the bootstrap (Efron and Tibshirani 1993, chapter 13), resampling pictures. Of few
pictures the bootstrap thinks too well, so that a difference only counts when McNemar's exact test agrees.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import comb
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:
    from zeroshot.records import Vectors

RESAMPLES = 2000
COVERAGE = 0.95


@dataclass(frozen=True, slots=True)
class Attempt:
    """One way of describing the classes, and how right it was about each picture.

    ``hits`` is float64 (n,), 0 for wrong and 1 for right; between them where several draws are averaged.
    """

    name: str
    hits: npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Estimate:
    """A share or a difference of shares, with the interval of 95 % about it."""

    value: float
    low: float
    high: float

    @property
    def holds_zero(self) -> bool:
        """Whether it could as well be nothing."""
        return self.low <= 0 <= self.high


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one way came to: accuracy over all pictures, and over those of each class (nan where there are none)."""

    name: str
    accuracy: Estimate
    by_class: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Difference:
    """One way less another on the same pictures.

    ``gained`` pictures are right only with the one, ``lost`` only with the other; ``p`` is McNemar's exact test of the
    two numbers. Pictures count as right from one half on, where several draws are averaged.
    """

    name: str
    other: str
    estimate: Estimate
    gained: int
    lost: int
    p: float

    @property
    def is_told(self) -> bool:
        """Whether the two can be told apart with these pictures: interval and test agree that it is not nothing."""
        return not self.estimate.holds_zero and self.p < 1 - COVERAGE


@dataclass(frozen=True, slots=True)
class ClassChange:
    """What changed for the pictures of one class from one way to another."""

    name: str
    count: int
    before: float
    after: float
    gained: int
    lost: int

    @property
    def difference(self) -> float:
        """The share of the class's pictures that were won, or lost if it is negative."""
        return self.after - self.before


@dataclass(frozen=True, slots=True)
class Trial:
    """Attempts on the same pictures: ``truth`` int (n,) indexes the ``classes``; ``seed`` makes resampling repeatable.

    There must be a picture.
    """

    classes: tuple[str, ...]
    truth: npt.NDArray[np.intp]
    attempts: tuple[Attempt, ...]
    seed: int = 0

    @property
    def counts(self) -> npt.NDArray[np.intp]:
        """Pictures of each class, (classes,)."""
        return np.bincount(self.truth, minlength=len(self.classes))

    def attempt(self, name: str) -> Attempt | None:
        """The attempt of that name, if it was made."""
        return next((attempt for attempt in self.attempts if attempt.name == name), None)

    def outcomes(self) -> tuple[Outcome, ...]:
        """Each attempt's accuracy, in order."""
        means = resampled(np.stack([attempt.hits for attempt in self.attempts]), self.seed)
        return tuple(
            Outcome(attempt.name, _estimate(attempt.hits, column), self._by_class(attempt.hits))
            for attempt, column in zip(self.attempts, means.T, strict=True)
        )

    def difference(self, name: str, other: str) -> Difference | None:
        """The attempt ``name`` less the attempt ``other``, if both were made."""
        one, two = self.attempt(name), self.attempt(other)
        if one is None or two is None:
            return None
        change = one.hits - two.hits
        gained, lost = _changed(one.hits, two.hits)
        estimate = _estimate(change, resampled(change[None], self.seed)[:, 0])
        return Difference(name, other, estimate, gained, lost, mcnemar(gained, lost))

    def changes(self, name: str, other: str) -> tuple[ClassChange, ...]:
        """What changed for each class that has pictures, greatest gain first; nothing unless both were tried."""
        one, two = self.attempt(name), self.attempt(other)
        if one is None or two is None:
            return ()
        found = [
            ClassChange(
                self.classes[index],
                int(own.sum()),
                float(two.hits[own].mean()),
                float(one.hits[own].mean()),
                *_changed(one.hits[own], two.hits[own]),
            )
            for index in np.flatnonzero(self.counts)
            for own in [self.truth == index]
        ]
        return tuple(sorted(found, key=lambda change: -change.difference))

    def _by_class(self, hits: npt.NDArray[np.float64]) -> tuple[float, ...]:
        sums = np.bincount(self.truth, weights=hits, minlength=len(self.classes))
        counts = self.counts
        return tuple(float(total / count) if count else float("nan") for total, count in zip(sums, counts, strict=True))


def hits(images: Vectors, classes: Vectors, truth: npt.NDArray[np.intp]) -> npt.NDArray[np.float64]:
    """Which of n pictures (n, d) lie nearest to their own class of (classes, d): 1 or 0, (n,)."""
    nearest = (images.astype(np.float64) @ classes.astype(np.float64).T).argmax(axis=1)
    right: npt.NDArray[np.float64] = (nearest == truth).astype(np.float64)
    return right


def resampled(values: npt.NDArray[np.float64], seed: int) -> npt.NDArray[np.float64]:
    """Means of each row of ``values`` (rows, n) over resampled columns, the same for all rows: (RESAMPLES, rows)."""
    random, size = np.random.default_rng(seed), values.shape[1]
    means = np.empty((RESAMPLES, len(values)))
    for mean in means:
        mean[:] = values @ np.bincount(random.integers(0, size, size), minlength=size) / size
    return means


def mcnemar(gained: int, lost: int) -> float:
    """How often chance alone would divide so many changed pictures at least so unevenly (two-sided, exact)."""
    changed, less = gained + lost, min(gained, lost)
    tail = sum(comb(changed, count) for count in range(less + 1))
    return min(1.0, float(2 * tail / 2**changed))


def _estimate(values: npt.NDArray[np.float64], means: npt.NDArray[np.float64]) -> Estimate:
    outside = (1 - COVERAGE) / 2
    low, high = np.quantile(means, (outside, 1 - outside))
    value = float(values.mean())
    # rounding may put the mean a hair outside of an interval that has no width
    return Estimate(value, min(float(low), value), max(float(high), value))


def _changed(one: npt.NDArray[np.float64], two: npt.NDArray[np.float64]) -> tuple[int, int]:
    """Pictures that only ``one`` got right, and that only ``two`` did."""
    one_right, two_right = one >= 0.5, two >= 0.5  # noqa: PLR2004 - at least half of the draws
    return int((one_right & ~two_right).sum()), int((two_right & ~one_right).sum())
