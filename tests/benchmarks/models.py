"""Networks for the benchmarks: ViT-B/32 with random weights as an open_clip folder, and the built-in starter."""

from __future__ import annotations

import json
import logging
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import torch
from safetensors.torch import save_file

from zeroshot import weights
from zeroshot.encoders import Device, Encoder, Precision, open_encoder
from zeroshot.encoders.torchvision_import import import_open_clip
from zeroshot.errors import WeightsError

if TYPE_CHECKING:
    from pathlib import Path

VIT = "ViT-B-32"


@dataclass(frozen=True, slots=True)
class Model:
    """A model as the command line names it (``--model``), with a short name for the tables."""

    name: str
    argument: str
    weights: weights.Weights

    def encoder(self, precision: str = "auto") -> Encoder:
        """Loaded on the processor, whatever else the machine has."""
        return open_encoder(self.weights, device=Device.CPU, precision=Precision(precision))


def vit_b_32(parent: Path) -> Model:
    """OpenAI's architecture at its real size, as open_clip initialises it; 605 MB below ``parent``."""
    folder = parent / VIT
    folder.mkdir()
    open_clip = import_open_clip()
    config: dict[str, Any] = {"model_cfg": open_clip.get_model_config(VIT), "preprocess_cfg": {}}
    (folder / weights.CONFIG).write_text(json.dumps(config), encoding="utf-8")
    torch.manual_seed(0)
    logging.disable(logging.WARNING)  # open_clip warns of a model without weights
    model = open_clip.create_model(f"local-dir:{folder}", load_weights=False)
    logging.disable(logging.NOTSET)
    state = {name: tensor.clone().contiguous() for name, tensor in model.state_dict().items()}
    save_file(state, folder / "open_clip_model.safetensors")
    return Model("ViT-B/32", str(folder), weights.inspect(folder, VIT))


def starter() -> Model | None:
    """The built-in model; None, told on the terminal, where it has not been made yet."""
    try:
        return Model("starter", weights.STARTER, weights.inspect(weights.starter(), weights.STARTER))
    except WeightsError as error:
        print(f"Without the starter: {error}")
        return None
