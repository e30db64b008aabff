"""Corrections from files: what people write, what Zeroshot exported, and what is left out."""

from __future__ import annotations

import os
import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from zeroshot import corrections, labels
from zeroshot.errors import CorrectionsError
from zeroshot.export import CsvWriter
from zeroshot.judgement.classifier import Classifier
from zeroshot.records import Embedded, Policy
from zeroshot.session import Labeller

if TYPE_CHECKING:
    from zeroshot.corrections import Corrections


def written(folder: Path, text: str) -> Path:
    file = folder / "corrections.csv"
    file.write_text(text, encoding="utf-8")
    return file


def said(found: Corrections, folder: Path) -> dict[str, tuple[str, ...]]:
    return {os.path.relpath(path, folder): names for path, names in found.truths.items()}


def test_each_row_says_what_a_file_is(tmp_path: Path) -> None:
    found = corrections.read(written(tmp_path, "file,label\na.jpg,dog\nsub/b.jpg,cat\n"))
    assert said(found, tmp_path) == {"a.jpg": ("dog",), str(Path("sub", "b.jpg")): ("cat",)}


def test_columns_may_stand_anywhere_and_be_called_as_in_other_programs(tmp_path: Path) -> None:
    found = corrections.read(written(tmp_path, "note;Class;Image\nsure;dog;a.jpg\n"))
    assert said(found, tmp_path) == {"a.jpg": ("dog",)}


def test_several_rows_of_a_file_are_several_classes_and_a_row_that_stands_there_twice_is_one(tmp_path: Path) -> None:
    found = corrections.read(written(tmp_path, "file,label\na.jpg,dog\na.jpg,cat\na.jpg,dog\n"))
    assert said(found, tmp_path) == {"a.jpg": ("dog", "cat")}


def test_none_of_these_is_no_class(tmp_path: Path) -> None:
    found = corrections.read(written(tmp_path, "file,label\na.jpg,None of  these\n"))
    _, whole = corrections.matched(found, labels.from_names(["dog", "cat"]), new_classes=False)
    assert said(whole, tmp_path) == {"a.jpg": ()}


def test_a_group_can_be_what_a_picture_is(tmp_path: Path) -> None:
    found = corrections.read(written(tmp_path, "file,label\na.jpg,Animal\nb.jpg,animal/dog\n"))
    _, whole = corrections.matched(found, labels.from_names(["animal/dog", "animal/cat"]), new_classes=False)
    assert said(whole, tmp_path) == {"a.jpg": ("animal",), "b.jpg": ("animal/dog",)}


def test_of_an_export_only_what_a_person_corrected_counts(tmp_path: Path) -> None:
    text = "file_name,classification,rank,nearest,status\na.jpg,dog,1,cat,corrected\nb.jpg,cat,1,cat,accepted\n"
    assert said(corrections.read(written(tmp_path, text)), tmp_path) == {"a.jpg": ("dog",)}


def test_our_own_export_comes_back_as_it_was_said(tmp_path: Path) -> None:
    names = ("dog", "=cat", "cow, brown")
    truths = {tmp_path / "a.jpg": ("dog", "=cat"), tmp_path / "-b.jpg": (), tmp_path / "c.jpg": ("cow, brown",)}
    labeller = Labeller(Classifier(names, np.eye(3, dtype=np.float32), 10.0), "model", "set", truths)
    pictures = [Embedded(path, np.ones(3, np.float32)) for path in (*truths, tmp_path / "d.jpg")]
    file = tmp_path / "results.csv"
    with file.open("w", encoding="utf-8", newline="") as stream:
        writer = CsvWriter(stream)
        for rows in labeller.answers(pictures, Policy(top_k=2)):
            writer.write(rows)
    _, whole = corrections.matched(corrections.read(file), labels.from_names(names), new_classes=False)
    assert whole.truths == truths


def test_names_are_matched_whatever_their_case_and_spaces(tmp_path: Path) -> None:
    found = corrections.read(written(tmp_path, "file,label\na.jpg,GREAT  dane\n"))
    _, whole = corrections.matched(found, labels.from_names(["Great Dane", "cat"]), new_classes=False)
    assert said(whole, tmp_path) == {"a.jpg": ("Great Dane",)}


