"""A class by some of its letters: a field, the classes that they may mean, and Enter."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QLabel, QLineEdit, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from zeroshot import labels
from zeroshot.gui.theme import set_kind

if TYPE_CHECKING:
    from collections.abc import Sequence

_LINES = 8
_NAME = Qt.ItemDataRole.UserRole


def matching(names: Sequence[str], typed: str) -> list[str]:
    """The classes that letters may mean: those that begin so, then those of which a word does, then the others.

    Case and the like don't matter; among equals the order stays.
    """
    wanted = labels.key(typed)
    ranks = ((_rank(labels.key(name), wanted), name) for name in names)
    found = [(rank, name) for rank, name in ranks if rank is not None]
    return [name for _, name in sorted(found, key=lambda each: each[0])]


def _rank(name: str, wanted: str) -> int | None:
    if name == wanted:
        return 0
    if name.startswith(wanted):
        return 1
    if any(word.startswith(wanted) for word in name.replace("-", " ").replace("/", " ").split()):
        return 2
    return 3 if wanted in name else None


class QuickType(QWidget):
    """``taken`` carries the chosen class, ``made`` the name of one that isn't there yet; ``left``: it was given up.

    ``offered``: other classes are, and the field is as high as it takes.
    """

    taken = Signal(str)
    made = Signal(str)
    left = Signal()
    offered = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._names: Sequence[str] = ()
        self.field = QLineEdit(self)
        self.field.setPlaceholderText(self.tr("Type some letters of a class"))
        self.field.setAccessibleName(self.tr("Class of the picture"))
        self.field.setAccessibleDescription(self.tr("Type some letters of a class, press Enter"))
        self.field.textChanged.connect(self._show)
        self.field.returnPressed.connect(self._take)
        self.field.installEventFilter(self)
        self.list = QListWidget(self)
        self.list.setAccessibleName(self.tr("Classes that these letters may mean"))
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # the field's arrow keys move in it
        self.list.setFrameShape(QListWidget.Shape.NoFrame)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        self.list.itemClicked.connect(lambda _item: self._take())
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addWidget(self.field)
        layout.addWidget(self.list)
        self._show()

    def set_names(self, names: Sequence[str]) -> None:
        """The classes that there are."""
        self._names = names
        self._show()

    def begin(self, typed: str) -> None:
        """Take the keyboard, with letters that were typed already."""
        self.field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.field.setText(typed)

    def clear(self) -> None:
        """Forget what was typed."""
        self.field.clear()

    def _show(self) -> None:
        typed = self.field.text().strip()
        self.list.clear()
        found = matching(self._names, typed) if typed else []
        for name in found:
            self._add(name, name)
        if typed and labels.key(typed) not in {labels.key(name) for name in found}:
            self._add(self.tr("New class “{0}”").format(typed), "")
        self.list.setCurrentRow(0)
        self.list.setVisible(self.list.count() > 0)
        lines = min(_LINES, self.list.count())
        self.list.setFixedHeight(lines * max(1, self.list.sizeHintForRow(0)) + 2 * self.list.frameWidth())
        self.offered.emit()

    def _add(self, text: str, name: str) -> None:
        item = QListWidgetItem(text, self.list)
        item.setData(_NAME, name)
        item.setToolTip(text)

    def _take(self) -> None:
        item, typed = self.list.currentItem(), self.field.text().strip()
        if item is None:
            self.left.emit()
            return
        name = item.data(_NAME)
        self.clear()
        if name:
            self.taken.emit(name)
        else:
            self.made.emit(typed)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Up and Down choose among the classes, Esc gives up."""
        if watched is self.field and event.type() == QEvent.Type.ShortcutOverride and is_escape(event):
            event.accept()  # it stops a run elsewhere in the window
            return True
        if watched is self.field and event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            if is_escape(event):
                self.clear()
                self.left.emit()
                return True
            if event.key() in {Qt.Key.Key_Up, Qt.Key.Key_Down} and self.list.count():
                by = 1 if event.key() == Qt.Key.Key_Down else -1
                self.list.setCurrentRow((self.list.currentRow() + by) % self.list.count())
                return True
        return super().eventFilter(watched, event)


def is_escape(event: QEvent) -> bool:
    """Whether an event is about the Esc key."""
    return isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape


class QuickBar(QFrame):
    """The field over the pictures, for those that are selected. ``closed``: the keyboard is to go back to them."""

    closed = Signal()

    def __init__(self, over: QWidget) -> None:
        super().__init__(over)
        self._over = over
        set_kind(self, "card")
        self.type = QuickType(self)
        self._told = QLabel(self)
        set_kind(self._told, "heading")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(14, 12, 14, 14)
        layout.addWidget(self._told)
        layout.addWidget(self.type)
        for signal in (self.type.taken, self.type.made, self.type.left):
            signal.connect(self._close)
        self.type.offered.connect(self._place)
        self.hide()

    def open(self, told: str, names: Sequence[str], typed: str) -> None:
        """Ask for a class of pictures; ``told`` says of which."""
        self._told.setText(told)
        self.type.set_names(names)
        self.show()
        self.raise_()
        self.type.begin(typed)
        self._place()

    def _place(self) -> None:
        """In the middle, in the upper part of what it lies over."""
        over = self._over
        width = min(over.width() - 32, 24 * self.fontMetrics().height())
        self.setFixedWidth(max(160, width))
        for layout in (self.type.layout(), self.layout()):
            if layout is not None:
                layout.activate()  # it learns of the list's new height only in the next turn of events
        self.adjustSize()
        self.move((over.width() - self.width()) // 2, max(16, over.height() // 6))

    def _close(self) -> None:
        self.hide()
        self.closed.emit()
