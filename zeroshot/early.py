"""The first pictures of a run, decoded while the model loads: loading leaves most of the machine idle for seconds."""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import islice
from typing import TYPE_CHECKING

from zeroshot import images
from zeroshot.errors import ImageError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from concurrent.futures import Future
    from pathlib import Path

    from PIL.Image import Image

    from zeroshot.encoders.geometry import Geometry
    from zeroshot.records import Pixels, Source
    from zeroshot.store import Store

EARLY = 256
"""Pictures that are decoded early at most: 39 MB of them for a network of 224 pixels."""

DRAFT = 1.5
"""A large JPEG is decoded at the smallest scale that is still this many times the network's input."""


@dataclass(slots=True)
class Early:
    """What was decoded in time: files as they were then, and the network's input by content."""

    sources: dict[Path, Source] = field(default_factory=dict)
    pixels: dict[bytes, Pixels] = field(default_factory=dict)


@contextmanager
def decoding(
    paths: Iterable[Path], store: Store, geometry: Geometry, *, max_pixels: int, threads: int = 0
) -> Iterator[Early]:
    """Decode the first of ``paths`` that the store's index doesn't know, on all ``threads`` but one, while open.

    Once closed, what it gave holds what was done by then.
    """
    early = Early()
    first = list(islice(paths, EARLY))
    known = store.sources(first)
    pool = ThreadPoolExecutor(max(1, (threads or os.cpu_count() or 2) - 1))
    work = [pool.submit(_decoded, path, geometry, max_pixels) for path in first if path not in known]
    try:
        yield early
    except BaseException:
        pool.shutdown(wait=False, cancel_futures=True)
        raise
    pool.shutdown(cancel_futures=True)
    for source, pixels in _done(work):
        early.sources[source.path] = source
        early.pixels[source.key] = pixels


def pixels_of(source: Source, geometry: Callable[[Image], Pixels], size: tuple[int, int], max_pixels: int) -> Pixels:
    """A file as a network's input of (height, width) ``size``.

    Raises:
        ImageError: it can't be decoded.
    """
    return geometry(images.decode(source, min_side=round(DRAFT * min(size)), max_pixels=max_pixels))


def _decoded(path: Path, geometry: Geometry, max_pixels: int) -> tuple[Source, Pixels] | None:
    """None for a file that can't be decoded: the run will say why when it comes to it."""
    try:
        source = images.identify(path)
        return source, pixels_of(source, geometry, geometry.size, max_pixels)
    except ImageError:
        return None


def _done(work: Iterable[Future[tuple[Source, Pixels] | None]]) -> Iterator[tuple[Source, Pixels]]:
    for future in work:
        if not future.cancelled() and (outcome := future.result()) is not None:
            yield outcome
