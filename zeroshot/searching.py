"""``zeroshot search`` and ``zeroshot duplicates``: from files to a list, with what a person is told meanwhile."""

from __future__ import annotations

import time
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

import click
import numpy as np

from zeroshot import __version__, export, finding, terminal
from zeroshot import duplicates as copies
from zeroshot.discover import discover, display_name
from zeroshot.errors import ImageError
from zeroshot.finding import Query
from zeroshot.records import Progress
from zeroshot.session import Session

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    import numpy.typing as npt

    from zeroshot.export import Cell
    from zeroshot.paths import Folders
    from zeroshot.settings import Settings

SEARCH_COLUMNS = ("file_name", "rank", "likeness", "text", "like", "model", "version")
DUPLICATE_COLUMNS = ("file_name", "group", "relation", "likeness", "width", "height", "bytes", "model", "version")


@dataclass(frozen=True, slots=True)
class Job:
    """Which pictures are looked at."""

    pictures: tuple[Path, ...]
    recursive: bool
    quiet: bool

    def say(self, sentence: str) -> None:
        """Tell the person, unless quiet."""
        if not self.quiet:
            click.echo(sentence, err=True)


@dataclass(frozen=True, slots=True)
class Sought:
    """What they shall be like: a text, or "", and the pictures of files; and how many are told."""

    text: str
    like: tuple[Path, ...]
    top: int


@dataclass(frozen=True, slots=True)
class Output:
    """Where the list goes: a file, standard output (``-`` or a bare format), or a table for people."""

    path: Path | None
    form: str | None
    bom: bool
    raw: bool

    @property
    def file(self) -> Path | None:
        """The file to write, if it is one."""
        return None if self.path is None or str(self.path) == "-" else self.path

    def write(self, columns: Sequence[str], rows: Sequence[Sequence[Cell]], shown: Sequence[str]) -> None:
        """Write the rows, or print the columns ``shown`` of them as a table.

        Raises:
            ExportError: the file can't be written.
        """
        if self.path is None and self.form is None:
            places = [columns.index(name) for name in shown]
            numbers = [place for place, name in enumerate(shown) if name in {"likeness", "group"}]
            cells = [[_readable(row[place]) for place in places] for row in rows]
            terminal.print_table([name.capitalize().replace("_", " ") for name in shown], cells, numbers=numbers)
            return
        file = self.file
        form = self.form or ("jsonl" if file is not None and file.suffix.lower() in {".jsonl", ".ndjson"} else "csv")
        with export.standard_output(bom=self.bom) if file is None else export.replacing(file, bom=self.bom) as stream:
            export.write_table(stream, export.Format(form), columns, rows, raw=self.raw)


def _readable(cell: Cell) -> str:
    return f"{cell:.3f}" if isinstance(cell, float) else str(cell)


@dataclass(slots=True)
class _Pictures:
    """The pictures that were looked at, with their vectors as the store has them, and those that can't be read."""

    paths: list[Path]
    vectors: list[npt.NDArray[np.float16]]
    failed: int = 0

    def matrix(self, dim: int) -> npt.NDArray[np.float16]:
        """All vectors, (n, d)."""
        return np.stack(self.vectors) if self.vectors else np.zeros((0, dim), np.float16)


def search(job: Job, sought: Sought, output: Output, chosen: Settings, folders: Folders) -> None:
    """List the pictures that are most like what is sought.

    Raises:
        KeyboardInterrupt: the person stopped it.
        ZeroshotError: it can't go on.
    """
    begun = time.monotonic()
    with _session(job, chosen, folders) as session:
        query = _query(sought, session)
        seen = _looked_at(job, session)
        likeness = query.likeness(seen.matrix(session.encoder.dim))
        best = finding.ranked(likeness)[: sought.top].tolist()
        about = (sought.text, " ".join(map(display_name, sought.like)), session.encoder.id, __version__)
        rows = [
            (display_name(seen.paths[place]), rank, float(likeness[place]), *about)
            for rank, place in enumerate(best, 1)
        ]
        output.write(SEARCH_COLUMNS, rows, ("likeness", "file_name"))
    where = f"{click.format_filename(output.file)}: " if output.file else ""
    told = f"{where}the {len(rows):,} most alike of {len(seen.paths):,} pictures"
    job.say(f"{told}, {seen.failed:,} failed, in {terminal.duration(time.monotonic() - begun)}")


