"""Names as people type them for --classes, and as Python hands them over."""

from __future__ import annotations

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zeroshot import labels
from zeroshot.errors import LabelError
from zeroshot.names import clean
from zeroshot.records import Label, LabelSet


@pytest.mark.parametrize(
    "typed",
    [
        "dog, cat, car",
        "dog;cat;car",
        "dog\ncat\r\ncar\n",
        " dog ,, cat ,;\n car, ",
        '"dog", cat, "car"',
        "dog、cat\uff0ccar",
    ],
)
def test_commas_semicolons_and_new_lines_separate_names(typed: str) -> None:
    assert labels.parse_names(typed).names == ("dog", "cat", "car")


def test_quotes_let_a_name_hold_a_comma_and_a_doubled_quote_is_one() -> None:
    assert labels.parse_names('"salt, pepper", "a ""big"" dog"').names == ("salt, pepper", 'a "big" dog')


def test_a_quotation_mark_inside_a_name_is_part_of_it() -> None:
    assert labels.parse_names("12\" pizza, driver's licence").names == ('12" pizza', "driver's licence")


@pytest.mark.parametrize(("typed", "column"), [('dog, "cat', 6), ('"dog" cat', 1)])
def test_a_quotation_mark_without_its_pair_is_named_with_its_place(typed: str, column: int) -> None:
    with pytest.raises(LabelError, match=f"character {column} "):
        labels.parse_names(typed)


def test_repeats_are_kept_once_as_first_written() -> None:
    assert labels.parse_names("Dog, dog, \uff24\uff2f\uff27, d\u200bog, grey  wolf, grey wolf").names == (
        "Dog",
        "grey wolf",
    )


def test_a_name_has_single_spaces_and_composed_accents() -> None:
    assert labels.parse_names(" cafe\u0301 \t au   lait ").names == ("café au lait",)


@pytest.mark.parametrize("typed", ["", " , ;\n", '""'])
def test_no_names_at_all_is_an_error_that_shows_how(typed: str) -> None:
    with pytest.raises(LabelError, match="dog, cat"):
        labels.parse_names(typed)


def test_none_of_these_is_reserved_for_rejected_pictures() -> None:
    with pytest.raises(LabelError, match="--min-score"):
        labels.parse_names("dog, None  of These")


@pytest.mark.parametrize("name", ["do\x00g", "do\udcffg"])
def test_characters_that_are_no_text_are_refused_in_a_printable_sentence(name: str) -> None:
    with pytest.raises(LabelError) as caught:
        labels.parse_names(name)
    assert str(caught.value).isprintable()


def test_python_gives_names_as_a_list_and_commas_stay() -> None:
    assert labels.from_names(["salt, pepper", "", "dog", "Dog"]).names == ("salt, pepper", "dog")


def test_typed_names_get_the_short_templates() -> None:
    assert labels.parse_names("dog").templates == labels.named_templates("short")


def test_distinct_keeps_the_first_label_of_each_name() -> None:
    first, again, other = Label("dog", "one"), Label("DOG", "two"), Label("cat")
    repeated = LabelSet((first, again, other), ("{}",), "title", "about")
    assert labels.distinct(repeated) == LabelSet((first, other), ("{}",), "title", "about")


@given(st.text(st.characters(codec=None), max_size=40))
def test_anything_typed_gives_a_set_or_a_label_error(typed: str) -> None:
    with contextlib.suppress(LabelError):  # and nothing else
        assert labels.parse_names(typed).names


plain_names = st.text(st.characters(categories=["L", "N", "P", "S", "Zs"]), min_size=1, max_size=20).map(
    lambda name: clean(name, "")
)
usable_names = plain_names.filter(lambda name: labels.key(name) not in {"", "none of these"})


@given(st.lists(usable_names, min_size=1, max_size=8, unique_by=labels.key))
def test_quoted_names_come_back_as_they_were(names: list[str]) -> None:
    typed = ", ".join('"' + name.replace('"', '""') + '"' for name in names)
    assert labels.parse_names(typed).names == tuple(names)
