"""Why a picture gets a class, told below its ranks: where it is seen, the nearest text, the nearest reviewed ones."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QIcon
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from zeroshot.discover import display_name
from zeroshot.explain import Method, third
from zeroshot.gui import numbers
from zeroshot.gui.theme import set_kind

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from PySide6.QtGui import QPixmap

    from zeroshot.explain import Explanation, Neighbour, Reading
    from zeroshot.records import Progress

SIDE = 64
"""Device independent pixels of a neighbour's longer side."""


class WhyPanel(QWidget):
    """Tells an explanation. ``neighbour_wanted`` carries the path of a reviewed picture that was clicked."""

    neighbour_wanted = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.title = self._label("heading")
        self.where = self._label("")
        self.text = self._label("")
        self.note = self._label("caption")
        self.alike = self._label("caption")
        self.neighbours: list[QToolButton] = []
        self._paths: list[Path] = []
        self._row = QHBoxLayout()
        self._row.setSpacing(6)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 4, 0, 0)
        layout.setSpacing(3)
        for label in (self.title, self.where, self.text, self.note, self.alike):
            layout.addWidget(label)
        layout.addLayout(self._row)
        self.setAccessibleName(self.tr("Why"))
        self.clear()

    def _label(self, kind: str) -> QLabel:
        label = QLabel(self)
        label.setTextFormat(Qt.TextFormat.PlainText)  # names and prompts are no mark-up
        label.setWordWrap(True)
        label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        if kind:
            set_kind(label, kind)
        return label

    # --- what is told ------------------------------------------------------------------------------------------------

    def clear(self) -> None:
        """Tell nothing."""
        self._tell("")
        self.setMinimumHeight(0)

    def wait(self, label: str, progress: Progress | None = None) -> None:
        """Tell that a class is being looked for; in the room of what was told before, so that nothing jumps."""
        if self.isVisible():
            self.setMinimumHeight(self.height())
        told = self.tr("Looking for it…")
        if progress is not None:
            done, total = numbers.whole(progress.done), numbers.whole(progress.total)
            told = self.tr("Looking for it, part by part: {0} of {1}").format(done, total)
        self._tell(self.tr("Why “{0}”?").format(label), where=told)

    def fail(self, label: str, message: str) -> None:
        """Tell why there is no explanation."""
        self.setMinimumHeight(0)
        self._tell(self.tr("Why “{0}”?").format(label), where=message)

    def show_explanation(self, told: Explanation) -> None:
        """Tell it; thumbnails of neighbours come by ``show_thumbnail``."""
        how = {
            Method.GRADIENTS: self.tr(
                "Heat map by gradients, scaled to its own maximum; only what speaks for it is coloured."
            ),
            Method.OCCLUSION: self.tr(
                "Heat map by covering parts, scaled to its own maximum; only what speaks for it is coloured."
            ),
        }
        self._tell(
            self.tr("Why “{0}”?").format(told.score.label),
            where=self._place(told.heat.peak()),
            text=self._read(told.reading),
            note=how[told.heat.method],
        )
        self._show_neighbours(told.nearest)
        self.setMinimumHeight(0)

    def _tell(self, title: str, *, where: str = "", text: str = "", note: str = "") -> None:
        for label, told in ((self.title, title), (self.where, where), (self.text, text), (self.note, note)):
            label.setText(told)
            label.setVisible(bool(told))
        self._show_neighbours(())
        self.setVisible(bool(title))

    def _place(self, peak: tuple[float, float]) -> str:
        """Where the class is seen most, in words: the heat map, for whoever doesn't see it."""
        words = (
            (self.tr("upper left"), self.tr("upper middle"), self.tr("upper right")),
            (self.tr("left"), self.tr("middle"), self.tr("right")),
            (self.tr("lower left"), self.tr("lower middle"), self.tr("lower right")),
        )
        return self.tr("Seen most in the picture's {0}.").format(words[third(peak[1])][third(peak[0])])

    def _read(self, reading: Reading) -> str:
        if not reading.own:
            return ""
        best = reading.own[0]
        told = self.tr("Nearest text: “{0}” ({1})").format(best.text, numbers.decimal(best.similarity, 3))
        if reading.rival is None or reading.lead is None:
            return told
        ahead = self.tr("{0} ahead of “{1}”") if reading.lead >= 0 else self.tr("{0} behind “{1}”")
        return f"{told}, " + ahead.format(numbers.decimal(abs(reading.lead), 3), reading.rival.text)

    # --- neighbours --------------------------------------------------------------------------------------------------

    def _show_neighbours(self, nearest: Sequence[Neighbour]) -> None:
        for button in self.neighbours:
            button.hide()
            button.deleteLater()
        self.neighbours = [self._button(one) for one in nearest]
        self._paths = [one.path for one in nearest]
        while self._row.takeAt(0) is not None:
            pass
        for button in self.neighbours:
            self._row.addWidget(button)
        self._row.addStretch()
        self.alike.setText(self.tr("Nearest reviewed pictures") if nearest else "")
        self.alike.setVisible(bool(nearest))

    def _button(self, one: Neighbour) -> QToolButton:
        said = ", ".join(one.labels) or self.tr("none of these")
        button = QToolButton(self)
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextUnderIcon)
        button.setIconSize(QSize(SIDE, SIDE))
        button.setAutoRaise(True)
        metrics = QFontMetrics(button.font())
        button.setFixedSize(SIDE + 12, SIDE + metrics.height() + 12)  # also before its thumbnail is there
        button.setText(metrics.elidedText(said, Qt.TextElideMode.ElideRight, SIDE + 4))
        name = display_name(type(one.path)(one.path.name))
        button.setToolTip(f"{said}\n{name} ({numbers.decimal(one.similarity, 3)})")
        button.setAccessibleName(self.tr("{0}, reviewed as {1}: go to it").format(name, said))
        button.clicked.connect(partial(self._go_to, one.path))
        return button

    def _go_to(self, path: Path, _checked: object = None) -> None:
        self.neighbour_wanted.emit(path)

    def show_thumbnails(self, thumbnail: Callable[[Path, int], QPixmap | None]) -> None:
        """Put the thumbnails that are there by now on the neighbours; each is asked for by path and pixels."""
        side = round(SIDE * self.devicePixelRatioF())
        for path, button in zip(self._paths, self.neighbours, strict=True):
            pixmap = thumbnail(path, side)
            if pixmap is not None:
                button.setIcon(QIcon(pixmap))
