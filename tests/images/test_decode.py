"""What good pictures of every kind look like once decoded: upright, opaque, sRGB, 8 bits."""

from __future__ import annotations

import io
import os
import struct
import sys
import types
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np
import numpy.typing as npt
import pytest
from PIL import Image, ImageCms, JpegImagePlugin, PngImagePlugin

from zeroshot.errors import ImageError
from zeroshot.pixels import upright_rgb

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

WHITE, BLACK = (255, 255, 255), (0, 0, 0)
ORIENTATION = 0x0112


class Read(Protocol):
    """The fixture ``read``."""

    def __call__(self, path: Path, **arguments: Any) -> Image.Image:
        """The picture, mode "RGB"."""


def close(image: Image.Image, expected: Image.Image, within: float) -> bool:
    """Whether two pictures have one size and differ by at most ``within`` levels on average."""
    difference = np.asarray(image, np.float64) - np.asarray(expected.convert("RGB"), np.float64)
    return image.size == expected.size and float(np.abs(difference).mean()) <= within


def deep_tiff(path: Path, values: npt.NDArray[Any], **arguments: Any) -> Path:
    Image.fromarray(values).save(path, "TIFF", **arguments)
    return path


def linear_profile(primaries: Sequence[tuple[float, float, float]], gamma: float) -> bytes:
    """A matrix profile built by hand (ICC.1:2010): three D50 colorants in XYZ and one gamma."""

    def fixed(number: float) -> bytes:
        return struct.pack(">i", round(number * 65536))

    tags = {b"wtpt": b"XYZ \0\0\0\0" + b"".join(map(fixed, (0.9642, 1.0, 0.8249)))}
    for name, colour in zip((b"rXYZ", b"gXYZ", b"bXYZ"), primaries, strict=True):
        tags[name] = b"XYZ \0\0\0\0" + b"".join(map(fixed, colour))
    for name in (b"rTRC", b"gTRC", b"bTRC"):
        tags[name] = b"curv\0\0\0\0" + struct.pack(">IHH", 1, round(gamma * 256), 0)
    tags[b"desc"] = b"desc\0\0\0\0" + struct.pack(">I", 5) + b"test\0" + b"\0" * 79
    tags[b"cprt"] = b"text\0\0\0\0none\0\0\0\0"
    table, data = struct.pack(">I", len(tags)), b""
    for name, value in tags.items():
        table += struct.pack(">4sII", name, 128 + 4 + 12 * len(tags) + len(data), len(value))
        data += value + b"\0" * (-len(value) % 4)
    header = struct.pack(
        ">I4sI4s4s4s12x4s", 128 + len(table + data), b"\0" * 4, 0x02400000, b"mntr", b"RGB ", b"XYZ ", b"acsp"
    )
    illuminant = b"".join(map(fixed, (0.9642, 1.0, 0.8249)))
    return header.ljust(68, b"\0") + illuminant.ljust(60, b"\0") + table + data


DISPLAY_P3 = ((0.5151, 0.2412, -0.0011), (0.2920, 0.6922, 0.0419), (0.1571, 0.0666, 0.7841))
ADOBE_RGB = ((0.6097, 0.3111, 0.0195), (0.2053, 0.6257, 0.0609), (0.1492, 0.0632, 0.7446))


# --- upright ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "TIFF", "AVIF"])
@pytest.mark.parametrize("orientation", range(1, 9))
def test_every_exif_orientation_comes_upright(
    tmp_path: Path, read: Read, corners: Image.Image, kind: str, orientation: int
) -> None:
    turns = Image.Transpose
    stored = {
        2: turns.FLIP_LEFT_RIGHT, 3: turns.ROTATE_180, 4: turns.FLIP_TOP_BOTTOM, 5: turns.TRANSPOSE,
        6: turns.ROTATE_90, 7: turns.TRANSVERSE, 8: turns.ROTATE_270,
    }  # fmt: skip
    exif = Image.Exif()
    exif[ORIENTATION] = orientation
    turned = corners.transpose(stored[orientation]) if orientation > 1 else corners
    turned.save(tmp_path / "a", kind, exif=exif, quality=95)
    assert close(read(tmp_path / "a"), corners, within=8)


