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
_DEVICES = frozenset(("con", "prn", "aux", "nul")) | {f"{port}{n}" for port in ("com", "lpt") for n in range(1, 10)}


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
    try:
        values = json.loads(content)
    except RecursionError:
        raise ValueError("it is nested too deeply") from None
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
        if not (isinstance(file.size, int) and isinstance(file.sha256, str) and is_below(file.path)) or file.size < 0:
            raise ValueError(f"{str(file.path)[:60]!r} can't be a file of a model")
    if len({file.path.casefold() for file in manifest.files}) < len(manifest.files):
        raise ValueError("a file is named twice")


def is_below(path: Any) -> bool:  # noqa: ANN401 - from JSON
    """Whether ``path`` names a file below its folder on every system: relative, no "..", no drive, no backslash.

    Nor is it the manifest, or a name that Windows reads as another one.
    """
    if not isinstance(path, str) or not path.isprintable() or set(path) & set('\\:*?"<>|') or path.startswith("/"):
        return False
    parts = PurePosixPath(path).parts
    return (
        bool(parts)
        and str(PurePosixPath(path)) == path
        and path.casefold() != MANIFEST
        and all(map(_is_everywhere, parts))
    )


def is_name(name: str) -> bool:
    """Whether a model can be called so: the name of one folder on every system, which is not hidden."""
    return is_below(name) and "/" not in name and not name.startswith(".")


def _is_everywhere(part: str) -> bool:
    """Whether a part of a path means the same on Windows, which drops what ends it and knows devices by name."""
    return part == part.rstrip(". ") and part.partition(".")[0].casefold() not in _DEVICES


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
            raise changed(folder / news.path, manifest.name)


def changed(file: Path, name: str) -> ChecksumError:
    """What to raise for a file of the model ``name`` that is not what its manifest says."""
    return ChecksumError(
        f"{file} is not what was installed: it has changed or is damaged. Remove the model {name} and fetch it again."
    )
