"""Settings: chosen in the dialog, kept in the file, and used at once where that can be."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from PIL import Image

from zeroshot import settings as kept
from zeroshot.gui import numbers
from zeroshot.gui.settings_dialog import SettingsDialog
from zeroshot.settings import Settings
from zeroshot.thumbnails import Thumbnails

if TYPE_CHECKING:
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from zeroshot.paths import Folders


def test_what_was_set_is_shown_and_given_back(qtbot: QtBot, folders: Folders) -> None:
    chosen = Settings(
        device="cpu", precision="fp32", threads=2, max_megapixels=50, thumbnail_cache_mb=64, theme="dark", language="de"
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
    assert numbers.size(full) in dialog._taken.text()
    dialog.clear.click()
    qtbot.waitUntil(dialog.clear.isEnabled)
    assert folders.thumbnails.stat().st_size < full / 4
    assert numbers.size(folders.thumbnails.stat().st_size) in dialog._taken.text()


def test_closing_waits_for_the_clearing(qtbot: QtBot, folders: Folders) -> None:
    dialog = SettingsDialog(Settings(), folders)
    qtbot.addWidget(dialog)
    dialog.clear.click()
    dialog.reject()
    assert dialog._clearing is not None
    assert dialog._clearing.wait(0)


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
