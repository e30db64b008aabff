"""``zeroshot describe``, and ``zeroshot label --describe``: classes described by a wiki, each with where it is from."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from threading import Event
from typing import TYPE_CHECKING

import click

from zeroshot import export, labels, terminal
from zeroshot.describe import SENTENCES, begun
from zeroshot.errors import WikipediaError
from zeroshot.trees import leaf
from zeroshot.wikipedia import Kind, Wikipedia

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from zeroshot.paths import Folders
    from zeroshot.records import Label, LabelSet
    from zeroshot.settings import Settings
    from zeroshot.wikipedia import Outcome

_CHOICES = 8  # titles that an ambiguous name is told with
_NAMED = 5  # classes that a failure is told with


@dataclass(frozen=True, slots=True)
class Asking:
    """How a wiki is asked: ``picks`` are the titles for names that don't find their page by themselves."""

    language: str = ""
    picks: Mapping[str, str] = field(default_factory=dict)
    sentences: int = SENTENCES
    refresh: bool = False
    offline: bool = False
    quiet: bool = False

    def title(self, name: str) -> str:
        """The page that is asked for."""
        return self.picks.get(labels.key(name), leaf(name))

    def say(self, sentence: str) -> None:
        """Tell the person, unless quiet."""
        if not self.quiet:
            click.echo(sentence, err=True)


def parse_picks(given: tuple[str, ...]) -> dict[str, str]:
    """``NAME=TITLE`` as a table by the key of the name.

    Raises:
        click.UsageError: one has another form.
    """
    picks = {}
    for pick in given:
        name, equals, title = pick.partition("=")
        if not equals or not labels.key(name) or not title.strip():
            raise click.UsageError(f'--pick {pick} is not understood: write --pick "Jaguar=Jaguar (animal)".')
        picks[labels.key(name)] = title.strip()
    return picks


def describe(label_set: LabelSet, asking: Asking, chosen: Settings, folders: Folders) -> LabelSet:
    """The set with a description for every class that had none and whose page was found; why not is told.

    Raises:
        KeyboardInterrupt: the person stopped it; what was fetched is kept in the cache.
        WikipediaError: the language or the address of the wiki can't be used, or it answered nothing.
    """
    bare = [label.name for label in label_set.labels if not label.description]
    stop = Event()
    with (
        Wikipedia(
            folders.wikipedia,
            language=asking.language or chosen.wikipedia_language,
            api=chosen.wikipedia_api,
            contact=chosen.wikipedia_contact,
            offline=asking.offline,
            refresh=asking.refresh,
            stop=stop,
        ) as wiki,
        terminal.interrupts(stop),
    ):
        outcomes = _ask(wiki, bare, asking)
    if stop.is_set():
        asking.say("Stopped. What was fetched is kept: the same command goes on from there.")
        raise KeyboardInterrupt
    _tell(outcomes, asking)
    described = tuple(_with_text(label, outcomes.get(label.name), asking) for label in label_set.labels)
    return replace(label_set, labels=described)


def _ask(wiki: Wikipedia, names: list[str], asking: Asking) -> dict[str, Outcome]:
    """What became of each name."""
    outcomes: dict[str, Outcome] = {}
    with terminal.meter("Describing", "classes", quiet=asking.quiet) as meter:
        for name, outcome in zip(names, wiki.describe([asking.title(name) for name in names]), strict=False):
            outcomes[name] = outcome
            meter.update(len(outcomes), len(names))
    return outcomes


def _tell(outcomes: Mapping[str, Outcome], asking: Asking) -> None:
    """Say why classes have no description, and what would give them one; what befell several is said once.

    Raises:
        WikipediaError: nothing at all was to be had; a set without descriptions would be no answer.
    """
    failed: dict[str, list[str]] = {}
    for name, outcome in outcomes.items():
        if outcome.kind is Kind.FAILED:
            failed.setdefault(outcome.message, []).append(name)
        elif outcome.kind is not Kind.ARTICLE:
            _tell_one(name, outcome, asking)
    if outcomes and sum(map(len, failed.values())) == len(outcomes):
        raise WikipediaError(next(iter(failed)))
    for message, names in failed.items():
        more = f" and {len(names) - _NAMED} more" if len(names) > _NAMED else ""
        asking.say(f"Warning: {', '.join(names[:_NAMED])}{more}: {message}")


def _tell_one(name: str, outcome: Outcome, asking: Asking) -> None:
    """Say what there is instead of an article."""
    asking.say(f"Warning: {name}: {outcome.message}")
    if outcome.choices:
        more = "" if len(outcome.choices) <= _CHOICES else ", …"
        asking.say(f"  There are: {', '.join(outcome.choices[:_CHOICES])}{more}")
    title = outcome.choices[0] if outcome.choices else outcome.article.source.title if outcome.article else ""
    if title:
        asking.say(f'  Choose one so: --pick "{name}={title}"')


def _with_text(label: Label, outcome: Outcome | None, asking: Asking) -> Label:
    """The label with the article's first sentences. A page that may be about something else is taken if picked."""
    article = None if outcome is None else outcome.article
    if outcome is None or article is None:
        return label
    if outcome.kind is not Kind.ARTICLE and labels.key(label.name) not in asking.picks:
        return label
    return begun(label, article, asking.sentences)


def write(label_set: LabelSet, out: Path | None, asking: Asking) -> None:
    """Write the set as the TOML file that ``zeroshot label --labels`` takes; without ``out`` to standard output.

    Raises:
        ExportError: it can't be written.
    """
    text = labels.dumps(label_set)
    if out is None or str(out) == "-":
        click.echo(text, nl=False)
    else:
        with export.replacing(out) as stream:
            stream.write(text)
    described = [label for label in label_set.labels if label.description]
    licences = sorted({label.source.licence for label in described if label.source})
    told = f"{len(described)} of {len(label_set.labels)} classes described"
    where = f"{click.format_filename(out)}: " if out is not None and str(out) != "-" else ""
    owed = f"; the texts are under {', '.join(licences)}, and the file names their pages" if licences else ""
    asking.say(f"{where}{told}{owed}")
