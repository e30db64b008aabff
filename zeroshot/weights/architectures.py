"""The architectures that open_clip has configurations of: for weights that come without one, by their name alone.

open_clip's own files are read where it is installed, without importing it, which takes seconds.
"""

from __future__ import annotations

import json
import re
from difflib import get_close_matches
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

from zeroshot.errors import WeightsError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from typing import TypeAlias

    Shapes: TypeAlias = Mapping[str, tuple[int, ...]]
    Expectation: TypeAlias = tuple[str, tuple[int, ...]]

_CLIP = ((0.48145466, 0.4578275, 0.40821073), (0.26862954, 0.26130258, 0.27577711))
_IMAGENET = ((0.485, 0.456, 0.406), (0.229, 0.224, 0.225))
_HALF = ((0.5, 0.5, 0.5), (0.5, 0.5, 0.5))
_NOTHING = ((0.0, 0.0, 0.0), (1.0, 1.0, 1.0))

# How the pictures of a family are prepared (colours, interpolation, resize mode), as open_clip.pretrained 3.3 has it
# for the weights that it knows; the first that fits. Where weights of one architecture differ, it is what most have.
_FAMILIES = (
    (r".*SigLIP.*|nllb-.*-siglip", _HALF, "bicubic", "squash"),
    (r"PE-Core-.*", _HALF, "bilinear", "squash"),
    (r"MobileCLIP2-S[34]", _CLIP, "bilinear", "shortest"),
    (r"MobileCLIP2-L-14", _CLIP, "bicubic", "shortest"),
    (r"MobileCLIP.*", _NOTHING, "bilinear", "shortest"),
    (r".*CLIPA.*", _IMAGENET, "bilinear", "squash"),
    (r"ViT-H-14-378.*|ViT-.*-worldwide-378", _CLIP, "bicubic", "squash"),
    (r".*", _CLIP, "bicubic", "shortest"),
)


def names() -> tuple[str, ...]:
    """All architectures, in alphabetical order."""
    return tuple(sorted((file.stem for file in _folder().glob("*.json")), key=str.casefold))


def configuration(name: str) -> dict[str, Any]:
    """What open_clip_config.json holds for an architecture.

    Raises:
        WeightsError: there is no such architecture; the sentence tells names that are like it.
    """
    file = _folder() / f"{name}.json"
    if name not in names():
        raise WeightsError(f'open_clip knows no architecture "{name}". {_near(name)}')
    model = json.loads(file.read_text(encoding="utf-8"))
    return {"model_cfg": model, "preprocess_cfg": _preparation(name)}


def fitting(shapes: Shapes) -> tuple[str, ...]:
    """The architectures that weights may be of, as far as the shapes of their tensors tell.

    Those whose text tower open_clip would complete from the network at every start are left out: none is installed.
    """
    models = ((name, configuration(name)["model_cfg"]) for name in names())
    usable = ((name, model) for name, model in models if not model["text_cfg"].get("hf_model_name"))
    return tuple(name for name, model in usable if not misfit(model, shapes))


def misfit(model: Mapping[str, Any], shapes: Shapes) -> str:
    """The first tensor that shows weights to be of another architecture than ``model``, as part of a sentence, or "".

    Only what tells architectures apart is looked at: widths, depths, vocabulary, context, patches and picture size.
    """
    if any(key.startswith("image_encoder.") for key in shapes):
        return ""  # Apple's own form of MobileCLIP, which open_clip converts when it loads it
    return next(_misfits(model, shapes), "")


def _folder() -> Path:
    found = find_spec("open_clip")
    if found is None or not found.submodule_search_locations:
        raise WeightsError("open_clip is not installed. Install it with: pip install open_clip_torch")
    return Path(found.submodule_search_locations[0]) / "model_configs"


def _near(name: str) -> str:
    known = {other.casefold(): other for other in names()}
    close = get_close_matches(name.replace("/", "-").casefold(), known, n=5, cutoff=0.5)
    return f"Did you mean one of these: {', '.join(known[other] for other in close)}?" if close else _EXAMPLES


_EXAMPLES = "Names of architectures are like ViT-B-32, ViT-B-32-quickgelu (OpenAI's weights) or ViT-B-16-SigLIP2-256."


def _preparation(name: str) -> dict[str, Any]:
    colours, interpolation, resize_mode = next(rest for pattern, *rest in _FAMILIES if re.fullmatch(pattern, name))
    mean, std = colours
    return {"mean": list(mean), "std": list(std), "interpolation": interpolation, "resize_mode": resize_mode}


