"""Why a picture gets a class: where it is seen, which text speaks for it, and which reviewed pictures are like it.

All of it explains cosines, which the model itself computes; no number of it says whether the answer is right.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, TypeAlias

import numpy as np
import numpy.typing as npt

from zeroshot import images, trees
from zeroshot.early import pixels_of
from zeroshot.encoders import Encoder, Relevance
from zeroshot.errors import EncoderError
from zeroshot.occlusion import occluded
from zeroshot.records import Box, LabelSet, Pixels, Progress, Score, Vectors

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path
    from threading import Event

    from zeroshot.session import Session
    from zeroshot.store import Vector

NEIGHBOURS = 3
"""Reviewed pictures that are told as the nearest."""

Floats: TypeAlias = npt.NDArray[np.float32]
Groups: TypeAlias = "Sequence[Sequence[str]]"


class Method(StrEnum):
    """What a heat map is computed by; AUTO takes gradients where the encoder has them, else occlusion."""

    AUTO = "auto"
    GRADIENTS = "gradients"
    OCCLUSION = "occlusion"


@dataclass(frozen=True, slots=True)
class View:
    """A picture as a model sees it: its input, and the part of the picture that this is."""

    pixels: Pixels
    seen: Box


@dataclass(frozen=True, slots=True)
class Heat:
    """How much each part of what the model saw of a picture speaks for a class, (rows, columns); below 0: against.

    The values have no unit: they compare parts of one picture for one class, and nothing else.
    """

    values: Floats
    seen: Box
    method: Method

    def over(self, width: int, height: int) -> Floats:
        """The heat of a picture of this size, (height, width), from 0 to 1, the most of it; what wasn't seen is NaN."""
        left, top, right, bottom = self.seen
        rows, columns = self.values.shape
        across, down = _spread(width, columns, left, right), _spread(height, rows, top, bottom)
        shares: Floats = (down @ self._shares() @ across.T).astype(np.float32)
        return shares

    def peak(self) -> tuple[float, float]:
        """Where in the picture the heat is highest, as shares of its width and height."""
        left, top, right, bottom = self.seen
        row, column = np.unravel_index(int(self.values.argmax()), self.values.shape)
        rows, columns = self.values.shape
        across, down = (float(column) + 0.5) / columns, (float(row) + 0.5) / rows
        return left + across * (right - left), top + down * (bottom - top)

    def _shares(self) -> Floats:
        """What speaks for the class, the most of it as 1."""
        positive: Floats = np.maximum(self.values, 0)
        most = float(positive.max())
        return positive / np.float32(most) if most > 0 else positive


@dataclass(frozen=True, slots=True)
class Text:
    """A text that stands for a class, and its cosine to the picture."""

    label: str
    text: str
    similarity: float


@dataclass(frozen=True, slots=True)
class Reading:
    """The texts of a class, nearest to the picture first, and the nearest of all other classes; None: no others."""

    own: tuple[Text, ...]
    rival: Text | None

    @property
    def lead(self) -> float | None:
        """How much nearer the class's best text is than the best of the others; below 0: farther."""
        return self.own[0].similarity - self.rival.similarity if self.own and self.rival else None


@dataclass(frozen=True, slots=True)
class Neighbour:
    """A reviewed picture, what it was said to be, and its cosine to the picture in question."""

    path: Path
    labels: tuple[str, ...]
    similarity: float


@dataclass(frozen=True, slots=True)
class Reviewed:
    """Pictures that a person reviewed: each with what it was said to be, and their vectors (m, d) in the same order."""

    said: tuple[tuple[Path, tuple[str, ...]], ...]
    vectors: Vectors


