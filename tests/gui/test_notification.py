"""What is told when nobody looks: by the program that Linux desktops have for it, stood in for by a script."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import pytest
from PySide6.QtWidgets import QWidget

from zeroshot.gui.notification import notify

if TYPE_CHECKING:
    from pathlib import Path

    from pytestqt.qtbot import QtBot

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="other systems have no such program")


def test_the_desktop_tells_it(qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    told, program = tmp_path / "told", tmp_path / "notify-send"
    program.write_text(f'#!/bin/sh\nprintf "%s\\n" "$@" > "{told}.part"\nmv "{told}.part" "{told}"\n')
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")
    window = QWidget()
    window.setWindowTitle("Zeroshot")
    qtbot.addWidget(window)
    notify(window, "--12 pictures labelled")
    qtbot.waitUntil(told.exists)
    assert told.read_text().splitlines()[-3:] == ["--", told.read_text().splitlines()[-2], "--12 pictures labelled"]


def test_without_it_nothing_breaks(qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    window = QWidget()
    qtbot.addWidget(window)
    notify(window, "done")
