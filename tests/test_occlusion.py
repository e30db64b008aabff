"""Covering parts of a picture: what is lost tells where it was, for an encoder that can do nothing else."""

from __future__ import annotations

from threading import Event
from typing import TYPE_CHECKING

import numpy as np
import pytest

from zeroshot.occlusion import PLACES, occluded
from zeroshot.records import Progress

if TYPE_CHECKING:
    from conftest import ColourEncoder


def pixels_with(colour: tuple[int, int, int], top: int, left: int) -> np.ndarray:
    """A grey picture of 64 pixels with a coloured square of 16."""
    pixels = np.full((3, 64, 64), 90, np.uint8)
    pixels[:, top : top + 16, left : left + 16] = np.array(colour, np.uint8)[:, None, None]
    return pixels


RED = np.array([1, 0, 0], np.float32)


@pytest.mark.parametrize(("top", "left"), [(0, 0), (24, 40), (48, 48), (8, 48)])
def test_the_map_is_highest_where_the_colour_is(encoder: ColourEncoder, top: int, left: int) -> None:
    *_, found = occluded(pixels_with((250, 60, 60), top, left), RED, encoder, Event())
    assert isinstance(found, np.ndarray)
    row, column = np.unravel_index(found.argmax(), found.shape)
    assert top / 64 * PLACES - 1 <= row <= (top + 16) / 64 * PLACES
    assert left / 64 * PLACES - 1 <= column <= (left + 16) / 64 * PLACES


def test_what_speaks_against_a_colour_is_below_nought(encoder: ColourEncoder) -> None:
    pixels = pixels_with((60, 60, 250), 24, 24)
    *_, found = occluded(pixels, RED, encoder, Event())
    assert isinstance(found, np.ndarray)
    assert found[3:5, 3:5].max() < 0


def test_it_tells_how_far_it_is_and_never_encodes_more_than_a_batch(encoder: ColourEncoder) -> None:
    *progress, _ = occluded(pixels_with((250, 60, 60), 0, 0), RED, encoder, Event())
    assert all(isinstance(news, Progress) for news in progress)
    assert max(encoder.batches) <= encoder.batch_size
    assert encoder.encoded == 1 + progress[-1].total == 1 + progress[-1].done


def test_a_stop_ends_it_within_a_batch(encoder: ColourEncoder) -> None:
    stop = Event()
    news = occluded(pixels_with((250, 60, 60), 0, 0), RED, encoder, stop)
    next(news)
    stop.set()
    assert list(news) == []
    assert encoder.encoded <= 1 + encoder.batch_size
