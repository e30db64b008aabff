"""A model comes to be in a hidden folder, and is moved to its place whole.

Whatever ends a program in between leaves the hidden folder, which is no model to anybody; the next try goes on in it.
"""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from filelock import FileLock, Timeout

from zeroshot.errors import WeightsError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from zeroshot.paths import Folders

_SUFFIX = ".partial"


def place(name: str, folders: Folders) -> Path:
    """Where the model ``name`` lies, or will."""
    return folders.models / name


def partial(name: str, folders: Folders) -> Path:
    """The hidden folder in which the model ``name`` comes to be; hidden ones are no models."""
    return folders.models / f".{name}{_SUFFIX}"


@contextmanager
def staged(name: str, folders: Folders) -> Iterator[Path]:
    """The hidden folder of ``name``, with what an earlier try left in it, for this program alone while open.

    Raises:
        WeightsError: it can't be made, or another program is just filling it.
    """
    folder = partial(name, folders)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        lock = FileLock(folders.models / f".{name}.lock", blocking=False)
        with lock:
            yield folder
    except Timeout:
        raise WeightsError(
            f"Another Zeroshot is just installing {name}. Wait until it is done, then try again."
        ) from None
    except PermissionError as error:
        raise WeightsError(
            f"The models folder {folders.models} can't be written to: {error.strerror}. "
            "Give another one with --home, or change its permissions."
        ) from error


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
