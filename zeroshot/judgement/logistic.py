"""Logistic regression on few pictures: penalised, weighted, and once for each picture that is left out. NumPy only."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    import numpy.typing as npt

_ROUNDS = 60
_ENOUGH = 1e-9  # a step that no answer feels
_LONGEST = 4.0  # where a step of Newton's would overshoot, as it can far from the solution


def fit(
    signals: npt.NDArray[np.float64],
    known: npt.NDArray[np.bool_],
    weights: npt.NDArray[np.float64],
    ridge: float,
) -> npt.NDArray[np.float64]:
    """Coefficients (fits, signals + 1), the constant last, of as many fits as ``weights`` (fits, n) has rows.

    Each minimises the weighted log-loss over the rows of ``signals`` (n, signals) plus ``ridge`` / 2 times the squares
    of all coefficients but the constant, by Newton's method (Hastie, Tibshirani and Friedman 2009, 4.4.1). A weight of
    0 leaves a picture out. Pictures of both kinds must have weight in every fit.
    """
    rows = np.column_stack([signals, np.ones(len(signals))])
    products = (rows[:, :, None] * rows[:, None, :]).reshape(len(rows), -1)
    width = rows.shape[1]
    penalty = np.full(width, ridge)
    penalty[-1] = 0.0
    found = np.zeros((len(weights), width))
    for _ in range(_ROUNDS):
        chances = probabilities(found @ rows.T)
        slope = (weights * (chances - known)) @ rows + penalty * found
        bend = ((weights * chances * (1 - chances)) @ products).reshape(-1, width, width)
        # what is all but certain bends nothing: a trace keeps the equations solvable
        step = np.linalg.solve(bend + np.diag(penalty + 1e-9), slope[:, :, None])[:, :, 0]
        length = np.linalg.norm(step, axis=1, keepdims=True)
        found -= step * np.minimum(1.0, _LONGEST / np.maximum(length, _ENOUGH))
        if length.max() < _ENOUGH:
            break
    return found


def predict(coefficients: npt.NDArray[np.float64], signals: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """Probabilities (n,) for rows of signals (n, signals), by one fit or each by its own (n, signals + 1)."""
    return probabilities((signals * coefficients[..., :-1]).sum(axis=1) + coefficients[..., -1])


def probabilities(odds: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """Log-odds to probabilities, of any shape."""
    chances: npt.NDArray[np.float64] = 0.5 * (1.0 + np.tanh(0.5 * odds))  # overflows nowhere
    return chances
