"""The end of a review: what was done, and what is left."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from zeroshot.gui import icons, numbers
from zeroshot.gui.theme import set_kind, tokens_of

_SIGN = 56


class ReviewEnd(QWidget):
    """``left``: back to the pictures; ``skipped_wanted``: go through those that were left undecided."""

    left = Signal()
    skipped_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._sign, self._title, self._kept = QLabel(self), QLabel(self), QLabel(self)
        set_kind(self._title, "title")
        set_kind(self._kept, "muted")
        self.leave = QPushButton(
            icons.icon("grid", QPalette.ColorRole.HighlightedText), self.tr("Back to the pictures"), self
        )
        set_kind(self.leave, "primary")
        self.skipped = QPushButton(icons.icon("next"), self.tr("Review the skipped ones"), self)
        self.leave.clicked.connect(self.left)
        self.skipped.clicked.connect(self.skipped_wanted)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addStretch()
        row.addWidget(self.leave)
        row.addWidget(self.skipped)
        row.addStretch()
        layout = QVBoxLayout(self)
        layout.setSpacing(12)
        layout.addStretch(2)
        for label in (self._sign, self._title, self._kept):
            label.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            label.setWordWrap(label is not self._sign)
            layout.addWidget(label)
        layout.addSpacing(12)
        layout.addLayout(row)
        layout.addStretch(3)

    @property
    def text(self) -> str:
        """What it says."""
        return f"{self._title.text()} {self._kept.text()}".strip()

    def tell(self, done: int, total: int, *, kept: int, changed: int, skipped: int) -> None:
        """Say how many pictures are reviewed, and in how many of them the model was right."""
        sign = "check" if done == total else "picture"
        tokens = tokens_of(self)
        colour = tokens.success if done == total else tokens.muted
        self._sign.setPixmap(icons.pixmap(sign, _SIGN, self.devicePixelRatioF(), colour))
        if done == total:
            self._title.setText(self.tr("All %Ln picture(s) are reviewed.", "", total))
        else:
            told = self.tr("{0} of %Ln picture(s) are reviewed.", "", total).format(numbers.whole(done))
            self._title.setText(told)
        told = self.tr("You kept {0} of the model's answers and changed {1}.")
        self._kept.setText(told.format(numbers.whole(kept), numbers.whole(changed)) if kept + changed else "")
        self.skipped.setVisible(skipped > 0)
        self.skipped.setText(self.tr("Review %Ln skipped one(s)", "", skipped))
