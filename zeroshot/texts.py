"""Texts cut for a model: into sentences, and into pieces that carry a class's name and fit the model's context.

The splitter is our own: pysbd, the library made for this, had its last release in 2021 and knows neither Finnish nor
Korean, while what is wanted here is small. A sentence that stays whole by mistake costs nothing but its length.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from zeroshot.errors import LabelError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

_OPENERS = "([{\"'“‘„«‹「『（"  # noqa: RUF001  # brackets and quotation marks of several scripts are what this is about
_CLOSERS = r")\]}\"'”’»›」』）"  # noqa: RUF001
_STOP = re.compile(rf"(?P<mark>[.!?…]+)[{_CLOSERS}]*(?:\s»)?\s+|[。！？｡؟۔।॥։።]+[{_CLOSERS}]*\s*")  # noqa: RUF001
_CLAUSE = re.compile(r".+?(?:[,;:—–]\s+|[、，；：،؛]\s*|\Z)", re.DOTALL)  # noqa: RUF001
_WORD = re.compile(r"\S+\s*")
# A character with what combines with it: accents, vowel signs, joiners and variation selectors.
_CHARACTER = re.compile(r".[\u0300-\u036f\u064b-\u065f\u200d\u20d0-\u20ff\ufe00-\ufe0f]*\s*", re.DOTALL)
# A word's character in the scripts that put spaces between words; Thai, Lao, Burmese, Khmer, Chinese, Japanese don't.
_SPACED = r"[^\W\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]"

_LOOK_BACK = 40  # characters before a full stop among which an abbreviation is looked for
# Words that a full stop follows without ending a sentence: initials ("J.", "U.S.", "z.B."), days and centuries
# ("am 3. Oktober", "19. Jahrhundert") and abbreviations of English, German, French, Spanish, Finnish and zoology.
_UNENDING = re.compile(
    r"(?:[^\W\d]\.-?)*[^\W\d]|\d{1,2}|"
    r"approx|aprox|av|bzw|ca|capt|cf|chr|col|dr|ee|esim|ev|fl|ft|gen|gr|inc|jr|lat|lt|ltd|mm|mme|mr|mrs|ms|mt|ns|prof|"
    r"sp|spp|sr|sra|st|subsp|ud|uds|uu|var|vs"
)
_BEFORE_NUMBERS = frozenset(["art", "ch", "fig", "no", "nos", "nr", "p", "pp", "vol"])


def sentences(text: str) -> tuple[str, ...]:
    """The sentences of a text, in the Latin, Greek, Cyrillic, Chinese, Japanese, Arabic, Indic and some more scripts.

    Abbreviations, initials, decimals and ordinals don't end one; in doubt (``U.S. The``) two stay together.
    """
    text = " ".join(text.split())
    found: list[str] = []
    start = 0
    for stop in _STOP.finditer(text):
        before = text[max(start, stop.start() - _LOOK_BACK) : stop.start()]
        ends = stop["mark"] is None or _ends(before, stop["mark"], text[stop.end() : stop.end() + _LOOK_BACK])
        if ends and any(map(str.isalnum, text[start : stop.end()])):
            found.append(text[start : stop.end()].strip())
            start = stop.end()
    return (*found, text[start:]) if start < len(text) else tuple(found)


def _ends(before: str, mark: str, after: str) -> bool:
    """Whether a mark of the Latin kind between these texts ends a sentence."""
    following = after.lstrip(_OPENERS)[:1]
    if following.islower():
        return False
    word = before.rpartition(" ")[2].lstrip(_OPENERS).casefold()
    counted = word in _BEFORE_NUMBERS and following.isdecimal()
    return mark != "." or not (counted or _UNENDING.fullmatch(word))


@dataclass(frozen=True, slots=True)
class Room:
    """What a model's context leaves beside a name; ``count_tokens`` counts start and end marks too."""

    name: str
    count_tokens: Callable[[str], int]
    context: int

    def fits(self, text: str) -> bool:
        """Whether the model reads all of the text."""
        return self.count_tokens(text) <= self.context

    def carry(self, text: str) -> str:
        """The text with the name in front, unless it holds it as a word of its own (perhaps in the plural)."""
        text = " ".join(text.split())
        named = rf"(?<!{_SPACED}){re.escape(self.name.casefold())}(?:e?s)?(?!{_SPACED})"
        return text if re.search(named, text.casefold()) else f"{self.name}: {text}"

    def spread(self, texts: Iterable[str]) -> Iterator[str]:
        """The texts, each with the name and in as many pieces as it needs to fit.

        Raises LabelError when the name leaves no room for a single character.
        """
        for text in texts:
            carried = self.carry(text)
            if self.fits(carried):
                yield carried
            else:
                yield from self.spread(self._cut(text))

    def _cut(self, text: str) -> Sequence[str]:
        """The text in at least two parts: its sentences, else as many clauses, words or characters a part as fit."""
        parts: Sequence[str] = sentences(text)
        if len(parts) > 1:
            return parts
        for pattern in (_CLAUSE, _WORD, _CHARACTER):
            parts = pattern.findall(text.strip())
            if len(parts) > 1:
                return tuple(self._packed(parts))
        raise LabelError(
            f'The name "{self.name}" leaves no room for its description or prompts in the model\'s '
            f"{self.context} tokens: shorten it."
        )

    def _packed(self, parts: Iterable[str]) -> Iterator[str]:
        held = ""
        for part in parts:
            if held and not self.fits(self.carry(held + part)):
                yield held
                held = ""
            held += part
        yield held
