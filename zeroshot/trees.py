"""Groups and trees of classes: names that are paths, scores that roll up, answers that go as far as they are sure.

A name like ``animal/dog/terrier``, whose slashes have no space beside them, is a path: the class is a terrier, which
models read, and lies in the groups ``animal`` and ``animal/dog``. A group may be a class too, with words of its own: it
then stands for what is in the group, but none of the classes below it.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Self, TypeAlias

import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from zeroshot.records import Policy

Places: TypeAlias = npt.NDArray[np.intp]
Numbers: TypeAlias = npt.NDArray[np.float64]
Mask: TypeAlias = npt.NDArray[np.bool_]

DEEPEST = 16
"""Groups that a class may lie in: what has more slashes is an address or a mistake."""

ROOT = -1
"""The place of what holds all groups, and of no answer."""

_SLASH = re.compile(r"(?<=[^\s/])/(?=[^\s/])")


# --- names -----------------------------------------------------------------------------------------------------------


def leaf(name: str) -> str:
    """What a class is called within its group, and what a model reads: the last part of a path."""
    return _SLASH.split(name)[-1]


def groups(name: str) -> tuple[str, ...]:
    """The groups that a class lies in, the widest first: ``animal`` and ``animal/dog`` of ``animal/dog/terrier``."""
    return tuple(name[: slash.start()] for slash in _SLASH.finditer(name))


def within(name: str, group: str) -> bool:
    """Whether a name is that of the group, or of something in it."""
    return name == group or group in groups(name)


def joined(group: str, name: str) -> str:
    """The path of a name in a group; without a group the name itself."""
    return f"{group}/{name}" if group else name


def answers(names: Iterable[str]) -> tuple[str, ...]:
    """All that a picture can be told to be: the classes, in order, then the groups that are no classes themselves."""
    classes = tuple(names)
    return tuple(dict.fromkeys((*classes, *(group for name in classes for group in groups(name)))))


def lines(names: Sequence[str]) -> tuple[str, ...]:
    """The same as ``answers`` in the order of a table of contents: each group before what lies in it."""
    below: defaultdict[str, dict[str, None]] = defaultdict(dict)
    for name in names:
        for group, inner in pairwise(("", *groups(name), name)):
            below[group].setdefault(inner)

    def told(group: str) -> Iterator[str]:
        for inner in below.get(group, ()):
            yield inner
            yield from told(inner)

    return tuple(told(""))


# --- answers ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Way:
    """How n pictures go down a tree of a given depth, always to what scores most: a row a picture, a column a step.

    ``nodes`` (n, depth) are places among the tree's answers, ``ROOT`` after the last step. ``shares`` is what the
    step's answer has of its group's score, at the first step the score itself; ``leads`` how far it is before the
    second of that group; ``scores`` its own score, rolled up from the classes below. All float64 (n, depth), 0 to 1.
    """

    nodes: Places
    shares: Numbers
    leads: Numbers
    scores: Numbers

    @classmethod
    def empty(cls, count: int, depth: int) -> Self:
        """Nobody has gone anywhere yet."""
        shape = (count, depth)
        return cls(np.full(shape, ROOT, np.intp), np.zeros(shape), np.zeros(shape), np.zeros(shape))

    @classmethod
    def joined(cls, ways: Sequence[Way]) -> Self:
        """The ways of all pictures, one after the other; there is at least one."""
        columns = zip(*((way.nodes, way.shares, way.leads, way.scores) for way in ways), strict=True)
        return cls(*(np.concatenate(column) for column in columns))

    def grown(self, count: int) -> Self:
        """The same with room for ``count`` pictures; those that are new have gone nowhere."""
        grown = self.empty(count, self.nodes.shape[1])
        grown.put(np.arange(len(self.nodes)), self)
        return grown

    def at(self, rows: Places | Mask) -> Self:
        """The ways of some pictures."""
        return type(self)(self.nodes[rows], self.shares[rows], self.leads[rows], self.scores[rows])

    def put(self, where: Places | tuple[Places, slice], way: Way) -> None:
        """Put other ways in the place of these pictures', or of some of their steps."""
        self.nodes[where], self.shares[where] = way.nodes, way.shares
        self.leads[where], self.scores[where] = way.leads, way.scores

    def told(self, policy: Policy) -> tuple[Places, Numbers]:
        """The answer of each picture and its score: the last step before the first that is not sure.

        A step is sure when its share reaches ``min_score`` and its lead ``min_margin``: with what is known of the group
        above, so that a picture may surely be a dog, and not surely one dog or another. ``ROOT``, and the first step's
        score, where already that one isn't. Stopping at an inner node by a threshold on each is as old as hierarchical
        classification (Silla and Freitas 2011, "non-mandatory leaf node prediction").
        """
        sure = (self.nodes != ROOT) & (self.shares >= policy.min_score) & (self.leads >= policy.min_margin)
        steps = np.logical_and.accumulate(sure, axis=1).sum(axis=1)
        last = np.maximum(steps - 1, 0)[:, None]
        nodes = np.take_along_axis(self.nodes, last, axis=1)[:, 0]
        scores = np.take_along_axis(self.scores, last, axis=1)[:, 0]
        return np.where(steps > 0, nodes, ROOT), scores


