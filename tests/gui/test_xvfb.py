"""The installed program on a real X server, used by its keys as a person would."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from zeroshot import cli, paths, settings
from zeroshot.paths import assets

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

TOOLS = ("Xvfb", "xdotool")
pytestmark = pytest.mark.skipif(
    not all(map(shutil.which, TOOLS)), reason="Xvfb and xdotool (Debian packages of these names) are not here"
)
PATIENCE = 60.0
CLASSES = "apple, banana, chess, books, a lighthouse"


@pytest.fixture
def display() -> Iterator[str]:
    """An X server of our own on a free display."""
    read, write = os.pipe()
    command = ["Xvfb", "-displayfd", str(write), "-screen", "0", "1400x900x24", "-nolisten", "tcp"]
    with subprocess.Popen(command, pass_fds=[write], stderr=subprocess.DEVNULL) as server:
        os.close(write)
        with os.fdopen(read) as pipe:
            number = pipe.readline().strip()
        try:
            yield f":{number}"
        finally:
            server.terminate()


class Person:
    """Presses keys in the window of a program."""

    def __init__(self, display: str) -> None:
        self._environment = {**os.environ, "DISPLAY": display}

    def xdotool(self, *arguments: str) -> str:
        command = [str(shutil.which("xdotool")), *arguments]
        done = subprocess.run(command, env=self._environment, capture_output=True, text=True, check=False, timeout=10)
        return done.stdout.strip()

    def find(self, title: str) -> str:
        """The window of that title, brought to the front."""
        found = until(lambda: self.xdotool("search", "--onlyvisible", "--name", title).split(), f"a window {title}")
        self.xdotool("windowfocus", found[-1])
        return str(found[-1])

    def press(self, *keys: str) -> None:
        self.xdotool("key", "--clearmodifiers", *keys)

    def type(self, text: str) -> None:
        self.xdotool("type", "--delay", "5", text)


def until(ask: Callable[[], object], what: str) -> object:
    """What ``ask`` says, once it says something."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        if answer := ask():
            return answer
        time.sleep(0.1)  # another process decides, and has no signal for us
    raise AssertionError(f"there was never {what}")


@contextmanager
def start(display: str, home: Path, *given: str) -> Iterator[subprocess.Popen[str]]:
    """The program's window; it is gone at the end whatever happened."""
    program = Path(sys.executable).with_name("zeroshot")
    environment = {key: value for key, value in os.environ.items() if not key.startswith(("QT_", "WAYLAND"))}
    command = [str(program), "window", "--home", str(home), *given]
    with subprocess.Popen(command, env={**environment, "DISPLAY": display}, stderr=subprocess.PIPE, text=True) as child:
        try:
            yield child
        finally:
            child.kill()


def test_a_person_labels_the_samples_and_exports_what_the_command_line_says(display: str, tmp_path: Path) -> None:
    home, ours, theirs = tmp_path / "home", tmp_path / "ours.csv", tmp_path / "theirs.csv"
    samples = str(assets() / "samples")
    settings.save(paths.folders(home).settings, settings.Settings(backend="torch"))  # else each home measures its own
    with start(display, home, samples) as program:
        person = Person(display)
        person.find("Zeroshot")
        person.press("ctrl+l")
        person.type(CLASSES)
        person.press("Return")

        def export() -> bool:
            """Export again until every picture has its answer: the window is asked as a person asks it."""
            person.find("Zeroshot")
            person.press("ctrl+shift+e")
            if not person.xdotool("search", "--onlyvisible", "--name", "^Export$"):
                time.sleep(0.3)
            if not person.xdotool("search", "--onlyvisible", "--name", "^Export$"):
                return False
            ours.unlink(missing_ok=True)
            person.find("^Export$")
            person.press("ctrl+a")
            person.type(str(ours))
            person.press("Return")
            until(ours.exists, "an export")
            return len(ours.read_text(encoding="utf-8").splitlines()) == 18

        until(export, "an export of all samples")
        person.find("Zeroshot")
        person.press("ctrl+q")
        assert program.wait(PATIENCE) == 0
        assert program.stderr is not None
        assert "Traceback" not in program.stderr.read()
    arguments = ["label", samples, "--classes", CLASSES, "--out", str(theirs), "--home", str(tmp_path / "other")]
    assert cli.main([*arguments, "--backend", "torch", "--quiet"]) == 0
    assert ours.read_bytes() == theirs.read_bytes()
    assert not list(tmp_path.glob(".*.part"))


