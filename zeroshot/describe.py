"""Descriptions out of articles: which sentences of a page the model reads, and which are the user's own."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from zeroshot.texts import sentences

if TYPE_CHECKING:
    from collections.abc import Sequence

    from zeroshot.records import Label
    from zeroshot.wikipedia import Article

SENTENCES = 3
"""Of an article's beginning: further ones tell more of history than of looks."""


@dataclass(frozen=True, slots=True)
class Line:
    """One sentence, and whether it is part of the description."""

    text: str
    used: bool = True


def begun(label: Label, article: Article, count: int = SENTENCES) -> Label:
    """The label described by the first sentences of an article."""
    return replace(label, description=" ".join(sentences(article.text)[:count]), source=article.source)


def lines(label: Label, article: Article | None) -> tuple[Line, ...]:
    """The sentences of the article, those of the label's description used, with the user's own where they stand."""
    page = () if article is None else sentences(article.text)
    used = _parts(label.description, page)
    found: list[Line] = []
    place = 0
    for text in used:
        if text in page[place:]:
            at = page.index(text, place)
            found += [Line(before, used=False) for before in page[place:at]]
            place = at + 1
        found.append(Line(text))
    return (*found, *(Line(after, used=False) for after in page[place:]))


def worded(label: Label, chosen: Sequence[Line], article: Article | None) -> Label:
    """The label described by the lines that are used.

    The source stays as long as something of the page may be in the text, and says whether the words were changed.
    """
    used = [" ".join(line.text.split()) for line in chosen if line.used and line.text.strip()]
    page = frozenset(() if article is None else sentences(article.text))
    known = article.source if article is not None else label.source
    owed = bool(used) and (label.source is not None or not page.isdisjoint(used))
    edited = any(text not in page for text in used)
    source = replace(known, edited=edited) if known is not None and owed else None
    return replace(label, description=" ".join(used), source=source)


def _parts(description: str, page: Sequence[str]) -> list[str]:
    """A description cut where the page's own sentences are, and elsewhere where any text is."""
    parts: list[str] = []
    rest = description
    while rest:
        whole = (text for text in page if rest == text or rest.startswith(f"{text} "))
        part = max(whole, key=len, default="") or sentences(rest)[0]
        parts.append(part)
        rest = rest[len(part) :].strip()
    return parts
