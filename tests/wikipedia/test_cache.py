"""The cache of answers: it gives back what it was given, and its troubles stay its own."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from zeroshot.records import Attribution
from zeroshot.wikipedia.cache import Cache, Licence
from zeroshot.wikipedia.outcomes import Article, Details, Kind, Outcome, Translation

if TYPE_CHECKING:
    from pathlib import Path

API = "https://wiki.invalid/api.php"
SOURCE = Attribution("Wug", "https://wiki.invalid/Wug", "en", 7, "2026-01-01T00:00:00Z", "CC BY-SA 4.0", "https://cc")
WUG = Outcome("wug", Kind.ARTICLE, Article("wug", "A wug is blue.", SOURCE))
MANY = Outcome("wugs", Kind.DISAMBIGUATION, choices=("Wug (animal)", "Wug Cars"), message="Choose one.")


@pytest.mark.parametrize("outcome", [WUG, MANY])
def test_an_answer_comes_back(tmp_path: Path, outcome: Outcome) -> None:
    path = tmp_path / "new" / "wikipedia.sqlite"
    with Cache(path) as cache:
        cache.put(API, "en", outcome, "A wug () is blue.[1]")
    with Cache(path) as cache:
        kept = cache.get(API, "en", outcome.name)
        assert kept is not None
        assert kept.outcome == outcome
        assert kept.age < 60
        assert cache.get(API, "de", outcome.name) is None
        assert cache.get("https://other.invalid/api.php", "en", outcome.name) is None


def test_a_licence_comes_back(tmp_path: Path) -> None:
    with Cache(tmp_path / "wikipedia.sqlite") as cache:
        cache.put_licence(API, Licence("CC0", "https://cc0"))
        assert cache.licence(API) == Licence("CC0", "https://cc0")


def test_a_file_of_the_first_version_keeps_its_answers(tmp_path: Path) -> None:
    path = tmp_path / "wikipedia.sqlite"
    with Cache(path) as cache:
        cache.put(API, "en", WUG, "A wug is blue.")
    with closing(sqlite3.connect(path)) as old:
        old.execute("DROP TABLE details")
        old.execute("PRAGMA user_version = 1")
    details = Details((Translation("de", "Deutsch", "Wug (Tier)"),), b"a picture")
    with Cache(path) as cache:
        cache.put_details(API, "en", "Wug", details)
        kept = cache.details(API, "en", "Wug")
        assert kept is not None
        assert kept.details == details
        assert cache.get(API, "en", "wug") is not None


@pytest.mark.parametrize("damage", [b"this is no database" * 100, b""])
def test_a_damaged_file_is_set_aside(tmp_path: Path, damage: bytes) -> None:
    path = tmp_path / "wikipedia.sqlite"
    path.write_bytes(damage)
    with Cache(path) as cache:
        cache.put(API, "en", WUG, "A wug is blue.")
        assert cache.get(API, "en", "wug") is not None
    assert path.with_name("wikipedia.sqlite.damaged").exists() == bool(damage)


def test_damage_that_shows_later_is_set_aside_too(tmp_path: Path) -> None:
    path = tmp_path / "wikipedia.sqlite"
    with Cache(path) as cache:
        for number in range(50):
            cache.put(API, "en", Outcome(f"wug {number}", Kind.MISSING, message="There is none. " * 100))
        content = path.read_bytes()
        path.write_bytes(content[:4096] + b"\xff" * (len(content) - 4096))
        for number in range(50):
            cache.get(API, "en", f"wug {number}")
        cache.put(API, "en", WUG, "A wug is blue.")
        assert cache.get(API, "en", "wug") is not None


def test_where_nothing_can_be_written_nothing_is_kept(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    with Cache(tmp_path / "file" / "wikipedia.sqlite") as cache:
        cache.put(API, "en", WUG)
        assert cache.get(API, "en", "wug") is None
