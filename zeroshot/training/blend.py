"""Blends two picture sides weight by weight: one trained on labels, one that went on from its tail with captions.

Fine-tuned weights and those they started from lie in one valley; a point between them is often better at both tasks
(Wortsman et al. 2022, arXiv:2109.01903). Both projections lead into the space of the same text tower.
"""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

import torch
from torch import Tensor

Checkpoint = dict[str, dict[str, Tensor]]


def blend(first: Checkpoint, second: Checkpoint, share: float) -> Checkpoint:
    """`share` of the first's tail and projection, the rest the second's; the length of a projection means nothing."""
    tail = {name: _mix(value, second["tail"][name], share) for name, value in first["tail"].items()}
    ours, theirs = first["heads"]["projection.weight"], second["heads"]["projection.weight"]
    projection = _mix(ours, theirs * (ours.norm() / theirs.norm()), share)
    return {**first, "tail": tail, "heads": {**first["heads"], "projection.weight": projection}}


def _mix(first: Tensor, second: Tensor, share: float) -> Tensor:
    return torch.lerp(second, first, share) if first.is_floating_point() else first


def main() -> None:
    """Blend."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--first", type=Path, required=True, help="what `finetune` or `project` wrote")
    parser.add_argument("--second", type=Path, required=True, help="likewise, or what `recover --pictures` wrote")
    parser.add_argument("--share", type=float, default=0.5, help="of the first")
    parser.add_argument("--out", type=Path, required=True)
    arguments = parser.parse_args()
    first, second = (_load(path) for path in (arguments.first, arguments.second))
    torch.save(blend(first, second, arguments.share), arguments.out)


def _load(path: Path) -> Checkpoint:
    found: Any = torch.load(path, weights_only=True)
    checkpoint: Checkpoint = found
    return checkpoint


if __name__ == "__main__":
    main()
