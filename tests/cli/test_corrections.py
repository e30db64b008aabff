"""``zeroshot label --corrections``: what a file says stands, teaches, and is told."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING

import pytest
from PIL import Image

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Program

COLOURS = {"red": (200, 30, 30), "green": (30, 160, 40), "blue": (40, 60, 210)}
EACH = 5


@pytest.fixture
def pictures(zeroshot: Program) -> Path:
    """Pictures of three colours, each a little different."""
    folder = zeroshot.folder / "colours"
    folder.mkdir(exist_ok=True)
    for name, rgb in COLOURS.items():
        for number in range(EACH):
            shade = tuple(value + 5 * number for value in rgb)
            Image.new("RGB", (64, 48 + number), shade).save(folder / f"{name}{number}.png")
    return folder


def corrections(zeroshot: Program, said: dict[str, str]) -> Path:
    file = zeroshot.folder / "colours" / "said.csv"
    with file.open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerows([("file", "label"), *said.items()])
    return file


def test_classes_that_only_examples_name_answer_the_other_pictures(zeroshot: Program, pictures: Path) -> None:
    said = {f"{name}{number}.png": name for name in COLOURS for number in range(3)} | {"red2.png": "None of these"}
    file = corrections(zeroshot, said)
    done = zeroshot.label(pictures, "--corrections", file, "--new-classes", "--format", "csv")
    assert done.code == 0, done.err
    rows = {row["file_name"].rpartition("/")[2]: row for row in done.rows}
    assert rows["green1.png"]["status"] == "corrected"
    assert rows["green1.png"]["classification"] == "green"
    assert rows["red2.png"]["classification"] == "none of these"
    others = [row for row in rows.values() if row["status"] == "accepted"]
    assert len(others) == 6
    assert [row["classification"] for row in others] == [row["file_name"].rpartition("/")[2][:-5] for row in others]
    assert all("+" in row["label_set"] for row in others)
    assert "Learned from 8 corrected pictures of 3 classes: 100% of them right" in done.err
    assert "9 corrected" in done.last_line


def test_unknown_classes_are_told_and_known_ones_stand(zeroshot: Program, pictures: Path) -> None:
    file = corrections(zeroshot, {"red0.png": "Blue", "red1.png": "purple"})
    done = zeroshot.label(pictures, "--classes", "red, green, blue", "--corrections", file, "--format", "csv")
    assert done.code == 0, done.err
    assert (
        'Warning: 1 correction names a class that the label set hasn\'t, and counts for nothing: "purple".' in done.err
    )
    rows = {row["file_name"].rpartition("/")[2]: row for row in done.rows}
    assert (rows["red0.png"]["classification"], rows["red0.png"]["status"]) == ("blue", "corrected")
    assert rows["red1.png"]["status"] == "accepted"


def test_a_file_that_says_nothing_ends_the_run_before_it_begins(zeroshot: Program, pictures: Path) -> None:
    file = corrections(zeroshot, {})
    done = zeroshot.label(pictures, "--classes", "red, green", "--corrections", file)
    assert done.code == 1
    assert "holds no corrections" in done.last_line
