"""The broad vocabulary that stands for all that is none of the user's classes: our own words, in ``negatives.txt``."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import numpy as np

from zeroshot import trees
from zeroshot.labels import key
from zeroshot.paths import assets

if TYPE_CHECKING:
    from collections.abc import Sequence

    from zeroshot.records import Vectors

TEMPLATE = "a photo of a {}."
"""The one prompt of a word: so many words are read once by every model, and more prompts would take as much longer."""


NEIGHBOURS = 20
"""Of a thousand words: more would take what merely goes with a class, as the leash goes with the dog."""


@cache
def words() -> tuple[str, ...]:
    """The vocabulary in the file's order: over a thousand things, living beings, places and kinds of pictures."""
    lines = (assets() / "negatives.txt").read_text(encoding="utf-8").splitlines()
    return tuple(line for line in lines if line and not line.startswith("#"))


def prompts() -> tuple[str, ...]:
    """What a model reads of each word."""
    return tuple(TEMPLATE.format(word) for word in words())


def apart(vectors: Vectors, names: Sequence[str], classes: Vectors) -> Vectors:
    """The rows of ``vectors`` (words, d) that stand for something else than the classes (classes, d) of these names.

    A word goes where its name says that it is a kind of a class, or a class a kind of it ("sports car" and "car"; of
    a path such as ``animal/dog`` every part counts), and where a class is nearer to it than all but ``NEIGHBOURS`` of
    the other words: so near lie synonyms and kinds. How near that is, is each model's own affair, which is why no
    similarity is written here.
    """
    keys = [f" {key(trees.leaf(part))}" for name in names for part in (*trees.groups(name), name)]
    is_kin = np.array([any(_is_kin(f" {key(word)}", name) for name in keys) for word in words()])
    rows = vectors.astype(np.float64)
    place = len(rows) - 1 - NEIGHBOURS
    reach = np.partition(rows @ rows.T, place, axis=1)[:, place]
    nearest = (rows @ classes.astype(np.float64).T).max(axis=1)
    others: Vectors = vectors[~is_kin & (nearest < reach)]
    return others


def _is_kin(word: str, name: str) -> bool:
    """Whether one ends in the other: "fishing boat" is a boat, and a boat may be a fishing boat."""
    return word.endswith(name) or name.endswith(word)
