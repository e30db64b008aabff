"""How surely a picture belongs to any of the classes, from 0 to 1: below a threshold it is none of these.

A classifier must choose one of its classes, and its scores don't say when none fits: over two classes that both don't,
one still gets most of the softmax. Other signals do, more or less (``Method``). NumPy only, pure.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, ClassVar, Protocol, TypeAlias

import numpy as np
import numpy.typing as npt

from zeroshot.judgement import logistic

if TYPE_CHECKING:
    from zeroshot.records import Vectors

Numbers: TypeAlias = npt.NDArray[np.float64]
Mask: TypeAlias = npt.NDArray[np.bool_]

LEAST = 20
"""Reviewed pictures from which on they calibrate the detector."""

LEAST_OF_EACH = 3
"""So many of them at least must be of a class, and so many of none: of fewer no error can be told."""

EVEN = 0.5
"""The familiarity below which a picture had better be none of these, where both kinds of errors weigh the same."""

_NEGATIVES_EVEN, _SOFTMAX_EVEN, _MARGIN_EVEN = 3.0, 3.0, 1.6
"""What puts each method's ``EVEN`` where false accepts and false rejects together were fewest: over 66 trials with the
starter, with 1 to 100 classes of ImageNet's, Tiny-ImageNet's, CIFAR-10's and everyday names, the other pictures being
none of these. Odds of 3 are twenty times as good a fit."""

_RIDGE = 3.0  # from 0.3 to 10 hardly another: this did best with 20 to 200 reviewed pictures
_NO_SPREAD = 1e-6  # of a signal that is the same for every picture
_COPY = 0.9999  # cosine from which on two vectors are of one picture
_FEW_WORDS, _WORDS = 100, 400
"""So many negatives at least, and at most: with a quarter of our thousand words the AUROC over those trials is 0.917,
with all of them 0.918, and every picture of a window is held against each word at every change."""

_FOLDS = 500  # fits that leave pictures out: up to so many each alone, of more some together


class Method(StrEnum):
    """What tells the familiar from the strange."""

    CALIBRATED = "calibrated"
    NEGATIVES = "negatives"
    SOFTMAX = "softmax"
    MARGIN = "margin"


@dataclass(frozen=True, slots=True)
class Errors:
    """What a threshold does wrong, in shares from 0 to 1, and on how many pictures that was seen.

    ``false_accepts``: of the ``unknown`` pictures, which are none of the classes, those that get one all the same.
    ``false_rejects``: of the ``known`` ones those that are said to be none of these; which class the rest get is
    another question.
    """

    false_accepts: float
    false_rejects: float
    unknown: int
    known: int


@dataclass(frozen=True, slots=True)
class Tried:
    """How often a method erred on our test pictures at ``EVEN``, in shares from 0 to 1.

    ``others`` and ``kin`` are the false accepts among pictures of quite other things and of the classes' own kin (other
    sports beside some of them), ``rejected`` the false rejects.
    """

    others: float
    kin: float
    rejected: float


TRIED = {
    Method.NEGATIVES: Tried(0.006, 0.508, 0.142),
    Method.SOFTMAX: Tried(0.008, 0.139, 0.461),
    Method.MARGIN: Tried(0.021, 0.126, 0.531),
}
"""The methods that need no reviewed pictures, with the starter: ``tests/benchmarks/familiarity.py`` over 7,295 pictures
of 15 animals, 30 musical instruments and 22 sports, two of three classes of each being known. AUROC for others and kin:
0.992 and 0.784 (negatives), 0.899 and 0.773 (softmax), 0.800 and 0.725 (margin)."""


class Detector(Protocol):
    """Says how familiar pictures are."""

    @property
    def method(self) -> Method:
        """What it goes by."""

    @property
    def learns(self) -> bool:
        """Whether reviewed pictures may put another in its place."""

    def familiarity(self, images: Vectors, similarities: Numbers, logits: Numbers) -> Numbers:
        """From 0 to 1, (n,), for unit rows (n, d), their cosines with the classes and their logits (n, classes)."""

    def expected(self, threshold: float) -> Errors | None:
        """What a threshold does wrong by what a person said of pictures; None where too little was said."""


class Scorer(Protocol):
    """What is asked of a classifier that knows words alone."""

    @property
    def logit_scale(self) -> float:
        """The model's own factor from cosines to logits."""

    @property
    def detector(self) -> Detector | None:
        """What tells strangers so far."""

    def similarities(self, images: Vectors) -> Numbers:
        """Cosines (n, classes) of unit rows (n, d)."""


class Examples(Protocol):
    """What a person said of pictures."""

    @property
    def vectors(self) -> Vectors:
        """Unit rows (m, d)."""

    @property
    def classes(self) -> npt.NDArray[np.intp]:
        """The class of each, (m,); -1 is none of these."""


