"""Finding in a window: pictures like a text, like other pictures, and those that are one picture several times."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QObject, QTimer, Signal

from zeroshot import duplicates, finding
from zeroshot.discover import display_name
from zeroshot.errors import ImageError
from zeroshot.finding import Found, Query
from zeroshot.gui.jobs import Job
from zeroshot.records import Progress
from zeroshot.results import Sort

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from threading import Event

    from zeroshot.duplicates import Group
    from zeroshot.gui.engine import Engine
    from zeroshot.gui.pictures_model import PicturesModel
    from zeroshot.results import Encoded, Rows

AGAIN_MS = 400
"""While pictures come in, a search looks at them this often."""


@dataclass(frozen=True, slots=True)
class Sought:
    """What is being sought: the words on its chip, and the text if it is one."""

    told: str
    text: str = ""


class Finder(QObject):
    """Finds, one thing at a time, and shows what was found in the model's view.

    ``changed``: something else is sought, or nothing. ``arrived``: it is shown for the first time.
    ``progressed``: a sentence on how far it is. ``failed``: why not. ``told``: what came of it, where one can't see it.
    """

    changed = Signal()
    arrived = Signal()
    progressed = Signal(str)
    failed = Signal(object)
    told = Signal(str)

    def __init__(self, engine: Engine, model: PicturesModel, max_pixels: int, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._engine, self._model, self._max_pixels = engine, model, max_pixels
        self._query: Query | None = None
        self.sought: Sought | None = None
        self._job: Job | None = None
        self._jobs: set[Job] = set()
        self._timer = QTimer(self, singleShot=True, interval=AGAIN_MS)
        self._timer.timeout.connect(self._measure)
        self._encoder = ""
        engine.answered.connect(self._look_again_soon)
        engine.encoder_changed.connect(self._take_encoder)

    # --- what is sought ----------------------------------------------------------------------------------------------

    @property
    def busy(self) -> bool:
        """Whether it is looking."""
        return self._job is not None

    @property
    def shows_groups(self) -> bool:
        """Whether duplicates are shown."""
        found = self._engine.results.found
        return found is not None and len(found.groups) > 0

    def seek(self, text: str) -> None:
        """Find the pictures that are most like a text; an empty one ends the search."""
        encoder = self._engine.encoder
        if not text:
            self.clear()
        elif encoder is not None:
            self._begin(Sought(self.tr("Like “{0}”").format(text), text))

            def read_text(_: Event) -> Iterator[Query]:
                yield Query(finding.read(text, encoder), np.zeros((0, encoder.dim), np.float32))

            self._start(read_text, self._take_query)
        else:
            self.told.emit(self.tr("There is no model yet: wait until it is loaded, or choose another one."))

    def like_rows(self, rows: Sequence[int]) -> None:
        """Find the pictures that are most like these."""
        encoded = self._engine.results.encoded(np.array(rows, np.intp))
        if not len(encoded.rows):
            self.told.emit(self.tr("Choose a picture first that has been looked at."))
            return
        name = display_name(Path(self._engine.results.name(int(encoded.rows[0]))))
        self._begin(Sought(self._like(name, len(encoded.rows))))
        self._take_query(Query(None, encoded.vectors[encoded.rows].astype(np.float32)))

    def like_files(self, paths: Sequence[Path]) -> None:
        """Find the pictures that are most like those of files, which need not be of the session."""
        if self._engine.encoder is None:
            self.told.emit(self.tr("There is no model yet: wait until it is loaded, or choose another one."))
            return
        self._begin(Sought(self._like(display_name(Path(paths[0].name)), len(paths))))

        def embed_files(stop: Event) -> Iterator[Query]:
            with self._engine.session(stop) as session:
                outcomes = [outcome for chunk in session.embed(paths) for outcome in chunk]
            vectors = [outcome.vector for outcome in outcomes if outcome.vector is not None]
            if vectors:
                yield Query(None, np.stack(vectors))
            elif outcomes:
                raise ImageError(f"{outcomes[0].path.name}: {outcomes[0].error}")

        self._start(embed_files, self._take_query)

    def _like(self, name: str, count: int) -> str:
        return self.tr("Like {0}").format(name) if count == 1 else self.tr("Like %Ln picture(s)", "", count)

    def clear(self) -> None:
        """Seek nothing any more, and show what was shown before."""
        self._stop()
        if self.sought is None:
            return
        self.sought = self._query = None
        view = self._model.view
        self._engine.results.found = None
        sort = Sort.PATH if view.sort is Sort.FOUND else view.sort
        self._model.set_view(replace(view, found="", sort=sort))
        self.changed.emit()

    def _begin(self, sought: Sought) -> None:
        self._stop()
        self.sought, self._query = sought, None
        self.changed.emit()

    def _take_query(self, query: Query) -> None:
        self._query = query
        self._measure()

    def _measure(self) -> None:
        """Compare every picture that has a vector by now."""
        if self._query is not None:
            self._start(partial(_measured, self._query, self._engine.results.encoded()), self._show)

    def _show(self, found: Found) -> None:
        if self.sought is None:
            return
        self._engine.results.found = found
        view = self._model.view
        if view.found == self.sought.told:
            self._model.refresh()
        else:
            self._model.set_view(replace(view, found=self.sought.told, sort=Sort.FOUND, descending=False))
            self.arrived.emit()
        self.changed.emit()

    # --- duplicates --------------------------------------------------------------------------------------------------

    def find_duplicates(self) -> None:
        """Group the pictures that are one picture; none of their files is touched."""
        results = self._engine.results
        present = results.encoded(results.present())
        self._begin(Sought(self.tr("Duplicates")))

        def look(place: int) -> duplicates.Look:  # on threads: so many paths take longer than the window may
            return duplicates.look_at(results.path(int(present.rows[place])), self._max_pixels)

        def find_groups(stop: Event) -> Iterator[Progress | Found]:
            threads = self._engine.settings.threads
            vectors = present.vectors[present.rows]
            for news in duplicates.find(vectors, look, stop, threads=threads):
                yield news if isinstance(news, Progress) else _grouped(news, present.rows)

        self._start(find_groups, self._take_groups)

    def _take_groups(self, news: Progress | Found) -> None:
        if isinstance(news, Progress):
            share = news.done / max(1, news.total)
            self.progressed.emit(self.tr("Looking for duplicates: {0} %").format(int(100 * share)))
        elif len(news.rows):
            self._show(news)
        else:
            self.clear()
            self.told.emit(self.tr("No picture is there twice."))

    def spare(self) -> Rows:
        """The rows that are shown of every group but for its best."""
        found = self._engine.results.found
        if found is None:
            return np.zeros(0, np.intp)
        shown = self._model.order
        places = found.places(len(self._engine.results))[shown]
        return shown[[place >= 0 and not found.is_best(place) for place in places.tolist()]]

    # --- jobs --------------------------------------------------------------------------------------------------------

    def _look_again_soon(self) -> None:
        if self._query is not None and not self._timer.isActive():
            self._timer.start()

    def _take_encoder(self) -> None:
        """Another model makes other vectors: a text is read anew, the likeness of pictures is gone."""
        encoder = self._engine.encoder
        name = encoder.id if encoder is not None else ""
        before, self._encoder = self._encoder, name
        if before == name or self.sought is None:
            return
        if self.sought.text and name:
            self.seek(self.sought.text)
        elif self._query is not None:
            self.clear()

    def _start(self, work: Callable[[Event], Iterator[object]], listen: Callable[..., None]) -> None:
        self._stop()
        job = self._job = Job(work, self)
        self._jobs.add(job)

        def forget() -> None:
            self._jobs.discard(job)
            job.deleteLater()
            if self._job is job:
                self._job = None
                self.changed.emit()

        def fail(error: Exception) -> None:
            self.clear()
            self.failed.emit(error)

        job.yielded.connect(listen)
        job.failed.connect(fail)
        job.finished.connect(forget)
        job.start()

    def _stop(self) -> None:
        self._timer.stop()
        if self._job is not None:
            self._job.stop()
            self._job = None

    def shut_down(self) -> None:
        """Stop, and wait until the last thread has ended."""
        self._stop()
        for job in self._jobs:
            job.stop()
        for job in self._jobs:
            job.wait()


def _measured(query: Query, encoded: Encoded, _: Event) -> Iterator[Found]:
    likeness = query.likeness(encoded.vectors[encoded.rows])
    order = finding.ranked(likeness)
    yield Found.of(encoded.rows[order], likeness[order])


def _grouped(groups: Sequence[Group], rows: Rows) -> Found:
    """Groups of places as found rows."""
    copies = [(copy, number) for number, group in enumerate(groups, 1) for copy in group.copies]
    places = np.array([copy.place for copy, _ in copies], np.intp)
    likeness = np.array([copy.likeness for copy, _ in copies], np.float32)
    return Found.of(rows[places], likeness, np.array([number for _, number in copies], np.intp))
