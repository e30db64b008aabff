"""``zeroshot explain``: why a picture gets its class, as a table and a picture."""

from __future__ import annotations

from contextlib import nullcontext
from dataclasses import dataclass
from typing import TYPE_CHECKING

import click
import numpy as np

from zeroshot import corrections, export, labels, terminal, why_plot
from zeroshot.discover import display_name
from zeroshot.errors import ImageError, LabelError
from zeroshot.explain import Explanation, Method, Question, Reviewed, Texts, explain, read, third
from zeroshot.records import NONE_OF_THESE, Embedded, Policy, Progress
from zeroshot.session import Session

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from zeroshot.paths import Folders
    from zeroshot.records import LabelSet, Score
    from zeroshot.session import Labeller
    from zeroshot.settings import Settings
    from zeroshot.store import Vector

BEST = 2
"""Classes that are explained where none is named: the answer, and what it was chosen before."""


@dataclass(frozen=True, slots=True)
class Job:
    """What is to be explained: a picture, and the classes ``only``, or the best ones where none is named.

    ``corrections`` is a file of reviewed pictures, which teach, and of which the nearest are told.
    """

    picture: Path
    label_set: LabelSet
    only: tuple[str, ...]
    method: Method
    corrections: Path | None
    out: Path | None
    quiet: bool

    def say(self, sentence: str) -> None:
        """Tell the person, unless quiet."""
        if not self.quiet:
            click.echo(sentence, err=True)


def run(job: Job, chosen: Settings, folders: Folders) -> None:
    """Explain a picture's classes: print the table, and write the picture that ``job`` asks for.

    Raises:
        KeyboardInterrupt: the person stopped it; the file is as it was before.
        ZeroshotError: it can't go on.
    """
    missing = next((name for name in job.only if name not in job.label_set.names), None)
    if missing is not None:
        raise LabelError(f'There is no class "{missing}" to explain: it has to be one of the classes given.')
    with nullcontext() if job.out is None else export.replacing(job.out) as stream:
        with _session(job, chosen, folders) as session, terminal.interrupts(session.stop):
            found = list(_explained(job, session, labels.distinct(job.label_set)))
            if session.stop.is_set():
                raise KeyboardInterrupt
        if stream is not None:
            stream.buffer.write(why_plot.png(job.picture, found, chosen.max_pixels, folders.cache))
    _print(found)
    if job.out is not None:
        job.say(f"{click.format_filename(job.out)}: where each class is seen")


def _session(job: Job, chosen: Settings, folders: Folders) -> Session:
    with terminal.waiting("Loading the model", quiet=job.quiet):
        return Session.open(chosen, folders)


def _explained(job: Job, session: Session, label_set: LabelSet) -> Iterator[Explanation]:
    """The explanations that are asked for; fewer when the session is stopped."""
    for _ in session.learn(label_set):
        pass
    vector, reviewed = _vector(job, session), _reviewed(job, session, label_set)
    if vector is None or session.labeller is None:
        return
    texts = [news for news in read(session, label_set) if isinstance(news, Texts)]
    for score in _scores(job, session.labeller, vector) if texts else ():
        question = Question(job.picture, vector, score, session.labeller.classifier.vectors, reviewed, job.method)
        with terminal.meter(f"Covering parts for {score.label}", "parts", quiet=job.quiet) as meter:
            for news in explain(session, question, texts[0]):
                if isinstance(news, Progress):
                    meter.update(news.done, news.total)
                else:
                    yield news


def _reviewed(job: Job, session: Session, label_set: LabelSet) -> Reviewed | None:
    """The other pictures of the file of corrections, which have taught the session; None when there are none."""
    if job.corrections is None:
        return None
    _, said = corrections.matched(corrections.read(job.corrections), label_set, new_classes=False)
    for note in said.notes:
        job.say(f"Note: {note}")
    with terminal.meter("Reading corrections", "pictures", quiet=job.quiet) as meter:
        for progress in session.teach(said.truths):
            meter.update(progress.done, progress.total)
    others = [path for path in said.truths if path != job.picture.absolute()]
    known = [one for chunk in session.embed(others) for one in chunk if one.vector is not None]
    if not known:
        return None
    pictures = tuple((one.path, said.truths[one.path]) for one in known)
    return Reviewed(pictures, np.stack([one.vector for one in known if one.vector is not None]))


def _vector(job: Job, session: Session) -> Vector | None:
    """The picture's vector; None when the session is stopped."""
    for chunk in session.embed([job.picture]):
        if chunk[0].vector is None:
            raise ImageError(f"{display_name(job.picture)} can't be explained: {chunk[0].error}.")
        return chunk[0].vector
    return None


def _scores(job: Job, labeller: Labeller, vector: Vector) -> list[Score]:
    """The picture's standing in the classes that are to be explained, best first."""
    ranked = labeller.classifier.predict([Embedded(job.picture, vector)], Policy(top_k=len(job.label_set.labels)))[
        0
    ].ranked
    return [score for score in ranked if score.label in job.only] if job.only else list(ranked[:BEST])


def _print(found: list[Explanation]) -> None:
    header = ("Class", "Score", "Cosine", "Nearest text", "Lead", "Mostly", "By")
    terminal.print_table(header, [_cells(one) for one in found], numbers=(1, 2, 4))
    for one in found[0].nearest if found else ():
        said = ", ".join(one.labels) or NONE_OF_THESE
        click.echo(f"Like {display_name(one.path)} ({said}), cosine {one.similarity:.3f}")


def _cells(one: Explanation) -> tuple[str, ...]:
    best, lead = one.reading.own[:1], one.reading.lead
    return (
        one.score.label,
        f"{one.score.score:.2f}",
        f"{one.score.similarity:.3f}",
        best[0].text if best else "",
        "" if lead is None else f"{lead:+.3f}",
        where(one.heat.peak()),
        str(one.heat.method),
    )


def where(peak: tuple[float, float]) -> str:
    """A place of a picture, shares of its width and height, in words: thirds of both."""
    across, down = ("left", "middle", "right")[third(peak[0])], ("upper", "", "lower")[third(peak[1])]
    return f"{down} {across}".strip()
