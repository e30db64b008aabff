"""A model comes to be in a hidden folder, and is moved to its place whole.

Whatever ends a program in between leaves the hidden folder, which is no model to anybody; the next try goes on in it.
"""

from __future__ import annotations

import json
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

from filelock import FileLock, Timeout

from zeroshot.errors import WeightsError
from zeroshot.weights.manifest import MANIFEST, is_below

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator
    from pathlib import Path

    from zeroshot.paths import Folders

JOURNAL = ".zeroshot_partial.json"
"""In a hidden folder: the files that this program makes in it, and so may delete."""

_SUFFIX = ".partial"


def place(name: str, folders: Folders) -> Path:
    """Where the model ``name`` lies, or will."""
    return folders.models / name


def partial(name: str, folders: Folders) -> Path:
    """The hidden folder in which the model ``name`` comes to be; hidden ones are no models."""
    return folders.models / f".{name}{_SUFFIX}"


def name_of(folder: Path) -> str:
    """The name of the model that comes to be in a hidden folder; "" for any other folder."""
    name = folder.name
    return name[1 : -len(_SUFFIX)] if name.startswith(".") and name.endswith(_SUFFIX) else ""


@contextmanager
def alone(name: str, folders: Folders) -> Iterator[None]:
    """While open, no other program installs or removes the model ``name``.

    Raises:
        WeightsError: another program is at it, or nothing can be written to the models folder.
    """
    try:
        folders.models.mkdir(parents=True, exist_ok=True)
        lock = FileLock(folders.models / f".{name}.lock", blocking=False, thread_local=False)
        lock.acquire()
    except Timeout:
        raise WeightsError(
            f"Another Zeroshot is just installing {name}. Wait until it is done, then try again."
        ) from None
    except OSError as error:
        raise WeightsError(
            f"The models folder {folders.models} can't be written to: {error.strerror or error}. "
            "Give another one with --home, or change its permissions."
        ) from error
    try:
        yield
    finally:
        lock.release()


@contextmanager
def staged(name: str, folders: Folders) -> Iterator[Path]:
    """The hidden folder of ``name``, with what an earlier try left in it, for this program alone while open.

    Raises:
        WeightsError: it can't be made, or another program is just filling it.
    """
    folder = partial(name, folders)
    with alone(name, folders):
        try:
            folder.mkdir(exist_ok=True)
        except OSError as error:
            raise WeightsError(f"{folder} can't be made: {error.strerror or error}.") from error
        try:
            yield folder
        finally:
            with suppress(OSError):
                folder.rmdir()  # only if nothing came into it


def note(folder: Path, files: Collection[str]) -> None:
    """Write down in a hidden folder which files this program is about to make in it, besides those of before."""
    half = folder / f"{JOURNAL}.part"
    half.write_text(json.dumps(sorted(_noted(folder) | set(files))), encoding="utf-8")
    half.replace(folder / JOURNAL)


def made(folder: Path) -> frozenset[str]:
    """The files that this program made in a hidden folder, or was about to: it may delete them."""
    return _noted(folder) | {JOURNAL, f"{JOURNAL}.part", MANIFEST}


def _noted(folder: Path) -> frozenset[str]:
    try:
        files = json.loads((folder / JOURNAL).read_bytes())
    except (OSError, ValueError):
        return frozenset()
    return frozenset(file for file in files if is_below(file)) if isinstance(files, list) else frozenset()


def clear(folder: Path, files: Collection[str]) -> None:
    """Delete ``files`` below ``folder`` where they are there, and the folders that are empty then; itself last."""
    for file in files:
        (folder / file).unlink(missing_ok=True)
    for parent in sorted({parent for file in files for parent in (folder / file).parents}, reverse=True):
        if parent.is_relative_to(folder):
            with suppress(OSError):
                parent.rmdir()


def settle(name: str, folders: Folders) -> Path:
    """Move the hidden folder, now whole, to the model's place; gives that place.

    Raises:
        WeightsError: there is a model of this name.
    """
    final = place(name, folders)
    if final.exists():
        raise WeightsError(f"There is a model {name} already: {final}. Remove it first, or choose another name.")
    partial(name, folders).rename(final)
    return final
