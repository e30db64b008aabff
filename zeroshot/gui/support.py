"""What helps when something went wrong: the log, and the doctor's report for a bug report."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QUrl
from PySide6.QtGui import QDesktopServices, QGuiApplication

from zeroshot.gui.jobs import Job

if TYPE_CHECKING:
    from collections.abc import Iterator
    from threading import Event

    from zeroshot.gui.notice import NoticeBar
    from zeroshot.paths import Folders


class Support(QObject):
    """Opens the log and copies the report."""

    def __init__(self, folders: Folders, notice: NoticeBar, parent: QObject) -> None:
        super().__init__(parent)
        self._folders, self._notice = folders, notice
        self._job: Job | None = None

    def open_log(self) -> None:
        """Show the log to the person."""
        if self._folders.log_file.exists():
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._folders.log_file)))
        else:
            self._notice.tell(self.tr("There is no log: nothing went wrong yet."))

    def copy_report(self) -> None:
        """Put the doctor's report on the clipboard."""
        from zeroshot.doctor import report  # noqa: PLC0415 - it imports torch, on the job's thread

        def examine(_: Event) -> Iterator[str]:
            yield "\n".join(f"{name:16} {finding}" for name, finding in report(self._folders))

        self._job = Job(examine, self)
        self._job.yielded.connect(QGuiApplication.clipboard().setText)
        self._job.done.connect(lambda: self._notice.tell(self.tr("The report is on the clipboard.")))
        self._job.failed.connect(self._notice.tell_failure)
        self._job.start()

    def shut_down(self) -> None:
        """Wait for the thread."""
        if self._job is not None:
            self._job.wait()
