"""Pictures that are one picture: exact copies, and the same picture at another size or quality, cropped or captioned.

Found in two steps. Vectors propose: every pair whose cosine is at least ``LEAST``, without looking at a file. Pixels
decide: what a model takes for nearly the same, two motorcycles on black or two shirts on one carpet, are different
pictures, and so a pair counts only if small versions of the two agree in colour and place. Of both some edges are cut
off, too, so that a crop or a caption doesn't hide that the rest is the same.

``tests/benchmarks/duplicates.py`` measures both steps. On 1,989 photographs from eight public sets, chosen because so
many in them look alike (motorcycles, faces, shirts, groceries), the starter's vectors proposed 1,125 of 1,977,066
pairs, and the pixels left two over, which were real duplicates. Of copies at half the size, of poor quality or with a
caption 97 to 99 % were found, with one edge cut off 83 %, with all edges cut at random by up to 5 % 74 %, by up to 10 %
31 %; mirrored and colourless ones mostly not.
"""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
from PIL import Image

from zeroshot import images
from zeroshot.errors import ImageError
from zeroshot.records import Progress

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from pathlib import Path
    from threading import Event

    from zeroshot.records import Vectors

LEAST = 0.88
"""The cosine of two pictures' vectors from which on their pixels are looked at."""

ALIKE = 0.95
"""The correlation of two small pictures from which on they are one picture: different ones reached 0.948."""

SIDE = 24
"""Pixels of a small picture's side."""

_THUMBNAIL = 8 * SIDE
_CENTRES = (0.05, 0.1, 0.15, 0.2)
_EDGES = (0.08, 0.16)
_VIEWS = (
    (0.0, 0.0, 1.0, 1.0),
    *((cut / 2, cut / 2, 1 - cut / 2, 1 - cut / 2) for cut in _CENTRES),
    *(view for cut in _EDGES for view in ((cut, 0, 1, 1), (0, cut, 1, 1), (0, 0, 1 - cut, 1), (0, 0, 1, 1 - cut))),
)
"""The whole picture, less something all around, and less one edge: left, upper, right and lower as shares."""

_LEADING = 64
"""Directions in which most of vectors' difference lies; the rest is bounded."""

_ROUNDING = 1e-4
"""Added to a length, so that rounding in float32 can't make a bound too low."""

_PART = 8192
"""Pairs that are looked at between two looks at whether somebody asked to stop."""

_TILE = (1024, 8192)
"""Rows and columns of similarities that are computed at once: 32 MB."""


@dataclass(frozen=True, slots=True)
class Look:
    """A file beside its vector: its content's key, its size when upright, its bytes, its age, and small views of it.

    ``changed`` is when it was last written, in ns; ``small`` is uint8 (views, SIDE * SIDE * 3), of all of it first.
    """

    key: bytes
    width: int
    height: int
    size: int
    changed: int
    small: npt.NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class Copy:
    """One of a group: its place in what was searched, and how it stands to the group's best.

    ``likeness`` is the cosine of the two vectors; ``exact`` says that the files' contents are the same.
    """

    place: int
    look: Look
    likeness: float
    exact: bool


@dataclass(frozen=True, slots=True)
class Group:
    """Copies of one picture, the best first: the one of most pixels, then of most bytes, then the oldest."""

    copies: tuple[Copy, ...]


def look_at(path: Path, max_pixels: int) -> Look:
    """Read a file for the second step.

    Raises:
        ImageError: there is no picture to be had from it any more.
    """
    source = images.identify(path)
    header = images.read_header(source, max_pixels=max_pixels)
    image = images.decode(source, min_side=_THUMBNAIL, max_pixels=max_pixels)
    return Look(source.key, header.width, header.height, source.size, source.mtime_ns, _small(image))


def _small(image: Image.Image) -> npt.NDArray[np.uint8]:
    image.thumbnail((_THUMBNAIL, _THUMBNAIL), Image.Resampling.BOX)
    width, height = image.size
    boxes = ((left * width, top * height, right * width, low * height) for left, top, right, low in _VIEWS)
    return np.stack([np.asarray(image.resize((SIDE, SIDE), Image.Resampling.BOX, box)).ravel() for box in boxes])


def find(
    vectors: npt.NDArray[np.float16] | Vectors, look: Callable[[int], Look], stop: Event, *, threads: int = 0
) -> Iterator[Progress | tuple[Group, ...]]:
    """Find groups among n pictures (n, d); how far it is, in pairs, and at last the groups in the pictures' order.

    ``look`` reads a picture by its place, on ``threads`` (0: one for each of the machine's); one that it can't read
    (ImageError) is in no group. Ends early, without groups, when ``stop`` is set. A group is whatever hangs together:
    two of its copies may be less alike than either is to a third.
    """
    sets, looks = _Sets(len(vectors)), dict[int, Look | None]()
    with ThreadPoolExecutor(threads or os.cpu_count()) as pool:
        for progress, pairs in near_pairs(vectors, LEAST):
            apart = pairs[sets.roots(pairs[:, 0]) != sets.roots(pairs[:, 1])]
            for part in (apart[at : at + _PART] for at in range(0, len(apart), _PART)):
                fresh = [place for place in np.unique(part).tolist() if place not in looks]
                looks.update(zip(fresh, pool.map(lambda place: _seen(place, look, stop), fresh), strict=True))
                sets.join(part[_same(part, looks)])
                if stop.is_set():
                    return
                yield progress
            yield progress
    yield tuple(_group(members, looks, vectors) for members in sets.several())


