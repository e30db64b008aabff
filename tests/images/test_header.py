"""What a picture's file says of itself without its pixels: size when upright, format, when it was taken."""

from __future__ import annotations

import shutil
from datetime import datetime
from typing import TYPE_CHECKING

import pytest
from PIL import ExifTags, Image

from zeroshot.errors import ImageError
from zeroshot.images import Header, read_header
from zeroshot.paths import assets
from zeroshot.records import Source

if TYPE_CHECKING:
    from pathlib import Path

LIMIT = 1_000_000


def header(path: Path, *, max_pixels: int = LIMIT) -> Header:
    return read_header(Source(path, 0, 0, b""), max_pixels=max_pixels)


def photo(path: Path, *, orientation: int = 1, taken: str = "") -> Path:
    exif = Image.Exif()
    exif[ExifTags.Base.Orientation] = orientation
    if taken:
        exif.get_ifd(ExifTags.IFD.Exif)[ExifTags.Base.DateTimeOriginal] = taken
    Image.new("RGB", (40, 30)).save(path, exif=exif)
    return path


def test_size_and_format_come_from_the_header(tmp_path: Path) -> None:
    shutil.copy(assets() / "samples" / "apple.jpg", tmp_path / "apple.png")
    read = header(tmp_path / "apple.png")
    with Image.open(tmp_path / "apple.png") as image:
        assert (read.width, read.height) == image.size
    assert (read.form, read.taken) == ("JPEG", None)


@pytest.mark.parametrize(("orientation", "size"), [(1, (40, 30)), (3, (40, 30)), (6, (30, 40)), (7, (30, 40))])
def test_the_size_is_that_of_the_upright_picture(tmp_path: Path, orientation: int, size: tuple[int, int]) -> None:
    read = header(photo(tmp_path / "turned.jpg", orientation=orientation))
    assert (read.width, read.height) == size


def test_the_time_is_when_the_camera_took_the_picture(tmp_path: Path) -> None:
    read = header(photo(tmp_path / "photo.jpg", taken="2024:02:29 18:22:01"))
    assert read.taken == datetime(2024, 2, 29, 18, 22, 1)  # noqa: DTZ001 - EXIF has no zone


@pytest.mark.parametrize("taken", ["0000:00:00 00:00:00", "yesterday", "2024:02:30 18:22:01", ""])
def test_a_time_that_is_none_is_left_out(tmp_path: Path, taken: str) -> None:
    assert header(photo(tmp_path / "photo.jpg", taken=taken)).taken is None


def test_the_size_of_a_picture_that_is_too_large_to_decode_can_still_be_told(tmp_path: Path) -> None:
    assert header(photo(tmp_path / "photo.jpg"), max_pixels=10).width == 40


def test_what_is_no_picture_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "page.jpg").write_text("<html></html>")
    with pytest.raises(ImageError, match="web page"):
        header(tmp_path / "page.jpg")
    with pytest.raises(ImageError, match="not found"):
        header(tmp_path / "nowhere.jpg")
