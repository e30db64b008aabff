"""An evaluation, from pictures whose classes are known to its numbers and files.

The command line and the window both call it; neither prints nor asks here.
"""

from __future__ import annotations

import os
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from zeroshot import plots
from zeroshot.discover import display_name
from zeroshot.errors import ComparisonError
from zeroshot.evaluation import charts, page, tables
from zeroshot.evaluation.evaluate import TOP, Places, evaluate, evaluate_labels, judged, judged_labels
from zeroshot.evaluation.gallery import Gallery
from zeroshot.evaluation.tables import Evaluated
from zeroshot.records import Policy, Progress
from zeroshot.thumbnails import Thumbnails

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from threading import Event
    from typing import TextIO

    from zeroshot.labelled import Known
    from zeroshot.paths import Folders
    from zeroshot.records import Prediction, Truths
    from zeroshot.session import Session
    from zeroshot.settings import Settings

FAILURES = 5
"""Pictures that couldn't be read and are told one by one."""


def unseen(known: Known, truths: Truths) -> Known:
    """The pictures that were not learned from: what taught can't be asked.

    Raises:
        ComparisonError: none is left.
    """
    left = tuple(one for one in known.pictures if Path(os.path.abspath(one[0])) not in truths)  # noqa: PTH100 - links
    if not left:
        raise ComparisonError(f"All pictures of {known.source} are among the corrections: give others to evaluate.")
    gone = len(known.pictures) - len(left)
    told = "1 picture was left out: it taught." if gone == 1 else f"{gone:,} pictures were left out: they taught."
    return replace(known, pictures=left, notes=(*known.notes, told) if gone else known.notes)


@dataclass(slots=True)
class Examination:
    """Learns the classes, looks at the pictures and comes to a result, in this order; ``session.stop`` ends each step.

    ``policy`` is the thresholds that answers are given with.
    """

    session: Session
    known: Known
    policy: Policy = field(default_factory=Policy)
    _predictions: list[Prediction] = field(default_factory=list)

    def look(self) -> Iterator[Progress]:
        """Answer the pictures; what the store knows costs nothing. The session has learned the label set before.

        Raises:
            StoreError, EncoderError: it can't go on.
        """
        policy = replace(self.policy, top_k=TOP)
        for chunk in self.session.run([path for path, _ in self.known.pictures], policy):
            self._predictions += chunk
            yield Progress(len(self._predictions), len(self.known.pictures))

    def result(self) -> Evaluated | None:
        """What was found, or None when it was stopped.

        Raises:
            ComparisonError: no picture can be read.
        """
        labeller = self.session.labeller
        if self.session.stop.is_set() or labeller is None:
            return None
        readable = [
            (answer, truths)
            for answer, (_, truths) in zip(self._predictions, self.known.pictures, strict=True)
            if answer.ranked
        ]
        notes = (*self.known.notes, *_failures([one for one in self._predictions if not one.ranked], len(readable)))
        places = Places.of(labeller.classifier.answers)
        if self.known.label_set.several:
            labels = (judged_labels(answer, truths, places) for answer, truths in readable)
            found = evaluate_labels(places.names, labels)
        else:
            found = evaluate(places.names, (judged(answer, truths, places) for answer, truths in readable))
        known = self.known
        about = (known.source, known.root, known.label_set, labeller.label_set, labeller.encoder)
        return Evaluated(found, *about, self.policy, notes)


def _failures(failed: Sequence[Prediction], answered: int) -> Iterator[str]:
    """What is to be told of the pictures that couldn't be read."""
    if not answered:
        first = f" The first one: {display_name(failed[0].path)}: {failed[0].error}" if failed else ""
        raise ComparisonError(f"No picture can be read.{first}")
    for one in failed[:FAILURES]:
        yield f"Left out: {display_name(one.path)}: {one.error}"
    if len(failed) > FAILURES:
        yield f"Left out: {len(failed) - FAILURES:,} more that can't be read."


@dataclass(frozen=True, slots=True)
class Streams:
    """Where the files of an evaluation go, those that are wanted."""

    page: TextIO | None = None
    table: TextIO | None = None
    whole: TextIO | None = None
    picture: TextIO | None = None


def write(
    evaluated: Evaluated, streams: Streams, chosen: Settings, folders: Folders, stop: Event
) -> Iterator[Progress]:
    """Write the HTML page, the CSV, the JSON and the PNG; ``stop`` ends it.

    The page's thumbnails take time, which is told.
    """
    plots.keep_fonts(folders.cache)
    if streams.page is not None:
        gallery = Gallery()
        with _thumbnails(chosen, folders) as thumbnails:
            yield from gallery.fill(evaluated.found, thumbnails, stop)
        if stop.is_set():
            return
        streams.page.write(page.page(evaluated, gallery))
    if streams.table is not None:
        streams.table.write(tables.csv_text(evaluated.found))
    if streams.whole is not None:
        streams.whole.write(tables.json_text(evaluated))
    if streams.picture is not None:
        streams.picture.buffer.write(charts.png(evaluated.found))  # of the text stream only what is below


def _thumbnails(chosen: Settings, folders: Folders) -> Thumbnails:
    limit = chosen.thumbnail_cache_mb << 20
    return Thumbnails(folders.thumbnails, limit=limit, max_pixels=chosen.max_pixels)
