"""Groups in the classes pane: lines, counts, renaming, moving; and answers that go as far as they are sure."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QItemSelectionModel, Qt

from zeroshot.gui.class_model import ROWS_MIME, ClassRole
from zeroshot.gui.theme import Theme
from zeroshot.gui.window import MainWindow
from zeroshot.paths import assets
from zeroshot.records import Policy
from zeroshot.results import Counts
from zeroshot.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Iterator

    from PySide6.QtGui import QAction
    from PySide6.QtWidgets import QApplication
    from pytestqt.qtbot import QtBot

    from zeroshot.paths import Folders

LONG = 60_000
NAMES = ("food/fruit/apple", "thing/clock", "food/fruit/banana", "food/coffee", "lighthouse", "thing")


@pytest.fixture
def window(qtbot: QtBot, qapp: QApplication, folders: Folders) -> Iterator[MainWindow]:
    window = MainWindow(folders, Settings(), Theme(qapp, "light"))
    qtbot.addWidget(window)
    window.classes.add_names("\n".join(NAMES))
    yield window
    window.close()
    assert [thread.name for thread in threading.enumerate() if thread is not threading.main_thread()] == []


def lines(window: MainWindow) -> list[str]:
    """The pane's lines between all pictures and none of these, indented as they are painted."""
    model = window.classes.model
    found = [model.index(row) for row in range(1, model.rowCount() - 1)]
    return ["  " * index.data(ClassRole.DEPTH) + index.data() for index in found]


def choose(window: MainWindow, *answers: str) -> None:
    """Choose lines."""
    selection = window.classes.view.selectionModel()
    selection.clearSelection()
    for answer in answers:
        index = window.classes.model.index_of(answer)
        selection.setCurrentIndex(index, QItemSelectionModel.SelectionFlag.Select)


def action(window: MainWindow, text: str) -> QAction:
    """An action of the classes' list."""
    return next(action for action in window.classes.view.actions() if action.text() == text)


def test_classes_stand_indented_below_their_groups(window: MainWindow) -> None:
    assert lines(window) == [
        *("food", "  fruit", "    apple", "    banana", "  coffee"),
        *("thing", "  clock", "lighthouse"),
    ]
    assert [window.classes.model.index(row).data(ClassRole.IS_GROUP) for row in range(1, 4)] == [True, True, False]


def test_a_group_counts_all_that_lies_in_it(window: MainWindow) -> None:
    window.classes.set_counts(Counts({"food/fruit/apple": 3, "food/fruit": 2, "food": 1, "thing": 5, "thing/clock": 7}))
    counts = {name: window.classes.model.index_of(name).data(ClassRole.COUNT) for name in ("food", "food/fruit")}
    assert counts == {"food": 6, "food/fruit": 5}
    assert window.classes.model.index_of("thing").data(ClassRole.COUNT) == 12
    spoken = window.classes.model.index_of("food/fruit").data(Qt.ItemDataRole.AccessibleTextRole)
    assert spoken == "food/fruit, 5"


def test_every_class_and_group_has_a_colour(window: MainWindow) -> None:
    assert set(window.document.classes.colours) == {*NAMES, "food", "food/fruit"}


def test_a_group_is_renamed_with_all_that_lies_in_it(window: MainWindow) -> None:
    window.document.say("said", {assets() / "a.jpg": ("food/fruit",), assets() / "b.jpg": ("food/fruit/apple",)})
    colour = window.document.classes.colours["food/fruit"]
    index = window.classes.model.index_of("food/fruit")
    assert window.classes.model.setData(index, "plant/berry")
    assert window.document.classes.names[:3] == ("plant/berry/apple", "thing/clock", "plant/berry/banana")
    assert window.document.classes.colours["plant/berry"] == colour
    assert list(window.document.truths.values()) == [("plant/berry",), ("plant/berry/apple",)]
    window.document.undo.undo()
    assert window.document.classes.names == NAMES


def test_a_group_can_not_take_the_names_of_classes_that_are_there(window: MainWindow, qtbot: QtBot) -> None:
    window.classes.add_names("drink/coffee, drink/tea")
    with qtbot.waitSignal(window.classes.failed):
        window.classes.model.setData(window.classes.model.index_of("drink"), "food")
    assert "drink/coffee" in window.document.classes.names


def test_a_class_moves_to_another_group_by_its_path(window: MainWindow) -> None:
    assert window.classes.model.setData(window.classes.model.index_of("food/coffee"), "thing/coffee")
    assert lines(window) == [
        *("food", "  fruit", "    apple", "    banana"),
        *("thing", "  clock", "  coffee", "lighthouse"),
    ]


def test_lines_move_within_their_group_and_groups_as_a_whole(window: MainWindow) -> None:
    choose(window, "food/fruit/banana")
    action(window, "Move up").trigger()
    assert lines(window)[:4] == ["food", "  fruit", "    banana", "    apple"]
    choose(window, "food/fruit/banana")
    action(window, "Move up").trigger()  # it is the first of its group
    assert lines(window)[:4] == ["food", "  fruit", "    banana", "    apple"]
    choose(window, "food")
    action(window, "Move down").trigger()
    assert lines(window) == [
        *("thing", "  clock"),
        *("food", "  fruit", "    banana", "    apple", "  coffee", "lighthouse"),
    ]


def test_a_dragged_group_takes_its_classes_along(window: MainWindow) -> None:
    model = window.classes.model
    mime = model.mimeData([model.index_of("food/fruit")])
    assert (bytes(mime.data(ROWS_MIME).data()), mime.text()) == (b"0,2", "food/fruit/apple\nfood/fruit/banana")
    below = model.index_of("lighthouse").row() + 1
    model.dropMimeData(mime, Qt.DropAction.MoveAction, below, 0, model.index(-1))
    assert window.document.classes.names[-2:] == ("food/fruit/apple", "food/fruit/banana")


def test_removing_a_group_removes_what_lies_in_it(window: MainWindow) -> None:
    choose(window, "food/fruit", "thing")
    action(window, "Remove").trigger()
    assert window.document.classes.names == ("food/coffee", "lighthouse")


def test_pictures_are_told_as_far_as_they_are_sure_and_a_group_shows_all_of_them(
    window: MainWindow, qtbot: QtBot
) -> None:
    window.show()
    names = ("apple", "banana", "coffee", "clock", "lighthouse")
    with qtbot.waitSignal(window.engine.run_ended, timeout=LONG):
        window.open_paths([assets() / "samples" / f"{name}.jpg" for name in names])
    results = window.engine.results
    qtbot.waitUntil(lambda: results.counts(Policy()).accepted == 5, timeout=LONG)
    by_name = {results.name(row): row for row in range(len(results))}
    results.standings(Policy())
    assert results.labels(by_name["banana.jpg"]) == ("food/fruit/banana",)
    unsure = results.labels(by_name["apple.jpg"])
    window.thresholds._score_box.setValue(0.99)
    assert window.document.policy.min_score == 0.99
    assert len(results.labels(by_name["apple.jpg"])) <= len(unsure)
    window.thresholds._score_box.setValue(0.0)
    choose(window, "food")
    assert window.classes.answers() == {"food"}
    shown = {results.name(row) for row in window.model.order.tolist()}
    assert {"apple.jpg", "banana.jpg", "coffee.jpg"} <= shown
    assert "lighthouse.jpg" not in shown
    assert window.pictures.chips._classes(frozenset({"food"})) == "food"
