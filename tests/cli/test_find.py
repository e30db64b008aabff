"""``zeroshot search`` and ``zeroshot duplicates``, as a person starts them, with the real starter."""

from __future__ import annotations

import csv
import json
import shutil
from typing import TYPE_CHECKING

import pytest
from PIL import Image

from zeroshot.paths import assets

if TYPE_CHECKING:
    from conftest import Done, Program

TORCH = ("--backend", "torch", "--device", "cpu", "--precision", "fp32")


@pytest.fixture(scope="module", autouse=True)
def photos(zeroshot: Program) -> None:
    """The samples, one of them three times: as it is, as a copy in another folder, and at half its size."""
    folder = zeroshot.folder / "photos"
    shutil.copytree(assets() / "samples", folder, ignore=shutil.ignore_patterns("scenes", "*.md", "*.txt"))
    (folder / "inner").mkdir()
    shutil.copy(folder / "clock.jpg", folder / "inner" / "clock again.jpg")
    with Image.open(folder / "clock.jpg") as image:
        image.resize((image.width // 2, image.height // 2)).save(folder / "clock small.jpg", quality=60)
    (folder / "broken.jpg").write_bytes((folder / "apple.jpg").read_bytes()[:300])


def find(zeroshot: Program, *arguments: str) -> Done:
    done = zeroshot(*arguments, *TORCH, home="home")
    assert done.code == 0, done.err
    return done


def test_a_text_finds_its_picture_first(zeroshot: Program) -> None:
    done = find(zeroshot, "search", "a lighthouse by the sea", "photos", "--top", "3", "--format", "csv")
    assert done.rows[0]["file_name"] == "photos/lighthouse.jpg"
    assert [row["rank"] for row in done.rows] == ["1", "2", "3"]
    likeness = [float(row["likeness"]) for row in done.rows]
    assert likeness == sorted(likeness, reverse=True)
    assert {row["text"] for row in done.rows} == {"a lighthouse by the sea"}
    assert done.last_line.startswith("the 3 most alike of 19 pictures, 1 failed, in ")


def test_an_example_finds_its_copies_first_and_the_text_may_be_left_out(zeroshot: Program) -> None:
    shutil.copy(zeroshot.folder / "photos" / "clock.jpg", zeroshot.folder / "mine.jpg")
    done = find(zeroshot, "search", "photos", "--like", "mine.jpg", "--format", "jsonl", "--top", "3")
    rows = [json.loads(line) for line in done.out.splitlines()]
    assert {row["file_name"] for row in rows} == {
        "photos/clock.jpg",
        "photos/inner/clock again.jpg",
        "photos/clock small.jpg",
    }
    assert (rows[0]["likeness"], rows[0]["text"], rows[0]["like"]) == (pytest.approx(1, abs=1e-3), "", "mine.jpg")


def test_a_table_for_people_where_no_form_is_asked_for(zeroshot: Program) -> None:
    done = find(zeroshot, "search", "fruit", "photos", "--no-recursive", "--quiet", "--top", "2")
    head, *lines = done.out.splitlines()
    assert head.split() == ["Likeness", "File", "name"]
    assert len(lines) == 2
    assert done.err == ""


def test_a_list_is_written_whole_and_cells_are_safe(zeroshot: Program) -> None:
    done = find(zeroshot, "search", "=SUM(A1)", "photos", "--out", "found.csv", "--excel")
    written = (zeroshot.folder / "found.csv").read_bytes()
    assert written.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(written.decode("utf-8-sig").splitlines()))
    assert rows[0]["text"] == "'=SUM(A1)"
    assert done.last_line.startswith("found.csv: the 19 most alike of 19 pictures")


def test_duplicates_are_listed_with_the_best_first_and_nothing_is_deleted(zeroshot: Program) -> None:
    before = sorted((zeroshot.folder / "photos").rglob("*"))
    done = find(zeroshot, "duplicates", "photos", "--format", "csv")
    assert [(row["file_name"], row["group"], row["relation"]) for row in done.rows] == [
        ("photos/clock.jpg", "1", "best"),
        ("photos/inner/clock again.jpg", "1", "exact"),
        ("photos/clock small.jpg", "1", "near"),
    ]
    best, _, small = done.rows
    assert int(best["width"]) == 2 * int(small["width"]) or int(best["width"]) == 2 * int(small["width"]) + 1
    assert int(best["bytes"]) == (zeroshot.folder / "photos" / "clock.jpg").stat().st_size
    assert done.last_line.startswith("1 groups among 19 pictures, 1 failed; all but the best of each take ")
    assert done.last_line.endswith("Nothing was deleted.")
    assert sorted((zeroshot.folder / "photos").rglob("*")) == before


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("search", "", "photos"), "There is nothing to search for"),
        (("search", "dog " * 90, "photos"), "longer than the 77 tokens that the model reads"),
        (("search", "dog", "nowhere"), "There is no file or folder nowhere"),
        (("search", "dog", "photos", "--like", "photos/broken.jpg"), "photos/broken.jpg can't be an example: "),
        (("duplicates", "nowhere"), "There is no file or folder nowhere"),
    ],
)
def test_what_can_not_be_is_one_sentence(zeroshot: Program, arguments: tuple[str, ...], sentence: str) -> None:
    done = zeroshot(*arguments, *TORCH, home="home")
    assert done.code in {1, 2}
    assert sentence in done.last_line
    assert done.out == ""
