"""Learning in the window: what is said of pictures changes the other answers, is told, switched off, and kept."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

import numpy as np
import pytest
from PySide6.QtCore import Qt

from zeroshot import project
from zeroshot.gui.filters import SortMenu
from zeroshot.gui.pictures_model import Column
from zeroshot.gui.theme import Theme
from zeroshot.gui.window import MainWindow
from zeroshot.records import Embedded
from zeroshot.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from PySide6.QtWidgets import QApplication
    from pytestqt.qtbot import QtBot

    from zeroshot.paths import Folders

NAMES = ("apple", "moon", "boat")
EACH = 12


@pytest.fixture
def window(qtbot: QtBot, qapp: QApplication, folders: Folders) -> Iterator[MainWindow]:
    """A window with the starter, three classes, and pictures of vectors that words take for the next class."""
    window = MainWindow(folders, Settings(), Theme(qapp, "light"))
    qtbot.addWidget(window)
    window.show()
    qtbot.waitUntil(lambda: window.engine.encoder is not None, timeout=60_000)
    with qtbot.waitSignal(window.engine.answered_anew, timeout=60_000):
        window.classes.add_names(", ".join(NAMES))
    window.engine.stop()
    yield window
    window.close()
    assert [thread.name for thread in threading.enumerate() if thread is not threading.main_thread()] == []


def fill(window: MainWindow, folder: Path) -> dict[str, list[Path]]:
    """Pictures by what they are: each lies near a direction of its class's own, and nearer to the next class's text."""
    results, labeller = window.engine.results, window.engine.labeller
    assert labeller is not None
    texts, random = labeller.classifier.vectors, np.random.default_rng(0)
    own = np.linalg.qr(random.standard_normal((texts.shape[1], 3)))[0].T
    found: dict[str, list[Path]] = {}
    for place, name in enumerate(NAMES):
        found[name] = [folder / name / f"{number}.jpg" for number in range(EACH)]
        results.add(found[name])
        vectors = own[place] + 0.5 * texts[(place + 1) % 3] + 0.02 * random.standard_normal((EACH, texts.shape[1]))
        vectors = (vectors / np.linalg.norm(vectors, axis=1, keepdims=True)).astype(np.float32)
        results.put([Embedded(path, vector) for path, vector in zip(found[name], vectors, strict=True)])
    window.engine.teach({})
    return found


def right(window: MainWindow, found: dict[str, list[Path]]) -> float:
    """The share of the pictures that have the answer they should have."""
    results = window.engine.results
    answers = [results.label(results.row(path) or 0) == name for name, paths in found.items() for path in paths]
    return sum(answers) / len(answers)


def scores(window: MainWindow) -> set[str]:
    """What the window calls the number of an answer."""
    header = window.model.headerData(Column.SCORE, Qt.Orientation.Horizontal, Qt.ItemDataRole.DisplayRole)
    sorts = [action.text() for menu in window.findChildren(SortMenu) for action in menu.actions()]
    names = {text for text in sorts if text in {"Score", "Probability"}}
    return {str(header), window.thresholds._score_box.accessibleName(), *names}


def say(window: MainWindow, qtbot: QtBot, found: dict[str, list[Path]], count: int) -> None:
    """Say of the first pictures of each class what they are."""
    news = {path: (name,) for name, paths in found.items() for path in paths[:count]}
    with qtbot.waitSignal(window.engine.taught, timeout=20_000):
        window.document.say("review", news)


def test_what_is_said_of_some_pictures_answers_the_others_and_is_told(
    window: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    with qtbot.waitSignal(window.engine.taught, timeout=20_000):
        found = fill(window, tmp_path)
    assert right(window, found) < 0.1
    assert window.learned.isHidden()
    assert scores(window) == {"Score"}
    say(window, qtbot, found, 8)
    rest = {name: paths[8:] for name, paths in found.items()}
    assert right(window, rest) > 0.9
    assert not window.learned.isHidden()
    told = window.learned.told.text().replace("\N{NO-BREAK SPACE}", " ")
    assert told.startswith("24 example")
    assert "0 % right by words alone, 100 % (86 to 100) now." in told
    assert "Probabilities are 0 % off on average" in told
    assert scores(window) == {"Probability"}


def test_learning_can_be_switched_off_and_on_and_undone(window: MainWindow, qtbot: QtBot, tmp_path: Path) -> None:
    with qtbot.waitSignal(window.engine.taught, timeout=20_000):
        found = fill(window, tmp_path)
    say(window, qtbot, found, 8)
    rest = {name: paths[8:] for name, paths in found.items()}
    with qtbot.waitSignal(window.engine.taught, timeout=20_000):
        window.learned.switch.click()
    assert right(window, rest) < 0.1
    assert window.learned.told.text() == "Words alone answer."
    with qtbot.waitSignal(window.engine.taught, timeout=20_000):
        window.learned.switch.click()
    assert right(window, rest) > 0.9
    with qtbot.waitSignal(window.engine.taught, timeout=20_000):
        window.document.undo.undo()
    assert right(window, rest) < 0.1
    assert window.learned.isHidden()


def test_that_learning_is_off_is_kept_with_the_session(window: MainWindow, tmp_path: Path) -> None:
    window.document.set_learns(False)
    window.document.save_as(tmp_path / "a.zeroshot")
    loaded = project.load(tmp_path / "a.zeroshot")
    assert not loaded.learns
    window.document.set_learns(True)
    assert window.learned.switch.isChecked()
    window.document.replace(loaded, None)
    assert not window.learned.switch.isChecked()


def test_a_class_known_by_reviewed_pictures_alone_gets_its_pictures(
    window: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    with qtbot.waitSignal(window.engine.taught, timeout=20_000):
        found = fill(window, tmp_path)
    say(window, qtbot, found, 8)
    window.classes.view.setCurrentIndex(window.classes.model.index_of("boat"))
    with qtbot.waitSignal(window.engine.taught, timeout=20_000):
        window.classes._known.trigger()
    assert [label.by_examples for label in window.document.classes.label_set.labels] == [False, False, True]
    assert right(window, {"boat": found["boat"][8:]}) > 0.9
    assert "Known by reviewed pictures alone" in window.classes.model._tip("boat")
    assert window.engine.report is not None
