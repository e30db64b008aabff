"""The style sheet: how every kind of widget looks, made from a theme's tokens.

A widget says what it is by the property ``kind`` (``theme.set_kind``), where its class alone doesn't tell:

=============  ==================================================================================================
QPushButton    ``primary`` (the one thing to do here; a dialog's default button is so by itself), ``link`` (looks
               like a link), ``chip`` (a filter that a click takes away), ``danger`` (takes something away)
QToolButton    ``bordered`` (a button among fields), ``badge`` (small and quiet)
QLabel         ``title``, ``heading``, ``muted``, ``caption`` (small and muted), ``danger``, ``warning``, ``success``,
               ``badge`` (small, on a ground of its own)
QFrame         ``pane`` (side pane), ``surface`` (content), ``bar`` (tool or status bar), ``notice``, ``card`` (raised,
               round), ``line`` (a hairline, either way), ``segments`` (holds tool buttons of which one is chosen)
QListWidget    ``nav`` (pages of a dialog)
=============  ==================================================================================================
"""

from __future__ import annotations

from dataclasses import fields
from string import Template
from typing import TYPE_CHECKING

from PySide6.QtGui import QColor, QFont

from zeroshot.paths import assets

if TYPE_CHECKING:
    from zeroshot.gui.theme import Tokens

_TITLE, _HEADING, _CAPTION = 1.55, 1.12, 0.9
"""Sizes of text, relative to the system's."""

_TEXT = """
QLabel { background: transparent; }
QLabel[kind="title"] { font-size: $title; font-weight: 600; }
QLabel[kind="heading"] { font-size: $heading; font-weight: 600; }
QLabel[kind="muted"] { color: $muted; }
QLabel[kind="caption"] { color: $muted; font-size: $caption; }
QLabel[kind="danger"] { color: $danger; }
QLabel[kind="warning"] { color: $warning; }
QLabel[kind="success"] { color: $success; }
QLabel[kind="badge"] { background: $accent_soft; font-size: $caption; border-radius: 7px; padding: 1px 8px; }
QLabel:disabled { color: $faint; }
QToolTip { background: $raised; color: $text; border: 1px solid $edge; padding: 4px 6px; }
"""

_FRAMES = """
QMainWindow, QDialog { background: $window; }
QFrame[kind="pane"], QFrame[kind="bar"] { background: $window; border: none; }
QFrame[kind="notice"] { background: $accent_soft; border: none; border-bottom: 1px solid $line; }
QFrame[kind="surface"] { background: $surface; border: none; }
QFrame[kind="card"] { background: $card; border: 1px solid $line; border-radius: 10px; }
QFrame[kind="line"] { background: $line; border: none; min-height: 1px; min-width: 1px; }
QFrame[kind="line"][vertical="false"] { max-height: 1px; }
QFrame[kind="line"][vertical="true"] { max-width: 1px; }
QFrame[kind="segments"] { background: $shade; border: none; border-radius: 7px; }
QFrame[kind="segments"] QToolButton { margin: 2px; padding: 3px 7px; border-radius: 5px; }
QFrame[kind="segments"] QToolButton:checked { background: $raised; border: 1px solid $edge; }
QFrame[kind="segments"] QToolButton:focus { border: 2px solid $accent; padding: 2px 6px; }
QSplitter::handle { background: $line; }
QSplitter::handle:horizontal { width: 1px; }
QSplitter::handle:vertical { height: 1px; }
QSplitter::handle:hover, QSplitter::handle:pressed { background: $accent; }
QGroupBox { border: none; margin-top: 1.6em; font-weight: 600; }
QGroupBox::title { subcontrol-origin: margin; subcontrol-position: top left; padding: 0; }
QStatusBar { background: $window; border-top: 1px solid $line; }
QStatusBar::item { border: none; }
QScrollArea, QStackedWidget { background: transparent; border: none; }
QScrollArea > QWidget > QWidget { background: transparent; }
"""

