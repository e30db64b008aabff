"""What the person says pictures are: said in the menu or by folders, undone, renamed, kept, and marked."""

from __future__ import annotations

import shutil
import threading
from typing import TYPE_CHECKING

import pytest
from PySide6.QtWidgets import QMenu

from zeroshot import project
from zeroshot.gui.pictures_model import Role
from zeroshot.gui.theme import Theme
from zeroshot.gui.window import MainWindow
from zeroshot.paths import assets
from zeroshot.results import Standing
from zeroshot.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from PySide6.QtGui import QAction
    from PySide6.QtWidgets import QApplication
    from pytestqt.qtbot import QtBot

    from zeroshot.paths import Folders


@pytest.fixture
def window(qtbot: QtBot, qapp: QApplication, folders: Folders) -> Iterator[MainWindow]:
    window = MainWindow(folders, Settings(), Theme(qapp, "light"))
    qtbot.addWidget(window)
    window.classes.add_names("Apple, moon & stars")
    yield window
    window.close()
    assert [thread.name for thread in threading.enumerate() if thread is not threading.main_thread()] == []


def add(window: MainWindow, qtbot: QtBot, folder: Path) -> list[Path]:
    """Two real pictures: one in a folder with the name of a class, one in another."""
    pictures = [folder / "APPLE" / "one.jpg", folder / "mixed" / "two.jpg"]
    for picture, sample in zip(pictures, ("apple", "moon"), strict=True):
        picture.parent.mkdir(parents=True)
        shutil.copy(assets() / "samples" / f"{sample}.jpg", picture)
    with qtbot.waitSignal(window.adder.added):
        window.open_paths([folder])
    return pictures


def choices(window: MainWindow, rows: list[int]) -> dict[str, QAction]:
    """What the pictures' menu offers."""
    menu = QMenu(window)
    window.truths.add_menu(menu, rows)
    inner = menu.actions()[0].menu()
    assert isinstance(inner, QMenu)
    return {action.text(): action for action in inner.actions() if action.text()}


def test_the_menu_says_what_pictures_are_and_takes_it_back(window: MainWindow, qtbot: QtBot, tmp_path: Path) -> None:
    one, two = add(window, qtbot, tmp_path / "pictures")
    rows = window.engine.results.present().tolist()
    assert list(choices(window, rows)) == ["Apple", "moon && stars", "None of these", "Not said"]
    assert choices(window, rows)["Not said"].isChecked()
    choices(window, rows)["moon && stars"].trigger()
    assert window.truths.known() == {one: "moon & stars", two: "moon & stars"}
    choices(window, rows[:1])["Apple"].trigger()
    assert not any(action.isChecked() for action in choices(window, rows).values())
    assert window.model.index_of(rows[0]).data(Role.TRUTH) == ("Apple",)
    assert "By hand: Apple" in window.model.data(window.model.index_of(rows[0]), 3)
    choices(window, rows)["Not said"].trigger()
    assert window.truths.known() == {}
    window.document.undo.undo()
    assert window.truths.known() == {one: "Apple", two: "moon & stars"}


def test_labelling_by_folders_ignores_case_and_can_be_undone(window: MainWindow, qtbot: QtBot, tmp_path: Path) -> None:
    one, _ = add(window, qtbot, tmp_path / "pictures")
    window.truths.label_by_folders()
    assert window.truths.known() == {one: "Apple"}
    assert "1 picture labelled" in window.notice.text
    window.document.undo.undo()
    assert window.truths.known() == {}


def test_what_was_said_needs_no_new_answers(window: MainWindow, qtbot: QtBot, tmp_path: Path) -> None:
    add(window, qtbot, tmp_path / "pictures")
    with qtbot.assertNotEmitted(window.document.classes_changed):
        window.truths.label_by_folders()


def test_a_renamed_class_keeps_its_pictures_and_a_removed_one_gets_them_back(
    window: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    one, _ = add(window, qtbot, tmp_path / "pictures")
    window.truths.label_by_folders()
    window.classes.model.renamed.emit(0, "pear")
    assert window.truths.known() == {one: "pear"}
    window.document.edit("remove", window.document.classes.without([0]))
    assert window.truths.known() == {}
    window.document.undo.undo()
    assert window.truths.known() == {one: "pear"}


def test_what_was_said_is_kept_in_the_session(window: MainWindow, qtbot: QtBot, tmp_path: Path) -> None:
    one, _ = add(window, qtbot, tmp_path / "pictures")
    window.truths.label_by_folders()
    window.document.save_as(tmp_path / "s.zeroshot")
    assert project.load(tmp_path / "s.zeroshot").truths == {one: ("Apple",)}
    window.truths.say([one], None)
    window.sessions.open(tmp_path / "s.zeroshot")
    assert window.document.classes.truths == {one: ("Apple",)}
    row = window.engine.results.row(one)
    assert row is not None
    assert window.engine.results.said(row) == ("Apple",)
    assert window.model.standing(row) is Standing.CORRECTED


def test_none_of_these_counts_as_such_and_is_no_class(window: MainWindow, qtbot: QtBot, tmp_path: Path) -> None:
    one, two = add(window, qtbot, tmp_path / "pictures")
    rows = window.engine.results.present().tolist()
    choices(window, rows)["None of these"].trigger()
    assert window.document.truths == {one: (), two: ()}
    assert window.truths.known() == {}
    assert [window.model.label_text(row) for row in rows] == ["none of these"] * 2
    counts = window.engine.results.counts(window.document.policy)
    assert (counts.none, counts.corrected, counts.rejected, counts.classes.get("Apple", 0)) == (2, 2, 0, 0)


def test_a_picture_of_two_classes_keeps_the_one_that_is_left(window: MainWindow, qtbot: QtBot, tmp_path: Path) -> None:
    one, _ = add(window, qtbot, tmp_path / "pictures")
    window.truths.say([one], ("Apple", "moon & stars"))
    window.document.edit("remove", window.document.classes.without([0]))
    assert window.document.truths == {one: ("moon & stars",)}
    window.document.undo.undo()
    assert window.document.truths == {one: ("Apple", "moon & stars")}
