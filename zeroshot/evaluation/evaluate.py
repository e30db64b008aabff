"""Answers to pictures whose classes are known, and all that can be said of how good they are: NumPy only, pure."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from zeroshot import metrics, trees
from zeroshot.evaluation import seriation
from zeroshot.metrics import NONE

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
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
    and ``score`` that of the nearest; ``familiarity`` is how surely it is of any class, nan where nobody asked.
    ``rank`` is where the truth stands among the first ``TOP``, 0 for not at all. It is ``partly`` right when the answer
    is a group that the truth lies in. Of a picture that can have several labels each label, given or missed, is judged
    for itself.
    """

    path: Path
    truth: int
    answer: int
    nearest: int
    score: float
    rank: int
    partly: bool = False
    familiarity: float = float("nan")

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
    """Everything that was found. There is at least one of the ``pictures``.

    ``accuracy``: pictures whose answer is right, none of these included; ``nearest`` and ``within``: pictures of a
    class whose class is the nearest, or among the first ``TOP``, whatever the thresholds. ``counts`` is the confusion
    (classes + 1, classes + 1), ``order`` the classes as they are shown in it. ``reliability`` and ``chance`` are those
    of the scores of pictures of a class; ``curve`` is that of all pictures, ``telling`` how well the score tells right
    answers from wrong ones (AUROC), and ``parting`` how well it tells pictures of a class from those of none; if that
    was asked, how well familiarity does.

    Where pictures can have ``several`` labels, ``accuracy`` is that of pictures whose labels are right to the last, and
    all else is about labels: ``nearest`` are those given that are right, and what is missed or given wrongly stands in
    the last column or the last row of the confusion.
    """

    names: tuple[str, ...]
    judged: tuple[Judged, ...]
    pictures: int
    several: bool
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
    familiarity: Floats

    @classmethod
    def of(cls, judged: Sequence[Judged]) -> _Columns:
        whole = [(one.truth, one.answer, one.nearest, one.rank) for one in judged]
        truth, answer, nearest, rank = np.array(whole, np.intp).reshape(-1, 4).T
        score, familiarity = np.array([(one.score, one.familiarity) for one in judged], np.float64).reshape(-1, 2).T
        return cls(truth, answer, nearest, score, rank, familiarity)

    @property
    def known(self) -> Flags:
        """Which pictures are of a class."""
        known: Flags = self.truth != NONE
        return known

    @property
    def right(self) -> Flags:
        """Which pictures' nearest class is theirs."""
        right: Flags = self.rank == 1
        return right


@dataclass(frozen=True, slots=True)
class Places:
    """The indices of what pictures can be told to be: classes, and the groups of a tree.

    ``below`` holds for each name its own index, and then those of what lies in it: who says that a picture is a dog
    finds a terrier right.
    """

    names: tuple[str, ...]
    below: Mapping[str, tuple[int, ...]]

    @classmethod
    def of(cls, names: tuple[str, ...]) -> Places:
        """Those of names, of which paths are in groups."""
        below: defaultdict[str, list[int]] = defaultdict(list)
        for place, name in enumerate(names):
            below[name].insert(0, place)
            for group in trees.groups(name):
                below[group].append(place)
        return cls(names, {name: tuple(places) for name, places in below.items()})

    def said(self, truths: Iterable[str]) -> tuple[int, ...]:
        """What is right when a person says this of a picture, the very classes first."""
        found = [self.below[name] for name in truths]
        return (*(places[0] for places in found), *(place for places in found for place in places[1:]))


def judged(prediction: Prediction, truths: Sequence[str], places: Places) -> Judged:
    """An answer held against what a person says of the picture, which has not failed.

    Of several classes that the picture is said to be of, the answer's own counts, or else the first; () is none of
    these. ``prediction`` has ``TOP`` ranks.
    """
    ranked = [places.below[score.label][0] for score in prediction.ranked]
    said = places.said(truths)
    answer = places.below[prediction.labels[0]][0] if prediction.labels else NONE
    # of a rejected picture, the class that it would have got
    truth = next((place for place in (answer, ranked[0]) if place in said), said[0] if said else NONE)
    rank = next((rank for rank, place in enumerate(ranked, 1) if place in said), 0)
    partly = answer not in (NONE, truth) and any(prediction.labels[0] in trees.groups(name) for name in truths)
    familiarity = float("nan") if prediction.familiarity is None else prediction.familiarity
    return Judged(prediction.path, truth, answer, ranked[0], prediction.ranked[0].score, rank, partly, familiarity)


