"""A model comes from a disk: into an empty hidden folder, with room for it, and nothing is left of half a one."""

from __future__ import annotations

from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

from zeroshot.errors import WeightsError
from zeroshot.weights import manifest, room, staging
from zeroshot.weights.folders import STARTER, inspect
from zeroshot.weights.manifest import is_name

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator
    from pathlib import Path

    from zeroshot.paths import Folders
    from zeroshot.weights.manifest import Manifest


@contextmanager
def arriving(name: str, folders: Folders, files: Collection[str], size: int) -> Iterator[Path]:
    """The hidden folder of ``name``, emptied, for ``files`` of ``size`` bytes; what is not settled is removed.

    Raises:
        WeightsError: the name can't be had, there is no room, or the folder can't be written to.
    """
    require_free(name, folders)
    room.require(folders.models, size, f"The model {name}")
    with staging.staged(name, folders) as folder:
        try:
            _empty(folder)
            staging.note(folder, files)
            yield folder
        except OSError as error:
            reason = error.strerror or error
            raise WeightsError(f"The model {name} can't be put into {folders.models}: {reason}.") from error
        finally:
            with suppress(OSError):
                staging.clear(folder, staging.made(folder))


def settle(name: str, folders: Folders, made: Manifest) -> None:
    """Give the hidden folder its manifest, see that it holds a model, and move it to its place.

    Raises:
        WeightsError: it is no model, or the place is taken.
    """
    folder = staging.partial(name, folders)
    manifest.write(folder, made)
    inspect(folder, name)
    (folder / staging.JOURNAL).unlink()
    staging.settle(name, folders)


def require_free(name: str, folders: Folders) -> None:
    """Check that a model can come to be under this name.

    Raises:
        WeightsError: it can't.
    """
    if not is_name(name) or name.casefold() == STARTER:
        raise WeightsError(f'A model can\'t be called "{name}". Choose another name with --name.')
    final = staging.place(name, folders)
    if final.exists():
        raise WeightsError(f"There is a model {name} already: {final}. Remove it first, or choose another name.")


def _empty(folder: Path) -> None:
    """Remove what an earlier try left: files of a disk are copied faster than they are compared."""
    with suppress(WeightsError):
        if known := manifest.read(folder):  # it was whole, and ended just before it could be moved
            staging.note(folder, [file.path for file in known.files])
    staging.clear(folder, staging.made(folder))
    folder.mkdir(exist_ok=True)
    if stranger := next(folder.iterdir(), None):
        raise WeightsError(f"{stranger} was not made by Zeroshot. Move it away, then try again.")
