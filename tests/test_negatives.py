"""The vocabulary of what is none of the user's classes."""

from __future__ import annotations

from zeroshot import labels, negatives


def test_the_vocabulary_is_broad_and_says_nothing_twice() -> None:
    words = negatives.words()
    assert len(words) > 1000
    assert len({labels.key(word) for word in words}) == len(words)


def test_its_words_are_plain_and_no_proper_names() -> None:
    assert all(word == word.lower().strip() and len(word.split()) <= 5 for word in negatives.words())


def test_it_knows_what_the_built_in_label_sets_are_about_in_the_main() -> None:
    known = {labels.key(word) for word in negatives.words()}
    named = {labels.key(name) for title in ("animals", "everyday", "scenes") for name in labels.builtin(title).names}
    assert len(named & known) > len(named) / 2
