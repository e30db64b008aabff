"""Small pictures for a report: which of those evaluated it holds, and their thumbnails as text."""

from __future__ import annotations

import base64
import io
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from PIL import Image

from zeroshot.errors import ImageError
from zeroshot.records import Progress

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from threading import Event

    from zeroshot.evaluation.evaluate import Evaluation
    from zeroshot.thumbnails import Thumbnails

MOST = 600
"""Pictures that a report holds; at about 4 kB each it stays below 4 MB."""
EACH = 12
"""Pictures of one class with one answer that it holds."""
SIDE = 128
"""Pixels of a picture's longer side."""

_KEPT = 256  # pixels of the thumbnails that the program keeps anyway
_QUALITY = 72


def chosen(found: Evaluation) -> list[int]:
    """The places among ``found.judged`` of the pictures to be shown: of each class and answer some.

    Wrong answers take up to two thirds of the room, the surest of them first; right ones the rest, the least sure
    first: those are the ones to look at.
    """
    cells: dict[tuple[int, int], list[int]] = {}
    for place in sorted(range(len(found.judged)), key=lambda place: -found.judged[place].score):
        one = found.judged[place]
        cells.setdefault((one.truth, one.answer), []).append(place)
    most_first = sorted(cells.items(), key=lambda cell: -len(cell[1]))
    wrong = _in_turns([places for (truth, answer), places in most_first if truth != answer], 2 * MOST // 3)
    right = [places[::-1] for (truth, answer), places in most_first if truth == answer]
    return wrong + _in_turns(right, MOST - len(wrong))


def _in_turns(cells: Sequence[Sequence[int]], room: int) -> list[int]:
    """The first of each cell, then the second of each, and so on while there is room, ``EACH`` at most."""
    turns = (cell[turn] for turn in range(EACH) for cell in cells if turn < len(cell))
    return [place for place, _ in zip(turns, range(room), strict=False)]


@dataclass(slots=True)
class Gallery:
    """The pictures as JPEG in base64, by their place among ``found.judged``; those that can't be read are left out."""

    pictures: dict[int, str] = field(default_factory=dict)

    def fill(self, found: Evaluation, thumbnails: Thumbnails, stop: Event) -> Iterator[Progress]:
        """Make them, one by one; ends early when ``stop`` is set."""
        places = chosen(found)
        for done, place in enumerate(places, 1):
            if stop.is_set():
                return
            try:
                self.pictures[place] = _encoded(thumbnails.picture(found.judged[place].path, _KEPT))
            except ImageError:  # it went away since it was looked at
                continue
            yield Progress(done, len(places))


def _encoded(picture: Image.Image) -> str:
    small = picture.convert("RGB")
    small.thumbnail((SIDE, SIDE), Image.Resampling.LANCZOS)
    out = io.BytesIO()
    small.save(out, "JPEG", quality=_QUALITY, optimize=True)
    return base64.b64encode(out.getvalue()).decode("ascii")
