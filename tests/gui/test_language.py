"""Languages: nothing is left untranslated, what is compiled is what is written, and the window speaks it."""

from __future__ import annotations

import importlib.util
import string
import xml.etree.ElementTree as ET
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QCoreApplication, QLocale, QTranslator

from zeroshot.gui import language, numbers
from zeroshot.gui.run_bar import RunBar
from zeroshot.paths import assets

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import ModuleType

    from PySide6.QtWidgets import QApplication
    from pytestqt.qtbot import QtBot

SCRIPT = Path(__file__).parents[2] / "packaging" / "translations.py"
FOLDER = assets() / "translations"


@pytest.fixture
def script() -> ModuleType:
    spec = importlib.util.spec_from_file_location("translations", SCRIPT)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def german(qapp: QApplication) -> Iterator[None]:
    """German for one test."""
    before, known = QLocale(), set(qapp.findChildren(QTranslator))
    language.install(qapp, "de")
    yield
    for translator in set(qapp.findChildren(QTranslator)) - known:
        qapp.removeTranslator(translator)
    QLocale.setDefault(before)


def messages(path: Path) -> list[tuple[str, str, list[str]]]:
    """Context, text and translations of every message."""
    return [
        (
            context.findtext("name", ""),
            message.findtext("source", ""),
            [part.text or "" for part in message.iter("numerusform")] or [message.findtext("translation", "")],
        )
        for context in ET.parse(path).getroot().iter("context")  # noqa: S314 - our own file
        for message in context.iter("message")
    ]


@pytest.mark.parametrize("name", ["de", "en"])
def test_every_text_of_the_window_is_translated(script: ModuleType, tmp_path: Path, name: str) -> None:
    script.update(tmp_path)
    there = {(context, text) for context, text, _ in messages(FOLDER / f"zeroshot_{name}.ts")}
    assert {(context, text) for context, text, _ in messages(tmp_path / f"zeroshot_{name}.ts")} == there
    for context, text, translations in messages(FOLDER / f"zeroshot_{name}.ts"):
        assert all(translations), (context, text)


def test_translations_keep_what_is_filled_in() -> None:
    def holes(text: str) -> tuple[list[str], int]:
        return sorted(name for _, name, _, _ in string.Formatter().parse(text) if name is not None), text.count("%Ln")

    for context, text, translations in messages(FOLDER / "zeroshot_de.ts"):
        for translation in translations:
            assert holes(translation) == holes(text), (context, text)
            assert translation.endswith("…") == text.endswith("…"), (context, text)


def test_what_is_compiled_is_what_is_written(script: ModuleType, tmp_path: Path) -> None:
    script.compile_into(tmp_path)
    for path in tmp_path.glob("*.qm"):
        assert path.read_bytes() == (FOLDER / path.name).read_bytes(), "run packaging/translations.py"


@pytest.mark.usefixtures("german")
def test_german_speaks_and_counts(qtbot: QtBot) -> None:
    bar = RunBar()
    qtbot.addWidget(bar)
    bar.set_progress(1204, 5310, 31, 120)
    assert bar.text == "1.204 von 5.310 · 31 Bilder/s · noch 2 min"
    assert numbers.decimal(0.913) == "0,91"
    assert QCoreApplication.translate("QPlatformTheme", "Cancel") == "Abbrechen"


def test_english_knows_one_from_many(qtbot: QtBot) -> None:
    bar = RunBar()
    qtbot.addWidget(bar)
    bar.set_stopped(1)
    assert bar.text == "Stopped, 1 picture left"
    bar.set_stopped(1204)
    assert bar.text == "Stopped, 1,204 pictures left"


@pytest.mark.parametrize(
    ("asked", "spoken"), [(["de-CH", "en"], "de"), (["fr-FR", "de"], "de"), (["fr"], "en"), (["C"], "en"), ([], "en")]
)
def test_the_system_says_which(monkeypatch: pytest.MonkeyPatch, asked: list[str], spoken: str) -> None:
    monkeypatch.setattr(QLocale, "uiLanguages", lambda _: asked)
    assert language.chosen("system") == spoken
    assert language.chosen("en") == "en"
