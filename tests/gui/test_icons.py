"""The icons: every one there is draws something, sharp, in the theme's colours."""

from __future__ import annotations

import gc
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QColor, QIcon, QImage, QPainter, QPixmap
from PySide6.QtWidgets import QToolButton

from zeroshot.gui import icons
from zeroshot.gui.theme import DARK, LIGHT, Theme

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication
    from pytestqt.qtbot import QtBot

WANTED = """add-pictures add-folder search grid table sort filter export stop play undo redo remove rename up down open
save settings warning error info close zoom-in zoom-out zoom-fit previous next folder copy check none more model drop
class plus download pause"""


def inked(picture: QImage) -> float:
    """The share of the picture that isn't transparent."""
    small = picture.convertToFormat(QImage.Format.Format_ARGB32)
    drawn = sum(small.pixelColor(x, y).alpha() > 40 for x in range(small.width()) for y in range(small.height()))
    return drawn / (small.width() * small.height())


def strongest(picture: QImage) -> QColor:
    """The colour of the least transparent pixel."""
    pixels = (picture.pixelColor(x, y) for x in range(picture.width()) for y in range(picture.height()))
    return max(pixels, key=QColor.alpha)


def test_all_icons_are_there() -> None:
    assert set(WANTED.split()) <= set(icons.names())


@pytest.mark.parametrize("name", [*icons.names(), icons.APP])
def test_an_icon_is_drawn_at_every_size_and_pixel_ratio(qapp: QApplication, name: str) -> None:
    icon = icons.app_icon() if name == icons.APP else icons.icon(name)
    for size in (16, 24, 48):
        for ratio in (1.0, 1.5, 2.0):
            canvas = QPixmap(QSize(size, size) * ratio)
            canvas.setDevicePixelRatio(ratio)
            canvas.fill(Qt.GlobalColor.transparent)
            painter = QPainter(canvas)
            icon.paint(painter, QRect(0, 0, size, size))
            painter.end()
            assert 0.02 < inked(canvas.toImage()) < 0.95
    assert qapp.windowIcon() is not None


@pytest.mark.parametrize("name", icons.names())
def test_icons_share_one_way_of_drawing(name: str) -> None:
    source = bytes(icons._source(name, "currentColor").data()).decode()
    assert 'viewBox="0 0 24 24"' in source
    assert 'stroke-width="1.75"' in source
    assert "#" not in source, "an icon has no colour of its own"


def test_an_icon_made_once_follows_the_theme(qapp: QApplication) -> None:
    theme = Theme(qapp, "light")
    icon = icons.icon("plus")
    assert strongest(icon.pixmap(48, 48).toImage()).name() == LIGHT.text.name()
    theme.set_choice("dark")
    assert strongest(icon.pixmap(48, 48).toImage()).name() == DARK.text.name()
    theme.set_choice("light")


def test_chosen_and_disabled_icons_look_different(qapp: QApplication) -> None:
    theme = Theme(qapp, "light")
    icon = icons.icon("grid")
    shown = {
        strongest(icon.pixmap(QSize(48, 48), 1.0, mode, state).toImage()).name()
        for mode in (QIcon.Mode.Normal, QIcon.Mode.Disabled)
        for state in (QIcon.State.Off, QIcon.State.On)
    }
    assert len(shown) == 3
    assert theme.tokens.accent.name() in shown


def test_an_icon_is_painted_in_the_middle_of_an_oblong(qapp: QApplication) -> None:
    canvas = QPixmap(80, 20)
    canvas.fill(Qt.GlobalColor.transparent)
    painter = QPainter(canvas)
    icons.icon("plus").paint(painter, QRect(0, 0, 80, 20))
    painter.end()
    image = canvas.toImage()
    assert inked(image.copy(0, 0, 29, 20)) == inked(image.copy(51, 0, 29, 20)) == 0
    assert inked(image.copy(30, 0, 20, 20)) > 0
    assert qapp.devicePixelRatio() >= 1


def test_icons_survive_copies_and_the_garbage_collector(qtbot: QtBot) -> None:
    button = QToolButton()
    qtbot.addWidget(button)
    for _ in range(300):
        icon = icons.icon("search")
        copy = QIcon(icon)
        copy.addPixmap(QPixmap(8, 8))
        button.setIcon(copy)
        assert not icon.pixmap(16, 16).isNull()
    gc.collect()
    assert inked(button.icon().pixmap(16, 16).toImage()) > 0
