"""Pictures and class names for the benchmarks, made on the spot and the same every time."""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import numpy as np
from PIL import Image

from zeroshot import labels

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

CLASSES = ("dog", "cat", "bird", "car", "bicycle", "house", "flower", "mountain", "beach", "bowl of soup")
SMALL = (400, 350)
CAMERA = (4000, 3000)

_LONG_AGO = 1_600_000_000  # the store's file index leaves out what changed within the last seconds

# Octaves of random colours, (cells across, weight), and the sigma of grey noise in levels of 255.
_WEB = (((6, 0.7), (40, 0.3)), 6.5)
_SMOOTH = (((5, 0.7), (24, 0.3)), 3.5)
_DETAILED = (((7, 0.45), (50, 0.2), (300, 0.2), (1000, 0.15)), 3.5)


def web_pictures(folder: Path, count: int) -> list[Path]:
    """JPEGs of 400 by 350 pixels and about 50 KB, as on web pages."""
    return [_save(folder / f"web{number}.jpg", SMALL, _WEB, number, quality=88) for number in range(count)]


def photos(folder: Path, count: int, size: tuple[int, int] = CAMERA) -> list[Path]:
    """JPEGs as cameras write them, half of them smooth and half full of detail: 2 to 5 MB at 12 megapixels."""
    kinds = ((_SMOOTH, "smooth"), (_DETAILED, "detailed"))
    return [
        _save(folder / f"{name}{number}-{size[1]}.jpg", size, kind, number, quality=90)
        for number in range((count + 1) // 2)
        for kind, name in kinds
    ][:count]


def copies(bases: Sequence[Path], folder: Path, count: int) -> list[Path]:
    """``count`` files of different content: the pictures of ``bases`` in turn, each with a few bytes after its end."""
    contents = [path.read_bytes() for path in bases]

    def write(number: int) -> Path:
        path = folder / f"{number}.jpg"
        path.write_bytes(contents[number % len(contents)] + number.to_bytes(4, "big"))
        os.utime(path, (_LONG_AGO, _LONG_AGO))
        return path

    with ThreadPoolExecutor() as pool:
        return list(pool.map(write, range(count)))


def many_classes(count: int) -> tuple[str, ...]:
    """The first ``count`` different names of the built-in label sets."""
    names = {labels.key(name): name for builtin in labels.builtin_names() for name in labels.builtin(builtin).names}
    if len(names) < count:
        raise ValueError(f"the built-in label sets have only {len(names)} different names")
    return tuple(names.values())[:count]


def megabytes(paths: Sequence[Path]) -> str:
    """The sizes of files as a range."""
    sizes = [path.stat().st_size / 1e6 for path in paths]
    return f"{min(sizes):.2g} to {max(sizes):.2g} MB"


def _save(
    path: Path, size: tuple[int, int], kind: tuple[Sequence[tuple[int, float]], float], seed: int, *, quality: int
) -> Path:
    octaves, noise = kind
    random = np.random.default_rng([seed, *size])
    width, height = size
    levels = random.standard_normal((height, width, 1), np.float32) * np.float32(noise)
    levels = np.repeat(levels, 3, axis=2)
    for cells, weight in octaves:
        grid = random.integers(0, 256, (max(2, cells * height // width), cells, 3), np.uint8)
        levels += np.float32(weight) * np.asarray(Image.fromarray(grid).resize(size, Image.Resampling.BICUBIC))
    Image.fromarray(levels.clip(0, 255).astype(np.uint8)).save(path, quality=quality)
    return path
