"""From a label to the texts that a model reads, and the fingerprint of a set."""

# ruff: noqa: RUF001  (other scripts are what these tests are about)
from __future__ import annotations

import sys
from dataclasses import replace
from subprocess import run
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from zeroshot import labels
from zeroshot.errors import LabelError
from zeroshot.records import Label, LabelSet
from zeroshot.texts import Room, sentences

if TYPE_CHECKING:
    from collections.abc import Callable

CONTEXT = 12


def words(text: str) -> int:
    """A tokenizer that is easy to count along with: words, a start and an end."""
    return len(text.split()) + 2


def letters(text: str) -> int:
    """A tokenizer without words: every four bytes a token, a start and an end."""
    return len(text.encode()) // 4 + 2


def test_a_bare_name_is_put_into_the_templates() -> None:
    assert labels.prompts(Label("dog"), ("a {}.", "the {}"), words, CONTEXT) == (("a dog.", "the dog"),)


def test_own_prompts_take_the_place_of_the_templates_and_carry_the_name() -> None:
    label = Label("dog", prompts=("a {} or {}", "the Dog", "two dogs", "a pet", "hotdogma"))
    assert labels.prompts(label, ("a {}.",), words, CONTEXT) == (
        ("a dog or dog", "the Dog", "two dogs", "dog: a pet", "dog: hotdogma"),
    )


def test_the_description_is_a_group_of_its_own_sentence_by_sentence() -> None:
    label = Label("cockatrice", "A cockatrice is a dragon. It has a comb!\nIts tail is long")
    assert labels.prompts(label, ("a {}.",), words, CONTEXT) == (
        ("a cockatrice.",),
        ("A cockatrice is a dragon.", "cockatrice: It has a comb!", "cockatrice: Its tail is long"),
    )


@pytest.mark.parametrize(
    ("name", "text", "held"),
    [
        ("犬", "大きな犬です", True),
        ("cat", "catは猫です", True),
        ("cat", "a category", False),
        ("cat", "tomcat", False),
        ("cat", "The CATS sleep", True),
        ("c++", "code in C++, mostly", True),
        ("Straße", "eine STRASSE", True),
        ("grey wolf", "the grey\n wolf", True),
    ],
)
def test_a_name_is_held_as_a_word_of_its_own(name: str, text: str, held: bool) -> None:  # noqa: FBT001
    flat = " ".join(text.split())
    assert Room(name, words, CONTEXT).carry(text) == (flat if held else f"{name}: {flat}")


def test_a_long_sentence_is_cut_at_clauses_and_then_at_words() -> None:
    label = Label("dog", "It runs, it barks, it sleeps, it eats and it drinks and it plays and it dreams at night.")
    assert labels.prompts(label, ("{}",), words, 9)[1] == (
        "dog: It runs, it barks, it sleeps,",
        "dog: it eats and it drinks and",
        "dog: it plays and it dreams at",
        "dog: night.",
    )


def test_a_long_prompt_is_cut_at_its_sentences() -> None:
    label = Label("dog", prompts=("A {} runs far away. It barks at the moon.",))
    assert labels.prompts(label, (), words, 9) == (("A dog runs far away.", "dog: It barks at the moon."),)


def test_a_decimal_comma_is_no_clause() -> None:
    label = Label("dog", "Er ist 1,5 Meter lang, und er ist sehr alt")
    assert labels.prompts(label, ("{}",), words, 8)[1] == ("dog: Er ist 1,5 Meter lang,", "dog: und er ist sehr alt")


def test_text_without_spaces_is_cut_between_characters_that_stand_alone() -> None:
    pieces = list(Room("犬", letters, 6).spread(["e\u0301" * 20]))
    assert "".join(piece.removeprefix("犬: ") for piece in pieces) == "e\u0301" * 20
    assert not any(piece.removeprefix("犬: ").startswith("\u0301") for piece in pieces)


def test_a_name_that_fills_the_context_stands_alone_without_its_template() -> None:
    name = "one two three four five"
    assert labels.prompts(Label(name), ("a photo of the {}.", "{}"), words, 7) == ((name,),)


def test_a_name_longer_than_the_context_is_an_error() -> None:
    with pytest.raises(LabelError, match="longer than the model's 6 tokens"):
        labels.prompts(Label("one two three four five"), ("{}",), words, 6)


def test_a_name_that_leaves_no_room_for_its_description_is_an_error() -> None:
    with pytest.raises(LabelError, match="leaves no room"):
        labels.prompts(Label("one two three four five", "It is long."), ("{}",), words, 7)


def test_without_templates_the_name_stands_alone_and_empty_prompts_are_left_out() -> None:
    assert labels.prompts(Label("dog", prompts=(" ",)), (), words, CONTEXT) == (("dog",),)


