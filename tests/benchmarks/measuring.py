"""What every benchmark needs around its own matter: the machine, alternating rounds, and a table."""

from __future__ import annotations

import os
import platform
import statistics
import time
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

import zeroshot.encoders  # noqa: F401 - before torch, whose threads it tells how to wait: the rivals' too

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence


def machine() -> str:
    """Processor, cores, load and versions: what a figure means nothing without."""
    versions = ", ".join(f"{name} {version(name)}" for name in ("torch", "open_clip_torch", "pillow"))
    load = f"load {os.getloadavg()[0]:.1f} before" if hasattr(os, "getloadavg") else "load unknown"
    return f"{_processor()}, {os.cpu_count()} cores, {load}; Python {platform.python_version()}, {versions}"


def _processor() -> str:
    """The processor's name as the kernel knows it; Python knows it on few systems."""
    cpuinfo = Path("/proc/cpuinfo")
    if cpuinfo.exists():
        for line in cpuinfo.read_text(encoding="utf-8").splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    return platform.processor() or platform.machine()


def seconds(work: Callable[[], object], clock: Callable[[], float] = time.perf_counter) -> float:
    """Seconds that ``work`` takes by ``clock``: on the wall unless it is another."""
    begun = clock()
    work()
    return clock() - begun


def alternating(
    contenders: Mapping[str, Callable[[], object]], rounds: int, clock: Callable[[], float] = time.perf_counter
) -> dict[str, list[float]]:
    """Seconds of every contender in every round: A B C, A B C, …, so that a slow minute hits all of them."""
    spent: dict[str, list[float]] = {name: [] for name in contenders}
    for _ in range(rounds):
        for name, work in contenders.items():
            spent[name].append(seconds(work, clock))
    return spent


def ratio(slower: Sequence[float], faster: Sequence[float]) -> float:
    """How many times faster: the median of the rounds' own ratios."""
    return statistics.median(a / b for a, b in zip(slower, faster, strict=True))


def print_table(title: str, columns: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """A Markdown table that also reads well as it is; the first column is text, the others are figures."""
    lines = [tuple(columns), *map(tuple, rows)]
    widths = [max(map(len, cells)) for cells in zip(*lines, strict=True)]
    print(f"\n{title}\n")
    for number, line in enumerate(lines):
        first, *others = zip(line, widths, strict=True)
        cells = [first[0].ljust(first[1]), *(cell.rjust(width) for cell, width in others)]
        print(f"| {' | '.join(cells)} |")
        if number == 0:
            rules = ["-" * widths[0], *("-" * (width - 1) + ":" for width in widths[1:])]
            print(f"| {' | '.join(rules)} |")
