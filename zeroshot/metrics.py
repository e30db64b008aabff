"""How good answers are, as numbers: NumPy only, pure.

Classes are counted from 0; ``NONE`` stands for none of these, as what a picture is and as an answer. ``hits`` are
bool (n,): which answers are right; ``confidence`` float64 (n,): the score of each answer, from 0 to 1.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import sqrt
from statistics import NormalDist
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from zeroshot.compare import COVERAGE, Estimate

Floats: TypeAlias = npt.NDArray[np.float64]
Indices: TypeAlias = npt.NDArray[np.intp]
Flags: TypeAlias = npt.NDArray[np.bool_]

NONE = -1
"""The class of what belongs to none of the classes."""

BINS = 15
"""Parts of 0 to 1 that confidences are sorted into, as many as in Guo et al. 2017."""

_DRAWS = 200  # of the error that perfectly calibrated scores would show


def proportion(count: int, total: int) -> Estimate:
    """The share ``count`` of ``total`` with Wilson's score interval of 95 %; nan of nothing.

    Wilson 1927. It holds up for few pictures and near 0 and 1, where the bootstrap's has no width at all (Brown, Cai
    and DasGupta 2001).
    """
    if not total:
        return Estimate(float("nan"), float("nan"), float("nan"))
    share, z = count / total, NormalDist().inv_cdf((1 + COVERAGE) / 2)
    middle = (share + z**2 / (2 * total)) / (1 + z**2 / total)
    reach = z * sqrt(share * (1 - share) / total + z**2 / (4 * total**2)) / (1 + z**2 / total)
    # rounding may put an end a hair beyond the share itself
    return Estimate(share, min(share, max(0.0, middle - reach)), max(share, min(1.0, middle + reach)))


# --- classes ---------------------------------------------------------------------------------------------------------


def confusion(truth: Indices, answers: Indices, classes: int) -> Indices:
    """How many pictures of each class (rows) got each answer (columns): (classes + 1, classes + 1).

    The last row and the last column are none of these.
    """
    side = classes + 1
    rows, columns = np.where(truth < 0, classes, truth), np.where(answers < 0, classes, answers)
    counts: Indices = np.bincount(rows * side + columns, minlength=side * side).reshape(side, side)
    return counts


@dataclass(frozen=True, slots=True)
class ByClass:
    """Figures of each class, (classes,) each: ``pictures`` of it, ``answers`` that name it, and how many are ``right``.

    Van Rijsbergen 1979, chapter 7. What can't be told is nan: the recall of a class without pictures, the precision of
    one that is never answered, the F1 of one with neither.
    """

    pictures: Indices
    answers: Indices
    right: Indices

    @property
    def precision(self) -> Floats:
        """The share of the answers naming a class that are right."""
        return _ratio(self.right, self.answers)

    @property
    def recall(self) -> Floats:
        """The share of a class's pictures that got it."""
        return _ratio(self.right, self.pictures)

    @property
    def f1(self) -> Floats:
        """The harmonic mean of precision and recall."""
        return _ratio(2 * self.right, self.pictures + self.answers)

    def mean(self, figures: Floats) -> float:
        """The plain mean over the classes that have pictures: each counts alike, however many it has (macro mean)."""
        known = figures[self.pictures > 0]
        known = known[~np.isnan(known)]
        return float(known.mean()) if len(known) else float("nan")


def by_class(counts: Indices) -> ByClass:
    """The figures of each class of a ``confusion``; none of these is no class, but can be taken for one."""
    return ByClass(counts.sum(axis=1)[:-1], counts.sum(axis=0)[:-1], counts.diagonal()[:-1])


def _ratio(part: Indices, whole: Indices) -> Floats:
    ratio: Floats = np.divide(part, whole, out=np.full(len(whole), np.nan), where=whole > 0)
    return ratio


@dataclass(frozen=True, slots=True)
class Confused:
    """``count`` pictures of the class ``truth`` got ``answer``; ``share`` of all pictures of that class."""

    truth: int
    answer: int
    count: int
    share: float


def confused(counts: Indices) -> list[Confused]:
    """What is taken for what, most pictures first (then the greater share); both may be ``NONE``."""
    totals, none = counts.sum(axis=1), len(counts) - 1
    rows, columns = np.nonzero(counts * ~np.eye(len(counts), dtype=np.bool_))
    found = [
        Confused(
            row if row < none else NONE,
            column if column < none else NONE,
            int(counts[row, column]),
            float(counts[row, column] / totals[row]),
        )
        for row, column in zip(rows.tolist(), columns.tolist(), strict=True)
    ]
    return sorted(found, key=lambda pair: (-pair.count, -pair.share))