RECEIVER = """
import sys
from pathlib import Path
from PySide6.QtWidgets import QApplication, QLabel

class Receiver(QLabel):
    def dragEnterEvent(self, event):
        event.acceptProposedAction()

    def dropEvent(self, event):
        event.acceptProposedAction()
        told = "\\n".join(url.toLocalFile() for url in event.mimeData().urls())
        Path(sys.argv[1]).write_text(told, encoding="utf-8")

app = QApplication([])
label = Receiver("Drop here")
label.setWindowTitle("Receiver")
label.setAcceptDrops(True)
label.setGeometry(1000, 100, 300, 300)
label.show()
sys.exit(app.exec())
"""


def test_a_picture_can_be_dragged_into_another_program(display: str, tmp_path: Path) -> None:
    told, apple = tmp_path / "told", assets() / "samples" / "apple.jpg"
    environment = {**os.environ, "DISPLAY": display, "QT_QPA_PLATFORM": "xcb"}
    with start(display, tmp_path / "home", str(apple)) as program:
        person = Person(display)
        window = person.find("Zeroshot")
        person.xdotool("windowsize", "--sync", window, "900", "700")
        person.xdotool("windowmove", window, "0", "0")
        with subprocess.Popen([sys.executable, "-c", RECEIVER, str(told)], env=environment) as receiver:
            try:
                person.find("Receiver")

                def drag() -> bool:
                    """From the middle of the first picture, as a hand does it: in steps."""
                    person.xdotool("mousemove", "370", "160", "mousedown", "1")
                    for x in range(380, 1160, 60):
                        person.xdotool("mousemove", str(x), "200")
                        time.sleep(0.02)
                    person.xdotool("mouseup", "1")
                    time.sleep(0.5)
                    return told.exists()

                until(drag, "a drop")
                assert told.read_text(encoding="utf-8") == str(apple)
            finally:
                receiver.kill()
        program.terminate()
        program.wait(PATIENCE)


def test_a_second_start_hands_its_pictures_to_the_first(display: str, tmp_path: Path) -> None:
    samples = assets() / "samples"
    autosave = tmp_path / "data" / "session.zeroshot"
    with start(display, tmp_path) as first:
        Person(display).find("Zeroshot")
        with start(display, tmp_path, str(samples / "apple.jpg")) as second:
            assert second.wait(PATIENCE) == 0
        until(lambda: autosave.exists() and "apple.jpg" in autosave.read_text(encoding="utf-8"), "the picture")
        first.terminate()
        assert first.wait(PATIENCE) in {0, 143}


def test_a_terminated_window_goes_in_order_in_the_middle_of_a_run(display: str, tmp_path: Path) -> None:
    pictures = tmp_path / "pictures"
    pictures.mkdir()
    apple = (assets() / "samples" / "apple.jpg").read_bytes()
    for number in range(400):
        (pictures / f"{number}.jpg").write_bytes(apple + number.to_bytes(2, "big"))
    store = tmp_path / "home" / "cache" / "embeddings.sqlite"
    with start(display, tmp_path / "home", str(pictures)) as program:
        person = Person(display)
        person.find("Zeroshot")
        person.press("ctrl+l")
        person.type("apple, chess")
        person.press("Return")
        until(lambda: store.exists() and store.stat().st_size > 0, "a store")
        program.terminate()
        assert program.wait(PATIENCE) in {0, 143}
        assert program.stderr is not None
        assert "Traceback" not in program.stderr.read()
