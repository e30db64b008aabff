"""The bank of texts, on a WordNet of eight synsets that the tests write themselves."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from zeroshot.training.minilm import Plain
from zeroshot.training.texts import TEMPLATES, Bank, corpus
from zeroshot.training.wordnet import WordNet, parse_line

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from numpy.typing import NDArray

_DATA = """  1 a licence stands first, indented
00001740 03 n 01 entity 0 000 | that which exists
00015388 03 n 02 animal 0 beast 0 001 @ 00001740 n 0000 | a living organism that moves
02084071 05 n 02 dog 0 Canis_familiaris 0 001 @ 00015388 n 0000 | a tame member of the genus Canis; "the dog barked"
02099601 05 n 01 golden_retriever 0 001 @ 02084071 n 0000 | an English breed with a long golden coat
02958343 06 n 02 car 0 auto 0 001 @ 00001740 n 0000 | a motor vehicle with four wheels
02959942 06 n 02 car 1 railcar 0 001 @ 00001740 n 0000 | a wheeled vehicle on rails
09918248 18 n 01 Fido 0 001 @i 02084071 n 0000 | one dog of its own
07513035 12 n 01 joy 0 001 @ 00001740 n 0000 | the emotion of great happiness
"""
_INDEX = """  1 a licence stands first, indented
animal n 1 1 @ 1 1 00015388
beast n 1 1 @ 1 0 00015388
car n 2 1 @ 2 1 02958343 02959942
dog n 1 1 @ 1 1 02084071
golden_retriever n 1 1 @ 1 0 02099601
joy n 1 1 @ 1 1 07513035
"""


@pytest.fixture
def wordnet(tmp_path: Path) -> WordNet:
    (tmp_path / "data.noun").write_text(_DATA, encoding="latin-1")
    (tmp_path / "index.noun").write_text(_INDEX, encoding="latin-1")
    return WordNet(tmp_path)


@pytest.fixture
def bank(wordnet: WordNet, monkeypatch: pytest.MonkeyPatch) -> Bank:
    monkeypatch.setattr("zeroshot.training.texts._imagenet_names", lambda: {"n02099601": "Golden Retriever"})
    return Bank(wordnet, ["dog", "oat milk car", "n02099601"])


def test_a_line_of_wordnet_becomes_a_synset_without_examples_or_latin() -> None:
    synset = parse_line(_DATA.splitlines()[3])
    assert (synset.wnid, synset.parents) == ("n02084071", ("n00015388",))
    assert synset.gloss == "a tame member of the genus Canis"
    assert synset.common == ("dog",)


def test_the_commonest_visible_sense_is_taken(wordnet: WordNet) -> None:
    assert wordnet.visible_sense("Car") == "n02958343"
    assert wordnet.visible_sense("joy") is None


def test_labels_are_wordnet_nodes_where_wordnet_knows_them(bank: Bank) -> None:
    assert bank.key_of == {"n02099601": "n02099601", "dog": "n02084071", "oat milk car": "oat milk car"}


def test_a_golden_retriever_is_also_a_dog_and_an_animal_but_no_entity(bank: Bank) -> None:
    node = bank.nodes[bank.index["n02099601"]]
    assert node.ancestors == {"n02084071", "n00015388"}


def test_an_unknown_label_belongs_to_the_head_of_its_name(bank: Bank) -> None:
    node = bank.nodes[bank.index["oat milk car"]]
    assert "n02958343" in node.ancestors
    assert "oat milk car, a type of car" in {text.text for text in node.texts}


def test_a_node_has_its_name_first_then_its_gloss_with_and_without_the_name(bank: Bank) -> None:
    texts = [text.text for text in bank.nodes[bank.index["n02099601"]].texts]
    assert texts[0] == "Golden Retriever"
    gloss = "an English breed with a long golden coat"
    assert {gloss, f"Golden Retriever: {gloss}"} < set(texts)


def test_the_corpus_holds_all_nouns_but_no_proper_names(bank: Bank, wordnet: WordNet) -> None:
    everything = corpus(bank, wordnet, ["two dogs run"])
    assert {"joy", "beast", "railcar"} <= set(everything.names)
    assert "Fido" not in everything.names
    assert "two dogs run" in everything.sentences


class _Teacher:
    """Names lie around (1, 0), sentences around (0, 1); the longer a text, the further out."""

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        rows = np.zeros((len(texts), 384), np.float32)
        for row, text in zip(rows, texts, strict=True):
            row[:3] = (" " not in text, " " in text, len(text))
        return rows


def test_plain_texts_lose_the_mean_of_their_kind_and_are_unit_rows(tmp_path: Path) -> None:
    texts = [("dog", True), ("animal", True), ("a dog", False), ("a large dog", False)]
    rows = Plain(_Teacher(), texts, tmp_path / "plain").embed(texts)[:, :3].tolist()
    assert rows == [[0, 0, -1], [0, 0, 1], [0, 0, -1], [0, 0, 1]]


def test_every_template_has_one_place_for_the_name() -> None:
    assert all(template.count("{}") == 1 for template in TEMPLATES)
