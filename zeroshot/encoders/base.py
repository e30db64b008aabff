"""What the backends share: facts of a model, pictures to its input, texts to tokens."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass
from threading import Lock
from typing import TYPE_CHECKING, Any

import numpy as np

from zeroshot.encoders.geometry import Geometry

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PIL.Image import Image

    from zeroshot.encoders.tokens import Tokenizer
    from zeroshot.records import Box, Pixels, Vectors


@dataclass(frozen=True, slots=True)
class Facts:
    """What a model says of itself, so that it need not be built to be asked.

    ``preprocess`` is open_clip's preprocessing configuration; the rest is as in ``zeroshot.encoders.Encoder``.
    """

    dim: int
    context_length: int
    logit_scale: float
    logit_bias: float | None
    preprocess: dict[str, Any]


class LocalEncoder(ABC):
    """The half of an ``Encoder`` that is the same on every backend; a backend runs its two networks.

    ``text_batch`` texts go through the network at once.
    """

    id: str
    device: str
    precision: str
    batch_size: int
    text_batch: int = 64

    def __init__(self, facts: Facts, tokenizer: Tokenizer) -> None:
        """Nothing is loaded: a backend has the networks."""
        self.facts = facts
        self._geometry = Geometry.of(facts.preprocess)
        self.dim, self.context_length, self.image_size = facts.dim, facts.context_length, self._geometry.size
        self.logit_scale, self.logit_bias = facts.logit_scale, facts.logit_bias
        self._tokenizer = tokenizer
        self._text_tower = Lock()

    def preprocess(self, image: Image) -> Pixels:
        """An upright RGB picture as the network's uint8 input, (3, height, width)."""
        return self._geometry(image)

    def seen(self, width: int, height: int) -> Box:
        """The part of a picture of this size that ``preprocess`` takes; beyond 0 to 1 it is padded."""
        return self._geometry.seen(width, height)

    @abstractmethod
    def encode_images(self, batch: Sequence[Pixels]) -> Vectors:
        """Unit rows, float32 (n, dim)."""

    def encode_texts(self, texts: Sequence[str]) -> Vectors:
        """Unit rows, float32 (n, dim)."""
        vectors = np.empty((len(texts), self.dim), np.float32)
        for places, tokens in self._tokenizer.batches(texts, self.text_batch):
            with self._text_tower:
                vectors[places] = self._encode_tokens(tokens)
        return vectors

    @abstractmethod
    def _encode_tokens(self, tokens: Any) -> Vectors:  # noqa: ANN401 - a tensor of torch, which not every backend needs
        """Unit rows of tokens (n, length); for one thread at a time."""

    def count_tokens(self, text: str) -> int:
        """How many tokens the model sees of ``text``, start and end included."""
        return self._tokenizer.count(text)
