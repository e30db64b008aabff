"""The pictures of a window and their answers: NumPy arrays in step, a row a picture, quick to filter and to sort.

A picture keeps its row for good: removing one only hides it, so that an undo brings it back with its vector. Vectors
are kept as the store keeps them, float16, and so the answers are those of the command line. Used on one thread, but
for ``Encoded``, which another thread may read while rows are added here.
"""

from __future__ import annotations

import os
from bisect import insort
from dataclasses import dataclass, field, replace
from enum import Enum, IntEnum
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

import numpy as np
import numpy.typing as npt

from zeroshot.discover import natural_order
from zeroshot.records import NONE_OF_THESE, Embedded, Policy, Prediction, Status
from zeroshot.said import Said
from zeroshot.told import Answers, Told, grown

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from zeroshot.among import Among
    from zeroshot.finding import Found
    from zeroshot.judgement.classifier import Classifier
    from zeroshot.records import Truths

Rows: TypeAlias = npt.NDArray[np.intp]
Mask: TypeAlias = npt.NDArray[np.bool_]

BLOCK = 2048
"""Pictures that are scored between two looks at whether somebody asked to stop."""


class Standing(IntEnum):
    """Where a picture stands in a window; all but WAITING are the ``Status`` of its row in an export.

    ``CORRECTED``: a person said what it is, whether or not there is an answer yet.
    """

    WAITING = 0
    ACCEPTED = 1
    REJECTED = 2
    FAILED = 3
    CORRECTED = 4


class Sort(Enum):
    """What pictures can be put in order by."""

    PATH = "path"
    NAME = "name"
    LABEL = "label"
    SCORE = "score"
    MARGIN = "margin"
    STATUS = "status"
    FOUND = "found"


@dataclass(frozen=True, slots=True)
class View:
    """Which pictures are shown, and in which order.

    ``text``: what the file name holds, whatever its case. ``answers``: these classes alone, ``none of these`` among
    them; ``standings``: these alone; None is all. ``scores``: the range, both ends included, that the best score of a
    picture with an answer lies in. Pictures without an answer come last when they are sorted by one. What a person says
    of a picture is its answer. ``among``: only these pictures. ``found``: what was sought, in words; then
    only what ``Results.found`` holds is shown, and can be in its order.
    """

    text: str = ""
    answers: frozenset[str] | None = None
    standings: frozenset[Standing] | None = None
    scores: tuple[float, float] = (0.0, 1.0)
    sort: Sort = Sort.PATH
    descending: bool = False
    among: Among | None = None
    found: str = ""

    @property
    def shows_all(self) -> bool:
        """Whether no picture is left out."""
        return self == View(sort=self.sort, descending=self.descending)


@dataclass(frozen=True, slots=True)
class Encoded:
    """The rows that have a vector, and the array (rows, d), float16, in which all vectors lie."""

    rows: Rows
    vectors: npt.NDArray[np.float16]


@dataclass(frozen=True, slots=True)
class Counts:
    """How many of the pictures present stand where.

    ``classes`` counts the accepted and the corrected ones by name, a picture of several classes in each; ``none`` those
    that are none of these, by the model or by a person.
    """

    classes: Mapping[str, int] = field(default_factory=dict)
    none: int = 0
    accepted: int = 0
    rejected: int = 0
    corrected: int = 0
    failed: int = 0
    waiting: int = 0

    @property
    def total(self) -> int:
        """All pictures."""
        return self.accepted + self.rejected + self.corrected + self.failed + self.waiting


def answer(classifier: Classifier, encoded: Encoded) -> Iterator[Answers]:
    """The answers for what is encoded, a block of rows at a time; pure, for any thread."""
    for start in range(0, len(encoded.rows), BLOCK):
        rows = encoded.rows[start : start + BLOCK]
        ranking = classifier.rank(encoded.vectors[rows].astype(np.float32), 1)
        yield Answers.of(rows, ranking)


