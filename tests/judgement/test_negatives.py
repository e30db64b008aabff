"""The vocabulary of what is none of the user's classes."""

from __future__ import annotations

import numpy as np

from zeroshot import labels
from zeroshot.judgement import negatives


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


def read() -> np.ndarray:
    """A vector for each word, all apart."""
    rows = np.random.default_rng(0).normal(size=(len(negatives.words()), 64))
    rows[:, 0] = 9.0
    return (rows / np.linalg.norm(rows, axis=1, keepdims=True)).astype(np.float32)


def left(*names: str, classes: np.ndarray) -> set[str]:
    """The words that stand for something else than the classes."""
    vectors = read()
    kept = {vector.tobytes() for vector in negatives.apart(vectors, names, classes)}
    return {word for word, vector in zip(negatives.words(), vectors, strict=True) if vector.tobytes() in kept}


FAR = -np.eye(1, 64, dtype=np.float32)


def test_kinds_of_a_class_and_what_it_is_a_kind_of_do_not_count_against_it() -> None:
    every = set(negatives.words())
    assert every - left("Car", classes=FAR) == {"car", "sports car", "police car", "toy car", "racing car"}
    assert every - left("German shepherd dog", classes=FAR) == {"dog"}
    assert every - left("vehicle/fire truck", "animal/dog", classes=FAR) == {
        *("fire truck", "truck", "dog", "hot dog", "bat animal", "mouse animal", "seal animal"),
    }


def test_a_word_whose_neighbour_is_a_class_does_not_count_against_it() -> None:
    place = negatives.words().index("wolf")
    assert "wolf" not in left("canis lupus", classes=read()[[place]])
    assert len(left("canis lupus", classes=read()[[place]])) > len(negatives.words()) - 60


def test_names_in_other_languages_and_odd_ones_take_no_words_away() -> None:
    assert left("小鳥", "x", "cargo", classes=FAR.repeat(3, axis=0)) == set(negatives.words())
