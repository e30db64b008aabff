"""The command line: parse, call the session, print. Nothing heavy is imported before a command needs it."""

from __future__ import annotations

import gc
import logging
import sys
import traceback
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from zeroshot import __version__, paths, settings
from zeroshot.bundles_cli import convert_weights, export_model, import_model
from zeroshot.errors import LabelError, WindowError, ZeroshotError
from zeroshot.evaluate_cli import evaluate
from zeroshot.explain_cli import explain
from zeroshot.find_cli import duplicates, search
from zeroshot.given import BACKEND as _BACKEND
from zeroshot.given import DEVICE as _DEVICE
from zeroshot.given import MIN_FAMILIARITY as _MIN_FAMILIARITY
from zeroshot.given import NONE_OF_THESE as _NONE_OF_THESE
from zeroshot.given import PRECISION as _PRECISION
from zeroshot.given import check as _check
from zeroshot.given import chosen as _chosen
from zeroshot.given import label_set as _label_set
from zeroshot.given import policy as _policy
from zeroshot.models_cli import models
from zeroshot.options import HOME as _HOME
from zeroshot.options import MODEL as _MODEL
from zeroshot.options import State as _State

if TYPE_CHECKING:
    from collections.abc import Sequence

    from zeroshot.options import OpenWindow
    from zeroshot.paths import Folders
    from zeroshot.records import LabelSet

DONE, FAILED, STOPPED = 0, 1, 130

SELDOM = (20_000, 20, 20)
"""When the garbage collector looks: importing torch and open_clip makes hundreds of thousands of objects that stay,
and to look at them at every 700th, as it would, takes a fifth of the import's time."""

_WEIGHT = click.option(
    "--description-weight",
    type=click.FloatRange(0, 1),
    metavar="W",
    help="Share of descriptions beside the names, 0 to 1.  [default: the label set's, or 0.5]",
)


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="zeroshot")
def cli() -> None:
    """Sort pictures by words: every picture gets the class whose text lies nearest to it."""


@cli.command()
@click.argument("pictures", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="FILE_OR_FOLDER...")
@click.option("--classes", help='Class names: "dog, cat, car".')
@click.option("--labels", help="A label set: a .toml, .csv or .txt file, or the name of a built-in one.")
@click.option("--several", is_flag=True, help="A picture can have several of the labels: a row for each.")
@click.option("--describe", is_flag=True, help="Let Wikipedia describe the classes that have no description.")
@click.option("--templates", help='Prompts: short, openai80, plain, a file, or "a photo of a {}; a drawing of a {}".')
@_WEIGHT
@click.option(
    "--corrections",
    type=click.Path(path_type=Path, dir_okay=False, exists=True),
    help="A CSV with the columns file and label, or an export: what is said there stands, and teaches.",
)
@click.option("--new-classes", is_flag=True, help="Take classes that only the corrections name, known by examples.")
@_MODEL
@_DEVICE
@_PRECISION
@_BACKEND
@click.option("--batch-size", type=click.IntRange(1, 4096), help="Pictures a step of the network.")
@click.option("--top-k", type=click.IntRange(1), default=1, show_default=True, help="Ranks to tell for each picture.")
@click.option(
    "--min-score", type=click.FloatRange(0, 1), default=0.0, help='Below this score a picture is "none of these".'
)
@click.option(
    "--min-margin", type=click.FloatRange(0, 1), default=0.0, help="Likewise below this lead over the second class."
)
@_NONE_OF_THESE
@_MIN_FAMILIARITY
@click.option("--recursive/--no-recursive", default=True, show_default=True, help="Look into the folders of a folder.")
@click.option(
    "--out", type=click.Path(path_type=Path, dir_okay=False, allow_dash=True), help="A file, or - for stdout."
)
@click.option("--format", "form", type=click.Choice(["csv", "jsonl"]), help="Form of the output.  [default: by --out]")
@click.option("--excel", is_flag=True, help="Begin the CSV with a byte order mark, as Excel wants it.")
@click.option("--raw-cells", is_flag=True, help="Leave cells as they are that a spreadsheet would run as formulas.")
@_HOME
@click.option("--quiet", is_flag=True, help="Say nothing but errors.")
@click.option("--verbose", is_flag=True, help="Say more, and show tracebacks.")
def label(pictures: tuple[Path, ...], folders: Folders, **options: Any) -> None:  # noqa: ANN401 - click's own types
    """Give every picture in files and folders its nearest class.

    Without --out and --format the answers are printed as a table. Stop with Ctrl-C at any moment: what was computed
    is kept, and the same command goes on from there.
    """
    _check(pictures)
    _log(verbose=options["verbose"])
    gc.set_threshold(*SELDOM)
    from zeroshot import labelling  # noqa: PLC0415 - NumPy is not for --help
    from zeroshot.judgement.familiarity import reject_by  # noqa: PLC0415

    chosen = _chosen(folders, options)
    examples = options["corrections"] is not None and options["new_classes"]
    label_set = _label_set(options["classes"], options["labels"], options["templates"], may_lack=examples)
    label_set = _weighted(label_set, options["description_weight"])
    label_set = replace(label_set, several=label_set.several or options["several"])
    label_set, said = labelling.corrected(label_set, options["corrections"], new_classes=options["new_classes"])
    if options["describe"]:
        from zeroshot import describing  # noqa: PLC0415

        label_set = describing.describe(label_set, describing.Asking(quiet=options["quiet"]), chosen, folders)
    labelling.run(
        labelling.Job(
            pictures,
            label_set,
            _policy(options),
            reject_by(options["none_of_these"]),
            recursive=options["recursive"],
            quiet=options["quiet"],
            corrections=said,
        ),
        labelling.Output(options["out"], options["form"], bom=options["excel"], raw=options["raw_cells"]),
        chosen,
        folders,
    )


