"""``zeroshot models export``, ``import`` and ``convert``: models on disks, without a network."""

from __future__ import annotations

import sys
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING

import click

from zeroshot.options import HOME

if TYPE_CHECKING:
    from collections.abc import Iterator

    from zeroshot.paths import Folders
    from zeroshot.records import Progress

_QUIET = click.option("--quiet", is_flag=True, help="Say nothing but errors.")
_SUFFIX = ".zsmodel"
_MEGABYTE = 1_000_000

_WARNING = (
    "A pickle can run any code when it is loaded. Of this one only tensors are read, and if it holds anything else it "
    "is refused; but no program that reads pickles was ever proven safe. Convert only what is from somebody you trust."
)


@click.command(name="export")
@click.argument("name")
@click.argument("file", type=click.Path(path_type=Path), metavar="FILE_OR_FOLDER")
@HOME
@_QUIET
def export_model(name: str, file: Path, folders: Folders, *, quiet: bool) -> None:
    """Write a model to one file (.zsmodel), for machines without a network.

    It holds the weights, what the model needs besides, its licence, and a SHA-256 of each file. In a folder, such as a
    memory stick's, the file is called as the model is. "zeroshot models import" reads it.
    """
    from zeroshot import weights  # noqa: PLC0415 - not for --help
    from zeroshot.weights import bundle  # noqa: PLC0415

    found = weights.find(name, folders)
    target = file / f"{found.name}{_SUFFIX}" if file.is_dir() else file
    if target.suffix.casefold() != _SUFFIX:
        raise click.UsageError(f"{click.format_filename(target)} must end in {_SUFFIX}, or be a folder.")
    stop = Event()
    _follow("Writing", bundle.export(found, target, stop), stop, quiet=quiet)
    _say(f"Written: {click.format_filename(target)}, {target.stat().st_size / 1e6:,.0f} MB.", quiet=quiet)


@click.command(name="import")
@click.argument("path", type=click.Path(path_type=Path))
@click.option("--name", default="", help="What to call the model here.  [default: its own name]")
@click.option("--architecture", default="", metavar="NAME", help="Of weights alone, as open_clip calls it: ViT-B-32 …")
@HOME
@_QUIET
def import_model(path: Path, name: str, architecture: str, folders: Folders, *, quiet: bool) -> None:
    """Install a model from a disk: a .zsmodel, an open_clip folder, a snapshot of a hub's cache, or weights alone.

    PATH stays as it is; what belongs to the model is copied. Weights alone (.safetensors) need the name of their
    architecture; OpenAI's, MetaCLIP's and DFN's want the one that ends in -quickgelu. No pickle is imported: see
    "zeroshot models convert".
    """
    from zeroshot.weights import bring, staging  # noqa: PLC0415 - not for --help

    stop = Event()
    name = name or bring.name_of(path)
    _follow("Copying", bring.bring(path, folders, stop, name=name, architecture=architecture), stop, quiet=quiet)
    _say(f'Imported to {staging.place(name, folders)}. To use it: --model "{name}"', quiet=quiet)


@click.command(name="convert")
@click.argument("source", type=click.Path(path_type=Path, exists=True, dir_okay=False), metavar="FILE")
@click.option(
    "--out", required=True, type=click.Path(path_type=Path, dir_okay=False), help="The .safetensors to write."
)
@click.option("--yes", is_flag=True, help="Don't ask: I trust where the file is from.")
@_QUIET
def convert_weights(source: Path, out: Path, *, yes: bool, quiet: bool) -> None:
    """Turn a pickle of weights (.pt, .pth, .bin, .ckpt) into .safetensors, which can be imported.

    A pickle can run any code when it is loaded. Only tensors are read of this one, and one that holds anything else is
    refused. You are asked first.
    """
    if out.suffix.casefold() != ".safetensors":
        raise click.UsageError(f"{click.format_filename(out)} must end in .safetensors, as that is what is written.")
    if not yes:
        _ask(source)
    from zeroshot import terminal  # noqa: PLC0415 - torch is not for --help
    from zeroshot.encoders.convert import convert  # noqa: PLC0415

    with terminal.waiting("Converting", quiet=quiet):
        count = convert(source, out)
    _say(
        f"Written: {click.format_filename(out)}, {count:,} tensors, {out.stat().st_size / 1e6:,.0f} MB. "
        f'Then: zeroshot models import "{click.format_filename(out)}" --architecture NAME',
        quiet=quiet,
    )


def _ask(source: Path) -> None:
    """Come back only if a person says yes."""
    click.echo(_WARNING, err=True)
    if not sys.stdin.isatty():
        raise click.UsageError("There is nobody to ask. If you trust where the file is from, say --yes.")
    click.confirm(f"Convert {click.format_filename(source)}?", abort=True, err=True)


def _follow(title: str, steps: Iterator[Progress], stop: Event, *, quiet: bool) -> None:
    """Go through a long operation with a meter in megabytes.

    Raises:
        KeyboardInterrupt: the person stopped it.
    """
    from zeroshot import terminal  # noqa: PLC0415 - not for --help

    with terminal.interrupts(stop), terminal.meter(title, "MB", quiet=quiet) as meter:
        for step in steps:
            meter.update(step.done // _MEGABYTE, step.total // _MEGABYTE)
    if stop.is_set():
        _say("Stopped. Nothing is left of it.", quiet=quiet)
        raise KeyboardInterrupt


def _say(sentence: str, *, quiet: bool) -> None:
    if not quiet:
        click.echo(sentence, err=True)