@dataclass(frozen=True, slots=True)
class Question:
    """Why does the picture at ``path``, whose vector is (d,), have this ``score``?

    ``vectors`` (classes, d) are those of the classes; ``reviewed`` doesn't hold this one.
    """

    path: Path
    vector: Vector
    score: Score
    vectors: Vectors
    reviewed: Reviewed | None = None
    method: Method = Method.AUTO


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why a picture has the score that it has for a class."""

    score: Score
    heat: Heat
    reading: Reading
    nearest: tuple[Neighbour, ...] = ()


@dataclass(frozen=True, slots=True)
class Texts:
    """What a model reads of the classes of a label set: the texts of each, and the unit vector (d,) of every text.

    ``encoder`` is the id of the model's encoder.
    """

    encoder: str
    label_set: LabelSet
    groups: Sequence[Groups]
    vectors: Mapping[str, Vector]


def read(session: Session, label_set: LabelSet) -> Iterator[Progress | Texts]:
    """The texts of classes, which many questions share: last, unless the session is stopped.

    Raises:
        LabelError: as ``Session.learn`` does.
    """
    groups = session.prompts(label_set)
    yield from session.read(groups)
    if not session.stop.is_set():
        yield Texts(session.encoder.id, label_set, groups, session.text_vectors(groups))


def explain(session: Session, question: Question, texts: Texts) -> Iterator[Progress | Explanation]:
    """The answer to a question on one of the classes of ``texts``: last, unless the session is stopped.

    Raises:
        ImageError: the picture can't be decoded.
        EncoderError: gradients were asked for, and this encoder has none.
    """
    view = look(question.path, session.encoder, session.max_pixels)
    names = texts.label_set.names
    chosen = places(names, question.score.label)
    towards = direction(with_examples(question.vectors, texts.label_set, question.reviewed), chosen)
    for news in heat(view, towards, session.encoder, session.stop, question.method):
        if isinstance(news, Progress):
            yield news
        else:
            told = reading(question.vector, texts.groups, names, chosen, texts.vectors)
            alike = () if question.reviewed is None else nearest(question.vector, question.reviewed)
            yield Explanation(question.score, news, told, alike)


def look(path: Path, encoder: Encoder, max_pixels: int) -> View:
    """A file as the encoder sees it in a run.

    Raises:
        ImageError: it can't be decoded.
    """
    source = images.identify(path)
    header = images.read_header(source, max_pixels=max_pixels)
    pixels = pixels_of(source, encoder.preprocess, encoder.image_size, max_pixels)
    return View(pixels, encoder.seen(header.width, header.height))


def places(names: Sequence[str], label: str) -> tuple[int, ...]:
    """Which classes a label means: the one of this name, or all in the group of it."""
    return tuple(at for at, name in enumerate(names) if trees.within(name, label))


def direction(vectors: Vectors, chosen: Sequence[int]) -> Vector:
    """Where classes lie from all others: the mean of their vectors less that of the rest, of unit length, (d,).

    What all classes have in common ("a photo of …") is in every part of a picture, and tells nothing. Where there are
    no others, it is the mean itself. A class whose vector is nothing but noughts doesn't count.
    """
    known = np.flatnonzero(vectors.any(axis=1))
    rest = vectors[np.setdiff1d(known, chosen)]
    own = vectors[np.intersect1d(known, chosen)]
    mean = own.mean(axis=0) if len(own) else np.zeros(vectors.shape[1], np.float32)
    apart = mean - rest.mean(axis=0) if len(rest) and len(own) else mean
    unit: Vector = (apart / max(float(np.linalg.norm(apart)), 1e-12)).astype(np.float32)
    return unit


def with_examples(vectors: Vectors, label_set: LabelSet, reviewed: Reviewed | None) -> Vectors:
    """Class vectors (classes, d), with the mean of its examples for a class that is known by them alone."""
    filled = vectors.copy()
    for place, label in enumerate(label_set.labels):
        if label.by_examples:
            said = () if reviewed is None else reviewed.said
            rows = [row for row, (_, names) in enumerate(said) if label.name in names]
            filled[place] = 0.0 if reviewed is None or not rows else reviewed.vectors[rows].mean(axis=0)
    return filled


def heat(
    view: View, towards: Vector, encoder: Encoder, stop: Event, method: Method = Method.AUTO
) -> Iterator[Progress | Heat]:
    """Where in a picture a direction (d,) is seen: last, unless stopped, comes the map.

    Raises:
        EncoderError: this encoder has no gradients, and they were asked for.
    """
    if method is not Method.OCCLUSION:
        maps = encoder.relevance(view.pixels, towards[None]) if isinstance(encoder, Relevance) else None
        if maps is not None:
            yield Heat(maps[0], view.seen, Method.GRADIENTS)
            return
        if method is Method.GRADIENTS:
            raise EncoderError("This model gives no gradients as it is computed here. Use --method occlusion.")
    for news in occluded(view.pixels, towards, encoder, stop):
        yield news if isinstance(news, Progress) else Heat(news, view.seen, Method.OCCLUSION)


def reading(
    picture: Vector,
    groups: Sequence[Groups],
    names: Sequence[str],
    chosen: Sequence[int],
    vectors: Mapping[str, Vector],
) -> Reading:
    """How near to a picture (d,) the texts of the ``chosen`` classes are, and the nearest of all other classes.

    ``groups`` holds the texts of each class as the model reads them, ``vectors`` the unit vector (d,) of each text.
    """
    texts = [
        (place in chosen, Text(names[place], text, float(picture @ vectors[text])))
        for place, of_class in enumerate(groups)
        for group in of_class
        for text in group
    ]
    own, others = ([text for is_own, text in texts if is_own is wanted] for wanted in (True, False))
    ranked = tuple(sorted(own, key=lambda text: -text.similarity))
    return Reading(ranked, max(others, key=lambda text: text.similarity, default=None))


def third(share: float) -> int:
    """In which third of a side a share of it lies: 0, 1 or 2."""
    return min(2, max(0, int(3 * share)))


def nearest(picture: Vector, reviewed: Reviewed, count: int = NEIGHBOURS) -> tuple[Neighbour, ...]:
    """The ``count`` reviewed pictures that are most like a picture (d,), nearest first."""
    cosines = reviewed.vectors.astype(np.float32) @ picture
    best = np.argsort(-cosines, kind="stable")[:count].tolist()
    return tuple(Neighbour(path, said, float(cosines[at])) for at in best for path, said in (reviewed.said[at],))


def _spread(length: int, parts: int, begin: float, end: float) -> Floats:
    """Weights (length, parts) with which ``parts`` that fill ``begin`` to ``end`` of a side make up its pixels.

    Between the middles of two parts one goes over into the other; pixels outside get NaN.
    """
    at = (np.arange(length) + 0.5) / length
    within = (at - begin) / (end - begin)
    places = np.clip(within * parts - 0.5, 0, parts - 1)
    weights = np.maximum(0, 1 - np.abs(places[:, None] - np.arange(parts)))
    weights[(within < 0) | (within > 1)] = np.nan
    spread: Floats = weights.astype(np.float32)
    return spread


_STOPS = (0.0, 0.3, 0.55, 0.8, 1.0)
_CHANNELS = (
    (14, 96, 196, 248, 255),
    (10, 24, 58, 142, 246),
    (44, 112, 78, 32, 170),
    (166, 150, 136, 124, 118),
)
_UNSEEN = (128, 128, 128, 190)


def painted(shares: Floats) -> npt.NDArray[np.uint8]:
    """Heat (height, width) as the colours that are laid over a picture, RGBA (height, width, 4).

    From a dark veil through violet and orange to yellow, ever lighter, so that it can be told apart without seeing
    colours, too; grey where there is no heat to tell.
    """
    filled = np.nan_to_num(shares)
    colours = np.stack([np.interp(filled, _STOPS, channel) for channel in _CHANNELS], axis=-1)
    colours[np.isnan(shares)] = _UNSEEN
    rounded: npt.NDArray[np.uint8] = colours.round().astype(np.uint8)
    return rounded
