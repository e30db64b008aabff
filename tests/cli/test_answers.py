"""``zeroshot label``: every column by its value, and every option that changes the answers."""

from __future__ import annotations

import csv
import json
import math
import os
import sys
import tomllib
from collections import defaultdict
from contextlib import closing
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest

from zeroshot import __version__, paths

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

    from conftest import Done, Program

LOGIT_SCALE = 50.0
QUOTE = "'"
COLUMNS = [
    *("file_name", "classification", "score", "rank", "nearest", "similarity"),
    *("margin", "status", "error", "model", "label_set", "version", "classification_score", "familiarity"),
]
CLASSES = ("=1+1", "+plus", "-minus", "@at", "cat", "dog")
NAMES = ("=cmd.png", "-x.png", "+1.png", "@home.png")
"""File names that a spreadsheet would run."""
GOOD = ("photos/a/deep/one.png", "photos/a/two.jpg", "photos/Img1.jpg", "photos/img2.png", "photos/img10.png")
ORIGINAL, IMPOSTOR = "photos/img2.png", "photos/Img1.jpg"
HOSTILE = {
    "hostile/cut.jpg": "truncated",
    "hostile/empty.png": "empty",
    "hostile/page.jpg": "web page",
    "hostile/text.png": "not a picture",
}
POSIX_ONLY = {"hostile/broken-link.png": "not found", "pipe.png": "pipe"}
TOML = """
title = "Shapes"
templates = ["a drawing of a {}."]
[[labels]]
name = "circle"
description = "A circle is a round line. Every point of a circle is as far from its middle as any other."
[[labels]]
name = "square"
prompts = ["four equal sides: {}"]
[[labels]]
name = "star"
"""

Rows = list[dict[str, str]]
is_posix = sys.platform != "win32"


@dataclass(frozen=True)
class Story:
    """One folder of pictures, labelled in many ways; all but ``fresh`` and ``half`` share a home."""

    program: Program
    every: Done  # all ranks of all classes, to answers.csv
    lines: Done  # the same as JSON Lines on standard output, quietly
    python: Done  # the same from Python
    raw: Done  # other templates; raw cells, with a byte order mark, without folders in folders, verbose
    scored: Done  # --min-score, in a home with settings, on standard output
    unsure: Done  # --min-margin, as a table
    named: Done  # --labels with a file, precision as the machine has it
    half: Done  # --labels with a built-in set, in bf16
    min_score: float
    min_margin: float
    stored: tuple[int, int]  # pictures in the store before and after ``raw``

    @property
    def rows(self) -> Rows:
        return self.program.rows("answers.csv")

    @property
    def pictures(self) -> dict[str, Rows]:
        """The ranks of each picture that has any."""
        found = defaultdict(list)
        for row in self.rows:
            if row["status"] != "failed":
                found[row["file_name"]].append(row)
        return found


@pytest.fixture(scope="module")
def story(zeroshot: Program, draw: Callable[[Path, int], None]) -> Story:
    _lay_out(zeroshot, draw)
    classes = ("--classes", ", ".join(CLASSES))
    given = ("--", *(("pipe.png",) if is_posix else ()), *NAMES, "photos", "hostile", "photos/img10.png")
    every = zeroshot.label(*classes, "--top-k", "9", "--out", "answers.csv", *given)
    lines, python = zeroshot.at_once(
        lambda: zeroshot.label(*classes, "--top-k", "9", "--format", "jsonl", "--out", "-", "--quiet", *given),
        lambda: zeroshot(python=("-c", _PYTHON, json.dumps([given[1:], CLASSES, str(zeroshot.model)]))),
    )
    first = {row["file_name"]: row for row in zeroshot.rows("answers.csv") if row["rank"] == "1" and row["score"]}
    score = _between(float(first[name]["score"]) for name in GOOD)
    margin = _between(float(row["margin"]) for name, row in first.items() if name != IMPOSTOR)
    before = _plant(zeroshot)
    odd = ("--templates", "a drawing of a {}; {}", "--raw-cells", "--excel", "--no-recursive", "--verbose")
    raw = zeroshot.label(*classes, "--out", "raw.csv", *odd, *given)
    after = zeroshot.stored("pictures")
    scored, unsure, named, half = zeroshot.at_once(
        lambda: zeroshot(
            "label", "photos", *classes, "--batch-size", "1", "--min-score", str(score), "--format", "csv",
            "--precision", "fp32", "--backend", "torch", home="fresh",
        ),
        lambda: zeroshot.label(*classes, "--top-k", "2", "--min-margin", str(margin), *given),
        lambda: zeroshot.label("photos", "--labels", "shapes.toml", "--precision", "auto", "--out", "named.jsonl"),
        lambda: zeroshot.label(
            "photos", "--labels", "mythical beasts", "--precision", "bf16", "--templates", "plain", "--out", "-",
            home="half",
        ),
    )  # fmt: skip
    return Story(
        zeroshot, every, lines, python, raw, scored, unsure, named, half, score, margin, stored=(before, after)
    )


