"""The probe: pictures and texts that ship with the program, on which one way of computing is held against another."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PIL import ImageOps

from zeroshot import images, labels, paths

if TYPE_CHECKING:
    from collections.abc import Iterator

    from PIL.Image import Image

    from zeroshot.encoders import Encoder
    from zeroshot.records import Pixels, Vectors

AGREEMENT = 0.999
"""The least mean cosine between the probe's vectors and those in fp32 with which a precision is chosen."""

TOP_1 = 0.99
"""The least share of the probe's pictures with the same nearest text as in fp32 with which int8 is used."""

PROBES = 4
"""Sample pictures that are enough to compare vectors."""

SAMPLES = 17
"""Sample pictures there are."""

PROBE_TEXTS = ("a photo of a dog.", "a red brick house by the sea", "grass")

_LABEL_SET = "everyday"
_CROPS = ((0.0, 0.0, 1.0, 1.0), (0.0, 0.0, 0.7, 0.7), (0.3, 0.3, 1.0, 1.0))
"""Left, upper, right and lower edge as shares of the picture."""


def sample_pixels(encoder: Encoder, count: int | None = None) -> list[Pixels]:
    """The first ``count`` sample pictures, or all 17, as the encoder's input."""
    return [encoder.preprocess(image) for image in _samples(count)]


def augmented_pixels(encoder: Encoder) -> list[Pixels]:
    """The sample pictures and two corners of each, as they are and mirrored, as the encoder's input: 102."""
    return [encoder.preprocess(view) for image in _samples() for view in _views(image)]


def _samples(count: int | None = None) -> Iterator[Image]:
    for file in sorted((paths.assets() / "samples").glob("*.jpg"))[:count]:
        yield images.decode(images.identify(file), min_side=0, max_pixels=10_000_000)


def _views(image: Image) -> Iterator[Image]:
    for left, upper, right, lower in _CROPS:
        box = (left * image.width, upper * image.height, right * image.width, lower * image.height)
        view = image.crop((round(box[0]), round(box[1]), round(box[2]), round(box[3])))
        yield from (view, ImageOps.mirror(view))


def class_texts() -> list[str]:
    """Texts of many classes, to tell the probe's pictures apart by."""
    return [f"a photo of a {name}." for name in labels.builtin(_LABEL_SET).names]


def agreement(one: Vectors, other: Vectors) -> float:
    """Mean cosine of the rows of one with those of the other."""
    return float((one * other).sum(axis=1).mean())


def same_answers(one: Vectors, other: Vectors, texts: Vectors) -> float:
    """The share of pictures whose nearest text is the same by both."""
    return float(((one @ texts.T).argmax(axis=1) == (other @ texts.T).argmax(axis=1)).mean())
