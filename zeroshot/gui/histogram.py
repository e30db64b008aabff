"""A small histogram above a slider: how many pictures lie where, and which of them the slider leaves out."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from zeroshot.gui.theme import tokens_of

if TYPE_CHECKING:
    import numpy.typing as npt

BINS = 40
_HEIGHT, _INSET = 26, 7  # the slider's knob is twice as wide as the inset
_LEAST = 1.5  # pixels of a bar that is not empty


class Histogram(QWidget):
    """Bars from 0 to 1; those below ``threshold`` are pale. Decoration: what it says is told in words beside it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._heights: npt.NDArray[np.float64] = np.zeros(BINS)
        self._threshold = 0.0
        self.setFixedHeight(_HEIGHT)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def set_counts(self, counts: npt.NDArray[np.intp]) -> None:
        """Show these; a root keeps a few pictures visible beside many."""
        heights = np.sqrt(counts / max(1, counts.max(initial=0)))
        if not np.array_equal(heights, self._heights):
            self._heights = heights
            self.update()

    def set_threshold(self, threshold: float) -> None:
        """Make what lies below pale."""
        self._threshold = threshold
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Bars as wide as the slider's groove."""
        tokens, painter = tokens_of(self), QPainter(self)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        width = (self.width() - 2 * _INSET) / BINS
        for place, height in enumerate(self._heights.tolist()):
            if not height:
                continue
            tall = max(_LEAST, height * (self.height() - 2))
            painter.setBrush(tokens.accent if (place + 0.5) / BINS >= self._threshold else tokens.edge)
            painter.drawRect(QRectF(_INSET + place * width, self.height() - tall, max(1.0, width - 1), tall))
        painter.end()