def duplicates(job: Job, output: Output, chosen: Settings, folders: Folders) -> None:
    """List the pictures that are there several times.

    Raises:
        KeyboardInterrupt: the person stopped it.
        ZeroshotError: it can't go on.
    """
    with _session(job, chosen, folders) as session:
        seen = _looked_at(job, session)
        groups = _groups(job, session, seen)
        about = (session.encoder.id, __version__)
        listed = [(number, group, copy) for number, group in enumerate(groups, 1) for copy in group.copies]
        rows = [(*_cells(number, group, copy, seen.paths[copy.place]), *about) for number, group, copy in listed]
        shown = ("group", "relation", "likeness", "width", "height", "file_name")
        output.write(DUPLICATE_COLUMNS, rows, shown)
    spare = sum(copy.look.size for group in groups for copy in group.copies[1:])
    where = f"{click.format_filename(output.file)}: " if output.file else ""
    told = f"{where}{len(groups):,} groups among {len(seen.paths):,} pictures, {seen.failed:,} failed; all but the best"
    job.say(f"{told} of each take {spare / 1e6:,.1f} MB. Nothing was deleted.")


@contextmanager
def _session(job: Job, chosen: Settings, folders: Folders) -> Iterator[Session]:
    """The open session, which Ctrl-C ends in order."""
    with terminal.loading(quiet=job.quiet) as watch:
        session = Session.open(chosen, folders, discover(job.pictures, recursive=job.recursive), watch)
    with session, terminal.interrupts(session.stop):
        if session.store.notice:
            job.say(f"Note: {session.store.notice}")
        yield session


def _query(sought: Sought, session: Session) -> Query:
    text = finding.read(sought.text, session.encoder) if sought.text or not sought.like else None
    examples = [outcome for chunk in session.embed(sought.like) for outcome in chunk]
    for example in examples:
        if example.vector is None:
            raise ImageError(f"{display_name(example.path)} can't be an example: {example.error}.")
    vectors = [example.vector for example in examples if example.vector is not None]
    return Query(text, np.stack(vectors) if vectors else np.zeros((0, session.encoder.dim), np.float32))


def _looked_at(job: Job, session: Session) -> _Pictures:
    """Every picture with its vector; what was computed before comes from the store."""
    total = sum(1 for _ in discover(job.pictures, recursive=job.recursive))
    seen = _Pictures([], [])
    with terminal.meter("Looking at pictures", "pictures", quiet=job.quiet) as meter:
        for chunk in session.embed(discover(job.pictures, recursive=job.recursive)):
            whole = [outcome for outcome in chunk if outcome.vector is not None]
            seen.failed += len(chunk) - len(whole)
            seen.paths += [outcome.path for outcome in whole]
            seen.vectors += [outcome.vector.astype(np.float16) for outcome in whole if outcome.vector is not None]
            done = len(seen.paths) + seen.failed
            meter.update(done, max(done, total))
    _require_unstopped(job, session)
    return seen


def _groups(job: Job, session: Session, seen: _Pictures) -> tuple[copies.Group, ...]:
    groups: tuple[copies.Group, ...] = ()

    def look(place: int) -> copies.Look:
        return copies.look_at(seen.paths[place], session.max_pixels)

    with terminal.meter("Comparing", "pairs", quiet=job.quiet) as meter:
        vectors = seen.matrix(session.encoder.dim)
        for news in copies.find(vectors, look, session.stop, threads=session.threads):
            if isinstance(news, Progress):
                meter.update(news.done, news.total)
            else:
                groups = news
    _require_unstopped(job, session)
    return groups


def _require_unstopped(job: Job, session: Session) -> None:
    if session.stop.is_set():
        job.say("Stopped. What was computed is kept: the same command goes on from there.")
        raise KeyboardInterrupt


def _cells(number: int, group: copies.Group, copy: copies.Copy, path: Path) -> tuple[Cell, ...]:
    relation = "best" if copy is group.copies[0] else "exact" if copy.exact else "near"
    return display_name(path), number, relation, copy.likeness, copy.look.width, copy.look.height, copy.look.size
