"""Jobs: generators on threads, whose yields reach the window in order and in small slices."""

from __future__ import annotations

import threading
import time
from typing import TYPE_CHECKING

import pytest

from zeroshot.gui.jobs import MAILBOX, SLICE, Job

if TYPE_CHECKING:
    from collections.abc import Iterator
    from threading import Event

    from pytestqt.qtbot import QtBot


def test_yields_arrive_in_order_on_the_windows_thread(qtbot: QtBot) -> None:
    def count(_stop: Event) -> Iterator[int]:
        yield from range(500)

    job, got, threads = Job(count), [], set()
    job.yielded.connect(got.append)
    job.yielded.connect(lambda _: threads.add(threading.get_ident()))
    with qtbot.waitSignals([job.done, job.finished]):
        job.start()
    assert got == list(range(500))
    assert threads == {threading.get_ident()}


def test_five_thousand_yields_are_five_thousand_signals(qtbot: QtBot) -> None:
    def many(_stop: Event) -> Iterator[bool]:
        for _ in range(5000):
            yield True

    job, got = Job(many), []
    job.yielded.connect(got.append)
    with qtbot.waitSignal(job.finished, timeout=20_000):
        job.start()
    assert len(got) == 5000


def test_a_generator_waits_while_the_window_is_busy(qtbot: QtBot) -> None:
    made = []

    def eager(_stop: Event) -> Iterator[int]:
        for number in range(10 * MAILBOX):
            made.append(number)
            yield number

    job = Job(eager)
    job.start()
    job.wait(0.2)  # nobody listens: the mailbox fills, and the generator has one more in its hands
    assert len(made) == MAILBOX + 1
    with qtbot.waitSignal(job.finished):
        pass
    assert len(made) == 10 * MAILBOX


def test_slow_listeners_leave_the_window_its_time(qtbot: QtBot) -> None:
    def quick(_stop: Event) -> Iterator[int]:
        yield from range(30)

    job, order = Job(quick), []

    def listen(number: int) -> None:
        order.append(number)
        time.sleep(SLICE)  # what a listener costs, not a wait for a result

    job.yielded.connect(listen)
    job.start()
    job.wait(0.1)
    turns = []
    qtbot.waitUntil(lambda: bool(turns.append(len(order)) or len(order) == 30))
    assert len({turn for turn in turns if 0 < turn < 30}) > 2, "the event loop had no turn in between"
    qtbot.waitUntil(lambda: job.wait(0))


def test_a_failure_is_told_with_its_exception(qtbot: QtBot) -> None:
    def broken(_stop: Event) -> Iterator[int]:
        yield 1
        raise ValueError("no")

    job, told = Job(broken), []
    job.done.connect(lambda: told.append("done"))
    job.failed.connect(told.append)
    with qtbot.waitSignal(job.finished):
        job.start()
    assert [type(error) for error in told] == [ValueError]


@pytest.mark.parametrize("heeds", [True, False])
def test_after_stop_only_finished_comes(qtbot: QtBot, heeds: bool) -> None:
    begun = threading.Event()

    def endless(stop: Event) -> Iterator[int]:
        while not (heeds and stop.is_set()):
            begun.set()
            yield 1

    job, told = Job(endless), []
    job.done.connect(lambda: told.append("done"))
    job.failed.connect(lambda _: told.append("failed"))
    job.start()
    assert begun.wait(5)
    with qtbot.waitSignal(job.finished):
        job.stop()
        job.yielded.connect(told.append)
    assert told == []
    assert job.wait(0)
