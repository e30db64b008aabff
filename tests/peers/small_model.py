"""A repository as hubs have it, with one small model in it."""

from __future__ import annotations

import json

import numpy as np
from safetensors.numpy import save

REPOSITORY = "makers/small"
WEIGHTS = "open_clip_model.safetensors"
NEEDED = {"README.md", "open_clip_config.json", WEIGHTS, "tokenizer.json"}
CONFIG = {
    "model_cfg": {
        "embed_dim": 64,
        "vision_cfg": {"timm_model_name": "resnet10t", "image_size": 64},
        "text_cfg": {"context_length": 32},
    },
    "preprocess_cfg": {},
}


def model_files() -> dict[str, bytes]:
    """A repository as hubs have it: what is needed, and much that isn't."""
    numbers = np.random.default_rng(0).normal(size=400_000).astype(np.float32)
    return {
        ".gitattributes": b"*.safetensors filter=lfs",
        "README.md": b"# Small\n",
        "model.safetensors": b"the same for another library" * 400,
        "open_clip_config.json": json.dumps(CONFIG).encode(),
        "open_clip_pytorch_model.bin": b"\x80\x04pickled" * 1000,
        WEIGHTS: save({"weight": numbers}),
        "samples/1.png": b"\x89PNG" * 2000,
        "tokenizer.json": b'{"vocabulary": {}}' * 500,
    }
