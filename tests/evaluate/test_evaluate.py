"""An evaluation says of answers what can be counted by hand."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
from answered import many

from zeroshot.metrics import NONE
from zeroshot.verdict import findings, headline

if TYPE_CHECKING:
    from zeroshot.evaluate import Evaluation


def test_right_are_answers_that_a_person_would_give_too_none_of_these_among_them(fruit: Evaluation) -> None:
    assert [one.is_right for one in fruit.judged] == [True, True, False, True, False, True, False, True]
    assert fruit.accuracy.value == 5 / 8
    assert fruit.nearest.value == 5 / 6  # the rejected banana was right, and pictures of none don't count
    assert fruit.within.value == 1


def test_of_several_classes_the_answers_own_counts(fruit: Evaluation) -> None:
    assert fruit.names[fruit.judged[5].truth] == "apple"


def test_the_confusion_holds_none_of_these_last(fruit: Evaluation) -> None:
    assert fruit.counts.tolist() == [[3, 1, 0, 0], [0, 1, 0, 1], [0, 0, 0, 0], [0, 1, 0, 1]]
    order, counts = fruit.shown()
    assert order[-1] == NONE
    assert sorted(order) == [NONE, 0, 1, 2]
    assert counts.sum() == 8


def test_without_pictures_of_none_the_matrix_has_no_such_row() -> None:
    order, counts = many(4, 40).shown()
    assert NONE not in order
    assert counts.shape == (4, 4)


def test_what_thresholds_did_is_counted(fruit: Evaluation) -> None:
    rejection = fruit.rejection
    assert (rejection.accepted, rejection.rejected, rejection.false_rejects) == (6, 2, 1)
    assert (rejection.strange, rejection.false_accepts) == (2, 1)
    assert rejection.shown.value == 4 / 6


def test_pictures_of_no_class_count_against_no_promise_of_a_score(fruit: Evaluation) -> None:
    assert fruit.reliability.counts.sum() == 6
    assert fruit.curve.coverage[-1] == 1
    assert fruit.curve.risk[-1] == 3 / 8


def test_how_well_scores_tell_right_from_wrong_and_known_from_strange(fruit: Evaluation) -> None:
    right, wrong = [0.9, 0.8, 0.7, 0.4, 0.95], [0.6, 0.5, 0.3]
    assert fruit.telling == pytest.approx(np.mean([one > other for one in right for other in wrong]))
    assert fruit.parting == pytest.approx(10 / 12 + 1 / 12)  # only 0.5 lies above the 0.4


def test_the_sentences_tell_what_matters_first(fruit: Evaluation) -> None:
    assert headline(fruit).startswith("62.5 % of 8 pictures got the right answer (95 % interval 30.6 to 86.3")
    told = findings(fruit)
    assert "2 answers were rejected, among them 1 that would have been right" in told[0]
    assert "Of 2 pictures of none of the classes 1 got a class all the same" in told[1]
    assert told[-1].startswith("2 classes have fewer than 20 pictures")


def test_scores_that_boast_are_told_from_honest_ones() -> None:
    sentences = " ".join(findings(many(4, 400)))
    assert "Most often confused: “class" in sentences
    assert "Scores promise" in sentences or "Scores keep" in sentences
    assert "surest half" in sentences


def test_thresholds_that_reject_all_are_told_as_too_high() -> None:
    assert "Every answer was rejected" in findings(many(4, 40, least=1.1))[0]
