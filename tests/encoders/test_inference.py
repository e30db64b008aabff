"""Batch norms folded away, and bf16 where it is safe: the tower must stay the tower it was."""

from __future__ import annotations

import torch
from torch import nn

from zeroshot.encoders.inference import THIN, fold_batch_norms, to_bf16

PIXELS = torch.rand(2, 3, 16, 16, generator=torch.Generator().manual_seed(0))


def block(inside: int, outside: int) -> nn.Sequential:
    return nn.Sequential(nn.Conv2d(inside, outside, 3, padding=1), nn.BatchNorm2d(outside), nn.ReLU())


def tower() -> nn.Module:
    """Three convolutions with norms that have seen data, pooled to vectors."""
    torch.manual_seed(0)
    made = nn.Sequential(block(3, THIN), block(THIN, 64), block(64, 48), nn.AdaptiveAvgPool2d(1), nn.Flatten())
    for _ in range(20):
        made(torch.rand(8, 3, 16, 16))
    return made.eval()


class TwiceRead(nn.Module):
    """A convolution that is read by a norm, and beside it."""

    def __init__(self) -> None:
        super().__init__()
        self.first, self.norm = nn.Conv2d(3, 8, 1), nn.BatchNorm2d(8)
        self.norm.running_mean = torch.full((8,), 3.0)

    def forward(self, pixels: torch.Tensor) -> torch.Tensor:
        read = self.first(pixels)
        return (self.norm(read) + read).mean(dim=(2, 3))


@torch.inference_mode()
def test_a_folded_tower_computes_the_same_without_norms() -> None:
    original = tower()
    folded = fold_batch_norms(original, PIXELS)
    assert not any(isinstance(module, nn.BatchNorm2d) for module in folded.modules())
    torch.testing.assert_close(folded(PIXELS), original(PIXELS), rtol=1e-4, atol=1e-5)
    assert sum(isinstance(module, nn.BatchNorm2d) for module in original.modules()) == 3


def test_a_tower_whose_convolution_has_a_second_reader_is_left_alone() -> None:
    original = TwiceRead().eval()
    assert fold_batch_norms(original, PIXELS) is original


def test_a_tower_without_norms_is_left_alone() -> None:
    original = nn.Sequential(nn.Conv2d(3, 8, 3), nn.Flatten())
    assert fold_batch_norms(original, PIXELS) is original


@torch.inference_mode()
def test_in_bf16_thin_convolutions_and_norms_stay_exact() -> None:
    original = tower()
    copied = to_bf16(original)
    kinds = [(type(module), module.weight.dtype) for module in copied.modules() if hasattr(module, "weight")]
    assert kinds == [
        (nn.Conv2d, torch.float32),
        (nn.BatchNorm2d, torch.float32),
        (nn.Conv2d, torch.bfloat16),
        (nn.BatchNorm2d, torch.float32),
        (nn.Conv2d, torch.bfloat16),
        (nn.BatchNorm2d, torch.float32),
    ]
    cosine = nn.functional.cosine_similarity(copied(PIXELS.bfloat16()).float(), original(PIXELS))
    assert cosine.min() > 0.999
    assert next(original.parameters()).dtype == torch.float32