@dataclass(frozen=True, slots=True)
class Plain:
    """Goes by the logits of the classes alone.

    ``SOFTMAX``: how many times as probable the best class is as a guess would make it (the maximum softmax of Hendrycks
    and Gimpel 2017, held against one class in so many); ``MARGIN``: how far its logit is ahead of the second.
    """

    method: Method
    learns: bool = False

    def familiarity(self, images: Vectors, similarities: Numbers, logits: Numbers) -> Numbers:  # noqa: ARG002 - as Detector has it
        """1 where there is one class alone, of which the logits say nothing."""
        count = logits.shape[1]
        if count == 1:
            return np.ones(len(logits))
        ahead, lead = _leads(logits)
        if self.method is Method.MARGIN:
            return logistic.probabilities(lead - _MARGIN_EVEN)
        return logistic.probabilities(ahead + np.log(count) - _SOFTMAX_EVEN)

    def expected(self, threshold: float) -> Errors | None:  # noqa: ARG002 - as Detector has it
        """Nothing is known."""
        return None


@dataclass(frozen=True, slots=True)
class AgainstNegatives:
    """Goes by how many times as well the best class fits a picture as the negatives do on average.

    This is NegLabel (Jiang et al. 2024, "Negative Label Guided OOD Detection with Pretrained Vision-Language Models"),
    in which all classes share one softmax with the negatives, but for the best class standing alone: that told a little
    more here, and doesn't grow with the number of classes. ``negatives`` are unit rows (words, d), ``scale`` is the
    model's own, of its logits.
    """

    negatives: Vectors
    scale: float
    learns: bool = False
    method: ClassVar[Method] = Method.NEGATIVES

    def odds(self, images: Vectors, similarities: Numbers) -> Numbers:
        """The logarithm of how many times as well, (n,)."""
        fits = images.astype(np.float64) @ (self.scale * self.negatives.astype(np.float64)).T
        strange = np.log(np.exp(fits, out=fits).mean(axis=1))  # in double no model's scale is too much for an exponent
        odds: Numbers = self.scale * similarities.max(axis=1) - strange
        return odds

    def familiarity(self, images: Vectors, similarities: Numbers, logits: Numbers) -> Numbers:  # noqa: ARG002 - as Detector has it
        """One half where the best class fits twenty times as well."""
        return logistic.probabilities(self.odds(images, similarities) - _NEGATIVES_EVEN)

    def expected(self, threshold: float) -> Errors | None:  # noqa: ARG002 - as Detector has it
        """Nothing is known."""
        return None


@dataclass(frozen=True, slots=True)
class Calibrated:
    """Weighs all signals by a logistic regression on what a person said of pictures.

    ``of_classes`` and ``of_none`` are the vectors of the reviewed pictures of any class and of none. ``centre`` and
    ``spread`` (signals,) bring the signals to one size, ``coefficients`` (signals + 1,) weigh them. ``left_out`` (m,)
    is how familiar each reviewed picture is to a fit without it, ``known`` (m,) whether it is of a class.
    """

    scale: float
    against: AgainstNegatives | None
    of_classes: Vectors
    of_none: Vectors
    centre: Numbers
    spread: Numbers
    coefficients: Numbers
    left_out: Numbers
    known: Mask
    learns: ClassVar[bool] = True
    method: ClassVar[Method] = Method.CALIBRATED

    def familiarity(self, images: Vectors, similarities: Numbers, logits: Numbers) -> Numbers:  # noqa: ARG002 - as Detector has it
        """How likely it is of any class, if half of the pictures are."""
        near = _product(images, self.of_classes), _product(images, self.of_none)
        signals = _signals(self.scale, similarities, _odds(self.against, images, similarities), *near)
        return logistic.predict(self.coefficients, (signals - self.centre) / self.spread)

    def expected(self, threshold: float) -> Errors | None:
        """By leave-one-out."""
        accepted, known = self.left_out >= threshold, self.known
        strange = ~known
        return Errors(
            float(accepted[strange].mean()), float((~accepted)[known].mean()), int(strange.sum()), int(known.sum())
        )


def reject_by(asked: str) -> Method | None:
    """The method that ``--none-of-these`` names: ``auto`` the best that there is, ``off`` none.

    Raises:
        ValueError: there is no such method.
    """
    if asked == "off":
        return None
    return Method.CALIBRATED if asked == "auto" else Method(asked)


