"""Plots as PNG and SVG; and a comparison as one: accuracy of each way, change of each class, the descriptions' weight.

matplotlib's own classes are used without pyplot, which keeps figures and a backend for the whole process.
"""

from __future__ import annotations

import io
import os
import re
import warnings
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from zeroshot import variants
from zeroshot.advice import percent, points_of

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from matplotlib.axes import Axes

    from zeroshot.compare import ClassChange, Outcome, Trial


@dataclass(frozen=True, slots=True)
class Part:
    """One of the plots of a figure: its height in inches, and what draws it."""

    height: float
    draw: Callable[[Axes], None]


MOST = 40
"""Classes whose change is drawn; of more, those that changed most."""

WIDTH = 9.0
"""Inches that a figure is wide unless told otherwise."""

BLUE, GREEN, RED, GREY, INK = "#2563a8", "#2e8540", "#b5382a", "#767b84", "#1c2025"
"""The colours, as on a white page; in the report they follow its theme."""

_ROW = 0.32
_LONGEST = 32  # characters of a class's name
_SCRIPTS = (
    "Noto Sans", "Noto Sans CJK JP", "Noto Sans CJK SC", "Noto Sans Arabic", "Noto Sans Devanagari",
    "Yu Gothic", "Microsoft YaHei", "Segoe UI", "Hiragino Sans", "Arial Unicode MS",
)  # fmt: skip


def png(trial: Trial, weights: Trial | None) -> bytes:
    """The picture as a PNG file."""
    changes = shown(trial.changes(variants.BOTH, variants.TEMPLATES))
    parts = [Part(_height(len(trial.attempts)), lambda axes: _draw_accuracies(axes, trial))]
    if changes:
        parts.append(Part(_height(len(changes)), lambda axes: _draw_changes(axes, changes)))
    if weights is not None:
        parts.append(Part(2.6, lambda axes: _draw_weights(axes, weights.outcomes())))
    return drawn(parts)


def accuracies_png(trials: Sequence[tuple[str, Trial]]) -> bytes:
    """The accuracies of several trials below each other, each under its name, as a PNG file."""

    def part(name: str, trial: Trial) -> Part:
        return Part(_height(len(trial.attempts)), lambda axes: _draw_accuracies(axes, trial, name))

    return drawn([part(name, trial) for name, trial in trials])


def _height(rows: int) -> float:
    return 1.2 + _ROW * rows


def keep_fonts(cache: Path) -> None:
    """Let matplotlib keep its index of fonts below the program's cache folder: with --home it belongs there too."""
    os.environ.setdefault("MPLCONFIGDIR", str(cache / "matplotlib"))


def drawn(parts: Sequence[Part], width: float = WIDTH) -> bytes:
    """The parts below each other as a PNG file, ``width`` inches wide, 150 pixels an inch."""
    return _saved(parts, width, {}, dpi=150, format="png", metadata={"Software": None})


def svg(parts: Sequence[Part], name: str, width: float = WIDTH) -> str:
    """The parts as SVG to stand in a page, with real text, in colours that the page may set.

    They are the style's variables ``--blue``, ``--red``, ``--grey``, ``--ink``; ``name`` keeps its ids from those of
    others.
    """
    own: dict[str, Any] = {"svg.fonttype": "none", "svg.hashsalt": name, "axes.edgecolor": GREY, "hatch.color": RED}
    ink = dict.fromkeys(("text.color", "axes.labelcolor", "axes.titlecolor", "xtick.color", "ytick.color"), INK)
    options: Any = {"format": "svg", "transparent": True, "metadata": {"Date": None, "Creator": None}}
    text = _saved(parts, width, {**own, **ink}, **options).decode("utf-8")
    for colour, variable in ((BLUE, "blue"), (RED, "red"), (GREY, "grey"), (INK, "ink")):
        text = text.replace(colour, f"var(--{variable}, {colour})")
    return re.sub(r'(\bid="|url\(#|href="#)', rf"\g<1>{name}-", text[text.index("<svg") :])


def channels(colour: str) -> tuple[float, ...]:
    """Red, green and blue of ``#rrggbb``, from 0 to 1."""
    return tuple(int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5))


