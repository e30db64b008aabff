"""The picture pane: one picture large, how its classes rank, and what its file is."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFocusEvent, QFontMetrics, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QFormLayout, QHBoxLayout, QLabel, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from zeroshot import trees
from zeroshot.discover import display_name
from zeroshot.gui import numbers
from zeroshot.gui.icons import icon
from zeroshot.gui.preview import Loaded, Preview
from zeroshot.gui.theme import set_kind, tokens_of
from zeroshot.gui.why_panel import WhyPanel
from zeroshot.records import Policy, Prediction, Score, Status

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

RANKS = 10
"""Classes that are told for a picture."""


class RankBars(QWidget):
    """The best classes of a picture, each with a bar as long as its score. ``chosen`` carries the chosen one."""

    chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._prediction: Prediction | None = None
        self._chosen = ""
        self._colours: Mapping[str, str] = {}
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setWhatsThis(self.tr("Click a class, or choose it with the arrow keys, to see why"))

    def set_chosen(self, label: str) -> None:
        """Mark the class that is explained."""
        self._chosen = label
        self.update()

    def show_prediction(self, prediction: Prediction | None, colours: Mapping[str, str]) -> None:
        """Show another answer."""
        self._prediction, self._colours = prediction, colours
        ranked = () if prediction is None else prediction.ranked
        self.setAccessibleName(", ".join(f"{score.label} {numbers.decimal(score.score)}" for score in ranked))
        self.setToolTip("\n".join(f"{score.label}: {numbers.decimal(score.similarity, 4)}" for score in ranked))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """A line a class."""
        count = 0 if self._prediction is None else len(self._prediction.ranked)
        return QSize(200, count * self._line())

    def minimumSizeHint(self) -> QSize:
        """As high as it is."""
        return self.sizeHint()

    def _line(self) -> int:
        return QFontMetrics(self.font()).height() + 8

    def paintEvent(self, event: QPaintEvent) -> None:
        """Name, bar, score."""
        if self._prediction is None:
            return
        painter, tokens, metrics = QPainter(self), tokens_of(self), QFontMetrics(self.font())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        number, line = metrics.horizontalAdvance(numbers.decimal(0)) + 8, self._line()
        widest = max(60, *(metrics.horizontalAdvance(trees.leaf(score.label)) for score in self._ranked))
        names, told = min(int(self.width() * 0.4), widest + 10), self._prediction.labels
        for rank, score in enumerate(self._ranked):
            box = QRectF(0, rank * line, self.width(), line)
            if score.label == self._chosen:
                self._mark(painter, box)
            painter.setPen(tokens.text if rank == 0 or score.label in told else tokens.muted)
            label = metrics.elidedText(trees.leaf(score.label), Qt.TextElideMode.ElideRight, names - 8)
            painter.drawText(box, int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter), label)
            painter.drawText(
                box, int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter), numbers.decimal(score.score)
            )
            track = QRectF(names, box.center().y() - 4, max(0, self.width() - names - number), 8)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(tokens.shade)
            painter.drawRoundedRect(track, 4, 4)
            track.setWidth(max(3.0, track.width() * score.score))
            painter.setBrush(QColor(self._colours.get(score.label) or tokens.accent))
            painter.drawRoundedRect(track, 4, 4)
        painter.end()

    def _mark(self, painter: QPainter, box: QRectF) -> None:
        """The ground of the class that is explained; with a line around it where the keys go."""
        tokens = tokens_of(self)
        painter.setPen(tokens.accent if self.hasFocus() else Qt.PenStyle.NoPen)
        painter.setBrush(tokens.accent_soft)
        painter.drawRoundedRect(box.adjusted(-0.5, 0.5, 0.5, -0.5), tokens.radius, tokens.radius)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Choose the class under the pointer."""
        self._choose(int(event.position().y()) // self._line())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Choose the class above or below, or the first."""
        labels = [score.label for score in self._ranked]
        at = labels.index(self._chosen) if self._chosen in labels else -1
        steps = {Qt.Key.Key_Up: max(0, at - 1), Qt.Key.Key_Down: at + 1, Qt.Key.Key_Return: max(0, at)}
        if event.key() in steps:
            self._choose(steps[Qt.Key(event.key())])
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show where the keys go."""
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Show that they go elsewhere."""
        super().focusOutEvent(event)
        self.update()

    def _choose(self, rank: int) -> None:
        if 0 <= rank < len(self._ranked):
            self.chosen.emit(self._ranked[rank].label)

    @property
    def _ranked(self) -> tuple[Score, ...]:
        return () if self._prediction is None else self._prediction.ranked


class PicturePane(QWidget):
    """Shows the current picture, and asks for the previous and the next one, and for the folder of this one."""

    previous_wanted = Signal()
    next_wanted = Signal()
    folder_wanted = Signal(object)

    def __init__(self, max_pixels: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._path: Path | None = None
        self._policy = Policy()
        self.several = False  # whether pictures can have several labels
        self.preview = Preview(max_pixels, self)
        self.bars = RankBars(self)
        self.why = WhyPanel(self)
        self.why_button = self._toggle("why", self.tr("Why this class (F6)"))
        self._verdict = QLabel(self)
        self._verdict.setWordWrap(True)
        set_kind(self._verdict, "heading")
        self._facts = {name: self._fact() for name in ("name", "size", "date", "path")}
        self.preview.loaded.connect(self._show_facts)
        self.why_button.toggled.connect(self._show_details)
        self.preview.previous_wanted.connect(self.previous_wanted)
        self.preview.next_wanted.connect(self.next_wanted)
        self._lay_out()
        self.show_picture(None, None, {})

    def _toggle(self, name: str, text: str) -> QToolButton:
        button = QToolButton(self)
        button.setIcon(icon(name))
        button.setCheckable(True)
        button.setAutoRaise(True)
        button.setAccessibleName(text)
        button.setToolTip(text)
        return button

    def _fact(self) -> QLabel:
        label = QLabel(self)
        label.setWordWrap(True)
        label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        return label

    def _lay_out(self) -> None:
        bar = QHBoxLayout()
        bar.setSpacing(2)
        self._buttons: list[QToolButton] = []
        for name, text, do in (
            ("previous", self.tr("Previous picture"), self.previous_wanted.emit),
            ("next", self.tr("Next picture"), self.next_wanted.emit),
            ("zoom-out", self.tr("Smaller"), lambda: self.preview.zoom(0.8)),
            ("zoom-in", self.tr("Larger"), lambda: self.preview.zoom(1.25)),
            ("zoom-fit", self.tr("Fit"), self.preview.fit),
            ("folder", self.tr("Show in folder"), self._ask_folder),
        ):
            button = QToolButton(self)
            button.setIcon(icon(name))
            button.setAutoRaise(True)
            button.setAccessibleName(text)
            button.setToolTip(text)
            button.clicked.connect(lambda _checked=False, do=do: do())
            bar.addWidget(button)
            self._buttons.append(button)
        bar.addStretch()
        bar.addWidget(self.why_button)
        self._buttons.append(self.why_button)
        self._details = QWidget(self)
        facts = QFormLayout(self._details)
        facts.setContentsMargins(0, 0, 0, 0)
        facts.setLabelAlignment(Qt.AlignmentFlag.AlignLeft)
        for name, text in zip(
            self._facts, (self.tr("Name"), self.tr("Size"), self.tr("Date"), self.tr("Folder")), strict=True
        ):
            label = QLabel(text, self)
            set_kind(label, "muted")
            facts.addRow(label, self._facts[name])
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 10, 12, 12)
        layout.setSpacing(8)
        layout.addWidget(self.preview, 1)
        layout.addLayout(bar)
        layout.addWidget(self._verdict)
        layout.addWidget(self.bars)
        layout.addWidget(self.why)
        layout.addWidget(self._details)

    def set_policy(self, policy: Policy) -> None:
        """The thresholds that a rejected picture missed."""
        self._policy = policy

    def show_picture(self, path: Path | None, prediction: Prediction | None, colours: Mapping[str, str]) -> None:
        """Show a picture with its answer; None shows that nothing is chosen."""
        if path != self._path or path is None:
            self._path = path
            for label in self._facts.values():
                label.clear()
            if path is not None:
                self._facts["name"].setText(display_name(type(path)(path.name)))
                self._facts["path"].setText(display_name(path.parent))
        self._show_details()
        for button in self._buttons:
            button.setEnabled(path is not None)
        self.preview.show_path(path)
        self._verdict.setText(self._says(prediction))
        self._verdict.setVisible(bool(self._verdict.text()))
        self.bars.show_prediction(prediction, colours)

    def _says(self, prediction: Prediction | None) -> str:
        if prediction is None:
            return ""
        if prediction.status is Status.CORRECTED:
            return self.tr("{0}, by hand").format(", ".join(prediction.labels) or self.tr("None of these"))
        if prediction.status is Status.FAILED:
            return self.tr("Can't be read: {0}").format(prediction.error)
        if prediction.status is Status.ACCEPTED:
            return ", ".join(prediction.labels)
        return self._rejected(prediction)

    def _rejected(self, prediction: Prediction) -> str:
        if self.several:
            return self.tr("None of these: no score reaches the threshold of its label")
        if prediction.score < self._policy.min_score:
            return self.tr("None of these: the best score is below {0}").format(numbers.decimal(self._policy.min_score))
        familiarity = prediction.familiarity
        if familiarity is not None and familiarity < self._policy.min_familiarity:
            least = numbers.decimal(self._policy.min_familiarity)
            told = self.tr("None of these: a familiarity of {0}, below {1}")
            return told.format(numbers.decimal(familiarity), least)
        return self.tr("None of these: the margin is below {0}").format(numbers.decimal(self._policy.min_margin))

    def _show_facts(self, loaded: Loaded) -> None:
        if loaded.path != self._path or loaded.header is None:
            return
        header = loaded.header
        pixels = f"{header.width} × {header.height}"  # noqa: RUF001 - a real multiplication sign
        self._facts["size"].setText(f"{pixels} · {numbers.size(loaded.size)} · {header.form}")
        megapixels = header.width * header.height / 1e6
        self._facts["size"].setToolTip(self.tr("{0} megapixels").format(numbers.decimal(megapixels, 1)))
        when = header.taken or dt.datetime.fromtimestamp(loaded.mtime_ns / 1e9).astimezone()
        self._facts["date"].setText(f"{when:%Y-%m-%d %H:%M}" + ("" if header.taken else self.tr(" (file)")))

    def _show_details(self) -> None:
        """Show what the file is, unless a class is explained, which needs the room."""
        self._details.setVisible(self._path is not None and not self.why_button.isChecked())

    def _ask_folder(self) -> None:
        if self._path is not None:
            self.folder_wanted.emit(self._path)
