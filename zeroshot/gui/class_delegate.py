"""How a class looks in its list: colour, name, what the linter says, count."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import QApplication, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from zeroshot.gui import icons, numbers
from zeroshot.gui.class_model import ClassRole
from zeroshot.gui.theme import Tokens, scaled, tokens_of
from zeroshot.records import NONE_OF_THESE

_Index = QModelIndex | QPersistentModelIndex
_SWATCH = 10
_INDENT = 16  # of what lies in a group
_SMALL = 0.85  # of the list's text


class ClassDelegate(QStyledItemDelegate):
    """Paints a line of the classes; a warning stands below the name it is about."""

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        """One line of text, or two where the linter has something to say."""
        metrics, space = QFontMetrics(option.font), tokens_of(option.widget).space
        height = metrics.height() + 2 * space
        if index.data(ClassRole.FINDINGS):
            height += QFontMetrics(scaled(option.font, _SMALL)).height()
        return QSize(120, height)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        """Ground, swatch, name, warning, count."""
        tokens = tokens_of(option.widget)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        _ground(painter, option, tokens)
        box = option.rect.adjusted(tokens.space + 4, 0, -tokens.space - 4, 0)
        findings = index.data(ClassRole.FINDINGS)
        inside = min(_INDENT * index.data(ClassRole.DEPTH), box.width() // 3)
        line = QRect(box.left(), box.top() + tokens.space, box.width(), QFontMetrics(option.font).height())
        line.setLeft(line.left() + inside)
        _swatch(painter, line, index, tokens)
        taken = _count(painter, option, line, index, tokens)
        name = line.adjusted(_SWATCH + 10, 0, -taken, 0)
        _name(painter, option, name, index, tokens)
        if findings:
            small = QFontMetrics(scaled(option.font, _SMALL)).height()
            below = QRect(name.left(), line.bottom() + 1, box.right() - name.left(), small)
            # the name stands above already
            _warning(painter, option, below, findings[0].removeprefix(f'"{index.data(ClassRole.ANSWER)}" '), tokens)
        painter.restore()

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: _Index) -> QWidget:
        """A field over the name."""
        editor = super().createEditor(parent, option, index)
        editor.setAccessibleName(self.tr("Name of the class"))
        return editor

    def updateEditorGeometry(self, editor: QWidget, option: QStyleOptionViewItem, index: _Index) -> None:
        """Leave the swatch in sight."""
        editor.setGeometry(option.rect.adjusted(_SWATCH + 14, 2, -4, -2))


def _ground(painter: QPainter, option: QStyleOptionViewItem, tokens: Tokens) -> None:
    """Selected lines are filled; the one under the mouse is shaded; the keyboard's has a ring."""
    box = QRectF(option.rect).adjusted(4, 1, -4, -1)
    state = option.state
    if state & QStyle.StateFlag.State_Selected:
        painter.setBrush(tokens.accent_soft)
    elif state & QStyle.StateFlag.State_MouseOver:
        painter.setBrush(tokens.shade)
    else:
        painter.setBrush(Qt.BrushStyle.NoBrush)
    keyboard = state & QStyle.StateFlag.State_HasFocus and state & QStyle.StateFlag.State_KeyboardFocusChange
    painter.setPen(QPen(tokens.accent, 1.5) if keyboard else Qt.PenStyle.NoPen)
    painter.drawRoundedRect(box, tokens.radius, tokens.radius)


def _swatch(painter: QPainter, line: QRect, index: _Index, tokens: Tokens) -> None:
    """The class's colour, a group's as a ring; none of these has its own sign, and all pictures that of pictures."""
    answer = index.data(ClassRole.ANSWER)
    middle = QPointF(line.left() + _SWATCH / 2, line.center().y() + 1)
    if answer is None or answer == NONE_OF_THESE:
        name = "picture" if answer is None else "none"
        drawn = icons.pixmap(name, 16, painter.device().devicePixelRatioF(), tokens.muted)
        painter.drawPixmap(QPointF(middle.x() - 8, middle.y() - 8), drawn)
        return
    colour, box = QColor(index.data(ClassRole.COLOUR) or tokens.muted), QRectF(0, 0, _SWATCH, _SWATCH)
    box.moveCenter(middle)
    if index.data(ClassRole.IS_GROUP):
        box.adjust(1, 1, -1, -1)  # the pen's half lies outside
    painter.setPen(QPen(colour, 2) if index.data(ClassRole.IS_GROUP) else Qt.PenStyle.NoPen)
    painter.setBrush(Qt.BrushStyle.NoBrush if index.data(ClassRole.IS_GROUP) else colour)
    painter.drawRoundedRect(box, 3, 3)


def _count(painter: QPainter, option: QStyleOptionViewItem, line: QRect, index: _Index, tokens: Tokens) -> int:
    """The number at the right, and the class's key before it; how much width they took."""
    count = index.data(ClassRole.COUNT)
    text = numbers.whole(count)
    painter.setFont(option.font)
    painter.setPen(tokens.muted)
    painter.drawText(line, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, text)
    taken = QFontMetrics(option.font).horizontalAdvance(text) + tokens.space
    return taken + _key(painter, option, line.adjusted(0, 0, -taken, 0), index.data(ClassRole.KEY), tokens)


def _key(painter: QPainter, option: QStyleOptionViewItem, line: QRect, key: str, tokens: Tokens) -> int:
    """A small key cap at the end of a line; how much width it took."""
    if not key:
        return 0
    side = QFontMetrics(option.font).height() - 1
    box = QRectF(line.right() - side, line.center().y() - side / 2 + 1, side, side)
    painter.setPen(QPen(tokens.edge, 1))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRoundedRect(box, 4, 4)
    painter.setFont(scaled(option.font, _SMALL))
    painter.setPen(tokens.muted)
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, key)
    painter.setFont(option.font)
    return side + tokens.space


def _name(painter: QPainter, option: QStyleOptionViewItem, box: QRect, index: _Index, tokens: Tokens) -> None:
    text = QFontMetrics(option.font).elidedText(index.data(), Qt.TextElideMode.ElideRight, box.width())
    painter.setPen(tokens.text)
    QApplication.style().drawItemText(
        painter, box, int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter), option.palette, True, text
    )


def _warning(painter: QPainter, option: QStyleOptionViewItem, box: QRect, sentence: str, tokens: Tokens) -> None:
    small = scaled(option.font, _SMALL)
    drawn = icons.pixmap("warning", 12, painter.device().devicePixelRatioF(), tokens.warning)
    painter.drawPixmap(QPointF(box.left(), box.center().y() - 5), drawn)
    words = box.adjusted(16, 0, 0, 0)
    painter.setFont(small)
    painter.setPen(tokens.warning)
    text = QFontMetrics(small).elidedText(sentence, Qt.TextElideMode.ElideRight, words.width())
    painter.drawText(words, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, text)
