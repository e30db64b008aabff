"""``zeroshot compare``: from labelled pictures to a table, a page and a picture of which descriptions help."""

from __future__ import annotations

import os
from contextlib import ExitStack
from dataclasses import dataclass
from typing import TYPE_CHECKING

import click
import numpy as np
import numpy.typing as npt

from zeroshot import export, labels, plots, report, terminal, variants
from zeroshot.compare import Attempt, Trial, hits
from zeroshot.discover import display_name
from zeroshot.errors import ComparisonError
from zeroshot.labelled import Labelled, read
from zeroshot.report import Result
from zeroshot.session import Session

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path
    from typing import TextIO

    from zeroshot.paths import Folders
    from zeroshot.records import Embedded, LabelSet, Vectors
    from zeroshot.settings import Settings
    from zeroshot.variants import Variant

FAILURES = 5
"""Pictures that couldn't be read and are told one by one."""


@dataclass(frozen=True, slots=True)
class Job:
    """What is to be compared: labelled pictures, the label set (None: the names of the pictures' classes), the seed.

    ``out`` is the HTML page to write, ``png`` the picture of the plots.
    """

    source: Path
    label_set: LabelSet | None
    seed: int
    out: Path | None
    png: Path | None
    quiet: bool

    @property
    def files(self) -> tuple[Path | None, Path | None]:
        """The page and the picture."""
        return self.out, self.png

    def say(self, sentence: str) -> None:
        """Tell the person, unless quiet."""
        if not self.quiet:
            click.echo(sentence, err=True)


def run(job: Job, chosen: Settings, folders: Folders) -> None:
    """Compare, print the table and the advice, write what ``job`` asks for.

    Raises:
        KeyboardInterrupt: the person stopped it; files are as they were before.
        ZeroshotError: it can't go on.
    """
    if any(job.files):
        # matplotlib keeps an index of fonts; with --home it belongs below that folder too
        os.environ.setdefault("MPLCONFIGDIR", str(folders.cache / "matplotlib"))
    labelled = read(job.source, job.label_set)
    for note in labelled.notes:
        job.say(f"Note: {note}")
    with ExitStack() as stack:
        # opened first: a place that can't be written is told before the work, not after it
        page, picture = (None if path is None else stack.enter_context(export.replacing(path)) for path in job.files)
        with terminal.waiting("Loading the model", quiet=job.quiet):
            session = stack.enter_context(Session.open(chosen, folders))
        if session.store.notice:
            job.say(f"Note: {session.store.notice}")
        with terminal.interrupts(session.stop):
            result = _compare(job, session, labelled)
        if result is None:
            job.say("Stopped. What was computed is kept: the same command goes on from there.")
            raise KeyboardInterrupt
        _write(result, page, picture)
    _print(result)
    for path in filter(None, job.files):
        job.say(f"Written: {click.format_filename(path)}")


def _compare(job: Job, session: Session, labelled: Labelled) -> Result | None:
    """The comparison, or None when it was stopped."""
    ways = variants.variants(labelled.label_set, job.seed)
    weights: tuple[Variant, ...] = ()
    if variants.has_descriptions(labelled.label_set):
        weights = variants.weighted(labelled.label_set)
    else:
        job.say("No class has a description, so only names and templates are compared. Give a label set: --labels FILE")
    with terminal.meter("Reading words", "texts", quiet=job.quiet) as meter:
        groups = [of_class for way in ways for label_set in way.label_sets for of_class in session.prompts(label_set)]
        for progress in session.read(groups):
            meter.update(progress.done, progress.total)
    pictures = _embed(job, session, labelled)
    if session.stop.is_set():
        return None
    images, truth, notes = _readable(pictures, labelled)
    for note in notes:
        job.say(f"Note: {note}")
    names = labelled.label_set.names
    return Result(
        display_name(job.source),
        labelled.label_set,
        labels.fingerprint(labelled.label_set),
        session.encoder.id,
        Trial(names, truth, _attempts(session, ways, images, truth), job.seed),
        Trial(names, truth, _attempts(session, weights, images, truth), job.seed) if weights else None,
        (*labelled.notes, *notes),
    )


def _embed(job: Job, session: Session, labelled: Labelled) -> list[Embedded]:
    pictures: list[Embedded] = []
    with terminal.meter("Looking at pictures", "pictures", quiet=job.quiet) as meter:
        for chunk in session.embed(labelled.paths):
            pictures += chunk
            meter.update(len(pictures), len(labelled.paths))
    return pictures


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


def _attempts(
    session: Session, ways: Sequence[Variant], images: Vectors, truth: npt.NDArray[np.intp]
) -> tuple[Attempt, ...]:
    return tuple(
        Attempt(
            way.name,
            np.mean(
                [
                    hits(images, session.class_vectors(session.prompts(label_set), way.weight), truth)
                    for label_set in way.label_sets
                ],
                axis=0,
            ),
        )
        for way in ways
    )


def _write(result: Result, page: TextIO | None, picture: TextIO | None) -> None:
    if page is None and picture is None:
        return
    png = plots.png(result.trial, result.weights)
    if page is not None:
        page.write(report.page(result, png))
    if picture is not None:
        picture.buffer.write(png)  # of the text stream only the bytes below it


def _print(result: Result) -> None:
    terminal.print_table(report.HEADER, report.rows(result.trial), numbers=range(1, 5))
    changes = report.class_rows(result.trial)
    if changes:
        click.echo()
        terminal.print_table(report.CLASS_HEADER, changes, numbers=range(1, 7))
    click.echo(f"\n{result.advice()}")
    if result.weights is not None:
        click.echo(result.weight_advice())
