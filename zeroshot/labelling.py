"""``zeroshot label``: a run from files to written rows, with what a person is told meanwhile."""

from __future__ import annotations

import time
from collections import Counter
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

import click

from zeroshot import export, labels, terminal, weights
from zeroshot.discover import SkippedCounter, discover
from zeroshot.familiarity import EVEN, LEAST, TRIED, Method
from zeroshot.lint import foreign, lint
from zeroshot.records import Status
from zeroshot.session import Session

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from zeroshot.familiarity import Detector
    from zeroshot.paths import Folders
    from zeroshot.records import LabelSet, Policy
    from zeroshot.settings import Settings
    from zeroshot.weights import Weights

FINDINGS = 5
"""Warnings of a label set that are told before a run; ``zeroshot labels check`` tells all."""


@dataclass(frozen=True, slots=True)
class Job:
    """What is to be labelled, and how."""

    pictures: tuple[Path, ...]
    label_set: LabelSet
    policy: Policy
    reject_by: Method | None
    recursive: bool
    quiet: bool

    def say(self, sentence: str) -> None:
        """Tell the person, unless quiet."""
        if not self.quiet:
            click.echo(sentence, err=True)


@dataclass(frozen=True, slots=True)
class Output:
    """Where the rows go: a file, standard output (``-`` or a bare format), or a table for people."""

    path: Path | None
    form: str | None
    bom: bool
    raw: bool

    @property
    def file(self) -> Path | None:
        """The file to write, if it is one."""
        return None if self.path is None or str(self.path) == "-" else self.path

    @contextmanager
    def opened(self) -> Iterator[export.Writer]:
        """The writer; a file appears, and a table is printed, only if the block ends well."""
        if self.path is None and self.form is None:
            table = terminal.Table()
            yield table
            table.print()
            return
        file = self.file
        with export.standard_output(bom=self.bom) if file is None else export.replacing(file, bom=self.bom) as stream:
            yield export.writer(stream, self._format(), raw=self.raw)

    def _format(self) -> export.Format:
        if self.form is not None:
            return export.Format(self.form)
        is_jsonl = self.path is not None and self.path.suffix.lower() in {".jsonl", ".ndjson"}
        return export.Format.JSONL if is_jsonl else export.Format.CSV


def run(job: Job, output: Output, chosen: Settings, folders: Folders) -> None:
    """Label the pictures of ``job`` and write their rows.

    Raises:
        KeyboardInterrupt: the person stopped it; the output is as it was before.
        ZeroshotError: it can't go on.
    """
    _warn(job, weights.find(chosen.model, folders))
    skipped = SkippedCounter()
    total = sum(1 for _ in discover(job.pictures, recursive=job.recursive, skipped=skipped))
    with output.opened() as writer, _session(job, chosen, folders) as session:
        begun = time.monotonic()
        with terminal.interrupts(session.stop):
            counts = _label(job, session, writer, total)
        if session.stop.is_set():
            job.say(
                f"Stopped after {counts.total():,} of {total:,} pictures. What was computed is kept: "
                "the same command goes on from there."
            )
            raise KeyboardInterrupt
    if chosen.model == weights.STARTER:
        job.say(
            "Labelled by the starter model: small, for a first look. Others do far better: zeroshot models list",
        )
    if session.labeller is not None and session.labeller.classifier.detector is not None:
        job.say(_rejecting(session.labeller.classifier.detector, job.policy.min_familiarity))
    job.say(_summary(output, counts, skipped, time.monotonic() - begun))


def _session(job: Job, chosen: Settings, folders: Folders) -> Session:
    """The open session, with a word on the store where there is one to say."""
    with terminal.waiting("Loading the model", quiet=job.quiet):
        session = Session.open(chosen, folders, discover(job.pictures, recursive=job.recursive))
    if session.store.notice:
        job.say(f"Note: {session.store.notice}")
    return session


