"""``zeroshot label``: a run from files to written rows, with what a person is told meanwhile."""

from __future__ import annotations

import time
from collections import Counter
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import click

from zeroshot import corrections, export, labels, terminal, weights
from zeroshot.corrections import Corrections
from zeroshot.discover import SkippedCounter, discover
from zeroshot.judgement.familiarity import EVEN, LEAST, TRIED, Method
from zeroshot.lint import foreign, lint
from zeroshot.records import Status
from zeroshot.session import Session

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from zeroshot.judgement.familiarity import Detector
    from zeroshot.judgement.lessons import Report
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
    corrections: Corrections = field(default_factory=lambda: Corrections({}))

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


def corrected(label_set: LabelSet, file: Path | None, *, new_classes: bool) -> tuple[LabelSet, Corrections]:
    """A label set and what a file of corrections says in its names; see ``corrections.matched``.

    Raises:
        CorrectionsError, LabelError: the file can't be used.
    """
    if file is None:
        return label_set, Corrections({})
    return corrections.matched(corrections.read(file), label_set, new_classes=new_classes)


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
        report = session.report
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
    for sentence in learned(report) if report is not None else ():
        job.say(sentence)
    if session.labeller is not None and session.labeller.classifier.detector is not None:
        job.say(_rejecting(session.labeller.classifier.detector, job.policy.min_familiarity))
    job.say(_summary(output, counts, skipped, time.monotonic() - begun))


def learned(report: Report) -> Iterator[str]:
    """What corrections taught, for people."""
    pictures = "corrected picture" if report.examples == 1 else "corrected pictures"
    classes = "class" if report.classes == 1 else "classes"
    yield f"Learned from {report.examples:,} {pictures} of {report.classes:,} {classes}" + _accuracy(report)
    if report.error_before is not None and report.error_after is not None:
        yield (
            f"The score is a probability, fitted on {report.calibration.pictures:,} of them: "
            f"{100 * report.error_after:.0f} points off on average, {100 * report.error_before:.0f} before."
        )


def _accuracy(report: Report) -> str:
    before, after = report.before, report.after
    if before is None or after is None:
        return "; what that gains can be measured when two classes have two pictures each."
    if not report.weight:
        return f": examples don't help here, and the words alone answer ({before.value:.0%} of them rightly)."
    return (
        f": {after.value:.0%} of them right, each answered by the others ({after.low:.0%} to {after.high:.0%}), "
        f"{before.value:.0%} by words alone."
    )


def _session(job: Job, chosen: Settings, folders: Folders) -> Session:
    """The open session, with a word on the store where there is one to say."""
    with terminal.loading(quiet=job.quiet) as watch:
        session = Session.open(chosen, folders, discover(job.pictures, recursive=job.recursive), watch)
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
    if session.stop.is_set() or not _teach(job, session):
        return counts
    found = discover(job.pictures, recursive=job.recursive)
    with terminal.meter("Labelling", "pictures", quiet=job.quiet) as meter:
        for chunk in session.run(found, job.policy):
            for prediction in chunk:
                writer.write(session.rows(prediction))
            counts.update(prediction.status for prediction in chunk)
            meter.update(counts.total(), max(total, counts.total()))
    return counts


def _teach(job: Job, session: Session) -> bool:
    """Let the corrections teach; whether nobody stopped it."""
    for note in job.corrections.notes:
        job.say(f"Warning: {note}")
    if job.corrections.truths:
        with terminal.meter("Reading corrections", "pictures", quiet=job.quiet) as meter:
            for progress in session.teach(job.corrections.truths):
                meter.update(progress.done, progress.total)
    return not session.stop.is_set()


def _summary(output: Output, counts: Counter[Status], skipped: SkippedCounter, seconds: float) -> str:
    """The last line: how many pictures, how fast, and what wasn't labelled."""
    total = counts.total()
    told = [f"{total:,} {'picture' if total == 1 else 'pictures'} in {terminal.duration(seconds)}"]
    told.append(f"{counts[Status.ACCEPTED]:,} accepted")
    if counts[Status.CORRECTED]:
        told.append(f"{counts[Status.CORRECTED]:,} corrected")
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
            f"{told} Of {expected.unknown} reviewed pictures that are none of these {expected.false_accepts:.0%} would "
            f"wrongly be accepted, of {expected.known} others {expected.false_rejects:.0%} rejected: each was left out."
        )
    tried = TRIED[detector.method]
    return (
        f"{told} How often that errs on your pictures is not known before {LEAST} are reviewed, some of them none of "
        f"these. On our test pictures, with the starter and at {EVEN:g}, it wrongly accepted {tried.others:.0%} of "
        f"quite other things and {tried.kin:.0%} of near kin of the classes, and wrongly rejected {tried.rejected:.0%}."
    )
