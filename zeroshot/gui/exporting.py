"""Exports: which pictures, asked in a dialog, written on a thread by the command line's own writer."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QObject, QUrl
from PySide6.QtGui import QDesktopServices

from zeroshot import export
from zeroshot.gui.export_dialog import ExportChoice, ExportDialog, Scope
from zeroshot.gui.jobs import Job

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path
    from threading import Event

    from zeroshot.gui.document import Document
    from zeroshot.gui.engine import Engine
    from zeroshot.gui.notice import NoticeBar
    from zeroshot.gui.pictures_pane import PicturesPane
    from zeroshot.gui.places import Places
    from zeroshot.records import Progress, Row
    from zeroshot.results import Rows
    from zeroshot.session import Labeller


class Exporter(QObject):
    """Writes the answers of a window to files."""

    def __init__(
        self, engine: Engine, document: Document, pictures: PicturesPane, notice: NoticeBar, places: Places
    ) -> None:
        super().__init__(pictures)
        self._engine, self._document, self._pictures = engine, document, pictures
        self._notice, self._places = notice, places
        self.job: Job | None = None

    def ask(self) -> None:
        """Ask what to export, and write it."""
        if self._engine.labeller is None:
            self._notice.tell(self.tr("There are no answers to export yet: add pictures and classes."), kind="warning")
            return
        waiting = len(self._engine.results.waiting())
        start = self._places.folder("export")
        dialog = ExportDialog(self.counts(), waiting, self.first_rows, start, self._pictures.window())
        if dialog.exec():
            self.write(dialog.choice())

    def counts(self) -> dict[Scope, int]:
        """How many pictures each scope has."""
        return {scope: len(self._scope(scope)) for scope in Scope}

    def first_rows(self, scope: Scope, top_k: int, count: int) -> list[Sequence[Row]]:
        """The rows of a scope's first pictures."""
        labeller, policy = self._labeller(), replace(self._document.policy, top_k=top_k)
        if labeller is None:
            return []
        return list(labeller.answers(self._engine.results.outcomes(self._scope(scope)[:count]), policy))

    def write(self, choice: ExportChoice) -> None:
        """Write a file on a thread, and tell when it is there."""
        labeller, policy = self._labeller(), replace(self._document.policy, top_k=choice.top_k)
        if labeller is None:
            return
        rows = self._scope(choice.scope)
        rows = rows[~np.isin(rows, self._engine.results.waiting())]
        outcomes, path = self._engine.results.outcomes(rows), choice.target.path

        def write_rows(stop: Event) -> Iterator[Progress]:
            return export.write(labeller.answers(outcomes, policy), choice.target, len(rows), stop)

        def tell() -> None:
            told = self.tr("Results of %Ln picture(s) written to {0}", "", len(rows)).format(path)
            self._notice.tell(told, action=self.tr("Show in folder"), on_action=lambda: show_in_folder(path))

        self.job = Job(write_rows, self)
        self.job.failed.connect(self._notice.tell_failure)
        self.job.done.connect(tell)
        self.job.start()
        self._places.remember("export", path.parent)

    def _labeller(self) -> Labeller | None:
        """The engine's, knowing what the person says."""
        labeller = self._engine.labeller
        return None if labeller is None else replace(labeller, truths=self._document.truths)

    def _scope(self, scope: Scope) -> Rows:
        """The rows of a scope in the order in which the command line writes them."""
        every = self._engine.results.present()
        if scope is Scope.ALL:
            return every
        shown = self._pictures.model.order
        return every[np.isin(every, shown if scope is Scope.SHOWN else self._pictures.selected_rows())]

    def shut_down(self) -> None:
        """Give an export up, which leaves no half file, and wait for its thread."""
        if self.job is not None:
            self.job.stop()
            self.job.wait()


def show_in_folder(path: Path) -> None:
    """Open the folder of a file in the system's file manager."""
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(path.parent)))
