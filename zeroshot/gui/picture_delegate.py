"""How a picture looks in the grid: thumbnail, answer with its colour and score, file name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QIcon, QPainter, QPainterPath, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from zeroshot import trees
from zeroshot.gui import icons, numbers
from zeroshot.gui.pictures_model import Column, Role
from zeroshot.gui.theme import Tokens, scaled, tokens_of
from zeroshot.results import Standing

if TYPE_CHECKING:
    from zeroshot.gui.thumbnail_loader import ThumbnailLoader

_Index = QModelIndex | QPersistentModelIndex
_PAD = 6
_DOT = 9
_MARK = 18
_TINY = 64  # pixels
ICON = 26
"""The longer side of a thumbnail in the table."""


class PictureDelegate(QStyledItemDelegate):
    """Paints a cell of the grid."""

    def __init__(self, loader: ThumbnailLoader, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._loader = loader

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        """The view's own arithmetic decides."""
        return option.rect.size()

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        """Ground, thumbnail, answer, name."""
        tokens = tokens_of(option.widget)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        _ground(painter, option, tokens)
        line = QFontMetrics(option.font).height()
        inner = option.rect.adjusted(_PAD, _PAD, -_PAD, -_PAD)
        picture = QRect(inner.left(), inner.top(), inner.width(), inner.height() - 2 * line - 6)
        self._thumbnail(painter, picture, index, tokens)
        if index.data(Role.TRUTH) is not None:
            _mark(painter, picture, tokens)
        if told := index.data(Role.FOUND):
            _badge(painter, option, picture, told, tokens)
        answer = QRect(inner.left() + 2, picture.bottom() + 5, inner.width() - 4, line)
        _answer(painter, option, answer, index, tokens)
        _text(painter, scaled(option.font, 0.9), answer.translated(0, line), index.data(), tokens.muted, middle=True)
        painter.restore()

    def _thumbnail(self, painter: QPainter, box: QRect, index: _Index, tokens: Tokens) -> None:
        """The picture in the middle of its box, or what stands for it."""
        if index.data(Role.STANDING) is Standing.FAILED:
            _placeholder(
                painter, box, "warning", tokens.warning if not index.data(Role.MISSING) else tokens.muted, tokens
            )
            return
        ratio = painter.device().devicePixelRatioF()
        pixmap = self._loader.pixmap(index.data(Role.PATH), round(min(box.width(), box.height()) * ratio))
        if pixmap is None:
            _placeholder(painter, box, "picture", tokens.muted, tokens)
            return
        scale = min(box.width() / pixmap.width(), box.height() / pixmap.height())
        if max(pixmap.width(), pixmap.height()) < _TINY:
            scale = min(scale, 1 / ratio)  # an icon stays small and sharp
        width, height = pixmap.width() * scale, pixmap.height() * scale
        target = QRectF(box.center().x() + 0.5 - width / 2, box.center().y() + 0.5 - height / 2, width, height)
        path = QPainterPath()
        path.addRoundedRect(target, 4, 4)
        painter.save()
        painter.setClipPath(path)
        painter.drawPixmap(target, pixmap, QRectF(pixmap.rect()))
        painter.restore()


