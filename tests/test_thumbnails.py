"""Thumbnails on real files and a real SQLite file: kept, bounded, and never in the way."""

from __future__ import annotations

import os
import sqlite3
from pathlib import Path
from threading import Thread

import numpy as np
import pytest
from PIL import Image

from zeroshot import images, thumbnails
from zeroshot.errors import ImageError
from zeroshot.thumbnails import Thumbnails

LIMIT = 1 << 20


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "cache" / "thumbnails.sqlite"


def opened(file: Path, limit: int = LIMIT) -> Thumbnails:
    return Thumbnails(file, limit=limit, max_pixels=10_000_000)


def noisy(path: Path, seed: int = 0, size: tuple[int, int] = (800, 400)) -> Path:
    """A picture whose thumbnail takes tens of kilobytes."""
    pixels = np.random.default_rng(seed).integers(0, 255, (size[1] // 4, size[0] // 4), np.uint8)
    Image.fromarray(pixels).resize(size).convert("RGB").save(path, quality=90)
    return path


def count(file: Path) -> int:
    with sqlite3.connect(file) as connection:
        found: int = connection.execute("SELECT count(*) FROM thumbnails").fetchone()[0]
    connection.close()
    return found


def test_a_thumbnail_has_the_longer_side_asked_for_and_the_pictures_proportions(file: Path, tmp_path: Path) -> None:
    with opened(file) as cache:
        assert cache.picture(noisy(tmp_path / "a.jpg"), 256).size == (256, 128)
        assert cache.picture(tmp_path / "a.jpg", 512).size == (512, 256)


def test_a_picture_that_is_smaller_stays_as_it_is(file: Path, tmp_path: Path) -> None:
    with opened(file) as cache:
        assert cache.picture(noisy(tmp_path / "a.png", size=(40, 20)), 256).size == (40, 20)


def test_a_picture_that_lies_on_its_side_is_turned_upright(file: Path, tmp_path: Path) -> None:
    image = Image.new("RGB", (400, 200))
    exif = image.getexif()
    exif[0x0112] = 6
    image.save(tmp_path / "a.jpg", exif=exif)
    with opened(file) as cache:
        assert cache.picture(tmp_path / "a.jpg", 256).size == (128, 256)


def test_the_second_time_nothing_is_decoded_and_nothing_was_hashed(
    file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(images, "identify", None)
    path = noisy(tmp_path / "a.jpg")
    with opened(file) as cache:
        first = np.asarray(cache.picture(path, 256), np.int16)
    monkeypatch.setattr(images, "decode", None)
    with opened(file) as cache:
        again = np.asarray(cache.picture(path, 256), np.int16)
    assert again.shape == first.shape
    assert abs(again - first).mean() < 12


def test_a_file_that_changed_gets_a_new_thumbnail_in_the_place_of_the_old(file: Path, tmp_path: Path) -> None:
    path = noisy(tmp_path / "a.jpg")
    with opened(file) as cache:
        cache.picture(path, 256)
        noisy(path, seed=1, size=(400, 800))
        assert cache.picture(path, 256).size == (128, 256)
    assert count(file) == 1


def test_names_that_are_not_utf8_have_thumbnails(file: Path, tmp_path: Path) -> None:
    path = Path(os.fsdecode(os.fsencode(tmp_path) + b"/caf\xe9.jpg"))
    noisy(path)
    with opened(file) as cache:
        assert cache.picture(path, 256).size == (256, 128)
        assert cache.picture(path, 256).size == (256, 128)


def test_a_failure_is_the_decoders_sentence(file: Path, tmp_path: Path) -> None:
    (tmp_path / "a.jpg").write_bytes(b"not a picture")
    with opened(file) as cache:
        with pytest.raises(ImageError, match="not a picture"):
            cache.picture(tmp_path / "a.jpg", 256)
        with pytest.raises(ImageError, match="was not found"):
            cache.picture(tmp_path / "b.jpg", 256)
        with pytest.raises(ImageError, match="folder"):
            cache.picture(tmp_path, 256)


def test_the_file_stays_below_its_limit_and_the_oldest_go_first(
    file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(thumbnails, "_LOOK_AFTER", 100_000)
    monkeypatch.setattr(thumbnails, "_BATCH", 4)
    with opened(file, limit=500_000) as cache:
        for number in range(40):
            cache.picture(noisy(tmp_path / f"{number}.jpg", seed=number), 256)
            cache._do("UPDATE thumbnails SET used = used - 10")
        assert cache.size() < 650_000
    assert 5 < count(file) < 40
    with sqlite3.connect(file) as connection:
        names = {os.fsdecode(row[0]) for row in connection.execute("SELECT path FROM thumbnails")}
    connection.close()
    assert str(tmp_path / "39.jpg") in names
    assert str(tmp_path / "0.jpg") not in names


def test_a_lower_limit_holds_from_the_first_new_thumbnail_on(file: Path, tmp_path: Path) -> None:
    with opened(file) as cache:
        for number in range(12):
            cache.picture(noisy(tmp_path / f"{number}.jpg", seed=number), 256)
        before = cache.size()
    with opened(file, limit=1000) as cache:
        cache.picture(noisy(tmp_path / "new.jpg"), 256)
        assert cache.size() < before / 4


def test_clearing_gives_the_room_back(file: Path, tmp_path: Path) -> None:
    with opened(file) as cache:
        for number in range(8):
            cache.picture(noisy(tmp_path / f"{number}.jpg", seed=number), 256)
        full = cache.size()
        cache.clear()
        assert cache.size() < full / 4
        assert cache.picture(tmp_path / "1.jpg", 256).size == (256, 128)


@pytest.mark.parametrize(
    "content", [b"no database at all, but long enough to look at" * 40, b"SQLite format 3\0rubbish"]
)
def test_a_damaged_file_is_made_anew(file: Path, tmp_path: Path, content: bytes) -> None:
    file.parent.mkdir()
    file.write_bytes(content)
    path = noisy(tmp_path / "a.jpg")
    with opened(file) as cache:
        assert cache.picture(path, 256).size == (256, 128)
    assert count(file) == 1


def test_a_file_that_is_damaged_inside_is_noticed_and_replaced_next_time(file: Path, tmp_path: Path) -> None:
    with opened(file) as cache:
        for number in range(12):
            cache.picture(noisy(tmp_path / f"{number}.jpg", seed=number), 256)
    content = bytearray(file.read_bytes())
    content[4096:] = b"\xff" * (len(content) - 4096)
    file.write_bytes(content)
    for _ in range(2):
        with opened(file) as cache:
            for number in range(3):
                assert cache.picture(tmp_path / f"{number}.jpg", 256).size == (256, 128)
    assert count(file) == 3


def test_a_damaged_thumbnail_is_made_again(file: Path, tmp_path: Path) -> None:
    path = noisy(tmp_path / "a.jpg")
    with opened(file) as cache:
        cache.picture(path, 256)
        cache._do("UPDATE thumbnails SET data = ?", (b"\xff\xd8 no more",))
        assert cache.picture(path, 256).size == (256, 128)


def test_a_cache_of_another_version_is_made_anew(file: Path, tmp_path: Path) -> None:
    with opened(file) as cache:
        cache.picture(noisy(tmp_path / "a.jpg"), 256)
        cache._do("PRAGMA user_version = 99")
    with opened(file) as cache:
        cache.picture(noisy(tmp_path / "b.jpg"), 256)
    assert count(file) == 1


@pytest.mark.parametrize("limit", [0, LIMIT])
def test_where_nothing_can_be_written_thumbnails_come_all_the_same(tmp_path: Path, limit: int) -> None:
    (tmp_path / "cache").write_bytes(b"a file where the folder should be")
    with opened(tmp_path / "cache" / "thumbnails.sqlite", limit) as cache:
        assert cache.picture(noisy(tmp_path / "a.jpg"), 256).size == (256, 128)
        assert cache.size() == 0
        cache.clear()


def test_a_lock_held_by_another_program_is_not_waited_for_for_long(
    file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(thumbnails, "_PATIENCE", 0.0)
    with opened(file) as cache:
        other = sqlite3.connect(file)
        other.execute("BEGIN EXCLUSIVE")
        assert cache.picture(noisy(tmp_path / "a.jpg"), 256).size == (256, 128)
        with opened(file) as late:
            assert late.picture(tmp_path / "a.jpg", 256).size == (256, 128)
        other.rollback()
        other.close()
        cache.picture(tmp_path / "a.jpg", 256)
    assert count(file) == 1


def test_several_threads_share_one_file(file: Path, tmp_path: Path) -> None:
    paths = [noisy(tmp_path / f"{number}.jpg", seed=number, size=(300, 200)) for number in range(16)]

    def work() -> None:
        with opened(file) as cache:
            for path in paths:
                assert cache.picture(path, 256).size == (256, 171)

    threads = [Thread(target=work) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert count(file) == 16
