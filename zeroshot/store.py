"""The embedding store: one SQLite file of fp16 vectors, so that no picture and no prompt is encoded twice.

Pictures are known by the hash of their content, prompts by their text, both together with the encoder's id. A
file index remembers which content lay at a path, so that an unchanged file needn't be read again to be known.
Vectors are float16 on disk; ``rounded`` makes a fresh one equal to what a later run will read back.
"""

from __future__ import annotations

import os
import sqlite3
import time
from contextlib import closing, contextmanager
from typing import TYPE_CHECKING, Any, Self

import numpy as np
import numpy.typing as npt

from zeroshot.errors import StoreError
from zeroshot.records import Source

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

Vector = npt.NDArray[np.float32]

SCHEMA_VERSION = 1
PATIENCE = 30.0
"""Seconds to wait for another program that writes."""

_SCHEMA = """
CREATE TABLE encoders (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE);
CREATE TABLE pictures (key BLOB NOT NULL, encoder INTEGER NOT NULL, vector BLOB NOT NULL, UNIQUE (encoder, key));
CREATE TABLE texts (text TEXT NOT NULL, encoder INTEGER NOT NULL, vector BLOB NOT NULL, UNIQUE (encoder, text));
CREATE TABLE files (
  path BLOB NOT NULL UNIQUE, size INTEGER NOT NULL, mtime_ns INTEGER NOT NULL, key BLOB NOT NULL);
"""
_MANY = 500  # variables in one statement, well below SQLite's oldest limit of 999
_SETTLED_NS = 2_000_000_000  # a file changed this recently may change again within its clock's tick (FAT: 2 s)


def rounded(vectors: Vector) -> Vector:
    """Vectors as they will be read back: through float16. Without it a cold run and a stored run would differ."""
    return vectors.astype(np.float16).astype(np.float32)


class Store:
    """Vectors by content and encoder. Opened, used and closed on one thread."""

    def __init__(self, connection: sqlite3.Connection, notice: str = "") -> None:
        """Wrap an open connection; ``notice`` says what the user should know of how it was opened."""
        self._connection = connection
        self._encoders: dict[str, int] = {}
        self.notice = notice

    @classmethod
    def open(cls, path: Path, *, checked: bool = False) -> Self:
        """The store at ``path``, made if need be; ``checked`` when this program has just had it open.

        A damaged file is moved aside and a new one made; where nothing can be written the store is a temporary
        one that is forgotten at the end. ``notice`` tells of both.

        Raises:
            StoreError: another program keeps it locked, or it was made by a newer version.
        """
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            return cls(_connect(path, checked=checked))
        except sqlite3.DatabaseError as error:
            if _is_damage(error):
                aside = _move_aside(path)
                told = f"The store {path} was damaged. It was moved to {aside.name} and begun anew."
                return cls(_connect(path, checked=False), told)
            if "locked" in str(error):
                raise StoreError(f"Another program keeps the store {path} locked. Close it, or use --home.") from error
            return cls._temporary(path, str(error))
        except OSError as error:
            return cls._temporary(path, error.strerror or str(error))

    @classmethod
    def _temporary(cls, path: Path, reason: str) -> Self:
        """A store in SQLite's own temporary file, deleted when it is closed."""
        notice = f"Nothing can be stored in {path.parent} ({reason}): the next run has to begin anew. See --home."
        return cls(_prepared(sqlite3.connect("")), notice)

    def __enter__(self) -> Self:
        """Itself, to be closed at the end of the block."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close it."""
        self._connection.close()

    def pictures(self, keys: Iterable[bytes], encoder: str) -> dict[bytes, Vector]:
        """The stored vectors, float32 (d,), of those contents that ``encoder`` has seen."""
        found = self._select("SELECT key, vector FROM pictures WHERE encoder = ? AND key IN ({})", keys, encoder)
        return {key: _unpack(blob) for key, blob in found}

    def texts(self, texts: Iterable[str], encoder: str) -> dict[str, Vector]:
        """The stored vectors, float32 (d,), of those texts that ``encoder`` has read."""
        found = self._select("SELECT text, vector FROM texts WHERE encoder = ? AND text IN ({})", texts, encoder)
        return {text: _unpack(blob) for text, blob in found}

    def count_pictures(self) -> int:
        """How many vectors of pictures there are, of all encoders."""
        with _explained():
            return int(self._connection.execute("SELECT count(*) FROM pictures").fetchone()[0])

    def put_pictures(self, vectors: Mapping[bytes, Vector], encoder: str) -> None:
        """Keep vectors (d,) by content key: all of them or none."""
        self._insert("pictures", vectors, encoder)

    def put_texts(self, vectors: Mapping[str, Vector], encoder: str) -> None:
        """Keep vectors (d,) by text: all of them or none."""
        self._insert("texts", vectors, encoder)

    def sources(self, paths: Sequence[Path]) -> dict[Path, Source]:
        """What the file index knows of ``paths``; whether the files are still so is for the caller to see."""
        by_name = {_name(path): path for path in paths}
        found = self._select("SELECT path, size, mtime_ns, key FROM files WHERE path IN ({})", by_name)
        return {by_name[name]: Source(by_name[name], size, mtime, key) for name, size, mtime, key in found}

    def put_sources(self, sources: Iterable[Source]) -> None:
        """Index files, but for those that changed a moment ago and may change again unnoticed."""
        settled = time.time_ns() - _SETTLED_NS
        rows = [(_name(s.path), s.size, s.mtime_ns, s.key) for s in sources if s.mtime_ns < settled]
        if rows:
            with self._transaction():
                self._connection.executemany("INSERT OR REPLACE INTO files VALUES (?, ?, ?, ?)", rows)

    def _select(self, sql: str, values: Iterable[bytes | str], encoder: str | None = None) -> Iterator[tuple[Any, ...]]:
        first = () if encoder is None else (self._encoder(encoder),)
        wanted = list(values)
        for start in range(0, len(wanted), _MANY):
            part = wanted[start : start + _MANY]
            with _explained():
                yield from self._connection.execute(sql.format(",".join("?" * len(part))), (*first, *part))

    def _insert(self, table: str, vectors: Mapping[bytes, Vector] | Mapping[str, Vector], encoder: str) -> None:
        if not vectors:
            return
        number = self._encoder(encoder)
        with self._transaction():
            rows = [(key, number, vector.astype(np.float16).tobytes()) for key, vector in vectors.items()]
            self._connection.executemany(f"INSERT OR IGNORE INTO {table} VALUES (?, ?, ?)", rows)  # noqa: S608 - our own names

    def _encoder(self, name: str) -> int:
        """The encoder's number, given at first sight."""
        if name not in self._encoders:
            with _explained():
                self._connection.execute("INSERT OR IGNORE INTO encoders (name) VALUES (?)", (name,))
                row = self._connection.execute("SELECT id FROM encoders WHERE name = ?", (name,)).fetchone()
            self._encoders[name] = row[0]
        return self._encoders[name]

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        with _explained():
            self._connection.execute("BEGIN IMMEDIATE")
            try:
                yield
            except BaseException:
                self._connection.rollback()
                raise
            self._connection.commit()


