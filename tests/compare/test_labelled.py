"""Folders and CSVs of labelled pictures, odd ones too."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from zeroshot import labels
from zeroshot.errors import ComparisonError, ZeroshotError
from zeroshot.labelled import known, read

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


def test_a_folder_is_a_class_and_underscores_are_spaces(tmp_path: Path, paint: Callable[..., Path]) -> None:
    first, second = paint("set/hot_dog/a.png", "red"), paint("set/cat/deep/b.png", "blue")
    found = read(tmp_path / "set", None)
    assert found.label_set.names == ("cat", "hot dog")
    assert list(zip(found.paths, found.truth, strict=True)) == [(second, 0), (first, 1)]
    assert found.notes == ()


def test_folders_find_their_labels_whatever_case_and_what_is_left_out_is_told(
    tmp_path: Path, paint: Callable[..., Path]
) -> None:
    paint("set/Hot_DOG/a.png", "red")
    paint("set/wolf/a.png", "red")
    paint("set/loose.png", "green")
    paint("set/.hidden/a.png", "green")
    (tmp_path / "set/empty").mkdir()
    found = read(tmp_path / "set", labels.parse_names("cat, hot dog, cat, snake_case"))
    assert found.label_set.names == ("cat", "hot dog", "snake_case")
    assert found.truth == (1,)
    assert found.notes == (
        "1 picture was left out: no class has them in its folder.",
        '1 picture was left out, as the label set has no class "wolf".',
        'No pictures of "cat", "snake_case": they can only be chosen wrongly.',
    )


@pytest.mark.skipif(sys.platform == "win32", reason="names that Windows doesn't have")
def test_hostile_names_of_folders_are_classes_or_a_clear_error(tmp_path: Path, paint: Callable[..., Path]) -> None:
    for name in ("<script>alert(1)</script>".replace("/", "∕"), "$x^2$", "two\nlines", "[red]"):  # noqa: RUF001
        paint(f"set/{name}/a.png", "red")
    assert "two lines" in read(tmp_path / "set", None).label_set.names
    paint("set/bell\a/a.png", "red")
    with pytest.raises(ZeroshotError, match="holds a character that is no text"):
        read(tmp_path / "set", None)


def test_a_folder_with_nothing_to_compare_is_told(tmp_path: Path, paint: Callable[..., Path]) -> None:
    (tmp_path / "none").mkdir()
    with pytest.raises(ComparisonError, match="holds no folders: put the pictures of each class"):
        read(tmp_path / "none", None)
    (tmp_path / "empty/cat").mkdir(parents=True)
    with pytest.raises(ComparisonError, match="has a single class"):
        read(tmp_path / "empty", None)
    (tmp_path / "empty/dog").mkdir()
    with pytest.raises(ComparisonError, match="holds no labelled pictures"):
        read(tmp_path / "empty", None)
    paint("other/wolf/a.png", "red")
    with pytest.raises(ComparisonError, match='such as "cat", "dog": name the classes alike'):
        read(tmp_path / "other", labels.parse_names("cat, dog"))


@pytest.mark.parametrize(
    "text",
    [
        "file,label\na.png,cat\nsub/b.png,dog\n",
        "\ufefflabel;extra;file_name\r\ncat;1;a.png\r\n\r\ndog;2;sub/b.png\r\n",
        "a.png\tcat\nsub/b.png\tdog\n",
        "Path,Classification\na.png,cat\nsub/b.png,dog\na.png,dog\n,cat\n",
    ],
)
def test_a_csv_may_be_written_in_many_ways_and_its_paths_begin_where_it_lies(tmp_path: Path, text: str) -> None:
    (tmp_path / "truth.csv").write_text(text, encoding="utf-8", newline="")
    found = read(tmp_path / "truth.csv", None)
    assert found.label_set.names == ("cat", "dog")
    assert found.paths == (tmp_path / "a.png", tmp_path / "sub/b.png")
    assert len(found.notes) == (2 if "Path" in text else 0)


@pytest.mark.parametrize(
    ("raw", "told"),
    [
        (b"\xff\xfe\x00", "is neither a folder nor a CSV in UTF-8"),
        (b"one,two,three\n1,2,3\n", "needs a header with the columns file and label"),
        (b"only\na.png\n", "needs a header"),
        (b'file,label\n"a.png,cat\n', "is not valid CSV in line 2"),
        (b"", "There are no class names"),
        (b"file,label\na.png,cat\n", "has a single class"),
    ],
)
def test_a_csv_that_is_none_is_told(tmp_path: Path, raw: bytes, told: str) -> None:
    (tmp_path / "truth.csv").write_bytes(raw)
    with pytest.raises(ZeroshotError, match=told):
        read(tmp_path / "truth.csv", None)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(max_size=200))
def test_any_text_is_read_or_told(tmp_path: Path, text: str) -> None:
    (tmp_path / "any.csv").write_text(text, encoding="utf-8", errors="replace", newline="")
    try:
        found = read(tmp_path / "any.csv", None)
    except ZeroshotError as error:
        assert str(error).endswith(".")  # noqa: PT017 - most texts are refused, some are read
    else:
        assert len(found.paths) == len(found.truth) > 0


def test_known_pictures_can_be_none_of_these_or_of_several_classes(tmp_path: Path) -> None:
    (tmp_path / "truth.csv").write_text(
        "file,label\na.jpg,dog\na.jpg,beach\nb.jpg,None of these\nc.jpg,cat\nb.jpg,none_of_these\n", encoding="utf-8"
    )
    found = known(tmp_path / "truth.csv", None)
    assert found.label_set.names == ("dog", "cat", "beach")
    said = {path.name: truths for path, truths in found.pictures}
    assert said == {"a.jpg": ("dog", "beach"), "b.jpg": (), "c.jpg": ("cat",)}
    assert found.root == tmp_path
    assert found.notes == ()
    compared = read(tmp_path / "truth.csv", labels.from_names(["dog", "cat"]))
    assert "Rows of a file that has one already were left out: 2." in compared.notes


def test_a_group_stands_for_what_lies_in_it(tmp_path: Path) -> None:
    (tmp_path / "truth.csv").write_text("file,label\na.jpg,animal/dog\nb.jpg,terrier\nc.jpg,dog\n", encoding="utf-8")
    found = known(tmp_path / "truth.csv", labels.from_names(["animal/dog/terrier", "animal/dog/poodle", "car"]))
    assert [truths for _, truths in found.pictures] == [("animal/dog",), ("animal/dog/terrier",), ("animal/dog",)]
    assert found.notes == ('No pictures of "car": they can only be chosen wrongly.',)
