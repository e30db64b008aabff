"""The answers that a picture can be given in a review: a button each, with its key, its colour and its score."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QVBoxLayout, QWidget

from zeroshot.gui import icons, numbers
from zeroshot.gui.theme import Tokens, scaled, tokens_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QPaintEvent

_PAD = 8
_DOT = 10
_BAR = 4


@dataclass(frozen=True, slots=True)
class Choice:
    """One answer: what it says, its key, its colour ("" for none), and the model's score, None without one.

    ``extra`` is a second key: the one that takes what the model says. ``said``: the person says it already.
    """

    text: str
    key: str
    colour: str = ""
    score: float | None = None
    extra: str = ""
    said: bool = False


class AnswerButton(QAbstractButton):
    """Paints a choice; it is for the mouse and for Tab, as the keys are those of the page."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._choice = Choice("", "")
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setCheckable(True)

    @property
    def choice(self) -> Choice:
        """What it shows."""
        return self._choice

    def show_choice(self, choice: Choice) -> None:
        """Show another answer."""
        self._choice = choice
        self.setText(choice.text)
        self.setChecked(choice.said)
        self.setToolTip(choice.text)
        self.setAccessibleName(choice.text if choice.score is None else f"{choice.text}, {_score(choice.score)}")
        keys = " / ".join(key for key in (choice.key, choice.extra) if key)
        self.setAccessibleDescription(self.tr("Key {0}").format(keys) if keys else "")
        self.update()

    def nextCheckState(self) -> None:
        """What is checked is for the page to say."""

    def sizeHint(self) -> QSize:
        """A line of text and the bar below it."""
        return QSize(220, QFontMetrics(self.font()).height() + 2 * _PAD + _BAR + 2)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Ground, key, colour, name, score, and the score's bar."""
        painter, tokens = QPainter(self), tokens_of(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_ground(painter, tokens)
        metrics = QFontMetrics(self.font())
        line = QRectF(self.rect()).adjusted(_PAD + 2, _PAD, -_PAD - 2, 0)
        line.setHeight(metrics.height())
        left = line.left() + max(_cap(painter, line, self._choice.key, tokens), 1.7 * metrics.height()) + _PAD
        right = self._paint_right(painter, line, tokens)
        if self._choice.colour:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(self._choice.colour))
            painter.drawRoundedRect(QRectF(left, line.center().y() - _DOT / 2, _DOT, _DOT), 3, 3)
            self._paint_bar(painter, QRectF(left, line.bottom() + 4, line.right() - left, _BAR), tokens)
        else:
            drawn = icons.pixmap("none", 14, painter.device().devicePixelRatioF(), tokens.muted)
            painter.drawPixmap(int(left) - 2, int(line.center().y()) - 7, drawn)
        name = QRectF(left + _DOT + 6, line.top(), right - left - _DOT - 12, line.height())
        painter.setPen(tokens.text)
        painter.setFont(self.font())
        text = metrics.elidedText(self._choice.text, Qt.TextElideMode.ElideMiddle, int(name.width()))
        painter.drawText(name, int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter), text)
        painter.end()

    def _paint_ground(self, painter: QPainter, tokens: Tokens) -> None:
        painter.setBrush(Qt.BrushStyle.NoBrush)
        if self._choice.said:
            painter.setBrush(tokens.accent_soft)
        elif self.isDown() or self.underMouse():
            painter.setBrush(tokens.shade)
        edged = self.hasFocus() or self._choice.said
        painter.setPen(QPen(tokens.accent, 2 if self.hasFocus() else 1) if edged else Qt.PenStyle.NoPen)
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), tokens.radius, tokens.radius)

    def _paint_right(self, painter: QPainter, line: QRectF, tokens: Tokens) -> float:
        """The score, and before it the tick of what is said or the second key; where the name must end."""
        right = line.right()
        painter.setFont(self.font())
        if self._choice.score is not None:
            text = _score(self._choice.score)
            painter.setPen(tokens.muted)
            painter.drawText(line, int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter), text)
            right -= QFontMetrics(self.font()).horizontalAdvance(text) + _PAD
        if self._choice.said:
            drawn = icons.pixmap("check", 16, painter.device().devicePixelRatioF(), tokens.accent)
            painter.drawPixmap(int(right) - 16, int(line.center().y()) - 8, drawn)
            right -= 16 + _PAD
        elif self._choice.extra:
            width = _cap_width(self.font(), self._choice.extra)
            _cap(painter, QRectF(right - width, line.top(), width, line.height()), self._choice.extra, tokens)
            right -= width + _PAD
        return right

    def _paint_bar(self, painter: QPainter, track: QRectF, tokens: Tokens) -> None:
        if self._choice.score is None:
            return
        painter.setBrush(tokens.shade)
        painter.drawRoundedRect(track, 2, 2)
        track.setWidth(max(2.0, track.width() * self._choice.score))
        painter.setBrush(QColor(self._choice.colour))
        painter.drawRoundedRect(track, 2, 2)


def _score(score: float) -> str:
    return numbers.decimal(score)


def _cap_width(font: object, key: str) -> float:
    return QFontMetrics(scaled(font, 0.85)).horizontalAdvance(key) + 12.0  # type: ignore[arg-type]


def _cap(painter: QPainter, line: QRectF, key: str, tokens: Tokens) -> float:
    """A key as it looks on a keyboard, at the left of a line; its width."""
    if not key:
        return 0.0
    font = painter.font()
    small = scaled(font, 0.85)
    box = QRectF(line.left(), line.top() - 1, max(_cap_width(font, key), line.height() + 2), line.height() + 2)
    painter.setPen(QPen(tokens.edge, 1))
    painter.setBrush(tokens.raised)
    painter.drawRoundedRect(box, 4, 4)
    painter.setFont(small)
    painter.setPen(tokens.muted)
    painter.drawText(box, int(Qt.AlignmentFlag.AlignCenter), key)
    painter.setFont(font)
    return box.width()


class AnswerList(QWidget):
    """The buttons, one below the other; ``chosen`` carries the place of one that was clicked."""

    chosen = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.buttons: list[AnswerButton] = []
        self.shown: Sequence[Choice] = ()
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(2)
        self._layout.addStretch()

    def show_choices(self, choices: Sequence[Choice]) -> None:
        """Show these."""
        self.shown = choices
        while len(self.buttons) < len(choices):
            button = AnswerButton(self)
            place = len(self.buttons)
            button.clicked.connect(lambda _checked=False, place=place: self.chosen.emit(place))
            self._layout.insertWidget(place, button)
            self.buttons.append(button)
        for place, button in enumerate(self.buttons):
            button.setVisible(place < len(choices))
            if place < len(choices):
                button.show_choice(choices[place])