_BUTTONS = """
QPushButton {
  background: $raised; color: $text; border: 1px solid $edge; border-radius: 6px;
  padding: 5px 14px; min-height: 1.2em;
}
QPushButton { qproperty-iconSize: 20px 16px; } /* some air between icon and words */
QPushButton[kind="chip"] { qproperty-iconSize: 12px 10px; }
QPushButton:hover { background: $hover; }
QPushButton:pressed { background: $pressed; }
QPushButton:focus { border: 2px solid $accent; padding: 4px 13px; }
QPushButton:disabled { background: transparent; color: $faint; border-color: $line; }
QPushButton[kind="primary"], QDialog QPushButton:default {
  background: $accent; color: $on_accent; border-color: $accent;
}
QPushButton[kind="primary"]:hover, QDialog QPushButton:default:hover { background: $accent_hover; }
QPushButton[kind="primary"]:pressed, QDialog QPushButton:default:pressed { background: $accent_pressed; }
QPushButton[kind="primary"]:focus, QDialog QPushButton:default:focus { border-color: $focus_on_accent; }
QPushButton[kind="primary"]:disabled, QDialog QPushButton:default:disabled {
  background: $shade; color: $faint; border-color: transparent;
}
QPushButton[kind="danger"] { color: $danger; }
QPushButton[kind="danger"]:disabled { color: $faint; }
QPushButton[kind="chip"] { background: $accent_soft; border-color: transparent; border-radius: 10px; padding: 1px 9px; }
QPushButton[kind="chip"]:hover { border-color: $accent; }
QPushButton[kind="chip"]:focus { border: 2px solid $accent; padding: 0 8px; }
QPushButton[kind="link"] { background: transparent; border: 1px solid transparent; color: $accent; padding: 3px 6px; }
QPushButton[kind="link"]:hover { background: $shade; }
QPushButton[kind="link"]:focus { border: 2px solid $accent; padding: 2px 5px; }
QPushButton[kind="link"]:disabled { color: $faint; }
QPushButton::menu-indicator {
  image: url("$art/chevron-down.svg"); width: 10px; height: 10px;
  subcontrol-origin: padding; subcontrol-position: right center; right: 8px;
}
QPushButton[menued="true"] { padding-right: 26px; }

QToolButton { background: transparent; color: $text; border: 1px solid transparent; border-radius: 6px; padding: 4px; }
QToolButton:hover { background: $shade; }
QToolButton:pressed, QToolButton:open { background: $pressed_shade; }
QToolButton:checked { background: $accent_soft; color: $text; }
QToolButton:focus { border: 2px solid $accent; padding: 3px; }
QToolButton:disabled { color: $faint; }
QToolButton[kind="bordered"] { background: $raised; border: 1px solid $edge; padding: 4px 8px; }
QToolButton[kind="bordered"]:hover { background: $hover; }
QToolButton[kind="bordered"]:checked { background: $accent_soft; border-color: $accent; }
QToolButton[kind="bordered"]:focus { border: 2px solid $accent; padding: 3px 7px; }
QToolButton[kind="bordered"]:disabled { background: transparent; border-color: $line; }
QToolButton[kind="badge"] { color: $muted; padding: 2px 5px; font-size: $caption; }
QToolButton[popupMode="2"] { padding-right: 5px; }
QToolButton[popupMode="2"]:focus { padding-right: 4px; }
QToolButton[popupMode="2"][toolButtonStyle="0"] { padding: 4px; }
QToolButton::menu-indicator {
  image: url("$art/chevron-down.svg"); width: 10px; height: 10px;
  subcontrol-origin: padding; subcontrol-position: right center; right: 5px;
}
QToolButton[popupMode="0"]::menu-indicator, QToolButton[toolButtonStyle="0"]::menu-indicator { image: none; }
QToolButton[popupMode="1"] { padding-right: 22px; }
QToolButton::menu-button { width: 18px; border: none; border-left: 1px solid $line; }
QToolButton::menu-arrow { image: url("$art/chevron-down.svg"); width: 10px; height: 10px; }
QToolBar { background: $window; border: none; spacing: 4px; padding: 4px; }
QToolBar::separator { background: $line; width: 1px; height: 1px; margin: 5px 4px; }
"""

