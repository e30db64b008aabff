"""Reads the nouns of WordNet 3.0 as Debian's `wordnet-base` installs them (`data.noun`, `index.noun`).

The file format is wndb(5WN). A synset's id is written `n` + eight digits, as ImageNet writes it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

PHYSICAL = frozenset({4, 5, 6, 8, 11, 13, 14, 15, 17, 18, 19, 20, 25, 27})
"""Lexicographer files (lexnames(5WN)) of what a camera can see: acts, animals, artefacts, bodies, events, food, …"""

TOPS = 3
"""The lexicographer file of the roots: animal, plant, person, food, …"""

_LATIN_FILES = frozenset({5, 20})  # animals and plants carry binomials beside their common names


@dataclass(frozen=True, slots=True)
class Synset:
    """One noun sense: its words in WordNet's order, lexicographer file, parents' ids and gloss without examples."""

    wnid: str
    words: tuple[str, ...]
    lexfile: int
    parents: tuple[str, ...]
    gloss: str
    instance: bool

    @property
    def name(self) -> str:
        """The first common (non-Latin) word."""
        return self.common[0]

    @property
    def common(self) -> tuple[str, ...]:
        """The words without Latin binomials and genera, unless there is nothing else."""
        return tuple(word for word in self.words if not self._latin(word)) or self.words

    @property
    def visible(self) -> bool:
        """Whether this is a kind (not one person or place) of something that a camera can see."""
        return self.lexfile in {*PHYSICAL, TOPS} and not self.instance

    def _latin(self, word: str) -> bool:
        return self.lexfile in _LATIN_FILES and bool(
            re.match(r"^(genus|family|order|class|phylum) |^[A-Z][a-z]+( [a-z]+)?$", word)
        )


def parse_line(line: str) -> Synset:
    """One line of `data.noun` as a synset."""
    head, _, gloss = line.partition("|")
    fields = head.split()
    count = int(fields[3], 16)
    words = tuple(word.replace("_", " ") for word in fields[4 : 4 + 2 * count : 2])
    rest = fields[4 + 2 * count :]
    pointers = [tuple(rest[at : at + 3]) for at in range(1, 1 + 4 * int(rest[0]), 4)]
    up = [(kind, "n" + offset) for kind, offset, pos in pointers if kind in {"@", "@i"} and pos == "n"]
    return Synset(
        wnid="n" + fields[0],
        words=tuple(dict.fromkeys(words)),
        lexfile=int(fields[1]),
        parents=tuple(wnid for _, wnid in up),
        gloss=gloss.split('; "')[0].strip(),
        instance=any(kind == "@i" for kind, _ in up),
    )


class WordNet:
    """The noun hierarchy: synsets by id, senses by word, ancestors."""

    def __init__(self, folder: Path) -> None:
        lines = (folder / "data.noun").read_text(encoding="latin-1").splitlines()
        self.synsets = {s.wnid: s for s in (parse_line(line) for line in lines if line[:1].isdigit())}
        index = (folder / "index.noun").read_text(encoding="latin-1").splitlines()
        self._senses = dict(_index_line(line) for line in index if not line.startswith(" "))

    def senses(self, word: str) -> tuple[str, ...]:
        """Ids of the senses of a word, the most frequent first (none if WordNet lacks it)."""
        return self._senses.get(word.lower().replace(" ", "_"), ())

    def ancestors(self, wnid: str) -> frozenset[str]:
        """Every hypernym up to the root, without the synset itself."""
        found: set[str] = set()
        todo = list(self.synsets[wnid].parents)
        while todo:
            parent = todo.pop()
            if parent not in found:
                found.add(parent)
                todo.extend(self.synsets[parent].parents)
        return frozenset(found)

    def visible_sense(self, word: str) -> str | None:
        """The most frequent sense of a word that names something to be seen, or None."""
        return next((wnid for wnid in self.senses(word) if self.synsets[wnid].visible), None)


def _index_line(line: str) -> tuple[str, tuple[str, ...]]:
    """One line of `index.noun`: the lemma (with underscores) and its senses' ids in order of frequency."""
    fields = line.split()
    return fields[0], tuple("n" + offset for offset in fields[-int(fields[2]) :])
