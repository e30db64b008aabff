"""A comparison of ways to describe classes, from labelled pictures to its result and report.

The command line and the window both call it; neither prints nor asks here.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from zeroshot import labels, plots, report, variants
from zeroshot.compare import Attempt, Trial, hits
from zeroshot.discover import display_name
from zeroshot.errors import ComparisonError
from zeroshot.records import Embedded, Progress
from zeroshot.report import Result

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path
    from typing import TextIO

    from zeroshot.labelled import Labelled
    from zeroshot.records import Vectors
    from zeroshot.session import Session
    from zeroshot.variants import Variant

FAILURES = 5
"""Pictures that couldn't be read and are told one by one."""


@dataclass(slots=True)
class Comparison:
    """Reads words, looks at pictures and comes to a result, in this order; the session's ``stop`` ends each step.

    ``source`` names the pictures; ``seed`` is that of random words and of resampling; ``only`` names the ways that are
    tried instead of all of them and the weights.
    """

    session: Session
    labelled: Labelled
    source: str
    seed: int = 0
    only: frozenset[str] = frozenset()
    _pictures: list[Embedded] = field(default_factory=list)

    @property
    def is_described(self) -> bool:
        """Whether any class has a description; else only names and templates are compared."""
        return variants.has_descriptions(self.labelled.label_set)

    def read(self) -> Iterator[Progress]:
        """Embed the texts of all ways.

        Raises:
            LabelError: a class name alone is longer than the model's context.
        """
        sets = [label_set for way in self._ways() for label_set in way.label_sets]
        yield from self.session.read(group for label_set in sets for group in self.session.prompts(label_set))

    def look(self) -> Iterator[Progress]:
        """Embed the pictures; what the store knows costs nothing.

        Raises:
            StoreError, EncoderError: it can't go on.
        """
        for chunk in self.session.embed(self.labelled.paths):
            self._pictures += chunk
            yield Progress(len(self._pictures), len(self.labelled.paths))

    def result(self) -> Result | None:
        """What was found, or None when it was stopped.

        Raises:
            ComparisonError: no picture can be read.
        """
        if self.session.stop.is_set():
            return None
        images, truth, notes = _readable(self._pictures, self.labelled)
        label_set = self.labelled.label_set
        weights = variants.weighted(label_set) if self.is_described and not self.only else ()
        return Result(
            self.source,
            label_set,
            labels.fingerprint(label_set),
            self.session.encoder.id,
            Trial(label_set.names, truth, self._attempts(self._ways(), images, truth), self.seed),
            Trial(label_set.names, truth, self._attempts(weights, images, truth), self.seed) if weights else None,
            (*self.labelled.notes, *notes),
        )

    def _ways(self) -> tuple[Variant, ...]:
        ways = variants.variants(self.labelled.label_set, self.seed)
        return tuple(way for way in ways if not self.only or way.name in self.only)

    def _attempts(self, ways: Sequence[Variant], images: Vectors, truth: npt.NDArray[np.intp]) -> tuple[Attempt, ...]:
        return tuple(Attempt(way.name, self._hits(way, images, truth)) for way in ways)

    def _hits(self, way: Variant, images: Vectors, truth: npt.NDArray[np.intp]) -> npt.NDArray[np.float64]:
        """How right a way is about each picture, the mean of its label sets, (n,)."""
        draws = [
            hits(images, self.session.class_vectors(self.session.prompts(label_set), way.weight), truth)
            for label_set in way.label_sets
        ]
        mean: npt.NDArray[np.float64] = np.mean(draws, axis=0)
        return mean


def write(result: Result, page: TextIO | None, picture: TextIO | None, cache: Path) -> None:
    """Write the HTML page and the PNG of the plots that are wanted; ``cache`` is the program's cache folder."""
    write_files(
        lambda: plots.png(result.trial, result.weights), lambda png: report.page(result, png), page, picture, cache
    )


def write_files(
    draw: Callable[[], bytes], compose: Callable[[bytes], str], page: TextIO | None, picture: TextIO | None, cache: Path
) -> None:
    """Write what is wanted of a page that is composed with a picture, and of the picture, which is drawn once."""
    if page is None and picture is None:
        return
    plots.keep_fonts(cache)
    png = draw()
    if page is not None:
        page.write(compose(png))
    if picture is not None:
        picture.buffer.write(png)  # of the text stream only the bytes below it


def _readable(pictures: Sequence[Embedded], labelled: Labelled) -> tuple[Vectors, npt.NDArray[np.intp], list[str]]:
    """Unit rows (n, d) of the pictures that could be read, their classes (n,), and what is to be told of the others."""
    rows = [picture.vector for picture in pictures if picture.vector is not None]
    failed = [picture for picture in pictures if picture.vector is None]
    notes = [f"Left out: {display_name(picture.path)}: {picture.error}" for picture in failed[:FAILURES]]
    if len(failed) > FAILURES:
        notes.append(f"Left out: {len(failed) - FAILURES:,} more that can't be read.")
    if not rows:
        raise ComparisonError(
            f"No picture can be read. The first one: {display_name(failed[0].path)}: {failed[0].error}"
        )
    known = zip(pictures, labelled.truth, strict=True)
    return np.stack(rows), np.array([place for picture, place in known if picture.vector is not None], np.intp), notes
