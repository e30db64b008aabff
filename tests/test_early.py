"""What is decoded while a model loads: the same answers sooner, and nothing more than that."""

from __future__ import annotations

from threading import Event, Semaphore
from typing import TYPE_CHECKING

import numpy as np
import pytest

from zeroshot import early as early_module
from zeroshot import images
from zeroshot.early import EARLY, Early, decoding
from zeroshot.encoders.geometry import Geometry
from zeroshot.pipeline import CHUNK, Pipeline
from zeroshot.store import Store

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from conftest import ColourEncoder

    Paint = Callable[..., Path]

MAX_PIXELS = 10_000_000


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store.open(tmp_path / "home" / "embeddings.sqlite") as store:
        yield store


@pytest.fixture
def decoded(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of the files that are decoded, as they are."""
    names: list[str] = []
    decode = images.decode

    def counted(source: images.Source, **limits: int) -> object:
        names.append(source.path.name)
        return decode(source, **limits)

    monkeypatch.setattr(images, "decode", counted)
    return names


def ahead(paths: list[Path], store: Store, done: int) -> Early:
    """What was decoded early when so many files were begun: none is left half done."""
    begun = Semaphore(0)
    work = early_module._decoded

    def watched(*arguments: object) -> object:
        begun.release()
        return work(*arguments)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(early_module, "_decoded", watched)
        with decoding(paths, store, Geometry((8, 8)), max_pixels=MAX_PIXELS) as early:
            for _ in range(done):
                assert begun.acquire(timeout=60)
    return early


def run(encoder: ColourEncoder, store: Store, paths: list[Path], early: Early | None = None) -> list:
    pipeline = Pipeline(encoder, store, max_pixels=MAX_PIXELS, stop=Event(), early=early)
    return [outcome for chunk in pipeline.pictures(paths) for outcome in chunk]


def test_a_run_takes_what_was_decoded_early_and_decodes_the_rest(
    encoder: ColourEncoder, store: Store, paint: Paint, decoded: list[str]
) -> None:
    paths = [paint(f"{i}.png", "red", i) for i in range(2 * CHUNK)]
    early = ahead(paths[:10], store, 10)
    outcomes = run(encoder, store, paths, early)
    assert sorted(decoded) == sorted(path.name for path in paths)
    assert all(outcome.vector is not None for outcome in outcomes)
    assert early.pixels == {}


def test_what_the_index_knows_is_not_decoded_early(
    encoder: ColourEncoder, store: Store, paint: Paint, decoded: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("zeroshot.store._SETTLED_NS", 0)
    old, new = paint("old.png", "red"), paint("new.png", "blue")
    run(encoder, store, [old])
    decoded.clear()
    ahead([old, new], store, 1)
    assert decoded == ["new.png"]


def test_a_file_that_can_not_be_read_is_told_when_the_run_comes_to_it(
    encoder: ColourEncoder, store: Store, paint: Paint, tmp_path: Path
) -> None:
    bad = tmp_path / "bad.png"
    bad.write_bytes(paint("a.png", "red").read_bytes()[:40])
    early = ahead([bad, tmp_path / "missing.png"], store, 2)
    assert early == Early()
    assert all(outcome.error for outcome in run(encoder, store, [bad, tmp_path / "missing.png"], early))


def test_a_file_that_changes_meanwhile_is_decoded_as_it_is_then(
    encoder: ColourEncoder, store: Store, paint: Paint, tmp_path: Path
) -> None:
    path = paint("a.png", "red")
    early = ahead([path], store, 1)
    paint("a.png", "blue", 50)
    with Store.open(tmp_path / "other" / "embeddings.sqlite") as other:
        (expected,) = run(encoder, other, [path])
    (outcome,) = run(encoder, store, [path], early)
    np.testing.assert_array_equal(outcome.vector, expected.vector)


def test_only_the_first_pictures_are_taken_and_none_is_waited_for(store: Store, paint: Paint) -> None:
    taken: list[Path] = []

    def endless() -> Iterator[Path]:
        while True:
            taken.append(paint("a.png", "red"))
            yield taken[-1]

    with decoding(endless(), store, Geometry((8, 8)), max_pixels=MAX_PIXELS):
        pass
    assert len(taken) == EARLY


def test_no_pictures_are_no_work(store: Store) -> None:
    with decoding((), store, Geometry((8, 8)), max_pixels=MAX_PIXELS) as early:
        pass
    assert early == Early()
