"""A model as one file, for machines without a network: written by ``export``, read by ``unpack``.

A ``.zsmodel`` is a zip archive. Its first member is the manifest, the others are the files that the manifest lists,
with their sizes and SHA-256; the weights are stored as they are, other files may be deflated. A bundle may come from
anybody: nothing is written before its directory was judged, and nothing is kept that is not what the manifest says.
"""

from __future__ import annotations

import io
import stat
import struct
import zipfile
import zlib
from contextlib import contextmanager, suppress
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from zeroshot.errors import ChecksumError, WeightsError
from zeroshot.export import replacing
from zeroshot.records import Progress
from zeroshot.weights import arrival, manifest, parts, room
from zeroshot.weights.folders import PICKLES, Weights
from zeroshot.weights.manifest import MANIFEST, File, Manifest, Origin

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from threading import Event
    from typing import IO

    from zeroshot.paths import Folders

SUFFIX = ".zsmodel"

MEMBERS = 1000
"""Files in a bundle at most."""

SMALL = 1 << 28
"""Bytes of all files but the weights together at most; SigLIP 2's tokenizer has 38 MB, the largest that is known."""

_READ = 4 << 20  # what is read of a bundle at once at most, its directory too: some 50,000 members
_EPOCH = (1980, 1, 1, 0, 0, 0)  # the same model makes the same bundle, on whatever day
_WEIGHTS = ".safetensors"
_SHOWN = 60  # characters of a name


class _StoppedError(Exception):
    """Leaves ``replacing`` without a file."""


# --- out -------------------------------------------------------------------------------------------------------------


def export(found: Weights, file: Path, stop: Event) -> Iterator[Progress]:
    """Write a model as the bundle ``file``, which appears when it is whole; progress in bytes, each of them read twice.

    A model without a manifest gets one by the files that are known to belong to a model. Ends early, without a file,
    when ``stop`` is set.

    Raises:
        WeightsError: there is no room, or the model is not whole.
        ChecksumError: a file is not what was installed.
        ExportError: the file can't be written.
    """
    known = manifest.read(found.folder)
    names = [part.path for part in known.files] if known else list(parts.parts(found.folder, found.file))
    size = _size(found, names)
    room.require(file.parent, size, f"The bundle {file.name}")
    files: list[File] = []
    for news in manifest.hashes(found.folder, names, stop):
        if isinstance(news, Progress):
            yield Progress(news.done, 2 * size)
        else:
            files.append(news)
    if stop.is_set():
        return
    with suppress(_StoppedError), replacing(file) as stream:
        for done in _write(stream.buffer, found.folder, _manifest(found, known, files), stop):
            yield Progress(size + done, 2 * size)


def _size(found: Weights, names: list[str]) -> int:
    try:
        return sum((found.folder / name).stat().st_size for name in names)
    except OSError as error:
        raise ChecksumError(
            f"{error.filename} can't be read ({error.strerror}). Remove the model {found.name} and fetch it again."
        ) from error


def _manifest(found: Weights, known: Manifest | None, files: list[File]) -> Manifest:
    """The model's own manifest, if the files are still what it says, or one for a model that has none."""
    if known is None:
        licence = parts.licence(found.folder)
        return Manifest(found.name, "", Origin(found.name), licence, "", now(), tuple(files))
    for file, was in zip(files, known.files, strict=True):
        if file != was:
            raise manifest.changed(found.folder / file.path, found.name)
    return known


def now() -> str:
    """This moment in ISO 8601."""
    return datetime.now(UTC).isoformat(timespec="seconds")


def _write(stream: IO[bytes], folder: Path, made: Manifest, stop: Event) -> Iterator[int]:
    """Write the archive; bytes of the model that are done."""
    done = 0
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr(_member(MANIFEST), manifest.dump(made))
        for file in made.files:
            member = archive.open(_member(file.path), "w", force_zip64=True)
            with (folder / file.path).open("rb") as source, member as target:
                for news in parts.copy(source, target, file.path, file.size, stop):
                    if isinstance(news, int):
                        done += news
                        yield done
                    elif news != file:
                        raise ChecksumError(f"{folder / file.path} changed while it was read. Try again.")
            if stop.is_set():
                raise _StoppedError


def _member(name: str) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(name, _EPOCH)
    info.external_attr = (stat.S_IFREG | 0o644) << 16
    info.compress_type = zipfile.ZIP_STORED if name.endswith(_WEIGHTS) else zipfile.ZIP_DEFLATED
    return info


# --- in --------------------------------------------------------------------------------------------------------------


def read(file: Path) -> Manifest:
    """The manifest of a bundle that holds what it should, as far as its directory tells.

    Raises:
        WeightsError: it is no bundle, or one that can't be trusted.
    """
    with _opened(file) as archive:
        return _judged(file, archive)


def unpack(file: Path, folders: Folders, stop: Event, *, name: str = "") -> Iterator[Progress]:
    """Install the model of a bundle, under ``name`` or its own; progress in bytes. Ends early when ``stop`` is set.

    Raises:
        WeightsError: it is no bundle, can't be trusted, there is no room, or the name is taken.
        ChecksumError: a file in it is not what its manifest says.
    """
    with _opened(file) as archive:
        known = _judged(file, archive)
        name = name or known.name
        with arrival.arriving(name, folders, [part.path for part in known.files], known.size) as folder:
            yield from _extract(file, archive, known, folder, stop)
            if not stop.is_set():
                arrival.settle(name, folders, replace(known, name=name, installed=now()))


