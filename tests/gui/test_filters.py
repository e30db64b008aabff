"""Sort menu, filter menu, chips, search field and the table's header: five faces of one view."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMenu, QPushButton

from zeroshot.gui.pictures_model import Column, PicturesModel
from zeroshot.gui.pictures_pane import TABLE, PicturesPane
from zeroshot.gui.thumbnail_loader import ThumbnailLoader
from zeroshot.judgement.classifier import Classifier
from zeroshot.records import NONE_OF_THESE, Embedded
from zeroshot.results import Results, Sort, Standing, View, answer

if TYPE_CHECKING:
    from collections.abc import Iterator

    from PySide6.QtGui import QAction
    from pytestqt.qtbot import QtBot

NAMES = ("ant", "bee")


@pytest.fixture
def pane(qtbot: QtBot, tmp_path: Path) -> Iterator[PicturesPane]:
    """Four pictures: two ants, a bee, and one that can't be read."""
    results = Results()
    vectors = np.eye(2, dtype=np.float32)
    files = [Path(f"/pictures/{number}.jpg") for number in range(4)]
    rows = results.add(files)
    results.put([Embedded(file, vectors[number // 2]) for number, file in enumerate(files[:3])])
    results.put([Embedded(files[3], None, "broken")])
    for answers in answer(Classifier(NAMES, vectors, 5.0), results.encoded(rows)):
        results.put_answers(answers, NAMES)
    model = PicturesModel(results)
    model.refresh()
    loader = ThumbnailLoader(tmp_path / "thumbnails", limit=1 << 20, max_pixels=1 << 20)
    pane = PicturesPane(model, loader)
    qtbot.addWidget(pane)
    pane.show()
    yield pane
    loader.shut_down()


def action(menu: QMenu, text: str) -> QAction:
    return next(action for action in menu.actions() if action.text() == text)


def test_columns_have_room_for_their_names_also_when_one_gets_a_longer_one(pane: PicturesPane) -> None:
    pane.model.set_probability(True)
    pane.table.setColumnHidden(Column.FOUND, False)
    header = pane.table.horizontalHeader()
    assert [each for each in Column if header.sectionSize(each) < header.sectionSizeHint(each)] == []


def chips(pane: PicturesPane) -> list[str]:
    every = pane.chips.findChildren(QPushButton)
    return [chip.accessibleName() for chip in every if not chip.isHidden() and chip.accessibleName()]


def click(pane: PicturesPane, text: str) -> None:
    every = pane.chips.findChildren(QPushButton)
    next(chip for chip in every if not chip.isHidden() and text in (chip.text(), chip.accessibleName())).click()


def test_the_menu_and_the_header_show_each_others_order(pane: PicturesPane) -> None:
    menu = pane._sort.menu()
    header = pane.table.horizontalHeader()
    action(menu, "Score").trigger()
    assert (header.sortIndicatorSection(), header.sortIndicatorOrder()) == (Column.SCORE, Qt.SortOrder.AscendingOrder)
    pane.set_mode(TABLE)
    header.setSortIndicator(Column.NAME, Qt.SortOrder.DescendingOrder)
    assert pane.model.view.sort is Sort.NAME
    assert pane.model.view.descending
    assert action(menu, "Name").isChecked()
    assert action(menu, "Descending").isChecked()
    assert not action(menu, "Score").isChecked()
    action(menu, "Descending").trigger()
    assert header.sortIndicatorOrder() == Qt.SortOrder.AscendingOrder


def test_a_standing_that_is_unchecked_becomes_a_chip(pane: PicturesPane) -> None:
    assert not pane.chips.isVisible()
    action(pane.filter_menu, "Failed").trigger()
    assert pane.model.rowCount() == 3
    assert chips(pane) == ["Filter: Waiting, Accepted, None of these, Reviewed"]
    click(pane, chips(pane)[0])
    assert pane.model.rowCount() == 4
    assert action(pane.filter_menu, "Failed").isChecked()
    assert not pane.chips.isVisible()


def test_the_score_boxes_and_the_view_agree(pane: PicturesPane) -> None:
    pane.filter_menu._low.setValue(0.5)
    assert pane.model.view.scores == (0.5, 1.0)
    assert chips(pane) == ["Filter: Score 0.50 to 1.00"]
    click(pane, chips(pane)[0])
    assert pane.filter_menu._low.value() == 0


def test_a_search_is_a_chip_and_the_chip_empties_the_field(pane: PicturesPane) -> None:
    pane.search.setText(" 3 ")
    assert pane.model.rowCount() == 1
    assert pane.search.text() == " 3 ", "what is being typed stays as it is"
    click(pane, "Filter: “3”")
    assert pane.search.text() == ""


def test_classes_are_let_go_where_they_were_chosen(pane: PicturesPane, qtbot: QtBot) -> None:
    pane.set_answers(frozenset({"bee", NONE_OF_THESE}))
    assert chips(pane) == ["Filter: None of these, bee"]
    with qtbot.waitSignal(pane.chips.answers_cleared):
        click(pane, chips(pane)[0])
    pane.set_answers(frozenset({"a", "b", "c"}))
    assert chips(pane) == ["Filter: 3 classes"]


def test_all_filters_go_at_once_and_the_order_stays(pane: PicturesPane, qtbot: QtBot) -> None:
    pane.search.setText("x")
    action(pane.filter_menu, "Waiting").trigger()
    action(pane._sort.menu(), "Margin").trigger()
    assert pane.model.rowCount() == 0
    assert pane.chips._told.text() == "No picture matches."
    with qtbot.waitSignal(pane.chips.answers_cleared):
        click(pane, "Clear filters")
    assert pane.model.view == View(sort=Sort.MARGIN)
    assert pane.search.text() == ""


def test_nothing_checked_shows_nothing(pane: PicturesPane) -> None:
    for text in ("Reviewed", "Accepted", "None of these", "Failed", "Waiting"):
        action(pane.filter_menu, text).trigger()
    assert pane.model.view.standings == frozenset()
    assert chips(pane) == ["Filter: Nothing"]
    assert Standing.FAILED not in (pane.model.view.standings or ())


def test_what_is_reviewed_or_is_not_can_be_shown_alone(pane: PicturesPane) -> None:
    action(pane.filter_menu, "Only reviewed").trigger()
    assert pane.model.view.standings == frozenset({Standing.CORRECTED})
    assert chips(pane) == ["Filter: Reviewed"]
    action(pane.filter_menu, "Not yet reviewed").trigger()
    assert Standing.CORRECTED not in (pane.model.view.standings or {Standing.CORRECTED})
    assert chips(pane) == ["Filter: Not yet reviewed"]
    assert pane.model.rowCount() == 4
