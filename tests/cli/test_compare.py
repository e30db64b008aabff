"""``zeroshot compare`` as a person starts it, on the sample pictures sorted into folders."""

from __future__ import annotations

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
    "night_sky": ("moon",),
    "landscape": ("mountain", "lighthouse"),
}
LABELS = """
labels = [
  { name = "fruit", description = "A fruit grows on trees. It is sweet & round." },
  { name = "hot drink", description = "A hot drink steams in a cup." },
  { name = "night sky" },
  { name = "landscape" },
  { name = "<b>wolf</b>" },
]
"""


@pytest.fixture(scope="module", autouse=True)
def sorted_samples(zeroshot: Program) -> None:
    """Samples in folders, a broken picture, one of an unknown class, a label set and a CSV."""
    for name, samples in CLASSES.items():
        (zeroshot.folder / "sorted" / name).mkdir(parents=True)
        for sample in samples:
            shutil.copy(assets() / "samples" / f"{sample}.jpg", zeroshot.folder / "sorted" / name)
    (zeroshot.folder / "sorted/fruit/broken.jpg").write_bytes(b"no picture")
    (zeroshot.folder / "sorted/unknown").mkdir()
    shutil.copy(assets() / "samples/chess.jpg", zeroshot.folder / "sorted/unknown")
    (zeroshot.folder / "groups.toml").write_text(LABELS, encoding="utf-8")
    rows = [f"sorted/{name}/{sample}.jpg,{name}\n" for name, samples in CLASSES.items() for sample in samples]
    (zeroshot.folder / "truth.csv").write_text("file,label\n" + "".join(rows), encoding="utf-8")


def _compare(zeroshot: Program, *arguments: str | Path) -> Done:
    model = ("--model", zeroshot.model, "--device", "cpu", "--precision", "fp32", "--backend", "torch")
    return zeroshot("compare", *arguments, *model, home="home")


def test_a_folder_becomes_a_table_a_page_and_a_picture(zeroshot: Program) -> None:
    asked = ("sorted", "--labels", "groups.toml", "--out", "report.html", "--png", "plots.png")
    run = _compare(zeroshot, *asked)
    assert run.code == 0, run.err
    ways = ("names only", "templates", "descriptions", "names + descriptions", "names + random words")
    assert [line.partition("  ")[0] for line in run.out.splitlines()[1:6]] == list(ways)
    assert "With 7 pictures, names + descriptions can't be told apart from templates alone" in run.out
    assert 'the label set has no class "unknown"' in run.err
    assert 'No pictures of "<b>wolf</b>"' in run.err
    assert "broken.jpg" in run.err
    page = (zeroshot.folder / "report.html").read_text(encoding="utf-8")
    assert page.rstrip().endswith("</html>")
    assert "<b>" not in page
    assert "broken.jpg" in page
    with Image.open(zeroshot.folder / "plots.png") as image:
        image.load()
    assert (zeroshot.folder / "home/cache/matplotlib").is_dir()
    again = _compare(zeroshot, *asked, "--quiet")
    assert (again.out, again.err) == (run.out, "")
    assert (zeroshot.folder / "report.html").read_text(encoding="utf-8") == page


def test_a_csv_without_a_label_set_compares_names_and_templates(zeroshot: Program) -> None:
    run = _compare(zeroshot, "truth.csv")
    assert run.code == 0, run.err
    assert "No class has a description, so only names and templates are compared." in run.err
    assert [line.partition("  ")[0] for line in run.out.splitlines()[1:3]] == ["names only", "templates"]
    assert "random" not in run.out


def test_the_weight_of_descriptions_changes_the_answers_and_is_written_to_the_file(zeroshot: Program) -> None:
    def similarities(*options: str) -> list[str]:
        model = ("--model", zeroshot.model, "--device", "cpu", "--precision", "fp32", "--backend", "torch")
        run = zeroshot("label", "sorted", *model, "--format", "jsonl", *options, home="home")
        assert run.code == 0, run.err
        return [json.loads(line)["similarity"] for line in run.out.splitlines()]

    own = zeroshot("describe", "--labels", "groups.toml", "--offline", "--description-weight", "0", home="home")
    assert "description_weight = 0.0" in own.out
    (zeroshot.folder / "none.toml").write_text("description_weight = 0\n" + LABELS, encoding="utf-8")
    none = similarities("--labels", "groups.toml", "--description-weight", "0")
    assert none == similarities("--labels", "none.toml")
    assert none != similarities("--labels", "groups.toml")
    assert "description_weight = 0\n" in zeroshot("labels", "show", "none.toml").out
    refused = zeroshot("label", "sorted", "--labels", "groups.toml", "--description-weight", "2", home="home")
    assert refused.code == 2


