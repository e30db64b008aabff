"""Label sets: the classes that pictures are sorted into, read from what people type or keep in files.

A file is TOML, CSV or plain text, in UTF-8 with or without a byte order mark. TOML can say everything::

    title = "Mythical beasts"                      # optional, as is all but the labels
    description = "Creatures of old stories."      # one line about the set
    templates = ["a painting of a {}."]            # {} is the name's place; or "short" (default), "openai80", "plain"
    description_weight = 0.25                      # share of descriptions beside the prompts, 0 to 1; 0.5 by default
    several = true                                 # a picture can have several of the labels; false by default
    [[labels]]
    name = "cockatrice"
    description = "A cockatrice is a two-legged dragon with the head of a rooster."
    parent = "creature/feathered"                  # groups it lies in; or name = "creature/feathered/cockatrice"
    threshold = 0.4                                # with several = true: the least score of a picture with this label
    prompts = ["a drawing of a {}"]                # take the place of the templates; {} is the name here too
    by_examples = true                             # known by reviewed pictures alone: the name isn't read
    [labels.source]                                # whose text the description is; ``zeroshot describe`` writes it
    title = "Cockatrice"
    url = "https://en.wikipedia.org/wiki/Cockatrice"
    licence = "CC BY-SA 4.0"

and in short ``labels = ["dog", "cat"]``. CSV has a column ``name`` (or ``label`` or ``class``) and perhaps
``description``, ``parent``, ``threshold`` and ``prompts`` (separated by ``|``); a single column needs no header;
comma, semicolon and TAB separate. In plain text each line is a name, whatever it holds; a line that begins with ``#``
is a comment, and so is what follows a ``#`` that stands between spaces.

A name whose slashes have no space beside them, such as ``animal/dog/terrier``, is a path: see ``trees``.

Names, descriptions and prompts are brought to Unicode NFC with single spaces, so that a set written on one system is
the same set on every other. What isn't known is refused, never skipped: a misspelt key would lose its text in silence.
"""

from __future__ import annotations

import csv
import difflib
import hashlib
import io
import json
import re
import tomllib
import unicodedata
from dataclasses import asdict, fields, replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

import tomli_w

from zeroshot.errors import LabelError
from zeroshot.names import clean, printable, shown, typed
from zeroshot.paths import assets
from zeroshot.records import DEFAULT_WEIGHT, NONE_OF_THESE, Attribution, Label, LabelSet
from zeroshot.texts import Room, sentences
from zeroshot.trees import DEEPEST, groups, joined, leaf

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

Table: TypeAlias = "dict[str, object]"

_SUFFIXES = (".toml", ".csv", ".tsv", ".txt")
_NAME_COLUMNS = ("name", "label", "class")
_LARGEST_FILE = 16 * 2**20  # bytes; far above any list of names, far below a video given by mistake
_KINDS = {str: "a text in quotes", int: "a whole number", bool: "true or false"}
_COMMENT = re.compile(r"(?:^\s*#|\s#\s).*")


# --- names -----------------------------------------------------------------------------------------------------------


def key(name: str) -> str:
    """What spellings of one name share: case folded, compatibility forms resolved, single spaces, nothing invisible."""
    folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", name).casefold())
    return " ".join("".join(char for char in folded if unicodedata.category(char) != "Cf").split())


def parse_names(text: str) -> LabelSet:
    """The set typed as ``dog, cat, "salt, pepper"``: commas, semicolons or new lines separate, quotes hold a comma.

    Raises LabelError when no name is left, for a quotation mark that isn't closed, and as ``from_names`` does.
    """
    return from_names(typed(text))


def from_names(names: Iterable[str]) -> LabelSet:
    """A set of bare names with the default templates; empty names are dropped, and a repeated one is kept once.

    Raises LabelError when no name is left, and for names that can't be used (unprintable, or reserved for rejection).
    """
    labels = tuple(_label(name, where="The class names") for name in names if key(name))
    if not labels:
        raise LabelError('There are no class names: give at least two, such as "dog, cat".')
    return distinct(LabelSet(labels, named_templates("short")))


