"""Labelling stored pictures again with new classes: how long, spent where, and with how much memory.

The vectors of all files are put into the store directly, unless ``--cold`` really encodes them with the starter.
"""

from __future__ import annotations

import argparse
import io
import statistics
import time
from collections import Counter
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Event
from typing import TYPE_CHECKING, TypeVar

import numpy as np
import peak
from measuring import machine, print_table, seconds
from models import starter, vit_b_32
from workload import CLASSES, copies, many_classes, web_pictures

from zeroshot import images, labels, paths
from zeroshot.discover import discover
from zeroshot.export import Format, writer
from zeroshot.pipeline import Pipeline
from zeroshot.records import Policy
from zeroshot.session import Session
from zeroshot.settings import Settings
from zeroshot.store import Store, rounded

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from models import Model

    from zeroshot.encoders import Encoder
    from zeroshot.judgement.classifier import Classifier
    from zeroshot.records import Embedded, LabelSet, Prediction, Source
    from zeroshot.store import Vector

FEW = 200
PART = 1000  # files that are stored together
MAX_PIXELS = Settings().max_pixels
PARTS = ("words", "discover", "index read", "index written", "vectors", "classify", "rows", "CSV", "the rest")

_T = TypeVar("_T")


# --- timers ----------------------------------------------------------------------------------------------------------


class Clock:
    """Seconds of the main thread by part; the rest is handing files to threads and waiting for them."""

    def __init__(self) -> None:
        self.spent: Counter[str] = Counter()

    @contextmanager
    def part(self, name: str) -> Iterator[None]:
        """Counts what happens in the block."""
        begun = time.perf_counter()
        yield
        self.spent[name] += time.perf_counter() - begun

    def each(self, name: str, items: Iterable[_T]) -> Iterator[_T]:
        """``items``, with the time that it takes to get them."""
        iterator = iter(items)
        end = object()
        while True:
            with self.part(name):
                item = next(iterator, end)
            if item is end:
                return
            yield item  # type: ignore[misc]


class TimedStore(Store):
    """A store that tells a clock."""

    clock = Clock()

    def sources(self, paths: Sequence[Path]) -> dict[Path, Source]:
        with self.clock.part("index read"):
            return super().sources(paths)

    def put_sources(self, sources: Iterable[Source]) -> None:
        with self.clock.part("index written"):
            super().put_sources(sources)

    def pictures(self, keys: Iterable[bytes], encoder: str) -> dict[bytes, Vector]:
        with self.clock.part("vectors"):
            return super().pictures(keys, encoder)


@dataclass(frozen=True, slots=True)
class TimedClassifier:
    """A classifier that tells a clock."""

    inner: Classifier
    clock: Clock

    def predict(self, pictures: Sequence[Embedded], policy: Policy) -> list[Prediction]:
        with self.clock.part("classify"):
            return self.inner.predict(pictures, policy)

    def __getattr__(self, name: str) -> object:
        return getattr(self.inner, name)


# --- the jobs --------------------------------------------------------------------------------------------------------


def label(encoder: Encoder, file: Path, folder: Path, label_set: LabelSet) -> Counter[str]:
    """The program's job from discovery to CSV text, with an encoder that is loaded; where its seconds went."""
    clock, stream = Clock(), io.StringIO()
    begun = time.perf_counter()
    store = TimedStore.open(file)
    store.clock = clock
    with Session(encoder, store, MAX_PIXELS) as session:
        with clock.part("words"):
            for _ in session.learn(label_set):
                pass
        session.labeller = replace(session.labeller, classifier=TimedClassifier(session.labeller.classifier, clock))
        out = writer(stream, Format.CSV)
        for chunk in session.run(clock.each("discover", discover([folder])), Policy()):
            for prediction in chunk:
                with clock.part("rows"):
                    rows = session.rows(prediction)
                with clock.part("CSV"):
                    out.write(rows)
    total = time.perf_counter() - begun
    clock.spent["the rest"] = total - clock.spent.total()
    return clock.spent


def fill(encoder: Encoder, file: Path, files: Sequence[Path]) -> None:
    """Put every file and a vector for it into the store, as a run with ``encoder`` would have."""
    random = np.random.default_rng(0)
    with Store.open(file) as store:
        key = Pipeline(encoder, store, max_pixels=MAX_PIXELS, stop=Event())._encoder_key
        for start in range(0, len(files), PART):
            part = files[start : start + PART]
            sources = [images.identify(path) for path in part]
            vectors = random.standard_normal((len(part), encoder.dim), np.float32)
            vectors = rounded(vectors / np.linalg.norm(vectors, axis=1, keepdims=True))
            store.put_pictures({source.key: vector for source, vector in zip(sources, vectors, strict=True)}, key)
            store.put_sources(sources)


def forget_words(file: Path) -> None:
    """Make the classes new again."""
    with Store.open(file) as store:
        store._connection.execute("DELETE FROM texts")


# --- measuring -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Workload:
    """Folders of pictures: all of them, a few hundred of them, and those whose encoding is timed."""

    place: Path
    everything: list[Path]
    sample: int
    new: LabelSet

    @classmethod
    def made(cls, place: Path, pictures: int, sample: int) -> Workload:
        """Distinct pictures in ``sample``, repeated with other content in ``everything`` and its beginning, ``few``."""
        folders = {name: place / name for name in ("sample", "everything", "few")}
        for folder in folders.values():
            folder.mkdir()
        bases = web_pictures(folders["sample"], sample)
        everything = copies(bases, folders["everything"], pictures)
        copies(bases, folders["few"], min(FEW, pictures))
        return cls(place, everything, sample, labels.from_names(many_classes(100)))

    def folder(self, name: str) -> Path:
        """One of the three."""
        return self.place / name


