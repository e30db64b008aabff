"""``zeroshot evaluate`` as a person starts it, on the sample pictures sorted into folders."""

from __future__ import annotations

import csv
import json
import shutil
from typing import TYPE_CHECKING

import pytest
from PIL import Image

from zeroshot.paths import assets

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Done, Program

CLASSES = {
    "fruit": ("apple", "banana", "orange"),
    "hot_drink": ("coffee",),
    "landscape": ("mountain", "lighthouse"),
    "none of these": ("chess",),
}


@pytest.fixture(scope="module", autouse=True)
def sorted_samples(zeroshot: Program) -> None:
    """Samples in folders, a broken picture, and a CSV that says the same."""
    for name, samples in CLASSES.items():
        (zeroshot.folder / "sorted" / name).mkdir(parents=True)
        for sample in samples:
            shutil.copy(assets() / "samples" / f"{sample}.jpg", zeroshot.folder / "sorted" / name)
    (zeroshot.folder / "sorted/fruit/broken.jpg").write_bytes(b"no picture")
    rows = [f"sorted/{name}/{sample}.jpg,{name}\n" for name, samples in CLASSES.items() for sample in samples]
    (zeroshot.folder / "truth.csv").write_text("file,label\n" + "".join(rows), encoding="utf-8")


def _evaluate(zeroshot: Program, *arguments: str | Path) -> Done:
    way = ("--model", "starter", "--device", "cpu", "--precision", "fp32", "--backend", "torch")
    return zeroshot("evaluate", *arguments, *way, home="home")


def test_a_folder_becomes_a_table_sentences_and_files(zeroshot: Program) -> None:
    files = ("--out", "report.html", "--csv", "classes.csv", "--json", "all.json", "--png", "plots.png")
    run = _evaluate(zeroshot, "sorted", *files)
    assert run.code == 0, run.err
    assert run.out.splitlines()[0].split()[:3] == ["Class", "Pictures", "Precision"]
    assert "of 7 pictures got the right answer (95 % interval" in run.out
    assert "Of 1 picture of none of the classes" in run.out
    assert "broken.jpg" in run.err
    page = (zeroshot.folder / "report.html").read_text(encoding="utf-8")
    assert page.rstrip().endswith("</html>")
    assert "fruit/apple.jpg" in page
    assert str(zeroshot.folder) not in page
    with (zeroshot.folder / "classes.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [row["class"] for row in rows] == ["(all)", "fruit", "hot drink", "landscape"]
    whole = json.loads((zeroshot.folder / "all.json").read_text(encoding="utf-8"))
    assert whole["pictures"] == len(whole["answers"]) == 7
    with Image.open(zeroshot.folder / "plots.png") as image:
        image.load()
    assert [line for line in run.err.splitlines() if line.startswith("Written: ")] == [
        f"Written: {name}" for name in ("report.html", "classes.csv", "all.json", "plots.png")
    ]


def test_a_csv_says_the_same_and_runs_agree_to_the_byte(zeroshot: Program) -> None:
    first = _evaluate(zeroshot, "truth.csv", "--out", "one.html", "--quiet")
    again = _evaluate(zeroshot, "truth.csv", "--out", "two.html", "--quiet")
    assert (first.code, first.err) == (0, "")
    assert first.out == again.out == _evaluate(zeroshot, "sorted", "--quiet").out
    pages = [(zeroshot.folder / name).read_bytes() for name in ("one.html", "two.html")]
    assert pages[0] == pages[1]


def test_thresholds_reject_as_label_does(zeroshot: Program) -> None:
    run = _evaluate(zeroshot, "truth.csv", "--min-score", "1", "--json", "none.json")
    assert run.code == 0, run.err
    whole = json.loads((zeroshot.folder / "none.json").read_text(encoding="utf-8"))
    assert {one["answer"] for one in whole["answers"]} <= {"none of these"}
    assert whole["accuracy"]["value"] == pytest.approx(1 / 7, abs=1e-6)
    assert "Every answer was rejected" in run.out


def test_classes_can_be_other_than_the_folders(zeroshot: Program) -> None:
    run = _evaluate(zeroshot, "sorted", "--classes", "fruit, landscape, wolf")
    assert run.code == 0, run.err
    assert 'the label set has no class "hot_drink"' in run.err
    assert 'No pictures of "wolf"' in run.err
    assert "of 6 pictures" in run.out


def test_what_taught_is_not_evaluated(zeroshot: Program) -> None:
    said = "file,label\nsorted/fruit/apple.jpg,fruit\nsorted/landscape/mountain.jpg,landscape\n"
    (zeroshot.folder / "said.csv").write_text(said, encoding="utf-8")
    run = _evaluate(zeroshot, "sorted", "--corrections", "said.csv", "--json", "rest.json")
    assert run.code == 0, run.err
    assert "2 pictures were left out: they taught." in run.err
    assert "Learned from 2 corrected pictures of 2 classes" in run.err
    whole = json.loads((zeroshot.folder / "rest.json").read_text(encoding="utf-8"))
    assert {one["file"] for one in whole["answers"]}.isdisjoint({"fruit/apple.jpg", "landscape/mountain.jpg"})
    assert whole["pictures"] == 5
    again = _evaluate(zeroshot, "said.csv", "--corrections", "said.csv")
    assert again.last_line.startswith("Error: All pictures of said.csv are among the corrections")


def test_several_labels_are_judged_each(zeroshot: Program) -> None:
    rows = ("fruit/apple.jpg,fruit", "fruit/apple.jpg,red thing", "landscape/mountain.jpg,sky")
    text = "file,label\n" + "".join(f"sorted/{row}\n" for row in rows)
    (zeroshot.folder / "both.csv").write_text(text, encoding="utf-8")
    run = _evaluate(zeroshot, "both.csv", "--several", "--out", "both.html", "--png", "both.png")
    assert run.code == 0, run.err
    assert "of 2 pictures got exactly the right labels" in run.out
    assert "Of all labels that pictures have, 3," in run.out


def test_what_cannot_be_evaluated_is_told_and_old_files_stay(zeroshot: Program) -> None:
    (zeroshot.folder / "old.html").write_text("old", encoding="utf-8")
    (zeroshot.folder / "bad/a").mkdir(parents=True)
    (zeroshot.folder / "bad/b").mkdir()
    (zeroshot.folder / "bad/a/a.jpg").write_bytes(b"no picture")
    run = _evaluate(zeroshot, "bad", "--out", "old.html")
    assert run.code == 1
    assert run.last_line.startswith("Error: No picture can be read. The first one:")
    assert (zeroshot.folder / "old.html").read_text(encoding="utf-8") == "old"
    assert not list(zeroshot.folder.glob(".*.part"))
    assert _evaluate(zeroshot, "nowhere").code == 2
    both = _evaluate(zeroshot, "sorted", "--classes", "a, b", "--labels", "animals")
    assert both.code == 2


def test_help_loads_neither_numpy_nor_matplotlib(zeroshot: Program) -> None:
    code = (
        "import sys; from zeroshot.cli import main; main(['evaluate', '--help']); "
        "print([name for name in ('numpy', 'torch', 'matplotlib', 'rich') if name in sys.modules])"
    )
    run = zeroshot(python=("-c", code))
    assert run.out.splitlines()[-1] == "[]"
