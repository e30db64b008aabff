"""``zeroshot benchmark``: the table, and what becomes of the fastest."""

from __future__ import annotations

import shutil
import tomllib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from conftest import Done, Program

HEADER = ("Model", "Backend", "Precision", "Pictures/s", "Agreement", "with", "fp32")


def table(run: Done) -> list[list[str]]:
    """The cells of each row."""
    header, *lines = run.out.partition("\n\n")[0].splitlines()
    assert tuple(header.split()) == HEADER
    return [line.split() for line in lines]


def test_every_way_of_a_model_is_measured_and_the_fastest_is_told(zeroshot: Program) -> None:
    run = zeroshot("benchmark", "--model", zeroshot.model, "--pictures", "4", home="told")
    assert run.code == 0, run.err
    rows = table(run)
    assert {(row[1], row[2]) for row in rows} >= {("torch", "fp32"), ("openvino", "fp32")}
    rates = [float(row[3]) for row in rows]
    assert rates == sorted(rates, reverse=True)
    assert min(rates) > 0
    exact = {row[1]: float(row[4]) for row in rows if row[2] == "fp32"}
    assert exact == {"torch": 1, "openvino": 1}
    assert f"\nFastest: {zeroshot.model} with " in run.out
    assert run.out.endswith("To use it from now on: zeroshot benchmark --use\n")
    assert not (zeroshot.folder / "told/config/settings.toml").exists(), "nobody was asked"


def test_use_takes_the_fastest_into_the_settings_and_label_goes_by_them(
    zeroshot: Program, draw: Callable[[Path, int], None]
) -> None:
    shutil.copytree(zeroshot.model, zeroshot.folder / "used/data/models/small")
    (zeroshot.folder / "used/config").mkdir()
    (zeroshot.folder / "used/config/settings.toml").write_text("threads = 1\n", encoding="utf-8")
    run = zeroshot("benchmark", "--model", "small", "--pictures", "4", "--use", "--quiet", home="used")
    assert [run.code, run.err] == [0, ""]
    chosen = tomllib.loads((zeroshot.folder / "used/config/settings.toml").read_text(encoding="utf-8"))
    best = table(run)[0]
    assert chosen == {"threads": 1, "model": "small", "backend": best[1], "precision": best[2]}
    assert "From now on small with " in run.out
    draw(zeroshot.folder / "photo.png", 1)
    labelled = zeroshot("label", "photo.png", "--classes", "dog, cat", "--out", "-", home="used")
    assert labelled.code == 0, labelled.err
    name, backend, _, precision = labelled.rows[0]["model"].split("/")
    assert (name, backend.replace("open_clip", "torch"), precision) == ("small", best[1], best[2])


def test_a_model_that_cannot_be_loaded_is_told_and_the_others_are_measured(zeroshot: Program) -> None:
    broken = zeroshot.folder / "broken"
    shutil.copytree(zeroshot.model, broken)
    (broken / "open_clip_model.safetensors").unlink()
    run = zeroshot("benchmark", "--model", "broken", "--model", zeroshot.model, "--pictures", "2", home="told")
    assert run.code == 0, run.err
    assert "Note: broken holds no .safetensors file." in run.err
    assert {row[0] for row in table(run)} == {str(zeroshot.model)}
    alone = zeroshot("benchmark", "--model", "broken", home="told")
    assert alone.code == 1
    assert alone.last_line == "Error: No model could be measured. See: zeroshot models list"
