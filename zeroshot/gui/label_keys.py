"""Labelling by keys in the grid and the table: numbers, letters, Space, Delete, Backspace, for what is selected."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu

from zeroshot import trees
from zeroshot.gui.class_model import KEYS
from zeroshot.gui.icons import icon
from zeroshot.gui.quick_type import QuickBar

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from PySide6.QtWidgets import QWidget

    from zeroshot.gui.window import MainWindow


class LabelKeys(QObject):
    """Says of the selected pictures what they are."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window, self._truths = window, window.truths
        self.bar = QuickBar(window.pictures)
        self.bar.type.taken.connect(self._take)
        self.bar.type.made.connect(lambda typed: self._truths.make(self._paths(), typed))
        self.bar.closed.connect(self._go_back)
        window.pictures.typed.connect(self.type)
        self.actions = self._make_actions()
        for view in (window.pictures.grid, window.pictures.table):
            view.addActions(self.actions)

    def _make_actions(self) -> list[QAction]:
        actions = [
            self._action("", self.tr("The class of that place in the list"), str(place + 1), self._namer(place))
            for place in range(KEYS)
        ]
        for place, action in enumerate(actions):
            action.setProperty("keys", "" if place else self.tr("1 to {0}").format(KEYS))  # one line for all of them
        typing = self._action("rename", self.tr("Type its class…"), "", lambda: self.type(""))
        typing.setProperty("keys", self.tr("any letter"))
        delete = QKeySequence(QKeySequence.StandardKey.Delete)
        return [
            *actions,
            self._action("check", self.tr("The model is right"), "Space", self._confirm),
            self._action("none", self.tr("None of these"), delete, lambda: self._say(())),
            self._action("", self.tr("Take back what was said"), "Backspace", lambda: self._say(None)),
            typing,
        ]

    def _namer(self, place: int) -> Callable[[], None]:
        def name() -> None:
            names = self._window.document.classes.names
            if place < len(names):
                self._take(names[place])

        return name

    def _action(self, name: str, text: str, key: str | QKeySequence, do: Callable[[], object]) -> QAction:
        action = QAction(text, self)
        if name:
            action.setIcon(icon(name))
        action.setShortcut(QKeySequence(key))
        action.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
        action.setAutoRepeat(False)
        action.triggered.connect(lambda _checked=False: do())
        return action

    def menu(self, parent: QWidget) -> QMenu:
        """A menu of what the keys do."""
        menu = QMenu(self.tr("Say &what they are"), parent)
        menu.addActions(self.actions[KEYS:])
        return menu

    # --- what is done ------------------------------------------------------------------------------------------------

    def type(self, typed: str) -> None:
        """Ask for the class of the selected pictures by some of its letters."""
        count = len(self._rows())
        if count:
            told = self.tr("What are these %Ln picture(s)?", "", count)
            self.bar.open(told, trees.lines(self._window.document.classes.names), typed)

    def _go_back(self) -> None:
        self._window.pictures.current_view.setFocus()

    def _take(self, name: str) -> None:
        self._truths.name(self._paths(), name)

    def _say(self, names: tuple[str, ...] | None) -> None:
        self._truths.say(self._paths(), names)

    def _confirm(self) -> None:
        labeller = self._window.engine.labeller
        if labeller is not None:
            self._truths.confirm(self._rows(), labeller.classifier)

    def _paths(self) -> list[Path]:
        return [self._window.engine.results.path(row) for row in self._rows()]

    def _rows(self) -> Sequence[int]:
        """What is selected, or else where the keyboard is."""
        rows, current = self._window.pictures.selected_rows(), self._window.pictures.current_row()
        return rows or ([current] if current >= 0 else [])
