"""Several models on the same labelled pictures: which does better, and how surely; its table, page and picture."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from zeroshot import __version__, plots, report, variants
from zeroshot.advice import model_advice, percent, points_of
from zeroshot.compare import Attempt, Trial
from zeroshot.errors import ComparisonError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from zeroshot.report import Result

WAYS = (variants.TEMPLATES, variants.BOTH)
"""The ways in which models are compared: as a label set is used without descriptions and, if it has some, with them."""

ENOUGH = 32
"""Pictures that a model must have computed after its first ones for its speed to be told."""


@dataclass(frozen=True, slots=True)
class Entrant:
    """One model's showing: what its comparison found, and how many new pictures it did a second, decoding included.

    ``rate`` is None where too few were new to it: those that the store knows cost nothing.
    """

    name: str
    result: Result
    rate: float | None


@dataclass(frozen=True, slots=True)
class Contest:
    """Models that were compared on the same pictures; the others are set against the first.

    Raises:
        ComparisonError: not all could read the same pictures.
    """

    entrants: tuple[Entrant, ...]

    def __post_init__(self) -> None:
        counts = {len(entrant.result.trial.truth) for entrant in self.entrants}
        if len(counts) > 1:
            raise ComparisonError("Pictures came or went while the models were compared. Compare them again.")

    @property
    def first(self) -> Result:
        """What is the same for all: pictures, classes, notes."""
        return self.entrants[0].result

    def trials(self) -> tuple[tuple[str, Trial], ...]:
        """For each way that was tried its name, and a trial in which the attempts are the models."""
        return tuple((way, self._trial(way)) for way in WAYS if self.first.trial.attempt(way) is not None)

    def _trial(self, way: str) -> Trial:
        tried = ((entrant.name, entrant.result.trial.attempt(way)) for entrant in self.entrants)
        attempts = tuple(Attempt(name, attempt.hits) for name, attempt in tried if attempt is not None)
        return Trial(self.first.trial.classes, self.first.trial.truth, attempts, self.first.trial.seed)

    def advice(self) -> tuple[str, ...]:
        """A sentence or two for each way."""
        rates = {entrant.name: entrant.rate for entrant in self.entrants if entrant.rate is not None}
        ways = self.trials()
        return tuple(
            f"{way.capitalize()}: {told}" if len(ways) > 1 else told
            for way, trial in ways
            for told in [model_advice(trial, rates)]
        )

    def header(self) -> tuple[str, ...]:
        """The tables' header."""
        return ("Model", "Right", "95 % interval", f"Against {self.entrants[0].name}", "95 % interval", "Pictures/s")

    def rows(self, trial: Trial) -> list[tuple[str, ...]]:
        """A table's cells, a row for each model, under ``header``."""
        return [
            (outcome.name, percent(outcome.accuracy.value), report.interval(outcome.accuracy), *against, speed)
            for outcome, entrant in zip(trial.outcomes(), self.entrants, strict=True)
            for against in [_against(trial, outcome.name, self.entrants[0].name)]
            for speed in ["" if entrant.rate is None else f"{entrant.rate:,.1f}"]
        ]


def _against(trial: Trial, name: str, first: str) -> tuple[str, str]:
    change = trial.difference(name, first)
    if change is None or name == first:
        return "", ""
    return points_of(change.estimate.value), report.between(change.estimate)


def png(contest: Contest) -> bytes:
    """The accuracies as a picture."""
    return plots.accuracies_png(contest.trials())


def page(contest: Contest, drawn: bytes) -> str:
    """The whole page, with the picture ``drawn``."""
    told = "; ".join(
        f"{way}: {', '.join(f'{name} {share}' for name, share, *_ in contest.rows(trial))}"
        for way, trial in contest.trials()
    )
    advice = "".join(report.paragraph(sentence, "advice") for sentence in contest.advice())
    tables = [
        report.section(way.capitalize(), report.table(contest.header(), contest.rows(trial)))
        for way, trial in contest.trials()
    ]
    parts = [f"<h1>Which model does best?</h1>{advice}", report.picture(drawn, f"Accuracy: {told}"), *tables]
    parts += [*_classes(contest), _about(contest), report.sources(contest.first.label_set.labels)]
    return report.document("Zeroshot: which model does best?", parts)


def _classes(contest: Contest) -> list[str]:
    """Each class's share of right answers by each model."""
    return [
        report.section(f"Each class, {way}", report.class_table(trial, [entrant.name for entrant in contest.entrants]))
        for way, trial in contest.trials()
    ]


def _about(contest: Contest) -> str:
    result = contest.first
    facts = {
        "Pictures": f"{len(result.trial.truth):,} of {result.source}",
        "Classes": f"{len(result.label_set.labels):,} (label set {result.fingerprint})",
        **{f"Model {entrant.name}": entrant.result.encoder for entrant in contest.entrants},
        "Program": f"Zeroshot {__version__}",
        "Seed": str(result.trial.seed),
    }
    return report.about(facts, (*result.notes, _SPEED, _LUCK))


_SPEED = "Pictures/s: the whole job of pictures new to a model, on this machine; told where they were many."
_LUCK = "The best of many models looks better on these pictures than it is: chance chooses too. Intervals don't say so."


def names(models: Sequence[str]) -> tuple[str, ...]:
    """What models are called beside each other: the last part of a path, unless two share it."""
    short = [model.replace("\\", "/").rstrip("/").rpartition("/")[2] or model for model in models]
    return tuple(name if short.count(name) == 1 else model for name, model in zip(short, models, strict=True))