def _between(values: Iterable[float]) -> float:
    """A threshold in the middle of the widest gap, with values on both sides."""
    ordered = sorted(values)
    return max(pairwise(ordered), key=lambda pair: pair[1] - pair[0])[0] + 1e-3


_PYTHON = """
import dataclasses, json, pathlib, sys, zeroshot
given, classes, model = json.loads(sys.argv[1])
rows = zeroshot.label(
    given, classes, model=model, device="cpu", precision="fp32", backend="torch", top_k=9, home=pathlib.Path("home")
)
print(json.dumps([dataclasses.asdict(row) for row in rows]))
"""


def _lay_out(zeroshot: Program, draw: Callable[[Path, int], None]) -> None:
    folder, model = zeroshot.folder, zeroshot.model
    for number, name in enumerate((*NAMES, *GOOD)):
        draw(folder / name, number)
    draw(folder / "photos/.hidden.png", 50)
    (folder / "photos/notes.txt").write_text("no picture", encoding="utf-8")
    hostile = folder / "hostile"
    hostile.mkdir()
    (hostile / "empty.png").touch()
    (hostile / "page.jpg").write_text("<!DOCTYPE html><html></html>", encoding="utf-8")
    (hostile / "text.png").write_text("a line of text", encoding="utf-8")
    (hostile / "cut.jpg").write_bytes((folder / "photos/Img1.jpg").read_bytes()[:-200])
    if is_posix:
        (hostile / "broken-link.png").symlink_to("gone.png")
        os.mkfifo(hostile / "pipe")
        os.mkfifo(folder / "pipe.png")
    (folder / "shapes.toml").write_text(TOML, encoding="utf-8")
    settings = folder / "fresh/config/settings.toml"
    settings.parent.mkdir(parents=True)
    settings.write_text(f"model = {json.dumps(str(model))}\ndevice = 'cpu'\nprecision = 'bf16'\n", encoding="utf-8")


def _plant(zeroshot: Program) -> int:
    """Put one picture's vector in the place of another's, and count what the store holds."""
    with closing(zeroshot.store()) as store, store:
        find = "SELECT vector, key FROM pictures JOIN files USING (key) WHERE path = ?"
        names = (os.fsencode(zeroshot.folder / name) for name in (ORIGINAL, IMPOSTOR))
        (vector, _), (_, key) = (store.execute(find, (name,)).fetchone() for name in names)
        store.execute("UPDATE pictures SET vector = ? WHERE key = ?", (vector, key))
    return zeroshot.stored("pictures")


# --- the columns ------------------------------------------------------------------------------------------------------


def test_a_run_with_bad_pictures_is_done(story: Story) -> None:
    assert [story.every.code, story.every.out] == [0, ""], story.every.err


def test_the_columns_stand_in_the_order_of_the_contract(story: Story) -> None:
    with (story.program.folder / "answers.csv").open(encoding="utf-8", newline="") as file:
        assert next(csv.reader(file)) == COLUMNS


def test_the_pictures_come_in_natural_order_whatever_order_they_were_given_in(story: Story) -> None:
    names = list(dict.fromkeys(row["file_name"] for row in story.rows))
    defused = [f"'{name}" for name in NAMES]
    inside = [name for name in names if name.startswith("photos/")]
    assert inside == list(GOOD)
    assert sorted(names) == sorted([*defused, *GOOD, *HOSTILE, *(POSIX_ONLY if is_posix else ())])


