"""The pictures as a table: whatever happens to them, Qt's own tester finds the model consistent."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QItemSelectionModel, Qt
from PySide6.QtTest import QAbstractItemModelTester

from zeroshot.gui.grid_view import GridView
from zeroshot.gui.pictures_model import Column, PicturesModel, Role
from zeroshot.judgement.classifier import Classifier
from zeroshot.records import NONE_OF_THESE, Embedded, Policy
from zeroshot.results import Results, Sort, Standing, View, answer

NAMES = ("cat", "dog")


@pytest.fixture
def results() -> Results:
    """Ten pictures: even ones lean to the first class, odd ones to the second; number 9 failed, number 8 waits."""
    results = Results()
    results.add([Path(f"/p/img{number}.jpg") for number in range(10)])
    vectors = [np.array([1.0, number / 10] if number % 2 == 0 else [number / 10, 1.0]) for number in range(8)]
    outcomes = [
        Embedded(Path(f"/p/img{number}.jpg"), (vector / np.linalg.norm(vector)).astype(np.float32))
        for number, vector in enumerate(vectors)
    ]
    results.put([*outcomes, Embedded(Path("/p/img9.jpg"), None, "it is broken")])
    classifier = Classifier(NAMES, np.eye(2, dtype=np.float32), 2.0)
    for answers in answer(classifier, results.encoded()):
        results.put_answers(answers, NAMES)
    return results


@pytest.fixture
def model(results: Results) -> PicturesModel:
    model = PicturesModel(results)
    model._tester = QAbstractItemModelTester(  # type: ignore[attr-defined]  # lives as long as the model
        model, QAbstractItemModelTester.FailureReportingMode.Fatal, model
    )
    model.refresh()
    return model


def shown(model: PicturesModel) -> list[str]:
    return [model.index(place, Column.NAME).data() for place in range(model.rowCount())]


def test_pictures_stand_in_natural_order(model: PicturesModel) -> None:
    assert shown(model) == [f"img{number}.jpg" for number in range(10)]


def test_cells_say_what_became_of_each_picture(model: PicturesModel) -> None:
    assert model.index(0, Column.LABEL).data() == "cat"
    assert model.index(1, Column.LABEL).data() == "dog"
    assert model.index(0, Column.SCORE).data() == "0.88"
    assert model.index(8, Column.STATUS).data() == "waiting"
    assert model.index(9, Column.STATUS).data() == "it is broken"
    assert model.index(9, Column.NAME).data(Role.STANDING) is Standing.FAILED
    assert model.index(0, 0).data(Qt.ItemDataRole.AccessibleTextRole) == "img0.jpg: cat, 0.88"


@pytest.mark.parametrize(
    ("view", "numbers"),
    [
        (View(text="IMG3"), [3]),
        (View(answers=frozenset({"cat"})), [0, 2, 4, 6]),
        (View(standings=frozenset({Standing.FAILED, Standing.WAITING})), [8, 9]),
        (View(sort=Sort.SCORE, descending=True), [0, 1, 2, 3, 4, 5, 6, 7, 8, 9]),
        (View(sort=Sort.SCORE), [7, 6, 5, 4, 3, 2, 1, 0, 8, 9]),
        (View(sort=Sort.LABEL), [0, 2, 4, 6, 1, 3, 5, 7, 8, 9]),
        (View(sort=Sort.NAME, descending=True), [9, 8, 7, 6, 5, 4, 3, 2, 1, 0]),
        (View(text="nothing like that"), []),
    ],
)
def test_views_filter_and_sort(model: PicturesModel, view: View, numbers: list[int]) -> None:
    model.set_view(view)
    assert shown(model) == [f"img{number}.jpg" for number in numbers]


def test_a_threshold_rejects_and_the_filter_follows(model: PicturesModel) -> None:
    model.set_view(View(answers=frozenset({NONE_OF_THESE})))
    assert shown(model) == []
    model.set_policy(Policy(min_score=0.8))
    assert shown(model) == ["img3.jpg", "img4.jpg", "img5.jpg", "img6.jpg", "img7.jpg"]


def test_what_is_selected_stays_selected_in_another_order(model: PicturesModel) -> None:
    selection = QItemSelectionModel(model)
    selection.select(
        model.index(3, 0), QItemSelectionModel.SelectionFlag.Select | QItemSelectionModel.SelectionFlag.Rows
    )
    model.set_view(View(sort=Sort.NAME, descending=True))
    assert [index.data() for index in selection.selectedRows()] == ["img3.jpg"]
    model.set_view(View(text="img5"))
    assert selection.selectedRows() == []


def test_pictures_come_and_go(model: PicturesModel, results: Results) -> None:
    rows = results.add([Path("/p/img10.jpg"), Path("/a/first.jpg")])
    model.refresh()
    assert shown(model)[0] == "first.jpg"
    assert shown(model)[-1] == "img10.jpg"
    results.remove(rows)
    model.refresh()
    assert model.rowCount() == 10


def test_answers_that_stream_in_are_put_in_order_before_long(
    model: PicturesModel, results: Results, qtbot: object
) -> None:
    model.set_view(View(standings=frozenset({Standing.WAITING})))
    assert shown(model) == ["img8.jpg"]
    rows = results.put([Embedded(Path("/p/img8.jpg"), None, "gone")])
    model.rows_changed(rows)
    qtbot.waitUntil(lambda: model.rowCount() == 0)  # type: ignore[attr-defined]


def test_dragged_rows_are_files(model: PicturesModel) -> None:
    mime = model.mimeData([model.index(2, 0), model.index(0, 0), model.index(0, 1)])
    assert [url.toLocalFile() for url in mime.urls()] == ["/p/img0.jpg", "/p/img2.jpg"]


def test_the_grid_finds_every_item_where_it_paints_it(model: PicturesModel, qtbot: object) -> None:
    grid = GridView()
    qtbot.addWidget(grid)  # type: ignore[attr-defined]
    grid.setModel(model)
    grid.resize(700, 500)
    grid.show()
    for place in range(4):
        index = model.index(place, 0)
        assert grid.indexAt(grid.visualRect(index).center()).row() == place
    grid.setCurrentIndex(model.index(0, 0))
    qtbot.keyClick(grid, Qt.Key.Key_Right)  # type: ignore[attr-defined]
    assert grid.currentIndex().row() == 1
    qtbot.keyClick(grid, Qt.Key.Key_End)  # type: ignore[attr-defined]
    assert grid.currentIndex().row() == 9
    assert grid.viewport().rect().contains(grid.visualRect(model.index(9, 0)).center())
    qtbot.keyClick(grid, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)  # type: ignore[attr-defined]
    assert len(grid.selectionModel().selectedRows()) == 10
