"""The bank of texts: what the pictures are compared with while training, and what the text tower learns to embed.

A *node* is a class of the pictures or one of its WordNet ancestors ("golden retriever", "dog", "animal"). Each
has weighted texts: its name, synonyms, "…, a type of …", its gloss and "name: gloss". Prompts made with
templates need no texts of their own: the text tower learns that a templated name means the name (`corpus`).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

import open_clip

from zeroshot.training.pictures import labels_and_captions, read_packs
from zeroshot.training.wordnet import PHYSICAL, TOPS

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from zeroshot.training.wordnet import Synset, WordNet

TEMPLATES: tuple[str, ...] = (
    "{}",
    "a photo of a {}.",
    "{}.",
    *(template("{}") for template in open_clip.SIMPLE_IMAGENET_TEMPLATES),
)
"""Prompts that all mean the bare name: open_clip's seven and the plain ones."""

_EMPTY = frozenset(
    {
        "entity", "physical entity", "abstraction", "abstract entity", "object", "whole", "thing", "matter",
        "causal agent", "instrumentality", "unit", "living thing", "organism", "group", "set", "part", "process",
        "measure", "attribute", "psychological feature", "state", "relation", "artifact", "chordate", "vertebrate",
        "placental", "natural object", "substance",
    }
)  # fmt: skip
"""Ancestors too wide to be seen."""


@dataclass(frozen=True, slots=True)
class Text:
    """One text of a node; `weight` is how often it is drawn, `name` tells names from sentences."""

    text: str
    weight: float
    name: bool


@dataclass(frozen=True, slots=True)
class Node:
    """A class or an ancestor. `key` is a WordNet id, or the label itself where WordNet lacks it."""

    key: str
    texts: tuple[Text, ...]
    ancestors: frozenset[str]


class Bank:
    """All nodes of a set of labels. Labels are WordNet ids or names; related ones are known to each other."""

    def __init__(self, wordnet: WordNet, labels: Iterable[str]) -> None:
        self._wordnet = wordnet
        self._names = _imagenet_names()
        self.key_of = {label: self._key(label) for label in dict.fromkeys([*self._names, *labels])}
        found: dict[str, Node] = {}
        for label, key in self.key_of.items():
            found.setdefault(key, self._node(key, label))
        for key in sorted({up for node in found.values() for up in node.ancestors} - set(found)):
            found[key] = self._node(key, key)
        self.nodes: tuple[Node, ...] = tuple(found.values())
        self.index = {node.key: position for position, node in enumerate(self.nodes)}
        self.imagenet: tuple[int, ...] = tuple(self.index[wnid] for wnid in self._names)

    def _key(self, label: str) -> str:
        if label in self._wordnet.synsets:
            return label
        return self._wordnet.visible_sense(label) or label

    def _node(self, key: str, label: str) -> Node:
        if key in self._wordnet.synsets:
            return self._wordnet_node(key, label)
        parent = self._head_sense(label)
        above = self._visible_ancestors(parent) | {parent} if parent else frozenset()
        extra = [Text(f"{label}, a type of {self._wordnet.synsets[parent].name}", 0.2, name=False)] if parent else []
        return Node(key, (Text(label, 1.0, name=True), *extra), frozenset(above))

    def _head_sense(self, label: str) -> str | None:
        """The sense of the label's longest tail that WordNet knows: "oat milk carton" → carton."""
        words = label.split()
        tails = (" ".join(words[start:]) for start in range(1, len(words)))
        return next((sense for tail in tails if (sense := self._wordnet.visible_sense(tail))), None)

    def _wordnet_node(self, key: str, label: str) -> Node:
        synset = self._wordnet.synsets[key]
        names = [] if label in self._wordnet.synsets else [label]
        names += [self._names[key]] if key in self._names else []
        return Node(key, tuple(self._synset_texts(synset, names)), self._visible_ancestors(key))

    def _synset_texts(self, synset: Synset, names: Sequence[str]) -> Iterable[Text]:
        words = list(dict.fromkeys([*names, *synset.common]))
        yield Text(words[0], 1.0, name=True)
        yield from (Text(word, 0.5 / (len(words) - 1), name=True) for word in words[1:])
        yield from (
            Text(f"{words[0]}, a type of {self._wordnet.synsets[parent].name}", 0.2, name=False)
            for parent in synset.parents[:1]
        )
        yield Text(synset.gloss, 0.4, name=False)
        yield Text(f"{words[0]}: {synset.gloss}", 0.4, name=False)

    def _visible_ancestors(self, wnid: str) -> frozenset[str]:
        synsets = self._wordnet.synsets
        return frozenset(
            up
            for up in self._wordnet.ancestors(wnid)
            if synsets[up].name not in _EMPTY and synsets[up].lexfile in {*PHYSICAL, TOPS}
        )


def _imagenet_names() -> dict[str, str]:
    """WordNet id → open_clip's everyday name for the 1,000 classes of ImageNet, in the classifier's order."""
    from timm.data.imagenet_info import ImageNetInfo  # noqa: PLC0415 (timm imports torchvision: seconds)

    info = ImageNetInfo()
    wnids = [info.index_to_label_name(position) for position in range(1000)]
    return dict(zip(wnids, open_clip.IMAGENET_CLASSNAMES, strict=True))


@dataclass(frozen=True, slots=True)
class Corpus:
    """What the text tower learns: names (embedded alike under every template) and sentences."""

    names: tuple[str, ...]
    sentences: tuple[str, ...]


def corpus(bank: Bank, wordnet: WordNet, captions: Iterable[str]) -> Corpus:
    """Bank, all nouns of WordNet, the tokenizer's own words, glosses of what can be seen, and captions."""
    names = {text.text for node in bank.nodes for text in node.texts if text.name}
    sentences = {text.text for node in bank.nodes for text in node.texts if not text.name} | set(captions)
    for synset in wordnet.synsets.values():
        if not synset.instance:
            names.update(synset.common)
        if synset.visible:
            sentences.add(synset.gloss if int(synset.wnid[1:]) % 3 else f"{synset.name}: {synset.gloss}")
    names.update(tokenizer_words())
    return Corpus(tuple(sorted(names)), tuple(sorted(sentences)))


def corpus_of(data: Path, wordnet: WordNet) -> tuple[Bank, Corpus]:
    """The bank of the labels of `data/packed`, and the corpus with its captions."""
    labels, captions = labels_and_captions(read_packs(data / "packed"))
    bank = Bank(wordnet, labels)
    return bank, corpus(bank, wordnet, captions)


def tokenizer_words() -> tuple[str, ...]:
    """The whole English words among the 49,408 tokens of CLIP's tokenizer: a wide vocabulary for nothing."""
    tokens = open_clip.get_tokenizer("ViT-B-32").encoder
    found = (re.fullmatch(r"([a-z]{3,})</w>", token) for token in tokens)
    return tuple(match[1] for match in found if match)
