"""The order in which a person reviews pictures, and the way through them: forward, back, past, and to the end."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Self

import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from zeroshot.records import Policy, Vectors
    from zeroshot.results import Encoded, Results, Rows
    from zeroshot.told import Answers

CANDIDATES = 2048
"""Pictures, drawn at random where there are more, among which the most informative are sought."""
NEIGHBOURS = 20
"""Pictures nearest to one that say how typical it is; Hacohen et al. take as many."""
PICKS = 64
"""Most informative pictures that are chosen one by one; what comes after them is chosen when it is needed."""


class Order(StrEnum):
    """What a person is shown first.

    ``UNCERTAIN``: the smallest margin between the two best classes (margin sampling: Scheffer, Decomain and Wrobel
    2001; Settles 2009, 2.1); where pictures can have several labels, the smallest distance of one to its threshold.
    ``CLASS``: class by class in the order of the set, each from its least certain. ``INFORMATIVE``: see
    ``informative``.
    """

    UNCERTAIN = "uncertain"
    INFORMATIVE = "informative"
    CLASS = "class"
    RANDOM = "random"


@dataclass(frozen=True, slots=True)
class Pool:
    """What an order is made from: answers for the rows in question, vectors of all, and the rows that are reviewed.

    ``sureness`` (n,) is that of the answers, see ``Results.sureness``.
    """

    answers: Answers
    sureness: npt.NDArray[np.float64]
    encoded: Encoded
    reviewed: Rows

    @classmethod
    def of(cls, results: Results, rows: Rows, policy: Policy) -> Self:
        """What is known of ``rows`` now; whatever comes to the results later is no part of it."""
        return cls(results.answers(rows), results.sureness(rows, policy), results.encoded(), results.reviewed())

    def vectors(self, rows: Rows) -> Vectors:
        """The vectors (n, d) of those of the rows that have one."""
        return self.encoded.vectors[rows[np.isin(rows, self.encoded.rows)]].astype(np.float32)


def ranked(order: Order, pool: Pool, seed: int) -> Rows:
    """The pictures of a pool in the order of a review; those without an answer come last. Pure, for any thread.

    ``seed`` makes what is drawn at random repeatable.
    """
    answers = pool.answers
    if order is Order.RANDOM:
        return np.random.default_rng(seed).permutation(answers.rows)
    if order is Order.CLASS:
        first = np.lexsort((pool.sureness, answers.classes))
    else:
        first = np.argsort(pool.sureness, kind="stable")
    known = answers.classes >= 0
    there = first[known[first]]
    if order is Order.INFORMATIVE:
        there = _informative_first(pool, there, seed)
    return np.concatenate([answers.rows[there], answers.rows[~known]])


def _informative_first(pool: Pool, places: npt.NDArray[np.intp], seed: int) -> npt.NDArray[np.intp]:
    """Places of answers from the least certain one, with the most informative ones put first."""
    if not len(places):
        return places
    rows = pool.answers.rows[places]
    lots = np.random.default_rng(seed).random(rows.max() + 1)[rows]  # a picture keeps its lot when others are done
    candidates = places[np.sort(np.argsort(lots)[:CANDIDATES])]
    vectors = pool.vectors(pool.answers.rows[candidates])
    first = candidates[informative(vectors, pool.vectors(pool.reviewed), PICKS)]
    return np.concatenate([first, places[~np.isin(places, first)]])


def informative(candidates: Vectors, known: Vectors, count: int) -> npt.NDArray[np.intp]:
    """The places of the ``count`` candidates (n, d) from which most is to be learned, the best first.

    A picture is worth ``typicality² * novelty``. Its typicality is its mean cosine to its nearest neighbours among the
    candidates, none being less than 0 (after TypiClust: Hacohen, Dekel and Weinshall 2022, who show that with few
    labels typical pictures teach more than uncertain ones); its novelty is 1 less its greatest cosine to a picture that
    is ``known`` (m, d), or chosen before it (farthest first, as for core-sets: Sener and Savarese 2018).

    Measured with the starter by ``tests/benchmarks/orders.py`` on ten animals and fifteen sports (5 draws), accuracy on
    other pictures, which was 57.7 and 64.8 % before: after 64 reviewed ones 91.5 and 67.9 %, in random order 87.4 and
    66.8, least certain first 84.9 and 66.5; after 256 ones 93.0 and 72.4, 91.1 and 70.0, 92.8 and 72.1. Draws differ by
    1 to 4. With uncertainty or the density among all pictures (Settles and Craven 2008) as factors it was no better
    than random. The two sets chose between the definitions, too: elsewhere the gain may be smaller.
    """
    value = _typicality(candidates) ** 2
    novelty = 1.0 - (candidates @ known.T).max(axis=1, initial=-1.0)
    picks: list[int] = []
    left = np.ones(len(candidates), np.bool_)
    for _ in range(min(count, len(candidates))):
        best = int(np.argmax(np.where(left, value * novelty, -np.inf)))
        picks.append(best)
        left[best] = False
        novelty = np.minimum(novelty, 1.0 - candidates @ candidates[best])
    return np.array(picks, np.intp)


def _typicality(vectors: Vectors) -> npt.NDArray[np.float32]:
    """The mean cosine (n,) of each vector to its nearest ones, at least 0; 1 where there is no other."""
    count = min(NEIGHBOURS, len(vectors) - 1)
    if count < 1:
        return np.ones(len(vectors), np.float32)
    cosines = vectors @ vectors.T
    np.fill_diagonal(cosines, -np.inf)
    nearest = np.partition(cosines, len(vectors) - count, axis=1)[:, -count:]
    typicality: npt.NDArray[np.float32] = np.maximum(nearest.mean(axis=1), np.float32(0))
    return typicality


@dataclass(slots=True)
class Walk:
    """The way through a review: what was shown, where one stands in it, and what is to come.

    ``is_done`` says of a row whether it is reviewed; what is done is passed over, unless one goes back to it.
    """

    is_done: Callable[[int], bool]
    _shown: list[int] = field(default_factory=list)
    _place: int = 0
    _ahead: deque[int] = field(default_factory=deque)

    @property
    def current(self) -> int | None:
        """The row that is shown; None at the end."""
        return self._shown[self._place] if self._place < len(self._shown) else None

    @property
    def can_go_back(self) -> bool:
        """Whether anything was shown before this."""
        return self._place > 0

    def begin(self, rows: Sequence[int]) -> None:
        """Start anew with these to come."""
        self._shown.clear()
        self._place = 0
        self._ahead = deque(rows)
        self._reach()

    def rerank(self, rows: Sequence[int]) -> None:
        """What is to come has another order now; the very next stays, for it is decoded already."""
        coming = self.upcoming(1)
        self._ahead = deque([*coming, *(row for row in rows if row not in coming)])
        self._reach()

    def forward(self) -> None:
        """To the next one that isn't done: what was shown after this, or one that is new."""
        self._place = min(self._place + 1, len(self._shown))
        while self.current is not None and self.is_done(self.current):
            self._place += 1
        self._reach()

    def step(self) -> None:
        """To the one that was shown after this, done or not; else as ``forward``."""
        self._place = min(self._place + 1, len(self._shown))
        self._reach()

    def back(self) -> None:
        """To the one that was shown before."""
        self._place = max(0, self._place - 1)

    def go_to(self, row: int) -> None:
        """To a certain picture, whether it was shown or not."""
        if row in self._shown:
            self._place = self._shown.index(row)
        else:
            self._shown.insert(self._place, row)

    def skipped(self) -> list[int]:
        """What was shown and left undecided, in that order."""
        return [row for row in self._shown if not self.is_done(row)]

    def upcoming(self, count: int) -> list[int]:
        """The rows that ``forward`` would lead to, one after the other."""
        later = [row for row in self._shown[self._place + 1 :] if not self.is_done(row)]
        shown = set(self._shown)
        for row in self._ahead:
            if len(later) >= count:
                break
            if row not in shown and not self.is_done(row):
                later.append(row)
        return later[:count]

    def previous(self, count: int) -> list[int]:
        """The rows that ``back`` would lead to, the nearest first."""
        return self._shown[max(0, self._place - count) : self._place][::-1]

    def _reach(self) -> None:
        """Show one that is new, where nothing that was shown is left."""
        while self.current is None and self._ahead:
            row = self._ahead.popleft()
            if row not in self._shown and not self.is_done(row):
                self._shown.append(row)