@dataclass(frozen=True, slots=True)
class _Choices:
    """What can be chosen in the group at ``place``: ``places`` (m,) among the answers.

    A group that is a class too is one of its own choices. The classes (columns of scores) of the first choice are
    ``columns[starts[0]:starts[1]]``, and so on.
    """

    place: int
    places: Places
    columns: Places
    starts: Places

    @classmethod
    def of(cls, place: int, inner: Mapping[int, Sequence[int]]) -> Self:
        """The choices ``inner``, each with its classes."""
        columns = [np.array(below, np.intp) for below in inner.values()]
        starts = np.cumsum([0, *(len(below) for below in columns[:-1])]).astype(np.intp)
        return cls(place, np.array(list(inner), np.intp), np.concatenate(columns), starts)

    def best(self, scores: Numbers, odds: Numbers, roll: np.ufunc) -> Way:
        """One step of n pictures, ways of depth 1, from the scores and odds (n, classes) of all classes."""
        rolled, odds = self._rolled_up(scores, roll), self._rolled_up(odds, roll)
        shares = rolled if self.place == ROOT else odds / odds.sum(axis=1, keepdims=True)
        best = odds.argmax(axis=1)[:, None]
        return Way(
            self.places[best],
            np.take_along_axis(shares, best, axis=1),
            _leads(shares, best),
            np.take_along_axis(rolled, best, axis=1),
        )

    def _rolled_up(self, values: Numbers, roll: np.ufunc) -> Numbers:
        """What each choice has of values a class: (n, classes) to (n, m)."""
        rolled: Numbers = roll.reduceat(np.take(values, self.columns, axis=1), self.starts, axis=1)
        return rolled


@dataclass(frozen=True, slots=True)
class Tree:
    """Classes that lie in groups. ``answers``: the classes in their order, then the groups that are no classes."""

    answers: tuple[str, ...]
    depth: int
    _choices: Mapping[int, _Choices]

    @classmethod
    def of(cls, names: Sequence[str]) -> Self | None:
        """The tree that classes of these names make; None where no name is a path."""
        depth = max((len(groups(name)) + 1 for name in names), default=0)
        if depth <= 1:
            return None
        every = answers(names)
        place = {name: at for at, name in enumerate(every)}
        below: defaultdict[int, defaultdict[int, list[int]]] = defaultdict(lambda: defaultdict(list))
        for column, name in enumerate(names):
            for group, inner in pairwise((ROOT, *(place[group] for group in groups(name)), column)):
                below[group][inner].append(column)
        for group in below:
            if 0 <= group < len(names):
                below[group][group].append(group)
        return cls(every, depth, {group: _Choices.of(group, inner) for group, inner in below.items()})

    def descend(self, scores: Numbers, odds: Numbers, roll: np.ufunc) -> Way:
        """The way down of n pictures by the scores (n, classes) of the classes.

        ``roll`` is ``np.add`` for scores that exclude each other, as those of a softmax do, and ``np.maximum`` for
        scores that don't. ``odds`` (n, classes) compare classes where scores can't, since a sigmoid saturates: the
        exponential of the logits, at any scale of each row's own; for a softmax the scores themselves.
        """
        way = Way.empty(len(scores), self.depth)
        standing = {ROOT: np.arange(len(scores))}
        for step in range(self.depth):
            further: dict[int, Places] = {}
            for group, rows in standing.items():
                one = self._choices[group].best(scores[rows], odds[rows], roll)
                goes = one.nodes[:, 0] != group  # who chooses the group itself stays there
                way.put((rows[goes], slice(step, step + 1)), one.at(goes))
                further |= self._standing(rows[goes], one.nodes[goes, 0])
            standing = further
        return way

    def _standing(self, rows: Places, nodes: Places) -> dict[int, Places]:
        """The groups among ``nodes``, each with the pictures that stand at it."""
        return {int(node): rows[nodes == node] for node in np.unique(nodes) if int(node) in self._choices}


def _leads(shares: Numbers, best: Places) -> Numbers:
    """How far the best (n, 1) of each row is before the second; all of it where there is one choice."""
    others = shares.copy()
    np.put_along_axis(others, best, 0.0, axis=1)
    leads: Numbers = np.take_along_axis(shares, best, axis=1) - others.max(axis=1, keepdims=True)
    return leads
