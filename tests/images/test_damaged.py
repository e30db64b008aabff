"""What is said of files that give no picture, each with its own outcome; and that nothing else is ever raised."""

from __future__ import annotations

import io
import os
import struct
import sys
import threading
import tracemalloc
import warnings
import zlib
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image

from zeroshot import images
from zeroshot.errors import ImageError
from zeroshot.images import decode, identify

if TYPE_CHECKING:
    from pathlib import Path


class Read(Protocol):
    """The fixture ``read``."""

    def __call__(self, path: Path, **arguments: Any) -> Image.Image:
        """The picture, mode "RGB"."""


def refusal(read: Read, path: Path, **arguments: Any) -> str:
    """The sentence that stands in place of the picture."""
    with pytest.raises(ImageError) as caught:
        read(path, **arguments)
    sentence = str(caught.value)
    assert os.fspath(path) not in sentence
    assert "\n" not in sentence
    return sentence


def encoded(kind: str, size: tuple[int, int] = (64, 48), **arguments: Any) -> bytes:
    pixels = np.random.default_rng(3).integers(0, 256, (size[1], size[0], 3), np.uint8)
    data = io.BytesIO()
    Image.fromarray(pixels).save(data, kind, **arguments)
    return data.getvalue()


def png_chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def png_header(width: int, height: int, bits: int = 8, colour: int = 2) -> bytes:
    return b"\x89PNG\r\n\x1a\n" + png_chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, bits, colour, 0, 0, 0))


# --- not a picture ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", r"empty \(0 bytes\)"),
        (b"<!DOCTYPE html><html><body>404", "web page saved as a picture"),
        (b"\xef\xbb\xbf\r\n <HTML><head>", "web page saved as a picture"),
        (b"<!-- a proxy --> <!doctype HTML>", "web page saved as a picture"),
        (b'<?xml version="1.0"?><!DOCTYPE html PUBLIC>', "web page saved as a picture"),
        (b'<?xml version="1.0"?>\n<svg xmlns="x">', "SVG"),
        (b"%PDF-1.7\n", "PDF"),
        (b"\0\0\0\x20ftypisom\0\0\2\0isom", "video"),
        (b"\0\0\0\x18ftypcrx \0\0\0\1crx isom", "RAW"),
        (b"version https://git-lfs.github.com/spec/v1", "not a picture"),
        (b"\0" * 4096, "not a picture"),
        (b"\x89PNG\r\n\x1a\n", "header can't be read"),
        (b"\xff\xd8\xff\xe0\0\x10JFIF", "truncated"),
    ],
)
def test_what_is_no_picture_is_named(tmp_path: Path, read: Read, content: bytes, sentence: str) -> None:
    (tmp_path / "a.jpg").write_bytes(content)
    with pytest.raises(ImageError, match=sentence):
        read(tmp_path / "a.jpg")


@pytest.mark.parametrize("suffix", [".CR2", ".nef", ".dng", ".raf", ".rw2"])
def test_raw_files_are_refused_by_name(tmp_path: Path, read: Read, suffix: str) -> None:
    (tmp_path / f"a{suffix}").write_bytes(encoded("TIFF"))  # Pillow would show the thumbnail
    assert "RAW" in refusal(read, tmp_path / f"a{suffix}")
    (tmp_path / f"b{suffix}").write_bytes(b"FUJIFILMCCD-RAW " + b"\0" * 99)
    assert "RAW" in refusal(read, tmp_path / f"b{suffix}")


@pytest.mark.parametrize("tags", [{50706: b"\1\4\0\0"}, {254: 1, 330: 8}], ids=["DNG version", "thumbnail first"])
def test_raw_files_are_refused_by_content(tmp_path: Path, read: Read, tags: dict[int, Any]) -> None:
    (tmp_path / "a.tif").write_bytes(encoded("TIFF", tiffinfo=tags))
    assert "RAW" in refusal(read, tmp_path / "a.tif")


