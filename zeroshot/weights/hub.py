"""Models from the hub: planned, fetched into a hidden folder with resuming, checked, and moved in place whole."""

from __future__ import annotations

import errno
import os
import re
import time
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from threading import Event
from typing import TYPE_CHECKING

from huggingface_hub import HfApi, constants, hf_hub_url

from zeroshot.errors import ChecksumError, DownloadError, WeightsError
from zeroshot.records import Progress
from zeroshot.weights import folders as inspection
from zeroshot.weights import manifest, remote, room, staging, transport
from zeroshot.weights.manifest import File, Manifest, Origin
from zeroshot.weights.remote import Remote

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from zeroshot.paths import Folders
    from zeroshot.weights.catalogue import Entry

_OFTEN = 0.05
"""Seconds between two tellings of how far a download has come: every piece would be thousands a second."""

_SHA256 = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class Plan:
    """What a download will fetch: of which commit, how much of it is here, what the disk has free (None: not told)."""

    entry: Entry
    commit: str
    files: tuple[Remote, ...]
    here: int
    free: int | None

    @property
    def total(self) -> int:
        """Bytes of all files."""
        return sum(file.size or 0 for file in self.files)

    @property
    def needed(self) -> int:
        """Bytes that are still to come."""
        return self.total - self.here

    @property
    def fits(self) -> bool:
        """Whether the disk has room for what is still to come."""
        return self.free is None or self.needed <= self.free


def plan(entry: Entry, folders: Folders) -> Plan:
    """Ask the hub what the download of a model takes.

    Raises:
        DownloadError: the hub can't be reached, or has no such model.
        ChecksumError: it has another file than the catalogue knows, or a web page came in its place.
    """
    (made,) = ask(entry, folders, Event())
    return made


def ask(entry: Entry, folders: Folders, stop: Event) -> Iterator[Plan]:
    """The one plan, as ``plan`` makes it, for whoever may not wait for a hub that says nothing; none with ``stop``."""
    return transport.persist(lambda: _asked(entry, folders), stop, first=True)


def get(entry: Entry, folders: Folders, stop: Event, *, agreed: bool = False) -> Iterator[Progress]:
    """Fetch a model, with progress in bytes; what an earlier try fetched is not fetched again.

    Ends early when ``stop`` is set; what was fetched stays. ``agreed`` says that the licence was shown and agreed to.

    Raises:
        WeightsError: it is here already, another program is fetching it, or the licence was not agreed to.
        DownloadError: the hub can't be reached or doesn't give it, or the disk has no room.
        ChecksumError: a file is not what it should be; it is deleted, and the next try fetches it again.
    """
    if entry.agree and not agreed:
        raise WeightsError(
            f"{entry.name} has a licence that must be agreed to first ({entry.licence}): {entry.licence_url}"
        )
    with staging.staged(entry.name, folders) as folder, _disk_told(folder):
        _require_absent(entry, folders)
        for made in ask(entry, folders, stop):
            room.require(folders.models, made.needed, made.entry.name)
            files: list[File] = []
            yield from _fetch(made, folder, files, stop)
            if len(files) == len(made.files):
                _finish(made, folder, files, folders)


def _asked(entry: Entry, folders: Folders) -> Iterator[Plan]:
    """The one plan; as an iterator, so that it can be waited for patiently."""
    what = f"{entry.repository} at {entry.revision}"
    with transport.told(what):
        try:
            info = HfApi(library_name="zeroshot").model_info(
                entry.repository,
                revision=entry.revision,
                files_metadata=True,
                timeout=float(constants.HF_HUB_ETAG_TIMEOUT),
            )
        except (ValueError, TypeError, KeyError, AttributeError) as error:
            raise ChecksumError(transport.page(f"the list of files of {entry.repository}")) from error
    commit = info.sha or entry.revision
    there = [
        Remote(file.rfilename, file.size, file.lfs.sha256 if file.lfs else "", "" if file.lfs else file.blob_id or "")
        for file in info.siblings or ()
    ]
    files = tuple(_measured(entry, commit, file) for file in remote.choose(entry, there))
    folder = staging.partial(entry.name, folders)
    yield Plan(entry, commit, files, sum(_here(folder, file) for file in files), room.free(folders.models))


def _measured(entry: Entry, commit: str, file: Remote) -> Remote:
    """The file with its size, which some mirrors tell only of each file by itself."""
    if file.size is not None:
        return file
    told = transport.metadata(_url(entry, commit, file), f"{file.path} of {entry.repository}")
    if told.size is None:
        raise DownloadError(f"{transport.host()} doesn't tell how large {file.path} of {entry.repository} is.")
    etag = told.etag or ""
    return replace(file, size=told.size, sha256=file.sha256 or (etag if _SHA256.fullmatch(etag) else ""))


