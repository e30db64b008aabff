"""Saved sessions: what is written comes back, and nothing that lies on a disk breaks the program."""

from __future__ import annotations

import json
import os
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zeroshot import labels, project
from zeroshot.errors import LabelError, ProjectError
from zeroshot.project import Project
from zeroshot.records import Label, LabelSet, Policy

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=8,
)
PARTS = st.sampled_from(sorted(project._document(Project())))


def beasts() -> Project:
    return Project(
        (Path("/pictures/a b.jpg"), Path("/pictures/ü.png"), Path(os.fsdecode(b"/pictures/caf\xe9.jpg"))),
        LabelSet(
            (Label("griffin", "A griffin is a beast.", ("a {}",)), Label("小鳥")), ("a {}.",), "Beasts", "Old.", 0.0
        ),
        {"griffin": "#aa5500"},
        Policy(0.25, 0.125, 3, 0.5),
        "/models/vit",
        {
            Path("/pictures/ü.png"): ("griffin", "小鳥"),
            Path("/pictures/a b.jpg"): (),
            Path(os.fsdecode(b"/pictures/caf\xe9.jpg")): ("小鳥",),
        },
    )


@pytest.mark.parametrize(
    "session",
    [beasts(), Project(), Project(label_set=LabelSet((), ("{}",), description_weight=0.25, several=True))],
    ids=["full", "empty", "no classes"],
)
def test_a_session_comes_back_as_it_was(tmp_path: Path, session: Project) -> None:
    path = tmp_path / "new folder" / "mine.zeroshot"
    project.save(path, session)
    assert project.load(path) == session


@given(names=st.lists(st.text(min_size=1), min_size=1, max_size=6))
def test_any_usable_class_names_come_back(tmp_path_factory: pytest.TempPathFactory, names: list[str]) -> None:
    try:
        label_set = labels.from_names(names)
    except LabelError:
        return
    path = tmp_path_factory.mktemp("session") / "s.zeroshot"
    project.save(path, Project(label_set=label_set))
    assert project.load(path).label_set == label_set


def test_a_session_of_before_hand_labels_opens(tmp_path: Path) -> None:
    document = project._document(beasts())
    del document["truths"]
    path = tmp_path / "s.zeroshot"
    path.write_text(json.dumps(document), encoding="utf-8")
    assert project.load(path) == replace(beasts(), truths={})


def test_a_session_in_which_a_picture_could_be_of_one_class_only_opens(tmp_path: Path) -> None:
    document = {**project._document(beasts()), "version": 1, "truths": {"/pictures/ü.png": "griffin"}}
    path = tmp_path / "s.zeroshot"
    path.write_text(json.dumps(document), encoding="utf-8")
    assert project.load(path).truths == {Path("/pictures/ü.png"): ("griffin",)}


def test_a_failed_save_leaves_the_old_session(tmp_path: Path) -> None:
    path = tmp_path / "mine.zeroshot"
    project.save(path, beasts())
    broken = Project(pictures=(Path("x"),), colours={"dog": object()})  # type: ignore[dict-item]
    with pytest.raises(TypeError):
        project.save(path, broken)
    assert project.load(path) == beasts()
    assert list(tmp_path.iterdir()) == [path]


def test_a_folder_that_cannot_be_written_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(ProjectError, match="can't be saved"):
        project.save(tmp_path / "file" / "mine.zeroshot", Project())


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "damaged or no"),
        (b"\xff\xfe", "damaged or no"),
        (b"[]", "no Zeroshot session"),
        (b'{"format": "other"}', "no Zeroshot session"),
        (b'{"format": "zeroshot session", "version": 99}', "newer Zeroshot"),
        (b'{"format": "zeroshot session", "version": 1}', "damaged"),
    ],
)
def test_a_file_that_is_no_session_is_one_sentence(tmp_path: Path, content: bytes, sentence: str) -> None:
    path = tmp_path / "s.zeroshot"
    path.write_bytes(content)
    with pytest.raises(ProjectError, match=sentence):
        project.load(path)


@given(part=PARTS, value=JSON)
def test_a_session_with_a_part_replaced_is_read_or_refused(
    tmp_path_factory: pytest.TempPathFactory, part: str, value: object
) -> None:
    document = {**project._document(beasts()), part: value}
    path = tmp_path_factory.mktemp("session") / "s.zeroshot"
    path.write_text(json.dumps(document), encoding="utf-8")
    try:
        found = project.load(path)
    except ProjectError:
        return
    project.save(path, found)
    assert project.load(path) == found


def test_a_session_set_aside_keeps_its_content(tmp_path: Path) -> None:
    path = tmp_path / "s.zeroshot"
    path.write_bytes(b"precious")
    aside = project.set_aside(path)
    assert aside.read_bytes() == b"precious"
    assert not path.exists()
