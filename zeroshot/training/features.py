"""One pass over the pictures: the frozen stages' maps of two views each, and the ImageNet classifier's opinion.

View 0 is a mild crop. View 1 is a stronger crop, brought down to 24-64 px and up again, like the small pictures
that people also have. The classifier judges view 0 only: its opinion is what view 1 must live up to.
Start one process a core (`--part 0 --parts 2` and `--part 1 --parts 2`), each with one thread.
"""

from __future__ import annotations

import argparse
import json
import math
import random
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import torch
from PIL import Image, ImageEnhance

from zeroshot.training.pictures import Picture, read_packs
from zeroshot.training.tower import FEATURES, MEAN_STD, Front, Tail, lite0_weights, load_trunk, new_model

if TYPE_CHECKING:
    from collections.abc import Sequence

    from torch import Tensor

SIZE = 144
"""Side of the training views; the best size for testing lies above it (Touvron et al. 2019, arXiv:1906.06423)."""

MAP_SHAPE = (112, SIZE // 16, SIZE // 16)
_BATCH = 64
_CAP = 60
_TOP = 20
_OFTEN = 0.5  # share of views that are flipped, and that are jittered


@dataclass(frozen=True, slots=True)
class View:
    """How a view is cut: the range of its area and of the low resolution that it passes through, if any."""

    area: tuple[float, float]
    low: tuple[int, int] | None

    def cut(self, picture: Image.Image, chance: random.Random) -> Image.Image:
        """A square view of `SIZE`."""
        side = _crop_side(picture.size, chance.uniform(*self.area), chance.uniform(-0.2, 0.2))
        left, top = (chance.uniform(0, whole - part) for whole, part in zip(picture.size, side, strict=True))
        box = (left, top, left + side[0], top + side[1])
        if self.low:
            small = round(math.exp(chance.uniform(math.log(self.low[0]), math.log(self.low[1]))))
            picture = picture.resize((small, small), Image.Resampling.BICUBIC, box=box, reducing_gap=2.0)
            box = (0.0, 0.0, float(small), float(small))
        view = picture.resize((SIZE, SIZE), Image.Resampling.BICUBIC, box=box, reducing_gap=2.0)
        return _jitter(view, chance)


VIEWS = (View((0.5, 1.0), None), View((0.4, 1.0), (24, 64)))


def _crop_side(size: tuple[int, int], area: float, log_ratio: float) -> tuple[float, float]:
    side = math.sqrt(area) * min(size)
    stretch = math.exp(log_ratio / 2)
    return min(side * stretch, size[0]), min(side / stretch, size[1])


def _jitter(view: Image.Image, chance: random.Random) -> Image.Image:
    if chance.random() < _OFTEN:
        view = view.transpose(Image.Transpose.FLIP_LEFT_RIGHT)
    if chance.random() < _OFTEN:
        for enhance in (ImageEnhance.Brightness, ImageEnhance.Contrast, ImageEnhance.Color):
            view = enhance(view).enhance(chance.uniform(0.7, 1.3))
    return view


def choose(pictures: Sequence[Picture]) -> list[Picture]:
    """At most 60 training pictures of a label and source, and every validation picture."""
    taken: Counter[tuple[str, str]] = Counter()
    chosen = []
    for picture in random.Random(0).sample(pictures, len(pictures)):  # noqa: S311 (a repeatable choice, no secret)
        key = picture.source, picture.label
        taken[key] += picture.split == "train"
        if not picture.label or picture.split == "val" or taken[key] <= _CAP:
            chosen.append(picture)
    return chosen


def to_tensor(views: Sequence[Image.Image]) -> Tensor:
    """Pictures as a normalised batch (n, 3, s, s)."""
    rows = np.stack([np.asarray(view, np.float32) for view in views])
    return torch.from_numpy(rows).permute(0, 3, 1, 2).div(255).sub(MEAN_STD).div(MEAN_STD)


class Extractor:
    """Runs the tower and writes `maps`, `pooled`, `top` and `probability` files of one part as it goes."""

    def __init__(self, folder: Path, part: int, count: int) -> None:
        trunk = new_model().visual.trunk
        weights, self._classifier = lite0_weights()
        load_trunk(trunk, weights)
        self._front, self._tail = Front(trunk).eval(), Tail(trunk).eval()
        self._progress = folder / f"progress{part}.json"
        shape = (count, len(VIEWS), *MAP_SHAPE)
        self._maps = np.lib.format.open_memmap(folder / f"maps{part}.npy", "w+", np.float16, shape)
        pooled = (count, len(VIEWS), FEATURES)
        self._pooled = np.lib.format.open_memmap(folder / f"pooled{part}.npy", "w+", np.float16, pooled)
        self._top = np.lib.format.open_memmap(folder / f"top{part}.npy", "w+", np.int16, (count, _TOP))
        sure = folder / f"probability{part}.npy"
        self._probability = np.lib.format.open_memmap(sure, "w+", np.float16, (count, _TOP))

    @torch.inference_mode()
    def add(self, start: int, pictures: Sequence[Picture]) -> None:
        """Compute and write the rows `start` … of these pictures."""
        stop = start + len(pictures)
        decoded = [picture.open() for picture in pictures]
        chances = [random.Random(f"{p.source} {p.offset}") for p in pictures]  # noqa: S311 (no secret)
        for number, view in enumerate(VIEWS):
            batch = to_tensor([view.cut(*pair) for pair in zip(decoded, chances, strict=True)])
            with torch.autocast("cpu", torch.bfloat16):
                maps = self._front(batch)
                features = self._tail(maps).float()
            if number == 0:
                self._judge(slice(start, stop), features)
            self._maps[start:stop, number] = maps.float().numpy()
            self._pooled[start:stop, number] = features.numpy()
        self._progress.write_text(json.dumps(stop), encoding="utf-8")

    def _judge(self, rows: slice, features: Tensor) -> None:
        probability, top = self._classifier(features).softmax(-1).topk(_TOP)
        self._top[rows], self._probability[rows] = top.numpy(), probability.numpy()


def main() -> None:
    """Extract one part of the chosen pictures, in their shuffled order: any beginning is a fair sample."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder that holds packed/ and receives maps/")
    parser.add_argument("--part", type=int, default=0)
    parser.add_argument("--parts", type=int, default=1)
    arguments = parser.parse_args()
    torch.set_num_threads(1)
    folder = arguments.data / "maps"
    folder.mkdir(exist_ok=True)
    chosen = choose(read_packs(arguments.data / "packed"))[arguments.part :: arguments.parts]
    extractor = Extractor(folder, arguments.part, len(chosen))
    for start in range(0, len(chosen), _BATCH):
        extractor.add(start, chosen[start : start + _BATCH])
    print(f"{len(chosen)} pictures")


if __name__ == "__main__":
    main()
