"""Trains the projection on the tower's pooled features, and the adapter that moves the text space towards it.

The adapter is a small residual network over MiniLM's space, shared by all texts, so that what it learns on the
bank's texts ("gordon setter" must leave "irish setter") carries over to words that no picture showed. Beside it every
node of the bank has an offset of its own, held short by a penalty: MiniLM puts many of ImageNet's classes so close
together that no shared function parts them. The text tower is then distilled towards the moved space.
"""

from __future__ import annotations

import argparse
import hashlib
import math
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional

from zeroshot.training.described import Described
from zeroshot.training.imagine import Imagined
from zeroshot.training.maps import Part, read_parts
from zeroshot.training.minilm import MiniLM, Plain, text_space
from zeroshot.training.objective import Batch, Objective, TextTable, label_positions
from zeroshot.training.student import Student
from zeroshot.training.texts import Bank, corpus_of
from zeroshot.training.tower import EMBED_DIM, FEATURES, Tail, channels_last, lite0_weights, load_trunk, new_model
from zeroshot.training.wordnet import WordNet

if TYPE_CHECKING:
    from collections.abc import Sequence

    from zeroshot.training.described import Embed

_BATCH = 512
_RATE = 2e-3
_NOISE = 0.1
_START_SCALE = 40.0
MAX_SCALE = 100.0
_TOLD_SCALE = 20.0


class Adapter(nn.Module):
    """Rows (n, 384) of MiniLM's space → unit rows (n, 384); starts as the identity."""

    def __init__(self) -> None:
        super().__init__()
        last = nn.Linear(1024, EMBED_DIM)
        nn.init.zeros_(last.weight)
        nn.init.zeros_(last.bias)
        self.move = nn.Sequential(nn.Linear(EMBED_DIM, 1024), nn.GELU(), last)

    def forward(self, rows: Tensor) -> Tensor:
        """The moved rows."""
        return functional.normalize(rows + self.move(rows), dim=-1)


@dataclass(frozen=True, slots=True)
class Known:
    """Features (n, views, 1280) of pictures with their labels' nodes, soft targets and what each picture is for."""

    features: Tensor
    label: Tensor
    soft: Tensor
    trained: Tensor
    validated: Tensor


@torch.inference_mode()
def pooled(tail: Tail, parts: Sequence[Part]) -> Tensor:
    """Features (n, views, 1280) of every stored map."""
    found = [torch.empty(0, 2, FEATURES, dtype=torch.float16)]
    channels_last(tail)
    for part in parts:
        for start in range(0, len(part.maps), 256):
            maps = torch.from_numpy(part.maps[start : start + 256].copy()).float()
            views = maps.flatten(0, 1).contiguous(memory_format=torch.channels_last)
            with torch.autocast("cpu", torch.bfloat16):
                found.append(tail(views).unflatten(0, maps.shape[:2]).half())
    return torch.cat(found)


def pooled_once(tail: Tail, parts: Sequence[Part], cache: Path) -> Tensor:
    """`pooled`, kept in a file as long as no more maps are stored."""
    if not cache.exists() or len(np.load(cache, mmap_mode="r")) != sum(len(part.maps) for part in parts):
        np.save(cache, pooled(tail, parts).numpy())
    return torch.from_numpy(np.load(cache))


def gather(parts: Sequence[Part], features: Tensor, bank: Bank, objective: Objective, without: Sequence[str]) -> Known:
    """What is known of the pictures; validation pictures and the sources named in `without` are not trained on."""
    pictures = [picture for part in parts for picture in part.pictures]
    label = label_positions(bank, [picture.label for picture in pictures])
    soft = objective.soft_targets(
        label, torch.cat([part.top for part in parts]), torch.cat([part.probability for part in parts])
    )
    used = torch.tensor([picture.source not in without for picture in pictures])
    training = torch.tensor([picture.split == "train" for picture in pictures])
    return Known(features, label, soft.half(), used & training, used & ~training & (label >= 0))


