"""The frozen records that every room of the house speaks.

Arrays: ``Vectors`` is float32 of shape (n, d), every row of unit length; ``Pixels`` is uint8 of shape
(3, height, width), what an encoder's network takes before normalisation.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, TypeAlias

import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

Vectors: TypeAlias = npt.NDArray[np.float32]
Pixels: TypeAlias = npt.NDArray[np.uint8]

Maps: TypeAlias = npt.NDArray[np.float32]
"""How much each part of a picture speaks for each of k classes, (k, rows, columns); below 0 it speaks against."""

Box: TypeAlias = tuple[float, float, float, float]
"""Left, top, right and bottom edge of a part of a picture, as shares of its width and height."""

Truths: TypeAlias = "Mapping[Path, tuple[str, ...]]"
"""What a person says that pictures are: the classes of each file, by its absolute path; none of them is ``()``."""

NONE_OF_THESE = "none of these"

DEFAULT_WEIGHT = 0.5
"""The share of descriptions in a class's vector, unless a label set says another."""


class Status(StrEnum):
    """What became of a picture; ``CORRECTED``: a person said what it is, which no model overrules."""

    ACCEPTED = "accepted"
    REJECTED = "rejected"
    CORRECTED = "corrected"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Attribution:
    """Where a description comes from, as CC BY-SA asks to say it.

    ``language`` is the wiki's code (BCP 47), ``revision`` the page's, ``retrieved`` the time of the request (ISO 8601,
    UTC), and ``edited`` says that the text is no longer that of the page.
    """

    title: str
    url: str
    language: str
    revision: int
    retrieved: str
    licence: str
    licence_url: str = ""
    edited: bool = False


@dataclass(frozen=True, slots=True)
class Label:
    """One class: its name, and optionally a description and prompts of the user's own.

    ``prompts`` take the place of the templates; ``description`` is averaged with them, sentence by sentence, and
    ``source`` says where it comes from, when it is not the user's own. ``threshold`` is the least score, from 0 to 1,
    of a picture with the label where pictures can have several; None is the one for all labels. A class known
    ``by_examples`` is known by reviewed pictures alone: a model doesn't read its name, which may mean nothing.
    """

    name: str
    description: str = ""
    prompts: tuple[str, ...] = ()
    source: Attribution | None = None
    threshold: float | None = None
    by_examples: bool = False


@dataclass(frozen=True, slots=True)
class LabelSet:
    """Classes to choose from, and the prompt templates (each with one ``{}``) that their names are put into.

    ``title`` and ``about`` (one line) are for people: nothing is computed from them. ``description_weight``, from 0 to
    1, is the share of a description beside the prompts; a class without one knows no share. With ``several`` each
    label is a question of its own, and a picture can have several labels.
    """

    labels: tuple[Label, ...]
    templates: tuple[str, ...]
    title: str = ""
    about: str = ""
    description_weight: float = DEFAULT_WEIGHT
    several: bool = False

    @property
    def names(self) -> tuple[str, ...]:
        """The class names, in order."""
        return tuple(label.name for label in self.labels)


@dataclass(frozen=True, slots=True)
class Source:
    """A file as it was when it was looked at; ``key`` is the BLAKE2b hash of its content."""

    path: Path
    size: int
    mtime_ns: int
    key: bytes


@dataclass(frozen=True, slots=True)
class Score:
    """One class's standing for a picture: ``score`` from 0 to 1, ``similarity`` the cosine from -1 to 1."""

    label: str
    score: float
    similarity: float


@dataclass(frozen=True, slots=True)
class Policy:
    """When an answer counts, and how many are told.

    A picture is rejected when its best score is below ``min_score`` or leads the second by less than ``min_margin``, or
    when its familiarity is below ``min_familiarity``.
    """

    min_score: float = 0.0
    min_margin: float = 0.0
    top_k: int = 1
    min_familiarity: float = 0.0


@dataclass(frozen=True, slots=True)
class Embedded:
    """A picture's vector, float32 (d,), or the sentence that says why there is none."""

    path: Path
    vector: npt.NDArray[np.float32] | None
    error: str = ""


@dataclass(frozen=True, slots=True)
class Prediction:
    """The answer for one picture; ``ranked`` is best first and empty when the picture failed.

    ``labels`` are the classes that it gets: none when it is rejected or failed, the person's own when it is corrected.
    ``score`` is that of the model's answer, which in a tree may be a group, or of what it rejected; 0 when it failed.
    ``familiarity``, from 0 to 1, is how surely the picture belongs to any class; None where that wasn't asked.
    """

    path: Path
    status: Status
    labels: tuple[str, ...] = ()
    ranked: tuple[Score, ...] = ()
    margin: float = 0.0
    error: str = ""
    score: float = 0.0
    familiarity: float | None = None


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a long operation has come."""

    done: int
    total: int


@dataclass(frozen=True, slots=True)
class Row:
    """One line of an export: the fields and their order are the contract of the CSV and JSON Lines outputs.

    ``nearest``, ``score`` and ``similarity`` belong to the label at ``rank``; ``classification`` is that label,
    ``none of these`` when the picture was rejected, the person's own when it was corrected, and empty when it failed;
    where classes lie in groups it is the path as far as it is sure, at every rank. ``classification_score`` is its
    score, which a group has from all classes in it; None unless the model gave the classification. ``familiarity`` is
    how surely the picture belongs to any class, None where that wasn't asked. Numbers are None when it failed.
    """

    file_name: str
    classification: str
    score: float | None
    rank: int
    nearest: str
    similarity: float | None
    margin: float | None
    status: Status
    error: str
    model: str
    label_set: str
    version: str
    classification_score: float | None = None
    familiarity: float | None = None
