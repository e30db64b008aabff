"""Who waits for a model: told of what takes long, and heard when the model is wanted no more."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from threading import Event
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable


class Stage(StrEnum):
    """What takes long and is done once for a model on a machine, as it is kept.

    PREPARING: networks are converted, and ways of computing measured, in some ten seconds. QUANTISING: int8 is made of
    one, in a minute or more.
    """

    PREPARING = "preparing"
    QUANTISING = "quantising"


def _say_nothing(_: Stage) -> None:
    pass


@dataclass(frozen=True, slots=True)
class Watch:
    """``tell`` is called on the thread that loads the model, with each stage that begins; ``stop`` ends it."""

    tell: Callable[[Stage], object] = _say_nothing
    stop: Event = field(default_factory=Event)
