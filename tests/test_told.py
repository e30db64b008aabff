"""What a window tells of pictures in trees and with several labels: the answers of the classifier, row for row."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from zeroshot import trees
from zeroshot.judgement.classifier import Classifier
from zeroshot.judgement.several import Several
from zeroshot.records import Embedded, Label, Policy, Status
from zeroshot.results import Results, Sort, Standing, View, answer
from zeroshot.trees import Tree

NAMES = ("animal/dog/terrier", "animal/dog/poodle", "animal/dog", "animal/cat", "car", "black / white")
COUNT = 60
POLICIES = st.builds(Policy, st.sampled_from([0.0, 0.2, 0.5, 0.8, 0.95]), st.sampled_from([0.0, 0.1, 0.5]))
STATUS = {Standing.ACCEPTED: Status.ACCEPTED, Standing.REJECTED: Status.REJECTED}


def rows_of(seed: int, count: int) -> np.ndarray:
    rows = np.random.default_rng(seed).normal(size=(count, 8)).astype(np.float32)
    return rows / np.linalg.norm(rows, axis=1, keepdims=True)


def tree() -> Classifier:
    return Classifier(NAMES, rows_of(1, len(NAMES)), 5.0, tree=Tree.of(NAMES))


def sigmoids() -> Classifier:
    return Classifier(NAMES, rows_of(1, len(NAMES)), 5.0, -1.0, tree=Tree.of(NAMES))


def several() -> Classifier:
    labels = [Label(name, threshold=0.3 if name == "car" else None) for name in NAMES]
    return Classifier(NAMES, rows_of(1, len(NAMES)), 5.0, several=Several.of(labels, rows_of(2, 40)))


CLASSIFIERS = pytest.mark.parametrize("make", [tree, sigmoids, several])


def filled(classifier: Classifier) -> Results:
    """Results whose rows come and are answered in three parts; a few pictures can't be read."""
    results = Results()
    images = rows_of(3, COUNT)
    for part in (range(5), range(5, 30), range(30, COUNT)):
        rows = results.add([Path(f"/pictures/{number}.jpg") for number in part])
        results.put(
            [
                Embedded(results.path(row), None if row % 9 == 8 else images[row], "broken" if row % 9 == 8 else "")
                for row in rows.tolist()
            ]
        )
        for answers in answer(classifier, results.encoded(rows)):
            results.put_answers(answers, classifier.names)
    return results


def answered(results: Results) -> list[int]:
    return [row for row in range(len(results)) if not results.error(row)]


@CLASSIFIERS
@settings(max_examples=25, deadline=None)
@given(policies=st.lists(POLICIES, min_size=1, max_size=3))
def test_what_is_told_is_what_the_classifier_predicts(make: type, policies: list[Policy]) -> None:
    classifier = make()
    results = filled(classifier)
    for policy in policies:
        standings = results.standings(policy)
        for row in answered(results):
            told = results.prediction(row, classifier, policy)
            assert told is not None
            assert STATUS[Standing(int(standings[row]))] is told.status
            assert results.labels(row) == told.labels
            assert results.nearest(row) == told.ranked[0].label
            score = told.score if told.labels else told.ranked[0].score
            assert results.score(row) == pytest.approx(score)


@CLASSIFIERS
@settings(max_examples=25, deadline=None)
@given(policy=POLICIES)
def test_counts_and_filters_agree_with_the_labels(make: type, policy: Policy) -> None:
    results = filled(make())
    counts = results.counts(policy)
    told = {row: results.labels(row) for row in answered(results)}
    for name in trees.answers(NAMES):
        assert counts.classes.get(name, 0) == sum(name in labels for labels in told.values())
        within = {row for row, labels in told.items() if any(trees.within(label, name) for label in labels)}
        assert set(results.order(View(answers=frozenset([name])), policy).tolist()) == within
    assert counts.none == counts.rejected == sum(not labels for labels in told.values())


@CLASSIFIERS
@settings(max_examples=25, deadline=None)
@given(policy=POLICIES, low=st.floats(0.01, 1))
def test_scores_sort_and_filter_by_what_is_shown(make: type, policy: Policy, low: float) -> None:
    results = filled(make())
    shown = results.order(View(scores=(low, 1.0), sort=Sort.SCORE), policy).tolist()
    assert sorted(shown) == [row for row in answered(results) if results.score(row) >= low]
    scores = [results.score(row) for row in shown]
    assert scores == sorted(scores)


@CLASSIFIERS
def test_labels_sort_by_their_names(make: type) -> None:
    results, policy = filled(make()), Policy(0.4)
    order = results.order(View(sort=Sort.LABEL), policy).tolist()
    first = [(results.labels(row) or (results.nearest(row),))[0] for row in order if not results.error(row)]
    assert first == sorted(first)


def test_a_person_can_say_a_group_and_it_is_found_with_what_lies_in_it() -> None:
    results = filled(tree())
    results.set_truths({Path("/pictures/0.jpg"): ("animal/dog",), Path("/pictures/1.jpg"): ("car",)})
    rows = results.order(View(answers=frozenset(["animal"])), Policy()).tolist()
    assert results.row(Path("/pictures/0.jpg")) in rows
    assert results.row(Path("/pictures/1.jpg")) not in rows
    assert results.counts(Policy()).classes["animal/dog"] >= 1


def test_answers_of_one_label_take_the_place_of_several() -> None:
    results, single = filled(several()), Classifier(NAMES, rows_of(1, len(NAMES)), 5.0)
    results.forget_answers()
    for answers in answer(single, results.encoded()):
        results.put_answers(answers, NAMES)
    results.standings(Policy())
    assert all(len(results.labels(row)) == 1 for row in answered(results))
