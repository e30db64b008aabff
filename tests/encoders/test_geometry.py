"""Sizes, crops and margins against open_clip's own transform."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from PIL import Image

from zeroshot.encoders.geometry import Geometry
from zeroshot.encoders.torchvision_import import import_open_clip
from zeroshot.weights import inspect

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

SIDES = st.integers(25, 700)
CONFIGS = (
    {"size": 224},
    {"size": (224, 224), "interpolation": "bilinear"},
    {"size": 96, "resize_mode": "longest", "fill_color": 128},
    {"size": (64, 128), "resize_mode": "longest"},
    {"size": 256, "resize_mode": "squash", "interpolation": "bilinear"},
    {"size": (96, 64)},
)


def picture(width: int, height: int) -> Image.Image:
    """Smooth, as photographs are."""
    coarse = np.random.default_rng(0).integers(0, 256, (5, 6, 3), np.uint8)
    return Image.fromarray(coarse).resize((width, height), Image.Resampling.BICUBIC)


@pytest.mark.parametrize("config", CONFIGS, ids=str)
@given(SIDES, SIDES)
@example(400, 350)
@example(500, 375)
@example(25, 800)
@example(64, 65)  # a margin of one pixel, on one side
def test_pixels_equal_those_of_open_clips_own_transform(config: dict, width: int, height: int) -> None:
    transform = import_open_clip().transform
    steps = transform.image_transform_v2(transform.PreprocessCfg(**config), is_train=False).transforms
    image = theirs = picture(width, height)
    for step in steps[:-3]:  # the last three convert and normalise
        theirs = step(theirs)
    np.testing.assert_array_equal(Geometry.of(config)(image), np.asarray(theirs).transpose(2, 0, 1))


@pytest.mark.parametrize("name", ["ViT-B-32", "ViT-B-32-SigLIP2-256", "MobileCLIP2-S0", "PE-Core-T-16-384"])
def test_the_geometry_is_known_before_the_model_is_loaded(model_folder: Callable[[str], Path], name: str) -> None:
    found = inspect(model_folder(name), name)
    model = import_open_clip().create_model(f"local-dir:{found.folder}", load_weights=False)
    assert Geometry.of_model(found) == Geometry.of(model.visual.preprocess_cfg)


def test_a_long_strip_needs_no_more_memory_than_any_picture() -> None:
    strip = Image.new("RGB", (60_000, 1), "red")  # resized whole it would be 224 by 13,440,000
    pixels = Geometry((224, 224))(strip)
    assert pixels.shape == (3, 224, 224)
    assert pixels[0].min() == 255


def ramp(width: int, height: int) -> Image.Image:
    """Red tells how far to the right a pixel lies, from 0 to 250; green how far down."""
    pixels = np.zeros((height, width, 3), np.uint8)
    pixels[..., 0] = 250 * (np.arange(width) + 0.5) / width
    pixels[..., 1] = 250 * ((np.arange(height) + 0.5) / height)[:, None]
    return Image.fromarray(pixels)


@pytest.mark.parametrize("config", CONFIGS, ids=str)
@given(st.integers(60, 700), st.integers(60, 700))
@example(2400, 60)
@example(60, 2400)
def test_what_is_seen_of_a_picture_is_what_the_pixels_show(config: dict, width: int, height: int) -> None:
    geometry = Geometry.of(config)
    pixels = geometry(ramp(width, height)).astype(float) / 250
    left, top, right, bottom = geometry.seen(width, height)
    rows, columns = geometry.size
    across = left + (right - left) * (np.arange(columns) + 0.5) / columns
    down = top + (bottom - top) * (np.arange(rows) + 0.5) / rows
    steps = 3 * (bottom - top) / rows, 3 * (right - left) / columns  # at the edges of a picture pixels are smeared
    inner_rows, inner_columns = (
        np.flatnonzero((at > step) & (at < 1 - step)) for at, step in zip((down, across), steps, strict=True)
    )
    if not len(inner_rows) or not len(inner_columns):
        return
    shown = pixels[:, inner_rows][:, :, inner_columns]
    np.testing.assert_allclose(shown[0], np.broadcast_to(across[inner_columns], shown[0].shape), atol=0.02)
    np.testing.assert_allclose(shown[1], np.broadcast_to(down[inner_rows][:, None], shown[1].shape), atol=0.02)