@cli.command()
@click.argument("names", nargs=-1, metavar="[NAME]...")
@click.option("--labels", "named", help="Describe a label set's classes that have no description.")
@click.option("--lang", default="", metavar="CODE", help="Language of the wiki: en, de, ja …  [default: en]")
@click.option("--pick", multiple=True, metavar="NAME=TITLE", help="The page of a name that has several, or none.")
@click.option("--sentences", type=click.IntRange(1, 50), default=3, show_default=True, help="Of each article.")
@click.option("--refresh", is_flag=True, help="Ask again for what is in the cache.")
@click.option("--offline", is_flag=True, help="Use the cache alone.")
@_WEIGHT
@click.option(
    "--out", type=click.Path(path_type=Path, dir_okay=False, allow_dash=True), help="A .toml file, or - for stdout."
)
@_HOME
@click.option("--quiet", is_flag=True, help="Say nothing but errors.")
def describe(names: tuple[str, ...], folders: Folders, **options: Any) -> None:  # noqa: ANN401 - click's own types
    """Let Wikipedia describe classes: a label set for "zeroshot label --labels".

    A class whose page isn't found, or that could be several, is told and stays without a description. The settings
    wikipedia_language, wikipedia_api (any MediaWiki) and wikipedia_contact (who asks) are in settings.toml.
    """
    from zeroshot import describing, labels  # noqa: PLC0415 - requests and NumPy are not for --help

    if bool(names) == (options["named"] is not None):
        raise click.UsageError('Say what to describe: either names, "cockatrice" "griffin", or --labels FILE_OR_NAME.')
    out = options["out"]
    if out is not None and str(out) != "-" and out.suffix.casefold() != ".toml":
        raise click.UsageError(f"{click.format_filename(out)} must end in .toml, as what it holds is TOML.")
    label_set = labels.resolve(options["named"]) if options["named"] else labels.from_names(names)
    asked = {name: options[name] for name in ("sentences", "refresh", "offline", "quiet")}
    asking = describing.Asking(options["lang"], describing.parse_picks(options["pick"]), **asked)
    described = describing.describe(label_set, asking, settings.load(folders.settings), folders)
    describing.write(_weighted(described, options["description_weight"]), out, asking)


