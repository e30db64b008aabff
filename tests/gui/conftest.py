"""Real widgets on the offscreen platform; on a real screen with ``QT_QPA_PLATFORM=xcb``."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from zeroshot import paths
from zeroshot.gui import language

if TYPE_CHECKING:
    from pathlib import Path

    from PySide6.QtWidgets import QApplication

# Before the first QApplication: later it says nothing.
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")


@pytest.fixture(scope="session")
def qapp(qapp: QApplication) -> QApplication:
    """The one application, in English, in a font that a bare machine has too, at a usual size."""
    language.install(qapp, "en")
    font = qapp.font()
    font.setFamilies(["DejaVu Sans", "Noto Sans", "sans-serif"])
    font.setPointSizeF(10)
    qapp.setFont(font)
    return qapp


@pytest.fixture(autouse=True)
def torch_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """Converting a model for each test's new folders would cost seconds, and is no business of the window."""
    monkeypatch.setattr("zeroshot.encoders.runtime.is_installed", lambda: False)


@pytest.fixture
def folders(tmp_path: Path) -> paths.Folders:
    """The user's folders, empty ones."""
    return paths.folders(tmp_path / "home")
