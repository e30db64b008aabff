"""Ctrl-C while something is imported."""

from __future__ import annotations

import signal
import sys
import threading

import pytest

from zeroshot.encoders.unbroken import unbroken

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="POSIX signals")


def test_ctrl_c_waits_for_the_end_of_an_import_and_comes_then() -> None:
    reached: list[str] = []

    def import_something() -> None:
        with unbroken():
            signal.raise_signal(signal.SIGINT)
            reached.append("the end")

    with pytest.raises(KeyboardInterrupt):
        import_something()
    assert reached == ["the end"]
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler


def test_an_error_of_the_import_is_not_hidden_by_ctrl_c() -> None:
    def import_something() -> None:
        with unbroken():
            signal.raise_signal(signal.SIGINT)
            raise ImportError("no such thing")

    with pytest.raises(ImportError, match="no such thing"):
        import_something()


def test_whoever_handles_ctrl_c_otherwise_goes_on_doing_so() -> None:
    heard: list[int] = []
    before = signal.signal(signal.SIGINT, lambda number, _: heard.append(number))
    try:
        with unbroken():
            signal.raise_signal(signal.SIGINT)
            assert heard == [signal.SIGINT]
    finally:
        signal.signal(signal.SIGINT, before)


def test_other_threads_leave_signals_alone() -> None:
    failures: list[BaseException] = []

    def use() -> None:
        try:
            with unbroken():
                pass
        except ValueError as error:  # what Python says where signals are set on another thread than the main one
            failures.append(error)

    thread = threading.Thread(target=use)
    thread.start()
    thread.join()
    assert not failures
