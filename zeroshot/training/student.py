"""The text tower on rows of tokens that are shorter than its context, and where it puts names and sentences."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

import open_clip
import torch
from torch import Tensor
from torch.nn import functional

from zeroshot.training.minilm import embed_missing
from zeroshot.training.tower import EMBED_DIM, new_model

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    import numpy as np
    from numpy.typing import NDArray

_BATCH = 256
START, END = 49406, 49407
"""The marks around a text in CLIP's vocabulary."""

SHORT = tuple(template("{}") for template in open_clip.SIMPLE_IMAGENET_TEMPLATES)
"""The program's own templates for names."""


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


class Student:
    """A trained text tower; what it once embedded is kept in files."""

    def __init__(self, checkpoint: Path, folder: Path) -> None:
        model = new_model()
        model.load_state_dict(torch.load(checkpoint, weights_only=True))
        digest = hashlib.sha256(model.token_embedding.weight.detach().numpy().tobytes()).hexdigest()[:12]
        self._cache = folder / f"student-{digest}"
        self._kinds = {True: Prompted(model, SHORT), False: Prompted(model, ("{}",))}

    def embed(self, texts: Sequence[tuple[str, bool]]) -> Tensor:
        """Unit rows (n, d) of texts, each with whether it is a name: names stand under the program's templates."""
        rows = torch.empty(len(texts), EMBED_DIM)
        for name, kind in self._kinds.items():
            chosen = [at for at, text in enumerate(texts) if text[1] == name]
            cache = self._cache.with_name(f"{self._cache.name}-{'names' if name else 'sentences'}")
            found = embed_missing(kind, [texts[at][0] for at in chosen], cache)
            rows[chosen] = functional.normalize(torch.from_numpy(found), dim=-1)
        return rows


class Prompted:
    """A text tower under templates: the mean of a text's prompts."""

    def __init__(self, model: open_clip.CLIP, templates: Sequence[str]) -> None:
        self._model, self._templates = model, tuple(templates)

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Rows (n, d); prompts of like length go together."""
        encoder = open_clip.get_tokenizer("ViT-B-32")
        tokens = [(encoder.encode(t.format(text)), at) for at, text in enumerate(texts) for t in self._templates]
        tokens.sort(key=lambda pair: len(pair[0]))
        total = torch.zeros(len(texts), EMBED_DIM)
        for start in range(0, len(tokens), _BATCH):
            part = tokens[start : start + _BATCH]
            with torch.inference_mode(), torch.autocast("cpu", torch.bfloat16):
                embedded = encode(self._model, pad([row for row, _ in part], 77)).float()
            total.index_add_(0, torch.tensor([at for _, at in part]), embedded.clone())
        rows: NDArray[np.float32] = (total / len(self._templates)).numpy()
        return rows
