"""Questions before something is taken away: each answer says what it does, and the window goes on meanwhile."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMessageBox, QWidget

from zeroshot.gui.theme import set_kind

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from PySide6.QtWidgets import QPushButton


def ask(parent: QWidget, text: str, more: str, answers: Mapping[str, Callable[[], object]], keep: str) -> QMessageBox:
    """Ask; ``answers`` are what buttons say and do, the first of which takes something away.

    ``keep`` is what the button says that leaves everything as it is.
    """
    box = QMessageBox(parent)
    box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    box.setWindowTitle(parent.windowTitle())
    box.setTextFormat(Qt.TextFormat.PlainText)
    box.setText(text)
    box.setInformativeText(more)
    for place, (answer, do) in enumerate(answers.items()):
        button = box.addButton(answer, QMessageBox.ButtonRole.DestructiveRole)
        set_kind(button, "" if place else "danger")
        _connect(button, do)
    kept = box.addButton(keep, QMessageBox.ButtonRole.RejectRole)
    box.setEscapeButton(kept)
    box.setDefaultButton(kept)
    box.open()
    return box


def _connect(button: QPushButton, do: Callable[[], object]) -> None:
    button.clicked.connect(lambda _checked=False: do())
