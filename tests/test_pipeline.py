"""Files to vectors: what is encoded, stored, shared, failed and stopped."""

from __future__ import annotations

import sqlite3
from threading import Event
from typing import TYPE_CHECKING

import numpy as np
import pytest

from zeroshot import pipeline as pipeline_module
from zeroshot.pipeline import CHUNK, Pipeline
from zeroshot.store import Store

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from conftest import ColourEncoder

    Paint = Callable[..., Path]


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store.open(tmp_path / "home" / "embeddings.sqlite") as store:
        yield store


def build(encoder: ColourEncoder, store: Store, stop: Event | None = None) -> Pipeline:
    return Pipeline(encoder, store, max_pixels=10_000_000, stop=stop or Event())


def run(encoder: ColourEncoder, store: Store, paths: list[Path]) -> list:
    return [outcome for chunk in build(encoder, store).pictures(paths) for outcome in chunk]


def test_outcomes_come_in_the_order_given_with_unit_vectors(encoder: ColourEncoder, store: Store, paint: Paint) -> None:
    paths = [paint(f"{i}.png", "red", i) for i in range(3 * CHUNK + 5)]
    outcomes = run(encoder, store, paths)
    assert [outcome.path for outcome in outcomes] == paths
    assert encoder.encoded == len(paths)
    np.testing.assert_allclose([np.linalg.norm(o.vector) for o in outcomes], 1, atol=1e-3)


def test_a_second_run_encodes_nothing_and_gives_the_same_bits(
    encoder: ColourEncoder, store: Store, paint: Paint
) -> None:
    paths = [paint(f"{i}.png", "blue", i) for i in range(CHUNK + 5)]
    first = run(encoder, store, paths)
    encoder.batches.clear()
    second = run(encoder, store, paths)
    assert encoder.encoded == 0
    assert all((a.vector == b.vector).all() for a, b in zip(first, second, strict=True))


def test_a_moved_file_is_known_by_its_content(
    encoder: ColourEncoder, store: Store, paint: Paint, tmp_path: Path
) -> None:
    path = paint("a.png", "red")
    run(encoder, store, [path])
    moved = path.rename(tmp_path / "b.png")
    encoder.batches.clear()
    assert run(encoder, store, [moved])[0].vector is not None
    assert encoder.encoded == 0


def test_copies_are_encoded_once_near_and_far(encoder: ColourEncoder, store: Store, paint: Paint) -> None:
    paths = [paint(f"{i}.png", "green", i % 3) for i in range(3 * CHUNK)]
    outcomes = run(encoder, store, paths)
    assert encoder.encoded == 3
    assert all((o.vector == outcomes[i % 3].vector).all() for i, o in enumerate(outcomes))


def test_a_bad_file_is_an_outcome_and_so_is_each_of_its_copies(
    encoder: ColourEncoder, store: Store, paint: Paint, tmp_path: Path
) -> None:
    paths = [paint(f"{i}.png", "red", i) for i in range(2 * CHUNK)]
    for i in (3, 5, CHUNK + 1):
        paths[i].write_bytes(paths[0].read_bytes()[:40])
    paths[7] = tmp_path / "missing.png"
    outcomes = run(encoder, store, paths)
    failed = {i: outcome.error for i, outcome in enumerate(outcomes) if outcome.vector is None}
    assert failed.keys() == {3, 5, 7, CHUNK + 1}
    assert failed[3] == failed[5] == failed[CHUNK + 1] != failed[7]
    assert all(failed.values())


def test_another_encoder_starts_anew(encoder: ColourEncoder, store: Store, paint: Paint) -> None:
    path = paint("a.png", "red")
    run(encoder, store, [path])
    encoder.id = "colours/test/0/bf16"
    run(encoder, store, [path])
    assert encoder.encoded == 2


def test_a_changed_file_is_encoded_again(encoder: ColourEncoder, store: Store, paint: Paint) -> None:
    red = run(encoder, store, [paint("a.png", "red")])[0]
    blue = run(encoder, store, [paint("a.png", "blue")])[0]
    assert not np.allclose(red.vector, blue.vector)


def test_a_stop_keeps_whole_chunks_and_the_rest_is_done_later(
    encoder: ColourEncoder, store: Store, paint: Paint
) -> None:
    paths = [paint(f"{i}.png", "red", i) for i in range(4 * CHUNK)]
    stop = Event()
    chunks = build(encoder, store, stop).pictures(paths)
    next(chunks)
    stop.set()
    assert list(chunks) == []
    whole = encoder.encoded
    assert whole == CHUNK
    assert len(run(encoder, store, paths)) == len(paths)
    assert encoder.encoded == len(paths)


def test_batches_are_the_same_after_an_interruption(
    encoder: ColourEncoder, store: Store, paint: Paint, tmp_path: Path
) -> None:
    """Copies included: which pictures share a batch may change the last bits of their vectors."""
    paths = [paint(f"{i}.png", "red", i * 7 % 50) for i in range(4 * CHUNK)]
    with Store.open(tmp_path / "other" / "embeddings.sqlite") as untouched:
        run(encoder, untouched, paths)
    whole, encoder.batches = encoder.batches, []
    chunks = build(encoder, store).pictures(paths)
    next(chunks)
    next(chunks)
    chunks.close()
    run(encoder, store, paths)
    assert encoder.batches == whole


def test_no_more_than_a_few_chunks_are_read_ahead(encoder: ColourEncoder, store: Store, paint: Paint) -> None:
    taken = 0

    def endless() -> Iterator[Path]:
        nonlocal taken
        while True:
            taken += 1
            yield paint(f"{taken % 40}.png", "red", taken % 40)

    chunks = build(encoder, store).pictures(endless())
    for _ in range(5):
        next(chunks)
    chunks.close()
    assert taken <= 8 * CHUNK


def test_texts_are_encoded_once_and_told_as_progress(
    encoder: ColourEncoder, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pipeline_module, "TEXTS", 2)
    pipeline = build(encoder, store)
    steps = list(pipeline.texts(["a red thing", "a blue thing", "a green thing", "a red thing"]))
    assert [(step.done, step.total) for step in steps] == [(2, 3), (3, 3)]
    assert list(pipeline.texts(["a red thing", "a blue thing"])) == []
    assert len(encoder.read) == 3
    assert pipeline.text_vectors(["a red thing"])["a red thing"].shape == (3,)


def test_what_is_encoded_is_on_disk_before_it_is_told(
    encoder: ColourEncoder, store: Store, paint: Paint, tmp_path: Path
) -> None:
    paths = [paint(f"{i}.png", "red", i) for i in range(2 * CHUNK)]
    chunks = build(encoder, store).pictures(paths)
    next(chunks)
    with sqlite3.connect(tmp_path / "home" / "embeddings.sqlite") as other:
        assert other.execute("SELECT count(*) FROM pictures").fetchone() == (CHUNK,)
    other.close()
    chunks.close()
