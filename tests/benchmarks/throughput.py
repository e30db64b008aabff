"""Whole jobs, pictures to answers: Zeroshot against the transformers pipeline and open_clip with a DataLoader.

Models are loaded and warmed up before; the texts of the classes are embedded within every job. A whole job is also
held against its own encoder alone, which is given pictures that are ready: what that leaves is the price of the rest.
"""

from __future__ import annotations

import argparse
import statistics
from dataclasses import dataclass, field
from functools import partial
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from measuring import alternating, machine, print_table, ratio
from models import VIT, initialised, starter
from rivals import OpenClip, Transformers, agreement
from workload import CAMERA, CLASSES, SMALL, megabytes, photos, web_pictures

from zeroshot import early, images, labels, pipeline
from zeroshot.discover import discover
from zeroshot.records import Policy
from zeroshot.session import Session
from zeroshot.settings import Settings
from zeroshot.store import Store

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from models import Model

    from zeroshot.encoders import Encoder
    from zeroshot.records import Pixels, Row

SAME = 0.9999
WARM_UP = 32
READY = 64  # pictures that the encoder alone is given, again and again
PIPELINE, LOADER = "transformers pipeline, batch 32", "open_clip + DataLoader, batch 32, 2 workers"
TO_REACH = """
To reach, by whole jobs: ViT-B/32 on 400x350 JPEGs 2 times both rivals with bf16 and 3 times with int8, and 0.85 of its
encoder alone; on 12-megapixel JPEGs (--camera) 4 times the pipeline; MobileCLIP2-S0 8 times the DataLoader."""


@dataclass(slots=True)
class Zeroshot:
    """The program's own job, in a new store every time."""

    encoder: Encoder
    stores: Path
    _numbers: Iterator[int] = field(default_factory=count)

    def label(self, folder: Path) -> list[Row]:
        """Discover, identify, decode, encode, store, classify: the rows of every picture of ``folder``."""
        self.stores.mkdir(exist_ok=True)
        store = Store.open(self.stores / f"{next(self._numbers)}.sqlite")
        with Session(self.encoder, store, Settings().max_pixels) as session:
            for _ in session.learn(labels.from_names(CLASSES)):
                pass
            return [
                row
                for chunk in session.run(discover([folder]), Policy())
                for prediction in chunk
                for row in session.rows(prediction)
            ]

    def ready(self, paths: Sequence[Path]) -> list[Pixels]:
        """What the network is given of files."""
        least = round(early.DRAFT * min(self.encoder.image_size))
        decoded = (
            images.decode(images.identify(path), min_side=least, max_pixels=Settings().max_pixels) for path in paths
        )
        return [self.encoder.preprocess(image) for image in decoded]

    def encode(self, pixels: Sequence[Pixels], pictures: int) -> None:
        """As many as ``pictures``, in the batches that a run makes."""
        size = min(self.encoder.batch_size, pipeline.CHUNK)
        for start in range(0, pictures, size):
            here = start % len(pixels)
            self.encoder.encode_images(pixels[here : here + min(size, pictures - start)])


@dataclass(frozen=True, slots=True)
class Workload:
    """A folder of pictures, and one of a few to warm up with."""

    folder: Path
    paths: list[Path]
    few: Path
    warm: list[Path]

    @classmethod
    def made(cls, place: Path, pictures: int, *, camera: bool) -> Workload:
        """JPEGs of 400 by 350, or of 12 megapixels."""
        make = photos if camera else web_pictures
        folder, few = place / "pictures", place / "few"
        folder.mkdir()
        few.mkdir()
        return cls(folder, make(folder, pictures), few, make(few, min(8 if camera else WARM_UP, pictures)))