def before_review(method: Method, scale: float, negatives: Vectors) -> Detector:
    """The detector of a method while no pictures are reviewed; ``scale`` is the model's own, of its logits.

    The calibrated one, which alone can be taught by reviewed pictures later, goes by the negatives till then. Where
    hardly any of these are apart from the classes, the best score has to do.
    """
    learns = method is Method.CALIBRATED
    if method is Method.MARGIN or method is Method.SOFTMAX:
        return Plain(method)
    if len(negatives) < _FEW_WORDS:
        return Plain(Method.SOFTMAX, learns=learns)
    # evenly over the vocabulary, which goes from subject to subject
    chosen = np.linspace(0, len(negatives) - 1, min(_WORDS, len(negatives))).round().astype(np.intp)
    return AgainstNegatives(negatives[chosen], scale, learns=learns)


def can_calibrate(classes: npt.NDArray[np.intp]) -> bool:
    """Whether so many pictures were reviewed, and of both kinds, that they can calibrate; -1 is none of these."""
    strange = int((classes < 0).sum())
    return len(classes) >= LEAST and min(strange, len(classes) - strange) >= LEAST_OF_EACH


def calibrate(classifier: Scorer, reviewed: Examples) -> Detector | None:
    """The detector that reviewed pictures teach; where they are too few, or of one kind only, the one there was.

    ``classifier`` knows words alone: what examples add to logits is highest for themselves. One without a detector, or
    with one whose method was asked for by name, keeps it.
    """
    plain, scale = classifier.detector, classifier.logit_scale
    # a picture of several classes is reviewed once
    vectors, first = np.unique(reviewed.vectors, axis=0, return_index=True)
    known: Mask = reviewed.classes[first] >= 0
    if plain is None or not plain.learns or not can_calibrate(np.where(known, 0, -1)):
        return plain
    against = plain if isinstance(plain, AgainstNegatives) else None
    similarities, near = classifier.similarities(vectors), _product(vectors, vectors)
    near[near > _COPY] = -1.0  # no picture is an example for itself or a copy
    odds = _odds(against, vectors, similarities)
    signals = _signals(scale, similarities, odds, near[:, known], near[:, ~known])
    centre, spread = signals.mean(axis=0), np.maximum(signals.std(axis=0), _NO_SPREAD)
    signals = (signals - centre) / spread
    (coefficients,) = logistic.fit(signals, known, _evened(known)[None], _RIDGE)
    examples = vectors[known], vectors[~known]
    return Calibrated(scale, against, *examples, centre, spread, coefficients, _left_out(signals, known), known)


def _left_out(signals: Numbers, known: Mask) -> Numbers:
    """How familiar each picture is to a fit without it, (m,)."""
    # dealt out kind by kind, so that no fit lacks one
    dealt = np.empty(len(known), np.intp)
    dealt[np.argsort(known, kind="stable")] = np.arange(len(known))
    folds = dealt % min(len(known), _FOLDS)
    weights = np.where(folds == np.arange(folds.max() + 1)[:, None], 0.0, _evened(known))
    fits = logistic.fit(signals, known, weights, _RIDGE)
    return logistic.predict(fits[folds], signals)


def _evened(known: Mask) -> Numbers:
    """Weights (m,) by which both kinds of pictures count the same."""
    count, of_classes = len(known), int(known.sum())
    return np.where(known, count / (2 * of_classes), count / (2 * (count - of_classes)))


def _odds(against: AgainstNegatives | None, images: Vectors, similarities: Numbers) -> Numbers:
    return np.zeros(len(images)) if against is None else against.odds(images, similarities)


def _signals(scale: float, similarities: Numbers, odds: Numbers, of_classes: Numbers, of_none: Numbers) -> Numbers:
    """What tells the familiar from the strange, (n, signals).

    The log-odds against the negatives, those of the best score against the rest, the lead of the best logit, the best
    similarity, and the similarities of the nearest example of a class and of none.
    """
    best = similarities.max(axis=1)
    if similarities.shape[1] == 1:
        ahead = lead = np.zeros(len(best))
    else:
        ahead, lead = _leads(scale * similarities)
    return np.column_stack([odds, ahead, lead, best, of_classes.max(axis=1), of_none.max(axis=1)])


def _leads(logits: Numbers) -> tuple[Numbers, Numbers]:
    """How far the best logit of each row is ahead of all others together, and of the second; there must be two."""
    ordered = np.sort(logits, axis=1)
    best, others = ordered[:, -1], ordered[:, :-1]
    return best - _log_sum(others), best - others[:, -1]


def _product(images: Vectors, others: Vectors) -> Numbers:
    """Cosines (n, m) of unit rows; in double, so that a picture doesn't depend on those beside it."""
    cosines: Numbers = images.astype(np.float64) @ others.astype(np.float64).T
    return cosines


def _log_sum(logits: Numbers) -> Numbers:
    """The logarithm of the sum of the exponentials of each row."""
    most = logits.max(axis=1, keepdims=True)
    summed: Numbers = most[:, 0] + np.log(np.exp(logits - most).sum(axis=1))
    return summed