def _saved(parts: Sequence[Part], width: float, extra: dict[str, Any], **options: Any) -> bytes:  # noqa: ANN401 - of matplotlib
    """The parts below each other, as a file."""
    import matplotlib as mpl  # noqa: PLC0415 - slow, and only for a report
    from matplotlib.backends.backend_agg import FigureCanvasAgg  # noqa: PLC0415
    from matplotlib.figure import Figure  # noqa: PLC0415

    heights = [part.height for part in parts]
    out = io.BytesIO()
    # parse_math: a name such as "$100" is no formula
    settings: Any = {**style(), "text.parse_math": False, **extra}  # typed by matplotlib with one version's keys
    with mpl.rc_context(settings), warnings.catch_warnings():
        warnings.filterwarnings("ignore", message="Glyph .* missing", category=UserWarning)  # of a script without font
        figure = Figure(figsize=(width, sum(heights)), layout="constrained")
        FigureCanvasAgg(figure)
        columns = figure.subplots(len(heights), 1, height_ratios=heights, squeeze=False)[:, 0]
        for axes, part in zip(columns, parts, strict=True):
            part.draw(axes)
        figure.savefig(out, **options)
    return out.getvalue()


def shown(changes: Sequence[ClassChange]) -> list[ClassChange]:
    """The changes that are drawn, greatest gain first."""
    if len(changes) <= MOST:
        return list(changes)
    return [*changes[: MOST // 2], *changes[-MOST // 2 :]]


def style() -> dict[str, Any]:
    """How plots look, as matplotlib's parameters; with fonts that are here for the scripts that its own lacks."""
    from matplotlib import font_manager  # noqa: PLC0415 - slow, and only for a report

    here = set(font_manager.get_font_names())
    return {
        "font.family": ["DejaVu Sans", *(name for name in _SCRIPTS if name in here)],
        "font.size": 9,
        "axes.spines.top": False,
        "axes.spines.right": False,
        "axes.titlelocation": "left",
        "axes.titleweight": "bold",
        "axes.titlesize": 10,
    }


def _draw_accuracies(axes: Axes, trial: Trial, name: str = "") -> None:
    outcomes = trial.outcomes()
    rows = range(len(outcomes))
    values = [100 * outcome.accuracy.value for outcome in outcomes]
    below, above = zip(*(_reach(outcome) for outcome in outcomes), strict=True)
    colours = [GREY if outcome.name == variants.RANDOM else BLUE for outcome in outcomes]
    axes.barh(rows, values, color=colours, height=0.6, xerr=(below, above), error_kw={"ecolor": "#222", "capsize": 3})
    axes.set_yticks(rows, [short(outcome.name) for outcome in outcomes])
    axes.invert_yaxis()
    for row, outcome in zip(rows, outcomes, strict=True):
        axes.text(1, row, percent(outcome.accuracy.value), va="center", color="white", fontweight="bold")
    axes.set_xlim(0, 100)
    axes.set_xlabel("pictures labelled rightly, % (lines: 95 % interval)")
    told = f"on {len(trial.truth):,} pictures of {int((trial.counts > 0).sum()):,} classes"
    axes.set_title(f"Accuracy {told}: {name}" if name else f"Accuracy {told}")


def _reach(outcome: Outcome) -> tuple[float, float]:
    """How far the interval goes below and above the accuracy, in points."""
    accuracy = outcome.accuracy
    return 100 * (accuracy.value - accuracy.low), 100 * (accuracy.high - accuracy.value)


def _draw_changes(axes: Axes, changes: Sequence[ClassChange]) -> None:
    rows = range(len(changes))
    values = [100 * change.difference for change in changes]
    axes.barh(rows, values, color=[GREEN if value >= 0 else RED for value in values], height=0.6)
    axes.set_yticks(rows, [f"{short(change.name)}  (n = {change.count:,})" for change in changes])
    axes.invert_yaxis()
    for row, change in zip(rows, changes, strict=True):
        right = change.difference >= 0
        axes.annotate(
            points_of(change.difference), (100 * change.difference, row), (4 if right else -4, 0),
            textcoords="offset points", va="center", ha="left" if right else "right", fontsize=8,
        )  # fmt: skip
    reach = 1.25 * max(5.0, *map(abs, values))
    axes.set_xlim(-reach, reach)
    axes.axvline(0, color="#222", linewidth=0.8)
    axes.set_xlabel(f"points gained or lost by {variants.BOTH} against {variants.TEMPLATES}")
    axes.set_title("Where descriptions helped and hurt")


def _draw_weights(axes: Axes, outcomes: Sequence[Outcome]) -> None:
    places = [float(outcome.name) for outcome in outcomes]
    below, above = zip(*(_reach(outcome) for outcome in outcomes), strict=True)
    values = [100 * outcome.accuracy.value for outcome in outcomes]
    axes.errorbar(places, values, yerr=(below, above), color=BLUE, marker="o", capsize=3)
    axes.set_xticks(places)
    axes.set_xlabel("share of the descriptions (0: templates alone, 1: descriptions alone)")
    axes.set_ylabel("%")
    axes.set_title("Accuracy by the descriptions' share")


def short(name: str) -> str:
    """A name as a plot has room for it."""
    return name if len(name) <= _LONGEST else name[: _LONGEST - 1] + "…"
