"""From a picture of any size to the network's, as open_clip does it: Pillow alone, no tensors."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Self

import numpy as np
from PIL import Image

from zeroshot.weights import CONFIG

if TYPE_CHECKING:
    from collections.abc import Mapping

    from zeroshot.records import Box, Pixels
    from zeroshot.weights import Weights

STRIP = 32
"""A picture is resized whole when its longer side is at most this many times the shorter."""


@dataclass(frozen=True, slots=True)
class Geometry:
    """What open_clip's transform of a model does to a picture's size, before it normalises the colours.

    ``size`` is (height, width). Modes: "shortest" lets the shorter side fit and crops the middle, "longest" lets the
    longer one fit and pads with ``fill``, "squash" lets both fit.
    """

    size: tuple[int, int]
    mode: str = "shortest"
    resample: Image.Resampling = Image.Resampling.BICUBIC
    fill: int = 0

    @classmethod
    def of_model(cls, weights: Weights) -> Self:
        """As ``of`` the model's configuration, before the model is loaded; open_clip takes the size of the tower."""
        written = json.loads((weights.folder / CONFIG).read_text(encoding="utf-8")).get("preprocess_cfg")
        return cls.of({**(written or {}), "size": weights.model["vision_cfg"].get("image_size", 224)})

    @classmethod
    def of(cls, config: Mapping[str, Any]) -> Self:
        """By a model's ``preprocess_cfg``, as open_clip keeps it."""
        size = config["size"]
        height, width = (size, size) if isinstance(size, int) else (int(size[0]), int(size[1]))
        is_bilinear = config.get("interpolation") == "bilinear"
        resample = Image.Resampling.BILINEAR if is_bilinear else Image.Resampling.BICUBIC
        return cls((height, width), config.get("resize_mode") or "shortest", resample, config.get("fill_color") or 0)

    def __call__(self, image: Image.Image) -> Pixels:
        """An RGB picture as uint8 (3, height, width)."""
        height, width = self.size
        image = _without_ends(image) if self.mode == "shortest" else image
        pixels = image.resize(self._resized(image.width, image.height), self.resample)
        if pixels.size != (width, height):
            left, top = _half(pixels.width - width), _half(pixels.height - height)
            if pixels.width < width or pixels.height < height:
                canvas = Image.new("RGB", (width, height), (self.fill,) * 3)
                canvas.paste(pixels, (-left, -top))
                pixels = canvas
            else:
                pixels = pixels.crop((left, top, left + width, top + height))
        return np.ascontiguousarray(np.asarray(pixels).transpose(2, 0, 1))

    def seen(self, width: int, height: int) -> Box:
        """The part of a picture of this size that becomes the input, as shares of its sides.

        A share below 0 or above 1 lies in what a picture is padded with.
        """
        ends = _ends(width, height) if self.mode == "shortest" else (0, 0)
        whole = (width - 2 * ends[0], height - 2 * ends[1])
        resized = self._resized(*whole)
        left, right = _reach(width, ends[0], whole[0] / resized[0], resized[0], self.size[1])
        top, bottom = _reach(height, ends[1], whole[1] / resized[1], resized[1], self.size[0])
        return left, top, right, bottom

    def _resized(self, width: int, height: int) -> tuple[int, int]:
        """The width and height that a whole picture of this size would get, rounded as torchvision and open_clip do."""
        wanted_height, wanted_width = self.size
        if self.mode == "squash":
            return wanted_width, wanted_height
        if self.mode == "shortest" and wanted_width == wanted_height:
            shorter = min(width, height)
            return int(wanted_width * width / shorter), int(wanted_width * height / shorter)
        ratios = width / wanted_width, height / wanted_height
        ratio = max(ratios) if self.mode == "longest" else min(ratios)
        return max(1, round(width / ratio)), max(1, round(height / ratio))


def _half(excess: int) -> int:
    """Where the middle begins; rounded as torchvision rounds a crop, and as open_clip rounds a margin."""
    return round(excess / 2) if excess >= 0 else -(-excess // 2)


def _reach(side: int, cut: int, scale: float, resized: int, wanted: int) -> tuple[float, float]:
    """Where the input begins and ends along one side of a picture, as shares of it; ``scale`` undoes the resizing."""
    begin = _half(resized - wanted)
    return (cut + begin * scale) / side, (cut + (begin + wanted) * scale) / side


def _without_ends(image: Image.Image) -> Image.Image:
    """A long strip cut to what is left of it anyway, and more: resized whole, 60,000 by 1 pixels would be 12 GB."""
    left, top = _ends(image.width, image.height)
    return image.crop((left, top, image.width - left, image.height - top)) if left or top else image


def _ends(width: int, height: int) -> tuple[int, int]:
    """Pixels that are cut off on the left and right, and above and below, of a long strip."""
    longest = STRIP * min(width, height)
    return max(0, width - longest) // 2, max(0, height - longest) // 2
