"""Model folders of real architectures with random weights, made once a test session."""

from __future__ import annotations

import copy
import json
from typing import TYPE_CHECKING, Any

import pytest
import torch
from safetensors.torch import save_file

from zeroshot.encoders import apart
from zeroshot.encoders.torchvision_import import import_open_clip

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path


@pytest.fixture(scope="module", autouse=True)
def networks_are_made_here(request: pytest.FixtureRequest) -> Iterator[None]:
    """Not in a process of their own, as they are where there can be none: each would import torch anew.

    That it works in a process is for ``test_apart`` to show.
    """
    with pytest.MonkeyPatch.context() as patched:
        if not request.path.name.startswith("test_apart"):
            patched.setattr(apart, "make", lambda *_: None)
        yield


WORDS = ("a photo of the dog cat red brick house by sea", "hello world nice so long thing and or it is")


@pytest.fixture(scope="session")
def model_folder(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Path]:
    """The folder of an architecture of open_clip's, with everything that a downloaded model has.

    The towers keep their form but lose layers, which would only cost time here.
    """
    made: dict[str, Path] = {}

    def folder(name: str) -> Path:
        if name not in made:
            made[name] = _make(name, tmp_path_factory.mktemp(name))
        return made[name]

    return folder


TINY = "tiny"
"""A ViT of OpenAI's kind, so small that converting it takes moments."""

_TINY = {
    "embed_dim": 32,
    "vision_cfg": {"image_size": 32, "layers": 2, "width": 64, "patch_size": 8, "head_width": 32},
    "text_cfg": {"context_length": 32, "vocab_size": 49408, "width": 32, "heads": 2, "layers": 2},
}


def _make(name: str, folder: Path) -> Path:
    open_clip = import_open_clip()
    config: dict[str, Any] = copy.deepcopy(_TINY) if name == TINY else open_clip.get_model_config(name)
    config["text_cfg"]["layers"] = 2
    preprocess: dict[str, Any] = {}
    if "layers" in config["vision_cfg"]:  # of each of its stages, where it is a ResNet
        config["vision_cfg"]["layers"] = [1] * 4 if isinstance(config["vision_cfg"]["layers"], list) else 2
    if "SigLIP2" in name:
        config["text_cfg"]["vocab_size"] = _save_tokenizer(folder)
        preprocess = {"mean": [0.5] * 3, "std": [0.5] * 3, "interpolation": "bicubic", "resize_mode": "squash"}
    (folder / "open_clip_config.json").write_text(json.dumps({"model_cfg": config, "preprocess_cfg": preprocess}))
    torch.manual_seed(0)
    model = open_clip.create_model(f"local-dir:{folder}", load_weights=False)
    state = {key: value.clone().contiguous() for key, value in model.state_dict().items()}
    save_file(state, folder / "open_clip_model.safetensors")
    return folder


def _save_tokenizer(folder: Path) -> int:
    """A word tokenizer in the files that SigLIP 2's has; the number of its tokens."""
    from tokenizers import Tokenizer, models, pre_tokenizers, processors
    from transformers import PreTrainedTokenizerFast

    vocabulary = {word: i for i, word in enumerate(["<pad>", "<eos>", "<unk>", *" ".join(WORDS).split()])}
    tokenizer = Tokenizer(models.WordLevel(vocabulary, unk_token="<unk>"))  # noqa: S106 - no password
    tokenizer.pre_tokenizer = pre_tokenizers.Whitespace()
    tokenizer.post_processor = processors.TemplateProcessing(single="$A <eos>", special_tokens=[("<eos>", 1)])
    fast = PreTrainedTokenizerFast(tokenizer_object=tokenizer, pad_token="<pad>", eos_token="<eos>", unk_token="<unk>")  # noqa: S106
    fast.save_pretrained(folder)
    return len(vocabulary)
