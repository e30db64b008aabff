"""A picture tower in int8 by NNCF's post-training quantisation, calibrated on the sample pictures.

Always on those, not on the user's own: what a network is calibrated on decides its vectors, and the vectors of one
model have to be the same whatever folder it sees first.
"""

from __future__ import annotations

import logging
import warnings
from typing import TYPE_CHECKING, Any

from zeroshot.encoders.runtime import nncf

if TYPE_CHECKING:
    from collections.abc import Sequence

    from zeroshot.encoders.runtime import Network
    from zeroshot.records import Pixels
    from zeroshot.weights import Weights


def quantised(pictures: Network, calibration: Sequence[Pixels], weights: Weights) -> Network:
    """A copy of the picture tower that computes in int8 where it can; takes a minute for a ViT-B/32."""
    package = nncf()
    kind = package.ModelType.TRANSFORMER if is_transformer(weights.model["vision_cfg"]) else None
    batches = package.Dataset([pixels[None] for pixels in calibration])
    level = logging.getLogger("nncf").level
    logging.getLogger("nncf").setLevel(logging.ERROR)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return package.quantize(pictures, batches, model_type=kind, subset_size=len(calibration))
    finally:
        logging.getLogger("nncf").setLevel(level)


def is_transformer(vision: dict[str, Any]) -> bool:
    """Whether a picture tower, by its configuration, is one: NNCF then smooths the outliers of its activations."""
    if "timm_model_name" in vision:
        return str(vision["timm_model_name"]).startswith(("vit", "eva", "naflexvit"))
    return isinstance(vision.get("layers"), int)