class _Careful(io.BufferedReader):
    """A file of which nobody reads much at once: ``zipfile`` reads a directory of any length in one go."""

    def read(self, size: int | None = -1, /) -> bytes:
        """At most ``_READ`` bytes."""
        if size is not None and size > _READ:
            raise zipfile.BadZipFile("its directory is longer than that of any model")
        return super().read(_READ if size is None or size < 0 else size)


@contextmanager
def _opened(file: Path) -> Iterator[zipfile.ZipFile]:
    """The archive, whose own complaints become one of ours."""
    try:
        with _Careful(io.FileIO(file)) as stream, zipfile.ZipFile(stream) as archive:
            yield archive
    except (zipfile.BadZipFile, EOFError, NotImplementedError, UnicodeError, struct.error, zlib.error) as error:
        raise ChecksumError(f"{file} {_kind(file)} ({error}). Get it again.") from error
    except OSError as error:
        raise WeightsError(f"{file} can't be read: {error.strerror or error}.") from error


def _kind(file: Path) -> str:
    """What a file that is no whole archive seems to be."""
    with file.open("rb") as stream:
        head = stream.read(100)
    if head.lstrip()[:1] == b"<":
        return "is a web page, not a bundle"
    return "is damaged or incomplete" if head.startswith(b"PK") else "is no bundle"


def _judged(file: Path, archive: zipfile.ZipFile) -> Manifest:
    """The manifest, if the archive's directory is that of a model.

    Raises:
        WeightsError: it is not.
    """
    members = archive.infolist()
    if len(members) > MEMBERS:
        raise _distrust(file, f"it holds {len(members):,} files")
    for member in members:
        if complaint := _complaint(member):
            raise _distrust(file, f"{_short(member.filename)} {complaint}")
    known = _manifest_of(file, archive, members)
    declared = {part.path: part.size for part in known.files}
    held = {member.filename: member.file_size for member in members[1:]}
    if len(held) < len(members) - 1 or declared != held:
        odd = min(set(declared.items()) ^ set(held.items()), default=("a file", 0))[0]
        raise _distrust(file, f"{_short(odd)} is not in it as its manifest says")
    small = sum(size for path, size in held.items() if not path.endswith(_WEIGHTS))
    if small > SMALL or sum(member.compress_size for member in members) > file.stat().st_size:
        raise _distrust(file, "it would unpack to more than a model has")
    return known


def _complaint(member: zipfile.ZipInfo) -> str:
    """What is wrong with a member, or ""."""
    path = member.filename
    is_stored, is_deflated = (member.compress_type == kind for kind in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED))
    faults = {
        "can't be a file of a model": path != member.orig_filename or not (path == MANIFEST or manifest.is_below(path)),
        "is a pickle, which can run code": PurePosixPath(path).suffix.casefold() in PICKLES,
        "is a link or no ordinary file": stat.S_IFMT(member.external_attr >> 16) not in {0, stat.S_IFREG},
        "is encrypted": member.flag_bits & 1,
        "is compressed, which weights never are": path.endswith(_WEIGHTS) and not is_stored,
        "is compressed in an unknown way": not (is_stored or is_deflated),
    }
    return next((fault for fault, is_there in faults.items() if is_there), "")


def _manifest_of(file: Path, archive: zipfile.ZipFile, members: list[zipfile.ZipInfo]) -> Manifest:
    """The manifest, which is the first member, so that a bundle can be judged before it is read."""
    if not members or members[0].filename != MANIFEST:
        raise WeightsError(f"{file} is no bundle: it doesn't begin with a manifest ({MANIFEST}).")
    if members[0].file_size > _READ:
        raise _distrust(file, "its manifest is longer than that of any model")
    with archive.open(members[0]) as stream:
        content = stream.read(_READ)  # bounded: what is deflated may be longer than it says
    try:
        return manifest.parse(content)
    except ValueError as error:
        raise _distrust(file, f"its manifest can't be understood: {error}") from error


def _distrust(file: Path, why: str) -> WeightsError:
    return WeightsError(f"{file} is not installed, as {why}. Get the bundle again from whom you trust.")


def _short(name: str) -> str:
    """A name that somebody else chose, for a sentence."""
    return repr(name if len(name) <= _SHOWN else f"{name[:_SHOWN]}…")


def _extract(file: Path, archive: zipfile.ZipFile, known: Manifest, folder: Path, stop: Event) -> Iterator[Progress]:
    """Write the files that the manifest lists, none longer than it says, and compare them with it."""
    done = 0
    for part in known.files:
        place = folder / part.path
        place.parent.mkdir(parents=True, exist_ok=True)
        with archive.open(part.path) as source, place.open("xb") as target:
            for news in parts.copy(source, target, part.path, part.size, stop):
                if isinstance(news, int):
                    done += news
                    yield Progress(done, known.size)
                elif news != part:
                    raise ChecksumError(f"{part.path} in {file} is damaged or was changed. Get the bundle again.")
        if stop.is_set():
            return
