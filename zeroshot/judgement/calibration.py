"""From scores to probabilities: a temperature, fitted on reviewed pictures whose classes are known.

Temperature scaling is Guo et al. 2017, "On Calibration of Modern Neural Networks"; that of sigmoid scores, which takes
an offset too, is Platt's (1999). NumPy only, pure.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from zeroshot.judgement import logistic

if TYPE_CHECKING:
    import numpy.typing as npt

    Numbers = npt.NDArray[np.float64]
    Indices = npt.NDArray[np.intp]

LEAST = 20
"""Pictures from which on a temperature is fitted: fewer would make a probability of hardly more than a guess."""

_SPREAD = 0.7  # of the logarithm of a temperature, before any picture is seen: it rarely leaves 1/4 to 4
_STEPS = 40
_ENOUGH = 1e-5  # of a temperature: no score feels less
_RIDGE = 0.01  # that keeps a slope finite where one logit parts right from wrong
_FLATTEST = 0.01  # a higher logit is never less of a class, whatever a few pictures say


@dataclass(frozen=True, slots=True)
class Calibration:
    """How logits become those whose softmax, or sigmoid, is a probability: divided by ``temperature``, plus ``offset``.

    ``pictures`` it was fitted on: as long as there are none, a score is no more than a score.
    """

    temperature: float = 1.0
    offset: float = 0.0
    pictures: int = 0

    @property
    def is_fitted(self) -> bool:
        """Whether scores may be called probabilities."""
        return self.pictures > 0

    def __call__(self, logits: Numbers) -> Numbers:
        """Calibrated logits (n, classes)."""
        return logits / self.temperature + self.offset if self.is_fitted else logits


UNFITTED = Calibration()
"""Leaves logits as they are."""


def softmax(logits: Numbers) -> Numbers:
    """The shares of each row (n, classes)."""
    odds = np.exp(logits - logits.max(axis=1, keepdims=True))
    shares: Numbers = odds / odds.sum(axis=1, keepdims=True)
    return shares


def losses(logits: Numbers, truth: Indices) -> Numbers:
    """The negative log-likelihood of each picture's class, in nats, (n,), under a softmax."""
    shifted = logits - logits.max(axis=1, keepdims=True)
    own = np.take_along_axis(shifted, truth[:, None], axis=1)[:, 0]
    found: Numbers = np.log(np.exp(shifted).sum(axis=1)) - own
    return found


def fit(logits: Numbers, truth: Indices, weights: Numbers | None = None) -> Calibration:
    """The temperature with the least log-loss for n pictures of known classes, perhaps weighed; few hold it near 1.

    By Newton's method: in 1 / temperature the loss is convex.
    """
    weights = np.ones(len(truth)) if weights is None else weights
    own = np.take_along_axis(logits, truth[:, None], axis=1)[:, 0]
    sharp = 1.0
    for _ in range(_STEPS):
        shares = softmax(sharp * logits)
        expected = (shares * logits).sum(axis=1)
        slope = float(weights @ (expected - own))
        bend = float(weights @ ((shares * logits**2).sum(axis=1) - expected**2))
        slope += np.log(sharp) / (_SPREAD**2 * sharp)
        bend += 1.0 / (_SPREAD * sharp) ** 2
        step = slope / bend
        sharp = min(max(sharp - step, sharp / 2), sharp * 2)
        if abs(step) < _ENOUGH * sharp:
            break
    return Calibration(1.0 / sharp, 0.0, len(truth))


def fit_answers(logits: Numbers, truth: Indices) -> Calibration:
    """Temperature and offset under which the sigmoid of the best logit is how often the answer is right.

    Nothing is fitted where all answers are right, or none: neither says how far a score can be trusted.
    """
    right = logits.argmax(axis=1) == truth
    if right.all() or not right.any():
        return UNFITTED
    slope, offset = logistic.fit(logits.max(axis=1)[:, None], right, np.ones((1, len(truth))), _RIDGE)[0]
    return Calibration(1.0 / max(float(slope), _FLATTEST), float(offset), len(truth))
