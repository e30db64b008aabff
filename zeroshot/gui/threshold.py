"""Thresholds: below which score or margin a picture is none of these, with what they reject told as they move."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QDoubleSpinBox,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSlider,
    QVBoxLayout,
    QWidget,
)

from zeroshot.gui import numbers
from zeroshot.gui.histogram import Histogram
from zeroshot.gui.theme import indent, set_kind
from zeroshot.records import Policy

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

_STEPS = 100


class ThresholdPanel(QWidget):
    """Two sliders; ``policy_changed`` while they move."""

    policy_changed = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._policy = Policy()
        title = QLabel(self.tr("None of these below"), self)
        set_kind(title, "heading")
        self._score, self._score_box = self._pair(self.tr("Score"))
        self._margin, self._margin_box = self._pair(self.tr("Margin"))
        self._histograms = (Histogram(self), Histogram(self))
        self._told = QLabel(self)
        set_kind(self._told, "muted")
        self._told.setWordWrap(True)
        reset = QPushButton(self.tr("Reset"), self)
        set_kind(reset, "link")
        reset.setToolTip(self.tr("Accept every answer"))
        reset.clicked.connect(lambda: self._take(0.0, 0.0))
        head = QHBoxLayout()
        head.addWidget(title)
        head.addStretch()
        head.addWidget(reset)
        grid = QGridLayout()
        grid.setVerticalSpacing(0)
        tips = (
            self.tr(
                "The share of the best class. Over few classes it is high even when none fits: it is no certainty."
            ),
            self.tr("The lead of the best class over the second."),
        )
        rows = ((self.tr("Score"), self._score, self._score_box), (self.tr("Margin"), self._margin, self._margin_box))
        for row, ((name, slider, box), tip, histogram) in enumerate(zip(rows, tips, self._histograms, strict=True)):
            label = QLabel(name, self)
            label.setBuddy(box)
            grid.addWidget(histogram, 2 * row, 1)
            for column, widget in enumerate((label, slider, box)):
                widget.setToolTip(tip)
                grid.addWidget(widget, 2 * row + 1, column)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 4, 12, 8)
        layout.addLayout(head)
        layout.addLayout(grid)
        layout.addWidget(self._told)

    def _pair(self, name: str) -> tuple[QSlider, QDoubleSpinBox]:
        slider, box = QSlider(Qt.Orientation.Horizontal, self), QDoubleSpinBox(self)
        slider.setRange(0, _STEPS)
        slider.setAccessibleName(name)
        box.setRange(0, 1)
        indent(box)
        box.setSingleStep(0.01)
        box.setAccessibleName(name)
        slider.valueChanged.connect(lambda value: box.setValue(value / _STEPS))
        box.valueChanged.connect(lambda value: self._follow(slider, value))
        return slider, box

    def _follow(self, slider: QSlider, value: float) -> None:
        slider.blockSignals(True)
        slider.setValue(round(value * _STEPS))
        slider.blockSignals(False)
        for histogram, of in zip(self._histograms, (self._score_box, self._margin_box), strict=True):
            histogram.set_threshold(of.value())
        policy = replace(self._policy, min_score=self._score_box.value(), min_margin=self._margin_box.value())
        if policy != self._policy:
            self._policy = policy
            self.policy_changed.emit(policy)

    def _take(self, score: float, margin: float) -> None:
        self._score_box.setValue(score)
        self._margin_box.setValue(margin)

    def set_policy(self, policy: Policy) -> None:
        """Show these thresholds."""
        self.blockSignals(True)
        self._policy = policy
        self._take(policy.min_score, policy.min_margin)
        self._policy = policy
        self.blockSignals(False)

    def set_histograms(self, scores: npt.NDArray[np.intp], margins: npt.NDArray[np.intp]) -> None:
        """Show how the pictures' scores and margins are spread; ``BINS`` counts each."""
        for histogram, counts in zip(self._histograms, (scores, margins), strict=True):
            histogram.set_counts(counts)

    def set_counts(self, rejected: int, answered: int) -> None:
        """Say how many of the pictures with an answer are rejected."""
        told = self.tr("Rejects {0} of %Ln picture(s).", "", answered).format(numbers.whole(rejected))
        self._told.setText(told if answered else "")
