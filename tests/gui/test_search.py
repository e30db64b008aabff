"""Finding in the real window with the real starter: by words, by example, and what is there several times."""

from __future__ import annotations

import shutil
import threading
from typing import TYPE_CHECKING

import pytest
from PIL import Image
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QPushButton

from zeroshot.gui.pictures_model import Column, Role
from zeroshot.gui.pictures_pane import TABLE
from zeroshot.gui.search_field import Mode
from zeroshot.gui.theme import Theme
from zeroshot.gui.window import MainWindow
from zeroshot.paths import assets
from zeroshot.results import Sort, View
from zeroshot.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from PySide6.QtWidgets import QApplication
    from pytestqt.qtbot import QtBot

    from zeroshot.paths import Folders

LONG = 60_000
SAMPLES = assets() / "samples"


@pytest.fixture
def window(qtbot: QtBot, qapp: QApplication, folders: Folders) -> Iterator[MainWindow]:
    """The samples, looked at, with two classes."""
    window = MainWindow(folders, Settings(), Theme(qapp, "light"))
    qtbot.addWidget(window)
    window.show()
    window.classes.add_names("apple, moon")
    window.adder.add(sorted(SAMPLES.glob("*.jpg")))
    qtbot.waitUntil(lambda: idle(window, 17), timeout=LONG)
    yield window
    window.close()
    assert [thread.name for thread in threading.enumerate() if thread is not threading.main_thread()] == []


def idle(window: MainWindow, count: int) -> bool:
    """Whether so many pictures are there, and nothing is left to do."""
    engine = window.engine
    busy = engine.loading or engine.learning or engine.running or window.adder.busy
    return len(engine.results.encoded().rows) == count and not busy


def shown(window: MainWindow) -> list[str]:
    return [window.engine.results.name(row) for row in window.model.order.tolist()]


def found(window: MainWindow, qtbot: QtBot, first: str) -> None:
    qtbot.waitUntil(lambda: window.model.view.sort is Sort.FOUND and shown(window)[:1] == [first], timeout=LONG)
    qtbot.waitUntil(lambda: not window.search.finder.busy)


def chips(window: MainWindow) -> list[QPushButton]:
    every = window.pictures.chips.findChildren(QPushButton)
    return [chip for chip in every if not chip.isHidden() and chip.accessibleName()]


def test_words_put_the_pictures_in_order_and_escape_takes_them_away(window: MainWindow, qtbot: QtBot) -> None:
    window.search.content()
    field = window.pictures.search
    assert field.accessibleName() == "Search by what is in the picture"
    qtbot.keyClicks(field, "a lighthouse by the sea")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    found(window, qtbot, "lighthouse.jpg")
    assert len(shown(window)) == 17
    assert [chip.accessibleName() for chip in chips(window)] == ["Filter: Like “a lighthouse by the sea”"]
    likeness = [float(window.model.index(place, 0).data(Role.FOUND)) for place in range(17)]
    assert likeness == sorted(likeness, reverse=True)
    qtbot.keyClick(field, Qt.Key.Key_Escape)
    assert window.model.view == View()
    assert (field.text(), chips(window), window.engine.stopped) == ("", [], False)
    assert window.model.index(0, 0).data(Role.FOUND) == ""


def test_what_is_typed_is_sought_without_enter_and_the_chip_empties_the_field(window: MainWindow, qtbot: QtBot) -> None:
    window.search.content()
    qtbot.keyClicks(window.pictures.search, "clock")
    found(window, qtbot, "clock.jpg")
    chips(window)[0].click()
    assert window.pictures.search.text() == ""
    assert window.model.view == View()


def test_another_mode_begins_anew(window: MainWindow, qtbot: QtBot) -> None:
    field = window.pictures.search
    window.search.names()
    qtbot.keyClicks(field, "ban")
    assert shown(window) == ["banana.jpg"]
    window.search.content()
    assert (field.text(), len(shown(window))) == ("", 17)
    qtbot.keyClicks(field, "fruit")
    qtbot.waitUntil(lambda: window.model.view.found != "", timeout=LONG)
    field.begin(Mode.NAMES)
    assert (field.text(), window.model.view) == ("", View())


def test_more_like_these_and_a_file_that_is_dropped(window: MainWindow, qtbot: QtBot, tmp_path: Path) -> None:
    place = shown(window).index("moon.jpg")
    window.pictures.grid.setCurrentIndex(window.model.index(place, 0))
    window.search.like_selected()
    found(window, qtbot, "moon.jpg")
    assert window.model.index(0, 0).data(Role.FOUND) == "1.00"
    assert [chip.accessibleName() for chip in chips(window)] == ["Filter: Like moon.jpg"]
    stranger = tmp_path / "mine.jpg"
    shutil.copy(SAMPLES / "clock.jpg", stranger)
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(stranger))])
    buttons, keys = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    drop = QDropEvent(QPointF(5, 5), Qt.DropAction.CopyAction, mime, buttons, keys)
    window.pictures.search.dropEvent(drop)
    found(window, qtbot, "clock.jpg")
    assert "mine.jpg" not in shown(window), "it is no picture of the session"
    assert [chip.accessibleName() for chip in chips(window)] == ["Filter: Like mine.jpg"]