def test_every_rank_of_a_picture_is_a_row(story: Story) -> None:
    for rows in story.pictures.values():
        assert [row["rank"] for row in rows] == ["1", "2", "3", "4", "5", "6"]
        assert sorted(row["nearest"].removeprefix(QUOTE) for row in rows) == sorted(CLASSES)
        assert all(row["classification"] == row["nearest"] for row in rows)


def test_scores_are_a_softmax_of_the_similarities_at_the_models_own_scale(story: Story) -> None:
    for rows in story.pictures.values():
        odds = [math.exp(LOGIT_SCALE * float(row["similarity"])) for row in rows]
        assert [float(row["score"]) for row in rows] == pytest.approx([one / sum(odds) for one in odds], abs=1e-4)
        assert odds == sorted(odds, reverse=True)
        assert all(-1 <= float(row["similarity"]) <= 1 for row in rows)


def test_the_pictures_are_told_apart(story: Story) -> None:
    assert len({rows[0]["similarity"] for rows in story.pictures.values()}) == len(story.pictures)
    assert len({rows[0]["nearest"] for rows in story.pictures.values()}) > 1


def test_the_margin_is_the_lead_of_the_first_rank_over_the_second(story: Story) -> None:
    for rows in story.pictures.values():
        lead = float(rows[0]["score"]) - float(rows[1]["score"])
        assert [float(row["margin"]) for row in rows] == pytest.approx([lead] * 6, abs=2e-6)


def test_a_picture_without_thresholds_is_accepted_and_has_no_error(story: Story) -> None:
    for rows in story.pictures.values():
        assert {(row["status"], row["error"]) for row in rows} == {("accepted", "")}


def test_every_hostile_file_is_one_row_that_says_why(story: Story) -> None:
    failed = {row["file_name"]: row for row in story.rows if row["status"] == "failed"}
    expected = HOSTILE | (POSIX_ONLY if is_posix else {})
    assert failed.keys() == expected.keys()
    assert [row["file_name"] for row in story.rows if row["status"] == "failed"].count("hostile/cut.jpg") == 1
    for name, why in expected.items():
        row = failed[name]
        assert why in row["error"]
        assert [row[column] for column in ("classification", "score", "rank", "nearest", "similarity", "margin")] == [
            "", "", "1", "", "", "",
        ]  # fmt: skip


def test_the_model_column_names_the_folder_its_content_and_the_precision(story: Story) -> None:
    (model,) = {row["model"] for row in story.rows}
    name, backend, digest, precision = model.split("/")
    assert (name, backend, precision) == ("tiny", "open_clip", "fp32")
    assert len(digest) == 12
    assert int(digest, 16)


def test_the_version_column_is_the_programs(story: Story) -> None:
    assert {row["version"] for row in story.rows} == {__version__}


def test_the_label_set_column_changes_with_classes_and_templates_and_with_nothing_else(story: Story) -> None:
    runs = [story.rows, story.program.rows("raw.csv"), story.scored.rows, story.half.rows]
    (classes,), (templates,), (again,), (others,) = ({row["label_set"] for row in rows} for rows in runs)
    assert classes == again
    assert len({classes, templates, others}) == 3
    assert all(len(one) == 12 for one in (classes, templates, others))


# --- the forms of the output ------------------------------------------------------------------------------------------


def test_json_lines_hold_what_the_csv_holds(story: Story) -> None:
    assert story.lines.code == 0
    objects = [json.loads(line) for line in story.lines.out.splitlines()]
    first_ranks = [row for row in story.rows if row["rank"] == "1"]
    for found, row in zip(objects, first_ranks, strict=True):
        assert list(found) == [*COLUMNS, "ranked"]
        assert {column: _cell(found[column]) for column in COLUMNS} == row
        ranks = [{"label": one["nearest"], "score": one["score"], "similarity": one["similarity"]}
                 for one in story.pictures.get(row["file_name"], [])]  # fmt: skip
        assert [{key: _cell(value) for key, value in one.items()} for one in found["ranked"]] == ranks


