"""Captions: the nouns that they name, and what they ask of picture embeddings."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import torch
from torch import Tensor

from zeroshot.training.described import Described, Ragged, nouns_of
from zeroshot.training.wordnet import WordNet

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

_DATA = """  1 a licence stands first, indented
00001740 03 n 01 entity 0 000 | that which exists
00015388 03 n 01 animal 0 001 @ 00001740 n 0000 | a living organism that moves
02084071 05 n 01 dog 0 001 @ 00015388 n 0000 | a tame animal
02121620 05 n 01 cat 0 001 @ 00015388 n 0000 | another tame animal
04254680 06 n 01 soccer_ball 0 001 @ 00001740 n 0000 | a ball for kicking
02778669 06 n 01 ball 0 001 @ 00001740 n 0000 | a round thing
07513035 12 n 01 joy 0 001 @ 00001740 n 0000 | the emotion of great happiness
"""
_INDEX = """  1 a licence stands first, indented
animal n 1 1 @ 1 1 00015388
ball n 1 1 @ 1 1 02778669
cat n 1 1 @ 1 1 02121620
dog n 1 1 @ 1 1 02084071
joy n 1 1 @ 1 1 07513035
soccer_ball n 1 1 @ 1 1 04254680
"""


@pytest.fixture
def wordnet(tmp_path: Path) -> WordNet:
    (tmp_path / "data.noun").write_text(_DATA, encoding="latin-1")
    (tmp_path / "index.noun").write_text(_INDEX, encoding="latin-1")
    return WordNet(tmp_path)


def test_a_caption_names_what_can_be_seen_in_the_singular(wordnet: WordNet) -> None:
    assert list(nouns_of("Two dogs, full of joy, chase a soccer ball.", wordnet)) == ["dog", "soccer ball"]


def test_rows_of_different_lengths_are_picked_from_and_marked() -> None:
    ragged = Ragged.of([[4], [], [1, 2]])
    assert ragged.pick(torch.tensor([0, 2, 2]))[0] == 4
    assert set(ragged.pick(torch.tensor([2] * 50)).tolist()) == {1, 2}
    assert ragged.mask(torch.tensor([2, 1]), 5).tolist() == [[False, True, True, False, False], [False] * 5]


_TEXTS = ("a cat", "a dog", "an animal", "cat", "dog", "animal")


def _embed(texts: Sequence[tuple[str, bool]]) -> Tensor:
    """A row of its own for each text."""
    return torch.eye(len(_TEXTS))[[_TEXTS.index(text) for text, _ in texts]]


def _described(wordnet: WordNet) -> Described:
    """Nine pictures in turn of a dog, a cat and an animal, and a tenth without captions."""
    return Described([["a dog"], ["a cat"], ["an animal"]] * 3 + [[]], wordnet, _embed)


_SCALES = torch.tensor([10.0, 10.0])


def _loss(described: Described, rows: Sequence[int], near: Sequence[str]) -> float:
    """The loss of pictures by position, each half-way between two texts."""
    pictures = torch.stack([_embed([(text, False)])[0] for text in near]).reshape(len(rows), 2, -1).sum(1)
    torch.manual_seed(0)
    return float(described.loss(torch.nn.functional.normalize(pictures, dim=-1), torch.tensor(rows), _SCALES))


def test_pictures_at_their_captions_and_nouns_lose_least(wordnet: WordNet) -> None:
    described = _described(wordnet)
    right = _loss(described, [0, 1], ["a dog", "dog", "a cat", "cat"])
    assert right < _loss(described, [0, 1], ["a dog", "cat", "a cat", "dog"])
    assert right < _loss(described, [0, 1], ["a cat", "dog", "a dog", "cat"])


def test_what_stands_above_a_noun_is_no_wrong_answer(wordnet: WordNet) -> None:
    described = _described(wordnet)
    assert described.nouns == ("animal", "cat", "dog")
    above = _loss(described, [0, 1], ["a dog", "animal", "a cat", "animal"])
    assert above < _loss(described, [0, 1], ["a dog", "cat", "a cat", "dog"])


def test_pictures_without_captions_ask_for_nothing(wordnet: WordNet) -> None:
    described = _described(wordnet)
    alone, with_another = [_loss(described, rows, ["a dog", "dog"] * len(rows)) for rows in ([0], [0, 9])]
    assert alone == pytest.approx(with_another)
    assert _loss(described, [9], ["a dog", "dog"]) == 0
