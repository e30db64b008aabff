"""The look: readable in both themes, and switched while the program runs."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QLabel, QWidget

from zeroshot.gui.stylesheet import mixed, stylesheet
from zeroshot.gui.theme import CLASS_COLOURS, DARK, LIGHT, Theme, Tokens, palette, scaled, tokens_of
from zeroshot.paths import assets

if TYPE_CHECKING:
    from collections.abc import Iterator

    from PySide6.QtWidgets import QApplication
    from pytestqt.qtbot import QtBot

THEMES = pytest.mark.parametrize("tokens", [LIGHT, DARK], ids=["light", "dark"])


@pytest.fixture
def theme(qapp: QApplication) -> Iterator[Theme]:
    made = Theme(qapp, "light")
    yield made
    made.set_choice("system")
    made.deleteLater()


def luminance(colour: QColor) -> float:
    """Relative luminance by WCAG 2.2."""
    parts = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in colour.getRgbF()[:3]]
    return float(0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2])


def contrast(one: QColor, other: QColor) -> float:
    """Contrast ratio by WCAG 2.2."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@THEMES
def test_every_text_colour_is_readable_on_every_ground(tokens: Tokens) -> None:
    for ground in (tokens.window, tokens.surface, tokens.raised, tokens.accent_soft):
        for text in (tokens.text, tokens.muted, tokens.accent, tokens.danger, tokens.warning, tokens.success):
            assert contrast(text, ground) >= 4.5, (text.name(), ground.name())
    assert contrast(tokens.on_accent, tokens.accent) >= 4.5


@THEMES
def test_what_shows_the_focus_and_the_state_stands_out(tokens: Tokens) -> None:
    for ground in (tokens.window, tokens.surface, tokens.raised):
        assert contrast(tokens.accent, ground) >= 3
        assert contrast(mixed(tokens.muted, tokens.surface, 0.2), ground) >= 3  # outlines of check boxes


@pytest.mark.parametrize("colour", CLASS_COLOURS)
def test_class_colours_stand_out_on_both_themes(colour: str) -> None:
    assert contrast(QColor(colour), LIGHT.surface) >= 2
    assert contrast(QColor(colour), DARK.surface) >= 2


def test_no_two_class_colours_are_alike() -> None:
    for one, other in combinations(map(QColor, CLASS_COLOURS), 2):
        apart = sum((a - b) ** 2 for a, b in zip(one.getRgb()[:3], other.getRgb()[:3], strict=True)) ** 0.5
        assert apart > 40, (one.name(), other.name())


def test_the_theme_switches_live(theme: Theme, qtbot: QtBot) -> None:
    widget = QWidget()
    qtbot.addWidget(widget)
    assert tokens_of(widget) is theme.tokens is LIGHT
    with qtbot.waitSignal(theme.changed):
        theme.set_choice("dark")
    qtbot.waitUntil(lambda: tokens_of(widget) is DARK)
    assert theme.tokens is DARK


def test_the_same_theme_again_changes_nothing(theme: Theme, qtbot: QtBot) -> None:
    with qtbot.assertNotEmitted(theme.changed):
        theme.set_choice("light")


def test_the_system_decides_when_it_is_asked_to(theme: Theme, qapp: QApplication) -> None:
    theme.set_choice("system")
    dark = qapp.styleHints().colorScheme() == Qt.ColorScheme.Dark
    assert theme.tokens is (DARK if dark else LIGHT)
    theme.set_choice("no such theme")
    assert theme.tokens is (DARK if dark else LIGHT)


def test_the_style_sheet_is_whole_and_finds_its_drawings(qapp: QApplication) -> None:
    for name, tokens in (("light", LIGHT), ("dark", DARK)):
        sheet = stylesheet(tokens, name, qapp.font())
        assert "$" not in sheet
        assert sheet.count("{") == sheet.count("}")
        for part in sheet.split('url("')[1:]:
            assert (assets() / part.split('"')[0]).is_file()


@pytest.mark.parametrize(("name", "tokens"), [("light", LIGHT), ("dark", DARK)])
def test_the_style_sheets_drawings_have_the_themes_colours(name: str, tokens: Tokens) -> None:
    for path in (assets() / "theme" / name).glob("*.svg"):
        wanted = tokens.muted if path.stem.startswith("chevron") else tokens.on_accent
        assert wanted.name() in path.read_text(encoding="utf-8"), path


@THEMES
def test_disabled_text_is_fainter(tokens: Tokens) -> None:
    made = palette(tokens)
    for role in (QPalette.ColorRole.Text, QPalette.ColorRole.ButtonText):
        faint = made.color(QPalette.ColorGroup.Disabled, role)
        assert contrast(faint, tokens.window) < contrast(made.color(role), tokens.window)


def test_larger_text_grows_with_the_systems(qapp: QApplication) -> None:
    font = qapp.font()
    font.setPointSizeF(10)
    assert scaled(font, 1.5).pointSizeF() == 15
    font.setPixelSize(20)
    assert scaled(font, 1.5).pixelSize() == 30


def test_titles_are_larger_than_text(theme: Theme, qtbot: QtBot) -> None:
    title, text = QLabel("Ag"), QLabel("Ag")
    qtbot.addWidget(title)
    qtbot.addWidget(text)
    title.setProperty("kind", "title")
    assert title.sizeHint().height() > text.sizeHint().height() * 1.3
    assert theme.tokens is LIGHT
