"""Fine-tunes the tower's last stages and the projection on the stored maps, with the losses of `project`.

The texts stand where `project`'s adapter put them. Batch normalisation keeps its ImageNet statistics. The running
average of the weights is what counts; the schedule runs by the clock (`--minutes`).
"""

from __future__ import annotations

import argparse
import copy
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional

from zeroshot.training.average import Average
from zeroshot.training.distill import rate_at
from zeroshot.training.objective import Batch, label_positions
from zeroshot.training.project import MAX_SCALE, Course, Files, Heads, course_of, load_heads, settle, start_tail
from zeroshot.training.project import save as save_checkpoint
from zeroshot.training.tower import channels_last

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from zeroshot.training.maps import Part
    from zeroshot.training.tower import Tail

_BATCH = 192
_TAIL_RATE = 3e-4
_HEAD_RATE = 1e-3
_DROP = 0.1
_PULL = 0.5  # weight of the mean squared distance to the sharp view's features, in units of their variance
_TELL_EVERY = 2.0  # minutes


class Pictures(nn.Module):
    """Maps (n, 112, h, w) → features (n, 1280) → unit rows (n, 384): what is fine-tuned.

    The tail's first `frozen` stages stay as they are: most of the work of a step is going back through their depthwise
    convolutions (10 ms a picture through the whole tail, 2 ms with one of its two stages frozen; one core, bf16).
    """

    def __init__(self, tail: Tail, heads: Heads, frozen: int = 0) -> None:
        super().__init__()
        channels_last(tail)
        self.tail = tail
        self.projection = heads.projection
        self.log_scale = heads.log_scale
        self.told = heads.told
        self._frozen = frozen
        tail.blocks[:frozen].requires_grad_(requires_grad=False)

    def embed(self, features: Tensor) -> Tensor:
        """Unit rows of features."""
        return functional.normalize(self.projection(features).float(), dim=-1)

    def features(self, maps: Tensor) -> Tensor:
        """Features of maps."""
        with torch.no_grad():
            frozen = self.tail.blocks[: self._frozen](maps.contiguous(memory_format=torch.channels_last))
        features: Tensor = self.tail.pool(self.tail.head(self.tail.blocks[self._frozen :](frozen)))
        return features.float()

    def forward(self, maps: Tensor) -> Tensor:
        """Unit rows of maps."""
        return self.embed(self.features(maps))


