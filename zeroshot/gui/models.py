"""The models of a window: the dialog, what goes on while it is closed, and what a session needs that isn't here."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QSettings
from PySide6.QtWidgets import QApplication

from zeroshot import weights
from zeroshot.gui import numbers
from zeroshot.gui.models_dialog import ModelsDialog
from zeroshot.gui.notification import notify
from zeroshot.gui.weights_work import IMPORT, WeightsWork

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtWidgets import QWidget

    from zeroshot.gui.engine import Engine
    from zeroshot.gui.notice import NoticeBar
    from zeroshot.gui.places import Places
    from zeroshot.gui.preferences import Preferences
    from zeroshot.gui.run_bar import RunBar
    from zeroshot.paths import Folders

_HINTED = "hinted/models"


class Models(QObject):
    """One dialog a window, made when it is first wanted; ``dialog`` is None before."""

    def __init__(  # noqa: PLR0913 - what a model reaches
        self,
        folders: Folders,
        engine: Engine,
        preferences: Preferences,
        *,
        notice: NoticeBar,
        run_bar: RunBar,
        places: Places,
        state: QSettings,
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self.dialog: ModelsDialog | None = None
        self.work = WeightsWork(folders, self)
        self._folders, self._engine, self._preferences = folders, engine, preferences
        self._notice, self._run_bar, self._places, self._state = notice, run_bar, places, state
        self._window = parent
        self.work.came.connect(self._take_model)
        self.work.failed.connect(self._tell_failure)
        self.work.stayed.connect(self._tell_stayed)
        for signal in (self.work.changed, self.work.surveyed):
            signal.connect(self._show_downloads)
        engine.encoder_changed.connect(self._show_used)
        engine.load_failed.connect(self._tell_missing)
        engine.run_ended.connect(self._hint)
        preferences.models_wanted.connect(self.open)
        run_bar.downloads_wanted.connect(self.open)

    def open(self, name: str = "") -> None:
        """Show the dialog, and go to the model of this name."""
        if self.dialog is None:
            self.dialog = ModelsDialog(self.work, self._places, self._used, self._window)
            self.dialog.use_wanted.connect(self._preferences.use_model)
        self.dialog.open_at(name)

    def bring(self, paths: Sequence[Path]) -> None:
        """Import models that came in elsewhere."""
        self.open()
        if self.dialog is not None:
            self.dialog.bring(paths)

    def shut_down(self) -> None:
        """Stop everything, and wait until the last thread has ended. Downloads can go on another day."""
        if self.dialog is not None:
            self.dialog.close()
        self.work.shut_down()

    # --- telling -----------------------------------------------------------------------------------------------------

    def _used(self) -> str:
        return self._engine.settings.model

    def _show_used(self) -> None:
        if self.dialog is not None:
            self.dialog.refresh()

    def _bar(self) -> NoticeBar:
        """Where the person looks: the dialog's bar, or the window's."""
        return self.dialog.notice if self.dialog is not None and self.dialog.isVisible() else self._notice

    def _title(self, name: str) -> str:
        return next((known.title for known in self.work.known.models if known.name == name), name)

    def _take_model(self, name: str) -> None:
        """Say that a model is here, also to who looks elsewhere; one that the session waits for is used at once."""
        told = self.tr("{0} is here.").format(self._title(name))
        if QApplication.activeWindow() is None:
            notify(self._window, told)
        if self._used() == name:
            self._preferences.load_model()
            self._bar().tell(self.tr("{0} is here, and is used now.").format(self._title(name)))
        else:
            use = partial(self._preferences.use_model, name)
            self._bar().tell(told, action=self.tr("Use it"), on_action=use)

    def _tell_failure(self, name: str, sentence: str) -> None:
        """Say why something failed, where no card says it."""
        open_already = self.dialog is not None and self.dialog.isVisible()
        if name == IMPORT or not open_already:
            action = "" if open_already else self.tr("Models…")
            self._bar().tell(sentence, kind="error", action=action, on_action=partial(self.open, name))

    def _tell_stayed(self, path: Path) -> None:
        told = self.tr("{0} and what lies beside it was not put there by Zeroshot, and stays.")
        self._bar().tell(told.format(path), kind="warning")

    def _tell_missing(self, sentence: str) -> None:
        """Say why there is no model, and offer others."""
        name = self._used()
        if name not in weights.names(self._folders) and not Path(name).is_dir():
            told = self.tr("The model of this session, {0}, is not on this computer: get it, or choose another one.")
            sentence = told.format(name)
        self._notice.tell(sentence, kind="error", action=self.tr("Models…"), on_action=partial(self.open, name))

    def _show_downloads(self) -> None:
        """How far downloads are, in the bar at the bottom."""
        names = self.work.downloads
        activity = self.work.activities.get(names[0]) if names else None
        if activity is None:
            self._run_bar.set_downloads("", "")
            return
        share = f"{numbers.whole(100 * activity.done // activity.total)} %" if activity.total else "…"
        tip = self.tr("Downloading {0}").format(self._title(names[0]))
        if len(names) > 1:
            tip += self.tr(", and %Ln more", "", len(names) - 1)
        self._run_bar.set_downloads(share, tip)

    def _hint(self) -> None:
        """Say once that there are better models, to whom the starter has just answered."""
        if self._used() == weights.STARTER and not self._state.value(_HINTED):
            self._state.setValue(_HINTED, "1")
            told = self.tr("These answers are the built-in model's, which is small. Larger ones know far more.")
            self._notice.tell(told, action=self.tr("Get more models…"), on_action=self.open)
