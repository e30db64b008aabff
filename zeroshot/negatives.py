"""The broad vocabulary that stands for all that is none of the user's classes: our own words, in ``negatives.txt``."""

from __future__ import annotations

from functools import cache

from zeroshot.paths import assets

TEMPLATE = "a photo of a {}."
"""The one prompt of a word: so many words are read once by every model, and more prompts would take as much longer."""


@cache
def words() -> tuple[str, ...]:
    """The vocabulary in the file's order: over a thousand things, living beings, places and kinds of pictures."""
    lines = (assets() / "negatives.txt").read_text(encoding="utf-8").splitlines()
    return tuple(line for line in lines if line and not line.startswith("#"))


def prompts() -> tuple[str, ...]:
    """What a model reads of each word."""
    return tuple(TEMPLATE.format(word) for word in words())
