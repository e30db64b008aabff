"""From the start of the program to its end: one application, one window, and what has to be in place around them."""

from __future__ import annotations

import logging
import signal
import socket
import sys
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

from PySide6.QtCore import QSocketNotifier, Qt, QTimer
from PySide6.QtWidgets import QApplication, QMessageBox

from zeroshot import __version__, settings
from zeroshot.errors import SettingsError, WindowError
from zeroshot.gui import crash, language
from zeroshot.gui.icons import app_icon
from zeroshot.gui.instance import Instance
from zeroshot.gui.theme import Theme
from zeroshot.gui.window import MainWindow

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path
    from types import FrameType

    from PySide6.QtWidgets import QWidget

    from zeroshot.paths import Folders

SWITCH = 0.001
"""Seconds after which a busy Python thread lets the window's one run; Python's own 0.005 is felt when scrolling."""

_log = logging.getLogger(__name__)


def main(given: Sequence[Path], folders: Folders) -> int:
    """Show the window with what was given until it is closed, or hand that to the window that is open.

    Raises:
        WindowError: a window seems to be open, and does not answer.
    """
    bugs = crash.BugTeller()
    undo = crash.install(folders.log_file, bugs.tell)
    try:
        app = application()
        instance = Instance(folders.lock, app)
        if not instance.acquire():
            return _hand_over(instance, given)
        with crash.traced(folders.log_file.with_name("crash.txt")):
            return _run(app, instance, bugs, given, folders)
    finally:
        undo()


def application() -> QApplication:
    """The application with its name and icon, in a process that serves it first; Qt allows one a process."""
    sys.setswitchinterval(SWITCH)
    QApplication.setApplicationName("zeroshot")
    QApplication.setApplicationDisplayName("Zeroshot")
    QApplication.setApplicationVersion(__version__)
    QApplication.setDesktopFileName("zeroshot")  # Wayland finds the icon by it
    QApplication.setHighDpiScaleFactorRoundingPolicy(Qt.HighDpiScaleFactorRoundingPolicy.PassThrough)
    app = QApplication(sys.argv[:1])
    app.setWindowIcon(app_icon())
    return app


def _hand_over(instance: Instance, given: Sequence[Path]) -> int:
    try:
        instance.send(given)
    except WindowError as error:
        QMessageBox.warning(None, QApplication.applicationDisplayName(), str(error))
        raise
    return 0


def _run(app: QApplication, instance: Instance, bugs: crash.BugTeller, given: Sequence[Path], folders: Folders) -> int:
    chosen, notices = read_settings(folders)
    language.install(app, chosen.language)
    window = MainWindow(folders, chosen, Theme(app, chosen.theme), notices)
    bugs.window = window

    def receive(paths: list[Path]) -> None:
        bring_forward(window)
        window.open_paths(paths)

    instance.received.connect(receive)
    window.show()
    if given:
        # After the first paint, which nothing may hold up.
        QTimer.singleShot(0, window, lambda: window.open_paths([path.absolute() for path in given]))
    with closed_by_signals(window) as stopped_by:
        code = app.exec()
    instance.release()
    return 128 + stopped_by[0] if stopped_by else code


def read_settings(folders: Folders) -> tuple[settings.Settings, list[str]]:
    """The settings, and what the person has to be told: a file that can't be read is no reason not to start."""
    try:
        return settings.load(folders.settings), []
    except SettingsError as error:
        _log.warning("%s", error)
        return settings.Settings(), [str(error)]


def bring_forward(window: QWidget) -> None:
    """Show a window to the person who asked for it, also from the task bar."""
    window.setWindowState(window.windowState() & ~Qt.WindowState.WindowMinimized)
    window.show()
    window.raise_()
    window.activateWindow()


@contextmanager
def closed_by_signals(window: QWidget) -> Iterator[list[int]]:
    """Within the block Ctrl-C and its like close the window in order; the list gets the signal. A second one kills.

    Python runs its handlers between two of its own instructions, of which a waiting event loop has none. So the
    arrival is also written to a socket that the event loop watches. And one of these two may well be in the middle of
    painting, where closing a window crashes Qt: so the closing waits for the event loop.
    """
    arrived: list[int] = []

    def close(number: int, _frame: FrameType | None) -> None:
        arrived.append(number)
        for each in handlers:
            signal.signal(each, signal.SIG_DFL)
        QTimer.singleShot(0, window, window.close)

    ours, pythons = socket.socketpair()
    for end in (ours, pythons):
        end.setblocking(False)
    notifier = QSocketNotifier(ours.fileno(), QSocketNotifier.Type.Read)
    notifier.activated.connect(lambda: _drain(ours))
    names = ("SIGINT", "SIGTERM", "SIGHUP")
    handlers = {number: signal.signal(number, close) for name in names if (number := getattr(signal, name, None))}
    before = signal.set_wakeup_fd(pythons.fileno(), warn_on_full_buffer=False)
    try:
        yield arrived
    finally:
        signal.set_wakeup_fd(before)
        for number, handler in handlers.items():
            signal.signal(number, handler)
        notifier.setEnabled(False)
        ours.close()
        pythons.close()


def _drain(end: socket.socket) -> None:
    with suppress(BlockingIOError):
        end.recv(64)
