"""A model small enough for tests, which open_clip loads: a ViT of two layers that was never taught anything."""

from __future__ import annotations

import json
import math
from typing import TYPE_CHECKING

import numpy as np
from safetensors.numpy import save_file

if TYPE_CHECKING:
    from pathlib import Path

    import numpy.typing as npt

LOGIT_SCALE = 50.0
WIDTH, LAYERS, SIDE, PATCH, CONTEXT, WORDS = 64, 2, 32, 8, 32, 49408


def write(folder: Path) -> Path:
    """Make ``folder`` an open_clip folder, the same every time."""
    folder.mkdir()
    tower = {"layers": LAYERS, "width": WIDTH}
    config = {
        "model_cfg": {
            "embed_dim": WIDTH,
            "vision_cfg": {**tower, "image_size": SIDE, "patch_size": PATCH, "head_width": WIDTH // 2},
            "text_cfg": {**tower, "context_length": CONTEXT, "vocab_size": WORDS, "heads": 2},
        },
        "preprocess_cfg": {"mean": [0.5, 0.5, 0.5], "std": [0.25, 0.25, 0.25]},
    }
    (folder / "open_clip_config.json").write_text(json.dumps(config), encoding="utf-8")
    save_file(_weights(), folder / "open_clip_model.safetensors")
    return folder


def _weights() -> dict[str, npt.NDArray[np.float32]]:
    random = np.random.default_rng(0)

    def normal(*shape: int, scale: float = 0.2) -> npt.NDArray[np.float32]:
        return random.normal(0, scale, shape).astype(np.float32)

    weights = {
        "logit_scale": np.array(math.log(LOGIT_SCALE), np.float32),
        "positional_embedding": normal(CONTEXT, WIDTH, scale=0.02),
        "text_projection": normal(WIDTH, WIDTH),
        "token_embedding.weight": normal(WORDS, WIDTH, scale=0.05),
        "visual.class_embedding": normal(WIDTH),
        "visual.positional_embedding": normal((SIDE // PATCH) ** 2 + 1, WIDTH),
        "visual.proj": normal(WIDTH, WIDTH),
        "visual.conv1.weight": normal(WIDTH, 3, PATCH, PATCH),
    }
    norms = ["ln_final", "visual.ln_pre", "visual.ln_post"]
    for prefix in (f"{tower}transformer.resblocks.{layer}." for tower in ("", "visual.") for layer in range(LAYERS)):
        norms += [f"{prefix}ln_1", f"{prefix}ln_2"]
        for name, shape in _LINEAR.items():
            weights[f"{prefix}{name}weight"] = normal(*shape)
            weights[f"{prefix}{name}bias"] = normal(shape[0], scale=0.02)
    for norm in norms:
        weights[f"{norm}.weight"], weights[f"{norm}.bias"] = np.ones(WIDTH, np.float32), np.zeros(WIDTH, np.float32)
    return weights


_LINEAR = {
    "attn.in_proj_": (3 * WIDTH, WIDTH),
    "attn.out_proj.": (WIDTH, WIDTH),
    "mlp.c_fc.": (4 * WIDTH, WIDTH),
    "mlp.c_proj.": (WIDTH, 4 * WIDTH),
}
