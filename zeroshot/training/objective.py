"""What training asks of picture embeddings: three cross-entropies against the bank's texts.

(1) the ImageNet classifier's own opinion, sharpened by the label where that is an ImageNet class, over its 1,000
classes; (2) the label among all labels of the data, related ones masked; (3) one random WordNet ancestor of the
label, or of the classifier's first choice, among all nodes that are not its ancestors: a golden retriever must also
be a dog and an animal.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from zeroshot.training.texts import Bank, Text

_LABEL_SHARE = 0.5  # of the soft target that goes to the label, where the label is an ImageNet class


@dataclass(frozen=True, slots=True)
class Batch:
    """Known facts of n pictures: `label` (n) is a node's position or -1; `soft` (n, 1000) the target of loss 1."""

    label: Tensor
    soft: Tensor


class TextTable:
    """The bank's texts in one space, from which each step draws one text a node."""

    def __init__(self, bank: Bank, embed: Callable[[Sequence[Text]], Tensor], seed: int) -> None:
        found = {text.text: text for node in bank.nodes for text in node.texts}
        self.texts = tuple(found.values())
        place = {text: position for position, text in enumerate(found)}
        self.rows = embed(self.texts)
        longest = max(len(node.texts) for node in bank.nodes)
        self._choices = torch.zeros(len(bank.nodes), longest, dtype=torch.long)
        self._weights = torch.zeros(len(bank.nodes), longest)
        for position, node in enumerate(bank.nodes):
            for column, text in enumerate(node.texts):
                self._choices[position, column] = place[text.text]
                self._weights[position, column] = text.weight
        self._chance = torch.Generator().manual_seed(seed)

    def draw(self) -> Tensor:
        """One random text of every node, as rows (nodes, d)."""
        column = torch.multinomial(self._weights, 1, generator=self._chance)
        return self.rows[self._choices.gather(1, column)[:, 0]]

    def names(self) -> Tensor:
        """The first name of every node, as rows (nodes, d)."""
        return self.rows[self._choices[:, 0]]


class Objective:
    """The losses over one bank; `labels` are the nodes that loss 2 tells apart, `above` is the weight of loss 3."""

    above = 1.0

    def __init__(self, bank: Bank, labels: Sequence[str], seed: int) -> None:
        self._imagenet = torch.tensor(bank.imagenet)
        used = sorted({bank.index[bank.key_of[label]] for label in labels} | set(bank.imagenet))
        self._labels = torch.tensor(used)
        self._position = torch.full((len(bank.nodes),), -1).scatter(0, self._labels, torch.arange(len(used)))
        self._above = _ancestor_matrix(bank)
        self._idle = torch.ones(len(bank.nodes), dtype=torch.bool)  # labels left out: not even wrong answers
        self._idle[self._labels] = False
        self._idle &= ~self._above[self._labels].any(0)
        related = self._above | self._above.T
        self._related = related[self._labels][:, self._labels]
        self._chance = torch.Generator().manual_seed(seed)

    def soft_targets(self, label: Tensor, top: Tensor, probability: Tensor) -> Tensor:
        """Loss 1's targets (n, 1000) from the classifier's stored opinion (n, 20) and the labels."""
        soft = torch.zeros(len(label), len(self._imagenet)).scatter_(1, top.long(), probability.float())
        soft /= soft.sum(1, keepdim=True)
        equal = self._imagenet[None] == label[:, None]
        known = equal.any(1, keepdim=True)
        return torch.where(known, (1 - _LABEL_SHARE) * soft + _LABEL_SHARE * equal, soft)

    def __call__(self, pictures: Tensor, texts: Tensor, scale: Tensor, batch: Batch) -> Tensor:
        """The sum of the losses for unit rows of pictures (n, d) and of one text a node (nodes, d)."""
        logits = scale * pictures @ texts.T
        opinion = functional.cross_entropy(logits[:, self._imagenet], batch.soft)
        best = torch.where(batch.label >= 0, batch.label, self._imagenet[batch.soft.argmax(1)])
        return opinion + self._label_loss(logits, batch.label) + self.above * self._ancestor_loss(logits, best)

    def _label_loss(self, logits: Tensor, label: Tensor) -> Tensor:
        known = torch.nonzero(label >= 0)[:, 0]
        if not len(known):
            return logits.sum() * 0
        wanted = self._position[label[known]]
        rows = logits[known][:, self._labels].masked_fill(self._related[wanted], -1e4)
        return functional.cross_entropy(rows, wanted, label_smoothing=0.02)

    def _ancestor_loss(self, logits: Tensor, best: Tensor) -> Tensor:
        above = self._above[best]
        known = torch.nonzero(above.any(1))[:, 0]
        above, logits = above[known], logits[known]
        wanted = torch.multinomial(above.float(), 1, generator=self._chance)
        others = above.scatter(1, wanted, value=False)
        others |= self._idle
        others.scatter_(1, best[known][:, None], value=True)  # the picture's own name is right, too: leave it out
        return functional.cross_entropy(logits.masked_fill(others, -1e4), wanted[:, 0])


def _ancestor_matrix(bank: Bank) -> Tensor:
    """True at [a, b] where node b is an ancestor of node a."""
    matrix = torch.zeros(len(bank.nodes), len(bank.nodes), dtype=torch.bool)
    for position, node in enumerate(bank.nodes):
        matrix[position, [bank.index[up] for up in node.ancestors]] = True
    return matrix


def label_positions(bank: Bank, labels: Sequence[str]) -> Tensor:
    """The node of each label, -1 where a picture has none."""
    return torch.from_numpy(
        np.array([bank.index[bank.key_of[label]] if label else -1 for label in labels], dtype=np.int64)
    )
