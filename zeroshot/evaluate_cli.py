"""``zeroshot evaluate``: its options."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from zeroshot import given
from zeroshot.options import HOME, MODEL

if TYPE_CHECKING:
    from zeroshot.paths import Folders
    from zeroshot.records import LabelSet

_FILE = click.Path(path_type=Path, dir_okay=False)


@click.command()
@click.argument("source", type=click.Path(path_type=Path), metavar="FOLDER_OR_CSV")
@click.option("--classes", help='Class names: "dog, cat, car".  [default: those of the folders or the CSV]')
@click.option("--labels", help="A label set instead: a .toml, .csv or .txt file, or the name of a built-in one.")
@click.option("--several", is_flag=True, help="A picture can have several of the labels.")
@click.option("--templates", help='Prompts: short, openai80, plain, a file, or "a photo of a {}; a drawing of a {}".')
@click.option(
    "--corrections",
    type=click.Path(path_type=Path, dir_okay=False, exists=True),
    help="Pictures to learn from, as label takes them; they are left out of what is evaluated.",
)
@click.option("--new-classes", is_flag=True, help="Take classes that only the corrections name, known by examples.")
@MODEL
@given.DEVICE
@given.PRECISION
@given.BACKEND
@click.option(
    "--min-score", type=click.FloatRange(0, 1), default=0.0, help='Below this score a picture is "none of these".'
)
@click.option(
    "--min-margin", type=click.FloatRange(0, 1), default=0.0, help="Likewise below this lead over the second class."
)
@given.NONE_OF_THESE
@given.MIN_FAMILIARITY
@click.option("--out", type=_FILE, help="An HTML page to write, with the confusion matrix and its pictures in it.")
@click.option("--csv", type=_FILE, help="A table of the classes to write.")
@click.option("--json", type=_FILE, help="All numbers, and each picture's answer, to write.")
@click.option("--png", type=_FILE, help="A picture of the plots to write.")
@HOME
@click.option("--quiet", is_flag=True, help="Say nothing but errors and the result.")
def evaluate(source: Path, folders: Folders, **options: Any) -> None:  # noqa: ANN401 - click's own types
    """Measure how accurate the answers are on pictures whose classes you know.

    Give a folder with a folder for each class, or a CSV with the columns file and label; "none of these" is for
    pictures that belong to none of the classes. What is told: accuracy with its interval, precision, recall and F1 of
    each class, what is taken for what, whether scores keep what they promise, and what rejecting gains.
    """
    given.check((source,))
    from zeroshot import evaluating  # noqa: PLC0415 - NumPy is not for --help
    from zeroshot.judgement.familiarity import reject_by  # noqa: PLC0415

    names = ("out", "csv", "json", "png")
    evaluating.run(
        evaluating.Job(
            source,
            _label_set(options),
            given.policy({**options, "top_k": 1}),
            evaluating.Files(*(options[name] for name in names)),
            reject_by=reject_by(options["none_of_these"]),
            templates=options["templates"],
            several=options["several"],
            corrections=options["corrections"],
            new_classes=options["new_classes"],
            quiet=options["quiet"],
        ),
        given.chosen(folders, options),
        folders,
    )


def _label_set(options: dict[str, Any]) -> LabelSet | None:
    """The label set that is given; None: the classes are those of the pictures."""
    if options["classes"] is None and options["labels"] is None:
        return None
    return given.label_set(options["classes"], options["labels"])
