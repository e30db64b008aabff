"""None of these: what each method goes by, what reviewed pictures teach it, and the errors that are told."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from zeroshot.judgement.classifier import Classifier
from zeroshot.judgement.familiarity import EVEN, AgainstNegatives, Detector, Method, Plain, before_review, calibrate

if TYPE_CHECKING:
    from zeroshot.records import Vectors

WIDTH, SCALE = 24, 20.0
NAMES = ("dog", "cat", "car")
AXES = np.eye(WIDTH, dtype=np.float32)
CLASSES, WORDS = AXES[:3], AXES[3:20]
CLASSIFIER = Classifier(NAMES, CLASSES, SCALE)
MANY_WORDS = np.repeat(WORDS, 8, axis=0)
AGAINST = AgainstNegatives(WORDS, SCALE)
BY_WORDS = replace(CLASSIFIER, detector=before_review(Method.CALIBRATED, SCALE, MANY_WORDS))


@dataclass(frozen=True)
class Reviewed:
    """What a person said of pictures."""

    vectors: Vectors
    classes: np.ndarray


def near(axes: np.ndarray, seed: int, noise: float = 0.15) -> Vectors:
    """Unit rows around axes of the space."""
    rows = AXES[axes] + np.random.default_rng(seed).normal(0, noise, (len(axes), WIDTH))
    return (rows / np.linalg.norm(rows, axis=1, keepdims=True)).astype(np.float32)


def world(of_classes: int, of_none: int, seed: int = 0, noise: float = 0.15) -> Reviewed:
    """Pictures of the classes, and of what the words say; ``of_none`` of the words' things."""
    random = np.random.default_rng(seed)
    axes = np.concatenate([random.integers(0, 3, of_classes), random.integers(3, 20, of_none)])
    return Reviewed(near(axes, seed, noise), np.where(axes < 3, axes, -1))


def judge(detector: Detector | None, images: Vectors) -> np.ndarray:
    assert detector is not None
    similarities = CLASSIFIER.similarities(images)
    return detector.familiarity(images, similarities, SCALE * similarities)


def taught(reviewed: Reviewed) -> Detector:
    """What reviewed pictures make of a detector that goes by words."""
    detector = calibrate(BY_WORDS, reviewed)
    assert detector is not None
    return detector


def area(familiar: np.ndarray, known: np.ndarray) -> float:
    """How often a known picture is more familiar than a strange one (AUROC)."""
    return float((familiar[known][:, None] > familiar[~known][None]).mean())


def test_the_best_class_is_held_against_the_negatives_on_average() -> None:
    images = world(5, 5).vectors
    classes, words = (np.exp(SCALE * images.astype(float) @ texts.astype(float).T) for texts in (CLASSES, WORDS))
    times = classes.max(axis=1) / words.mean(axis=1)
    np.testing.assert_allclose(judge(AGAINST, images), times / (times + np.exp(3.0)), atol=1e-9)


@pytest.mark.parametrize("count", [2, 5, 40])
def test_the_best_score_is_held_against_a_guess_among_so_many(count: int) -> None:
    logits = np.random.default_rng(count).normal(0, 3, (6, count))
    best = (np.exp(logits) / np.exp(logits).sum(axis=1, keepdims=True)).max(axis=1)
    times = best / (1 - best) * count
    found = Plain(Method.SOFTMAX).familiarity(world(3, 3).vectors, logits, logits)
    np.testing.assert_allclose(found, times / (times + np.exp(3.0)), atol=1e-9)


def test_the_margin_is_the_lead_of_the_best_logit() -> None:
    logits = np.array([[1.0, 3.6, 2.0], [9.0, 1.0, 0.0]])
    found = Plain(Method.MARGIN).familiarity(world(1, 1).vectors, logits, logits)
    np.testing.assert_allclose(found, [0.5, 1 / (1 + np.exp(-6.4))], atol=1e-9)


@pytest.mark.parametrize("method", [Method.SOFTMAX, Method.MARGIN])
def test_scores_over_a_single_class_reject_nothing(method: Method) -> None:
    one = np.full((2, 1), -5.0)
    assert (Plain(method).familiarity(world(1, 1).vectors, one, one) == 1.0).all()


def test_a_wolf_is_no_dog_although_it_looks_like_one_more_than_like_a_cat() -> None:
    dogs, wolves = near(np.zeros(30, int), 0), near(np.zeros(30, int), 1) + 2 * AXES[7]
    images = np.concatenate([dogs, wolves / np.linalg.norm(wolves, axis=1, keepdims=True)])
    known = np.arange(60) < 30
    assert (judge(Plain(Method.SOFTMAX), images)[~known] > EVEN).mean() > 0.5
    assert (judge(AGAINST, images)[~known] < EVEN).mean() > 0.9


def test_without_enough_negatives_the_best_score_has_to_do() -> None:
    assert before_review(Method.NEGATIVES, SCALE, MANY_WORDS).method is Method.NEGATIVES
    assert before_review(Method.NEGATIVES, SCALE, WORDS).method is Method.SOFTMAX
    assert before_review(Method.MARGIN, SCALE, MANY_WORDS).method is Method.MARGIN


