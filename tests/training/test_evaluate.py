"""How the logit scale is found on pictures whose classes are known."""

from __future__ import annotations

import numpy as np

from zeroshot.records import Label
from zeroshot.training.evaluate import Photos, best_scale

_CLASSES = np.eye(2, dtype=np.float32)


def _photos(right: int, of: int) -> Photos:
    """Pictures near their class, or for the rest as near to the other one."""
    sure, unsure = (0.6, 0.5), (0.5, 0.6)
    rows = np.array([sure] * right + [unsure] * (of - right), np.float32)
    return Photos("made up", rows, np.zeros(of, np.int64), (Label("one"), Label("other")))


def test_the_best_scale_gives_scores_that_are_right_as_often_as_they_say() -> None:
    found = best_scale([(_photos(9, 10), _CLASSES)])
    assert abs(1 / (1 + np.exp(-0.1 * found)) - 0.9) < 0.02


def test_a_set_answered_no_better_than_by_chance_has_no_say() -> None:
    good, bad = (_photos(9, 10), _CLASSES), (_photos(4, 10), _CLASSES)
    assert best_scale([good, bad]) == best_scale([good])


def test_where_every_set_is_answered_by_chance_the_least_scale_is_the_best() -> None:
    assert best_scale([(_photos(4, 10), _CLASSES)]) == 5.0
