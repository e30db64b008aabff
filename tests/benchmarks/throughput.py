"""Whole jobs, pictures to answers: Zeroshot against the transformers pipeline and open_clip with a DataLoader.

Models are loaded and warmed up before; the texts of the classes are embedded within every job.
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
from models import starter, vit_b_32
from rivals import OpenClip, Transformers, agreement
from workload import CLASSES, megabytes, web_pictures

from zeroshot import labels
from zeroshot.discover import discover
from zeroshot.records import Policy
from zeroshot.session import Session
from zeroshot.settings import Settings
from zeroshot.store import Store

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from zeroshot.encoders import Encoder
    from zeroshot.records import Row

SAME = 0.9999
WARM_UP = 32


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


def main() -> None:
    """Make the workload, run the rounds, print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pictures", type=int, default=256)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--precision", nargs="+", default=["auto"], help="of Zeroshot; several make a row each")
    options = parser.parse_args()
    about = machine()
    with TemporaryDirectory() as name:
        measure(Path(name), options.pictures, options.rounds, options.precision, about)


def measure(place: Path, pictures: int, rounds: int, precisions: list[str], about: str) -> None:
    """Everything below ``place``, which is emptied later."""
    folder, few = place / "pictures", place / "few"
    folder.mkdir()
    few.mkdir()
    paths, warm = web_pictures(folder, pictures), web_pictures(few, min(WARM_UP, pictures))
    vit = vit_b_32(place)
    loader = OpenClip.load(vit.weights.folder)
    pipeline = Transformers.load(loader)
    same = agreement(loader, pipeline, CLASSES)
    if same < SAME:
        raise ValueError(f"transformers computes something else: cosine {same:.6f}")
    ours = {f"zeroshot, ViT-B/32 {p}": Zeroshot(vit.encoder(p), place / p) for p in precisions}
    built_in = starter()
    if built_in is not None:
        ours["zeroshot, starter auto"] = Zeroshot(built_in.encoder(), place / "starter")
    rivals = {
        "transformers pipeline, batch 32, fp32": pipeline.label,
        "open_clip + DataLoader, batch 32, 2 workers, fp32": loader.label,
    }
    jobs: dict[str, Callable[[], object]] = {name: partial(job.label, folder) for name, job in ours.items()}
    jobs |= {name: partial(label, paths, CLASSES) for name, label in rivals.items()}
    for job in ours.values():
        job.label(few)
    for label in rivals.values():
        label(warm, CLASSES)
    spent = alternating(jobs, rounds)
    title = f"{pictures} JPEGs of 400x350, {megabytes(paths)}, {len(CLASSES)} classes, {rounds} rounds; {about}"
    print(f"\nThe same weights in transformers: vectors agree with open_clip's, cosine {same:.7f} or more.")
    print_rows(title, spent, {name: job.encoder.precision for name, job in ours.items()}, list(rivals), pictures)


def print_rows(
    title: str, spent: dict[str, list[float]], precisions: dict[str, str], rivals: list[str], pictures: int
) -> None:
    """One row a job; the ratios are the medians of each round's own."""
    rows = [
        (
            name,
            precisions.get(name, "fp32"),
            f"{pictures / statistics.median(times):.1f}",
            *(f"{ratio(spent[rival], times):.2f}" for rival in rivals),
        )
        for name, times in spent.items()
    ]
    columns = ("whole job", "computes in", "pictures/s", "times the pipeline", "times the DataLoader")
    print_table(title, columns, rows)
    print("\nTo reach: ViT-B/32 1.8 times both, where the processor has bf16; the starter 150 pictures/s.")


if __name__ == "__main__":
    main()