class Heads(nn.Module):
    """What is trained: projection, adapter, offsets and logit scales. If settled, the texts were moved once for all."""

    def __init__(self, nodes: int, *, settled: bool) -> None:
        super().__init__()
        self.settled = settled
        self.projection = nn.Linear(FEATURES, EMBED_DIM, bias=False)
        self.adapter = Adapter().requires_grad_(not settled)
        self.offset = nn.Parameter(torch.zeros(nodes, EMBED_DIM), requires_grad=not settled)
        self.log_scale = nn.Parameter(torch.tensor(math.log(_START_SCALE)))
        self.told = nn.Parameter(torch.full((2,), math.log(_TOLD_SCALE)))

    def embed(self, features: Tensor) -> Tensor:
        """Unit rows of pictures."""
        return functional.normalize(self.projection(features), dim=-1)

    def place(self, rows: Tensor) -> Tensor:
        """Rows of one text a node, where adapter and offsets put them."""
        return rows if self.settled else functional.normalize(self.adapter(rows) + self.offset, dim=-1)

    @property
    def scale(self) -> Tensor:
        """The factor before the softmax."""
        return self.log_scale.exp().clamp(max=MAX_SCALE)

    @property
    def told_scales(self) -> Tensor:
        """The factors of captions and of their nouns."""
        return self.told.exp().clamp(max=MAX_SCALE)


@dataclass(frozen=True, slots=True)
class Plan:
    """How many steps, the peak learning rate, the weights of other words in place, of short offsets and of captions."""

    steps: int
    rate: float
    stay: float
    short: float
    told: float


