"""The ways that are compared, and the fairness of the control."""

from __future__ import annotations

import re
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from zeroshot import labels, variants
from zeroshot.records import DEFAULT_WEIGHT, Label, LabelSet
from zeroshot.texts import sentences

BEASTS = labels.builtin("mythical-beasts")


def test_without_descriptions_there_are_only_names_and_templates() -> None:
    ways = variants.variants(labels.parse_names("dog, cat"), 0)
    assert [way.name for way in ways] == [variants.NAMES, variants.TEMPLATES]
    assert ways[0].label_sets[0].templates == ("{}",)


def test_each_way_holds_what_its_name_says() -> None:
    own = LabelSet((Label("griffin", "A griffin has wings.", ("a drawing of a {}",)), Label("dog")), ("a {}.",))
    ways = {way.name: way for way in variants.variants(own, 0)}
    assert list(ways) == [
        variants.NAMES, variants.TEMPLATES, variants.DESCRIPTIONS, variants.BOTH, variants.RANDOM
    ]  # fmt: skip
    (names,), (templates,) = ways[variants.NAMES].label_sets, ways[variants.TEMPLATES].label_sets
    assert names.labels == (Label("griffin"), Label("dog"))
    assert templates.labels == (Label("griffin", prompts=("a drawing of a {}",)), Label("dog"))
    assert ways[variants.DESCRIPTIONS].label_sets == ways[variants.BOTH].label_sets == (own,)
    assert (ways[variants.DESCRIPTIONS].weight, ways[variants.BOTH].weight) == (1.0, DEFAULT_WEIGHT)
    assert len(ways[variants.RANDOM].label_sets) == variants.DRAWS


def test_the_sets_own_weight_is_that_of_both_and_of_the_control_and_is_tried_among_the_others() -> None:
    own = replace(BEASTS, description_weight=0.1)
    ways = {way.name: way.weight for way in variants.variants(own, 0)}
    assert (ways[variants.DESCRIPTIONS], ways[variants.BOTH], ways[variants.RANDOM]) == (1.0, 0.1, 0.1)
    assert [way.name for way in variants.weighted(own)] == ["0", "0.1", "0.25", "0.5", "0.75", "1"]


@given(st.integers(0, 1000))
def test_random_words_are_as_long_as_the_description_and_carry_only_the_own_name(seed: int) -> None:
    control = variants.random_words(BEASTS, str(seed))
    own = {word for label in BEASTS.labels for word in re.findall(r"\w+", labels.key(label.name))}
    for label, described in zip(control.labels, BEASTS.labels, strict=True):
        told, meant = sentences(label.description), sentences(described.description)
        assert len(told) == len(meant)
        for sentence, original in zip(told, meant, strict=True):
            name, _, words = sentence.partition(": ")
            assert labels.key(name) == labels.key(label.name)
            assert len(re.findall(r"\w+", words)) == len(re.findall(r"\w+", original))
            assert not own & set(re.findall(r"\w+", labels.key(words)))


def test_random_words_are_the_same_for_a_seed_and_others_for_another() -> None:
    assert variants.random_words(BEASTS, "1") == variants.random_words(BEASTS, "1")
    assert variants.random_words(BEASTS, "1") != variants.random_words(BEASTS, "2")


def test_of_few_descriptions_the_programs_own_words_are_taken() -> None:
    few = LabelSet((Label("water", "Wet and deep."), Label("fire")), ("{}",))
    (described, bare) = variants.random_words(few, "0").labels
    assert bare.description == ""
    assert not {"wet", "deep"} & set(described.description.casefold().rstrip(".").split())
