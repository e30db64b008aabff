"""A torch model's two towers as OpenVINO networks: uint8 pictures and tokens in, features out.

What is not the same for every batch is left outside: to unit length the rows are brought afterwards, so that int8 does
not round them once more.
"""

from __future__ import annotations

import copy
from typing import TYPE_CHECKING, Any

import torch
from torch import nn

from zeroshot.encoders.openclip import OpenClipEncoder, quiet
from zeroshot.encoders.runtime import openvino

if TYPE_CHECKING:
    from zeroshot.encoders.runtime import Network

_SHORT = 9
"""Tokens of the example text; a tower that trims takes any number."""


def convert(exact: OpenClipEncoder) -> tuple[Network, Network]:
    """The picture tower, (n, 3, height, width) uint8, and the text tower, (n, length) int64, of a model in fp32.

    Both give features, float32 (n, dim). Takes seconds, and about as much memory again as the model.
    """
    ov = openvino()
    height, width = exact.image_size
    length = _SHORT if exact.trims else exact.context_length
    with quiet(), torch.no_grad():
        pictures = ov.convert_model(
            _Pictures(exact).eval(),
            example_input=torch.zeros(2, 3, height, width, dtype=torch.uint8),
            input=[([-1, 3, height, width], ov.Type.u8)],
        )
        texts = ov.convert_model(
            _Texts(exact).eval(),
            example_input=torch.ones(2, length, dtype=torch.int64),
            input=[([-1, -1 if exact.trims else length], ov.Type.i64)],
        )
    return pictures, texts


class _Pictures(nn.Module):
    """The picture tower, with the normalisation of its input."""

    def __init__(self, exact: OpenClipEncoder) -> None:
        super().__init__()
        self.model, self.mean, self.std = exact.model, exact.mean, exact.std

    def forward(self, pixels: torch.Tensor) -> torch.Tensor:
        features: torch.Tensor = self.model.encode_image((pixels.float() - self.mean) / self.std)
        return features


class _Texts(nn.Module):
    """The text tower; one that trims gets positions and mask cut to the tokens' length as part of the network."""

    def __init__(self, exact: OpenClipEncoder) -> None:
        super().__init__()
        self.trims = exact.trims
        self.model = _without_pictures(exact.model)
        if self.trims:
            tower = self._tower()
            self.positions, self.mask = tower.positional_embedding, tower.attn_mask
            del tower.positional_embedding, tower.attn_mask

    def _tower(self) -> Any:  # noqa: ANN401 - open_clip has no types
        return self.model.text if hasattr(self.model, "text") else self.model

    def forward(self, tokens: torch.Tensor) -> torch.Tensor:
        if self.trims:
            tower, length = self._tower(), tokens.shape[1]
            tower.positional_embedding = self.positions[:length]
            tower.attn_mask = self.mask[:length, :length]
        features: torch.Tensor = self.model.encode_text(tokens)
        return features


def _without_pictures(model: Any) -> Any:  # noqa: ANN401 - open_clip has no types
    """A copy that may be taken apart; its tensors are the model's own."""
    shared = {id(tensor): tensor for tensor in (*model.parameters(), *model.buffers())}
    shared[id(model.visual)] = nn.Identity()
    return copy.deepcopy(model, shared)