def test_python_gives_the_rows_of_the_command_line(story: Story) -> None:
    assert story.python.code == 0, story.python.err
    rows = json.loads(story.python.out)
    assert [{column: _cell(value) for column, value in row.items()} for row in rows] == story.rows


def _cell(value: str | float | None) -> str:
    """A value as the CSV writes it."""
    if isinstance(value, float):
        return f"{value:.6f}"
    text = "" if value is None else str(value)
    return f"'{text}" if text.startswith(("=", "+", "-", "@")) else text


def test_cells_that_a_spreadsheet_would_run_are_defused(story: Story) -> None:
    texts = [row[column] for row in story.rows for column in ("file_name", "classification", "nearest")]
    assert not [text for text in texts if text.startswith(("=", "+", "-", "@"))]
    assert {f"'{name}" for name in (*CLASSES[:4], *NAMES)} <= set(texts)


def test_raw_cells_stand_as_they_are(story: Story) -> None:
    rows = story.program.rows("raw.csv")
    assert {row["file_name"] for row in rows} >= set(NAMES)
    assert {row["nearest"] for row in rows if row["status"] != "failed"} <= set(CLASSES)


def test_an_excel_csv_begins_with_a_byte_order_mark_and_a_plain_one_does_not(story: Story) -> None:
    begin = b"file_name,"
    assert (story.program.folder / "raw.csv").read_bytes().startswith(b"\xef\xbb\xbf" + begin)
    assert (story.program.folder / "answers.csv").read_bytes().startswith(begin)


def test_the_name_of_the_output_tells_its_form(story: Story) -> None:
    assert story.named.code == 0, story.named.err
    lines = (story.program.folder / "named.jsonl").read_text(encoding="utf-8").splitlines()
    assert [json.loads(line)["file_name"] for line in lines] == list(GOOD)


def test_a_format_without_out_goes_to_standard_output(story: Story) -> None:
    assert story.scored.code == 0, story.scored.err
    assert [row["file_name"] for row in story.scored.rows] == list(GOOD)


def test_without_out_and_format_there_is_a_table(story: Story) -> None:
    assert story.unsure.code == 0, story.unsure.err
    heading, *lines = map(str.rstrip, story.unsure.out.splitlines())
    assert heading.split() == ["Label", "Score", "Then", "Picture"]
    best = story.pictures["'=cmd.png"]
    line = next(line for line in lines if line.endswith("=cmd.png"))
    assert best[0]["nearest"].removeprefix(QUOTE) in line
    assert f"{float(best[0]['score']):.2f}" in line
    assert f"{best[1]['nearest'].removeprefix(QUOTE)} {float(best[1]['score']):.2f}" in line
    assert next(line for line in lines if "empty.png" in line).startswith("failed")


# --- what is said -----------------------------------------------------------------------------------------------------


def test_quiet_says_nothing(story: Story) -> None:
    assert story.lines.err == ""


def test_the_last_line_counts_what_became_of_the_pictures(story: Story) -> None:
    failed = len(HOSTILE) + (len(POSIX_ONLY) if is_posix else 0)
    good = len(GOOD) + len(NAMES)
    assert story.every.last_line.startswith(f"answers.csv: {good + failed} pictures in ")
    assert f", {good} accepted, {failed} failed, 1 hidden, 1 not pictures skipped" in story.every.last_line.replace(
        "hidden skipped", "hidden"
    )
    assert not is_posix or "1 pipes or devices skipped" in story.every.last_line


def test_what_the_linter_finds_is_told_before_a_run(story: Story) -> None:
    assert 'Warning: "=1+1" is only a number' in story.every.err


def test_verbose_says_more(story: Story) -> None:
    assert story.raw.code == 0
    assert "zeroshot.images: a decoder failed" in story.raw.err
    assert "Traceback" in story.raw.err
    assert "Traceback" not in story.every.err


def test_a_model_of_your_own_is_not_called_the_starter(story: Story) -> None:
    assert "starter" not in story.every.err


# --- options ----------------------------------------------------------------------------------------------------------


