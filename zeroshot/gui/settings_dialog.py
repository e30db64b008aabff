"""Settings: the look, what models compute on, and the thumbnails' room; and where everything lies."""

from __future__ import annotations

import os
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from zeroshot.gui import language, numbers
from zeroshot.gui.form import Form
from zeroshot.gui.jobs import Job
from zeroshot.gui.theme import indent, set_kind
from zeroshot.thumbnails import Thumbnails

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from threading import Event

    from zeroshot.paths import Folders
    from zeroshot.settings import Settings

MOST_MEGABYTES, MOST_MEGAPIXELS = 65_536, 10_000


class SettingsDialog(QDialog):
    """Edits a copy of the settings; ``settings()`` gives it."""

    def __init__(self, settings: Settings, folders: Folders, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Settings"))
        self._settings, self._folders = settings, folders
        self._clearing: Job | None = None
        automatic = self.tr("Automatic")
        themes = {"system": self.tr("As the system"), "light": self.tr("Light"), "dark": self.tr("Dark")}
        languages = {"system": self.tr("As the system"), **language.LANGUAGES}
        devices = {"auto": automatic, "cpu": "CPU", "cuda": "CUDA", "mps": "MPS"}
        precisions = {"auto": automatic, "fp32": "fp32", "bf16": "bf16"}
        self.theme = self._choice(themes, settings.theme)
        self.language = self._choice(languages, settings.language)
        self.device = self._choice(devices, settings.device)
        self.precision = self._choice(precisions, settings.precision)
        self.threads = self._number(settings.threads, "", 4 * (os.cpu_count() or 1))
        self.threads.setSpecialValueText(automatic)
        self.largest = self._number(settings.max_megapixels, self.tr(" megapixels"), MOST_MEGAPIXELS)
        self.cache = self._number(settings.thumbnail_cache_mb, " MB", MOST_MEGABYTES)
        self._form = Form()
        self._form.setColumnMinimumWidth(1, 180)
        self._form.setColumnStretch(2, 1)
        self._lay_out()

    def _lay_out(self) -> None:
        self._form.head(self.tr("Look"))
        self._form.add(self.tr("Theme"), self.theme)
        self._form.add(self.tr("Language"), self.language, self._note(self.tr("from the next start on")))
        self._form.head(self.tr("Computing"))
        self._form.add(self.tr("Device"), self.device)
        self._form.add(self.tr("Precision"), self.precision)
        self._form.add(self.tr("Threads"), self.threads)
        self._form.head(self.tr("Pictures"))
        self._form.add(self.tr("Largest picture"), self.largest, self._note(self.tr("from the next start on")))
        self._form.add(self.tr("Room for thumbnails"), self.cache, self._clearer())
        self._form.head(self.tr("Where things lie"))
        for name, folder in (
            (self.tr("Settings"), self._folders.config),
            (self.tr("Models and sessions"), self._folders.data),
            (self.tr("Vectors and thumbnails"), self._folders.cache),
            (self.tr("Log"), self._folders.log),
        ):
            place = QLabel(str(folder), self)
            place.setAccessibleName(f"{name}: {folder}")
            flags = Qt.TextInteractionFlag
            place.setTextInteractionFlags(flags.TextSelectableByMouse | flags.TextSelectableByKeyboard)
            set_kind(place, "muted")
            self._form.add(name, place, wide=True)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel, self)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 8, 24, 16)
        layout.setSpacing(20)
        layout.addLayout(self._form)
        layout.addWidget(buttons)

    def _note(self, text: str) -> QLabel:
        note = QLabel(text, self)
        set_kind(note, "caption")
        return note

    def _choice(self, texts: Mapping[str, str], value: str) -> QComboBox:
        box = QComboBox(self)
        for key, text in texts.items():
            box.addItem(text, key)
        box.setCurrentIndex(max(0, box.findData(value)))
        return box

    def _number(self, value: int, unit: str, most: int) -> QSpinBox:
        box = QSpinBox(self)
        box.setRange(0, most)
        indent(box)
        box.setSuffix(unit)
        box.setValue(value)
        return box

    # --- the thumbnails' room ----------------------------------------------------------------------------------------

    def _clearer(self) -> QWidget:
        """How much room the thumbnails take, and a button that gives it back."""
        self._taken = self._note("")
        self.clear = QPushButton(self.tr("Clear"), self)
        set_kind(self.clear, "link")
        self.clear.setToolTip(self.tr("Forget all thumbnails; they are made again when they are next seen"))
        self.clear.clicked.connect(self._clear_thumbnails)
        both = QWidget(self)
        row = QHBoxLayout(both)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self._taken)
        row.addWidget(self.clear)
        row.addStretch()
        self._show_taken()
        return both

    def _thumbnails(self) -> Thumbnails:
        limit = self._settings.thumbnail_cache_mb << 20
        return Thumbnails(self._folders.thumbnails, limit=limit, max_pixels=self._settings.max_pixels)

    def _show_taken(self) -> None:
        with self._thumbnails() as thumbnails:
            taken = thumbnails.size()
        self._taken.setText(self.tr("{0} in use").format(numbers.size(taken)))

    def _clear_thumbnails(self) -> None:
        def forget(_: Event) -> Iterator[None]:
            with self._thumbnails() as thumbnails:
                thumbnails.clear()
            yield None

        self.clear.setEnabled(False)
        self._clearing = Job(forget, self)
        self._clearing.finished.connect(self._cleared)
        self._clearing.start()

    def _cleared(self) -> None:
        self.clear.setEnabled(True)
        self._show_taken()

    def done(self, result: int) -> None:
        """Close, once the clearing has ended."""
        if self._clearing is not None:
            self._clearing.wait()
        super().done(result)

    def settings(self) -> Settings:
        """The settings as they were chosen."""
        return replace(
            self._settings,
            theme=self.theme.currentData(),
            language=self.language.currentData(),
            device=self.device.currentData(),
            precision=self.precision.currentData(),
            threads=self.threads.value(),
            thumbnail_cache_mb=self.cache.value(),
            max_megapixels=self.largest.value(),
        )
