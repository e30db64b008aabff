"""What the tests of pictures share: one call from a path to its pixels, and a picture whose corners differ."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

import pytest
from PIL import Image

from zeroshot.images import decode, identify

if TYPE_CHECKING:
    from pathlib import Path

RED, GREEN, BLUE, WHITE = (255, 0, 0), (0, 160, 0), (0, 0, 255), (255, 255, 255)


class Read(Protocol):
    """From a path to its pixels, with the arguments of ``decode``."""

    def __call__(
        self,
        path: Path,
        *,
        min_side: int = 0,
        max_pixels: int = 50_000_000,
        background: tuple[int, int, int] = WHITE,
    ) -> Image.Image:
        """The picture, mode "RGB"."""


@pytest.fixture
def read() -> Read:
    def from_path(
        path: Path, *, min_side: int = 0, max_pixels: int = 50_000_000, background: tuple[int, int, int] = WHITE
    ) -> Image.Image:
        source = identify(path)
        image = decode(source, min_side=min_side, max_pixels=max_pixels, background=background)
        assert image.mode == "RGB"
        return image

    return from_path


@pytest.fixture
def corners() -> Image.Image:
    """48 by 32 pixels: red and green above, blue and white below."""
    image = Image.new("RGB", (48, 32))
    for colour, at in ((RED, (0, 0)), (GREEN, (24, 0)), (BLUE, (0, 16)), (WHITE, (24, 16))):
        image.paste(colour, (*at, at[0] + 24, at[1] + 16))
    return image
