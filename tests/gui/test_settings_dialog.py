"""Settings: chosen in the dialog, kept in the file, and used at once where that can be."""

from __future__ import annotations

import threading
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from PIL import Image
from PySide6.QtWidgets import QLabel

from zeroshot import settings as kept
from zeroshot.gui import numbers
from zeroshot.gui.settings_dialog import SettingsDialog
from zeroshot.settings import Settings
from zeroshot.thumbnails import Thumbnails
from zeroshot.wikipedia import Kind, Outcome
from zeroshot.wikipedia.cache import Cache

if TYPE_CHECKING:
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from zeroshot.paths import Folders


def test_what_was_set_is_shown_and_given_back(qtbot: QtBot, folders: Folders) -> None:
    chosen = Settings(
        device="cpu",
        precision="int8",
        backend="openvino",
        threads=2,
        max_megapixels=50,
        thumbnail_cache_mb=64,
        theme="dark",
        language="de",
        wikipedia_language="pt-br",
        wikipedia_contact="me@example.org",
        wikipedia_api="https://wiki.example.org/w/api.php",
    )
    dialog = SettingsDialog(chosen, folders)
    qtbot.addWidget(dialog)
    assert dialog.settings() == chosen
    dialog.theme.setCurrentIndex(dialog.theme.findData("light"))
    dialog.threads.setValue(0)
    assert dialog.threads.text() == "Automatic"
    assert dialog.settings() == replace(chosen, theme="light", threads=0)


def test_a_setting_that_the_dialog_does_not_show_stays(qtbot: QtBot, folders: Folders) -> None:
    dialog = SettingsDialog(Settings(model="mine", batch_size=7), folders)
    qtbot.addWidget(dialog)
    assert dialog.settings() == Settings(model="mine", batch_size=7)


def test_the_thumbnails_room_is_told_and_given_back(qtbot: QtBot, folders: Folders, tmp_path: Path) -> None:
    with Thumbnails(folders.thumbnails, limit=64 << 20, max_pixels=1 << 24) as thumbnails:
        for number in range(40):
            picture = tmp_path / f"{number}.png"
            Image.effect_noise((300, 300), 90).convert("RGB").save(picture)
            thumbnails.picture(picture, 256)
        full = thumbnails.size()
    dialog = SettingsDialog(Settings(), folders)
    qtbot.addWidget(dialog)
    assert numbers.size(full) in dialog.thumbnails.findChild(QLabel).text()
    dialog.thumbnails.clear.click()
    qtbot.waitUntil(dialog.thumbnails.clear.isEnabled)
    assert folders.thumbnails.stat().st_size < full / 4
    assert numbers.size(folders.thumbnails.stat().st_size) in dialog.thumbnails.findChild(QLabel).text()


def test_closing_waits_for_the_clearing(qtbot: QtBot, folders: Folders) -> None:
    dialog = SettingsDialog(Settings(), folders)
    qtbot.addWidget(dialog)
    dialog.thumbnails.clear.click()
    dialog.reject()
    assert [thread for thread in threading.enumerate() if thread.name == "forget"] == []


def test_the_pages_that_are_kept_are_told_and_forgotten(qtbot: QtBot, folders: Folders) -> None:
    missing = Outcome("wug", Kind.MISSING, message="There is none. " * 10_000)
    with Cache(folders.wikipedia) as cache:
        cache.put("https://wiki.invalid/api.php", "en", missing)
    full = folders.wikipedia.stat().st_size
    dialog = SettingsDialog(Settings(), folders)
    qtbot.addWidget(dialog)
    assert numbers.size(full) in dialog.pages.findChild(QLabel).text()
    dialog.pages.clear.click()
    qtbot.waitUntil(dialog.pages.clear.isEnabled)
    assert folders.wikipedia.stat().st_size < full / 2
    with Cache(folders.wikipedia) as cache:
        assert cache.get("https://wiki.invalid/api.php", "en", "wug") is None


def test_a_file_that_cannot_be_written_leaves_the_old_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "settings.toml"
    kept.save(path, Settings(threads=3))

    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("pathlib.Path.replace", full)
    with pytest.raises(kept.SettingsError, match="No space left"):
        kept.save(path, Settings(threads=4))
    assert kept.load(path).threads == 3
    assert list(tmp_path.iterdir()) == [path]
