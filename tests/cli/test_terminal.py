"""What a person sees while a run is under way, on a terminal and without one."""

from __future__ import annotations

import os
import re
import sys
import time
from contextlib import closing, suppress
from subprocess import TimeoutExpired
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path
    from subprocess import Popen

    from conftest import Program

PICTURES = 70


@pytest.fixture(scope="module", autouse=True)
def photos(zeroshot: Program, draw: Callable[[Path, int], None]) -> None:
    """There are a few chunks of pictures."""
    for number in range(PICTURES):
        draw(zeroshot.folder / f"photos/{number}.png", number)


@pytest.mark.skipif(sys.platform == "win32", reason="POSIX terminals")
def test_a_terminal_gets_a_bar_with_count_rate_and_time_left_and_then_the_table(zeroshot: Program) -> None:
    text = _on_a_terminal(zeroshot, "label", "photos", "--classes", "dog, cat", "--model", "starter")
    assert "Reading words" in text
    assert re.search(r"Labelling .*\b\d+ of 70 +[\d,.]+ pictures/s +(?:-|\d+):", text)
    table, hint, last = text.rpartition("Label ")[2].rsplit("\n", 3)[:3]
    assert re.search(r"^(?:dog|cat) +[01]\.\d\d +photos/69\.png *$", table, re.MULTILINE)
    assert hint.startswith("Labelled by the starter model")
    assert re.fullmatch(r"70 pictures in \d+ s, 70 accepted, 0 failed", last)


def _on_a_terminal(zeroshot: Program, *arguments: str) -> str:
    """All that a run writes to a terminal of 100 columns, without what colours and moves."""
    import fcntl
    import pty
    import struct
    import termios

    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 40, 100, 0, 0))
    process = zeroshot.start(*arguments, home="home", env={"TERM": "xterm-256color"}, terminal=theirs)
    os.close(theirs)
    written = b""
    with suppress(OSError):  # Linux's way to say that the other end is closed
        while part := os.read(ours, 65536):
            written += part
    os.close(ours)
    assert process.wait() == 0, written
    return re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", written.decode()).replace("\r", "")


def test_without_a_terminal_there_is_a_line_every_few_seconds(
    zeroshot: Program, wait_until: Callable[[Callable[[], bool], Popen[bytes]], None]
) -> None:
    process = zeroshot.start(*zeroshot.labelling, "photos", "--classes", "dog, cat", "--out", "slow.csv", home="slow")
    wait_until(lambda: zeroshot.stored("encoders", "slow") > 0, process)
    with closing(zeroshot.store("slow")) as other:
        # Another program that writes to the store for a while; this one waits for it.
        begun = time.monotonic()
        other.execute("BEGIN IMMEDIATE")
        with suppress(TimeoutExpired):
            process.wait(5.5)
        other.rollback()
    run = zeroshot.end(process)
    assert run.code == 0, run.err
    assert time.monotonic() - begun > 5
    assert re.search(
        r"^(?:Reading words|Labelling): \d+ of \d+ · [\d,.]+ (?:texts|pictures)/s · \d+ s left$", run.err, re.MULTILINE
    )
    assert len(zeroshot.rows("slow.csv")) == PICTURES


def test_what_takes_long_before_a_model_is_there_is_told_where_there_is_no_terminal_and_once(zeroshot: Program) -> None:
    pytest.importorskip("openvino")
    label = (
        "label",
        "photos",
        "--classes",
        "dog, cat",
        "--model",
        zeroshot.model,
        "--device",
        "cpu",
        "--format",
        "csv",
    )
    first, second = (zeroshot(*label, home="unprepared") for _ in range(2))
    assert first.err.startswith("Preparing the model for this processor (once) …\n"), first.err
    assert first.err.count("Preparing") == 1
    assert "Preparing" not in second.err
