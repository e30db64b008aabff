"""Finding by a text, by examples, and by both, over vectors as the store keeps them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from zeroshot import finding
from zeroshot.errors import LabelError
from zeroshot.finding import BLOCK, Found, Query

if TYPE_CHECKING:
    from conftest import ColourEncoder

NONE = np.zeros((0, 3), np.float32)


def unit(rows: object) -> np.ndarray:
    floats = np.array(rows, np.float32)
    return floats / np.linalg.norm(floats, axis=1, keepdims=True)


PICTURES = unit([[1, 0, 0], [0.9, 0.1, 0], [0, 1, 0], [0.5, 0.5, 0], [0, 0, 1]])


def test_a_text_finds_what_it_says(encoder: ColourEncoder) -> None:
    colours = unit([[120, -50, -50], [-50, 80, -40], [-40, -20, 130]])
    query = Query(finding.read("something  blue\n", encoder), NONE)
    assert finding.ranked(query.likeness(colours))[0] == 2
    assert "art of the something blue." in encoder.read, "it is read as a class of that name would be"


def test_a_picture_is_most_like_itself_and_then_like_its_neighbour() -> None:
    likeness = Query(None, PICTURES[:1]).likeness(PICTURES)
    assert finding.ranked(likeness).tolist()[:2] == [0, 1]
    assert likeness[0] == pytest.approx(1)
    np.testing.assert_allclose(likeness, PICTURES @ PICTURES[0], atol=1e-5)


def test_several_examples_mean_what_they_share() -> None:
    assert finding.ranked(Query(None, PICTURES[[0, 2]]).likeness(PICTURES))[0] == 3


def test_of_a_text_and_examples_neither_drowns_the_other() -> None:
    """Cosines to a text are all alike, as CLIP's are, and those to examples far apart."""
    random = np.random.default_rng(0)
    vectors = unit(random.normal(size=(400, 64)))
    text, example = unit(random.normal(size=(2, 64)))
    flat = unit((vectors + 0.2 * text)[:, :])
    both = Query(text, example[None]).likeness(flat)
    for direction in (text, example):
        assert np.corrcoef(both, flat @ direction)[0, 1] > 0.6
    np.testing.assert_allclose(both.mean(), 0, atol=1e-3)


def test_more_pictures_than_fit_into_a_block_are_compared_as_one_by_one() -> None:
    vectors = unit(np.random.default_rng(1).normal(size=(BLOCK + 7, 16))).astype(np.float16)
    query = Query(unit(np.ones((1, 16)))[0], np.zeros((0, 16), np.float32))
    expected = np.round(vectors.astype(np.float64) @ query.text, finding.DECIMALS)
    np.testing.assert_allclose(query.likeness(vectors), expected, atol=2e-5)


def test_copies_stay_in_the_order_of_their_names() -> None:
    vectors = np.repeat(PICTURES[:2], 50, axis=0).astype(np.float16)
    order = finding.ranked(Query(None, PICTURES[:1]).likeness(vectors))
    assert order.tolist() == list(range(100))


def test_no_pictures_are_no_trouble() -> None:
    assert Query(PICTURES[0], PICTURES[:2]).likeness(np.zeros((0, 3), np.float16)).shape == (0,)


@pytest.mark.parametrize("text", ["", " \n "])
def test_nothing_to_search_for_is_one_sentence(encoder: ColourEncoder, text: str) -> None:
    with pytest.raises(LabelError, match="There is nothing to search for: give some words"):
        finding.read(text, encoder)


def test_a_text_that_the_model_can_not_read_whole_is_one_sentence(encoder: ColourEncoder) -> None:
    with pytest.raises(LabelError, match=r"longer than the 32 tokens that the model reads: shorten it\."):
        finding.read("red " * 40, encoder)


@given(st.permutations(range(12)), st.integers(0, 12))
def test_what_was_found_knows_its_places(order: list[int], kept: int) -> None:
    rows = np.array(order[:kept], np.intp)
    found = Found.of(rows, np.linspace(1, 0, kept, dtype=np.float32))
    places = found.places(20)
    assert [int(places[row]) for row in rows] == list(range(kept))
    assert [found.place(row) for row in range(20)] == places.tolist()
    assert (places >= 0).sum() == kept
