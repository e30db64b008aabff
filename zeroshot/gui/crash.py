"""What nobody expected: exceptions of slots and threads, and Qt's own messages, to the log and to the person."""

from __future__ import annotations

import faulthandler
import logging
import os
import platform
import sys
import threading
import traceback
from contextlib import contextmanager, suppress
from logging.handlers import RotatingFileHandler
from typing import TYPE_CHECKING

from PySide6 import __version__ as qt_version
from PySide6.QtCore import (
    QCoreApplication,
    QMessageLogContext,
    QObject,
    Qt,
    QtMsgType,
    Signal,
    Slot,
    qInstallMessageHandler,
)
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QHBoxLayout, QLabel, QStyle, QVBoxLayout, QWidget

from zeroshot import __version__
from zeroshot.errors import ZeroshotError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path
    from types import TracebackType

LOG_BYTES, OLD_LOGS = 1_000_000, 3

_LEVELS = {
    QtMsgType.QtDebugMsg: logging.DEBUG,
    QtMsgType.QtInfoMsg: logging.INFO,
    QtMsgType.QtWarningMsg: logging.WARNING,
    QtMsgType.QtCriticalMsg: logging.ERROR,
    QtMsgType.QtFatalMsg: logging.CRITICAL,
}

_log = logging.getLogger("zeroshot.gui")


def install(log_file: Path, on_bug: Callable[[str, str], None]) -> Callable[[], None]:
    """Write to ``log_file`` from now on, and hand bugs to ``on_bug``: a sentence and the details; undone by the result.

    ``on_bug`` is called later, by the event loop, on the thread that calls this; so it may open a dialog, also when
    the exception came from a paint event or another thread.
    """
    bridge = _Bridge(on_bug)
    hooks = sys.excepthook, threading.excepthook, sys.unraisablehook
    handler = _log_to(log_file)
    sys.excepthook = bridge.caught
    threading.excepthook = bridge.caught_in_thread
    sys.unraisablehook = _note
    messages = qInstallMessageHandler(_QtMessages())

    def undo() -> None:
        sys.excepthook, threading.excepthook, sys.unraisablehook = hooks
        qInstallMessageHandler(messages)
        logging.captureWarnings(capture=False)
        if handler is not None:
            logging.getLogger().removeHandler(handler)
            handler.close()

    return undo


@contextmanager
def traced(path: Path) -> Iterator[None]:
    """Within the block a crash of the process itself, in Qt or torch, leaves the stacks of all threads in the file."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        stream = path.open("a", encoding="utf-8")
    except OSError:  # no reason not to start
        yield
        return
    with stream:
        faulthandler.enable(stream)
        try:
            yield
        finally:
            faulthandler.disable()


def _log_to(log_file: Path) -> logging.Handler | None:
    """A rotating log; None where there can't be one, which is no reason not to start."""
    logging.captureWarnings(capture=True)
    try:
        log_file.parent.mkdir(parents=True, exist_ok=True)
        handler = RotatingFileHandler(
            log_file, maxBytes=LOG_BYTES, backupCount=OLD_LOGS, encoding="utf-8", errors="backslashreplace"
        )
    except OSError:
        return None
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    logging.getLogger().addHandler(handler)
    logging.getLogger("zeroshot").setLevel(logging.INFO)
    return handler


