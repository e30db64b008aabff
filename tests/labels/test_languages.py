"""Other languages than English, told only where there is no doubt, and only of models that learned none of them."""

from __future__ import annotations

import pytest

from zeroshot.lint import lint
from zeroshot.records import Label, LabelSet

GREEK_PREFIX = "\N{GREEK SMALL LETTER ALPHA}-helix"
FORMULA = "\N{MATHEMATICAL BOLD SMALL C}\N{MATHEMATICAL BOLD SMALL A}"
GERMAN = "Der Kockatrice ist ein Fabelwesen mit dem Kopf eines Hahns und dem Leib eines Drachen, das auch fliegt."
FRENCH = "Le chat est un mammifère carnivore de la famille des félidés, qui vit dans les maisons avec nous."
ENGLISH = "The jalapeño is a chilli pepper from Xalapa; Los Angeles, Las Vegas, El Paso and Del Rio are none."


def _foreign(*labels: Label) -> list[str]:
    found = lint(LabelSet(labels, ("{}",)), english_only=True)
    return [finding.label for finding in found if "not English" in finding.message]


@pytest.mark.parametrize("name", ["猫", "кошка", "γάτα", "قطة", "חתול", "고양이", "แมว", "बिल्ली", "東京タワー (Tokyo)"])
def test_names_in_other_letters_are_told_of_a_model_that_learned_english_only(name: str) -> None:
    assert _foreign(Label(name), Label("dog")) == [name]
    assert not any("not English" in finding.message for finding in lint(LabelSet((Label(name), Label("dog")), ("{}",))))


@pytest.mark.parametrize(
    "name", ["dog", "Käse", "jalapeño", "smørrebrød", GREEK_PREFIX, FORMULA, "Los Angeles", "ﬁsh", ""]
)
def test_what_may_be_english_is_not_told(name: str) -> None:
    assert _foreign(Label(name), Label("dog")) == []


def test_descriptions_are_told_by_their_words_and_short_ones_never() -> None:
    labels = (Label("cockatrice", GERMAN), Label("cat", FRENCH), Label("pepper", ENGLISH), Label("hare", "Der Hase."))
    assert _foreign(*labels) == ["cockatrice", "cat"]
    assert _foreign(Label("city", "Los Angeles, Las Vegas, El Paso, Del Rio"), Label("dog")) == []


def test_a_prompt_in_other_letters_is_told_with_its_class() -> None:
    (finding,) = lint(LabelSet((Label("cat", prompts=("{}の写真",)), Label("dog")), ("{}",)), english_only=True)
    assert finding.message.startswith('"{}の写真" of "cat" is not English, the only language that this model learned')
