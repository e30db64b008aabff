"""``zeroshot evaluate``: from pictures whose classes are known to a table, sentences and files."""

from __future__ import annotations

from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, fields, replace
from threading import Event
from typing import TYPE_CHECKING

import click

from zeroshot import export, labelled, labels, terminal
from zeroshot.corrections import Corrections
from zeroshot.evaluation.examination import Examination, Streams, unseen, write
from zeroshot.evaluation.tables import TABLE_HEADER, table_rows
from zeroshot.evaluation.verdict import findings, headline
from zeroshot.labelling import corrected, learned
from zeroshot.session import Session

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from zeroshot.evaluation.tables import Evaluated
    from zeroshot.judgement.familiarity import Method
    from zeroshot.labelled import Known
    from zeroshot.paths import Folders
    from zeroshot.records import LabelSet, Policy, Progress, Truths
    from zeroshot.settings import Settings


@dataclass(frozen=True, slots=True)
class Files:
    """What is to be written: the HTML page, the CSV, the JSON, the PNG."""

    out: Path | None
    csv: Path | None
    json: Path | None
    png: Path | None

    @property
    def all(self) -> tuple[Path | None, ...]:
        """Each of them, wanted or not."""
        return tuple(getattr(self, field.name) for field in fields(self))


@dataclass(frozen=True, slots=True)
class Job:
    """What is to be evaluated: labelled pictures, the label set (None: the names of the pictures' classes), and how.

    ``reject_by`` is how it is told that a picture is none of the classes. ``templates`` take the place of the label
    set's, as an option gives them; with ``several`` pictures can have several labels, as in sets that say so
    themselves. ``corrections`` is a file of pictures to learn from, ``new_classes`` whether classes that only they name
    join.
    """

    source: Path
    label_set: LabelSet | None
    policy: Policy
    files: Files
    reject_by: Method | None = None
    templates: str | None = None
    several: bool = False
    corrections: Path | None = None
    new_classes: bool = False
    quiet: bool = False

    def say(self, sentence: str) -> None:
        """Tell the person, unless quiet."""
        if not self.quiet:
            click.echo(sentence, err=True)


def run(job: Job, chosen: Settings, folders: Folders) -> None:
    """Answer the pictures, print how good the answers are, write what ``job`` asks for.

    Raises:
        KeyboardInterrupt: the person stopped it; files are as they were before.
        ZeroshotError: it can't go on.
    """
    known, truths = _known(job)
    for note in known.notes:
        job.say(f"Note: {note}")
    with _streams(job.files) as streams:
        evaluated = _examined(job, known, truths, chosen, folders)
        for note in evaluated.notes[len(known.notes) :]:
            job.say(f"Note: {note}")
        _write(job, evaluated, streams, chosen, folders)
    _print(evaluated)
    for path in filter(None, job.files.all):
        job.say(f"Written: {click.format_filename(path)}")


def _known(job: Job) -> tuple[Known, Truths]:
    """The pictures to evaluate, and what is said of others to learn from."""
    label_set, said = job.label_set, Corrections({})
    if label_set is not None:
        label_set, said = corrected(label_set, job.corrections, new_classes=job.new_classes)
    known = labelled.known(job.source, label_set)
    if label_set is None:
        own, said = corrected(known.label_set, job.corrections, new_classes=job.new_classes)
        known = replace(known, label_set=own)
    if said.truths:
        known = unseen(known, said.truths)
    own = known.label_set
    templates = own.templates if job.templates is None else labels.parse_templates(job.templates)
    own = replace(own, templates=templates, several=own.several or job.several)
    return replace(known, label_set=own, notes=(*known.notes, *said.notes)), said.truths


@contextmanager
def _streams(files: Files) -> Iterator[Streams]:
    """The files; opened first: a place that can't be written is told before the work, not after it."""
    with ExitStack() as stack:
        yield Streams(*(None if path is None else stack.enter_context(export.replacing(path)) for path in files.all))


def _examined(job: Job, known: Known, truths: Truths, chosen: Settings, folders: Folders) -> Evaluated:
    with ExitStack() as stack:
        with terminal.loading(quiet=job.quiet) as watch:
            paths = (path for path, _ in known.pictures)
            session = stack.enter_context(Session.open(chosen, folders, paths, watch))
        if session.store.notice:
            job.say(f"Note: {session.store.notice}")
        examination = Examination(session, known, job.policy)
        with terminal.interrupts(session.stop):
            _meter(job, "Reading words", "texts", session.learn(known.label_set, job.reject_by))
            if truths and not session.stop.is_set():
                _meter(job, "Reading corrections", "pictures", session.teach(truths))
            if not session.stop.is_set():
                _meter(job, "Looking at pictures", "pictures", examination.look())
        evaluated = examination.result()
        for sentence in learned(session.report) if session.report is not None else ():
            job.say(sentence)
    if evaluated is None:
        job.say("Stopped. What was computed is kept: the same command goes on from there.")
        raise KeyboardInterrupt
    return evaluated


def _write(job: Job, evaluated: Evaluated, streams: Streams, chosen: Settings, folders: Folders) -> None:
    stop = Event()
    with terminal.interrupts(stop):
        _meter(job, "Making thumbnails", "pictures", write(evaluated, streams, chosen, folders, stop))
    if stop.is_set():
        raise KeyboardInterrupt


def _meter(job: Job, title: str, unit: str, steps: Iterator[Progress]) -> None:
    with terminal.meter(title, unit, quiet=job.quiet) as meter:
        for progress in steps:
            meter.update(progress.done, progress.total)


def _print(evaluated: Evaluated) -> None:
    terminal.print_table(TABLE_HEADER, table_rows(evaluated.found), numbers=range(1, 5))
    click.echo(f"\n{headline(evaluated.found)}")
    for sentence in findings(evaluated.found):
        click.echo(sentence)