class NameDelegate(QStyledItemDelegate):
    """A line of the table begins with a small picture of the file."""

    def __init__(self, loader: ThumbnailLoader, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._loader = loader

    def initStyleOption(self, option: QStyleOptionViewItem, index: _Index) -> None:
        """Qt's own cell, with the thumbnail as its icon."""
        super().initStyleOption(option, index)
        option.features |= QStyleOptionViewItem.ViewItemFeature.HasDecoration
        option.decorationSize = QSize(ICON, ICON)
        ratio, tokens = option.widget.devicePixelRatioF(), tokens_of(option.widget)
        if index.data(Role.STANDING) is Standing.FAILED:
            drawn = icons.pixmap("warning", ICON, ratio, tokens.muted if index.data(Role.MISSING) else tokens.warning)
        else:
            thumbnail = self._loader.pixmap(index.data(Role.PATH), round(ICON * ratio))
            drawn = thumbnail or icons.pixmap("picture", ICON, ratio, tokens.muted)
        option.icon = QIcon(drawn)


def _ground(painter: QPainter, option: QStyleOptionViewItem, tokens: Tokens) -> None:
    selected = bool(option.state & QStyle.StateFlag.State_Selected)
    if selected:
        painter.setBrush(tokens.accent_soft)
    elif option.state & QStyle.StateFlag.State_MouseOver:
        painter.setBrush(tokens.shade)
    else:
        painter.setBrush(Qt.BrushStyle.NoBrush)
    focused = bool(option.state & QStyle.StateFlag.State_HasFocus)
    painter.setPen(QPen(tokens.accent, 2 if focused else 1) if focused or selected else Qt.PenStyle.NoPen)
    painter.drawRoundedRect(QRectF(option.rect).adjusted(1, 1, -1, -1), tokens.radius + 2, tokens.radius + 2)


def _mark(painter: QPainter, box: QRect, tokens: Tokens) -> None:
    """A tick in the corner: the person said what this picture is."""
    disc = QRectF(box.right() - _MARK - 2, box.top() + 4, _MARK, _MARK)
    painter.setPen(QPen(tokens.surface, 2))
    painter.setBrush(tokens.accent)
    painter.drawEllipse(disc)
    inner = _MARK - 6
    drawn = icons.pixmap("check", inner, painter.device().devicePixelRatioF(), tokens.on_accent)
    painter.drawPixmap(QPointF(disc.left() + 3, disc.top() + 3), drawn)


def _badge(painter: QPainter, option: QStyleOptionViewItem, box: QRect, told: str, tokens: Tokens) -> None:
    """A word in the other corner: how the picture answers what was sought."""
    font = scaled(option.font, 0.85)
    metrics = QFontMetrics(font)
    height = metrics.height() + 4
    room = box.width() - _MARK - 14
    told = metrics.elidedText(told, Qt.TextElideMode.ElideRight, room - 12)
    pill = QRectF(box.left() + 4, box.top() + 4, metrics.horizontalAdvance(told) + 12, height)
    painter.setPen(QPen(tokens.line, 1))
    painter.setBrush(tokens.surface)
    painter.drawRoundedRect(pill, height / 2, height / 2)
    painter.setFont(font)
    painter.setPen(tokens.text)
    painter.drawText(pill, Qt.AlignmentFlag.AlignCenter, told)


def _placeholder(painter: QPainter, box: QRect, name: str, colour: QColor, tokens: Tokens) -> None:
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(tokens.shade)
    painter.drawRoundedRect(QRectF(box), 4, 4)
    drawn = icons.pixmap(name, 28, painter.device().devicePixelRatioF(), colour)
    painter.drawPixmap(QPointF(box.center().x() - 13, box.center().y() - 13), drawn)


def _answer(painter: QPainter, option: QStyleOptionViewItem, box: QRect, index: _Index, tokens: Tokens) -> None:
    """The line below the picture: a sign and a word for each state, never a colour alone."""
    standing, line = index.data(Role.STANDING), box
    if standing is Standing.ACCEPTED:
        _dot(painter, box, QColor(index.data(Role.COLOUR) or tokens.muted))
        score = numbers.decimal(index.data(Role.SCORE))
        width = QFontMetrics(option.font).horizontalAdvance(score)
        painter.setFont(option.font)
        painter.setPen(tokens.muted)
        painter.drawText(box, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, score)
        _text(painter, option.font, line.adjusted(_DOT + 6, 0, -width - 6, 0), index.data(Role.LABEL), tokens.text)
    elif standing is Standing.CORRECTED and index.data(Role.TRUTH):
        _dot(painter, box, QColor(index.data(Role.COLOUR) or tokens.muted))
        _text(painter, option.font, line.adjusted(_DOT + 6, 0, 0, 0), index.data(Role.LABEL), tokens.text)
    elif standing in {Standing.REJECTED, Standing.CORRECTED}:
        _sign(painter, box, "none", tokens.muted)
        told = index.model().index(index.row(), Column.LABEL).data()
        _text(painter, option.font, line.adjusted(18, 0, 0, 0), told, tokens.muted)
    elif standing is Standing.FAILED:
        _sign(painter, box, "warning", tokens.warning)
        _text(painter, option.font, line.adjusted(18, 0, 0, 0), index.data(Role.ERROR), tokens.warning)


def _dot(painter: QPainter, box: QRect, colour: QColor) -> None:
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour)
    painter.drawRoundedRect(QRectF(box.left(), box.center().y() - _DOT / 2 + 1, _DOT, _DOT), 3, 3)


def _sign(painter: QPainter, box: QRect, name: str, colour: QColor) -> None:
    drawn = icons.pixmap(name, 14, painter.device().devicePixelRatioF(), colour)
    painter.drawPixmap(QPointF(box.left(), box.center().y() - 6), drawn)


def _text(  # noqa: PLR0913 - what it takes to paint a line
    painter: QPainter, font: QFont, box: QRect, text: str, colour: QColor, *, middle: bool = False
) -> None:
    painter.setFont(font)
    painter.setPen(colour)
    mode = Qt.TextElideMode.ElideMiddle if middle or trees.groups(text) else Qt.TextElideMode.ElideRight
    elided = QFontMetrics(font).elidedText(text, mode, box.width())
    painter.drawText(box, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, elided)
