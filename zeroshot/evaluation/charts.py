"""An evaluation as pictures: the confusion matrix, what scores promise and keep, and what rejecting gains.

The same drawings serve as a PNG and, in colours that follow the page's theme, inside the report.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from zeroshot import plots
from zeroshot.advice import percent
from zeroshot.evaluation.verdict import name
from zeroshot.plots import BLUE, GREY, INK, RED, Part

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from zeroshot.evaluation.evaluate import Evaluation
    from zeroshot.metrics import Floats, Reliability

NAMED = 250
"""Classes up to which each has its name beside the matrix; of more, every second, third and so on has."""

_COLOURED = 0.12  # the least shade of a cell that holds a picture, so that none is lost
_CELL, _LARGEST, _SMALLEST = 0.105, 30.0, 5.5  # inches: of a cell, of the whole matrix at most and at least
_COUNTED = 25  # classes up to which cells have their count
_CURVE = 3.6  # inches
_POINTS = 1000  # of a curve: more than there are pixels


def png(found: Evaluation) -> bytes:
    """All of it below each other, as a PNG file; the more classes, the larger it is."""
    side = matrix_side(len(found.names))
    parts = [Part(side + 1.5, lambda axes: _draw_matrix(axes, found)), *_curves(found)]
    return plots.drawn(parts, width=max(plots.WIDTH, side + 2.5))


def matrix_side(classes: int) -> float:
    """Inches that the matrix takes, in which each of a few hundred classes can still be read."""
    return min(_LARGEST, max(_SMALLEST, _CELL * classes))


def reliability_svg(found: Evaluation) -> str:
    """The reliability diagram for a page."""
    return plots.svg([Part(_CURVE, lambda axes: _draw_reliability(axes, found))], "reliability")


def curve_svg(found: Evaluation) -> str:
    """The curve of risk and coverage for a page."""
    return plots.svg([Part(_CURVE, lambda axes: _draw_curve(axes, found))], "curve")


def _curves(found: Evaluation) -> list[Part]:
    return [
        Part(_CURVE, lambda axes: _draw_reliability(axes, found)),
        Part(_CURVE, lambda axes: _draw_curve(axes, found)),
    ]


# --- the matrix ------------------------------------------------------------------------------------------------------


def _draw_matrix(axes: Axes, found: Evaluation) -> None:
    order, counts = found.shown()
    names = [name(found, index) for index in order]
    axes.imshow(_shades(counts), interpolation="nearest", aspect="equal")
    step = -(-len(names) // NAMED)
    places = range(0, len(names), step)
    size = min(9.0, max(4.0, 0.8 * 72 * matrix_side(len(names)) / len(names) * step))
    short = [plots.short(names[place]) for place in places]
    axes.set_xticks(places, short, rotation=90, fontsize=size)
    axes.set_yticks(places, short, fontsize=size)
    axes.tick_params(length=0)
    axes.set_xlabel("what it got")
    axes.set_ylabel("what it is")
    if len(names) <= _COUNTED:
        for row, column in zip(*np.nonzero(counts), strict=True):
            axes.text(column, row, f"{counts[row, column]:,}", ha="center", va="center", fontsize=8)
    axes.set_title("Confusions: blue is right, red is wrong; the darker, the more of the class")


def _shades(counts: np.ndarray) -> Floats:
    """Each cell's colour (n, n, 3): white where there is nothing."""
    shares = np.sqrt(counts / np.maximum(counts.sum(axis=1, keepdims=True), 1))  # a root keeps single pictures visible
    shade = np.where(counts > 0, _COLOURED + (0.85 - _COLOURED) * shares, 0)[..., None]
    right = np.eye(len(counts), dtype=np.bool_)[..., None]
    colour = np.where(right, plots.channels(BLUE), plots.channels(RED))
    mixed: Floats = 1 - shade * (1 - colour)
    return mixed


# --- curves ----------------------------------------------------------------------------------------------------------


def _draw_reliability(axes: Axes, found: Evaluation) -> None:
    reliability = found.reliability
    there = reliability.counts > 0
    left, width = reliability.edges[:-1][there], reliability.edges[1]
    kept, promised = 100 * reliability.accuracy[there], 100 * reliability.confidence[there]
    bars: dict[str, Any] = {"width": 0.96 * width, "align": "edge"}
    axes.bar(left, kept, color=BLUE, **bars)
    axes.bar(left, promised - kept, bottom=kept, facecolor="none", edgecolor=RED, hatch="///", **bars)
    axes.plot((0, 1), (0, 100), color=INK, linewidth=0.8, linestyle="--")
    for place, count, height in zip(left, reliability.counts[there], np.maximum(kept, promised), strict=True):
        axes.text(place + width / 2, height + 2, f"{count:,}", ha="center", fontsize=7, color=GREY)
    axes.set_xlim(0, 1)
    axes.set_ylim(0, 112)
    axes.set_yticks(range(0, 101, 20))
    axes.set_xlabel("score (numbers: answers; hatched: promised and not kept, or kept and not promised)")
    axes.set_ylabel("right, %")
    axes.set_title(f"What scores promise and keep: calibration error {_told(reliability, found.chance)}")


def _told(reliability: Reliability, chance: float) -> str:
    if not reliability.counts.any():
        return "unknown"
    return f"{percent(reliability.error)} (chance alone: {percent(chance)})"


def _draw_curve(axes: Axes, found: Evaluation) -> None:
    curve = found.curve.thinned(_POINTS)
    coverage, right = 100 * curve.coverage, 100 * (1 - curve.risk)
    axes.plot(coverage, right, color=BLUE, drawstyle="steps-pre" if len(right) < 30 else "default")  # noqa: PLR2004
    axes.axhline(right[-1], color=GREY, linewidth=0.8, linestyle="--")
    rejection = found.rejection
    if rejection.rejected and rejection.accepted and not found.several:
        here = (100 * rejection.accepted / len(found.judged), 100 * rejection.shown.value)
        axes.plot(*here, color=RED, marker="o")
        axes.annotate("the thresholds", here, (6, 6), textcoords="offset points", color=RED)
    axes.set_xlim(0, 100)
    axes.set_ylim(max(0.0, float(right.min()) - 5), 101)
    axes.set_xlabel("answers kept, % (the surest first; dashed: all are kept)")
    axes.set_ylabel("of these right, %")
    axes.set_title(f"What leaving out the least sure gains: AURC {curve.area:.3f}, at best {curve.least:.3f}")