_FIELDS = """
QLineEdit, QPlainTextEdit, QTextEdit, QAbstractSpinBox, QComboBox {
  background: $surface; color: $text; border: 1px solid $edge; border-radius: 6px;
  selection-background-color: $accent; selection-color: $on_accent;
}
QLineEdit, QAbstractSpinBox, QComboBox { padding: 4px 8px; min-height: 1.3em; }
QLineEdit:focus, QAbstractSpinBox:focus, QComboBox:focus { border: 2px solid $accent; padding: 3px 7px; }
QPlainTextEdit, QTextEdit { padding: 4px; }
QPlainTextEdit:focus, QTextEdit:focus { border: 2px solid $accent; padding: 3px; }
QLineEdit:disabled, QAbstractSpinBox:disabled, QComboBox:disabled, QPlainTextEdit:disabled {
  background: transparent; color: $faint; border-color: $line;
}
QLineEdit[readOnly="true"] { background: transparent; border-color: $line; }
QAbstractSpinBox QLineEdit, QComboBox QLineEdit { border: none; padding: 0; background: transparent; }
QAbstractSpinBox QLineEdit { margin-left: 7px; }
QLineEdit QToolButton, QLineEdit QToolButton:hover { padding: 0; border: none; background: transparent; }

QComboBox { background: $raised; padding-right: 26px; }
QComboBox:focus { padding-right: 25px; }
QComboBox:hover { background: $hover; }
QComboBox::drop-down { border: none; width: 24px; subcontrol-origin: border; subcontrol-position: right center; }
QComboBox::down-arrow { image: url("$art/chevron-down.svg"); width: 11px; height: 11px; }
QComboBox QAbstractItemView {
  background: $raised; border: 1px solid $edge; border-radius: 0; padding: 4px; outline: none;
  selection-background-color: $accent_soft; selection-color: $text;
}
QAbstractSpinBox { padding-right: 24px; }
QAbstractSpinBox:focus { padding-right: 23px; }
QAbstractSpinBox::up-button, QAbstractSpinBox::down-button {
  subcontrol-origin: border; width: 20px; border: none; background: transparent;
}
QAbstractSpinBox::up-button { subcontrol-position: top right; margin: 3px 3px 0 0; border-radius: 3px; }
QAbstractSpinBox::down-button { subcontrol-position: bottom right; margin: 0 3px 3px 0; border-radius: 3px; }
QAbstractSpinBox::up-button:hover, QAbstractSpinBox::down-button:hover { background: $shade; }
QAbstractSpinBox::up-arrow { image: url("$art/chevron-up.svg"); width: 9px; height: 9px; }
QAbstractSpinBox::down-arrow { image: url("$art/chevron-down.svg"); width: 9px; height: 9px; }

QCheckBox, QRadioButton { spacing: 8px; padding: 3px; border: 1px solid transparent; border-radius: 5px; }
QCheckBox:focus, QRadioButton:focus { border: 2px solid $accent; padding: 2px; }
QCheckBox:disabled, QRadioButton:disabled { color: $faint; }
QCheckBox::indicator, QRadioButton::indicator, QAbstractItemView::indicator {
  width: 14px; height: 14px; border: 1px solid $outline; background: $surface;
}
QCheckBox::indicator, QAbstractItemView::indicator { border-radius: 4px; }
QRadioButton::indicator { border-radius: 8px; }
QCheckBox::indicator:hover, QRadioButton::indicator:hover { border-color: $accent; }
QCheckBox::indicator:checked, QAbstractItemView::indicator:checked {
  background: $accent; border-color: $accent; image: url("$art/check.svg");
}
QCheckBox::indicator:indeterminate { background: $accent; border-color: $accent; image: url("$art/dash.svg"); }
QRadioButton::indicator:checked { background: $accent; border-color: $accent; image: url("$art/dot.svg"); }
QCheckBox::indicator:disabled, QRadioButton::indicator:disabled { border-color: $line; background: transparent; }

QSlider { min-height: 22px; }
QSlider:vertical { min-width: 22px; }
QSlider::groove:horizontal { height: 4px; border-radius: 2px; background: $track; }
QSlider::sub-page:horizontal { height: 4px; border-radius: 2px; background: $accent; }
QSlider::handle:horizontal {
  width: 14px; height: 14px; margin: -6px 0; border-radius: 8px; background: $knob; border: 1px solid $outline;
}
QSlider::handle:hover { border-color: $accent; }
QSlider::handle:horizontal:focus { width: 12px; height: 12px; border: 2px solid $accent; }
QSlider::sub-page:horizontal:disabled { background: $edge; }
QSlider::handle:disabled { background: $window; border-color: $edge; }

QProgressBar { background: $track; border: none; border-radius: 3px; min-height: 6px; max-height: 6px; }
QProgressBar::chunk { background: $accent; border-radius: 3px; }
"""

