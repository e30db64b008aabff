"""What commands that put a model to pictures have in common: their options, and what these mean."""

from __future__ import annotations

import os
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import click

from zeroshot import settings

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from zeroshot.paths import Folders
    from zeroshot.records import LabelSet, Policy

DEVICE = click.option(
    "--device", type=click.Choice(settings.CHOICES["device"]), help="Where to compute.  [default: auto]"
)
PRECISION = click.option(
    "--precision",
    type=click.Choice(settings.CHOICES["precision"]),
    help="What to compute in; int8 is for OpenVINO.  [default: auto]",
)
BACKEND = click.option(
    "--backend",
    type=click.Choice(settings.CHOICES["backend"]),
    help="What computes; auto is the fastest on the processor.  [default: auto]",
)

NONE_OF_THESE = click.option(
    "--none-of-these",
    type=click.Choice(["auto", "negatives", "softmax", "margin", "off"]),
    default="off",
    show_default=True,
    help="Find the pictures that belong to no class: by a broad vocabulary of other things (negatives, which is also "
    "what auto takes), by the best score, or by its lead.",
)
MIN_FAMILIARITY = click.option(
    "--min-familiarity",
    type=click.FloatRange(0, 1),
    help="Below this a picture is none of these; where it is 0.5, both kinds of errors weigh the same.  [default: 0.5]",
)

_CHOICES = ("model", "backend", "device", "precision", "batch_size")


def check(given: Sequence[Path]) -> None:
    """Refuse files and folders that are not there.

    Raises:
        click.UsageError: one is not.
    """
    for path in given:
        if not os.path.lexists(path):
            raise click.UsageError(f"There is no file or folder {click.format_filename(path)}")


def label_set(
    classes: str | None, named: str | None, templates: str | None = None, *, may_lack: bool = False
) -> LabelSet:
    """The one label set that --classes or --labels give, with the --templates if there are any.

    If it ``may_lack``, since classes come from elsewhere, it is one without classes.

    Raises:
        click.UsageError: both are given, or neither though it must be there.
        LabelError: it can't be read.
    """
    from zeroshot import labels  # noqa: PLC0415 - NumPy is not for --help
    from zeroshot.records import LabelSet  # noqa: PLC0415

    if may_lack and classes is None and named is None:
        return LabelSet((), labels.parse_templates(templates or "short"))
    if (classes is None) == (named is None):
        raise click.UsageError('Say what the classes are: either --classes "dog, cat", or --labels FILE_OR_NAME.')
    found = labels.resolve(named) if named is not None else labels.parse_names(classes or "")
    return found if templates is None else replace(found, templates=labels.parse_templates(templates))


def policy(options: Mapping[str, Any]) -> Policy:
    """When an answer counts, by --min-score, --min-margin, --top-k, --none-of-these and --min-familiarity.

    Raises:
        click.UsageError: a least familiarity is given, and how it is told is not.
    """
    from zeroshot.judgement.familiarity import EVEN  # noqa: PLC0415 - NumPy is not for --help
    from zeroshot.records import Policy  # noqa: PLC0415

    is_asked, least = options["none_of_these"] != "off", options["min_familiarity"]
    if least is not None and not is_asked:
        raise click.UsageError("--min-familiarity needs --none-of-these, such as --none-of-these auto.")
    familiarity = (EVEN if least is None else least) if is_asked else 0.0
    return Policy(options["min_score"], options["min_margin"], options["top_k"], familiarity)


def chosen(folders: Folders, options: Mapping[str, Any]) -> settings.Settings:
    """The settings file, with what the options say instead."""
    given = {key: options[key] for key in _CHOICES if options.get(key) is not None}
    return replace(settings.load(folders.settings), **given)
