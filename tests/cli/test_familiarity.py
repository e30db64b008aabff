"""``zeroshot label --none-of-these``: pictures of no class, and how far their finding is to be trusted."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING

import pytest
from PIL import Image

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Done, Program

COLOURS = {"red": (200, 30, 30), "blue": (40, 60, 210)}
REVIEWED, EACH = 12, 16


@pytest.fixture(scope="module")
def pictures(zeroshot: Program) -> Path:
    """Pictures of two colours, each a little different, and what somebody says of most: the blue ones are no class."""
    folder = zeroshot.folder / "strangers"
    folder.mkdir()
    said = [("file", "label")]
    for name, rgb in COLOURS.items():
        for number in range(EACH):
            shade = tuple(value + 2 * number for value in rgb)
            Image.new("RGB", (64, 48 + number), shade).save(folder / f"{name}{number}.png")
        said += [(f"{name}{number}.png", "red" if name == "red" else "none of these") for number in range(REVIEWED)]
    with (zeroshot.folder / "said.csv").open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerows([(f"strangers/{row[0]}", row[1]) if row[0] != "file" else row for row in said])
    return folder


def answers(done: Done) -> dict[str, str]:
    """What the pictures are said to be that nobody reviewed."""
    assert done.code == 0, done.err
    rows = [row for row in done.rows if row["status"] != "corrected"]
    return {row["file_name"].rpartition("/")[2]: row["classification"] for row in rows}


def test_reviewed_pictures_teach_which_are_none_and_the_run_says_how_surely(zeroshot: Program, pictures: Path) -> None:
    learn = ("--classes", "red, green", "--corrections", "said.csv", "--format", "csv")
    found = answers(done := zeroshot.label(pictures, *learn, "--none-of-these", "auto"))
    assert found == {f"red{n}.png": "red" for n in range(REVIEWED, EACH)} | {
        f"blue{n}.png": "none of these" for n in range(REVIEWED, EACH)
    }
    assert "familiarity below 0.5, told by the reviewed pictures. Of 12 reviewed pictures" in done.err
    assert all(0 <= float(row["familiarity"]) <= 1 for row in done.rows)
    assert "none of these" not in answers(zeroshot.label(pictures, *learn)).values()


def test_without_reviewed_pictures_it_says_that_the_errors_are_not_known(zeroshot: Program, pictures: Path) -> None:
    ask = ("--classes", "red, green", "--format", "csv", "--none-of-these", "auto", "--min-familiarity")
    strict, lenient = (zeroshot.label(pictures, *ask, least) for least in ("1", "0.000001"))
    assert set(answers(strict).values()) == {"none of these"}
    assert set(answers(lenient).values()) <= {"red", "green"}
    assert "familiarity below 1, told by a vocabulary of other things" in strict.err
    assert "not known before 20 are reviewed" in strict.err


def test_a_least_familiarity_needs_a_way_to_tell_it(zeroshot: Program, pictures: Path) -> None:
    done = zeroshot.label(pictures, "--classes", "red, green", "--min-familiarity", "0.5")
    assert done.code == 2
    assert "--none-of-these auto" in done.err
