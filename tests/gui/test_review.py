"""A review with the real starter and real pictures, by keyboard alone: one key a decision, back, skip, undo, end."""

from __future__ import annotations

import threading
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pytest
from PIL import Image
from PySide6.QtCore import QItemSelectionModel, Qt
from PySide6.QtWidgets import QAbstractButton, QComboBox, QLineEdit, QProgressBar, QWidget

from zeroshot.gui.preloader import Preloader
from zeroshot.gui.theme import Theme
from zeroshot.gui.window import MainWindow
from zeroshot.paths import assets
from zeroshot.records import Policy
from zeroshot.reviewing import Order
from zeroshot.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from PySide6.QtWidgets import QApplication
    from pytestqt.qtbot import QtBot

    from zeroshot.paths import Folders

LONG = 60_000
Key = Qt.Key


@pytest.fixture
def window(qtbot: QtBot, qapp: QApplication, folders: Folders) -> Iterator[MainWindow]:
    """Some samples, answered."""
    window = MainWindow(folders, Settings(), Theme(qapp, "light"))
    qtbot.addWidget(window)
    window.show()
    window.classes.add_names("apple, orange, moon")
    samples = sorted((assets() / "samples").glob("*.jpg"))[:5]
    with qtbot.waitSignal(window.adder.added, timeout=LONG):
        window.open_paths(samples)
    qtbot.waitUntil(lambda: window.engine.results.counts(Policy()).accepted == 5, timeout=LONG)
    yield window
    window.close()
    assert [thread.name for thread in threading.enumerate() if thread is not threading.main_thread()] == []


def begin(window: MainWindow, qtbot: QtBot) -> None:
    """A review whose first picture is to be seen."""
    window.review.start()
    qtbot.waitUntil(lambda: window.review._walk.current is not None, timeout=LONG)
    seen(window, qtbot)


def seen(window: MainWindow, qtbot: QtBot) -> None:
    """Wait until the current picture is there."""
    path = window.engine.results.path(current(window))
    qtbot.waitUntil(lambda: window.review.page.preview.shows(path), timeout=LONG)


def current(window: MainWindow) -> int:
    row = window.review._walk.current
    assert row is not None
    return row


def press(window: MainWindow, qtbot: QtBot, *keys: Qt.Key) -> None:
    """Press keys, each when its picture is there."""
    for key in keys:
        if window.review._walk.current is not None:
            seen(window, qtbot)
        qtbot.keyClick(window.review.page, key)


def told(window: MainWindow) -> str:
    return window.review.page._count.text()


def test_one_key_decides_and_the_next_picture_is_there(window: MainWindow, qtbot: QtBot) -> None:
    begin(window, qtbot)
    results, first = window.engine.results, current(window)
    margins = [results.margin(row) for row in results.present().tolist()]
    assert results.margin(first) == min(margins)
    assert told(window) == "Reviewed 0 of 5"
    press(window, qtbot, Key.Key_3)
    assert results.said(first) == ("moon",)
    assert current(window) != first
    assert told(window) == "Reviewed 1 of 5"
    second = current(window)
    press(window, qtbot, Key.Key_Delete)
    assert results.said(second) == ()
    third = current(window)
    press(window, qtbot, Key.Key_Space)
    assert results.said(third) == (results.nearest(third),)
    assert told(window) == "Reviewed 3 of 5"


def test_the_next_picture_is_decoded_before_one_comes_to_it(window: MainWindow, qtbot: QtBot) -> None:
    begin(window, qtbot)
    coming = window.engine.results.path(window.review._walk.upcoming(1)[0])
    qtbot.waitUntil(lambda: window.review._preloader.get(coming) is not None, timeout=LONG)
    qtbot.keyClick(window.review.page, Key.Key_1)
    assert window.review.page.preview.shows(coming)  # without the event loop having had a turn


def test_no_more_is_decoded_than_there_is_room_for(qtbot: QtBot, tmp_path: Path) -> None:
    Image.new("RGB", (4000, 3000)).save(tmp_path / "large.jpg")
    owner = QWidget()
    qtbot.addWidget(owner)
    preloader = Preloader(10**8, owner)
    for room, height in ((300, 750), (800, 1500)):  # a JPEG is decoded at an eighth, a quarter or a half
        preloader.set_room(room)
        with qtbot.waitSignal(preloader.loaded, timeout=LONG):
            preloader.keep([tmp_path / "large.jpg"])
        loaded = preloader.get(tmp_path / "large.jpg")
        assert loaded is not None
        assert loaded.image is not None
        assert loaded.image.height() == height
        qtbot.waitUntil(lambda: preloader._job is None)
    preloader.shut_down()


