"""An evaluation as an HTML page that needs nothing but itself: figures, the confusion matrix with its pictures, curves.

The matrix is drawn by the script beside the built-in assets, from data that stand in the page.
"""

from __future__ import annotations

import json
import math
from html import escape
from typing import TYPE_CHECKING, Any

from zeroshot import __version__, paths, report
from zeroshot.advice import percent
from zeroshot.evaluation import charts
from zeroshot.evaluation.evaluate import TOP
from zeroshot.evaluation.tables import class_rows, whole_row
from zeroshot.evaluation.verdict import findings, headline, interval, name
from zeroshot.metrics import NONE
from zeroshot.records import NONE_OF_THESE

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from zeroshot.compare import Estimate
    from zeroshot.evaluation.evaluate import Evaluation, Judged
    from zeroshot.evaluation.gallery import Gallery
    from zeroshot.evaluation.tables import ClassRow, Evaluated
    from zeroshot.metrics import Confused

LISTED = 10_000
"""Pictures that the page names, wrong ones first; it would grow without end."""

PAIRS = 50
"""Pairs of confused classes that the page lists; the matrix shows all."""


def page(evaluated: Evaluated, gallery: Gallery) -> str:
    """The whole page."""
    found = evaluated.found
    parts = [
        _head(evaluated),
        _tiles(found),
        report.listing(findings(found), "findings"),
        _matrix(found),
        report.section("Most confused", _pairs(found)),
        report.section("Each class", _classes(found)),
        report.section("What scores promise and keep", _calibration(found)),
        report.section("Leaving out what is least sure", _rejecting(found)),
        _about(evaluated),
        f'<script type="application/json" id="data">{_data(evaluated, gallery)}</script>',
        f"<script>{(_assets() / 'evaluation.js').read_text(encoding='utf-8')}</script>",
    ]
    style = (_assets() / "evaluation.css").read_text(encoding="utf-8")
    return report.document("Zeroshot: how accurate is it?", parts, style)


def _assets() -> Path:
    return paths.assets() / "report"


# --- figures ---------------------------------------------------------------------------------------------------------


def _head(evaluated: Evaluated) -> str:
    found = evaluated.found
    share = found.accuracy
    bar = (
        f'<div class=interval><span style="left:{100 * share.low:.1f}%;right:{100 - 100 * share.high:.1f}%"></span>'
        f'<i style="left:{100 * share.value:.1f}%"></i></div>'
    )
    of = f"{evaluated.source}, {len(found.names):,} classes"
    return (
        "<header><div><h1>How accurate is it?</h1>"
        f"<p class=quiet>{escape(of)}</p></div><button class=theme>Light or dark</button></header>"
        f"<div class=headline><strong>{percent(share.value)}</strong><p>{escape(headline(found))}</p>{bar}</div>"
    )


def _tiles(found: Evaluation) -> str:
    whole, calibration = whole_row(found), found.reliability.error
    tiles = [
        ("Mean recall", _share(whole.recall), "each class counts alike"),
        ("Mean F1", _share(whole.f1), "precision and recall in one"),
        *_ranks(found),
        ("Calibration error", _share(calibration), f"chance alone gives {_share(found.chance)}"),
        ("AURC", f"{found.curve.area:.3f}", f"at best {found.curve.least:.3f}; lower is better"),
        *_rejected(found),
    ]
    told = "".join(
        f"<div><dt>{escape(title)}</dt><dd>{escape(value)}<small>{escape(note)}</small></dd></div>"
        for title, value, note in tiles
    )
    return f"<dl class=tiles>{told}</dl>"


def _ranks(found: Evaluation) -> Iterator[tuple[str, str, str]]:
    if len(found.names) > 2 * TOP:
        yield f"Among the first {TOP}", _share(found.within.value), _between(found.within)


def _rejected(found: Evaluation) -> Iterator[tuple[str, str, str]]:
    rejection = found.rejection
    if found.several:
        yield "Labels that are right", _share(found.nearest.value), f"of {rejection.accepted:,} given"
    elif rejection.rejected:
        share = rejection.rejected / len(found.judged)
        shown = f"of the accepted {_share(rejection.shown.value)} are right"
        yield "Rejected", percent(share), shown


