"""The table of architectures against open_clip itself."""

from __future__ import annotations

import pytest
import torch

from zeroshot.encoders.torchvision_import import import_open_clip
from zeroshot.weights import architectures

KINDS = (
    *("ViT-B-32", "ViT-B-16-SigLIP2", "ViT-SO400M-16-SigLIP-i18n-256", "PE-Core-B-16", "MobileCLIP2-S0", "RN50"),
    *("coca_ViT-B-32", "EVA02-B-16", "convnext_base", "ViT-H-14-CLIPA", "ViT-L-14-worldwide"),
)


@pytest.mark.parametrize("name", KINDS)
@pytest.mark.filterwarnings("ignore")  # of timm's own names
def test_a_model_as_open_clip_makes_it_fits_its_architecture(name: str) -> None:
    open_clip = import_open_clip()
    with torch.device("meta"):
        model = open_clip.create_model(name, load_weights=False, pretrained_text=False, device="meta")
    shapes = {key: tuple(tensor.shape) for key, tensor in model.state_dict().items()}
    assert architectures.misfit(architectures.configuration(name)["model_cfg"], shapes) == ""
    assert name in architectures.fitting(shapes)


def test_pictures_are_prepared_as_most_weights_of_an_architecture_want_it() -> None:
    open_clip = import_open_clip()
    assert set(architectures.names()) == set(open_clip.list_models())
    for name in architectures.names():
        own = architectures.configuration(name)["preprocess_cfg"]
        tags = [open_clip.get_pretrained_cfg(name, tag) for tag in open_clip.list_pretrained_tags_by_model(name)]
        agreeing = [tag for tag in tags if all(list(_listed(tag[key])) == list(_listed(own[key])) for key in own)]
        assert len(agreeing) * 2 >= len(tags), name


def _listed(value: object) -> tuple[object, ...]:
    return tuple(value) if isinstance(value, list | tuple) else (value,)
