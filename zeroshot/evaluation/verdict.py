"""What an evaluation means, in plain sentences that say how sure they are."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from zeroshot.advice import percent
from zeroshot.evaluation.evaluate import TOP
from zeroshot.metrics import NONE
from zeroshot.records import NONE_OF_THESE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from zeroshot.compare import Estimate
    from zeroshot.evaluation.evaluate import Evaluation
    from zeroshot.metrics import Confused

FEW = 20
"""Pictures of a class below which its figures are mostly chance: the interval of a half is 40 points wide."""

_HONEST = 1.5  # times the error of chance up to which scores keep what they promise
_PAIRS = 3
_HALF = 0.55  # a share that may be called a half


def interval(share: Estimate) -> str:
    """The ends of a share's interval, in per cent."""
    return f"{100 * share.low:.1f} to {100 * share.high:.1f}"


def pictures(count: int) -> str:
    """``1 picture``, ``1,204 pictures``."""
    return f"{count:,} picture" if count == 1 else f"{count:,} pictures"


def headline(found: Evaluation) -> str:
    """How many answers are right, with its interval."""
    share = found.accuracy
    what = "exactly the right labels" if found.several else "the right answer"
    told = f"{percent(share.value)} of {pictures(found.pictures)} got {what}"
    return f"{told} (95 % interval {interval(share)})."


def findings(found: Evaluation) -> tuple[str, ...]:
    """What else is worth knowing, a sentence or two each; the most telling first."""
    return (
        *(_labels(found) if found.several else _rejection(found)),
        *_partly(found),
        *_confusions(found),
        *_within(found),
        *_calibration(found),
        *_surest(found),
        *_weakest(found),
        *_few(found),
    )


def taken(found: Evaluation, pair: Confused) -> str:
    """``"wolf" taken for "dog": 12 pictures, 24.0 % of the class``."""
    truth, answer = name(found, pair.truth), name(found, pair.answer)
    if found.several and pair.truth == NONE:
        return f"“{answer}” given wrongly to {pictures(pair.count)}"
    way = f"taken for “{answer}”" if pair.answer != NONE else "missed" if found.several else "rejected"
    of = "of them" if pair.truth == NONE else "of the class"
    return f"“{truth}” {way}: {pictures(pair.count)}, {percent(pair.share)} {of}"


def name(found: Evaluation, index: int) -> str:
    """A class's name, or that of none of these."""
    return NONE_OF_THESE if index == NONE else found.names[index]


def _rejection(found: Evaluation) -> Iterator[str]:
    rejection = found.rejection
    if not rejection.accepted:
        yield "Every answer was rejected: the thresholds are too high for these pictures."
    elif rejection.rejected:
        strange = rejection.strange - rejection.false_accepts
        wrong = rejection.rejected - strange - rejection.false_rejects
        parts = (
            (strange, "of pictures of none of the classes"),
            (wrong, "that would have been wrong"),
            (rejection.false_rejects, "that would have been right"),
        )
        told = ", ".join(f"{count:,} {what}" for count, what in parts if count)
        answers = "1 answer was" if rejection.rejected == 1 else f"{rejection.rejected:,} answers were"
        shown = f"{percent(rejection.shown.value)} are right ({interval(rejection.shown)})"
        yield f"{answers} rejected: {told}. Of those accepted {shown}."
    if rejection.strange:
        yield (
            f"Of {pictures(rejection.strange)} of none of the classes {rejection.false_accepts:,} got a class all the "
            f"same; {_parts(found)} tells them from others with an AUROC of {found.parting:.2f} (0.5 is chance, 1 all)."
        )


def _parts(found: Evaluation) -> str:
    """What is looked at to tell pictures of a class from those of none."""
    return "the score" if any(np.isnan(one.familiarity) for one in found.judged) else "familiarity"


def _labels(found: Evaluation) -> Iterator[str]:
    by_class, given = found.classes, found.rejection.accepted
    right, there = int(by_class.right.sum()), int(by_class.pictures.sum())
    if there:
        yield f"Of all labels that pictures have, {there:,}, {percent(right / there)} were given."
    if given:
        yield f"Of all labels given, {given:,}, {percent(right / given)} are right ({interval(found.nearest)})."


def _partly(found: Evaluation) -> Iterator[str]:
    count = sum(one.partly for one in found.judged)
    if count:
        yield (
            f"{percent(count / found.pictures)} more are right as far as they go: they got a group that holds "
            "what they are, and no wrong class in it."
        )


def _confusions(found: Evaluation) -> Iterator[str]:
    pairs = [pair for pair in found.confused if pair.count > 1][:_PAIRS]
    if pairs:
        yield f"Most often confused: {'; '.join(taken(found, pair) for pair in pairs)}."


def _within(found: Evaluation) -> Iterator[str]:
    if len(found.names) > 2 * TOP and found.within.value > found.nearest.value:
        yield f"The right class is among the first {TOP} of {percent(found.within.value)} of the pictures."


def _calibration(found: Evaluation) -> Iterator[str]:
    reliability, nearest = found.reliability, found.nearest.value
    count = int(reliability.counts.sum())
    if not count:
        return
    promised = float(np.nansum(reliability.confidence * reliability.counts) / count)
    error = f"expected calibration error {percent(reliability.error)}, chance alone gives {percent(found.chance)}"
    if reliability.error <= _HONEST * found.chance:
        yield f"Scores keep what they promise, as far as so many pictures can tell ({error})."
    elif abs(promised - nearest) < reliability.error / 2:
        yield f"Scores promise too much in places and too little in others ({error})."
    elif promised > nearest:
        yield f"Scores promise too much: {percent(promised)} on average, and {percent(nearest)} are right ({error})."
    else:
        yield f"Scores promise too little: {percent(promised)} on average, and {percent(nearest)} are right ({error})."


def _surest(found: Evaluation) -> Iterator[str]:
    threshold, kept, risk = found.curve.at_coverage(0.5)
    if kept < 1 and 0 < found.curve.risk[-1] < 1:
        told = "surest half" if kept < _HALF else f"surest {100 * kept:.0f} %"
        yield f"The {told} of the answers, with a score of {threshold:.2f} or more, is right in {percent(1 - risk)}."


def _weakest(found: Evaluation) -> Iterator[str]:
    recall = np.where(found.classes.pictures >= FEW, found.classes.recall, np.nan)
    if len(found.names) > 2 and not np.isnan(recall).all():  # noqa: PLR2004 - of two the pairs say it
        worst = int(np.nanargmin(recall))
        if recall[worst] < found.accuracy.value - 0.1:
            share = percent(float(recall[worst]))
            yield f"The weakest class is “{found.names[worst]}”: {share} of its pictures got it."


def _few(found: Evaluation) -> Iterator[str]:
    counts = found.classes.pictures
    few = int(((counts < FEW) & (counts > 0)).sum())
    if few:
        told = "One class has" if few == 1 else f"{few:,} classes have"
        yield f"{told} fewer than {FEW} pictures: what is told of a single class is mostly chance there."