def _share(value: float) -> str:
    return "unknown" if math.isnan(value) else percent(value)


def _between(share: Estimate) -> str:
    return "" if math.isnan(share.value) else f"95 % interval {interval(share)}"


# --- the matrix ------------------------------------------------------------------------------------------------------

_READING = (
    "A row is what pictures are, a column what they got. Blue is right, red is wrong, and the stronger a cell, the "
    "larger its share of the row. Classes that are taken for each other lie side by side. Click a cell to see pictures."
)
_KEYS = (
    "Click into the matrix, then: wheel or + and - zoom, 0 shows all, drag to move, arrows go from cell to cell "
    "(with Ctrl to the next that holds pictures), N and P go through the confusions, most pictures first."
)


def _matrix(found: Evaluation) -> str:
    names = "".join(f'<option value="{escape(name)}">' for name in found.names)
    tools = (
        "<button data-tool=in aria-label='Zoom in'>+</button>"
        "<button data-tool=out aria-label='Zoom out'>&minus;</button>"
        "<button data-tool=all>Show all</button><button data-tool=full>Full screen</button>"
        f"<input id=find list=names placeholder='Find a class' aria-label='Find a class'><datalist id=names>{names}"
        "</datalist><span class=key><span><i class=right></i>right</span><span><i class=wrong></i>wrong</span></span>"
    )
    return (
        f"<h2 id=matrix>Confusions</h2><p>{escape(_READING)}</p><div class=broad><div class=tools>{tools}</div>"
        "<div class=stage><div class=board><canvas tabindex=0 role=img aria-label='Confusion matrix'></canvas>"
        "<div class=tip hidden></div></div><aside aria-live=polite></aside></div>"
        f"<p class=quiet>{escape(_KEYS)}</p></div>"
        "<noscript><p class=advice>The matrix needs JavaScript; the tables below say the same.</p></noscript>"
    )


