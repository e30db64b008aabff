"""How quickly long work goes, and how long it still takes."""

from __future__ import annotations

import time
from collections import deque
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication

from zeroshot.gui import numbers

_RECENT = 5.0  # seconds over which the speed is measured
_MINUTE, _HOUR = 60, 3600


@dataclass(frozen=True, slots=True)
class RunProgress:
    """How far work is: what is done of what there is, of it a second, and the seconds left (None while unknown)."""

    done: int
    total: int
    rate: float
    seconds_left: float | None


class Pace:
    """How quickly work goes, over the last seconds of it."""

    def __init__(self, done: int = 0) -> None:
        """Begin to count now; ``done`` was there before, and says nothing of the speed."""
        self.begun = time.monotonic()
        self._seen: deque[tuple[float, int]] = deque([(self.begun, done)])
        self.done = done

    def advance(self, count: int) -> None:
        """So many more are done."""
        self.done += count
        now = time.monotonic()
        self._seen.append((now, self.done))
        while len(self._seen) > 2 and now - self._seen[0][0] > _RECENT:  # noqa: PLR2004 - a difference takes two
            self._seen.popleft()

    def progress(self, total: int) -> RunProgress:
        """What is told of it."""
        (since, before), (now, done) = self._seen[0], self._seen[-1]
        rate = (done - before) / (now - since) if now > since else 0.0
        return RunProgress(self.done, total, rate, (total - self.done) / rate if rate else None)


def left(seconds: float) -> str:
    """How long it still takes, in words."""
    if seconds < _MINUTE:
        return QCoreApplication.translate("RunBar", "{0} s left").format(max(1, round(seconds)))
    if seconds < _HOUR:
        return QCoreApplication.translate("RunBar", "{0} min left").format(round(seconds / _MINUTE))
    return QCoreApplication.translate("RunBar", "{0} h left").format(numbers.decimal(seconds / _HOUR, 1))