def test_what_cannot_be_compared_is_told_and_old_files_stay(zeroshot: Program) -> None:
    (zeroshot.folder / "broken/cat").mkdir(parents=True)
    (zeroshot.folder / "broken/dog").mkdir()
    (zeroshot.folder / "broken/cat/a.jpg").write_bytes(b"no picture")
    (zeroshot.folder / "old.html").write_text("old", encoding="utf-8")
    run = _compare(zeroshot, "broken", "--out", "old.html")
    assert run.code == 1
    assert run.last_line.startswith("Error: No picture can be read. The first one:")
    assert (zeroshot.folder / "old.html").read_text(encoding="utf-8") == "old"
    assert not list(zeroshot.folder.glob(".*.part"))
    assert _compare(zeroshot, "nowhere").code == 2
    closed = _compare(zeroshot, "sorted", "--out", "no/such/folder.html")
    assert closed.code == 1
    assert "can't be written" in closed.last_line


def test_several_models_are_put_side_by_side(zeroshot: Program) -> None:
    way = ("--device", "cpu", "--precision", "fp32", "--backend", "torch")
    asked = ("compare", "sorted", "--labels", "groups.toml", *way)
    models = ("--model", "starter", "--model", zeroshot.model, "--model", "starter")
    run = zeroshot(*asked, *models, "--out", "models.html", "--png", "models.png", home="home")
    assert run.code == 0, run.err
    lines = run.out.splitlines()
    starts = ("Templates:", "Model", "starter", "tiny", "", "Names + descriptions:", "Model", "starter", "tiny")
    assert [line.partition("  ")[0] for line in lines[:9]] == list(starts)
    assert "Against starter" in lines[1]
    assert lines[-1].startswith("Names + descriptions: ")
    assert run.err.count("broken.jpg") == 1
    page = (zeroshot.folder / "models.html").read_text(encoding="utf-8")
    assert "Which model does best?" in page
    assert "<dt>Model tiny</dt>" in page
    with Image.open(zeroshot.folder / "models.png") as image:
        image.load()
    alone = _compare(zeroshot, "sorted", "--labels", "groups.toml").out.splitlines()[2]
    assert alone.split()[:3] == lines[3].replace("tiny", "templates").split()[:3]


def test_of_several_models_one_at_a_time_is_in_memory(zeroshot: Program) -> None:
    code = """
import gc, sys, weakref
from zeroshot.__main__ import main
from zeroshot.encoders.openclip import OpenClipEncoder

gc.disable()
alive = []
begin = OpenClipEncoder.__init__
def watched(self, *arguments, **options):
    print("alive:", sum(reference() is not None for reference in alive), file=sys.stderr)
    begin(self, *arguments, **options)
    alive.extend([weakref.ref(self), weakref.ref(self.model)])
OpenClipEncoder.__init__ = watched
main()
"""
    models = ("--model", "starter", "--model", zeroshot.model, "--precision", "fp32", "--backend", "torch")
    run = zeroshot("compare", "sorted", *models, home="home", python=("-c", code))
    assert [line for line in run.err.splitlines() if line.startswith("alive")] == ["alive: 0", "alive: 0"]


def test_a_model_that_is_not_there_is_told_and_old_files_stay(zeroshot: Program) -> None:
    (zeroshot.folder / "kept.html").write_text("old", encoding="utf-8")
    models = ("--model", zeroshot.model, "--model", "nowhere")
    run = zeroshot("compare", "sorted", *models, "--out", "kept.html", home="home")
    assert run.code == 1
    assert "There is no model folder nowhere" in run.last_line
    assert (zeroshot.folder / "kept.html").read_text(encoding="utf-8") == "old"


def test_help_loads_neither_numpy_nor_matplotlib(zeroshot: Program) -> None:
    code = (
        "import sys; from zeroshot.cli import main; main(['compare', '--help']); "
        "print([name for name in ('numpy', 'torch', 'matplotlib', 'rich') if name in sys.modules])"
    )
    run = zeroshot(python=("-c", code))
    assert run.out.splitlines()[-1] == "[]"