# --- calibration -----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Reliability:
    """What scores promise and keep: a reliability diagram (DeGroot and Fienberg 1983).

    For each of equally wide bins of the confidence, left end excluded: ``counts`` of answers, their mean
    ``confidence`` and the share that is right, ``accuracy`` (both nan in an empty bin). ``edges`` is (bins + 1,).
    """

    edges: Floats
    counts: Indices
    confidence: Floats
    accuracy: Floats

    @property
    def error(self) -> float:
        """The expected calibration error: the bins' distance of promise and truth, weighted by their answers.

        Naeini, Cooper and Hauskrecht 2015; Guo et al. 2017, equation 3. Of few answers chance alone makes it large:
        see ``chance_error``.
        """
        there = self.counts > 0
        gaps = np.abs(self.accuracy - self.confidence)[there]
        return float(np.average(gaps, weights=self.counts[there])) if there.any() else float("nan")


def reliability(confidence: Floats, hits: Flags, bins: int = BINS) -> Reliability:
    """Sort answers into bins of their confidence."""
    edges = np.linspace(0, 1, bins + 1)
    places = np.searchsorted(edges[1:-1], confidence)
    counts: Indices = np.bincount(places, minlength=bins)
    sums = (np.bincount(places, weights=values, minlength=bins) for values in (confidence, hits.astype(np.float64)))
    means = (np.divide(total, counts, out=np.full(bins, np.nan), where=counts > 0) for total in sums)
    return Reliability(edges, counts, *means)


def calibration_error(confidence: Floats, hits: Flags, bins: int = BINS) -> float:
    """The expected calibration error (``Reliability.error``); nan of nothing."""
    return reliability(confidence, hits, bins).error


def chance_error(confidence: Floats, seed: int = 0, bins: int = BINS) -> float:
    """The calibration error that chance alone gives so many scores which keep exactly what they promise.

    The mean of draws in which each answer is right with the probability that is its score (consistency resampling,
    Bröcker and Smith 2007).
    """
    random, ordered = np.random.default_rng(seed), np.sort(confidence)  # so that the order of pictures is nothing to it
    draws = (random.random(len(ordered)) < ordered for _ in range(_DRAWS))
    return float(np.mean([calibration_error(ordered, hits, bins) for hits in draws]))


# --- rejecting -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class RiskCoverage:
    """What is gained by leaving the least certain answers out (El-Yaniv and Wiener 2010).

    For each threshold, highest first: the share of answers that reach it, ``coverage``, and the share of wrong ones
    among them, ``risk``. ``area`` is that below the curve (AURC, Geifman and El-Yaniv 2017), the mean risk over all
    coverages: 0 is best. ``least`` is the area if confidence knew exactly which answers are wrong (Geifman, Uziel and
    El-Yaniv 2019).
    """

    thresholds: Floats
    coverage: Floats
    risk: Floats
    area: float
    least: float

    def thinned(self, most: int) -> RiskCoverage:
        """The same curve for drawing, with ``most`` of its points at most, the first and the last among them."""
        places = np.unique(np.linspace(0, len(self.risk) - 1, most).round().astype(np.intp))
        return replace(self, thresholds=self.thresholds[places], coverage=self.coverage[places], risk=self.risk[places])

    def at_coverage(self, share: float) -> tuple[float, float, float]:
        """The highest threshold that leaves at least ``share`` of the answers, what it leaves, and the risk then."""
        place = min(int(np.searchsorted(self.coverage, share - 1e-12)), len(self.coverage) - 1)
        return float(self.thresholds[place]), float(self.coverage[place]), float(self.risk[place])


def risk_coverage(confidence: Floats, hits: Flags) -> RiskCoverage:
    """The curve over all thresholds at which something changes; equal confidences can't be parted.

    There must be an answer.
    """
    order = np.argsort(-confidence, kind="stable")
    falling = confidence[order]
    ends = np.append(np.flatnonzero(falling[1:] < falling[:-1]), len(falling) - 1)
    kept = ends + 1
    risk = np.cumsum(~hits[order])[ends] / kept
    area = float(np.average(risk, weights=np.diff(kept, prepend=0)))
    return RiskCoverage(falling[ends], kept / len(falling), risk, area, _least_area(len(hits), int((~hits).sum())))


def _least_area(answers: int, wrong: int) -> float:
    """The area when all wrong answers come last."""
    places = np.arange(1, answers + 1)
    return float((np.maximum(0, places - (answers - wrong)) / places).mean())


def auroc(higher: Floats, lower: Floats) -> float:
    """How often a value of ``higher`` is above one of ``lower``, equal ones counted half; nan if either is empty.

    The area under the receiver operating characteristic (Hanley and McNeil 1982): 0.5 is chance, 1 tells them apart.
    """
    if not len(higher) or not len(lower):
        return float("nan")
    _, places, counts = np.unique(np.concatenate([higher, lower]), return_inverse=True, return_counts=True)
    ranks = np.cumsum(counts) - (counts - 1) / 2  # the mean rank of equal values
    above = ranks[places[: len(higher)]].sum() - len(higher) * (len(higher) + 1) / 2
    return float(above / (len(higher) * len(lower)))