def distinct(labels: LabelSet) -> LabelSet:
    """The set with the first label of each name only; ``load`` keeps repeats, so that the linter can name them."""
    first: dict[str, Label] = {}
    for label in labels.labels:
        first.setdefault(key(label.name), label)
    return replace(labels, labels=tuple(first.values()))


def _label(name: str, description: str = "", prompts: Sequence[str] = (), *, parent: str = "", where: str) -> Label:
    if not key(name):
        raise LabelError(f"{where}: the name is empty.")
    name = joined(clean(parent, where).strip("/ "), clean(name, where))
    if key(leaf(name)) == NONE_OF_THESE:
        raise LabelError(
            f'{where}: "{name}" is the answer for rejected pictures: leave it out and use --min-score or --min-margin.'
        )
    if len(groups(name)) > DEEPEST:
        raise LabelError(f"{where}: {shown(name)} lies in more than {DEEPEST} groups: put spaces beside its slashes.")
    return Label(name, clean(description, where), tuple(clean(prompt, where) for prompt in prompts))


# --- files -----------------------------------------------------------------------------------------------------------


def load(path: Path) -> LabelSet:
    """The set in a .toml, .csv, .tsv or .txt file, as it stands: repeated names too.

    Raises LabelError for a file that can't be read or isn't understood, with the place where that can be known.
    """
    suffix = path.suffix.casefold()
    where = printable(str(path))
    if suffix not in _SUFFIXES:
        raise LabelError(f"{where} is no label set: its name must end in {', '.join(_SUFFIXES)}.")
    text = _read(path)
    if suffix == ".toml":
        return from_table(_toml(text, where), where)
    labels = _from_txt(text, where) if suffix == ".txt" else _from_csv(text, where)
    if not labels:
        raise LabelError(f"{where} holds no class names: write one on a line.")
    return LabelSet(labels, named_templates("short"))


def _read(path: Path) -> str:
    where = printable(str(path))
    try:
        with path.open("rb") as file:
            raw = file.read(_LARGEST_FILE + 1)
    except (OSError, ValueError) as error:  # ValueError: a NUL in the path
        reason = getattr(error, "strerror", None) or error
        raise LabelError(f"{where} can't be read: {reason}.") from None
    if len(raw) > _LARGEST_FILE:
        raise LabelError(
            f"{where} is larger than {_LARGEST_FILE // 2**20} MiB, as no label set is: is it the right file?"
        )
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise LabelError(f"{where} is not UTF-8 text (see line {line}): save it with the encoding UTF-8.") from None


def _from_txt(text: str, where: str) -> tuple[Label, ...]:
    lines = enumerate(_lines(text), 1)
    return tuple(_label(line, where=f"{where}, line {number}") for number, line in lines if key(line))


def _lines(text: str) -> Iterator[str]:
    """The lines without their comments."""
    return (_COMMENT.sub("", line) for line in text.splitlines())


def from_table(table: Table, where: str) -> LabelSet:
    """The set that a TOML file's table holds, or one of the same form; ``where`` begins the sentences of errors.

    Raises LabelError for what isn't understood.
    """
    _only(table, ("title", "description", "templates", "labels", "description_weight", "several"), where)
    entries = table.get("labels")
    if not isinstance(entries, list) or not entries:
        raise LabelError(f'{where} holds no labels: write labels = ["dog", "cat"], or a table [[labels]] for each.')
    labels = tuple(_toml_label(entry, f"{where}, label {number}") for number, entry in enumerate(entries, 1))
    title, about = (clean(_string(table, name, where), where) for name in ("title", "description"))
    several = table.get("several", False)
    if not isinstance(several, bool):
        raise LabelError(f"{where}: several must be true or false.")
    weight = _share(table, "description_weight", where)
    weight = DEFAULT_WEIGHT if weight is None else weight
    return LabelSet(labels, _toml_templates(table, where), title, about, weight, several)