@pytest.mark.parametrize(
    ("of_classes", "of_none", "method"),
    [
        *((count, 19 - count, Method.NEGATIVES) for count in (16, 10, 3)),
        *((40, 0, Method.NEGATIVES), (40, 2, Method.NEGATIVES), (2, 40, Method.NEGATIVES)),
        *((count, 20 - count, Method.CALIBRATED) for count in (17, 10, 3)),
    ],
)
def test_twenty_reviewed_pictures_calibrate_if_there_are_some_of_both_kinds(
    of_classes: int, of_none: int, method: Method
) -> None:
    detector = taught(world(of_classes, of_none))
    assert detector.method is method
    assert (detector.expected(EVEN) is None) == (method is Method.NEGATIVES)


@pytest.mark.parametrize("method", [None, Method.NEGATIVES, Method.SOFTMAX, Method.MARGIN])
def test_a_method_that_was_asked_for_by_name_stays_whatever_is_reviewed(method: Method | None) -> None:
    detector = None if method is None else before_review(method, SCALE, MANY_WORDS)
    assert calibrate(replace(CLASSIFIER, detector=detector), world(20, 20)) is detector


def test_a_picture_of_several_classes_counts_once() -> None:
    once = world(17, 3)
    twice = Reviewed(once.vectors.repeat(2, axis=0), once.classes.repeat(2))
    assert taught(twice).expected(EVEN) == taught(once).expected(EVEN)
    few = Reviewed(once.vectors[:12].repeat(2, axis=0), once.classes[:12].repeat(2))
    assert taught(few).method is Method.NEGATIVES


def test_reviewed_pictures_teach_what_words_do_not_know() -> None:
    # what is none of these lies where no word is
    axes = np.array([0, 1, 2, 20, 21] * 20)
    reviewed, unseen = (Reviewed(near(axes, seed, 0.2), np.where(axes < 3, axes, -1)) for seed in (1, 2))
    known = unseen.classes >= 0
    for negatives in (MANY_WORDS, WORDS):
        plain = before_review(Method.CALIBRATED, SCALE, negatives)
        before = judge(plain, unseen.vectors)
        after = judge(calibrate(replace(CLASSIFIER, detector=plain), reviewed), unseen.vectors)
        assert area(after, known) > max(0.98, area(before, known))


def test_the_errors_that_are_expected_come_true_on_other_pictures() -> None:
    detector = taught(world(150, 100, noise=0.33))
    others = world(2000, 2000, seed=5, noise=0.33)
    familiar, known = judge(detector, others.vectors), others.classes >= 0
    for threshold in (0.3, 0.5, 0.7):
        told = detector.expected(threshold)
        assert told is not None
        assert told.false_accepts == pytest.approx((familiar[~known] >= threshold).mean(), abs=0.08)
        assert told.false_rejects == pytest.approx((familiar[known] < threshold).mean(), abs=0.08)
        assert (told.unknown, told.known) == (100, 150)


def test_pictures_that_are_alike_by_chance_alone_are_told_to_be_judged_by_chance() -> None:
    # nothing to learn: leaving out must not flatter, as a fit's own pictures would
    random = np.random.default_rng(3)
    rows = random.normal(size=(120, WIDTH)).astype(np.float32)
    rows /= np.linalg.norm(rows, axis=1, keepdims=True)
    told = taught(Reviewed(rows, np.where(np.arange(120) % 2, 0, -1))).expected(EVEN)
    assert told is not None
    assert told.false_accepts + told.false_rejects > 0.75


@given(st.integers(3, 30), st.integers(3, 30), st.integers(0, 99))
def test_a_higher_threshold_never_accepts_more(of_classes: int, of_none: int, seed: int) -> None:
    detector = taught(world(of_classes, of_none, seed, 0.4))
    told = [detector.expected(threshold) for threshold in (0.0, 0.2, 0.5, 0.8, 1.01)]
    if of_classes + of_none < 20:
        assert told == [None] * 5
        return
    accepts = [errors.false_accepts for errors in told if errors is not None]
    rejects = [errors.false_rejects for errors in told if errors is not None]
    assert accepts == sorted(accepts, reverse=True)
    assert rejects == sorted(rejects)
    assert (accepts[0], rejects[0], accepts[-1], rejects[-1]) == (1.0, 0.0, 0.0, 1.0)


def test_more_reviewed_pictures_than_fits_are_left_out_some_together() -> None:
    detector = taught(world(640, 5, noise=0.3))
    told = detector.expected(EVEN)
    assert told is not None
    assert told.false_accepts + told.false_rejects < 0.5


@given(st.integers(0, 99), st.sampled_from([10, 17]))
def test_a_pictures_familiarity_never_depends_on_those_beside_it(seed: int, of_classes: int) -> None:
    detector = taught(world(of_classes, 10))
    images = world(4, 4, seed).vectors
    alone = np.concatenate([judge(detector, images[row : row + 1]) for row in range(len(images))])
    np.testing.assert_allclose(judge(detector, images), alone, atol=1e-12)
    assert ((alone >= 0) & (alone <= 1)).all()
