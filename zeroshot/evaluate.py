"""Answers to pictures whose classes are known, and all that can be said of how good they are: NumPy only, pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from zeroshot import metrics, seriation
from zeroshot.metrics import NONE
from zeroshot.records import Status

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from zeroshot.compare import Estimate
    from zeroshot.metrics import ByClass, Confused, Flags, Floats, Indices, Reliability, RiskCoverage
    from zeroshot.records import Prediction

TOP = 5
"""Ranks among which the right class may be for ``Evaluation.within``."""


@dataclass(frozen=True, slots=True)
class Judged:
    """A picture that has an answer. Classes are indices of the names, ``NONE`` is none of these.

    ``truth`` is what it is, ``answer`` what it got, ``nearest`` the first of its classes, also where it was rejected,
    and ``score`` that of the nearest. ``rank`` is where the truth stands among the first ``TOP``, 0 for not at all.
    """

    path: Path
    truth: int
    answer: int
    nearest: int
    score: float
    rank: int

    @property
    def is_right(self) -> bool:
        """Whether it got what it is."""
        return self.answer == self.truth


@dataclass(frozen=True, slots=True)
class Rejection:
    """What thresholds did. ``shown``: the share of right answers among the accepted ones.

    ``accepted`` and ``rejected`` count answers; ``false_rejects`` those rejected whose nearest class was right;
    ``strange`` the pictures of none of the classes, and ``false_accepts`` those of them that got a class.
    """

    shown: Estimate
    accepted: int
    rejected: int
    false_rejects: int
    strange: int
    false_accepts: int


@dataclass(frozen=True, slots=True)
class Evaluation:
    """Everything that was found. There is at least one picture.

    ``accuracy``: answers that are right, none of these included; ``nearest`` and ``within``: pictures of a class whose
    class is the nearest, or among the first ``TOP``, whatever the thresholds. ``counts`` is the confusion
    (classes + 1, classes + 1), ``order`` the classes as they are shown in it. ``reliability`` and ``chance`` are those
    of the scores of pictures of a class; ``curve`` is that of all pictures, ``telling`` how well the score tells right
    answers from wrong ones (AUROC), and ``parting`` how well it tells pictures of a class from those of none.
    """

    names: tuple[str, ...]
    judged: tuple[Judged, ...]
    accuracy: Estimate
    nearest: Estimate
    within: Estimate
    counts: Indices
    classes: ByClass
    order: tuple[int, ...]
    confused: tuple[Confused, ...]
    reliability: Reliability
    chance: float
    curve: RiskCoverage
    telling: float
    parting: float
    rejection: Rejection

    def shown(self) -> tuple[tuple[int, ...], Indices]:
        """The class at each place of the matrix, with ``NONE`` last where it occurs, and the counts in this order."""
        none = len(self.names)
        occurs = bool(self.counts[none].any() or self.counts[:, none].any())
        places = [*self.order, none] if occurs else [*self.order]
        return (*self.order, *((NONE,) if occurs else ())), self.counts[np.ix_(places, places)]


@dataclass(frozen=True, slots=True)
class _Columns:
    """What was judged, as arrays (n,)."""

    truth: Indices
    answer: Indices
    nearest: Indices
    score: Floats
    rank: Indices

    @classmethod
    def of(cls, judged: Sequence[Judged]) -> _Columns:
        whole = [(one.truth, one.answer, one.nearest, one.rank) for one in judged]
        truth, answer, nearest, rank = np.array(whole, np.intp).reshape(-1, 4).T
        return cls(truth, answer, nearest, np.array([one.score for one in judged], np.float64), rank)

    @property
    def known(self) -> Flags:
        """Which pictures are of a class."""
        known: Flags = self.truth != NONE
        return known

    @property
    def right(self) -> Flags:
        """Which pictures' nearest class is theirs."""
        right: Flags = self.nearest == self.truth
        return right


def judged(prediction: Prediction, truths: Sequence[str], places: dict[str, int]) -> Judged:
    """An answer held against what a person says of the picture, which has not failed.

    Of several classes that the picture is said to be of, the answer's own counts, or else the first; () is none of
    these. ``places`` are the indices of the names; ``prediction`` has ``TOP`` ranks.
    """
    ranked = [places[score.label] for score in prediction.ranked]
    said = [places[name] for name in truths]
    answer = places[prediction.labels[0]] if prediction.status is Status.ACCEPTED else NONE
    # of a rejected picture, the class that it would have got
    truth = next((place for place in (answer, ranked[0]) if place in said), said[0] if said else NONE)
    ranks = (rank for rank, place in enumerate(ranked, 1) if place in said)
    return Judged(prediction.path, truth, answer, ranked[0], prediction.ranked[0].score, next(ranks, 0))


def evaluate(names: tuple[str, ...], pictures: Iterable[Judged]) -> Evaluation:
    """All that can be said of the answers to ``pictures``, of which there is at least one."""
    found = tuple(pictures)
    columns = _Columns.of(found)
    known, right = columns.known, columns.right
    counts = metrics.confusion(columns.truth, columns.answer, len(names))
    total = int(known.sum())
    return Evaluation(
        names,
        found,
        metrics.proportion(int(counts.trace()), len(found)),
        metrics.proportion(int(right[known].sum()), total),
        metrics.proportion(int((columns.rank[known] > 0).sum()), total),
        counts,
        metrics.by_class(counts),
        tuple(seriation.order(counts[:-1, :-1])),
        tuple(metrics.confused(counts)),
        metrics.reliability(columns.score[known], right[known]),
        metrics.chance_error(columns.score[known]) if total else float("nan"),
        metrics.risk_coverage(columns.score, right),
        metrics.auroc(columns.score[right], columns.score[~right]),
        metrics.auroc(columns.score[known], columns.score[~known]),
        _rejection(columns),
    )


def _rejection(columns: _Columns) -> Rejection:
    accepted, strange = columns.answer != NONE, ~columns.known
    right = columns.answer == columns.truth
    return Rejection(
        metrics.proportion(int(right[accepted].sum()), int(accepted.sum())),
        int(accepted.sum()),
        int((~accepted).sum()),
        int((~accepted & columns.right).sum()),
        int(strange.sum()),
        int((strange & accepted).sum()),
    )
