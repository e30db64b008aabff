"""Bugs are told in one sentence, once, and written down; the session survives them."""

from __future__ import annotations

import gc
import logging
import subprocess
import sys
import threading
import warnings
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QMessageLogger, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialogButtonBox, QLabel, QWidget

from zeroshot import __version__
from zeroshot.errors import ExportError
from zeroshot.gui import crash
from zeroshot.gui.crash import BugDialog, BugTeller

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from zeroshot.paths import Folders

pytestmark = pytest.mark.usefixtures("qapp")

Told = list[tuple[str, str]]


@pytest.fixture
def told(folders: Folders) -> Iterator[Told]:
    """What a person would be told, with the hooks in place."""
    bugs: Told = []
    undo = crash.install(folders.log_file, lambda sentence, details: bugs.append((sentence, details)))
    yield bugs
    undo()


def fail() -> None:
    """A bug."""
    raise ValueError("no such thing")


def test_an_exception_in_a_slot_is_told_and_logged(qtbot: QtBot, told: Told, folders: Folders) -> None:
    QTimer.singleShot(0, fail)
    qtbot.waitUntil(lambda: bool(told))
    ((sentence, details),) = told
    assert sentence.endswith("your session goes on: ValueError: no such thing")
    assert details.startswith(f"Zeroshot {__version__}, Python 3.")
    assert "Traceback" in details
    log = folders.log_file.read_text(encoding="utf-8")
    assert "ValueError: no such thing" in log
    assert "in fail" in log


def test_an_exception_in_a_paint_event_leaves_the_window_alive(qtbot: QtBot, told: Told) -> None:
    class Broken(QWidget):
        def paintEvent(self, _event: object) -> None:
            fail()

    widget = Broken()
    qtbot.addWidget(widget)
    widget.show()
    qtbot.waitUntil(lambda: bool(told))
    assert widget.isVisible()


def test_an_exception_in_a_thread_is_told_on_the_windows_thread(qtbot: QtBot, folders: Folders) -> None:
    threads: list[int] = []
    undo = crash.install(folders.log_file, lambda *_: threads.append(threading.get_ident()))
    thread = threading.Thread(target=fail)
    thread.start()
    thread.join()
    qtbot.waitUntil(lambda: bool(threads))
    undo()
    assert threads == [threading.get_ident()]


def test_our_own_errors_speak_for_themselves() -> None:
    assert crash.sentence(ExportError("The disk is full.")) == "The disk is full."


def test_an_exception_in_a_destructor_is_only_logged(qtbot: QtBot, told: Told, folders: Folders) -> None:
    class Careless:
        def __del__(self) -> None:
            raise ValueError("too late")

    Careless()
    gc.collect()
    qtbot.wait(1)
    assert "too late" in folders.log_file.read_text(encoding="utf-8")
    assert told == []


def test_messages_of_qt_and_warnings_are_logged(told: Told, folders: Folders) -> None:
    QMessageLogger().warning("a widget is unhappy")
    warnings.simplefilter("always")
    warnings.warn("this is old", DeprecationWarning, stacklevel=1)
    log = folders.log_file.read_text(encoding="utf-8")
    assert "WARNING zeroshot.gui: a widget is unhappy" in log
    assert "this is old" in log
    assert told == []


def test_the_log_is_kept_small(told: Told, folders: Folders, monkeypatch: pytest.MonkeyPatch) -> None:
    (handler,) = [each for each in logging.getLogger().handlers if isinstance(each, crash.RotatingFileHandler)]
    monkeypatch.setattr(handler, "maxBytes", 2000)
    for number in range(100):
        logging.getLogger("zeroshot").warning("%d %s", number, "x" * 400)
    logs = sorted(folders.log.iterdir())
    assert [path.name for path in logs] == ["zeroshot.log", *(f"zeroshot.log.{number}" for number in (1, 2, 3))]
    assert sum(path.stat().st_size for path in logs) < 8000
    assert told == []


def test_where_there_can_be_no_log_the_bug_is_told_all_the_same(qtbot: QtBot, tmp_path: Path) -> None:
    (tmp_path / "log").write_text("a file where the folder would be", encoding="utf-8")
    bugs: list[str] = []
    undo = crash.install(tmp_path / "log/zeroshot.log", lambda sentence, _: bugs.append(sentence))
    QTimer.singleShot(0, fail)
    qtbot.waitUntil(lambda: bool(bugs))
    undo()


def test_everything_is_as_before_afterwards(folders: Folders) -> None:
    before = (sys.excepthook, threading.excepthook, sys.unraisablehook, list(logging.getLogger().handlers))
    crash.install(folders.log_file, lambda *_: None)()
    assert (sys.excepthook, threading.excepthook, sys.unraisablehook, logging.getLogger().handlers) == before


def test_the_dialog_copies_the_details(qtbot: QtBot) -> None:
    dialog = BugDialog("It broke.", "Traceback: here")
    qtbot.addWidget(dialog)
    (box,) = dialog.findChildren(QDialogButtonBox)
    copy = next(button for button in box.buttons() if "details" in button.text())
    copy.click()
    assert QGuiApplication.clipboard().text() == "Traceback: here"
    assert copy.text() == "Copied"
    assert "It broke." in [label.text() for label in dialog.findChildren(QLabel)]


def test_one_dialog_is_open_at_a_time_and_a_bug_is_told_once(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    window.show()
    teller = BugTeller(window)
    teller.window = window

    def open_dialogs() -> list[str]:
        return [dialog.accessibleName() for dialog in window.findChildren(BugDialog) if dialog.isVisible()]

    teller.tell("first", "1")
    teller.tell("second", "2")
    assert open_dialogs() == ["first"]
    window.findChildren(BugDialog)[0].reject()
    teller.tell("first", "1")
    assert open_dialogs() == []
    teller.tell("third", "3")
    assert open_dialogs() == ["third"]


def test_without_a_screen_there_is_a_sentence_and_no_core(tmp_path: Path) -> None:
    code = (
        "import pathlib, sys; from zeroshot.gui import crash; from PySide6.QtWidgets import QApplication; "
        "crash.install(pathlib.Path(sys.argv[1]), print); QApplication([])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, tmp_path / "zeroshot.log"],
        env={"QT_QPA_PLATFORM": "nowhere"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert done.stderr.startswith("Error: The window can't be open: ")
    assert "nowhere" in done.stderr


def test_a_crash_of_the_process_leaves_its_stacks(tmp_path: Path) -> None:
    path = tmp_path / "logs" / "crash.txt"
    crashing = (
        "import faulthandler, sys; from pathlib import Path; from zeroshot.gui import crash\n"
        "def paint():\n    faulthandler._sigsegv()\n"
        "with crash.traced(Path(sys.argv[1])):\n    paint()\n"
    )
    ended = subprocess.run([sys.executable, "-c", crashing, path], check=False, capture_output=True)
    assert ended.returncode != 0
    assert "in paint" in path.read_text(encoding="utf-8")
