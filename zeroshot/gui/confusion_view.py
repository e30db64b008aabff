"""The confusion matrix as a widget: zoomed by wheel and keys, moved by dragging; a click or Enter shows pictures."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QEvent, QPoint, QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QImage, QPainter
from PySide6.QtWidgets import QToolTip, QWidget

from zeroshot.gui.theme import Tokens, tokens_of

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QPaintEvent, QResizeEvent, QWheelEvent

    from zeroshot.metrics import Indices

_LARGEST = 96.0  # pixels of a cell when all of it fits
_CLOSEST = 64.0  # pixels of a cell that zooming leads to at least
_STEP = 1.3
_DRAG = 5  # pixels from which on a press is no click
_GRID, _COUNTED = 8.0, 22.0  # pixels of a cell from which on cells stand apart, and have their count
_PALEST = 0.18  # shade of a cell that holds a single picture of many
_SPACE = 8


@dataclass(frozen=True, slots=True)
class _Room:
    """Where things are, in pixels: the names beside the rows and above the columns, and what is left for cells."""

    left: float
    top: float
    cells: QRectF

    @property
    def fit(self) -> float:
        """The shorter side of the room for cells."""
        return min(self.cells.width(), self.cells.height())


class ConfusionView(QWidget):
    """Rows are what pictures are, columns what they got, both in the order in which they are given.

    ``current_changed``: another cell is told of. ``pictures_wanted``: those of the current cell are to be shown.
    """

    current_changed = Signal()
    pictures_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._names: tuple[str, ...] = ()
        self._widest = 0.0
        self._counts: Indices = np.zeros((0, 0), np.intp)
        self._totals: Indices = np.zeros(0, np.intp)
        self._shades: dict[bool, QImage] = {}
        self.current: tuple[int, int] | None = None
        self.size_of_cell = 1.0
        self._offset = QPointF(0, 0)
        self._fitted = True
        self._pressed: QPoint | None = None
        self._dragged = False
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setMinimumSize(320, 260)
        self.setAccessibleName(self.tr("Confusion matrix"))

    def sizeHint(self) -> QSize:
        """Room for names and cells."""
        return QSize(640, 520)

    def show_matrix(self, names: Sequence[str], counts: Indices) -> None:
        """Show these classes; ``counts`` is (classes, classes)."""
        self._names, self._counts = tuple(names), counts
        self._measure()
        self._totals = counts.sum(axis=1)
        self._shades.clear()
        self.current = None
        self.fit()

    def _measure(self) -> None:
        """How wide the widest name is; of a thousand names that takes too long for each event."""
        metrics = QFontMetricsF(self.font())
        self._widest = max((metrics.horizontalAdvance(name) for name in self._names), default=0) + 2 * _SPACE

    def changeEvent(self, event: QEvent) -> None:
        """Measure again when the font is another one."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._measure()

    # --- what is told ------------------------------------------------------------------------------------------------

    def told(self, row: int, column: int) -> str:
        """A cell in words."""
        count, total = int(self._counts[row, column]), int(self._totals[row])
        truth, answer = self._names[row], self._names[column]
        if not total:
            return self.tr("There are no pictures of {0}.").format(truth)
        share = f"{100 * count / total:.1f}"
        if row == column:
            return self.tr("{0}: {1} of {2} are right ({3} %)").format(truth, count, total, share)
        return self.tr("{0} taken for {1}: {2} of {3} ({4} %)").format(truth, answer, count, total, share)

    def choose(self, row: int, column: int, *, near: bool = False) -> None:
        """Make a cell the current one, and bring it into sight; ``near``: so near that names can be read."""
        self.current = (row, column)
        if near:
            self.size_of_cell = max(self.size_of_cell, min(18.0, self._closest()))
            self._fitted = self._fitted and self.size_of_cell <= self._least()
        self._bring_into_sight()
        self.setAccessibleDescription(self.told(row, column))
        self.update()
        self.current_changed.emit()

    def walk(self, by: int) -> None:
        """Go to the next confusion (-1: the one before), those with most pictures first."""
        wrong = self._counts * ~np.eye(len(self._counts), dtype=np.bool_)
        rows, columns = np.nonzero(wrong)
        order = np.argsort(-wrong[rows, columns], kind="stable")
        cells = list(zip(rows[order].tolist(), columns[order].tolist(), strict=True))
        if cells:
            place = (cells.index(self.current) + by) % len(cells) if self.current in cells else 0
            self.choose(*cells[place], near=True)

    # --- where things are --------------------------------------------------------------------------------------------

    def _room(self) -> _Room:
        metrics = QFontMetricsF(self.font())
        widest = self._widest
        left = min(widest, 0.28 * self.width(), 15 * metrics.height())
        top = metrics.height() + 2 * _SPACE if self._is_flat(widest, left) else min(left, 0.24 * self.height())
        return _Room(
            left, top, QRectF(left, top, max(1.0, self.width() - left - _SPACE), max(1.0, self.height() - top - _SPACE))
        )

    def _is_flat(self, widest: float, left: float) -> bool:
        """Whether all names have room above their columns without being turned."""
        return bool(self._names) and min(_LARGEST, (self.width() - left) / len(self._names)) >= widest

    def _least(self) -> float:
        """Pixels of a cell when all of it fits."""
        return min(_LARGEST, self._room().fit / max(1, len(self._names)))

    def _closest(self) -> float:
        return max(_CLOSEST, 2 * self._least())

    def _cell_at(self, where: QPointF) -> tuple[int, int] | None:
        room = self._room()
        if not room.cells.contains(where):
            return None
        place = (where - room.cells.topLeft() - self._offset) / self.size_of_cell
        row, column = int(place.y()), int(place.x())
        return (row, column) if min(place.x(), place.y()) >= 0 and max(row, column) < len(self._names) else None

    def _settle(self) -> None:
        """Keep the cells in their room."""
        room, side = self._room().cells, self.size_of_cell * len(self._names)
        x = min(0.0, max(self._offset.x(), min(0.0, room.width() - side)))
        y = min(0.0, max(self._offset.y(), min(0.0, room.height() - side)))
        self._offset = QPointF(x, y)
        self.update()

    def _bring_into_sight(self) -> None:
        if self.current is None:
            return
        room, size = self._room().cells, self.size_of_cell

        def into(offset: float, place: int, reach: float) -> float:
            start = place * size + offset
            return offset - min(0.0, start) - max(0.0, start + size - reach)

        row, column = self.current
        x, y = into(self._offset.x(), column, room.width()), into(self._offset.y(), row, room.height())
        self._offset = QPointF(x, y)
        self._settle()

    # --- zooming -----------------------------------------------------------------------------------------------------

    def fit(self) -> None:
        """Show all of it."""
        self._fitted = True
        self.size_of_cell, self._offset = self._least(), QPointF(0, 0)
        self.update()

    def zoom(self, factor: float, around: QPointF | None = None) -> None:
        """Nearer or farther, around a place, the current cell, or the middle."""
        least = self._least()
        size = min(max(self.size_of_cell * factor, least), self._closest())
        room = self._room().cells
        if around is None:
            around = room.center() if self.current is None else self._middle(*self.current)
        at = around - room.topLeft()
        self._offset = at - (at - self._offset) * (size / self.size_of_cell)
        self.size_of_cell, self._fitted = size, size <= least
        self._settle()

    def _middle(self, row: int, column: int) -> QPointF:
        """The middle of a cell."""
        return self._room().cells.topLeft() + self._offset + QPointF(column + 0.5, row + 0.5) * self.size_of_cell

    # --- events ------------------------------------------------------------------------------------------------------

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit again what was fitted."""
        super().resizeEvent(event)
        if self._fitted:
            self.fit()
        else:
            self._settle()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Zoom around the pointer."""
        self.zoom(_STEP ** (event.angleDelta().y() / 120), event.position())

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A click or a drag begins."""
        self._pressed, self._dragged = event.position().toPoint(), False

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Drag, or tell of the cell below the pointer."""
        where = event.position().toPoint()
        if self._pressed is not None and event.buttons() & Qt.MouseButton.LeftButton:
            if self._dragged or (where - self._pressed).manhattanLength() > _DRAG:
                self._offset += QPointF(where - self._pressed)
                self._pressed, self._dragged = where, True
                self._settle()
            return
        cell = self._cell_at(event.position())
        QToolTip.showText(event.globalPosition().toPoint(), self.told(*cell) if cell else "", self)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A click on a cell shows its pictures."""
        cell = None if self._dragged else self._cell_at(event.position())
        self._pressed = None
        if cell is not None:
            self.choose(*cell)
            self.pictures_wanted.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows go from cell to cell, N and P from confusion to confusion, + - 0 zoom, Enter shows the pictures."""
        jump = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        act = self._keys(jump=jump).get(Qt.Key(event.key()))
        if act is None or not self._names:
            super().keyPressEvent(event)
        else:
            act()

    def _keys(self, *, jump: bool) -> dict[Qt.Key, Callable[[], object]]:
        key = Qt.Key
        return {
            key.Key_Up: lambda: self._step(-1, 0, jump=jump),
            key.Key_Down: lambda: self._step(1, 0, jump=jump),
            key.Key_Left: lambda: self._step(0, -1, jump=jump),
            key.Key_Right: lambda: self._step(0, 1, jump=jump),
            key.Key_N: lambda: self.walk(1),
            key.Key_P: lambda: self.walk(-1),
            key.Key_Plus: lambda: self.zoom(_STEP),
            key.Key_Equal: lambda: self.zoom(_STEP),
            key.Key_Minus: lambda: self.zoom(1 / _STEP),
            key.Key_0: self.fit,
            key.Key_Return: self.pictures_wanted.emit,
            key.Key_Enter: self.pictures_wanted.emit,
        }

    def _step(self, down: int, right: int, *, jump: bool) -> None:
        """Go to the next cell, or to the next that holds pictures."""
        if self.current is None:
            self.choose(0, 0)
            return
        (row, column), last = self.current, len(self._names) - 1
        while 0 <= row + down <= last and 0 <= column + right <= last:
            row, column = row + down, column + right
            if not jump or self._counts[row, column]:
                self.choose(row, column)
                return

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show where the focus is."""
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """It went."""
        super().focusOutEvent(event)
        self.update()

    # --- painting ----------------------------------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        """Cells, names, and the current cell."""
        painter, tokens, room = QPainter(self), tokens_of(self), self._room()
        painter.setRenderHint(QPainter.RenderHint.TextAntialiasing)
        painter.fillRect(self.rect(), tokens.surface)
        if self._names:
            painter.setClipRect(room.cells)
            self._paint_cells(painter, tokens, room)
            painter.setClipRect(QRectF(0, room.top - _SPACE, room.left, room.cells.height() + 2 * _SPACE))
            self._paint_names(painter, tokens, room, above=False)
            painter.setClipRect(QRectF(room.left - _SPACE, 0, room.cells.width() + 2 * _SPACE, room.top))
            self._paint_names(painter, tokens, room, above=True)
            painter.setClipping(False)
            painter.setPen(tokens.muted)
            corner = QRectF(0, 0, room.left - 2 * _SPACE, room.top - _SPACE)
            flags = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignBottom
            painter.drawText(corner, int(flags), self.tr("got →\nis ↓"))
        if self.hasFocus():
            painter.setPen(tokens.accent)
            painter.drawRect(self.rect().adjusted(0, 0, -1, -1))
        painter.end()

    def _paint_cells(self, painter: QPainter, tokens: Tokens, room: _Room) -> None:
        side = self.size_of_cell * len(self._names)
        whole = QRectF(room.cells.topLeft() + self._offset, room.cells.topLeft() + self._offset + QPointF(side, side))
        painter.fillRect(whole, tokens.shade)
        painter.drawImage(whole, self._image(tokens))
        seen = self._seen(room)
        if self.size_of_cell >= _GRID:
            self._paint_grid(painter, tokens, whole, seen)
        if self.size_of_cell >= _COUNTED:
            self._paint_counts(painter, tokens, whole, seen)
        if self.current is not None:
            row, column = self.current
            pen = painter.pen()
            pen.setColor(tokens.text)
            pen.setWidthF(2)
            painter.setPen(pen)
            size = self.size_of_cell
            painter.drawRect(QRectF(whole.x() + column * size, whole.y() + row * size, size, size))

    def _seen(self, room: _Room) -> QRect:
        """The cells in sight, as columns and rows."""
        size, last = self.size_of_cell, len(self._names) - 1
        x, y = (int(max(0.0, -offset) / size) for offset in (self._offset.x(), self._offset.y()))
        right = min(last, int((room.cells.width() - self._offset.x()) / size))
        bottom = min(last, int((room.cells.height() - self._offset.y()) / size))
        return QRect(QPoint(x, y), QPoint(right, bottom))

    def _paint_grid(self, painter: QPainter, tokens: Tokens, whole: QRectF, seen: QRect) -> None:
        painter.setPen(tokens.surface)
        for column in range(seen.left(), seen.right() + 2):
            x = whole.x() + column * self.size_of_cell
            painter.drawLine(QPointF(x, whole.top()), QPointF(x, whole.bottom()))
        for row in range(seen.top(), seen.bottom() + 2):
            y = whole.y() + row * self.size_of_cell
            painter.drawLine(QPointF(whole.left(), y), QPointF(whole.right(), y))

    def _paint_counts(self, painter: QPainter, tokens: Tokens, whole: QRectF, seen: QRect) -> None:
        painter.setFont(_sized(self.font(), min(self._text_height(), 0.42 * self.size_of_cell)))
        size, part = self.size_of_cell, self._counts[seen.top() : seen.bottom() + 1, seen.left() : seen.right() + 1]
        for down, right in zip(*np.nonzero(part), strict=True):
            row, column = int(down) + seen.top(), int(right) + seen.left()
            strong = _shade(int(part[down, right]), int(self._totals[row])) > 0.6  # noqa: PLR2004 - as measured by eye
            painter.setPen(tokens.surface if strong else tokens.text)
            box = QRectF(whole.x() + column * size, whole.y() + row * size, size, size)
            painter.drawText(box, int(Qt.AlignmentFlag.AlignCenter), str(part[down, right]))
        painter.setFont(self.font())

    def _image(self, tokens: Tokens) -> QImage:
        """A pixel a cell: the stronger, the greater its share of the row; blue is right, red is wrong."""
        is_dark = tokens.surface.lightness() < 128  # noqa: PLR2004 - of 255
        if is_dark not in self._shades:
            shares = self._counts / np.maximum(self._totals[:, None], 1)
            alpha = np.where(self._counts > 0, _PALEST + (1 - _PALEST) * np.sqrt(shares), 0)
            right = np.eye(len(shares), dtype=np.bool_)[..., None]
            colour = np.where(right, _channels(tokens.accent), _channels(tokens.danger))
            pixels = np.dstack([colour, np.round(255 * alpha)]).astype(np.uint8)
            height, width, _ = pixels.shape
            image = QImage(pixels.tobytes(), width, height, 4 * width, QImage.Format.Format_RGBA8888)
            self._shades[is_dark] = image.copy()  # the bytes go
        return self._shades[is_dark]

    def _text_height(self) -> float:
        return QFontMetricsF(self.font()).height() * 0.75

    def _paint_names(self, painter: QPainter, tokens: Tokens, room: _Room, *, above: bool) -> None:
        """Names beside the rows or above the columns; where there is no room for each, every second or third."""
        height = max(9.0, min(self._text_height(), 0.8 * self.size_of_cell))
        step = max(1, int(np.ceil((height + 2) / self.size_of_cell)))
        seen, current = self._seen(room), -1 if self.current is None else self.current[1 if above else 0]
        first, last = (seen.left(), seen.right()) if above else (seen.top(), seen.bottom())
        painter.setFont(_sized(self.font(), height))
        for place in range(first - first % step, last + 1, step):
            if current < 0 or abs(place - current) * self.size_of_cell >= min(self.size_of_cell, 1) * (height + 3):
                self._paint_name(painter, room, place, tokens.muted, above=above)
        if current >= 0:
            font = _sized(self.font(), max(height, min(self._text_height(), 12)))
            font.setBold(True)
            painter.setFont(font)
            self._paint_name(painter, room, current, tokens.text, above=above)
        painter.setFont(self.font())

    def _paint_name(self, painter: QPainter, room: _Room, place: int, colour: QColor, *, above: bool) -> None:
        metrics = QFontMetricsF(painter.font())
        flags, name = Qt.AlignmentFlag.AlignVCenter, self._names[place]
        painter.setPen(colour)
        height = metrics.height()
        if not above:
            middle = room.top + self._offset.y() + (place + 0.5) * self.size_of_cell
            text = metrics.elidedText(name, Qt.TextElideMode.ElideRight, room.left - 2 * _SPACE)
            box = QRectF(_SPACE, middle - height / 2, room.left - 2 * _SPACE, height)
            painter.drawText(box, int(flags | Qt.AlignmentFlag.AlignRight), text)
            return
        painter.save()
        middle = room.left + self._offset.x() + (place + 0.5) * self.size_of_cell
        if room.top < 3 * height:
            reach = self.size_of_cell - 4
            text = metrics.elidedText(name, Qt.TextElideMode.ElideRight, reach)
            box = QRectF(middle - reach / 2, 0, reach, room.top)
            painter.drawText(box, int(flags | Qt.AlignmentFlag.AlignHCenter), text)
        else:
            painter.translate(middle, room.top - _SPACE)
            painter.rotate(-90)
            text = metrics.elidedText(name, Qt.TextElideMode.ElideRight, room.top - 2 * _SPACE)
            painter.drawText(QRectF(0, -height / 2, room.top - _SPACE, height), int(flags), text)
        painter.restore()


def _shade(count: int, total: int) -> float:
    """How strong a cell is, from 0 to 1; a root keeps single pictures visible."""
    return float(_PALEST + (1 - _PALEST) * np.sqrt(count / max(1, total)))


def _channels(colour: QColor) -> tuple[int, int, int]:
    return colour.red(), colour.green(), colour.blue()


def _sized(font: QFont, pixels: float) -> QFont:
    """A font of a height in pixels."""
    sized = QFont(font)
    sized.setPixelSize(max(6, round(pixels)))
    return sized
