"""Facts side by side, each a value below its name; in fewer columns where there is less room."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QGridLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from zeroshot.gui.theme import set_kind

if TYPE_CHECKING:
    from PySide6.QtGui import QResizeEvent

_COLUMNS = (6, 3, 2, 1)


class Fact(QWidget):
    """One of them."""

    def __init__(self, name: str, tip: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._name = name
        self.known = True
        head = QLabel(name, self)
        set_kind(head, "caption")
        self.value = QLabel(self)
        self.value.setWordWrap(True)
        self.value.setAlignment(Qt.AlignmentFlag.AlignTop)
        for label in (head, self.value):
            label.setToolTip(tip)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(1)
        column.addWidget(head)
        column.addWidget(self.value, 1)

    def tell(self, value: str, link: str = "") -> None:
        """Show a value, or nothing at all where there is none; ``link`` is an address that it opens."""
        self.known = bool(value)
        flags = Qt.TextInteractionFlag
        self.value.setTextFormat(Qt.TextFormat.RichText if link else Qt.TextFormat.PlainText)
        self.value.setTextInteractionFlags(flags.TextBrowserInteraction if link else flags.NoTextInteraction)
        self.value.setOpenExternalLinks(bool(link))
        self.value.setText(f'<a href="{escape(link)}">{escape(value)}</a>' if link else value)
        self.value.setAccessibleName(f"{self._name}: {value}")


class Facts(QWidget):
    """Six facts at most in a line. Those of several cards stand below each other; the last column is wider."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._facts: list[Fact] = []
        self._shown: tuple[int, list[Fact]] = (0, [])
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(16)
        self._grid.setVerticalSpacing(8)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Minimum)

    def add(self, name: str, tip: str = "") -> Fact:
        """A further one; ``tip`` explains it."""
        fact = Fact(name, tip, self)
        self._facts.append(fact)
        return fact

    def minimumSizeHint(self) -> QSize:
        """One column's width is enough: the columns that there are now go by the room there was before."""
        widest = max((fact.minimumSizeHint().width() for fact in self._facts), default=0)
        return QSize(widest, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """As many columns as fit."""
        super().resizeEvent(event)
        self.arrange()

    def arrange(self) -> None:
        """Put what is known into its places."""
        widest = max((fact.minimumSizeHint().width() for fact in self._facts), default=0)
        room, width = self._grid.horizontalSpacing(), self.width()
        columns = next((count for count in _COLUMNS if count * (widest + room) - room <= width), 1)
        shares = columns + int(columns == _COLUMNS[0])  # the last of all is twice as wide as another
        for column in range(_COLUMNS[0]):
            used = (width + room) // shares - room if column < columns else 0
            self._grid.setColumnMinimumWidth(column, used)
            self._grid.setColumnStretch(column, int(column == columns - 1))
        self._place(columns, [fact for fact in self._facts if fact.known])

    def _place(self, columns: int, known: list[Fact]) -> None:
        if (columns, known) == self._shown:
            return
        self._shown = columns, known
        for fact in self._facts:
            self._grid.removeWidget(fact)
            fact.setVisible(fact.known)
        for place, fact in enumerate(known):
            self._grid.addWidget(fact, place // columns, place % columns)
        self.updateGeometry()
