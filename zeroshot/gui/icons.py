"""Icons: our own line drawings, painted in the palette's colours at whatever size and pixel ratio is asked for."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QGuiApplication, QIcon, QIconEngine, QPainter, QPalette, QPixmap, QPixmapCache
from PySide6.QtSvg import QSvgRenderer

from zeroshot.paths import assets

if TYPE_CHECKING:
    from pathlib import Path

APP = "zeroshot"

_CLONES: list[QIconEngine] = []
"""Engines that Qt asked for a copy of: PySide leaves them to Python, which would delete them while Qt uses them. Qt
asks only when somebody adds a pixmap to one of our icons, so that the list stays as good as empty."""


def icon(name: str, role: QPalette.ColorRole = QPalette.ColorRole.ButtonText) -> QIcon:
    """The icon of a name in ``names()``, in the palette's colour of a role; on a primary button HighlightedText."""
    return QIcon(_LineIcon(name, role))


def pixmap(name: str, size: int, ratio: float, colour: QColor) -> QPixmap:
    """An icon as a picture of ``size`` square, device independent pixels in a colour, for what is painted by hand."""
    return _drawn(name, QSize(round(size * ratio), round(size * ratio)), ratio, colour)


def app_icon() -> QIcon:
    """The program's icon."""
    return QIcon(str(_folder() / f"{APP}.svg"))


@cache
def names() -> tuple[str, ...]:
    """What ``icon`` can draw."""
    return tuple(sorted(path.stem for path in _folder().glob("*.svg") if path.stem != APP))


def _folder() -> Path:
    return assets() / "icons"


class _LineIcon(QIconEngine):
    """Draws one icon; it looks its colour up each time, so that a change of theme needs no new icons."""

    def __init__(self, name: str, role: QPalette.ColorRole) -> None:
        super().__init__()
        self._name = name
        self._role = role

    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, state: QIcon.State) -> None:
        """Draw the icon in the middle of ``rect``."""
        ratio = painter.device().devicePixelRatio()
        drawn = _drawn(self._name, rect.size() * ratio, ratio, self._colour(mode, state))
        painter.drawPixmap(rect.topLeft(), drawn)

    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        """The icon for the sharpest screen; Qt takes what it needs.

        Qt hands over the size in independent pixels, and its hook for the ratio can't be reached from Python.
        """
        app = QGuiApplication.instance()
        ratio = app.devicePixelRatio() if isinstance(app, QGuiApplication) else 1.0
        return _drawn(self._name, size * ratio, 1.0, self._colour(mode, state))

    def clone(self) -> QIconEngine:
        """Another one of the same icon."""
        copy = _LineIcon(self._name, self._role)
        _CLONES.append(copy)
        return copy

    def _colour(self, mode: QIcon.Mode, state: QIcon.State) -> QColor:
        palette = QGuiApplication.palette()
        if mode == QIcon.Mode.Disabled:
            return palette.color(QPalette.ColorGroup.Disabled, QPalette.ColorRole.ButtonText)
        if state == QIcon.State.On:
            return palette.color(QPalette.ColorRole.Accent)
        return palette.color(self._role)


def _drawn(name: str, size: QSize, ratio: float, colour: QColor) -> QPixmap:
    """The icon in ``size`` device pixels, from Qt's cache of pixmaps or drawn into it."""
    key = f"zeroshot/{name}/{size.width()}x{size.height()}@{ratio:.3g}/{colour.rgba():x}"
    known = QPixmap()
    if QPixmapCache.find(key, known):
        return known
    picture = QPixmap(size)
    picture.fill(Qt.GlobalColor.transparent)
    side = min(size.width(), size.height())
    if side > 0:
        painter = QPainter(picture)
        corner = QPoint((size.width() - side) // 2, (size.height() - side) // 2)
        QSvgRenderer(_source(name, colour.name())).render(painter, QRectF(corner, QSize(side, side)))
        painter.end()
    picture.setDevicePixelRatio(ratio)
    QPixmapCache.insert(key, picture)
    return picture


def _source(name: str, colour: str) -> QByteArray:
    text = (_folder() / f"{name}.svg").read_text(encoding="utf-8")
    return QByteArray(text.replace("currentColor", colour).encode())
