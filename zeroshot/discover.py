"""Finding pictures: files and folders as given become a stream of paths, in the order people count in."""

from __future__ import annotations

import heapq
import os
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from zeroshot.images import PICTURE_SUFFIXES, looks_like_picture, peek

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence


@dataclass(slots=True)
class SkippedCounter:
    """What ``discover`` passed over inside folders; it counts while it yields.

    ``hidden``: files and folders whose name begins with a dot, macOS's ``._`` files among them. ``not_pictures``:
    files that neither their name nor their first bytes call a picture. ``special``: pipes, sockets and devices.
    ``loops``: links to a folder that they lie in. ``unreadable``: folders that can't be listed.
    """

    hidden: int = 0
    not_pictures: int = 0
    special: int = 0
    loops: int = 0
    unreadable: list[Path] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Root:
    """A file or folder as given, and where it really lies."""

    path: Path
    real: Path
    is_folder: bool


def natural_order(path: Path) -> tuple[tuple[str, str], ...]:
    """A sort key: component by component, digits as numbers, letters without case; no two paths are equal.

    ``img.jpg``, ``img2.jpg``, ``IMG10.jpg``, in this order; a folder's files stand where the folder's name does.
    """
    return tuple(_natural(part) for part in path.parts)


def discover(roots: Sequence[Path], *, recursive: bool = True, skipped: SkippedCounter | None = None) -> Iterator[Path]:
    """Candidates for pictures in natural order, lazily; memory holds one folder's names for each level.

    Args:
        roots: files, given on even when they are missing or don't look like pictures; and folders, of which
            the visible files come that their name or their first bytes call a picture. What several roots
            reach comes once. Links are followed.
        recursive: whether folders inside folders are looked into.
        skipped: counts what was passed over.
    """
    counter = SkippedCounter() if skipped is None else skipped
    for group in _groups(_without_repeats(roots, recursive=recursive)):
        folders = [_walk(root.path, counter, recursive=recursive) for root in group if root.is_folder]
        files = iter([root.path for root in group if not root.is_folder])
        yield from heapq.merge(files, *folders, key=natural_order) if len(group) > 1 else (*folders, files)[0]


def display_name(path: Path) -> str:
    r"""The path as text that UTF-8 can carry.

    A byte of the name that isn't UTF-8 becomes a backslash escape: ``b"caf\xe9.jpg"`` reads ``caf\xe9.jpg``.
    Every other name stays as it is.
    """
    return os.fsencode(path).decode("utf-8", "backslashreplace")


def _natural(name: str) -> tuple[str, str]:
    # A number compares as a digit against anything else, then by how many digits it has, then by them.
    def sortable(number: re.Match[str]) -> str:
        digits = number[0].lstrip("0")
        return f"0{chr(48 + len(digits))}{digits}"

    return re.sub("[0-9]+", sortable, name.casefold()), name


# --- roots -----------------------------------------------------------------------------------------------------------


def _without_repeats(roots: Sequence[Path], *, recursive: bool) -> list[_Root]:
    """The roots in natural order, less those that another one reaches anyway."""
    seen: dict[Path, _Root] = {}
    for path in roots:
        root = _root(path)
        seen.setdefault(root.real, root)
    folders = {root.real for root in seen.values() if root.is_folder}
    kept = (root for root in seen.values() if not _is_reached(root, folders, recursive=recursive))
    return sorted(kept, key=lambda root: natural_order(root.path))


def _root(path: Path) -> _Root:
    is_folder = path.is_dir()
    try:
        # A file that is a link is itself, not what it points to: both names may be asked for.
        real = Path(os.path.realpath(path)) if is_folder else Path(os.path.realpath(path.parent)) / path.name
    except (OSError, ValueError):
        real = path
    return _Root(path, real, is_folder)


def _is_reached(root: _Root, folders: set[Path], *, recursive: bool) -> bool:
    """Whether the walk through one of the ``folders`` comes upon ``root``."""
    names: list[str] = []
    here = root.real
    for parent in root.real.parents:
        names.append(here.name)
        here = parent
        if any(name.startswith(".") for name in names) or (not recursive and (root.is_folder or len(names) > 1)):
            return False
        if parent in folders:
            return root.is_folder or (root.path.is_file() and _is_candidate(root.path))
    return False


def _groups(roots: list[_Root]) -> Iterator[list[_Root]]:
    """Runs of roots of which the first one's path holds the others', so that their files must be merged."""
    group: list[_Root] = []
    for root in roots:
        if group and root.path.parts[: len(group[0].path.parts)] != group[0].path.parts:
            yield group
            group = []
        group.append(root)
    if group:
        yield group


# --- folders ---------------------------------------------------------------------------------------------------------


def _walk(top: Path, skipped: SkippedCounter, *, recursive: bool) -> Iterator[Path]:
    """Depth first with a stack of our own: a path may have more levels than Python's has."""
    stack = [_Listing.of(top, skipped)]
    while stack:
        listing = stack[-1]
        entry = next(listing.entries, None)
        if entry is None:
            stack.pop()
            continue
        path = listing.folder / entry.name
        if not _is_folder(entry):
            if _is_wanted(entry, path, skipped):
                yield path
        elif recursive:
            below = _Listing.of(path, skipped)
            if below.identity in {above.identity for above in stack}:
                skipped.loops += 1
            else:
                stack.append(below)


@dataclass(slots=True)
class _Listing:
    """A folder's visible entries in natural order; ``identity`` is its device and inode."""

    folder: Path
    identity: tuple[int, int] | None
    entries: Iterator[os.DirEntry[str]]

    @classmethod
    def of(cls, folder: Path, skipped: SkippedCounter) -> _Listing:
        """The listing, empty when the folder can't be listed."""
        try:
            info = folder.stat()
            with os.scandir(folder) as found:
                entries = list(found)
        except OSError:
            skipped.unreadable.append(folder)
            return cls(folder, None, iter(()))
        visible = [entry for entry in entries if not entry.name.startswith(".")]
        skipped.hidden += len(entries) - len(visible)
        visible.sort(key=lambda entry: _natural(entry.name))
        return cls(folder, (info.st_dev, info.st_ino), iter(visible))


def _is_folder(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir()
    except OSError:  # a link that leads to itself
        return False


def _is_wanted(entry: os.DirEntry[str], path: Path, skipped: SkippedCounter) -> bool:
    try:
        is_special = not entry.is_file() and not entry.is_symlink()  # a broken link is a picture that is missing
    except OSError:
        is_special = False
    if is_special:
        skipped.special += 1
    elif _is_candidate(path):
        return True
    else:
        skipped.not_pictures += 1
    return False


def _is_candidate(path: Path) -> bool:
    return path.suffix.lower() in PICTURE_SUFFIXES or looks_like_picture(peek(path))
