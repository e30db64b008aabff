"""Rows of a name and a field whose texts stand on one line, under headings: what dialogs are laid out with."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QLabel, QLayout, QWidget

from zeroshot.gui.theme import set_kind


class Form(QGridLayout):
    """Names on the left, fields beside them, and what belongs to a field on its right."""

    def __init__(self) -> None:
        super().__init__()
        self.setHorizontalSpacing(16)
        self.setVerticalSpacing(8)

    def head(self, text: str) -> None:
        """Begin a section."""
        label = QLabel(text)
        set_kind(label, "heading")
        label.setContentsMargins(0, 12, 0, 0)
        self.addWidget(label, self.rowCount(), 0, 1, 3)

    def add(self, name: str, field: QWidget, beside: QWidget | None = None, *, wide: bool = False) -> None:
        """A row; the field is called by its name wherever it has none of its own. A ``wide`` one takes all the room."""
        label, row = QLabel(name), self.rowCount()
        label.setBuddy(field)
        if not field.accessibleName():
            field.setAccessibleName(name)
        self.addWidget(label, row, 0, Qt.AlignmentFlag.AlignVCenter)
        self.addWidget(field, row, 1, 1, 2 if wide else 1)
        if beside is not None:
            self.addWidget(beside, row, 2)

    def below(self, what: QWidget | QLayout) -> None:
        """Something that belongs to the field above."""
        add = self.addWidget if isinstance(what, QWidget) else self.addLayout
        add(what, self.rowCount(), 1, 1, 2)  # type: ignore[arg-type]
