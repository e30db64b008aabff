"""What is known of an installed model: where it is from, its licence, and the SHA-256 of every file."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any

from zeroshot.errors import ChecksumError, WeightsError
from zeroshot.records import Progress

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from threading import Event

MANIFEST = "zeroshot_model.json"
"""The manifest's name in a model folder; a file of this name is never one of the model's own."""

_FORM = 1
_BLOCK = 1 << 20


@dataclass(frozen=True, slots=True)
class File:
    """One file of a model: its place below the folder in POSIX form, size in bytes, and SHA-256 in hex."""

    path: str
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a model is from: a hub's repository at a commit, or what was imported (``place``)."""

    place: str
    commit: str = ""


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a model folder that this program installed says of itself.

    ``entry`` is the catalogue's name for it, empty for a model that the catalogue does not know; ``installed`` is the
    moment in ISO 8601.
    """

    name: str
    entry: str
    origin: Origin
    licence: str
    licence_url: str
    installed: str
    files: tuple[File, ...]

    @property
    def size(self) -> int:
        """Bytes of all files."""
        return sum(file.size for file in self.files)


def read(folder: Path) -> Manifest | None:
    """The manifest of a model folder; None where there is none, as in a folder that somebody else made.

    Raises:
        WeightsError: there is one, and it can't be understood.
    """
    path = folder / MANIFEST
    try:
        return parse(path.read_bytes())
    except FileNotFoundError:
        return None
    except OSError as error:
        raise WeightsError(f"{path} can't be read: {error.strerror or error}.") from error
    except ValueError as error:
        raise WeightsError(f"{path} can't be understood ({error}). Remove the model and fetch it again.") from error


def parse(content: bytes) -> Manifest:
    """A manifest from its JSON.

    Raises:
        ValueError: it is none, of a later form, or names a file outside its folder.
    """
    values = json.loads(content)
    if not isinstance(values, dict) or values.pop("form", None) != _FORM:
        raise ValueError("it is no manifest of this version's form")
    try:
        files = tuple(File(**file) for file in values.pop("files"))
        manifest = Manifest(origin=Origin(**values.pop("origin")), files=files, **values)
    except (KeyError, TypeError, AttributeError) as error:
        raise ValueError(f"a part is missing or not known: {error}") from None
    _require_plain(manifest)
    return manifest


def _require_plain(manifest: Manifest) -> None:
    texts = (manifest.name, manifest.entry, manifest.licence, manifest.licence_url, manifest.installed)
    if not all(isinstance(text, str) for text in (*texts, manifest.origin.place, manifest.origin.commit)):
        raise ValueError("a part is of another type than it should be")
    for file in manifest.files:
        if not isinstance(file.size, int) or not isinstance(file.sha256, str) or not is_below(file.path):
            raise ValueError(f"{file.path!r} can't be a file of a model")
    if len({file.path.casefold() for file in manifest.files}) < len(manifest.files):
        raise ValueError("a file is named twice")


def is_below(path: Any) -> bool:  # noqa: ANN401 - from JSON
    """Whether ``path`` names a file below its folder on every system: relative, no "..", no drive, no backslash."""
    if not isinstance(path, str) or not path or set(path) & set('\\:*?"<>|\0') or path.startswith("/"):
        return False
    return str(PurePosixPath(path)) == path and ".." not in PurePosixPath(path).parts and path != MANIFEST


def dump(manifest: Manifest) -> bytes:
    """A manifest as JSON."""
    return json.dumps({"form": _FORM, **asdict(manifest)}, indent=1, ensure_ascii=False).encode()


def write(folder: Path, manifest: Manifest) -> None:
    """Write the manifest into a model folder that is being made."""
    (folder / MANIFEST).write_bytes(dump(manifest))


def hashes(folder: Path, paths: Sequence[str], stop: Event) -> Iterator[Progress | File]:
    """Hash the files ``paths`` below ``folder``: progress in bytes, and each file once it is known.

    Ends early when ``stop`` is set.
    """
    total = sum((folder / path).stat().st_size for path in paths)
    done = 0
    for path in paths:
        digest, before = hashlib.sha256(), done
        with (folder / path).open("rb") as stream:
            while block := stream.read(_BLOCK):
                if stop.is_set():
                    return
                digest.update(block)
                done += len(block)
                yield Progress(done, max(total, done))
        yield File(path, done - before, digest.hexdigest())


def verify(folder: Path, manifest: Manifest, stop: Event) -> Iterator[Progress]:
    """Compare every file with the manifest; progress in bytes. Ends early when ``stop`` is set.

    Raises:
        ChecksumError: a file is missing, or is not what was installed.
    """
    known = {file.path: file for file in manifest.files}
    for file in manifest.files:
        if not (folder / file.path).is_file():
            raise ChecksumError(
                f"{folder / file.path} is missing. Remove the model {manifest.name} and fetch it again."
            )
    for news in hashes(folder, list(known), stop):
        if isinstance(news, Progress):
            yield news
        elif news != known[news.path]:
            raise ChecksumError(
                f"{folder / news.path} is not what was installed: it has changed or is damaged. "
                f"Remove the model {manifest.name} and fetch it again."
            )