def judged_labels(prediction: Prediction, truths: Sequence[str], places: Places) -> list[Judged]:
    """Each label of a picture that can have several: given and right, missed, or given wrongly.

    A picture that has no label and got none is judged as one that is right.
    """
    right = [(name, name) for name in prediction.labels if name in truths]
    missed = [(name, "") for name in truths if name not in prediction.labels]
    wrong = [("", name) for name in prediction.labels if name not in truths]
    return [_label(prediction, *pair, places) for pair in right + missed + wrong or [("", "")]]


def _label(prediction: Prediction, truth: str, answer: str, places: Places) -> Judged:
    """One label that is right, missed (no answer) or given wrongly (no truth)."""
    name = answer or truth or prediction.ranked[0].label
    score = next((one.score for one in prediction.ranked if one.label == name), 0.0)
    known, given, nearest = (places.below[one][0] if one else NONE for one in (truth, answer, name))
    return Judged(prediction.path, known, given, nearest, score, int(truth == answer))


def evaluate(names: tuple[str, ...], pictures: Iterable[Judged]) -> Evaluation:
    """All that can be said of the answers to ``pictures``, of which there is at least one."""
    found = tuple(pictures)
    known = [one for one in found if one.truth != NONE]
    accuracies = (
        metrics.proportion(sum(one.is_right for one in found), len(found)),
        metrics.proportion(sum(one.rank == 1 for one in known), len(known)),
        metrics.proportion(sum(one.rank > 0 for one in known), len(known)),
    )
    return _evaluation(names, found, len(found), accuracies, several=False)


def evaluate_labels(names: tuple[str, ...], pictures: Iterable[Sequence[Judged]]) -> Evaluation:
    """All that can be said of the labels of ``pictures``, of which there is at least one, each with all its labels."""
    whole = [tuple(labels) for labels in pictures]
    found = tuple(label for labels in whole for label in labels)
    given = [label for label in found if label.answer != NONE]
    accuracies = (
        metrics.proportion(sum(all(label.is_right for label in labels) for labels in whole), len(whole)),
        metrics.proportion(sum(label.is_right for label in given), len(given)),
        metrics.proportion(0, 0),
    )
    return _evaluation(names, found, len(whole), accuracies, several=True)


def _evaluation(
    names: tuple[str, ...],
    found: tuple[Judged, ...],
    pictures: int,
    accuracies: tuple[Estimate, Estimate, Estimate],
    *,
    several: bool,
) -> Evaluation:
    columns = _Columns.of(found)
    given = columns.answer != NONE
    # of labels only those that were given promised anything
    promising, kept = (given, given) if several and given.any() else (columns.known, np.ones(len(found), np.bool_))
    parting = columns.score if np.isnan(columns.familiarity).any() else columns.familiarity
    counts, right, score = metrics.confusion(columns.truth, columns.answer, len(names)), columns.right, columns.score
    return Evaluation(
        names,
        found,
        pictures,
        several,
        *accuracies,
        counts=counts,
        classes=metrics.by_class(counts),
        order=tuple(seriation.order(counts[:-1, :-1])),
        confused=tuple(metrics.confused(counts)),
        reliability=metrics.reliability(score[promising], right[promising]),
        chance=metrics.chance_error(score[promising]) if promising.any() else float("nan"),
        curve=metrics.risk_coverage(score[kept], right[kept]),
        telling=metrics.auroc(score[kept & right], score[kept & ~right]),
        parting=float("nan") if several else metrics.auroc(parting[columns.known], parting[~columns.known]),
        rejection=_rejection(columns),
    )


def _rejection(columns: _Columns) -> Rejection:
    accepted, strange = columns.answer != NONE, ~columns.known
    right = columns.answer == columns.truth
    return Rejection(
        metrics.proportion(int(right[accepted].sum()), int(accepted.sum())),
        int(accepted.sum()),
        int((~accepted).sum()),
        int((~accepted & columns.right & columns.known).sum()),
        int(strange.sum()),
        int((strange & accepted).sum()),
    )
