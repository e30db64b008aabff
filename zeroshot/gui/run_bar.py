"""The bar at the bottom: how far a run is, how to stop it, and which model works."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QProgressBar, QPushButton, QToolButton, QWidget

from zeroshot.gui import numbers
from zeroshot.gui.icons import icon
from zeroshot.gui.pace import left
from zeroshot.gui.theme import set_kind


class RunBar(QFrame):
    """Shows one of: idle, busy, running, stopped."""

    stop_wanted = Signal()
    resume_wanted = Signal()
    downloads_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        set_kind(self, "bar")
        self._text = QLabel(self)
        set_kind(self._text, "muted")
        self._bar = QProgressBar(self)
        self._bar.setTextVisible(False)
        self._bar.setFixedWidth(180)
        self._bar.setAccessibleName(self.tr("Progress"))
        self.stop_button = self._button("stop", self.tr("Stop"), self.tr("Stop; what is done is kept (Esc)"))
        self.stop_button.clicked.connect(self.stop_wanted)
        self.resume_button = self._button("play", self.tr("Go on"), self.tr("Go on where it was stopped"))
        self.resume_button.clicked.connect(self.resume_wanted)
        self.downloads = QToolButton(self)
        self.downloads.setIcon(icon("download"))
        self.downloads.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.downloads.clicked.connect(self.downloads_wanted)
        self.downloads.hide()
        self.model_button = QToolButton(self)
        self.model_button.setIcon(icon("model"))
        self.model_button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.model_button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.model_button.setAccessibleName(self.tr("Model"))
        self.model_button.setToolTip(self.tr("The model that reads pictures and words"))
        self._device = QLabel(self)
        set_kind(self._device, "muted")
        layout = QHBoxLayout(self)
        layout.setContentsMargins(14, 4, 14, 4)
        layout.setSpacing(10)
        for widget in (self._text, self._bar, self.stop_button, self.resume_button):
            layout.addWidget(widget)
        layout.addStretch(1)
        layout.addWidget(self.downloads)
        layout.addWidget(self.model_button)
        layout.addWidget(self._device)
        self.set_idle("")

    def _button(self, name: str, text: str, tip: str) -> QPushButton:
        button = QPushButton(icon(name), text, self)
        button.setToolTip(tip)
        return button

    @property
    def text(self) -> str:
        """What it says."""
        return self._text.text()

    def set_idle(self, text: str) -> None:
        """Nothing runs."""
        self._show(text, bar=False)

    def set_busy(self, text: str) -> None:
        """Something runs whose end isn't known."""
        self._bar.setRange(0, 0)
        self._show(text, bar=True)

    def set_progress(self, done: int, total: int, rate: float, seconds_left: float | None) -> None:
        """Pictures are being worked on."""
        parts = [self.tr("{0} of {1}").format(numbers.whole(done), numbers.whole(total))]
        if rate:
            parts.append(self.tr("{0} pictures/s").format(numbers.decimal(rate, 0 if rate >= 1 else 1)))
        if seconds_left is not None:
            parts.append(left(seconds_left))
        self._bar.setRange(0, total)
        self._bar.setValue(done)
        self._show(" · ".join(parts), bar=True, stop=True)

    def set_stopped(self, waiting: int) -> None:
        """A run was stopped; so many pictures wait."""
        self._show(self.tr("Stopped, %Ln picture(s) left", "", waiting), bar=False, resume=True)

    def set_model(self, name: str, device: str) -> None:
        """Say which model works, and on what."""
        self.model_button.setText(name)
        self._device.setText(device)

    def set_downloads(self, share: str, tip: str) -> None:
        """Say how far models are that are being fetched; nothing where ``share`` is empty."""
        self.downloads.setText(share)
        self.downloads.setToolTip(tip)
        self.downloads.setAccessibleName(f"{tip}: {share}")
        self.downloads.setVisible(bool(share))

    def _show(self, text: str, *, bar: bool, stop: bool = False, resume: bool = False) -> None:
        self._text.setText(text)
        self._bar.setVisible(bar)
        self.stop_button.setVisible(stop)
        self.resume_button.setVisible(resume)
