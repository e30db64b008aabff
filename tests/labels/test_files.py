"""Label sets in files: what is read, and what is refused with which sentence."""

from __future__ import annotations

import contextlib
import csv
import io
import os
import re
import sys
import tomllib
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from zeroshot import labels
from zeroshot.errors import LabelError
from zeroshot.records import DEFAULT_WEIGHT, Attribution, Label, LabelSet

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Write = Callable[[str, str | bytes], Path]

one_file = settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Write a file into an empty folder."""

    def put(name: str, content: str | bytes) -> Path:
        path = tmp_path / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    return put


def refused(path: Path) -> str:
    """The sentence that a file is refused with."""
    with pytest.raises(LabelError) as caught:
        labels.load(path)
    assert str(caught.value).isprintable()
    return str(caught.value)


FULL = """
title = "Beasts"
description = "Of old stories."
templates = ["a painting of a {}."]
[[labels]]
name = "cockatrice"
description = "A dragon\\nwith a comb."
prompts = ["a drawing of a {}", "a cockatrice"]
[[labels]]
name = "griffin"
"""


def test_toml_says_everything(write: Write) -> None:
    found = labels.load(write("beasts.toml", FULL))
    assert found.labels == (
        Label("cockatrice", "A dragon with a comb.", ("a drawing of a {}", "a cockatrice")),
        Label("griffin"),
    )
    assert (found.title, found.about, found.templates) == ("Beasts", "Of old stories.", ("a painting of a {}.",))


def test_toml_has_a_short_form(write: Write) -> None:
    assert labels.load(write("pets.toml", 'labels = ["dog", {name = "cat"}]')).names == ("dog", "cat")


@pytest.mark.parametrize(
    ("line", "templates"),
    [
        ("", labels.named_templates("short")),
        ('templates = "openai80"', labels.named_templates("openai80")),
        ('templates = "a {}."', ("a {}.",)),
        ('templates = "{}; {}"', None),
        ('templates = "long"', None),
        ('templates = ["a {} and a {}"]', None),
        ("templates = []", None),
        ("templates = 3", None),
    ],
)
def test_a_toml_set_names_its_templates_or_writes_them(
    write: Write, line: str, templates: tuple[str, ...] | None
) -> None:
    path = write("pets.toml", f'{line}\nlabels = ["dog", "cat"]')
    if templates is None:
        assert "templates" in refused(path) or "template " in refused(path)
    else:
        assert labels.load(path).templates == templates


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        ('labels = ["dog" "cat"]', "line 1, column 17"),
        (
            'labels = ["dog", ]\nlabel = 3',
            '"label", which isn\'t known: there can be title, description, templates, labels, desc',
        ),
        (
            '[[labels]]\nname = "dog"\ndescripton = "x"',
            'label 1 has "descripton", which isn\'t known: there can be name,',
        ),
        ("", "holds no labels"),
        ("labels = []", "holds no labels"),
        ('labels = "dog"', "holds no labels"),
        ("labels = [3]", "label 1 is neither"),
        ('[[labels]]\ndescription = "x"', "label 1: the name is empty"),
        ('labels = ["dog", " "]', "label 2: the name is empty"),
        ("[[labels]]\nname = 3", "label 1: name must be a text"),
        ('[[labels]]\nname = "dog"\nprompts = "x"', "label 1: prompts must be a list of texts"),
        ('[[labels]]\nname = "dog"\nprompts = ["x", 3]', "label 1: prompts must be a list of texts"),
        ('[[labels]]\nname = "dog"\nprompts = ["x", ""]', "label 1 has an empty prompt"),
        ('title = 3\nlabels = ["dog"]', "title must be a text"),
        ('labels = ["dog", "none of these"]', "label 2: .*--min-score"),
        ('[[labels]]\nname = "dog"\nsource = "x"', r"label 1: source must be a table \[labels.source\]"),
        ('[[labels]]\nname = "dog"\nsource.link = "x"', 'label 1, source, has "link", which isn\'t known'),
        ('[[labels]]\nname = "dog"\nsource.revision = "x"', "label 1: source.revision must be a whole number"),
        ('[[labels]]\nname = "dog"\nsource.revision = true', "label 1: source.revision must be a whole number"),
        ('[[labels]]\nname = "dog"\nsource.edited = 1', "label 1: source.edited must be true or false"),
        (f"labels = {'9' * 5000}", "not valid TOML"),
        (f"labels = {'[' * 5000}", "not valid TOML"),
    ],
)
def test_toml_that_is_not_understood_is_refused_with_its_place(write: Write, content: str, sentence: str) -> None:
    assert re.search(sentence, refused(write("pets.toml", content)))


@pytest.mark.parametrize(
    ("content", "names"),
    [
        ("name\ndog\ncat\n", ["dog", "cat"]),
        ("dog\ncat", ["dog", "cat"]),
        ("dog\r\n\r\ncat\r\n", ["dog", "cat"]),
        ("Label;description\ndog;a pet, mostly\ncat;\n", ["dog", "cat"]),
        ("class\tprompts\ndog\ta {}\ncat", ["dog", "cat"]),
        ("dog,\ncat,\n", ["dog", "cat"]),
        ('"salt, pepper"\ndog', ["salt, pepper", "dog"]),
        ('"a, b; c";\ndog;', ["a, b; c", "dog"]),
    ],
)
def test_csv_is_read_with_and_without_header_whatever_separates(write: Write, content: str, names: list[str]) -> None:
    assert labels.load(write("pets.csv", content)).names == tuple(names)


def test_csv_carries_descriptions_and_prompts(write: Write) -> None:
    path = write("pets.csv", 'description,Name,prompts\n"A pet, mostly.",dog,a {} | the {}||\n,cat,\n')
    assert labels.load(path).labels == (Label("dog", "A pet, mostly.", ("a {}", "the {}")), Label("cat"))


def test_a_tsv_is_a_csv(write: Write) -> None:
    path = write("pets.TSV", "name\tdescription\ndog\ta pet, mostly; yes")
    assert labels.load(path).labels == (Label("dog", "a pet, mostly; yes"),)


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        ("name,colour\ndog,brown", 'has "colour", which isn\'t known: there can be name, description, prompts'),
        ("name,class\ndog,cat", "names a column twice"),
        ("name,description\ndog,a pet, mostly", "line 2 has more cells"),
        ("name\ncat\n\ndog,a pet", "line 4 has more cells"),
        ("dog,a pet\ncat,a pet", "line 1 has several columns, but no header"),
        ("name,description\ndog,a pet\n,another", "line 3: the name is empty"),
        ("description,name\na pet", "line 2: the name is empty"),
        ('name\n"dog', "not valid CSV in line 2"),
        ('name\n"dog" cat', "not valid CSV in line 2"),
        ("name\n" + "x" * 200_000, "not valid CSV in line 2"),
        ("name\ndog\nnone of these", "line 3: .*--min-score"),
        ("name\n", "holds no class names"),
        ("", "holds no class names"),
    ],
)
def test_csv_that_is_not_understood_is_refused_with_its_line(write: Write, content: str, sentence: str) -> None:
    assert re.search(sentence, refused(write("pets.csv", content)))


def test_each_line_of_a_text_is_a_name_whatever_it_holds(write: Write) -> None:
    content = "# my pets\ndog\n\n  cat  # the neighbours'\r\nStar Wars: a film, old\nC# code\nteam #1\n"
    assert labels.load(write("pets.txt", content)).names == (
        "dog",
        "cat",
        "Star Wars: a film, old",
        "C# code",
        "team #1",
    )


def test_a_text_names_the_line_of_a_reserved_name(write: Write) -> None:
    assert "line 3: " in refused(write("pets.txt", "dog\n\nnone of these"))


@pytest.mark.parametrize("name", ["pets.txt", "pets.csv", "pets.toml"])
def test_a_byte_order_mark_is_no_part_of_the_first_name(write: Write, name: str) -> None:
    content = 'labels = ["dog", "cat"]' if name.endswith("toml") else "dog\ncat"
    assert labels.load(write(name, b"\xef\xbb\xbf" + content.encode())).names == ("dog", "cat")


@pytest.mark.parametrize("name", ["pets.txt", "pets.csv", "pets.toml"])
def test_text_that_is_not_utf_8_is_refused_with_its_line(write: Write, name: str) -> None:
    assert re.search("line 2.*UTF-8", refused(write(name, "dog\nkäfer".encode("latin-1"))))


def test_repeats_in_a_file_stay_for_the_linter(write: Write) -> None:
    assert labels.load(write("pets.txt", "dog\ndog")).names == ("dog", "dog")


def test_what_is_no_label_file_is_refused(write: Write, tmp_path: Path) -> None:
    assert ".toml, .csv, .tsv, .txt" in refused(write("pets.jpg", "dog"))
    assert "can't be read: No such file" in refused(tmp_path / "missing.toml")
    assert "can't be read" in refused(tmp_path / "a\0b.txt")
    (tmp_path / "folder.txt").mkdir()
    assert "can't be read" in refused(tmp_path / "folder.txt")
    assert "larger than" in refused(write("video.txt", b"a" * (17 * 2**20)))


@pytest.mark.skipif(sys.platform == "win32", reason="file names are Unicode there")
@pytest.mark.skipif(sys.platform == "darwin", reason="file names are UTF-8 there")
def test_a_file_name_that_is_no_text_stays_printable(tmp_path: Path) -> None:
    path = tmp_path / os.fsdecode(b"p\xffts.txt")
    path.write_text("none of these")
    assert r"p\udcffts.txt, line 1" in refused(path)


contents = st.binary(max_size=200) | st.text(max_size=200).map(lambda text: text.encode("utf-8", "replace"))
toml_like = st.lists(
    st.sampled_from(
        [
            "labels",
            "name",
            "description",
            "prompts",
            "templates",
            "=",
            "[",
            "]",
            "[[labels]]",
            '"dog"',
            '"{}"',
            ",",
            "\n",
            "3",
        ]
    ),
    max_size=20,
).map(lambda tokens: " ".join(tokens).encode())


@one_file
@given(content=contents | toml_like, name=st.sampled_from(["x.toml", "x.csv", "x.txt"]))
def test_any_file_gives_a_set_or_a_label_error(write: Write, content: bytes, name: str) -> None:
    path = write(name, content)
    with contextlib.suppress(LabelError):  # and nothing else
        found = labels.load(path)
        assert found.names
        assert all(template.count("{}") == 1 for template in found.templates)


texts = st.text(st.characters(categories=["L", "N", "P", "S", "Zs"]), max_size=30).map(
    lambda text: " ".join(text.split())
)
names = texts.filter(lambda name: labels.key(name) not in {"", "none of these"})


@one_file
@given(st.lists(st.builds(Label, names, texts), min_size=1, max_size=5))
def test_a_csv_made_by_a_spreadsheet_comes_back(write: Write, made: list[Label]) -> None:
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(["name", "description"])
    writer.writerows((label.name, label.description) for label in made)
    clean = [labels._label(label.name, label.description, where="") for label in made]
    assert list(labels.load(write("x.csv", out.getvalue())).labels) == clean


sources = st.builds(
    Attribution, texts, texts, texts, st.integers(0, 2**62), texts, texts, licence_url=texts, edited=st.booleans()
)


@one_file
@given(st.lists(st.builds(Label, names, texts, source=st.none() | sources), min_size=1, max_size=5))
def test_a_set_comes_back_from_its_file_with_where_its_descriptions_are_from(write: Write, made: list[Label]) -> None:
    clean = [labels._label(label.name, label.description, where="") for label in made]
    kept = tuple(replace(label, source=as_made.source) for label, as_made in zip(clean, made, strict=True))
    back = labels.load(write("x.toml", labels.dumps(LabelSet(kept, labels.named_templates("short"))))).labels
    assert [(label.name, label.description) for label in back] == [(label.name, label.description) for label in clean]
    empty = Attribution("", "", "", 0, "", "")
    for label, as_made in zip(back, kept, strict=True):
        known = as_made.source if as_made.source != empty else None  # a table without a word is no table
        assert (label.source is None) == (known is None)
        if label.source is not None and known is not None:
            assert label.source.revision == known.revision
            assert labels.key(label.source.title) == labels.key(known.title)


def test_where_a_description_is_from_does_not_change_what_it_means() -> None:
    source = Attribution("Dog", "https://en.wikipedia.org/wiki/Dog", "en", 7, "2026-01-01T00:00:00Z", "CC BY-SA 4.0")
    bare, sourced = (LabelSet((Label("dog", "A pet.", source=known),), ("{}",)) for known in (None, source))
    assert labels.fingerprint(bare) == labels.fingerprint(sourced)


@one_file
@given(st.floats(0, 1))
def test_the_weight_of_descriptions_comes_back_and_is_only_written_when_it_is_not_the_default(
    write: Write, weight: float
) -> None:
    made = LabelSet((Label("dog", "A pet."),), ("{}",), description_weight=weight)
    text = labels.dumps(made)
    assert ("description_weight" in text) == (weight != DEFAULT_WEIGHT)
    assert labels.load(write("x.toml", text)) == made


@pytest.mark.parametrize("weight", ["-0.1", "1.5", "nan", "inf", "true", '"0.5"', "[0.5]"])
def test_a_weight_that_is_no_share_is_refused(write: Write, weight: str) -> None:
    path = write("x.toml", f'description_weight = {weight}\nlabels = ["dog"]')
    with pytest.raises(LabelError, match=r"description_weight must be a number from 0 to 1, such as 0\.25"):
        labels.load(path)


def test_the_example_at_the_top_of_the_module_is_valid(write: Write) -> None:
    block = re.search(r"::\n\n(.*?)\n\nand in short", labels.__doc__ or "", re.DOTALL)
    assert block is not None
    assert tomllib.loads(block[1])
    assert labels.load(write("example.toml", block[1])).names == ("creature/feathered/cockatrice",)
