"""Pictures: what a file holds, its content key, and its pixels as upright RGB.

``identify`` looks at a file and hashes it, ``glance`` only looks; ``read_header`` tells a picture's size; ``decode``
gives its pixels. All raise ``ImageError`` with one sentence that doesn't name the file, and nothing else, whatever the
file holds.

The rules that decide what a picture looks like to an encoder:

* **upright**: the EXIF orientation is applied.
* **sRGB**: colours go through the embedded ICC profile (relative colorimetric, black point compensated). A profile
  that is damaged or made for another kind of pixels is ignored, and so is one that changes nothing.
* **8 bits**: a grey picture with more is scaled, never clipped: the whole range of the file when its content fills a
  quarter of it, else the content alone (``pixels._to_8_bits``). Colour pictures of 16 bits a channel keep the upper 8.
* **opaque**: transparency of every kind lies over the background that the caller names.
* **first**: the first frame of an animation, the first page of a document, the largest picture of an icon.
* **whole**: a file that ends too early is an error, never a half-grey picture.
"""

from __future__ import annotations

import hashlib
import importlib
import logging
import os
import re
import stat
import threading
import warnings
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, BinaryIO, Final, cast

from PIL import ExifTags, Image, UnidentifiedImageError

from zeroshot.errors import ImageError
from zeroshot.pixels import is_turned, upright_rgb
from zeroshot.records import Source

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_log = logging.getLogger(__name__)
# Pillow logs what is odd about a file as errors; without a handler Python would print them.
logging.getLogger("PIL").addHandler(logging.NullHandler())

VERSION: Final = 1
"""Counts up whenever the same file comes to give other pixels: stored vectors depend on it."""

# fmt: off
RAW_SUFFIXES: Final = frozenset((
    ".3fr", ".arw", ".cr2", ".cr3", ".crw", ".dcr", ".dng", ".erf", ".fff", ".gpr", ".iiq", ".kdc", ".mef", ".mos",
    ".mrw", ".nef", ".nrw", ".orf", ".pef", ".raf", ".raw", ".rw2", ".rwl", ".sr2", ".srf", ".srw", ".x3f",
))
HEIF_SUFFIXES: Final = frozenset((".heic", ".heics", ".heif", ".heifs", ".hif"))
PICTURE_SUFFIXES: Final = RAW_SUFFIXES | HEIF_SUFFIXES | frozenset((
    ".apng", ".avif", ".avifs", ".bmp", ".bw", ".cur", ".dds", ".dib", ".gif", ".icb", ".icns", ".ico", ".j2c",
    ".j2k", ".jfif", ".jif", ".jp2", ".jpc", ".jpe", ".jpeg", ".jpf", ".jpg", ".jps", ".jpx", ".mpo", ".pbm", ".pcx",
    ".pfm", ".pgm", ".png", ".pnm", ".ppm", ".psd", ".qoi", ".ras", ".rgb", ".rgba", ".sgi", ".tga", ".tif", ".tiff",
    ".vda", ".vst", ".webp", ".xbm", ".xpm",
))
"""Endings, in lower case, of files whose name says that they are pictures."""
# fmt: on

# Formats that Pillow decodes by itself, each told by its first bytes. EPS and WMF start other programs; FITS, and the
# stubs (BUFR, GRIB, HDF5), have let bombs and surprises through; the rest isn't what people keep pictures in.
_FORMATS: Final = (
    "JPEG", "PNG", "WEBP", "GIF", "AVIF", "TIFF", "BMP", "JPEG2000", "ICO", "ICNS", "PSD", "QOI", "DDS", "PPM", "SGI",
    "SUN", "XBM", "XPM",
)  # fmt: skip

# Formats without a signature worth the name: their decoders would find a picture in any rubbish.
_FORMATS_BY_SUFFIX: Final = {
    ".cur": "CUR", ".dib": "DIB", ".pcx": "PCX", ".tga": "TGA", ".icb": "TGA", ".vda": "TGA", ".vst": "TGA"
}  # fmt: skip

