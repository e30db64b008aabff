"""Pictures whose classes are known: a folder with a folder for each class, or a CSV of file and label."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from zeroshot import labels, tables
from zeroshot.discover import SkippedCounter, discover, display_name, natural_order
from zeroshot.errors import ComparisonError
from zeroshot.records import NONE_OF_THESE
from zeroshot.trees import answers, groups, leaf

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from zeroshot.records import LabelSet

_WANTED = (
    "neither a folder nor a CSV in UTF-8: give a folder with a folder for each class, or a CSV with the columns file "
    "and label"
)
_SHOWN = 5  # names that a note repeats


@dataclass(frozen=True, slots=True)
class Found:
    """What a folder or a CSV says: pictures with the class as it is written there, and all classes it knows of.

    ``further`` are the later rows of a file that has one already.
    """

    pictures: tuple[tuple[Path, str], ...]
    classes: tuple[str, ...]
    notes: tuple[str, ...] = ()
    further: tuple[tuple[Path, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Labelled:
    """Pictures and, for each, its class as an index of the label set's; ``notes`` tell what was left out and why."""

    label_set: LabelSet
    paths: tuple[Path, ...]
    truth: tuple[int, ...]
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Known:
    """Pictures and what a person says of each: names of classes, () for none of these.

    ``source`` names them to the reader, ``root`` is the folder that they lie in, ``notes`` tell what was left out.
    """

    source: str
    root: Path
    label_set: LabelSet
    pictures: tuple[tuple[Path, tuple[str, ...]], ...]
    notes: tuple[str, ...] = ()


def known(source: Path, label_set: LabelSet | None) -> Known:
    """The labelled pictures of a folder or CSV file, as ``read`` finds them, and those that are none of these.

    A file with several rows of a CSV has several classes. A group of classes may stand for them.

    Raises as ``read`` does.
    """
    found = _folder(source) if source.is_dir() else _csv_file(source)
    pictures = (*found.pictures, *found.further)
    written = dict.fromkeys((*found.classes, *(name for _, name in found.further)))
    classes = [name for name in written if not _is_none(name)]
    named = tuple((path, name) for path, name in pictures if not _is_none(name))
    label_set = _told_apart(source, classes, label_set)
    told = answers(label_set.names)
    matched = _matched(display_name(source), replace(found, pictures=named), label_set, told)
    truths: dict[Path, list[str]] = {path: [] for path, name in pictures if _is_none(name)}
    for path, place in zip(matched.paths, matched.truth, strict=True):
        truths.setdefault(path, []).append(told[place])
    whole = tuple((path, tuple(truths[path])) for path in dict.fromkeys(path for path, _ in pictures) if path in truths)
    root = source if source.is_dir() else source.parent
    return Known(display_name(source), root, label_set, whole, matched.notes)


def _is_none(name: str) -> bool:
    """Whether a name says that a picture is none of these."""
    return labels.key(_spaced(name)) == NONE_OF_THESE


def read(source: Path, label_set: LabelSet | None) -> Labelled:
    """The labelled pictures of a folder or CSV file, with the classes of ``label_set``, or else those of the source.

    Underscores in a class's name stand for spaces; case and the like don't matter. Pictures of unknown classes are
    left out.

    Raises:
        ComparisonError: there is nothing to compare.
        LabelError: a class's name can't be used.
    """
    found = _folder(source) if source.is_dir() else _csv_file(source)
    label_set = _told_apart(source, found.classes, label_set)
    if found.further:
        note = f"Rows of a file that has one already were left out: {len(found.further):,}."
        found = replace(found, notes=(*found.notes, note))
    return _matched(display_name(source), found, label_set)


def _told_apart(source: Path, classes: Iterable[str], label_set: LabelSet | None) -> LabelSet:
    """The label set, or else that of the classes found; there must be two."""
    if label_set is None:
        label_set = labels.from_names(map(_spaced, map(display_name, map(Path, classes))))
    label_set = labels.distinct(label_set)
    if len(label_set.labels) < 2:  # noqa: PLR2004 - one class is always right
        raise ComparisonError(f"{display_name(source)} has a single class: there must be two to be told apart.")
    return label_set


def of_pictures(source: str, pictures: Iterable[tuple[Path, str]], label_set: LabelSet) -> Labelled:
    """Pictures with the class that each is said to be of; ``source`` names them to the reader.

    Raises:
        ComparisonError: none of them is of a class of the set.
    """
    return _matched(source, Found(tuple(pictures), label_set.names), labels.distinct(label_set))


def by_folder(paths: Iterable[Path], label_set: LabelSet) -> dict[Path, str]:
    """The pictures whose folder has the name of a class, as ``read`` takes names, with that class."""
    names, places = label_set.names, _places(label_set.names)
    found = ((path, _place(path.parent.name, places)) for path in paths)
    return {path: names[place] for path, place in found if place is not None}


