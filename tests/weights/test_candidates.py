"""Which architectures weights may be of that come alone: told by their shapes, without reading them."""

from __future__ import annotations

import json
import math
from typing import TYPE_CHECKING

import pytest
import tiny_clip

from zeroshot import weights
from zeroshot.errors import WeightsError
from zeroshot.weights.bring import candidates

if TYPE_CHECKING:
    from pathlib import Path

BASE = {
    "token_embedding.weight": (49408, 512),
    "positional_embedding": (77, 512),
    "text_projection": (512, 512),
    "transformer.resblocks.11.ln_1.weight": (512,),
    "visual.conv1.weight": (768, 3, 32, 32),
    "visual.positional_embedding": (50, 768),
    "visual.proj": (768, 512),
    "visual.transformer.resblocks.11.ln_1.weight": (768,),
}


def save_hollow(file: Path, shapes: dict[str, tuple[int, ...]]) -> Path:
    """Weights of these shapes, all zeros, that take no room on the disk."""
    head, end = {}, 0
    for name, shape in shapes.items():
        begin, end = end, end + 2 * math.prod(shape)
        head[name] = {"dtype": "F16", "shape": shape, "data_offsets": [begin, end]}
    told = json.dumps(head).encode()
    with file.open("wb") as stream:
        stream.write(len(told).to_bytes(8, "little") + told)
        stream.truncate(8 + len(told) + end)
    return file


def test_shapes_tell_what_weights_may_be_of(tmp_path: Path) -> None:
    file = save_hollow(tmp_path / "alone.safetensors", BASE)
    found = candidates(file)
    assert found is not None
    assert {"ViT-B-32", "ViT-B-32-quickgelu"} <= set(found)
    assert not {"ViT-B-16", "ViT-L-14", "ViT-B-32-256"} & set(found)
    assert candidates(tmp_path) == found, "a folder with nothing else"


def test_weights_that_fit_none_have_no_candidates(tmp_path: Path) -> None:
    model = tiny_clip.write(tmp_path / "tiny")
    (model / weights.CONFIG).unlink()
    assert candidates(model) == ()


def test_nothing_is_asked_where_the_model_says_it_or_there_is_none(tmp_path: Path) -> None:
    page = tmp_path / "page.safetensors"
    page.write_text("<!DOCTYPE html>")
    bundle = tmp_path / "model.zsmodel"
    bundle.write_bytes(b"PK")
    for path in (tiny_clip.write(tmp_path / "tiny"), page, bundle, tmp_path / "missing"):
        assert candidates(path) is None


def test_damaged_weights_are_one_sentence(tmp_path: Path) -> None:
    file = save_hollow(tmp_path / "half.safetensors", BASE)
    with file.open("r+b") as stream:
        stream.truncate(1000)
    with pytest.raises(WeightsError, match="damaged or incomplete"):
        candidates(file)
