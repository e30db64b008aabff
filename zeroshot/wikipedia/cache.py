"""What wikis have answered, in one SQLite file, so that nothing is asked twice and all works without a network.

An answer is kept by the wiki's address, its language and the name that was asked for; also that there is no such page.
The file is a cache: what is wrong with it (damaged, locked, full, not writable) costs requests and never an exception.
"""

from __future__ import annotations

import json
import sqlite3
import time
from contextlib import suppress
from dataclasses import astuple, dataclass
from typing import TYPE_CHECKING, Final, Self

from zeroshot.records import Attribution
from zeroshot.wikipedia.extracts import LONGEST, clean
from zeroshot.wikipedia.outcomes import Article, Details, Kind, Outcome, Translation

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

_VERSION: Final = 2  # 1 had no details
_PATIENCE: Final = 2.0  # seconds for another program that writes; then an answer is asked for and not kept
_SCHEMA: Final = """
CREATE TABLE IF NOT EXISTS answers (
  api TEXT NOT NULL, language TEXT NOT NULL, name TEXT NOT NULL, fetched_at REAL NOT NULL,
  kind TEXT NOT NULL, message TEXT NOT NULL, choices TEXT NOT NULL,
  title TEXT, url TEXT, wiki_language TEXT, revision INTEGER, retrieved TEXT, licence TEXT, licence_url TEXT,
  extract TEXT,
  UNIQUE (api, language, name));
CREATE TABLE IF NOT EXISTS licences (api TEXT NOT NULL UNIQUE, licence TEXT NOT NULL, licence_url TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS details (
  api TEXT NOT NULL, language TEXT NOT NULL, title TEXT NOT NULL, fetched_at REAL NOT NULL,
  translations TEXT NOT NULL, picture BLOB NOT NULL,
  UNIQUE (api, language, title));
"""


@dataclass(frozen=True, slots=True)
class Licence:
    """Under which terms a wiki gives its texts."""

    name: str
    url: str


@dataclass(frozen=True, slots=True)
class Kept:
    """An answer from the cache, and its age in seconds."""

    outcome: Outcome
    age: float


@dataclass(frozen=True, slots=True)
class KeptDetails:
    """Details from the cache, and their age in seconds."""

    details: Details
    age: float


