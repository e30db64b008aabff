"""What corrections teach, on labelled pictures: accuracy and calibration with 0, 1, 4 and 16 of them a class.

The folder holds a folder of pictures for each class; every third class plays the unknown one, which no label names. In
each draw other pictures are the corrections, and all pictures that could not be are answered: the same ones, however
many corrections there are.
"""

from __future__ import annotations

import argparse
import time
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import numpy as np
from measuring import machine, print_table

from zeroshot import labels, metrics, paths
from zeroshot.discover import discover
from zeroshot.judgement import lessons
from zeroshot.judgement.lessons import Reviewed
from zeroshot.results import Encoded, answer
from zeroshot.session import Session
from zeroshot.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    import numpy.typing as npt

    from zeroshot.judgement.classifier import Classifier
    from zeroshot.records import Vectors

SHOTS = (1, 4, 16)
SESSION = (20_000, 500)
"""Pictures and corrections of the session that is answered anew."""


@dataclass(frozen=True, slots=True)
class Material:
    """Vectors of known and unknown pictures, the classes of the known, and the classifier that knows only words."""

    classifier: Classifier
    known: Vectors
    truth: npt.NDArray[np.intp]
    unknown: Vectors


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one draw came to on the pictures that nobody reviewed."""

    right: float
    error: float
    weight: float


def material(folder: Path, model: str, home: Path) -> Material:
    """Embed the pictures of a folder through the program."""
    names = sorted(path.name for path in folder.iterdir() if path.is_dir())
    wanted = [name for place, name in enumerate(names) if place % 3 != 2]
    with Session.open(replace(Settings(), model=model), paths.folders(home)) as session:
        for _ in session.learn(labels.from_names(name.replace("_", " ") for name in wanted)):
            pass
        assert session.labeller is not None
        by_name = {name: _vectors(session, folder / name) for name in names}
        classifier = session.labeller.classifier
    truth = np.concatenate([np.full(len(by_name[name]), place) for place, name in enumerate(wanted)])
    known = np.concatenate([by_name[name] for name in wanted])
    unknown = np.concatenate([vectors for name, vectors in by_name.items() if name not in wanted])
    print(f"{len(wanted)} known classes, {len(known)} pictures; {len(names) - len(wanted)} unknown, {len(unknown)}")
    return Material(classifier, known, truth, unknown)


def _vectors(session: Session, folder: Path) -> Vectors:
    chunks = session.embed(discover([folder]))
    return np.stack([picture.vector for chunk in chunks for picture in chunk if picture.vector is not None])


# --- drawing ---------------------------------------------------------------------------------------------------------


def pool(truth: npt.NDArray[np.intp], most: int, seed: int) -> npt.NDArray[np.intp]:
    """``most`` random pictures of each class, (classes, most)."""
    random = np.random.default_rng(seed)
    return np.stack([random.permutation(np.flatnonzero(truth == place))[:most] for place in range(truth.max() + 1)])


def tried(found: Material, reviewed: npt.NDArray[np.intp], judged: npt.NDArray[np.intp]) -> Outcome:
    """The pictures ``judged`` answered after ``reviewed`` ones have been corrected."""
    classifier, weight = found.classifier, 0.0
    if len(reviewed):
        taught = lessons.learn(classifier, Reviewed(found.known[reviewed], found.truth[reviewed]))
        classifier, weight = taught.classifier, taught.report.weight
    ranking = classifier.rank(found.known[judged], 1)
    right = ranking.classes[:, 0] == found.truth[judged]
    return Outcome(float(right.mean()), metrics.calibration_error(ranking.scores[:, 0], right), weight)


def by_shots(found: Material, draws: int) -> list[tuple[str, list[Outcome]]]:
    """Outcomes by the number of corrections a class."""
    rows: dict[str, list[Outcome]] = {"none": []} | {f"{shots} a class": [] for shots in SHOTS}
    for seed in range(draws):
        chosen = pool(found.truth, max(SHOTS), seed)
        judged = np.setdiff1d(np.arange(len(found.truth)), chosen)
        rows["none"].append(tried(found, chosen[:, 0][:0], judged))
        for shots in SHOTS:
            rows[f"{shots} a class"].append(tried(found, chosen[:, :shots].ravel(), judged))
    return list(rows.items())


def by_habit(found: Material, draws: int) -> list[tuple[str, list[Outcome]]]:
    """Outcomes as people correct: pictures at random, whatever their class, or only what was answered wrongly."""
    rows: dict[str, list[Outcome]] = {}
    wrong = found.classifier.rank(found.known, 1).classes[:, 0] != found.truth
    for seed in range(draws):
        order = np.random.default_rng(seed).permutation(len(found.truth))
        judged, rest = order[: len(order) // 2], order[len(order) // 2 :]
        rows.setdefault("none", []).append(tried(found, rest[:0], judged))
        for name, those in (("at random", rest), ("only wrong ones", rest[wrong[rest]])):
            for count in (10, 40, 160):
                if len(those) >= count:
                    rows.setdefault(f"{count} {name}", []).append(tried(found, those[:count], judged))
    return list(rows.items())


def lines(rows: Sequence[tuple[str, list[Outcome]]]) -> list[tuple[str, ...]]:
    """Rows of the table: means over the draws, and how much one draw differs from another."""
    first = np.array([outcome.right for outcome in rows[0][1]])
    made = []
    for name, outcomes in rows:
        right = np.array([outcome.right for outcome in outcomes])
        gains = right - first[: len(right)]
        made.append(
            (
                name,
                f"{100 * right.mean():.1f}",
                f"{100 * gains.mean():+.1f} ± {100 * gains.std(ddof=1):.1f}",
                f"{100 * gains.min():+.1f}",
                f"{100 * np.mean([outcome.error for outcome in outcomes]):.1f}",
                f"{sum(outcome.weight > 0 for outcome in outcomes)} of {len(outcomes)}",
            )
        )
    return made


# --- speed -----------------------------------------------------------------------------------------------------------


def seconds_anew(found: Material, clock: Callable[[], float]) -> tuple[float, float]:
    """Seconds to learn from, and to answer, a session of that size; a fifth of what is reviewed is none of these."""
    pictures, corrections = SESSION
    random = np.random.default_rng(0)
    every = found.known[random.integers(0, len(found.known), pictures)].astype(np.float16)
    rows, strange = (random.permutation(len(part)) for part in (found.known, found.unknown))
    rows, strange = rows[: corrections * 4 // 5], strange[: corrections // 5]
    vectors = np.concatenate([found.known[rows], found.unknown[strange]])
    begun = clock()
    told = Reviewed(vectors, np.concatenate([found.truth[rows], np.full(len(strange), -1)]))
    taught = lessons.learn(found.classifier, told)
    learned = clock()
    for _ in answer(taught.classifier, Encoded(np.arange(pictures), every)):
        pass
    return learned - begun, clock() - learned


def main() -> None:
    """Embed, draw, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--model", default="starter")
    parser.add_argument("--draws", type=int, default=5)
    given = parser.parse_args()
    print(machine())
    with TemporaryDirectory() as home:
        found = material(given.folder, given.model, Path(home))
    columns = ("corrections", "right %", "gained", "least", "ECE %", "examples count")
    print_table("Corrections of every class alike", columns, lines(by_shots(found, given.draws)))
    print_table("Corrections as people make them", columns, lines(by_habit(found, given.draws)))
    for name, clock in (("on the wall", time.perf_counter), ("of the processor", time.process_time)):
        learning, answering = seconds_anew(found, clock)
        spent = f"learned in {learning:.2f} s, answered in {answering:.2f} s {name}"
        print(f"\n{SESSION[0]:,} pictures, {SESSION[1]} corrections: {spent}")


if __name__ == "__main__":
    main()
