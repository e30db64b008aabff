"""Reads what `features` wrote: maps, the classifier's opinion and the pictures' labels, all parts in one order."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import torch

from zeroshot.training.features import choose
from zeroshot.training.pictures import Picture, read_packs

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from numpy.typing import NDArray
    from torch import Tensor


@dataclass(frozen=True, slots=True)
class Part:
    """One process's share; `maps` (n, views, 112, h, w) and `pooled` (n, views, 1280; ImageNet's tail) stay on disk."""

    pictures: tuple[Picture, ...]
    maps: NDArray[np.float16]
    pooled: NDArray[np.float16]
    top: Tensor
    probability: Tensor


def read_parts(data: Path, most: int = 0) -> list[Part]:
    """Every part as far as it has got, or the first so many pictures of each."""
    folder = data / "maps"
    chosen = choose(read_packs(data / "packed"))
    names = sorted(folder.glob("progress*.json"))
    return [_read_part(folder, number, chosen[number :: len(names)], most) for number in range(len(names))]


def _read_part(folder: Path, number: int, pictures: Sequence[Picture], most: int) -> Part:
    done = int(json.loads((folder / f"progress{number}.json").read_text(encoding="utf-8")))
    done = min(done, most) if most else done
    return Part(
        pictures=tuple(pictures[:done]),
        maps=np.load(folder / f"maps{number}.npy", mmap_mode="r")[:done],
        pooled=np.load(folder / f"pooled{number}.npy", mmap_mode="r")[:done],
        top=torch.from_numpy(np.load(folder / f"top{number}.npy")[:done].astype(np.int64)),
        probability=torch.from_numpy(np.load(folder / f"probability{number}.npy")[:done].astype(np.float32)),
    )
