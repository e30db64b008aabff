"""The text tower on rows of tokens that are shorter than its context."""

from __future__ import annotations

from typing import TYPE_CHECKING

import torch
from torch import Tensor
from torch.nn import functional

if TYPE_CHECKING:
    from collections.abc import Sequence

    import open_clip

START, END = 49406, 49407
"""The marks around a text in CLIP's vocabulary."""


def pad(rows: Sequence[Sequence[int]], context: int) -> Tensor:
    """Token rows between start and end marks, cut to the context and padded to the longest (n, longest)."""
    length = min(context, max(len(row) for row in rows) + 2)
    batch = torch.zeros(len(rows), length, dtype=torch.long)
    for position, row in enumerate(rows):
        marked = [START, *row[: length - 2], END]
        batch[position, : len(marked)] = torch.tensor(marked)
    return batch


def encode(model: open_clip.CLIP, tokens: Tensor) -> Tensor:
    """`model.encode_text` for rows shorter than the context: the same numbers (causal attention), less work."""
    length = tokens.shape[1]
    hidden = model.token_embedding(tokens) + model.positional_embedding[:length]
    hidden = model.transformer(hidden, attn_mask=model.attn_mask[:length, :length])
    hidden = model.ln_final(hidden)[torch.arange(len(tokens)), tokens.argmax(-1)]
    return functional.normalize(hidden.float() @ model.text_projection, dim=-1)