# Pillow decodes these in Python, at one to three seconds a megapixel, and nothing can stop it meanwhile.
_SLOW_CODECS: Final = frozenset({"qoi", "ppm", "ppm_plain", "dds_rgb", "bmp_rle", "SGI16", "xpm"})
_SLOW_MAX_PIXELS: Final = 4_000_000
_MAX_ICON_BYTES: Final = 64 << 20

_SIGNATURES: Final = (
    b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"GIF87a", b"GIF89a", b"II*\0", b"MM\0*", b"II+\0", b"MM\0+", b"8BPS\0\1",
    b"qoif\0", b"DDS \x7c", b"icns\0", b"\0\0\0\x0cjP  \r\n\x87\n", b"\xff\x4f\xff\x51\0",
)  # fmt: skip
_PORTABLE_ANYMAP: Final = re.compile(rb"P[1-6]\s+[\d#]")
_AVIF_BRANDS: Final = (b"avif", b"avis")
_HEIF_BRANDS: Final = (b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1")
_WEB_PAGE: Final = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body|title|meta)\b",
    re.IGNORECASE | re.DOTALL,
)
_HEAD_BYTES: Final = 1024

_NOT_A_PICTURE: Final = "the file is not a picture in a format that can be read"
_CHANGED: Final = "the file changed while it was being read; run again when it is complete"
_RAW: Final = "the file is a camera RAW picture, which can't be decoded here; convert it to JPEG or TIFF first"
_HEIF: Final = 'the file is a HEIC picture; to read those, run: pip install "zeroshot[heif]"'


@dataclass(frozen=True, slots=True)
class Header:
    """What a picture's file says of it: its size when upright, its format, and when it was taken."""

    width: int
    height: int
    form: str
    taken: datetime | None


def identify(path: Path, known: Source | None = None) -> Source:
    """The file as it is now: its size, its time, and the BLAKE2b hash (16 bytes) of its content.

    ``known`` is what was found at this path before: with the same size and time it is taken, and no file opened.

    Raises:
        ImageError: it isn't a regular file, can't be read, or changed while it was read.
    """
    if known is not None:
        seen = glance(path)
        if (known.size, known.mtime_ns) == (seen.size, seen.mtime_ns):
            return known
    with _open_regular(path) as file, _os_errors_as_sentences():
        before = os.fstat(file.fileno())
        digest = hashlib.blake2b(digest_size=16)
        done = 0
        # A file that grows as fast as it is read must not keep us here.
        while done <= before.st_size and (chunk := file.read(1 << 20)):
            digest.update(chunk)
            done += len(chunk)
        source = Source(path, before.st_size, before.st_mtime_ns, digest.digest())
        _require_unchanged(file, source)
    return source


def glance(path: Path) -> Source:
    """The file as it is now, its content unread: ``key`` is empty. For what is only looked at.

    Raises:
        ImageError: it isn't a regular file, or can't be seen.
    """
    with _os_errors_as_sentences():
        info = path.stat()
        _require_regular(info.st_mode)
    return Source(path, info.st_size, info.st_mtime_ns, b"")


def decode(
    source: Source, *, min_side: int, max_pixels: int, background: tuple[int, int, int] = (255, 255, 255)
) -> Image.Image:
    """The picture's pixels: upright, sRGB, mode "RGB", by the rules of this module.

    Args:
        source: the file, as ``identify`` saw it.
        min_side: a large JPEG may come at a half, a quarter or an eighth of its size as long as both its sides stay
            at least this many pixels; 0 gives every pixel.
        max_pixels: a picture whose header says more than this isn't decoded.
        background: what shows through transparent pixels, as sRGB.

    Raises:
        ImageError: there is no picture to be had from the file, or it isn't the one that ``identify`` saw.
    """
    with _open_regular(source.path) as file:
        _require_unchanged(file, source)
        try:
            with _QUIET, _decoder_errors_as_sentences(max_pixels):
                return _read(file, source, min_side, max_pixels, background)
        finally:
            # Also after a failure: a file that is being written looks like a damaged one.
            _require_unchanged(file, source)


