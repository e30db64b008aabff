"""Texts to tokens: counted before they are cut, and batched by length."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import torch

from zeroshot.errors import EncoderError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from zeroshot.weights import Weights

_AMPLE = 4096
"""A context that no prompt fills, to count tokens beyond the model's own."""


class Tokenizer:
    """The tokenizer that belongs to a model, from its folder or from open_clip's own package."""

    def __init__(self, open_clip: Any, weights: Weights) -> None:  # noqa: ANN401 - open_clip has no types
        """Load it.

        Raises:
            EncoderError: it needs a package or a file that is not there.
        """
        text = weights.model["text_cfg"]
        try:
            self._tokenize = open_clip.get_tokenizer(f"local-dir:{weights.folder}")
        except ImportError:
            raise EncoderError(
                f"The tokenizer of {weights.name} needs a package that is missing here: pip install transformers"
            ) from None
        except (OSError, ValueError) as error:
            raise EncoderError(f"The tokenizer of {weights.folder} can't be loaded: {error}") from error
        self._context = int(text.get("context_length", 77))
        self._pad = int(self._tokenize.tokenizer.pad_token_id or 0) if text.get("hf_tokenizer_name") else None
        # Behind the end token a causal tower looks at nothing: what it would pad can be left out.
        self.trims = not text.get("no_causal_mask") and text.get("pool_type", "argmax") in {"argmax", "eos"}
        self.trims = self.trims and not text.get("embed_cls") and not text.get("hf_model_name")

    def count(self, text: str) -> int:
        """Number of tokens of ``text``, start and end included."""
        return int(self._lengths(self._tokenize([text], context_length=_AMPLE))[0])

    def batches(self, texts: Sequence[str], size: int) -> Iterator[tuple[list[int], torch.Tensor]]:
        """Places in ``texts`` and their tokens (n, length), like lengths together."""
        tokens = self._tokenize(list(texts))
        lengths = self._lengths(tokens)
        order = lengths.argsort(stable=True)
        for chosen in torch.split(order, size):
            length = int(lengths[chosen].max()) if self.trims else self._context
            yield chosen.tolist(), tokens[chosen, :length]

    def _lengths(self, tokens: torch.Tensor) -> torch.Tensor:
        """Tokens (n, context) to their number up to the end token, (n,).

        CLIP's tokenizer pads with 0, which is also its token for "!"; its end token is the highest of all.
        """
        if self._pad is None:
            return tokens.argmax(dim=1) + 1
        return (tokens != self._pad).sum(dim=1)
