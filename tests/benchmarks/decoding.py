"""Camera JPEGs to the network's input: ours against Pillow's full decode and open_clip's transform, on one thread.

Ours is identify (hash), decode at a scale of the file's own, and resize; what comes out is uint8, normalised later
in batches. Theirs ends in normalised floats. The second table is the price: how far vectors move by it.
"""

from __future__ import annotations

import argparse
import statistics
import time
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

import numpy as np
import torch
from measuring import alternating, machine, print_table, ratio
from models import starter, vit_b_32
from PIL import Image
from workload import CAMERA, megabytes, photos

from zeroshot import early, images
from zeroshot.encoders.torchvision_import import import_open_clip
from zeroshot.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from models import Model

    from zeroshot.encoders import Encoder
    from zeroshot.records import Pixels, Vectors

DRAFTS = (1.0, 1.5, 2.0)
SCALE = 8  # the most that JPEG decoding shrinks by
MAX_PIXELS = Settings().max_pixels


@dataclass(frozen=True, slots=True)
class Way:
    """How files become the input of one network."""

    model: Model
    encoder: Encoder
    transform: Callable[[Image.Image], torch.Tensor]

    @classmethod
    def of(cls, model: Model) -> Way:
        """In fp32, so that the vectors differ by their pixels alone."""
        encoder = model.encoder("fp32")
        transform = import_open_clip().transform
        config = transform.PreprocessCfg(**encoder._model.visual.preprocess_cfg)
        return cls(model, encoder, transform.image_transform_v2(config, is_train=False))

    def ours(self, path: Path, draft: float) -> Pixels:
        """As the pipeline does it; every pixel is decoded when ``draft`` is 0."""
        min_side = round(draft * min(self.encoder.image_size))
        source = images.identify(path)
        return self.encoder.preprocess(images.decode(source, min_side=min_side, max_pixels=MAX_PIXELS))

    def theirs(self, path: Path) -> torch.Tensor:
        """As open_clip's README does it."""
        with Image.open(path) as image:
            return self.transform(image)

    def vectors(self, paths: Sequence[Path], draft: float) -> Vectors:
        """Unit rows (n, d)."""
        return self.encoder.encode_images([self.ours(path, draft) for path in paths])


def main() -> None:
    """Make the photos, print both tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pictures", type=int, default=12)
    parser.add_argument("--rounds", type=int, default=5)
    options = parser.parse_args()
    about = machine()
    with TemporaryDirectory() as name:
        place = Path(name)
        paths = photos(place, options.pictures)
        ways = [Way.of(model) for model in (vit_b_32(place), starter()) if model is not None]
        title = f"{len(paths)} JPEGs of 4000x3000, {options.rounds} rounds, CPU time on one thread; {about}"
        print_table(
            title, ("milliseconds a picture", "ours", "theirs", "times faster"), speed(ways, paths, options.rounds)
        )
        print(f"\nTo reach: 4 times for a network of 224 pixels. zeroshot.early.DRAFT is {early.DRAFT}.")
        columns = ("full decode against DRAFT", "cosine, min", "mean", "of differences, min", "mean")
        print_table(f"What draft decoding changes, {len(paths)} photos each, fp32", columns, price(ways, place, paths))
        print("\nWorst: photos whose short side is 8 * DRAFT times the network's, so that least is left to resize.")
        print("Of differences: cosines without the mean vector of the photos; all that tells of random weights.")


def speed(ways: Sequence[Way], paths: Sequence[Path], rounds: int) -> list[tuple[str, ...]]:
    """A row for every network and kind of photo."""
    torch.set_num_threads(1)
    kinds = {kind: [path for path in paths if path.name.startswith(kind)] for kind in ("smooth", "detailed")}
    rows = []
    for way in ways:
        for kind, of_kind in kinds.items():
            jobs = {
                "ours": partial(_each, partial(way.ours, draft=early.DRAFT), of_kind),
                "theirs": partial(_each, way.theirs, of_kind),
            }
            for job in jobs.values():
                job()
            spent = alternating(jobs, rounds, time.process_time)
            milliseconds = [f"{statistics.median(spent[name]) / len(of_kind) * 1000:.1f}" for name in jobs]
            times = f"{ratio(spent['theirs'], spent['ours']):.2f}"
            rows.append((f"{_name(way)}, {kind} {megabytes(of_kind)}", *milliseconds, times))
    return rows


def price(ways: Sequence[Way], place: Path, paths: Sequence[Path]) -> list[tuple[str, ...]]:
    """A row for every network, DRAFT and size of photo."""
    rows = []
    for way in ways:
        full = way.vectors(paths, 0)
        for draft in DRAFTS:
            rows.append(
                (f"{_name(way)}, {draft:g}, {CAMERA[0]}x{CAMERA[1]}", *_compared(full, way.vectors(paths, draft)))
            )
            worst = _worst(way, draft)
            paths_of_worst = photos(place, len(paths), worst)
            compared = _compared(way.vectors(paths_of_worst, 0), way.vectors(paths_of_worst, draft))
            rows.append((f"{_name(way)}, {draft:g}, worst {worst[0]}x{worst[1]}", *compared))
    return rows


def _worst(way: Way, draft: float) -> tuple[int, int]:
    """The size, 4:3, that is decoded to exactly ``draft`` times the network's input.

    Both sides are multiples of the scale: else the crop after resizing may sit a pixel aside, which shows more.
    """
    short = round(draft * min(way.encoder.image_size))
    return short * 4 // 3 * SCALE, short * SCALE


def _name(way: Way) -> str:
    return f"{way.model.name} at {min(way.encoder.image_size)}"


def _each(work: Callable[[Path], Any], paths: Sequence[Path]) -> None:
    for path in paths:
        work(path)


def _compared(full: Vectors, draft: Vectors) -> tuple[str, str, str, str]:
    """Smallest and mean cosine, of the vectors and of their differences from the mean."""
    mean = full.mean(axis=0)
    plain, middled = _cosines(full, draft), _cosines(full - mean, draft - mean)
    return f"{plain.min():.5f}", f"{plain.mean():.5f}", f"{middled.min():.4f}", f"{middled.mean():.4f}"


def _cosines(one: Vectors, other: Vectors) -> Vectors:
    return (one * other).sum(axis=1) / (np.linalg.norm(one, axis=1) * np.linalg.norm(other, axis=1))


if __name__ == "__main__":
    main()
