"""Background work: one plain generator on one thread, pumped into signals.

A job never floods the event loop: what the generator yields waits in a mailbox, which the window's thread empties a
few milliseconds at a time; and when the mailbox is full the generator waits. Stop is asked for, never forced.
"""

from __future__ import annotations

import time
from collections import deque
from threading import Condition, Event, Thread
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Qt, QTimer, Signal

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

MAILBOX = 64
"""Yields that may wait; the generator pauses until there is room."""

SLICE = 0.008
"""Seconds of the window's time that yields may take before it paints and listens again."""


class Job(QObject):
    """Runs ``work(stop)`` on a thread of its own, from ``start`` until ``finished``.

    ``yielded`` carries each value in order; then either ``failed`` (the exception, of whatever kind) or ``done``;
    and last, always, ``finished``. After ``stop`` nothing but ``finished`` comes.
    """

    yielded = Signal(object)
    failed = Signal(object)
    done = Signal()
    finished = Signal()
    _wake = Signal()

    def __init__(self, work: Callable[[Event], Iterator[Any]], parent: QObject | None = None) -> None:
        """Nothing runs before ``start``."""
        super().__init__(parent)
        self._work = work
        self._stop = Event()
        self._box: deque[Any] = deque()
        self._room = Condition()
        self._error: Exception | None = None
        self._ended = False
        self._told = False
        self._thread = Thread(target=self._run, name=getattr(work, "__name__", "job"))
        self._wake.connect(self._empty, Qt.ConnectionType.QueuedConnection)

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def stop(self) -> None:
        """Ask the generator to end; it does within a batch."""
        self._stop.set()
        with self._room:
            self._box.clear()
            self._room.notify_all()

    def wait(self, seconds: float | None = None) -> bool:
        """Wait for the thread, when the window closes; whether it has ended."""
        if self._thread.ident is not None:
            self._thread.join(seconds)
        return not self._thread.is_alive()

    # --- on the job's thread -----------------------------------------------------------------------------------------

    def _run(self) -> None:
        try:
            for value in self._work(self._stop):
                if not self._post(value):
                    break
        except Exception as error:  # noqa: BLE001 - handed to the window, which knows which are bugs
            self._error = error
        with self._room:
            self._ended = True
        self._wake.emit()

    def _post(self, value: object) -> bool:
        """Put a value into the mailbox when there is room; False when asked to stop."""
        with self._room:
            self._room.wait_for(lambda: len(self._box) < MAILBOX or self._stop.is_set())
            if self._stop.is_set():
                return False
            self._box.append(value)
            is_first = len(self._box) == 1
        if is_first:
            self._wake.emit()
        return True

    # --- on the window's thread --------------------------------------------------------------------------------------

    def _empty(self) -> None:
        """Tell what waits, for a slice of time; what is left comes after the window has painted and listened."""
        until = time.perf_counter() + SLICE
        while time.perf_counter() < until:
            with self._room:
                if not self._box:
                    break
                value = self._box.popleft()
                self._room.notify_all()
            self.yielded.emit(value)
        with self._room:
            more, ended = bool(self._box), self._ended
        if more:
            QTimer.singleShot(0, self, self._empty)
        elif ended and not self._told:
            self._told = True
            self._tell_end()

    def _tell_end(self) -> None:
        self._thread.join()
        if not self._stop.is_set():
            if self._error is None:
                self.done.emit()
            else:
                self.failed.emit(self._error)
        self.finished.emit()
