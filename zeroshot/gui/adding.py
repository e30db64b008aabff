"""From what was dropped to pictures: folders are searched on a thread, and pictures appear as they are found."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QObject, Signal

from zeroshot.discover import SkippedCounter, discover
from zeroshot.gui.jobs import Job

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path
    from threading import Event

    from zeroshot.results import Results, Rows

CHUNK = 128
"""Pictures that are added at once."""


class Adder(QObject):
    """Adds pictures. ``found`` carries rows; ``added`` all rows of one call, and what was passed over."""

    found = Signal(object)
    added = Signal(object, object)

    def __init__(self, results: Results, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._results = results
        self._jobs: set[Job] = set()

    @property
    def busy(self) -> bool:
        """Whether folders are being searched."""
        return bool(self._jobs)

    def add(self, paths: Sequence[Path]) -> None:
        """Begin to add files and what folders hold."""
        rows: list[Rows] = []
        skipped = SkippedCounter()

        def search(stop: Event) -> Iterator[list[Path]]:
            chunk = []
            for path in discover(paths, skipped=skipped):
                if stop.is_set():
                    return
                chunk.append(path)
                if len(chunk) == CHUNK:
                    yield chunk
                    chunk = []
            yield chunk

        def take(chunk: list[Path]) -> None:
            fresh = self._results.add(chunk)
            rows.append(fresh)
            if len(fresh):
                self.found.emit(fresh)

        def end() -> None:
            self._jobs.discard(job)
            job.deleteLater()
            self.added.emit(np.concatenate([np.zeros(0, np.intp), *rows]), skipped)

        job = Job(search, self)
        self._jobs.add(job)
        job.yielded.connect(take)
        job.finished.connect(end)
        job.start()

    def shut_down(self) -> None:
        """Stop searching, and wait for the threads."""
        for job in self._jobs:
            job.stop()
            job.wait()