def _matched(source: str, found: Found, label_set: LabelSet, names: Sequence[str] = ()) -> Labelled:
    """The pictures whose classes the set knows, or whose class is among other ``names``."""
    names = names or label_set.names
    places = _places(names)
    known = {name: _place(name, places) for name in {name for _, name in found.pictures}}
    whole = [(path, place) for path, name in found.pictures if (place := known[name]) is not None]
    strange = Counter(name for _, name in found.pictures if known[name] is None)
    if not whole:
        raise ComparisonError(
            f"No picture of {source} belongs to a class of the label set, "
            f"such as {_listed(label_set.names)}: name the classes alike."
            if found.pictures
            else f"{source} holds no labelled pictures: give a folder with a folder for each class, or a CSV."
        )
    notes = [*found.notes]
    if strange:
        notes.append(f"{_pictures(strange.total())} left out, as the label set has no class {_listed(strange)}.")
    there = {names[place] for _, place in whole}
    without = [name for name in label_set.names if not there & {name, *groups(name)}]
    if without:
        notes.append(f"No pictures of {_listed(without)}: they can only be chosen wrongly.")
    return Labelled(label_set, tuple(path for path, _ in whole), tuple(place for _, place in whole), tuple(notes))


def _places(names: Sequence[str]) -> dict[str, int]:
    """What can be written for each class: its name, or of a path its last part, if no other class has the same."""
    whole = {labels.key(name): place for place, name in enumerate(names)}
    last = [labels.key(leaf(name)) for name in names]
    count = Counter(last)
    return {name: place for place, name in enumerate(last) if count[name] == 1} | whole


def _place(name: str, places: dict[str, int]) -> int | None:
    """The class that a name written in a folder or a CSV means."""
    return places.get(labels.key(name), places.get(labels.key(_spaced(name))))


def _spaced(name: str) -> str:
    return name.replace("_", " ")


def _listed(names: Iterable[str]) -> str:
    """The first names, in quotes and printable, and how many more there are."""
    whole = [ascii(name)[1:-1] if not name.isprintable() else name for name in map(str, names)]
    more = f" and {len(whole) - _SHOWN} more" if len(whole) > _SHOWN else ""
    return ", ".join(f'"{name}"' for name in whole[:_SHOWN]) + more


def _pictures(count: int) -> str:
    return f"{count:,} picture was" if count == 1 else f"{count:,} pictures were"


# --- folders ---------------------------------------------------------------------------------------------------------


def _folder(source: Path) -> Found:
    try:
        inside = sorted((path for path in source.iterdir() if not path.name.startswith(".")), key=natural_order)
    except OSError as error:
        raise ComparisonError(f"{display_name(source)} can't be listed: {error.strerror}.") from None
    folders = [path for path in inside if path.is_dir()]
    if not folders:
        raise ComparisonError(
            f"{display_name(source)} holds no folders: put the pictures of each class into a folder named after it, "
            "or give a CSV with the columns file and label."
        )
    skipped = SkippedCounter()
    pictures = tuple((path, folder.name) for folder in folders for path in discover([folder], skipped=skipped))
    loose = sum(1 for _ in discover([source], recursive=False))
    notes = [f"{_pictures(loose)} left out: no class has them in its folder."] if loose else []
    if skipped.unreadable:
        notes.append(f"These folders can't be listed: {_listed(map(display_name, skipped.unreadable))}.")
    return Found(pictures, tuple(folder.name for folder in folders), tuple(notes))


# --- CSV -------------------------------------------------------------------------------------------------------------


@dataclass(slots=True)
class _Rows:
    """A CSV's rows while they become pictures; the later rows of a file are ``further`` ones."""

    folder: Path
    pictures: dict[Path, str] = field(default_factory=dict)
    empty: int = 0
    further: list[tuple[Path, str]] = field(default_factory=list)

    def add(self, file: str, label: str) -> None:
        """Take a row."""
        if not file.strip() or not labels.key(label):
            self.empty += 1
        elif (path := self.folder / file.strip()) in self.pictures:
            self.further.append((path, label.strip()))
        else:
            self.pictures[path] = label.strip()

    def notes(self) -> Iterator[str]:
        """What was left out."""
        if self.empty:
            yield f"Rows without a file or a label were left out: {self.empty:,}."


def _csv_file(source: Path) -> Found:
    where = display_name(source)
    found = _Rows(source.parent)
    columns: tuple[int, int] | None = None
    for cells in tables.rows(source, where, ComparisonError, _WANTED):
        if columns is None:
            columns, is_header = _columns(cells, where)
            if is_header:
                continue
        file, label = (cells[column] if column < len(cells) else "" for column in columns)
        found.add(file, label)
    classes = tuple(dict.fromkeys(found.pictures.values()))
    return Found(tuple(found.pictures.items()), classes, tuple(found.notes()), tuple(found.further))


def _columns(cells: list[str], where: str) -> tuple[tuple[int, int], bool]:
    """Which columns hold file and label, and whether this row is the header that says so."""
    file, label = tables.column(cells, tables.FILE_COLUMNS), tables.column(cells, tables.LABEL_COLUMNS)
    if file is not None and label is not None:
        return (file, label), True
    if len(cells) == 2 and file is label is None:  # noqa: PLR2004 - file and label
        return (0, 1), False
    raise ComparisonError(f"{where} needs a header with the columns file and label.")
