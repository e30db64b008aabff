"""``zeroshot search`` and ``zeroshot duplicates``: their options."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from zeroshot import given
from zeroshot.options import HOME, MODEL

if TYPE_CHECKING:
    from collections.abc import Callable

    from zeroshot.paths import Folders

_PICTURES = click.argument(
    "pictures", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="FILE_OR_FOLDER..."
)


def _common(command: Callable[..., None]) -> Callable[..., None]:
    """The options of both."""
    for option in (
        click.option("--quiet", is_flag=True, help="Say nothing but errors and the result."),
        HOME,
        click.option("--raw-cells", is_flag=True, help="Leave cells as they are that a spreadsheet would run."),
        click.option("--excel", is_flag=True, help="Begin the CSV with a byte order mark, as Excel wants it."),
        click.option("--format", "form", type=click.Choice(["csv", "jsonl"]), help="Form of the output."),
        click.option(
            "--out", type=click.Path(path_type=Path, dir_okay=False, allow_dash=True), help="A file, or - for stdout."
        ),
        click.option("--recursive/--no-recursive", default=True, show_default=True, help="Look into inner folders."),
        given.BACKEND,
        given.PRECISION,
        given.DEVICE,
        MODEL,
    ):
        command = option(command)
    return command


@click.command()
@click.argument("text")
@click.argument("pictures", nargs=-1, type=click.Path(path_type=Path), metavar="FILE_OR_FOLDER...")
@click.option(
    "--like",
    multiple=True,
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="Pictures like this one; may be repeated. With it TEXT may be left out.",
)
@click.option("--top", type=click.IntRange(1), default=20, show_default=True, help="How many to tell.")
@_common
def search(text: str, pictures: tuple[Path, ...], folders: Folders, **options: Any) -> None:  # noqa: ANN401 - click's own
    """Find the pictures in files and folders that are most like a text, "red car at night", or like other pictures.

    With --like, a TEXT that is the name of a file or folder here is taken for one to search, so that the text can be
    left out: zeroshot search ~/Pictures --like this.jpg. Pictures that were looked at before are not computed again.
    """
    from zeroshot import searching  # noqa: PLC0415 - NumPy is not for --help

    if options["like"] and os.path.lexists(text):
        pictures, text = (Path(text), *pictures), ""
    if not pictures:
        raise click.UsageError('Say where to search: zeroshot search "red car at night" FILE_OR_FOLDER...')
    given.check(pictures)
    job = searching.Job(pictures, options["recursive"], options["quiet"])
    output = searching.Output(options["out"], options["form"], bom=options["excel"], raw=options["raw_cells"])
    sought = searching.Sought(text, options["like"], options["top"])
    searching.search(job, sought, output, given.chosen(folders, options), folders)


@click.command()
@_PICTURES
@_common
def duplicates(pictures: tuple[Path, ...], folders: Folders, **options: Any) -> None:  # noqa: ANN401 - click's own
    """List pictures that are there several times: exact copies, and other sizes, qualities or crops of one picture.

    Of each group the best comes first: that of most pixels, then of most bytes, then the oldest. Nothing is deleted.
    """
    from zeroshot import searching  # noqa: PLC0415 - NumPy is not for --help

    given.check(pictures)
    job = searching.Job(pictures, options["recursive"], options["quiet"])
    output = searching.Output(options["out"], options["form"], bom=options["excel"], raw=options["raw_cells"])
    searching.duplicates(job, output, given.chosen(folders, options), folders)
