"""The sets and templates that ship with the program, and what --labels and --templates take."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from subprocess import run

import pytest

from zeroshot import labels
from zeroshot.errors import LabelError
from zeroshot.lint import lint
from zeroshot.texts import sentences

SETS = ("animals", "everyday", "food", "mythical-beasts", "picture-kinds", "scenes")


def words(text: str) -> int:
    """A tokenizer that is easy to count along with: words, a start and an end."""
    return len(text.split()) + 2


def test_six_sets_ship_with_the_program() -> None:
    assert labels.builtin_names() == SETS


@pytest.mark.parametrize("name", SETS)
def test_the_linter_finds_nothing_in_a_built_in_set(name: str) -> None:
    found = labels.builtin(name)
    assert lint(found, words, 32) == ()
    assert found.title
    assert found.about
    assert len(found.labels) > 15


def test_every_mythical_beast_is_described_in_two_or_three_sentences() -> None:
    for label in labels.builtin("mythical-beasts").labels:
        assert 2 <= len(sentences(label.description)) <= 3, label.name
        assert label.name in sentences(label.description)[0]


def test_every_kind_of_picture_has_prompts_with_its_name() -> None:
    for label in labels.builtin("picture-kinds").labels:
        assert labels.prompts(label, (), words, 32) == (label.prompts,)


@pytest.mark.parametrize("asked", ["mythical-beasts", "Mythical Beasts", "mythical_beasts"])
def test_case_and_what_joins_words_do_not_matter(asked: str) -> None:
    assert labels.builtin(asked).title == "Mythical beasts"


def test_a_misspelt_set_is_answered_with_what_comes_close() -> None:
    with pytest.raises(LabelError, match="did you mean animals"):
        labels.builtin("animal")


def test_an_unknown_set_is_answered_with_all() -> None:
    with pytest.raises(LabelError, match=", ".join(SETS)):
        labels.builtin("qqq")


def test_a_path_never_leads_out_of_the_built_in_sets() -> None:
    with pytest.raises(LabelError, match="no label set"):
        labels.builtin("../templates")


def test_a_file_is_known_by_being_there_or_by_its_look(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("pets.txt").write_text("dog\ncat")
    Path("animals").mkdir()
    assert labels.resolve("pets.txt").names == ("dog", "cat")
    assert labels.resolve(str(tmp_path / "pets.txt")).names == ("dog", "cat")
    assert labels.resolve("animals").title == "Animals"
    for missing in ("beasts.toml", "./animals", "sub/animals"):
        with pytest.raises(LabelError, match=r"can't be read|is no label set"):
            labels.resolve(missing)
    with pytest.raises(LabelError, match="There is no label set"):
        labels.resolve("x" * 5000)


def test_the_named_templates_are_those_of_open_clip() -> None:
    package = importlib.util.find_spec("open_clip")  # finds, but doesn't import: that would load torch
    assert package is not None
    assert package.submodule_search_locations
    path = Path(package.submodule_search_locations[0]) / "zero_shot_metadata.py"
    spec = importlib.util.spec_from_file_location("zero_shot_metadata", path)
    assert spec is not None
    assert spec.loader is not None
    theirs = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(theirs)
    assert labels.parse_templates("openai80") == tuple(make("{}") for make in theirs.OPENAI_IMAGENET_TEMPLATES)
    assert labels.parse_templates("short") == tuple(make("{}") for make in theirs.SIMPLE_IMAGENET_TEMPLATES)
    assert labels.parse_templates("plain") == ("{}",)


def test_own_templates_are_separated_by_semicolons_or_stand_in_a_file(tmp_path: Path) -> None:
    assert labels.parse_templates("a {}.; the {}; a  {}.;") == ("a {}.", "the {}")
    path = tmp_path / "templates.txt"
    path.write_text("# mine\na {}.\n\nthe {}, which; is\n", encoding="utf-8")
    assert labels.parse_templates(str(path)) == ("a {}.", "the {}, which; is")


@pytest.mark.parametrize("text", ["a {} and a {}", "a {}; a dog", "shrot", "", "missing.txt", "a { }"])
def test_a_template_needs_exactly_one_place_for_the_name(text: str) -> None:
    with pytest.raises(LabelError):
        labels.parse_templates(text)


def test_a_file_without_templates_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "templates.txt"
    path.write_text("# none\n", encoding="utf-8")
    with pytest.raises(LabelError, match="holds no templates"):
        labels.parse_templates(str(path))


def test_reading_labels_loads_neither_torch_nor_open_clip() -> None:
    code = "import sys, zeroshot.labels, zeroshot.lint; print([m for m in ('torch', 'open_clip') if m in sys.modules])"
    done = run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
