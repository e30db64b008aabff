"""A run that is stopped, killed or kept waiting: what was computed is kept, and the same command goes on from there."""

from __future__ import annotations

import re
import signal
import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from subprocess import TimeoutExpired
from typing import TYPE_CHECKING

import numpy as np
import pytest

if TYPE_CHECKING:
    from collections.abc import Callable
    from subprocess import Popen

    from conftest import Done, Program

    Wait = Callable[[Callable[[], bool], Popen[bytes]], None]

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="POSIX signals")

PICTURES, CHUNK, KILLS = 320, 32, 4
OLD = "the result of another day\n"

SLOW = """
import sys, time
from zeroshot.encoders.openclip import OpenClipEncoder
from zeroshot.__main__ import main

encode = OpenClipEncoder.encode_images
def slowly(self, batch):
    with open("encoded.txt", "a") as log:
        print(len(batch), file=log)
    time.sleep(0.03)
    return encode(self, batch)
OpenClipEncoder.encode_images = slowly
main()
"""
"""The program with a slow network, which says how many pictures it is given."""


@dataclass(frozen=True)
class Moment:
    """How things stood when a run had ended: pictures encoded so far by all runs, and stored."""

    encoded: int
    stored: int
    partial: bool


@dataclass(frozen=True)
class Story:
    """A run that was stopped once, killed some times and then left alone; and one that never was."""

    stopped: Done
    kept: str  # the old output after the stop
    moments: list[Moment]  # after the stop, and after every kill
    finished: Done
    last: Moment
    whole: bytes
    result: bytes


@pytest.fixture(scope="module")
def story(zeroshot: Program, draw: Callable[[Path, int], None], wait_until: Wait) -> Story:
    folder = zeroshot.folder
    for number in range(PICTURES):
        draw(folder / f"photos/{number}.png", number)
    (folder / "results.csv").write_text(OLD, encoding="utf-8")
    command = (*zeroshot.labelling, "photos", "--classes", "dog, cat, car", "--top-k", "2", "--out")
    random = np.random.default_rng(7)

    def interrupt(number: signal.Signals) -> Done:
        """Send a signal at a random moment of the work on the pictures."""
        process = zeroshot.start(*command, "results.csv", home="home", python=("-c", SLOW))
        enough = _encoded(folder) + int(random.integers(1, CHUNK + 1))
        wait_until(lambda: _encoded(folder) >= enough, process)
        with suppress(TimeoutExpired):
            process.wait(random.uniform(0, 0.05))
        process.send_signal(number)
        return zeroshot.end(process)

    with ThreadPoolExecutor(1) as pool:
        whole = pool.submit(zeroshot, *command, "whole.csv", home="whole")
        stopped = interrupt(signal.SIGINT)
        kept = (folder / "results.csv").read_text(encoding="utf-8")
        moments = [_moment(zeroshot)]
        for _ in range(KILLS):
            interrupt(signal.SIGKILL)
            moments.append(_moment(zeroshot))
        finished = zeroshot(*command, "results.csv", home="home", python=("-c", SLOW))
    assert whole.result().code == 0, whole.result().err
    results = ((folder / name).read_bytes() for name in ("whole.csv", "results.csv"))
    return Story(stopped, kept, moments, finished, _moment(zeroshot), *results)


def _encoded(folder: Path) -> int:
    log = folder / "encoded.txt"
    return sum(map(int, log.read_text(encoding="ascii").splitlines())) if log.exists() else 0


def _moment(zeroshot: Program) -> Moment:
    partial = any(zeroshot.folder.glob(".results.*part"))
    return Moment(_encoded(zeroshot.folder), zeroshot.stored("pictures"), partial)


def test_ctrl_c_ends_with_130_and_says_how_to_go_on(story: Story) -> None:
    assert story.stopped.code == 130
    assert "Traceback" not in story.stopped.err
    said = re.search(
        r"^Stopped after ([\d,]+) of 320 pictures\. What was computed is kept: the same command goes on from there\.$",
        story.stopped.err,
        re.MULTILINE,
    )
    assert said is not None, story.stopped.err
    assert int(said[1]) <= story.moments[0].stored < PICTURES


def test_a_stopped_run_leaves_the_old_output_as_it_was_and_nothing_beside_it(story: Story) -> None:
    assert story.kept == OLD
    assert not story.moments[0].partial


def test_a_stopped_or_killed_run_keeps_its_chunks_whole(story: Story) -> None:
    stored = [moment.stored for moment in story.moments]
    assert stored == sorted(stored)
    assert all(number % CHUNK == 0 for number in stored)
    assert stored[-1] > 0


def test_nothing_is_encoded_again_but_at_most_a_chunk_for_every_kill(story: Story) -> None:
    before = Moment(0, 0, partial=False)
    for moment in (*story.moments, story.last):
        lost = (moment.encoded - before.encoded) - (moment.stored - before.stored)
        assert 0 <= lost <= CHUNK
        before = moment
    assert story.last.encoded - story.moments[-1].encoded == PICTURES - story.moments[-1].stored


def test_the_result_after_kills_equals_that_of_a_run_without_byte_for_byte(story: Story) -> None:
    assert story.finished.code == 0, story.finished.err
    assert story.whole.count(b"\n") == 2 * PICTURES + 1
    assert story.result == story.whole


def test_nothing_is_left_beside_the_result(story: Story) -> None:
    assert not story.last.partial
    assert story.last.stored == PICTURES


@pytest.mark.skipif(not Path("/proc/self/maps").exists(), reason="/proc tells how far a start has come")
def test_ctrl_c_while_torch_is_being_imported_is_no_traceback(
    zeroshot: Program, draw: Callable[[Path, int], None], wait_until: Wait
) -> None:
    draw(zeroshot.folder / "photo.png", 1)
    process = zeroshot.start(
        *zeroshot.labelling, "photo.png", "--classes", "dog, cat", "--out", "early.csv", home="home"
    )
    maps = Path(f"/proc/{process.pid}/maps")
    wait_until(lambda: "libtorch" in maps.read_text(encoding="utf-8"), process)
    process.send_signal(signal.SIGINT)
    run = zeroshot.end(process)
    assert run.code == 130
    assert "Traceback" not in run.err
    assert not list(zeroshot.folder.glob("*early.csv*"))
