"""``zeroshot models``: list, get, verify and remove models."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from zeroshot.errors import WeightsError
from zeroshot.options import HOME, MODEL

if TYPE_CHECKING:
    from zeroshot.paths import Folders


@click.group()
def models() -> None:
    """Choose, fetch and keep the models on this machine."""


@models.command(name="list")
@MODEL
@HOME
def list_models(model: str | None, folders: Folders) -> None:
    """The starter, the installed models, and the folder that --model names."""
    from zeroshot import weights  # noqa: PLC0415 - not for --help

    for name in dict.fromkeys((*weights.names(folders), *([model] if model else ()))):
        try:
            found = weights.find(name, folders)
        except WeightsError as error:
            click.echo(f"{name:24} {error}")
        else:
            click.echo(f"{found.name:24} {found.size / 1e6:6,.0f} MB  {found.architecture:28}  {found.folder}")
    click.echo(
        "The starter is small, for a first look. Any open_clip folder with safetensors does better: --model FOLDER"
    )