def _warn(job: Job, model: Weights) -> None:
    """Tell what the linter finds, and in one line of other languages; it is worth reading before a long run."""
    findings = lint(job.label_set)
    for finding in findings[:FINDINGS]:
        job.say(f"Warning: {finding.message}")
    if len(findings) > FINDINGS:
        job.say(f"Warning: {len(findings) - FINDINGS} more; see 'zeroshot labels check'.")
    others = () if model.is_multilingual else foreign(job.label_set)
    if others:
        name = f'"{others[0].name}"'
        told = f"{name} is" if len(others) == 1 else f"{len(others):,} classes, such as {name}, are"
        job.say(
            f"Warning: {told} not in English, the only language that {model.name} learned: use English, or a model for "
            "many languages, such as SigLIP2."
        )


def _label(job: Job, session: Session, writer: export.Writer, total: int) -> Counter[Status]:
    """Learn the classes, run over the pictures, write; how many pictures came to which end."""
    counts: Counter[Status] = Counter()
    with terminal.meter("Reading words", "texts", quiet=job.quiet) as meter:
        for progress in session.learn(labels.distinct(job.label_set), job.reject_by):
            meter.update(progress.done, progress.total)
    if session.stop.is_set():
        return counts
    found = discover(job.pictures, recursive=job.recursive)
    with terminal.meter("Labelling", "pictures", quiet=job.quiet) as meter:
        for chunk in session.run(found, job.policy):
            for prediction in chunk:
                writer.write(session.rows(prediction))
            counts.update(prediction.status for prediction in chunk)
            meter.update(counts.total(), max(total, counts.total()))
    return counts


def _summary(output: Output, counts: Counter[Status], skipped: SkippedCounter, seconds: float) -> str:
    """The last line: how many pictures, how fast, and what wasn't labelled."""
    total = counts.total()
    told = [f"{total:,} {'picture' if total == 1 else 'pictures'} in {terminal.duration(seconds)}"]
    told.append(f"{counts[Status.ACCEPTED]:,} accepted")
    if counts[Status.REJECTED]:
        told.append(f"{counts[Status.REJECTED]:,} none of these")
    told.append(f"{counts[Status.FAILED]:,} failed")
    told += [f"{number:,} {what} skipped" for number, what in _skipped(skipped) if number]
    where = f"{click.format_filename(output.file)}: " if output.file else ""
    return where + ", ".join(told)


def _skipped(skipped: SkippedCounter) -> tuple[tuple[int, str], ...]:
    return (
        (skipped.hidden, "hidden"),
        (skipped.not_pictures, "not pictures"),
        (skipped.special, "pipes or devices"),
        (skipped.loops, "looping links"),
        (len(skipped.unreadable), "unreadable folders"),
    )


_GOES_BY = {
    Method.CALIBRATED: "the reviewed pictures",
    Method.NEGATIVES: "a vocabulary of other things",
    Method.SOFTMAX: "the best score",
    Method.MARGIN: "the lead of the best class",
}


def _rejecting(detector: Detector, threshold: float) -> str:
    """How it is told that pictures are none of these, and how far that can be trusted."""
    told = f"None of these: familiarity below {threshold:g}, told by {_GOES_BY[detector.method]}."
    expected = detector.expected(threshold)
    if expected is not None:
        return (
            f"{told} Expected errors, by {expected.unknown} reviewed pictures that are none of these and {expected.known} "
            f"that are not: {expected.false_accepts:.0%} and {expected.false_rejects:.0%} of these get it wrong."
        )
    tried = TRIED[detector.method]
    return (
        f"{told} How often that errs on your pictures is not known before {LEAST} are reviewed, some of them none of "
        f"these. On our test pictures, with the starter and at {EVEN:g}, it wrongly accepted {tried.others:.0%} of "
        f"quite other things and {tried.kin:.0%} of near kin of the classes, and wrongly rejected {tried.rejected:.0%}."
    )
