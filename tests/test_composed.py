"""The sanity check of heat maps: of two things side by side, the map of each class lies on its own.

The starter and the sample pictures, which it tells apart. By chance the peak of a map would lie on the class's own
picture in one of four cases (it fills a quarter), and on it rather than on the other one in one of two.
"""

from __future__ import annotations

from itertools import pairwise
from threading import Event
from typing import TYPE_CHECKING

import numpy as np
import pytest
from PIL import Image, ImageOps

from zeroshot import images, labels, paths, weights
from zeroshot.encoders import Backend, Device, Encoder, Precision, Relevance, open_encoder
from zeroshot.explain import Heat, Method, View, direction, heat
from zeroshot.judgement.classifier import class_vectors

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from zeroshot.records import Vectors

SAMPLES = {
    "apple": "apple",
    "balloon": "hot-air balloon",
    "banana": "banana",
    "books": "books",
    "candle": "candle",
    "chess": "chess",
    "clock": "clock",
    "coffee": "coffee",
    "lighthouse": "lighthouse",
    "mountain": "mountain",
    "orange": "orange",
    "piano": "piano",
    "sailboat": "sailboat",
    "soccer_ball": "soccer ball",
    "wine_glass": "glass of wine",
}
"""Files and classes of the samples that the starter knows alone; the moon and the snowman it takes for others."""

NAMES = tuple(SAMPLES.values())
SIDE = 160


def opened(backend: Backend, precision: Precision, cache: Path | None = None) -> Encoder:
    found = weights.find("starter", paths.folders())
    return open_encoder(found, backend=backend, device=Device.CPU, precision=precision, cache=cache)


def read(encoder: Encoder) -> Vectors:
    """The class vectors, by the usual templates."""
    label_set = labels.from_names(NAMES)
    count, context = encoder.count_tokens, encoder.context_length
    groups = [labels.prompts(label, label_set.templates, count, context) for label in label_set.labels]
    texts = sorted({text for of_class in groups for group in of_class for text in group})
    return class_vectors(groups, dict(zip(texts, encoder.encode_texts(texts), strict=True)))


def composed(one: str, other: str, *, beside: bool) -> Image.Image:
    """Two samples on grey, beside each other or one above the other, each a quarter of the whole."""
    places = ((0, SIDE // 2), (SIDE, SIDE // 2)) if beside else ((SIDE // 2, 0), (SIDE // 2, SIDE))
    canvas = Image.new("RGB", (2 * SIDE, 2 * SIDE), (127, 127, 127))
    for name, place in zip((one, other), places, strict=True):
        source = images.identify(paths.assets() / "samples" / f"{name}.jpg")
        sample = images.decode(source, min_side=SIDE, max_pixels=10_000_000)
        canvas.paste(ImageOps.fit(sample, (SIDE, SIDE)), place)
    return canvas


def hits(encoder: Encoder, method: Method, pairs: list[tuple[str, str]]) -> Iterator[tuple[bool, bool]]:
    """Of each map: whether its peak lies on its own picture, and whether more of its heat does than on the other."""
    vectors = read(encoder)
    for place, (one, other) in enumerate(pairs):
        beside = place % 2 == 0
        picture = composed(one, other, beside=beside)
        view = View(encoder.preprocess(picture), encoder.seen(*picture.size))
        for name, is_second in ((one, False), (other, True)):
            towards = direction(vectors, (NAMES.index(SAMPLES[name]),))
            *_, found = heat(view, towards, encoder, Event(), method)
            assert isinstance(found, Heat)
            assert found.method is method
            over = found.over(*picture.size)
            over = over if beside else over.T
            first, second = (over[SIDE // 2 : -SIDE // 2, half] for half in (slice(SIDE), slice(SIDE, None)))
            own, others = (second, first) if is_second else (first, second)
            yield bool(own.max() >= np.nanmax(over)), bool(own.sum() > others.sum())


def far_apart(count: int) -> list[tuple[str, str]]:
    """Pairs of samples, each of which comes twice at most."""
    names = list(SAMPLES)
    return list(pairwise([*names[::2], *names[1::2]]))[:count]


@pytest.mark.parametrize(("method", "pairs"), [(Method.GRADIENTS, 14), (Method.OCCLUSION, 7)])
def test_each_class_is_seen_on_its_own_picture(method: Method, pairs: int) -> None:
    found = list(hits(opened(Backend.TORCH, Precision.FP32), method, far_apart(pairs)))
    assert len(found) == 2 * pairs
    on_it, more = (sum(kind) for kind in zip(*found, strict=True))
    assert on_it >= 0.85 * 2 * pairs  # by chance in one of 4 cases: less than once in 100,000 such tests
    assert more >= 0.8 * 2 * pairs  # by chance in one of 2: once in 154 such tests of 7 pairs, in 2,000 of 14


def test_gradients_in_bf16_see_the_same() -> None:
    found = list(hits(opened(Backend.TORCH, Precision.BF16), Method.GRADIENTS, far_apart(14)))
    assert sum(own for own, _ in found) >= 0.85 * 28


def test_openvino_sees_it_by_covering_parts(tmp_path: Path) -> None:
    encoder = opened(Backend.OPENVINO, Precision.FP32, tmp_path)
    assert not isinstance(encoder, Relevance)  # nobody has to ask for it
    found = list(hits(encoder, Method.OCCLUSION, far_apart(4)))
    assert sum(own for own, _ in found) >= 7  # by chance once in 2,600 such tests