def test_a_damaged_exif_block_costs_nothing_but_the_turn(tmp_path: Path, read: Read, corners: Image.Image) -> None:
    corners.save(tmp_path / "a.jpg", exif=b"Exif\0\0MM\0*\xff\xff\xff\xff rubbish", quality=95)
    assert close(read(tmp_path / "a.jpg"), corners, within=8)


def test_a_text_chunk_that_only_calls_itself_exif_costs_nothing(
    tmp_path: Path, read: Read, corners: Image.Image
) -> None:
    text = PngImagePlugin.PngInfo()
    text.add_text("Raw profile type exif", "exif\n1\n2\nnot hexadecimal")
    corners.save(tmp_path / "a.png", pnginfo=text)
    assert close(read(tmp_path / "a.png"), corners, within=0)


# --- colours ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("primaries", "gamma"), [(DISPLAY_P3, 2.2), (ADOBE_RGB, 2.2)], ids=["Display P3", "Adobe RGB"])
def test_wide_gamut_colours_come_as_srgb(
    tmp_path: Path, read: Read, primaries: Sequence[tuple[float, float, float]], gamma: float
) -> None:
    # the colour that a wide-gamut file calls (180, 120, 90), worked out by ICC arithmetic instead of Little CMS
    linear = np.asarray(primaries).T @ (np.array([180, 120, 90]) / 255) ** gamma
    d50_to_srgb = np.array(
        [[3.1341, -1.6174, -0.4907], [-0.9788, 1.9161, 0.0335], [0.0719, -0.2290, 1.4052]]
    )  # inverse of sRGB's D50 colorants
    light = d50_to_srgb @ linear
    expected = 255 * (1.055 * light ** (1 / 2.4) - 0.055)
    Image.new("RGB", (8, 8), (180, 120, 90)).save(tmp_path / "a.png", icc_profile=linear_profile(primaries, gamma))
    assert read(tmp_path / "a.png").getpixel((0, 0)) == pytest.approx(expected, abs=3)
    assert expected[0] > 183


def test_an_srgb_profile_leaves_every_level_alone(tmp_path: Path, read: Read) -> None:
    image = Image.fromarray(np.random.default_rng(0).integers(0, 256, (32, 32, 3), np.uint8))
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    image.save(tmp_path / "a.png", icc_profile=profile)
    assert close(read(tmp_path / "a.png"), image, within=0)


@pytest.mark.parametrize("profile", [b"rubbish", b"\0" * 200, linear_profile(DISPLAY_P3, 2.2)[:180]])
def test_a_damaged_profile_is_ignored(tmp_path: Path, read: Read, corners: Image.Image, profile: bytes) -> None:
    corners.save(tmp_path / "a.tif", icc_profile=profile)
    assert close(read(tmp_path / "a.tif"), corners, within=0)


def test_a_profile_for_other_pixels_is_ignored(tmp_path: Path, read: Read) -> None:
    grey = Image.linear_gradient("L").resize((32, 32))
    grey.save(tmp_path / "a.png", icc_profile=linear_profile(DISPLAY_P3, 1.0))
    assert close(read(tmp_path / "a.png"), grey, within=0)


def test_transparency_goes_through_the_profile_unharmed(tmp_path: Path, read: Read) -> None:
    image = Image.new("RGBA", (8, 8), (180, 120, 90, 0))
    image.paste((180, 120, 90, 255), (0, 0, 4, 8))
    image.save(tmp_path / "a.png", icc_profile=linear_profile(DISPLAY_P3, 2.2))
    pixels = read(tmp_path / "a.png", background=(10, 20, 30))
    assert pixels.getpixel((6, 0)) == (10, 20, 30)
    assert pixels.getpixel((0, 0)) != (180, 120, 90)


