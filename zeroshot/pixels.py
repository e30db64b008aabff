"""Pixels: whatever Pillow loaded, as upright opaque sRGB of 8 bits.

The rules are told in ``zeroshot.images``, which is the way in; here nothing knows of files.
"""

from __future__ import annotations

import io
from functools import lru_cache
from typing import TYPE_CHECKING, Final

import numpy as np
from PIL import ExifTags, Image, ImageCms

if TYPE_CHECKING:
    import numpy.typing as npt

_UPRIGHT: Final = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
_QUARTERS: Final = frozenset(_UPRIGHT[orientation] for orientation in (5, 6, 7, 8))
_DEEP_MODES: Final = frozenset({"I", "F", "I;16", "I;16L", "I;16B", "I;16N"})
_MODES_OF_PROFILE: Final = {"RGB": ("RGB", "RGBA"), "GRAY": ("L",), "CMYK": ("CMYK",), "Lab": ("LAB",)}


def upright_rgb(image: Image.Image, background: tuple[int, int, int]) -> Image.Image:
    """A loaded picture as mode "RGB": sRGB, transparency over ``background``, turned as its EXIF block says.

    ``image`` itself comes back when there is nothing to do. What Pillow throws at odd pixels comes through.
    """
    return _upright(_to_rgb(image, background), image)


def is_turned(image: Image.Image) -> bool:
    """Whether width and height change places when the picture is turned as its EXIF block says."""
    return _turn(image) in _QUARTERS


def _upright(pixels: Image.Image, image: Image.Image) -> Image.Image:
    """``pixels`` turned as the EXIF block of ``image``, the file they came from, says."""
    method = _turn(image)
    return pixels.transpose(method) if method is not None else pixels


def _turn(image: Image.Image) -> Image.Transpose | None:
    try:
        return _UPRIGHT.get(image.getexif().get(ExifTags.Base.Orientation, 1))
    except Exception:  # noqa: BLE001  a damaged EXIF block throws anything, and is no reason to lose the picture
        return None


def _to_rgb(image: Image.Image, background: tuple[int, int, int]) -> Image.Image:
    icc = image.info.get("icc_profile")
    if image.mode in _DEEP_MODES:
        image = _to_8_bits(image)
    elif image.has_transparency_data:
        image = image.convert("RGBA")
    elif image.mode not in {"RGB", "L", "CMYK", "LAB"}:
        image = image.convert("RGB")
    if icc:
        image = _to_srgb(image, icc)
    if image.mode == "RGBA":
        return _flatten(image, background)
    return image if image.mode == "RGB" else image.convert("RGB")


def _flatten(image: Image.Image, background: tuple[int, int, int]) -> Image.Image:
    if image.getchannel("A").getextrema() == (255, 255):
        return image.convert("RGB")
    canvas = Image.new("RGB", image.size, background)
    canvas.paste(image, mask=image)
    return canvas


def _to_srgb(image: Image.Image, icc: bytes) -> Image.Image:
    try:
        transform = _srgb_transform(icc, image.mode)
        return image if transform is None else transform.apply(image)
    except (ImageCms.PyCMSError, OSError, TypeError, ValueError):  # a damaged profile: the colours as they stand
        return image


@lru_cache(maxsize=16)
def _srgb_transform(icc: bytes, mode: str) -> ImageCms.ImageCmsTransform | None:
    """The way from a profile to sRGB; None when it isn't for such pixels, or changes nothing."""
    profile = ImageCms.ImageCmsProfile(io.BytesIO(icc))
    if mode not in _MODES_OF_PROFILE.get(profile.profile.xcolor_space.strip(), ()):
        return None
    # NOCACHE: Little CMS asks for it where threads share a transform.
    transform = ImageCms.buildTransform(
        profile,
        ImageCms.createProfile("sRGB"),
        mode,
        "RGBA" if mode == "RGBA" else "RGB",
        ImageCms.Intent.RELATIVE_COLORIMETRIC,
        ImageCms.Flags.NOCACHE | ImageCms.Flags.BLACKPOINTCOMPENSATION,
    )
    return None if mode in {"RGB", "RGBA"} and _changes_nothing(transform, mode) else transform


def _changes_nothing(transform: ImageCms.ImageCmsTransform, mode: str) -> bool:
    """Whether 512 colours spread over the cube stay within two levels: sRGB under any of its many names."""
    levels = np.linspace(0, 255, 8).round().astype(np.uint8)
    colours = np.stack(np.meshgrid(levels, levels, levels), axis=-1).reshape(16, 32, 3)
    before = Image.fromarray(colours).convert(mode)
    after = np.asarray(transform.apply(before).convert("RGB"), np.int16)
    return int(np.abs(after - colours).max()) <= 2  # noqa: PLR2004  levels of 255


def _to_8_bits(image: Image.Image) -> Image.Image:
    """A grey picture of 16 or 32 bits or floats as mode "L", scaled and never clipped to white.

    The range of the file, 0 to 65535 (for floats 0 to 1, 255 or 65535, the first that holds them), becomes 0 to 255
    when the content fills at least a quarter of it: an exported photo looks as in any viewer. Else the content itself
    is stretched to 0 to 255, as scientific viewers do: microscopes, thermal cameras and 10- to 14-bit sensors write a
    narrow band that would come out black. "Content" is from the 0.1th to the 99.9th percentile, so that a dead
    pixel doesn't decide.
    """
    values = np.asarray(image)
    low, high = _band_of(values)
    if image.format == "TIFF" and image.tag_v2.get(262) == 0:  # type: ignore[attr-defined]
        # WhiteIsZero, which Pillow applies at 8 bits and forgets at 16.
        return Image.fromarray(255 - _scaled(values, low, high))
    return Image.fromarray(_scaled(values, low, high))


def _band_of(values: npt.NDArray[np.generic]) -> tuple[float, float]:
    """The values that become 0 and 255."""
    step = max(1, round((values.size / 1_000_000) ** 0.5))  # a million pixels tell enough
    sample = values[::step, ::step].astype(np.float64)
    sample = sample[np.isfinite(sample)]
    if not sample.size:
        return 0.0, 1.0
    low, high = (float(bound) for bound in np.percentile(sample, (0.1, 99.9)))
    if low == high:  # few pixels differ from the rest: then they are the content
        low, high = float(sample.min()), float(sample.max())
    for full in (1.0, 255.0, 65535.0) if values.dtype.kind == "f" else (65535.0,):
        if low >= 0 and high <= full:
            return (0.0, full) if high - low >= full / 4 or high == low else (low, high)
    return low, high


def _scaled(values: npt.NDArray[np.generic], low: float, high: float) -> npt.NDArray[np.uint8]:
    """``values`` (height, width) as levels; not a number and minus infinity become black."""
    levels = np.empty(values.shape, np.uint8)
    factor = 255 / (high - low) if high > low else 0.0
    rows = max(1, 1_000_000 // max(1, values.shape[1]))  # in strips: float64 of all of it would be 8 times the file
    for top in range(0, values.shape[0], rows):
        strip = values[top : top + rows].astype(np.float64)
        strip[np.isnan(strip)] = low
        np.clip((strip - low) * factor + 0.5, 0, 255, out=strip)
        levels[top : top + rows] = strip
    return levels
