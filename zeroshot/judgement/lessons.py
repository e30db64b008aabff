"""What reviewed pictures teach: examples, probabilities, and what that came to, measured on the same pictures.

Each picture is judged as if it hadn't been reviewed: it is answered by the others (leave-one-out), with the sharpness,
weight and temperature that pictures of other folds chose. A class's only example can't be judged so: without it the
class would have none. It teaches, but no figure counts it. Pure, NumPy only.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from zeroshot import metrics
from zeroshot.judgement import calibration, familiarity, fewshot
from zeroshot.judgement.calibration import UNFITTED, Calibration

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from zeroshot.compare import Estimate
    from zeroshot.judgement.classifier import Classifier
    from zeroshot.judgement.fewshot import Choice
    from zeroshot.records import Embedded, Truths, Vectors


@dataclass(frozen=True, slots=True)
class Reviewed:
    """Pictures that a person said something of: ``vectors`` (m, d) and ``classes`` (m,), -1 for none of these.

    A picture of several classes stands there once for each.
    """

    vectors: Vectors
    classes: npt.NDArray[np.intp]


@dataclass(frozen=True, slots=True)
class Report:
    """What was learned, and what it is worth.

    ``examples`` pictures of ``classes`` classes taught; ``strangers`` are none of these. Of the ``judged`` ones,
    ``before`` and ``after`` are the shares that words alone and words with examples answer rightly (Wilson's interval
    of 95 %), ``error_before`` and ``error_after`` the calibration errors of their scores; None where they are too few.
    ``weight`` 0 means that examples don't help, and ``sharpness`` then nothing.
    """

    examples: int
    classes: int
    strangers: int
    judged: int = 0
    sharpness: float = 0.0
    weight: float = 0.0
    before: Estimate | None = None
    after: Estimate | None = None
    error_before: float | None = None
    error_after: float | None = None
    calibration: Calibration = UNFITTED


@dataclass(frozen=True, slots=True)
class Taught:
    """A classifier that learned, what that came to, and ``fingerprint``: "+" and eight hexadecimal digits of both."""

    classifier: Classifier
    report: Report
    fingerprint: str


def reviewed(pictures: Iterable[Embedded], truths: Truths, names: tuple[str, ...]) -> Reviewed:
    """The pictures that have a vector, in what is said of them; classes that are not among ``names`` don't count."""
    places = {name: place for place, name in enumerate(names)}
    rows = [
        (picture.vector, place)
        for picture in pictures
        if picture.vector is not None
        for place in (
            [places[name] for name in truths[picture.path] if name in places] if truths[picture.path] else [-1]
        )
    ]
    if not rows:
        return Reviewed(np.zeros((0, 0), np.float32), np.zeros(0, np.intp))
    return Reviewed(np.stack([vector for vector, _ in rows]), np.array([place for _, place in rows], np.intp))


def learn(classifier: Classifier, told: Reviewed) -> Taught:
    """Let reviewed pictures teach a classifier that knows words alone; there must be one."""
    owners = told.classes
    report = Report(int((owners >= 0).sum()), len(np.unique(owners[owners >= 0])), int((owners < 0).sum()))
    words = classifier.logits(told.vectors, classifier.similarities(told.vectors))
    detector = familiarity.calibrate(classifier, told)
    named = ~np.isin(np.arange(len(classifier.names)), classifier.by_examples)
    choice = fewshot.choose(words, told.vectors, owners, named)
    if choice is not None:
        adapter = choice.adapter(told.vectors, owners, len(classifier.names))
        report = _measured(report, classifier, choice, words[choice.rows], owners[choice.rows])
        classifier = replace(classifier, adapter=adapter, calibration=report.calibration)
    if detector is not None:
        classifier = replace(classifier, detector=detector)
    return Taught(classifier, report, _fingerprint(classifier))


def _measured(
    report: Report, classifier: Classifier, choice: Choice, words: fewshot.Numbers, truth: fewshot.Indices
) -> Report:
    """With what the choice came to on the pictures that it can be judged by."""
    report = replace(
        report, judged=len(truth), weight=choice.weight, sharpness=choice.left.sharpness if choice.weight else 0.0
    )
    if not len(truth):
        return report
    hits = [logits.argmax(axis=1) == truth for logits in (words, choice.unseen)]
    before, after = (metrics.proportion(int(right.sum()), len(truth)) for right in hits)
    report = replace(report, before=before, after=after)
    if len(truth) < calibration.LEAST or classifier.several is not None:  # questions have no softmax to be mended
        return report
    fit = calibration.fit if classifier.logit_bias is None else calibration.fit_answers
    fitted = fit(choice.logits, truth)
    if not fitted.is_fitted:
        return report
    calibrated = _cross_fitted(choice, truth, fit)
    scores = [classifier.scores(logits).max(axis=1) for logits in (words, calibrated)]
    errors = [metrics.calibration_error(score, right) for score, right in zip(scores, hits, strict=True)]
    return replace(report, error_before=errors[0], error_after=errors[1], calibration=fitted)


def _cross_fitted(
    choice: Choice, truth: fewshot.Indices, fit: Callable[[fewshot.Numbers, fewshot.Indices], Calibration]
) -> fewshot.Numbers:
    """The logits of judged pictures at the temperature that the other folds fit."""
    calibrated = choice.unseen.copy()
    for fold in np.unique(choice.folds):
        inside = choice.folds == fold
        if not inside.all():
            calibrated[inside] = fit(choice.unseen[~inside], truth[~inside])(choice.unseen[inside])
    return calibrated


def _fingerprint(classifier: Classifier) -> str:
    """What names the lessons in rows; empty where nothing changed."""
    adapter, fitted = classifier.adapter, classifier.calibration
    if not classifier.has_learned:
        return ""
    digest = hashlib.blake2b(repr(fitted).encode("ascii"), digest_size=4)
    if adapter is not None:
        numbers = (adapter.sharpness, adapter.weight, adapter.baseline)
        for array in (adapter.keys, adapter.owners.astype("<i8"), np.array(numbers, "<f8")):
            digest.update(array.tobytes())
    return f"+{digest.hexdigest()}"
