"""A grid of equal cells whose layout is arithmetic, so that a hundred thousand pictures cost what fifty do.

``QListView`` asks its model about every item before it paints the first; here only what is seen is ever asked for.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import (
    QItemSelection,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QRegion, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QAbstractItemView, QRubberBand, QStyle, QStyleOptionViewItem, QWidget

if TYPE_CHECKING:
    from PySide6.QtGui import QMouseEvent

_Index = QModelIndex | QPersistentModelIndex
GAP = 8
MARGIN = 12
SMALLEST, LARGEST = 96, 384


class GridView(QAbstractItemView):
    """Shows column 0 of its model as a grid.

    ``resized`` asks for another size of the pictures (Ctrl+wheel); ``typed`` carries a letter.
    """

    resized = Signal(int)
    typed = Signal(str)
    shown = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._side = 160
        self._band: QRubberBand | None = None
        self._band_from = QPoint()
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.setDragEnabled(True)
        self.setDragDropMode(QAbstractItemView.DragDropMode.DragOnly)
        self.setMouseTracking(True)
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setFrameShape(QAbstractItemView.Shape.NoFrame)
        self.setAccessibleName(self.tr("Pictures"))

    # --- the arithmetic ----------------------------------------------------------------------------------------------

    @property
    def side(self) -> int:
        """The longest side of a thumbnail in device independent pixels."""
        return self._side

    def set_side(self, side: int) -> None:
        """Show pictures at another size; what is at the top stays there."""
        top = self._first()
        self._side = max(SMALLEST, min(LARGEST, side))
        self.updateGeometries()
        self.verticalScrollBar().setValue(top // self._columns() * self._cell().height())
        self.viewport().update()

    def _cell(self) -> QSize:
        """A cell with the gap around it: the picture, and two lines below."""
        lines = 2 * self.fontMetrics().height() + 18
        return QSize(self._side + 2 * GAP, self._side + lines + GAP)

    def _columns(self) -> int:
        return max(1, (self.viewport().width() - 2 * MARGIN) // self._cell().width())

    def _count(self) -> int:
        return self.model().rowCount() if self.model() is not None else 0

    def _first(self) -> int:
        """The number of the first item that is seen."""
        return self.verticalScrollBar().value() // self._cell().height() * self._columns()

    def _rect(self, number: int) -> QRect:
        """Where an item lies in the viewport; columns share the width that is left over."""
        columns, cell = self._columns(), self._cell()
        width = (self.viewport().width() - 2 * MARGIN) // columns
        column = number % columns
        if self.isRightToLeft():
            column = columns - 1 - column
        top = MARGIN + number // columns * cell.height() - self.verticalOffset()
        return QRect(MARGIN + column * width, top, width, cell.height())

    def _visible(self) -> range:
        """The numbers of the items that are seen."""
        rows = self.viewport().height() // self._cell().height() + 2
        first = self._first()
        return range(first, min(self._count(), first + rows * self._columns()))

    def visible_indexes(self) -> list[QModelIndex]:
        """The items that are seen."""
        return [self.model().index(number, 0) for number in self._visible()]

    # --- what QAbstractItemView asks ---------------------------------------------------------------------------------

    def visualRect(self, index: _Index) -> QRect:
        """An item's place in the viewport."""
        return self._rect(index.row()) if index.isValid() and index.column() == 0 else QRect()

    def indexAt(self, point: QPoint) -> QModelIndex:
        """The item under a point."""
        for number in self._visible():
            if self._rect(number).adjusted(GAP // 2, GAP // 2, -GAP // 2, -GAP // 2).contains(point):
                return self.model().index(number, 0)
        return QModelIndex()

    def scrollTo(
        self, index: _Index, hint: QAbstractItemView.ScrollHint = QAbstractItemView.ScrollHint.EnsureVisible
    ) -> None:
        """Bring an item into sight, no farther than needed."""
        if not index.isValid():
            return
        rect, bar = self._rect(index.row()), self.verticalScrollBar()
        if hint == QAbstractItemView.ScrollHint.PositionAtCenter:
            bar.setValue(bar.value() + rect.center().y() - self.viewport().height() // 2)
        elif rect.top() < 0:
            bar.setValue(bar.value() + rect.top() - GAP)
        elif rect.bottom() > self.viewport().height():
            bar.setValue(bar.value() + rect.bottom() - self.viewport().height() + GAP)

    def horizontalOffset(self) -> int:
        """It never scrolls sideways."""
        return 0

    def verticalOffset(self) -> int:
        """How far it is scrolled, in pixels."""
        return self.verticalScrollBar().value()

    def isIndexHidden(self, index: _Index) -> bool:
        """No item is."""
        return False

    def moveCursor(self, action: QAbstractItemView.CursorAction, modifiers: Qt.KeyboardModifier) -> QModelIndex:
        """Where a key leads."""
        count = self._count()
        if not count:
            return QModelIndex()
        columns, moves = self._columns(), QAbstractItemView.CursorAction
        page = max(1, self.viewport().height() // self._cell().height()) * columns
        forward = -1 if self.isRightToLeft() else 1
        steps = {
            moves.MoveLeft: -forward,
            moves.MoveRight: forward,
            moves.MovePrevious: -1,
            moves.MoveNext: 1,
            moves.MoveUp: -columns,
            moves.MoveDown: columns,
            moves.MovePageUp: -page,
            moves.MovePageDown: page,
            moves.MoveHome: -count,
            moves.MoveEnd: count,
        }
        current = self.currentIndex()
        here = current.row() if current.isValid() else -1 if steps[action] > 0 else count
        if current.isValid() and action in {moves.MoveUp, moves.MoveDown} and not 0 <= here + steps[action] < count:
            return current
        return self.model().index(max(0, min(count - 1, here + (1 if here < 0 else steps[action]))), 0)

    def setSelection(self, rect: QRect, command: QItemSelectionModel.SelectionFlag) -> None:
        """Select what a rectangle of the viewport touches: whole rows, since the table shows the same selection."""
        wanted = rect.normalized()
        numbers = [number for number in self._touched(wanted) if self._rect(number).intersects(wanted)]
        self.selectionModel().select(self._ranges(numbers), command | QItemSelectionModel.SelectionFlag.Rows)

    def _touched(self, rect: QRect) -> range:
        """The numbers of the items in the lines that a rectangle crosses."""
        height, columns = self._cell().height(), self._columns()
        first = max(0, (rect.top() + self.verticalOffset() - MARGIN) // height) * columns
        last = max(0, (rect.bottom() + self.verticalOffset() - MARGIN) // height + 1) * columns
        return range(first, min(self._count(), last))

    def _ranges(self, numbers: list[int]) -> QItemSelection:
        selection, last = QItemSelection(), self.model().columnCount() - 1
        start = previous = None
        for number in [*numbers, None]:
            if previous is not None and number == previous + 1:
                previous = number
                continue
            if start is not None and previous is not None:
                selection.select(self.model().index(start, 0), self.model().index(previous, last))
            start = previous = number
        return selection

    def selectionCommand(self, index: _Index, event: object = None) -> QItemSelectionModel.SelectionFlag:
        """A picture is a whole row."""
        return super().selectionCommand(index, event) | QItemSelectionModel.SelectionFlag.Rows  # type: ignore[arg-type]

    def visualRegionForSelection(self, selection: QItemSelection) -> QRegion:
        """What must be painted anew: the whole viewport is as cheap as a part of it."""
        return QRegion(self.viewport().rect())

    def updateGeometries(self) -> None:
        """Fit the scroll bar to the number of lines."""
        super().updateGeometries()
        lines = -(-self._count() // self._columns())
        bar = self.verticalScrollBar()
        bar.setRange(0, max(0, lines * self._cell().height() + 2 * MARGIN - self.viewport().height()))
        bar.setPageStep(self.viewport().height())
        bar.setSingleStep(self._cell().height() // 3)

    def dataChanged(self, top_left: _Index, bottom_right: _Index, roles: object = ()) -> None:
        """Paint anew when something that is seen changed."""
        seen = self._visible()
        if top_left.row() < seen.stop and bottom_right.row() >= seen.start:
            self.viewport().update()

    def doItemsLayout(self) -> None:
        """There is nothing to lay out but the scroll bar."""
        super().doItemsLayout()
        self.updateGeometries()
        self.viewport().update()

    # --- events ------------------------------------------------------------------------------------------------------

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another number of columns fits: keep what was at the top."""
        super().resizeEvent(event)
        self.updateGeometries()
        self.viewport().update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the items that are seen."""
        painter = QPainter(self.viewport())
        option = QStyleOptionViewItem()
        self.initViewItemOption(option)
        hovered = (
            self.indexAt(self.viewport().mapFromGlobal(self.cursor().pos())) if self.underMouse() else QModelIndex()
        )
        current, selection = self.currentIndex(), self.selectionModel()
        for number in self._visible():
            rect = self._rect(number)
            if not rect.intersects(event.rect()):
                continue
            index = self.model().index(number, 0)
            option.rect = rect.adjusted(GAP // 2, GAP // 2, -GAP // 2, -GAP // 2)
            state = QStyle.StateFlag.State_Enabled
            if selection.isSelected(index):
                state |= QStyle.StateFlag.State_Selected
            if index == hovered:
                state |= QStyle.StateFlag.State_MouseOver
            if index.row() == current.row() and current.isValid() and self.hasFocus():
                state |= QStyle.StateFlag.State_HasFocus
            option.state = state
            self.itemDelegate().paint(painter, option, index)
        painter.end()
        self.shown.emit()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """With Ctrl the pictures grow and shrink."""
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            step = 16 if event.angleDelta().y() > 0 else -16
            self.resized.emit(max(SMALLEST, min(LARGEST, self._side + step)))
            event.accept()
        else:
            super().wheelEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens the current picture."""
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and self.currentIndex().isValid():
            self.activated.emit(self.currentIndex())
        else:
            super().keyPressEvent(event)

    def keyboardSearch(self, search: str) -> None:
        """Letters are for labelling, not for leaping to a file of that name."""
        self.typed.emit(search)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Beside the pictures a press begins a rubber band."""
        super().mousePressEvent(event)
        if event.button() == Qt.MouseButton.LeftButton and not self.indexAt(event.position().toPoint()).isValid():
            self._band_from = event.position().toPoint()
            self._band = QRubberBand(QRubberBand.Shape.Rectangle, self.viewport())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Stretch the rubber band, or do what any view does."""
        if self._band is None:
            super().mouseMoveEvent(event)
            self.viewport().update()
            return
        rect = QRect(self._band_from, event.position().toPoint()).normalized()
        self._band.setGeometry(rect)
        self._band.show()
        self.setSelection(rect, QItemSelectionModel.SelectionFlag.ClearAndSelect)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Let the rubber band go."""
        if self._band is not None:
            self._band.deleteLater()
            self._band = None
        super().mouseReleaseEvent(event)
