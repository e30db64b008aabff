"""Several labels for one picture: the score against its definition, thresholds, rows, and what the starter finds."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from zeroshot import labels
from zeroshot.encoders import Precision, open_encoder
from zeroshot.judgement import negatives
from zeroshot.judgement.classifier import Classifier, class_vectors
from zeroshot.judgement.several import BEST, THRESHOLD, Several, Yes
from zeroshot.paths import assets
from zeroshot.records import Embedded, Label, Policy, Prediction, Status
from zeroshot.session import Labeller
from zeroshot.weights import inspect, starter

LABELS = (Label("dog"), Label("cat", threshold=0.2), Label("car"))
NAMES = tuple(label.name for label in LABELS)
WORDS = 500


def vectors(seed: int, count: int) -> np.ndarray:
    rows = np.random.default_rng(seed).normal(size=(count, 16)).astype(np.float32)
    return rows / np.linalg.norm(rows, axis=1, keepdims=True)


def classifier(scale: float = 10.0, **model: float) -> Classifier:
    several = Several.of(LABELS, vectors(1, WORDS))
    return Classifier(NAMES, vectors(2, 3), scale, model.get("bias"), several=several)


def predictions(policy: Policy) -> list[Prediction]:
    """Of pictures of which some show classes, some several, and some something else."""
    shows = np.random.default_rng(5).choice([0, 0, 1], size=(60, 3))
    rows = shows @ classifier().vectors + vectors(3, 60)
    rows = (rows / np.linalg.norm(rows, axis=1, keepdims=True)).astype(np.float32)
    return classifier().predict([Embedded(Path("a.jpg"), row) for row in rows], policy)


@given(st.integers(0, 10**6))
def test_a_score_compares_a_class_with_the_best_words_of_the_background(seed: int) -> None:
    images, model = vectors(seed, 5), classifier()
    assert model.several is not None
    yes = model.several.asked(images, 10.0 * model.similarities(images), 10.0)
    best = np.sort(images.astype(float) @ model.several.background.T.astype(float), axis=1)[:, -round(BEST * WORDS)]
    odds = np.exp(10 * (images.astype(float) @ model.vectors.T.astype(float)))
    expected = odds / (odds + np.exp(10 * best)[:, None])
    assert yes.scores == pytest.approx(expected, abs=1e-6)


def test_other_classes_have_no_say_in_a_score() -> None:
    model, images = classifier(), vectors(3, 10)
    assert model.several is not None
    alone = replace(model, names=NAMES[:1], vectors=model.vectors[:1])
    alone = replace(alone, several=replace(model.several, thresholds=model.several.thresholds[:1]))
    together, by_itself = model.rank(images, 3).yes, alone.rank(images, 1).yes
    assert together is not None
    assert by_itself is not None
    assert np.array_equal(together.scores[:, 0], by_itself.scores[:, 0])


def test_a_model_with_a_bias_is_asked_in_the_same_way() -> None:
    images = vectors(3, 10)
    one, other = classifier().rank(images, 3), classifier(bias=-8.0).rank(images, 3)
    assert np.array_equal(one.scores, other.scores)


def test_a_label_is_had_from_its_own_threshold_or_the_policys_or_a_half() -> None:
    yes = Yes(np.array([[0.5, 0.2, 0.3], [0.49, 0.19, 0.6]], np.float32), np.array([np.nan, 0.2, np.nan], np.float32))
    assert yes.given(Policy()).tolist() == [[True, True, False], [False, False, True]]
    assert yes.given(Policy(min_score=0.3)).tolist() == [[True, True, True], [True, False, True]]
    assert THRESHOLD == 0.5


@given(st.integers(0, 10**6), st.sampled_from([0.0, 0.1, 0.9, 1.0]), st.integers(1, 5))
def test_a_prediction_has_the_labels_that_are_given_the_best_first(seed: int, score: float, top_k: int) -> None:
    model, policy, images = classifier(), Policy(min_score=score, top_k=top_k), vectors(seed, 6)
    yes = model.rank(images, 1).yes
    assert yes is not None
    pictures = [Embedded(Path("a.jpg"), row) for row in images]
    for row, told in enumerate(model.predict(pictures, policy)):
        given = {name for name, has in zip(NAMES, yes.given(policy)[row], strict=True) if has}
        assert set(told.labels) == given
        assert told.status is (Status.ACCEPTED if given else Status.REJECTED)
        scores = [at.score for at in told.ranked]
        assert scores == sorted(scores, reverse=True)
        assert list(told.labels) == [at.label for at in told.ranked if at.label in given]
        assert len(told.ranked) >= min(top_k, len(NAMES))


def test_each_label_is_a_row_by_score_and_a_picture_without_one_is_none_of_these() -> None:
    labeller = Labeller(classifier(), "model", "set")
    told = predictions(Policy())
    for prediction in told:
        rows = labeller.rows(prediction)
        if prediction.labels:
            assert [row.classification for row in rows] == list(prediction.labels)
            assert [row.rank for row in rows] == list(range(1, len(rows) + 1))
            assert all(row.nearest == row.classification and row.score == row.classification_score for row in rows)
        else:
            assert [(row.classification, row.nearest) for row in rows] == [
                ("none of these", prediction.ranked[0].label),
            ]
    assert {len(prediction.labels) for prediction in told} >= {0, 1, 2}


def test_each_label_that_a_person_says_is_a_row_whatever_its_score() -> None:
    truths = {Path("a.jpg").absolute(): ("car", "dog")}
    labeller = Labeller(classifier(), "model", "set", truths)
    (told,) = labeller.predict([Embedded(Path("a.jpg"), vectors(3, 1)[0])], Policy(min_score=1.0))
    rows = labeller.rows(told)
    assert [(row.classification, row.rank, row.status) for row in rows] == [
        ("car", 1, Status.CORRECTED),
        ("dog", 2, Status.CORRECTED),
    ]
    assert all(row.classification_score is None for row in rows)


# --- the starter -----------------------------------------------------------------------------------------------------

SUBJECTS = {"wine_glass": "glass of wine", "balloon": "hot-air balloon", "soccer_ball": "soccer ball"}


def side_by_side(left: Path, right: Path, side: int = 320) -> Image.Image:
    """The middles of two pictures beside each other in a square, of which no model cuts anything off."""
    whole = Image.new("RGB", (side, side))
    for place, path in enumerate((left, right)):
        picture = Image.open(path).convert("RGB")
        scale = max(side / 2 / picture.width, side / picture.height)
        width, height = max(side // 2, round(picture.width * scale)), max(side, round(picture.height * scale))
        x, y = (width - side // 2) // 2, (height - side) // 2
        whole.paste(picture.resize((width, height)).crop((x, y, x + side // 2, y + side)), (place * side // 2, 0))
    return whole


def test_of_two_samples_side_by_side_the_starter_finds_the_one_or_the_other_and_rarely_what_is_not_there() -> None:
    encoder = open_encoder(inspect(starter(), "starter"), precision=Precision.FP32)
    label_set = labels.load(assets() / "samples" / "classes.txt")
    groups = [
        labels.prompts(label, label_set.templates, encoder.count_tokens, encoder.context_length)
        for label in label_set.labels
    ]
    texts = sorted({text for of_class in groups for group in of_class for text in group})
    classes = class_vectors(groups, dict(zip(texts, encoder.encode_texts(texts), strict=True)))
    several = Several.of(label_set.labels, encoder.encode_texts(negatives.prompts()))
    model = Classifier(label_set.names, classes, encoder.logit_scale, encoder.logit_bias, several=several)

    pairs = list(combinations(sorted((assets() / "samples").glob("*.jpg")), 2))
    there = np.array([[SUBJECTS.get(path.stem, path.stem) for path in pair] for pair in pairs])
    shown = (np.array(label_set.names)[None, :, None] == there[:, None, :]).any(axis=2)
    assert shown.sum() == 2 * len(pairs)
    images = encoder.encode_images([encoder.preprocess(side_by_side(*pair)) for pair in pairs])
    yes = model.rank(images, 1).yes
    assert yes is not None
    given = yes.given(Policy())

    # measured: 94 % of the labels that are given are right, and 46 % of those that are there are given
    assert (given & shown).sum() / given.sum() > 0.85
    assert (given & shown).sum() / shown.sum() > 0.4
    # 15 % have both, which a softmax over the classes can never give a half each
    assert (given & shown).sum(axis=1).tolist().count(2) / len(pairs) > 0.1
    # a class scores higher where it is than where it isn't, in 88 of 100 cases
    assert (yes.scores[shown][:, None] > yes.scores[~shown][None, :]).mean() > 0.85
