"""A comparison as one picture: accuracy of each way, what changed for each class, and the descriptions' weight.

matplotlib's own classes are used without pyplot, which keeps figures and a backend for the whole process.
"""

from __future__ import annotations

import io
import warnings
from typing import TYPE_CHECKING, Any

from zeroshot import variants
from zeroshot.advice import percent, points_of

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import TypeAlias

    from matplotlib.axes import Axes

    from zeroshot.compare import ClassChange, Outcome, Trial

    _Part: TypeAlias = tuple[float, Callable[[Axes], None]]

MOST = 40
"""Classes whose change is drawn; of more, those that changed most."""

_WIDTH = 9.0  # inches
_ROW = 0.32
_BLUE, _GREEN, _RED, _GREY = "#2563a8", "#2e8540", "#b5382a", "#8a8f98"
_LONGEST = 32  # characters of a class's name
_SCRIPTS = (
    "Noto Sans", "Noto Sans CJK JP", "Noto Sans CJK SC", "Noto Sans Arabic", "Noto Sans Devanagari",
    "Yu Gothic", "Microsoft YaHei", "Segoe UI", "Hiragino Sans", "Arial Unicode MS",
)  # fmt: skip


def png(trial: Trial, weights: Trial | None) -> bytes:
    """The picture as a PNG file."""
    changes = shown(trial.changes(variants.BOTH, variants.TEMPLATES))
    parts: list[_Part] = [(_height(len(trial.attempts)), lambda axes: _draw_accuracies(axes, trial))]
    if changes:
        parts.append((_height(len(changes)), lambda axes: _draw_changes(axes, changes)))
    if weights is not None:
        parts.append((2.6, lambda axes: _draw_weights(axes, weights.outcomes())))
    return _drawn(parts)


def accuracies_png(trials: Sequence[tuple[str, Trial]]) -> bytes:
    """The accuracies of several trials below each other, each under its name, as a PNG file."""

    def part(name: str, trial: Trial) -> _Part:
        return _height(len(trial.attempts)), lambda axes: _draw_accuracies(axes, trial, name)

    return _drawn([part(name, trial) for name, trial in trials])


def _height(rows: int) -> float:
    return 1.2 + _ROW * rows


def _drawn(parts: Sequence[_Part]) -> bytes:
    """The parts below each other: each its height in inches, and what draws it."""
    import matplotlib as mpl  # noqa: PLC0415 - slow, and only for a report
    from matplotlib.backends.backend_agg import FigureCanvasAgg  # noqa: PLC0415
    from matplotlib.figure import Figure  # noqa: PLC0415

    heights = [height for height, _ in parts]
    out = io.BytesIO()
    # parse_math: a name such as "$100" is no formula
    options: Any = {**style(), "text.parse_math": False}  # typed by matplotlib with every key that one version has
    with mpl.rc_context(options), warnings.catch_warnings():
        warnings.filterwarnings("ignore", message="Glyph .* missing", category=UserWarning)  # of a script without font
        figure = Figure(figsize=(_WIDTH, sum(heights)), layout="constrained")
        FigureCanvasAgg(figure)
        columns = figure.subplots(len(heights), 1, height_ratios=heights, squeeze=False)[:, 0]
        for axes, (_, draw) in zip(columns, parts, strict=True):
            draw(axes)
        figure.savefig(out, dpi=150, format="png", metadata={"Software": None})
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
    colours = [_GREY if outcome.name == variants.RANDOM else _BLUE for outcome in outcomes]
    axes.barh(rows, values, color=colours, height=0.6, xerr=(below, above), error_kw={"ecolor": "#222", "capsize": 3})
    axes.set_yticks(rows, [_short(outcome.name) for outcome in outcomes])
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
    axes.barh(rows, values, color=[_GREEN if value >= 0 else _RED for value in values], height=0.6)
    axes.set_yticks(rows, [f"{_short(change.name)}  (n = {change.count:,})" for change in changes])
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
    axes.errorbar(places, values, yerr=(below, above), color=_BLUE, marker="o", capsize=3)
    axes.set_xticks(places)
    axes.set_xlabel("share of the descriptions (0: templates alone, 1: descriptions alone)")
    axes.set_ylabel("%")
    axes.set_title("Accuracy by the descriptions' share")


def _short(name: str) -> str:
    return name if len(name) <= _LONGEST else name[: _LONGEST - 1] + "…"