def _connect(path: Path, *, checked: bool) -> sqlite3.Connection:
    """The database at ``path``, looked over and ready.

    Raises:
        sqlite3.DatabaseError: it is damaged, locked, or can't be written.
        StoreError: it was made by a newer version.
    """
    use_wal = not path.exists() and _wal_works(path.parent)  # the file remembers it
    connection = sqlite3.connect(path, timeout=PATIENCE, isolation_level=None)
    try:
        if use_wal:
            connection.execute("PRAGMA journal_mode = WAL")
        if not checked:
            _require_sound(connection)
        _require_usable(connection, path)
        return _prepared(connection)
    except BaseException:
        connection.close()
        raise


def _require_sound(connection: sqlite3.Connection) -> None:
    if connection.execute("PRAGMA quick_check(1)").fetchone()[0] != "ok":
        raise sqlite3.DatabaseError("database disk image is malformed")


def _require_usable(connection: sqlite3.Connection, path: Path) -> None:
    """Refuse a database of a newer version, and see that it can be written."""
    version = connection.execute("PRAGMA user_version").fetchone()[0]
    if version > SCHEMA_VERSION:
        raise StoreError(f"The store {path} was made by a newer Zeroshot. Update this one, or use --home.")
    connection.execute("BEGIN IMMEDIATE")
    connection.execute(f"PRAGMA user_version = {version}")
    connection.commit()


def _prepared(connection: sqlite3.Connection) -> sqlite3.Connection:
    """``connection`` with its tables.

    With ``synchronous = NORMAL`` a killed program loses no committed chunk; only a power cut can.
    """
    connection.isolation_level = None
    connection.execute("PRAGMA synchronous = NORMAL")
    connection.execute("BEGIN IMMEDIATE")
    if connection.execute("PRAGMA user_version").fetchone()[0] == 0:
        for statement in _SCHEMA.split(";"):
            connection.execute(statement)
        connection.execute(f"PRAGMA user_version = {SCHEMA_VERSION}")
    connection.commit()
    return connection


def _wal_works(folder: Path) -> bool:
    """Whether a second connection can read a WAL database here.

    On network file systems it can't, and the pragma may claim success all the same.
    """
    scratch = folder / f"probe-{os.getpid()}.sqlite"
    try:
        with closing(sqlite3.connect(scratch)) as one, closing(sqlite3.connect(scratch)) as other:
            claimed = one.execute("PRAGMA journal_mode = WAL").fetchone()[0]
            one.execute("CREATE TABLE probe (x)")
            one.commit()
            return bool(claimed == "wal" and other.execute("SELECT count(*) FROM probe").fetchone() == (0,))
    except sqlite3.DatabaseError:
        return False
    finally:
        for leftover in folder.glob(scratch.name + "*"):
            leftover.unlink(missing_ok=True)


def _is_damage(error: sqlite3.DatabaseError) -> bool:
    return "malformed" in str(error) or "not a database" in str(error)


def _move_aside(path: Path) -> Path:
    """Rename a damaged database; its WAL can't be applied to another and goes with it."""
    aside = path.with_name(f"{path.name}.damaged-{time.strftime('%Y%m%d-%H%M%S')}")
    for suffix in ("", "-wal", "-shm"):
        part = path.with_name(path.name + suffix)
        if part.exists():
            part.replace(aside.with_name(aside.name + suffix))
    return aside


@contextmanager
def _explained() -> Iterator[None]:
    """SQLite's errors as one sentence."""
    try:
        yield
    except sqlite3.DatabaseError as error:
        if _is_damage(error):
            raise StoreError(
                "The store of vectors is damaged. Run again: it will be set aside and begun anew."
            ) from error
        if "full" in str(error):
            raise StoreError(
                "The disk is full: no vectors can be stored. Free some space and run the same command."
            ) from error
        raise StoreError(f"The store of vectors can't be used ({error}). Run again, or use --home.") from error


def _name(path: Path) -> bytes:
    """A path as the index knows it: absolute, and bytes, since file names need not be UTF-8."""
    return os.fsencode(path.absolute())


def _unpack(blob: bytes) -> Vector:
    return np.frombuffer(blob, np.float16).astype(np.float32)