def to_table(label_set: LabelSet) -> Table:
    """The table from which ``from_table`` makes the same set; what is empty is left out."""
    labels = [
        _without_empty(
            {
                "name": label.name,
                "description": label.description,
                "prompts": list(label.prompts),
                "source": _without_empty(asdict(label.source)) if label.source else {},
                "by_examples": label.by_examples,
            }
        )
        | ({} if label.threshold is None else {"threshold": label.threshold})  # 0 is a threshold too, not empty
        for label in label_set.labels
    ]
    about = {"title": label_set.title, "description": label_set.about}
    templates = next((name for name, known in _known_templates().items() if known == label_set.templates), None)
    weight = label_set.description_weight
    said = {} if weight == DEFAULT_WEIGHT else {"description_weight": weight}  # 0 is a weight too, not empty
    return {
        **_without_empty({**about, "templates": templates or list(label_set.templates)}),
        **said,
        **_without_empty({"several": label_set.several, "labels": labels}),
    }


def dumps(label_set: LabelSet) -> str:
    """The set as the text of a TOML file that ``load`` reads back."""
    return tomli_w.dumps(to_table(label_set))


def _without_empty(table: Table) -> Table:
    return {key: value for key, value in table.items() if value}


def _toml(text: str, where: str) -> Table:
    try:
        return tomllib.loads(text)
    except (ValueError, RecursionError) as error:  # ValueError: also a number of too many digits
        raise LabelError(f"{where} is not valid TOML: {error}.") from None


def _toml_label(entry: object, where: str) -> Label:
    table: object = {"name": entry} if isinstance(entry, str) else entry
    if not isinstance(table, dict):
        raise LabelError(f"{where} is neither a name in quotes nor a table [[labels]].")
    _only(table, ("name", "description", "prompts", "parent", "threshold", "source", "by_examples"), where)
    prompts = _strings(table, "prompts", where)
    if not all(map(key, prompts)):
        raise LabelError(f"{where} has an empty prompt: write it or remove it.")
    name, description, parent = (_string(table, name, where) for name in ("name", "description", "parent"))
    label = _label(name, description, prompts, parent=parent, where=where)
    source, threshold = _source(table.get("source"), where), _share(table, "threshold", where)
    by_examples = table.get("by_examples", False)
    if not isinstance(by_examples, bool):
        raise LabelError(f"{where}: by_examples must be true or false.")
    return replace(label, source=source, threshold=threshold, by_examples=by_examples)


def _source(table: object, where: str) -> Attribution | None:
    """Where a description comes from, in the words of ``Attribution``; what isn't said is empty."""
    if table is None:
        return None
    if not isinstance(table, dict):
        raise LabelError(f"{where}: source must be a table [labels.source].")
    empty = Attribution("", "", "", 0, "", "")
    _only(table, [field.name for field in fields(Attribution)], f"{where}, source,")
    for name, value in table.items():
        kind = type(getattr(empty, name))
        if type(value) is not kind:
            raise LabelError(f"{where}: source.{name} must be {_KINDS[kind]}.")
    tidy: dict[str, Any] = {
        name: clean(value, where) if isinstance(value, str) else value for name, value in table.items()
    }
    return replace(empty, **tidy)


def _toml_templates(table: Table, where: str) -> tuple[str, ...]:
    value = table.get("templates", "short")
    if isinstance(value, str):
        return named_templates(value) if "{}" not in value else _templates([value], where)
    return _templates(_strings(table, "templates", where), where)


def _share(table: Table, name: str, where: str) -> float | None:
    value = table.get(name)
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= 1:
        raise LabelError(f"{where}: {name} must be a number from 0 to 1, such as 0.25.")
    return float(value)


def _only(table: Table, known: Sequence[str], where: str) -> None:
    unknown = [name for name in table if name not in known]
    if unknown:
        raise LabelError(f"{where} has {shown(unknown[0])}, which isn't known: there can be {', '.join(known)}.")


def _string(table: Table, name: str, where: str) -> str:
    value = table.get(name, "")
    if not isinstance(value, str):
        raise LabelError(f'{where}: {name} must be a text in quotes, such as {name} = "…".')
    return value


def _strings(table: Table, name: str, where: str) -> list[str]:
    value = table.get(name, [])
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        raise LabelError(f'{where}: {name} must be a list of texts, such as {name} = ["…", "…"].')
    return value


