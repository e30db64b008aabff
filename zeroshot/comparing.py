"""``zeroshot compare``: from labelled pictures to a table, a page and a picture of which descriptions help."""

from __future__ import annotations

import gc
import time
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import click

from zeroshot import comparison, contest, export, report, terminal, variants
from zeroshot.comparison import Comparison
from zeroshot.contest import Contest, Entrant
from zeroshot.discover import display_name
from zeroshot.labelled import read
from zeroshot.session import Session

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path
    from typing import TextIO

    from zeroshot.labelled import Labelled
    from zeroshot.paths import Folders
    from zeroshot.records import LabelSet, Progress
    from zeroshot.report import Result
    from zeroshot.settings import Settings
    from zeroshot.store import Store


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
    """Compare ways to describe the classes, print the table and the advice, write what ``job`` asks for.

    Raises:
        KeyboardInterrupt: the person stopped it; files are as they were before.
        ZeroshotError: it can't go on.
    """
    labelled = _read(job)
    if not variants.has_descriptions(labelled.label_set):
        job.say("No class has a description, so only names and templates are compared. Give a label set: --labels FILE")
    with _files(job) as (page, picture):
        result, _ = _tried(job, labelled, chosen, folders)
        _tell_notes(job, result, labelled)
        comparison.write(result, page, picture, folders.cache)
    _print(result)
    _tell_files(job)


def run_models(job: Job, models: Sequence[str], chosen: Settings, folders: Folders) -> None:
    """Compare models, of which one at a time is in memory; otherwise as ``run`` does."""
    labelled = _read(job)
    with _files(job) as (page, picture):
        entrants: list[Entrant] = []
        for name, model in zip(contest.names(models), models, strict=True):
            entrants.append(Entrant(name, *_tried(job, labelled, replace(chosen, model=model), folders, name)))
            gc.collect()  # timm's towers hold themselves in a circle, and the next model may need all their room
        found = Contest(tuple(entrants))
        _tell_notes(job, found.first, labelled)
        comparison.write_files(
            lambda: contest.png(found), lambda png: contest.page(found, png), page, picture, folders.cache
        )
    _print_contest(found)
    _tell_files(job)


def _read(job: Job) -> Labelled:
    labelled = read(job.source, job.label_set)
    for note in labelled.notes:
        job.say(f"Note: {note}")
    return labelled


@contextmanager
def _files(job: Job) -> Iterator[tuple[TextIO | None, TextIO | None]]:
    """The page and the picture; opened first: a place that can't be written is told before the work, not after it."""
    with ExitStack() as stack:
        page, picture = (None if path is None else stack.enter_context(export.replacing(path)) for path in job.files)
        yield page, picture


def _tried(
    job: Job, labelled: Labelled, chosen: Settings, folders: Folders, name: str = ""
) -> tuple[Result, float | None]:
    """What was found with one model, which is let go of then, and its speed if that can be told.

    A model with a ``name`` is one of several, which are compared in fewer ways.
    """
    of = f" ({name})" if name else ""
    with ExitStack() as stack:
        with terminal.loading(of, quiet=job.quiet) as watch:
            session = stack.enter_context(Session.open(chosen, folders, watch=watch))
        if session.store.notice:
            job.say(f"Note: {session.store.notice}")
        only = frozenset(contest.WAYS) if name else frozenset[str]()
        compared = Comparison(session, labelled, display_name(job.source), job.seed, only)
        with terminal.interrupts(session.stop):
            _meter(job, f"Reading words{of}", "texts", compared.read())
            speed = _Speed(session.store)
            _meter(job, f"Looking at pictures{of}", "pictures", speed.watched(compared.look()))
        result = compared.result()
    if result is None:
        job.say("Stopped. What was computed is kept: the same command goes on from there.")
        raise KeyboardInterrupt
    return result, speed.rate


@dataclass(slots=True)
class _Speed:
    """Pictures a second that came new into the store, after the first step, which waits for the network to warm up."""

    store: Store
    rate: float | None = None

    def watched(self, steps: Iterator[Progress]) -> Iterator[Progress]:
        """The steps as they are; then the rate is known, if there were enough."""
        begun: tuple[int, float] | None = None
        for progress in steps:
            begun = begun or (self.store.count_pictures(), time.monotonic())
            yield progress
        if begun is not None:
            new, seconds = self.store.count_pictures() - begun[0], time.monotonic() - begun[1]
            self.rate = new / seconds if new >= contest.ENOUGH else None


def _meter(job: Job, title: str, unit: str, steps: Iterator[Progress]) -> None:
    with terminal.meter(title, unit, quiet=job.quiet) as meter:
        for progress in steps:
            meter.update(progress.done, progress.total)


def _tell_notes(job: Job, result: Result, labelled: Labelled) -> None:
    """Notes beyond those that were told before the work."""
    for note in result.notes[len(labelled.notes) :]:
        job.say(f"Note: {note}")


def _tell_files(job: Job) -> None:
    for path in filter(None, job.files):
        job.say(f"Written: {click.format_filename(path)}")


def _print(result: Result) -> None:
    terminal.print_table(report.HEADER, report.rows(result.trial), numbers=range(1, 5))
    changes = report.class_rows(result.trial)
    if changes:
        click.echo()
        terminal.print_table(report.CLASS_HEADER, changes, numbers=range(1, 7))
    click.echo(f"\n{result.advice()}")
    if result.weights is not None:
        click.echo(result.weight_advice())


def _print_contest(found: Contest) -> None:
    for way, trial in found.trials():
        click.echo(f"{way.capitalize()}:")
        terminal.print_table(found.header(), found.rows(trial), numbers=range(1, 6))
        click.echo()
    for sentence in found.advice():
        click.echo(sentence)
