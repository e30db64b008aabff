"""The look: colours of the light and the dark theme, and the object that puts them on the application.

Nothing in the window names a colour of its own: widgets are styled by ``zeroshot.gui.stylesheet``, and what is painted
by hand takes its colours from ``tokens_of(widget)``.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QColor, QFont, QPalette
from PySide6.QtWidgets import QLineEdit, QStyleFactory

from zeroshot.gui.stylesheet import mixed, stylesheet
from zeroshot.settings import CHOICES

if TYPE_CHECKING:
    from PySide6.QtWidgets import QAbstractSpinBox, QApplication, QWidget

CLASS_COLOURS = (
    "#0f5aa5",
    "#ff870f",
    "#78b478",
    "#d24b87",
    "#3cc3ff",
    "#695a00",
    "#a578ff",
    "#a5780f",
    "#ff96c3",
    "#695ae1",
    "#963c69",
    "#2d87b4",
)
"""Colours for classes, in the order they are given out.

They were searched for by machine: of all choices of twelve that stand out from both themes' surfaces (contrast 2 and
more), one in which the two nearest lie farthest apart in Oklab, seen as most people do and through the simulations of
protanopia, deuteranopia and tritanopia of Machado, Oliveira and Fernandes 2009. A colour never stands without its word.
"""


@dataclass(frozen=True, slots=True)
class Tokens:
    """The colours and measures of one theme.

    ``window`` is the quiet ground of bars and side panes, ``surface`` that of content (lists, fields), ``raised`` that
    of what lies on top (buttons, menus, cards). ``line`` separates, ``edge`` outlines what can be operated. ``accent``
    is the one colour that means "act here" or "chosen", ``on_accent`` text on it, ``accent_soft`` the ground of
    selected rows. ``shade`` is a translucent fill for hovering, tracks and pictures that aren't there yet.
    ``space`` is the unit of distances in pixels (use multiples, and half of it), ``radius`` that of round corners.
    """

    window: QColor
    surface: QColor
    raised: QColor
    text: QColor
    muted: QColor
    line: QColor
    edge: QColor
    accent: QColor
    on_accent: QColor
    accent_soft: QColor
    danger: QColor
    warning: QColor
    success: QColor
    shade: QColor
    space: int = 8
    radius: int = 6


LIGHT = Tokens(
    window=QColor("#f4f4f5"),
    surface=QColor("#ffffff"),
    raised=QColor("#ffffff"),
    text=QColor("#1d1d20"),
    muted=QColor("#62626b"),
    line=QColor("#dedee2"),
    edge=QColor("#c3c3ca"),
    accent=QColor("#215fc9"),
    on_accent=QColor("#ffffff"),
    accent_soft=QColor("#dbe7fb"),
    danger=QColor("#b8232f"),
    warning=QColor("#8a5300"),
    success=QColor("#1b7040"),
    shade=QColor(20, 20, 30, 16),
)
DARK = Tokens(
    window=QColor("#232326"),
    surface=QColor("#19191b"),
    raised=QColor("#303034"),
    text=QColor("#ededf0"),
    muted=QColor("#a3a3ad"),
    line=QColor("#39393e"),
    edge=QColor("#4e4e56"),
    accent=QColor("#74a9fa"),
    on_accent=QColor("#0d1b33"),
    accent_soft=QColor("#26395c"),
    danger=QColor("#ff8a85"),
    warning=QColor("#f0b456"),
    success=QColor("#6fcf94"),
    shade=QColor(235, 235, 255, 20),
)


class Theme(QObject):
    """Puts a theme on the application, and follows the system's choice of light or dark while it runs."""

    changed = Signal()

    def __init__(self, app: QApplication, choice: str = "system") -> None:
        super().__init__(app)
        self._app = app
        self._choice = choice
        self._tokens: Tokens | None = None
        app.setStyle(QStyleFactory.create("Fusion"))
        app.styleHints().colorSchemeChanged.connect(self._apply)
        self.set_choice(choice)

    @property
    def tokens(self) -> Tokens:
        """The tokens that are shown now."""
        return self._tokens or LIGHT

    def set_choice(self, choice: str) -> None:
        """Show ``light``, ``dark``, or what the ``system`` shows."""
        self._choice = choice if choice in CHOICES["theme"] else "system"
        schemes = {"light": Qt.ColorScheme.Light, "dark": Qt.ColorScheme.Dark}
        # Native title bars and file dialogs follow this; where the platform has no such thing it does nothing.
        self._app.styleHints().setColorScheme(schemes.get(self._choice, Qt.ColorScheme.Unknown))
        self._apply()

    def _apply(self) -> None:
        tokens = self._wanted()
        if tokens is self._tokens:
            return
        self._tokens = tokens
        self._app.setPalette(palette(tokens))
        self._app.setStyleSheet(stylesheet(tokens, "dark" if tokens is DARK else "light", self._app.font()))
        self.changed.emit()

    def _wanted(self) -> Tokens:
        if self._choice != "system":
            return DARK if self._choice == "dark" else LIGHT
        return DARK if self._app.styleHints().colorScheme() == Qt.ColorScheme.Dark else LIGHT


