"""Finding pictures by what is in them: like a text, or like other pictures. NumPy only, over stored vectors."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol, Self

import numpy as np
import numpy.typing as npt

from zeroshot import labels
from zeroshot.errors import LabelError
from zeroshot.judgement.classifier import class_vectors
from zeroshot.records import Label
from zeroshot.store import rounded

if TYPE_CHECKING:
    from collections.abc import Sequence

    from zeroshot.records import Vectors

BLOCK = 8192
"""Pictures that are compared at once."""

DECIMALS = 5
"""Of a likeness: what two computations of one product agree on, so that copies stay in the order of their names."""


class Reader(Protocol):
    """The half of an ``Encoder`` that reads texts."""

    context_length: int

    def encode_texts(self, texts: Sequence[str]) -> Vectors:
        """Unit rows, float32 (n, d)."""

    def count_tokens(self, text: str) -> int:
        """How many tokens the model sees of a text."""


@dataclass(frozen=True, slots=True)
class Query:
    """What pictures shall be like: the unit vector (d,) of a text, and those (m, d) of example pictures.

    One of the two may be missing: None, or no rows.
    """

    text: npt.NDArray[np.float32] | None
    examples: Vectors

    def likeness(self, vectors: npt.NDArray[np.float16] | Vectors) -> npt.NDArray[np.float32]:
        """How much each of n pictures (n, d) is like it, (n,).

        Of a text the cosine; of examples the cosine to the direction of their mean. Of both the mean of the two once
        each has mean 0 and standard deviation 1 over the pictures: cosines between a picture and a text lie close
        together and far from those between two pictures (Liang et al. 2022, "Mind the gap"), and a plain sum would
        hear the examples alone.
        """
        if not len(vectors):
            return np.zeros(0, np.float32)
        parts = [_cosines(vectors, direction) for direction in self._directions()]
        if len(parts) > 1:
            parts = [(part - part.mean()) / max(float(part.std()), 1e-9) for part in parts]
        return np.round(sum(parts, np.zeros(len(vectors), np.float32)) / len(parts), DECIMALS)

    def _directions(self) -> list[npt.NDArray[np.float32]]:
        directions = [] if self.text is None else [self.text]
        if len(self.examples):
            mean = self.examples.mean(axis=0, dtype=np.float32)
            directions.append(mean / max(float(np.linalg.norm(mean)), 1e-12))
        return directions


def read(text: str, reader: Reader) -> npt.NDArray[np.float32]:
    """The unit vector (d,) of a text that pictures are sought by: read as a class of that name would be.

    Raises:
        LabelError: it is empty, or longer than the model's context.
    """
    label = Label(unicodedata.normalize("NFC", " ".join(text.split())))
    if not label.name:
        raise LabelError('There is nothing to search for: give some words, such as "red car at night".')
    if reader.count_tokens(label.name) > reader.context_length:
        raise LabelError(
            f"What to search for is longer than the {reader.context_length} tokens that the model reads: shorten it."
        )
    groups = labels.prompts(label, labels.named_templates("short"), reader.count_tokens, reader.context_length)
    texts = [text for group in groups for text in group]
    vectors = dict(zip(texts, rounded(reader.encode_texts(texts)), strict=True))
    found: npt.NDArray[np.float32] = class_vectors([groups], vectors)[0]
    return found


def ranked(likeness: npt.NDArray[np.float32]) -> npt.NDArray[np.intp]:
    """The places (n,) of the pictures, the most alike first; equals stay in their order."""
    return np.argsort(-likeness, kind="stable")


def _cosines(vectors: npt.NDArray[np.float16] | Vectors, direction: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
    """Cosines (n,) of the rows; a block at a time, since stored ones have to be widened first."""
    found = np.empty(len(vectors), np.float32)
    for start in range(0, len(vectors), BLOCK):
        found[start : start + BLOCK] = vectors[start : start + BLOCK].astype(np.float32) @ direction
    return found


@dataclass(frozen=True, slots=True)
class Found:
    """Rows of ``Results`` that were found, in their order, the most alike first or group by group.

    ``likeness`` (n,) is each one's; of duplicates, its cosine to the best of its group. ``groups`` (n,) are their
    groups' numbers, from 1; empty when a search found them.
    """

    rows: npt.NDArray[np.intp]
    likeness: npt.NDArray[np.float32]
    groups: npt.NDArray[np.intp]
    _places: npt.NDArray[np.intp]

    @classmethod
    def of(
        cls, rows: npt.NDArray[np.intp], likeness: npt.NDArray[np.float32], groups: npt.NDArray[np.intp] | None = None
    ) -> Self:
        """What was found, ready to be asked for rows."""
        places = np.full(int(rows.max(initial=-1)) + 1, -1, np.intp)
        places[rows] = np.arange(len(rows))
        return cls(rows, likeness, np.zeros(0, np.intp) if groups is None else groups, places)

    def places(self, count: int) -> npt.NDArray[np.intp]:
        """The place of each of the first ``count`` rows, (count,); -1 for what was not found."""
        places = np.full(count, -1, np.intp)
        known = self._places[:count]
        places[: len(known)] = known
        return places

    def place(self, row: int) -> int:
        """The place of a row; -1 if it was not found."""
        return int(self._places[row]) if row < len(self._places) else -1

    def is_best(self, place: int) -> bool:
        """Whether what stands at a place is the first of its group."""
        return place == 0 or bool(self.groups[place] != self.groups[place - 1])
