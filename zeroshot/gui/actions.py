"""The window's commands: every one has a place in a menu, and those used often a key."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtGui import QAction, QKeySequence

from zeroshot.gui.icons import icon

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QMainWindow, QMenu

_Keys = str | QKeySequence.StandardKey
_Entry = tuple[str, str, _Keys, "Callable[[], object]"]


def add_menu(window: QMainWindow, title: str, entries: list[_Entry | None]) -> QMenu:
    """A menu of (icon, text, keys, command); None is a separator."""
    menu = window.menuBar().addMenu(title)
    for entry in entries:
        if entry is None:
            menu.addSeparator()
        else:
            name, text, keys, command = entry
            menu.addAction(make(window, name, text, keys, command))
    return menu


def make(window: QMainWindow, name: str, text: str, keys: _Keys, command: Callable[[], object]) -> QAction:
    """An action of the window; its tool tip tells its key."""
    action = QAction(text, window)
    if name:
        action.setIcon(icon(name))
    if keys:
        action.setShortcut(QKeySequence(keys))
        plain = text.replace("&", "").rstrip("…")
        action.setToolTip(f"{plain} ({action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)})")
    action.triggered.connect(lambda _checked=False: command())
    window.addAction(action)
    return action
