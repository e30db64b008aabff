"""Puts the trained parts together as an open_clip folder: fp16 safetensors and configuration, written atomically."""

from __future__ import annotations

import argparse
import json
import math
from pathlib import Path
from typing import TYPE_CHECKING

import torch
from safetensors.torch import save_file

from zeroshot.training.tower import (
    MODEL_CFG,
    PREPROCESS_CFG,
    Tail,
    lite0_weights,
    load_trunk,
    new_model,
)

if TYPE_CHECKING:
    import open_clip


def assemble(pictures: Path, text: Path, scale: float) -> open_clip.CLIP:
    """The model: the tower of `finetune` (or `project`), the text tower of `distill`, the calibrated logit scale."""
    model = new_model()
    model.load_state_dict(torch.load(text, weights_only=True))
    load_trunk(model.visual.trunk, lite0_weights()[0])
    trained = torch.load(pictures, weights_only=True)
    Tail(model.visual.trunk).load_state_dict(trained["tail"])
    with torch.no_grad():
        model.visual.head.proj.weight.copy_(trained["heads"]["projection.weight"])
        model.logit_scale.fill_(math.log(scale))
    return model.eval()


def write(model: open_clip.CLIP, folder: Path, image_size: int) -> None:
    """Write weights and configuration; each file appears whole."""
    folder.mkdir(parents=True, exist_ok=True)
    state = {name: _half(value) for name, value in model.state_dict().items() if name != "attn_mask"}
    config = {"model_cfg": MODEL_CFG, "preprocess_cfg": PREPROCESS_CFG}
    config["model_cfg"]["vision_cfg"] |= {"image_size": image_size}
    weights, settings = folder / "open_clip_model.safetensors", folder / "open_clip_config.json"
    part = weights.with_suffix(".part")
    save_file(state, part, metadata={"format": "pt"})
    part.chmod(0o644)  # safetensors writes 0600
    part.replace(weights)
    part = settings.with_suffix(".part")
    part.write_text(json.dumps(config, indent=2) + "\n", encoding="utf-8")
    part.replace(settings)


def _half(value: torch.Tensor) -> torch.Tensor:
    value = value.detach().contiguous()
    return value.half() if value.is_floating_point() else value


def main() -> None:
    """Ship."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pictures", type=Path, required=True, help="checkpoint of `finetune` or `project`")
    parser.add_argument("--text", type=Path, required=True, help="checkpoint of `distill`")
    parser.add_argument("--scale", type=float, required=True, help="logit scale, as `evaluate` found it")
    parser.add_argument("--image-size", type=int, default=160)
    parser.add_argument("--out", type=Path, required=True)
    arguments = parser.parse_args()
    write(assemble(arguments.pictures, arguments.text, arguments.scale), arguments.out, arguments.image_size)


if __name__ == "__main__":
    main()
