"""Small models on disk, made without torch."""

from __future__ import annotations

import json
from threading import Event
from typing import TYPE_CHECKING

import numpy as np
import pytest
from safetensors.numpy import save_file

from zeroshot import paths, weights
from zeroshot.weights import bundle

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from zeroshot.paths import Folders

WIDTH, WORDS, CONTEXT, PATCH, SIDE = 8, 50, 6, 4, 8
MODEL = {
    "embed_dim": WIDTH,
    "vision_cfg": {"layers": 1, "width": WIDTH, "patch_size": PATCH, "image_size": SIDE},
    "text_cfg": {"layers": 1, "width": WIDTH, "vocab_size": WORDS, "context_length": CONTEXT},
}
SHAPES = {
    "logit_scale": (),
    "token_embedding.weight": (WORDS, WIDTH),
    "positional_embedding": (CONTEXT, WIDTH),
    "text_projection": (WIDTH, WIDTH),
    "transformer.resblocks.0.ln_1.weight": (WIDTH,),
    "visual.conv1.weight": (WIDTH, 3, PATCH, PATCH),
    "visual.positional_embedding": ((SIDE // PATCH) ** 2 + 1, WIDTH),
    "visual.proj": (WIDTH, WIDTH),
    "visual.transformer.resblocks.0.ln_1.weight": (WIDTH,),
}


def _save(file: Path, shapes: dict[str, tuple[int, ...]]) -> Path:
    """Weights of these shapes."""
    save_file({key: np.full(shape, key == "logit_scale", np.float16) for key, shape in shapes.items()}, file)
    return file


@pytest.fixture(scope="session")
def save_weights() -> Callable[[Path, dict[str, tuple[int, ...]]], Path]:
    """Save weights of these shapes."""
    return _save


@pytest.fixture
def folders(tmp_path: Path) -> Folders:
    """Somebody's home."""
    return paths.folders(tmp_path / "home")


@pytest.fixture
def model(tmp_path: Path) -> Path:
    """A model folder as somebody made it: with a licence, and with things that are no part of a model."""
    folder = tmp_path / "small"
    folder.mkdir()
    (folder / weights.CONFIG).write_text(json.dumps({"model_cfg": MODEL, "preprocess_cfg": {}}))
    _save(folder / "open_clip_model.safetensors", SHAPES)
    (folder / "README.md").write_text("---\ntags:\n- clip\nlicense: mit\n---\n# Small\n")
    (folder / "LICENSE").write_text("Do what you like.\n" * 100)
    (folder / "pytorch_model.bin").write_bytes(b"\x80\x04.")
    (folder / "diary.txt").write_text("private")
    return folder


@pytest.fixture
def exported(model: Path, tmp_path: Path) -> Path:
    """The model as a bundle."""
    file = tmp_path / "small.zsmodel"
    list(bundle.export(weights.inspect(model, "small"), file, Event()))
    return file


@pytest.fixture
def nothing_came(folders: Folders) -> Callable[[], bool]:
    """Whether the home is without a model, and without anything half done."""
    return lambda: (
        weights.names(folders) == ("starter",)
        and not [path for path in folders.models.glob("**/*") if path.suffix != ".lock"]
    )
