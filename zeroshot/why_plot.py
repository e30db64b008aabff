"""Why a picture gets a class, as a picture: the map of each class over it, with its score and its nearest text.

matplotlib's own classes are used without pyplot, as in ``zeroshot.plots``.
"""

from __future__ import annotations

import io
import textwrap
import warnings
from typing import TYPE_CHECKING, Any

import numpy as np

from zeroshot import images
from zeroshot.explain import painted
from zeroshot.plots import keep_fonts, style

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from matplotlib.axes import Axes
    from PIL.Image import Image

    from zeroshot.explain import Explanation

SIDE = 640
"""Pixels of the longer side that the picture is drawn with."""

_WIDTH = 3.6  # inches of a panel
_LETTERS = 46  # of a line below one


def png(path: Path, found: Sequence[Explanation], max_pixels: int, cache: Path) -> bytes:
    """A PNG file of the picture at ``path``, and beside it a map for each explanation.

    ``cache`` is the program's cache folder.

    Raises:
        ImageError: the picture can't be decoded.
    """
    keep_fonts(cache)
    picture = images.decode(images.identify(path), min_side=SIDE, max_pixels=max_pixels)
    picture.thumbnail((SIDE, SIDE))
    return _drawn(picture, found)


def _drawn(picture: Image, found: Sequence[Explanation]) -> bytes:
    from matplotlib import rc_context  # noqa: PLC0415 - slow, and only for a picture
    from matplotlib.backends.backend_agg import FigureCanvasAgg  # noqa: PLC0415
    from matplotlib.figure import Figure  # noqa: PLC0415

    panels = 1 + len(found)
    size = (panels * _WIDTH, _WIDTH * min(2.0, picture.height / picture.width) + 1.3)
    out = io.BytesIO()
    options: Any = {**style(), "text.parse_math": False}  # a name such as "$100" is no formula
    with rc_context(options), warnings.catch_warnings():
        warnings.filterwarnings("ignore", message="Glyph .* missing", category=UserWarning)  # of a script without font
        figure = Figure(figsize=size, layout="constrained")
        FigureCanvasAgg(figure)
        axes = figure.subplots(1, panels, squeeze=False)[0]
        _show(axes[0], picture)
        for panel, one in zip(axes[1:], found, strict=True):
            _show(panel, picture)
            _lay_over(panel, picture, one)
        figure.savefig(out, dpi=150, format="png", metadata={"Software": None})
    return out.getvalue()


def _show(axes: Axes, picture: Image) -> None:
    axes.imshow(np.asarray(picture))
    axes.set_xticks([])
    axes.set_yticks([])
    for side in axes.spines.values():
        side.set_visible(False)


def _lay_over(axes: Axes, picture: Image, one: Explanation) -> None:
    """The map of a class, its name and score above, and below what it was read by."""
    axes.imshow(painted(one.heat.over(*picture.size)))
    axes.set_title(f"{_short(one.score.label)}  {one.score.score:.2f}")
    axes.set_xlabel("\n".join(_told(one)), loc="left", fontsize=8)


def _told(one: Explanation) -> list[str]:
    """What stands below a map, in lines."""
    own, rival, lead = one.reading.own, one.reading.rival, one.reading.lead
    told = textwrap.wrap(f"“{own[0].text}” {own[0].similarity:.3f}", _LETTERS) if own else []
    if rival is not None and lead is not None:
        told += textwrap.wrap(f"{lead:+.3f} to “{rival.text}” ({rival.label})", _LETTERS)
    return [*told, f"map by {one.heat.method}, scaled to its own maximum"]


def _short(name: str) -> str:
    return textwrap.shorten(name, _LETTERS, placeholder="…")
