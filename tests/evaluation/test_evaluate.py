"""An evaluation says of answers what can be counted by hand."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pytest
from answered import FRUIT, judge, many, prediction
from sklearn import metrics as theirs

from zeroshot.evaluation.evaluate import Places, evaluate, evaluate_labels, judged_labels
from zeroshot.evaluation.verdict import findings, headline
from zeroshot.metrics import NONE

if TYPE_CHECKING:
    from zeroshot.evaluation.evaluate import Evaluation


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


def test_where_familiarity_was_asked_it_parts_the_known_from_the_strange(fruit: Evaluation) -> None:
    asked = [replace(one, familiarity=0.2 if one.truth == NONE else 0.8) for one in fruit.judged]
    found = evaluate(FRUIT, asked)
    assert found.parting == 1
    assert "familiarity tells them from others with an AUROC of 1.00" in " ".join(findings(found))


def test_the_sentences_tell_what_matters_first(fruit: Evaluation) -> None:
    assert headline(fruit).startswith("62.5 % of 8 pictures got the right answer (95 % interval 30.6 to 86.3")
    told = findings(fruit)
    assert told[0].startswith(
        "2 answers were rejected: 1 of pictures of none of the classes, 1 that would have been right. "
        "Of those accepted 66.7 % are right"
    )
    assert "Of 2 pictures of none of the classes 1 got a class all the same" in told[1]
    assert told[-1].startswith("2 classes have fewer than 20 pictures")


@pytest.mark.parametrize(
    ("score", "share", "told"),
    [
        (0.9, 0.5, "Scores promise too much: 90.0 % on average, and 50.0 % are right"),
        (0.5, 0.9, "Scores promise too little: 50.0 % on average, and 90.0 % are right"),
        (0.8, 0.8, "Scores keep what they promise"),
    ],
)
def test_scores_that_boast_are_told_from_honest_ones(score: float, share: float, told: str) -> None:
    answers = [("apple", score), ("banana", 1 - score)]
    right = round(200 * share)
    whole = [judge(FRUIT, prediction(f"{n}.jpg", answers), "apple" if n < right else "banana") for n in range(200)]
    assert told in " ".join(findings(evaluate(FRUIT, whole)))


def test_scores_that_are_too_high_here_and_too_low_there_are_told_as_that() -> None:
    whole = []
    for number in range(400):
        score, right = (0.9, number % 2) if number < 200 else (0.5, number % 10)
        answer = prediction(f"{number}.jpg", [("apple", score), ("banana", 1 - score)])
        whole.append(judge(FRUIT, answer, "apple" if right else "banana"))
    assert "Scores promise too much in places and too little in others" in " ".join(findings(evaluate(FRUIT, whole)))


def test_the_surest_half_is_told_where_scores_know_something() -> None:
    sentences = " ".join(findings(many(4, 400)))
    assert "The surest half of the answers" in sentences
    assert "Most often confused: “class" in sentences


def test_thresholds_that_reject_all_are_told_as_too_high() -> None:
    assert "Every answer was rejected" in findings(many(4, 40, least=1.1))[0]


TREE = ("animal/dog/terrier", "animal/dog/poodle", "animal/cat", "car", "animal", "animal/dog")
"""Classes, and the groups of their paths."""


def test_who_says_dog_finds_a_terrier_right_and_a_group_is_right_as_far_as_it_goes() -> None:
    ranked = [("animal/dog/terrier", 0.6), ("animal/dog/poodle", 0.3), ("car", 0.1)]
    sure, wary = prediction("a.jpg", ranked), prediction("b.jpg", ranked, answer="animal/dog")
    dog = judge(TREE, sure, "animal/dog")
    assert dog.is_right
    assert TREE[dog.truth] == "animal/dog/terrier"
    poodle = judge(TREE, wary, "animal/dog/poodle")
    assert (poodle.is_right, poodle.partly, poodle.rank) == (False, True, 2)
    assert not judge(TREE, sure, "animal/cat").partly
    same = judge(TREE, wary, "animal/dog")
    assert (same.is_right, same.rank) == (True, 1)
    told = findings(evaluate(TREE, [dog, poodle, same]))
    assert "33.3 % more are right as far as they go" in told[0]


def test_of_several_labels_each_is_judged_and_a_picture_is_right_when_all_are() -> None:
    places = Places.of(FRUIT)
    ranked = [("apple", 0.9), ("banana", 0.8), ("cherry", 0.1)]
    both = prediction("a.jpg", ranked, answer=("apple", "banana"))
    none = prediction("b.jpg", ranked, answer=())
    said = [(both, ("apple", "banana")), (both, ("apple", "cherry")), (none, ()), (none, ("cherry",))]
    found = evaluate_labels(FRUIT, [judged_labels(answer, truths, places) for answer, truths in said])
    assert found.pictures == 4
    assert found.accuracy.value == 0.5
    assert found.nearest.value == 0.75  # three of the four labels given
    assert found.counts.tolist() == [[2, 0, 0, 0], [0, 1, 0, 0], [0, 0, 0, 2], [0, 1, 0, 1]]
    told = " ".join((headline(found), *findings(found)))
    assert "50.0 % of 4 pictures got exactly the right labels" in told
    assert "Of all labels that pictures have, 5, 60.0 % were given. Of all labels given, 4, 75.0 % are right" in told
    assert "“cherry” missed: 2 pictures" in told


def test_the_figures_of_several_labels_are_scikit_learns() -> None:
    random = np.random.default_rng(0)
    truth, given = random.random((60, 3)) < 0.4, random.random((60, 3)) < 0.5
    places, ranked = Places.of(FRUIT), [(name, 0.5) for name in FRUIT]

    def names(row: np.ndarray) -> tuple[str, ...]:
        return tuple(name for name, has in zip(FRUIT, row, strict=True) if has)

    answers = [prediction(f"{row}.jpg", ranked, answer=names(given[row])) for row in range(60)]
    whole = [judged_labels(answers[row], names(truth[row]), places) for row in range(60)]
    found = evaluate_labels(FRUIT, whole)
    precision, recall, f1, _ = theirs.precision_recall_fscore_support(truth, given)
    assert found.classes.precision == pytest.approx(precision)
    assert found.classes.recall == pytest.approx(recall)
    assert found.classes.f1 == pytest.approx(f1)
    assert found.accuracy.value == pytest.approx(theirs.accuracy_score(truth, given))


def test_no_label_given_at_all_is_told_too() -> None:
    places, ranked = Places.of(FRUIT), [(name, 0.1) for name in FRUIT]
    answer = prediction("a.jpg", ranked, answer=())
    found = evaluate_labels(FRUIT, [judged_labels(answer, ("apple",), places)])
    assert found.accuracy.value == 0
    assert findings(found)[0] == "Of all labels that pictures have, 1, 0.0 % were given."
