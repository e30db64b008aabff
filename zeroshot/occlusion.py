"""Where in a picture a direction is seen, told by covering parts of it: for any encoder, and slower than gradients.

Zeiler and Fergus 2014 ("Visualizing and understanding convolutional networks", section 4.2): a part matters as much as
the answer loses when it is covered. Windows overlap, and a place gets the mean of all windows that cover it. They are
filled with the picture itself, blurred, which is less of a thing of its own than a grey square would be.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
from PIL import Image, ImageFilter

from zeroshot.records import Progress

if TYPE_CHECKING:
    from collections.abc import Iterator
    from threading import Event

    from zeroshot.encoders import Encoder
    from zeroshot.records import Pixels
    from zeroshot.store import Vector

PLACES = 8
"""Windows begin at each eighth of the width and height."""

REACH = 2
"""Eighths that a window covers each way."""

_BLUR = 0.1  # of the picture's side

_Window = tuple[slice, slice]


def occluded(
    pixels: Pixels, towards: Vector, encoder: Encoder, stop: Event
) -> Iterator[Progress | npt.NDArray[np.float32]]:
    """What a preprocessed picture loses of a direction (d,) where it is covered, (rows, columns); not if stopped."""
    blurred = _blurred(pixels)
    windows = _windows()
    losses: list[float] = []
    whole = float(encoder.encode_images([pixels])[0] @ towards)
    for start in range(0, len(windows), encoder.batch_size):
        if stop.is_set():
            return
        part = windows[start : start + encoder.batch_size]
        vectors = encoder.encode_images([_covered(pixels, blurred, window) for window in part])
        losses += (whole - vectors @ towards).tolist()
        yield Progress(len(losses), len(windows))
    yield _mean(windows, losses)


def _windows() -> list[_Window]:
    """Rows and columns of the map that each window covers; those at the edges are cut."""
    spans = [slice(max(0, begin), min(PLACES, begin + REACH)) for begin in range(1 - REACH, PLACES)]
    return [(down, across) for down in spans for across in spans]


def _covered(pixels: Pixels, blurred: Pixels, window: _Window) -> Pixels:
    """The picture with the blurred one in a window."""
    rows, columns = (
        slice(round(span.start * side / PLACES), round(span.stop * side / PLACES))
        for span, side in zip(window, pixels.shape[1:], strict=True)
    )
    covered = pixels.copy()
    covered[:, rows, columns] = blurred[:, rows, columns]
    return covered


def _blurred(pixels: Pixels) -> Pixels:
    image = Image.fromarray(np.ascontiguousarray(pixels.transpose(1, 2, 0)))
    radius = _BLUR * max(image.size)
    return np.asarray(image.filter(ImageFilter.GaussianBlur(radius))).transpose(2, 0, 1)


def _mean(windows: list[_Window], losses: list[float]) -> npt.NDArray[np.float32]:
    """The mean loss of the windows over each place, (rows, columns)."""
    total, count = np.zeros((PLACES, PLACES)), np.zeros((PLACES, PLACES))
    for window, loss in zip(windows, losses, strict=True):
        total[window] += loss
        count[window] += 1
    mean: npt.NDArray[np.float32] = (total / count).astype(np.float32)
    return mean
