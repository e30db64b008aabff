"""Relevance by gradients: it follows the network's own answer, and lies on what the network knows."""

from __future__ import annotations

from threading import Event, Thread
from typing import TYPE_CHECKING

import numpy as np
import pytest
import torch
from torch.nn import functional

from zeroshot import weights
from zeroshot.encoders import Backend, Device, Precision, Relevance, open_encoder
from zeroshot.encoders.openclip import OpenClipEncoder
from zeroshot.encoders.relevance import _Attention, relevance
from zeroshot.encoders.torchvision_import import import_open_clip
from zeroshot.weights import folders

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

GRIDS = {
    "ViT-B-32": (7, 7),
    "ViT-B-32-SigLIP2-256": (8, 8),
    "PE-Core-T-16-384": (24, 24),
    "MobileCLIP2-S0": (8, 8),
    "RN50": (7, 7),
}
"""Where each architecture has places that can be followed: patches, or the last map of a convolutional tower."""


def load(folder: Path, precision: Precision = Precision.FP32) -> OpenClipEncoder:
    found = weights.inspect(folder, folder.name)
    encoder = open_encoder(found, backend=Backend.TORCH, device=Device.CPU, precision=precision)
    assert isinstance(encoder, OpenClipEncoder)
    return encoder


def noise(encoder: OpenClipEncoder) -> np.ndarray:
    return np.random.default_rng(0).integers(0, 256, (3, *encoder.image_size), np.uint8)


def directions(encoder: OpenClipEncoder, count: int = 2) -> np.ndarray:
    rows = np.random.default_rng(1).normal(size=(count, encoder.dim)).astype(np.float32)
    return rows / np.linalg.norm(rows, axis=1, keepdims=True)


@pytest.mark.parametrize("name", GRIDS)
def test_every_kind_of_tower_gives_a_map_for_each_direction(model_folder: Callable[[str], Path], name: str) -> None:
    encoder = load(model_folder(name))
    assert isinstance(encoder, Relevance)
    maps = encoder.relevance(noise(encoder), directions(encoder))
    assert maps is not None
    assert maps.shape == (2, *GRIDS[name])
    assert maps.dtype == np.float32
    assert np.isfinite(maps).all()
    assert maps.std(axis=(1, 2)).min() > 0
    assert not np.allclose(maps[0], maps[1])


@pytest.mark.parametrize("name", ["ViT-B-32", "ViT-B-32-SigLIP2-256", "PE-Core-T-16-384"])
def test_attention_that_is_watched_computes_what_it_computes_otherwise(
    model_folder: Callable[[str], Path], name: str
) -> None:
    encoder = load(model_folder(name))
    pixels = encoder._normal([noise(encoder)])
    plain = encoder.model.encode_image(pixels)
    with _Attention() as attention:
        watched = encoder.model.encode_image(pixels)
    assert attention.maps
    torch.testing.assert_close(watched, plain, atol=1e-4, rtol=1e-3)
    for weights_of_layer in attention.maps:
        torch.testing.assert_close(weights_of_layer.sum(dim=-1), torch.ones(weights_of_layer.shape[:-1]))


def test_the_parts_of_a_convolutional_towers_map_add_up_to_its_cosine() -> None:
    """The starter's features are linear in its last map, so that nothing is left over."""
    encoder = load(folders.starter())
    maps = encoder.relevance(noise(encoder), directions(encoder))
    assert maps is not None
    cosines = directions(encoder) @ encoder.encode_images([noise(encoder)])[0]
    np.testing.assert_allclose(maps.sum(axis=(1, 2)), cosines, atol=1e-4)
    assert maps.min() < 0 < maps.max()


def test_encoding_on_another_thread_meanwhile_is_not_disturbed(model_folder: Callable[[str], Path]) -> None:
    encoder = load(model_folder("ViT-B-32"))
    batch, towards = [noise(encoder)], directions(encoder)
    alone, stop, differences = encoder.encode_images(batch), Event(), []

    def encode() -> None:
        while not stop.is_set():
            differences.append(float(np.abs(encoder.encode_images(batch) - alone).max()))

    other = Thread(target=encode)
    other.start()
    try:
        maps = [encoder.relevance(batch[0], towards) for _ in range(3)]
    finally:
        stop.set()
        other.join()
    assert max(differences) == 0
    assert all(np.array_equal(maps[0], other) for other in maps)


