"""What starting costs: ``zeroshot --help``, one picture, and the imports behind them, in CPU and wall seconds."""

from __future__ import annotations

import argparse
import re
import resource
import statistics
import subprocess
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from measuring import machine, print_table
from workload import web_pictures

from zeroshot import weights
from zeroshot.errors import WeightsError

if TYPE_CHECKING:
    from collections.abc import Sequence

HEAVY = ("torch", "torchvision", "open_clip", "PySide6", "numpy", "PIL")
HELP = ("-m", "zeroshot", "--help")
IMPORTS = {
    "Python alone": "pass",
    "import zeroshot": "import zeroshot",
    "import zeroshot.cli": "import zeroshot.cli",
    "import numpy": "import numpy",
    "import zeroshot.labelling": "import zeroshot.labelling",
    "import torch": "import torch",
    "import zeroshot.encoders.openclip": "import zeroshot.encoders.openclip",
    "open_clip, with torchvision": "from zeroshot.encoders.torchvision_import import import_open_clip as f; f()",
}


def main() -> None:
    """Print the table, and what ``--help`` imports."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=10)
    parser.add_argument("--model", default=weights.STARTER, help="for the run over one picture")
    options = parser.parse_args()
    about = machine()
    rows = [_row("zeroshot --help", HELP, options.rounds)]
    rows += [_row(name, ("-c", code), options.rounds) for name, code in IMPORTS.items()]
    with TemporaryDirectory() as name:
        rows += one_picture(Path(name), options.model, options.rounds)
    print_table(f"Median of {options.rounds} starts; {about}", ("started", "CPU s", "wall s"), rows)
    imported = modules_of_help()
    heavy = [name for name in HEAVY if name in imported]
    print("\nTo reach: zeroshot --help under 0.3 s of CPU, with neither torch nor Qt.")
    print(f"It imports {len(imported)} modules; of {', '.join(HEAVY)}: {', '.join(heavy) or 'none'}.")


def one_picture(place: Path, model: str, rounds: int) -> list[tuple[str, str, str]]:
    """Rows of ``zeroshot label`` with one picture: nothing stored, and everything."""
    try:
        if model == weights.STARTER:
            weights.inspect(weights.starter(), weights.STARTER)
    except WeightsError as error:
        print(f"Without the row of one picture: {error}")
        return []
    [picture] = web_pictures(place, 1)
    command = ("-m", "zeroshot", "label", picture, "--classes", "dog, cat", "--model", model, "--quiet", "--home")
    fresh = [spent((*command, place / f"home{number}")) for number in range(rounds)]
    again = [spent((*command, place / "home0")) for _ in range(rounds)]
    return [_figures("zeroshot label, one picture", fresh), _figures("the same, stored before", again)]


def spent(arguments: Sequence[str | Path]) -> tuple[float, float]:
    """CPU seconds (its own and the kernel's) and wall seconds of a Python process.

    Raises:
        subprocess.CalledProcessError: it failed.
    """
    before, begun = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    subprocess.run([sys.executable, *map(str, arguments)], check=True, stdout=subprocess.DEVNULL)
    wall, after = time.perf_counter() - begun, resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, wall


def modules_of_help() -> set[str]:
    """The names of all modules that ``zeroshot --help`` imports."""
    done = subprocess.run(
        [sys.executable, "-X", "importtime", *HELP],
        check=True,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        encoding="utf-8",
    )
    return set(re.findall(r"^import time:\s*\d+ \|\s*\d+ \|\s*(\S+)$", done.stderr, re.MULTILINE))


def _row(name: str, arguments: Sequence[str | Path], rounds: int) -> tuple[str, str, str]:
    return _figures(name, [spent(arguments) for _ in range(rounds)])


def _figures(name: str, runs: Sequence[tuple[float, float]]) -> tuple[str, str, str]:
    cpu, wall = (statistics.median(column) for column in zip(*runs, strict=True))
    return name, f"{cpu:.2f}", f"{wall:.2f}"


if __name__ == "__main__":
    main()
