"""What a person said of pictures, from a file: a CSV with the columns file and label, or an export of our own.

A picture with several rows has several classes; ``none of these`` in the place of a class means that it has none. Of a
file with a column ``status``, as exports have, only the rows count that say ``corrected``.
"""

from __future__ import annotations

import os
import re
from collections import Counter
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from zeroshot import labels, tables, trees
from zeroshot.discover import display_name
from zeroshot.errors import CorrectionsError
from zeroshot.export import FORMULA
from zeroshot.records import NONE_OF_THESE, LabelSet, Status, Truths

if TYPE_CHECKING:
    from collections.abc import Iterator

_SHOWN = 5  # names that a note repeats
_WANTED = "no CSV in UTF-8: give a file with the columns file and label, or results that Zeroshot exported"
_ESCAPED = re.compile(r"\\x([0-9a-f]{2})")


@dataclass(frozen=True, slots=True)
class Corrections:
    """What is said of pictures, by their absolute paths, and what of the file was left out and why."""

    truths: Truths
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Columns:
    """Which cells hold what."""

    file: int
    label: int
    status: int | None


def read(source: Path) -> Corrections:
    """What a file says, with classes as they are written there.

    A path counts from the folder of the file, or, if there is nothing, from the current one: exports have the paths
    that the command was given.

    Raises:
        CorrectionsError: it can't be read or says nothing.
    """
    where = display_name(source)
    said: dict[Path, dict[str, None]] = {}
    empty, columns, folder = 0, None, Path(os.path.abspath(source)).parent  # noqa: PTH100 - links stay links
    for cells in tables.rows(source, where, CorrectionsError, _WANTED):
        if columns is None:
            columns = _columns(cells, where)
            continue
        file, label, status = (_cell(cells, place) for place in (columns.file, columns.label, columns.status))
        if columns.status is not None and status != Status.CORRECTED:
            continue
        if not file or not labels.key(label):
            empty += 1
            continue
        said.setdefault(_place(file, folder), {})[label] = None
    if not said:
        raise CorrectionsError(f"{where} holds no corrections: a row for each picture, with its file and its label.")
    notes = (f"Rows without a file or a label were left out: {empty:,}.",) if empty else ()
    return Corrections({path: tuple(names) for path, names in said.items()}, notes)


def matched(found: Corrections, label_set: LabelSet, *, new_classes: bool) -> tuple[LabelSet, Corrections]:
    """Corrections in the names of a label set; with ``new_classes`` those that it lacks join it, known by examples.

    Case and the like don't matter. Without ``new_classes`` a picture that is said to be of an unknown class is left
    out, which a note tells.

    Raises:
        LabelError: a new class's name can't be used.
    """
    known = {labels.key(name): name for name in trees.answers(label_set.names)}
    said = {path: _split(names, known) for path, names in found.truths.items()}
    strange = Counter(name for names in said.values() for name in names if labels.key(name) not in known)
    if new_classes and strange:
        new = labels.from_names(strange).labels
        label_set = replace(label_set, labels=(*label_set.labels, *(replace(label, by_examples=True) for label in new)))
        known |= {labels.key(label.name): label.name for label in new}
    whole = {
        path: tuple(dict.fromkeys(known[labels.key(name)] for name in names))
        for path, names in said.items()
        if all(labels.key(name) in known for name in names)
    }
    notes = found.notes if new_classes or not strange else (*found.notes, _left_out(strange))
    return label_set, Corrections(whole, notes)


def _columns(header: list[str], where: str) -> _Columns:
    status = tables.column(header, ("status",))
    file, label = tables.column(header, tables.FILE_COLUMNS), tables.column(header, tables.LABEL_COLUMNS)
    if file is None or label is None:
        raise CorrectionsError(f"{where} needs a header with the columns file and label.")
    return _Columns(file, label, status)


def _cell(cells: list[str], place: int | None) -> str:
    """A cell, without the mark that keeps spreadsheets from running it."""
    text = cells[place].strip() if place is not None and place < len(cells) else ""
    return text[1:] if text.startswith("'") and text[1:].startswith(FORMULA) else text


def _place(file: str, folder: Path) -> Path:
    """The file that a cell means, absolute."""
    bases = (folder, Path.cwd())
    places = [Path(os.path.abspath(base / name)) for name in _spellings(file) for base in bases]  # noqa: PTH100
    return next(filter(os.path.lexists, places), places[0])


def _spellings(file: str) -> Iterator[str]:
    r"""A name as it stands, and with its escapes as the bytes they stand for: exports write ``\xe9``."""
    yield file
    if _ESCAPED.search(file):
        plain = file.encode("utf-8", "surrogateescape")
        yield os.fsdecode(re.sub(rb"\\x([0-9a-f]{2})", lambda found: bytes([int(found[1], 16)]), plain))


def _split(names: tuple[str, ...], known: dict[str, str]) -> tuple[str, ...]:
    """Single classes: none of these is none, and an export joins several with commas."""
    parts: list[str] = []
    for name in names:
        inside = [part.strip() for part in name.split(", ")]
        is_list = labels.key(name) not in known and len(inside) > 1 and all(labels.key(p) in known for p in inside)
        parts.extend(inside if is_list else [name])
    return tuple(name for name in parts if labels.key(name) != NONE_OF_THESE)


def _left_out(strange: Counter[str]) -> str:
    names = ", ".join(f'"{name}"' for name in list(strange)[:_SHOWN])
    more = f" and {len(strange) - _SHOWN} more" if len(strange) > _SHOWN else ""
    count = strange.total()
    told = "correction names a class that the label set hasn't, and counts for nothing"
    if count > 1:
        told = "corrections name classes that the label set hasn't, and count for nothing"
    return f"{count:,} {told}: {names}{more}. --new-classes adds them."
