"""CSV files as people and other programs make them: comma, semicolon or TAB; UTF-8, perhaps with a byte order mark."""

from __future__ import annotations

import csv
import io
import unicodedata
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from zeroshot.errors import ZeroshotError

FILE_COLUMNS = ("file", "file_name", "filename", "path", "picture", "image")
"""What the column of files may be called."""

LABEL_COLUMNS = ("label", "class", "classification", "name")
"""What the column of classes may be called."""

_LARGEST = 256 * 2**20  # bytes: millions of pictures


def rows(source: Path, where: str, error: type[ZeroshotError], wanted: str) -> Iterator[list[str]]:
    """The cells of each row that holds anything.

    ``where`` names the file in sentences and ``wanted`` what it should have been; raises ``error`` for a file that
    can't be read or isn't understood.
    """
    text = _text(source, where, error, wanted)
    first = text.lstrip().partition("\n")[0]
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=max(",;\t", key=first.count), strict=True)
    try:
        for cells in reader:
            if any(map(str.strip, cells)):
                yield cells
    except csv.Error as failure:
        raise error(f"{where} is not valid CSV in line {reader.line_num}: {failure}.") from None


def column(header: Sequence[str], names: Sequence[str]) -> int | None:
    """The place of the first of ``names`` that a header has, whatever its case."""
    found = [" ".join(unicodedata.normalize("NFKC", cell).casefold().split()) for cell in header]
    return next((found.index(name) for name in names if name in found), None)


def _text(source: Path, where: str, error: type[ZeroshotError], wanted: str) -> str:
    try:
        with source.open("rb") as file:
            raw = file.read(_LARGEST + 1)
        if len(raw) > _LARGEST:
            raise error(f"{where} is larger than {_LARGEST // 2**20} MiB: is it the right file?")
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise error(f"{where} is {wanted}.") from None
    except (OSError, ValueError) as failure:  # ValueError: a NUL in the path
        raise error(f"{where} can't be read: {getattr(failure, 'strerror', None) or failure}.") from None