def test_a_picture_that_nobody_can_have_seen_is_not_decided(window: MainWindow, qtbot: QtBot) -> None:
    begin(window, qtbot)
    window.review.page.preview.show_meanwhile(window.engine.results.path(current(window)), None)
    qtbot.keyClick(window.review.page, Key.Key_1)
    assert window.document.truths == {}


def test_undo_goes_back_to_the_picture_and_a_new_decision_goes_on(window: MainWindow, qtbot: QtBot) -> None:
    begin(window, qtbot)
    first = current(window)
    press(window, qtbot, Key.Key_1, Key.Key_2)
    third = current(window)
    window.document.undo.undo()
    window.document.undo.undo()
    assert current(window) == first
    assert window.engine.results.said(first) is None
    assert told(window) == "Reviewed 0 of 5"
    press(window, qtbot, Key.Key_3, Key.Key_3)
    assert current(window) == third


def test_back_shows_what_was_said_and_lets_it_be_changed(window: MainWindow, qtbot: QtBot) -> None:
    begin(window, qtbot)
    first = current(window)
    press(window, qtbot, Key.Key_1, Key.Key_2)
    third = current(window)
    press(window, qtbot, Key.Key_Left, Key.Key_Left)
    assert current(window) == first
    assert window.review.page._verdict.text() == "Reviewed: apple"
    assert [button.choice.said for button in window.review.page.answers.buttons] == [True, False, False, False]
    press(window, qtbot, Key.Key_2)
    assert window.engine.results.said(first) == ("orange",)
    assert current(window) == third
    press(window, qtbot, Key.Key_Left, Key.Key_Backspace)
    assert told(window) == "Reviewed 1 of 5"


def test_at_the_end_it_says_what_was_done_and_offers_what_was_skipped(window: MainWindow, qtbot: QtBot) -> None:
    begin(window, qtbot)
    skipped = current(window)
    press(window, qtbot, Key.Key_Right, *[Key.Key_Space] * 3, Key.Key_Delete)
    end = window.review.page.end
    assert end.text.startswith("4 of 5 picture")
    assert "You kept 3 of the model's answers and changed 1." in end.text
    end.skipped.click()
    assert current(window) == skipped
    press(window, qtbot, Key.Key_Space)
    assert end.text.startswith("All 5 picture")
    assert end.skipped.isHidden()
    window.document.undo.undo()
    assert current(window) == skipped
    press(window, qtbot, Key.Key_Space)
    end.leave.click()
    assert not window.review.active
    assert window.pictures.isVisible()


def test_letters_name_a_class_and_make_one(window: MainWindow, qtbot: QtBot) -> None:
    begin(window, qtbot)
    first, field = current(window), window.review.page.type.field
    qtbot.keyClicks(window.review.page, "o")
    assert field.hasFocus()
    qtbot.keyClick(field, Key.Key_Return)
    assert window.engine.results.said(first) == ("orange",)
    assert window.review.page.hasFocus()
    second = current(window)
    seen(window, qtbot)
    qtbot.keyClicks(window.review.page, "p")
    qtbot.keyClicks(field, "ear")
    qtbot.keyClick(field, Key.Key_Return)
    assert window.engine.results.said(second) == ("pear",)
    assert window.document.classes.names[-1] == "pear"
    qtbot.waitUntil(lambda: not window.engine.learning, timeout=LONG)


def test_esc_leaves_to_the_picture_one_was_at(window: MainWindow, qtbot: QtBot) -> None:
    begin(window, qtbot)
    press(window, qtbot, Key.Key_1)
    row = current(window)
    qtbot.keyClick(window.review.page, Key.Key_Escape)
    assert not window.review.active
    assert not window.engine.stopped
    assert window.pictures.current_row() == row
    assert window.pictures.current_view.hasFocus()


def test_several_selected_pictures_are_reviewed_alone(window: MainWindow, qtbot: QtBot) -> None:
    flags = QItemSelectionModel.SelectionFlag
    for place in (1, 3):
        window.pictures.grid.selectionModel().select(window.model.index(place, 0), flags.Select | flags.Rows)
    begin(window, qtbot)
    assert told(window) == "Reviewed 0 of 2"


