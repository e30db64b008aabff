"""Rows to CSV and JSON Lines, written whole or not at all."""

from __future__ import annotations

import csv
import glob
import json
import os
import sys
from contextlib import contextmanager, suppress
from dataclasses import dataclass, fields
from enum import StrEnum
from io import TextIOWrapper
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import IO, TYPE_CHECKING, Any, Protocol, TextIO, TypeAlias, cast

from zeroshot.errors import ExportError
from zeroshot.records import Progress, Row

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from threading import Event

COLUMNS = tuple(field.name for field in fields(Row))
DECIMALS = 6

Cell: TypeAlias = str | float | None

FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")
"""What a spreadsheet takes a cell that begins so for (OWASP, CSV Injection)."""


class Format(StrEnum):
    """The forms in which results are written."""

    CSV = "csv"
    JSONL = "jsonl"


CHUNK = 256
"""Pictures that ``write`` writes between two looks at whether somebody asked to stop."""


@dataclass(frozen=True, slots=True)
class Target:
    """A file to be written, and how; ``bom`` is for Excel, ``raw`` leaves cells that a spreadsheet would run."""

    path: Path
    form: Format = Format.CSV
    bom: bool = False
    raw: bool = False


class Writer(Protocol):
    """Writes the rows of one picture after the other."""

    def write(self, rows: Sequence[Row]) -> None:
        """Write the rows of one picture, rank 1 first."""


class CsvWriter:
    """A row a rank; cells that a spreadsheet would run begin with ``'`` unless ``raw``."""

    def __init__(self, stream: TextIO, *, raw: bool = False) -> None:
        """Write the header."""
        self._raw = raw
        # with RFC 4180's own line ends, csv quotes a lone CR in a file name too
        self._csv = csv.writer(stream)
        self._csv.writerow(COLUMNS)

    def write(self, rows: Sequence[Row]) -> None:
        """Write the rows of one picture."""
        self._csv.writerows([cell(value, raw=self._raw) for value in _values(row).values()] for row in rows)


def cell(value: str | float | None, *, raw: bool = False) -> str:
    """A value as it stands in a CSV; what a spreadsheet would run begins with ``'`` unless ``raw``."""
    if isinstance(value, float):
        return f"{value:.{DECIMALS}f}"
    text = "" if value is None else str(value)
    return text if raw or not text.startswith(FORMULA) else f"'{text}"


class JsonLinesWriter:
    """An object a picture: the columns of rank 1, and all ranks in ``ranked``."""

    def __init__(self, stream: TextIO) -> None:
        """Write to ``stream``."""
        self._stream = stream

    def write(self, rows: Sequence[Row]) -> None:
        """Write the object of one picture."""
        whole = [_values(row) for row in rows]
        ranked = [
            {"label": row["nearest"], "score": row["score"], "similarity": row["similarity"]}
            for row in whole
            if row["score"] is not None
        ]
        self._stream.write(json.dumps({**whole[0], "ranked": ranked}, ensure_ascii=False) + "\n")


def _values(row: Row) -> dict[str, str | float | None]:
    """A row's fields, numbers rounded: what two runs agree on."""
    values = ((column, getattr(row, column)) for column in COLUMNS)
    return {column: round(v, DECIMALS) + 0.0 if isinstance(v, float) else v for column, v in values}


def write_table(
    stream: TextIO, form: Format, columns: Sequence[str], rows: Iterable[Sequence[Cell]], *, raw: bool = False
) -> None:
    """Write rows of any columns, in the forms that results have."""
    if form is Format.CSV:
        table = csv.writer(stream)
        table.writerow(columns)
        table.writerows([cell(value, raw=raw) for value in row] for row in rows)
        return
    for row in rows:
        values = (round(value, DECIMALS) if isinstance(value, float) else value for value in row)
        stream.write(json.dumps(dict(zip(columns, values, strict=True)), ensure_ascii=False) + "\n")


def writer(stream: TextIO, form: Format, *, raw: bool = False) -> Writer:
    """The writer of a format."""
    return JsonLinesWriter(stream) if form is Format.JSONL else CsvWriter(stream, raw=raw)


