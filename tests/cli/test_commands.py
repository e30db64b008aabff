"""The other commands: label sets, models, and what a bug report needs."""

from __future__ import annotations

import platform
from typing import TYPE_CHECKING

from zeroshot import __version__, labels

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from conftest import Program


def test_labels_list_tells_each_set_with_its_number_of_classes(zeroshot: Program) -> None:
    run = zeroshot("labels", "list")
    told = {line.split()[0]: line for line in run.out.splitlines()}
    assert [run.code, run.err, list(told)] == [0, "", list(labels.builtin_names())]
    for name, line in told.items():
        label_set = labels.builtin(name)
        assert f" {len(label_set.labels)} classes  {label_set.about}" in line


def test_labels_show_prints_a_file_to_start_from(zeroshot: Program) -> None:
    run = zeroshot("labels", "show", "Mythical Beasts")
    assert run.code == 0, run.err
    (zeroshot.folder / "mine.toml").write_text(run.out, encoding="utf-8")
    assert labels.load(zeroshot.folder / "mine.toml") == labels.builtin("mythical-beasts")


def test_labels_show_shows_a_file_of_your_own(zeroshot: Program) -> None:
    (zeroshot.folder / "pets.txt").write_text("dog\ncat  # purrs\n", encoding="utf-8")
    assert zeroshot("labels", "show", "pets.txt").out == "dog\ncat  # purrs\n"


def test_labels_show_of_an_unknown_name_suggests_one(zeroshot: Program) -> None:
    run = zeroshot("labels", "show", "foods")
    assert run.code in {1, 2}
    assert run.last_line == 'Error: There is no label set "foods": did you mean food?'


def test_other_languages_are_told_of_a_model_that_learned_english_only(
    zeroshot: Program, draw: Callable[[Path, int], None]
) -> None:
    (zeroshot.folder / "many.txt").write_text("dog\n猫\nねこ\n", encoding="utf-8")
    draw(zeroshot.folder / "pet.png", 1)
    checked, loud, quiet = zeroshot.at_once(
        lambda: zeroshot("labels", "check", "many.txt", "--model", zeroshot.model, home="home"),
        lambda: zeroshot.label("pet.png", "--labels", "many.txt"),
        lambda: zeroshot.label("pet.png", "--labels", "many.txt", "--quiet"),
    )
    assert checked.out.count("is not English, the only language that this model learned") == 2
    (told,) = [line for line in loud.err.splitlines() if "English" in line]
    assert told.startswith('Warning: 2 classes, such as "猫", are not in English, the only language that tiny learned')
    assert quiet.err == ""


def test_labels_check_tells_every_finding(zeroshot: Program) -> None:
    many = "dog\ndog\ncat\ncats\nno car\nother\n123\na\nb\nc\nx.png\n"
    (zeroshot.folder / "odd.txt").write_text(many, encoding="utf-8")
    (zeroshot.folder / "long.toml").write_text(
        'labels = ["dog", { name = "' + "very " * 40 + 'long" }]', encoding="utf-8"
    )
    odd, long = zeroshot.at_once(
        lambda: zeroshot("labels", "check", "odd.txt", "--model", zeroshot.model, home="home"),
        lambda: zeroshot("labels", "check", "long.toml", "--model", zeroshot.model, home="home"),
    )
    assert odd.code == 0, odd.err
    told = odd.out.splitlines()
    assert told[-1] == f"odd.txt: 11 classes, {len(told) - 1} findings"
    assert len(told) > 6
    for start in ('warning: "dog" stands 2 times', 'warning: "cats" is nearly the same', "warning: A model hardly"):
        assert any(line.startswith(start) for line in told), told
    assert "longer than the model's 32 tokens" in long.out
    assert long.code == 1
    assert long.last_line == "Error: long.toml can't be used before its errors are mended."


def test_doctor_tells_what_a_bug_report_needs(zeroshot: Program) -> None:
    run = zeroshot("doctor", home="home")
    assert run.code == 0, run.err
    told = {line[:16].strip(): line[17:] for line in run.out.splitlines()}
    assert told["zeroshot"] == __version__
    assert told["python"].startswith(platform.python_version())
    for package in ("torch", "torchvision", "open_clip_torch", "numpy", "pillow", "click", "rich", "sqlite"):
        assert told[package][0].isdigit(), package
    assert "threads, " in told["cpu"]
    assert told["cuda"]
    assert told["mps"]
    assert "settings.toml (not there: defaults)" in told["settings"]
    assert "GB free on its disk" in told["store"]
    assert told["networks"].endswith("openvino (not there: none converted yet)")
    assert told["openvino"][0].isdigit()
    for name, place in (("store", "embeddings.sqlite"), ("models", "models"), ("log", "zeroshot.log")):
        assert place in told[name]
    assert "MB, " in told["starter"]


def test_the_starter_is_used_unless_another_model_is_named(
    zeroshot: Program, draw: Callable[[Path, int], None]
) -> None:
    draw(zeroshot.folder / "photo.png", 1)
    run = zeroshot("label", "photo.png", "--classes", "apple, bicycle", "--device", "auto", "--out", "-", home="home")
    assert run.code == 0, run.err
    assert [row["model"].partition("/")[0] for row in run.rows] == ["starter"]
    assert "starter model: small, for a first look" in run.err
    assert "zeroshot models list" in run.err