def tokens_of(widget: QWidget) -> Tokens:
    """The tokens of the theme that a widget is shown in, told from its palette; for what is painted by hand."""
    return DARK if widget.palette().color(QPalette.ColorRole.Window).lightness() < 128 else LIGHT  # noqa: PLR2004


def scaled(font: QFont, factor: float, weight: QFont.Weight = QFont.Weight.Normal) -> QFont:
    """A font ``factor`` times as large, for what is painted by hand; it grows with the system's text size."""
    larger = QFont(font)
    larger.setWeight(weight)
    if font.pointSizeF() > 0:
        larger.setPointSizeF(font.pointSizeF() * factor)
    else:
        larger.setPixelSize(round(font.pixelSize() * factor))
    return larger


def set_kind(widget: QWidget, kind: str) -> None:
    """Say what a widget is to the style sheet (its kinds are listed there); also while it is shown."""
    widget.setProperty("kind", kind)
    widget.style().unpolish(widget)
    widget.style().polish(widget)


def indent(box: QAbstractSpinBox) -> None:
    """Give a number the room on its left that a style sheet's padding doesn't."""
    field = box.findChild(QLineEdit)
    if field is not None:
        field.setTextMargins(6, 0, 0, 0)


def palette(tokens: Tokens) -> QPalette:
    """What the style and native parts of Qt paint with."""
    made = QPalette()
    roles = QPalette.ColorRole
    colours = {
        roles.Window: tokens.window,
        roles.Base: tokens.surface,
        roles.AlternateBase: tokens.window,
        roles.Button: tokens.raised,
        roles.ToolTipBase: tokens.raised,
        roles.WindowText: tokens.text,
        roles.Text: tokens.text,
        roles.ButtonText: tokens.text,
        roles.ToolTipText: tokens.text,
        roles.BrightText: tokens.danger,
        roles.PlaceholderText: tokens.muted,
        roles.Highlight: tokens.accent,
        roles.HighlightedText: tokens.on_accent,
        roles.Accent: tokens.accent,
        roles.Link: tokens.accent,
        roles.LinkVisited: tokens.accent,
        roles.Light: tokens.raised,
        roles.Midlight: tokens.window,
        roles.Mid: tokens.line,
        roles.Dark: tokens.edge,
        roles.Shadow: tokens.edge,
    }
    for role, colour in colours.items():
        made.setColor(role, colour)
    faint = mixed(tokens.muted, tokens.window, 0.35)
    for role in (roles.WindowText, roles.Text, roles.ButtonText, roles.PlaceholderText):
        made.setColor(QPalette.ColorGroup.Disabled, role, faint)
    made.setColor(QPalette.ColorGroup.Disabled, roles.Highlight, tokens.edge)
    return made
