"""What a review looks like: one picture as large as there is room, its answers with their keys, and how far one is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QAction, QKeyEvent, QKeySequence
from PySide6.QtWidgets import (
    QComboBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from zeroshot.gui import numbers
from zeroshot.gui.icons import icon
from zeroshot.gui.preview import Preview
from zeroshot.gui.quick_type import QuickType, is_escape
from zeroshot.gui.review_answers import AnswerList
from zeroshot.gui.review_end import ReviewEnd
from zeroshot.gui.theme import set_kind
from zeroshot.reviewing import Order

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from zeroshot.gui.review_answers import Choice

KEYS = 9
"""Answers that have a number key."""
_KEYS = QKeySequence.StandardKey
_PANEL, _SHORT = 21, 9  # widths of the panel and of a short name, in heights of a line


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked of one picture: name, folder, what is said of it, and the answers; the last is none of these."""

    name: str
    folder: str
    verdict: str
    choices: tuple[Choice, ...]
    can_go_back: bool


class ReviewPage(QWidget):
    """Shows questions and tells what a person answers; it decides nothing.

    ``chosen`` carries the place of an answer. ``confirmed``: the model's answer is right. ``denied``: none of these.
    """

    chosen = Signal(int)
    confirmed = Signal()
    denied = Signal()
    taken_back = Signal()
    back_wanted = Signal()
    skip_wanted = Signal()
    left = Signal()
    order_changed = Signal(object)

    def __init__(self, max_pixels: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.preview = Preview(max_pixels, self)
        self.preview.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # the keys are those of the page
        self.answers = AnswerList(self)
        self.answers.chosen.connect(self.chosen)
        self.type = QuickType(self)
        self.type.left.connect(self.setFocus)
        self.order = self._make_order()
        self.end = ReviewEnd(self)
        self.end.left.connect(self.left)
        self._name, self._verdict, self._told, self._count = (QLabel(self) for _ in range(4))
        self._bar = QProgressBar(self)
        self._buttons: list[QPushButton] = []
        self._make_actions()
        self._lay_out()
        self.hide()

    # --- building ----------------------------------------------------------------------------------------------------

    def _make_order(self) -> QComboBox:
        box = QComboBox(self)
        box.setAccessibleName(self.tr("Order of the review"))
        box.setToolTip(self.tr("Which pictures come first"))
        box.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        for order, text in (
            (Order.UNCERTAIN, self.tr("Least certain first")),
            (Order.INFORMATIVE, self.tr("Most informative first")),
            (Order.CLASS, self.tr("Class by class")),
            (Order.RANDOM, self.tr("In random order")),
        ):
            box.addItem(text, order.value)
        box.activated.connect(self._take_order)
        return box

    def _make_actions(self) -> None:
        """Keys that work while nothing else within the page has the keyboard."""
        for place in range(KEYS):
            action = self._action(self.tr("The answer of that number"), str(place + 1), self._chooser(place))
            action.setProperty("keys", "" if place else self.tr("1 to {0}").format(KEYS))  # one line for all of them
        self._action(self.tr("The model is right"), "Space", self.confirmed.emit)
        self._action(self.tr("None of these"), QKeySequence(_KEYS.Delete), self.denied.emit)
        self._action(self.tr("Take back what was said"), "Backspace", self.taken_back.emit)
        self._action(self.tr("Previous picture"), "Left", self.back_wanted.emit)
        self._action(self.tr("Next picture, undecided"), "Right", self.skip_wanted.emit)
        self._action(self.tr("Larger"), "+", lambda: self.preview.zoom(1.25))
        self._action(self.tr("Smaller"), "-", lambda: self.preview.zoom(0.8))
        self._action(self.tr("Fit"), "0", self.preview.fit)
        self._action(self.tr("End the review"), "Esc", self.left.emit)

    def _chooser(self, place: int) -> Callable[[], None]:
        return lambda: self.chosen.emit(place)

    def _action(self, text: str, key: str | QKeySequence, do: Callable[[], object]) -> QAction:
        action = QAction(text, self)
        action.setShortcut(QKeySequence(key))
        action.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
        action.setAutoRepeat(key in {"Left", "Right", "+", "-"})  # a key held down must not decide for the next one
        action.triggered.connect(lambda _checked=False: do())
        self.addAction(action)
        return action

    def _lay_out(self) -> None:
        work = QWidget(self)
        across = QHBoxLayout(work)
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(0)
        across.addWidget(self.preview, 1)
        across.addWidget(self._panel())
        self._stack = QStackedWidget(self)
        self._stack.addWidget(work)
        self._stack.addWidget(self.end)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self._head())
        layout.addWidget(self._stack, 1)

    def _head(self) -> QFrame:
        head = QFrame(self)
        set_kind(head, "bar")
        leave = self._button("previous", self.tr("Pictures"), self.tr("End the review (Esc)"), self.left.emit)
        set_kind(self._count, "heading")
        self._bar.setTextVisible(False)
        self._bar.setFixedWidth(200)
        self._bar.setAccessibleName(self.tr("Progress of the review"))
        set_kind(self._told, "muted")
        self._told.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        row = QHBoxLayout(head)
        row.setContentsMargins(12, 8, 12, 8)
        row.setSpacing(12)
        for widget in (leave, self._count, self._bar):
            row.addWidget(widget)
        row.addWidget(self._told, 1)
        row.addWidget(self.order)
        return head

    def _panel(self) -> QFrame:
        panel = QFrame(self)
        set_kind(panel, "pane")
        panel.setFixedWidth(_PANEL * self.fontMetrics().height())
        set_kind(self._verdict, "heading")
        set_kind(self._name, "muted")
        for label in (self._verdict, self._name):
            label.setWordWrap(True)
            label.setTextFormat(Qt.TextFormat.PlainText)
        scroll = QScrollArea(panel)
        scroll.setWidget(self.answers)
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        column = QVBoxLayout(panel)
        column.setContentsMargins(14, 12, 14, 12)
        column.setSpacing(8)
        column.addWidget(self._name)
        column.addWidget(self._verdict)
        column.addWidget(scroll, 1)
        column.addWidget(self.type)
        column.addLayout(self._steps())
        return panel

    def _steps(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(8)
        for name, text, tip, do in (
            ("previous", self.tr("Back"), self.tr("The picture before this one (←)"), self.back_wanted.emit),
            ("next", self.tr("Skip"), self.tr("Leave this one undecided (→)"), self.skip_wanted.emit),
        ):
            self._buttons.append(self._button(name, text, tip, do))
            row.addWidget(self._buttons[-1], 1)
        return row

    def _button(self, name: str, text: str, tip: str, do: Callable[[], object]) -> QPushButton:
        button = QPushButton(icon(name), text, self)
        button.setToolTip(tip)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)  # a click leaves the keyboard where it is
        button.clicked.connect(lambda _checked=False: do())
        return button

    # --- showing -----------------------------------------------------------------------------------------------------

    def ask(self, question: Question) -> None:
        """Show what is asked of a picture; the picture itself is the preview's."""
        self._stack.setCurrentIndex(0)
        self._name.setText(question.name)
        self._name.setToolTip(question.folder)
        self._verdict.setText(question.verdict)
        self.answers.show_choices(question.choices)
        self._buttons[0].setEnabled(question.can_go_back)
        self._announce(f"{question.verdict}. {question.name}")

    def show_end(self) -> None:
        """Show that there is nothing left."""
        self._stack.setCurrentWidget(self.end)
        self._announce(self.end.text)

    def set_progress(self, done: int, total: int) -> None:
        """Tell how many of the pictures are reviewed."""
        told = self.tr("Reviewed {0} of {1}").format(numbers.whole(done), numbers.whole(total))
        self._count.setText(told)
        self._bar.setRange(0, max(1, total))
        self._bar.setValue(done)

    def set_names(self, names: Sequence[str]) -> None:
        """The classes that can be typed."""
        self.type.set_names(names)

    def short(self, name: str) -> str:
        """A name with its middle left out where it is long."""
        metrics = self.fontMetrics()
        return metrics.elidedText(name, Qt.TextElideMode.ElideMiddle, _SHORT * metrics.height())

    def tell(self, text: str) -> None:
        """Say what was done last."""
        self._told.setText(text)
        self._told.setToolTip(text)

    def set_order(self, order: Order) -> None:
        """Show which order it is."""
        self.order.setCurrentIndex(self.order.findData(order.value))

    def _announce(self, text: str) -> None:
        """Let a screen reader say something new."""
        is_new = text != self.accessibleName()
        self.setAccessibleName(text)
        if is_new and QAccessible.isActive():
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, text))

    def _take_order(self, place: int) -> None:
        self.order_changed.emit(Order(self.order.itemData(place)))
        self.setFocus()

    # --- keys --------------------------------------------------------------------------------------------------------

    def event(self, event: QEvent) -> bool:
        """Esc is the review's here, wherever the keyboard is within the page; elsewhere it stops a run."""
        if event.type() == QEvent.Type.ShortcutOverride and is_escape(event):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc ends the review, letters begin the name of a class, Shift and arrows move a picture that is zoomed."""
        held = event.modifiers() & ~Qt.KeyboardModifier.ShiftModifier & ~Qt.KeyboardModifier.KeypadModifier
        if is_escape(event):
            self.left.emit()
        elif (move := _MOVES.get(event.key())) and event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            self.preview.move_by(*move)
        elif event.text().strip() and event.text().isprintable() and not held and self._stack.currentIndex() == 0:
            self.type.begin(event.text())
        else:
            super().keyPressEvent(event)


_MOVES: dict[int, tuple[int, int]] = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, -1),
    Qt.Key.Key_Down: (0, 1),
}
