"""None of these: how well each method tells strangers, on labelled pictures.

Every folder given holds a folder of pictures for each class. Two of three classes of each are known; the pictures of
every third are their *kin*, and those of the other folders are *others*. First each method answers them that needs no
reviewed picture, then what so many reviewed pictures teach, of which 3 in 10 are strangers.
"""

from __future__ import annotations

import argparse
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from measuring import print_table

from zeroshot import labels, metrics, paths
from zeroshot.discover import discover
from zeroshot.judgement import familiarity
from zeroshot.judgement.familiarity import EVEN, AgainstNegatives, Method
from zeroshot.judgement.lessons import Reviewed
from zeroshot.session import Session
from zeroshot.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    import numpy.typing as npt

    from zeroshot.judgement.classifier import Classifier
    from zeroshot.judgement.familiarity import Detector
    from zeroshot.records import Vectors

REVIEWED = (20, 50, 200)
DRAWS = 5
STRANGE = 0.3


@dataclass(frozen=True, slots=True)
class Material:
    """The pictures of one folder: known ones and their kin, and what a model makes of the known classes' names."""

    name: str
    classifier: Classifier
    negatives: Vectors
    known: Vectors
    kin: Vectors


def material(folder: Path, model: str, home: Path) -> Material:
    """Embed the pictures of a folder and the names of its known classes."""
    names = sorted(path.name for path in folder.iterdir() if path.is_dir())
    wanted = [name for place, name in enumerate(names) if place % 3 != 2]
    with Session.open(replace(Settings(), model=model), paths.folders(home)) as session:
        for _ in session.learn(labels.from_names(name.replace("_", " ") for name in wanted), Method.CALIBRATED):
            pass
        assert session.labeller is not None
        known, kin = (
            [path for name in names if (name in wanted) == of_class for path in discover([folder / name])]
            for of_class in (True, False)
        )
        vectors = _vectors(session, known), _vectors(session, kin)
        classifier = session.labeller.classifier
        assert isinstance(classifier.detector, AgainstNegatives)
        return Material(folder.name, classifier, classifier.detector.negatives, *vectors)


def _vectors(session: Session, pictures: Sequence[Path]) -> Vectors:
    return np.stack([one.vector for chunk in session.embed(pictures) for one in chunk if one.vector is not None])


def judged(detector: Detector, classifier: Classifier, known: Vectors, strange: Vectors) -> tuple[float, float, float]:
    """AUROC, false accepts and false rejects at the threshold that weighs both the same."""
    familiar = [_familiar(detector, classifier, images) for images in (known, strange)]
    return metrics.auroc(*familiar), float((familiar[1] >= EVEN).mean()), float((familiar[0] < EVEN).mean())


def _familiar(detector: Detector, classifier: Classifier, images: Vectors) -> npt.NDArray[np.float64]:
    similarities = classifier.similarities(images)
    return detector.familiarity(images, similarities, classifier.logit_scale * similarities)


def plain(one: Material, strange: Vectors) -> Iterator[tuple[str, tuple[float, ...]]]:
    """What the methods do that need no reviewed picture."""
    for method in (Method.NEGATIVES, Method.SOFTMAX, Method.MARGIN):
        detector = familiarity.before_review(method, one.classifier.logit_scale, one.negatives)
        yield method.value, judged(detector, one.classifier, one.known, strange)


def taught(one: Material, strange: Vectors) -> Iterator[tuple[str, tuple[float, ...]]]:
    """What reviewed pictures teach, judged by the rest; then the false accepts and false rejects it expects itself."""
    for count in REVIEWED:
        for draw in range(DRAWS):
            random = np.random.default_rng(draw)
            of_none = round(STRANGE * count)
            own, other = random.permutation(len(one.known)), random.permutation(len(strange))
            vectors = np.concatenate([one.known[own[: count - of_none]], strange[other[:of_none]]])
            # that a known one is of the first class is as good as of another here
            reviewed = Reviewed(vectors, np.where(np.arange(count) < count - of_none, 0, -1))
            detector = familiarity.calibrate(one.classifier, reviewed)
            assert detector is not None
            rest = one.known[own[count - of_none :]], strange[other[of_none:]]
            expected = detector.expected(EVEN)
            assert expected is not None
            figures = judged(detector, one.classifier, *rest)
            yield f"{count} reviewed", (*figures, expected.false_accepts, expected.false_rejects)


def trials(every: Sequence[Material]) -> Iterator[tuple[str, str, str, tuple[float, ...]]]:
    """Folder, strangers, method and figures."""
    for one in every:
        others = np.concatenate([np.concatenate([two.known, two.kin]) for two in every if two is not one])
        for kind, strange in (("kin", one.kin), ("others", others)):
            for name, figures in (*plain(one, strange), *taught(one, strange)):
                yield one.name, kind, name, figures


def mean(found: Mapping[tuple[str, str], list[tuple[float, ...]]]) -> list[list[str]]:
    """A line for each kind of strangers and method."""
    lines = []
    for (kind, name), figures in found.items():
        auroc, *shares = np.mean(figures, axis=0).tolist()
        lines.append(
            [f"{kind}, {name}", f"{auroc:.3f}", *(f"{share:.1%}" for share in shares), *[""] * (4 - len(shares))]
        )
    return lines


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folders", nargs="+", type=Path, help="two at least: each the others of the others")
    parser.add_argument("--model", default="starter")
    parser.add_argument("--home", type=Path, required=True, help="where vectors are kept")
    arguments = parser.parse_args()
    every = [material(folder, arguments.model, arguments.home) for folder in arguments.folders]
    found: dict[tuple[str, str], list[tuple[float, ...]]] = {}
    for folder, kind, name, figures in trials(every):
        for title in (kind, f"{folder}: {kind}"):
            found.setdefault((title, name), []).append(figures)
    for one in every:
        print(f"{one.name}: {len(one.known)} known pictures, {len(one.kin)} kin, {len(one.negatives)} negatives")
    columns = ("strangers, method", "AUROC", "false accepts", "false rejects", "expected accepts", "expected rejects")
    print_table(f"None of these, {arguments.model}, threshold {EVEN}", columns, mean(found))


if __name__ == "__main__":
    main()
