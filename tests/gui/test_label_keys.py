"""Labelling by keys in the grid and the table, with the real starter: numbers, letters, Space, Delete, Backspace."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QItemSelectionModel, Qt
from PySide6.QtWidgets import QLabel, QMenu, QWidget

from zeroshot.gui.class_model import ClassRole
from zeroshot.gui.help_dialogs import ShortcutsDialog
from zeroshot.gui.pictures_pane import GRID, TABLE
from zeroshot.gui.quick_type import QuickBar, matching
from zeroshot.gui.theme import Theme
from zeroshot.gui.window import MainWindow
from zeroshot.paths import assets
from zeroshot.records import Policy
from zeroshot.results import Sort, Standing, View
from zeroshot.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Iterator

    from PySide6.QtWidgets import QApplication
    from pytestqt.qtbot import QtBot

    from zeroshot.paths import Folders

LONG = 60_000
Key = Qt.Key


@pytest.fixture
def window(qtbot: QtBot, qapp: QApplication, folders: Folders) -> Iterator[MainWindow]:
    window = MainWindow(folders, Settings(), Theme(qapp, "light"))
    qtbot.addWidget(window)
    window.show()
    window.classes.add_names("apple, orange, moon")
    with qtbot.waitSignal(window.adder.added, timeout=LONG):
        window.open_paths([assets() / "samples" / f"{name}.jpg" for name in ("apple", "moon", "orange")])
    yield window
    window.close()
    assert [thread.name for thread in threading.enumerate() if thread is not threading.main_thread()] == []


def choose(window: MainWindow, *places: int) -> QWidget:
    """Select pictures of the view that is seen; that view, which has the keyboard."""
    view, flags = window.pictures.current_view, QItemSelectionModel.SelectionFlag
    view.setFocus()
    view.selectionModel().clear()
    for place in places:
        index = window.model.index(place, 0)
        view.selectionModel().setCurrentIndex(index, flags.Select | flags.Rows)
    return view


def said(window: MainWindow) -> dict[str, tuple[str, ...]]:
    """What is said, by file name."""
    return {path.stem: names for path, names in window.document.truths.items()}


def answered(window: MainWindow, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: window.engine.results.counts(Policy()).accepted == 3, timeout=LONG)


@pytest.mark.parametrize("mode", [GRID, TABLE])
def test_keys_say_what_the_selected_pictures_are(window: MainWindow, qtbot: QtBot, mode: str) -> None:
    window.pictures.set_mode(mode)
    qtbot.keyClick(choose(window, 0, 2), Key.Key_2)
    assert said(window) == {"apple": ("orange",), "orange": ("orange",)}
    qtbot.keyClick(choose(window, 1), Key.Key_Delete)
    assert said(window)["moon"] == ()
    qtbot.keyClick(choose(window, 1), Key.Key_9)  # there is no ninth class
    assert said(window)["moon"] == ()
    qtbot.keyClick(choose(window, 0, 1), Key.Key_Backspace)
    assert said(window) == {"orange": ("orange",)}
    for _ in range(3):
        window.document.undo.undo()
    assert said(window) == {}
    window.document.undo.redo()
    assert said(window) == {"apple": ("orange",), "orange": ("orange",)}


def test_space_confirms_what_the_model_says_and_keeps_what_a_person_said(window: MainWindow, qtbot: QtBot) -> None:
    answered(window, qtbot)
    qtbot.keyClick(choose(window, 0), Key.Key_3)
    qtbot.keyClick(choose(window, 0, 1, 2), Key.Key_Space)
    nearest = {p.stem: window.engine.results.nearest(window.engine.results.row(p) or 0) for p in window.document.truths}
    assert said(window) == {"apple": ("moon",), "moon": (nearest["moon"],), "orange": (nearest["orange"],)}


def test_space_confirms_that_a_rejected_picture_is_none_of_these(window: MainWindow, qtbot: QtBot) -> None:
    answered(window, qtbot)
    window.document.set_policy(Policy(min_margin=1.0))
    qtbot.keyClick(choose(window, 0), Key.Key_Space)
    assert said(window) == {"apple": ()}


def test_space_says_nothing_of_a_picture_that_has_no_answer(window: MainWindow, qtbot: QtBot) -> None:
    qtbot.keyClick(choose(window, 0), Key.Key_Space)
    assert said(window) == {}


def test_the_current_picture_is_meant_when_none_is_selected(window: MainWindow, qtbot: QtBot) -> None:
    view = window.pictures.current_view
    view.setFocus()
    view.selectionModel().setCurrentIndex(window.model.index(1, 0), QItemSelectionModel.SelectionFlag.NoUpdate)
    view.selectionModel().clearSelection()
    qtbot.keyClick(view, Key.Key_1)
    assert said(window) == {"moon": ("apple",)}


@pytest.mark.parametrize("mode", [GRID, TABLE])
def test_letters_and_enter_say_a_class(window: MainWindow, qtbot: QtBot, mode: str) -> None:
    window.pictures.set_mode(mode)
    view, field = choose(window, 0, 1), window.label_keys.bar.type.field
    qtbot.keyClicks(view, "o")
    assert window.label_keys.bar.isVisible()
    assert field.text() == "o"
    assert field.hasFocus()
    qtbot.keyClicks(field, "r")
    qtbot.keyClick(field, Key.Key_Return)
    assert said(window) == {"apple": ("orange",), "moon": ("orange",)}
    assert not window.label_keys.bar.isVisible()
    assert window.pictures.current_view.hasFocus()


def test_arrows_choose_among_the_classes_that_letters_may_mean_and_esc_gives_up(
    window: MainWindow, qtbot: QtBot
) -> None:
    field = window.label_keys.bar.type.field
    qtbot.keyClicks(choose(window, 0), "o")
    assert [window.label_keys.bar.type.list.item(row).text() for row in range(2)] == ["orange", "moon"]
    qtbot.keyClick(field, Key.Key_Down)
    qtbot.keyClick(field, Key.Key_Return)
    assert said(window) == {"apple": ("moon",)}
    qtbot.keyClicks(choose(window, 1), "o")
    qtbot.keyClick(field, Key.Key_Escape)
    assert not window.label_keys.bar.isVisible()
    assert not window.engine.stopped
    assert said(window) == {"apple": ("moon",)}


def test_where_pictures_can_have_several_labels_keys_add_them_and_take_them_away(
    window: MainWindow, qtbot: QtBot
) -> None:
    window.document.edit("several", window.document.classes.with_several(True))
    window.engine.results.forget_answers()
    qtbot.keyClick(choose(window, 0), Key.Key_2)
    qtbot.keyClick(choose(window, 0, 1), Key.Key_1)
    assert said(window) == {"apple": ("orange", "apple"), "moon": ("apple",)}
    qtbot.keyClick(choose(window, 0, 1), Key.Key_1)
    assert said(window) == {"apple": ("orange",), "moon": ()}
    menu = QMenu(window)
    window.truths.add_menu(menu, window.pictures.selected_rows()[:1])
    inner = menu.actions()[0].menu()
    assert isinstance(inner, QMenu)
    assert [action.text() for action in inner.actions() if action.isChecked()] == ["orange"]
    inner.actions()[2].trigger()
    assert said(window)["apple"] == ("orange", "moon")


def test_the_list_of_classes_shows_the_keys(window: MainWindow) -> None:
    window.classes.add_names("a, b, c, d, e, f, g")
    lines = [window.classes.model.index(row) for row in range(window.classes.model.rowCount())]
    assert [line.data(ClassRole.KEY) for line in lines] == ["", *map(str, range(1, 10)), "", ""]


def test_letters_of_no_class_make_one_in_one_step(window: MainWindow, qtbot: QtBot) -> None:
    field = window.label_keys.bar.type.field
    qtbot.keyClicks(choose(window, 0), "p")
    qtbot.keyClicks(field, "ear")
    qtbot.keyClick(field, Key.Key_Return)
    assert window.document.classes.names == ("apple", "orange", "moon", "pear")
    assert said(window) == {"apple": ("pear",)}
    window.document.undo.undo()
    assert window.document.classes.names == ("apple", "orange", "moon")
    assert said(window) == {}


def test_a_persons_word_is_exported_and_shown_whatever_the_model_says_later(window: MainWindow, qtbot: QtBot) -> None:
    answered(window, qtbot)
    row = int(window.model.order[0])
    qtbot.keyClick(choose(window, 0), Key.Key_3)
    with qtbot.waitSignal(window.engine.answered_anew, timeout=LONG):
        window.classes.add_names("pear")
    assert window.model.standing(row) is Standing.CORRECTED
    assert window.model.label_text(row) == "moon"
    first = window.exporter.first_rows(next(iter(window.exporter.counts())), 1, 3)[0][0]
    assert (first.classification, first.status) == ("moon", "corrected")
    assert window.picture._verdict.text() == "moon, by hand"


def test_the_reviewed_can_be_shown_alone_and_put_together(window: MainWindow, qtbot: QtBot) -> None:
    answered(window, qtbot)
    qtbot.keyClick(choose(window, 1), Key.Key_1)
    window.model.set_view(View(standings=frozenset({Standing.CORRECTED})))
    assert [window.engine.results.name(row) for row in window.model.order.tolist()] == ["moon.jpg"]
    window.model.set_view(View(sort=Sort.STATUS, descending=True))
    assert window.engine.results.name(int(window.model.order[0])) == "moon.jpg"
    spoken = window.model.index(0, 0).data(Qt.ItemDataRole.AccessibleTextRole)
    assert spoken == "moon.jpg: apple, reviewed"


def test_help_shows_the_keys(window: MainWindow) -> None:
    dialog = ShortcutsDialog(window)
    told = [label.text() for label in dialog.findChildren(QLabel)]
    assert {"On the pictures", "In a review", "1 to 9", "Space", "Del", "Backspace", "any letter"} <= set(told)
    assert told.count("1 to 9") == 2
    menu = window.label_keys.menu(window)
    assert isinstance(menu, QMenu)
    assert "None of these" in [action.text() for action in menu.actions()]


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("ca", ["Cat", "car park", "wild cat", "African elephant"]),
        ("CAT", ["Cat", "wild cat"]),
        ("t", ["tiger", "wild cat", "Cat", "African elephant"]),
        ("x", []),
    ],
)
def test_letters_mean_beginnings_before_words_before_middles(typed: str, found: list[str]) -> None:
    names = ["wild cat", "Cat", "tiger", "car park", "African elephant"]
    assert matching(names, typed) == found


def test_the_field_over_the_pictures_is_as_high_as_what_it_offers(qtbot: QtBot) -> None:
    over = QWidget()
    qtbot.addWidget(over)
    over.resize(800, 600)
    bar = QuickBar(over)
    over.show()
    bar.open("2 pictures", [f"class {number}" for number in range(6)], "c")
    for typed in ("c", "class 3", "nothing of the kind", "c"):
        bar.type.field.setText(typed)
        assert bar.height() == bar.sizeHint().height()
        assert bar.type.list.geometry().top() >= bar.type.field.geometry().bottom()
        assert bar.rect().contains(bar.type.geometry())