def _weighted(label_set: LabelSet, weight: float | None) -> LabelSet:
    """The label set with the --description-weight, if there is one."""
    return label_set if weight is None else replace(label_set, description_weight=weight)


def _log(*, verbose: bool) -> None:
    if verbose:
        logging.basicConfig(format="%(name)s: %(message)s", stream=sys.stderr)
        logging.getLogger("zeroshot").setLevel(logging.DEBUG)


@cli.command()
@click.argument("source", type=click.Path(path_type=Path), metavar="FOLDER_OR_CSV")
@click.option("--labels", help="A label set with descriptions: a file, or the name of a built-in one.")
@click.option(
    "--model",
    "models",
    multiple=True,
    help="The starter, an installed model, or an open_clip folder. Give several to compare models.  [default: starter]",
)
@_DEVICE
@_PRECISION
@_BACKEND
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False), help="An HTML page to write.")
@click.option("--png", type=click.Path(path_type=Path, dir_okay=False), help="A picture of the plots to write.")
@click.option("--seed", type=click.IntRange(0), default=0, show_default=True, help="Of random words and resampling.")
@_HOME
@click.option("--quiet", is_flag=True, help="Say nothing but errors and the result.")
def compare(source: Path, folders: Folders, **options: Any) -> None:  # noqa: ANN401 - click's own types
    """Measure whether descriptions of the classes help, or which model does best, on pictures whose classes you know.

    Give a folder with a folder for each class, or a CSV with the columns file and label. With one model, names only,
    templates, descriptions, both together and random words in their place are put side by side on the same pictures;
    with several --model, the models are, with templates and, if there are any, with descriptions.
    """
    _check((source,))
    from zeroshot import comparing, labels  # noqa: PLC0415 - NumPy is not for --help

    label_set = labels.resolve(options["labels"]) if options["labels"] is not None else None
    places = (options["out"], options["png"])
    job = comparing.Job(source, label_set, options["seed"], *places, quiet=options["quiet"])
    models = tuple(dict.fromkeys(options["models"]))
    if len(models) > 1:
        comparing.run_models(job, models, _chosen(folders, options), folders)
    else:
        comparing.run(job, _chosen(folders, {**options, "model": models[0] if models else None}), folders)


@cli.group(name="labels")
def label_sets() -> None:
    """Look at built-in label sets, and check sets of your own."""


@label_sets.command(name="list")
def list_sets() -> None:
    """The built-in label sets."""
    from zeroshot import labels  # noqa: PLC0415 - NumPy is not for --help

    for name in labels.builtin_names():
        label_set = labels.builtin(name)
        click.echo(f"{name:16} {len(label_set.labels):3} classes  {label_set.about or label_set.title}")


@label_sets.command(name="show")
@click.argument("name")
def show_set(name: str) -> None:
    """A label set as the file it is: a start for one of your own."""
    from zeroshot import labels  # noqa: PLC0415 - NumPy is not for --help

    labels.resolve(name)
    click.echo(labels.locate(name).read_text(encoding="utf-8"), nl=False)


@label_sets.command(name="check")
@click.argument("file")
@_MODEL
@_HOME
def check_set(file: str, model: str | None, folders: Folders) -> None:
    """Say what could be better about a label set, for a model's own context length and languages."""
    from zeroshot import labels, weights  # noqa: PLC0415 - NumPy is not for --help
    from zeroshot.encoders import open_encoder  # noqa: PLC0415
    from zeroshot.lint import lint  # noqa: PLC0415

    label_set = labels.resolve(file)
    found = weights.find(model or settings.load(folders.settings).model, folders)
    encoder = open_encoder(found)
    english_only = not found.is_multilingual
    findings = lint(label_set, encoder.count_tokens, encoder.context_length, english_only=english_only)
    for finding in findings:
        click.echo(f"{finding.severity}: {finding.message}")
    count = len(label_set.labels)
    click.echo(f"{file}: {count} classes, {len(findings)} {'finding' if len(findings) == 1 else 'findings'}")
    if any(finding.severity == "error" for finding in findings):
        raise LabelError(f"{file} can't be used before its errors are mended.")


