"""Two charts of an evaluation: what scores promise and keep, and what leaving out the least sure answers gains."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QFontMetricsF, QPainter, QPen, QPolygonF
from PySide6.QtWidgets import QWidget

from zeroshot.gui import numbers
from zeroshot.gui.theme import tokens_of

if TYPE_CHECKING:
    from PySide6.QtGui import QPaintEvent

    from zeroshot.gui.theme import Tokens
    from zeroshot.metrics import Reliability, RiskCoverage

_MARGIN = 12
_POINTS = 500  # of a curve: there are hardly more pixels
_FIFTHS = (0.0, 0.2, 0.4, 0.6, 0.8, 1.0)


class _Chart(QWidget):
    """Axes from 0 to 1 with a name each; what is told by them is told in words beside the chart too."""

    across = ""
    up = ""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setMinimumSize(240, 200)
        self._area = QRectF()
        self._lowest = 0.0

    def at(self, x: float, y: float) -> QPointF:
        """The place of a value on the widget."""
        area, share = self._area, (y - self._lowest) / (1 - self._lowest)
        return QPointF(area.left() + x * area.width(), area.bottom() - share * area.height())

    def paint(self, painter: QPainter, tokens: Tokens) -> None:
        """Draw what the chart shows."""
        raise NotImplementedError

    def paintEvent(self, event: QPaintEvent) -> None:
        """Axes, and what they are for."""
        painter, tokens = QPainter(self), tokens_of(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        line = QFontMetricsF(self.font()).height()
        left = QFontMetricsF(self.font()).horizontalAdvance("100 %") + _MARGIN
        self._area = QRectF(left, line + _MARGIN, self.width() - left - _MARGIN, self.height() - 4 * line - _MARGIN)
        painter.setPen(tokens.muted)
        painter.drawText(QRectF(0, 0, self.width(), line), int(Qt.AlignmentFlag.AlignLeft), self.up)
        bottom = QRectF(left, self.height() - 1.5 * line, self.width() - left, line)
        painter.drawText(bottom, int(Qt.AlignmentFlag.AlignHCenter), self.across)
        for value in _FIFTHS:
            self._tick(painter, tokens, value, line)
        self.paint(painter, tokens)
        painter.end()

    def _tick(self, painter: QPainter, tokens: Tokens, value: float, line: float) -> None:
        height = self._lowest + value * (1 - self._lowest)
        beside, below = self.at(0, height), self.at(value, self._lowest)
        painter.setPen(tokens.line)
        painter.drawLine(beside, self.at(1, height))
        painter.setPen(tokens.muted)
        flags = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        box = QRectF(0, beside.y() - line / 2, beside.x() - 6, line)
        painter.drawText(box, int(flags), f"{numbers.decimal(100 * height, 0)} %")
        box = QRectF(below.x() - 30, below.y() + 4, 60, line)
        painter.drawText(box, int(Qt.AlignmentFlag.AlignHCenter), numbers.decimal(value, 1))


class ReliabilityChart(_Chart):
    """Bars of the answers that are right, by score; hatched what is promised and not kept, or the other way round."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shown: Reliability | None = None
        self.across, self.up = self.tr("Score"), self.tr("Right")
        self.setAccessibleName(self.tr("What scores promise and keep"))

    def show_reliability(self, shown: Reliability) -> None:
        """Show these bins."""
        self._shown = shown
        self.update()

    def paint(self, painter: QPainter, tokens: Tokens) -> None:
        """A bar a bin that has answers, and the diagonal, on which promises are kept."""
        shown = self._shown
        if shown is None:
            return
        for place in np.flatnonzero(shown.counts).tolist():
            left, right = float(shown.edges[place]), float(shown.edges[place + 1])
            kept, promised = float(shown.accuracy[place]), float(shown.confidence[place])
            painter.fillRect(QRectF(self.at(left, kept), self.at(right, 0)).adjusted(1, 0, -1, 0), tokens.accent)
            gap = QRectF(self.at(left, max(kept, promised)), self.at(right, min(kept, promised)))
            painter.fillRect(gap.adjusted(1, 0, -1, 0), QBrush(tokens.danger, Qt.BrushStyle.BDiagPattern))
        painter.setPen(QPen(tokens.text, 1, Qt.PenStyle.DashLine))
        painter.drawLine(self.at(0, 0), self.at(1, 1))


class CoverageChart(_Chart):
    """How many of the kept answers are right, when the least sure are left out."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shown: RiskCoverage | None = None
        self.across, self.up = self.tr("Share of the answers kept, the surest first"), self.tr("Of these right")
        self.setAccessibleName(self.tr("What leaving out the least sure gains"))

    def show_curve(self, shown: RiskCoverage) -> None:
        """Show this curve; the axis begins at a tenth below it."""
        self._shown = shown.thinned(_POINTS)
        self._lowest = max(0.0, np.floor(10 * float((1 - shown.risk).min()) - 0.5) / 10)
        self.update()

    def paint(self, painter: QPainter, tokens: Tokens) -> None:
        """The curve, and where it ends: all answers are kept."""
        shown = self._shown
        if shown is None:
            return
        end = 1 - float(shown.risk[-1])
        painter.setPen(QPen(tokens.muted, 1, Qt.PenStyle.DashLine))
        painter.drawLine(self.at(0, end), self.at(1, end))
        painter.setPen(QPen(tokens.accent, 2))
        points = zip(shown.coverage.tolist(), (1 - shown.risk).tolist(), strict=True)
        painter.drawPolyline(QPolygonF([self.at(x, y) for x, y in points]))
