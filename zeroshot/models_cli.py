"""``zeroshot models``: list, get, verify and remove models."""

from __future__ import annotations

import sys
from threading import Event
from typing import TYPE_CHECKING

import click

from zeroshot.errors import ChecksumError, WeightsError
from zeroshot.options import HOME, MODEL

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from zeroshot.paths import Folders
    from zeroshot.records import Progress
    from zeroshot.weights.catalogue import Entry
    from zeroshot.weights.hub import Plan
    from zeroshot.weights.installed import Installed

_MB = 1_000_000
_QUIET = click.option("--quiet", is_flag=True, help="Say nothing but errors.")


@click.group()
def models() -> None:
    """Choose, fetch and keep the models on this machine."""


@models.command(name="list")
@MODEL
@HOME
def list_models(model: str | None, folders: Folders) -> None:
    """The models that are here, those that can be fetched, and the folder that --model names."""
    from zeroshot import terminal  # noqa: PLC0415 - not for --help
    from zeroshot.weights import catalogue, installed  # noqa: PLC0415

    known = {entry.name: entry for entry in catalogue.load(folders)}
    here = {found.name: found for found in installed.installed(folders)}
    halves = {half.name: half.size for half in installed.partials(folders)}
    rows = [_row(found, known.get(found.name)) for found in here.values()]
    rows += [_offer(entry, halves.get(entry.name, 0)) for entry in known.values() if entry.name not in here]
    rows += [(name, f"{size / _MB:,.0f} MB", "", "", "not ended", "") for name, size in halves.items()
             if name not in here | known]  # fmt: skip
    if model and model not in here | known:
        rows.append(_elsewhere(model, folders))
    terminal.print_table(("Model", "Size", "ImageNet", "Licence", "State", "What for"), rows, numbers=(1, 2))
    click.echo("Fetch one with: zeroshot models get MODEL. Use it, or any open_clip folder, with: --model MODEL")


_Cells = tuple[str, str, str, str, str, str]


def _row(found: Installed, entry: Entry | None) -> _Cells:
    """The line of a model that is here."""
    size = f"{found.size / _MB:,.0f} MB"
    licence = found.manifest.licence if found.manifest else ""
    if found.problem:
        return found.name, size, "", licence, "unusable", found.problem
    if found.is_starter:
        return found.name, size, "", licence, "built in", "Small, for a first look."
    if entry is not None and found.manifest is not None:
        return found.name, size, _imagenet(entry), licence, "here", entry.about
    return found.name, size, "", licence, "here", _architecture(found)


def _architecture(found: Installed) -> str:
    from zeroshot import weights  # noqa: PLC0415 - not for --help

    return f"{weights.inspect(found.folder, found.name).architecture}  {found.folder}"


def _offer(entry: Entry, here: int) -> _Cells:
    """The line of a model that can be fetched."""
    size = f"{entry.size / _MB:,.0f} MB" if entry.size else ""
    state = f"{here / _MB:,.0f} MB here" if here else ""
    return entry.name, size, _imagenet(entry), entry.licence, state, entry.about


def _imagenet(entry: Entry) -> str:
    return "" if entry.imagenet is None else f"{entry.imagenet:.1f} %"


def _elsewhere(model: str, folders: Folders) -> _Cells:
    """The line of a folder that --model names."""
    from zeroshot import weights  # noqa: PLC0415 - not for --help

    try:
        found = weights.find(model, folders)
    except WeightsError as error:
        return model, "", "", "", "unusable", str(error)
    return found.name, f"{found.size / _MB:,.0f} MB", "", "", "here", f"{found.architecture}  {found.folder}"


