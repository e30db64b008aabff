"""The cleaner of extracts, in the languages that it has to know."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zeroshot.wikipedia.extracts import LONGEST, clean

BRACKETS = st.text(st.sampled_from("ab1 ()[]（）［］;,/ˈə.{}\\\u200b\n"))


@pytest.mark.parametrize(
    ("extract", "cleaned"),
    [
        (
            "A wugling (/ˈwʌɡlɪŋ/ WUG-ling; Wugus minor) is a small beast.[1][note 2]\n\nIt is blue.[citation needed]",
            "A wugling (Wugus minor) is a small beast. It is blue.",
        ),
        (
            "Der Wugling ([ˈvʊɡlɪŋ], Plural: Wuglinge) ist ein Tier (Aussprache: anhören).",
            "Der Wugling (Plural: Wuglinge) ist ein Tier.",
        ),
        (
            "Le wugelin (Wugus minor) [vyɡlɛ̃] est un animal (prononcé « vug »), dit-on[réf. nécessaire] .",
            "Le wugelin (Wugus minor) est un animal, dit-on.",
        ),
        (
            "El wuguelín ( AFI: [wuɣeˈlin] ) es un animal[cita requerida] ( ; , ) azul.",
            "El wuguelín es un animal azul.",
        ),
        (
            "Vukula (Wugus minor, ääntäminen: ˈvukula) on eläin.[1]",
            "Vukula (Wugus minor) on eläin.",
        ),
        (
            "ワグリン（英: wugling、発音: [ˈwʌɡlɪŋ]）は、青い動物である[注 1]。（）",
            "ワグリン（英: wugling）は、青い動物である。",
        ),
        (
            "الوغلين (نطق: /ˈwuɡlin/؛ الاسم: Wugus) حيوان أزرق[١] ()، صغير.",
            "الوغلين (الاسم: Wugus) حيوان أزرق، صغير.",
        ),
    ],
)
def test_what_only_people_need_is_left_out(extract: str, cleaned: str) -> None:
    assert clean(extract) == cleaned


@pytest.mark.parametrize(
    "text",
    [
        "The snow leopard (Panthera uncia) is a cat.",
        "Its height is .5 m (1.6 ft), its weight 3.5 kg.",
        "It was seen [in part] on both coasts (north and/or south).",
        "Smørrebrød (bread, often of rye) is Danish.",
        "An unfinished (bracket stays.",
        "Comment dire ? « Ainsi ! »",
    ],
)
def test_what_tells_something_stays(text: str) -> None:
    assert clean(text) == text


def test_a_formula_goes() -> None:
    assert clean(r"The area {\displaystyle A={\frac{1}{2}}} is half.") == "The area is half."


def test_an_endless_extract_is_cut() -> None:
    assert len(clean("wug " * 2_000_000)) <= LONGEST
    assert clean("(" * 2_000_000)


@given(st.text() | BRACKETS)
def test_it_never_fails_and_once_is_enough(text: str) -> None:
    cleaned = clean(text)
    assert clean(cleaned) == cleaned
    assert cleaned == " ".join(cleaned.split())
    assert not re.search(r"\(\s*\)|\[\s*\]|（\s*）|［\s*］", cleaned)