cli.add_command(duplicates)
cli.add_command(search)
cli.add_command(evaluate)
cli.add_command(explain)
cli.add_command(models)
models.add_command(export_model)
models.add_command(import_model)
models.add_command(convert_weights)


@cli.command()
@click.option("--model", "models", multiple=True, help="Measure this model; may be repeated.  [default: all]")
@click.option("--pictures", type=click.IntRange(1, 1000), default=16, show_default=True, help="Pictures a run.")
@click.option("--int8", is_flag=True, help="Measure int8 too, which may take a minute to prepare.")
@click.option("--use", is_flag=True, help="Use the fastest from now on, without being asked.")
@_HOME
@click.option("--quiet", is_flag=True, help="Say nothing but errors and the result.")
def benchmark(folders: Folders, **options: Any) -> None:  # noqa: ANN401 - click's own types
    """Measure which model, backend and precision is fastest on this machine.

    Each is put to the sample pictures, without decoding them, and its vectors are held against fp32.
    """
    from zeroshot import benchmarking  # noqa: PLC0415 - NumPy is not for --help

    benchmarking.run(benchmarking.Job(**options), settings.load(folders.settings), folders)


@cli.command()
@_HOME
def doctor(folders: Folders) -> None:
    """Versions, devices, folders and what is missing, to paste into a bug report."""
    from zeroshot.doctor import report  # noqa: PLC0415 - it imports torch

    for name, finding in report(folders):
        click.echo(f"{name:16} {finding}")


@cli.command()
@click.argument("given", nargs=-1, type=click.Path(path_type=Path), metavar="[FILE_OR_FOLDER]...")
@_HOME
@click.pass_obj
def window(state: _State, given: tuple[Path, ...], folders: Folders) -> int:
    """Open the window, with pictures, folders, a label set or a saved session.

    "zeroshot" alone opens it too, where there is a screen. Files go to the window that is open already, if one is.
    """
    _check(given)
    if state.window is None:
        raise WindowError("This start of Zeroshot has no window. Open it with: zeroshot window")
    return state.window(given, folders)


def main(arguments: Sequence[str] | None = None, open_window: OpenWindow | None = None) -> int:
    """Run a command; the exit code is 0 done, 1 an error of the environment or ours, 2 usage, 130 stopped.

    ``open_window`` shows the window and returns when it is closed; the command line itself knows none.
    """
    state = _State(window=open_window)
    try:
        # click tells of --help and --version by a number, and of its own failures by exceptions
        return cli.main(list(arguments or sys.argv[1:]), prog_name="zeroshot", standalone_mode=False, obj=state) or DONE
    except (KeyboardInterrupt, click.Abort):
        return STOPPED
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except ZeroshotError as error:
        logging.getLogger("zeroshot").debug("", exc_info=True)
        click.echo(f"Error: {error}", err=True)
    except Exception:  # noqa: BLE001 - a bug of ours: told and logged, never a bare traceback
        _tell_bug(state.folders)
    return FAILED


def _tell_bug(folders: Folders | None) -> None:
    log = (folders or paths.folders()).log_file
    trace = traceback.format_exc()
    with suppress(OSError):
        log.parent.mkdir(parents=True, exist_ok=True)
        with log.open("a", encoding="utf-8") as file:
            file.write(f"zeroshot {__version__}\n{trace}\n")
    last = trace.strip().rpartition("\n")[2]
    click.echo(f"A bug in Zeroshot: {last}\nPlease report it with {log} and what 'zeroshot doctor' says.", err=True)