@pytest.mark.parametrize("kind", ["JPEG", "TIFF"])
def test_inks_become_the_colours_they_print(tmp_path: Path, read: Read, corners: Image.Image, kind: str) -> None:
    # Pillow writes CMYK JPEGs as Adobe does, inverted and marked so
    corners.convert("CMYK").save(tmp_path / "a", kind, quality=95)
    assert close(read(tmp_path / "a"), corners, within=10)


def test_lab_becomes_the_colours_it_means(tmp_path: Path, read: Read, corners: Image.Image) -> None:
    corners.convert("LAB").save(tmp_path / "a.tif")
    assert close(read(tmp_path / "a.tif"), corners, within=6)


@pytest.mark.parametrize("mode", ["1", "L", "P"])
def test_pictures_of_few_colours_keep_them(tmp_path: Path, read: Read, corners: Image.Image, mode: str) -> None:
    image = corners.convert(mode)
    image.save(tmp_path / "a.png")
    assert close(read(tmp_path / "a.png"), image, within=0)


def test_a_picture_that_needs_nothing_is_not_copied(corners: Image.Image) -> None:
    assert upright_rgb(corners, WHITE) is corners


# --- more than 8 bits ------------------------------------------------------------------------------------------------


def test_a_narrow_band_of_16_bits_is_stretched(tmp_path: Path, read: Read) -> None:
    # a microscope's picture: clipped it would be white, divided by 257 black
    values = np.linspace(291, 694, 64 * 64).round().astype(np.uint16).reshape(64, 64)
    pixels = np.asarray(read(deep_tiff(tmp_path / "a.tif", values)))[..., 0]
    assert (pixels.min(), pixels.max()) == (0, 255)
    assert pixels[32, 0] == pytest.approx(128, abs=2)


@pytest.mark.parametrize("suffix", [".png", ".tif", ".pgm", ".jp2"])
def test_16_bits_that_use_their_range_look_as_in_any_viewer(tmp_path: Path, read: Read, suffix: str) -> None:
    values = np.linspace(10_000, 60_000, 64 * 64).astype(np.uint16).reshape(64, 64)
    Image.fromarray(values).save(tmp_path / f"a{suffix}")
    pixels = np.asarray(read(tmp_path / f"a{suffix}"))[..., 0]
    assert np.abs(pixels - values / 257).max() <= 2


def test_a_dead_pixel_does_not_decide(tmp_path: Path, read: Read) -> None:
    values = np.linspace(291, 694, 64 * 64).astype(np.uint16).reshape(64, 64)
    values[5, 5] = 65535
    pixels = np.asarray(read(deep_tiff(tmp_path / "a.tif", values)))[..., 0]
    assert pixels[5, 5] == 255
    assert pixels[63, 63] > 250


def test_few_bright_pixels_on_nothing_are_seen(tmp_path: Path, read: Read) -> None:
    values = np.zeros((64, 64), np.uint16)
    values[5, 5:7] = 900
    pixels = np.asarray(read(deep_tiff(tmp_path / "a.tif", values)))[..., 0]
    assert (pixels[5, 5], pixels[0, 0]) == (255, 0)


@pytest.mark.parametrize(("value", "grey"), [(0, 0), (32896, 128), (65535, 255)])
def test_an_even_grey_of_16_bits_stays_that_grey(tmp_path: Path, read: Read, value: int, grey: int) -> None:
    path = deep_tiff(tmp_path / "a.tif", np.full((8, 8), value, np.uint16))
    assert read(path).getpixel((0, 0)) == (grey, grey, grey)


@pytest.mark.parametrize("top", [1.0, 255.0, 65535.0])
def test_floats_are_taken_by_the_range_that_holds_them(tmp_path: Path, read: Read, top: float) -> None:
    values = np.linspace(0.2, 0.9, 64 * 64, dtype=np.float32).reshape(64, 64) * np.float32(top)
    pixels = np.asarray(read(deep_tiff(tmp_path / "a.tif", values)))[..., 0]
    assert np.abs(pixels - values / top * 255).max() <= 1


