"""Tables of a report in a dialog: texts to look at, the first column a name and the others numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractItemView, QTableWidget, QTableWidgetItem, QWidget

if TYPE_CHECKING:
    from collections.abc import Sequence

LINES = 8
"""Lines of a table that are seen at once."""
_MEASURED = 100  # lines that a column's width is measured by; of thousands all would take too long
_UNLIMITED = 16_777_215  # Qt's QWIDGETSIZE_MAX


def report_table(name: str, parent: QWidget) -> QTableWidget:
    """An empty table; ``name`` is for those who can't see it."""
    table = QTableWidget(parent)
    table.setAccessibleName(name)
    table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
    table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    table.setShowGrid(False)
    table.verticalHeader().hide()
    table.horizontalHeader().setHighlightSections(False)
    table.horizontalHeader().setStretchLastSection(True)
    table.horizontalHeader().setResizeContentsPrecision(_MEASURED)
    return table


def fill(table: QTableWidget, titles: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Put texts into a table, the first column left and numbers right, and make it as high as its lines need."""
    table.setColumnCount(len(titles))
    table.setRowCount(len(rows))
    for column, title in enumerate(titles):
        side = (Qt.AlignmentFlag.AlignRight if column else Qt.AlignmentFlag.AlignLeft) | Qt.AlignmentFlag.AlignVCenter
        for row, text in enumerate((title, *(cells[column] for cells in rows)), -1):
            item = QTableWidgetItem(text)
            item.setTextAlignment(side)
            if row < 0:
                table.setHorizontalHeaderItem(column, item)
            else:
                table.setItem(row, column, item)
    table.resizeColumnsToContents()
    table.ensurePolished()
    header = table.horizontalHeader()
    header.ensurePolished()
    lines = sum(table.rowHeight(row) for row in range(min(len(rows), LINES)))
    height = header.sizeHint().height() + lines + 2 * table.frameWidth() + 2
    table.setMinimumHeight(height)
    table.setMaximumHeight(height if len(rows) <= LINES else _UNLIMITED)
