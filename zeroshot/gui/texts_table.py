"""A table of texts that wrap, with something short beside each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableWidget, QTableWidgetItem, QWidget

if TYPE_CHECKING:
    from PySide6.QtGui import QResizeEvent

_TEXT, _BESIDE = 0, 1
_AIR = 6


class TextsTable(QTableWidget):
    """Texts on the left, as high as they need; what is said of them on the right."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(0, 2, parent)
        self.setAccessibleName(name)
        self.setWordWrap(True)
        self.setShowGrid(False)
        self.setTabKeyNavigation(False)
        self.setTextElideMode(Qt.TextElideMode.ElideNone)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.verticalHeader().setMinimumSectionSize(1)
        self.horizontalHeader().hide()
        self.verticalHeader().hide()
        self.horizontalHeader().setSectionResizeMode(_TEXT, QHeaderView.ResizeMode.Stretch)
        self.horizontalHeader().setSectionResizeMode(_BESIDE, QHeaderView.ResizeMode.ResizeToContents)

    def add(self, text: str, beside: str = "", *, checked: bool | None = None) -> None:
        """One more row; it can be switched and edited when ``checked`` says something."""
        row = self.rowCount()
        self.insertRow(row)
        item, told = QTableWidgetItem(text), QTableWidgetItem(beside)
        flags = Qt.ItemFlag
        if checked is None:
            item.setFlags(flags.ItemIsEnabled | flags.ItemIsSelectable)
        else:
            item.setFlags(item.flags() | flags.ItemIsUserCheckable | flags.ItemIsEditable)
            item.setCheckState(Qt.CheckState.Checked if checked else Qt.CheckState.Unchecked)
        told.setFlags(flags.ItemIsEnabled)
        told.setTextAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.setItem(row, _TEXT, item)
        self.setItem(row, _BESIDE, told)

    def rows(self) -> list[tuple[str, bool]]:
        """Every text that can be switched, and whether it is on."""
        items = (self.item(row, _TEXT) for row in range(self.rowCount()))
        switched = (item for item in items if item is not None and item.flags() & Qt.ItemFlag.ItemIsUserCheckable)
        return [(item.text(), item.checkState() is Qt.CheckState.Checked) for item in switched]

    def fit(self) -> None:
        """Give every row the height of its text, and some air."""
        self.resizeRowsToContents()
        for row in range(self.rowCount()):
            self.setRowHeight(row, self.rowHeight(row) + _AIR)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another width wraps otherwise."""
        super().resizeEvent(event)
        self.fit()