def test_the_order_can_be_chosen_and_is_kept(window: MainWindow, qtbot: QtBot) -> None:
    begin(window, qtbot)
    for order in Order:
        window.review.page.order.setCurrentIndex(window.review.page.order.findData(order.value))
        window.review.page.order.activated.emit(window.review.page.order.currentIndex())
        job = window.review._ranking
        assert job is not None
        with qtbot.waitSignal(job.finished):
            pass
        assert window.review._order is order
        assert window.state.value("review") == order.value
        assert window.review.page.hasFocus()
        assert len({current(window), *window.review._walk.upcoming(10)}) == 5


def test_with_many_classes_the_keys_are_those_of_the_likeliest(window: MainWindow, qtbot: QtBot) -> None:
    with qtbot.waitSignal(window.engine.answered_anew, timeout=LONG):
        window.classes.add_names("cat, dog, horse, house, tree, car, boat, clock")
    begin(window, qtbot)
    row, labeller = current(window), window.engine.labeller
    assert labeller is not None
    prediction = window.engine.results.prediction(row, labeller.classifier, Policy(top_k=9))
    assert prediction is not None
    shown = [choice.text for choice in window.review.page.answers.shown]
    assert shown == [*(score.label for score in prediction.ranked), "None of these"]
    press(window, qtbot, Key.Key_2)
    assert window.engine.results.said(row) == (prediction.ranked[1].label,)


def test_new_answers_change_no_key_under_a_finger(window: MainWindow, qtbot: QtBot) -> None:
    begin(window, qtbot)
    row, labeller = current(window), window.engine.labeller
    assert labeller is not None
    before, choices = window.engine.results.labels(row), window.review.page.answers.shown
    classifier = replace(labeller.classifier, vectors=-labeller.classifier.vectors)
    window.engine.labeller = replace(labeller, classifier=classifier)
    window.engine.answered_anew.emit()
    assert window.review.page.answers.shown == choices
    press(window, qtbot, Key.Key_Space)
    assert window.engine.results.said(row) == before
    outcomes = list(window.engine.results.outcomes(np.array([current(window)])))
    new = classifier.predict(outcomes, Policy())[0].labels[0]
    assert window.review.page._verdict.text() == f"The model says: {new}"


def test_where_a_picture_can_have_several_labels_keys_toggle_and_space_goes_on(
    window: MainWindow, qtbot: QtBot
) -> None:
    with qtbot.waitSignal(window.engine.answered_anew, timeout=LONG):
        window.document.edit("several", window.document.classes.with_several(True))
    begin(window, qtbot)
    row = current(window)
    before = set(window.engine.results.labels(row))
    press(window, qtbot, Key.Key_1, Key.Key_3)
    assert current(window) == row
    assert set(window.engine.results.said(row) or ()) == before ^ {"apple", "moon"}
    press(window, qtbot, Key.Key_Space)
    assert current(window) != row
    assert told(window) == "Reviewed 1 of 5"
    second = current(window)
    answer = window.engine.results.labels(second)
    press(window, qtbot, Key.Key_Space)
    assert window.engine.results.said(second) == answer


def test_a_low_window_stays_as_it_is(window: MainWindow, qtbot: QtBot) -> None:
    window.resize(960, 640)
    begin(window, qtbot)
    assert window.height() == 640
    window.review.leave()
    assert window.height() == 640


def test_without_classes_or_pictures_it_says_what_is_missing(window: MainWindow) -> None:
    window.document.edit("none", window.document.classes.without(range(3)))
    window.review.start()
    assert not window.review.active
    assert "add some first" in window.notice.text


def test_everything_within_has_a_name_for_a_screen_reader(window: MainWindow, qtbot: QtBot) -> None:
    begin(window, qtbot)
    page = window.review.page
    for kind in (QAbstractButton, QComboBox, QLineEdit, QProgressBar):
        for widget in page.findChildren(kind):
            named: QWidget = widget
            assert not named.isVisibleTo(page) or named.accessibleName() or getattr(named, "text", str)(), named
    assert window.engine.results.name(current(window)) in page.accessibleName()
    assert "The model says" in page.accessibleName()
