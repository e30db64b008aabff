"""Help: the keys, read off the window's own actions, and what the program is made of."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QFormLayout, QLabel, QVBoxLayout, QWidget

from zeroshot import __version__
from zeroshot.gui.icons import app_icon
from zeroshot.gui.theme import set_kind

if TYPE_CHECKING:
    from collections.abc import Iterable

    from PySide6.QtGui import QAction

_PARTS = (
    ("PySide6, Qt", "LGPL-3.0"),
    ("PyTorch, torchvision", "BSD-3-Clause"),
    ("open_clip", "MIT"),
    ("Pillow", "MIT-CMU"),
    ("NumPy", "BSD-3-Clause"),
)


class ShortcutsDialog(QDialog):
    """A table of keys."""

    def __init__(self, actions: Iterable[QAction], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Keys"))
        form = QFormLayout()
        form.setHorizontalSpacing(32)
        for action in actions:
            if not action.shortcut().isEmpty():
                keys = action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
                form.addRow(action.text().replace("&", "").rstrip("…"), QLabel(keys, self))
        for text, keys in (
            (self.tr("Search file names"), "Ctrl+F"),
            (self.tr("Rename the class"), "F2"),
            (self.tr("Move the class"), "Alt+↑ Alt+↓"),
            (self.tr("Remove the class"), self.tr("Delete")),
            (self.tr("Zoom the picture"), "+ − 0 1"),  # noqa: RUF001 - a real minus sign
        ):
            form.addRow(text, QLabel(keys, self))
        _finish(self, form)


class AboutDialog(QDialog):
    """Version, licence, and whose work is inside."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("About Zeroshot"))
        head = QLabel(f"Zeroshot {__version__}", self)
        set_kind(head, "title")
        picture = QLabel(self)
        picture.setPixmap(app_icon().pixmap(64, 64))
        about = QLabel(
            self.tr(
                "Sorts pictures by words, on this machine alone. MIT licence. The starter model is small and made by "
                "this project, from EfficientNet-Lite0 (Apache-2.0), MiniLM and WordNet; its model card tells more."
            ),
            self,
        )
        about.setWordWrap(True)
        form = QFormLayout()
        form.addRow(picture, head)
        form.addRow(about)
        for name, licence in _PARTS:
            form.addRow(name, QLabel(licence, self))
        _finish(self, form)


def _finish(dialog: QDialog, form: QFormLayout) -> None:
    form.setLabelAlignment(Qt.AlignmentFlag.AlignLeft)
    buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close, dialog)
    buttons.rejected.connect(dialog.reject)
    layout = QVBoxLayout(dialog)
    layout.setContentsMargins(20, 20, 20, 16)
    layout.setSpacing(16)
    layout.addLayout(form)
    layout.addWidget(buttons)