# --- a transformer that has learned something ------------------------------------------------------------------------

COLOURS = torch.tensor([[200, 30, 30], [30, 160, 40], [40, 60, 210], [220, 200, 40]]) / 255
SIDE, PATCH, SQUARE = 32, 4, 8


class Tower(torch.nn.Module):
    """open_clip's own vision transformer, small; what ``relevance`` takes for a model."""

    def __init__(self, pool: str) -> None:
        super().__init__()
        transformer = import_open_clip().transformer.VisionTransformer
        attends = pool == "attention"
        pooling = {"attentional_pool": attends, "attn_pooler_queries": 1, "attn_pooler_heads": 4}
        shape = {"image_size": SIDE, "patch_size": PATCH, "width": 64, "layers": 3, "heads": 4, "mlp_ratio": 2.0}
        self.visual = transformer(**shape, output_dim=32, pool_type="tok" if attends else pool, **pooling)

    def encode_image(self, pixels: torch.Tensor) -> torch.Tensor:
        features: torch.Tensor = self.visual(pixels)
        return features


def squares(count: int, colours: int, generator: torch.Generator) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
    """Noise with a square of each of so many colours, in different quarters: pictures, colours, corners."""
    pictures = 0.35 + 0.3 * torch.rand(count, 3, SIDE, SIDE, generator=generator)
    which = torch.rand(count, len(COLOURS), generator=generator).argsort(dim=1)[:, :colours]
    quarters = torch.rand(count, 4, generator=generator).argsort(dim=1)[:, :colours]
    inside = torch.randint(0, SIDE // 2 - SQUARE + 1, (count, colours, 2), generator=generator)
    corners = torch.stack([quarters // 2, quarters % 2], dim=-1) * (SIDE // 2) + inside
    for picture, chosen, places in zip(pictures, which, corners, strict=True):
        for colour, (top, left) in zip(COLOURS[chosen], places.tolist(), strict=True):
            picture[:, top : top + SQUARE, left : left + SQUARE] = colour[:, None, None]
    return pictures, which, corners


def taught(pool: str, steps: int) -> tuple[Tower, torch.Tensor]:
    """A tower that learned in seconds to name the colour of a square, and the directions (colours, d) of the names."""
    torch.manual_seed(0)
    generator = torch.Generator().manual_seed(0)
    tower = Tower(pool)
    names = functional.normalize(torch.randn(len(COLOURS), 32, generator=generator), dim=-1)
    optimiser = torch.optim.AdamW(tower.parameters(), lr=1e-3)
    for _ in range(steps):
        pictures, which, _ = squares(64, 1, generator)
        towards = functional.normalize(tower.encode_image(pictures), dim=-1) @ names.T
        loss = functional.cross_entropy(20 * towards, which[:, 0])
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
    assert loss.item() < 0.1
    return tower.eval().requires_grad_(requires_grad=False), names


@pytest.fixture
def one_thread() -> Iterator[None]:
    """Threads that share such small work wait for each other most of the time."""
    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(threads)


@pytest.mark.usefixtures("one_thread")
@pytest.mark.parametrize(
    ("pool", "steps", "least"), [("tok", 100, 80), ("avg", 100, 80), ("attention", 110, 80)], ids=str
)
def test_a_transformers_map_lies_on_the_square_of_the_colour_that_is_asked_for(
    pool: str, steps: int, least: int
) -> None:
    tower, names = taught(pool, steps)
    pictures, which, corners = squares(50, 2, torch.Generator().manual_seed(99))
    apart = functional.normalize(names - (names.sum(dim=0) - names) / (len(names) - 1), dim=-1)
    hits = 0
    for picture, chosen, places in zip(pictures, which, corners, strict=True):
        maps = relevance(tower, picture[None], apart[chosen])
        assert maps is not None
        for heat, (top, left) in zip(maps, (places / PATCH).tolist(), strict=True):
            row, column = divmod(int(heat.argmax()), SIDE // PATCH)
            hits += bool(top - 1 < row < top + SQUARE / PATCH and left - 1 < column < left + SQUARE / PATCH)
    assert hits >= least  # of 100; by chance 14, as a square reaches over 9 of 64 patches
