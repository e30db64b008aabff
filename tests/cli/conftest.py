"""The program as a person starts it, in a folder of its own, with pictures and a model small enough for tests."""

from __future__ import annotations

import csv
import io
import os
import sqlite3
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pytest
import tiny_clip
from PIL import Image

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path


PATIENCE = 600.0
"""Seconds after which a run hangs; torch alone may take minutes to import on a machine that is busy."""


@dataclass(frozen=True)
class Done:
    """A run that has ended."""

    code: int
    out: str
    err: str

    @property
    def rows(self) -> list[dict[str, str]]:
        """Standard output as the rows of a CSV."""
        return list(csv.DictReader(io.StringIO(self.out, newline="")))

    @property
    def last_line(self) -> str:
        """What the person reads last."""
        return self.err.rstrip("\n").rpartition("\n")[2]


@dataclass(frozen=True)
class Program:
    """The command line, started in ``folder``; what it keeps goes below ``folder / home``, "home" unless given."""

    folder: Path
    model: Path

    def __call__(
        self,
        *arguments: str | Path,
        home: str | None = None,
        python: Sequence[str] = (),
        env: Mapping[str, str] | None = None,
    ) -> Done:
        """Run to the end; ``python`` are arguments of Python instead of ``-m zeroshot``."""
        process = self.start(*arguments, home=home, python=python, env=env)
        try:
            return self.end(process)
        except subprocess.TimeoutExpired:
            process.kill()
            process.communicate()
            raise

    def start(
        self,
        *arguments: str | Path,
        home: str | None = None,
        python: Sequence[str] = (),
        env: Mapping[str, str] | None = None,
        terminal: int | None = None,
    ) -> subprocess.Popen[bytes]:
        """Start and don't wait; ``terminal`` is what standard output and error are then."""
        after = () if home is None else ("--home", home)
        at = arguments.index("--") if "--" in arguments else len(arguments)
        return subprocess.Popen(
            [sys.executable, *(python or ("-m", "zeroshot")), *arguments[:at], *after, *arguments[at:]],
            cwd=self.folder,
            env=_environment(self.folder) | dict(env or {}),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE if terminal is None else terminal,
            stderr=subprocess.PIPE if terminal is None else terminal,
        )

    def end(self, process: subprocess.Popen[bytes]) -> Done:
        """Wait for a started run."""
        out, err = process.communicate(timeout=PATIENCE)
        told = (part.decode("utf-8", "surrogateescape").replace("\r\n", "\n") for part in (out, err))
        return Done(process.returncode, *told)

    def at_once(self, *runs: Callable[[], Done]) -> list[Done]:
        """Runs that don't touch each other, two at a time: most of each is one thread that imports torch."""
        with ThreadPoolExecutor(2) as pool:
            return list(pool.map(lambda run: run(), runs))

    @property
    def labelling(self) -> tuple[str | Path, ...]:
        """``label`` with the small model, computed as on any machine."""
        return ("label", "--model", self.model, "--device", "cpu", "--precision", "fp32", "--backend", "torch")

    def label(self, *arguments: str | Path, home: str = "home", env: Mapping[str, str] | None = None) -> Done:
        """``zeroshot label`` with the small model."""
        return self(*self.labelling, *arguments, home=home, env=env)

    def rows(self, name: str) -> list[dict[str, str]]:
        """The rows of the CSV ``name``."""
        with (self.folder / name).open(encoding="utf-8-sig", newline="") as file:
            return list(csv.DictReader(file))

    def store(self, home: str = "home") -> sqlite3.Connection:
        """The store of vectors, as another program sees it."""
        return sqlite3.connect(self.folder / home / "cache" / "embeddings.sqlite", timeout=PATIENCE)

    def stored(self, table: str, home: str = "home") -> int:
        """How many rows a table of the store holds; 0 where there is no store yet."""
        if not (self.folder / home / "cache" / "embeddings.sqlite").is_file():
            return 0
        with closing(self.store(home)) as store:
            try:
                return int(store.execute(f"SELECT count(*) FROM {table}").fetchone()[0])  # noqa: S608 - our own names
            except sqlite3.OperationalError:
                return 0


def _environment(folder: Path) -> dict[str, str]:
    """This process's, with nothing in it that turns the program's own way of writing, or its own folders."""
    odd = {"PYTHONIOENCODING", "PYTHONUTF8", "COLUMNS", "LINES", "NO_COLOR", "FORCE_COLOR", "TTY_COMPATIBLE"}
    kept = {name: value for name, value in os.environ.items() if name not in odd}
    return kept | {f"XDG_{kind}_HOME": str(folder / "nobody") for kind in ("CONFIG", "DATA", "CACHE", "STATE")}


def until(reached: Callable[[], bool], process: subprocess.Popen[bytes]) -> None:
    """Wait for what the running ``process`` is to bring about."""
    deadline = time.monotonic() + PATIENCE
    while not reached():
        if process.poll() is not None or time.monotonic() > deadline:
            process.kill()
            out, err = process.communicate()
            pytest.fail(f"it ended with {process.returncode} before that: {out!r} {err!r}")
        time.sleep(0.002)


@pytest.fixture(scope="session")
def wait_until() -> Callable[[Callable[[], bool], subprocess.Popen[bytes]], None]:
    """Polling with a deadline."""
    return until


@pytest.fixture(scope="session")
def tiny_model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An open_clip folder: a ViT of two layers that was never taught anything, the same every time."""
    return tiny_clip.write(tmp_path_factory.mktemp("models") / "tiny")


@pytest.fixture(scope="module")
def zeroshot(tmp_path_factory: pytest.TempPathFactory, tiny_model: Path) -> Program:
    """The program in an empty folder that the tests of a module share."""
    return Program(tmp_path_factory.mktemp("cli"), tiny_model)


@pytest.fixture(scope="session")
def draw() -> Callable[[Path, int], None]:
    """Save a picture at a path; another number is another picture."""
    return _draw


def _draw(path: Path, number: int) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    random = np.random.default_rng(number)
    blocks = random.integers(0, 255, (4, 5, 3), dtype=np.uint8)
    image = Image.fromarray(blocks).resize((60, 48), Image.Resampling.NEAREST)
    with path.open("wb") as file:  # by its file: Pillow can't take every name as bytes
        image.save(file, "JPEG" if path.suffix == ".jpg" else "PNG")
