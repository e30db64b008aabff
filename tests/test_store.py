"""The embedding store on real SQLite files: whole, damaged, locked, full and read-only."""

from __future__ import annotations

import os
import sqlite3
import time
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from zeroshot import store as store_module
from zeroshot.errors import StoreError
from zeroshot.records import Source
from zeroshot.store import Store, rounded

ENCODER = "tiny/open_clip/0/fp32"


def vector(seed: int) -> np.ndarray:
    return rounded(np.random.default_rng(seed).normal(size=8).astype(np.float32))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "cache" / "embeddings.sqlite"


def test_vectors_come_back_exactly_as_rounded_vectors_went_in(path: Path) -> None:
    with Store.open(path) as store:
        store.put_pictures({b"one": vector(1), b"two": vector(2)}, ENCODER)
    with Store.open(path) as store:
        found = store.pictures([b"one", b"two", b"three"], ENCODER)
    assert found.keys() == {b"one", b"two"}
    np.testing.assert_array_equal(found[b"one"], vector(1))
    assert found[b"one"].dtype == np.float32


def test_another_encoder_has_its_own_vectors(path: Path) -> None:
    with Store.open(path) as store:
        store.put_pictures({b"one": vector(1)}, ENCODER)
        store.put_pictures({b"one": vector(2)}, ENCODER + "/bf16")
        np.testing.assert_array_equal(store.pictures([b"one"], ENCODER)[b"one"], vector(1))
        assert store.pictures([b"one"], "a third") == {}


def test_more_keys_are_asked_for_than_sqlite_takes_at_once(path: Path) -> None:
    keys = [str(i).encode() for i in range(2_500)]
    with Store.open(path) as store:
        store.put_pictures(dict.fromkeys(keys, vector(1)), ENCODER)
        assert len(store.pictures(keys, ENCODER)) == 2_500


@settings(max_examples=30, deadline=None)
@given(st.dictionaries(st.text(), st.integers(0, 50), max_size=20))
def test_any_text_finds_its_vector_again(texts: dict[str, int]) -> None:
    with Store.open(Path(":memory:")) as store:
        store.put_texts({text: vector(seed) for text, seed in texts.items()}, ENCODER)
        found = store.texts(texts, ENCODER)
    assert {text: tuple(v) for text, v in found.items()} == {text: tuple(vector(seed)) for text, seed in texts.items()}


def test_the_index_knows_files_by_absolute_path_and_keeps_names_that_are_not_utf8(path: Path, tmp_path: Path) -> None:
    odd = Path(os.fsdecode(os.fsencode(tmp_path) + b"/caf\xe9.jpg"))
    source = Source(odd, 10, 1_000, b"key")
    with Store.open(path) as store:
        store.put_sources([source])
        assert store.sources([odd, tmp_path / "other.jpg"]) == {odd: source}


def test_a_file_that_changed_a_moment_ago_is_not_indexed(path: Path, tmp_path: Path) -> None:
    fresh = Source(tmp_path / "a.jpg", 10, time.time_ns(), b"key")
    with Store.open(path) as store:
        store.put_sources([fresh])
        assert store.sources([fresh.path]) == {}


def test_a_damaged_store_is_moved_aside_told_and_begun_anew(path: Path) -> None:
    with Store.open(path) as store:
        store.put_pictures({str(i).encode(): vector(i) for i in range(2_000)}, ENCODER)
    data = bytearray(path.read_bytes())
    data[8_000:40_000] = b"\xaa" * 32_000
    path.write_bytes(data)
    with Store.open(path) as store:
        assert "damaged" in store.notice
        assert store.pictures([b"1"], ENCODER) == {}
        store.put_pictures({b"1": vector(1)}, ENCODER)
    (aside,) = path.parent.glob("*.damaged-*")
    assert aside.read_bytes() == data
    with Store.open(path) as store:
        assert store.notice == ""
        assert len(store.pictures([b"1"], ENCODER)) == 1


def test_a_file_that_is_no_database_is_moved_aside(path: Path) -> None:
    path.parent.mkdir()
    path.write_text("<html>no database, but long enough to look at" * 50)
    with Store.open(path) as store:
        assert "damaged" in store.notice


def test_where_nothing_can_be_written_the_store_is_temporary_and_says_so(tmp_path: Path) -> None:
    (tmp_path / "cache").write_text("a file where the folder should be")
    with Store.open(tmp_path / "cache" / "embeddings.sqlite") as store:
        assert "Nothing can be stored" in store.notice
        store.put_pictures({b"one": vector(1)}, ENCODER)
        np.testing.assert_array_equal(store.pictures([b"one"], ENCODER)[b"one"], vector(1))


def test_a_store_locked_by_another_program_is_named(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    Store.open(path).__exit__()
    monkeypatch.setattr(store_module, "PATIENCE", 0.05)
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    try:
        with pytest.raises(StoreError, match="Another program keeps the store"):
            Store.open(path)
    finally:
        other.close()


def test_a_store_of_a_newer_version_is_left_alone(path: Path) -> None:
    Store.open(path).__exit__()
    with sqlite3.connect(path) as connection:
        connection.execute("PRAGMA user_version = 99")
    connection.close()
    with pytest.raises(StoreError, match="newer Zeroshot"):
        Store.open(path)


def test_a_full_disk_is_one_sentence_and_loses_nothing_that_was_stored(path: Path) -> None:
    with Store.open(path) as store:
        store.put_pictures({b"one": vector(1)}, ENCODER)
        pages = store._connection.execute("PRAGMA page_count").fetchone()[0]
        store._connection.execute(f"PRAGMA max_page_count = {pages}")
        with pytest.raises(StoreError, match="disk is full"):
            store.put_pictures({str(i).encode(): vector(i) for i in range(5_000)}, ENCODER)
        assert store.pictures([b"one", b"1"], ENCODER).keys() == {b"one"}


def test_a_chunk_is_stored_whole_or_not_at_all(path: Path) -> None:
    with Store.open(path) as store:
        with pytest.raises(AttributeError):
            store.put_pictures({b"one": vector(1), b"two": None}, ENCODER)  # type: ignore[dict-item]
        assert store.pictures([b"one"], ENCODER) == {}
        store.put_pictures({b"one": vector(1)}, ENCODER)


def test_without_working_wal_another_journal_is_used(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(store_module, "_wal_works", lambda _: False)
    with Store.open(path) as store:
        store.put_pictures({b"one": vector(1)}, ENCODER)
        assert store._connection.execute("PRAGMA journal_mode").fetchone()[0] == "delete"
    with Store.open(path) as store:
        assert store._connection.execute("PRAGMA journal_mode").fetchone()[0] == "delete"


def test_two_runs_may_write_to_one_store(path: Path) -> None:
    with Store.open(path) as one, Store.open(path) as other:
        one.put_pictures({b"one": vector(1)}, ENCODER)
        other.put_pictures({b"one": vector(1), b"two": vector(2)}, ENCODER)
        assert len(one.pictures([b"one", b"two"], ENCODER)) == 2


def test_no_scratch_files_are_left_behind(path: Path) -> None:
    Store.open(path).__exit__()
    assert [file.name for file in path.parent.iterdir()] == ["embeddings.sqlite"]
