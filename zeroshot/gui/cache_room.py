"""How much room a cache takes on the disk, and a button that gives it back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QWidget

from zeroshot.gui import numbers
from zeroshot.gui.jobs import Job
from zeroshot.gui.theme import set_kind

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from threading import Event


class CacheRoom(QWidget):
    """Shows what ``size`` says, in bytes; its button runs ``clear`` on a thread."""

    def __init__(self, size: Callable[[], int], clear: Callable[[], None], tip: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._size, self._forget = size, clear
        self._job: Job | None = None
        self._taken = QLabel(self)
        set_kind(self._taken, "caption")
        self.clear = QPushButton(self.tr("Clear"), self)
        set_kind(self.clear, "link")
        self.clear.setToolTip(tip)
        self.clear.clicked.connect(self._clear)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self._taken)
        row.addWidget(self.clear)
        row.addStretch()
        self._show()

    def _show(self) -> None:
        self._taken.setText(self.tr("{0} in use").format(numbers.size(self._size())))

    def _clear(self) -> None:
        def forget(_: Event) -> Iterator[None]:
            self._forget()
            yield None

        self.clear.setEnabled(False)
        self._job = Job(forget, self)
        self._job.finished.connect(self._cleared)
        self._job.start()

    def _cleared(self) -> None:
        self.clear.setEnabled(True)
        self._show()

    def wait(self) -> None:
        """Wait until the clearing has ended."""
        if self._job is not None:
            self._job.wait()
