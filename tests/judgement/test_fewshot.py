"""Examples against Tip-Adapter's formula, and against what corrections are really like."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from zeroshot.judgement import calibration, fewshot
from zeroshot.judgement.fewshot import Adapter

CLASSES, DIMENSIONS = 4, 16


def unit(rows: np.ndarray) -> np.ndarray:
    return (rows / np.linalg.norm(rows, axis=-1, keepdims=True)).astype(np.float32)


def around(counts: list[int], seed: int = 0, spread: float = 0.25) -> tuple[np.ndarray, np.ndarray]:
    """Pictures around a centre for each class, and their classes."""
    centres = unit(np.random.default_rng(99).standard_normal((len(counts), DIMENSIONS)))
    random = np.random.default_rng(seed)
    owners = np.repeat(np.arange(len(counts)), counts)
    return unit(centres[owners] + spread * random.standard_normal((len(owners), DIMENSIONS))), owners


def words(owners: np.ndarray, right: float, seed: int = 1, lead: float = 1.0) -> np.ndarray:
    """Logits of which so many lead to the right class."""
    random = np.random.default_rng(seed)
    said = np.where(random.random(len(owners)) < right, owners, (owners + 1) % CLASSES)
    return 0.3 * random.standard_normal((len(owners), CLASSES)) + lead * np.eye(CLASSES)[said]


def chosen(logits: np.ndarray, keys: np.ndarray, owners: np.ndarray) -> fewshot.Choice:
    choice = fewshot.choose(logits, keys, owners, np.ones(CLASSES, np.bool_))
    assert choice is not None
    return choice


def alone(keys: np.ndarray, owners: np.ndarray) -> tuple[fewshot.Company, fewshot.LeftOut]:
    """Each example, answered by the others."""
    cosines = keys.astype(np.float64) @ keys.T.astype(np.float64)
    company = fewshot.Company.of(cosines, np.arange(len(keys)), owners, CLASSES)
    assert company is not None
    return company, company.left_out(2.0)


# --- the formula -----------------------------------------------------------------------------------------------------


@given(st.integers(0, 2**32 - 1), st.integers(1, 5), st.floats(0.1, 20), st.floats(0.1, 20))
@settings(max_examples=30)
def test_with_as_many_examples_of_every_class_the_answers_are_those_of_tip_adapter(
    seed: int, shots: int, alpha: float, beta: float
) -> None:
    random = np.random.default_rng(seed)
    keys, images = (unit(random.standard_normal((n, DIMENSIONS))) for n in (shots * CLASSES, 7))
    owners = np.tile(np.arange(CLASSES), shots)
    logits = random.standard_normal((7, CLASSES))
    # Zhang et al. 2022, equations 3 and 5, and their published code: affinity = f @ K.T, then
    # ((-1) * (beta - beta * affinity)).exp() @ L * alpha beside the logits of the texts
    affinity = images.astype(np.float64) @ keys.T.astype(np.float64)
    published = logits + alpha * np.exp(-1 * (beta - beta * affinity)) @ np.eye(CLASSES)[owners]
    ours = logits + Adapter(keys, owners, CLASSES, beta, alpha * shots, baseline=0.2).evidence(images)
    np.testing.assert_allclose(calibration.softmax(ours), calibration.softmax(published), atol=1e-9)


def test_a_class_without_examples_is_neither_punished_nor_favoured() -> None:
    keys, owners = around([3, 3, 0, 0])
    evidence = Adapter(keys, owners, CLASSES, 3.0, 5.0, baseline=0.3).evidence(keys)
    assert (evidence[:, 2:] == 0).all()
    assert (evidence[:3, 0] > 0).all()
    assert (evidence[:3, 1] < 0).all()


def test_forty_examples_of_a_class_say_no_more_than_their_mean() -> None:
    one, _ = around([1, 1, 1, 1])
    owners = np.arange(CLASSES)
    many = np.concatenate([one, np.repeat(one[:1], 39, axis=0)])
    before = Adapter(one, owners, CLASSES, 3.0, 5.0, 0.3).evidence(one)
    after = Adapter(many, np.concatenate([owners, np.zeros(39, np.intp)]), CLASSES, 3.0, 5.0, 0.3).evidence(one)
    np.testing.assert_allclose(after, before)


# --- leaving out -----------------------------------------------------------------------------------------------------


def test_an_example_left_out_is_answered_as_if_it_had_never_been_one() -> None:
    keys, owners = around([3, 4, 2, 0])
    _, left = alone(keys, owners)
    for place in range(9):
        rest = np.arange(9) != place
        without = Adapter(keys[rest], owners[rest], CLASSES, left.sharpness, 1 / left.spread, left.baseline)
        np.testing.assert_allclose(left.evidence[place], without.evidence(keys[place : place + 1])[0], atol=1e-6)


def test_a_class_that_leaving_out_empties_gets_nothing_and_is_not_judged() -> None:
    keys, owners = around([3, 3, 1, 0])
    company, left = alone(keys, owners)
    assert company.judged.tolist() == [True] * 6 + [False]
    assert left.evidence[6, 2] == 0
    assert (left.evidence[:, 3] == 0).all()


def test_copies_of_a_picture_do_not_look_up_each_others_answer() -> None:
    keys, owners = around([1, 3, 1, 1])
    keys, owners = np.concatenate([keys, keys[:1]]), np.append(owners, 0)
    company, left = alone(keys, owners)
    assert not company.judged[0]
    assert not company.judged[6]
    assert left.evidence[0, 0] == 0


def test_a_picture_of_two_classes_teaches_both_and_is_judged_by_neither() -> None:
    keys, owners = around([3, 3, 0, 0])
    keys, owners = np.concatenate([keys, keys[:1]]), np.append(owners, 1)
    choice = chosen(words(owners, 0.5), keys, owners)
    assert 0 not in choice.rows
    assert 6 not in choice.rows


# --- choosing --------------------------------------------------------------------------------------------------------


def test_examples_count_where_words_fail_and_they_do_not() -> None:
    keys, owners = around([8, 8, 8, 8])
    choice = chosen(words(owners, 0.5), keys, owners)
    assert choice.weight > 0
    assert (choice.unseen.argmax(axis=1) == owners[choice.rows]).mean() > 0.9


def test_words_answer_alone_where_examples_do_not_help() -> None:
    owners = np.repeat(np.arange(CLASSES), 8)
    trusted = 0
    for seed in range(20):
        noise = unit(np.random.default_rng(seed).standard_normal((32, DIMENSIONS)))
        choice = chosen(words(owners, 0.95, seed, lead=4.0), noise, owners)
        trusted += choice.weight > 0
        assert (choice.adapter(noise, owners, CLASSES) is None) == (choice.weight == 0)
    assert trusted <= 2


def test_one_example_a_class_is_not_trusted_against_words_that_are_right() -> None:
    keys, owners = around([1, 1, 1, 1])
    assert chosen(words(owners, 1.0, lead=4.0), keys, owners).weight == 0


def test_a_single_class_alone_teaches_nothing_and_with_a_stranger_it_does_not_swallow_the_others() -> None:
    keys, owners = around([6, 0, 0, 0])
    assert fewshot.choose(words(owners, 0.0), keys, owners, np.ones(CLASSES, np.bool_)) is None
    others, truth = around([0, 5, 5, 5], seed=3)
    with_stranger = np.concatenate([keys, others[:1]])
    asked = np.append(owners, -1)
    choice = chosen(np.concatenate([words(owners, 0.0), words(truth[:1], 1.0)]), with_stranger, asked)
    adapter = choice.adapter(with_stranger, asked, CLASSES)
    evidence = 0.0 if adapter is None else adapter.evidence(others)
    assert ((words(truth, 1.0, lead=3.0) + evidence).argmax(axis=1) == truth).mean() > 0.9


def test_correcting_only_what_was_wrong_does_not_make_words_worthless() -> None:
    keys, owners = around([6, 6, 6, 6], spread=0.5)
    choice = chosen(words(owners, 0.0), keys, owners)
    others, truth = around([20, 20, 20, 20], seed=3, spread=0.5)
    adapter = choice.adapter(keys, owners, CLASSES)
    logits = words(truth, 0.8, seed=4)
    after = logits if adapter is None else logits + adapter.evidence(others)
    assert (after.argmax(axis=1) == truth).mean() >= (logits.argmax(axis=1) == truth).mean() - 0.02


def test_of_very_many_examples_some_are_judged_and_all_teach() -> None:
    keys, owners = around([400, 400, 400, 400], spread=0.5)
    choice = chosen(words(owners, 0.5), keys, owners)
    assert len(choice.rows) == fewshot.MOST
    adapter = choice.adapter(keys, owners, CLASSES)
    assert adapter is not None
    assert len(adapter.keys) == 1600


@given(st.lists(st.integers(-1, CLASSES - 1), min_size=1, max_size=12), st.integers(0, 2**32 - 1))
@settings(max_examples=50)
def test_whatever_was_said_the_choice_is_made_of_numbers(said: list[int], seed: int) -> None:
    random = np.random.default_rng(seed)
    keys, owners = unit(random.standard_normal((len(said), DIMENSIONS))), np.array(said, np.intp)
    logits = 5.0 * random.standard_normal((len(said), CLASSES))
    choice = fewshot.choose(logits, keys, owners, np.ones(CLASSES, np.bool_))
    adapter = None if choice is None else choice.adapter(keys, owners, CLASSES)
    if adapter is not None:
        assert np.isfinite(adapter.evidence(unit(random.standard_normal((5, DIMENSIONS))))).all()


@pytest.mark.parametrize("named", [0, 2])
def test_classes_without_a_text_do_not_count_as_failures_of_words(named: int) -> None:
    keys, owners = around([6, 6, 6, 6])
    mask = np.arange(CLASSES) < named
    neutral = np.zeros((24, CLASSES))
    choice = fewshot.choose(neutral, keys, owners, mask)
    assert choice is not None
    assert choice.weight > 0
    assert (choice.unseen.argmax(axis=1) == owners[choice.rows]).mean() > 0.9
