"""Thumbnails: small JPEGs in one SQLite file of bounded size, made by our own decoder.

A thumbnail is known by its file's path, size and time, so that no file is read to find one. The file is a cache: what
is wrong with it (damaged, locked, full, not writable) costs time and never an exception. JPEG, because it was measured
to decode in 0.18 ms at 256 pixels and 0.52 ms at 512, WebP of the same quality in 0.48 and 1.4 ms (Pillow 13).
"""

from __future__ import annotations

import io
import os
import sqlite3
import time
from contextlib import suppress
from typing import TYPE_CHECKING, Final, Self

from PIL import Image

from zeroshot import images

if TYPE_CHECKING:
    from pathlib import Path

    from zeroshot.records import Source

SIDES: Final = (256, 512)
"""The longer sides, in pixels, that thumbnails are kept at."""

_VERSION: Final = 1 + 100 * images.VERSION
_PATIENCE: Final = 1.0  # seconds for another thread that writes; then a thumbnail is made and not kept
_QUALITY: Final = 85
_FRESH: Final = 3600  # seconds after which it is written down that a thumbnail was used again
_LOOK_AFTER: Final = 4 << 20  # bytes written between two looks at the size of all
_BATCH: Final = 200  # thumbnails that are removed at once
_KEPT: Final = 0.9  # of the limit, once it was reached
_SCHEMA: Final = """
CREATE TABLE thumbnails (
  path BLOB NOT NULL, side INTEGER NOT NULL, size INTEGER NOT NULL, mtime_ns INTEGER NOT NULL,
  used INTEGER NOT NULL, data BLOB NOT NULL, UNIQUE (path, side));
CREATE INDEX by_use ON thumbnails (used);
"""


