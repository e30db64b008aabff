"""Packed pictures: `NAME.bin` holds encoded pictures one after another, `NAME.csv` a row each.

Columns: `offset, length, split, label, caption`. `split` is train or val; several captions are joined by ` | `.
The label may be a WordNet id, a name, or empty where there are captions.
"""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PIL import Image

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path


@dataclass(frozen=True, slots=True)
class Picture:
    """One packed picture: where its bytes lie and what is known about it."""

    pack: Path
    offset: int
    length: int
    split: str
    label: str
    captions: tuple[str, ...]

    @property
    def source(self) -> str:
        """The name of the pack."""
        return self.pack.stem

    def encoded(self) -> bytes:
        """The picture's file."""
        with self.pack.open("rb") as file:
            file.seek(self.offset)
            return file.read(self.length)

    def open(self) -> Image.Image:
        """The decoded picture, RGB."""
        return Image.open(io.BytesIO(self.encoded())).convert("RGB")


def read_pack(pack: Path) -> list[Picture]:
    """The pictures of one `NAME.bin`."""
    with pack.with_suffix(".csv").open(newline="", encoding="utf-8") as file:
        return [
            Picture(
                pack=pack,
                offset=int(row["offset"]),
                length=int(row["length"]),
                split=row["split"],
                label=row["label"],
                captions=tuple(row["caption"].split(" | ")) if row["caption"] else (),
            )
            for row in csv.DictReader(file)
        ]


def read_packs(folder: Path, without: Sequence[str] = ()) -> list[Picture]:
    """The pictures of every pack in a folder, in order of name, but for the packs named in `without`."""
    packs = (pack for pack in sorted(folder.glob("*.bin")) if pack.stem not in without)
    return [picture for pack in packs for picture in read_pack(pack)]


def write_pack(pack: Path, pictures: Iterable[tuple[bytes, str, str, str]]) -> int:
    """Write (bytes, split, label, captions) as a pack; gives how many."""
    count = 0
    with pack.open("wb") as data, pack.with_suffix(".csv").open("w", newline="", encoding="utf-8") as table:
        rows = csv.writer(table)
        rows.writerow(("offset", "length", "split", "label", "caption"))
        for encoded, split, label, caption in pictures:
            rows.writerow((data.tell(), len(encoded), split, label, caption))
            data.write(encoded)
            count += 1
    return count


def labels_and_captions(pictures: Iterable[Picture]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The different labels and the different captions, sorted."""
    labels: set[str] = set()
    captions: set[str] = set()
    for picture in pictures:
        labels.add(picture.label)
        captions.update(picture.captions)
    return tuple(sorted(labels - {""})), tuple(sorted(captions))
