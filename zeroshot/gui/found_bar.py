"""What can be done with duplicates: above the pictures, as long as they are shown."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QWidget

from zeroshot.gui import numbers
from zeroshot.gui.theme import set_kind


class FoundBar(QWidget):
    """``spare_wanted``: select every picture but the best of its group."""

    spare_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._told = QLabel(self)
        self._told.setWordWrap(True)
        set_kind(self._told, "muted")
        self.button = QPushButton(self.tr("Select all but the best"), self)
        self.button.setToolTip(
            self.tr(
                "Select all but the best of each group: the one of most pixels, then of most bytes, then the oldest"
            )
        )
        self.button.clicked.connect(self.spare_wanted)
        row = QHBoxLayout(self)
        row.setContentsMargins(14, 0, 12, 8)
        row.setSpacing(10)
        row.addWidget(self._told, 1)
        row.addWidget(self.button)
        self.hide()

    @property
    def text(self) -> str:
        """What it says."""
        return self._told.text()

    def tell(self, groups: int, spare: int) -> None:
        """Say how many groups there are, with how many pictures beside the best; without groups it hides."""
        every, others = numbers.whole(groups), numbers.whole(spare)
        self._told.setText(
            self.tr("Groups: {0}. Pictures beside the best of each: {1}. Their files stay.").format(every, others)
        )
        self.setVisible(groups > 0)