@pytest.mark.parametrize("dtype", [np.float32, np.int32])
def test_negative_values_are_stretched(tmp_path: Path, read: Read, dtype: type[np.generic]) -> None:
    values = np.linspace(-400, 8000, 64 * 64).astype(dtype).reshape(64, 64)
    pixels = np.asarray(read(deep_tiff(tmp_path / "a.tif", values)))[..., 0]
    assert (pixels[0, 0], pixels[63, 63]) == (0, 255)


def test_what_is_not_a_number_is_black(tmp_path: Path, read: Read) -> None:
    values = np.linspace(0, 1, 64 * 64, dtype=np.float32).reshape(64, 64)
    values[0, :3] = (np.nan, np.inf, -np.inf)
    pixels = np.asarray(read(deep_tiff(tmp_path / "a.tif", values)))[..., 0]
    assert pixels[0, :3].tolist() == [0, 255, 0]
    nothing = deep_tiff(tmp_path / "b.tif", np.full((8, 8), np.nan, np.float32))
    assert read(nothing).getpixel((0, 0)) == BLACK


def test_16_bits_with_white_at_zero_are_turned_round(tmp_path: Path, read: Read) -> None:
    values = np.linspace(0, 65535, 64 * 64).astype(np.uint16).reshape(64, 64)
    path = deep_tiff(tmp_path / "a.tif", values, tiffinfo={262: 0})
    content = path.read_bytes()
    photometric = struct.pack("<HHII", 262, 3, 1, 1)
    path.write_bytes(content.replace(photometric, struct.pack("<HHII", 262, 3, 1, 0)))
    assert read(path).getpixel((0, 0)) == WHITE


# --- transparency ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["PNG", "WEBP", "AVIF", "TIFF", "JPEG2000", "ICO", "TGA"])
def test_transparency_shows_the_background(tmp_path: Path, read: Read, kind: str) -> None:
    image = Image.new("RGBA", (32, 32), (255, 0, 0, 0))
    image.paste((0, 0, 255, 255), (0, 0, 16, 32))
    path = tmp_path / f"a.{kind.lower()}"
    image.save(path, kind, **({"lossless": True} if kind == "WEBP" else {}))
    for background in (WHITE, (0, 160, 0)):
        pixels = read(path, background=background)
        assert pixels.getpixel((28, 4)) == pytest.approx(background, abs=3)
        assert pixels.getpixel((3, 4)) == pytest.approx((0, 0, 255), abs=6)


def test_half_transparent_pixels_are_mixed(tmp_path: Path, read: Read) -> None:
    Image.new("LA", (8, 8), (0, 128)).save(tmp_path / "a.png")
    assert read(tmp_path / "a.png").getpixel((0, 0)) == pytest.approx((127, 127, 127), abs=1)


def test_palettes_with_a_transparent_colour_show_the_background(tmp_path: Path, read: Read) -> None:
    image = Image.new("P", (8, 8), 1)
    image.putpalette([255, 0, 0, 0, 0, 255, 0, 255, 0])
    image.paste(0, (4, 0, 8, 8))
    for name in ("a.gif", "a.png"):
        image.save(tmp_path / name, transparency=0)
        pixels = read(tmp_path / name)
        assert (pixels.getpixel((0, 0)), pixels.getpixel((6, 0))) == ((0, 0, 255), WHITE)


def test_palettes_with_degrees_of_transparency_are_mixed(tmp_path: Path, read: Read) -> None:
    image = Image.new("P", (8, 8), 1)
    image.putpalette([255, 0, 0, 0, 0, 0])
    image.save(tmp_path / "a.png", transparency=bytes([255, 51]))
    assert read(tmp_path / "a.png").getpixel((0, 0)) == pytest.approx((204, 204, 204), abs=1)


