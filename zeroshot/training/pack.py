"""Packs original pictures out of git clones: decoded once, 192 px short side, JPEG, none that is held out.

Held out is what `evaluate` measures on: everything below `heldout/`, and for all other sources the pictures of those
that a training run leaves out (`LEFT_OUT`, packed first).

`git clone --bare https://github.com/OWNER/NAME CLONES/OWNER+NAME.git` for every repository of `sources.py` first.
"""

from __future__ import annotations

import argparse
import csv
import io
import random
import subprocess
from collections import Counter
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from PIL import Image, ImageOps

from zeroshot.training.captions import Told, from_files, from_sidecar
from zeroshot.training.pictures import read_pack, write_pack
from zeroshot.training.sources import LEFT_OUT, SOURCES, Source

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from numpy.typing import NDArray

SHORT_SIDE = 192
_LONGEST = 1.6  # times the short side; the rest is cut off, like in the 64-px packs
_SAME = 0.97  # correlation of 16 x 16 grey thumbnails above which two photos are taken for one
_CHUNK = 128  # pictures compared with what is held out at a time
_VALIDATED = 33  # every so manieth picture of a label is for validation


def clone_of(clones: Path, repository: str) -> Path:
    """Where the clone of OWNER/NAME lies."""
    return clones / f"{repository.replace('/', '+')}.git"


def list_files(clone: Path, commit: str = "HEAD") -> list[tuple[str, str]]:
    """(blob id, path) of every file of a commit."""
    listing = _git(clone, "ls-tree", "-r", "-z", commit)
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


def shrink(encoded: bytes, size: tuple[int, int] | None = None) -> Image.Image | None:
    """The picture upright, RGB, at most 192 px on its short side and 1.6 : 1; None if it can't be read.

    `size` is what it was before it was padded: what has another shape is cut out of the middle first.
    """
    try:
        picture: Image.Image = Image.open(io.BytesIO(encoded))
        picture.draft("RGB", (2 * SHORT_SIDE, 2 * SHORT_SIDE))
        picture = ImageOps.exif_transpose(picture).convert("RGB")
        picture = _unpadded(picture, size) if size else picture
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        return None  # web scrapes hold pages and broken files under picture names
    short = min(picture.size)
    width, height = (min(side, round(_LONGEST * short)) for side in picture.size)
    if picture.size != (width, height):
        picture = ImageOps.fit(picture, (width, height), Image.Resampling.BICUBIC)
    scale = min(1.0, SHORT_SIDE / short)
    size = (max(1, round(width * scale)), max(1, round(height * scale)))
    return picture if scale == 1.0 else picture.resize(size, Image.Resampling.BICUBIC, reducing_gap=2.0)


def _unpadded(picture: Image.Image, size: tuple[int, int]) -> Image.Image:
    scale = min(picture.width / size[0], picture.height / size[1])
    width, height = max(1, int(scale * size[0])), max(1, int(scale * size[1]))
    left, top = (picture.width - width) // 2, (picture.height - height) // 2
    return picture.crop((left, top, left + width, top + height))


def thumbnail(picture: Image.Image) -> NDArray[np.float32]:
    """The 16 x 16 grey thumbnail, mean 0 and length 1, as 256 numbers: near-duplicates correlate above 0.97."""
    grey = np.asarray(picture.convert("L").resize((16, 16), Image.Resampling.BOX), np.float32).ravel()
    grey -= grey.mean()
    return grey / max(float(np.linalg.norm(grey)), 1e-6)


class HeldOut:
    """Recognises training pictures that equal a picture used for measuring, by rows of thumbnails (n, 256)."""

    def __init__(self, rows: NDArray[np.float32]) -> None:
        self._rows = rows

    def among(self, pictures: Sequence[Image.Image]) -> list[bool]:
        """Of each picture, whether it is held out."""
        if not pictures or not len(self._rows):
            return [False] * len(pictures)
        likeness = np.stack([thumbnail(picture) for picture in pictures]) @ self._rows.T
        return [bool(highest > _SAME) for highest in likeness.max(1)]


def thumbnails(pictures: Iterable[Image.Image]) -> NDArray[np.float32]:
    """Rows (n, 256) of many pictures."""
    return np.stack([thumbnail(picture) for picture in pictures])


def held_out_rows(folder: Path, cache: Path) -> NDArray[np.float32]:
    """Thumbnails of every picture below a folder, kept in a file: they are read for every source anew."""
    if not cache.exists():
        files = sorted(path for path in folder.rglob("*") if path.suffix.lower() in {".jpg", ".jpeg", ".png"})
        np.save(cache, thumbnails(map(Image.open, files)))
    rows: NDArray[np.float32] = np.load(cache)
    return rows


Item = tuple[Image.Image, str, str]
"""A picture with its label and its captions."""


def pack_source(source: Source, clone: Path, held_out: HeldOut) -> Iterator[tuple[bytes, str, str, str]]:
    """(JPEG, split, label, captions) of a source: at most `per_label` of a label, every 33rd for validation."""
    taken: Counter[str] = Counter()
    items = _items(source, clone, taken)
    for chunk in iter(lambda: list(islice(items, _CHUNK)), []):
        for (picture, label, captions), known in zip(chunk, held_out.among([item[0] for item in chunk]), strict=True):
            if not known and taken[label] < source.per_label:
                taken[label] += 1
                yield _encode(picture), "val" if taken[label] % _VALIDATED == 0 else "train", label, captions


