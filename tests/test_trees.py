"""Names that are paths, and answers that go down a tree as far as they are sure, against the plain definition."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from zeroshot import trees
from zeroshot.judgement.classifier import Classifier
from zeroshot.records import Embedded, Policy, Prediction, Status
from zeroshot.trees import Tree

NAMES = ("animal/dog/terrier", "animal/dog/poodle", "animal/cat", "car")
WORDS = st.sampled_from(["a", "b", "c"])
PATHS = st.lists(st.lists(WORDS, min_size=1, max_size=4).map("/".join), min_size=1, max_size=12, unique=True)


# --- names -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "groups", "leaf"),
    [
        ("dog", (), "dog"),
        ("animal/dog", ("animal",), "dog"),
        ("animal/hot dog/Chihuahua", ("animal", "animal/hot dog"), "Chihuahua"),
        ("black / white", (), "black / white"),
        ("black/ white", (), "black/ white"),
        ("/root", (), "/root"),
        ("root/", (), "root/"),
        ("http://x", (), "http://x"),
        ("犬/柴犬", ("犬",), "柴犬"),
    ],
)
def test_a_slash_without_spaces_makes_a_path(name: str, groups: tuple[str, ...], leaf: str) -> None:
    assert (trees.groups(name), trees.leaf(name)) == (groups, leaf)


def test_a_group_holds_itself_and_what_is_below_it() -> None:
    assert [trees.within(name, "animal/dog") for name in (*NAMES, "animal/dog", "animal/dogfish", "animal")] == [
        *(True, True, False, False),
        *(True, False, False),
    ]


def test_answers_are_the_classes_and_then_the_groups() -> None:
    assert trees.answers(NAMES) == (*NAMES, "animal", "animal/dog")


def test_lines_are_a_table_of_contents_whatever_the_order_of_the_classes() -> None:
    scattered = ("animal/dog/terrier", "car", "animal/cat", "animal/dog", "animal/dog/poodle")
    assert trees.lines(scattered) == (
        *("animal", "animal/dog", "animal/dog/terrier", "animal/dog/poodle", "animal/cat", "car"),
    )


@given(PATHS)
def test_lines_and_answers_name_the_same(names: list[str]) -> None:
    assert sorted(trees.lines(names)) == sorted(trees.answers(names))


def test_without_a_path_there_is_no_tree() -> None:
    assert Tree.of(("dog", "cat", "black / white")) is None


# --- answers ---------------------------------------------------------------------------------------------------------


def down(names: list[str], scores: np.ndarray, odds: np.ndarray, roll: np.ufunc) -> list[tuple[str, float, float]]:
    """By the definition: the answers on the way down with their scores and shares."""
    group, way = "", []
    while True:
        inner = dict.fromkeys(path[len(_path(group))] for name in names if _is_below(path := _path(name), group))
        if not inner:
            return way
        rolled = {
            trees.joined(group, part): [
                roll.reduce(values[[trees.within(name, trees.joined(group, part)) for name in names]])
                for values in (scores, odds)
            ]
            for part in inner
        }
        if group in names:
            rolled[group] = [values[names.index(group)] for values in (scores, odds)]
        best = max(rolled, key=lambda name: rolled[name][1])
        if best == group:
            return way
        share = rolled[best][1] / sum(odd for _, odd in rolled.values()) if way else rolled[best][0]
        way.append((best, rolled[best][0], share))
        group = best


def _path(name: str) -> list[str]:
    return name.split("/") if name else []


def _is_below(path: list[str], group: str) -> bool:
    above = _path(group)
    return len(path) > len(above) and path[: len(above)] == above


@pytest.mark.parametrize("roll", [np.add, np.maximum])
@given(names=PATHS, seed=st.integers(0, 10**6))
def test_the_way_down_is_that_of_the_definition(roll: np.ufunc, names: list[str], seed: int) -> None:
    tree = Tree.of(names)
    if tree is None:
        return
    odds = np.exp(np.random.default_rng(seed).normal(scale=3, size=(5, len(names))))
    scores = odds / odds.sum(axis=1, keepdims=True) if roll is np.add else odds / (1 + odds)
    way = tree.descend(scores, odds, roll)
    for row in range(len(odds)):
        expected = down(names, scores[row], odds[row], roll)
        steps = [place for place in way.nodes[row] if place != trees.ROOT]
        assert [tree.answers[place] for place in steps] == [name for name, _, _ in expected]
        assert way.scores[row, : len(steps)] == pytest.approx([score for _, score, _ in expected])
        assert way.shares[row, : len(steps)] == pytest.approx([share for _, _, share in expected])


def answer(logits: tuple[float, ...], policy: Policy = Policy(), **model: float) -> Prediction:  # noqa: B008 - frozen
    """The answer of a classifier of NAMES for a picture with these logits."""
    classifier = Classifier(NAMES, np.eye(4, dtype=np.float32), 1.0, model.get("bias"), tree=Tree.of(NAMES))
    return classifier.predict([Embedded(Path("a.jpg"), np.array(logits, np.float32))], policy)[0]


DOG = (4.0, 3.9, 1.0, 0.0)  # surely a dog, but which
TERRIER = (6.0, 1.0, 1.0, 0.0)


@pytest.mark.parametrize(
    ("logits", "label"), [(DOG, "animal/dog"), (TERRIER, "animal/dog/terrier"), ((1.0, 1.0, 1.0, 9.0), "car")]
)
def test_an_answer_goes_as_far_as_it_is_sure(logits: tuple[float, ...], label: str) -> None:
    told = answer(logits, Policy(min_score=0.8))
    assert (told.status, told.labels) == (Status.ACCEPTED, (label,))


def test_the_score_of_a_group_is_the_sum_of_its_classes_and_the_nearest_is_the_best_class() -> None:
    told = answer(DOG, Policy(min_score=0.8, top_k=4))
    shares = np.exp(DOG) / np.exp(DOG).sum()
    assert told.score == pytest.approx(shares[0] + shares[1])
    assert (told.ranked[0].label, told.ranked[0].score) == ("animal/dog/terrier", pytest.approx(shares[0]))


def test_a_lead_that_is_too_small_ends_the_way_too() -> None:
    assert answer(DOG, Policy(min_margin=0.5)).labels == ("animal/dog",)


def test_without_thresholds_every_answer_is_a_class() -> None:
    assert answer(DOG).labels == ("animal/dog/terrier",)


def test_a_group_of_many_beats_a_class_that_scores_more_than_each_of_them() -> None:
    assert answer((2.0, 2.0, 2.0, 2.5), Policy(min_score=0.6)).labels == ("animal/dog",)
    assert answer((2.0, 2.0, 2.0, 2.5)).ranked[0].label == "car"


def test_a_picture_of_which_not_even_the_first_step_is_sure_is_none_of_these() -> None:
    told = answer((0.0, 0.0, 0.0, 1.2), Policy(min_score=0.6))
    assert (told.status, told.labels) == (Status.REJECTED, ())
    assert told.score == pytest.approx(np.exp(1.2) / (3 + np.exp(1.2)))


def test_a_sigmoid_models_group_is_as_sure_as_its_best_class() -> None:
    told = answer(DOG, Policy(min_score=0.7), bias=-2.0)
    assert told.labels == ("animal/dog",)
    assert told.score == pytest.approx(1 / (1 + np.exp(-2.0)))


def test_a_sigmoid_that_saturates_still_tells_the_better_class() -> None:
    assert answer((80.0, 90.0, 0.0, 85.0), bias=0.0).labels == ("animal/dog/poodle",)


def test_a_group_that_is_a_class_too_is_told_where_its_own_words_fit_best() -> None:
    names = ("dog", "dog/terrier", "dog/poodle", "car")
    classifier = Classifier(names, np.eye(4, dtype=np.float32), 1.0, tree=Tree.of(names))
    told = classifier.predict([Embedded(Path("a.jpg"), np.array([5, 1, 1, 0], np.float32))], Policy())[0]
    assert (told.labels, told.ranked[0].label) == (("dog",), "dog")
    assert told.score > told.ranked[0].score


@given(PATHS, st.integers(0, 10**6), st.floats(0, 1), st.floats(0, 1))
def test_a_stricter_policy_tells_less_of_the_same_path(names: list[str], seed: int, one: float, other: float) -> None:
    tree = Tree.of(names)
    if tree is None:
        return
    scores = np.random.default_rng(seed).dirichlet(np.ones(len(names)), size=8)
    way = tree.descend(scores, scores, np.add)
    lax, strict = (way.told(Policy(bound, bound / 2))[0] for bound in sorted((one, other)))
    for wide, narrow in zip(lax, strict, strict=True):
        assert narrow == trees.ROOT or trees.within(tree.answers[wide], tree.answers[narrow])