def main() -> None:
    """Make the workload, run the rounds, print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pictures", type=int, default=256)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--camera", action="store_true", help="12-megapixel JPEGs")
    parser.add_argument("--model", default=VIT, help="an architecture of open_clip's; only ViT-B-32 meets transformers")
    parser.add_argument("--precision", nargs="+", default=["auto"], help="of Zeroshot; several make a row each")
    parser.add_argument("--backend", default="auto", help="of Zeroshot")
    parser.add_argument("--starter", action="store_true", help="a row more: the built-in model")
    options = parser.parse_args()
    about = machine()
    with TemporaryDirectory() as name:
        place = Path(name)
        work = Workload.made(place, options.pictures, camera=options.camera)
        model = initialised(place, options.model)
        ours = contenders(model, place, options)
        rivals = rivals_of(model)
        spent, alone = measure(work, ours, rivals, options.rounds)
        width, height = CAMERA if options.camera else SMALL
        what = f"{len(work.paths)} JPEGs of {width}x{height}, {megabytes(work.paths)}"
        title = f"{what}, {len(CLASSES)} classes, {options.rounds} rounds; {about}"
        print_rows(title, spent, alone, len(work.paths))


def contenders(model: Model, place: Path, options: argparse.Namespace) -> dict[str, Zeroshot]:
    """Zeroshot in every precision that is asked for, by what it says that it computes in."""
    cache = place / "cache"
    encoders = [(model.name, model.encoder(precision, options.backend, cache)) for precision in options.precision]
    built_in = starter() if options.starter else None
    if built_in is not None:
        encoders.append((built_in.name, built_in.encoder("auto", options.backend, cache)))
    return {
        _named(name, encoder): Zeroshot(encoder, place / f"stores{number}")
        for number, (name, encoder) in enumerate(encoders)
    }


def _named(name: str, encoder: Encoder) -> str:
    """With the backend and the precision, which may have been left to them."""
    return f"zeroshot, {name}, {encoder.id.split('/')[1]} {encoder.precision}"


def rivals_of(model: Model) -> dict[str, Callable[[Sequence[Path], Sequence[str]], list[str]]]:
    """Those who can run a model, checked to compute the same."""
    loader = OpenClip.load(model.weights.folder)
    if model.weights.name != VIT:
        return {LOADER: loader.label}
    pipeline_ = Transformers.load(loader)
    same = agreement(loader, pipeline_, CLASSES)
    if same < SAME:
        raise ValueError(f"transformers computes something else: cosine {same:.6f}")
    print(f"\nThe same weights in transformers: vectors agree with open_clip's, cosine {same:.7f} or more.")
    return {PIPELINE: pipeline_.label, LOADER: loader.label}


def measure(
    work: Workload,
    ours: dict[str, Zeroshot],
    rivals: dict[str, Callable[[Sequence[Path], Sequence[str]], list[str]]],
    rounds: int,
) -> tuple[dict[str, list[float]], dict[str, list[float]]]:
    """Seconds of whole jobs in every round, and of the encoders alone in the same rounds."""
    ready = {name: job.ready(work.paths[:READY]) for name, job in ours.items()}
    jobs: dict[str, Callable[[], object]] = {}
    for name, job in ours.items():
        job.label(work.few)
        jobs[name] = partial(job.label, work.folder)
        jobs[f"{name} alone"] = partial(job.encode, ready[name], len(work.paths))
    for name, label in rivals.items():
        label(work.warm, CLASSES)
        jobs[f"{name}, fp32"] = partial(label, work.paths, CLASSES)
    spent = alternating(jobs, rounds)
    return spent, {name: spent.pop(f"{name} alone") for name in ours}


def print_rows(title: str, spent: dict[str, list[float]], alone: dict[str, list[float]], pictures: int) -> None:
    """One row a job; the ratios are the medians of each round's own."""
    rivals = [name for name in spent if name not in alone]
    rows = [
        (
            name,
            f"{pictures / statistics.median(times):.1f}",
            *(f"{ratio(spent[rival], times):.2f}" for rival in rivals),
            f"{pictures / statistics.median(alone[name]):.1f}" if name in alone else "",
            f"{ratio(alone[name], times):.2f}" if name in alone else "",
        )
        for name, times in spent.items()
    ]
    against = (f"times {rival.partition(',')[0]}" for rival in rivals)
    print_table(title, ("whole job", "pictures/s", *against, "encoder alone", "of it"), rows)
    print(TO_REACH)


if __name__ == "__main__":
    main()
