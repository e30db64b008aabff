"""The models that are here: told, verified and removed."""

from __future__ import annotations

import shutil
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

from zeroshot.errors import WeightsError
from zeroshot.weights import folders as inspection
from zeroshot.weights import manifest, staging
from zeroshot.weights.folders import STARTER

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from threading import Event

    from zeroshot.paths import Folders
    from zeroshot.records import Progress
    from zeroshot.weights.manifest import Manifest


@dataclass(frozen=True, slots=True)
class Installed:
    """A model folder: the starter's, or one below the models folder.

    ``size`` is in bytes of all its files; ``manifest`` is None for a folder that this program did not make;
    ``problem`` is the sentence that says why it can't be used, "" where it can.
    """

    name: str
    folder: Path
    size: int
    manifest: Manifest | None
    problem: str

    @property
    def is_starter(self) -> bool:
        """Whether it is the model that came with the program, which can't be removed."""
        return self.name == STARTER


@dataclass(frozen=True, slots=True)
class Partial:
    """A download or import that has not ended: ``size`` bytes of it are here."""

    name: str
    folder: Path
    size: int


def installed(folders: Folders) -> tuple[Installed, ...]:
    """The starter, and the models below the models folder, usable or not."""
    places = {name: staging.place(name, folders) for name in inspection.names(folders)}
    places[STARTER] = inspection.starter()
    return tuple(_look(name, folder) for name, folder in places.items())


def partials(folders: Folders) -> tuple[Partial, ...]:
    """Downloads and imports that have not ended."""
    return tuple(
        Partial(name, folder, _size(folder))
        for folder in sorted(folders.models.glob(".*"))
        if (name := staging.name_of(folder)) and folder.is_dir()
    )


def _look(name: str, folder: Path) -> Installed:
    made, problem = None, ""
    try:
        made = manifest.read(folder)
        inspection.inspect(folder, name)
        missing = [file.path for file in made.files if not (folder / file.path).is_file()] if made else []
        if missing:
            problem = f"{folder / missing[0]} is missing. Remove the model {name} and fetch it again."
    except WeightsError as error:
        problem = str(error)
    return Installed(name, folder, _size(folder), made, problem)


def _size(folder: Path) -> int:
    return sum(file.stat().st_size for file in folder.rglob("*") if file.is_file())


def verify(name: str, folders: Folders, stop: Event) -> Iterator[Progress]:
    """Compare every file of an installed model with its manifest; progress in bytes. Ends early with ``stop``.

    Raises:
        WeightsError: there is no such model, or it has no manifest to compare with.
        ChecksumError: a file is missing, or is not what was installed.
    """
    folder = _place(name, folders)
    made = manifest.read(folder)
    if made is None:
        raise WeightsError(f"{name} was not installed by Zeroshot: there are no checksums to compare {folder} with.")
    inspection.inspect(folder, name)
    yield from manifest.verify(folder, made, stop)


def remove(name: str, folders: Folders) -> tuple[Path, ...]:
    """Delete what a download that has not ended left, or else an installed model: the files that this program made.

    What somebody else put beside them stays, and is given back.

    Raises:
        WeightsError: there is no such model, this program did not install it, or another one is at it.
    """
    if name == STARTER:
        raise WeightsError("The starter is part of Zeroshot and can't be removed.")
    hidden = staging.partial(name, folders)
    place = hidden if hidden.parent == folders.models and hidden.is_dir() else _place(name, folders)
    with staging.alone(name, folders):
        if place != hidden:
            known = _require_ours(name, folders)
            _forget_networks(name, place, folders)
            _clear(place, (*(file.path for file in known.files), manifest.MANIFEST))
        elif place.is_dir():
            _clear(place, tuple(staging.made(place)))
    return tuple(path for path in sorted(place.rglob("*")) if not path.is_dir())


def _forget_networks(name: str, folder: Path, folders: Folders) -> None:
    """Delete what was converted from a model; of one that can't be read any more it stays, until the cache goes."""
    with suppress(WeightsError, OSError):
        converted = folders.networks / inspection.inspect(folder, name).digest()
        shutil.rmtree(converted, ignore_errors=True)


def _clear(folder: Path, files: tuple[str, ...]) -> None:
    try:
        staging.clear(folder, files)
    except OSError as error:
        reason = error.strerror or error
        raise WeightsError(f"{error.filename} can't be removed: {reason}. Close what uses it, then again.") from error


def _require_ours(name: str, folders: Folders) -> Manifest:
    folder = _place(name, folders)
    made = manifest.read(folder)
    if made is None or folder.is_symlink():
        raise WeightsError(f"{name} was not installed by Zeroshot. Delete {folder} yourself, if you don't need it.")
    return made


def _place(name: str, folders: Folders) -> Path:
    """The folder of an installed model; the starter's own for the starter."""
    if name == STARTER:
        return inspection.starter()
    folder = staging.place(name, folders)
    if name in {"", ".", ".."} or folder.parent != folders.models or not folder.is_dir():
        raise WeightsError(f"There is no installed model {name}. See: zeroshot models list")
    return folder