class _Bridge(QObject):
    """Carries a bug from wherever it happened to the window's thread."""

    bug = Signal(str, str)

    def __init__(self, on_bug: Callable[[str, str], None]) -> None:
        super().__init__()
        self._on_bug = on_bug
        self.bug.connect(self._tell, Qt.ConnectionType.QueuedConnection)

    def caught(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        """``sys.excepthook``, which PySide6 calls for slots and overrides too."""
        if not issubclass(kind, Exception):
            sys.__excepthook__(kind, error, trace)
            return
        _log.error("A bug of Zeroshot %s", __version__, exc_info=(kind, error, trace))
        self.bug.emit(sentence(error), details(error))

    def caught_in_thread(self, found: threading.ExceptHookArgs) -> None:
        """``threading.excepthook``."""
        if found.exc_value is not None:
            self.caught(found.exc_type, found.exc_value, found.exc_traceback)

    @Slot(str, str)
    def _tell(self, told: str, found: str) -> None:
        self._on_bug(told, found)


def sentence(error: BaseException) -> str:
    """What a person is told of an exception: our own sentence, or that there is a bug."""
    if isinstance(error, ZeroshotError):
        return str(error)
    last = "".join(traceback.format_exception_only(error)).strip().splitlines()[-1]
    told = QCoreApplication.translate("Bug", "Something went wrong inside Zeroshot, and your session goes on: {}")
    return told.format(last)


def details(error: BaseException) -> str:
    """What a bug report needs: versions and the traceback."""
    versions = f"Zeroshot {__version__}, Python {platform.python_version()}, Qt {qt_version}, {platform.platform()}"
    return f"{versions}\n\n{''.join(traceback.format_exception(error))}"


def _note(found: sys.UnraisableHookArgs) -> None:
    """Write down what happened in a destructor, where nothing can be done about it."""
    if found.exc_value is not None:
        trace = (found.exc_type, found.exc_value, found.exc_traceback)
        _log.error("%s: %r", found.err_msg or "Ignored", found.object, exc_info=trace)


class _QtMessages:
    """Qt's messages to the log. A fatal one, for want of a screen, ends the program with a sentence, not a core."""

    def __init__(self) -> None:
        self._first = ""

    def __call__(self, kind: QtMsgType, _context: QMessageLogContext, message: str) -> None:
        _log.log(_LEVELS[kind], "%s", message.strip())
        if kind is QtMsgType.QtFatalMsg:
            # Without a screen the fatal message names plugins, and the first warning says what was the matter.
            why = self._first if self._first and "platform plugin" in message else message.strip()
            with suppress(OSError):
                os.write(2, f"Error: The window can't be open: {why}\nThe commands work without it.\n".encode())
            os._exit(1)  # else Qt calls abort()
        self._first = self._first or message.strip()


class BugDialog(QDialog):
    """One sentence about what went wrong, and a button that copies the rest."""

    def __init__(self, told: str, found: str, parent: QWidget | None = None) -> None:
        """``told`` is the sentence, ``found`` what a bug report needs."""
        super().__init__(parent)
        self._details = found
        self.setWindowTitle(self.tr("Zeroshot"))
        self.setAccessibleName(told)
        label = QLabel(told)
        label.setWordWrap(True)
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        label.setMinimumWidth(label.fontMetrics().averageCharWidth() * 56)
        row = QHBoxLayout()
        row.setSpacing(16)
        row.addWidget(self._picture(), 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(label, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 24, 24, 16)
        layout.setSpacing(24)
        layout.addLayout(row)
        layout.addWidget(self._buttons())

    def _picture(self) -> QLabel:
        picture = QLabel()
        size = self.style().pixelMetric(QStyle.PixelMetric.PM_MessageBoxIconSize)
        picture.setPixmap(self.style().standardIcon(QStyle.StandardPixmap.SP_MessageBoxWarning).pixmap(size))
        return picture

    def _buttons(self) -> QDialogButtonBox:
        box = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        self._copy = box.addButton(self.tr("Copy &details"), QDialogButtonBox.ButtonRole.ActionRole)
        self._copy.setToolTip(self.tr("Copies versions and the traceback, for a bug report"))
        self._copy.clicked.connect(self.copy)
        box.rejected.connect(self.reject)
        box.button(QDialogButtonBox.StandardButton.Close).setDefault(True)
        return box

    @Slot()
    def copy(self) -> None:
        """Put the details on the clipboard."""
        QGuiApplication.clipboard().setText(self._details)
        self._copy.setText(self.tr("Copied"))


class BugTeller(QObject):
    """Shows bugs one at a time, and each one once: what comes meanwhile or again only stands in the log."""

    def __init__(self, parent: QObject | None = None) -> None:
        """Without a window until ``window`` is set."""
        super().__init__(parent)
        self.window: QWidget | None = None
        self._dialog: BugDialog | None = None
        self._told: set[str] = set()

    def tell(self, told: str, found: str) -> None:
        """Open the dialog, unless one is open or this bug was told before; returns at once."""
        if self._dialog is not None or found in self._told:
            return
        self._told.add(found)
        self._dialog = BugDialog(told, found, self.window)
        self._dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._dialog.finished.connect(self._closed)
        self._dialog.open()

    @Slot()
    def _closed(self) -> None:
        self._dialog = None
