"""What reviewed pictures teach a classifier, what it is said to be worth, and what it is worth."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from zeroshot import metrics
from zeroshot.judgement import lessons
from zeroshot.judgement.classifier import Classifier
from zeroshot.judgement.lessons import Reviewed
from zeroshot.judgement.several import Several
from zeroshot.records import Embedded, Policy, Status, Vectors
from zeroshot.session import Labeller

NAMES = ("dog", "cat", "car", "boat")
DIMENSIONS = 32


def unit(rows: np.ndarray) -> Vectors:
    return (rows / np.linalg.norm(rows, axis=-1, keepdims=True)).astype(np.float32)


RANDOM = np.random.default_rng(0)
CENTRES = unit(RANDOM.standard_normal((4, DIMENSIONS)))
TEXTS = unit(CENTRES + 1.4 * unit(RANDOM.standard_normal((4, DIMENSIONS))))
"""Texts lie beside what they name, so that they are often wrong."""

WORDS = Classifier(NAMES, TEXTS, 20.0)


def pictures(each: int, seed: int) -> tuple[Vectors, np.ndarray]:
    truth = np.repeat(np.arange(4), each)
    return unit(CENTRES[truth] + 0.25 * np.random.default_rng(seed).standard_normal((4 * each, DIMENSIONS))), truth


def right(classifier: Classifier, seed: int = 7) -> float:
    vectors, truth = pictures(100, seed)
    return float((classifier.rank(vectors, 1).classes[:, 0] == truth).mean())


def taught(each: int, words: Classifier = WORDS) -> lessons.Taught:
    return lessons.learn(words, Reviewed(*pictures(each, 1)))


def test_reviewed_pictures_answer_the_others_better_and_the_report_says_how_much() -> None:
    found = taught(10)
    report = found.report
    assert right(found.classifier) > right(WORDS) + 0.1
    assert (report.examples, report.classes, report.strangers, report.judged) == (40, 4, 0, 40)
    assert report.before is not None
    assert report.after is not None
    assert report.before.low <= right(WORDS) <= report.before.high
    assert report.after.low <= right(found.classifier) <= report.after.high


def test_more_examples_do_no_harm() -> None:
    accuracy = [right(WORDS), *(right(taught(each).classifier) for each in (1, 4, 16))]
    assert all(after >= before - 0.03 for before, after in pairwise(accuracy)), accuracy


def test_scores_become_probabilities_that_keep_what_they_promise() -> None:
    found = taught(15)
    vectors, truth = pictures(200, 5)
    errors = []
    for classifier in (WORDS, found.classifier):
        ranking = classifier.rank(vectors, 1)
        errors.append(metrics.calibration_error(ranking.scores[:, 0], ranking.classes[:, 0] == truth))
    assert found.report.calibration.is_fitted
    assert errors[1] < errors[0] / 2
    assert found.report.error_before is not None
    assert found.report.error_after is not None
    assert found.report.error_after < found.report.error_before


def test_below_twenty_judged_pictures_a_score_stays_a_score() -> None:
    report = taught(4).report
    assert not report.calibration.is_fitted
    assert report.error_after is None
    assert report.after is not None


def test_single_examples_teach_but_no_figure_counts_them() -> None:
    report = taught(1).report
    assert (report.examples, report.judged, report.before, report.after) == (4, 0, None, None)


def test_none_of_these_are_strangers_and_no_examples() -> None:
    vectors, truth = pictures(5, 1)
    strange = unit(np.random.default_rng(3).standard_normal((6, DIMENSIONS)))
    told = Reviewed(np.concatenate([vectors, strange]), np.concatenate([truth, np.full(6, -1)]))
    found = lessons.learn(WORDS, told)
    assert (found.report.examples, found.report.strangers) == (20, 6)
    assert found.classifier.adapter is not None
    assert len(found.classifier.adapter.keys) == 20


def test_only_strangers_teach_nothing_and_change_no_answer() -> None:
    vectors, _ = pictures(2, 1)
    found = lessons.learn(WORDS, Reviewed(vectors, np.full(8, -1)))
    assert found.classifier == replace(WORDS)
    assert found.fingerprint == ""


def test_a_sigmoid_model_learns_too() -> None:
    words = replace(WORDS, logit_bias=-10.0)
    found = taught(10, words)
    assert right(found.classifier) > right(words) + 0.1
    scores = found.classifier.rank(pictures(100, 7)[0], 1).scores[:, 0]
    hits = found.classifier.rank(pictures(100, 7)[0], 1).classes[:, 0] == pictures(100, 7)[1]
    before = words.rank(pictures(100, 7)[0], 1).scores[:, 0]
    assert found.report.calibration.is_fitted
    assert metrics.calibration_error(scores, hits) < 0.15 < metrics.calibration_error(before, hits)


# --- classes known by examples ---------------------------------------------------------------------------------------


def test_a_class_without_a_text_never_wins_before_its_examples_speak() -> None:
    words = replace(WORDS, by_examples=(3,))
    vectors, _ = pictures(50, 2)
    assert (words.rank(vectors, 1).classes[:, 0] != 3).all()


def test_a_class_known_by_examples_alone_is_found_beside_named_ones() -> None:
    nameless = np.zeros_like(TEXTS[:1])
    words = Classifier(NAMES, np.concatenate([TEXTS[:3], nameless]), 20.0, by_examples=(3,))
    found = taught(8, words)
    vectors, truth = pictures(100, 7)
    answers = found.classifier.rank(vectors, 1).classes[:, 0]
    assert (answers[truth == 3] == 3).mean() > 0.9
    assert (answers[truth != 3] == truth[truth != 3]).mean() > right(WORDS)


def test_all_classes_can_be_known_by_examples_alone() -> None:
    words = Classifier(NAMES, np.zeros((4, DIMENSIONS), np.float32), 20.0, by_examples=(0, 1, 2, 3))
    assert right(taught(6, words).classifier) > 0.95


# --- from what a person said -----------------------------------------------------------------------------------------


def test_what_is_said_becomes_rows_of_the_classes_that_are_there() -> None:
    vector = CENTRES[0]
    said = {"one": ("cat",), "two": ("dog", "car"), "none": (), "gone": ("horse",), "failed": ("cat",)}
    truths = {Path(name): classes for name, classes in said.items()}
    rows = [Embedded(path, None if path.name == "failed" else vector) for path in truths]
    told = lessons.reviewed(rows, truths, NAMES)
    assert told.classes.tolist() == [1, 0, 2, -1]
    assert told.vectors.shape == (4, DIMENSIONS)
    assert len(lessons.reviewed([], {}, NAMES).classes) == 0


def test_a_labeller_that_learned_says_so_in_every_row() -> None:
    vectors, truth = pictures(10, 1)
    truths = {Path(f"/{place}.jpg"): (NAMES[owner],) for place, owner in enumerate(truth)}
    rows = [Embedded(path, vector) for path, vector in zip(truths, vectors, strict=True)]
    plain = Labeller(WORDS, "model", "0123456789ab")
    labeller, report = plain.taught(rows, truths)
    assert report is not None
    assert labeller.label_set.startswith("0123456789ab+")
    again, _ = plain.taught(rows, truths)
    assert again.label_set == labeller.label_set
    fewer, _ = plain.taught(rows[:-1], truths)
    assert fewer.label_set != labeller.label_set
    assert plain.taught([], truths) == (plain, None)


def test_what_a_person_said_stands_whatever_was_learned() -> None:
    vectors, truth = pictures(10, 1)
    truths = {Path(f"/{place}.jpg"): (NAMES[owner],) for place, owner in enumerate(truth)}
    truths[Path("/0.jpg")] = ("boat",)
    rows = [Embedded(path, vector) for path, vector in zip(truths, vectors, strict=True)]
    labeller, _ = Labeller(WORDS, "model", "set").taught(rows, truths)
    answer = replace(labeller, truths=truths).predict(rows[:1], Policy(min_score=0.99))[0]
    assert (answer.status, answer.labels) == (Status.CORRECTED, ("boat",))


@pytest.mark.parametrize("parts", [1, 7, 400])
def test_an_answer_does_not_depend_on_the_pictures_beside_it(parts: int) -> None:
    found = taught(10)
    vectors, _ = pictures(100, 7)
    whole = found.classifier.rank(vectors, 2)
    scores = np.concatenate([found.classifier.rank(part, 2).scores for part in np.array_split(vectors, parts)])
    np.testing.assert_allclose(scores, whole.scores, atol=1e-12)


def test_where_pictures_can_have_several_labels_examples_make_the_right_ones_likelier_and_scores_stay_scores() -> None:
    background = unit(np.random.default_rng(11).standard_normal((200, DIMENSIONS)))
    words = replace(WORDS, several=Several(background, np.full(4, np.nan, np.float32)))
    found = taught(15, words)
    vectors, truth = pictures(100, 7)
    own = []
    for classifier in (words, found.classifier):
        yes = classifier.rank(vectors, 4).yes
        assert yes is not None
        wrong = np.where(np.eye(4, dtype=bool)[truth], 0.0, yes.scores).max(axis=1)
        own.append((np.take_along_axis(yes.scores, truth[:, None], axis=1)[:, 0] > wrong).mean())
    assert own[1] > own[0]
    assert not found.report.calibration.is_fitted