def _data(evaluated: Evaluated, gallery: Gallery) -> str:
    """What the script draws from, as JSON that can't end its element."""
    found = evaluated.found
    none, (order, _) = len(found.names), found.shown()
    rows, columns = found.counts.nonzero()
    cells = zip(rows.tolist(), columns.tolist(), found.counts[rows, columns].tolist(), strict=True)
    whole: dict[str, Any] = {
        "names": found.names,
        "none": NONE_OF_THESE,
        "several": found.several,
        "order": [none if index == NONE else index for index in order],
        "cells": list(cells),
        "pictures": list(_pictures(evaluated, gallery)),
    }
    return json.dumps(whole, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")


def _pictures(evaluated: Evaluated, gallery: Gallery) -> Iterator[tuple[int, int, int, float, str, str | int]]:
    """Truth, answer, nearest, score, file and thumbnail (0: none), those with a thumbnail first, then wrong ones."""
    found = evaluated.found
    none = len(found.names)
    places = list(gallery.pictures)
    held = set(places)
    rest = [place for place in range(len(found.judged)) if place not in held]
    places += sorted(rest, key=lambda place: (found.judged[place].is_right, -found.judged[place].score))
    for place in places[:LISTED]:
        one: Judged = found.judged[place]
        truth, answer, nearest = (none if index == NONE else index for index in (one.truth, one.answer, one.nearest))
        yield truth, answer, nearest, round(one.score, 4), evaluated.file(one.path), gallery.pictures.get(place, 0)


# --- tables ----------------------------------------------------------------------------------------------------------


def _pairs(found: Evaluation) -> str:
    if not found.confused:
        return "<p>Nothing was confused.</p>"
    rows = "".join(_pair(found, pair) for pair in found.confused[:PAIRS])
    more = len(found.confused) - PAIRS
    note = f"<p class=quiet>{more:,} more pairs are in the matrix.</p>" if more > 0 else ""
    head = ("Is", "Got", "Pictures", "Share of the class", "")
    return f"<div class='wide tall'>{_table(head, rows, texts=(0, 1))}</div>{note}"


def _pair(found: Evaluation, pair: Confused) -> str:
    none = len(found.names)
    truth, answer = (none if index == NONE else index for index in (pair.truth, pair.answer))
    return (
        f"<tr><th scope=row>{escape(name(found, pair.truth))}</th>"
        f"<td class=text>{escape(name(found, pair.answer))}</td>"
        f"<td data-v={pair.count}>{pair.count:,}</td>{_bar(pair.share)}"
        f"<td class=text><button data-cell={truth},{answer}>show</button></td></tr>"
    )


_HEAD = ("Class", "Pictures", "Right", "Precision", "Recall", "F1", "Most often taken for")


def _classes(found: Evaluation) -> str:
    places = {own: place for place, own in enumerate(found.names)}
    rows = "".join(_class(row, places) for row in class_rows(found))
    whole = _class(whole_row(found), places)
    return f"<div class='wide tall'>{_table(_HEAD, rows, texts=(0, 6), foot=whole)}</div>"


def _class(row: ClassRow, places: dict[str, int]) -> str:
    confused = f"{row.confused} ({row.times:,})" if row.times else ""
    if row.name in places and row.times:
        cell = f"{places[row.name]},{places.get(row.confused, len(places))}"
        taken = f"<button data-cell={cell}>{escape(confused)}</button>"
    else:
        taken = escape(confused)
    bars = "".join(map(_bar, (row.precision, row.recall, row.f1)))
    counts = "".join(f"<td data-v={count}>{count:,}</td>" for count in (row.pictures, row.right))
    return f"<tr><th scope=row>{escape(row.name)}</th>{counts}{bars}<td class=text>{taken}</td></tr>\n"


def _bar(share: float) -> str:
    if math.isnan(share):
        return "<td data-v=-1></td>"
    return f'<td data-v={share:.6f}><span class=share style="--v:{100 * share:.1f}%">{percent(share)}</span></td>'


def _table(head: Sequence[str], rows: str, *, texts: Sequence[int], foot: str = "") -> str:
    heads = "".join(
        f"<th scope=col{' class=text' if place in texts else ''}>{escape(title)}</th>"
        for place, title in enumerate(head)
    )
    return f"<table class=sorted><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody><tfoot>{foot}</tfoot></table>"


# --- curves and words ------------------------------------------------------------------------------------------------

_CALIBRATION = (
    "Answers are sorted by their score. Of those with a score of about 0.8, 80 % should be right: where a bar ends "
    "below the dashed line, scores promise too much. Only pictures that belong to a class count here."
)
_CURVE = (
    "The surest answers first: how many of them are right when only so many are kept. A curve that falls late and "
    "steeply means that the score knows which answers are wrong."
)


def _calibration(found: Evaluation) -> str:
    return f"<p>{escape(_CALIBRATION)}</p>{charts.reliability_svg(found)}"


def _rejecting(found: Evaluation) -> str:
    told = (
        ""
        if math.isnan(found.telling)
        else f" It tells right answers from wrong ones with an AUROC of {found.telling:.2f}."
    )
    return f"<p>{escape(_CURVE + told)}</p>{charts.curve_svg(found)}"


def _about(evaluated: Evaluated) -> str:
    found, policy = evaluated.found, evaluated.policy
    facts = {
        "Pictures": f"{found.pictures:,} of {evaluated.source}",
        "Classes": f"{len(found.names):,} (label set {evaluated.fingerprint})",
        "Thresholds": ", ".join(
            f"{name} {least:g}"
            for name, least in (
                ("score", policy.min_score),
                ("margin", policy.min_margin),
                ("familiarity", policy.min_familiarity),
            )
        ),
        "Model": evaluated.encoder,
        "Program": f"Zeroshot {__version__}",
    }
    told = "".join(f"<dt>{escape(title)}</dt><dd>{escape(fact)}</dd>" for title, fact in facts.items())
    return (
        report.section("What was evaluated", f"<dl>{told}</dl>{report.listing(evaluated.notes)}")
        + (_assets() / "terms.html").read_text(encoding="utf-8")
        + report.sources(evaluated.label_set.labels)
    )
