"""The thresholds of labels, where a picture can have several: one for all, and its own for whichever needs one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDoubleSpinBox, QHBoxLayout, QLabel, QPushButton, QSlider, QVBoxLayout, QWidget

from zeroshot.gui import numbers
from zeroshot.gui.histogram import Histogram
from zeroshot.gui.theme import indent, set_kind

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

_STEPS = 100


class SeveralPanel(QWidget):
    """A slider for the label that is chosen among the classes, or for all that have no threshold of their own.

    ``threshold_changed`` carries the label, "" for all, and its least score from 0 to 1, or None when it is to be that
    of all: when the slider is let go, since each change is a step that can be undone.
    """

    threshold_changed = Signal(str, object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._label = ""
        self._shown = 0.0
        title = QLabel(self.tr("Has a label at or above"), self)
        set_kind(title, "heading")
        self.whose = QLabel(self)
        self.whose.setWordWrap(True)
        self.histogram = Histogram(self)
        self.slider, self.box = QSlider(Qt.Orientation.Horizontal, self), QDoubleSpinBox(self)
        self.reset = QPushButton(self.tr("As all labels"), self)
        self.told = QLabel(self)
        set_kind(self.told, "muted")
        self.told.setWordWrap(True)
        self._set_up()
        self._lay_out(title)

    def _set_up(self) -> None:
        name, tip = self.tr("Least score"), self.tr("A picture has the label when its score for it is at least this.")
        self.slider.setRange(1, _STEPS)
        self.box.setRange(1 / _STEPS, 1)
        self.box.setSingleStep(0.01)
        self.box.setKeyboardTracking(False)  # a number that is being typed is none yet
        indent(self.box)
        for widget in (self.slider, self.box):
            widget.setAccessibleName(name)
            widget.setToolTip(tip)
        self.slider.valueChanged.connect(self._follow)
        self.slider.sliderReleased.connect(self._take)
        self.box.valueChanged.connect(self._take)
        set_kind(self.reset, "link")
        self.reset.setToolTip(self.tr("Take away this label's own threshold"))
        self.reset.clicked.connect(lambda: self.threshold_changed.emit(self._label, None))

    def _lay_out(self, title: QLabel) -> None:
        head = QHBoxLayout()
        head.addWidget(title)
        head.addStretch()
        head.addWidget(self.reset)
        row = QHBoxLayout()
        beside = QVBoxLayout()
        beside.setSpacing(0)
        beside.addWidget(self.histogram)
        beside.addWidget(self.slider)
        row.addLayout(beside, 1)
        row.addWidget(self.box, 0, Qt.AlignmentFlag.AlignBottom)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 4, 12, 8)
        layout.addLayout(head)
        layout.addWidget(self.whose)
        layout.addLayout(row)
        layout.addWidget(self.told)

    def _follow(self, place: int) -> None:
        """Show where the slider is; with keys it is there already."""
        self.histogram.set_threshold(place / _STEPS)
        self.box.blockSignals(True)
        self.box.setValue(place / _STEPS)
        self.box.blockSignals(False)
        if not self.slider.isSliderDown():
            self._take()

    def _take(self) -> None:
        threshold = round(self.box.value(), self.box.decimals())
        if threshold != self._shown:
            self._shown = threshold
            self.threshold_changed.emit(self._label, threshold)

    def show_threshold(self, label: str, threshold: float, *, own: bool) -> None:
        """Show the least score of a label ("" is all), and whether that is its ``own``."""
        self._label, self._shown = label, round(threshold, self.box.decimals())
        self.whose.setText(label or self.tr("All labels without a threshold of their own"))
        self.reset.setVisible(own)
        for widget in (self.slider, self.box):
            widget.blockSignals(True)
        self.slider.setValue(round(threshold * _STEPS))
        self.box.setValue(threshold)
        for widget in (self.slider, self.box):
            widget.blockSignals(False)
        self.histogram.set_threshold(threshold)

    def set_counts(self, scores: npt.NDArray[np.intp], having: int, answered: int) -> None:
        """Show how scores are spread (``BINS`` counts), and how many of the pictures have the label, or any."""
        self.histogram.set_counts(scores)
        told = (
            self.tr("{0} of %Ln picture(s) have it.", "", answered)
            if self._label
            else self.tr("{0} of %Ln picture(s) have a label.", "", answered)
        )
        self.told.setText(told.format(numbers.whole(having)) if answered else "")
