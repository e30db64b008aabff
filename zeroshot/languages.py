"""Whether a text is surely not English: for models that learned nothing else.

No detector of languages is used: those that are well kept guess at single words, and class names are little else. Here
only what leaves no doubt counts, letters of another script and whole sentences.
"""

from __future__ import annotations

import re
import unicodedata

# Words that make sentences of German, French, Spanish, Italian, Portuguese and Dutch, and are no English ones.
_OTHERS = """
der das und ist ein eine einen dem des auf nicht sich auch als wird sind oder zum zur bei durch
le les une est et dans du pour avec sur qui sont aux cette ses
el los las es una del por con su como más entre
il lo gli della di che delle nel sono
os um uma da dos das são pela ou
het een zijn voor wordt ook
"""
_OWN = "the of and with is are were this that from which its has have it for by"
_FOREIGN, _ENGLISH = frozenset(_OTHERS.split()), frozenset(_OWN.split())
_EVIDENCE, _ENOUGH = 4, 12  # different such words, in a text of so many: place names have a few


def is_foreign(text: str) -> bool:
    """Whether at least half of a text's letters are no Latin ones, or its sentences are made of other words.

    In doubt it isn't: a single Greek letter before an English word is no Greek, and in Latin letters anything short may
    be a name.
    """
    letters = [letter for letter in text if letter.isalpha()]
    if letters and 2 * sum(map(_is_other, letters)) >= len(letters):
        return True
    words = re.findall(r"[^\W\d_]+", text.casefold())
    return len(words) >= _ENOUGH and len(_FOREIGN.intersection(words)) >= _EVIDENCE and _ENGLISH.isdisjoint(words)


def _is_other(letter: str) -> bool:
    """Whether a letter belongs to another script; those of formulas are none."""
    name = unicodedata.name(letter, "")
    return not ("LATIN" in name or name.startswith(("MATHEMATICAL", "DOUBLE-STRUCK", "SCRIPT", "BLACK-LETTER")))