# --- damaged ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "GIF", "WEBP", "TIFF", "BMP", "JPEG2000", "AVIF", "QOI", "DDS", "PPM"])
def test_a_file_cut_off_anywhere_is_a_sentence_or_a_picture(tmp_path: Path, read: Read, kind: str) -> None:
    content, path = encoded(kind), tmp_path / "a"
    for end in {*range(0, 40, 3), *range(40, len(content), len(content) // 40)}:
        path.write_bytes(content[:end])
        sentence = refusal(read, path)
        assert "\n" not in sentence


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "GIF", "BMP", "PPM"])
@pytest.mark.parametrize("part", [0.3, 0.6, 0.95])
def test_a_file_that_lacks_its_end_is_called_truncated(tmp_path: Path, read: Read, kind: str, part: float) -> None:
    content = encoded(kind, (200, 150))
    (tmp_path / "a").write_bytes(content[: int(len(content) * part)])
    assert "truncated" in refusal(read, tmp_path / "a")


def test_a_large_jpeg_that_lacks_its_end_is_called_truncated_at_every_scale(tmp_path: Path, read: Read) -> None:
    content = encoded("JPEG", (800, 600))
    (tmp_path / "a.jpg").write_bytes(content[: len(content) // 2])
    for min_side in (0, 300, 75):
        assert "truncated" in refusal(read, tmp_path / "a.jpg", min_side=min_side)


def test_a_disk_that_fails_while_decoding_is_told_with_the_systems_own_words(
    tmp_path: Path, read: Read, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise OSError(5, "Input/output error")

    (tmp_path / "a.jpg").write_bytes(encoded("JPEG"))
    monkeypatch.setattr(Image, "open", fail)
    assert "Input/output error" in refusal(read, tmp_path / "a.jpg")


@pytest.mark.parametrize(
    "error",
    [
        OSError("broken"), ValueError("bad"), TypeError(), SyntaxError("x"), NotImplementedError("new"),
        IndexError("x"), EOFError(), KeyError(7), struct.error("x"), RecursionError(), OverflowError("x"),
        AssertionError(), MemoryError(), zlib.error("x"), Image.DecompressionBombError("(999 pixels)"),
    ],
    ids=lambda error: type(error).__name__,
)  # fmt: skip
def test_whatever_a_decoder_throws_becomes_a_sentence(
    tmp_path: Path, read: Read, monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise error

    (tmp_path / "a.jpg").write_bytes(encoded("JPEG"))
    monkeypatch.setattr(Image, "open", fail)
    assert refusal(read, tmp_path / "a.jpg")


# --- changed ---------------------------------------------------------------------------------------------------------


def test_a_file_that_vanished_since_is_not_found(tmp_path: Path) -> None:
    path = tmp_path / "a.png"
    path.write_bytes(encoded("PNG"))
    source = identify(path)
    path.unlink()
    with pytest.raises(ImageError, match="not found"):
        decode(source, min_side=0, max_pixels=10**6)


def test_a_file_that_changed_since_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.png"
    path.write_bytes(encoded("PNG"))
    source = identify(path)
    os.utime(path, ns=(0, source.mtime_ns + 1))
    with pytest.raises(ImageError, match="changed"):
        decode(source, min_side=0, max_pixels=10**6)


@pytest.mark.parametrize("damage", [b"", b"\0" * 5000], ids=["grown", "damaged"])
def test_a_file_that_changes_while_it_is_decoded_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, damage: bytes
) -> None:
    path = tmp_path / "a.png"
    path.write_bytes(encoded("PNG"))
    source = identify(path)
    real = Image.open

    def change_then_open(*args: Any, **kwargs: Any) -> Image.Image:
        path.write_bytes(damage or path.read_bytes() + b"more")
        return real(*args, **kwargs)

    monkeypatch.setattr(Image, "open", change_then_open)
    with pytest.raises(ImageError, match="changed while it was being read"):
        decode(source, min_side=0, max_pixels=10**6)


# --- bombs -----------------------------------------------------------------------------------------------------------


def test_a_picture_above_the_limit_is_refused_by_its_header(tmp_path: Path, read: Read) -> None:
    (tmp_path / "a.png").write_bytes(png_header(15_000, 10_000) + png_chunk(b"IDAT", b"never looked at"))
    sentence = refusal(read, tmp_path / "a.png", max_pixels=100_000_000)
    for part in ("150.0 megapixels", "15000 by 10000", "limit is 100", "max_megapixels in settings.toml"):
        assert part in sentence


@pytest.mark.parametrize("sides", [(60_000, 60_000), (2**31 - 1, 2**31 - 1)])
def test_pillows_own_limit_gives_the_same_sentence(tmp_path: Path, read: Read, sides: tuple[int, int]) -> None:
    (tmp_path / "a.png").write_bytes(png_header(*sides) + png_chunk(b"IDAT", b""))
    sentence = refusal(read, tmp_path / "a.png")
    assert f"{sides[0] * sides[1] / 1e6:.1f} megapixels" in sentence
    assert "max_megapixels in settings.toml" in sentence


def test_the_limit_can_be_raised_above_pillows(tmp_path: Path, read: Read, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Image, "MAX_IMAGE_PIXELS", 1000)
    Image.new("RGB", (64, 64)).save(tmp_path / "a.png")
    assert read(tmp_path / "a.png", max_pixels=4096).size == (64, 64)
    assert Image.MAX_IMAGE_PIXELS == 2048
    assert "limit" in refusal(read, tmp_path / "a.png", max_pixels=4095)


def test_a_limit_below_pillows_leaves_pillows_alone(tmp_path: Path, read: Read) -> None:
    before = Image.MAX_IMAGE_PIXELS
    Image.new("RGB", (64, 64)).save(tmp_path / "a.png")
    read(tmp_path / "a.png", max_pixels=4096)
    assert before == Image.MAX_IMAGE_PIXELS


def icon(inner: bytes) -> bytes:
    return struct.pack("<HHHBBBBHHII", 0, 1, 1, 16, 16, 0, 0, 1, 32, len(inner), 22) + inner


@pytest.mark.parametrize(
    "content",
    [
        icon(png_header(9000, 9000) + png_chunk(b"IDAT", b"") + png_chunk(b"IEND", b"")),
        icon(struct.pack("<IiiHHIIiiII", 40, 9000, 18000, 1, 32, 0, 0, 0, 0, 0, 0)),
        b"icns" + struct.pack(">I", 9999) + b"ic08" + struct.pack(">I", 9991) + png_header(9000, 9000),
    ],
    ids=["PNG in ICO", "DIB in ICO", "PNG in ICNS"],
)
def test_an_icon_cannot_hide_a_large_picture(tmp_path: Path, read: Read, content: bytes) -> None:
    (tmp_path / "a.ico").write_bytes(content)
    assert "81.0 megapixels" in refusal(read, tmp_path / "a.ico", max_pixels=50_000_000)


def test_an_icon_of_unheard_of_size_is_not_even_read(tmp_path: Path, read: Read) -> None:
    with (tmp_path / "a.ico").open("wb") as file:
        file.write(icon(png_header(16, 16)))
        file.truncate(65 << 20)
    assert "64 MiB" in refusal(read, tmp_path / "a.ico")


def test_text_that_unpacks_without_end_is_refused(tmp_path: Path, read: Read) -> None:
    bomb = b"Comment\0\0" + zlib.compress(b"x" * 30_000_000)
    pixels = png_chunk(b"IDAT", zlib.compress(b"\0" * 13)) + png_chunk(b"IEND", b"")
    (tmp_path / "a.png").write_bytes(png_header(4, 1) + png_chunk(b"zTXt", bomb) + pixels)
    assert "more text than is safe" in refusal(read, tmp_path / "a.png")


def test_a_bomb_costs_no_memory(tmp_path: Path, read: Read) -> None:
    (tmp_path / "a.png").write_bytes(png_header(30_000, 30_000) + png_chunk(b"IDAT", zlib.compress(b"\0" * 10_000_000)))
    tracemalloc.start()
    try:
        refusal(read, tmp_path / "a.png")
        assert tracemalloc.get_traced_memory()[1] < 5_000_000
    finally:
        tracemalloc.stop()


def test_kinds_that_decode_too_slowly_are_refused_above_four_megapixels(tmp_path: Path, read: Read) -> None:
    (tmp_path / "a.qoi").write_bytes(b"qoif" + struct.pack(">IIBB", 4000, 4000, 3, 0) + b"\xfd" * 300_000)
    assert "too slowly" in refusal(read, tmp_path / "a.qoi")


# --- warnings --------------------------------------------------------------------------------------------------------


def test_pillows_warnings_neither_print_nor_raise_on_any_thread(
    tmp_path: Path, read: Read, capfd: pytest.CaptureFixture[str]
) -> None:
    # transparency by degrees in a palette, and an APNG without frames: Pillow warns of both
    Image.new("RGB", (4, 4)).save(tmp_path / "a.png")
    content = (tmp_path / "a.png").read_bytes()
    (tmp_path / "a.png").write_bytes(content[:33] + png_chunk(b"acTL", bytes(8)) + content[33:])
    with pytest.warns(UserWarning, match="APNG"):
        Image.open(tmp_path / "a.png").close()
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda _: read(tmp_path / "a.png"), range(40)))
    assert capfd.readouterr() == ("", "")


def test_other_threads_keep_their_warnings_while_one_decodes() -> None:
    inside, leave = threading.Event(), threading.Event()

    def hold() -> None:
        with images._QUIET:
            warnings.warn("hushed", stacklevel=1)
            inside.set()
            leave.wait(10)

    thread = threading.Thread(target=hold)
    thread.start()
    try:
        assert inside.wait(10)
        with pytest.warns(UserWarning, match="heard"):
            warnings.warn("heard", stacklevel=1)
    finally:
        leave.set()
        thread.join()
    with pytest.warns(UserWarning, match="heard again"):
        warnings.warn("heard again", stacklevel=1)


def test_what_pillow_logs_is_not_printed(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    content = encoded("TIFF").replace(struct.pack("<HHII", 277, 3, 1, 3), struct.pack("<HHII", 277, 3, 1, 60_000))
    (tmp_path / "a.tif").write_bytes(content)
    with pytest.raises(ImageError):
        decode(identify(tmp_path / "a.tif"), min_side=0, max_pixels=10**6)
    assert capfd.readouterr().err == ""


# --- anything at all -------------------------------------------------------------------------------------------------

OPTIONS: dict[str, dict[str, Any]] = {
    "JPEG": {"exif": b"Exif\0\0II*\0\x08\0\0\0\1\0\x12\1\3\0\1\0\0\0\6\0\0\0\0\0\0\0"},
    "TIFF": {"compression": "tiff_lzw"},
}
KINDS = ["BMP", "GIF", "ICO", "JPEG", "PNG", "PPM", "TIFF", "WEBP"]
SEEDS = {kind: encoded(kind, (24, 16), **OPTIONS.get(kind, {})) for kind in KINDS}


@settings(max_examples=250, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    kind=st.sampled_from(KINDS),
    changes=st.lists(st.tuples(st.floats(0, 1, exclude_max=True), st.binary(min_size=1, max_size=4)), max_size=8),
    end=st.floats(0.05, 1),
    min_side=st.sampled_from([0, 4]),
)
def test_bytes_changed_anywhere_give_a_picture_or_a_sentence(
    tmp_path: Path, read: Read, *, kind: str, changes: list[tuple[float, bytes]], end: float, min_side: int
) -> None:
    content = bytearray(SEEDS[kind])
    for at, replacement in changes:
        start = int(at * len(content))
        content[start : start + len(replacement)] = replacement
    path = tmp_path / "a"
    path.write_bytes(content[: max(1, int(end * len(content)))])
    try:
        assert read(path, min_side=min_side, max_pixels=1_000_000).mode == "RGB"
    except ImageError as error:
        assert str(error)  # noqa: PT017 - either is right


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(content=st.binary(max_size=200), suffix=st.sampled_from([".jpg", ".tga", ".pcx", ".cur", ".dib", ".dng", ""]))
def test_any_bytes_give_a_picture_or_a_sentence(tmp_path: Path, read: Read, content: bytes, suffix: str) -> None:
    path = tmp_path / f"a{suffix}"
    path.write_bytes(content)
    try:
        assert read(path, max_pixels=1_000_000).mode == "RGB"
    except ImageError as error:
        assert str(error)  # noqa: PT017 - either is right


@pytest.mark.skipif(sys.platform != "linux", reason="reads the process's own peak from /proc")
def test_a_deep_picture_is_scaled_in_strips(tmp_path: Path, read: Read) -> None:
    Image.fromarray(np.zeros((4000, 4000), np.uint16)).save(tmp_path / "a.tif")
    tracemalloc.start()
    try:
        read(tmp_path / "a.tif")
        assert tracemalloc.get_traced_memory()[1] < 120_000_000  # 128 MB is what float64 of all of it takes
    finally:
        tracemalloc.stop()
