"""Evaluate in the window, with the real starter on the samples: what is missing, what is shown, and the filter."""

from __future__ import annotations

import json
import shutil
import threading
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt

from zeroshot.gui.theme import Theme
from zeroshot.gui.window import MainWindow
from zeroshot.paths import assets
from zeroshot.records import Label
from zeroshot.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from PySide6.QtWidgets import QApplication
    from pytestqt.qtbot import QtBot

    from zeroshot.gui.evaluate_dialog import EvaluateDialog
    from zeroshot.paths import Folders

LONG = 60_000
CLASSES = {"fruit": ("apple", "banana", "orange"), "hot drink": ("coffee",), "landscape": ("mountain", "lighthouse")}


@pytest.fixture
def window(qtbot: QtBot, qapp: QApplication, folders: Folders) -> Iterator[MainWindow]:
    before = set(threading.enumerate())  # a wiki of other tests may go on
    window = MainWindow(folders, Settings(), Theme(qapp, "light"))
    qtbot.addWidget(window)
    window.show()
    qtbot.waitUntil(lambda: window.engine.encoder is not None, timeout=LONG)
    yield window
    window.close()
    assert set(threading.enumerate()) <= before


@pytest.fixture
def labelled(tmp_path: Path) -> Path:
    """Sample pictures in a folder for each class, every one twice."""
    for folder, samples in CLASSES.items():
        (tmp_path / "pictures" / folder).mkdir(parents=True)
        for sample in samples:
            for copy in range(2):
                target = tmp_path / "pictures" / folder / f"{sample}{copy}.jpg"
                shutil.copy(assets() / "samples" / f"{sample}.jpg", target)
    return tmp_path / "pictures"


@pytest.fixture
def pictures(window: MainWindow, qtbot: QtBot, labelled: Path) -> Path:
    """The same, in the window."""
    window.document.edit("classes", window.document.classes.added(tuple(Label(name) for name in CLASSES)))
    with qtbot.waitSignal(window.adder.added, timeout=LONG):
        window.open_paths([labelled])
    qtbot.waitUntil(lambda: window.engine.results.counts(window.document.policy).accepted == 12, timeout=LONG)
    return labelled


def dialog_of(window: MainWindow) -> EvaluateDialog:
    window.evaluator.open()
    assert window.evaluator.dialog is not None
    return window.evaluator.dialog


def evaluated(window: MainWindow, qtbot: QtBot) -> EvaluateDialog:
    """The dialog with what was found of the reviewed pictures."""
    window.truths.label_by_folders()
    dialog = dialog_of(window)
    qtbot.waitUntil(lambda: dialog.evaluated is not None, timeout=LONG)
    return dialog


def test_without_reviewed_pictures_it_says_what_to_do(window: MainWindow) -> None:
    dialog = dialog_of(window)
    assert "at least two classes" in dialog._told.text()
    assert dialog.job is None
    assert not dialog.save.isEnabled()


@pytest.mark.usefixtures("pictures")
def test_reviewed_pictures_are_evaluated_and_the_window_stays_open_to_work(window: MainWindow, qtbot: QtBot) -> None:
    dialog = evaluated(window, qtbot)
    assert not dialog.isModal()
    assert "of 12 pictures got the right answer" in dialog._headline.text()
    assert dialog.classes.rowCount() == 4  # and one over all
    assert dialog.matrix.current is not None
    assert dialog._cell.text() == dialog.matrix.told(*dialog.matrix.current)


@pytest.mark.usefixtures("pictures")
def test_a_click_into_the_matrix_filters_the_window_to_those_pictures(window: MainWindow, qtbot: QtBot) -> None:
    dialog = evaluated(window, qtbot)
    qtbot.wait(0)
    place = dialog._order.index(0)
    qtbot.mouseClick(dialog.matrix, Qt.MouseButton.LeftButton, pos=dialog.matrix._middle(place, place).toPoint())
    found = dialog.evaluated
    assert found is not None
    expected = {one.path for one in found.found.judged if (one.truth, one.answer) == (0, 0)}
    shown = {window.engine.results.path(row) for row in window.model.order.tolist()}
    assert shown == expected
    assert any("fruit" in chip.text() for chip in window.pictures.chips._chips)
    window.pictures.chips.clear()
    assert window.model.rowCount() == 12


def test_pictures_of_a_folder_join_the_window_when_they_are_to_be_seen(
    window: MainWindow, qtbot: QtBot, labelled: Path
) -> None:
    dialog = dialog_of(window)
    dialog.source_wanted.emit(labelled)
    qtbot.waitUntil(lambda: dialog.evaluated is not None, timeout=LONG)
    assert window.model.rowCount() == 0
    dialog.matrix.choose(0, 0)
    with qtbot.waitSignal(window.adder.added, timeout=LONG):
        dialog.show_pictures.click()
    qtbot.waitUntil(lambda: window.model.rowCount() > 0, timeout=LONG)


@pytest.mark.usefixtures("pictures")
def test_reports_are_written_in_the_form_of_their_ending(window: MainWindow, qtbot: QtBot, tmp_path: Path) -> None:
    dialog = evaluated(window, qtbot)
    for ending in ("html", "csv", "json", "png"):
        path = tmp_path / f"report.{ending}"
        dialog.write(path)
        qtbot.waitUntil(dialog.save.isEnabled, timeout=LONG)
        assert str(path) in dialog._saved.text()
    assert (tmp_path / "report.html").read_text(encoding="utf-8").rstrip().endswith("</html>")
    assert json.loads((tmp_path / "report.json").read_text(encoding="utf-8"))["pictures"] == 12
    assert (tmp_path / "report.csv").read_text(encoding="utf-8").startswith("class,pictures")
    assert (tmp_path / "report.png").read_bytes().startswith(b"\x89PNG")
    dialog.write(tmp_path / "gone" / "report.html")
    qtbot.waitUntil(dialog.save.isEnabled, timeout=LONG)
    assert "written to" not in dialog._saved.text()


def test_what_is_no_folder_of_classes_is_told(window: MainWindow, qtbot: QtBot, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    dialog = dialog_of(window)
    dialog.source_wanted.emit(tmp_path / "empty")
    qtbot.waitUntil(lambda: "holds no folders" in dialog._told.text(), timeout=LONG)


@pytest.mark.usefixtures("pictures")
def test_closing_ends_the_thread(window: MainWindow) -> None:
    window.truths.label_by_folders()
    dialog = dialog_of(window)
    dialog.reject()
    assert dialog.job is not None
    assert dialog.job.wait(0)
    assert dialog.evaluated is None
