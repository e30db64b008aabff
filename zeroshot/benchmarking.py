"""``zeroshot benchmark``: which model, backend and precision is fastest on this machine."""

from __future__ import annotations

import sys
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import click

from zeroshot import encoders, settings, terminal, weights
from zeroshot.encoders.probe import AGREEMENT
from zeroshot.errors import EncoderError, WeightsError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from zeroshot.encoders.choice import Measured
    from zeroshot.paths import Folders
    from zeroshot.settings import Settings

HEADER = ("Model", "Backend", "Precision", "Pictures/s", "Agreement with fp32")


@dataclass(frozen=True, slots=True)
class Job:
    """What is to be measured: models (none: all that are here), pictures a run, and int8 too if wanted.

    ``use`` takes the fastest into the settings without asking.
    """

    models: tuple[str, ...]
    pictures: int
    int8: bool
    use: bool
    quiet: bool


@dataclass(frozen=True, slots=True)
class Found:
    """A model, as ``--model`` names it, and how one way of computing it does."""

    model: str
    measured: Measured

    @property
    def cells(self) -> tuple[str, ...]:
        """The row of the table."""
        way = self.measured.way
        return self.model, way.backend, way.precision, f"{self.measured.rate:.1f}", f"{self.measured.agreement:.4f}"

    @property
    def keeps_faith(self) -> bool:
        """Whether it may be recommended; int8, which is measured only if asked for, was held against its own rule."""
        return self.measured.agreement >= AGREEMENT or self.measured.way.precision is encoders.Precision.INT8


def run(job: Job, chosen: Settings, folders: Folders) -> None:
    """Measure, print the table, and take the fastest into the settings if that is wanted.

    Raises:
        ZeroshotError: nothing could be measured, or the settings can't be written.
    """
    found: list[Found] = []
    with terminal.waiting("Measuring, up to a minute for each model", quiet=job.quiet):
        for result in _measured(job, chosen, folders):
            found.append(result)
            if not job.quiet and not sys.stderr.isatty():
                click.echo(" · ".join(result.cells[:4]), err=True)
    if not found:
        raise EncoderError("No model could be measured. See: zeroshot models list")
    found.sort(key=lambda each: -each.measured.rate)
    terminal.print_table(HEADER, [each.cells for each in found], numbers=(3, 4))
    _offer(job, _recommended(job, found), folders)


def _measured(job: Job, chosen: Settings, folders: Folders) -> Iterator[Found]:
    """Every way of every model; a model that can't be loaded is told and left out."""
    for name in job.models or weights.names(folders):
        try:
            model = weights.find(name, folders)
            measured = encoders.survey(
                model, cache=folders.networks, threads=chosen.threads, pictures=job.pictures, int8=job.int8
            )
            yield from (Found(name, each) for each in measured)
        except (WeightsError, EncoderError) as error:
            click.echo(f"Note: {error}", err=True)


def _recommended(job: Job, found: Sequence[Found]) -> Found:
    """The fastest that keeps faith; the starter, which is small for a first look, only if there is no other."""
    faithful = [each for each in found if each.keeps_faith]
    others = [each for each in faithful if each.model != weights.STARTER or weights.STARTER in job.models]
    return (others or faithful)[0]


def _offer(job: Job, best: Found, folders: Folders) -> None:
    way = best.measured.way
    what = f"{best.model} with {way.backend} in {way.precision}"
    click.echo(f"\nFastest: {what}, {best.measured.rate:.1f} pictures/s.")
    is_asked = not job.use and sys.stdin.isatty() and sys.stdout.isatty()
    if not job.use and not (is_asked and click.confirm(f"Use {what} from now on?")):
        if not is_asked:
            click.echo("To use it from now on: zeroshot benchmark --use")
        return
    before = settings.load(folders.settings)
    after = replace(before, model=best.model, backend=str(way.backend), precision=str(way.precision))
    settings.save(folders.settings, after)
    click.echo(f"From now on {what} is used. The settings are in {folders.settings}.")