def _items(source: Source, clone: Path, taken: Counter[str]) -> Iterator[Item]:
    """The pictures that can be read, shuffled; those of a label of which enough were taken are not even decoded."""
    table, told = _table(source, clone), read_captions(source, clone)
    named = [(blob, path, source.label(path, table)) for blob, path in list_files(clone, source.commit)]
    files = [(blob, label, told.get(path)) for blob, path, label in named if label is not None]
    if source.captioned:
        files = [entry for entry in files if entry[2] and entry[2].captions]
    random.Random(0).shuffle(files)  # noqa: S311 (a repeatable choice, no secret)
    for (_, label, note), encoded in zip(files, read_blobs(clone, (blob for blob, *_ in files)), strict=True):
        picture = shrink(encoded, note.size if note else None) if taken[label] < source.per_label else None
        if picture is not None:
            yield picture, label, " | ".join(note.captions) if note else ""


def read_captions(source: Source, clone: Path) -> dict[str, Told]:
    """Path of a picture → what is told of it, from lists or from a JSON file beside each."""
    files = list_files(clone, source.commit)
    if source.sidecars:
        beside = [(blob, path) for blob, path in files if path.endswith(".json")]
        texts = read_blobs(clone, (blob for blob, _ in beside))
        told = (from_sidecar(text.decode("utf-8")) for text in texts)
        beside_of = {path.removesuffix(".json"): note for (_, path), note in zip(beside, told, strict=True)}
        return {path: beside_of[stem] for _, path in files if (stem := path.rpartition(".")[0]) in beside_of}
    keeper, commit = (
        (clone_of(clone.parent, source.captions_in), "HEAD") if source.captions_in else (clone, source.commit)
    )
    lists = {path: _git(keeper, "show", f"{commit}:{path}").decode("utf-8") for path in source.captions}
    by_name = from_files(lists)
    return {path: by_name[Path(path).name] for _, path in files if Path(path).name in by_name}


def repack(pack: Path, held_out: HeldOut) -> Iterator[tuple[bytes, str, str, str]]:
    """A pack's own bytes again, without the pictures that are held out."""
    pictures = iter(read_pack(pack))
    for chunk in iter(lambda: list(islice(pictures, _CHUNK)), []):
        for picture, known in zip(chunk, held_out.among([picture.open() for picture in chunk]), strict=True):
            if not known:
                yield picture.encoded(), picture.split, picture.label, " | ".join(picture.captions)


def _encode(picture: Image.Image) -> bytes:
    buffer = io.BytesIO()
    picture.save(buffer, "JPEG", quality=90)
    return buffer.getvalue()


def _table(source: Source, clone: Path) -> dict[str, str]:
    """File name → label, from the CSV file that a repository keeps of them."""
    if not source.table:
        return {}
    text = _git(clone, "show", f"{source.commit}:{source.table}").decode("utf-8")
    return {row["filename"]: row["label"] for row in csv.DictReader(io.StringIO(text))}


def _git(clone: Path, *arguments: str) -> bytes:
    command = ["git", f"--git-dir={clone}", *arguments]
    return subprocess.run(command, check=True, capture_output=True).stdout  # noqa: S603 (arguments of our own)


def main() -> None:
    """Pack every source, or those named; first those that training runs leave out."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--clones", type=Path, required=True, help="folder of OWNER+NAME.git")
    parser.add_argument("--data", type=Path, required=True, help="folder that holds heldout/ and receives packed/")
    parser.add_argument("--packs", type=Path, help="folder of 64-px packs: those of no source named here are copied")
    parser.add_argument("names", nargs="*", help="sources to pack (default: all)")
    arguments = parser.parse_args()
    folder = arguments.data / "packed"
    measured = held_out_rows(arguments.data / "heldout", arguments.data / "heldout.npy")
    for source in sorted(SOURCES, key=lambda source: source.name not in LEFT_OUT):
        if not arguments.names or source.name in arguments.names:
            clone = clone_of(arguments.clones, source.repository)
            rows = measured if source.name in LEFT_OUT else np.concatenate((measured, *_left_out_rows(folder)))
            pictures = pack_source(source, clone, HeldOut(rows))
            print(source.name, write_pack(folder / f"{source.name}.bin", pictures), flush=True)
    for pack in sorted(arguments.packs.glob("*.bin")) if arguments.packs else ():
        if pack.stem not in {source.name for source in SOURCES}:
            rows = np.concatenate((measured, *_left_out_rows(folder)))
            print(pack.stem, write_pack(folder / pack.name, repack(pack, HeldOut(rows))), flush=True)


def _left_out_rows(folder: Path) -> list[NDArray[np.float32]]:
    """Thumbnails of each source that a training run leaves out."""
    found = []
    for name in LEFT_OUT:
        cache = folder / f"{name}.npy"
        if not cache.exists():
            np.save(cache, thumbnails(picture.open() for picture in read_pack(folder / f"{name}.bin")))
        found.append(np.load(cache))
    return found


if __name__ == "__main__":
    main()
