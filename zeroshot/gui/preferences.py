"""Which model works, and how: the model menu, the settings, and what follows from a change of either."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QFileDialog, QMenu, QWidget

from zeroshot import settings as kept
from zeroshot import weights
from zeroshot.errors import SettingsError
from zeroshot.gui.icons import icon
from zeroshot.gui.settings_dialog import SettingsDialog

if TYPE_CHECKING:
    from zeroshot.gui.document import Document
    from zeroshot.gui.engine import Engine
    from zeroshot.gui.notice import NoticeBar
    from zeroshot.gui.places import Places
    from zeroshot.gui.theme import Theme
    from zeroshot.paths import Folders
    from zeroshot.settings import Settings


class Preferences(QObject):
    """Loads the model that the session or else the settings name, and changes both.

    ``models_wanted`` asks for the window of all models.
    """

    models_wanted = Signal()

    def __init__(  # noqa: PLR0913 - what a setting reaches
        self,
        settings: Settings,
        folders: Folders,
        *,
        engine: Engine,
        document: Document,
        theme: Theme,
        notice: NoticeBar,
        places: Places,
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self.settings = settings
        self._folders, self._engine, self._document = folders, engine, document
        self._theme, self._notice, self._places, self._window = theme, notice, places, parent

    def load_model(self) -> None:
        """Load the session's model."""
        self._engine.load(replace(self.settings, model=self._document.model or self.settings.model))

    def fill_models(self, menu: QMenu) -> None:
        """Put the models that are here into a menu."""
        menu.clear()
        used = self._engine.settings.model
        for name in dict.fromkeys((*weights.names(self._folders), used)):
            action = menu.addAction(name, partial(self.use_model, name))
            action.setCheckable(True)
            action.setChecked(name == used)
        menu.addSeparator()
        menu.addAction(icon("download"), self.tr("Get more models…"), self.models_wanted.emit)
        menu.addAction(icon("open"), self.tr("Open model folder…"), self.choose_model)

    def use_model(self, name: str) -> None:
        """Label with another model; what it has seen before needs no encoding."""
        self._document.set_model(name)
        self._engine.load(replace(self.settings, model=name))

    def choose_model(self) -> None:
        """Ask for an open_clip folder."""
        start = str(self._places.folder("models"))
        name = QFileDialog.getExistingDirectory(self._window, self.tr("Open model folder"), start)
        if name:
            self._places.remember("models", Path(name).parent)
            self.use_model(name)

    def change(self) -> None:
        """Ask for other settings, and use them."""
        dialog = SettingsDialog(self.settings, self._folders, self._window)
        if dialog.exec():
            self.use(dialog.settings())

    def use(self, settings: Settings) -> None:
        """Keep these settings, and do at once what they say."""
        before, self.settings = self.settings, settings
        try:
            kept.save(self._folders.settings, settings)
        except SettingsError as error:
            self._notice.tell(str(error), kind="error")
        self._theme.set_choice(settings.theme)
        if any(
            getattr(before, name) != getattr(settings, name) for name in ("backend", "device", "precision", "threads")
        ):
            self.load_model()
