"""Answers to pictures whose classes are known, as a classifier gives them: for tests of what is made of these."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from zeroshot.evaluation.evaluate import TOP, Places, evaluate, judged
from zeroshot.records import Prediction, Score, Status

if TYPE_CHECKING:
    from collections.abc import Sequence

    from zeroshot.evaluation.evaluate import Evaluation, Judged


FRUIT = ("apple", "banana", "cherry")


def prediction(
    path: str,
    ranked: Sequence[tuple[str, float]],
    *,
    rejected: bool = False,
    answer: str | tuple[str, ...] | None = None,
) -> Prediction:
    """An answer whose classes stand in that order; the first one, unless ``answer`` is another, or several."""
    scores = tuple(Score(name, score, score) for name, score in ranked)
    told = ranked[0][0] if answer is None else answer
    given = () if rejected else (told,) if isinstance(told, str) else told
    return Prediction(Path(path), Status.ACCEPTED if given else Status.REJECTED, given, scores, 0.1)


def judge(names: Sequence[str], answer: Prediction, *truths: str) -> Judged:
    return judged(answer, truths, Places.of(tuple(names)))


def many(classes: int, pictures: int, *, seed: int = 0, strange: int = 0, least: float = 0.0) -> Evaluation:
    """Pictures of many classes; each is taken for the next class now and then, and below ``least`` it is rejected."""
    random = np.random.default_rng(seed)
    names = tuple(f"class {place}" for place in range(classes))
    places = Places.of(names)
    found = []
    for number in range(pictures):
        truth = number % classes
        first = truth if random.random() < 0.75 else (truth + 1) % classes
        score = float(random.beta(6, 2) if first == truth else random.beta(3, 3))
        others = [name for name in (*names[truth + 1 :], *names) if name != names[first]][: TOP - 1]
        ranked = [(names[first], score), *((name, (1 - score) / 4) for name in others)]
        said = () if number < strange else (names[truth],)
        found.append(judged(prediction(f"{number}.jpg", ranked, rejected=score < least), said, places))
    return evaluate(names, found)