def main() -> None:
    """Make the files, print the tables of every model."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pictures", type=int, default=20_000)
    parser.add_argument(
        "--sample", type=int, default=256, help="distinct pictures, and how many are encoded for the rate"
    )
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--cold", action="store_true", help="really encode everything with the starter")
    options = parser.parse_args()
    print(machine())
    with TemporaryDirectory() as name:
        work = Workload.made(Path(name), options.pictures, options.sample)
        for model in (vit_b_32(work.place), starter()):
            if model is None:
                continue
            home = work.place / f"home-{model.weights.name}"
            cold = cold_runs(model, home, work) if options.cold and model.argument == "starter" else None
            times(model, home, work, options.rounds, cold)
            memory(model, home, work, cold)


def cold_runs(model: Model, home: Path, work: Workload) -> tuple[peak.Run, peak.Run]:
    """Runs of the command line that encode everything, and a few in another home."""
    return _run(model, home, work, "everything"), _run(model, work.place / "home-few", work, "few")


def times(model: Model, home: Path, work: Workload, rounds: int, cold: tuple[peak.Run, peak.Run] | None) -> None:
    """Encode the sample and label everything again, in turn; print where the seconds went."""
    encoder, file = _encoder(model, home), paths.folders(home).store
    if cold is None:
        fill(encoder, file, work.everything)
    first = labels.from_names(CLASSES)
    encoding: list[float] = []
    again: list[Counter[str]] = []
    label(encoder, work.place / "warm.sqlite", work.folder("few"), first)
    for number in range(rounds):
        fresh = work.place / f"{model.weights.name}{number}.sqlite"
        encoding.append(seconds(lambda fresh=fresh: label(encoder, fresh, work.folder("sample"), first)))
        forget_words(file)
        again.append(label(encoder, file, work.folder("everything"), work.new))
    count = len(work.everything)
    whole = statistics.median(encoding) / work.sample * count
    share = statistics.median(
        spent.total() / (one / work.sample * count) for spent, one in zip(again, encoding, strict=True)
    )
    rows = [(part, *_share(statistics.median(spent[part] for spent in again), whole)) for part in PARTS]
    total = statistics.median(spent.total() for spent in again)
    rows.append(("together", f"{total:.2f}", f"{share:.2%}"))
    title = (
        f"{model.name} in {encoder.precision}: {count:,} stored pictures labelled again with {len(work.new.labels)} "
        f"new classes, {rounds} rounds"
    )
    print_table(title, ("part", "s", "of encoding"), rows)
    print(f"\nEncoding them takes {whole:,.0f} s, by the {count / whole:.1f} pictures/s of {work.sample} of them.")
    if cold is not None:
        print(f"It really took {cold[0].seconds:,.0f} s, start and loading included: {total / cold[0].seconds:.2%}.")
    print(f"To reach: 1 % together, 100 times as fast; it is {1 / share:.0f} times.")


def memory(model: Model, home: Path, work: Workload, cold: tuple[peak.Run, peak.Run] | None) -> None:
    """Peaks of whole processes over everything and over a few; ``--cold`` adds those that encode."""
    _fill_few(model, work)
    again = _run(model, home, work, "everything"), _run(model, work.place / "home-stored-few", work, "few")
    runs = {"stored before": again} if cold is None else {"stored before": again, "encoding": cold}
    rows = [
        (name, f"{all_.seconds:.1f}", *_megabytes(all_.peak, few.peak, all_.peak - few.peak))
        for name, (all_, few) in runs.items()
    ]
    count = len(work.everything)
    columns = ("zeroshot label, with start and loading", f"s, {count:,}", f"MB, {count:,}", f"MB, {FEW}", "MB more")
    print_table(f"{model.name}: peak memory of the process", columns, rows)
    print("\nTo reach: 300 MB more at most.")


def _fill_few(model: Model, work: Workload) -> None:
    """A store for the few as they lie in their own folder."""
    home, files = work.place / "home-stored-few", sorted(work.folder("few").iterdir())
    fill(_encoder(model, home), paths.folders(home).store, files)


def _encoder(model: Model, home: Path) -> Encoder:
    """The very encoder that the command line chooses with this home: what another one stored is of no use to it."""
    return model.encoder(cache=paths.folders(home).networks)


def _run(model: Model, home: Path, work: Workload, folder: str) -> peak.Run:
    """``zeroshot label`` over one of the folders, into a CSV."""
    classes = ", ".join(f'"{name}"' for name in work.new.names)
    chosen = ("--model", model.argument, "--device", "cpu", "--home", home, "--out", work.place / "out.csv")
    return peak.run("label", work.folder(folder), "--classes", classes, "--quiet", *chosen)


def _share(part: float, whole: float) -> tuple[str, str]:
    return f"{part:.2f}", f"{part / whole:.2%}"


def _megabytes(*sizes: int) -> tuple[str, ...]:
    return tuple(f"{size / 1e6:,.0f}" for size in sizes)


if __name__ == "__main__":
    main()