@pytest.mark.parametrize(("mode", "colour"), [("RGB", (255, 0, 0)), ("L", 7), ("1", 1)])
def test_a_colour_that_means_transparent_shows_the_background(
    tmp_path: Path, read: Read, mode: str, colour: tuple[int, int, int] | int
) -> None:
    Image.new(mode, (8, 8), colour).save(tmp_path / "a.png", transparency=colour)
    assert read(tmp_path / "a.png", background=(1, 2, 3)).getpixel((0, 0)) == (1, 2, 3)


# --- the first of several --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["GIF", "WEBP", "PNG", "AVIF", "TIFF", "MPO"])
def test_the_first_of_several_frames_or_pages_counts(tmp_path: Path, read: Read, kind: str) -> None:
    frames = [Image.new("RGB", (32, 32), colour) for colour in ("red", "blue", "lime")]
    frames[0].save(tmp_path / "a", kind, save_all=True, append_images=frames[1:])
    assert read(tmp_path / "a").getpixel((9, 9)) == pytest.approx((255, 0, 0), abs=4)


@pytest.mark.parametrize("suffix", [".ico", ".icns"])
def test_the_largest_picture_of_an_icon_counts(tmp_path: Path, read: Read, suffix: str) -> None:
    Image.new("RGBA", (256, 256), "red").save(tmp_path / f"a{suffix}")
    assert min(read(tmp_path / f"a{suffix}").size) >= 256


# --- formats ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "kind",
    ["JPEG", "PNG", "GIF", "WEBP", "AVIF", "TIFF", "BMP", "PPM", "JPEG2000", "ICO", "ICNS", "SGI", "DDS", "QOI"],
)
@pytest.mark.parametrize("name", ["right", "wrong.jpg", "wrong.png", "wrong.dng", "wrong.tga"])
def test_a_picture_is_decoded_by_its_content_whatever_its_name(
    tmp_path: Path, read: Read, kind: str, name: str
) -> None:
    if kind in {"TIFF", "SGI"} and name == "wrong.dng":
        pytest.skip("may be a RAW file as well")
    Image.new("RGB", (32, 32), (250, 10, 10)).save(tmp_path / name, kind)
    assert read(tmp_path / name).getpixel((16, 16)) == pytest.approx((250, 10, 10), abs=8)


@pytest.mark.parametrize("suffix", [".tga", ".pcx", ".dib", ".xbm"])
def test_formats_without_a_signature_are_decoded_by_their_name(tmp_path: Path, read: Read, suffix: str) -> None:
    Image.new("1" if suffix == ".xbm" else "RGB", (32, 32), 1).save(tmp_path / f"a{suffix}")
    assert read(tmp_path / f"a{suffix}").size == (32, 32)


def heic(path: Path) -> Path:
    path.write_bytes(b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + b"\0" * 100)
    return path


def test_heic_without_its_decoder_names_the_command(
    tmp_path: Path, read: Read, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "pillow_heif", None)
    with pytest.raises(ImageError, match=r'pip install "zeroshot\[heif\]"'):
        read(heic(tmp_path / "a.heic"))
    with pytest.raises(ImageError, match="HEIC"):
        read(heic(tmp_path / "a.jpg"))


def test_heic_is_decoded_once_its_decoder_is_installed(
    tmp_path: Path, read: Read, monkeypatch: pytest.MonkeyPatch
) -> None:
    # the real decoder is an extra, and GPL: what counts here is that it is registered and asked
    def opener(_file: object, _name: object) -> Any:
        return Image.new("RGB", (5, 4), "red")

    plugin = types.ModuleType("pillow_heif")
    plugin.__dict__["register_heif_opener"] = lambda: Image.register_open("HEIF", opener)
    monkeypatch.setitem(sys.modules, "pillow_heif", plugin)
    monkeypatch.setattr(Image, "OPEN", {**Image.OPEN})
    monkeypatch.setattr(Image, "ID", [*Image.ID])
    Image.OPEN.pop("HEIF", None)
    assert read(heic(tmp_path / "a.heic")).size == (5, 4)


