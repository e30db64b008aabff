"""Odd names, broken stores, missing devices: what the machine may do to a run."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from conftest import Done, Program

ODD = ("odd/:dog:[red]x[/red].png", "odd/two\nlines.png", 'odd/a, "b".png', "odd/猫.png")
ASCII = {"PYTHONIOENCODING": "ascii"}
NOT_UTF8 = b"odd/caf\xe9.png"


@pytest.fixture(scope="module", autouse=True)
def photos(zeroshot: Program, draw: Callable[[Path, int], None]) -> None:
    """There are two pictures."""
    for number in range(2):
        draw(zeroshot.folder / f"photos/{number}.png", number)


def _labelled(zeroshot: Program, home: str) -> Done:
    return zeroshot.label("photos", "--classes", "dog, cat", "--out", f"{home}.csv", home=home)


@pytest.mark.parametrize("device", ["cuda", "mps"])
def test_a_device_that_is_not_there_is_told_and_the_old_output_stays(zeroshot: Program, device: str) -> None:
    old = zeroshot.folder / f"{device}.csv"
    old.write_text("old", encoding="utf-8")
    run = zeroshot(
        "label", "photos", "--classes", "dog,cat", "--model", zeroshot.model, "--device", device, "--out", old.name,
        home="home",
    )  # fmt: skip
    if run.code == 0:
        pytest.skip(f"this machine has {device}")
    assert run.code == 1
    assert run.err == (
        f"Error: This machine has no {device} device that torch can use. Use --device auto, or see: zeroshot doctor\n"
    )
    assert old.read_text(encoding="utf-8") == "old"
    assert not list(zeroshot.folder.glob(".*.part"))


def test_a_store_that_is_damaged_or_cannot_be_made_costs_no_answer(zeroshot: Program) -> None:
    damaged = zeroshot.folder / "damaged/cache/embeddings.sqlite"
    damaged.parent.mkdir(parents=True)
    damaged.write_bytes(b"no database " * 999)
    (zeroshot.folder / "closed").mkdir()
    (zeroshot.folder / "closed/cache").write_text("a file where the folder would be", encoding="utf-8")
    mended, without = zeroshot.at_once(lambda: _labelled(zeroshot, "damaged"), lambda: _labelled(zeroshot, "closed"))
    assert mended.code == without.code == 0, mended.err + without.err
    (aside,) = damaged.parent.glob("embeddings.sqlite.damaged-*")
    assert aside.read_bytes().startswith(b"no database")
    assert f"was damaged. It was moved to {aside.name} and begun anew." in mended.err
    assert zeroshot.stored("pictures", "damaged") == 2
    assert "Note: Nothing can be stored in " in without.err
    assert "See --home." in without.err
    assert len(zeroshot.rows("closed.csv")) == 2
    assert zeroshot.rows("closed.csv") == zeroshot.rows("damaged.csv")


@pytest.mark.skipif(sys.platform == "win32", reason="names that Windows doesn't have")
def test_odd_names_come_through_in_every_form_on_every_console(
    zeroshot: Program, draw: Callable[[Path, int], None]
) -> None:
    names = [*ODD, os.fsdecode(NOT_UTF8)] if sys.platform == "linux" else list(ODD)
    for number, name in enumerate(names):
        draw(zeroshot.folder / name, number)
    shown = {*ODD, "odd/caf\\xe9.png"} if sys.platform == "linux" else {*ODD}
    command = ("odd", "--classes", "Käse, :cat:, [b]old", "--top-k", "3")
    lines, table = zeroshot.at_once(
        lambda: zeroshot.label(*command, "--out", "-", "--format", "jsonl", home="a", env=ASCII),
        lambda: zeroshot.label(*command, home="b", env=ASCII),
    )
    assert {json.loads(line)["file_name"] for line in lines.out.splitlines()} == shown, lines.err
    assert "Käse" in lines.out
    assert table.code == 0, table.err
    assert all(name in table.out for name in ("odd/:dog:[red]x[/red].png", 'odd/a, "b".png', ":cat:", "[b]old"))


@pytest.mark.skipif(sys.platform == "win32", reason="POSIX pipes and links")
def test_an_output_that_is_a_pipe_or_a_link_stays_one(zeroshot: Program) -> None:
    pipe, link = zeroshot.folder / "pipe", zeroshot.folder / "link.csv"
    os.mkfifo(pipe)
    link.symlink_to(pipe.name)
    with subprocess.Popen(["cat", pipe], stdout=subprocess.PIPE) as reader:  # noqa: S607 - whichever cat there is
        try:
            run = zeroshot.label("photos", "--classes", "dog, cat", "--out", link.name, home="home")
            assert run.code == 0, run.err
            assert link.is_symlink()
            assert pipe.is_fifo()
            assert reader.stdout is not None
            assert reader.stdout.read().count(b"\n") == 3
        finally:
            reader.kill()
