"""``zeroshot label`` with classes in groups, and with several labels for one picture: the starter on the samples."""

from __future__ import annotations

import csv
import json
from typing import TYPE_CHECKING

import pytest

from zeroshot import cli, trees
from zeroshot.paths import assets

if TYPE_CHECKING:
    from pathlib import Path

GROUPED = "food/fruit/apple, food/fruit/banana, food/drink/coffee, thing/clock, thing/piano, lighthouse, sailboat"
FILES = tuple(
    assets() / "samples" / f"{name}.jpg" for name in ("apple", "banana", "coffee", "clock", "lighthouse", "moon")
)


def label(home: Path, *options: str | Path) -> list[dict[str, str]]:
    """The rows of the starter's answers for FILES."""
    out = home / "out.csv"
    given = [str(option) for option in options]
    code = cli.main(["label", *map(str, FILES), "--out", str(out), "--home", str(home), "--quiet", *given])
    assert code == 0
    with out.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home whose store keeps the vectors of one test for the next."""
    return tmp_path_factory.mktemp("home")


def test_answers_are_paths_as_far_as_they_are_sure(home: Path) -> None:
    sure, surer = (label(home, "--classes", GROUPED, "--min-score", bound) for bound in ("0", "0.7"))
    assert [row["classification"] for row in sure[:5]] == [
        *("food/fruit/apple", "food/fruit/banana", "thing/clock", "food/drink/coffee", "lighthouse"),
    ]
    for one, other in zip(sure, surer, strict=True):
        assert one["nearest"] == other["nearest"]
        if other["status"] == "accepted":
            assert trees.within(one["classification"], other["classification"])
            assert float(other["classification_score"]) >= 0.7 ** len(other["classification"].split("/"))
        else:
            assert (other["classification"], other["classification_score"]) == ("none of these", "")
    assert any(row["classification"] in {"food", "food/fruit", "food/drink", "thing"} for row in surer)


def test_every_rank_carries_the_one_answer(home: Path) -> None:
    rows = label(home, "--classes", GROUPED, "--min-score", "0.6", "--top-k", "3")
    assert len(rows) == 3 * len(FILES)
    for first in range(0, len(rows), 3):
        assert len({row["classification"] for row in rows[first : first + 3]}) == 1
        assert len({row["nearest"] for row in rows[first : first + 3]}) == 3


def test_a_tree_may_come_from_a_file_with_parents(home: Path) -> None:
    file = home / "tree.csv"
    lines = [f"{trees.leaf(name)},{'/'.join(name.split('/')[:-1])}" for name in GROUPED.split(", ")]
    file.write_text("\n".join(("name,parent", *lines)), encoding="utf-8")
    assert label(home, "--labels", file) == label(home, "--classes", GROUPED)


def test_each_of_several_labels_is_a_row(home: Path) -> None:
    rows = label(home, "--classes", "fruit, food, apple, banana, clock, lighthouse, sea", "--several")
    of = {file.name: [row for row in rows if row["file_name"].endswith(file.name)] for file in FILES}
    assert {row["classification"] for row in of["banana.jpg"]} >= {"banana", "fruit"}
    assert {row["classification"] for row in of["clock.jpg"]} == {"clock"}
    assert [(row["classification"], row["status"]) for row in of["moon.jpg"]] == [("none of these", "rejected")]
    for told in of.values():
        scores = [float(row["score"]) for row in told]
        assert scores == sorted(scores, reverse=True)
        assert [row["rank"] for row in told] == [str(rank) for rank in range(1, len(told) + 1)]


def test_a_label_has_its_own_threshold(home: Path) -> None:
    file = home / "tags.toml"
    labels = "".join(
        f'[[labels]]\nname = "{name}"\nthreshold = {bound}\n' for name, bound in (("apple", 0), ("sea", 1))
    )
    file.write_text(f"several = true\n{labels}", encoding="utf-8")
    assert {row["classification"] for row in label(home, "--labels", file)} == {"apple"}
    out = home / "out.jsonl"
    assert cli.main(["label", str(FILES[0]), "--labels", str(file), "--out", str(out), "--home", str(home)]) == 0
    assert [rank["label"] for rank in json.loads(out.read_text(encoding="utf-8"))["ranked"]] == ["apple"]
