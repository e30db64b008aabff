"""Where file dialogs begin: in the folder of last time, or where the system keeps such files."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QStandardPaths

if TYPE_CHECKING:
    from PySide6.QtCore import QSettings

_Standard = QStandardPaths.StandardLocation


class Places:
    """The folder of last time for each kind of file: pictures, classes, models, export."""

    def __init__(self, state: QSettings) -> None:
        self._state = state

    def folder(self, what: str) -> Path:
        """Where a dialog begins."""
        place = _Standard.PicturesLocation if what == "pictures" else _Standard.DocumentsLocation
        return Path(str(self._state.value(f"folder/{what}", "") or QStandardPaths.writableLocation(place)))

    def remember(self, what: str, folder: Path) -> None:
        """Begin there next time."""
        self._state.setValue(f"folder/{what}", str(folder))
