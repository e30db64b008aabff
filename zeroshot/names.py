"""Texts as people type them: several names in one line, brought to one form, and told again in an error."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

from zeroshot.errors import LabelError

if TYPE_CHECKING:
    from collections.abc import Iterator

_SHOWN = 60  # characters of a text that an error repeats

# What separates typed names, in Latin, Arabic, Chinese and Japanese writing.
_SEPARATORS = "\n\r,;،؛，、；"  # noqa: RUF001
_PART = re.compile(rf'\s*"(?P<quoted>(?:[^"]|"")*)"\s*(?=[{_SEPARATORS}]|\Z)|(?P<bare>[^{_SEPARATORS}]*)')


def typed(text: str) -> Iterator[str]:
    """The names in a text like ``dog, cat, "salt, pepper"``: as they stand, empty ones too.

    Raises LabelError for a quotation mark that isn't closed.
    """
    start = 0
    while start <= len(text):
        part = _PART.match(text, start)
        assert part is not None  # noqa: S101  # the second alternative matches anything, also nothing
        bare = part["bare"]
        if bare is not None and bare.lstrip().startswith('"'):
            column = text.index('"', start) + 1
            raise LabelError(
                f"The quotation mark at character {column} needs a closing one with a comma or the end after it."
            )
        yield part["quoted"].replace('""', '"') if bare is None else bare
        start = part.end() + 1


def clean(text: str, where: str) -> str:
    """The text in Unicode NFC with single spaces; ``where`` begins the sentence of the error.

    Raises LabelError for characters that are no text.
    """
    tidy = " ".join(unicodedata.normalize("NFC", text).split())
    if any(unicodedata.category(char) in {"Cc", "Cs"} for char in tidy):
        raise LabelError(f"{where}: {shown(tidy)} holds a character that is no text: remove it.")
    return tidy


def shown(text: str) -> str:
    """A text as an error repeats it: in quotes, cut, and printable whatever it holds."""
    return f'"{printable(text if len(text) <= _SHOWN else text[:_SHOWN] + "…")}"'


def printable(text: str) -> str:
    """A text with what can't be printed as escapes."""
    return text if text.isprintable() else ascii(text)[1:-1]