# --- shapes ----------------------------------------------------------------------------------------------------------


def _misfits(model: Mapping[str, Any], shapes: Shapes) -> Iterator[str]:
    foreign = model["text_cfg"].get("hf_model_name")
    if foreign and not any(key.startswith("text.transformer.embed") for key in shapes):
        yield f"it has no text tower of {foreign}"
    for key, shape in (*_text(model), *_vision(model)):
        found = _find(key, shapes, custom=bool(model.get("custom_text")))
        if found is None:
            yield f"it has no {key}"
        elif found != shape:
            yield f"its {key} has the shape {_told(found)}, not {_told(shape)}"
    for tower, config in (("transformer.", "text_cfg"), ("visual.transformer.", "vision_cfg")):
        layers, depth = model[config].get("layers", 12), _depth(tower, shapes)
        if depth and depth != layers:
            yield f"its {tower[:-1]} has {depth} layers, not {layers}"
    for key, config in (("logit_bias", "init_logit_bias"), ("text_decoder.text_projection", "multimodal_cfg")):
        if (key in shapes) != (config in model):
            yield f"it has {'no' if config in model else 'a'} {key}"
    yield from _misfits_of_trunk(model["vision_cfg"], shapes)


def _text(model: Mapping[str, Any]) -> Iterator[Expectation]:
    text = model["text_cfg"]
    if text.get("hf_model_name"):
        return
    width = text.get("width", 512)
    yield "token_embedding.weight", (text.get("vocab_size", 49408), width)
    yield "positional_embedding", (text.get("context_length", 77) + bool(text.get("embed_cls")), width)
    if text.get("proj_type") == "none":
        return
    if text.get("proj_bias"):
        yield "text_projection.weight", (model["embed_dim"], width)
    else:
        yield "text_projection", (width, model["embed_dim"])


def _vision(model: Mapping[str, Any]) -> Iterator[Expectation]:
    vision = model["vision_cfg"]
    width, side, layers = vision.get("width", 768), vision.get("image_size", 224), vision.get("layers", 12)
    if "timm_model_name" in vision:
        return
    if isinstance(layers, list):
        yield "visual.conv1.weight", (width // 2, 3, 3, 3)
        yield "visual.attnpool.positional_embedding", ((side // 32) ** 2 + 1, width * 32)
        yield f"visual.layer3.{layers[2] - 1}.bn1.weight", (width * 4,)
        yield "visual.attnpool.c_proj.weight", (model["embed_dim"], width * 32)
        return
    patch = vision.get("patch_size", 16)
    yield "visual.conv1.weight", (width, 3, patch, patch)
    yield "visual.positional_embedding", ((side // patch) ** 2 + 1, width)
    if not vision.get("attentional_pool"):
        yield "visual.proj", (width, model["embed_dim"])


def _find(key: str, shapes: Shapes, *, custom: bool) -> tuple[int, ...] | None:
    """The shape of a tensor, which a text tower of its own has below ``text``; open_clip also takes the older place."""
    below = shapes.get(f"text.{key}") if custom and not key.startswith("visual.") else None
    return below or shapes.get(key)


def _depth(tower: str, shapes: Shapes) -> int:
    pattern = re.compile(rf"(?:text\.)?{re.escape(tower)}resblocks\.(\d+)\.")
    return 1 + max((int(found[1]) for found in map(pattern.match, shapes) if found), default=-1)


def _misfits_of_trunk(vision: Mapping[str, Any], shapes: Shapes) -> Iterator[str]:
    """What shows a picture tower of timm's to be another; its inner form is known to timm alone."""
    name, side = vision.get("timm_model_name", ""), vision.get("image_size", 224)
    if not name:
        return
    if not any(key.startswith("visual.trunk.") for key in shapes):
        yield "it has no visual.trunk"
    patches = shapes.get("visual.trunk.patch_embed.proj.weight", ())
    places = shapes.get("visual.trunk.pos_embed", ())
    if len(patches) == 4 and len(places) == 3:  # noqa: PLR2004 - (width, colours, height, width); (1, places, width)
        named, grid = re.search(r"patch(\d+)", name), (side // patches[-1]) ** 2
        if not grid <= places[1] <= grid + 1 or (named is not None and int(named[1]) != patches[-1]):
            yield f"its visual.trunk has other patches than those of {name} in {side} x {side} pixels"


def _told(shape: tuple[int, ...]) -> str:
    return " x ".join(map(str, shape)) or "of a single number"