class Loader:
    """Random batches of maps: a view at random of each picture that may be trained on."""

    def __init__(self, parts: Sequence[Part], trained: Tensor) -> None:
        self._parts = parts
        self._rows = torch.nonzero(trained)[:, 0].numpy()
        self._starts = np.cumsum([0, *(len(part.maps) for part in parts)])
        self._chance = np.random.default_rng(0)

    def __iter__(self) -> Iterator[tuple[Tensor, Tensor]]:
        """(rows, maps) without end."""
        while True:
            for rows in np.array_split(self._chance.permutation(self._rows), len(self._rows) // _BATCH):
                yield torch.from_numpy(rows), torch.stack([self._map(row) for row in rows])

    def _map(self, row: int) -> Tensor:
        part = int(np.searchsorted(self._starts, row, side="right")) - 1
        maps = self._parts[part].maps[row - self._starts[part], self._chance.integers(2)]
        flipped = maps[:, :, ::-1] if self._chance.random() < 0.5 else maps  # noqa: PLR2004 (a fair coin)
        return torch.from_numpy(flipped.astype(np.float32))


def optimizer_of(pictures: Pictures) -> torch.optim.AdamW:
    """AdamW: no decay on norms; the projection may learn at its own rate."""
    tail = [parameter for parameter in pictures.tail.parameters() if parameter.requires_grad]
    head = [pictures.projection.weight, pictures.log_scale, pictures.told]
    return torch.optim.AdamW(
        [
            {"params": [p for p in tail if p.ndim > 1], "peak": _TAIL_RATE, "weight_decay": 0.02},
            {"params": [p for p in tail if p.ndim == 1], "peak": _TAIL_RATE, "weight_decay": 0.0},
            {"params": head, "peak": _HEAD_RATE, "weight_decay": 0.0},
        ]
    )


def loss_of(pictures: Pictures, course: Course, rows: Tensor, maps: Tensor, told: float) -> Tensor:
    """The objective and, with weight `told`, that of captions, and the pull to the sharp view's first features.

    Imagined classes stand beside the pictures. The pull holds their features true while the tower moves, and asks of
    coarse views what sharp ones gave.
    """
    features = pictures.features(maps)
    sharp = course.known.features[rows, 0].float()
    pull = functional.mse_loss(features, sharp) / sharp.var(0).mean()
    imagined, facts = course.imagined.draw(len(rows) // 2)
    label = torch.cat((course.known.label[rows], facts.label))
    batch = Batch(label, torch.cat((course.known.soft[rows].float(), facts.soft)))
    both = functional.dropout(torch.cat((features, imagined)), _DROP)
    scale, embedded = pictures.log_scale.exp().clamp(max=MAX_SCALE), pictures.embed(both)
    loss = course.objective(embedded, course.table.draw(), scale, batch) + _PULL * pull
    if course.described and told:
        scales = pictures.told.exp().clamp(max=MAX_SCALE)
        loss = loss + told * course.described.loss(embedded[: len(rows)], rows, scales)
    return loss


@dataclass(frozen=True, slots=True)
class Plan:
    """How many minutes, and the weight of captions."""

    minutes: float
    told: float


def train(pictures: Pictures, heads: Heads, course: Course, plan: Plan, checkpoint: Path) -> None:
    """Fine-tune by the clock; the averaged weights go to `checkpoint` every other minute."""
    optimizer, average = optimizer_of(pictures), Average(pictures, 0.99)
    start, told = time.monotonic(), 0.0
    for step, (rows, maps) in enumerate(Loader(course.parts, course.known.trained)):
        elapsed = (time.monotonic() - start) / 60
        for group in optimizer.param_groups:
            group["lr"] = group["peak"] * rate_at(elapsed / plan.minutes, warm=0.05)
        with torch.autocast("cpu", torch.bfloat16):
            loss = loss_of(pictures, course, rows, maps, plan.told)
        optimizer.zero_grad()
        torch.autograd.backward(loss)
        nn.utils.clip_grad_norm_(pictures.parameters(), 5.0)
        optimizer.step()
        average.update(pictures)
        if elapsed - told > _TELL_EVERY or elapsed > plan.minutes:
            told = elapsed
            right = validate(average.model, course)
            print(f"{elapsed:.1f} min, step {step}, loss {loss.item():.3f}, validation {right}", flush=True)
            save(average.model, heads, checkpoint)
        if elapsed > plan.minutes:
            return


@torch.inference_mode()
def validate(pictures: Pictures, course: Course) -> list[float]:
    """Top-1 of validation pictures among all labels, for each view."""
    rows = torch.nonzero(course.known.validated)[:1000, 0]
    labels = torch.unique(label_positions(course.bank, course.labels))
    texts = course.table.names()[labels]
    maps = torch.cat([torch.from_numpy(part.maps[_local(rows, part, course.parts)]) for part in course.parts]).float()
    with torch.autocast("cpu", torch.bfloat16):
        views = [torch.cat([pictures(chunk) for chunk in torch.split(view, 200)]) for view in maps.unbind(1)]
    found = [labels[(view @ texts.T).argmax(1)] == course.known.label[rows] for view in views]
    return [round(float(right.float().mean()), 3) for right in found]


def _local(rows: Tensor, part: Part, parts: Sequence[Part]) -> Tensor:
    """The rows of this part, counted from its own start."""
    start = sum(len(other.maps) for other in parts[: [other is part for other in parts].index(True)])
    return rows[(rows >= start) & (rows < start + len(part.maps))] - start


def save(pictures: Pictures, heads: Heads, path: Path) -> None:
    """Write what `ship` reads."""
    found = copy.deepcopy(heads)
    found.projection, found.log_scale, found.told = pictures.projection, pictures.log_scale, pictures.told
    save_checkpoint(found, pictures.tail, path)


def main() -> None:
    """Fine-tune."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--wordnet", type=Path, required=True)
    parser.add_argument("--start", type=Path, required=True, help="what `project`, or an earlier run of this, wrote")
    parser.add_argument("--minutes", type=float, default=25)
    parser.add_argument("--frozen", type=int, default=0, help="stages of the tail that stay as they are")
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--without", nargs="*", default=[], help="sources to leave out")
    parser.add_argument("--text", type=Path, help="what `distill` wrote: meet the text tower, not its teacher")
    parser.add_argument("--told", type=float, default=0.0, help="weight of captions; they need --text")
    parser.add_argument("--out", type=Path, required=True)
    arguments = parser.parse_args()
    torch.set_num_threads(arguments.threads)
    torch.manual_seed(0)
    course = course_of(Files(arguments.data, arguments.wordnet, arguments.text), arguments.without)
    state = torch.load(arguments.start, weights_only=True)
    heads, tail = Heads(len(course.bank.nodes), settled=True), start_tail()
    load_heads(heads, state)
    tail.load_state_dict(state["tail"])
    if not arguments.text:
        settle(course, heads)
    plan = Plan(arguments.minutes, arguments.told)
    train(Pictures(tail, heads, arguments.frozen), heads, course, plan, arguments.out)


if __name__ == "__main__":
    main()
