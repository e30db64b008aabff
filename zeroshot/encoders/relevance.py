"""Relevance by gradients: which places of a picture bring it nearer to a direction of a torch model's space.

* **A convolutional tower**: gradient times activation at its last map, summed over the channels (HiResCAM, Draelos and
  Carin 2020; for a tower that ends in a mean and a projection it is the class activation map of Zhou et al. 2016).
  Signed: a negative place speaks against the direction.
* **A transformer**: relevance propagated through its attention (Chefer, Gur and Wolf 2021, "Generic attention-model
  explainability", equations 5, 6 and 8 to 10): gradient times attention, its positive part averaged over heads, is
  carried from layer to layer. Never negative.

What is computed is the tower's own answer to the picture, and nothing of the shared model is touched meanwhile: other
threads may encode with it.
"""

from __future__ import annotations

from inspect import signature
from typing import TYPE_CHECKING, Any, TypeAlias

import torch
from torch.nn import functional
from torch.overrides import TorchFunctionMode

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    _Step: TypeAlias = Callable[[torch.Tensor], torch.Tensor]


def relevance(model: Any, pixels: torch.Tensor, directions: torch.Tensor) -> torch.Tensor | None:  # noqa: ANN401 - open_clip has no types
    """Maps (k, rows, columns) for a normalised picture (1, 3, height, width) and k ``directions`` (k, d).

    None for a tower whose places can't be followed to its answer.
    """
    split = _split(model.visual)
    if split is not None:
        with torch.no_grad():
            last = split[0](pixels)
        if last.ndim == 4:  # noqa: PLR2004 - n, channels, rows, columns
            return _of_map(last, split[1], directions)
    return _of_attention(model, pixels, directions)


def _towards(features: torch.Tensor, directions: torch.Tensor) -> torch.Tensor:
    """How far a picture's features (1, d) point to each direction, (k,): their cosines, for unit directions.

    Their length counts as given: else in a picture full of one thing only that would have relevance which is even more
    like the class than the rest of the thing.
    """
    row = features.float()[0]
    towards: torch.Tensor = directions @ (row / row.detach().norm())
    return towards


# --- convolutional towers --------------------------------------------------------------------------------------------


def _split(tower: Any) -> tuple[_Step, _Step] | None:  # noqa: ANN401 - open_clip has no types
    """What gives a tower's last map, and what makes its features of that; None for one that has no such place."""
    if hasattr(tower, "trunk"):
        return tower.trunk.forward_features, lambda last: tower.head(tower.trunk.forward_head(last))
    if hasattr(tower, "attnpool"):  # OpenAI's ResNets
        return lambda pixels: tower.layer4(tower.layer3(tower.layer2(tower.layer1(tower.stem(pixels))))), tower.attnpool
    return None


def _of_map(last: torch.Tensor, finish: _Step, directions: torch.Tensor) -> torch.Tensor:
    """Gradient times activation of a tower's last map, over all its channels, for each direction."""
    with torch.enable_grad():
        last = last.detach().requires_grad_()
        towards = _towards(finish(last), directions)
        gradients = _gradients(towards, [last])
    channels = 1 + max(range(3), key=lambda dim: last.shape[1 + dim])  # some towers have them last
    return torch.stack([(last.detach() * one).float().sum(channels)[0] for (one,) in gradients])


def _gradients(towards: torch.Tensor, of: Sequence[torch.Tensor]) -> list[tuple[torch.Tensor, ...]]:
    """For each direction the gradients of what leads to it; zeros for what doesn't."""
    return [
        torch.autograd.grad(one, of, retain_graph=True, allow_unused=True, materialize_grads=True) for one in towards
    ]


# --- transformers ----------------------------------------------------------------------------------------------------


def _of_attention(model: Any, pixels: torch.Tensor, directions: torch.Tensor) -> torch.Tensor | None:  # noqa: ANN401 - open_clip has no types
    """Relevance that is propagated from layer to layer of a transformer; None for one that isn't followed."""
    grid = next((module.grid_size for module in model.visual.modules() if hasattr(module, "grid_size")), None)
    if grid is None:
        return None
    with torch.enable_grad(), _Attention() as attention:
        towards = _towards(model.encode_image(pixels.detach().requires_grad_()), directions)
    gradients = _gradients(towards, attention.maps)
    rows = [_propagated(attention.maps, of_one) for of_one in gradients]
    places = grid[0] * grid[1]
    if any(row is None or len(row) < places for row in rows):
        return None
    return torch.stack([row[-places:].reshape(grid) for row in rows if row is not None])  # class tokens come first


