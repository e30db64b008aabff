"""Temperatures: what is fitted, that it keeps what it promises, and what few pictures may not do."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.metrics import log_loss

from zeroshot import metrics
from zeroshot.judgement import calibration
from zeroshot.judgement.calibration import UNFITTED, Calibration

CLASSES = 5


def drawn(count: int, temperature: float, seed: int = 0) -> tuple[calibration.Numbers, calibration.Indices]:
    """Logits, and classes that follow their softmax at a temperature."""
    random = np.random.default_rng(seed)
    logits = 4.0 * random.standard_normal((count, CLASSES))
    chances = calibration.softmax(logits / temperature)
    return logits, np.array([random.choice(CLASSES, p=row) for row in chances])


@pytest.mark.parametrize("temperature", [0.4, 1.0, 2.5])
def test_the_temperature_that_made_the_classes_is_found_again(temperature: float) -> None:
    logits, truth = drawn(4000, temperature)
    assert calibration.fit(logits, truth).temperature == pytest.approx(temperature, rel=0.08)


def test_fitted_scores_keep_what_they_promise() -> None:
    logits, truth = drawn(3000, 3.0)
    fitted = calibration.fit(logits, truth)
    unseen, classes = drawn(3000, 3.0, seed=1)
    errors = []
    for calibrated in (UNFITTED(unseen), fitted(unseen)):
        scores = calibration.softmax(calibrated)
        errors.append(metrics.calibration_error(scores.max(axis=1), scores.argmax(axis=1) == classes))
    before, after = errors
    assert before > 0.15
    assert after < 0.03


def test_no_other_temperature_has_less_loss() -> None:
    logits, truth = drawn(500, 2.0)
    best = calibration.fit(logits, truth).temperature
    losses = [calibration.losses(logits / (best * factor), truth).mean() for factor in (0.9, 1.0, 1.1)]
    assert min(losses) == losses[1]


def test_losses_are_the_log_loss_of_scikit_learn() -> None:
    logits, truth = drawn(50, 1.0)
    expected = log_loss(truth, calibration.softmax(logits), labels=range(CLASSES))
    assert calibration.losses(logits, truth).mean() == pytest.approx(expected)


def test_sigmoid_scores_are_fitted_to_how_often_the_answer_is_right() -> None:
    random = np.random.default_rng(0)
    logits = random.normal(-8.0, 2.0, (4000, CLASSES))
    best = logits.max(axis=1)
    right = random.random(4000) < 1 / (1 + np.exp(-(0.5 * best + 3.0)))
    truth = np.where(right, logits.argmax(axis=1), logits.argmin(axis=1))
    fitted = calibration.fit_answers(logits, truth)
    assert 1 / fitted.temperature == pytest.approx(0.5, rel=0.2)
    assert fitted.offset == pytest.approx(3.0, rel=0.2)
    assert calibration.fit_answers(logits, logits.argmax(axis=1)) == UNFITTED


def test_a_handful_of_right_answers_does_not_make_certainty() -> None:
    logits = np.eye(CLASSES) * 2.0
    assert calibration.fit(logits, np.arange(CLASSES)).temperature > 0.25


def test_without_pictures_a_score_stays_a_score_bit_for_bit() -> None:
    logits, _ = drawn(3, 1.0)
    assert not UNFITTED.is_fitted
    assert UNFITTED(logits) is logits
    assert Calibration(1.0, 0.0, 20).is_fitted


@given(st.integers(0, 2**32 - 1), st.integers(1, 40), st.sampled_from([0.01, 1.0, 1000.0]))
def test_whatever_the_logits_the_temperature_is_a_positive_number(seed: int, count: int, size: float) -> None:
    random = np.random.default_rng(seed)
    fitted = calibration.fit(size * random.standard_normal((count, 3)), random.integers(0, 3, count))
    assert np.isfinite(fitted.temperature)
    assert fitted.temperature > 0
