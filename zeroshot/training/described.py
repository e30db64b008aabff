"""What captions ask of picture embeddings: to be near their own caption, and near the nouns that it names.

(1) A picture must find one of its captions among those of many other pictures, and a caption its picture among the
batch (InfoNCE: Radford et al. 2021, arXiv:2103.00020). (2) It must find one noun of its captions among the nouns of all
captions: people type names, captions are sentences. Other nouns of the same captions, and what WordNet has above them,
are no wrong answers. Texts stand where the text tower puts them.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

import torch
from torch import Tensor
from torch.nn import functional

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from zeroshot.training.wordnet import WordNet

    Embed = Callable[[Sequence[tuple[str, bool]]], Tensor]
    """Texts, each a name or not, → unit rows (n, d)."""

_OTHERS = 2048  # captions of other pictures beside those of the batch
_FEWEST = 3  # pictures that must name a noun
_SHORTEST = 3  # letters of a noun
_ENDINGS = (("", ""), ("ies", "y"), ("ves", "f"), ("men", "man"), ("es", ""), ("s", ""))
_NO_NOUNS = frozenset(
    {
        "a", "all", "an", "and", "any", "are", "as", "at", "back", "background", "be", "before", "behind",
        "being", "best", "big", "black", "blue", "both", "brown", "but", "by", "can", "close", "come",
        "covering", "cut", "day", "did", "doing", "down", "during", "each", "end", "few", "for", "four", "from",
        "front", "full", "get", "gets", "give", "giving", "going", "gold", "good", "great", "green", "grey",
        "group", "had", "has", "have", "help", "her", "here", "high", "him", "his", "hold", "holding", "holds",
        "how", "image", "images", "in", "inside", "into", "is", "it", "its", "kind", "large", "leading", "left",
        "let", "light", "like", "little", "live", "long", "look", "looking", "looks", "lot", "made", "make",
        "makeshift", "making", "many", "may", "middle", "more", "most", "must", "near", "new", "next", "not",
        "now", "of", "off", "old", "on", "oncoming", "one", "open", "or", "orange", "other", "others", "our",
        "out", "outside", "over", "own", "pair", "part", "people", "photo", "photos", "picture", "pictures",
        "pink", "place", "playing", "pose", "posing", "purple", "put", "red", "ride", "right", "royalty", "run",
        "running", "same", "second", "set", "she", "show", "side", "silver", "single", "sitting", "six",
        "small", "some", "stand", "standing", "stands", "still", "stock", "stop", "style", "super", "take",
        "taking", "ten", "that", "the", "their", "them", "then", "there", "they", "thick", "things", "third",
        "this", "three", "through", "time", "to", "top", "try", "turn", "two", "under", "up", "use", "using",
        "version", "view", "walk", "walking", "was", "way", "wearing", "well", "were", "west", "what", "when",
        "where", "which", "while", "white", "who", "will", "with", "work", "working", "yellow", "you", "young",
    }
)  # fmt: skip
"""Words that WordNet also knows as visible nouns ("can", "down", "back") and that captions seldom mean so."""


def nouns_of(caption: str, wordnet: WordNet) -> Iterator[str]:
    """The visible nouns that a caption names, in the singular; two words that WordNet knows as one are one."""
    words = re.findall(r"[a-z]+", caption.lower())
    at = 0
    while at < len(words):
        pair = _noun(" ".join(words[at : at + 2]), wordnet) if words[at] not in _NO_NOUNS else None
        found = pair or _noun(words[at], wordnet)
        if found:
            yield found
        at += 2 if pair else 1


def _noun(word: str, wordnet: WordNet) -> str | None:
    """The singular of a noun that can be seen, or None."""
    if word in _NO_NOUNS or len(word) < _SHORTEST:
        return None
    stems = (word.removesuffix(end) + instead for end, instead in _ENDINGS if word.endswith(end))
    return next((stem for stem in stems if len(stem) >= _SHORTEST and wordnet.visible_sense(stem)), None)


@dataclass(frozen=True, slots=True)
class Ragged:
    """Rows of different lengths: row i is `values[start[i] : start[i + 1]]`."""

    values: Tensor
    start: Tensor

    @classmethod
    def of(cls, rows: Sequence[Sequence[int]]) -> Ragged:
        """Put rows one after another."""
        lengths = torch.tensor([0, *(len(row) for row in rows)])
        return cls(torch.tensor([value for row in rows for value in row], dtype=torch.long), lengths.cumsum(0))

    def pick(self, rows: Tensor) -> Tensor:
        """One random value of each row; rows must not be empty."""
        length = self.start[rows + 1] - self.start[rows]
        return self.values[self.start[rows] + (torch.rand(len(rows)) * length).long()]

    def mask(self, rows: Tensor, width: int) -> Tensor:
        """True at [i, value] for each value of row i (n, width)."""
        found = torch.zeros(len(rows), width, dtype=torch.bool)
        for at, row in enumerate(rows.tolist()):
            found[at, self.values[self.start[row] : self.start[row + 1]]] = True
        return found


class Described:
    """Captions and their nouns, of the pictures by position (nothing for those without captions)."""

    def __init__(self, captions: Sequence[Sequence[str]], wordnet: WordNet, embed: Embed) -> None:
        texts = sorted({caption for of_picture in captions for caption in of_picture})
        place = {text: at for at, text in enumerate(texts)}
        self._captions = Ragged.of([[place[text] for text in of_picture] for of_picture in captions])
        self._caption_rows = embed([(text, False) for text in texts])
        self.nouns, named = _vocabulary([_named(of_picture, wordnet) for of_picture in captions])
        self._noun_rows = embed([(noun, True) for noun in self.nouns])
        self._named = Ragged.of(named)
        above = _above(self.nouns, wordnet)
        self._right = Ragged.of([sorted({up for noun in row for up in (noun, *above[noun])}) for row in named])
        self._rarity = torch.bincount(self._named.values, minlength=len(self.nouns)).clamp(min=1).float().rsqrt()
        self._told = self._captions.start.diff() > 0
        self._naming = self._named.start.diff() > 0

    def loss(self, pictures: Tensor, rows: Tensor, scales: Tensor) -> Tensor:
        """The sum of both losses for unit rows of pictures (n, d) by position `rows` (n), at two scales."""
        told, naming = self._told[rows], self._naming[rows]
        return self._caption_loss(pictures[told], rows[told], scales[0]) + self._noun_loss(
            pictures[naming], rows[naming], scales[1]
        )

    def _caption_loss(self, pictures: Tensor, rows: Tensor, scale: Tensor) -> Tensor:
        if not len(rows):
            return pictures.sum()
        own = self._caption_rows[self._captions.pick(rows)].float()
        others = self._caption_rows[torch.randint(len(self._caption_rows), (_OTHERS,))].float()
        logits = scale * pictures @ torch.cat((own, others)).T
        wanted = torch.arange(len(rows))
        backward = functional.cross_entropy(logits[:, : len(rows)].T, wanted)
        return (functional.cross_entropy(logits, wanted, label_smoothing=0.05) + backward) / 2

    def _noun_loss(self, pictures: Tensor, rows: Tensor, scale: Tensor) -> Tensor:
        if not len(rows):
            return pictures.sum()
        logits = scale * pictures @ self._noun_rows.T.float()
        named = self._named.mask(rows, len(self.nouns))
        wanted = torch.multinomial(named * self._rarity, 1)
        right = self._right.mask(rows, len(self.nouns)).scatter(1, wanted, value=False)
        return functional.cross_entropy(logits.masked_fill(right, -1e4), wanted[:, 0], label_smoothing=0.05)


def _named(captions: Iterable[str], wordnet: WordNet) -> frozenset[str]:
    return frozenset(noun for caption in captions for noun in nouns_of(caption, wordnet))


def _vocabulary(named: Sequence[frozenset[str]]) -> tuple[tuple[str, ...], list[list[int]]]:
    """The nouns that some pictures share, and each picture's as positions."""
    count = Counter(noun for nouns in named for noun in nouns)
    nouns = tuple(sorted(noun for noun, times in count.items() if times >= _FEWEST))
    place = {noun: at for at, noun in enumerate(nouns)}
    return nouns, [sorted(place[noun] for noun in row if noun in place) for row in named]


def _above(nouns: Sequence[str], wordnet: WordNet) -> list[list[int]]:
    """For each noun, the positions of nouns that name an ancestor of its commonest visible sense."""
    sense = [wordnet.visible_sense(noun) or "" for noun in nouns]
    place: dict[str, list[int]] = {}
    for at, wnid in enumerate(sense):
        place.setdefault(wnid, []).append(at)
    return [[at for up in (wnid, *wordnet.ancestors(wnid)) for at in place.get(up, ())] for wnid in sense]
