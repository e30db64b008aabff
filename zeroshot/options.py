"""Options that several commands of the command line have, and what a command leaves behind for its failure."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import click

from zeroshot import paths

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import TypeAlias

    from zeroshot.paths import Folders

    OpenWindow: TypeAlias = Callable[[Sequence[Path], Folders], int]


@dataclass(slots=True)
class State:
    """What a command leaves behind for whoever reports its failure, and what opens the window."""

    folders: Folders | None = None
    window: OpenWindow | None = None


def _folders(context: click.Context, _: click.Parameter, home: Path | None) -> Folders:
    """The folders that --home means, kept for a bug's traceback."""
    found = paths.folders(home)
    context.ensure_object(State).folders = found
    return found


HOME = click.option(
    "--home",
    "folders",
    type=click.Path(path_type=Path, file_okay=False),
    callback=_folders,
    help="Keep settings, models and stored vectors below this folder.",
)
MODEL = click.option("--model", help="The starter, an installed model, or an open_clip folder.  [default: starter]")