def write(pictures: Iterable[Sequence[Row]], target: Target, total: int, stop: Event) -> Iterator[Progress]:
    """Write a file from the rows of each picture; how far it is, of ``total`` pictures, after each chunk.

    The file takes its place when the last picture is written. When ``stop`` is set, or the generator is closed before
    that, what was at its place is still there.

    Raises:
        ExportError: the file can't be written.
    """
    done = 0
    try:
        with suppress(_StoppedError), replacing(target.path, bom=target.bom) as stream:
            lines = writer(stream, target.form, raw=target.raw)
            for rows in pictures:
                if stop.is_set():
                    raise _StoppedError
                lines.write(rows)
                done += 1
                if done % CHUNK == 0:
                    yield Progress(done, max(done, total))
            if stop.is_set():
                raise _StoppedError
        if not stop.is_set():
            yield Progress(done, done)
    except BrokenPipeError as error:
        raise ExportError(f"Whoever reads {target.path} has gone. Choose another place.") from error


class _StoppedError(Exception):
    """Leaves ``replacing`` without a file."""


@contextmanager
def replacing(path: Path, *, bom: bool = False) -> Iterator[TextIO]:
    """A stream whose text takes the place of ``path`` when the block ends well, and vanishes when it doesn't.

    A link stays a link: what it points to is replaced. A pipe or a device is written to as it is.

    Raises:
        ExportError: the file can't be written.
    """
    path = Path(os.path.realpath(path))
    try:
        if path.exists() and not path.is_file():
            with path.open("w", encoding=_encoding(bom), newline="") as stream:
                yield stream
        else:
            with _partial(path, bom) as stream:
                yield stream
    except BrokenPipeError:
        raise  # of standard output, not of this file
    except OSError as error:
        raise ExportError(f"{path} can't be written: {error.strerror or error}. Choose another place.") from error


@contextmanager
def _partial(path: Path, bom: bool) -> Iterator[TextIO]:  # noqa: FBT001 - handed on
    """A file beside ``path`` with a name of its own: two runs may have the same --out, and the later one wins."""
    _remove_abandoned(path)
    prefix = f".{path.name}."
    with NamedTemporaryFile(
        "w", encoding=_encoding(bom), newline="", dir=path.parent, prefix=prefix, suffix=".part", delete=False
    ) as stream:
        partial = Path(stream.name)
        with suppress(OSError):  # some network file systems have no locks; then leftovers stay
            _lock(stream.file)
        try:
            yield cast("TextIO", stream)  # a wrapper with all its methods
            stream.flush()
            os.fsync(stream.fileno())
            stream.close()
            partial.chmod(0o666 & ~_umask())
            partial.replace(path)
        finally:
            stream.close()
            partial.unlink(missing_ok=True)


def _remove_abandoned(path: Path) -> None:
    """Remove what killed runs left: partial files of ``path`` that no run holds open."""
    for leftover in path.parent.glob(f".{glob.escape(path.name)}.*.part"):
        with suppress(OSError), leftover.open("rb") as file:
            _lock(file)
            leftover.unlink()


def _lock(file: IO[Any]) -> None:
    """Hold a file as ours until it is closed; OSError if another run holds it. Windows refuses to remove open files."""
    if sys.platform != "win32":
        import fcntl  # noqa: PLC0415 - Windows has none

        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)


def _umask() -> int:
    """The process's umask, which can only be read by setting it."""
    mask = os.umask(0o077)
    os.umask(mask)
    return mask


def _encoding(bom: bool) -> str:  # noqa: FBT001 - handed on
    return "utf-8-sig" if bom else "utf-8"


@contextmanager
def standard_output(*, bom: bool = False) -> Iterator[TextIO]:
    """Standard output as UTF-8 with plain newlines, whatever the console's own encoding is."""
    sys.stdout.flush()
    stream = TextIOWrapper(sys.stdout.buffer, encoding=_encoding(bom), newline="", write_through=True)
    try:
        yield stream
    finally:
        stream.detach()
