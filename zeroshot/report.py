"""A comparison as an HTML page that needs nothing but itself: tables, the picture, and where descriptions come from."""

from __future__ import annotations

import base64
from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING

from zeroshot import __version__, variants
from zeroshot.advice import advice, percent, points_of, weight_advice

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from zeroshot.compare import Estimate, Trial
    from zeroshot.records import Attribution, Label, LabelSet


@dataclass(frozen=True, slots=True)
class Result:
    """What a comparison found, and of what: the ways, the weights (None without descriptions), and what to tell.

    ``source`` names the pictures, ``encoder`` the model; ``notes`` say what was left out.
    """

    source: str
    label_set: LabelSet
    fingerprint: str
    encoder: str
    trial: Trial
    weights: Trial | None
    notes: tuple[str, ...] = ()

    def advice(self) -> str:
        """What to do about the descriptions."""
        return advice(self.trial)

    def weight_advice(self, *, how: bool = True) -> str:
        """What to do about their weight, and ``how`` in files; or ""."""
        return "" if self.weights is None else weight_advice(self.weights, self.label_set.description_weight, how=how)


WAYS = {
    variants.NAMES: "the class's name alone",
    variants.TEMPLATES: "the name in the label set's templates, or the class's own prompts",
    variants.DESCRIPTIONS: "the sentences of the description, each with the name; templates for a class without one",
    variants.BOTH: "templates and description in equal shares, as the program labels pictures",
    variants.RANDOM: f"in place of the description as many random words, mean of {variants.DRAWS} draws: the control",
}

HEADER = ("Way", "Right", "95 % interval", "Against templates", "95 % interval")


def rows(trial: Trial) -> list[tuple[str, ...]]:
    """The main table's cells, a row for each way, under ``HEADER``."""
    found: list[tuple[str, ...]] = []
    for outcome in trial.outcomes():
        change = trial.difference(outcome.name, variants.TEMPLATES)
        against = ("", "")
        if change is not None and outcome.name != variants.TEMPLATES:
            against = (points_of(change.estimate.value), between(change.estimate))
        accuracy = outcome.accuracy
        found.append((outcome.name, percent(accuracy.value), interval(accuracy), *against))
    return found


CLASS_HEADER = ("Class", "Pictures", "Templates", "With descriptions", "Points", "Gained", "Lost")


def class_rows(trial: Trial) -> list[tuple[str, ...]]:
    """What descriptions changed for each class, greatest gain first, under ``CLASS_HEADER``."""
    return [
        (
            change.name,
            f"{change.count:,}",
            percent(change.before),
            percent(change.after),
            points_of(change.difference),
            f"{change.gained:,}",
            f"{change.lost:,}",
        )
        for change in trial.changes(variants.BOTH, variants.TEMPLATES)
    ]


def page(result: Result, png: bytes) -> str:
    """The whole page."""
    parts = [
        f"<h1>Did the descriptions help?</h1><p class=advice>{escape(result.advice())}</p>",
        picture(png, "Accuracy: " + "; ".join(f"{name} {share}" for name, share, *_ in rows(result.trial))),
        f"<h2>Each way</h2>{table(HEADER, rows(result.trial))}{_ways(result.trial)}",
        _weights(result),
        _classes(result.trial),
        _about(result),
        sources(result.label_set.labels),
    ]
    return document("Zeroshot: did the descriptions help?", parts)


def document(title: str, parts: Iterable[str], style: str = "") -> str:
    """A page of parts that are HTML already; empty ones are left out. ``style`` adds to that of all pages."""
    return _PAGE.format(
        policy=_POLICY, title=escape(title), style=_STYLE + style, body="\n".join(part for part in parts if part)
    )


def section(title: str, content: str) -> str:
    """A part of the page under a title; ``content`` is HTML already."""
    return f"<h2>{escape(title)}</h2>{content}"


def paragraph(text: str, kind: str) -> str:
    """A paragraph of a kind that the page's style knows."""
    return f"<p class={kind}>{escape(text)}</p>"


def interval(estimate: Estimate) -> str:
    """The ends of an accuracy's interval, in per cent."""
    return f"{100 * estimate.low:.1f} to {100 * estimate.high:.1f}"


def between(estimate: Estimate) -> str:
    """The ends of a difference's interval, in points."""
    return f"{points_of(estimate.low)} to {points_of(estimate.high)}"


def picture(png: bytes, told: str) -> str:
    """A picture inside the page, with what it shows in words."""
    data = base64.b64encode(png).decode("ascii")
    return f'<img alt="{escape(told)}" src="data:image/png;base64,{data}">'


def table(header: Sequence[str], cells: Iterable[Sequence[str]]) -> str:
    """A table whose first column names its rows."""
    head = "".join(f'<th scope="col">{escape(name)}</th>' for name in header)
    body = "".join(
        f'<tr><th scope="row">{escape(first)}</th>{"".join(f"<td>{escape(cell)}</td>" for cell in rest)}</tr>\n'
        for first, *rest in cells
    )
    return f"<div class=wide><table><thead><tr>{head}</tr></thead>\n<tbody>{body}</tbody></table></div>"


def _ways(trial: Trial) -> str:
    told = "".join(f"<dt>{escape(a.name)}</dt><dd>{escape(WAYS[a.name])}</dd>" for a in trial.attempts)
    return f"<dl>{told}</dl>"