def near_pairs(
    vectors: npt.NDArray[np.float16] | Vectors, least: float
) -> Iterator[tuple[Progress, npt.NDArray[np.intp]]]:
    """All pairs (p, 2) of n unit rows (n, d) whose cosine is at least ``least``, some at a time.

    Rows are turned so that most of what tells them apart lies in their first directions; by the Cauchy-Schwarz
    inequality a cosine is at most the product of those and of the lengths of what is left. That bound takes a fraction
    of the time, leaves out no pair, and of nearly all shows that they are too far apart.
    """
    rows = vectors.astype(np.float32)
    bounds = _bounds(rows)
    high, wide = _TILE
    total = len(rows) * len(rows)
    for top in range(0, len(rows), high):
        for left in range(top, len(rows), wide):
            upper = bounds[top : top + high] @ bounds[left : left + wide].T
            pairs = np.add(np.argwhere(upper >= least), (top, left))
            pairs = pairs[pairs[:, 0] < pairs[:, 1]]
            done = total - (len(rows) - top) ** 2 + (min(left + wide, len(rows)) - top) * high
            yield Progress(min(done, total), total), pairs[_cosines(rows, pairs) >= least]


def _bounds(rows: Vectors) -> Vectors:
    """Rows whose products are at least those of unit ``rows``: the leading directions, and the length of the rest."""
    if rows.shape[1] <= 2 * _LEADING:
        return rows
    sample = rows[:: max(1, len(rows) // 4096)]
    turned = rows @ np.linalg.eigh(sample.T @ sample)[1][:, ::-1]
    rest = np.linalg.norm(turned[:, _LEADING:], axis=1, keepdims=True)
    return np.concatenate([turned[:, :_LEADING], rest + _ROUNDING], axis=1)


def _cosines(rows: Vectors, pairs: npt.NDArray[np.intp]) -> npt.NDArray[np.float32]:
    """The cosine of each pair, (p,)."""
    found = np.empty(len(pairs), np.float32)
    for at in range(0, len(pairs), _PART):
        one, other = pairs[at : at + _PART].T
        found[at : at + _PART] = np.einsum("nd,nd->n", rows[one], rows[other])
    return found


def _seen(place: int, look: Callable[[int], Look], stop: Event) -> Look | None:
    with suppress(ImageError):
        return None if stop.is_set() else look(place)
    return None


def _same(pairs: npt.NDArray[np.intp], looks: Mapping[int, Look | None]) -> npt.NDArray[np.bool_]:
    """Which pairs are one picture, (p,)."""
    return np.array([is_same(looks[one], looks[other]) for one, other in pairs.tolist()], np.bool_)


def is_same(one: Look | None, other: Look | None) -> bool:
    """Whether two files hold one picture, by content or by pixels; one that could not be read doesn't."""
    if one is None or other is None:
        return False
    return one.key == other.key or correlation(one.small, other.small) >= ALIKE


def correlation(one: npt.NDArray[np.uint8], other: npt.NDArray[np.uint8]) -> float:
    """The greatest correlation of a view of one picture with the same of another, or with all of it; -1 to 1.

    Over all colour values of the small pictures; 0 where one of them is of one grey.
    """
    products = _standardised(one) @ _standardised(other).T
    return float(max(products[0].max(), products[:, 0].max(), np.diagonal(products).max()))


def _standardised(small: npt.NDArray[np.uint8]) -> npt.NDArray[np.float32]:
    """Rows of mean 0 and length 1; of 0 alone for one grey."""
    rows = small.astype(np.float32)
    rows -= rows.mean(axis=1, keepdims=True)
    length = np.linalg.norm(rows, axis=1, keepdims=True)
    standardised: npt.NDArray[np.float32] = rows * (length > SIDE) / np.maximum(length, 1)
    return standardised


class _Sets:
    """Which of n places hang together (union-find): each points to another of its set, the set's root to itself."""

    def __init__(self, count: int) -> None:
        self._up = np.arange(count)

    def roots(self, places: npt.NDArray[np.intp]) -> npt.NDArray[np.intp]:
        """The root of each place, (n,)."""
        up = self._up[places]
        while not np.array_equal(higher := self._up[up], up):
            up = higher
        self._up[places] = up
        return up

    def join(self, pairs: npt.NDArray[np.intp]) -> None:
        """Let the places of each pair (p, 2) hang together."""
        for pair in pairs:
            one, other = self.roots(pair)
            self._up[max(one, other)] = min(one, other)

    def several(self) -> list[list[int]]:
        """The places of each set that has more than one, by its first."""
        roots = self.roots(np.arange(len(self._up)))
        order = np.argsort(roots, kind="stable")
        starts = np.flatnonzero(np.diff(roots[order], prepend=-1))
        return [members.tolist() for members in np.split(order, starts[1:]) if len(members) > 1]


def _worth(look: Look) -> tuple[int, int, int]:
    """The less, the better."""
    return -look.width * look.height, -look.size, look.changed


def _group(
    members: Sequence[int], looks: Mapping[int, Look | None], vectors: npt.NDArray[np.float16] | Vectors
) -> Group:
    """Members with their best in front, exact copies of it next, and the others by how much they are like it."""
    known = {place: look for place in members if (look := looks[place]) is not None}
    best = min(known, key=lambda place: (*_worth(known[place]), place))
    own = vectors[best].astype(np.float32)
    copies = [
        Copy(place, look, float(vectors[place].astype(np.float32) @ own), look.key == known[best].key)
        for place, look in known.items()
    ]
    return Group(
        tuple(sorted(copies, key=lambda copy: (copy.place != best, not copy.exact, -copy.likeness, copy.place)))
    )
