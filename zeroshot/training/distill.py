"""Trains the text tower to put a text where MiniLM puts it, and a templated name where MiniLM puts the name.

Loss: 2 (1 - cosine) + KL divergence of the in-batch similarities at scale 20. Token embeddings start as MiniLM's
embeddings of the tokens, reduced to the tower's width. The schedule runs by the clock: `--minutes`.
"""

from __future__ import annotations

import argparse
import math
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import open_clip
import torch
from torch import Tensor, nn
from torch.nn import functional

from zeroshot.training.average import Average
from zeroshot.training.minilm import MiniLM, embed_missing, text_space
from zeroshot.training.project import Heads, load_heads, moved_texts
from zeroshot.training.student import START, encode, pad
from zeroshot.training.texts import TEMPLATES, corpus_of
from zeroshot.training.tower import new_model
from zeroshot.training.wordnet import WordNet

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from zeroshot.training.texts import Bank, Corpus

_BATCH = 256
_PEAK_RATE = 1.5e-3
_BARE = 0.3  # share of names that stand without a template
_AHEAD = 6  # batches that are drawn together and sorted by length
_LONGEST = 48  # tokens of a training text; the rest of a long gloss says little
_AVERAGE_EVERY = 10  # steps; an update touches all 13 million weights
_TELL_EVERY = 2.0  # minutes
_HELD_OUT = 50  # every 50th text outside the bank is kept for measuring


@dataclass(frozen=True, slots=True)
class Shelf:
    """Tokenised texts of one kind with their targets: `common` and `bank` are positions, `held_out` never trained."""

    tokens: tuple[tuple[int, ...], ...]
    targets: Tensor
    common: Tensor
    bank: Tensor
    held_out: Tensor


def shelve(texts: Sequence[str], targets: Tensor, bank: frozenset[str]) -> Shelf:
    """Tokenise and split texts; texts of the bank are never held out."""
    tokenizer = open_clip.get_tokenizer("ViT-B-32")
    inside = torch.tensor([text in bank for text in texts])
    spared = ~inside & (torch.arange(len(texts)) % _HELD_OUT == 0)
    return Shelf(
        tokens=tuple(tuple(tokenizer.encode(text)) for text in texts),
        targets=targets,
        common=torch.nonzero(~inside & ~spared)[:, 0],
        bank=torch.nonzero(inside)[:, 0],
        held_out=torch.nonzero(spared)[:, 0],
    )