def test_unknown_classes_are_left_out_and_told_or_join_as_classes_known_by_examples(tmp_path: Path) -> None:
    found = corrections.read(written(tmp_path, "file,label\na.jpg,wolf\nb.jpg,dog\nc.jpg,Wolf\n"))
    label_set = labels.from_names(["dog", "cat"])
    same, whole = corrections.matched(found, label_set, new_classes=False)
    assert same == label_set
    assert said(whole, tmp_path) == {"b.jpg": ("dog",)}
    assert '2 corrections name classes that the label set hasn\'t, and count for nothing: "wolf"' in whole.notes[0]
    more, whole = corrections.matched(found, label_set, new_classes=True)
    assert [(label.name, label.by_examples) for label in more.labels] == [
        ("dog", False),
        ("cat", False),
        ("wolf", True),
    ]
    assert said(whole, tmp_path) == {"a.jpg": ("wolf",), "b.jpg": ("dog",), "c.jpg": ("wolf",)}
    assert whole.notes == ()


def test_a_path_counts_from_the_files_folder_and_else_from_the_current_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    here, there = tmp_path / "here", tmp_path / "there"
    here.mkdir()
    there.mkdir()
    (here / "a.jpg").touch()
    (there / "b.jpg").touch()
    monkeypatch.chdir(there)
    found = corrections.read(written(here, "file,label\na.jpg,dog\nb.jpg,cat\ngone.jpg,cow\n"))
    assert set(found.truths) == {here / "a.jpg", there / "b.jpg", here / "gone.jpg"}


@pytest.mark.skipif(sys.platform != "linux", reason="other systems have no such names")
def test_a_name_that_is_not_utf8_is_found_by_the_escapes_of_an_export(tmp_path: Path) -> None:
    picture = Path(os.fsdecode(os.fsencode(tmp_path) + b"/caf\xe9.jpg"))
    picture.touch()
    found = corrections.read(written(tmp_path, "file,label\ncaf\\xe9.jpg,dog\n"))
    assert set(found.truths) == {picture}


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("file,weight\na.jpg,3\n", "needs a header with the columns file and label"),
        ("a.jpg,dog\n", "needs a header"),
        ("file,label\n", "holds no corrections"),
        ("file_name,classification,status\na.jpg,dog,accepted\n", "holds no corrections"),
        ('file,label\n"a.jpg,dog\n', "is not valid CSV"),
    ],
)
def test_what_says_nothing_is_refused_with_a_sentence(tmp_path: Path, text: str, told: str) -> None:
    with pytest.raises(CorrectionsError, match=told):
        corrections.read(written(tmp_path, text))


def test_a_picture_in_the_place_of_a_csv_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "a.jpg"
    file.write_bytes(b"\xff\xd8\xff\xe0 no text")
    with pytest.raises(CorrectionsError, match="no CSV in UTF-8"):
        corrections.read(file)


def test_rows_without_a_file_or_a_label_are_counted(tmp_path: Path) -> None:
    assert corrections.read(written(tmp_path, "file,label\na.jpg,dog\nb.jpg,\n,cat\n")).notes == (
        "Rows without a file or a label were left out: 2.",
    )


@given(st.lists(st.tuples(st.text("ab/.\\x'= é", min_size=1), st.text("dog, '=;é\n")), max_size=5))
def test_whatever_stands_in_the_cells_is_read_or_refused_in_a_sentence(rows: list[tuple[str, str]]) -> None:
    import csv
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "corrections.csv"
        with file.open("w", encoding="utf-8", newline="") as stream:
            csv.writer(stream).writerows([("file", "label"), *rows])
        try:
            found = corrections.read(file)
        except CorrectionsError:
            return
        label_set = replace(labels.from_names(["dog"]))
        more, whole = corrections.matched(found, label_set, new_classes=True)
        assert set(whole.truths) == set(found.truths)
        assert {name for names in whole.truths.values() for name in names} <= set(more.names)
