"""What people use instead, with the very same weights: the transformers pipeline, and open_clip with a DataLoader."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import torch
from PIL import Image
from torch.nn import functional
from torch.utils.data import DataLoader, Dataset

from zeroshot.encoders.torchvision_import import import_open_clip

open_clip = import_open_clip()  # before transformers, which looks for torchvision when it is imported

import transformers  # noqa: E402

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

BATCH = 32
WORKERS = 2
TEMPLATE = "a photo of a {}."

State = dict[str, torch.Tensor]

# open_clip's names of a layer's parts, and transformers'.
_PARTS = {
    "attn.out_proj": "self_attn.out_proj",
    "ln_1": "layer_norm1",
    "ln_2": "layer_norm2",
    "mlp.c_fc": "mlp.fc1",
    "mlp.c_proj": "mlp.fc2",
}
_WHOLE = {
    "logit_scale": "logit_scale",
    "positional_embedding": "text_model.embeddings.position_embedding.weight",
    "token_embedding.weight": "text_model.embeddings.token_embedding.weight",
    "ln_final.weight": "text_model.final_layer_norm.weight",
    "ln_final.bias": "text_model.final_layer_norm.bias",
    "visual.class_embedding": "vision_model.embeddings.class_embedding",
    "visual.positional_embedding": "vision_model.embeddings.position_embedding.weight",
    "visual.conv1.weight": "vision_model.embeddings.patch_embedding.weight",
    "visual.ln_pre.weight": "vision_model.pre_layrnorm.weight",  # their spelling
    "visual.ln_pre.bias": "vision_model.pre_layrnorm.bias",
    "visual.ln_post.weight": "vision_model.post_layernorm.weight",
    "visual.ln_post.bias": "vision_model.post_layernorm.bias",
}
_TURNED = {"visual.proj": "visual_projection.weight", "text_projection": "text_projection.weight"}
_SPELT = {"<start_of_text>": "<|startoftext|>", "<end_of_text>": "<|endoftext|>"}


# --- open_clip -------------------------------------------------------------------------------------------------------


class _Pictures(Dataset[torch.Tensor]):
    """Files as open_clip's own transform gives them."""

    def __init__(self, paths: Sequence[Path], transform: Callable[[Image.Image], torch.Tensor]) -> None:
        self.paths, self.transform = paths, transform

    def __len__(self) -> int:
        return len(self.paths)

    def __getitem__(self, index: int) -> torch.Tensor:
        return self.transform(Image.open(self.paths[index]))


@dataclass(frozen=True, slots=True)
class OpenClip:
    """The loop of open_clip's README, with a DataLoader in front."""

    model: Any
    transform: Callable[[Image.Image], torch.Tensor]
    tokenizer: Any

    @classmethod
    def load(cls, folder: Path) -> OpenClip:
        """From an open_clip folder, in fp32, on the processor."""
        model, _, transform = open_clip.create_model_and_transforms(f"local-dir:{folder}", device="cpu")
        return cls(model.eval(), transform, open_clip.get_tokenizer(f"local-dir:{folder}"))

    @torch.inference_mode()
    def label(self, paths: Sequence[Path], classes: Sequence[str]) -> list[str]:
        """The best class of every picture."""
        tokens = self.tokenizer([TEMPLATE.format(name) for name in classes])
        texts = functional.normalize(self.model.encode_text(tokens), dim=-1)
        loader = DataLoader(_Pictures(paths, self.transform), batch_size=BATCH, num_workers=WORKERS)
        best: list[str] = []
        for pixels in loader:
            images = functional.normalize(self.model.encode_image(pixels), dim=-1)
            probabilities = (self.model.logit_scale.exp() * images @ texts.T).softmax(dim=-1)
            best += [classes[index] for index in probabilities.argmax(dim=-1).tolist()]
        return best

    @torch.inference_mode()
    def learn(self, classes: Sequence[str], templates: Sequence[str]) -> torch.Tensor:
        """The vectors (d, classes) of classes with templates, one class a batch."""
        build = open_clip.build_zero_shot_classifier
        vectors: torch.Tensor = build(self.model, self.tokenizer, classes, templates, num_classes_per_batch=1)
        return vectors


