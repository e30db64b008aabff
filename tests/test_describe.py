"""Descriptions out of articles: what is read back is what was written, and whose words they are is said."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from zeroshot.describe import Line, begun, lines, worded
from zeroshot.records import Attribution, Label
from zeroshot.wikipedia import Article

SOURCE = Attribution("Wug", "https://wiki.invalid/Wug", "en", 7, "2026-01-01T00:00:00Z", "CC BY-SA 4.0")
TEXT = "A wug is blue. It came from the U.S. It eats grass. It sings."
ARTICLE = Article("wug", TEXT, SOURCE)
WUG = Label("wug")


def test_a_class_begins_with_the_first_sentences() -> None:
    label = begun(WUG, ARTICLE, 1)
    assert label == Label("wug", "A wug is blue.", source=SOURCE)
    assert [line.used for line in lines(label, ARTICLE)] == [True, *[False] * (len(lines(label, ARTICLE)) - 1)]


@given(st.lists(st.booleans(), min_size=3, max_size=3))
def test_what_is_switched_on_is_found_again(on: list[bool]) -> None:
    page = [line.text for line in lines(WUG, ARTICLE)]
    chosen = tuple(Line(text, used) for text, used in zip(page, on, strict=True))
    label = worded(WUG, chosen, ARTICLE)
    assert lines(label, ARTICLE) == chosen
    assert label.source == (SOURCE if any(on) else None)


def test_own_sentences_keep_their_place_and_are_told() -> None:
    page = lines(begun(WUG, ARTICLE), ARTICLE)
    label = worded(WUG, (page[0], Line("It has two ears."), *page[1:]), ARTICLE)
    assert [line.text for line in lines(label, ARTICLE)][:2] == ["A wug is blue.", "It has two ears."]
    assert label.source == replace(SOURCE, edited=True)


def test_words_of_ones_own_owe_nothing() -> None:
    label = worded(WUG, (Line("It has two ears."), Line("A wug is blue.", used=False)), ARTICLE)
    assert label == Label("wug", "It has two ears.")
    assert worded(label, lines(label, None), None) == label


def test_what_was_a_pages_text_stays_owed_when_it_is_changed() -> None:
    label = worded(begun(WUG, ARTICLE), (Line("A wug is rather blue."),), ARTICLE)
    assert label.source == replace(SOURCE, edited=True)
    assert worded(label, (Line("A wug is rather blue."),), None).source == replace(SOURCE, edited=True)


@given(st.text(max_size=80), st.text(max_size=80))
def test_any_words_can_be_read(description: str, article: str) -> None:
    label = Label("wug", " ".join(description.split()))
    read = lines(label, Article("wug", " ".join(article.split()), SOURCE))
    assert " ".join(line.text for line in read if line.used).replace(" ", "") == label.description.replace(" ", "")