class Stream:
    """Endless batches (tokens, targets): names under random templates twice, then sentences, of like lengths."""

    def __init__(self, names: Shelf, sentences: Shelf, bank: float, seed: int) -> None:
        self._names, self._sentences, self._bank = names, sentences, bank
        self._chance = torch.Generator().manual_seed(seed)
        encoder = open_clip.get_tokenizer("ViT-B-32")
        halves = (template.split("{}") for template in TEMPLATES)
        self._templates = [tuple(tuple(encoder.encode(half)) for half in pair) for pair in halves]

    def __iter__(self) -> Iterator[tuple[Tensor, Tensor]]:
        while True:
            names, more = self._drawer(self._names, _BATCH), self._drawer(self._names, _BATCH)
            for pair in zip(names, more, self._drawer(self._sentences, _BATCH * 3 // 4), strict=True):
                yield from pair

    def _drawer(self, shelf: Shelf, size: int) -> list[tuple[Tensor, Tensor]]:
        """A few batches at once, sorted by length among themselves: little padding."""
        inside = round(_AHEAD * size * self._bank)
        chosen = torch.cat((self._draw(shelf.bank, inside), self._draw(shelf.common, _AHEAD * size - inside)))
        shape = self._template if shelf is self._names else tuple
        rows = [(shape(shelf.tokens[at]), at) for at in chosen.tolist()]
        rows.sort(key=lambda pair: len(pair[0]))
        batches = [rows[start : start + size] for start in range(0, len(rows), size)]
        order = torch.randperm(len(batches), generator=self._chance).tolist()
        return [
            (pad([row for row, _ in batches[n]], _LONGEST), shelf.targets[[at for _, at in batches[n]]]) for n in order
        ]

    def _draw(self, positions: Tensor, count: int) -> Tensor:
        return positions[torch.randint(len(positions), (count,), generator=self._chance)]

    def _template(self, row: tuple[int, ...]) -> tuple[int, ...]:
        bare = float(torch.rand((), generator=self._chance)) < _BARE
        number = 0 if bare else int(torch.randint(len(self._templates), (), generator=self._chance))
        before, after = self._templates[number]
        return (*before, *row, *after)


def loss_of(student: Tensor, teacher: Tensor, scale: float = 20.0) -> Tensor:
    """2 (1 - cosine) + KL of the in-batch similarities."""
    cosine = (student * teacher).sum(-1).mean()
    own = (scale * student @ student.T).fill_diagonal_(-1e4).log_softmax(-1)
    wanted = (scale * teacher @ teacher.T).fill_diagonal_(-1e4).log_softmax(-1)
    return 2 * (1 - cosine) + functional.kl_div(own, wanted, reduction="batchmean", log_target=True)


def rate_at(fraction: float, warm: float = 0.02) -> float:
    """The share of the peak learning rate after a fraction of the time: warm-up, then cosine."""
    return min(1.0, fraction / warm) * 0.5 * (1 + math.cos(math.pi * min(1.0, fraction)))


def start_as_bag_of_words(model: open_clip.CLIP, cache: Path) -> None:
    """Begin with a tower that gives the mean of its tokens' MiniLM embeddings, reduced to its width.

    Tokens start as MiniLM's embeddings of the tokens as texts, on their principal axes; the first layer's attention
    adds up what it sees; the last projection leads back from the axes. A random start needs hours to get there.
    """
    encoder = open_clip.get_tokenizer("ViT-B-32").encoder
    rows = embed_missing(MiniLM(), [token.replace("</w>", "") or "." for token in encoder], cache)
    centred = torch.from_numpy(rows - rows.mean(0))
    width = model.token_embedding.weight.shape[1]
    axes = torch.linalg.eigh(centred.T @ centred).eigenvectors[:, -width:]
    attention = model.transformer.resblocks[0].attn
    with torch.no_grad():
        model.token_embedding.weight.copy_(0.5 * functional.normalize(centred @ axes, dim=-1))
        model.token_embedding.weight[START:] = 0.0
        model.text_projection.copy_(axes.T)
        for block in model.transformer.resblocks:  # whatever would add noise to the sum begins with nothing
            block.attn.out_proj.weight.zero_()
            block.mlp.c_proj.weight.zero_()
        attention.in_proj_weight[2 * width :].copy_(torch.eye(width))
        attention.out_proj.weight.copy_(torch.eye(width))


@torch.inference_mode()
def held_out_cosine(model: open_clip.CLIP, shelf: Shelf) -> float:
    """Mean cosine between student and target on texts never trained."""
    chosen = shelf.held_out[::10]
    tokens = pad([shelf.tokens[position] for position in chosen.tolist()], 77)
    return float((encode(model, tokens) * shelf.targets[chosen]).sum(-1).mean())


def optimizers_of(model: open_clip.CLIP) -> tuple[torch.optim.Optimizer, torch.optim.Optimizer]:
    """AdamW for the transformer, and sparse Adam for the tokens, of which a batch touches one in fifty."""
    model.token_embedding.sparse = True
    rest = [p for name, p in model.named_parameters() if not name.startswith(("visual.", "logit_", "token_"))]
    groups = [
        {"params": [p for p in rest if p.ndim > 1], "weight_decay": 0.02},
        {"params": [p for p in rest if p.ndim == 1], "weight_decay": 0.0},
    ]
    tokens = torch.optim.SparseAdam([model.token_embedding.weight], betas=(0.9, 0.98))
    return torch.optim.AdamW(groups, betas=(0.9, 0.98)), tokens


@dataclass(frozen=True, slots=True)
class Plan:
    """How long, with which peak learning rate, and what share of a batch comes from the bank."""

    minutes: float
    rate: float
    bank: float


def train(model: open_clip.CLIP, shelves: tuple[Shelf, Shelf], plan: Plan, checkpoint: Path) -> None:
    """Train the text side of `model`; the running average of its weights goes to `checkpoint`."""
    optimizers = optimizers_of(model)
    average, start, told = Average(model, 0.98), time.monotonic(), 0.0
    for step, (tokens, targets) in enumerate(Stream(*shelves, plan.bank, seed=int(1e6 * plan.rate))):
        elapsed = (time.monotonic() - start) / 60
        with torch.autocast("cpu", torch.bfloat16):
            loss = loss_of(encode(model, tokens), targets)
        torch.autograd.backward(loss)
        nn.utils.clip_grad_norm_(optimizers[0].param_groups[0]["params"], 1.0)
        for optimizer in optimizers:
            for group in optimizer.param_groups:
                group["lr"] = plan.rate * rate_at(elapsed / plan.minutes)
            optimizer.step()
            optimizer.zero_grad()
        if step % _AVERAGE_EVERY == 0:
            average.update(model)
        if elapsed - told > _TELL_EVERY or elapsed > plan.minutes:
            told = elapsed
            figures = [round(held_out_cosine(average.model, shelf), 4) for shelf in shelves]
            print(f"{elapsed:.1f} min, step {step}, loss {loss.item():.3f}, held-out cosine {figures}", flush=True)
            torch.save(average.model.state_dict(), checkpoint)
        if elapsed > plan.minutes:
            return


def targets_of(data: Path, bank: Bank, everything: Corpus, adapter: Path | None) -> tuple[Tensor, Tensor]:
    """Targets of names and sentences: MiniLM's, moved by adapter and offsets that the pictures asked for, if any."""
    names, sentences = (torch.from_numpy(part) for part in text_space(everything, MiniLM(), data / "minilm"))
    if not adapter:
        return names, sentences
    heads = Heads(len(bank.nodes), settled=True)
    load_heads(heads, torch.load(adapter, weights_only=True))
    return (
        moved_texts(bank, everything.names, names, heads),
        moved_texts(bank, everything.sentences, sentences, heads),
    )


def main() -> None:
    """Distil the text tower."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--wordnet", type=Path, required=True)
    parser.add_argument("--minutes", type=float, default=40)
    parser.add_argument("--rate", type=float, default=_PEAK_RATE)
    parser.add_argument("--bank", type=float, default=0.3, help="share of the texts that pictures are compared with")
    parser.add_argument("--start", type=Path, help="a checkpoint to go on from")
    parser.add_argument("--adapter", type=Path, help="what `project` learned to do to MiniLM's space")
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--out", type=Path, required=True)
    arguments = parser.parse_args()
    torch.set_num_threads(arguments.threads)
    torch.manual_seed(0)
    bank, everything = corpus_of(arguments.data, WordNet(arguments.wordnet))
    names, sentences = targets_of(arguments.data, bank, everything, arguments.adapter)
    model = new_model()
    if arguments.start:
        model.load_state_dict(torch.load(arguments.start, weights_only=True))
    else:
        start_as_bag_of_words(model, arguments.data / "tokens")
    inside = frozenset(text.text for node in bank.nodes for text in node.texts)
    shelves = shelve(everything.names, names, inside), shelve(everything.sentences, sentences, inside)
    train(model, shelves, Plan(arguments.minutes, arguments.rate, arguments.bank), arguments.out)


if __name__ == "__main__":
    main()