class Thumbnails:
    """Small pictures by path. Opened, used and closed on one thread; several may use one file."""

    def __init__(self, path: Path, *, limit: int, max_pixels: int) -> None:
        """The cache at ``path``, made if need be, of ``limit`` bytes at most; 0 keeps nothing.

        ``max_pixels``: larger pictures aren't decoded.
        """
        self._path = path
        self._limit = limit
        self._max_pixels = max_pixels
        self._written = _LOOK_AFTER  # the limit may be a lower one than last time
        self._connection = self._opened() if limit > 0 else None

    def __enter__(self) -> Self:
        """Itself, to be closed at the end of the block."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close it."""
        self.close()

    def picture(self, path: Path, side: int) -> Image.Image:
        """The picture, upright RGB, its longer side ``side`` (one of ``SIDES``) or less where the file has less.

        Raises:
            ImageError: there is no picture to be had from the file.
        """
        source = images.glance(path)
        kept = self._kept(source, side)
        if kept is not None:
            return kept
        small = _reduced(images.decode(source, min_side=side, max_pixels=self._max_pixels), side)
        self._keep(source, side, small)
        return small

    def size(self) -> int:
        """Bytes that the cache takes on the disk."""
        with suppress(OSError):
            return self._path.stat().st_size
        return 0

    def clear(self) -> None:
        """Forget all thumbnails and give their room back."""
        self._do("DELETE FROM thumbnails")
        self._do("VACUUM")

    def close(self) -> None:
        """Let go of the file."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    # --- the cache ---------------------------------------------------------------------------------------------------

    def _kept(self, source: Source, side: int) -> Image.Image | None:
        """The thumbnail of the file as it is now, if it is there and whole."""
        select = "SELECT rowid, used, data FROM thumbnails WHERE path = ? AND side = ? AND size = ? AND mtime_ns = ?"
        found = self._do(select, (_name(source.path), side, source.size, source.mtime_ns))
        if not found:
            return None
        row, used, data = found[0]
        now = int(time.time())
        if now - used > _FRESH:
            self._do("UPDATE thumbnails SET used = ? WHERE rowid = ?", (now, row))
        try:
            image = Image.open(io.BytesIO(data), formats=("JPEG",))
            image.load()
        except Exception:  # noqa: BLE001 - whatever the damage, the picture is made again
            return None
        return image

    def _keep(self, source: Source, side: int, small: Image.Image) -> None:
        if self._connection is None:
            return
        buffer = io.BytesIO()
        small.save(buffer, "JPEG", quality=_QUALITY)
        data = buffer.getvalue()
        values = (_name(source.path), side, source.size, source.mtime_ns, int(time.time()), data)
        self._do("INSERT OR REPLACE INTO thumbnails VALUES (?, ?, ?, ?, ?, ?)", values)
        self._written += len(data)
        if self._written >= _LOOK_AFTER:
            self._written = 0
            self._make_room()

    def _make_room(self) -> None:
        """Remove what was not used for longest, a batch at a time, when there is more than the limit."""
        if self._taken() <= self._limit:
            return
        while self._taken() > self._limit * _KEPT:
            oldest = "SELECT rowid FROM thumbnails ORDER BY used LIMIT ?"
            if not self._do("SELECT 1 FROM thumbnails LIMIT 1"):
                break
            self._do(f"DELETE FROM thumbnails WHERE rowid IN ({oldest})", (_BATCH,))  # noqa: S608 - our own text
        if self._connection is not None:
            with suppress(sqlite3.Error):
                self._connection.executescript("PRAGMA incremental_vacuum")  # execute would stop after a page

    def _taken(self) -> int:
        """Bytes in use: the file, without the pages that are free."""
        pages, free, size = (self._do(f"PRAGMA {name}") for name in ("page_count", "freelist_count", "page_size"))
        return (pages[0][0] - free[0][0]) * size[0][0] if pages and free and size else 0

    # --- SQLite ------------------------------------------------------------------------------------------------------

    def _do(self, sql: str, values: tuple[object, ...] = ()) -> list[tuple[int, int, bytes]]:
        """What SQLite answers; nothing when it can't, and no further questions when the file is damaged."""
        if self._connection is None:
            return []
        try:
            return self._connection.execute(sql, values).fetchall()
        except sqlite3.OperationalError:  # locked, full, read-only: the next one may go through
            return []
        except sqlite3.DatabaseError:
            self.close()
            self._delete()
            return []

    def _opened(self) -> sqlite3.Connection | None:
        """A connection with its table; a file that is damaged or of another version is made anew."""
        for _ in range(2):
            try:
                self._path.parent.mkdir(parents=True, exist_ok=True)
                return _connect(self._path)
            except sqlite3.OperationalError:
                return None
            except sqlite3.DatabaseError:
                self._delete()
            except OSError:
                return None
        return None

    def _delete(self) -> None:
        """Remove a damaged file; where that can't be, the next start tries again."""
        for suffix in ("", "-journal"):
            with suppress(OSError):
                self._path.with_name(self._path.name + suffix).unlink(missing_ok=True)


def _connect(path: Path) -> sqlite3.Connection:
    """The database at ``path``, ready.

    No WAL, which needs shared memory and so a local disk. ``synchronous = OFF``: only a power cut can damage it.

    Raises:
        sqlite3.DatabaseError: it is damaged or of another version; an OperationalError when it can't be used.
    """
    connection = sqlite3.connect(path, timeout=_PATIENCE, isolation_level=None)
    try:
        for pragma in ("auto_vacuum = INCREMENTAL", "journal_mode = TRUNCATE", "synchronous = OFF"):
            connection.execute(f"PRAGMA {pragma}")
        connection.execute("BEGIN IMMEDIATE")
        version = connection.execute("PRAGMA user_version").fetchone()[0]
        if version == 0:
            for statement in _SCHEMA.split(";"):
                connection.execute(statement)
            connection.execute(f"PRAGMA user_version = {_VERSION}")
        connection.commit()
        if version not in {0, _VERSION}:
            raise sqlite3.DatabaseError("of another version")  # noqa: TRY301 - the connection is closed below
    except BaseException:
        connection.close()
        raise
    return connection


def _reduced(image: Image.Image, side: int) -> Image.Image:
    """``image`` no larger than ``side`` either way, its proportions kept."""
    factor = side / max(image.size)
    if factor >= 1:
        return image
    width, height = (max(1, round(length * factor)) for length in image.size)
    return image.resize((width, height), Image.Resampling.LANCZOS, reducing_gap=3.0)


def _name(path: Path) -> bytes:
    """A path as bytes, since file names need not be UTF-8."""
    return os.fsencode(path)