def read_header(source: Source, *, max_pixels: int) -> Header:
    """What the picture's file says of it, without its pixels; only ``path`` of the source counts.

    Raises:
        ImageError: there is no picture to be had from the file.
    """
    with _open_regular(source.path) as file, _QUIET, _decoder_errors_as_sentences(max_pixels):
        image = _open_picture(file, file.read(_HEAD_BYTES), source.path.suffix.lower(), max_pixels)
        width, height = image.size[::-1] if is_turned(image) else image.size
        return Header(width, height, image.format or "", _taken(image))


def peek(path: Path, count: int = 32) -> bytes:
    """The first ``count`` bytes of a regular file; none when it can't be read."""
    try:
        with _open_regular(path) as file, _os_errors_as_sentences():
            return file.read(count)
    except ImageError:
        return b""


def looks_like_picture(head: bytes) -> bool:
    """Whether a file's first 32 bytes are those of a format that ``decode`` tells by its content."""
    return (
        head.startswith(_SIGNATURES)
        or (head[:4] == b"RIFF" and head[8:12] == b"WEBP")
        or (head[:2] == b"BM" and head[15:18] == b"\0\0\0" and head[14:15] in b"\x0c\x28\x34\x38\x40\x6c\x7c")
        or (head[:4] == b"\0\0\1\0" and head[4:6] != b"\0\0" and head[9:10] == b"\0")
        or (head[4:8] == b"ftyp" and head[8:12] in (*_AVIF_BRANDS, *_HEIF_BRANDS))
        or _PORTABLE_ANYMAP.match(head) is not None
    )


# --- files -----------------------------------------------------------------------------------------------------------