# --- transformers ----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Transformers:
    """The zero-shot-image-classification pipeline."""

    pipeline: Any

    @classmethod
    def load(cls, of: OpenClip) -> Transformers:
        """``of``'s own weights in transformers' CLIPModel, in fp32, on the processor."""
        transformers.logging.set_verbosity_error()
        state = of.model.state_dict()
        config = transformers.CLIPConfig(
            text_config={
                "hidden_act": "gelu",
                "bos_token_id": 49406,
                "eos_token_id": 49407,
                "num_hidden_layers": _layers(state, "transformer"),
            },
            vision_config={"hidden_act": "gelu", "num_hidden_layers": _layers(state, "visual.transformer")},
        )
        model = transformers.CLIPModel(config)
        missing, unexpected = model.load_state_dict(_translated(state), strict=False)
        if unexpected or any("position_ids" not in name for name in missing):
            raise ValueError(f"transformers' CLIPModel has other parts: {missing}, {unexpected}")
        return cls(
            transformers.pipeline(
                "zero-shot-image-classification",
                model=model.eval(),
                image_processor=transformers.CLIPImageProcessor(),
                tokenizer=_tokenizer(),
                device="cpu",
            )
        )

    def label(self, paths: Sequence[Path], classes: Sequence[str]) -> list[str]:
        """The best class of every picture."""
        answers = self.pipeline(
            [str(path) for path in paths],
            candidate_labels=list(classes),
            hypothesis_template=TEMPLATE,
            batch_size=BATCH,
        )
        return [answer[0]["label"] for answer in answers]


def _tokenizer() -> Any:
    """CLIP's tokenizer in transformers' form, out of the vocabulary that open_clip carries."""
    clip = open_clip.tokenizer.SimpleTokenizer()
    vocabulary = {_SPELT.get(token, token): number for token, number in clip.encoder.items()}
    return transformers.CLIPTokenizer(vocab=vocabulary, merges=list(clip.bpe_ranks), model_max_length=77)


def _layers(state: State, tower: str) -> int:
    return sum(name.startswith(f"{tower}.resblocks.") and name.endswith(".ln_1.weight") for name in state)


def _translated(state: State) -> State:
    """open_clip's parameters under transformers' names."""
    found = {theirs: state[ours] for ours, theirs in _WHOLE.items()}
    found |= {theirs: state[ours].T.contiguous() for ours, theirs in _TURNED.items()}
    for ours, theirs in (("transformer", "text_model"), ("visual.transformer", "vision_model")):
        for name, tensor in state.items():
            if name.startswith(f"{ours}.resblocks."):
                layer, _, part = name.removeprefix(f"{ours}.resblocks.").partition(".")
                prefix = f"{theirs}.encoder.layers.{layer}"
                found |= {f"{prefix}.{key}": value for key, value in _parts(part, tensor)}
    return found


def _parts(part: str, tensor: torch.Tensor) -> Iterator[tuple[str, torch.Tensor]]:
    """One parameter of a layer; queries, keys and values are one in open_clip and three in transformers."""
    module, _, kind = part.rpartition(".")
    if not part.startswith("attn.in_proj_"):
        yield f"{_PARTS[module]}.{kind}", tensor
        return
    for name, third in zip("qkv", tensor.chunk(3), strict=True):
        yield f"self_attn.{name}_proj.{part.removeprefix('attn.in_proj_')}", third.clone()


# --- are they the same? ----------------------------------------------------------------------------------------------


@torch.inference_mode()
def agreement(ours: OpenClip, theirs: Transformers, classes: Sequence[str]) -> float:
    """The smallest cosine between the two ways' vectors of random pictures and of the classes' texts.

    Vectors of random weights are all alike, and so would be those of two different networks: what is compared is
    what is left of them without their mean.
    """
    pixels = (
        torch.randn(8, 3, 224, 224, generator=torch.Generator().manual_seed(0))
        * torch.linspace(0.2, 2, 8)[:, None, None, None]
    )
    prompts = [TEMPLATE.format(name) for name in classes]
    tokens = theirs.pipeline.tokenizer(prompts, return_tensors="pt", padding=True)
    outcome = theirs.pipeline.model(pixel_values=pixels, **tokens)
    images = ours.model.encode_image(pixels)
    texts = ours.model.encode_text(ours.tokenizer(prompts))
    return min(_cosine(images, outcome.image_embeds), _cosine(texts, outcome.text_embeds))


def _cosine(one: torch.Tensor, other: torch.Tensor) -> float:
    rows = [functional.normalize(vectors, dim=-1) for vectors in (one, other)]
    middled = [vectors - vectors.mean(dim=0) for vectors in rows]
    return float(np.min(functional.cosine_similarity(*middled, dim=-1).numpy()))
