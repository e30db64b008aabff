"""The confusion matrix as a person works it: wheel, keys, clicks, and what it tells."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QColor, QMouseEvent, QWheelEvent

from zeroshot.gui.confusion_view import ConfusionView

if TYPE_CHECKING:
    from collections.abc import Callable

    from pytestqt.qtbot import QtBot

FRUIT = ("apple", "banana", "cherry")
COUNTS = np.array([[8, 2, 0], [1, 5, 4], [0, 0, 0]])


@pytest.fixture
def show(qtbot: QtBot) -> Callable[..., ConfusionView]:
    def show(names: tuple[str, ...] = FRUIT, counts: np.ndarray = COUNTS) -> ConfusionView:
        view = ConfusionView()
        qtbot.addWidget(view)
        view.resize(700, 600)
        view.show()
        view.show_matrix(names, counts)
        return view

    return show


def middle(view: ConfusionView, row: int, column: int) -> QPoint:
    return view._middle(row, column).toPoint()


def turn(view: ConfusionView, where: QPoint, steps: int) -> None:
    """The wheel."""
    at = QPointF(where)
    none = Qt.KeyboardModifier.NoModifier
    event = QWheelEvent(
        at, view.mapToGlobal(at), QPoint(), QPoint(0, 120 * steps), Qt.MouseButton.NoButton, none,
        Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    view.wheelEvent(event)


def test_a_click_on_a_cell_wants_its_pictures(show: Callable[..., ConfusionView], qtbot: QtBot) -> None:
    view = show()
    with qtbot.waitSignal(view.pictures_wanted):
        qtbot.mouseClick(view, Qt.MouseButton.LeftButton, pos=middle(view, 1, 2))
    assert view.current == (1, 2)
    assert view.accessibleDescription() == "banana taken for cherry: 4 of 10 (40.0 %)"
    assert view.told(0, 0) == "apple: 8 of 10 are right (80.0 %)"
    assert view.told(2, 0) == "There are no pictures of cherry."


def test_a_click_beside_the_cells_wants_nothing(show: Callable[..., ConfusionView], qtbot: QtBot) -> None:
    view = show()
    with qtbot.assertNotEmitted(view.pictures_wanted):
        qtbot.mouseClick(view, Qt.MouseButton.LeftButton, pos=QPoint(3, 3))


def test_arrows_go_from_cell_to_cell_and_enter_shows(show: Callable[..., ConfusionView], qtbot: QtBot) -> None:
    view = show()
    keys = (Qt.Key.Key_Right, Qt.Key.Key_Right, Qt.Key.Key_Down, Qt.Key.Key_Up, Qt.Key.Key_Up, Qt.Key.Key_Left)
    cells = []
    for key in keys:
        qtbot.keyClick(view, key)
        cells.append(view.current)
    assert cells == [(0, 0), (0, 1), (1, 1), (0, 1), (0, 1), (0, 0)]
    qtbot.keyClick(view, Qt.Key.Key_Right, Qt.KeyboardModifier.ControlModifier)
    assert view.current == (0, 1)
    qtbot.keyClick(view, Qt.Key.Key_Right, Qt.KeyboardModifier.ControlModifier)
    assert view.current == (0, 1)  # nothing more in this row
    with qtbot.waitSignal(view.pictures_wanted):
        qtbot.keyClick(view, Qt.Key.Key_Return)


def test_n_and_p_go_through_the_confusions_most_pictures_first(
    show: Callable[..., ConfusionView], qtbot: QtBot
) -> None:
    view = show()
    cells = []
    for key in (Qt.Key.Key_N, Qt.Key.Key_N, Qt.Key.Key_N, Qt.Key.Key_N, Qt.Key.Key_P):
        qtbot.keyClick(view, key)
        cells.append(view.current)
    assert cells == [(1, 2), (0, 1), (1, 0), (1, 2), (1, 0)]


def test_the_wheel_zooms_around_the_pointer_and_0_shows_all(show: Callable[..., ConfusionView], qtbot: QtBot) -> None:
    names = tuple(f"class {place}" for place in range(150))
    view = show(names, np.diag(np.full(150, 9)) + np.eye(150, k=1, dtype=np.intp))
    before, where = view.size_of_cell, middle(view, 100, 101)
    assert before < 5
    turn(view, where, 6)
    assert view.size_of_cell > 3 * before
    assert view._cell_at(QPointF(where)) in {(100, 101), (100, 100), (99, 100), (100, 102), (101, 101)}
    turn(view, where, 50)
    assert view.size_of_cell == pytest.approx(64)
    qtbot.keyClick(view, Qt.Key.Key_Minus)
    assert view.size_of_cell < 64
    qtbot.keyClick(view, Qt.Key.Key_0)
    assert view.size_of_cell == pytest.approx(before)
    assert view._offset == QPointF(0, 0)


def test_dragging_moves_what_is_zoomed_and_is_no_click(show: Callable[..., ConfusionView], qtbot: QtBot) -> None:
    names = tuple(f"class {place}" for place in range(60))
    view = show(names, np.eye(60, dtype=np.intp))
    view.zoom(4)
    start, end = QPoint(400, 400), QPoint(360, 340)
    before = view._cell_at(QPointF(start))
    with qtbot.assertNotEmitted(view.pictures_wanted):
        qtbot.mousePress(view, Qt.MouseButton.LeftButton, pos=start)
        held, none = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
        at = QPointF(end)
        move = QMouseEvent(QEvent.Type.MouseMove, at, view.mapToGlobal(at), Qt.MouseButton.NoButton, held, none)
        view.mouseMoveEvent(move)  # a simulated mouse holds no button
        qtbot.mouseRelease(view, Qt.MouseButton.LeftButton, pos=end)
    assert view._cell_at(QPointF(end)) == before


def test_a_far_cell_is_brought_into_sight(show: Callable[..., ConfusionView]) -> None:
    names = tuple(f"class {place}" for place in range(150))
    view = show(names, np.eye(150, dtype=np.intp))
    view.zoom(8)
    view.choose(149, 149)
    assert view._room().cells.contains(view._middle(149, 149))
    view.choose(0, 149)
    assert view._room().cells.contains(view._middle(0, 149))


def test_right_is_blue_and_wrong_is_red_and_nothing_is_neither(show: Callable[..., ConfusionView]) -> None:
    view = show()
    seen = view.grab().toImage()

    def colour(row: int, column: int) -> QColor:
        place = middle(view, row, column) + QPoint(round(0.3 * view.size_of_cell), 0)
        return seen.pixelColor(place * seen.devicePixelRatio())

    assert colour(0, 0).blue() > colour(0, 0).red() + 60
    assert colour(1, 2).red() > colour(1, 2).blue() + 60
    assert colour(2, 2).saturation() < 30


def test_nothing_to_show_is_painted_without_complaint(show: Callable[..., ConfusionView], qtbot: QtBot) -> None:
    view = show((), np.zeros((0, 0), np.intp))
    view.grab()
    qtbot.keyClick(view, Qt.Key.Key_N)
    assert view.current is None
