"""Why in the window: the map over the picture, what is told below it, and that leafing on never waits for it."""

from __future__ import annotations

import shutil
import threading
import time
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtGui import QAccessible

from zeroshot.gui.theme import Theme
from zeroshot.gui.window import MainWindow
from zeroshot.records import Policy
from zeroshot.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    import numpy as np
    from PySide6.QtWidgets import QApplication
    from pytestqt.qtbot import QtBot

    from zeroshot.paths import Folders

LONG = 60_000


@pytest.fixture
def window(qtbot: QtBot, qapp: QApplication, folders: Folders) -> Iterator[MainWindow]:
    """The samples, labelled by the starter, the coffee chosen."""
    window = MainWindow(folders, Settings(backend="torch", precision="fp32"), Theme(qapp, "light"))
    qtbot.addWidget(window)
    window.show()
    window.try_samples()
    results = window.engine.results
    qtbot.waitUntil(
        lambda: not window.engine.running and results.counts(Policy()).accepted == len(window.model.order) > 0,
        timeout=LONG,
    )
    go_to(window, "coffee")
    yield window
    window.close()
    assert [thread.name for thread in threading.enumerate() if thread is not threading.main_thread()] == []


def go_to(window: MainWindow, name: str) -> int:
    results = window.engine.results
    row = next(row for row in results.present().tolist() if results.name(row) == f"{name}.jpg")
    window.pictures.reveal(row)
    return row


def explained(window: MainWindow, qtbot: QtBot) -> None:
    """Wait until the explanation is there."""
    qtbot.waitUntil(lambda: not window.why.busy and window.picture.preview.has_overlay, timeout=LONG)


def test_f6_shows_where_the_class_is_seen_and_by_which_text(window: MainWindow, qtbot: QtBot) -> None:
    assert not window.picture.preview.has_overlay
    qtbot.keyClick(window, Qt.Key.Key_F6)
    assert window.picture.why_button.isChecked()
    explained(window, qtbot)
    why = window.picture.why
    assert why.isVisible()
    assert "coffee" in why.title.text()
    assert "coffee" in why.text.text()
    assert "ahead of" in why.text.text()
    assert why.where.text().startswith("Seen most in the picture's ")
    qtbot.keyClick(window, Qt.Key.Key_F6)
    assert not window.picture.preview.has_overlay
    assert not why.isVisible()


def test_a_click_on_a_bar_explains_that_class(window: MainWindow, qtbot: QtBot) -> None:
    bars = window.picture.bars
    line = bars.height() // len(bars._ranked)
    second = bars._ranked[1].label
    qtbot.mouseClick(bars, Qt.MouseButton.LeftButton, pos=QPoint(20, line + line // 2))
    explained(window, qtbot)
    assert f"“{second}”" in window.picture.why.title.text()
    assert "behind" in window.picture.why.text.text()


def test_the_arrow_keys_go_from_class_to_class(window: MainWindow, qtbot: QtBot) -> None:
    bars = window.picture.bars
    bars.setFocus()
    qtbot.keyClick(bars, Qt.Key.Key_Down)
    explained(window, qtbot)
    qtbot.keyClick(bars, Qt.Key.Key_Down)
    qtbot.waitUntil(lambda: f"“{bars._ranked[1].label}”" in window.picture.why.title.text())
    explained(window, qtbot)
    qtbot.keyClick(bars, Qt.Key.Key_Up)
    qtbot.waitUntil(lambda: "coffee" in window.picture.why.title.text())
    explained(window, qtbot)


def test_the_map_goes_with_its_picture_and_the_next_one_gets_its_own(window: MainWindow, qtbot: QtBot) -> None:
    window.why.toggle()
    explained(window, qtbot)
    go_to(window, "lighthouse")
    assert not window.picture.preview.has_overlay
    explained(window, qtbot)
    label = window.engine.results.label(window.pictures.current_row())
    assert f"“{label}”" in window.picture.why.title.text()


def test_leafing_leaves_no_queue_behind(window: MainWindow, qtbot: QtBot) -> None:
    encoder = window.engine.encoder
    assert encoder is not None
    asked: list[int] = []
    go_on, inner = threading.Event(), encoder.relevance  # type: ignore[attr-defined]

    def slow(pixels: np.ndarray, directions: np.ndarray) -> object:
        asked.append(1)
        go_on.wait(30)
        return inner(pixels, directions)

    encoder.relevance = slow  # type: ignore[attr-defined]
    window.why.toggle()
    qtbot.waitUntil(lambda: len(asked) == 1)
    for _ in range(5):
        window.pictures.step(1)
    go_on.set()
    explained(window, qtbot)
    assert len(asked) == 2
    label = window.engine.results.label(window.pictures.current_row())
    assert f"“{label}”" in window.picture.why.title.text()


def test_the_window_never_waits_for_a_map(window: MainWindow, qtbot: QtBot) -> None:
    encoder = window.engine.encoder
    assert encoder is not None
    inner = encoder.relevance  # type: ignore[attr-defined]
    slept = threading.Event()

    def slow(pixels: np.ndarray, directions: np.ndarray) -> object:
        slept.wait(0.4)  # as a large model computes: without Python's lock
        return inner(pixels, directions)

    encoder.relevance = slow  # type: ignore[attr-defined]
    ticks: list[float] = []
    timer = QTimer()
    timer.timeout.connect(lambda: ticks.append(time.perf_counter()))
    timer.start(2)
    window.why.toggle()
    explained(window, qtbot)
    timer.stop()
    assert len(ticks) > 20


def test_nearest_reviewed_pictures_are_shown_and_gone_to(window: MainWindow, qtbot: QtBot) -> None:
    results = window.engine.results
    rows = {name: go_to(window, name) for name in ("wine_glass", "candle", "mountain", "moon")}
    truths = {results.path(row): (name,) for name, row in rows.items()}
    window.document.say("label by hand", truths)
    go_to(window, "coffee")
    window.pictures.search.setText("coffee")  # a filter that hides them
    window.why.toggle()
    explained(window, qtbot)
    buttons = window.picture.why.neighbours
    assert len(buttons) == 3
    qtbot.waitUntil(lambda: not buttons[0].icon().isNull(), timeout=LONG)
    said = buttons[0].toolTip().splitlines()[0]
    assert said in rows
    buttons[0].click()
    assert window.pictures.current_row() == rows[said]


def test_a_picture_that_went_is_told_in_a_sentence(window: MainWindow, qtbot: QtBot, tmp_path: Path) -> None:
    copy = tmp_path / "coffee.jpg"
    shutil.copy(window.engine.results.path(window.pictures.current_row()), copy)
    with qtbot.waitSignal(window.engine.run_ended, timeout=LONG):
        window.open_paths([copy])
    copy.unlink()
    row = window.engine.results.row(copy)
    assert row is not None
    window.pictures.reveal(row)
    window.why.toggle()
    qtbot.waitUntil(lambda: "not found" in window.picture.why.where.text(), timeout=LONG)
    assert not window.picture.preview.has_overlay


def test_a_screen_reader_is_told_what_is_shown(window: MainWindow, qtbot: QtBot) -> None:
    window.why.toggle()
    explained(window, qtbot)
    button = QAccessible.queryAccessibleInterface(window.picture.why_button)
    assert "Why" in button.text(QAccessible.Text.Name)
    assert window.picture.bars.accessibleName().startswith("coffee")
    assert window.picture.why.where.text()
