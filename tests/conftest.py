"""What many tests share: small real pictures, and an encoder whose answers can be computed by hand."""

from __future__ import annotations

import hashlib
import signal
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import hypothesis
import numpy as np
import pytest
from PIL import Image

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from zeroshot.records import Box, Pixels, Vectors

# Begun in the background of a shell, this process ignores Ctrl-C, and so would every program that a test starts.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)

# A busy machine is no reason to fail: what is slow is measured by the benchmarks.
hypothesis.settings.register_profile("zeroshot", deadline=None)
hypothesis.settings.load_profile("zeroshot")

COLOURS = {"red": (200, 30, 30), "green": (30, 160, 40), "blue": (40, 60, 210)}


@dataclass
class ColourEncoder:
    """Answers ``zeroshot.encoders.Encoder``: a picture's vector is its mean colour, a text's the colours it names."""

    id: str = "colours/test/0/fp32"
    dim: int = 3
    image_size: tuple[int, int] = (8, 8)
    context_length: int = 32
    batch_size: int = 4
    logit_scale: float = 20.0
    logit_bias: float | None = None
    device: str = "cpu"
    precision: str = "fp32"
    batches: list[int] = field(default_factory=list)
    read: list[str] = field(default_factory=list)

    @property
    def encoded(self) -> int:
        """Pictures that went through ``encode_images``."""
        return sum(self.batches)

    def preprocess(self, image: Image.Image) -> Pixels:
        return np.asarray(image.resize(self.image_size)).transpose(2, 0, 1)

    def seen(self, _width: int, _height: int) -> Box:
        return 0.0, 0.0, 1.0, 1.0

    def encode_images(self, batch: Sequence[Pixels]) -> Vectors:
        self.batches.append(len(batch))
        return _unit(np.stack(batch).reshape(len(batch), 3, -1).mean(axis=2) - 80)

    def encode_texts(self, texts: Sequence[str]) -> Vectors:
        self.read.extend(texts)
        return _unit(np.array([_colours_of(text) for text in texts], np.float32))

    def count_tokens(self, text: str) -> int:
        return len(text.split()) + 2


def _colours_of(text: str) -> list[float]:
    """The sum of the colours named in ``text``, and a little of the text itself, so that no two are equal."""
    noise = np.frombuffer(hashlib.sha256(text.encode()).digest()[:3], np.uint8) / 255
    named = [np.subtract(rgb, 80) for name, rgb in COLOURS.items() if name in text]
    return list(np.sum([*named, noise], axis=0))


def _unit(rows: np.ndarray) -> Vectors:
    floats = rows.astype(np.float32)
    return floats / np.linalg.norm(floats, axis=1, keepdims=True)


@pytest.fixture
def encoder() -> ColourEncoder:
    return ColourEncoder()


@pytest.fixture
def paint(tmp_path: Path) -> Callable[..., Path]:
    """Write a small picture of one colour; ``shade`` makes files of one colour differ."""

    def paint(name: str, colour: str, shade: int = 0) -> Path:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        rgb = tuple(value + shade % 40 for value in COLOURS[colour])
        image = Image.new("RGB", (16 + shade // 40, 12), rgb)
        image.save(path)
        return path

    return paint
