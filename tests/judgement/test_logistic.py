"""Penalised logistic regression, against scikit-learn and against what it must minimise."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from zeroshot.judgement import logistic


def pictures(count: int, seed: int) -> tuple[np.ndarray, np.ndarray]:
    """Signals of two kinds of pictures that overlap."""
    random = np.random.default_rng(seed)
    known = np.arange(count) % 3 > 0
    return random.normal(size=(count, 4)) + known[:, None] * [1.0, 0.5, 0.0, -0.5], known


def test_it_agrees_with_scikit_learn() -> None:
    linear_model = pytest.importorskip("sklearn.linear_model")
    signals, known = pictures(60, 0)
    weights = np.random.default_rng(1).uniform(0.2, 2.0, 60)
    (found,) = logistic.fit(signals, known, weights[None], ridge=0.5)
    theirs = linear_model.LogisticRegression(C=2.0, tol=1e-10, max_iter=1000).fit(signals, known, weights)
    np.testing.assert_allclose(found, [*theirs.coef_[0], *theirs.intercept_], atol=1e-5)
    np.testing.assert_allclose(logistic.predict(found, signals), theirs.predict_proba(signals)[:, 1], atol=1e-5)


@given(st.integers(20, 60), st.integers(0, 1000))
def test_many_fits_at_once_are_those_made_one_by_one(count: int, seed: int) -> None:
    signals, known = pictures(count, seed)
    weights = 1.0 - np.eye(count)
    together = logistic.fit(signals, known, weights, ridge=1.0)
    alone = [logistic.fit(np.delete(signals, i, 0), np.delete(known, i), np.ones((1, count - 1)), 1.0) for i in (0, 7)]
    np.testing.assert_allclose(together[[0, 7]], np.concatenate(alone), atol=1e-6)


@given(st.floats(0.5, 1e6), st.integers(0, 1000))
def test_kinds_that_can_be_told_apart_by_far_have_finite_coefficients(gap: float, seed: int) -> None:
    signals, known = pictures(30, seed)
    signals[:, 0] += gap * known
    (found,) = logistic.fit(signals, known, np.ones((1, 30)), ridge=1.0)
    assert np.isfinite(found).all()
    assert ((logistic.predict(found, signals) > 0.5) == known).mean() > 0.6


def test_probabilities_overflow_nowhere() -> None:
    np.testing.assert_array_equal(logistic.probabilities(np.array([-1e9, 0.0, 1e9])), [0.0, 0.5, 1.0])