class Cache:
    """Answers of wikis. Opened, used and closed on one thread; several programs may use one file."""

    def __init__(self, path: Path) -> None:
        """The cache at ``path``, made if need be; a damaged file is moved aside."""
        self._path = path
        self._connection = self._opened()

    def __enter__(self) -> Self:
        """Itself, to be closed at the end of the block."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close it."""
        self.close()

    def close(self) -> None:
        """Let go of the file."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def get(self, api: str, language: str, name: str) -> Kept | None:
        """What this wiki answered for ``name``, however long ago."""
        row = self._do("SELECT * FROM answers WHERE api = ? AND language = ? AND name = ?", (api, language, name))
        if not row:
            return None
        try:
            return Kept(_outcome(row[0]), max(0.0, time.time() - row[0]["fetched_at"]))
        except (ValueError, TypeError):  # written by a hand that wasn't ours
            return None

    def put(self, api: str, language: str, outcome: Outcome, extract: str = "") -> None:
        """Keep an answer; ``extract`` is the text as it came, so that a better cleaner needs no new request."""
        choices = json.dumps(outcome.choices, ensure_ascii=False)
        asked = (api, language, outcome.name, time.time(), outcome.kind, outcome.message, choices)
        values = (*asked, *_columns(outcome.article, extract))
        places = ",".join("?" * len(values))
        self._do(f"INSERT OR REPLACE INTO answers VALUES ({places})", values)  # noqa: S608 - our own text

    def licence(self, api: str) -> Licence | None:
        """Under which terms this wiki gives its texts, if it has been asked."""
        row = self._do("SELECT licence, licence_url FROM licences WHERE api = ?", (api,))
        return Licence(row[0]["licence"], row[0]["licence_url"]) if row else None

    def put_licence(self, api: str, licence: Licence) -> None:
        """Keep the terms of a wiki."""
        self._do("INSERT OR REPLACE INTO licences VALUES (?, ?, ?)", (api, licence.name, licence.url))

    def details(self, api: str, language: str, title: str) -> KeptDetails | None:
        """What this wiki told about the page beside its text, however long ago."""
        row = self._do("SELECT * FROM details WHERE api = ? AND language = ? AND title = ?", (api, language, title))
        if not row:
            return None
        try:
            translations = tuple(Translation(*map(str, one)) for one in json.loads(row[0]["translations"]))
            details = Details(translations, bytes(row[0]["picture"]))
            return KeptDetails(details, max(0.0, time.time() - row[0]["fetched_at"]))
        except (ValueError, TypeError):  # written by a hand that wasn't ours
            return None

    def put_details(self, api: str, language: str, title: str, details: Details) -> None:
        """Keep what a page has beside its text."""
        translations = json.dumps([astuple(one) for one in details.translations], ensure_ascii=False)
        values = (api, language, title, time.time(), translations, details.picture)
        self._do("INSERT OR REPLACE INTO details VALUES (?, ?, ?, ?, ?, ?)", values)

    def clear(self) -> None:
        """Forget everything and give its room back."""
        for table in ("answers", "licences", "details"):
            self._do(f"DELETE FROM {table}")  # noqa: S608 - our own text
        self._do("VACUUM")

    # --- SQLite ------------------------------------------------------------------------------------------------------

    def _do(self, sql: str, values: Iterable[object] = ()) -> list[sqlite3.Row]:
        """What SQLite answers; nothing when it can't."""
        if self._connection is None:
            return []
        try:
            return self._connection.execute(sql, tuple(values)).fetchall()
        except sqlite3.OperationalError:  # locked, full, read-only: the next one may go through
            return []
        except sqlite3.DatabaseError:
            self.close()
            self._set_aside()
            self._connection = self._opened()
            return []

    def _opened(self) -> sqlite3.Connection | None:
        """A connection with its tables; a file that is damaged or of another version is moved aside."""
        for _ in range(2):
            try:
                self._path.parent.mkdir(parents=True, exist_ok=True)
                return _connect(self._path)
            except sqlite3.OperationalError:
                return None
            except sqlite3.DatabaseError:
                self._set_aside()
            except OSError:
                return None
        return None

    def _set_aside(self) -> None:
        """Rename a file that can't be used; what was set aside before it goes."""
        with suppress(OSError):
            self._path.replace(self._path.with_name(f"{self._path.name}.damaged"))


def _connect(path: Path) -> sqlite3.Connection:
    """The database at ``path``, ready.

    No WAL, which needs shared memory and so a local disk.

    Raises:
        sqlite3.DatabaseError: it is damaged or of another version; an OperationalError when it can't be used.
    """
    connection = sqlite3.connect(path, timeout=_PATIENCE, isolation_level=None)
    try:
        connection.row_factory = sqlite3.Row
        connection.execute("BEGIN IMMEDIATE")
        version = connection.execute("PRAGMA user_version").fetchone()[0]
        if version < _VERSION:
            for statement in _SCHEMA.split(";"):
                connection.execute(statement)
            connection.execute(f"PRAGMA user_version = {_VERSION}")
        connection.commit()
        if version > _VERSION or connection.execute("PRAGMA quick_check(1)").fetchone()[0] != "ok":
            raise sqlite3.DatabaseError("damaged, or of another version")  # noqa: TRY301 - it is closed below
    except BaseException:
        connection.close()
        raise
    return connection


def _columns(article: Article | None, extract: str) -> tuple[object, ...]:
    """An article as the columns from ``title`` on."""
    if article is None:
        return (None,) * 8
    source = article.source
    told = (source.title, source.url, source.language, source.revision, source.retrieved)
    return (*told, source.licence, source.licence_url, extract[:LONGEST])


def _outcome(row: sqlite3.Row) -> Outcome:
    """The answer that a row holds.

    Raises ValueError or TypeError for what isn't one.
    """
    article = None if row["title"] is None else _article(row)
    return Outcome(row["name"], Kind(row["kind"]), article, tuple(json.loads(row["choices"])), row["message"])


def _article(row: sqlite3.Row) -> Article:
    told = (row[name] for name in ("title", "url", "wiki_language", "revision", "retrieved", "licence", "licence_url"))
    source = Attribution(*told)
    return Article(row["name"], clean(row["extract"]), source)
