"""CSV and JSON Lines: columns, numbers, cells that a spreadsheet would run, and files that are whole or untouched."""

from __future__ import annotations

import csv
import io
import json
import os
from dataclasses import replace
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING, Never

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from zeroshot import export
from zeroshot.errors import ExportError
from zeroshot.export import COLUMNS, FORMULA, CsvWriter, Format, JsonLinesWriter, Target, replacing, writer
from zeroshot.judgement.classifier import Classifier
from zeroshot.records import Embedded, Policy, Progress, Row, Status
from zeroshot.session import Labeller

if TYPE_CHECKING:
    from collections.abc import Iterator

FIRST = Row("a.jpg", "dog", 0.9, 1, "dog", 0.25, 0.8, Status.ACCEPTED, "", "tiny/open_clip/0/fp32", "abc", "0.1.0")
SECOND = replace(FIRST, classification="cat", nearest="cat", score=0.1, rank=2, similarity=-0.125)
LOST = Row("b.jpg", "", None, 1, "", None, None, Status.FAILED, "the file is empty", "m", "abc", "0.1.0")


def as_csv(*pictures: list[Row], raw: bool = False) -> list[dict[str, str]]:
    stream = io.StringIO(newline="")
    csv_writer = CsvWriter(stream, raw=raw)
    for rows in pictures:
        csv_writer.write(rows)
    stream.seek(0)
    return list(csv.DictReader(stream))


def test_the_columns_are_the_contract_in_its_order() -> None:
    assert COLUMNS == (
        "file_name",
        "classification",
        "score",
        "rank",
        "nearest",
        "similarity",
        "margin",
        "status",
        "error",
        "model",
        "label_set",
        "version",
        "classification_score",
        "familiarity",
    )


def test_each_rank_is_a_row_and_a_failed_picture_has_no_numbers() -> None:
    first, second, lost = as_csv([FIRST, SECOND], [LOST])
    assert (first["score"], first["similarity"], first["rank"]) == ("0.900000", "0.250000", "1")
    assert (second["classification"], second["similarity"], second["rank"]) == ("cat", "-0.125000", "2")
    assert (lost["score"], lost["margin"], lost["status"], lost["error"]) == ("", "", "failed", "the file is empty")


@pytest.mark.parametrize("start", FORMULA)
def test_cells_that_a_spreadsheet_would_run_are_defused_unless_raw(start: str) -> None:
    row = replace(FIRST, file_name=f"{start}cmd|'/c calc'!A0.jpg", classification=f"{start}1")
    assert as_csv([row])[0]["file_name"] == f"'{row.file_name}"
    assert as_csv([row])[0]["classification"] == f"'{row.classification}"
    assert as_csv([row], raw=True)[0]["file_name"] == row.file_name


def test_negative_numbers_are_numbers_not_formulas() -> None:
    assert as_csv([SECOND])[0]["similarity"] == "-0.125000"


def test_no_number_is_written_as_minus_nothing() -> None:
    assert as_csv([replace(FIRST, similarity=-1e-9)])[0]["similarity"] == "0.000000"


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_any_text_survives_the_trip_through_csv_and_json(text: str) -> None:
    row = replace(FIRST, file_name=text, error=text)
    assert as_csv([row], raw=True)[0]["file_name"] == text
    stream = io.StringIO()
    JsonLinesWriter(stream).write([row])
    assert stream.getvalue().count("\n") == 1
    assert json.loads(stream.getvalue())["error"] == text


def test_json_lines_hold_an_object_a_picture_with_all_ranks() -> None:
    stream = io.StringIO()
    lines = writer(stream, Format.JSONL)
    lines.write([FIRST, SECOND])
    lines.write([LOST])
    first, lost = map(json.loads, stream.getvalue().splitlines())
    assert tuple(first) == (*COLUMNS, "ranked")
    assert first["ranked"] == [
        {"label": "dog", "score": 0.9, "similarity": 0.25},
        {"label": "cat", "score": 0.1, "similarity": -0.125},
    ]
    assert (lost["score"], lost["ranked"]) == (None, [])


def test_a_file_takes_its_place_only_when_it_is_whole(tmp_path: Path) -> Never:
    path = tmp_path / "results.csv"
    path.write_text("old")
    with pytest.raises(KeyboardInterrupt), replacing(path) as stream:  # noqa: PT012 - it is what happens inside
        stream.write("half")
        raise KeyboardInterrupt
    assert path.read_text() == "old"
    with replacing(path) as stream:
        stream.write("new")
        assert path.read_text() == "old"
    assert path.read_text() == "new"
    assert list(tmp_path.iterdir()) == [path]


def test_two_runs_may_write_the_same_file_and_the_later_wins_whole(tmp_path: Path) -> None:
    path = tmp_path / "results.csv"
    with replacing(path) as first, replacing(path) as second:
        first.write("first " * 1000)
        second.write("second")
    assert path.read_text() == "first " * 1000
    assert list(tmp_path.iterdir()) == [path]


def test_leftovers_of_killed_runs_are_removed_but_not_what_a_run_is_writing(tmp_path: Path) -> None:
    leftover, other = tmp_path / ".results.csv.a.part", tmp_path / ".other.csv.a.part"
    leftover.touch()
    other.touch()
    with replacing(tmp_path / "results.csv") as first:
        assert not leftover.exists()
        with replacing(tmp_path / "results.csv") as second:
            second.write("second")
        first.write("first")
    assert (tmp_path / "results.csv").read_text() == "first"
    assert {file.name for file in tmp_path.iterdir()} == {"results.csv", other.name}