_VIEWS = """
QAbstractItemView {
  background: $surface; color: $text; border: none; outline: none; alternate-background-color: $window;
  selection-background-color: $accent_soft; selection-color: $text;
}
QListView, QTreeView, QTableView { show-decoration-selected: 1; gridline-color: $line; }
QListView::item, QTreeView::item { padding: 5px 8px; border: 1px solid transparent; border-radius: 5px; }
QListView::item:hover, QTreeView::item:hover { background: $shade; }
QListView::item:selected, QTreeView::item:selected, QTableView::item:selected {
  background: $accent_soft; color: $text;
}
QListView::item:focus, QTreeView::item:focus { border-color: $accent; }
QTableView::item { padding: 2px 8px; border: none; }
QTableView::item:focus { border: 1px solid $accent; padding: 1px 7px; }
QTableView QTableCornerButton::section { background: $window; border: none; }
QListWidget[kind="nav"] { background: transparent; }
QListWidget[kind="nav"]::item { padding: 8px 10px; border-radius: 6px; margin-bottom: 2px; }

QHeaderView { background: $surface; border: none; }
QHeaderView::section {
  background: $surface; color: $muted; border: none; border-bottom: 1px solid $line; border-right: 1px solid $line;
  padding: 6px 8px;
}
QHeaderView::section:last { border-right: none; }
QHeaderView::section:hover { background: $window; color: $text; }
QHeaderView::up-arrow, QHeaderView::down-arrow {
  width: 10px; height: 10px; subcontrol-position: right center; subcontrol-origin: padding; right: 8px;
}
QHeaderView::up-arrow { image: url("$art/chevron-up.svg"); }
QHeaderView::down-arrow { image: url("$art/chevron-down.svg"); }

QTabWidget::pane { border: none; border-top: 1px solid $line; top: -1px; }
QTabBar { qproperty-drawBase: 0; background: transparent; }
QTabBar::tab {
  background: transparent; color: $muted; padding: 7px 12px 6px; border: 1px solid transparent;
  border-bottom: 2px solid transparent;
}
QTabBar::tab:hover { color: $text; }
QTabBar::tab:selected { color: $text; border-bottom: 2px solid $accent; }
QTabBar::tab:focus { border: 1px solid $accent; border-bottom: 2px solid $accent; border-radius: 4px; }

QScrollBar { background: transparent; border: none; }
QScrollBar:vertical { width: 12px; margin: 0; }
QScrollBar:horizontal { height: 12px; margin: 0; }
QScrollBar::handle { background: $thumb; border-radius: 3px; }
QScrollBar::handle:vertical { min-height: 32px; margin: 2px 3px; }
QScrollBar::handle:horizontal { min-width: 32px; margin: 3px 2px; }
QScrollBar::handle:hover, QScrollBar::handle:pressed { background: $muted; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; border: none; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }
QAbstractScrollArea::corner { background: transparent; border: none; }
"""

