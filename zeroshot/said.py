"""What a person says of a window's pictures, as an array in step with its rows, quick to count and to filter."""

from __future__ import annotations

import os
from collections import Counter
from typing import TYPE_CHECKING

import numpy as np

from zeroshot.trees import within

if TYPE_CHECKING:
    import numpy.typing as npt

    from zeroshot.records import Truths

_NOTHING = -1


class Said:
    """For each row the number of what is said of it among all the different things that are said."""

    def __init__(self) -> None:
        """Nothing is said."""
        self._by_path: dict[str, int] = {}
        self._sayings: tuple[tuple[str, ...], ...] = ()
        self._numbers = np.zeros(0, np.intp)

    @property
    def sayings(self) -> tuple[tuple[str, ...], ...]:
        """The different things that are said, each once."""
        return self._sayings

    def take(self, truths: Truths, rows: dict[str, int]) -> None:
        """Take all that is said in place of what was; ``rows`` are those of the paths that have one."""
        numbers = {names: number for number, names in enumerate(dict.fromkeys(truths.values()))}
        self._sayings = tuple(numbers)
        self._by_path = {os.fspath(path): numbers[names] for path, names in truths.items()}
        self._numbers[:] = _NOTHING
        for path, number in self._by_path.items():
            if (row := rows.get(path)) is not None:
                self._numbers[row] = number

    def reserve(self, size: int) -> None:
        """Make room for ``size`` rows."""
        grown = np.full(size, _NOTHING, np.intp)
        grown[: len(self._numbers)] = self._numbers
        self._numbers = grown

    def add(self, row: int, path: str) -> None:
        """A path has a row now."""
        self._numbers[row] = self._by_path.get(path, _NOTHING)

    def of(self, row: int) -> tuple[str, ...] | None:
        """What is said of a picture: its classes, ``()`` for none of them, None when nothing is."""
        number = self._numbers[row]
        return None if number == _NOTHING else self._sayings[number]

    def there(self, count: int) -> npt.NDArray[np.bool_]:
        """Of which of the first ``count`` rows anything is said."""
        mask: npt.NDArray[np.bool_] = self._numbers[:count] != _NOTHING
        return mask

    def numbers(self, count: int) -> npt.NDArray[np.intp]:
        """The place in ``sayings`` for each of the first ``count`` rows; -1 where nothing is said."""
        return self._numbers[:count]

    def any_of(self, answers: frozenset[str], none: str, count: int) -> npt.NDArray[np.bool_]:
        """Which of the first ``count`` rows have one of these, or what lies in them; ``none`` stands for no class."""
        wanted = [
            place
            for place, names in enumerate(self._sayings)
            if any(within(name, answer) for name in names or (none,) for answer in answers)
        ]
        return np.isin(self._numbers[:count], wanted)

    def counts(self, of: npt.NDArray[np.bool_]) -> Counter[str]:
        """How many of the rows of a mask have each class; "" counts those that have none."""
        numbers = self._numbers[: len(of)][of]
        found = np.bincount(numbers[numbers != _NOTHING], minlength=len(self._sayings)).tolist()
        counter: Counter[str] = Counter()
        for names, count in zip(self._sayings, found, strict=True):
            for name in names or ("",):
                counter[name] += count
        return counter
