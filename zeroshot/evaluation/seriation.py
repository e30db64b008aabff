"""An order of classes in which those that are confused lie together: NumPy only, pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from zeroshot.metrics import Floats, Indices


def order(counts: Indices) -> list[int]:
    """The classes of a square confusion matrix, (classes, classes), so that what is confused stands side by side.

    Classes are joined pair by pair, those first that are confused most (hierarchical clustering by the mean over
    pairs, Sokal and Michener 1958), and each joined row is turned so that its ends fit (after Gruvaeus and Wainer
    1972). What nothing is confused with keeps its place among its like. SciPy would do it, for 100 MB.
    """
    nearness = _nearness(counts)
    rows: list[list[int] | None] = [[index] for index in range(len(counts))]
    between = nearness.copy()
    np.fill_diagonal(between, -1.0)
    for _ in range(len(rows) - 1):
        one, two = sorted(divmod(int(between.argmax()), len(between)))
        if between[one, two] <= 0:
            break
        _join(rows, between, nearness, (one, two))
    return [index for row in rows if row is not None for index in row]


def _nearness(counts: Indices) -> Floats:
    """How often two classes are taken for each other, as shares of their pictures."""
    shares = counts / np.maximum(counts.sum(axis=1, keepdims=True), 1)
    both: Floats = shares + shares.T
    return both


def _join(rows: list[list[int] | None], between: Floats, nearness: Floats, pair: tuple[int, int]) -> None:
    """Put the row ``two`` of a pair to the row ``one``, and make their mean that of the joined row."""
    one, two = pair
    left, right = rows[one] or [], rows[two] or []
    mean = (between[one] * len(left) + between[two] * len(right)) / (len(left) + len(right))
    gone = between[one] < 0
    mean[gone] = mean[two] = -1.0
    between[one] = between[:, one] = mean
    between[two] = between[:, two] = -1.0
    rows[one], rows[two] = _turned(left, right, nearness), None


def _turned(left: list[int], right: list[int], nearness: Floats) -> list[int]:
    """The two rows behind each other, turned so that the ends which meet are confused most; as they are when alike."""
    choices = [(first, second) for first in (left, left[::-1]) for second in (right, right[::-1])]
    best = max(choices, key=lambda choice: nearness[choice[0][-1], choice[1][0]])
    return [*best[0], *best[1]]