@pytest.mark.skipif(os.name == "nt", reason="Windows has no file modes")
def test_the_result_has_the_mode_that_any_new_file_would_have(tmp_path: Path) -> None:
    (tmp_path / "any").touch()
    with replacing(tmp_path / "results.csv") as stream:
        stream.write("new")
    assert (tmp_path / "results.csv").stat().st_mode == (tmp_path / "any").stat().st_mode


def test_a_link_stays_a_link_and_what_it_points_to_is_replaced(tmp_path: Path) -> None:
    (tmp_path / "link.csv").symlink_to(tmp_path / "real.csv")
    with replacing(tmp_path / "link.csv") as stream:
        stream.write("new")
    assert (tmp_path / "link.csv").is_symlink()
    assert (tmp_path / "real.csv").read_text() == "new"


def test_a_device_is_written_to_as_it_is() -> None:
    with replacing(Path("/dev/null")) as stream:
        stream.write("new")
    assert Path("/dev/null").is_char_device()


def test_excel_gets_its_byte_order_mark(tmp_path: Path) -> None:
    with replacing(tmp_path / "results.csv", bom=True) as stream:
        stream.write("ä")
    assert (tmp_path / "results.csv").read_bytes() == b"\xef\xbb\xbf\xc3\xa4"


def test_a_place_that_cannot_be_written_is_one_sentence(tmp_path: Path) -> None:
    with (
        pytest.raises(ExportError, match=r"nowhere.*can't be written.*Choose another place"),
        replacing(
            tmp_path / "nowhere" / "results.csv",
        ),
    ):
        pass


def test_an_error_of_the_run_is_not_taken_for_one_of_the_file(tmp_path: Path) -> Never:
    with pytest.raises(BrokenPipeError), replacing(tmp_path / "results.csv"):
        raise BrokenPipeError


def many() -> list[list[Row]]:
    return [[replace(FIRST, file_name=f"{number}.jpg"), SECOND] for number in range(2 * export.CHUNK + 1)]


def test_progress_is_told_while_a_file_is_written_and_the_file_is_what_the_writers_write(tmp_path: Path) -> None:
    target = Target(tmp_path / "results.csv", bom=True)
    progress = list(export.write(many(), target, len(many()), Event()))
    assert progress == [
        Progress(done, 2 * export.CHUNK + 1) for done in (export.CHUNK, 2 * export.CHUNK, 2 * export.CHUNK + 1)
    ]
    with replacing(tmp_path / "expected.csv", bom=True) as stream:
        lines = writer(stream, Format.CSV)
        for rows in many():
            lines.write(rows)
    assert target.path.read_bytes() == (tmp_path / "expected.csv").read_bytes()


def test_json_lines_are_written_to_a_target_too(tmp_path: Path) -> None:
    target = Target(tmp_path / "results.jsonl", Format.JSONL)
    assert list(export.write([[FIRST, SECOND], [LOST]], target, 2, Event())) == [Progress(2, 2)]
    assert [json.loads(line)["file_name"] for line in target.path.read_text().splitlines()] == ["a.jpg", "b.jpg"]


@pytest.mark.parametrize("ask", ["stop", "close"])
def test_a_stopped_export_leaves_what_was_there(tmp_path: Path, ask: str) -> None:
    path, stop = tmp_path / "results.csv", Event()
    path.write_text("old")
    writing = export.write(many(), Target(path), len(many()), stop)
    next(writing)
    if ask == "stop":
        stop.set()
        assert list(writing) == []
    else:
        writing.close()
    assert path.read_text() == "old"
    assert list(tmp_path.iterdir()) == [path]


def test_an_export_that_is_stopped_at_its_last_picture_leaves_no_file(tmp_path: Path) -> None:
    stop = Event()

    def last() -> Iterator[list[Row]]:
        yield [FIRST]
        stop.set()

    assert list(export.write(last(), Target(tmp_path / "results.csv"), 1, stop)) == []
    assert not list(tmp_path.iterdir())


def test_a_labeller_answers_many_pictures_as_it_answers_one(tmp_path: Path) -> None:
    labeller = Labeller(Classifier(("red", "green"), np.eye(2, dtype=np.float32), 10.0), "encoder", "set")
    angles = np.linspace(0, 1.5, 600, dtype=np.float32)
    pictures = [Embedded(tmp_path / f"{i}.jpg", np.array([np.cos(a), np.sin(a)])) for i, a in enumerate(angles)]
    pictures[300] = Embedded(tmp_path / "300.jpg", None, "the file is empty")
    policy = Policy(min_margin=0.2, top_k=2)
    one_by_one = [labeller.rows(labeller.predict([picture], policy)[0]) for picture in pictures]
    assert list(labeller.answers(iter(pictures), policy)) == one_by_one


def test_what_a_person_says_of_a_picture_stands_in_its_rows_whatever_the_model_thinks(tmp_path: Path) -> None:
    truths = {tmp_path / "a.jpg": ("green",), tmp_path / "b.jpg": (), tmp_path / "broken.jpg": ("red",)}
    classifier = Classifier(("red", "green"), np.eye(2, dtype=np.float32), 10.0)
    labeller = Labeller(classifier, "encoder", "set", truths)
    red = np.array([1, 0], np.float32)
    pictures = [
        Embedded(tmp_path / "a.jpg", red),
        Embedded(tmp_path / "b.jpg", red),
        Embedded(tmp_path / "broken.jpg", None, "the file is empty"),
        Embedded(tmp_path / "c.jpg", red),
    ]
    rows = [row for of_picture in labeller.answers(pictures, Policy()) for row in of_picture]
    told = [(row.classification, row.nearest, row.status) for row in rows]
    assert told == [
        ("green", "red", Status.CORRECTED),
        ("none of these", "red", Status.CORRECTED),
        ("red", "", Status.CORRECTED),
        ("red", "red", Status.ACCEPTED),
    ]
    assert rows[2].error == "the file is empty"
