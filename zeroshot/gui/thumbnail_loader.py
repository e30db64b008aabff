"""Thumbnails for what is seen: two threads make them, a bounded cache in memory holds them, newest requests first.

A thumbnail comes at exactly the size it is painted at, so that painting is copying; until it is there, one of another
size stands in for it.
"""

from __future__ import annotations

import os
from collections import OrderedDict, deque
from threading import Condition, Thread
from time import perf_counter
from typing import TYPE_CHECKING

from PIL import Image
from PySide6.QtCore import QObject, Qt, QTimer, Signal
from PySide6.QtGui import QImage, QPixmap

from zeroshot.errors import ImageError
from zeroshot.thumbnails import SIDES, Thumbnails

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

THREADS = 2
MEMORY = 96 << 20
"""Bytes of pixmaps that are kept."""
QUEUE = 2048
"""Requests that may wait, more than any screen shows cells; beyond it the oldest are dropped."""
SLICE = 0.004
"""Seconds of the window's time that arrivals may take before it paints and listens again."""

_Key = tuple[str, int]


class ThumbnailLoader(QObject):
    """Gives pixmaps at once or later; ``ready`` carries the ``Path`` whose thumbnail came, or failed to."""

    ready = Signal(object)
    _arrived = Signal()

    def __init__(self, file: Path, *, limit: int, max_pixels: int, parent: QObject | None = None) -> None:
        """``file`` is the disk cache, of ``limit`` bytes; larger pictures than ``max_pixels`` aren't decoded."""
        super().__init__(parent)
        self._settings = (file, limit, max_pixels)
        self._pixmaps: OrderedDict[_Key, QPixmap] = OrderedDict()
        self._latest: dict[str, int] = {}
        self._errors: dict[str, str] = {}
        self._bytes = 0
        self._asked: set[_Key] = set()
        self._requests: OrderedDict[_Key, Path] = OrderedDict()
        self._made: deque[tuple[_Key, Path, QImage | str]] = deque()
        self._change = Condition()
        self._stopping = False
        self._threads: list[Thread] = []
        self._arrived.connect(self._take, Qt.ConnectionType.QueuedConnection)

    # --- on the window's thread --------------------------------------------------------------------------------------

    def pixmap(self, path: Path, px: int) -> QPixmap | None:
        """A thumbnail whose longer side is ``px`` device pixels, or another size's meanwhile, or None.

        What is missing is made, and ``ready`` tells when it is there.
        """
        key = (os.fspath(path), px)
        found = self._pixmaps.get(key)
        if found is not None:
            self._pixmaps.move_to_end(key)
            return found
        if key[0] in self._errors:
            return None
        self._ask(key, path)
        return self._pixmaps.get((key[0], self._latest.get(key[0], 0)))

    def error(self, path: Path) -> str:
        """Why there is no thumbnail; empty while there is one or it may still come."""
        return self._errors.get(os.fspath(path), "")

    def keep_only(self, paths: Iterable[Path]) -> None:
        """Drop the requests for all other pictures: they are out of sight."""
        seen = {os.fspath(path) for path in paths}
        with self._change:
            for key in [key for key in self._requests if key[0] not in seen]:
                del self._requests[key]
                self._asked.discard(key)

    def forget(self, paths: Iterable[Path]) -> None:
        """Look at these files anew when they are next seen."""
        gone = {os.fspath(path) for path in paths}
        for path in gone:
            self._errors.pop(path, None)
        for key in [key for key in self._pixmaps if key[0] in gone]:
            self._drop(key)

    def shut_down(self) -> None:
        """End the threads, and wait for them."""
        with self._change:
            self._stopping = True
            self._requests.clear()
            self._change.notify_all()
        for thread in self._threads:
            thread.join()
        self._threads.clear()

    def _ask(self, key: _Key, path: Path) -> None:
        with self._change:
            if self._stopping:
                return
            if key in self._requests:
                self._requests.move_to_end(key)
            elif key not in self._asked:
                self._asked.add(key)
                self._requests[key] = path
                if len(self._requests) > QUEUE:
                    self._asked.discard(self._requests.popitem(last=False)[0])
                self._change.notify()
        if not self._threads:
            self._threads = [Thread(target=self._work, name=f"thumbnails-{n}") for n in range(THREADS)]
            for thread in self._threads:
                thread.start()

    def _take(self) -> None:
        """Turn images into pixmaps for a slice of time; what is left comes after the window has painted."""
        until = perf_counter() + SLICE
        while perf_counter() < until:
            with self._change:
                if not self._made:
                    return
                key, path, made = self._made.popleft()
                self._asked.discard(key)
            if isinstance(made, str):
                self._errors[key[0]] = made
            else:
                self._insert(key, QPixmap.fromImage(made))
            self.ready.emit(path)
        QTimer.singleShot(0, self, self._take)

    def _insert(self, key: _Key, pixmap: QPixmap) -> None:
        self._drop(key)
        self._pixmaps[key] = pixmap
        self._latest[key[0]] = key[1]
        self._bytes += _bytes(pixmap)
        while self._bytes > MEMORY and len(self._pixmaps) > 1:
            self._drop(next(iter(self._pixmaps)))

    def _drop(self, key: _Key) -> None:
        pixmap = self._pixmaps.pop(key, None)
        if pixmap is not None:
            self._bytes -= _bytes(pixmap)
            if self._latest.get(key[0]) == key[1]:
                del self._latest[key[0]]

    # --- on the threads ----------------------------------------------------------------------------------------------

    def _work(self) -> None:
        file, limit, max_pixels = self._settings
        with Thumbnails(file, limit=limit, max_pixels=max_pixels) as thumbnails:
            while (request := self._next()) is not None:
                (name, px), path = request
                self._post((name, px), path, _made(thumbnails, path, px))

    def _next(self) -> tuple[_Key, Path] | None:
        """The newest request, once there is one; None at the end."""
        with self._change:
            self._change.wait_for(lambda: self._requests or self._stopping)
            return None if self._stopping else self._requests.popitem()

    def _post(self, key: _Key, path: Path, made: QImage | str) -> None:
        with self._change:
            if self._stopping:
                return
            self._made.append((key, path, made))
            is_first = len(self._made) == 1
        if is_first:
            self._arrived.emit()


def _made(thumbnails: Thumbnails, path: Path, px: int) -> QImage | str:
    """The picture at its size, or the sentence that says why there is none."""
    side = next((side for side in SIDES if px <= side), SIDES[-1])
    try:
        image = thumbnails.picture(path, side)
    except ImageError as error:
        return str(error)
    factor = px / max(image.size)
    if factor < 1:
        width, height = (max(1, round(length * factor)) for length in image.size)
        image = image.resize((width, height), Image.Resampling.BICUBIC, reducing_gap=2.0)
    data = image.tobytes("raw", "BGRX")
    # A copy: the QImage would go on using Python's bytes after they are gone.
    return QImage(data, image.width, image.height, 4 * image.width, QImage.Format.Format_RGB32).copy()


def _bytes(pixmap: QPixmap) -> int:
    return pixmap.width() * pixmap.height() * 4
