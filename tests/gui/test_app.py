"""Signals from outside, and a window that is in the middle of something."""

from __future__ import annotations

import signal
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from zeroshot.gui.app import closed_by_signals

if TYPE_CHECKING:
    from PySide6.QtGui import QCloseEvent, QPaintEvent
    from pytestqt.qtbot import QtBot


class Interrupted(QWidget):
    """Is told to end while it is painted for the first time; notes whether it was closed in the middle of that."""

    def __init__(self) -> None:
        super().__init__()
        self.painted, self.painting = 0, False
        self.closed_in_paint: list[bool] = []

    def paintEvent(self, _event: QPaintEvent) -> None:
        self.painting = True
        self.painted += 1
        if self.painted == 1:
            signal.raise_signal(signal.SIGTERM)
        self.painting = False

    def closeEvent(self, _event: QCloseEvent) -> None:
        self.closed_in_paint.append(self.painting)


def test_a_signal_closes_the_window_but_never_while_it_paints(qtbot: QtBot) -> None:
    widget = Interrupted()
    qtbot.addWidget(widget)
    before = signal.getsignal(signal.SIGTERM)
    with closed_by_signals(widget) as arrived:
        widget.show()
        qtbot.waitUntil(lambda: bool(widget.closed_in_paint))
    assert arrived == [signal.SIGTERM]
    assert widget.closed_in_paint == [False]
    assert signal.getsignal(signal.SIGTERM) is before
