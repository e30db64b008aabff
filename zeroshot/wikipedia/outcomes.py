"""What asking a wiki for a class can come to: an article, or one of the ways in which there is none."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from zeroshot.records import Attribution


class Kind(StrEnum):
    """What was found under a name."""

    ARTICLE = "article"
    DISAMBIGUATION = "disambiguation"
    MISSING = "missing"
    INVALID = "invalid"
    SPECIAL = "special"
    INTERWIKI = "interwiki"
    REDIRECT_LOOP = "redirect loop"
    SECTION = "section"
    LIST = "list"
    EMPTY = "empty"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Article:
    """A page's beginning.

    ``name`` is what was asked for, ``text`` is one line of prose.
    """

    name: str
    text: str
    source: Attribution


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one name; ``message`` is a sentence for the user, empty for a plain article.

    A SECTION and a LIST have an article too, where there is text: it may be about something else and is for the user
    to take or leave. ``choices`` are the titles that a DISAMBIGUATION page offers.
    """

    name: str
    kind: Kind
    article: Article | None = None
    choices: tuple[str, ...] = ()
    message: str = ""


@dataclass(frozen=True, slots=True)
class Translation:
    """The same article in another language: the language's code, its name in itself, and the title there."""

    language: str
    name: str
    title: str


@dataclass(frozen=True, slots=True)
class Details:
    """What an article has beside its text: translations by code, and its picture's file (empty where it has none)."""

    translations: tuple[Translation, ...] = ()
    picture: bytes = b""


def without_article(name: str, kind: Kind, detail: str = "") -> Outcome:
    """The outcome of a kind that has no text, with its sentence; ``detail`` is what the wiki said about it."""
    sentences = {
        Kind.MISSING: f'There is no page "{name}": search for another title, or write a description.',
        Kind.INVALID: f'"{name}" can\'t be the title of a page{detail}: give another one.',
        Kind.SPECIAL: f'"{name}" is a page for the wiki\'s own purposes, with nothing to read: give another title.',
        Kind.INTERWIKI: f'"{name}" leads to another wiki{detail}: give a title of this one.',
        Kind.REDIRECT_LOOP: f'"{name}" is redirected in a circle and leads to no page: give another title.',
        Kind.EMPTY: f'The page "{name}" begins without any text: take another one, or write a description.',
        Kind.FAILED: detail,
    }
    return Outcome(name, kind, message=sentences[kind])
