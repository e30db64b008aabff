"""Run ``zeroshot`` with the arguments given here, then say on standard error how many bytes it held at most.

``python peak.py label photos --classes "dog, cat"``. A process asked from outside (``wait4``) answers with its
parent's peak where that was larger, since Linux carries it over ``exec``; so this one looks at itself.
"""

from __future__ import annotations

import re
import resource
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

from zeroshot.cli import main


@dataclass(frozen=True, slots=True)
class Run:
    """What a run of the command line took."""

    seconds: float
    peak: int


def run(*arguments: str | Path) -> Run:
    """The command line in a process of its own.

    Raises:
        RuntimeError: it failed; with what it said.
    """
    begun = time.perf_counter()
    done = subprocess.run(
        [sys.executable, __file__, *map(str, arguments)], check=False, capture_output=True, encoding="utf-8"
    )
    spent = time.perf_counter() - begun
    said, _, last = done.stderr.rstrip().rpartition("\n")
    if done.returncode:
        raise RuntimeError(f"zeroshot ended with {done.returncode}: {said or last}")
    return Run(spent, int(last))


def highest() -> int:
    """The most bytes of memory that this process has had resident."""
    status = Path("/proc/self/status")
    if status.exists():
        found = re.search(r"VmHWM:\s+(\d+) kB", status.read_text(encoding="utf-8"))
        if found:
            return int(found[1]) << 10
    unit = 1 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit


if __name__ == "__main__":
    code = main(sys.argv[1:])
    print(highest(), file=sys.stderr)
    sys.exit(code)
