"""Imports that Ctrl-C doesn't break in the middle."""

from __future__ import annotations

import signal
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator


@contextmanager
def unbroken() -> Iterator[None]:
    """Keep Ctrl-C back until the end of the block, where it becomes KeyboardInterrupt as ever.

    Python raises it between any two steps of an import, also where its lock of all imports is held and would never be
    let go: whatever another thread then imports waits for ever, and the end of the
    program waits for that thread. Importing torch takes two seconds, and meanwhile pictures are decoded on threads.
    """
    is_main = threading.current_thread() is threading.main_thread()
    if not is_main or signal.getsignal(signal.SIGINT) is not signal.default_int_handler:
        yield  # it is raised elsewhere, or somebody else takes care of it
        return
    kept: list[int] = []
    signal.signal(signal.SIGINT, lambda number, _: kept.append(number))
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, signal.default_int_handler)
    if kept:
        raise KeyboardInterrupt
