"""Opens the panel of descriptions, whose imports (requests and all it brings) take longer than a window may wait."""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from zeroshot.gui.jobs import Job

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from threading import Event
    from types import ModuleType

    from PySide6.QtWidgets import QWidget

    from zeroshot.gui.describe_dialog import DescribeDialog
    from zeroshot.gui.document import Document
    from zeroshot.gui.engine import Engine
    from zeroshot.gui.preferences import Preferences
    from zeroshot.paths import Folders


class Descriptions(QObject):
    """One panel a window, made when it is first wanted; ``dialog`` is None before."""

    def __init__(
        self, document: Document, engine: Engine, folders: Folders, preferences: Preferences, parent: QWidget
    ) -> None:
        super().__init__(parent)
        self.dialog: DescribeDialog | None = None
        self._document, self._engine, self._folders = document, engine, folders
        self._preferences, self._window = preferences, parent
        self._names: Sequence[str] = ()
        self._importing: Job | None = None

    def open(self, names: Sequence[str]) -> None:
        """Show the panel for these classes, and fetch their pages."""
        self._names = names
        if self.dialog is not None:
            self.dialog.describe(names)
        elif self._importing is None:
            self._importing = Job(_imported, self)
            self._importing.yielded.connect(self._make)
            self._importing.start()

    def _make(self, module: ModuleType) -> None:
        self.dialog = module.DescribeDialog(
            self._document, self._engine, self._folders, lambda: self._preferences.settings, self._window
        )
        self.dialog.settings_wanted.connect(self._preferences.change)
        self.dialog.describe(self._names)

    def shut_down(self) -> None:
        """Stop everything and wait until the last thread has ended."""
        if self._importing is not None:
            self._importing.stop()
            self._importing.wait()
        if self.dialog is not None:
            self.dialog.shut_down()


def _imported(_: Event) -> Iterator[ModuleType]:
    yield importlib.import_module("zeroshot.gui.describe_dialog")
