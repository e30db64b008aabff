"""What the window shows while something is held over it that it would take."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from zeroshot.gui.theme import tokens_of

_INSET, _ROUND = 8, 12


class DropFrame(QWidget):
    """A frame above everything in ``over``, which it covers."""

    def __init__(self, over: QWidget) -> None:
        super().__init__(over)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        over.installEventFilter(self)
        self.hide()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Stay as large as what it covers."""
        if event.type() == QEvent.Type.Resize and isinstance(watched, QWidget):
            self.setGeometry(watched.rect())
        return super().eventFilter(watched, event)

    def appear(self) -> None:
        """Show that a drop is welcome."""
        self.show()
        self.raise_()

    def paintEvent(self, event: QPaintEvent) -> None:
        """A tint and a line in the accent."""
        tokens, painter = tokens_of(self), QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        tint = QColor(tokens.accent)
        tint.setAlpha(28)
        painter.setBrush(tint)
        painter.setPen(QPen(tokens.accent, 3))
        painter.drawRoundedRect(self.rect().adjusted(_INSET, _INSET, -_INSET, -_INSET), _ROUND, _ROUND)
        painter.end()
