"""Settings: the look, what models compute on, thumbnails and descriptions; and where everything lies."""

from __future__ import annotations

import os
from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QLabel,
    QLineEdit,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from zeroshot.gui import language
from zeroshot.gui.cache_room import CacheRoom
from zeroshot.gui.form import Form
from zeroshot.gui.theme import indent, set_kind
from zeroshot.thumbnails import Thumbnails

if TYPE_CHECKING:
    from collections.abc import Mapping

    from zeroshot.paths import Folders
    from zeroshot.settings import Settings

MOST_MEGABYTES, MOST_MEGAPIXELS = 65_536, 10_000


class SettingsDialog(QDialog):
    """Edits a copy of the settings; ``settings()`` gives it."""

    def __init__(self, settings: Settings, folders: Folders, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Settings"))
        self._settings, self._folders = settings, folders
        automatic = self.tr("Automatic")
        themes = {"system": self.tr("As the system"), "light": self.tr("Light"), "dark": self.tr("Dark")}
        languages = {"system": self.tr("As the system"), **language.LANGUAGES}
        devices = {"auto": automatic, "cpu": "CPU", "cuda": "CUDA", "mps": "MPS"}
        precisions = {"auto": automatic, "fp32": "fp32", "bf16": "bf16", "int8": "int8 (OpenVINO)"}
        backends = {"auto": automatic, "torch": "PyTorch", "openvino": "OpenVINO"}
        self.theme = self._choice(themes, settings.theme)
        self.language = self._choice(languages, settings.language)
        self.device = self._choice(devices, settings.device)
        self.precision = self._choice(precisions, settings.precision)
        self.backend = self._choice(backends, settings.backend)
        self.threads = self._number(settings.threads, "", 4 * (os.cpu_count() or 1))
        self.threads.setSpecialValueText(automatic)
        self.largest = self._number(settings.max_megapixels, self.tr(" megapixels"), MOST_MEGAPIXELS)
        self.cache = self._number(settings.thumbnail_cache_mb, " MB", MOST_MEGABYTES)
        self.thumbnails = CacheRoom(
            self._thumbnails_size,
            self._clear_thumbnails,
            self.tr("Forget all thumbnails; they are made again when they are next seen"),
            self,
        )
        wikis = {settings.wikipedia_language: settings.wikipedia_language, **language.WIKIPEDIAS}
        self.wiki_language = self._choice(dict(sorted(wikis.items())), settings.wikipedia_language)
        self.contact = self._text(settings.wikipedia_contact, self.tr("Your e-mail address or web page"))
        self.contact.setToolTip(self.tr("Wikipedia asks programs to say whom it can write to. Nobody else is told."))
        self.api = self._text(settings.wikipedia_api, "Wikipedia")
        self.api.setToolTip(self.tr("The address of another MediaWiki's api.php, perhaps with {language} in it"))
        self.pages = CacheRoom(
            self._pages_size, self._clear_pages, self.tr("Forget all pages; descriptions that are in use stay"), self
        )
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
        self._form.add(self.tr("Backend"), self.backend)
        self._form.add(self.tr("Threads"), self.threads)
        self._form.head(self.tr("Pictures"))
        self._form.add(self.tr("Largest picture"), self.largest, self._note(self.tr("from the next start on")))
        self._form.add(self.tr("Room for thumbnails"), self.cache, self.thumbnails)
        self._form.head(self.tr("Descriptions"))
        self._form.add(self.tr("Language of Wikipedia"), self.wiki_language)
        self._form.add(self.tr("Contact"), self.contact, wide=True)
        self._form.add(self.tr("Another wiki"), self.api, wide=True)
        self._form.add(self.tr("Pages kept"), self.pages, wide=True)
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

    def _text(self, value: str, hint: str) -> QLineEdit:
        field = QLineEdit(value, self)
        field.setPlaceholderText(hint)
        return field

    def _number(self, value: int, unit: str, most: int) -> QSpinBox:
        box = QSpinBox(self)
        box.setRange(0, most)
        indent(box)
        box.setSuffix(unit)
        box.setValue(value)
        return box

    def _thumbnails(self) -> Thumbnails:
        limit = self._settings.thumbnail_cache_mb << 20
        return Thumbnails(self._folders.thumbnails, limit=limit, max_pixels=self._settings.max_pixels)

    def _thumbnails_size(self) -> int:
        with self._thumbnails() as thumbnails:
            return thumbnails.size()

    def _clear_thumbnails(self) -> None:
        with self._thumbnails() as thumbnails:
            thumbnails.clear()

    def _pages_size(self) -> int:
        with suppress(OSError):
            return self._folders.wikipedia.stat().st_size
        return 0

    def _clear_pages(self) -> None:
        from zeroshot.wikipedia import Wikipedia  # noqa: PLC0415 - requests, which no start needs

        with Wikipedia(self._folders.wikipedia) as wiki:
            wiki.clear()

    def done(self, result: int) -> None:
        """Close, once the clearing has ended."""
        for room in (self.thumbnails, self.pages):
            room.wait()
        super().done(result)

    def settings(self) -> Settings:
        """The settings as they were chosen."""
        return replace(
            self._settings,
            theme=self.theme.currentData(),
            language=self.language.currentData(),
            device=self.device.currentData(),
            precision=self.precision.currentData(),
            backend=self.backend.currentData(),
            threads=self.threads.value(),
            thumbnail_cache_mb=self.cache.value(),
            max_megapixels=self.largest.value(),
            wikipedia_language=self.wiki_language.currentData(),
            wikipedia_contact=self.contact.text().strip(),
            wikipedia_api=self.api.text().strip(),
        )
