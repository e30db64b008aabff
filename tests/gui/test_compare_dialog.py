"""Compare in the window, with the real starter on the samples: what is missing, the tables, the weight, the report."""

from __future__ import annotations

import shutil
import threading
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt

from zeroshot.gui.theme import Theme
from zeroshot.gui.window import MainWindow
from zeroshot.paths import assets
from zeroshot.records import Label, LabelSet
from zeroshot.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from PySide6.QtWidgets import QApplication, QTableWidget
    from pytestqt.qtbot import QtBot

    from zeroshot.gui.compare_dialog import CompareDialog
    from zeroshot.paths import Folders

LONG = 60_000
CLASSES = {
    "fruit": ("apple", "banana", "orange"),
    "hot drink": ("coffee",),
    "landscape": ("mountain", "lighthouse"),
}
DESCRIBED = LabelSet(
    (
        Label("fruit", "A fruit grows on trees. It is sweet and round."),
        Label("hot drink", "A hot drink steams in a cup."),
        Label("landscape"),
    ),
    ("a photo of a {}.",),
    description_weight=0.375,
)


@pytest.fixture
def window(qtbot: QtBot, qapp: QApplication, folders: Folders) -> Iterator[MainWindow]:
    window = MainWindow(folders, Settings(), Theme(qapp, "light"))
    qtbot.addWidget(window)
    window.show()
    qtbot.waitUntil(lambda: window.engine.encoder is not None, timeout=LONG)
    yield window
    window.close()
    assert [thread.name for thread in threading.enumerate() if thread is not threading.main_thread()] == []


@pytest.fixture
def pictures(window: MainWindow, qtbot: QtBot, tmp_path: Path) -> Path:
    """Sample pictures in a folder for each class, every one twice, in the window."""
    for folder, samples in CLASSES.items():
        (tmp_path / "pictures" / folder).mkdir(parents=True)
        for sample in samples:
            for copy in range(2):
                target = tmp_path / "pictures" / folder / f"{sample}{copy}.jpg"
                shutil.copy(assets() / "samples" / f"{sample}.jpg", target)
    window.document.edit("classes", window.document.classes.added(DESCRIBED.labels).with_weight(0.375))
    with qtbot.waitSignal(window.adder.added, timeout=LONG):
        window.open_paths([tmp_path / "pictures"])
    assert len(window.truths.by_folder()) == 12
    return tmp_path / "pictures"


def cells(table: QTableWidget, column: int) -> list[str]:
    found = [table.item(row, column) for row in range(table.rowCount())]
    return [item.text() for item in found if item is not None]


def compared(window: MainWindow, qtbot: QtBot) -> CompareDialog:
    """The dialog with its result."""
    window.truths.label_by_folders()
    dialog = window.comparer.dialog()
    dialog.show()
    qtbot.waitUntil(lambda: dialog.result_shown is not None, timeout=LONG)
    return dialog


def test_without_labelled_pictures_it_says_what_to_do(window: MainWindow) -> None:
    dialog = window.comparer.dialog()
    assert "at least two classes" in dialog._told.text()
    assert dialog.by_folders.isHidden()
    assert dialog.job is None


@pytest.mark.usefixtures("pictures")
def test_too_few_labelled_pictures_are_told(window: MainWindow) -> None:
    paths = list(window.truths.by_folder())
    window.truths.say(paths[:1], ("fruit",))
    window.truths.say(paths[1:2], ("landscape",))
    dialog = window.comparer.dialog()
    assert "2 are labelled by hand, and it takes at least 10" in dialog._told.text()
    assert dialog.job is None


@pytest.mark.usefixtures("pictures")
def test_folders_label_what_is_missing_and_the_comparison_begins(window: MainWindow, qtbot: QtBot) -> None:
    dialog = window.comparer.dialog()
    dialog.show()
    assert dialog.by_folders.isVisible()
    dialog.by_folders.click()
    assert dialog.by_folders.isHidden()
    qtbot.waitUntil(lambda: dialog.result_shown is not None, timeout=LONG)
    assert len(window.truths.known()) == window.model.rowCount()


@pytest.mark.usefixtures("pictures")
def test_the_tables_and_the_advice_are_the_command_lines(window: MainWindow, qtbot: QtBot) -> None:
    dialog = compared(window, qtbot)
    ways = ["names only", "templates", "descriptions", "names + descriptions", "names + random words"]
    assert cells(dialog.ways, 0) == ways
    assert all(share.endswith(" %") for share in cells(dialog.ways, 1))
    assert sorted(cells(dialog.classes, 0)) == ["fruit", "hot drink", "landscape"]
    result = dialog.result_shown
    assert result is not None
    assert dialog._advice.text() == result.advice()
    assert "That is few pictures" in result.advice()


@pytest.mark.usefixtures("pictures")
def test_the_best_weight_is_taken_and_can_be_undone(window: MainWindow, qtbot: QtBot) -> None:
    dialog = compared(window, qtbot)
    dialog._best = 0.75  # whichever the starter finds best
    dialog.use_weight.show()
    qtbot.mouseClick(dialog.use_weight, Qt.MouseButton.LeftButton)
    assert window.document.classes.label_set.description_weight == 0.75
    assert not dialog.use_weight.isEnabled()
    window.document.undo.undo()
    assert window.document.classes.label_set.description_weight == 0.375


@pytest.mark.usefixtures("pictures")
def test_the_report_is_a_page_with_the_plots(window: MainWindow, qtbot: QtBot, tmp_path: Path) -> None:
    dialog = compared(window, qtbot)
    dialog.write(tmp_path / "report.html")
    qtbot.waitUntil(dialog.save.isEnabled, timeout=LONG)
    page = (tmp_path / "report.html").read_text(encoding="utf-8")
    assert "data:image/png;base64," in page
    assert page.rstrip().endswith("</html>")
    assert str(tmp_path / "report.html") in dialog._saved.text()
    dialog.write(tmp_path / "gone" / "report.html")
    qtbot.waitUntil(dialog.save.isEnabled, timeout=LONG)
    assert "written to" not in dialog._saved.text()


@pytest.mark.usefixtures("pictures")
def test_cancelling_ends_the_thread(window: MainWindow) -> None:
    window.truths.label_by_folders()
    dialog = window.comparer.dialog()
    dialog.show()
    dialog.reject()
    assert dialog.job is not None
    assert dialog.job.wait(0)
    assert dialog.result_shown is None
