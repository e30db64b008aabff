"""A word to a person who looks elsewhere: a notification of the desktop, and a task bar entry that asks for a look."""

from __future__ import annotations

import shutil
import sys

from PySide6.QtCore import QProcess, QTimer
from PySide6.QtWidgets import QApplication, QSystemTrayIcon, QWidget

SHOWN_MS = 10_000


def notify(window: QWidget, text: str) -> None:
    """Say a sentence; where a desktop has no notifications, its task bar shows the window as wanting attention."""
    QApplication.alert(window)
    title = QApplication.applicationDisplayName() or window.windowTitle()
    sender = shutil.which("notify-send") if sys.platform == "linux" else None
    if sender is not None:  # GNOME has no tray any more, and Qt nothing else
        QProcess.startDetached(sender, ["--app-name", title, "--icon", "zeroshot", "--", title, text])
    elif QSystemTrayIcon.isSystemTrayAvailable() and QSystemTrayIcon.supportsMessages():
        tray = QSystemTrayIcon(window.windowIcon(), window)
        tray.messageClicked.connect(window.activateWindow)
        tray.show()
        tray.showMessage(title, text, window.windowIcon(), SHOWN_MS)
        QTimer.singleShot(SHOWN_MS, tray, tray.deleteLater)
