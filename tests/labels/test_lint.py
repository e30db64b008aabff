"""The linter of label sets: what it warns of, and as important, what it leaves alone."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from zeroshot.lint import Finding, Severity, lint
from zeroshot.records import Label, LabelSet


def words(text: str) -> int:
    """A tokenizer that is easy to count along with: words, a start and an end."""
    return len(text.split()) + 2


def of(*names: str | Label) -> tuple[Finding, ...]:
    """What the linter finds in a set of these labels."""
    made = tuple(name if isinstance(name, Label) else Label(name) for name in names)
    return lint(LabelSet(made, ("a photo of a {}.",)))


def only(*names: str | Label) -> Finding:
    """The one finding in a set of these labels."""
    (finding,) = of(*names)
    return finding


ALIKE = [
    ("grey wolf", "gray wolf"),
    ("mushroom", "mushrooms"),
    ("box", "boxes"),
    ("berry", "berries"),
    ("wolf", "wolves"),
    ("knife", "knives"),
    ("glove", "gloves"),
    ("policeman", "policemen"),
    ("child", "children"),
    ("hot dog", "hotdog"),
    ("hot dog", "hot-dogs"),
    ("t-shirt", "T shirt"),
    ("café", "cafe"),
    ("bird's nest", "birds nest"),
    ("rhinoceros", "rhinocerous"),
    ("crocodile", "corcodile"),
    ("aluminium can", "aluminum can"),
]
DIFFERENT = [
    ("cat", "car"),
    ("dog", "hot dog"),
    ("horse", "house"),
    ("mouse", "moose"),
    ("black cat", "black car"),
    ("brown bear", "brown pear"),
    ("plane", "plan"),
    ("cane", "can"),
    ("dress", "dresser"),
    ("bus", "bush"),
    ("team 1", "team 2"),
    ("wolf", "grey wolf"),
    ("犬", "猫"),
    ("か", "が"),
    ("raspberry", "strawberry"),
    ("C++", "C#"),
    ("polar bear", "brown bear"),
]


@pytest.mark.parametrize(("one", "other"), ALIKE)
def test_names_that_say_the_same_are_found(one: str, other: str) -> None:
    finding = only(one, "something quite far", other)
    assert finding.label == other
    assert f'"{other}" is nearly the same as "{one}"' in finding.message


@pytest.mark.parametrize(("one", "other"), DIFFERENT)
def test_names_that_only_look_alike_are_left_alone(one: str, other: str) -> None:
    assert of(one, other) == ()


def test_a_repeated_name_is_found_with_how_often_it_stands() -> None:
    finding = only("dog", "cat", "DOG", "d\u200bog")
    assert finding.label == "dog"
    assert "stands 3 times" in finding.message


def test_a_name_in_another_ones_description_is_fine_but_the_same_description_is_not() -> None:
    assert of(Label("dog", "Not far from a wolf."), Label("wolf", "The father of the dog.")) == ()
    assert "description" in only(Label("dog", "An animal."), Label("cat", "An Animal.")).message


@pytest.mark.parametrize(
    "name",
    [
        "other",
        "Others",
        "nothing",
        "none",
        "misc",
        "Misc.",
        "unknown",
        "anything else",
        "the rest",
        "other animals",
        "N/A",
    ],
)
def test_leftovers_are_sent_to_the_thresholds(name: str) -> None:
    finding = only("dog", name)
    assert finding.label == name
    assert "left over" in finding.message
    assert "--min-score" in finding.message


@pytest.mark.parametrize(
    "name",
    ["no people", "not a dog", "street without car", "non-food", "no one's dog", "isn\u2019t a cat", "all except dogs"],
)
def test_negations_are_found(name: str) -> None:
    finding = only("dog house", name)
    assert "hardly understands" in finding.message
    assert "--min-score" in finding.message


def test_a_negation_in_a_prompt_is_found() -> None:
    assert (
        "an empty street without cars"
        in only("dog", Label("street", prompts=("an empty street without cars",))).message
    )


@pytest.mark.parametrize("name", ["forget-me-not", "no entry sign", "knot", "otter", "mother", "note", "No. 5 perfume"])
def test_names_that_only_sound_like_negations_are_left_alone(name: str) -> None:
    assert of("dog", name) == ()


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("", "holds no letters"),
        ("...", "holds no letters"),
        ("1990", "only a number"),
        ("3.5", "only a number"),
        ("names.txt", "looks like a file"),
        ("C:\\pets\\dog.jpg", "looks like a file"),
        ("a very large brown dog that runs on the beach", "long for a name"),
    ],
)
def test_names_that_say_nothing_are_found(name: str, sentence: str) -> None:
    finding = only("dog", name)
    assert finding.label == name
    assert sentence in finding.message


def test_an_empty_prompt_is_found() -> None:
    assert "empty" in only("cat", Label("dog", prompts=("a {}", " "))).message


def test_the_one_without_a_description_is_noted() -> None:
    described = [Label(name, f"A {name} is seen here.") for name in ("cat", "horse")]
    (found,) = lint(LabelSet((*described, Label("snark")), ()))
    assert (found.label, found.severity) == ("snark", Severity.NOTE)
    assert lint(LabelSet((described[0], Label("horse")), ())) == ()


def test_a_single_class_always_wins() -> None:
    assert "always 1" in only("dog").message


def test_long_texts_are_found_with_the_number_of_their_pieces() -> None:
    label = Label("dog", "It is an animal. It runs and runs and runs and runs and runs away from home.")
    assert of(label, "cat") == ()
    (finding,) = lint(LabelSet((label, Label("cat")), ("a {}.",)), words, 10)
    assert finding.severity is Severity.NOTE
    assert "read in 2 pieces" in finding.message


def test_a_name_without_room_for_templates_or_itself_is_found() -> None:
    found = LabelSet((Label("one two three four"), Label("one two three four five")), ("a photo of a {}.",))
    note, warning = lint(found, words, 6)
    assert (note.severity, warning.severity) == (Severity.NOTE, Severity.ERROR)
    assert "is read alone" in note.message
    assert "longer than the model's 6 tokens" in warning.message


def test_findings_come_in_the_order_of_the_labels() -> None:
    assert [finding.label for finding in of("12", "wolf", "other", "wolves")] == ["12", "other", "wolves"]


@settings(deadline=None)
@given(
    st.lists(st.builds(Label, st.text(max_size=20), st.text(max_size=60), st.tuples(st.text(max_size=20))), max_size=6)
)
def test_any_set_is_judged_in_whole_sentences(made: list[Label]) -> None:
    for finding in lint(LabelSet(tuple(made), ("a {}.",)), words, 8):
        assert finding.message.endswith(".")


def test_ten_thousand_names_are_judged_in_a_few_seconds() -> None:
    syllables = ["ba", "co", "di", "fu", "ga", "he", "ki", "lo", "mu", "pa"]
    names = [f"{a}{b}{c}{d}n" for a in syllables for b in syllables for c in syllables for d in syllables]
    begin = time.process_time()
    lint(LabelSet(tuple(map(Label, names)), ("a {}.",)))
    assert time.process_time() - begin < 20  # pair by pair it would be minutes
