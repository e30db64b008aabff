"""A card: one model's facts, what of it is on this computer, and what can be done with it."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QCheckBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QMenu,
    QProgressBar,
    QPushButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from zeroshot.gui.card_texts import CardTexts, breakable
from zeroshot.gui.facts import Facts
from zeroshot.gui.icons import icon
from zeroshot.gui.theme import set_kind
from zeroshot.gui.weights_state import Activity, Command, Known, Phase, offered, possible

STEPS = 1000
"""Steps of a progress bar: it counts in ints of 32 bits, which a large model's bytes exceed."""

_PLACES = (Command.DISCARD, Command.CANCEL, Command.REMOVE, Command.PAUSE, Command.USE, Command.DOWNLOAD)
_TOP, _BOTTOM = Qt.AlignmentFlag.AlignTop, Qt.AlignmentFlag.AlignBottom
# buttons from left to right: where a second click of a double one goes, nothing is lost
_MENU = {Command.SHOW: "folder", Command.VERIFY: "check", Command.EXPORT: "export", Command.REMOVE: "remove"}


class ModelCard(QFrame):
    """Shows what it is told, and asks for what a person wants by ``asked``, which carries the model and a Command."""

    asked = Signal(object, object)

    def __init__(self, known: Known, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        set_kind(self, "card")
        self.known = known
        self.activity: Activity | None = None
        self._used, self._free = False, 0
        self._texts = CardTexts(self)
        self._title, self._about, self._origin = self._label("heading"), self._label("muted"), self._label("caption")
        self.badge, self.state = self._label("badge", wraps=False), self._label("muted")
        self.facts = Facts(self)
        self._values = [self.facts.add(name, tip) for name, tip in self._texts.names()]
        self.agree = QCheckBox(self.tr("I have read the licence and agree to it"), self)
        self.bar = QProgressBar(self)
        self.bar.setTextVisible(False)
        self.buttons = {command: self._button(command) for command in _PLACES}
        self.more = QToolButton(self)
        self.actions_by = {command: QAction(self) for command in _MENU}
        self._make_menu()
        self.badge.setText(self.tr("In use"))
        self._lay_out()
        self.agree.toggled.connect(self._refresh)

    # --- building ----------------------------------------------------------------------------------------------------

    def _label(self, kind: str, *, wraps: bool = True) -> QLabel:
        label = QLabel(self)
        label.setWordWrap(wraps)
        set_kind(label, kind)
        return label

    def _button(self, command: Command) -> QPushButton:
        button = QPushButton(self)
        button.setAutoDefault(False)
        button.clicked.connect(partial(self._ask, command))
        if command is Command.USE:
            set_kind(button, "primary")
        if command is Command.DOWNLOAD:
            button.setIcon(icon("download"))
        button.hide()
        return button

    def _make_menu(self) -> None:
        menu = QMenu(self.more)
        for command, action in self.actions_by.items():
            action.setIcon(icon(_MENU[command]))
            action.triggered.connect(partial(self._ask, command))
            menu.addAction(action)
        self.more.setIcon(icon("more"))
        self.more.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.more.setMenu(menu)
        self.more.setToolTip(self.tr("More"))

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(10)
        head.addWidget(self._title, 1)
        corner = QHBoxLayout()
        corner.setSpacing(8)
        corner.addWidget(self.badge, 0, Qt.AlignmentFlag.AlignVCenter)
        corner.addWidget(self.more)
        head.addLayout(corner)
        head.setAlignment(corner, _TOP)
        told = QVBoxLayout()
        told.setSpacing(3)
        for label in (self.state, self._origin):
            told.addWidget(label)
        foot = QHBoxLayout()
        foot.setSpacing(8)
        foot.addLayout(told, 1)
        for command in _PLACES:
            foot.addWidget(self.buttons[command], 0, _BOTTOM)
        column = QVBoxLayout(self)
        column.setContentsMargins(18, 14, 18, 12)
        column.setSpacing(4)
        column.addLayout(head)
        column.addWidget(self._about)
        column.addSpacing(8)
        column.addWidget(self.facts)
        column.addSpacing(4)
        column.addWidget(self.agree)
        column.addWidget(self.bar)
        column.addLayout(foot)

    def stops(self) -> list[QWidget]:
        """Where Tab stops, in order."""
        shown = [self.buttons[command] for command in _PLACES]
        return [self.more, *(fact.value for fact in self._values), self.agree, *shown]

    # --- showing -----------------------------------------------------------------------------------------------------

    def show_model(self, known: Known, activity: Activity | None, *, used: bool, free: int) -> None:
        """Show a model as it is now; ``free`` bytes are free where models are kept."""
        now = (known, activity, used, free)
        if now == (self.known, self.activity, self._used, self._free) and self._title.text():
            return
        self.known, self.activity, self._used, self._free = now
        self._title.setText(breakable(self._texts.title(known)))
        self._about.setText(self._texts.about(known))
        self._about.setVisible(bool(self._about.text()))
        self._origin.setText(breakable(self._texts.origin(known)))
        self._origin.setVisible(bool(self._origin.text()))
        self.setAccessibleName(self._texts.title(known))
        self.agree.setAccessibleName(f"{self.agree.text()}: {known.title}")
        for fact, (value, link) in zip(self._values, self._texts.values(known), strict=True):
            fact.tell(value, link)
        self.facts.arrange()
        self._refresh()

    def _refresh(self) -> None:
        """Show what changes while something is done."""
        known, activity = self.known, self.activity
        here = known.folder is not None
        self.badge.setVisible(here and self._used)
        kind, text = self._texts.state(known, activity, used=self._used, free=self._free)
        if self.state.property("kind") != kind:
            set_kind(self.state, kind)
        self.state.setText(breakable(text))
        self.state.setVisible(bool(text))
        under_way = activity is not None and activity.under_way
        self.agree.setVisible(known.agree and not here and not under_way)
        self._show_bar()
        self._show_commands(under_way=under_way)

    def _show_bar(self) -> None:
        activity, known = self.activity, self.known
        if activity is not None and activity.under_way:
            done, total = activity.done, activity.total
            self.bar.setVisible(activity.phase is not Phase.WAITING)
        else:
            done, total = known.fetched, known.size
            self.bar.setVisible(bool(known.fetched and known.size))
        self.bar.setRange(0, STEPS if total else 0)  # without an end it moves to and fro
        self.bar.setValue(min(STEPS, STEPS * done // max(1, total)))
        self.bar.setAccessibleName(self.tr("Progress of {0}").format(known.title))

    def _show_commands(self, *, under_way: bool) -> None:
        offers = offered(self.known, self.activity, used=self._used)
        had_focus = any(button.hasFocus() for button in self.buttons.values())
        for command, button in self.buttons.items():
            text = self._texts.command(command, self.known, self.activity)
            if button.text() != text:
                button.setText(text)
                button.setAccessibleName(f"{text.rstrip('…')}: {self.known.title}")
            button.setEnabled(command is not Command.DOWNLOAD or self._may_download())
            button.setVisible(command in offers)
        more = possible(self.known)
        for command, action in self.actions_by.items():
            action.setVisible(command in more)
            action.setText(self._texts.command(command, self.known, None))
        self.more.setVisible(bool(more) and not under_way)
        self.more.setAccessibleName(f"{self.tr('More')}: {self.known.title}")
        if had_focus and not any(button.hasFocus() for button in self.buttons.values()):
            self.focus()

    def _may_download(self) -> bool:
        """Whether there is room, as far as is known, and what has to be agreed to has been."""
        room = not self._free or self.known.size - self.known.fetched <= self._free
        return room and (self.agree.isChecked() or not self.known.agree)

    def focus(self) -> None:
        """Put the keyboard where the likeliest command is."""
        offers = offered(self.known, self.activity, used=self._used)
        target: QWidget = self.buttons[offers[-1]] if offers else self.more
        if not target.isEnabled():
            target = self.agree
        target.setFocus()

    def _ask(self, command: Command) -> None:
        self.asked.emit(self.known, command)
