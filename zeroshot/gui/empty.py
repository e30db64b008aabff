"""What a window without pictures shows: where to drop them, what happens then, and something to try at once."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPalette, QPen
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QMenu, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from zeroshot import labels
from zeroshot.gui.icons import app_icon, icon
from zeroshot.gui.theme import set_kind, tokens_of


class EmptyState(QWidget):
    """A drop area with three steps and two short cuts."""

    pictures_wanted = Signal()
    folder_wanted = Signal()
    samples_wanted = Signal()
    builtin_wanted = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(self.tr("No pictures yet"))
        inner = QVBoxLayout()
        inner.setSpacing(12)
        inner.addStretch(2)
        inner.addWidget(self._picture(), 0, Qt.AlignmentFlag.AlignHCenter)
        inner.addWidget(self._label(self.tr("Drop pictures or folders here"), "title"))
        inner.addWidget(self._label(self.tr("They stay on this machine, and are never changed."), "muted"))
        inner.addLayout(self._adding())
        inner.addSpacing(24)
        inner.addLayout(self._steps())
        inner.addSpacing(16)
        inner.addLayout(self._trying())
        inner.addStretch(3)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(48, 32, 48, 32)
        layout.addStretch()
        layout.addLayout(inner)
        layout.addStretch()

    def _picture(self) -> QLabel:
        picture = QLabel(self)
        picture.setPixmap(app_icon().pixmap(72, 72))
        return picture

    def _label(self, text: str, kind: str) -> QLabel:
        label = QLabel(text, self)
        set_kind(label, kind)
        label.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        return label

    def _adding(self) -> QHBoxLayout:
        add = QPushButton(icon("add-pictures"), self.tr("Add pictures…"), self)
        folder = QPushButton(icon("add-folder"), self.tr("Add folder…"), self)
        add.clicked.connect(self.pictures_wanted)
        folder.clicked.connect(self.folder_wanted)
        return _centred(add, folder)

    def _steps(self) -> QGridLayout:
        steps = (
            (self.tr("Add pictures"), self.tr("Files, folders, or paste from a browser.")),
            (self.tr("Type class names"), self.tr("“dog, cat, car”: as many as you like.")),
            (self.tr("Look, filter, export"), self.tr("Each picture has its nearest class.")),
        )
        grid = QGridLayout()
        grid.setHorizontalSpacing(14)
        grid.setVerticalSpacing(10)
        for row, (head, text) in enumerate(steps):
            number = self._label(str(row + 1), "heading")
            title, about = QLabel(head, self), QLabel(text, self)
            set_kind(title, "heading")
            set_kind(about, "muted")
            for column, widget in enumerate((number, title, about)):
                grid.addWidget(widget, row, column)
        grid.setColumnStretch(3, 1)
        return grid

    def _trying(self) -> QHBoxLayout:
        self.samples = QPushButton(
            icon("picture", QPalette.ColorRole.HighlightedText), self.tr("Try the samples"), self
        )
        set_kind(self.samples, "primary")
        self.samples.setToolTip(self.tr("Label the pictures that come with Zeroshot"))
        self.samples.clicked.connect(self.samples_wanted)
        builtin = QPushButton(icon("class"), self.tr("Open a built-in class set"), self)
        menu = QMenu(builtin)
        for name in labels.builtin_names():
            menu.addAction(labels.builtin(name).title or name, partial(self.builtin_wanted.emit, name))
        builtin.setMenu(menu)
        return _centred(self.samples, builtin)

    def paintEvent(self, event: QPaintEvent) -> None:
        """A dashed line says where things can be dropped: anywhere."""
        super().paintEvent(event)
        tokens, painter = tokens_of(self), QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(self.rect(), tokens.surface)
        painter.setPen(QPen(tokens.edge, 1.5, Qt.PenStyle.DashLine))
        painter.drawRoundedRect(self.rect().adjusted(16, 16, -16, -16), 12, 12)
        painter.end()


def _centred(*widgets: QWidget) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(8)
    row.addStretch()
    for widget in widgets:
        widget.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        row.addWidget(widget)
    row.addStretch()
    return row
