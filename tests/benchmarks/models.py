"""Networks for the benchmarks: real architectures with random weights as open_clip folders, and the starter."""

from __future__ import annotations

import json
import logging
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from unittest.mock import patch

import torch
from safetensors.torch import save_file

from zeroshot import weights
from zeroshot.encoders import Backend, Device, Encoder, Precision, open_encoder
from zeroshot.encoders.torchvision_import import import_open_clip
from zeroshot.errors import WeightsError

if TYPE_CHECKING:
    from pathlib import Path

VIT = "ViT-B-32"
MOBILE = "MobileCLIP2-S0"


@dataclass(frozen=True, slots=True)
class Model:
    """A model as the command line names it (``--model``), with a short name for the tables."""

    name: str
    argument: str
    weights: weights.Weights

    def encoder(self, precision: str = "auto", backend: str = "auto", cache: Path | None = None) -> Encoder:
        """Loaded on the processor, whatever else the machine has; what the backends keep lies below ``cache``.

        int8 is taken as it comes: random weights hardly tell classes apart, so any rounding changes their answers.
        """
        with patch("zeroshot.encoders.openvino.TOP_1", 0.0):
            return open_encoder(
                self.weights,
                device=Device.CPU,
                precision=Precision(precision),
                backend=Backend(backend),
                cache=cache,
            )


def vit_b_32(parent: Path) -> Model:
    """OpenAI's architecture at its real size, as open_clip initialises it; 605 MB below ``parent``."""
    return initialised(parent, VIT)


def initialised(parent: Path, architecture: str) -> Model:
    """One of open_clip's architectures at its real size with random weights, as a folder below ``parent``."""
    folder = parent / architecture
    folder.mkdir()
    open_clip = import_open_clip()
    config: dict[str, Any] = {"model_cfg": open_clip.get_model_config(architecture), "preprocess_cfg": {}}
    (folder / weights.CONFIG).write_text(json.dumps(config), encoding="utf-8")
    torch.manual_seed(0)
    logging.disable(logging.WARNING)  # open_clip warns of a model without weights
    model = open_clip.create_model(f"local-dir:{folder}", load_weights=False)
    logging.disable(logging.NOTSET)
    state = {name: tensor.clone().contiguous() for name, tensor in model.state_dict().items()}
    save_file(state, folder / "open_clip_model.safetensors")
    name = "ViT-B/32" if architecture == VIT else architecture
    return Model(name, str(folder), weights.inspect(folder, architecture))


def starter() -> Model | None:
    """The built-in model; None, told on the terminal, where it has not been made yet."""
    try:
        return Model("starter", weights.STARTER, weights.inspect(weights.starter(), weights.STARTER))
    except WeightsError as error:
        print(f"Without the starter: {error}")
        return None