def test_an_example_that_is_no_picture_is_one_sentence(window: MainWindow, qtbot: QtBot, tmp_path: Path) -> None:
    broken = tmp_path / "broken.jpg"
    broken.write_bytes(b"nothing")
    window.search.finder.like_files([broken])
    qtbot.waitUntil(lambda: window.notice.text.startswith("broken.jpg: "), timeout=LONG)
    assert window.model.view == View()


def test_escape_in_the_grid_ends_the_search_and_stops_nothing(window: MainWindow, qtbot: QtBot) -> None:
    window.search.finder.seek("a lighthouse by the sea")
    found(window, qtbot, "lighthouse.jpg")
    window.activateWindow()
    window.pictures.grid.setFocus()
    qtbot.keyClick(window.pictures.grid, Qt.Key.Key_Escape)
    assert window.model.view == View()
    assert not window.engine.stopped
    qtbot.keyClick(window.pictures.grid, Qt.Key.Key_Escape)
    assert window.engine.stopped


def test_pictures_that_come_during_a_search_take_their_place_in_it(
    window: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    window.search.finder.seek("clock")
    found(window, qtbot, "clock.jpg")
    with Image.open(SAMPLES / "clock.jpg") as image:
        image.resize((image.width // 2, image.height // 2)).save(tmp_path / "another.jpg")
    window.adder.add([tmp_path / "another.jpg"])
    qtbot.waitUntil(lambda: "another.jpg" in shown(window)[:2], timeout=LONG)


def test_a_table_has_a_column_for_it_only_then(window: MainWindow, qtbot: QtBot) -> None:
    window.pictures.set_mode(TABLE)
    table = window.pictures.table
    assert table.isColumnHidden(Column.FOUND)
    window.search.finder.seek("a lighthouse by the sea")
    found(window, qtbot, "lighthouse.jpg")
    assert not table.isColumnHidden(Column.FOUND)
    assert table.horizontalHeader().visualIndex(Column.FOUND) == 1
    table.horizontalHeader().setSortIndicator(Column.NAME, Qt.SortOrder.AscendingOrder)
    assert (shown(window)[0], len(chips(window))) == ("apple.jpg", 1), "found still, in another order"


def test_duplicates_stand_together_and_all_but_the_best_are_selected(
    window: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    for name in ("clock", "apple"):
        shutil.copy(SAMPLES / f"{name}.jpg", tmp_path / f"{name} copy.jpg")
    with Image.open(SAMPLES / "clock.jpg") as image:
        image.resize((image.width * 2, image.height * 2)).save(tmp_path / "large.jpg")
    window.adder.add(sorted(tmp_path.glob("*.jpg")))
    qtbot.waitUntil(lambda: idle(window, 20), timeout=LONG)
    assert window.pictures.found_bar.isHidden()
    window.search.duplicates()
    qtbot.waitUntil(lambda: window.search.finder.shows_groups, timeout=LONG)
    assert sorted(shown(window)) == sorted(["large.jpg", "clock.jpg", "clock copy.jpg", "apple.jpg", "apple copy.jpg"])
    texts = [window.model.index(place, 0).data(Role.FOUND) for place in range(5)]
    assert texts == ["group 1, best", "group 1", "group 2, best", "group 2", "group 2"]
    assert window.pictures.found_bar.isVisible()
    assert window.pictures.found_bar.text.startswith("Groups: 2. Pictures beside the best of each: 3.")
    window.pictures.found_bar.button.click()
    selected = [window.engine.results.name(row) for row in window.pictures.selected_rows()]
    assert len(selected) == 3
    assert "large.jpg" not in selected
    window.commands.remove_selected()
    assert len(shown(window)) == 2
    assert window.pictures.found_bar.text.startswith("Groups: 2. Pictures beside the best of each: 0.")
    chips(window)[0].click()
    assert len(shown(window)) == 17
    assert window.pictures.found_bar.isHidden()
    assert (tmp_path / "clock copy.jpg").exists()


def test_without_duplicates_it_says_so(window: MainWindow, qtbot: QtBot) -> None:
    window.search.duplicates()
    qtbot.waitUntil(lambda: window.notice.text == "No picture is there twice.", timeout=LONG)
    assert window.model.view == View()