def _from_csv(text: str, where: str) -> tuple[Label, ...]:
    rows = _csv_rows(text, where)
    columns = _csv_columns(rows[0][1], where) if rows else []
    if columns:
        rows = rows[1:]
    long = next((number for number, row in rows if len(row) > max(len(columns), 1)), None)
    if long is not None and columns:
        raise LabelError(
            f'{where}, line {long} has more cells than the header: put texts with separators into "quotes".'
        )
    if long is not None:
        raise LabelError(f"{where}, line {long} has several columns, but no header says which one holds the name.")
    cells = ((number, dict(zip(columns or ["name"], row, strict=False))) for number, row in rows)
    return tuple(_csv_label(row, f"{where}, line {number}") for number, row in cells)


def _csv_rows(text: str, where: str) -> list[tuple[int, list[str]]]:
    """The rows that hold anything, with the number of the line they end on, and without empty cells at their end."""
    first = re.sub(r'"[^"]*"', "", text.lstrip().partition("\n")[0])
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=max(",;\t", key=first.count), strict=True)
    try:
        rows = [(reader.line_num, row) for row in reader]
    except csv.Error as error:
        raise LabelError(f"{where} is not valid CSV in line {reader.line_num}: {error}.") from None
    for _, row in rows:
        while row and not key(row[-1]):
            row.pop()
    return [(number, row) for number, row in rows if row]


def _csv_columns(header: Sequence[str], where: str) -> list[str]:
    """The columns' names as we call them, or none if this row is no header."""
    columns = ["name" if key(cell) in _NAME_COLUMNS else key(cell) for cell in header]
    if "name" not in columns:
        return []
    _only(dict.fromkeys(columns), ("name", "description", "prompts", "parent", "threshold"), f"The header of {where}")
    if len(set(columns)) < len(columns):
        raise LabelError(f"The header of {where} names a column twice: keep one of each.")
    return columns


def _csv_label(cells: dict[str, str], where: str) -> Label:
    prompts = [prompt for prompt in cells.get("prompts", "").split("|") if key(prompt)]
    said = {name: cells.get(name, "") for name in ("name", "description", "parent")}
    label = _label(**said, prompts=prompts, where=where)
    return replace(label, threshold=_share(_numbers(cells, "threshold"), "threshold", where))


def _numbers(cells: dict[str, str], name: str) -> Table:
    """The number in a cell, where there is one; a cell that holds something else stays, to be told of."""
    text = cells.get(name, "").strip()
    try:
        return {name: float(text.replace(",", "."))} if text else {}
    except ValueError:
        return {name: text}


# --- what the command line is given ----------------------------------------------------------------------------------


def builtin_names() -> tuple[str, ...]:
    """The names of the sets that ship with the program, sorted."""
    return tuple(sorted(path.stem for path in (assets() / "labels").glob("*.toml")))


def builtin(name: str) -> LabelSet:
    """The built-in set of that name, found as ``locate`` finds it."""
    return load(_builtin_file(name))


def _builtin_file(name: str) -> Path:
    known = builtin_names()
    asked = re.sub(r"[ _]", "-", key(name))
    if asked in known:
        return assets() / "labels" / f"{asked}.toml"
    close = difflib.get_close_matches(asked, known)
    hint = (
        f"did you mean {' or '.join(close)}?" if close else f"there are {', '.join(known)}, and files such as my.toml."
    )
    raise LabelError(f"There is no label set {shown(name)}: {hint}")


def locate(text: str) -> Path:
    """The file that ``--labels`` names: itself if it looks like one or is there, else that of a built-in set.

    Of a built-in set's name case doesn't matter, nor whether spaces or hyphens join its words. Raises LabelError
    with the names that come close, or with all.
    """
    return Path(text) if _is_file_name(text) else _builtin_file(text)


def resolve(text: str) -> LabelSet:
    """The set that ``--labels`` names; see ``locate``. Raises LabelError."""
    return load(locate(text))


def _is_file_name(text: str) -> bool:
    try:
        there = Path(text).is_file()
    except OSError:  # a name that is too long for the file system
        there = False
    return there or "/" in text or "\\" in text or text.casefold().endswith(_SUFFIXES)


