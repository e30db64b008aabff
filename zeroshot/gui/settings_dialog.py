"""Settings: the look, what models compute on, and the thumbnails' room; and where everything lies."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QDialog, QDialogButtonBox, QFormLayout, QLabel, QSpinBox, QVBoxLayout, QWidget

from zeroshot.gui.theme import set_kind

if TYPE_CHECKING:
    from collections.abc import Mapping

    from zeroshot.paths import Folders
    from zeroshot.settings import Settings


class SettingsDialog(QDialog):
    """Edits a copy of the settings; ``settings()`` gives it."""

    def __init__(self, settings: Settings, folders: Folders, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Settings"))
        self._settings = settings
        themes = {"system": self.tr("As the system"), "light": self.tr("Light"), "dark": self.tr("Dark")}
        devices = {"auto": self.tr("Automatic"), "cpu": "CPU", "cuda": "CUDA", "mps": "MPS"}
        precisions = {"auto": self.tr("Automatic"), "fp32": "fp32", "bf16": "bf16"}
        self.theme = self._choice(self.tr("Theme"), themes, settings.theme)
        self.device = self._choice(self.tr("Device"), devices, settings.device)
        self.precision = self._choice(self.tr("Precision"), precisions, settings.precision)
        self.cache = self._number(self.tr("Room for thumbnails"), settings.thumbnail_cache_mb, " MB", 65536)
        self.largest = self._number(self.tr("Largest picture"), settings.max_megapixels, self.tr(" megapixels"), 10000)
        form = QFormLayout()
        for widget in (self.theme, self.device, self.precision, self.cache, self.largest):
            form.addRow(widget.accessibleName(), widget)
        for name, folder in (
            (self.tr("Settings"), folders.config),
            (self.tr("Models and sessions"), folders.data),
            (self.tr("Vectors and thumbnails"), folders.cache),
            (self.tr("Log"), folders.log),
        ):
            place = QLabel(str(folder), self)
            place.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            set_kind(place, "muted")
            form.addRow(name, place)
        note = QLabel(self.tr("Room and largest picture count from the next start on."), self)
        set_kind(note, "caption")
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel, self)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 20, 20, 16)
        layout.setSpacing(12)
        layout.addLayout(form)
        layout.addWidget(note)
        layout.addWidget(buttons)

    def _choice(self, name: str, texts: Mapping[str, str], value: str) -> QComboBox:
        box = QComboBox(self)
        box.setAccessibleName(name)
        for key, text in texts.items():
            box.addItem(text, key)
        box.setCurrentIndex(max(0, box.findData(value)))
        return box

    def _number(self, name: str, value: int, unit: str, most: int) -> QSpinBox:
        box = QSpinBox(self)
        box.setAccessibleName(name)
        box.setRange(0, most)
        box.setSuffix(unit)
        box.setValue(value)
        return box

    def settings(self) -> Settings:
        """The settings as they were chosen."""
        return replace(
            self._settings,
            theme=self.theme.currentData(),
            device=self.device.currentData(),
            precision=self.precision.currentData(),
            thumbnail_cache_mb=self.cache.value(),
            max_megapixels=self.largest.value(),
        )
