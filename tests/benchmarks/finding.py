"""How long finding takes over stored vectors, without a file being looked at.

python tests/benchmarks/finding.py [--dim 384]

Searching is measured as the window does it: the likeness of every picture and their order, which happens on a job's
thread, and then what the window's own thread does, which is to show them. Vectors are random, around twenty centres, so
that many are near each other; one in fifty is almost the same as the one before.
"""

from __future__ import annotations

import argparse
import time
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from zeroshot import finding
from zeroshot.duplicates import LEAST, near_pairs
from zeroshot.finding import Found, Query
from zeroshot.records import Embedded, Policy
from zeroshot.results import Results, Sort, View

if TYPE_CHECKING:
    from collections.abc import Callable


def vectors(count: int, dim: int) -> np.ndarray:
    """Unit rows (count, dim), float16 as stored."""
    random = np.random.default_rng(0)
    centres = random.normal(size=(20, dim))
    rows = centres[random.integers(20, size=count)] + random.normal(size=(count, dim))
    rows *= np.arange(1, dim + 1) ** -0.5  # a few directions hold most of what tells a model's vectors apart
    rows[50::50] = rows[49::50][: len(rows[50::50])] + 0.1 * random.normal(size=(len(rows[50::50]), dim))
    return (rows / np.linalg.norm(rows, axis=1, keepdims=True)).astype(np.float16)


def least(work: Callable[[], object], times: int = 5) -> float:
    """Seconds of the quickest of some runs."""
    taken = []
    for _ in range(times):
        begun = time.perf_counter()
        work()
        taken.append(time.perf_counter() - begun)
    return min(taken)


def filled(rows: np.ndarray) -> Results:
    """A window's pictures with these vectors."""
    results = Results()
    files = [Path(f"/pictures/{place}.jpg") for place in range(len(rows))]
    results.add(files)
    results.put([Embedded(file, row.astype(np.float32)) for file, row in zip(files, rows, strict=True)])
    return results


def measure(count: int, dim: int) -> None:
    """Print a line for each kind of work."""
    rows = vectors(count, dim)
    results, query = filled(rows), Query(rows[0].astype(np.float32), np.zeros((0, dim), np.float32))
    encoded = results.encoded()

    def seek() -> Found:
        likeness = query.likeness(encoded.vectors[encoded.rows])
        order = finding.ranked(likeness)
        return Found.of(encoded.rows[order], likeness[order])

    results.found = seek()
    view = View(found="x", sort=Sort.FOUND)
    results.order(view, Policy())
    showing = least(lambda: results.order(view, Policy()))
    print(f"{count:>9,} {dim:>5}  likeness and order of all   {1e3 * least(seek):8.0f} ms")
    print(f"{count:>9,} {dim:>5}  showing them                {1e3 * showing:8.0f} ms")
    begun = time.perf_counter()
    pairs = sum(len(found) for _, found in near_pairs(rows, LEAST))
    print(f"{count:>9,} {dim:>5}  all near pairs ({pairs:,})    {time.perf_counter() - begun:8.1f} s")


def main() -> None:
    """Measure 20,000 and 100,000 pictures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--dim", type=int, default=384)
    dim = parser.parse_args().dim
    for count in (20_000, 100_000):
        measure(count, dim)


if __name__ == "__main__":
    main()
