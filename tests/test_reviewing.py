"""The order of a review, and the way through it: nothing is asked twice, nothing is lost, and back is always there."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from zeroshot.judgement.classifier import Classifier
from zeroshot.records import Embedded, Policy
from zeroshot.results import Results, answer
from zeroshot.reviewing import NEIGHBOURS, PICKS, Order, Pool, Walk, informative, ranked


def unit(rows: np.ndarray) -> np.ndarray:
    return (rows / np.linalg.norm(rows, axis=1, keepdims=True)).astype(np.float32)


def filled(count: int, seed: int = 0, waiting: int = 0) -> Results:
    """So many answered pictures of three classes, and some that wait."""
    random, results = np.random.default_rng(seed), Results()
    results.add([Path(f"/p/{number}.jpg") for number in range(count + waiting)])
    vectors = unit(random.normal(size=(count, 8))) if count else np.zeros((0, 8), np.float32)
    results.put([Embedded(Path(f"/p/{n}.jpg"), vector) for n, vector in enumerate(vectors)])
    classifier = Classifier(("a", "b", "c"), unit(random.normal(size=(3, 8))), 5.0)
    for answers in answer(classifier, results.encoded()):
        results.put_answers(answers, classifier.names)
    return results


@pytest.mark.parametrize("order", Order)
@given(count=st.integers(0, 30), waiting=st.integers(0, 3), seed=st.integers(0, 3))
def test_every_order_has_each_picture_once_and_those_that_wait_last(
    order: Order, count: int, waiting: int, seed: int
) -> None:
    results = filled(count, seed, waiting)
    rows = np.random.default_rng(seed).permutation(count + waiting)
    found = ranked(order, Pool.of(results, rows, Policy()), seed).tolist()
    assert sorted(found) == sorted(rows.tolist())
    if order is not Order.RANDOM:
        assert sorted(found[count:]) == list(range(count, count + waiting))


def test_the_least_certain_come_by_their_margin() -> None:
    results = filled(50)
    found = ranked(Order.UNCERTAIN, Pool.of(results, results.present(), Policy()), 0).tolist()
    margins = [results.margin(row) for row in found]
    assert margins == sorted(margins)


def test_class_by_class_follows_the_set_and_begins_with_the_least_certain() -> None:
    results = filled(50)
    found = ranked(Order.CLASS, Pool.of(results, results.present(), Policy()), 0).tolist()
    keys = [(results.names.index(results.nearest(row)), results.margin(row)) for row in found]
    assert keys == sorted(keys)


def test_a_random_order_is_the_same_for_the_same_seed_only() -> None:
    pool = Pool.of(filled(50), np.arange(50), Policy())
    orders = [ranked(Order.RANDOM, pool, seed).tolist() for seed in (1, 1, 2)]
    assert orders[0] == orders[1] != orders[2]


def test_the_most_informative_is_the_greatest_product_of_its_definition() -> None:
    random = np.random.default_rng(3)
    vectors, known = unit(random.normal(size=(40, 6)) + 0.5), unit(random.normal(size=(5, 6)) + 0.5)
    picks = informative(vectors, known, 10).tolist()
    for place, pick in enumerate(picks):  # one by one, as the definition says it
        worth = []
        for each in range(40):
            near = [float(vectors[each] @ other) for other in (*known, *vectors[picks[:place]])]
            others = sorted(float(vectors[each] @ vectors[other]) for other in range(40) if other != each)
            typical = max(0.0, float(np.mean(others[-NEIGHBOURS:])))
            worth.append(-1.0 if each in picks[:place] else typical**2 * (1 - max(near)))
        assert worth[pick] == pytest.approx(max(worth), abs=1e-6)


def test_of_two_alike_the_second_waits_until_all_others_were_shown() -> None:
    vectors = unit(np.array([[1, 0.1, 0], [1, 0.1, 0], [0.5, 1, 0.1], [0.5, 0.2, 1]], float))
    picks = informative(vectors, vectors[:0], 4)
    assert picks[0] in {0, 1}
    assert {picks[0], picks[-1]} == {0, 1}


def test_what_was_reviewed_takes_worth_from_its_neighbours() -> None:
    vectors = unit(np.array([[1, 0.1, 0], [0.1, 1, 0]], float))
    assert informative(vectors, vectors[:1], 1).tolist() == [1]
    assert informative(vectors, vectors[1:], 1).tolist() == [0]
    assert informative(vectors[:1], vectors[:0], 5).tolist() == [0]


def test_an_oddity_comes_after_what_is_like_others() -> None:
    random = np.random.default_rng(0)
    crowd = unit(np.array([1, 0, 0]) + 0.2 * random.normal(size=(30, 3)))
    vectors = np.concatenate([unit(np.array([[-1.0, 0.5, 0]])), crowd])
    assert informative(vectors, vectors[:0], 1).tolist() != [0]


def test_the_most_informative_are_chosen_among_many_and_the_others_follow_by_their_margin() -> None:
    results = filled(PICKS + 200)
    results.set_truths({Path("/p/0.jpg"): ("a",)})
    found = ranked(Order.INFORMATIVE, Pool.of(results, results.present(), Policy()), 0).tolist()
    margins = [results.margin(row) for row in found[PICKS:]]
    assert margins == sorted(margins)
    assert sorted(found) == list(range(PICKS + 200))


# --- the way through -------------------------------------------------------------------------------------------------


def walk(count: int) -> tuple[Walk, set[int]]:
    done: set[int] = set()
    way = Walk(lambda row: row in done)
    way.begin(range(count))
    return way, done


@given(steps=st.lists(st.sampled_from(["decide", "skip", "back", "undo", "rerank"]), max_size=60))
def test_however_one_walks_everything_is_decided_or_skipped_at_the_end(steps: list[str]) -> None:
    way, done = walk(8)
    for step in steps:
        coming = way.upcoming(1)
        if step == "decide" and way.current is not None:
            done.add(way.current)
            way.forward()
            assert coming == ([] if way.current is None else [way.current])
        elif step == "skip":
            way.step()
        elif step == "back":
            before = way.previous(1)
            way.back()
            assert not before or way.current == before[0]
        elif step == "undo" and done:
            row = min(done)
            done.discard(row)
            way.go_to(row)
            assert way.current == row
        elif step == "rerank":
            here = way.current
            way.rerank(list(range(8))[::-1])
            assert way.upcoming(1) == coming
            assert here is None or way.current == here
    for _ in range(20):
        if way.current is not None and way.current not in done:
            done.add(way.current)
        way.forward()
    assert way.current is None
    assert done | set(way.skipped()) == set(range(8))


def test_what_is_decided_isnt_asked_again() -> None:
    way, done = walk(4)
    done.update({0, 2})
    way.begin(range(4))
    assert way.current == 1
    assert way.upcoming(3) == [3]


def test_after_going_back_a_decision_leads_to_the_first_that_is_open() -> None:
    way, done = walk(5)
    for _ in range(3):
        done.add(way.current or 0)
        way.forward()
    way.back()
    way.back()
    assert way.current == 1
    way.forward()
    assert way.current == 3


def test_the_skipped_can_be_walked_through_at_the_end() -> None:
    way, done = walk(3)
    way.step()
    done.add(1)
    way.forward()
    way.step()
    assert way.current is None
    assert way.skipped() == [0, 2]
    way.begin(way.skipped())
    assert way.current == 0
    assert not way.can_go_back
