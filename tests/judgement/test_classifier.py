"""Scores, margins, ranks and rejection, computed against the definitions."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp
from threadpoolctl import threadpool_info

from zeroshot.judgement.classifier import Classifier, Ranking, class_vectors
from zeroshot.judgement.familiarity import AgainstNegatives
from zeroshot.records import Embedded, Policy, Prediction, Status, Vectors

NAMES = ("dog", "cat", "car")
CLASSES = np.eye(3, 4, dtype=np.float32)
LEANING_TO_CAT = np.array([0.48, 0.6, 0.0, 0.64], np.float32)


def answer(policy: Policy = Policy(), **model: float | None) -> Prediction:  # noqa: B008 - a frozen record
    classifier = Classifier(NAMES, CLASSES, model.get("scale", 10.0), model.get("bias"))
    return classifier.predict([Embedded(Path("a.jpg"), LEANING_TO_CAT)], policy)[0]


def test_the_score_is_the_softmax_over_the_classes_at_the_models_scale() -> None:
    expected = np.exp([4.8, 6.0, 0.0])
    expected /= expected.sum()
    prediction = answer(Policy(top_k=3))
    assert [score.label for score in prediction.ranked] == ["cat", "dog", "car"]
    assert [score.score for score in prediction.ranked] == pytest.approx([expected[1], expected[0], expected[2]])
    assert prediction.ranked[0].similarity == pytest.approx(0.6)
    assert prediction.margin == pytest.approx(expected[1] - expected[0])


def test_a_model_with_a_bias_scores_each_class_by_itself_with_a_sigmoid() -> None:
    prediction = answer(Policy(top_k=2), bias=-5.0)
    assert prediction.ranked[0].score == pytest.approx(1 / (1 + np.exp(-1.0)))
    assert prediction.ranked[1].score == pytest.approx(1 / (1 + np.exp(0.2)))


def test_hopeless_classes_of_a_sigmoid_model_score_zero_without_a_warning() -> None:
    assert answer(Policy(top_k=3), scale=10_000.0, bias=-9_000.0).ranked[-1].score == 0.0


def test_a_picture_is_rejected_below_the_least_score_or_margin_and_keeps_its_ranking() -> None:
    assert answer(Policy(min_score=0.9)).status is Status.REJECTED
    assert answer(Policy(min_margin=0.9)).status is Status.REJECTED
    assert answer(Policy(min_score=0.9)).ranked[0].label == "cat"
    assert answer(Policy(min_score=0.5, min_margin=0.3)).status is Status.ACCEPTED


def test_a_picture_that_belongs_to_no_class_is_rejected_however_high_its_score() -> None:
    detector = AgainstNegatives(np.eye(4, dtype=np.float32)[[3]], 10.0)  # 0.64 like the negative, 0.6 like a cat
    classifier = Classifier(NAMES, CLASSES, 10.0, detector=detector)
    picture = [Embedded(Path("a.jpg"), LEANING_TO_CAT)]
    strange = classifier.predict(picture, Policy(min_familiarity=0.5))[0]
    assert (strange.status, strange.labels, strange.ranked[0].label) == (Status.REJECTED, (), "cat")
    assert strange.familiarity == pytest.approx(1 / (1 + np.exp(3.4)))
    assert classifier.predict(picture, Policy())[0].status is Status.ACCEPTED
    assert classifier.rank(LEANING_TO_CAT[None], 1).familiarity == pytest.approx(strange.familiarity)


def test_without_a_detector_every_picture_is_familiar_and_its_answer_says_nothing_of_it() -> None:
    assert answer(Policy(min_familiarity=1.0)).status is Status.ACCEPTED
    assert answer().familiarity is None
    assert Classifier(NAMES, CLASSES, 10.0).rank(LEANING_TO_CAT[None], 1).familiarity.tolist() == [1.0]


def test_more_ranks_than_classes_are_all_classes() -> None:
    assert len(answer(Policy(top_k=50)).ranked) == 3


def test_a_single_class_is_certain_and_leads_by_everything() -> None:
    classifier = Classifier(("dog",), CLASSES[:1], 10.0)
    prediction = classifier.predict([Embedded(Path("a.jpg"), LEANING_TO_CAT)], Policy(top_k=2))[0]
    assert (prediction.ranked[0].score, prediction.margin) == (1.0, 1.0)


def test_of_classes_with_the_same_text_the_first_wins() -> None:
    classifier = Classifier(("hound", "dog"), CLASSES[[0, 0]], 10.0)
    assert classifier.predict([Embedded(Path("a.jpg"), LEANING_TO_CAT)], Policy())[0].ranked[0].label == "hound"


def test_failed_pictures_keep_their_place_and_reason() -> None:
    pictures = [
        Embedded(Path("a.jpg"), LEANING_TO_CAT),
        Embedded(Path("b.jpg"), None, "the file is empty"),
        Embedded(Path("c.jpg"), CLASSES[2]),
    ]
    predictions = Classifier(NAMES, CLASSES, 10.0).predict(pictures, Policy())
    assert [(p.path.name, p.status) for p in predictions] == [
        ("a.jpg", Status.ACCEPTED),
        ("b.jpg", Status.FAILED),
        ("c.jpg", Status.ACCEPTED),
    ]
    assert predictions[1].error == "the file is empty"
    assert predictions[1].ranked == ()


def test_a_chunk_of_failures_only_is_no_error() -> None:
    assert (
        Classifier(NAMES, CLASSES, 10.0).predict([Embedded(Path("b.jpg"), None, "empty")], Policy())[0].error == "empty"
    )


unit_rows = hnp.arrays(np.float32, st.tuples(st.integers(1, 40), st.just(4)), elements=st.floats(-1, 1, width=32)).map(
    lambda rows: (rows + np.float32(1e-3)) / np.linalg.norm(rows + np.float32(1e-3), axis=1, keepdims=True)
)


@given(unit_rows)
def test_an_answer_never_depends_on_the_pictures_beside_it(rows: np.ndarray) -> None:
    classifier = Classifier(NAMES, CLASSES, 100.0)
    pictures = [Embedded(Path(str(i)), row) for i, row in enumerate(rows)]
    together = classifier.predict(pictures, Policy(top_k=3))
    for picture, prediction in zip(pictures, together, strict=True):
        alone = classifier.predict([picture], Policy(top_k=3))[0]
        assert [score.label for score in alone.ranked] == [score.label for score in prediction.ranked]
        assert alone.margin == pytest.approx(prediction.margin, abs=1e-12)
        assert sum(score.score for score in alone.ranked) == pytest.approx(1)


def test_a_few_pictures_are_not_shared_out_among_threads_that_wait_for_each_other() -> None:
    class Watched(Classifier):
        def rank(self, images: Vectors, count: int) -> Ranking:
            inside.extend(blas_threads())
            return super().rank(images, count)

    inside: list[int] = []
    before = blas_threads()
    pictures = [Embedded(Path("a"), np.array([1, 0], np.float32))]
    Watched(("a",), np.array([[1, 0]], np.float32), 1.0).predict(pictures, Policy())
    assert inside == [1] * len(before)
    assert blas_threads() == before


def blas_threads() -> list[int]:
    return [library["num_threads"] for library in threadpool_info() if library["user_api"] == "blas"]


def test_class_vectors_are_renormalised_means_of_renormalised_means() -> None:
    texts = {"a": [1, 0], "b": [0, 1], "c": [0, -1]}
    vectors = {text: np.array(vector, np.float32) for text, vector in texts.items()}
    (only,) = class_vectors([[["a", "b"], ["c"]]], vectors)
    half = np.sqrt(0.5)
    expected = np.array([half, half - 1]) / np.linalg.norm([half, half - 1])
    np.testing.assert_allclose(only, expected, rtol=1e-6)


@given(st.floats(0, 1))
def test_a_description_has_the_share_it_is_given_and_a_class_without_one_stays(weight: float) -> None:
    vectors = {"a": np.array([1, 0], np.float32), "b": np.array([0, 1], np.float32)}
    described, bare = class_vectors([[["a"], ["b"]], [["a"]]], vectors, weight)
    expected = np.array([1 - weight, weight])
    np.testing.assert_allclose(described, expected / np.linalg.norm(expected), rtol=1e-5, atol=1e-6)
    np.testing.assert_array_equal(bare, vectors["a"])


def test_prompts_that_cancel_out_give_no_nan() -> None:
    vectors = {"a": np.array([1, 0], np.float32), "b": np.array([-1, 0], np.float32)}
    assert np.isfinite(class_vectors([[["a", "b"]]], vectors)).all()
