"""Packs original pictures out of git clones: decoded once, 192 px short side, JPEG, none that is held out.

`git clone --bare https://github.com/OWNER/NAME CLONES/OWNER+NAME.git` for every repository of `sources.py` first.
"""

from __future__ import annotations

import argparse
import csv
import io
import random
import subprocess
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from PIL import Image, ImageOps

from zeroshot.training.pictures import write_pack
from zeroshot.training.sources import SOURCES, Source

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from numpy.typing import NDArray

SHORT_SIDE = 192
_LONGEST = 1.6  # times the short side; the rest is cut off, like in the 64-px packs
_SAME = 0.97  # correlation of 16 x 16 grey thumbnails above which two photos are taken for one


def list_files(clone: Path) -> list[tuple[str, str]]:
    """(blob id, path) of every file of the newest commit."""
    listing = _git(clone, "ls-tree", "-r", "-z", "HEAD")
    entries = (entry.split("\t", 1) for entry in listing.decode("utf-8", "replace").split("\0") if entry)
    return [(meta.split()[2], path) for meta, path in entries]


def read_blobs(clone: Path, blobs: Iterable[str]) -> Iterator[bytes]:
    """The bytes of each blob, in order."""
    command = ["git", f"--git-dir={clone}", "cat-file", "--batch"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:  # noqa: S603
        if process.stdin is None or process.stdout is None:
            raise AssertionError
        for blob in blobs:
            process.stdin.write(f"{blob}\n".encode())
            process.stdin.flush()
            size = int(process.stdout.readline().split()[2])
            yield process.stdout.read(size + 1)[:size]
        process.stdin.close()


def shrink(encoded: bytes) -> Image.Image | None:
    """The picture upright, RGB, at most 192 px on its short side and 1.6 : 1; None if it can't be read."""
    try:
        picture: Image.Image = Image.open(io.BytesIO(encoded))
        picture.draft("RGB", (2 * SHORT_SIDE, 2 * SHORT_SIDE))
        picture = ImageOps.exif_transpose(picture).convert("RGB")
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        return None  # web scrapes hold pages and broken files under picture names
    short = min(picture.size)
    width, height = (min(side, round(_LONGEST * short)) for side in picture.size)
    if picture.size != (width, height):
        picture = ImageOps.fit(picture, (width, height), Image.Resampling.BICUBIC)
    scale = min(1.0, SHORT_SIDE / short)
    size = (max(1, round(width * scale)), max(1, round(height * scale)))
    return picture if scale == 1.0 else picture.resize(size, Image.Resampling.BICUBIC, reducing_gap=2.0)


def thumbnail(picture: Image.Image) -> NDArray[np.float32]:
    """The 16 x 16 grey thumbnail, mean 0 and length 1, as 256 numbers: near-duplicates correlate above 0.97."""
    grey = np.asarray(picture.convert("L").resize((16, 16), Image.Resampling.BOX), np.float32).ravel()
    grey -= grey.mean()
    return grey / max(float(np.linalg.norm(grey)), 1e-6)


class HeldOut:
    """Recognises training pictures that equal a picture used for measuring."""

    def __init__(self, folder: Path) -> None:
        files = sorted(path for path in folder.rglob("*") if path.suffix.lower() in {".jpg", ".jpeg", ".png"})
        self._rows = np.stack([thumbnail(Image.open(path)) for path in files])

    def __contains__(self, picture: Image.Image) -> bool:
        return float((self._rows @ thumbnail(picture)).max()) > _SAME


def pack_source(source: Source, clone: Path, held_out: HeldOut) -> Iterator[tuple[bytes, str, str, str]]:
    """(JPEG, split, label, captions) of a source: at most `per_label` of a label, every 33rd for validation."""
    table = _table(source, clone)
    files = [(blob, label) for blob, path in list_files(clone) if (label := source.label(path, table))]
    random.Random(0).shuffle(files)  # noqa: S311 (a repeatable choice, no secret)
    taken: Counter[str] = Counter()
    for (_, label), encoded in zip(files, read_blobs(clone, (blob for blob, _ in files)), strict=True):
        picture = shrink(encoded) if taken[label] < source.per_label else None
        if picture is None or picture in held_out:
            continue
        taken[label] += 1
        yield _encode(picture), "val" if taken[label] % 33 == 0 else "train", label, ""


def _encode(picture: Image.Image) -> bytes:
    buffer = io.BytesIO()
    picture.save(buffer, "JPEG", quality=90)
    return buffer.getvalue()


def _table(source: Source, clone: Path) -> dict[str, str]:
    """File name → label, from the CSV file that a repository keeps of them."""
    if not source.table:
        return {}
    text = _git(clone, "show", f"HEAD:{source.table}").decode("utf-8")
    return {row["filename"]: row["label"] for row in csv.DictReader(io.StringIO(text))}


def _git(clone: Path, *arguments: str) -> bytes:
    command = ["git", f"--git-dir={clone}", *arguments]
    return subprocess.run(command, check=True, capture_output=True).stdout  # noqa: S603 (arguments of our own)


def main() -> None:
    """Pack every source, or those named."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--clones", type=Path, required=True, help="folder of OWNER+NAME.git")
    parser.add_argument("--data", type=Path, required=True, help="folder that holds heldout/ and receives packed/")
    parser.add_argument("names", nargs="*", help="sources to pack (default: all)")
    arguments = parser.parse_args()
    held_out = HeldOut(arguments.data / "heldout" / "imagenet-sample-images")
    for source in SOURCES:
        if not arguments.names or source.name in arguments.names:
            clone = arguments.clones / f"{source.repository.replace('/', '+')}.git"
            pack = arguments.data / "packed" / f"{source.name}.bin"
            print(source.name, write_pack(pack, pack_source(source, clone, held_out)), flush=True)


if __name__ == "__main__":
    main()
