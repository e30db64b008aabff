"""One quiet bar for what the window has to say: never a dialog for what can be read in passing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QSize, Qt, QTimer
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QToolButton, QWidget

from zeroshot.errors import ZeroshotError
from zeroshot.gui import icons
from zeroshot.gui.theme import set_kind, tokens_of

if TYPE_CHECKING:
    from collections.abc import Callable


SHOWN_MS = 10_000
"""How long a message stays that asks for nothing."""


class NoticeBar(QFrame):
    """Shows the latest message; an older one makes room for it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._kind = "info"
        self._sign = QLabel(self)
        set_kind(self, "notice")
        self._text = QLabel(self)
        self._text.setWordWrap(True)
        self._text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._action = QPushButton(self)
        self._action.setAutoDefault(False)  # in a dialog it would look like the one thing to do
        self._action.hide()
        set_kind(self._action, "link")
        close = QToolButton(self)
        close.setIcon(icons.icon("close"))
        close.setIconSize(QSize(14, 14))
        close.setAutoRaise(True)
        close.setAccessibleName(self.tr("Close this message"))
        close.setToolTip(self.tr("Close this message"))
        close.clicked.connect(self.hide)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(14, 6, 8, 6)
        layout.setSpacing(8)
        layout.addWidget(self._sign)
        layout.addWidget(self._text, 1)
        layout.addWidget(self._action)
        layout.addWidget(close)
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self.hide)
        self._do: Callable[[], None] | None = None
        self._action.clicked.connect(self._act)
        self.hide()

    @property
    def text(self) -> str:
        """What it says."""
        return self._text.text()

    def tell(
        self,
        text: str,
        *,
        kind: str = "info",
        action: str = "",
        on_action: Callable[[], None] | None = None,
    ) -> None:
        """Say a sentence; ``kind`` is info, warning or error. Errors, and what can be acted on, stay until closed."""
        self._kind = kind
        self._draw_sign()
        self._text.setText(text)
        self.setAccessibleName(text)
        self._action.setText(action)
        self._action.setAccessibleName(action)
        self._action.setVisible(bool(action))
        self._do = on_action
        self.show()
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, text))
        self._timer.stop()
        if kind != "error" and not action:
            self._timer.start(SHOWN_MS)

    def tell_failure(self, error: Exception) -> None:
        """Say what an exception says; one that is no error of the environment is a bug, and goes on as one."""
        if not isinstance(error, ZeroshotError):
            raise error
        self.tell(str(error), kind="error")

    def _draw_sign(self) -> None:
        tokens = tokens_of(self)
        colour = {"warning": tokens.warning, "error": tokens.danger}.get(self._kind, tokens.accent)
        self._sign.setPixmap(icons.pixmap(self._kind, 18, self.devicePixelRatioF(), colour))

    def changeEvent(self, event: QEvent) -> None:
        """The sign follows the theme."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._draw_sign()

    def _act(self) -> None:
        self.hide()
        if self._do is not None:
            self._do()