_MENUS = """
QMenuBar { background: $window; color: $text; border: none; padding: 2px 4px; }
QMenuBar::item { background: transparent; padding: 4px 9px; border-radius: 5px; }
QMenuBar::item:selected, QMenuBar::item:pressed { background: $pressed_shade; }
QMenu { background: $raised; color: $text; border: 1px solid $edge; padding: 4px; }
QMenu::item { background: transparent; padding: 6px 28px 6px 12px; border-radius: 5px; }
QMenu::item:selected { background: $accent_soft; }
QMenu::item:disabled { color: $faint; }
QMenu::separator { height: 1px; background: $line; margin: 4px 8px; }
QMenu::icon { padding-left: 8px; }
QMenu::indicator { width: 14px; height: 14px; margin-left: 8px; border-radius: 4px; border: 1px solid $outline; }
QMenu::indicator:checked { background: $accent; border-color: $accent; image: url("$art/check.svg"); }
QMenu::indicator:exclusive { border-radius: 7px; }
QMenu::indicator:exclusive:checked { image: url("$art/dot.svg"); }
QMenu::right-arrow { image: url("$art/chevron-right.svg"); width: 10px; height: 10px; margin-right: 8px; }
"""


def stylesheet(tokens: Tokens, theme: str, font: QFont) -> str:
    """The application's style sheet; ``theme`` (light or dark) names the folder of small drawings that it uses."""
    colours = {field.name: getattr(tokens, field.name) for field in fields(tokens)}
    dark = theme == "dark"
    colours |= {
        "faint": mixed(tokens.muted, tokens.window, 0.35),
        "card": tokens.surface if not dark else mixed(tokens.window, tokens.raised, 0.5),
        "hover": mixed(tokens.raised, tokens.text, 0.05),
        "pressed": mixed(tokens.raised, tokens.text, 0.11),
        "pressed_shade": mixed(tokens.shade, tokens.text, 0.06),
        "accent_hover": mixed(tokens.accent, tokens.text, 0.14),
        "accent_pressed": mixed(tokens.accent, tokens.text, 0.26),
        "focus_on_accent": tokens.text,
        "outline": mixed(tokens.muted, tokens.surface, 0.2),
        "track": mixed(tokens.window, tokens.text, 0.14),
        "thumb": mixed(tokens.muted, tokens.window, 0.45),
        "knob": tokens.raised if not dark else mixed(tokens.raised, tokens.text, 0.75),
    }
    values = {name: _css(value) for name, value in colours.items() if isinstance(value, QColor)}
    values |= {"title": _size(font, _TITLE), "heading": _size(font, _HEADING), "caption": _size(font, _CAPTION)}
    values["art"] = (assets() / "theme" / theme).as_posix()
    return Template(_TEXT + _FRAMES + _BUTTONS + _FIELDS + _VIEWS + _MENUS).substitute(values)


def mixed(one: QColor, other: QColor, share: float) -> QColor:
    """``one`` with a ``share`` (0 to 1) of ``other``."""
    red, green, blue, alpha = (
        round(own + (foreign - own) * share)
        for own, foreign in (
            (one.red(), other.red()),
            (one.green(), other.green()),
            (one.blue(), other.blue()),
            (one.alpha(), other.alpha()),
        )
    )
    return QColor(red, green, blue, alpha)


def _css(colour: QColor) -> str:
    return f"rgba({colour.red()}, {colour.green()}, {colour.blue()}, {colour.alpha()})"


def _size(font: QFont, factor: float) -> str:
    points = font.pointSizeF()
    return f"{points * factor:.1f}pt" if points > 0 else f"{font.pixelSize() * factor:.0f}px"
