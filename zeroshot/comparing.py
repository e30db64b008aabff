"""``zeroshot compare``: from labelled pictures to a table, a page and a picture of which descriptions help."""

from __future__ import annotations

from contextlib import ExitStack
from dataclasses import dataclass
from typing import TYPE_CHECKING

import click

from zeroshot import comparison, export, report, terminal
from zeroshot.comparison import Comparison
from zeroshot.discover import display_name
from zeroshot.labelled import read
from zeroshot.session import Session

if TYPE_CHECKING:
    from pathlib import Path

    from zeroshot.paths import Folders
    from zeroshot.records import LabelSet
    from zeroshot.report import Result
    from zeroshot.settings import Settings


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
            result = _compare(job, Comparison(session, labelled, display_name(job.source), job.seed))
        if result is None:
            job.say("Stopped. What was computed is kept: the same command goes on from there.")
            raise KeyboardInterrupt
        comparison.write(result, page, picture, folders.cache)
    _print(result)
    for path in filter(None, job.files):
        job.say(f"Written: {click.format_filename(path)}")


def _compare(job: Job, compared: Comparison) -> Result | None:
    """The comparison, or None when it was stopped."""
    if not compared.is_described:
        job.say("No class has a description, so only names and templates are compared. Give a label set: --labels FILE")
    for title, unit, steps in (
        ("Reading words", "texts", compared.read()),
        ("Looking at pictures", "pictures", compared.look()),
    ):
        with terminal.meter(title, unit, quiet=job.quiet) as meter:
            for progress in steps:
                meter.update(progress.done, progress.total)
    result = compared.result()
    if result is not None:
        for note in result.notes[len(compared.labelled.notes) :]:
            job.say(f"Note: {note}")
    return result


def _print(result: Result) -> None:
    terminal.print_table(report.HEADER, report.rows(result.trial), numbers=range(1, 5))
    changes = report.class_rows(result.trial)
    if changes:
        click.echo()
        terminal.print_table(report.CLASS_HEADER, changes, numbers=range(1, 7))
    click.echo(f"\n{result.advice()}")
    if result.weights is not None:
        click.echo(result.weight_advice())
