"""The command: names in, a label set out, and a sentence for each class whose page was not to be had."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING

import pytest

from zeroshot import cli, labels
from zeroshot.paths import assets, folders

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from conftest import FaultyWiki

GRIFFIN = "The griffin has the body of a lion. Its head is that of an eagle. It guards gold. Kings liked it."


@pytest.fixture
def run(wiki: FaultyWiki, tmp_path: Path) -> Callable[..., int]:
    """The command line with settings that name the wiki."""
    wiki.add("Griffin", GRIFFIN)
    wiki.add("Jaguar (animal)", "The jaguar is a large spotted cat.")
    wiki.add("Jaguar", "", pageprops={"disambiguation": ""}, links=[{"title": "Jaguar (animal)"}])
    settings = folders(tmp_path / "home").settings
    settings.parent.mkdir(parents=True)
    settings.write_text(f'wikipedia_api = "{wiki.api}"\n', encoding="utf-8")
    return lambda *arguments: cli.main([*map(str, arguments), "--home", str(tmp_path / "home")])


def test_names_become_a_label_set_that_says_where_its_texts_are_from(
    run: Callable[..., int], wiki: FaultyWiki, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "beasts.toml"
    assert run("describe", "Griffin", "Wyvern", "--out", out) == 0
    griffin, wyvern = labels.load(out).labels
    assert griffin.description == GRIFFIN.removesuffix(" Kings liked it.")
    assert griffin.source is not None
    assert (griffin.source.title, griffin.source.edited) == ("Griffin", False)
    assert wyvern.description == ""
    told = capsys.readouterr().err
    assert 'Wyvern: There is no page "Wyvern"' in told
    assert "1 of 2 classes described" in told
    assert griffin.source.licence in told
    asked = len(wiki.requests)
    assert run("describe", "Griffin", "Wyvern", "--out", out) == 0
    assert run("describe", "Griffin", "--offline", "--out", out) == 0
    assert len(wiki.requests) == asked, "what is in the cache is not asked for again"
    assert run("describe", "Griffin", "--refresh", "--out", out) == 0
    assert len(wiki.requests) > asked


def test_an_ambiguous_name_is_settled_by_a_pick(
    run: Callable[..., int], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("describe", "Jaguar", "--out", tmp_path / "cats.toml") == 0
    assert '--pick "Jaguar=Jaguar (animal)"' in capsys.readouterr().err
    assert run("describe", "Jaguar", "--pick", "jaguar=Jaguar (animal)", "--out", tmp_path / "cats.toml") == 0
    (jaguar,) = labels.load(tmp_path / "cats.toml").labels
    assert (jaguar.name, jaguar.description) == ("Jaguar", "The jaguar is a large spotted cat.")


def test_descriptions_of_ones_own_stay(
    run: Callable[..., int], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    mine = tmp_path / "mine.csv"
    mine.write_text("name,description\ngriffin,mine\nJaguar (animal),\n", encoding="utf-8")
    assert run("describe", "--labels", mine, "--sentences", "1") == 0
    told = capsys.readouterr()
    out = tmp_path / "out.toml"
    out.write_text(told.out, encoding="utf-8")
    assert [label.description for label in labels.load(out).labels] == ["mine", "The jaguar is a large spotted cat."]


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        ([], "Say what to describe"),
        (["griffin", "--labels", "animals"], "Say what to describe"),
        (["griffin", "--out", "beasts.csv"], "must end in .toml"),
        (["griffin", "--pick", "griffin"], '--pick "Jaguar=Jaguar (animal)"'),
    ],
)
def test_wrong_use_is_told(
    run: Callable[..., int], arguments: list[str], sentence: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("describe", *arguments) == 2
    assert sentence in capsys.readouterr().err


def test_a_wiki_that_does_not_answer_leaves_the_old_file(
    run: Callable[..., int], wiki: FaultyWiki, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "beasts.toml"
    assert run("describe", "Griffin", "--out", out) == 0
    before = out.read_bytes()
    wiki.script.extend([lambda handler: handler.send_error(403)] * 3)
    assert run("describe", "Kraken", "Wug", "--out", out) == 1
    assert out.read_bytes() == before
    assert capsys.readouterr().err.count("refuses to answer") == 1
    wiki.script.extend([lambda handler: handler.send_error(403)] * 3)
    assert run("describe", "Griffin", "Kraken", "Wug", "--out", out) == 0
    told = capsys.readouterr().err
    assert "Warning: Kraken, Wug: " in told
    assert told.count("refuses to answer") == 1
    wiki.script.clear()


def test_one_command_describes_and_labels(run: Callable[..., int], wiki: FaultyWiki, tmp_path: Path) -> None:
    wiki.add("Banana", "A banana is a long yellow fruit.")
    wiki.add("Candle", "A candle is a stick of wax with a wick that burns.")
    out, samples = tmp_path / "rows.csv", assets() / "samples"
    files = [samples / "banana.jpg", samples / "candle.jpg"]
    assert run("label", *files, "--classes", "banana, candle", "--describe", "--out", out, "--quiet") == 0
    with out.open(encoding="utf-8", newline="") as file:
        described = list(csv.DictReader(file))
    assert [row["classification"] for row in described] == ["banana", "candle"]
    assert run("label", *files, "--classes", "banana, candle", "--out", out, "--quiet") == 0
    with out.open(encoding="utf-8", newline="") as file:
        bare = list(csv.DictReader(file))
    assert [row["label_set"] for row in described] != [row["label_set"] for row in bare]
