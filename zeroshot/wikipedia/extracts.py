"""A page's beginning made fit to be read by a model: no pronunciation, no footnote marks, no brackets left empty.

An encyclopaedia's plain text still holds what helps only people: how a name is said, footnotes, and what they leave.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Final

LONGEST: Final = 20_000
"""Characters of an extract that are kept: far above any beginning of a page that people wrote."""

_PAIRS: Final = {"(": ")", "[": "]", "（": "）", "［": "］"}  # noqa: RUF001 - full-width brackets are what this is about
_SQUARE: Final = "[［"  # noqa: RUF001
_LONG: Final = 400  # characters between brackets beyond which they hold prose, which is left alone

# Letters that only phonetic writing uses, its stress and length marks, and the sign of a recording. Left out are those
# that are ordinary letters in Danish, Icelandic, Greek, Maltese and Sami.
_PHONETIC: Final = re.compile(r"[ɐɑɒɓɔɕɖɗəɘɚɛɜɝɞɟɠɡɢɣɤɥɦɧɨɪɫɬɭɮɯɰɱɲɳɴɵɶɸɹɺɻɽɾʀʁʂʃʄʈʉʊʋʌʍʎʏʐʑʒʔʕʙʝʟʤʧˈˌːⓘ🔊]")
_SPOKEN: Final = re.compile(
    r"\b(?:listen|pronounced|pronunciation|IPA|API|AFI|Aussprache|ausgesprochen|anhören|écouter|prononcée?|prononciation|"
    r"pronunciad[oa]|pronunciación|escuchar|ääntäminen|ääntyminen|äännetään|lausutaan|kuuntele)\b|発音|聞く|نطق|استمع",
    re.IGNORECASE,
)
_SLASHED: Final = re.compile(r"\s*/[^/]+/\s*")
_FOOTNOTE: Final = re.compile(
    r"\s*(?:[^\W\d_]{0,12}\.?\s?\d{1,3}|[a-z]|citation needed|clarification needed|who\?|when\?|réf\. nécessaire|"
    r"cita requerida|lähde\?|要出典|بحاجة لمصدر)\s*",
    re.IGNORECASE,
)
_SEPARATOR: Final = re.compile(r"([;,；，、،؛])")  # noqa: RUF001
_FORMULA: Final = re.compile(r"\{\\(?:display|text)style(?:[^{}]|\{(?:[^{}]|\{[^{}]*\})*\})*\}")
_LOOSE: Final = re.compile(r"\s+(?=[,.،、。](?!\d))")
_UNSEEN: Final = "\u00ad\u200b\u200e\u200f\u2060\ufeff"  # soft hyphen, zero width space, directions, joiner, BOM


def clean(extract: str) -> str:
    """The extract (its first ``LONGEST`` characters) as one line of prose; cleaning it again changes nothing."""
    text = extract[:LONGEST]
    while (cleaner := _pass(text)) != text:
        text = cleaner
    return text


def _pass(text: str) -> str:
    text = unicodedata.normalize("NFC", "".join(_visible(char) for char in text))
    text = _without_asides(_FORMULA.sub("", text))
    return _LOOSE.sub("", " ".join(text.split()))


def _visible(char: str) -> str:
    if char in _UNSEEN:
        return ""
    return " " if unicodedata.category(char) in {"Cc", "Cs"} else char


def _without_asides(text: str) -> str:
    """The text with every pair of brackets tidied, the inner ones first."""
    levels: list[tuple[str, list[str]]] = [("", [])]
    for char in text:
        opener, inside = levels[-1]
        if char in _PAIRS:
            levels.append((char, []))
        elif opener and char == _PAIRS[opener]:
            levels.pop()
            levels[-1][1].append(_tidied(opener, "".join(inside)))
        else:
            inside.append(char)
    return "".join(opener + "".join(inside) for opener, inside in levels)


def _tidied(opener: str, inside: str) -> str:
    """What becomes of one pair of brackets: nothing, when it held only pronunciation or a footnote's mark."""
    if len(inside) <= _LONG:
        if opener in _SQUARE and (_FOOTNOTE.fullmatch(inside) or _is_spoken(inside)):
            return ""
        inside = _without_pronunciation(inside)
    return f"{opener}{inside}{_PAIRS[opener]}" if any(map(str.isalnum, inside)) else ""


def _without_pronunciation(inside: str) -> str:
    """What stands between brackets, without those of its parts that say how a word sounds."""
    parts = _SEPARATOR.split(inside)
    kept = [(separator, part) for separator, part in zip(["", *parts[1::2]], parts[::2], strict=True) if part.strip()]
    kept = [(separator, part) for separator, part in kept if not _is_spoken(part)]
    return "".join([kept[0][1], *(separator + part for separator, part in kept[1:])]).strip() if kept else ""


def _is_spoken(part: str) -> bool:
    return bool(_PHONETIC.search(part) or _SPOKEN.search(part) or _SLASHED.fullmatch(part))
