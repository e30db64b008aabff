"""Pictures that will be wanted next, decoded ahead on a thread, so that they are there at once."""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from zeroshot.gui.jobs import Job
from zeroshot.gui.preview import SCREEN, Loaded, load

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path
    from threading import Event

_GRAIN = 256  # a window that is a little larger needs no picture anew


class Preloader(QObject):
    """Keeps the few pictures that are asked for, decoded for the screen; ``loaded`` carries each as it comes."""

    loaded = Signal(object)

    def __init__(self, max_pixels: int, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._max_pixels = max_pixels
        self._side = SCREEN
        self._wanted: tuple[Path, ...] = ()
        self._ready: dict[Path, Loaded] = {}
        self._queue: deque[Path] = deque()
        self._decoding: Path | None = None
        self._job: Job | None = None

    def keep(self, paths: Sequence[Path]) -> None:
        """Have these ready, the first one first; what isn't among them is forgotten."""
        self._wanted = tuple(paths)
        self._ready = {path: self._ready[path] for path in self._wanted if path in self._ready}
        self._queue.clear()
        self._queue.extend(path for path in self._wanted if path not in self._ready and path != self._decoding)
        if self._queue and self._job is None:
            self._start()

    def set_room(self, side: int) -> None:
        """The pixels of the room's shorter side: more are decoded only when somebody zooms, and take their time."""
        wanted = min(SCREEN, -(-side // _GRAIN) * _GRAIN)
        if wanted != self._side:
            self._side = wanted
            self._ready.clear()

    def get(self, path: Path) -> Loaded | None:
        """A picture that is ready."""
        return self._ready.get(path)

    def _start(self) -> None:
        self._job = Job(self._decode, self)
        self._job.yielded.connect(self._take)
        self._job.finished.connect(self._ended)
        self._job.start()

    def _decode(self, stop: Event) -> Iterator[Loaded]:
        while not stop.is_set():
            try:
                self._decoding = path = self._queue.popleft()
            except IndexError:
                return
            yield load(path, self._side, self._max_pixels)

    def _take(self, loaded: Loaded) -> None:
        if loaded.path in self._wanted:
            self._ready[loaded.path] = loaded
            self.loaded.emit(loaded)

    def _ended(self) -> None:
        if self._job is not None:
            self._job.deleteLater()
        self._job = self._decoding = None
        if self._queue:  # it came while the thread was ending
            self._start()

    def shut_down(self) -> None:
        """Forget everything, and wait for the thread."""
        self._wanted = ()
        self._ready.clear()
        self._queue.clear()
        if self._job is not None:
            self._job.stop()
            self._job.wait()
