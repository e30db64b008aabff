"""What a window says of itself: counts, progress, the model, and what happened."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from zeroshot.encoders import Stage
from zeroshot.gui import numbers
from zeroshot.gui.histogram import BINS
from zeroshot.gui.notification import notify

if TYPE_CHECKING:
    from zeroshot.gui.window import MainWindow
    from zeroshot.results import Counts

UPDATE_MS = 120
"""Counts and progress are told this often at most."""
LONG_RUN = 120.0
"""Seconds after which the end of a run is told to a person who looks elsewhere."""


class Telling(QObject):
    """Keeps the window's numbers and sentences true."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._timer = QTimer(self, singleShot=True, interval=UPDATE_MS)
        self._timer.timeout.connect(self.update)
        window.engine.encoder_changed.connect(self.update_soon)
        window.engine.run_changed.connect(self.update_soon)
        window.engine.run_ended.connect(self._tell_end)
        window.engine.told.connect(self._tell)

    def update_soon(self) -> None:
        """Look at everything before long, and not for each of many changes."""
        if not self._timer.isActive():
            self._timer.start()

    def update(self) -> None:
        """Counts, progress, model, and whether there is anything to show."""
        self._timer.stop()
        window, engine = self._window, self._window.engine
        counts = engine.results.counts(window.document.policy)
        window.classes.set_counts(counts)
        window.thresholds.set_histograms(*engine.results.histograms(BINS))
        window.thresholds.set_counts(counts.rejected, counts.accepted + counts.rejected)
        self._tell_rejecting(counts)
        window.several.tell(counts)
        window.show_pictures(shown=bool(counts.total) or window.adder.busy)
        encoder, bar = engine.encoder, window.run_bar
        name = encoder.id.split("/")[0] if encoder is not None else self.tr("no model")
        bar.set_model(name, "" if encoder is None else f"{encoder.device.upper()} · {encoder.precision}")
        if engine.running:
            now = engine.progress
            bar.set_progress(now.done, now.total, now.rate, now.seconds_left)
        elif engine.loading:
            bar.set_busy(self._loading(engine.stage))
        elif engine.learning:
            bar.set_busy(self.tr("Reading the classes"))
        elif engine.stopped and (waiting := len(engine.results.waiting())):
            bar.set_stopped(waiting)
        else:
            bar.set_idle(self._summary(counts.total, counts.failed, counts.corrected))

    def _tell_rejecting(self, counts: Counts) -> None:
        engine, window = self._window.engine, self._window
        unknown = sum(not names for names in window.document.classes.truths.values())
        detector = engine.labeller.classifier.detector if engine.labeller is not None else None
        window.thresholds.set_detector(detector, counts.corrected, unknown)

    def _loading(self, stage: Stage | None) -> str:
        if stage is Stage.PREPARING:
            return self.tr("Preparing the model for this processor (once)…")
        if stage is Stage.QUANTISING:
            return self.tr("Preparing the model in int8 (once, a minute or more)…")
        return self.tr("Loading the model")

    def _summary(self, total: int, failed: int, reviewed: int) -> str:
        if not total:
            return self.tr("Add pictures to begin")
        if not self._window.document.classes.names:
            return self.tr("%Ln picture(s). Type class names to label them", "", total)
        told = self.tr("%Ln picture(s)", "", total)
        told += self.tr(", {0} reviewed").format(numbers.whole(reviewed)) if reviewed else ""
        return told + (self.tr(", {0} can't be read").format(numbers.whole(failed)) if failed else "")

    def _tell(self, kind: str, text: str) -> None:
        if kind == "busy":
            self._window.run_bar.set_busy(text)
        else:
            self._window.notice.tell(text, kind=kind)

    def _tell_end(self, seconds: float) -> None:
        if seconds > LONG_RUN and not self._window.isActiveWindow():
            notify(self._window, self.tr("%Ln picture(s) labelled", "", self._window.engine.progress.done))
