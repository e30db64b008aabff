"""Pictures that are one picture: proposed by vectors, decided by pixels, on real pictures that were changed."""

from __future__ import annotations

import shutil
from threading import Event
from typing import TYPE_CHECKING

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageEnhance

from zeroshot import duplicates
from zeroshot.duplicates import Group, Look, near_pairs
from zeroshot.errors import ImageError
from zeroshot.paths import assets
from zeroshot.records import Progress

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    import pytest

PIXELS = 1 << 26


def unit(rows: np.ndarray) -> np.ndarray:
    return (rows / np.linalg.norm(rows, axis=1, keepdims=True)).astype(np.float32)


@given(st.integers(2, 60), st.sampled_from([3, 130, 300]), st.floats(-0.2, 0.99), st.integers(0, 2**32))
def test_every_pair_above_the_threshold_is_found_and_no_other(count: int, dim: int, least: float, seed: int) -> None:
    random = np.random.default_rng(seed)
    rows = unit(random.normal(size=(count, dim)) + 2 * random.normal(size=(1, dim)) + random.normal(size=(count, 1)))
    cosines = rows @ rows.T
    expected = {(i, j) for i in range(count) for j in range(i + 1, count) if cosines[i, j] >= least + 1e-5}
    allowed = {(i, j) for i in range(count) for j in range(i + 1, count) if cosines[i, j] >= least - 1e-5}
    found = [tuple(pair) for _, pairs in near_pairs(rows, least) for pair in pairs.tolist()]
    assert len(found) == len(set(found))
    assert expected <= set(found) <= allowed


def test_tiles_meet_without_a_gap_and_progress_grows_to_the_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(duplicates, "_TILE", (7, 11))
    rows = unit(np.random.default_rng(3).normal(size=(50, 8)))
    steps = list(near_pairs(rows, 0.3))
    found = {tuple(pair) for _, pairs in steps for pair in pairs.tolist()}
    assert found == {(i, j) for i in range(50) for j in range(i + 1, 50) if rows[i] @ rows[j] >= 0.3}
    done = [progress.done for progress, _ in steps]
    assert done == sorted(done)
    assert steps[-1][0] == Progress(2500, 2500)


# --- real pictures ---------------------------------------------------------------------------------------------------


def changed(name: str, change: Callable[[Image.Image], Image.Image], to: Path, quality: int = 85) -> Path:
    with Image.open(assets() / "samples" / f"{name}.jpg") as image:
        change(image).save(to, quality=quality)
    return to


def smaller(image: Image.Image) -> Image.Image:
    return image.resize((image.width // 2, image.height // 2), Image.Resampling.LANCZOS)


def cropped(image: Image.Image) -> Image.Image:
    return image.crop((image.width // 25, image.height // 40, image.width, image.height))


def captioned(image: Image.Image) -> Image.Image:
    image.paste((0, 0, 0), (0, round(0.93 * image.height), image.width, image.height))
    return image


def groups_of(paths: Sequence[Path], stop: Event | None = None, vectors: np.ndarray | None = None) -> list[Group]:
    """The groups where the vectors tell nothing: all of them are equal unless given."""
    same = unit(np.ones((len(paths), 4))) if vectors is None else vectors
    *steps, last = duplicates.find(same, lambda place: duplicates.look_at(paths[place], PIXELS), stop or Event())
    assert all(isinstance(step, Progress) for step in steps)
    assert isinstance(last, tuple)
    return list(last)


def test_changed_copies_are_found_and_different_pictures_are_not(tmp_path: Path) -> None:
    original = tmp_path / "0.jpg"
    shutil.copy(assets() / "samples" / "apple.jpg", original)
    copies = [
        shutil.copy(original, tmp_path / "1.jpg"),
        changed("apple", smaller, tmp_path / "2.jpg"),
        changed("apple", lambda image: image, tmp_path / "3.jpg", quality=30),
        changed("apple", cropped, tmp_path / "4.jpg"),
        changed("apple", lambda image: ImageEnhance.Brightness(image).enhance(1.2), tmp_path / "5.jpg", quality=60),
        changed("apple", captioned, tmp_path / "6.jpg", quality=60),
    ]
    others = sorted((assets() / "samples").glob("[b-z]*.jpg"))
    (group,) = groups_of([original, *copies, *others])
    assert sorted(copy.place for copy in group.copies) == list(range(7))
    assert [copy.place for copy in group.copies if copy.exact] == [0, 1]


def test_the_best_is_the_largest_and_copies_of_it_are_exact(tmp_path: Path) -> None:
    small = changed("clock", smaller, tmp_path / "a.jpg")
    large = tmp_path / "b.jpg"
    shutil.copy(assets() / "samples" / "clock.jpg", large)
    (group,) = groups_of([small, large, shutil.copy(large, tmp_path / "c.jpg")])
    assert [(copy.place, copy.exact) for copy in group.copies] == [(1, True), (2, True), (0, False)]
    with Image.open(large) as image:
        assert (group.copies[0].look.width, group.copies[0].look.height) == image.size
    assert group.copies[0].look.size == large.stat().st_size


def test_vectors_that_lie_apart_are_never_looked_at(tmp_path: Path) -> None:
    large = tmp_path / "a.jpg"
    shutil.copy(assets() / "samples" / "clock.jpg", large)
    files = [large, shutil.copy(large, tmp_path / "b.jpg")]
    assert groups_of(files, vectors=np.eye(2, dtype=np.float32)) == []


def test_a_file_that_is_gone_is_in_no_group(tmp_path: Path) -> None:
    large = tmp_path / "a.jpg"
    shutil.copy(assets() / "samples" / "clock.jpg", large)
    assert groups_of([large, tmp_path / "gone.jpg"]) == []


def test_pictures_of_one_grey_are_told_apart_by_their_content_alone(tmp_path: Path) -> None:
    files = []
    for place, grey in enumerate((10, 10, 200)):
        files.append(tmp_path / f"{place}.png")
        Image.new("RGB", (50, 50), (grey,) * 3).save(files[-1])
    (group,) = groups_of(files)
    assert [copy.place for copy in group.copies] == [0, 1]


def test_stopping_ends_it_without_groups() -> None:
    stop = Event()

    def look(place: int) -> Look:
        stop.set()
        raise ImageError(str(place))

    same = unit(np.ones((5, 4)))
    assert [news for news in duplicates.find(same, look, stop) if not isinstance(news, Progress)] == []


def test_thousands_of_copies_are_one_group_before_long() -> None:
    look = Look(b"key", 10, 10, 10, 10, np.zeros((1, 3), np.uint8))
    *_, groups = duplicates.find(unit(np.ones((3000, 4))), lambda _: look, Event())
    assert isinstance(groups, tuple)
    assert [len(group.copies) for group in groups] == [3000]