# --- size ------------------------------------------------------------------------------------------------------------


def noise(width: int, height: int) -> Image.Image:
    small = np.random.default_rng(1).integers(0, 256, (height // 20, width // 20, 3), np.uint8)
    return Image.fromarray(small).resize((width, height), Image.Resampling.BICUBIC)


@pytest.mark.parametrize(
    ("size", "min_side", "expected"),
    [
        ((2000, 1600), 0, (2000, 1600)),
        ((2000, 1600), 801, (2000, 1600)),
        ((2000, 1600), 800, (1000, 800)),
        ((2000, 1600), 300, (500, 400)),
        ((2000, 1600), 200, (250, 200)),
        ((2000, 1600), 1, (250, 200)),
        ((4000, 201), 100, (2000, 101)),
        ((1601, 1603), 200, (201, 201)),
    ],
)
def test_a_large_jpeg_comes_smaller_but_never_below_the_side_asked_for(
    tmp_path: Path, read: Read, size: tuple[int, int], min_side: int, expected: tuple[int, int]
) -> None:
    noise(*size).save(tmp_path / "a.jpg")
    image = read(tmp_path / "a.jpg", min_side=min_side)
    assert image.size == expected
    assert min(image.size) >= min(min_side, *size)


def test_a_smaller_decoding_shows_the_same_picture(tmp_path: Path, read: Read) -> None:
    noise(1600, 1200).save(tmp_path / "a.jpg", quality=95)
    full, smaller = read(tmp_path / "a.jpg"), read(tmp_path / "a.jpg", min_side=300)
    assert close(smaller, full.resize(smaller.size, Image.Resampling.BOX), within=2)


def test_a_small_jpeg_is_decoded_exactly(tmp_path: Path, read: Read) -> None:
    noise(400, 340).save(tmp_path / "a.jpg")
    with Image.open(tmp_path / "a.jpg") as plain:
        assert close(read(tmp_path / "a.jpg", min_side=224), plain, within=0)


def test_a_turned_jpeg_with_inks_can_come_smaller_too(tmp_path: Path, read: Read) -> None:
    exif = Image.Exif()
    exif[ORIENTATION] = 6
    noise(1600, 800).convert("CMYK").save(tmp_path / "a.jpg", exif=exif)
    assert read(tmp_path / "a.jpg", min_side=200).size == (200, 400)


def test_other_formats_come_whole(tmp_path: Path, read: Read) -> None:
    noise(1600, 1200).save(tmp_path / "a.png")
    assert read(tmp_path / "a.png", min_side=10).size == (1600, 1200)


def test_the_picture_is_decoded_without_the_help_of_other_programs(tmp_path: Path, read: Read) -> None:
    # an EPS would start Ghostscript
    postscript = b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n%%EndComments\nshowpage\n"
    (tmp_path / "a.jpg").write_bytes(postscript)
    with pytest.raises(ImageError, match="PostScript"):
        read(tmp_path / "a.jpg")


def test_a_name_that_is_not_utf8_is_no_obstacle(tmp_path: Path, read: Read, corners: Image.Image) -> None:
    if sys.platform == "win32":
        pytest.skip("names are Unicode there")
    data = io.BytesIO()
    corners.save(data, "PNG")
    path = tmp_path / os.fsdecode(b"caf\xe9.png")
    path.write_bytes(data.getvalue())
    assert close(read(path), corners, within=0)


def test_jpegs_of_phones_with_a_second_picture_are_jpegs(tmp_path: Path, read: Read) -> None:
    frames = [noise(800, 600), noise(80, 60)]
    frames[0].save(tmp_path / "a.jpg", "MPO", save_all=True, append_images=frames[1:])
    with Image.open(tmp_path / "a.jpg") as image:
        assert isinstance(image, JpegImagePlugin.JpegImageFile)
    assert read(tmp_path / "a.jpg", min_side=150).size == (200, 150)
