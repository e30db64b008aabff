"""A person in a terminal: progress on standard error, tables on standard output, Ctrl-C."""

from __future__ import annotations

import signal
import sys
import time
from contextlib import contextmanager, nullcontext
from functools import cache
from io import TextIOWrapper
from typing import TYPE_CHECKING, Protocol, Self, TextIO

import click

from zeroshot.encoders import Stage, Watch
from zeroshot.records import Status

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from contextlib import AbstractContextManager
    from threading import Event
    from types import FrameType

    from zeroshot.records import Row

EVERY = 5.0
"""Seconds between plain progress lines, where there is no terminal to draw a bar on."""


class Meter(Protocol):
    """Shows how far an operation has come; a context manager."""

    def __enter__(self) -> Self:
        """Begin."""

    def __exit__(self, *_: object) -> None:
        """End."""

    def update(self, done: int, total: int) -> None:
        """``done`` of ``total`` are done."""


class Silence:
    """The meter of ``--quiet``."""

    def __enter__(self) -> Self:
        """Begin."""
        return self

    def __exit__(self, *_: object) -> None:
        """End."""

    def update(self, done: int, total: int) -> None:
        """Say nothing."""


class Lines:
    """A plain line every few seconds, for logs and pipes."""

    def __init__(self, title: str, unit: str, stream: TextIO, before: int) -> None:
        """Write to ``stream``; ``before`` were done before it began, and tell nothing about the pace."""
        self._title, self._unit, self._stream, self._before = title, unit, stream, before
        self._begun = self._told = time.monotonic()

    def __enter__(self) -> Self:
        """Begin."""
        return self

    def __exit__(self, *_: object) -> None:
        """End."""

    def update(self, done: int, total: int) -> None:
        """Write a line if the last is old enough."""
        now = time.monotonic()
        if now - self._told < EVERY:
            return
        self._told = now
        rate = max(0, done - self._before) / (now - self._begun)
        left = duration((total - done) / rate) if rate else "?"
        line = f"{self._title}: {done:,} of {total:,} · {rate:,.1f} {self._unit}/s · {left} left"
        self._stream.write(line + "\n")
        self._stream.flush()


class Bar:
    """A bar with count, rate and time left, for terminals."""

    def __init__(self, title: str, unit: str, before: int) -> None:
        """Draw on standard error; ``before`` were done before it began, and tell nothing about the pace."""
        from rich.console import Console  # noqa: PLC0415 - not for --help
        from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn  # noqa: PLC0415

        columns = (
            TextColumn("{task.description}"),
            BarColumn(bar_width=None),
            TextColumn("{task.completed:,.0f} of {task.total:,.0f}"),
            TextColumn("{task.fields[rate]}"),
            TimeRemainingColumn(),
        )
        self._unit, self._before = unit, before
        self._begun = time.monotonic()
        self._progress = Progress(*columns, console=Console(stderr=True), transient=True, expand=True)
        self._task = self._progress.add_task(title, total=0, completed=before, rate="")

    def __enter__(self) -> Self:
        """Begin."""
        self._progress.start()
        return self

    def __exit__(self, *_: object) -> None:
        """End."""
        self._progress.stop()

    def update(self, done: int, total: int) -> None:
        """Move the bar."""
        rate = max(0, done - self._before) / max(time.monotonic() - self._begun, 1e-9)
        self._progress.update(self._task, completed=done, total=total, rate=f"{rate:,.1f} {self._unit}/s")


def meter(title: str, unit: str, *, quiet: bool, before: int = 0) -> Meter:
    """The meter that fits where standard error goes; ``before`` are done already when it begins."""
    if quiet:
        return Silence()
    return Bar(title, unit, before) if sys.stderr.isatty() else Lines(title, unit, sys.stderr, before)


def waiting(what: str, *, quiet: bool) -> AbstractContextManager[object]:
    """Shows on a terminal that something goes on, until the block ends."""
    if quiet or not sys.stderr.isatty():
        return nullcontext()
    from rich.console import Console  # noqa: PLC0415 - not for --help

    return Console(stderr=True).status(what)