def _weights(result: Result) -> str:
    if result.weights is None:
        return ""
    cells = [(o.name, percent(o.accuracy.value), interval(o.accuracy)) for o in result.weights.outcomes()]
    shares = table(("Descriptions' share", "Right", "95 % interval"), cells)
    return f"<h2>How much the descriptions count</h2><p>{escape(result.weight_advice())}</p>{shares}"


def _classes(trial: Trial) -> str:
    told = class_rows(trial)
    if told:
        note = "Gained pictures are right only with the descriptions, lost ones only without. A class has few pictures:"
        chance = "a difference of one or two of them is chance."
        return f"<h2>Where they helped and hurt</h2><p>{note} {chance}</p>{table(CLASS_HEADER, told)}"
    return section("Each class", class_table(trial, [attempt.name.capitalize() for attempt in trial.attempts]))


def class_table(trial: Trial, names: Sequence[str]) -> str:
    """The share of right answers for each class that has pictures, a column for each attempt."""
    columns = zip(*(outcome.by_class for outcome in trial.outcomes()), strict=True)
    cells = [
        (name, f"{count:,}", *map(percent, shares))
        for name, count, shares in zip(trial.classes, trial.counts, columns, strict=True)
        if count
    ]
    return table(("Class", "Pictures", *names), cells)


def _about(result: Result) -> str:
    facts = {
        "Pictures": f"{len(result.trial.truth):,} of {result.source}",
        "Classes": f"{len(result.label_set.labels):,} (label set {result.fingerprint})",
        "Model": result.encoder,
        "Program": f"Zeroshot {__version__}",
        "Seed": str(result.trial.seed),
    }
    return about(facts, result.notes)


def about(facts: Mapping[str, str], notes: Iterable[str]) -> str:
    """What was compared, what is to be told of it, and how."""
    told = "".join(f"<dt>{escape(name)}</dt><dd>{escape(fact)}</dd>" for name, fact in facts.items())
    listed = listing(notes)
    return f"<h2>What was compared</h2><dl>{told}</dl>{listed}<p>{escape(_METHOD)}</p>"


def listing(sentences: Iterable[str], kind: str = "notes") -> str:
    """A list of sentences, of a kind that the page's style knows; nothing when there are none."""
    told = "".join(f"<li>{escape(sentence)}</li>" for sentence in sentences)
    return f"<ul class={kind}>{told}</ul>" if told else ""


_METHOD = (
    "Intervals are percentiles of 2,000 bootstrap samples of the pictures, paired where two ways are compared. Two "
    "ways count as different when the interval does not hold 0 and McNemar's exact test agrees. They say what chance "
    "does to the choice of these pictures, not whether other pictures are like them."
)


# --- where descriptions come from ------------------------------------------------------------------------------------


def sources(labels: Sequence[Label]) -> str:
    """The descriptions' sources, as their licences ask for them."""
    told = "".join(f"<li>{escape(label.name)}: {_source(label.source)}</li>\n" for label in labels if label.source)
    return f"<h2>Where the descriptions come from</h2><ul>{told}</ul>" if told else ""


def _source(source: Attribution) -> str:
    """The attribution as CC BY-SA asks for it."""
    title = _link(f"“{source.title}”", source.url)
    facts = f"{source.language}, revision {source.revision}, retrieved {source.retrieved}"
    edited = "; the text was edited" if source.edited else ""
    return f"{title} ({escape(facts)}), {_link(source.licence, source.licence_url)}{edited}"


def _link(text: str, url: str) -> str:
    """A link, but only to the web: a label set may come from anybody, and javascript: runs here."""
    if not url.startswith(("https://", "http://")):
        return escape(text)
    return f'<a href="{escape(url)}" rel="noreferrer">{escape(text)}</a>'


_STYLE = """
:root { color-scheme: light dark; --page: light-dark(#ffffff, #17181b); --raised: light-dark(#ffffff, #1f2125);
  --ink: light-dark(#1c2025, #e9ebee); --grey: light-dark(#5d636d, #a2a8b2); --line: light-dark(#d9dde3, #363a41);
  --edge: light-dark(#c3c8d0, #4c515a); --shade: light-dark(#f0f2f5, #26292e); --soft: light-dark(#eef3f9, #1c2a3d);
  --blue: light-dark(#2563a8, #6ea8f0); --red: light-dark(#b5382a, #f0806f); }
:root[data-theme=light] { color-scheme: light; } :root[data-theme=dark] { color-scheme: dark; }
body { font: 16px/1.5 system-ui, sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem; color: var(--ink);
  background: var(--page); overflow-wrap: anywhere; }
h1 { font-size: 1.6rem; } h2 { font-size: 1.2rem; margin-top: 2rem; } a { color: var(--blue); }
.advice { background: var(--soft); border-left: 4px solid var(--blue); padding: .75rem 1rem; }
img { max-width: 100%; } .wide { overflow-x: auto; }
table { border-collapse: collapse; } th, td { padding: .25rem .75rem; border-bottom: 1px solid var(--line); }
td { text-align: right; font-variant-numeric: tabular-nums; } th { text-align: left; }
dt { font-weight: 600; } dd { margin: 0 0 .4rem 1rem; }
"""

_POLICY = "default-src 'none'; img-src data:; style-src 'unsafe-inline'; script-src 'unsafe-inline'"
"""The page asks nothing of any other place, whatever stands in it."""

_PAGE = """<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="{policy}">
<title>{title}</title>
<style>{style}</style>
</head>
<body>
{body}
</body>
</html>
"""
