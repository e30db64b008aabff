"""Evaluations to hold things against, made of predictions as a classifier gives them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from answered import FRUIT, judge, prediction
from PIL import Image

from zeroshot import labels
from zeroshot.evaluation.evaluate import evaluate
from zeroshot.evaluation.tables import Evaluated
from zeroshot.records import Policy

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from zeroshot.evaluation.evaluate import Evaluation


@pytest.fixture
def fruit() -> Evaluation:
    """Eight pictures of three fruits and of none: what comes of them can be counted by hand."""
    answers = [
        (("apple",), [("apple", 0.9), ("banana", 0.1)], False),
        (("apple",), [("apple", 0.8), ("banana", 0.2)], False),
        (("apple",), [("banana", 0.6), ("apple", 0.4)], False),
        (("banana",), [("banana", 0.7), ("apple", 0.3)], False),
        (("banana",), [("banana", 0.4), ("apple", 0.3)], True),
        (("cherry", "apple"), [("apple", 0.95), ("cherry", 0.05)], False),
        ((), [("banana", 0.5), ("apple", 0.5)], False),
        ((), [("apple", 0.3), ("banana", 0.3)], True),
    ]
    pictures = [
        judge(FRUIT, prediction(f"{number}.jpg", ranked, rejected=rejected), *truths)
        for number, (truths, ranked, rejected) in enumerate(answers)
    ]
    return evaluate(FRUIT, pictures)


@pytest.fixture
def evaluated(tmp_path: Path) -> Callable[[Evaluation], Evaluated]:
    """What it is an evaluation of: pictures that are there, in a folder."""

    def of(found: Evaluation) -> Evaluated:
        for number, one in enumerate(found.judged):
            Image.new("RGB", (40, 30), (number * 7 % 255, 90, 120)).save(tmp_path / one.path)
        whole = [replace(one, path=tmp_path / one.path) for one in found.judged]
        label_set = labels.from_names(found.names)
        moved = evaluate(found.names, whole)
        return Evaluated(moved, "fruit & <veg>", tmp_path, label_set, "f1", "starter/0", Policy(0.2), ("a <note>",))

    return of