class Results:
    """All pictures of a window, with what is known of each."""

    def __init__(self) -> None:
        """No pictures."""
        self._rows: dict[str, int] = {}
        self._paths: list[str] = []
        self._folded: list[str] = []
        self._folders: dict[str, tuple[tuple[str, str], ...]] = {}
        self._by_path: list[tuple[tuple[tuple[str, str], ...], int]] = []
        self._by_name: list[tuple[tuple[tuple[str, str], ...], int]] = []
        self._orders: dict[Sort, Rows] = {}
        self._errors: dict[int, str] = {}
        self._present = np.zeros(0, np.bool_)
        self._missing = np.zeros(0, np.bool_)
        self._encoded = np.zeros(0, np.bool_)
        self._vectors = np.zeros((0, 0), np.float16)
        self._told = Told()
        self._said = Said()
        self.found: Found | None = None

    def __len__(self) -> int:
        """Rows, those of removed pictures too."""
        return len(self._paths)

    # --- pictures ----------------------------------------------------------------------------------------------------

    def add(self, paths: Sequence[Path]) -> Rows:
        """Make pictures present; the rows of those that were not. A path is one picture, however often it comes."""
        rows = [self._row(os.path.abspath(path)) for path in paths]  # noqa: PTH100 - ten times as fast as a Path's
        fresh = np.array(sorted({row for row in rows if not self._present[row]}), np.intp)
        self._present[fresh] = True
        return fresh

    def remove(self, rows: Rows) -> None:
        """Hide pictures; ``restore`` brings them back as they were."""
        self._present[rows] = False

    def restore(self, rows: Rows) -> None:
        """Bring removed pictures back."""
        self._present[rows] = True

    def present(self) -> Rows:
        """The rows of all pictures that are not removed, in natural order of their paths."""
        rows = self._ordered(Sort.PATH)
        return rows[self._present[rows]]

    def waiting(self) -> Rows:
        """The rows of the pictures whose turn has not come, in natural order of their paths."""
        rows = self.present()
        done = self._encoded[rows]
        if self._errors:
            done = done | np.isin(rows, np.fromiter(self._errors, np.intp, len(self._errors)))
        return rows[~done]

    def missing(self) -> Rows:
        """The rows of the pictures whose file was gone when it was to be read."""
        return np.flatnonzero(self._present & self._missing)[: len(self)]

    def path(self, row: int) -> Path:
        """A picture's file."""
        return Path(self._paths[row])

    def row(self, path: Path) -> int | None:
        """The row of a picture that is or was present."""
        return self._rows.get(os.path.abspath(path))  # noqa: PTH100 - as in add

    def name(self, row: int) -> str:
        """A picture's file name; bytes that are no text as surrogates, as Python has them."""
        return os.path.basename(self._paths[row])  # noqa: PTH119 - for each cell that is painted

    def is_missing(self, row: int) -> bool:
        """Whether the picture's file was gone."""
        return bool(self._missing[row])

    def error(self, row: int) -> str:
        """Why the picture has no answer; empty when it has one or waits for it."""
        return self._errors.get(row, "")

    def retry(self, rows: Rows) -> None:
        """Let pictures wait for another try."""
        for row in rows.tolist():
            self._errors.pop(row, None)
        self._encoded[rows] = self._missing[rows] = False

    def forget_vectors(self) -> None:
        """Let all pictures wait again: another encoder makes other vectors."""
        self._errors.clear()
        self._encoded[:] = self._missing[:] = False
        self._vectors = np.zeros((0, 0), np.float16)
        self.forget_answers()

    # --- vectors and answers -----------------------------------------------------------------------------------------

    def put(self, outcomes: Sequence[Embedded]) -> Rows:
        """Keep vectors and errors; their rows, in order. Pictures that are not known are passed over."""
        rows = [(row, outcome) for outcome in outcomes if (row := self.row(outcome.path)) is not None]
        for row, outcome in rows:
            if outcome.vector is None:
                self._errors[row] = outcome.error
                self._missing[row] = not os.path.lexists(outcome.path)
            else:
                self._keep(row, outcome.vector)
        return np.array([row for row, _ in rows], np.intp)

    def encoded(self, rows: Rows | None = None) -> Encoded:
        """What can be scored, of ``rows`` or of all pictures, removed ones too: an undo must find answers."""
        there = np.flatnonzero(self._encoded) if rows is None else rows[self._encoded[rows]]
        return Encoded(there, self._vectors)

    def put_answers(self, answers: Answers, names: tuple[str, ...]) -> None:
        """Keep answers given by a classifier of ``names``; with other names than before all older answers go."""
        self._told.put(answers, names)

    def forget_answers(self) -> None:
        """Leave every picture without an answer."""
        self._told.forget()

    @property
    def names(self) -> tuple[str, ...]:
        """The classes that the answers were chosen from."""
        return self._told.names

    def set_truths(self, truths: Truths) -> None:
        """Take what a person says of pictures, also of such as come later; it stands above every answer."""
        self._said.take(truths, self._rows)

    def said(self, row: int) -> tuple[str, ...] | None:
        """The classes that a person says a picture is of, ``()`` for none of these; None when nothing is said."""
        return self._said.of(row)

    def reviewed(self) -> Rows:
        """The rows of the pictures present of which something is said."""
        return np.flatnonzero(self._present[: len(self)] & self._said.there(len(self)))

    def answers(self, rows: Rows) -> Answers:
        """The model's answers for rows, in their order; without one the class is -1."""
        return self._told.at(rows)

    def sureness(self, rows: Rows, policy: Policy) -> npt.NDArray[np.float64]:
        """How sure the model's answers for rows are, in their order, 0 to 1; 0 where there is none.

        The lead of the nearest class; with several labels, how far the one nearest to its threshold is from it.
        """
        return self._told.sureness(rows, policy)

    def nearest(self, row: int) -> str:
        """The model's nearest class, also of a rejected picture; empty without an answer."""
        return self._told.nearest(row)

    def labels(self, row: int) -> tuple[str, ...]:
        """What a person says, else what the model tells under the policy that was asked for last."""
        said = self._said.of(row)
        return self._told.labels(row) if said is None else said

    def label(self, row: int) -> str:
        """The labels with commas; where neither person nor model tells any, the model's nearest class."""
        return ", ".join(self.labels(row)) or ("" if self._said.of(row) is not None else self.nearest(row))

    def score(self, row: int) -> float:
        """The score of the model's first label, or else of its nearest class; 0 without an answer."""
        return self._told.score(row)

    def margin(self, row: int) -> float:
        """The lead of the nearest class; 0 without an answer."""
        return self._told.margin(row)

    def outcomes(self, rows: Rows) -> Iterator[Embedded]:
        """Vectors and errors as the pipeline gave them, to predict from; waiting pictures are left out.

        They are those of now, whatever comes meanwhile, and are made one by one: another thread may ask for them.
        """
        vectors, errors = self._vectors, dict(self._errors)
        encoded = self._encoded[rows].tolist()
        known = [(row, self._paths[row], has) for row, has in zip(rows.tolist(), encoded, strict=True)]
        return (
            Embedded(Path(path), None, errors[row])
            if row in errors
            else Embedded(Path(path), vectors[row].astype(np.float32))
            for row, path, has in known
            if has or row in errors
        )

    def prediction(self, row: int, classifier: Classifier, policy: Policy) -> Prediction | None:
        """The whole answer for one picture, a person's where there is one; None while it waits."""
        outcome, said = self._outcome(row), self._said.of(row)
        answer = None if outcome is None else classifier.predict([outcome], policy)[0]
        if said is None:
            return answer
        return replace(answer or Prediction(self.path(row), Status.CORRECTED), status=Status.CORRECTED, labels=said)

    # --- what is shown -----------------------------------------------------------------------------------------------

    def standings(self, policy: Policy) -> npt.NDArray[np.uint8]:
        """The ``Standing`` of every row under a policy."""
        count = len(self)
        self._told.judge(policy)
        standings = np.where(self._told.accepted(count), np.uint8(Standing.ACCEPTED), np.uint8(Standing.REJECTED))
        standings[~self._told.answered(count)] = Standing.WAITING
        standings[np.fromiter(self._errors, np.intp, len(self._errors))] = Standing.FAILED
        standings[self._said.there(count)] = Standing.CORRECTED
        return standings

    def counts(self, policy: Policy) -> Counts:
        """How many pictures stand where."""
        present = self._present[: len(self)]
        standings = self.standings(policy)
        by_standing = np.bincount(standings[present], minlength=len(Standing))
        by_class = dict(self._told.counts(present & (standings == Standing.ACCEPTED)))
        by_hand = self._said.counts(present)
        none = int(by_standing[Standing.REJECTED]) + by_hand.pop("", 0)
        return Counts(
            {name: by_class.get(name, 0) + by_hand[name] for name in (*by_class, *by_hand)},
            none,
            **{standing.name.lower(): int(by_standing[standing]) for standing in Standing},
        )

    def histograms(self, bins: int) -> tuple[npt.NDArray[np.intp], ...]:
        """How many pictures have a familiarity, a best score, a margin in each of ``bins`` equal parts of 0 to 1.

        Those of which a person says what they are aren't counted: no threshold judges them.
        """
        columns = (self._told.familiarity(len(self)), *self._told.first_steps(len(self)))
        judged = self._judged()
        return tuple(np.histogram(values[judged], bins, (0.0, 1.0))[0] for values in columns)

    def label_scores(self, label: str, bins: int) -> npt.NDArray[np.intp]:
        """As ``histograms``, the scores for one label where pictures can have several; "" is the best of all."""
        return np.histogram(self._told.label_scores(label, len(self))[self._judged()], bins, (0.0, 1.0))[0]

    def _judged(self) -> Mask:
        """The pictures present that thresholds judge."""
        return self._present[: len(self)] & self._told.answered(len(self)) & ~self._said.there(len(self))

    def order(self, view: View, policy: Policy) -> Rows:
        """The rows that a view shows, in its order."""
        standings = self.standings(policy)
        rows = self._ordered(Sort.NAME if view.sort is Sort.NAME else Sort.PATH)
        rows = rows[self._shown(view, standings)[rows]]
        if view.sort in {Sort.PATH, Sort.NAME}:
            return rows[::-1] if view.descending else rows
        if view.sort is Sort.FOUND:
            places = np.zeros(len(self), np.intp) if self.found is None else self.found.places(len(self))
            return rows[np.argsort(-places[rows] if view.descending else places[rows], kind="stable")]
        answered = self._told.answered(len(self))[rows]
        if view.sort in {Sort.LABEL, Sort.STATUS}:
            answered |= self._said.there(len(self))[rows]
        keys = self._sort_keys(view.sort, standings)[rows[answered]]
        ranked = np.argsort(-keys if view.descending else keys, kind="stable")
        return np.concatenate([rows[answered][ranked], rows[~answered]])

    # --- within ------------------------------------------------------------------------------------------------------

    def _row(self, path: str) -> int:
        row = self._rows.get(path)
        if row is None:
            row = self._rows[path] = len(self._paths)
            self._paths.append(path)
            self._reserve(row + 1)
            self._said.add(row, path)
            self._index(row, path)
        return row

    def _index(self, row: int, path: str) -> None:
        """Put a new row into the two orders of names."""
        folder, name = os.path.split(path)
        if folder not in self._folders:
            self._folders[folder] = natural_order(Path(folder))
        own = natural_order(Path(name))
        self._folded.append(name.casefold())
        for order, key in (
            (self._by_path, self._folders[folder] + own),
            (self._by_name, own + self._folders[folder]),
        ):
            if not order or key > order[-1][0]:  # pictures are found in order, mostly
                order.append((key, row))
            else:
                insort(order, (key, row))
        self._orders.clear()

    def _ordered(self, sort: Sort) -> Rows:
        if sort not in self._orders:
            order = self._by_path if sort is Sort.PATH else self._by_name
            self._orders[sort] = np.fromiter((row for _, row in order), np.intp, len(order))
        return self._orders[sort]

    def _reserve(self, count: int) -> None:
        """Make room for ``count`` rows, twice as much as there was when it runs out."""
        if count <= len(self._present):
            return
        size = max(count, 2 * len(self._present), 1024)
        self._present, self._missing, self._encoded = (
            grown(array, size) for array in (self._present, self._missing, self._encoded)
        )
        self._told.reserve(size)
        self._said.reserve(size)

    def _keep(self, row: int, vector: npt.NDArray[np.float32]) -> None:
        if self._vectors.shape[1] != len(vector):
            self._vectors = np.zeros((0, len(vector)), np.float16)
        if len(self._vectors) < len(self._present):
            self._vectors = grown(self._vectors, len(self._present))
        self._vectors[row] = vector
        self._encoded[row] = True
        self._missing[row] = False
        self._errors.pop(row, None)

    def _outcome(self, row: int) -> Embedded | None:
        if row in self._errors:
            return Embedded(self.path(row), None, self._errors[row])
        return Embedded(self.path(row), self._vectors[row].astype(np.float32)) if self._encoded[row] else None

    def _shown(self, view: View, standings: npt.NDArray[np.uint8]) -> Mask:
        count = len(self)
        shown: Mask = self._present[:count].copy()
        if view.standings is not None:
            shown &= np.isin(standings, [int(standing) for standing in view.standings])
        if view.answers is not None:
            shown &= self._answered(view.answers, standings)
        if view.scores != (0.0, 1.0):
            low, high = view.scores
            scores = self._told.scores(count)
            shown &= self._told.answered(count) & (scores >= low) & (scores <= high)
        if view.among is not None:
            shown &= view.among.shown(self._rows, count)
        if view.found and self.found is not None:
            shown &= self.found.places(count) >= 0
        if view.text:
            text = view.text.casefold()
            shown &= np.fromiter((text in name for name in self._folded), np.bool_, count)
        return shown

    def _answered(self, answers: frozenset[str], standings: npt.NDArray[np.uint8]) -> Mask:
        """Which rows have one of these answers, or one that lies in one of them."""
        hit: Mask = self._told.any_of(answers, len(self)) & (standings == Standing.ACCEPTED)
        hit |= self._said.any_of(answers, NONE_OF_THESE, len(self))
        return hit | (standings == Standing.REJECTED) if NONE_OF_THESE in answers else hit

    def _sort_keys(self, sort: Sort, standings: npt.NDArray[np.uint8]) -> npt.NDArray[np.float64]:
        """A number a row; sorting by label means the class names' own order, not that of the set."""
        if sort is Sort.SCORE:
            return self._told.scores(len(self))
        if sort is Sort.MARGIN:
            return self._told.margins(len(self))
        if sort is Sort.STATUS:
            return standings.astype(np.float64)
        by_hand = [", ".join(names) or NONE_OF_THESE for names in self._said.sayings]
        every = sorted({*self._told.answers, *by_hand}, key=lambda name: natural_order(Path(name)))
        places = {name: place for place, name in enumerate(every)}
        # what has no answer is sorted by the caller
        said, told = self._said.numbers(len(self)), self._told.places(len(self))
        by_model, by_person = (
            np.array([places[name] for name in names] + [0.0]) for names in (self._told.answers, by_hand)
        )
        return np.where(said >= 0, by_person[said], by_model[told])
