"""The numbers of a comparison, against their definitions."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from zeroshot.advice import advice, weight_advice
from zeroshot.compare import Attempt, Trial, hits, mcnemar, resampled
from zeroshot.variants import BOTH, NAMES, RANDOM, TEMPLATES

shares = st.lists(st.sampled_from([0.0, 0.2, 0.4, 0.6, 0.8, 1.0]), min_size=1, max_size=60)
answers = st.lists(st.tuples(st.integers(0, 2), st.booleans(), st.booleans()), min_size=1, max_size=60)


def trial(seed: int = 0, /, **attempts: list[float]) -> Trial:
    """A trial with pictures of two classes in turn."""
    count = len(next(iter(attempts.values())))
    tried = tuple(Attempt(NAMED.get(name, name), np.array(values, float)) for name, values in attempts.items())
    return Trial(("cat", "dog"), np.arange(count) % 2, tried, seed)


NAMED = {"both": BOTH, "templates": TEMPLATES, "random": RANDOM, "names": NAMES, "none": "0", "quarter": "0.25"} | {
    "half": "0.5"
}


def test_a_picture_is_right_when_its_own_class_is_the_nearest() -> None:
    images = np.array([[1, 0], [0, 1], [0.6, 0.8]], np.float32)
    assert hits(images, np.eye(2, dtype=np.float32), np.array([0, 0, 1])).tolist() == [1, 0, 1]


@given(shares, st.integers(0, 2**32))
def test_an_interval_holds_its_estimate_and_is_the_same_for_the_same_seed(values: list[float], seed: int) -> None:
    (outcome,) = trial(seed, one=values).outcomes()
    assert 0 <= outcome.accuracy.low <= outcome.accuracy.value <= outcome.accuracy.high <= 1 + 1e-12
    assert outcome.accuracy.value == pytest.approx(np.mean(values))
    assert trial(seed, one=values).outcomes()[0].accuracy == outcome.accuracy


def test_the_interval_is_that_of_the_binomial_distribution() -> None:
    (outcome,) = trial(one=[1.0] * 300 + [0.0] * 100).outcomes()
    deviation = np.sqrt(0.75 * 0.25 / 400)
    assert outcome.accuracy.low == pytest.approx(0.75 - 1.96 * deviation, abs=0.006)
    assert outcome.accuracy.high == pytest.approx(0.75 + 1.96 * deviation, abs=0.006)


def test_ways_are_resampled_together_so_that_equal_ones_never_differ() -> None:
    values = np.tile([1.0, 0.0, 1.0], 20)
    one, two = resampled(np.stack([values, values]), 5).T
    np.testing.assert_array_equal(one, two)


@given(answers)
def test_a_difference_is_paired_and_turns_its_sign_with_its_sides(rows: list[tuple[int, bool, bool]]) -> None:
    truth, one, two = (np.array(column) for column in zip(*rows, strict=True))
    tried = (Attempt("one", one.astype(float)), Attempt("two", two.astype(float)))
    both = Trial(("a", "b", "c"), truth.astype(np.intp), tried)
    there, back = both.difference("one", "two"), both.difference("two", "one")
    assert there is not None
    assert back is not None
    assert there.estimate.low <= there.estimate.value <= there.estimate.high
    assert there.estimate.value == pytest.approx((there.gained - there.lost) / len(rows))
    assert (there.gained, there.lost, there.p) == (back.lost, back.gained, back.p)
    assert there.estimate.value == pytest.approx(-back.estimate.value)
    changes = both.changes("one", "two")
    assert sum(change.count for change in changes) == len(rows)
    assert sum(change.gained for change in changes) == there.gained
    assert [c.difference for c in changes] == sorted((c.difference for c in changes), reverse=True)


def test_classes_without_pictures_have_no_accuracy_and_no_change() -> None:
    one = Trial(("cat", "dog"), np.zeros(3, np.intp), (Attempt("x", np.ones(3)), Attempt("y", np.ones(3))))
    assert np.isnan(one.outcomes()[0].by_class[1])
    assert [change.name for change in one.changes("x", "y")] == ["cat"]


@pytest.mark.parametrize(("gained", "lost", "p"), [(0, 0, 1.0), (5, 0, 0.0625), (0, 6, 0.03125), (9, 1, 22 / 1024)])
def test_mcnemars_test_is_the_two_sided_sign_test(gained: int, lost: int, p: float) -> None:
    assert mcnemar(gained, lost) == pytest.approx(p)


def test_two_changed_pictures_prove_nothing_though_the_bootstrap_is_sure() -> None:
    change = trial(both=[1.0, 1.0], templates=[0.0, 0.0]).difference(BOTH, TEMPLATES)
    assert change is not None
    assert not change.estimate.holds_zero
    assert not change.is_told


def test_many_thousands_of_changes_are_no_overflow() -> None:
    assert mcnemar(30_000, 10) == 0.0


# --- advice ----------------------------------------------------------------------------------------------------------


def test_advice_says_when_pictures_cannot_tell() -> None:
    told = advice(trial(templates=[1.0, 0.0, 1.0, 0.0], both=[1.0, 1.0, 0.0, 0.0], random=[0.0] * 4))
    assert told.startswith("With 4 pictures, names + descriptions can't be told apart from templates alone (0.0 points")
    assert told.endswith("That is few pictures: label more of them, at least a few hundred, before you decide.")


def test_advice_keeps_descriptions_that_do_better_than_templates_and_random_words() -> None:
    told = advice(trial(templates=[0.0] * 40 + [1.0] * 160, both=[1.0] * 200, random=[0.0] * 40 + [1.0] * 160))
    assert told.startswith("Keep the descriptions: they help on these 200 pictures: +20.0 points, 95 % interval +1")
    assert "Random words of the same length don't do as well (+20.0 points" in told


def test_advice_says_when_random_words_do_as_well() -> None:
    told = advice(trial(templates=[0.0] * 40 + [1.0] * 160, both=[1.0] * 200, random=[1.0] * 200))
    assert "But random words of the same length can't be told apart from them" in told


def test_advice_drops_descriptions_that_hurt() -> None:
    told = advice(trial(templates=[1.0] * 200, both=[0.0] * 40 + [1.0] * 160, random=[1.0] * 200))
    assert told.startswith("Leave the descriptions out: they hurt on these 200 pictures: -20.0 points")


@pytest.mark.parametrize(
    ("names", "told"),
    [([0.0] * 50, "templates did better (-100.0 points"), ([1.0] * 50, "with 50 pictures they can't be told apart")],
)
def test_advice_without_descriptions_is_about_templates(names: list[float], told: str) -> None:
    assert told in advice(trial(names=names, templates=[1.0] * 50))


def test_advice_on_the_share_says_what_it_was_chosen_on_and_what_may_be_chance() -> None:
    told = weight_advice(trial(none=[0.0, 1.0] * 20, quarter=[0.0, 1.0] * 19 + [1.0, 1.0], half=[0.0] * 40), 0.5)
    assert told.startswith("A share of 0.25 for the descriptions did best, 52.5 %: +52.5 points (95 % interval")
    assert "against the set's own, 0.5, and +2.5 points" in told
    assert "which may be chance) against templates alone. It was chosen on the same pictures" in told
    assert told.endswith("description_weight = 0.25 in the label set's file, or --description-weight 0.25.")


def test_advice_on_the_share_keeps_the_sets_own_among_equals() -> None:
    same = [0.0, 1.0] * 20
    for own in (0.25, 0.5):
        told = weight_advice(trial(none=same, quarter=same, half=same), own)
        assert told == f"No other share of the descriptions did better than the set's own, {own}."