def _open_regular(path: Path) -> BinaryIO:
    """The file opened for reading, unless it is a folder, pipe, socket or device: opening those can hang or act."""
    flags = os.O_RDONLY | getattr(os, "O_BINARY", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_NOCTTY", 0)
    with _os_errors_as_sentences():
        _require_regular(path.stat().st_mode)
        file = os.fdopen(os.open(path, flags), "rb")
    try:
        _require_regular(os.fstat(file.fileno()).st_mode)  # what stands at the path may be another by now
    except ImageError:
        file.close()
        raise
    return file


def _require_regular(mode: int) -> None:
    if stat.S_ISDIR(mode):
        raise ImageError("this is a folder, not a picture")
    if not stat.S_ISREG(mode):
        raise ImageError("this is a pipe, socket or device, not a picture")


def _require_unchanged(file: BinaryIO, source: Source) -> None:
    with _os_errors_as_sentences():
        now = os.fstat(file.fileno())
    if (now.st_size, now.st_mtime_ns) != (source.size, source.mtime_ns):
        raise ImageError(_CHANGED)


@contextmanager
def _os_errors_as_sentences() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise ImageError(_sentence_of(error)) from error
    except ValueError as error:  # a NUL in the name
        raise ImageError("no file can have this name") from error


def _sentence_of(error: OSError) -> str:
    if isinstance(error, FileNotFoundError | NotADirectoryError):
        return "the file was not found; it may have been moved, renamed or deleted"
    if isinstance(error, PermissionError):
        return "the file may not be read by this user (permission denied)"
    return f"the file can't be read ({error.strerror or error})"


# --- Pillow, kept quiet ----------------------------------------------------------------------------------------------


class _QuietThreads:
    """A context in which this thread's warnings neither print nor raise; other threads keep theirs.

    ``warnings.catch_warnings`` swaps the filters of the whole process and so can't be used on several threads at
    once. Here one filter is put first, for good, and matches only on a thread that is decoding: the warnings machinery
    asks a filter's ``match`` method, and doesn't care whether it is a regular expression's.
    """

    def __init__(self) -> None:
        self._thread = threading.local()
        self._filter = ("ignore", None, Warning, self, 0)

    def match(self, _module: str) -> bool:
        """Whether this thread is within the context."""
        return getattr(self._thread, "busy", False)

    def __enter__(self) -> None:
        filters = cast("list[object]", warnings.filters)
        if filters[:1] != [self._filter]:
            filters.insert(0, self._filter)
        self._thread.busy = True

    def __exit__(self, *_: object) -> None:
        self._thread.busy = False


_QUIET: Final = _QuietThreads()


@contextmanager
def _decoder_errors_as_sentences(max_pixels: int) -> Iterator[None]:
    """Turn what a decoder throws (eleven classes were seen, and none is promised) into ImageError."""
    try:
        yield
    except ImageError:
        raise
    except Image.DecompressionBombError as error:  # Pillow's own limit stands where ours can't be asked first
        pixels = re.search(r"\((\d+) pixels\)", str(error))
        raise ImageError(_too_large(int(pixels[1]) if pixels else None, "", max_pixels)) from error
    except MemoryError as error:
        raise ImageError("the picture needs more memory than this machine has free") from error
    except Exception as error:
        _log.debug("a decoder failed", exc_info=True)
        raise ImageError(_sentence_of_decoder(error)) from error


def _sentence_of_decoder(error: Exception) -> str:
    text = str(error)
    if isinstance(error, OSError) and error.errno is not None:
        return _sentence_of(error)
    if isinstance(error, EOFError) or re.search(r"truncat|\bEOF\b|end of file|not enough", text, re.IGNORECASE):
        return "the picture is incomplete: its file is truncated (it ends too early)"
    if "text" in text.lower() and "too large" in text.lower():
        return "the picture carries more text than is safe to unpack"
    detail = " ".join(text.split())[:100] or type(error).__name__
    if isinstance(error, NotImplementedError) or re.search(
        r"unsupported|unimplemented|unknown|not supported", text, re.IGNORECASE
    ):
        return f"the picture is of an unusual kind of its format, which can't be decoded ({detail})"
    return f"the picture is damaged and can't be decoded ({detail})"


def _too_large(pixels: int | None, size: str, max_pixels: int) -> str:
    amount = f"{pixels / 1e6:.1f}" if pixels else "too many"
    return (
        f"the picture has {amount} megapixels{size} and the limit is {max_pixels / 1e6:g}; "
        "raise max_megapixels in settings.toml to read it"
    )


def _taken(image: Image.Image) -> datetime | None:
    try:
        moment = image.getexif().get_ifd(ExifTags.IFD.Exif).get(ExifTags.Base.DateTimeOriginal)
        return datetime.strptime(str(moment).strip("\0 "), "%Y:%m:%d %H:%M:%S")  # noqa: DTZ007 - EXIF has no zone
    except Exception:  # noqa: BLE001 - a damaged EXIF block throws anything, and so does "0000:00:00 00:00:00"
        return None


def _lift_pillow_limit(max_pixels: int) -> None:
    # Pillow refuses above twice its limit, 179 megapixels, and knows no other way than this one variable of the
    # process. It is only ever raised, and only when the user asked for more than that.
    if Image.MAX_IMAGE_PIXELS is not None and max_pixels > 2 * Image.MAX_IMAGE_PIXELS:
        Image.MAX_IMAGE_PIXELS = -(-max_pixels // 2)


# --- reading ---------------------------------------------------------------------------------------------------------


def _read(
    file: BinaryIO, source: Source, min_side: int, max_pixels: int, background: tuple[int, int, int]
) -> Image.Image:
    head = file.read(_HEAD_BYTES)
    image = _open_picture(file, head, source.path.suffix.lower(), max_pixels)
    _require_decodable(image, max_pixels)
    if min_side and min(image.size) >= 2 * min_side:
        image.draft(None, (min_side, min_side))  # moves only JPEGs
    image.load()
    _require_size(image.size, max_pixels)
    return upright_rgb(image, background)


def _open_picture(file: BinaryIO, head: bytes, suffix: str, max_pixels: int) -> Image.Image:
    """The picture with its header read and its pixels not."""
    if not head:
        raise ImageError("the file is empty (0 bytes)")
    if suffix in RAW_SUFFIXES and (head.startswith((b"II*", b"MM\0*")) or not looks_like_picture(head)):
        raise ImageError(_RAW)
    formats = _formats_for(head, suffix)
    if head.startswith((b"\0\0\1\0", b"icns")):
        _require_icon_size(file, max_pixels)
    _lift_pillow_limit(max_pixels)
    try:
        return Image.open(file, formats=formats)
    except UnidentifiedImageError as error:
        raise ImageError(_what_it_is(head)) from error


def _formats_for(head: bytes, suffix: str) -> tuple[str, ...]:
    if _is_heif(head):
        if not _heif_opens():
            raise ImageError(_HEIF)
        return ("HEIF",)
    by_suffix = _FORMATS_BY_SUFFIX.get(suffix)
    return (*_FORMATS, by_suffix) if by_suffix else _FORMATS


def _is_heif(head: bytes) -> bool:
    if head[4:8] != b"ftyp" or head[8:12] not in _HEIF_BRANDS:
        return False
    compatible = head[16 : int.from_bytes(head[:4], "big")]
    return not any(brand in compatible for brand in _AVIF_BRANDS)  # "mif1" may stand first in both


def _heif_opens() -> bool:
    """Whether pillow-heif is installed; it is registered with Pillow when it is first needed."""
    try:
        plugin = importlib.import_module("pillow_heif")
    except ImportError:
        return False
    if "HEIF" not in Image.OPEN:
        plugin.register_heif_opener()
    return True


def _what_it_is(head: bytes) -> str:
    """The sentence for a file that no decoder takes."""
    if _WEB_PAGE.match(head):
        return "the file is a web page saved as a picture; download the picture itself"
    if b"<svg" in head:
        return "the file is a vector drawing (SVG), which can't be decoded here; export it as PNG first"
    if head.startswith((b"%PDF", b"%!PS")):
        return "the file is a PDF or PostScript document, not a picture"
    if head[4:8] == b"ftyp" and not looks_like_picture(head):
        return _RAW if head[8:12] == b"crx " else "the file is a video, not a picture"
    if looks_like_picture(head):
        return "the picture's header can't be read: it is damaged, truncated or of an unusual kind"
    return _NOT_A_PICTURE


def _require_decodable(image: Image.Image, max_pixels: int) -> None:
    """Refuse, by the header alone, what would be too large, too slow or not the picture."""
    _require_size(image.size, max_pixels)
    if image.format == "TIFF" and _is_raw(image):
        raise ImageError(_RAW)
    codecs = {tile[0] for tile in getattr(image, "tile", ())}
    if codecs & _SLOW_CODECS and image.width * image.height > _SLOW_MAX_PIXELS:
        raise ImageError(
            f"this kind of {image.format} file is decoded too slowly above {_SLOW_MAX_PIXELS / 1e6:g} megapixels; "
            "convert it to PNG first"
        )


def _require_size(size: tuple[int, int], max_pixels: int) -> None:
    width, height = size
    if width * height > max_pixels:
        raise ImageError(_too_large(width * height, f" ({width} by {height})", max_pixels))


_EMBEDDED_SIZE: Final = re.compile(
    rb"(?:IHDR|ihdr|\xff\x4f\xff\x51....)(?P<big>.{8})|\x28\0\0\0(?P<small>.{8})\x01\0", re.DOTALL
)


def _require_icon_size(file: BinaryIO, max_pixels: int) -> None:
    """Check the pictures inside an icon: its directory says 256 by 256 at most, and they may say anything.

    This comes before ``Image.open``, which decodes the largest of them at once.
    """
    file.seek(0)
    data = file.read(_MAX_ICON_BYTES + 1)
    if len(data) > _MAX_ICON_BYTES:
        raise ImageError(f"the file is an icon of more than {_MAX_ICON_BYTES >> 20} MiB, which isn't read")
    for found in _EMBEDDED_SIZE.finditer(data):
        big = found["big"]
        sides = big or found["small"]
        order: str = "big" if big else "little"
        first, second = (int.from_bytes(sides[at : at + 4], order) for at in (0, 4))  # type: ignore[arg-type]
        _require_size((first, second if big else second // 2), max_pixels)
    file.seek(0)


def _is_raw(image: Image.Image) -> bool:
    """Whether a TIFF is a camera's RAW file, of which Pillow would give the thumbnail (Pillow #6482)."""
    tags = image.tag_v2  # type: ignore[attr-defined]
    dng_version, photometric, subfile_type, sub_ifds = (tags.get(tag) for tag in (50706, 262, 254, 330))
    reduced = isinstance(subfile_type, int) and bool(subfile_type & 1)
    return dng_version is not None or photometric in {32803, 34892} or (reduced and sub_ifds is not None)