def test_other_words_encode_no_picture_again(story: Story) -> None:
    # the vector of one picture had been put in the place of another's: the answers came from there
    first = {name: rows[0] for name, rows in story.pictures.items()}
    planted = {row["file_name"]: row for row in story.program.rows("raw.csv")}
    answers = ("nearest", "score", "similarity", "margin")
    assert [first[IMPOSTOR][column] for column in answers] != [first[ORIGINAL][column] for column in answers]
    assert [planted[IMPOSTOR][column] for column in answers] == [planted[ORIGINAL][column] for column in answers]
    assert story.stored == (len(GOOD) + len(NAMES),) * 2


def test_top_k_tells_so_many_ranks_and_one_unless_told(story: Story) -> None:
    assert {row["rank"] for row in story.program.rows("raw.csv")} == {"1"}
    assert {len(rows) for rows in story.pictures.values()} == {len(CLASSES)}


def test_folders_in_folders_are_left_out_when_told(story: Story) -> None:
    inside = {row["file_name"] for row in story.program.rows("raw.csv") if row["file_name"].startswith("photos/")}
    assert inside == {name for name in GOOD if name.count("/") == 1}


def test_below_the_least_score_a_picture_is_none_of_these(story: Story) -> None:
    found = {row["file_name"]: row for row in story.scored.rows}
    assert {row["status"] for row in found.values()} == {"accepted", "rejected"}
    for name, row in found.items():
        best = story.pictures[name][0]
        rejected = float(best["score"]) < story.min_score
        assert row["status"] == ("rejected" if rejected else "accepted")
        assert row["classification"] == ("none of these" if rejected else best["nearest"])
        assert row["nearest"] == best["nearest"]
    rejected = sum(row["status"] == "rejected" for row in found.values())
    assert f"{len(found) - rejected} accepted, {rejected} none of these, 0 failed" in story.scored.last_line


def test_below_the_least_margin_a_picture_is_none_of_these(story: Story) -> None:
    first = {name: rows[0] for name, rows in story.pictures.items() if name not in {IMPOSTOR, ORIGINAL}}
    lines = [line.rstrip() for line in story.unsure.out.splitlines()]
    for name, row in first.items():
        line = next(line for line in lines if line.endswith(f" {name.removeprefix(QUOTE)}"))
        rejected = float(row["margin"]) < story.min_margin
        nearest = row["nearest"].removeprefix(QUOTE)
        assert line.startswith(f"none of these (nearest: {nearest}) " if rejected else f"{nearest} ")
    rejected = sum(line.startswith("none of these") for line in lines)
    assert 0 < rejected < len(story.pictures)
    assert f", {rejected} none of these, " in story.unsure.last_line


def test_the_batch_size_changes_no_answer(story: Story) -> None:
    for row in story.scored.rows:
        best = story.pictures[row["file_name"]][0]
        assert float(row["score"]) == pytest.approx(float(best["score"]), abs=2e-3)
        assert row["model"] == best["model"]


def test_an_option_goes_before_a_setting_and_a_setting_before_the_default(story: Story) -> None:
    # the settings named the model, and bf16
    assert {row["model"].partition("/")[0] for row in story.scored.rows} == {"tiny"}
    assert {row["model"].rpartition("/")[2] for row in story.scored.rows} == {"fp32"}


def test_bf16_is_used_when_asked_for(story: Story) -> None:
    assert story.half.code == 0, story.half.err
    (model,) = {row["model"] for row in story.half.rows}
    assert model == story.rows[0]["model"].replace("/fp32", "/bf16")


def test_the_precision_is_the_machines_unless_told(story: Story) -> None:
    line = (story.program.folder / "named.jsonl").read_text(encoding="utf-8").partition("\n")[0]
    assert json.loads(line)["model"].rpartition("/")[2] in {"fp32", "bf16"}


def test_the_classes_come_from_a_file(story: Story) -> None:
    lines = (story.program.folder / "named.jsonl").read_text(encoding="utf-8").splitlines()
    assert {json.loads(line)["classification"] for line in lines} <= {"circle", "square", "star"}


def test_the_classes_come_from_a_builtin_set(story: Story) -> None:
    beasts = tomllib.loads((paths.assets() / "labels/mythical-beasts.toml").read_text(encoding="utf-8"))
    names = {label["name"] for label in beasts["labels"]}
    assert {row["classification"] for row in story.half.rows} <= names
