"""An order of classes that puts the confused ones together, and leaves alone what nothing is confused with."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as some
from hypothesis.extra.numpy import arrays

from zeroshot.evaluation.seriation import order


def test_classes_that_are_confused_stand_side_by_side() -> None:
    counts = np.diag([20] * 6)
    for one, two in ((0, 3), (3, 5), (1, 4)):
        counts[one, two] = 8
    counts[0, 5] = 2
    found = order(counts)
    assert sorted(found[:3]) == [0, 3, 5]
    assert found[1] == 3  # confused with both others
    assert found[3:5] == [1, 4]


def test_without_confusion_the_order_stays() -> None:
    assert order(np.diag([3, 0, 5, 1])) == [0, 1, 2, 3]
    assert order(np.zeros((0, 0), np.intp)) == []


def test_a_shuffled_band_of_150_classes_comes_back_in_a_row() -> None:
    random = np.random.default_rng(0)
    places = random.permutation(150)
    distance = np.abs(places[:, None] - places[None, :])
    counts = np.where(distance == 0, 40, np.where(distance == 1, 9, np.where(distance == 2, 2, 0)))
    found = places[order(counts)]
    assert (np.abs(np.diff(found)) <= 2).mean() > 0.95


@given(some.integers(1, 12).flatmap(lambda side: arrays(np.intp, (side, side), elements=some.integers(0, 9))))
def test_every_class_comes_once(counts: np.ndarray) -> None:
    assert sorted(order(counts)) == list(range(len(counts)))
