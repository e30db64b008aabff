"""Help: the keys, read off the window's own actions, what the numbers mean, and what the program is made of."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QTextBrowser,
    QVBoxLayout,
    QWidget,
)

from zeroshot import __version__
from zeroshot.gui.icons import app_icon
from zeroshot.gui.theme import set_kind
from zeroshot.paths import assets

if TYPE_CHECKING:
    from collections.abc import Sequence

    from zeroshot.gui.window import MainWindow

_PARTS = (
    ("PySide6, Qt", "LGPL-3.0"),
    ("PyTorch, torchvision", "BSD-3-Clause"),
    ("open_clip", "MIT"),
    ("Pillow", "MIT-CMU"),
    ("NumPy", "BSD-3-Clause"),
    ("Requests", "Apache-2.0"),
    ("Matplotlib", "its own, after the PSF's"),
)


class ShortcutsDialog(QDialog):
    """The keys in columns: menu by menu, and then those of the pictures, a review, the class list and the preview."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self.setWindowTitle(self.tr("Keys"))
        groups = [(action.text().replace("&", ""), _leaves(action)) for action in window.menuBar().actions()]
        groups.append((self.tr("On the pictures"), window.pictures.grid.actions()))
        groups.append((self.tr("In a review"), window.review.page.actions()))
        groups.append((self.tr("In the list of classes"), window.classes.view.actions()))
        groups.append((self.tr("In the large picture"), window.picture.preview.actions()))
        shown = [(title, keyed) for title, actions in groups if (keyed := [a for a in actions if _keys(a)])]
        columns = QHBoxLayout()
        columns.setSpacing(48)
        for part in _halves(shown):
            column = QVBoxLayout()
            column.setSpacing(20)
            for title, actions in part:
                column.addLayout(self._group(title, actions))
            column.addStretch()
            columns.addLayout(column)
        _finish(self, columns)

    def _group(self, title: str, actions: Sequence[QAction]) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(32)
        grid.setVerticalSpacing(6)
        head = QLabel(title, self)
        set_kind(head, "heading")
        grid.addWidget(head, 0, 0, 1, 2)
        for row, action in enumerate(actions, 1):
            keys = QLabel(_keys(action), self)
            set_kind(keys, "muted")
            text = action.whatsThis() or action.text().replace("&", "").rstrip("…")
            grid.addWidget(QLabel(text, self), row, 0)
            grid.addWidget(keys, row, 1, Qt.AlignmentFlag.AlignRight)
        return grid


class HowItWorksDialog(QDialog):
    """The page that says what each number means, with its contents beside it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("How it works"))
        self.page = QTextBrowser(self)
        self.page.setOpenExternalLinks(True)
        self.page.setFrameShape(QFrame.Shape.NoFrame)
        self.page.document().setDocumentMargin(12)
        self.page.setMarkdown((assets() / "how-it-works.md").read_text(encoding="utf-8"))
        self.page.setAccessibleName(self.tr("How it works"))
        self.contents = QListWidget(self)
        self.contents.setAccessibleName(self.tr("Contents"))
        self._places = self._headings()
        self.contents.addItems([title for title, _ in self._places])
        self.contents.setFixedWidth(self.contents.sizeHintForColumn(0) + 48)
        self.contents.currentRowChanged.connect(self._go)
        whole = QHBoxLayout()
        whole.setSpacing(12)
        whole.addWidget(self.contents)
        whole.addWidget(self.page, 1)
        _finish(self, whole)
        self.resize(960, 680)

    def _headings(self) -> list[tuple[str, int]]:
        """The titles of the sections, and where each begins in the text."""
        blocks, found = self.page.document().begin(), []
        while blocks.isValid():
            if blocks.blockFormat().headingLevel() == 2:  # noqa: PLR2004 - ## in the page
                found.append((blocks.text(), blocks.position()))
            blocks = blocks.next()
        return found

    def _go(self, section: int) -> None:
        """Show a section at the top."""
        cursor = self.page.textCursor()
        cursor.setPosition(self._places[section][1])
        bar = self.page.verticalScrollBar()
        bar.setValue(bar.value() + self.page.cursorRect(cursor).top() - 12)


class AboutDialog(QDialog):
    """Version, licence, and whose work is inside."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("About Zeroshot"))
        picture = QLabel(self)
        picture.setPixmap(app_icon().pixmap(72, 72))
        name, version = QLabel("Zeroshot", self), QLabel(self.tr("Version {0} · MIT licence").format(__version__), self)
        about = QLabel(self.tr("Sorts pictures by words, on this machine alone."), self)
        starter = QLabel(
            self.tr(
                "The starter model is small and made by this project, from EfficientNet-Lite0 (Apache-2.0), MiniLM "
                "and WordNet; its model card tells more."
            ),
            self,
        )
        set_kind(name, "title")
        set_kind(version, "muted")
        set_kind(starter, "muted")
        starter.setWordWrap(True)
        starter.setMinimumWidth(360)
        starter.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        whole = QVBoxLayout()
        whole.setSpacing(8)
        for widget in (picture, name, version, about, starter):
            whole.addWidget(widget, 0, Qt.AlignmentFlag.AlignHCenter)
        whole.addSpacing(8)
        parts = QGridLayout()
        parts.setHorizontalSpacing(24)
        parts.setVerticalSpacing(4)
        for row, (part, licence) in enumerate(_PARTS):
            terms = QLabel(licence, self)
            set_kind(terms, "muted")
            parts.addWidget(QLabel(part, self), row, 0)
            parts.addWidget(terms, row, 1)
        middle = QHBoxLayout()
        middle.addStretch()
        middle.addLayout(parts)
        middle.addStretch()
        whole.addLayout(middle)
        _finish(self, whole)


def _leaves(action: QAction) -> list[QAction]:
    menu = action.menu()
    return [] if menu is None else list(menu.actions())  # type: ignore[attr-defined]  # PySide6 types it as an object


def _keys(action: QAction) -> str:
    """An action's key; its property ``keys`` says it where one line stands for several keys, or for none."""
    told = action.property("keys")
    if isinstance(told, str):
        return told
    return action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)


def _halves(groups: Sequence[tuple[str, Sequence[QAction]]]) -> list[Sequence[tuple[str, Sequence[QAction]]]]:
    """The groups in two columns of about one height; a title counts as two lines."""
    lines = [len(actions) + 2 for _, actions in groups]
    cut = min(range(len(groups) + 1), key=lambda at: abs(sum(lines[:at]) - sum(lines[at:])))
    return [groups[:cut], groups[cut:]]


def _finish(dialog: QDialog, content: QVBoxLayout | QHBoxLayout) -> None:
    buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close, dialog)
    buttons.rejected.connect(dialog.reject)
    layout = QVBoxLayout(dialog)
    layout.setContentsMargins(24, 20, 24, 16)
    layout.setSpacing(20)
    layout.addLayout(content)
    layout.addWidget(buttons)
