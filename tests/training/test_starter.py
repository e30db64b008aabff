"""The built-in model's folder, as it is shipped."""

from __future__ import annotations

import json
import stat
from typing import TYPE_CHECKING

import numpy as np
import pytest
from PIL import Image

from zeroshot.encoders import Encoder, Precision, open_encoder
from zeroshot.weights import inspect, starter

if TYPE_CHECKING:
    from pathlib import Path

_ALLOWED = {"open_clip_config.json", "open_clip_model.safetensors", "MODEL_CARD.md"}


@pytest.fixture(scope="module")
def encoder() -> Encoder:
    return open_encoder(inspect(starter(), "starter"), precision=Precision.FP32)


def _files() -> list[Path]:
    return [path for path in starter().rglob("*") if path.is_file()]


def test_the_folder_holds_safetensors_and_no_pickle() -> None:
    assert {path.name for path in _files()} == _ALLOWED


def test_the_folder_is_at_most_40_mb() -> None:
    assert sum(path.stat().st_size for path in _files()) <= 40_000_000


def test_everybody_may_read_the_weights() -> None:
    assert stat.S_IMODE((starter() / "open_clip_model.safetensors").stat().st_mode) & 0o444 == 0o444


def test_the_configuration_asks_for_no_download() -> None:
    config = json.loads((starter() / "open_clip_config.json").read_text(encoding="utf-8"))
    assert config["model_cfg"]["vision_cfg"]["timm_model_pretrained"] is False


def test_texts_become_unit_rows_that_know_what_is_alike(encoder: Encoder) -> None:
    rows = encoder.encode_texts(["a photo of a dog.", "a photo of a puppy.", "a photo of a truck."])
    assert np.allclose(np.linalg.norm(rows, axis=1), 1, atol=1e-5)
    assert rows[0] @ rows[1] > rows[0] @ rows[2] + 0.1


def test_pictures_become_unit_rows(encoder: Encoder) -> None:
    pixels = encoder.preprocess(Image.new("RGB", (300, 200), "steelblue"))
    row = encoder.encode_images([pixels])[0]
    assert row.shape == (encoder.dim,)
    assert np.linalg.norm(row) == pytest.approx(1, abs=1e-5)