@settings(deadline=None)
@given(
    name=st.text(st.characters(categories=["L"], max_codepoint=0x2FF), min_size=1, max_size=8),
    description=st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=300),
    tokens=st.sampled_from([words, letters]),
)
def test_no_text_is_too_long_none_lacks_the_name_and_nothing_is_lost(
    name: str, description: str, tokens: Callable[[str], int]
) -> None:
    groups = labels.prompts(Label(name, description), ("a photo of a {}.",), tokens, CONTEXT)
    for text in (text for group in groups for text in group):
        assert tokens(text) <= CONTEXT
        assert name.casefold() in text.casefold()
    room = Room(name, tokens, CONTEXT)
    kept = [piece.removeprefix(f"{name}: ") for piece in room.spread(sentences(description))]
    assert "".join("".join(kept).split()) == "".join(description.replace(f"{name}: ", "").split())


SENTENCES = {
    "English": ["Dr. J. R. Smith saw 3.5 m of it, e.g. in St. Louis.", "Did he?", "Yes!", "It was in 1990.", "The end"],
    "numbers": ["See fig. 3 and no. 5, approx. 250.", "(It is big.)", "“No.”", "It said no.", "Then it left..."],
    "German": ["Sie starb am 3. Oktober, z. B. bzw. z.B. Wölfe, ca. Mitte des 19. Jahrhunderts.", "Ja."],
    "French": ["M. Dupont l'a vu en 52 av. J.-C. à Paris.", "« Oui ! »", "Non ?", "Si."],
    "Spanish": ["El Sr. López vive en EE. UU. desde 1990.", "¿Sí?", "¡No!"],
    "Finnish": ["Susi eli esim. Canis lupus on ns. Suurpeto.", "Se elää mm. Suomessa."],
    "Japanese": ["犬は動物です。", "猫も？", "「はい！」", "3.5キロです"],
    "Arabic": ["هل هذا كلب؟", "نعم.", "هذا كلب۔"],
    "Hindi": ["यह कुत्ता है।", "वह बिल्ली है।"],
    "Russian": ["Это собака.", "А это кошка!"],
}


@pytest.mark.parametrize("expected", SENTENCES.values(), ids=SENTENCES.keys())
def test_sentences_end_where_a_reader_says(expected: list[str]) -> None:
    assert sentences(" ".join(expected)) == tuple(expected)


def test_sentences_without_spaces_between_them_are_found_in_chinese() -> None:
    assert sentences("这是狗。那是猫！") == ("这是狗。", "那是猫！")


def test_marks_alone_are_no_sentence_and_blank_text_has_none() -> None:
    assert sentences("Yes. ! ! Or") == ("Yes.", "! ! Or")
    assert sentences(" \n ") == ()


SET = LabelSet((Label("dog", "A pet.", ("a {}", "the {}")), Label("cat")), ("a {}.", "the {}."), "Pets", "My pets")


def test_the_fingerprint_is_the_same_on_every_machine() -> None:
    assert labels.fingerprint(SET) == "de4f8ede8bac"
    code = "from zeroshot import labels; print(labels.fingerprint(labels.builtin('animals')))"
    done = run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == labels.fingerprint(labels.builtin("animals"))


@pytest.mark.parametrize(
    "same",
    [
        replace(SET, labels=SET.labels[::-1]),
        replace(SET, templates=SET.templates[::-1]),
        replace(SET, title="", about=""),
        replace(SET, description_weight=0.5),
    ],
)
def test_the_fingerprint_ignores_order_and_titles(same: LabelSet) -> None:
    assert labels.fingerprint(same) == labels.fingerprint(SET)


@pytest.mark.parametrize(
    "other",
    [
        replace(SET, templates=("a {}.",)),
        replace(SET, labels=SET.labels[:1]),
        replace(SET, labels=(Label("Dog", "A pet.", ("a {}", "the {}")), Label("cat"))),
        replace(SET, labels=(Label("dog", "A wolf.", ("a {}", "the {}")), Label("cat"))),
        replace(SET, labels=(Label("dog", "A pet.", ("a {}",)), Label("cat"))),
        replace(SET, labels=(Label("dog", "", ("a {}", "the {}")), Label("cat", "A pet."))),
        replace(SET, description_weight=0.0),
        replace(SET, description_weight=0.25),
    ],
)
def test_the_fingerprint_tells_sets_apart_that_a_model_reads_differently(other: LabelSet) -> None:
    assert labels.fingerprint(other) != labels.fingerprint(SET)


def test_the_weight_means_nothing_where_no_class_is_described() -> None:
    bare = LabelSet((Label("dog"), Label("cat")), ("{}",))
    assert labels.fingerprint(replace(bare, description_weight=0.25)) == labels.fingerprint(bare)
