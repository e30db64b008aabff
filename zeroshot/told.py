"""What a model tells of a window's pictures, as arrays in step with its rows, judged anew whenever the policy moves.

A picture's answer is a class, in a tree of classes a group or a class, or several labels. Until another policy is
asked for, what is told is what the last one lets through.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Self, TypeVar

import numpy as np
import numpy.typing as npt

from zeroshot import trees
from zeroshot.judgement.several import Yes
from zeroshot.trees import ROOT, Way

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from zeroshot.judgement.classifier import Ranking
    from zeroshot.records import Policy
    from zeroshot.trees import Mask, Numbers, Places

_Array = TypeVar("_Array", bound=npt.NDArray[np.generic])


@dataclass(frozen=True, slots=True)
class Answers:
    """The best class of each of ``rows``: its index and score, the margin before the second, and the familiarity.

    ``way`` is how they go down a tree, and ``yes`` what each class says of them, where pictures can have several.
    """

    rows: Places
    classes: Places
    scores: Numbers
    margins: Numbers
    familiarity: Numbers
    way: Way | None = None
    yes: Yes | None = None

    @classmethod
    def of(cls, rows: Places, ranking: Ranking) -> Self:
        """What a ranking says of ``rows``."""
        best, scores = ranking.classes[:, 0], ranking.scores[:, 0]
        return cls(rows, best, scores, ranking.margins, ranking.familiarity, ranking.way, ranking.yes)

    @classmethod
    def joined(cls, parts: Sequence[Self]) -> Self:
        """The answers for all rows of at least one part; all parts are of one classifier."""
        ways = [part.way for part in parts if part.way is not None]
        yes = [part.yes for part in parts if part.yes is not None]
        return cls(
            np.concatenate([part.rows for part in parts]),
            np.concatenate([part.classes for part in parts]),
            np.concatenate([part.scores for part in parts]),
            np.concatenate([part.margins for part in parts]),
            np.concatenate([part.familiarity for part in parts]),
            Way.joined(ways) if ways else None,
            Yes.joined(yes) if yes else None,
        )


class Told:
    """The answers for all rows, and what of them a policy lets through."""

    def __init__(self) -> None:
        """Nothing is told."""
        self.names: tuple[str, ...] = ()
        self.answers: tuple[str, ...] = ()
        self._size = 0
        self._best = np.zeros(0, np.intp)
        self._scores = np.zeros(0, np.float64)
        self._margins = np.zeros(0, np.float64)
        self._familiarity = np.zeros(0, np.float64)
        self._way: Way | None = None
        self._yes: Yes | None = None
        self._given: Mask | None = None
        self._policy: Policy | None = None
        self._places = np.zeros(0, np.intp)
        self._certain = np.zeros(0, np.float64)

    # --- answers -----------------------------------------------------------------------------------------------------

    def reserve(self, size: int) -> None:
        """Make room for ``size`` rows."""
        self._size = size
        self._best, self._places = grown(self._best, size, ROOT), grown(self._places, size, ROOT)
        self._scores, self._margins, self._familiarity, self._certain = (
            grown(array, size, 0.0) for array in (self._scores, self._margins, self._familiarity, self._certain)
        )
        self._way = None if self._way is None else self._way.grown(size)
        self._yes = None if self._yes is None else self._yes.grown(size)

    def put(self, answers: Answers, names: tuple[str, ...]) -> None:
        """Keep answers given by a classifier of ``names``; with other names than before all older answers go."""
        if names != self.names:
            self.forget()
            self.names = names
            self.answers = names if answers.way is None else trees.answers(names)
        self._best[answers.rows] = answers.classes
        self._scores[answers.rows] = answers.scores
        self._margins[answers.rows] = answers.margins
        self._familiarity[answers.rows] = answers.familiarity
        if answers.way is not None:
            self._way = self._way or Way.empty(self._size, answers.way.nodes.shape[1])
            self._way.put(answers.rows, answers.way)
        if answers.yes is not None:
            self._yes = self._yes or answers.yes.empty(self._size)
            self._yes.put(answers.rows, answers.yes)
        self._policy = None

    def forget(self) -> None:
        """Leave every row without an answer."""
        self.names = self.answers = ()
        self._way, self._yes, self._given, self._policy = None, None, None, None
        self._best[:] = self._places[:] = ROOT

    def judge(self, policy: Policy) -> None:
        """Let through what a policy lets through; it stays so until another one is asked for."""
        if policy == self._policy:
            return
        self._policy = policy
        if self._way is not None:
            self._places, self._certain = self._way.told(policy)
        elif self._yes is not None:
            self._given = self._yes.given(policy)
            self._places, self._certain = self._yes.first(self._given, self._best)
        else:
            sure = (self._scores >= policy.min_score) & (self._margins >= policy.min_margin)
            self._places, self._certain = np.where(sure, self._best, ROOT), self._scores
        if self._yes is None:  # of several labels each is a question of its own
            self._places[self._familiarity < policy.min_familiarity] = ROOT
        self._places[self._best == ROOT] = ROOT

    # --- one row -----------------------------------------------------------------------------------------------------

    def nearest(self, row: int) -> str:
        """The best class, also of a rejected picture; empty without an answer."""
        best = self._best[row]
        return self.names[best] if best != ROOT else ""

    def labels(self, row: int) -> tuple[str, ...]:
        """What is told: a class or group, or several with the highest score first; none when it is rejected."""
        if self._yes is None or self._given is None or self._places[row] == ROOT:
            return (self.answers[self._places[row]],) if self._places[row] != ROOT else ()
        given = np.flatnonzero(self._given[row])
        return tuple(self.names[place] for place in given[np.argsort(-self._yes.scores[row, given], kind="stable")])

    def score(self, row: int) -> float:
        """The score of the first that is told, else of the nearest class; 0 without an answer."""
        if self._best[row] == ROOT:
            return 0.0
        return float(self._scores[row] if self._places[row] == ROOT else self._certain[row])

    def margin(self, row: int) -> float:
        """The lead of the nearest class; 0 without an answer."""
        return float(self._margins[row]) if self._best[row] != ROOT else 0.0

    # --- all rows ----------------------------------------------------------------------------------------------------

    def at(self, rows: Places) -> Answers:
        """The answers for rows, in their order; without one the class is -1."""
        return Answers(rows, self._best[rows], self._scores[rows], self._margins[rows], self._familiarity[rows])

    def sureness(self, rows: Places, policy: Policy) -> Numbers:
        """How sure the answers for rows are: the lead of the nearest class, or see ``Yes.sureness``."""
        return self._margins[rows] if self._yes is None else self._yes.at(rows).sureness(policy)

    def answered(self, count: int) -> Mask:
        """Which of the first ``count`` rows have an answer."""
        answered: Mask = self._best[:count] != ROOT
        return answered

    def accepted(self, count: int) -> Mask:
        """Of which of the first ``count`` rows anything is told."""
        accepted: Mask = self._places[:count] != ROOT
        return accepted

    def scores(self, count: int) -> Numbers:
        """As ``score``, of the first ``count`` rows."""
        told = np.where(self._places[:count] != ROOT, self._certain[:count], self._scores[:count])
        return np.where(self._best[:count] != ROOT, told, 0.0)

    def margins(self, count: int) -> Numbers:
        """The leads of the nearest classes of the first ``count`` rows."""
        return self._margins[:count]

    def familiarity(self, count: int) -> Numbers:
        """How surely the first ``count`` rows belong to any class."""
        return self._familiarity[:count]

    def first_steps(self, count: int) -> tuple[Numbers, Numbers]:
        """What decides whether anything is told of the first ``count`` rows: their scores, and their leads."""
        if self._way is not None:
            return self._way.shares[:count, 0], self._way.leads[:count, 0]
        return self._scores[:count], self._margins[:count]

    def places(self, count: int) -> Places:
        """The place in ``answers`` of what is told first of the first ``count`` rows, else of the nearest class."""
        return np.where(self._places[:count] != ROOT, self._places[:count], self._best[:count])

    def label_scores(self, name: str, count: int) -> Numbers:
        """The scores of the first ``count`` rows for a label, where they can have several; "" is the best of all."""
        if self._yes is None or name not in self.names:
            return self._scores[:count]
        return self._yes.scores[:count, self.names.index(name)].astype(np.float64)

    def any_of(self, wanted: frozenset[str], count: int) -> Mask:
        """Of which of the first ``count`` rows one of these is told, or something in them, if they are groups."""
        places = [place for place, name in enumerate(self.answers) if any(trees.within(name, one) for one in wanted)]
        hit: Mask = np.isin(self._places[:count], places)
        if self._given is not None:
            hit = np.any(self._given[:count, places], axis=1) & self.accepted(count)
        return hit

    def counts(self, of: Mask) -> Iterator[tuple[str, int]]:
        """How many of the rows of a mask are told to be each answer."""
        if self._given is None:
            found = np.bincount(self._places[: len(of)][of & self.accepted(len(of))], minlength=len(self.answers))
        else:
            found = np.count_nonzero(self._given[: len(of)][of & self.accepted(len(of))], axis=0)
        return zip(self.answers, found.tolist(), strict=True)


def grown(array: _Array, size: int, fill: float = 0) -> _Array:
    """A copy with ``size`` rows; whoever still reads the old array is not disturbed."""
    grown = np.full((size, *array.shape[1:]), fill, array.dtype)
    grown[: len(array)] = array
    return grown  # type: ignore[return-value]  # of the same type as array
