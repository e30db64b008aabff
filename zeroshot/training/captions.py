"""Reads the captions that a repository keeps of its pictures, in the forms in which they come."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator


@dataclass(frozen=True, slots=True)
class Told:
    """What is told of a picture: its captions and, where it was padded to a square, the size it had before."""

    captions: tuple[str, ...]
    size: tuple[int, int] | None = None


def from_files(texts: dict[str, str]) -> dict[str, Told]:
    """File name → what is told of it, from the texts of files by path: COCO's JSON, or lines."""
    found: dict[str, list[str]] = {}
    for path, text in texts.items():
        for name, caption in _coco(text) if path.endswith(".json") else _listed(text):
            found.setdefault(name, []).append(_plain(caption))
    return {name: Told(tuple(dict.fromkeys(captions))) for name, captions in found.items()}


def from_sidecar(text: str) -> Told:
    """What `img2dataset` writes beside a picture; a picture of another shape than before was padded."""
    told = json.loads(text)
    captions = (_plain(told["caption"]),) if told["caption"] else ()
    return Told(captions, (told["original_width"], told["original_height"]))


def _coco(text: str) -> Iterator[tuple[str, str]]:
    """(file name, caption) of COCO's JSON."""
    told = json.loads(text)
    names = {image["id"]: PurePosixPath(image["file_name"]).name for image in told["images"]}
    for note in told["annotations"]:
        if note["image_id"] in names:
            yield names[note["image_id"]], note["caption"]


def _listed(text: str) -> Iterator[tuple[str, str]]:
    """(file name, caption) of lines like Flickr8k's: `file#number`, a tabulator, the caption."""
    for line in text.splitlines():
        name, _, caption = line.partition("\t")
        yield name.partition("#")[0], caption


def _plain(caption: str) -> str:
    """One line without the mark that parts captions in a pack."""
    return " ".join(caption.replace("|", " ").split())
