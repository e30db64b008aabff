"""What the Models window knows of each model: its facts, what of it is on this computer, and what is being done."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from zeroshot.weights.catalogue import Entry


class Command(Enum):
    """What a person can ask to be done with a model."""

    DOWNLOAD = auto()
    PAUSE = auto()
    CANCEL = auto()
    DISCARD = auto()
    USE = auto()
    SHOW = auto()
    VERIFY = auto()
    EXPORT = auto()
    REMOVE = auto()


class Phase(Enum):
    """What is being done with a model, or was done last."""

    WAITING = auto()
    ASKING = auto()
    LOADING = auto()
    CHECKING = auto()
    WRITING = auto()
    REMOVING = auto()
    CHECKED = auto()
    WRITTEN = auto()
    FAILED = auto()


ENDED = frozenset({Phase.CHECKED, Phase.WRITTEN, Phase.FAILED})
"""Phases in which nothing is done any more."""


@dataclass(frozen=True, slots=True)
class Activity:
    """What is being done with a model: so many bytes of so many, of them a second, and how many seconds are left.

    ``sentence`` says why it failed. ``file`` is what was written.
    """

    phase: Phase
    done: int = 0
    total: int = 0
    rate: float = 0.0
    seconds_left: float | None = None
    sentence: str = ""
    file: Path | None = None

    @property
    def under_way(self) -> bool:
        """Whether it still goes on."""
        return self.phase not in ENDED


@dataclass(frozen=True, slots=True)
class Known:
    """A model that a card is about.

    ``name`` is what it is used by: its name below the models folder, or the path of a folder elsewhere. ``size`` in
    bytes is what it takes on the disk; ``folder`` where it lies, None when it is not here whole; ``fetched`` bytes
    of an unfinished download are here. ``kept`` says that this program put it there, with a manifest by which it can
    be checked. ``trouble`` is why it can't be used. ``repository`` is where it is fetched from, or came from; the
    other facts are the catalogue's own, and empty where it says nothing.
    """

    name: str
    title: str
    about: str = ""
    size: int = 0
    imagenet: float | None = None
    imagenet_source: str = ""
    speed: str = ""
    languages: str = ""
    context: int = 0
    licence: str = ""
    licence_url: str = ""
    agree: bool = False
    repository: str = ""
    entry: Entry | None = None
    folder: Path | None = None
    fetched: int = 0
    kept: bool = False
    trouble: str = ""


@dataclass(frozen=True, slots=True)
class Survey:
    """All models that are known, in order, and how many bytes are free where they are kept (0: nobody knows).

    ``trouble`` is why the catalogue can't be read, or "".
    """

    models: tuple[Known, ...]
    free: int
    place: Path
    trouble: str = ""


def offered(known: Known, activity: Activity | None, *, used: bool) -> tuple[Command, ...]:
    """What is likely to be wanted of a model as it is now, the likeliest last."""
    if activity is not None and activity.under_way:
        return _WHILE[activity.phase]
    failed = bool(known.trouble) or (activity is not None and activity.phase is Phase.FAILED)
    if known.folder is None:
        return (Command.DISCARD, Command.DOWNLOAD) if known.fetched else (Command.DOWNLOAD,)
    remove = (Command.REMOVE,) if failed and known.kept else ()
    return remove if used or known.trouble else (*remove, Command.USE)


def possible(known: Known) -> tuple[Command, ...]:
    """What else can be done with a model that is here; none that isn't."""
    if known.folder is None:
        return ()
    more = [Command.SHOW]
    if known.kept:
        more.append(Command.VERIFY)
    if not known.trouble:
        more.append(Command.EXPORT)
    if known.kept:
        more.append(Command.REMOVE)
    return tuple(more)


_WHILE = {
    Phase.WAITING: (Command.CANCEL,),
    Phase.ASKING: (Command.CANCEL, Command.PAUSE),
    Phase.LOADING: (Command.CANCEL, Command.PAUSE),
    Phase.CHECKING: (Command.CANCEL,),
    Phase.WRITING: (Command.CANCEL,),
    Phase.REMOVING: (),
}
