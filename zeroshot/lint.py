"""The linter of label sets: what will spoil the answers, said before anyone waits for them.

It judges by the words alone. That "wolf" lies near "grey wolf", or that a poodle is a dog, it doesn't know: an
honest answer to those needs a model or a dictionary, and "hot dog" is no dog.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict
from dataclasses import dataclass
from enum import StrEnum
from itertools import combinations
from typing import TYPE_CHECKING

from zeroshot.errors import LabelError
from zeroshot.labels import key, prompts
from zeroshot.languages import is_foreign
from zeroshot.texts import Room, sentences
from zeroshot.trees import groups, leaf

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from zeroshot.records import Label, LabelSet

_LONG_NAME = 8  # words; beyond them a name is a description
_LONG_WORD = 8  # letters; in shorter words one letter makes another word: cat, car; horse, house; bear, pear
_SHOWN = 60  # characters of a text that a finding repeats

_LEFTOVERS = re.compile(
    r"(?:an? |the )?(?:(?:any|every|some)(?:thing|one|body) else|others?|nothing|nobody|none|no one|misc\.?|rest"
    r"|miscellaneous|unknown|unclear|uncertain|unclassified|uncategori[sz]ed|undefined|unlabell?ed|not sure|remainder"
    r"|n/a|null|none of (?:these|them|the above)|sonstiges?|andere[rs]?|nichts|autres?|rien|otros?|otras?|nada|muut?"
    r"|その他|其他)"
    r"|(?:an? |the )?(?:others?|unknown|unclassified|miscellaneous|misc\.?|rest of) .+"
)
_NEGATION = re.compile(r"(?<![\w-])(?:no|not|non|without|neither|nor|never|except|non-\w+|\w+n't|other than)(?![\w.-])")
_SIGN = re.compile(r"\bsigns?$")  # a "no entry sign" is a thing that can be seen
_FILE = re.compile(r".*[\\/].*\.\w+|.*\.(?:jpe?g|png|gif|webp|tiff?|heic|bmp|txt|csv|tsv|toml|json|xlsx?|zip)")

_IRREGULAR = {
    "people": "person",
    "children": "child",
    "mice": "mouse",
    "geese": "goose",
    "feet": "foot",
    "teeth": "tooth",
}
_AMERICAN = "gray color harbor center theater tire donut yogurt airplane mustache pajama jewelry whiskey plow"
_BRITISH = "grey colour harbour centre theatre tyre doughnut yoghurt aeroplane moustache pyjama jewellery whisky plough"
_SPELLINGS = dict(zip(_AMERICAN.split(), _BRITISH.split(), strict=True))


class Severity(StrEnum):
    """How much a finding matters."""

    ERROR = "error"  # the set can't be used with this model
    WARNING = "warning"  # the answers will be worse than they could be
    NOTE = "note"  # nothing is wrong, but it is good to know


@dataclass(frozen=True, slots=True)
class Finding:
    """What the linter has to say of one label, in one sentence: what happens, and what to do."""

    label: str
    message: str
    severity: Severity = Severity.WARNING


def lint(
    labels: LabelSet,
    count_tokens: Callable[[str], int] | None = None,
    context: int | None = None,
    *,
    english_only: bool = False,
) -> tuple[Finding, ...]:
    """What is likely to go wrong with a set, in the order of its labels.

    Texts that are too long are found only with a model's ``count_tokens`` (start and end marks included) and
    ``context``; those in other languages are told of a model that knows ``english_only``. Never raises for what a set
    holds, also not for what ``labels.load`` would refuse.
    """
    read = tuple(label for label in labels.labels if not label.by_examples)
    findings = [finding for label in read for finding in _of_name(label)]
    findings += _repeats(labels.labels)
    findings += _bare(read)
    findings += _lookalikes(read)
    findings += _lonely(labels.names)
    findings += _respelt(labels.names)
    if count_tokens is not None and context is not None:
        findings += (found for label in read for found in _lengths(label, labels.templates, count_tokens, context))
    if english_only:
        findings += [_foreign(label) for label in foreign(labels)]
    if len(labels.labels) == 1:
        only = labels.labels[0].name
        findings.append(
            Finding(only, f'"{only}" is the only class, so its score is always 1: add what it may be taken for.')
        )
    order = {name: place for place, name in reversed(list(enumerate(labels.names)))}
    return tuple(sorted(findings, key=lambda finding: order[finding.label]))


def foreign(labels: LabelSet) -> tuple[Label, ...]:
    """The labels whose name, prompts or description are surely not English."""
    return tuple(label for label in labels.labels if not label.by_examples and any(map(is_foreign, _texts(label))))


def _texts(label: Label) -> tuple[str, ...]:
    return leaf(label.name), *label.prompts, label.description


def _foreign(label: Label) -> Finding:
    text = next(filter(is_foreign, _texts(label)))
    where = f'"{_short(text)}"' if text == leaf(label.name) else f'"{_short(text)}" of "{_short(label.name)}"'
    return Finding(
        label.name,
        f"{where} is not English, the only language that this model learned, so its answers are little more than "
        "guesses: write it in English, or use a model for many languages, such as SigLIP2.",
    )


def _of_name(label: Label) -> Iterator[Finding]:
    name = key(leaf(label.name))
    if not any(map(str.isalnum, name)):
        yield Finding(
            label.name, f'The name "{label.name}" holds no letters, so a model learns nothing from it: remove it.'
        )
    elif _FILE.fullmatch(key(label.name)):
        yield Finding(
            label.name, f'"{label.name}" looks like a file, but is read as a name: give files of names as --labels.'
        )
    elif not any(map(str.isalpha, name)):
        yield Finding(
            label.name, f'"{label.name}" is only a number, which says little to a model: write what it stands for.'
        )
    elif _LEFTOVERS.fullmatch(name) or _LEFTOVERS.fullmatch(key(label.name)):
        yield Finding(
            label.name,
            f'A model can\'t understand "{label.name}" as what is left over: remove it, and use --min-score or '
            '--min-margin, which answer "none of these" instead.',
        )
    elif len(name.split()) > _LONG_NAME:
        yield Finding(
            label.name,
            f'"{_short(label.name)}" is long for a name: keep a few words and move the rest into its description.',
        )
    if any(not key(prompt) for prompt in label.prompts):
        yield Finding(label.name, f'A prompt of "{label.name}" is empty and is left out: write or remove it.')
    yield from _negations(label)


def _negations(label: Label) -> Iterator[Finding]:
    for text in (leaf(label.name), *label.prompts):
        plain = key(text).replace("\N{RIGHT SINGLE QUOTATION MARK}", "'")
        negation = _NEGATION.search(plain)
        if negation and not _SIGN.search(plain) and not _LEFTOVERS.fullmatch(plain):
            yield Finding(
                label.name,
                f'A model hardly understands "{negation[0]}" in "{_short(text)}" and looks for what it denies: say '
                'what is there, or use --min-score or --min-margin, which answer "none of these".',
            )


def _repeats(labels: Sequence[Label]) -> Iterator[Finding]:
    for first, *others in _grouped(labels, lambda label: key(label.name)):
        if others:
            message = f'"{first.name}" stands {len(others) + 1} times, and only the first counts: remove the others.'
            yield Finding(first.name, message)
    described = [label for label in labels if key(label.description)]
    for first, *others in _grouped(described, lambda label: key(label.description)):
        for other in others:
            if key(other.name) != key(first.name):
                message = f'"{other.name}" has the description of "{first.name}": say how the two differ in looks.'
                yield Finding(other.name, message)


def _bare(labels: Sequence[Label]) -> Iterator[Finding]:
    """The few without a description among many that have one: other texts make other similarities."""
    bare = [label for label in labels if not key(label.description)]
    if len(bare) * 2 < len(labels):
        for label in bare:
            message = f'"{label.name}" has no description while others do, which may draw pictures to it: describe it.'
            yield Finding(label.name, message, Severity.NOTE)


def _grouped(labels: Sequence[Label], by: Callable[[Label], str]) -> Iterable[list[Label]]:
    groups: defaultdict[str, list[Label]] = defaultdict(list)
    for label in labels:
        groups[by(label)].append(label)
    return groups.values()


def _lookalikes(labels: Sequence[Label]) -> Iterator[Finding]:
    """Pairs of names that say the same; compared only where their last words leave a trace in common, so in no time."""
    traced: defaultdict[tuple[int, str], dict[str, tuple[str, ...]]] = defaultdict(dict)
    joined: defaultdict[str, list[str]] = defaultdict(list)
    for name in {key(label.name): label.name for label in reversed(labels)}.values():
        words = _words(leaf(name))
        joined["".join(words)].append(name)
        for trace in _traces(words[-1]) if words else ():
            traced[len(words), trace][name] = words
    pairs = {frozenset(pair) for names in joined.values() for pair in combinations(names, 2)}
    for group in traced.values():
        pairs |= {frozenset(pair) for pair in combinations(group, 2) if _alike(group[pair[0]], group[pair[1]])}
    place = {label.name: number for number, label in enumerate(labels)}
    for pair in pairs:
        one, other = sorted(pair, key=place.__getitem__)
        yield Finding(
            other,
            f'"{other}" is nearly the same as "{one}", so the two will share their pictures by chance: '
            "keep one, or use words that differ.",
        )


def _lonely(names: Sequence[str]) -> Iterator[Finding]:
    """Classes that are alone in a group that stands by itself: perhaps the slash is part of a name, as in AC/DC."""
    inside = Counter(path[0] for name in set(names) for path in [(*groups(name), name)])
    for name in dict.fromkeys(names):
        group = next(iter(groups(name)), "")
        if group and inside[group] == 1 and not _LEFTOVERS.fullmatch(key(name)):
            yield Finding(
                name,
                f'"{name}" is read as "{leaf(name)}", alone in the group "{group}": put spaces beside the slash if it '
                "is one name, or more into the group.",
            )


def _respelt(names: Sequence[str]) -> Iterator[Finding]:
    """Groups that are written in several ways, and so are several; each way is told of once."""
    first: dict[str, str] = {}
    told: set[str] = set()
    for name in names:
        for group in groups(name):
            other = first.setdefault(key(group), group)
            if group not in {other, *told}:
                told.add(group)
                yield Finding(name, f'The group "{group}" of "{name}" is another than "{other}": write both alike.')


def _words(name: str) -> tuple[str, ...]:
    """The words of a name without accents, apostrophes and what joins words, in British spelling."""
    plain = re.sub(r"[\u0300-\u036f'\u2019]", "", unicodedata.normalize("NFD", key(name)))
    return tuple(filter(None, re.split(r"[\s_,./\u2010-\u2015-]+", plain)))


def _traces(word: str) -> set[str]:
    """What two words have in common if they are alike: a form, or a spelling from which a letter is gone."""
    spellings = {word[:place] + word[place + 1 :] for place in range(len(word))} if len(word) >= _LONG_WORD else set()
    return spellings | _forms(word) | {word}


def _alike(one: Sequence[str], other: Sequence[str]) -> bool:
    return all(a == b or _forms(a) & _forms(b) or _one_slip(a, b) for a, b in zip(one, other, strict=True))


def _forms(word: str) -> set[str]:
    """The word and what it may be the plural of."""
    forms = {word, _IRREGULAR.get(word, word)}
    if word.endswith("men"):
        forms.add(f"{word[:-2]}an")
    if len(word) > 3 and word.endswith("s") and not word.endswith("ss"):  # noqa: PLR2004  # bus, gas
        forms.add(word[:-1])
    if re.search(r"(?:[sxzo]|[cs]h)es$", word):
        forms.add(word[:-2])
    if word.endswith("ies"):
        forms.add(f"{word[:-3]}y")
    if word.endswith("ves"):
        forms |= {f"{word[:-3]}f", f"{word[:-3]}fe"}
    return {_SPELLINGS.get(form, form) for form in forms}


def _one_slip(one: str, other: str) -> bool:
    """Whether long words differ by one letter that is missing, added, changed, or exchanged with its neighbour."""
    if min(len(one), len(other)) < _LONG_WORD or not (one.isalpha() and other.isalpha()):
        return False
    start = next(
        (place for place, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other))
    )
    a, b = one[start:], other[start:]
    return a[1:] == b or a == b[1:] or a[1:] == b[1:] or a == b[1::-1] + b[2:]


def _lengths(
    label: Label, templates: Sequence[str], count_tokens: Callable[[str], int], context: int
) -> Iterator[Finding]:
    try:
        prompts(label, templates, count_tokens, context)
    except LabelError as error:
        yield Finding(label.name, str(error), Severity.ERROR)
        return
    name = leaf(label.name)
    room = Room(name, count_tokens, context)
    for text in (*(prompt.replace("{}", name) for prompt in label.prompts), *sentences(label.description)):
        pieces = len(tuple(room.spread([text])))
        if pieces > 1:
            yield Finding(
                label.name,
                f'"{_short(text)}" of "{label.name}" is longer than the model\'s {context} tokens and will be read in '
                f"{pieces} pieces, each with the name: shorten it if it should count as one.",
                Severity.NOTE,
            )
    if not label.prompts and not all(room.fits(template.replace("{}", name)) for template in templates):
        yield Finding(
            label.name,
            f'"{_short(label.name)}" leaves no room for the templates in the model\'s {context} tokens and is read '
            "alone: a shorter name would do better.",
            Severity.NOTE,
        )


def _short(text: str) -> str:
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"