def train(heads: Heads, course: Course, plan: Plan) -> None:
    """Train for a number of steps."""
    known = course.known
    trained = [parameter for parameter in heads.parameters() if parameter.requires_grad]
    optimizer = torch.optim.AdamW(trained, lr=plan.rate, weight_decay=0.02)
    schedule = torch.optim.lr_scheduler.CosineAnnealingLR(optimizer, plan.steps)
    rows = torch.nonzero(known.trained)[:, 0]
    for step in range(plan.steps):
        chosen = rows[torch.randint(len(rows), (_BATCH,))]
        features = known.features[chosen, torch.randint(known.features.shape[1], (_BATCH,))].float()
        imagined, facts = course.imagined.draw(_BATCH // 2)
        features = torch.cat((features, imagined))
        features = features + _NOISE * torch.randn_like(features)
        batch = Batch(
            torch.cat((known.label[chosen], facts.label)), torch.cat((known.soft[chosen].float(), facts.soft))
        )
        with torch.autocast("cpu", torch.bfloat16):
            embedded = heads.embed(features)
            loss = course.objective(embedded, heads.place(course.table.draw()), heads.scale, batch)
            if course.described and plan.told:
                loss = loss + plan.told * course.described.loss(embedded[: len(chosen)], chosen, heads.told_scales)
            moved = torch.zeros(()) if heads.settled else _moved(heads.adapter, course.words)
        away = heads.offset.square().sum(-1).mean()
        optimizer.zero_grad()
        torch.autograd.backward(loss + plan.stay * moved + plan.short * away)
        optimizer.step()
        schedule.step()
        if step % 100 == 0 or step == plan.steps - 1:
            figures = f"loss {loss.item():.3f} moved {moved.item():.3f} away {away.item():.3f}"
            figures += f" scale {heads.scale.item():.1f}"
            print(f"step {step} {figures}", flush=True)


def _moved(adapter: Adapter, words: Tensor) -> Tensor:
    """How far the adapter moves other words of the language: 1 - cosine, over a random sample."""
    others = words[torch.randint(len(words), (_BATCH,))]
    stayed: Tensor = (adapter(others) * others).sum(-1).mean()
    return 1 - stayed


@torch.inference_mode()
def validate(heads: Heads, known: Known, table: TextTable, labels: Tensor) -> list[float]:
    """Top-1 of the validation pictures' labels among all labels, for each view."""
    rows = torch.nonzero(known.validated)[:, 0]
    texts = heads.place(table.names())[labels]
    views = known.features[rows].float().unbind(1)
    found = [labels[(heads.embed(view) @ texts.T).argmax(1)] == known.label[rows] for view in views]
    return [round(float(right.float().mean()), 3) for right in found]


def start_tail(checkpoint: Path | None = None) -> Tail:
    """The tower's last stages with ImageNet's weights, or with those of a checkpoint."""
    trunk = new_model().visual.trunk
    load_trunk(trunk, lite0_weights()[0])
    tail = Tail(trunk)
    if checkpoint:
        tail.load_state_dict(torch.load(checkpoint, weights_only=True)["tail"])
    return tail.eval()


@dataclass(frozen=True, slots=True)
class Course:
    """All that training needs: the bank and its texts, the labels in use, the stored pictures and what is known.

    `described` is there only where the texts stand as the text tower puts them.
    """

    bank: Bank
    table: TextTable
    words: Tensor
    labels: tuple[str, ...]
    parts: tuple[Part, ...]
    objective: Objective
    known: Known
    imagined: Imagined
    described: Described | None


def load_heads(heads: Heads, state: dict[str, Any]) -> None:
    """The heads of an earlier run; what that had not, is as it is at the start."""
    heads.load_state_dict({**heads.state_dict(), **state.get("heads", {})})
    if "adapter" in state:
        heads.adapter.load_state_dict(state["adapter"])


@torch.no_grad()
def moved_texts(bank: Bank, texts: Sequence[str], rows: Tensor, heads: Heads) -> Tensor:
    """Rows of texts where adapter and offsets put them; a text of several nodes takes the mean of their offsets."""
    nodes: dict[str, list[int]] = {}
    for position, node in enumerate(bank.nodes):
        for text in node.texts:
            nodes.setdefault(text.text, []).append(position)
    moved: Tensor = heads.adapter(rows).clone()
    inside = [at for at, text in enumerate(texts) if text in nodes]
    moved[inside] += torch.stack([heads.offset[nodes[texts[at]]].mean(0) for at in inside])
    return functional.normalize(moved, dim=-1)


def settle(course: Course, heads: Heads) -> None:
    """Move the course's texts once for all."""
    texts = [text.text for text in course.table.texts]
    course.table.rows = moved_texts(course.bank, texts, course.table.rows, heads)


def _digest(tail: Tail) -> str:
    """A short name of a tail's weights."""
    found = hashlib.sha256()
    for value in tail.state_dict().values():
        found.update(value.numpy().tobytes())
    return found.hexdigest()[:12]


@dataclass(frozen=True, slots=True)
class Files:
    """Where a course comes from.

    `text` is what `distill` wrote, if the text tower is to be met; `plain` says that texts stay where MiniLM puts them.
    Otherwise adapter and offsets move them.
    """

    data: Path
    wordnet: Path
    text: Path | None = None
    plain: bool = False
    tail: Path | None = None
    most: int = 0


def course_of(files: Files, without: Sequence[str]) -> Course:
    """Read everything; the labels of the sources named in `without` are not even names to be told apart."""
    wordnet = WordNet(files.wordnet)
    bank, everything = corpus_of(files.data, wordnet)
    parts = tuple(read_parts(files.data, files.most))
    pictures = [picture for part in parts for picture in part.pictures]
    words, described = torch.empty(0, EMBED_DIM), None
    if files.text or files.plain:
        embed = _settled_texts(files, bank)
        table = TextTable(bank, lambda texts: embed([(text.text, text.name) for text in texts]), seed=0)
        described = Described([picture.captions for picture in pictures], wordnet, embed)
    else:
        words = torch.cat([torch.from_numpy(rows) for rows in text_space(everything, MiniLM(), files.data / "minilm")])
        row_of = {text: row for row, text in reversed(list(enumerate((*everything.names, *everything.sentences))))}
        table = TextTable(bank, lambda texts: words[[row_of[text.text] for text in texts]], seed=0)
    used = sorted({p.label for p in pictures if p.label and p.source not in without})
    objective = Objective(bank, used, seed=0)
    known = gather(parts, features_of(files, parts), bank, objective, without)
    imagined = imagined_of(known, bank)
    return Course(bank, table, words, tuple(used), parts, objective, known, imagined, described)


def _settled_texts(files: Files, bank: Bank) -> Embed:
    """Where texts stand that no training here moves: as the text tower puts them, or MiniLM itself."""
    if files.text:
        return Student(files.text, files.data).embed
    texts = [(text.text, text.name) for node in bank.nodes for text in node.texts]
    return Plain(MiniLM(), texts, files.data / "plain").embed


def features_of(files: Files, parts: Sequence[Part]) -> Tensor:
    """Features (n, views, 1280) of every stored map: ImageNet's tail's were stored, those of another are made once."""
    if not files.tail:
        return torch.cat([torch.from_numpy(part.pooled.copy()) for part in parts])
    last = start_tail(files.tail)
    return pooled_once(last, parts, files.data / "maps" / f"pooled-{_digest(last)}.npy")


def imagined_of(known: Known, bank: Bank) -> Imagined:
    """What can be imagined from the training pictures of ImageNet classes, sharp views."""
    nodes = torch.tensor(bank.imagenet)
    equal = known.label[:, None] == nodes
    rows = torch.nonzero(equal.any(1) & known.trained)[:, 0]
    return Imagined(known.features[rows, 0].float(), equal[rows].int().argmax(1), nodes)


def main() -> None:
    """Train projection and adapter."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--wordnet", type=Path, required=True)
    parser.add_argument("--steps", type=int, default=1500)
    parser.add_argument("--adapter", type=Path, help="where adapter and offsets start")
    parser.add_argument("--start", type=Path, help="what `finetune` or `recover` wrote: its tail and heads go on")
    parser.add_argument("--free", action="store_true", help="let adapter and offsets learn on")
    parser.add_argument("--stay", type=float, default=2.0, help="weight of leaving other words where they are")
    parser.add_argument("--short", type=float, default=1.0, help="weight of short offsets")
    parser.add_argument("--text", type=Path, help="what `distill` wrote: meet the text tower, not its teacher")
    parser.add_argument("--plain", action="store_true", help="texts stay where MiniLM puts them, moved by no picture")
    parser.add_argument("--told", type=float, default=0.0, help="weight of captions; they need --text or --plain")
    parser.add_argument("--rate", type=float, default=_RATE)
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--without", nargs="*", default=[], help="sources to leave out")
    parser.add_argument("--watch", nargs="*", default=[], help="more sources to leave out, to choose settings by")
    parser.add_argument("--above", type=float, default=1.0, help="weight of the ancestors' loss")
    parser.add_argument("--most", type=int, default=0, help="pictures of each part of `features` (default: all)")
    parser.add_argument("--out", type=Path, required=True)
    arguments = parser.parse_args()
    torch.set_num_threads(arguments.threads)
    torch.manual_seed(0)
    files = Files(arguments.data, arguments.wordnet, arguments.text, arguments.plain, arguments.start, arguments.most)
    course = course_of(files, (*arguments.without, *arguments.watch))
    course.objective.above = arguments.above
    before = arguments.start or arguments.adapter
    settled = bool(arguments.text or arguments.plain or (before and not arguments.free))
    heads = Heads(len(course.bank.nodes), settled=settled)
    if before:
        load_heads(heads, torch.load(before, weights_only=True))
    if settled and not course.described:
        settle(course, heads)
    train(heads, course, Plan(arguments.steps, arguments.rate, arguments.stay, arguments.short, arguments.told))
    report(heads, course, arguments.watch)
    save(heads, start_tail(arguments.start), arguments.out)


def report(heads: Heads, course: Course, watched: Sequence[str]) -> None:
    """Print the validation figures, and the top-1 of each watched source among its own labels."""
    labels = torch.unique(label_positions(course.bank, course.labels))
    print("validation", validate(heads, course.known, course.table, labels))
    sources = [picture.source for part in course.parts for picture in part.pictures]
    found = {name: _watch(heads, course, torch.tensor([source == name for source in sources])) for name in watched}
    if found:
        print("watched", found, "mean", round(sum(found.values()) / len(found), 3))


@torch.inference_mode()
def _watch(heads: Heads, course: Course, pictures: Tensor) -> float:
    """Top-1 of some pictures among their labels' names, sharp view."""
    truth = course.known.label[pictures]
    labels = torch.unique(truth)
    rows = heads.embed(course.known.features[pictures, 0].float())
    found = labels[(rows @ heads.place(course.table.names())[labels].T).argmax(1)]
    return round(float((found == truth).float().mean()), 3)


def save(heads: Heads, tail: nn.Module, path: Path) -> None:
    """Write what `ship`, `finetune` and this itself read."""
    state = {"tail": tail.state_dict(), "heads": heads.state_dict(), "adapter": heads.adapter.state_dict()}
    torch.save(state, path)


if __name__ == "__main__":
    main()
