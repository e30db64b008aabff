"""``zeroshot explain`` as a person starts it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PIL import Image

from zeroshot.paths import assets

if TYPE_CHECKING:
    from conftest import Program

COFFEE = assets() / "samples" / "coffee.jpg"
CLASSES = ("--classes", "coffee, piano, moon")
TORCH = ("--backend", "torch", "--device", "cpu", "--precision", "fp32")


def test_it_says_where_and_by_which_text_and_draws_it(zeroshot: Program) -> None:
    run = zeroshot("explain", COFFEE, *CLASSES, *TORCH, "--out", "why.png", home="why")
    assert run.code == 0, run.err
    header, first, second = run.out.splitlines()
    assert header.split() == ["Class", "Score", "Cosine", "Nearest", "text", "Lead", "Mostly", "By"]
    assert first.startswith("coffee")
    assert "gradients" in first
    assert "+0." in first
    assert "coffee" not in second.partition(" ")[0]
    assert "-0." in second
    with Image.open(zeroshot.folder / "why.png") as picture:
        assert picture.format == "PNG"
        assert picture.width > 2 * picture.height


def test_the_nearest_reviewed_pictures_are_told(zeroshot: Program) -> None:
    said = {"wine_glass": "none of these", "moon": "moon", "candle": "moon", "piano": "piano", "coffee": "coffee"}
    rows = [f"{assets() / 'samples' / name}.jpg,{label}\n" for name, label in said.items()]
    (zeroshot.folder / "said.csv").write_text("file,label\n" + "".join(rows), encoding="utf-8")
    run = zeroshot("explain", COFFEE, *CLASSES, *TORCH, "--corrections", "said.csv", "--quiet", home="why")
    assert run.code == 0, run.err
    like = [line for line in run.out.splitlines() if line.startswith("Like ")]
    assert len(like) == 3
    assert "wine_glass.jpg (none of these)" in like[0]
    assert not any("coffee.jpg" in line for line in like)  # the picture itself is no explanation


def test_one_class_by_covering_parts(zeroshot: Program) -> None:
    options = ("--class", "piano", "--method", "occlusion", "--quiet")
    run = zeroshot("explain", COFFEE, *CLASSES, *TORCH, *options, home="why")
    assert run.code == 0, run.err
    _, only = run.out.splitlines()
    assert only.startswith("piano")
    assert "occlusion" in only
    assert run.err == ""


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("nowhere.jpg", *CLASSES), "There is no file or folder nowhere.jpg"),
        ((COFFEE,), "Say what the classes are"),
        ((COFFEE, *CLASSES, "--class", "cat"), 'There is no class "cat" to explain'),
    ],
)
def test_what_can_not_be_explained_is_told(zeroshot: Program, arguments: tuple[str, ...], told: str) -> None:
    run = zeroshot("explain", *arguments, *TORCH, "--out", "not.png", home="why")
    assert run.code in {1, 2}
    assert told in run.err
    assert not (zeroshot.folder / "not.png").exists()


def test_a_file_that_is_no_picture_is_told_and_nothing_is_written(zeroshot: Program) -> None:
    (zeroshot.folder / "broken.jpg").write_bytes(b"no picture")
    run = zeroshot("explain", "broken.jpg", *CLASSES, *TORCH, "--out", "broken.png", home="why")
    assert run.code == 1
    assert "broken.jpg can't be explained" in run.err
    assert not (zeroshot.folder / "broken.png").exists()
