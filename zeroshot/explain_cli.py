"""``zeroshot explain``: its options."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from zeroshot import given
from zeroshot.options import HOME, MODEL

if TYPE_CHECKING:
    from zeroshot.paths import Folders


@click.command()
@click.argument("picture", type=click.Path(path_type=Path), metavar="IMAGE")
@click.option("--classes", help='Class names: "dog, cat, car".')
@click.option("--labels", help="A label set: a .toml, .csv or .txt file, or the name of a built-in one.")
@click.option("--templates", help='Prompts: short, openai80, plain, a file, or "a photo of a {}; a drawing of a {}".')
@click.option(
    "--class",
    "only",
    multiple=True,
    metavar="NAME",
    help="Explain this class; may be repeated.  [default: the best two]",
)
@click.option(
    "--method",
    type=click.Choice(["auto", "gradients", "occlusion"]),
    default="auto",
    show_default=True,
    help="How the map is found; auto takes gradients where the model has them.",
)
@click.option(
    "--corrections",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Reviewed pictures, as for label: they teach, and the nearest are told.",
)
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False), help="A PNG to write.")
@MODEL
@given.DEVICE
@given.PRECISION
@given.BACKEND
@HOME
@click.option("--quiet", is_flag=True, help="Say nothing but errors and the result.")
def explain(picture: Path, folders: Folders, **options: Any) -> None:  # noqa: ANN401 - click's own types
    """Say why a picture gets its class: where in it, by which text, and with how much of a lead.

    The map is of what speaks for a class against the others, and scaled to its own maximum: two maps' colours can't
    be compared. The lead is that of the class's nearest text before the nearest of any other class.
    """
    given.check((picture,))
    label_set = given.label_set(options["classes"], options["labels"], options["templates"])
    from zeroshot import explaining  # noqa: PLC0415 - NumPy is not for --help
    from zeroshot.explain import Method  # noqa: PLC0415

    chosen = given.chosen(folders, options)
    method, files = Method(options["method"]), (options["corrections"], options["out"])
    job = explaining.Job(picture, label_set, options["only"], method, *files, quiet=options["quiet"])
    explaining.run(job, chosen, folders)