@models.command()
@click.argument("name")
@click.option("--agree", is_flag=True, help="Agree to the model's licence, where it must be agreed to.")
@HOME
@_QUIET
def get(name: str, agree: bool, folders: Folders, quiet: bool) -> None:  # noqa: FBT001 - click's flags
    """Fetch a model of the catalogue.

    Stop with Ctrl-C at any moment: what was fetched is kept, and the same command goes on from there. HF_ENDPOINT
    names a mirror of the hub; proxies and certificates are those of the system.
    """
    from zeroshot import terminal  # noqa: PLC0415 - not for --help
    from zeroshot.weights import catalogue, hub, staging  # noqa: PLC0415

    entry = catalogue.entry(name, folders)
    if staging.place(name, folders).is_dir():
        click.echo(f"{name} is here already: {staging.place(name, folders)}")
        return
    agreed = not entry.agree or _agreed(entry, agree=agree)
    with terminal.waiting("Asking the hub", quiet=quiet):
        plan = hub.plan(entry, folders)
    _tell(plan, quiet=quiet)
    stop = Event()
    steps = hub.get(entry, folders, stop, agreed=agreed)
    done = _run(name, steps, stop, quiet=quiet, before=plan.here)
    if stop.is_set():
        if not quiet:
            told = f"{done / _MB:,.0f} of {plan.total / _MB:,.0f} MB are here"
            click.echo(f"Stopped: {told}, and the same command goes on from there.", err=True)
        raise KeyboardInterrupt
    if not quiet:
        click.echo(f"{name} is here: {staging.place(name, folders)}. Use it with: --model {name}")


def _tell(plan: Plan, *, quiet: bool) -> None:
    """What is about to come, from where, and under which licence."""
    if quiet:
        return
    entry = plan.entry
    here = f", {plan.here / _MB:,.0f} MB of them here already" if plan.here else ""
    click.echo(f"{entry.title} ({entry.repository}): {plan.total / _MB:,.0f} MB{here}.", err=True)
    click.echo(f"Licence: {entry.licence} {entry.licence_url}", err=True)


def _agreed(entry: Entry, *, agree: bool) -> bool:
    """Whether the person agrees to the licence: by --agree, or when asked on a terminal."""
    if agree:
        return True
    if sys.stdin.isatty():
        licence = f"{entry.licence} ({entry.licence_url})"
        return click.confirm(f"{entry.name} may be used under this licence only: {licence}. Do you agree?", err=True)
    raise WeightsError(
        f"{entry.name} has a licence that must be agreed to: {entry.licence_url}. Read it, then: zeroshot models get "
        f"{entry.name} --agree"
    )


def _run(title: str, steps: Iterator[Progress], stop: Event, *, quiet: bool, before: int = 0) -> int:
    """Run to the end or to Ctrl-C under a meter of megabytes; the bytes that are done."""
    from zeroshot import terminal  # noqa: PLC0415 - not for --help

    done = before
    with terminal.meter(title, "MB", quiet=quiet, before=before // _MB) as meter, terminal.interrupts(stop):
        for step in steps:
            done = step.done
            meter.update(step.done // _MB, step.total // _MB)
    return done


@models.command()
@click.argument("name")
@HOME
def remove(name: str, folders: Folders) -> None:
    """Delete an installed model, or what a download that has not ended left.

    Only files that Zeroshot put there are deleted.
    """
    from zeroshot.weights import installed  # noqa: PLC0415 - not for --help

    stayed = installed.remove(name, folders)
    click.echo(f"{name} is removed.")
    if stayed:
        click.echo(f"Not made by Zeroshot, and still there: {', '.join(map(str, stayed))}")


@models.command()
@click.argument("name", required=False)
@HOME
@_QUIET
def verify(name: str | None, folders: Folders, quiet: bool) -> None:  # noqa: FBT001 - click's flag
    """Compare the files of a model, or of every installed one, with what was installed."""
    from zeroshot.weights import installed  # noqa: PLC0415 - not for --help

    stop, bad = Event(), []
    for each in (name,) if name else _verifiable(installed.installed(folders)):
        try:
            _run(f"Verifying {each}", installed.verify(each, folders, stop), stop, quiet=quiet)
        except WeightsError as error:
            bad.append(each)
            click.echo(f"{each}: {error}")
            continue
        if stop.is_set():
            raise KeyboardInterrupt
        if not quiet:
            click.echo(f"{each}: as it was installed")
    if bad:
        raise ChecksumError(f"Not as installed, or not to be verified: {', '.join(bad)}.")


def _verifiable(here: Sequence[Installed]) -> Iterator[str]:
    """Names of what has a manifest, or something wrong with it."""
    found = [each.name for each in here if each.manifest is not None or (each.problem and not each.is_starter)]
    if not found:
        click.echo("No models are installed but the starter. See: zeroshot models list")
    yield from found


@models.command()
@click.argument("name", required=False)
@HOME
def path(name: str | None, folders: Folders) -> None:
    """The folder of a model, or that of all models."""
    from zeroshot import weights  # noqa: PLC0415 - not for --help

    click.echo(weights.find(name, folders).folder if name else folders.models)
