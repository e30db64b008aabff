"""Where converted networks are kept: a folder is there whole, as it was written, or it is not there."""

from __future__ import annotations

import hashlib
import json
import logging
import os
import shutil
import tempfile
import time
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_log = logging.getLogger(__name__)

MANIFEST = "manifest.json"
_PART = ".part-"
_STALE = 3600.0
"""Seconds after which an unfinished folder is taken for one of a killed program."""


def take(folder: Path) -> dict[str, Any] | None:
    """What was said of ``folder`` when it was put there; None if it is not there, or not as it was written."""
    try:
        manifest = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        whole = manifest["files"] == dict(_digests(folder))
        said: dict[str, Any] = manifest["said"]
    except FileNotFoundError:
        return None
    except (OSError, ValueError, KeyError, TypeError) as error:
        _log.warning("What is kept in %s can't be used (%s) and is made anew.", folder, error)
        return None
    if not whole:
        _log.warning("What is kept in %s is damaged and is made anew.", folder)
        return None
    return said


def put(folder: Path, write: Callable[[Path], dict[str, Any] | None]) -> dict[str, Any] | None:
    """Keep what ``write`` writes into the folder that it is given, with what it says of it; None: nothing is kept.

    Folders beside it, of other versions, are removed. What can't be kept raises nothing: it is made again next time;
    and what ``write`` raises leaves nothing behind.
    """
    part: Path | None = None
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        _remove_stale(folder.parent)
        part = Path(tempfile.mkdtemp(prefix=_PART, dir=folder.parent))
        said = write(part)
        if said is not None:
            manifest = {"files": dict(_digests(part)), "said": said}
            (part / MANIFEST).write_text(json.dumps(manifest), encoding="utf-8")
            _replace(part, folder)
    except (OSError, RuntimeError) as error:  # RuntimeError is how OpenVINO tells that it can't write
        _log.warning("Nothing can be kept in %s (%s).", folder, error)
        return None
    finally:
        if part is not None:
            shutil.rmtree(part, ignore_errors=True)
    return said


def _digests(folder: Path) -> Iterator[tuple[str, str]]:
    """Names and BLAKE2b hashes of the files of a folder."""
    for path in sorted(folder.iterdir()):
        if path.name != MANIFEST:
            with path.open("rb") as file:
                yield path.name, hashlib.file_digest(file, lambda: hashlib.blake2b(digest_size=16)).hexdigest()


def _replace(part: Path, folder: Path) -> None:
    """Put a whole folder in the place of what is there, which is damaged or another program's equal of it."""
    for other in folder.parent.iterdir():
        if other.is_dir() and not other.name.startswith(_PART):
            shutil.rmtree(other, ignore_errors=True)
    with suppress(OSError):  # another program was quicker, with the same
        part.rename(folder)


def _remove_stale(parent: Path) -> None:
    for part in parent.glob(f"{_PART}*"):
        with suppress(OSError):
            if time.time() - part.stat().st_mtime > _STALE:
                shutil.rmtree(part, ignore_errors=True)


def is_writable(folder: Path) -> bool:
    """Whether something can be kept below ``folder``, which is made."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            return True
    except OSError:
        return False


def remember(file: Path, what: dict[str, Any]) -> None:
    """Write a small record, whole or not at all; not raising."""
    partial = file.with_name(f"{_PART}{os.getpid()}-{file.name}")
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        partial.write_text(json.dumps(what, indent=1), encoding="utf-8")
        partial.replace(file)
    except OSError as error:
        _log.warning("%s can't be kept (%s).", file, error)


def recall(file: Path) -> dict[str, Any]:
    """A record; empty where there is none that can be read."""
    with suppress(OSError, ValueError):
        what = json.loads(file.read_text(encoding="utf-8"))
        return what if isinstance(what, dict) else {}
    return {}
