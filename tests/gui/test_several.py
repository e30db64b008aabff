"""Several labels for one picture in the window: the switch, thresholds of labels, and a person's word."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt

from zeroshot import cli, project
from zeroshot.export import Format, Target
from zeroshot.gui.export_dialog import ExportChoice, Scope
from zeroshot.gui.theme import Theme
from zeroshot.gui.window import MainWindow
from zeroshot.paths import assets
from zeroshot.results import Standing
from zeroshot.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from PySide6.QtWidgets import QApplication
    from pytestqt.qtbot import QtBot

    from zeroshot.paths import Folders

LONG = 60_000
NAMES = "apple, banana, clock, fruit, food"
FILES = tuple(assets() / "samples" / f"{name}.jpg" for name in ("apple", "banana", "clock", "moon"))


@pytest.fixture
def window(qtbot: QtBot, qapp: QApplication, folders: Folders) -> Iterator[MainWindow]:
    window = MainWindow(folders, Settings(), Theme(qapp, "light"))
    qtbot.addWidget(window)
    window.show()
    window.classes.add_names(NAMES)
    window.classes._several.setChecked(True)
    with qtbot.waitSignal(window.engine.run_ended, timeout=LONG):
        window.open_paths(FILES)
    qtbot.waitUntil(lambda: not window.engine.learning, timeout=LONG)
    window.telling.update()
    yield window
    window.close()
    assert [thread.name for thread in threading.enumerate() if thread is not threading.main_thread()] == []


def labels(window: MainWindow, name: str) -> set[str]:
    """What is told of a sample."""
    results = window.engine.results
    row = results.row(assets() / "samples" / f"{name}.jpg")
    assert row is not None
    return set(results.labels(row))


def set_threshold(window: MainWindow, qtbot: QtBot, value: float) -> None:
    """Type the threshold of the label that is chosen."""
    with qtbot.waitSignal(window.engine.answered_anew, timeout=LONG):
        window.several.panel.box.setValue(value)
    qtbot.waitUntil(lambda: not window.engine.learning, timeout=LONG)
    window.telling.update()


def test_pictures_have_several_labels_or_none_and_the_export_is_that_of_the_command_line(
    window: MainWindow, qtbot: QtBot, tmp_path: Path, folders: Folders
) -> None:
    assert labels(window, "banana") >= {"banana", "fruit", "food"}
    assert labels(window, "clock") == {"clock"}
    assert labels(window, "moon") == set()
    ours, theirs = tmp_path / "ours.csv", tmp_path / "theirs.csv"
    window.exporter.write(ExportChoice(Scope.ALL, Target(ours, Format.CSV), 1))
    assert window.exporter.job is not None
    with qtbot.waitSignal(window.exporter.job.finished):
        pass
    home = ["--home", str(folders.config.parent), "--quiet"]
    given = ["label", *map(str, FILES), "--classes", NAMES, "--several", "--out", str(theirs)]
    assert cli.main([*given, *home]) == 0
    assert ours.read_bytes() == theirs.read_bytes()


def test_the_switch_puts_other_thresholds_in_place_and_can_be_undone(window: MainWindow, qtbot: QtBot) -> None:
    assert window.several.panel.isVisible()
    assert not window.thresholds.isVisible()
    with qtbot.waitSignal(window.engine.answered_anew, timeout=LONG):
        window.classes._several.setChecked(False)
    assert window.thresholds.isVisible()
    assert len(labels(window, "banana")) == 1
    with qtbot.waitSignal(window.engine.answered_anew, timeout=LONG):
        window.document.undo.undo()
    assert window.classes._several.isChecked()
    assert len(labels(window, "banana")) > 1


def test_one_threshold_is_for_all_labels_and_one_for_a_label_that_is_chosen(window: MainWindow, qtbot: QtBot) -> None:
    panel = window.several.panel
    assert (panel.box.value(), panel.whose.text()) == (0.5, "All labels without a threshold of their own")
    assert panel.told.text().startswith("3 of 4")
    panel.box.setValue(0.99)
    assert window.document.policy.min_score == 0.99
    assert labels(window, "banana") == set()

    window.classes.view.setCurrentIndex(window.classes.model.index_of("fruit"))
    assert (panel.whose.text(), panel.reset.isVisible()) == ("fruit", False)
    set_threshold(window, qtbot, 0.5)
    assert labels(window, "banana") == {"fruit"}
    assert panel.reset.isVisible()
    assert panel.told.text().startswith(f"{window.engine.results.counts(window.document.policy).classes['fruit']} of 4")
    with qtbot.waitSignal(window.engine.answered_anew, timeout=LONG):
        panel.reset.click()
    assert labels(window, "banana") == set()
    assert (panel.box.value(), panel.reset.isVisible()) == (0.99, False)


def test_thresholds_come_back_with_the_session(window: MainWindow, qtbot: QtBot, tmp_path: Path) -> None:
    window.classes.view.setCurrentIndex(window.classes.model.index_of("fruit"))
    set_threshold(window, qtbot, 0.75)
    window.document.save_as(tmp_path / "tags.zeroshot")
    label_set = project.load(tmp_path / "tags.zeroshot").label_set
    assert (label_set.several, [label.threshold for label in label_set.labels]) == (
        True,
        [None, None, None, 0.75, None],
    )


def test_a_key_adds_a_label_and_takes_it_away_again(window: MainWindow, qtbot: QtBot) -> None:
    row = window.engine.results.row(FILES[1])
    assert row is not None
    before = labels(window, "banana")
    view = window.pictures.current_view
    view.setCurrentIndex(window.model.index_of(row))
    view.setFocus()
    qtbot.keyClick(view, Qt.Key.Key_3)
    assert labels(window, "banana") == before | {"clock"}
    assert window.model.standing(row) is Standing.CORRECTED
    qtbot.keyClick(view, Qt.Key.Key_2)
    assert labels(window, "banana") == (before | {"clock"}) - {"banana"}
    qtbot.keyClick(view, Qt.Key.Key_Backspace)
    assert labels(window, "banana") == before


def test_a_review_stays_at_a_picture_until_its_labels_are_confirmed(window: MainWindow, qtbot: QtBot) -> None:
    window.review.start()
    page, walk = window.review.page, window.review._walk
    qtbot.waitUntil(lambda: walk.current is not None, timeout=LONG)
    row = walk.current
    assert row is not None
    path, before = window.engine.results.path(row), window.engine.results.labels(row)
    qtbot.waitUntil(lambda: page.preview.shows(path), timeout=LONG)
    place = next(place for place, name in enumerate(window.document.classes.names) if name not in before)
    qtbot.keyClick(page, Qt.Key(Qt.Key.Key_1 + place))
    said = (*before, window.document.classes.names[place])
    assert (walk.current, window.engine.results.said(row)) == (row, said)
    qtbot.keyClick(page, Qt.Key.Key_Space)
    assert walk.current != row
    assert window.engine.results.said(row) == said
