"""A model that takes long to load: what the window says meanwhile, and that closing it ends the work."""

from __future__ import annotations

from threading import Event
from typing import TYPE_CHECKING

from zeroshot.encoders import Stage, Watch
from zeroshot.errors import EncoderError
from zeroshot.gui.theme import Theme
from zeroshot.gui.window import MainWindow
from zeroshot.settings import Settings

if TYPE_CHECKING:
    import pytest
    from PySide6.QtWidgets import QApplication
    from pytestqt.qtbot import QtBot

    from zeroshot.paths import Folders


def test_the_bar_says_what_is_done_once_and_closing_the_window_ends_it(
    qtbot: QtBot, qapp: QApplication, folders: Folders, monkeypatch: pytest.MonkeyPatch
) -> None:
    ended, go_on = Event(), Event()

    def load(_settings: Settings, _folders: Folders, watch: Watch) -> None:
        watch.tell(Stage.PREPARING)
        go_on.wait()
        watch.tell(Stage.QUANTISING)
        watch.stop.wait()
        ended.set()
        raise EncoderError("it was stopped")

    monkeypatch.setattr("zeroshot.gui.engine.load_encoder", load)
    window = MainWindow(folders, Settings(), Theme(qapp, "light"))
    qtbot.addWidget(window)
    window.show()
    qtbot.waitUntil(lambda: window.run_bar.text == "Preparing the model for this processor (once)…", timeout=60_000)
    go_on.set()
    qtbot.waitUntil(lambda: window.run_bar.text == "Preparing the model in int8 (once, a minute or more)…")
    window.close()
    assert ended.is_set()
