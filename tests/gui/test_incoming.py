"""What is dropped on the window, as Qt delivers it: paths of other machines, what is held over, what can't be taken."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDropEvent, QGuiApplication
from PySide6.QtWidgets import QFileDialog, QMessageBox

from zeroshot.gui.theme import Theme
from zeroshot.gui.window import MainWindow
from zeroshot.paths import assets
from zeroshot.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from PySide6.QtWidgets import QApplication
    from pytestqt.qtbot import QtBot

    from zeroshot.paths import Folders

_COPY, _LEFT, _NO_KEYS = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier


@pytest.fixture
def window(qtbot: QtBot, qapp: QApplication, folders: Folders) -> Iterator[MainWindow]:
    window = MainWindow(folders, Settings(model="none"), Theme(qapp, "light"))
    qtbot.addWidget(window)
    window.show()
    yield window
    window.close()


def urls(*addresses: str) -> QMimeData:
    mime = QMimeData()
    mime.setUrls([QUrl(address) for address in addresses])
    return mime


def drop(window: MainWindow, mime: QMimeData) -> None:
    window.dropEvent(QDropEvent(QPointF(99, 99), _COPY, mime, _LEFT, _NO_KEYS))


@pytest.mark.parametrize("answer", [QMessageBox.StandardButton.Yes, QMessageBox.StandardButton.No])
def test_paths_on_other_machines_are_asked_about_once(
    window: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, answer: QMessageBox.StandardButton
) -> None:
    asked: list[str] = []

    def question(_parent: object, _title: str, text: str) -> QMessageBox.StandardButton:
        asked.append(text)
        return answer

    monkeypatch.setattr(QMessageBox, "question", question)
    drop(window, urls("file://server.invalid/share/a.jpg", "file://server.invalid/share/b.jpg"))
    qtbot.waitUntil(lambda: not window.adder.busy)
    assert len(asked) == 1
    assert "server.invalid" in asked[0]
    taken = len(window.engine.results.present())
    assert taken == (2 if answer == QMessageBox.StandardButton.Yes else 0)


def test_a_frame_shows_where_a_drop_is_welcome(window: MainWindow) -> None:
    here = urls((assets() / "samples" / "apple.jpg").as_uri())
    window.dragEnterEvent(QDragEnterEvent(QPoint(9, 9), _COPY, here, _LEFT, _NO_KEYS))
    assert window.drop_frame.isVisible()
    assert window.drop_frame.geometry() == window.centralWidget().rect()
    window.dragLeaveEvent(QDragLeaveEvent())
    assert not window.drop_frame.isVisible()
    window.dragEnterEvent(QDragEnterEvent(QPoint(9, 9), _COPY, here, _LEFT, _NO_KEYS))
    drop(window, here)
    assert not window.drop_frame.isVisible()


def test_what_cannot_be_taken_is_said_in_one_sentence(window: MainWindow) -> None:
    drop(window, urls("https://example.invalid/a.jpg"))
    assert "save the picture" in window.notice.text


def test_class_sets_and_pictures_come_in_one_drop(window: MainWindow, qtbot: QtBot, tmp_path: Path) -> None:
    names = tmp_path / "beasts.txt"
    names.write_text("basilisk\ncockatrice\n", encoding="utf-8")
    drop(window, urls(names.as_uri(), (assets() / "samples" / "apple.jpg").as_uri()))
    qtbot.waitUntil(lambda: len(window.engine.results) == 1)
    assert window.document.classes.names == ("basilisk", "cockatrice")


def test_pasted_text_is_class_names(window: MainWindow) -> None:
    QGuiApplication.clipboard().setText("griffin\nwyvern")
    window.incoming.paste()
    assert window.document.classes.names == ("griffin", "wyvern")


def test_dialogs_begin_where_they_were_last_time(
    window: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun: list[str] = []
    samples = assets() / "samples"

    def ask(_parent: object, _title: str, start: str) -> str:
        begun.append(start)
        return str(samples)

    monkeypatch.setattr(QFileDialog, "getExistingDirectory", ask)
    window.incoming.choose_folder()
    qtbot.waitUntil(lambda: len(window.engine.results) == 17)
    window.incoming.choose_folder()
    assert begun[1] == str(samples)
    assert begun[0] != begun[1]
    qtbot.waitUntil(lambda: not window.adder.busy)