def _propagated(maps: Sequence[torch.Tensor], gradients: Sequence[torch.Tensor]) -> torch.Tensor | None:
    """The relevance (tokens,) of a transformer's input tokens to what the ``gradients`` of its attention are of.

    ``maps`` are its layers' attention in order, (1, heads, queries, keys). None where they don't follow each other.
    """
    relevance, last = torch.zeros(0, 0), torch.zeros(0, dtype=torch.bool)
    for attention, gradient in zip(maps, gradients, strict=True):
        reads = gradient[0].float().abs().sum(dim=(0, 2)) > 0  # the tokens whose new state leads to the answer
        if not reads.any():
            continue  # a pooling of its own, for captions
        positive = (attention[0].detach() * gradient[0]).float().clamp(min=0).mean(dim=0)
        queries, keys = positive.shape
        relevance = relevance if len(relevance) else positive.new_zeros(keys, keys)
        if relevance.shape != (keys, keys):
            return None  # windows, a hybrid of both kinds of tower, or a pooling after another
        if queries == keys:
            relevance = relevance + positive + positive @ relevance
        else:
            relevance = positive + positive @ functional.normalize(relevance, p=1, dim=1)  # its equations 8 to 10
        last = reads
    return relevance[last].mean(dim=0) if len(relevance) else None


class _Attention(TorchFunctionMode):
    """While open, attention on this thread is computed step by step, and its ``maps`` are kept.

    Each is (n, heads, queries, keys). torch's own fused kernels keep none that a gradient could be asked of.
    """

    def __init__(self) -> None:
        super().__init__()
        self.maps: list[torch.Tensor] = []

    def __torch_function__(self, func: Any, types: Any, args: Any = (), kwargs: Any = None) -> Any:  # noqa: ANN401 - torch's
        """Call ``func``, or do its work where it is attention without a mask."""
        options = dict(kwargs or {})
        if func is functional.multi_head_attention_forward:
            given = signature(func).bind(*args, **options).arguments
            if not any(given.get(name) is not None for name in ("attn_mask", "key_padding_mask", "bias_k")):
                return self._headed(given), None
        if func is functional.scaled_dot_product_attention and len(args) == 3 and options.get("attn_mask") is None:  # noqa: PLR2004 - query, key and value alone
            queries, keys, values = args
            return self._attend(queries, keys, values, options.get("scale"))
        return func(*args, **options)

    def _headed(self, given: dict[str, Any]) -> torch.Tensor:
        """What ``torch.nn.MultiheadAttention`` gives for queries (length, n, width)."""
        apart = given.get("use_separate_proj_weight")
        weights = [given[f"{name}_proj_weight"] for name in "qkv"] if apart else given["in_proj_weight"].chunk(3)
        biases = (None,) * 3 if given["in_proj_bias"] is None else given["in_proj_bias"].chunk(3)
        inputs = (given["query"], given["key"], given["value"])
        parts = [functional.linear(*each) for each in zip(inputs, weights, biases, strict=True)]
        queries, keys, values = (part.reshape(*part.shape[:2], given["num_heads"], -1) for part in parts)
        mixed = self._attend(queries.permute(1, 2, 0, 3), keys.permute(1, 2, 0, 3), values.permute(1, 2, 0, 3))
        rows = mixed.permute(2, 0, 1, 3).flatten(-2)
        return functional.linear(rows, given["out_proj_weight"], given["out_proj_bias"])

    def _attend(
        self, queries: torch.Tensor, keys: torch.Tensor, values: torch.Tensor, scale: float | None = None
    ) -> torch.Tensor:
        """Attention of (n, heads, length, width), its map kept."""
        factor = queries.shape[-1] ** -0.5 if scale is None else scale
        self.maps.append(((queries * factor) @ keys.transpose(-2, -1)).softmax(dim=-1))
        return self.maps[-1] @ values