def parse_templates(text: str) -> tuple[str, ...]:
    """What ``--templates`` names: a set of ours, templates separated by ``;``, or a file with one template a line.

    Raises LabelError unless each has exactly one ``{}``, the place of the name.
    """
    if "{}" in text:
        return _templates(text.split(";"), "--templates")
    if not _is_file_name(text):
        return named_templates(text)
    return _templates(_lines(_read(Path(text))), printable(text))


def named_templates(name: str) -> tuple[str, ...]:
    """The templates called ``short`` (the default), ``openai80`` or ``plain`` (the name alone). Raises LabelError."""
    known = _known_templates()
    if key(name) not in known:
        raise LabelError(
            f"There are no templates {shown(name)}: use {', '.join(known)}, or your own with {{}} where the name goes."
        )
    return known[key(name)]


@cache
def _known_templates() -> dict[str, tuple[str, ...]]:
    table = _toml(_read(assets() / "templates.toml"), "templates.toml")
    return {name: tuple(_strings(table, name, "templates.toml")) for name in table}


def _templates(texts: Iterable[str], where: str) -> tuple[str, ...]:
    templates = tuple(dict.fromkeys(tidy for text in texts if (tidy := clean(text, where))))
    wrong = next((template for template in templates if template.count("{}") != 1), None)
    if wrong is not None:
        raise LabelError(f"{where}: the template {shown(wrong)} must have exactly one {{}}, the place of the name.")
    if not templates:
        raise LabelError(f'{where} holds no templates: write at least one, such as "a photo of a {{}}.".')
    return templates


# --- what a model is given -------------------------------------------------------------------------------------------


def prompts(
    label: Label, templates: Sequence[str], count_tokens: Callable[[str], int], context: int
) -> tuple[tuple[str, ...], ...]:
    """The groups of texts that stand for a class: each group's mean is renormalised, then the mean of the groups.

    The first group holds the label's own prompts, or else the templates with its name; the second, if there is a
    description, its sentences. Every text carries the name (of a path its last part): descriptions without it hurt
    badly. None has more than
    ``context`` tokens by ``count_tokens`` (start and end marks included): a longer text becomes several, and of a
    template that leaves no room for a long name only the name stays. A class known by examples has no texts.
    Raises LabelError when the name alone is too long, or leaves no room for a description.
    """
    if label.by_examples:
        return ()
    name = leaf(label.name)
    room = Room(name, count_tokens, context)
    if not room.fits(name):
        raise LabelError(
            f"The name {shown(name)} is longer than the model's {context} tokens: shorten it, "
            "and put what describes it into its description."
        )
    own = [prompt.replace("{}", name) for prompt in label.prompts if key(prompt)]
    filled = (template.replace("{}", name) for template in templates or ("{}",))
    first = room.spread(own) if own else (text if room.fits(text) else name for text in filled)
    groups = (first, room.spread(sentences(label.description)))
    return tuple(group for texts in groups if (group := tuple(dict.fromkeys(texts))))


def fingerprint(labels: LabelSet) -> str:
    """Twelve hexadecimal digits that name what the classes mean to a model: names, descriptions, prompts, templates.

    The order of labels, prompts and templates doesn't count, since neither means nor answers depend on it; nor do the
    title and the line about the set, nor the descriptions' weight where it is the default or nothing is described, nor
    thresholds where pictures have one label. The same on every platform.
    """
    classes = sorted(
        (label.name, label.description, sorted(label.prompts), *([True] if label.by_examples else []))
        for label in labels.labels
    )
    counts = labels.description_weight != DEFAULT_WEIGHT and any(key(label.description) for label in labels.labels)
    weight = [labels.description_weight] if counts else []
    thresholds = sorted((label.name, label.threshold) for label in labels.labels if label.threshold is not None)
    several = ["several", thresholds] if labels.several else []
    content = json.dumps([classes, sorted(labels.templates), *weight, *several], separators=(",", ":"))
    return hashlib.blake2b(content.encode("ascii"), digest_size=6).hexdigest()