@contextmanager
def loading(of: str = "", *, quiet: bool) -> Iterator[Watch]:
    """Shows on a terminal that a model is being loaded, until the block ends; elsewhere a line where it takes long.

    ``of`` says of which model, where there are several.
    """
    if quiet:
        yield Watch()
    elif not sys.stderr.isatty():
        # once each: measuring prepares, and so does what is then chosen
        tell = cache(lambda stage: click.echo(f"{_STAGES[stage]}{of} …", err=True))
        yield Watch(tell)
    else:
        from rich.console import Console  # noqa: PLC0415 - not for --help

        with Console(stderr=True).status(f"Loading the model{of}") as status:
            yield Watch(lambda stage: status.update(f"{_STAGES[stage]}{of} …"))


_STAGES = {
    Stage.PREPARING: "Preparing the model for this processor (once)",
    Stage.QUANTISING: "Preparing the model in int8 (once, a minute or more)",
}


@contextmanager
def interrupts(stop: Event) -> Iterator[None]:
    """Ctrl-C asks to stop; a second one doesn't ask."""

    def ask(number: int, frame: FrameType | None) -> None:
        if stop.is_set():
            signal.default_int_handler(number, frame)
        stop.set()

    before = signal.signal(signal.SIGINT, ask)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


def duration(seconds: float) -> str:
    """Seconds as a person says them: ``42 s``, ``3 min``, ``2 h 5 min``."""
    whole = round(seconds)
    if whole < 60:  # noqa: PLR2004 - seconds of a minute
        return f"{whole} s"
    minutes = round(seconds / 60)
    return f"{minutes} min" if minutes < 60 else f"{minutes // 60} h {minutes % 60} min"  # noqa: PLR2004 - of an hour


class Table:
    """A readable table of answers, printed at the end; pictures come as their rows, rank 1 first."""

    def __init__(self) -> None:
        """Begin with no rows."""
        self._pictures: list[Sequence[Row]] = []

    def write(self, rows: Sequence[Row]) -> None:
        """Keep the rows of one picture."""
        self._pictures.append(rows)

    def print(self) -> None:
        """Print on standard output; to a pipe without colours and without folding names."""
        has_ranks = any(len(rows) > 1 for rows in self._pictures)
        header = ("Label", "Score", *(("Then",) if has_ranks else ()), "Picture")
        cells = [
            (label, score, then, picture) if has_ranks else (label, score, picture)
            for label, score, then, picture in map(_cells, self._pictures)
        ]
        if cells:
            print_table(header, cells, numbers=(1,), styles=[_STYLES[rows[0].status] for rows in self._pictures])
        else:
            click.echo("No pictures.")


def print_table(
    header: Sequence[str], rows: Sequence[Sequence[str]], *, numbers: Sequence[int], styles: Sequence[str] = ()
) -> None:
    """Print a table on standard output; the columns ``numbers`` are aligned at the right."""
    from rich.console import Console  # noqa: PLC0415 - not for --help
    from rich.table import Table as RichTable  # noqa: PLC0415
    from rich.text import Text  # noqa: PLC0415

    if isinstance(sys.stdout, TextIOWrapper):
        sys.stdout.reconfigure(errors="replace")  # a console's code page may lack letters of a name
    table = RichTable(*header, box=None, pad_edge=False)
    for place, column in enumerate(table.columns):
        column.overflow = "fold"
        column.justify = "right" if place in numbers else "left"
    for place, cells in enumerate(rows):
        # as Text: rich would read [brackets] in a name as markup and :cat: as an emoji
        table.add_row(*map(Text, cells), style=styles[place] if styles else "")
    Console(width=None if sys.stdout.isatty() else _WIDE).print(table)


_STYLES = {Status.ACCEPTED: "", Status.REJECTED: "dim", Status.FAILED: "red"}
_WIDE = 10_000


def _cells(rows: Sequence[Row]) -> tuple[str, str, str, str]:
    """Label, score, the further ranks and the picture, as they stand in the table."""
    first = rows[0]
    if first.score is None:
        return "failed", "", "", f"{first.file_name}: {first.error}"
    then = ", ".join(f"{row.nearest} {row.score:.2f}" for row in rows[1:])
    nearest = f" (nearest: {first.nearest})" if first.status is Status.REJECTED else ""
    score = first.score if first.classification_score is None else first.classification_score
    return first.classification + nearest, f"{score:.2f}", then, first.file_name
