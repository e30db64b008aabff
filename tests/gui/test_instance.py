"""One window per data folder: the second start hands its paths to the first."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QSysInfo

from zeroshot.errors import WindowError
from zeroshot.gui import instance
from zeroshot.gui.instance import Instance

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from pytestqt.qtbot import QtBot

    from zeroshot.paths import Folders

pytestmark = pytest.mark.usefixtures("qapp")

HOLD = """
import sys, pathlib
from zeroshot.gui.instance import Instance
first = Instance(pathlib.Path(sys.argv[1]))
print(first.acquire(), flush=True)
sys.stdin.read()
"""
SEND = """
import json, sys, pathlib
from zeroshot.gui.instance import Instance
second = Instance(pathlib.Path(sys.argv[1]))
assert not second.acquire()
second.send([pathlib.Path(name) for name in json.loads(sys.argv[2])])
"""


@pytest.fixture
def begin(folders: Folders) -> Iterator[Callable[[], Instance]]:
    """Starts of the program for one data folder."""
    made: list[Instance] = []

    def begin() -> Instance:
        made.append(Instance(folders.lock))
        return made[-1]

    yield begin
    for each in made:
        each.release()


def sender(lock: Path, names: Sequence[str]) -> subprocess.Popen[bytes]:
    """A second start, as a process of its own."""
    listed = "[" + ", ".join(f'"{name}"' for name in names) + "]"
    return subprocess.Popen([sys.executable, "-c", SEND, str(lock), listed], stderr=subprocess.PIPE, cwd=lock.parent)


def test_the_first_start_is_the_first(begin: Callable[[], Instance]) -> None:
    assert begin().acquire()


def test_another_data_folder_is_another_window(begin: Callable[[], Instance], tmp_path: Path) -> None:
    other = Instance(tmp_path / "other/window.lock")
    assert begin().acquire()
    assert other.acquire()
    other.release()


def test_a_second_start_hands_over_its_paths(qtbot: QtBot, begin: Callable[[], Instance], folders: Folders) -> None:
    first = begin()
    assert first.acquire()
    with qtbot.waitSignal(first.received, timeout=20_000) as received:
        second = sender(folders.lock, ["/photos/two words.png", "here.jpg", "/猫/zwölf.zeroshot"])
    assert received.args == [[Path("/photos/two words.png"), folders.data / "here.jpg", Path("/猫/zwölf.zeroshot")]]
    _, err = second.communicate(timeout=20)
    assert [second.returncode, err] == [0, b""]


def test_a_second_start_without_paths_only_shows_the_window(
    qtbot: QtBot, begin: Callable[[], Instance], folders: Folders
) -> None:
    first = begin()
    assert first.acquire()
    with qtbot.waitSignal(first.received, timeout=20_000) as received:
        second = sender(folders.lock, [])
    assert received.args == [[]]
    second.communicate(timeout=20)
    assert second.returncode == 0


@pytest.mark.skipif(sys.platform != "linux", reason="names that other systems don't have")
def test_names_that_are_not_utf_8_arrive_as_they_are(
    qtbot: QtBot, begin: Callable[[], Instance], folders: Folders
) -> None:
    first = begin()
    assert first.acquire()
    odd = os.fsdecode(b"/photos/caf\xe9\nline.png")
    with qtbot.waitSignal(first.received, timeout=20_000) as received:
        second = sender(folders.lock, [r"/photos/caf\udce9\nline.png"])
    assert received.args == [[Path(odd)]]
    second.communicate(timeout=20)


def test_a_thousand_paths_arrive_together(qtbot: QtBot, begin: Callable[[], Instance], folders: Folders) -> None:
    first = begin()
    assert first.acquire()
    names = [f"/photos/{'long' * 25}/{number}.jpg" for number in range(1000)]
    with qtbot.waitSignal(first.received, timeout=20_000) as received:
        second = sender(folders.lock, names)
    assert received.args == [[Path(name) for name in names]]
    second.communicate(timeout=20)


@pytest.mark.skipif(os.name == "nt", reason="signals of POSIX")
def test_what_a_killed_window_left_is_taken_over(qtbot: QtBot, begin: Callable[[], Instance], folders: Folders) -> None:
    folders.data.mkdir(parents=True)
    with subprocess.Popen(
        [sys.executable, "-c", HOLD, folders.lock], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as killed:
        assert killed.stdout is not None
        assert killed.stdout.readline().strip() == b"True"
        assert not begin().acquire()
        killed.kill()
    first = begin()
    assert first.acquire()
    with qtbot.waitSignal(first.received, timeout=20_000):
        second = sender(folders.lock, [])
    second.communicate(timeout=20)


def test_a_first_window_that_does_not_answer_is_told(
    begin: Callable[[], Instance], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(instance, "PATIENCE", 0.2)
    first, second = begin(), begin()
    assert first.acquire()
    assert not second.acquire()  # both on this thread, so the first can't answer while the second waits
    with pytest.raises(WindowError, match=rf"open already with this data folder \(process {os.getpid()}\)"):
        second.send([])


def test_a_window_on_another_machine_is_told(
    begin: Callable[[], Instance], folders: Folders, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(instance, "PATIENCE", 0.1)
    first, second = begin(), begin()
    assert first.acquire()
    held = folders.lock.read_text(encoding="utf-8")
    elsewhere = held.replace(QSysInfo.machineHostName(), "attic").splitlines()[:3]
    folders.lock.write_text("\n".join([*elsewhere, "0" * 32, "", ""]), encoding="utf-8")
    assert not second.acquire()
    with pytest.raises(WindowError, match="open on attic with the same data folder"):
        second.send([])


def test_where_nothing_can_be_written_the_window_still_opens(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("a file where the folder would be", encoding="utf-8")
    assert Instance(tmp_path / "data/window.lock").acquire()
