"""Thresholds: below which familiarity, score or margin a picture is none of these, and what they reject."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QDoubleSpinBox,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSlider,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from zeroshot.gui import numbers
from zeroshot.gui.histogram import Histogram
from zeroshot.gui.theme import indent, set_kind
from zeroshot.gui.trust import Trust
from zeroshot.judgement.familiarity import EVEN
from zeroshot.records import Policy

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    from zeroshot.judgement.familiarity import Detector

_STEPS = 100


@dataclass(frozen=True, slots=True)
class _Row:
    """One threshold: how the pictures' values are spread, and where below they are rejected."""

    histogram: Histogram
    slider: QSlider
    box: QDoubleSpinBox


class ThresholdPanel(QWidget):
    """Three sliders, ``policy_changed`` while they move; the first suffices mostly, the others wait to be opened."""

    policy_changed = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._policy = Policy()
        title = QLabel(self.tr("None of these below"), self)
        set_kind(title, "heading")
        names = (self.tr("Familiarity"), self.tr("Score"), self.tr("Margin"))
        self._rows = tuple(self._row(name) for name in names)
        self._familiarity_box, self._score_box, self._margin_box = (row.box for row in self._rows)
        self._told = QLabel(self)
        set_kind(self._told, "muted")
        self._told.setWordWrap(True)
        self._trust = Trust(self)
        self.suggest = self._link(
            self.tr("Suggest"), self.tr("Reject by familiarity, where both kinds of errors weigh the same"), EVEN
        )
        self.reset = self._link(self.tr("Reset"), self.tr("Accept every answer"), 0.0)
        head = QHBoxLayout()
        head.addWidget(title)
        head.addStretch()
        head.addWidget(self.suggest)
        head.addWidget(self.reset)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 4, 12, 8)
        layout.addLayout(head)
        layout.addLayout(self._grid(names))
        layout.addWidget(self._told)
        layout.addWidget(self._trust)
        self._open(wide=False)

    def _disclosure(self) -> QToolButton:
        """What opens the two sliders that are seldom needed."""
        button = QToolButton(self)
        button.setText(self.tr("Score and margin"))
        button.setToolTip(self.tr("Reject by the best class's score, or by its lead, too"))
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        button.setAutoRaise(True)
        button.setCheckable(True)
        button.toggled.connect(lambda wide: self._open(wide=wide))
        return button

    def _open(self, *, wide: bool) -> None:
        """Show all three sliders, or the first alone."""
        self.more.setChecked(wide)
        self.more.setArrowType(Qt.ArrowType.DownArrow if wide else Qt.ArrowType.RightArrow)
        for widget in self._seldom:
            widget.setVisible(wide)

    def _link(self, text: str, tip: str, familiarity: float) -> QPushButton:
        button = QPushButton(text, self)
        set_kind(button, "link")
        button.setToolTip(tip)
        button.clicked.connect(lambda: self._take(familiarity, 0.0, 0.0))
        return button

    def _grid(self, names: tuple[str, ...]) -> QGridLayout:
        grid = QGridLayout()
        grid.setVerticalSpacing(0)
        tips = (
            self.tr("How surely a picture belongs to any of the classes at all, from 0 to 1."),
            self.tr(
                "The share of the best class. Over few classes it is high even when none fits: it is no certainty."
            ),
            self.tr("The lead of the best class over the second."),
        )
        self.more = self._disclosure()
        self._seldom: list[QWidget] = []
        grid.addWidget(self.more, 2, 0, 1, 2)
        for place, (name, row, tip) in enumerate(zip(names, self._rows, tips, strict=True)):
            label = QLabel(name, self)
            label.setBuddy(row.box)
            if row.box is self._score_box:
                self._score_label = label
            line = 3 * place  # the button that opens the others has a line of its own
            grid.addWidget(row.histogram, line, 0)
            grid.addWidget(label, line, 1, Qt.AlignmentFlag.AlignBottom)
            grid.addWidget(row.slider, line + 1, 0)
            grid.addWidget(row.box, line + 1, 1)
            if place:
                self._seldom += [row.histogram, label, row.slider, row.box]
            for widget in (label, row.slider, row.box):
                widget.setToolTip(tip)
        grid.setColumnStretch(0, 1)
        return grid

    def set_probability(self, is_probability: bool) -> None:
        """Call the score a probability, or a score again."""
        name = self.tr("Probability") if is_probability else self.tr("Score")
        self._score_label.setText(name)
        for widget in (self._rows[1].slider, self._score_box):
            widget.setAccessibleName(name)

    def _row(self, name: str) -> _Row:
        slider, box = QSlider(Qt.Orientation.Horizontal, self), QDoubleSpinBox(self)
        row = _Row(Histogram(self), slider, box)
        slider.setRange(0, _STEPS)
        slider.setAccessibleName(name)
        box.setRange(0, 1)
        indent(box)
        box.setSingleStep(0.01)
        box.setAccessibleName(name)
        slider.valueChanged.connect(lambda value: box.setValue(value / _STEPS))
        box.valueChanged.connect(lambda value: self._follow(row, value))
        return row

    def _follow(self, row: _Row, value: float) -> None:
        row.slider.blockSignals(True)
        row.slider.setValue(round(value * _STEPS))
        row.slider.blockSignals(False)
        row.histogram.set_threshold(value)
        familiarity, score, margin = (row.box.value() for row in self._rows)
        self._trust.set_threshold(familiarity)
        policy = replace(self._policy, min_familiarity=familiarity, min_score=score, min_margin=margin)
        if policy != self._policy:
            self._policy = policy
            self.policy_changed.emit(policy)

    def _take(self, *least: float) -> None:
        for row, value in zip(self._rows, least, strict=True):
            row.box.setValue(value)

    def set_policy(self, policy: Policy) -> None:
        """Show these thresholds."""
        self.blockSignals(True)
        self._policy = policy
        self._take(policy.min_familiarity, policy.min_score, policy.min_margin)
        self._policy = policy
        if policy.min_score or policy.min_margin:
            self._open(wide=True)
        self.blockSignals(False)

    def set_histograms(self, *counts: npt.NDArray[np.intp]) -> None:
        """Show how the pictures' familiarities, scores and margins are spread; ``BINS`` counts each."""
        for row, own in zip(self._rows, counts, strict=True):
            row.histogram.set_counts(own)

    def set_counts(self, rejected: int, answered: int) -> None:
        """Say how many of the pictures with an answer are rejected."""
        told = self.tr("Rejects {0} of %Ln picture(s).", "", answered).format(numbers.whole(rejected))
        self._told.setText(told if answered else "")

    def set_detector(self, detector: Detector | None, reviewed: int, unknown: int) -> None:
        """Say what familiarity goes by, where so many pictures are reviewed and ``unknown`` of them none of these."""
        self._trust.set_detector(detector, reviewed, unknown)
        for widget in (self.suggest, self._rows[0].slider, self._rows[0].box):
            widget.setEnabled(detector is not None)