def _url(entry: Entry, commit: str, file: Remote) -> str:
    return hf_hub_url(entry.repository, file.path, revision=commit)


def _here(folder: Path, file: Remote) -> int:
    """Bytes of a file that an earlier try left."""
    for name in (file.path, file.part):
        if (folder / name).is_file():
            return min((folder / name).stat().st_size, file.size or 0)
    return 0


def _require_absent(entry: Entry, folders: Folders) -> None:
    place = staging.place(entry.name, folders)
    if place.exists():
        raise WeightsError(f"There is a model {entry.name} already: {place}. To fetch it anew, remove it first.")


@contextmanager
def _disk_told(folder: Path) -> Iterator[None]:
    """What the disk refuses, as a sentence."""
    try:
        yield
    except OSError as error:
        full = error.errno in {errno.ENOSPC, errno.EDQUOT}
        reason = "the disk is full" if full else str(error.strerror or error)
        raise DownloadError(
            f"{folder} can't be written to: {reason}. What was fetched is kept: make room or mend it, and the next "
            "try goes on from there."
        ) from error


def _fetch(plan: Plan, folder: Path, files: list[File], stop: Event) -> Iterator[Progress]:
    """Bring every file into ``folder`` and add its hash to ``files``; fewer when ``stop`` is set."""
    ours = staging.made(folder)
    staging.note(folder, [name for file in plan.files for name in (file.path, file.part)])
    done = 0
    for file in plan.files:
        found: list[File] = []
        for step in _bring(plan, file, folder, found, ours=file.path in ours, stop=stop):
            yield Progress(done + step, plan.total)
        if not found:
            return
        files += found
        done += found[0].size
        yield Progress(done, plan.total)


def _bring(  # noqa: PLR0913 - all of one file's circumstances
    plan: Plan, file: Remote, folder: Path, found: list[File], *, ours: bool, stop: Event
) -> Iterator[int]:
    """Bring one file to its place, unless it is there; its bytes so far, and its hash into ``found``."""
    place = folder / file.path
    if place.exists():
        yield from _check(file, folder, file.path, found, stop)
        if stop.is_set() or found:
            return
        if not ours:
            raise WeightsError(f"{place} was not made by Zeroshot and stands in the way. Move it elsewhere.")
        place.unlink()
    yield from _download(plan, file, folder / file.part, stop)
    if stop.is_set():
        return
    yield from _check(file, folder, file.part, found, stop)
    if found:
        place.parent.mkdir(parents=True, exist_ok=True)
        (folder / file.part).replace(place)
    elif not stop.is_set():
        (folder / file.part).unlink()
        raise ChecksumError(
            f"{file.path} of {plan.entry.repository} came damaged: its SHA-256 is not the one it should have. It was "
            "deleted; the next try fetches it again."
        )


def _download(plan: Plan, file: Remote, part: Path, stop: Event) -> Iterator[int]:
    """Append to ``part`` what is missing from it; yields the bytes it has, some times a second.

    A kill loses nothing: what came is with the system at once, and on the disk before the file gets its name.
    """
    url, what, size = _url(plan.entry, plan.commit, file), f"{file.path} of {plan.entry.repository}", file.size or 0
    if part.exists() and part.stat().st_size > size:
        part.unlink()
    with part.open("ab", buffering=0) as out:

        def rest() -> Iterator[bytes]:
            begin = out.tell()
            return transport.pieces(url, what, begin, size) if begin < size else iter(())

        told = time.monotonic()
        for piece in transport.persist(rest, stop):
            out.write(piece)
            if out.tell() > size:
                break
            if time.monotonic() - told >= _OFTEN:
                told = time.monotonic()
                yield out.tell()
        os.fsync(out.fileno())
        yield out.tell()


def _check(file: Remote, folder: Path, name: str, found: list[File], stop: Event) -> Iterator[int]:
    """Hash ``name`` below ``folder``; into ``found`` if it is what ``file`` must be. Yields its size meanwhile."""
    for news in manifest.hashes(folder, [name], stop):
        if isinstance(news, Progress):
            yield news.total
        elif file.is_at(folder / name, news.sha256):
            found.append(replace(news, path=file.path))


def _finish(plan: Plan, folder: Path, files: Sequence[File], folders: Folders) -> None:
    """Make a model of a folder in which all files are whole."""
    entry = plan.entry
    inspection.inspect(folder, entry.name)
    now = datetime.now(UTC).isoformat(timespec="seconds")
    origin = Origin(entry.repository, plan.commit)
    made = Manifest(entry.name, entry.name, origin, entry.licence, entry.licence_url, now, tuple(files))
    manifest.write(folder, made)
    staging.clear(folder, staging.made(folder) - {file.path for file in files} - {manifest.MANIFEST})
    staging.settle(entry.name, folders)
