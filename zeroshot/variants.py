"""The ways of describing a label set's classes that ``zeroshot compare`` puts side by side.

The control is WaffleCLIP's question (Roth et al. 2023, arXiv:2306.07282): does a description help by what it says, or
would any words do? It gives every class random words in sentences as long as its description's, with the name in front.
All classes draw from the same words, so that these can't tell the classes apart; words of class names are left out.
"""

from __future__ import annotations

import random
import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from zeroshot.labels import key, named_templates
from zeroshot.records import DEFAULT_WEIGHT
from zeroshot.texts import sentences
from zeroshot.trees import leaf

if TYPE_CHECKING:
    from zeroshot.records import LabelSet

NAMES = "names only"
TEMPLATES = "templates"
DESCRIPTIONS = "descriptions"
BOTH = "names + descriptions"
RANDOM = "names + random words"

DRAWS = 5
"""Controls whose answers are averaged."""

WEIGHTS = (0.0, 0.25, 0.5, 0.75, 1.0)
"""Shares of the descriptions that are tried beside the set's own."""

_FEW = 30  # different words below which the descriptions alone would repeat themselves
_OWN_WORDS = """
about above after again along among another around away because before began below between both bring carry
change city close common country course early earth enough even every example family far few find first
follow form found four full general great group half hand hard help high home house important keep kind land
large later learn leave left life light line little long made many mean might mile more most move much name
near need never next night number often only open order other over own page paper part people place plan
point quite real river round same second seem several short side simple small some sound stand state still
story street study such sure system table thing thought thousand three through time together toward town
turn under unit until usual voice walk water while white whole within word work world year young
"""


@dataclass(frozen=True, slots=True)
class Variant:
    """One way: label sets whose answers are averaged (more than one for the control), and the descriptions' weight."""

    name: str
    label_sets: tuple[LabelSet, ...]
    weight: float = DEFAULT_WEIGHT


def has_descriptions(label_set: LabelSet) -> bool:
    """Whether any class has one."""
    return any(key(label.description) for label in label_set.labels)


def variants(label_set: LabelSet, seed: int) -> tuple[Variant, ...]:
    """The ways that a label set allows: without descriptions only names and templates."""
    plain = replace(_bare(label_set, prompts=False), templates=named_templates("plain"))
    found = (Variant(NAMES, (plain,)), Variant(TEMPLATES, (_bare(label_set),)))
    if not has_descriptions(label_set):
        return found
    controls = tuple(random_words(label_set, f"{seed}/{draw}") for draw in range(DRAWS))
    described = (Variant(DESCRIPTIONS, (label_set,), 1.0), Variant(BOTH, (label_set,), label_set.description_weight))
    return (*found, *described, Variant(RANDOM, controls, label_set.description_weight))


def weighted(label_set: LabelSet) -> tuple[Variant, ...]:
    """The set with its descriptions at each of the weights, its own among them."""
    tried = {f"{weight:g}": weight for weight in sorted({*WEIGHTS, label_set.description_weight})}
    return tuple(Variant(name, (label_set,), weight) for name, weight in tried.items())


def random_words(label_set: LabelSet, seed: str) -> LabelSet:
    """The set with random words in the place of every description, the same for the same ``seed`` everywhere."""
    words = _words(label_set)
    labels = []
    for label in label_set.labels:
        # Random(text) and its choices are stable over platforms and versions of Python
        draw = random.Random(f"{seed}/{label.name}")  # noqa: S311 - no secret
        # a capital, as after a full stop a small letter goes on with the sentence
        name = leaf(label.name)
        name = name[:1].upper() + name[1:]
        said = [f"{name}: {' '.join(draw.choices(words, k=_length(text)))}." for text in sentences(label.description)]
        labels.append(replace(label, description=" ".join(said), source=None))
    return replace(label_set, labels=tuple(labels))


def _bare(label_set: LabelSet, *, prompts: bool = True) -> LabelSet:
    labels = (replace(label, description="", source=None) for label in label_set.labels)
    return replace(label_set, labels=tuple(label if prompts else replace(label, prompts=()) for label in labels))


def _length(sentence: str) -> int:
    return len(re.findall(r"\w+", sentence)) or 1


def _words(label_set: LabelSet) -> list[str]:
    """The words to draw from, as often as the descriptions have them, less those of the names and their plurals."""
    names = {word for label in label_set.labels for word in re.findall(r"\w+", key(leaf(label.name)))}
    named = {word + ending for word in names for ending in ("", "s", "es")}
    texts = " ".join(label.description for label in label_set.labels)
    # two letters at least: an initial with a full stop would join two sentences
    words = [word for word in re.findall(r"[^\W\d_]{2,}", texts) if key(word) not in named]
    if len(set(words)) >= _FEW:
        return words
    return [word for word in _OWN_WORDS.split() if word not in named]
