"""A picture large: decoded by our own decoder on a thread, fitted, zoomed and panned."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRect, QRectF, Qt, Signal
from PySide6.QtGui import (
    QAction,
    QColor,
    QImage,
    QKeySequence,
    QMouseEvent,
    QPainter,
    QPixmap,
    QResizeEvent,
    QTransform,
    QWheelEvent,
)
from PySide6.QtWidgets import QFrame, QGraphicsPixmapItem, QGraphicsScene, QGraphicsView, QWidget

from zeroshot import images
from zeroshot.errors import ImageError
from zeroshot.gui.jobs import Job
from zeroshot.gui.theme import tokens_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from threading import Event

    from zeroshot.images import Header

SCREEN = 1600
"""Pixels that the shorter side keeps at first: enough for a screen, and quick to decode."""
_STEP, _MOST = 1.25, 16.0


@dataclass(frozen=True, slots=True)
class Loaded:
    """A picture for the screen and what its file says of it, or why there is none."""

    path: Path
    image: QImage | None = None
    header: Header | None = None
    size: int = 0
    mtime_ns: int = 0
    error: str = ""


def load(path: Path, min_side: int, max_pixels: int) -> Loaded:
    """Decode a file for the screen; for any thread."""
    try:
        source = images.glance(path)
        header = images.read_header(source, max_pixels=max_pixels)
        picture = images.decode(source, min_side=min_side, max_pixels=max_pixels)
    except ImageError as error:
        return Loaded(path, error=str(error))
    data = picture.tobytes("raw", "BGRX")
    # a copy: the QImage would go on using Python's bytes after they are gone
    image = QImage(data, picture.width, picture.height, 4 * picture.width, QImage.Format.Format_RGB32).copy()
    return Loaded(path, image, header, source.size, source.mtime_ns)


class Preview(QGraphicsView):
    """Shows one picture; while the next is decoded the last one stays."""

    loaded = Signal(object)
    previous_wanted = Signal()
    next_wanted = Signal()

    def __init__(self, max_pixels: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._max_pixels = max_pixels
        self._scene = QGraphicsScene(self)
        self._item = QGraphicsPixmapItem()
        self._item.setTransformationMode(Qt.TransformationMode.SmoothTransformation)
        self._scene.addItem(self._item)
        self._overlay = QGraphicsPixmapItem(self._item)
        self._overlay.setTransformationMode(Qt.TransformationMode.SmoothTransformation)
        self.setScene(self._scene)
        self._job: Job | None = None
        self._jobs: set[Job] = set()
        self._message = self.tr("Choose a picture")
        self._path: Path | None = None
        self._whole = False
        self._has_failed = False
        self.fitted = True
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setRenderHints(QPainter.RenderHint.SmoothPixmapTransform | QPainter.RenderHint.Antialiasing)
        self.setTransformationAnchor(QGraphicsView.ViewportAnchor.AnchorUnderMouse)
        self.setDragMode(QGraphicsView.DragMode.ScrollHandDrag)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName(self.tr("Preview"))
        self.setToolTip(self.tr("Wheel zooms, dragging moves, a double click fits or shows every pixel"))
        self.setMinimumHeight(160)
        self._make_actions()

    def _make_actions(self) -> None:
        """Keys that work while the preview has the focus."""
        keys = QKeySequence.StandardKey
        for text, key, do in (
            (self.tr("Previous picture"), keys.MoveToPreviousChar, self.previous_wanted.emit),
            (self.tr("Next picture"), keys.MoveToNextChar, self.next_wanted.emit),
            (self.tr("Larger"), "+", lambda: self.zoom(_STEP)),
            (self.tr("Smaller"), "-", lambda: self.zoom(1 / _STEP)),
            (self.tr("Fit"), "0", self.fit),
            (self.tr("Every pixel"), "1", self.actual_size),
        ):
            action = QAction(text, self)
            action.setShortcut(QKeySequence(key))
            action.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
            action.triggered.connect(lambda _checked=False, do=do: do())
            self.addAction(action)

    def show_path(self, path: Path | None) -> None:
        """Show another picture."""
        if path == self._path:
            return
        self._path = path
        self._whole = False
        self.set_overlay(None)
        self._overlay.setVisible(False)  # until the picture that it belongs to has taken the place of the last one
        if path is None:
            self._stop()
            self._put(None, self.tr("Choose a picture"))
        else:
            self._start(path, SCREEN)

    def set_overlay(self, image: QImage | None) -> None:
        """Lay an image over the whole picture, stretched to it, once it is there; None takes it away."""
        self._overlay.setPixmap(QPixmap() if image is None else QPixmap.fromImage(image))
        self._stretch()

    @property
    def has_overlay(self) -> bool:
        """Whether something lies over the picture."""
        return self._overlay.isVisible() and not self._overlay.pixmap().isNull()

    def _stretch(self) -> None:
        """Give the overlay the picture's size, whatever it has of its own."""
        size, own = self._item.pixmap().size(), self._overlay.pixmap().size()
        if not own.isEmpty():
            self._overlay.setTransform(QTransform.fromScale(size.width() / own.width(), size.height() / own.height()))

    def show_loaded(self, loaded: Loaded) -> None:
        """Show a picture that is decoded already."""
        self._stop()
        self._path, self._whole = loaded.path, False
        self.fitted = True
        self._take(loaded)

    def show_meanwhile(self, path: Path, small: QPixmap | None) -> None:
        """Show a small version of a picture that is still being decoded, or nothing: not the one before it."""
        self._stop()
        self._path, self._whole, self._has_failed = path, False, False
        self._put(None, "" if small is not None else self.tr("One moment…"))
        if small is not None:
            room = self.viewport().size() * self.devicePixelRatioF()
            keep, smooth = Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation
            self._item.setPixmap(small.scaled(room, keep, smooth))
            self._scene.setSceneRect(self._item.boundingRect())
        self.fit()

    def shows(self, path: Path) -> bool:
        """Whether a picture is to be seen, or why it can't be."""
        return path == self._path and (not self._item.pixmap().isNull() or self._has_failed)

    def _start(self, path: Path, min_side: int) -> None:
        self._stop()
        max_pixels = self._max_pixels

        def decode(_: Event) -> Iterator[Loaded]:
            yield load(path, min_side, max_pixels)

        job = Job(decode, self)
        self._job = job
        self._jobs.add(job)
        job.yielded.connect(self._take)
        job.finished.connect(lambda: self._forget(job))
        job.start()

    def _stop(self) -> None:
        if self._job is not None:
            self._job.stop()
            self._job = None

    def _forget(self, job: Job) -> None:
        self._jobs.discard(job)
        job.deleteLater()

    def _take(self, loaded: Loaded) -> None:
        again = loaded.image is not None and self._item.pixmap().width() and not self.fitted
        before = self._item.pixmap().width()
        self._put(loaded.image, loaded.error)
        self._overlay.setVisible(True)
        self._has_failed = bool(loaded.error)
        if again and loaded.image is not None and self._whole:
            # the same picture with more pixels: nothing may jump
            self.scale(before / loaded.image.width(), before / loaded.image.width())
        else:
            self.fit()
        if loaded.header is not None and loaded.image is not None:
            self._whole = self._whole or loaded.image.width() >= loaded.header.width
        self.loaded.emit(loaded)

    def _put(self, image: QImage | None, message: str) -> None:
        self._message = message
        self._item.setPixmap(QPixmap() if image is None else QPixmap.fromImage(image))
        self._stretch()
        self._scene.setSceneRect(self._item.boundingRect())
        self.viewport().update()

    # --- zoom --------------------------------------------------------------------------------------------------------

    def fit(self) -> None:
        """The whole picture, never larger than its pixels."""
        self.fitted = True
        self.resetTransform()
        box = self._item.boundingRect()
        if box.isEmpty():
            return
        room = QRectF(self.viewport().rect()).adjusted(8, 8, -8, -8)
        scale = min(room.width() / box.width(), room.height() / box.height(), 1.0)
        self.scale(scale, scale)

    def zoom(self, factor: float) -> None:
        """Nearer or farther; beyond the pixels of the screen's version every pixel is fetched."""
        scale = self.transform().m11() * factor
        if self._item.boundingRect().isEmpty() or not 0.01 < scale < _MOST:  # noqa: PLR2004 - out of all sense
            return
        self.fitted = False
        self.scale(factor, factor)
        if scale > 1 and not self._whole and self._path is not None:
            self._whole = True
            self._start(self._path, 0)

    def move_by(self, across: int, down: int) -> None:
        """Show another part of a picture that is larger than the room for it, a tenth of the room a step."""
        for bar, steps in ((self.horizontalScrollBar(), across), (self.verticalScrollBar(), down)):
            bar.setValue(bar.value() + steps * bar.pageStep() // 10)

    def actual_size(self) -> None:
        """A pixel of the picture is a pixel of the screen."""
        self.zoom(1 / self.devicePixelRatioF() / self.transform().m11())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit again what was fitted."""
        super().resizeEvent(event)
        if self.fitted:
            self.fit()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Zoom around the pointer."""
        self.zoom(_STEP if event.angleDelta().y() > 0 else 1 / _STEP)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Fit, or every pixel."""
        if self.fitted:
            self.actual_size()
        else:
            self.fit()

    def drawBackground(self, painter: QPainter, rect: QRectF | QRect) -> None:
        """The theme's ground."""
        painter.fillRect(rect, tokens_of(self).surface)

    def drawForeground(self, painter: QPainter, rect: QRectF | QRect) -> None:
        """A sentence where there is no picture."""
        if not self._message:
            return
        painter.save()
        painter.resetTransform()
        painter.setPen(QColor(tokens_of(self).muted))
        box = QRectF(QPointF(0, 0), self.viewport().rect().size().toSizeF()).adjusted(24, 24, -24, -24)
        painter.drawText(box, int(Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap), self._message)
        painter.restore()

    def shut_down(self) -> None:
        """End the threads, and wait for them."""
        for job in self._jobs:
            job.stop()
            job.wait()
