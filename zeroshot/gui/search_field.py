"""The one search field: file names as they are typed, or what is in the pictures; a picture dropped on it is sought."""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QAction, QActionGroup, QKeyEvent
from PySide6.QtWidgets import QLineEdit, QMenu, QToolButton, QWidget

from zeroshot.gui import drops
from zeroshot.gui.icons import icon

if TYPE_CHECKING:
    from PySide6.QtGui import QDragEnterEvent, QDropEvent

PAUSE_MS = 350
"""How long nothing is typed until what is there is sought; Enter doesn't wait."""


class Mode(Enum):
    """What the field searches."""

    NAMES = "names"
    CONTENT = "content"


class SearchField(QLineEdit):
    """``names_sought``: the pictures whose file name holds this. ``content_sought``: those like this text; "" ends it.

    ``like_sought``: those like the pictures of these files. ``left``: Esc was pressed, and the field is empty now.
    """

    names_sought = Signal(str)
    content_sought = Signal(str)
    like_sought = Signal(object)
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._mode, self._is_told = Mode.NAMES, False
        self._pause = QTimer(self, singleShot=True, interval=PAUSE_MS)
        self._pause.timeout.connect(self._seek)
        self._switch = self.addAction(icon("search"), QLineEdit.ActionPosition.LeadingPosition)
        self._switch.triggered.connect(self._show_modes)
        self.modes = self._make_menu()
        self._switch.setText(self.tr("Choose what is searched"))
        self.setClearButtonEnabled(True)
        for button in self.findChildren(QToolButton):  # Qt makes them, and leaves the one that clears without a name
            button.setAccessibleName(button.text() or self.tr("Clear the search"))
        self.setAcceptDrops(True)
        self.textChanged.connect(self._typed)
        self.returnPressed.connect(self._seek)
        self._tell_mode()

    def _make_menu(self) -> QMenu:
        menu, group = QMenu(self), QActionGroup(self)
        names = {Mode.NAMES: self.tr("Search file names"), Mode.CONTENT: self.tr("Search by what is in the picture")}
        self._choices: dict[Mode, QAction] = {}
        for mode, text in names.items():
            action = menu.addAction(text)
            action.setCheckable(True)
            action.triggered.connect(lambda _checked=False, mode=mode: self.begin(mode))
            group.addAction(action)
            self._choices[mode] = action
        return menu

    @property
    def mode(self) -> Mode:
        """What it searches."""
        return self._mode

    def begin(self, mode: Mode) -> None:
        """Search that from now on, and wait for words; those of the other mode go."""
        if mode is not self._mode:
            self.clear()
            self._pause.stop()
            self._mode = mode
            self._tell_mode()
        self.setFocus()
        self.selectAll()

    def show_text(self, mode: Mode, text: str) -> None:
        """Show what is sought, whoever changed it: if it is this that is searched, and nobody is just typing."""
        if mode is self._mode and not self._pause.isActive() and self.text().strip() != text:
            self._is_told = True
            self.setText(text)
            self._is_told = False

    def _tell_mode(self) -> None:
        self._choices[self._mode].setChecked(True)
        if self._mode is Mode.NAMES:
            name, tip = self.tr("Search file names"), self.tr("Show the pictures whose file name holds this (Ctrl+F)")
            self.setPlaceholderText(name)
        else:
            name = self.tr("Search by what is in the picture")
            tip = self.tr(
                "Show the pictures that are most like this text, or like a picture dropped here (Ctrl+Shift+F)"
            )
            self.setPlaceholderText(self.tr("What is in it: red car at night"))
        self._switch.setIcon(icon("search" if self._mode is Mode.NAMES else "picture"))
        self.setAccessibleName(name)
        self.setToolTip(tip)

    def _show_modes(self) -> None:
        self.modes.popup(self.mapToGlobal(QPoint(0, self.height())))

    def _typed(self, text: str) -> None:
        if self._is_told:
            return
        if self._mode is Mode.NAMES:
            self.names_sought.emit(text.strip())
        elif text.strip():
            self._pause.start()
        else:
            self._seek()

    def _seek(self) -> None:
        self._pause.stop()
        if self._mode is Mode.CONTENT:
            self.content_sought.emit(self.text().strip())

    # --- events ------------------------------------------------------------------------------------------------------

    def event(self, event: QEvent) -> bool:
        """Esc is the field's own while it is used, and no command of the window."""
        if event.type() != QEvent.Type.ShortcutOverride or not isinstance(event, QKeyEvent):
            return super().event(event)
        if event.key() != Qt.Key.Key_Escape:
            return super().event(event)
        event.accept()
        return True

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc empties the field."""
        if event.key() == Qt.Key.Key_Escape:
            self.clear()
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Pictures are welcome, also those of the window."""
        if drops.paths(event.mimeData()):
            event.acceptProposedAction()
        else:
            super().dragEnterEvent(event)

    def dropEvent(self, event: QDropEvent) -> None:
        """Seek what is like them."""
        paths = drops.paths(event.mimeData())
        if paths:
            event.acceptProposedAction()
            self.like_sought.emit(paths)
        else:
            super().dropEvent(event)
