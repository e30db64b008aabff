"""Compare: whether descriptions help, on the pictures that the person labelled; tables, advice, and a report."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QLabel,
    QProgressBar,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from zeroshot import comparison, export, report, variants
from zeroshot.advice import best_weight
from zeroshot.errors import ZeroshotError
from zeroshot.gui import numbers
from zeroshot.gui.jobs import Job
from zeroshot.gui.report_table import fill, report_table
from zeroshot.gui.theme import set_kind

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from threading import Event

    from zeroshot.gui.places import Places
    from zeroshot.records import Progress
    from zeroshot.report import Result

    Work = Callable[[Event], Iterator[tuple[str, Progress] | Result]]


class CompareDialog(QDialog):
    """Says what is missing, or compares and shows what came of it.

    ``weight_wanted`` carries the share of the descriptions that the person chose, ``folders_wanted`` that folders are
    to label the pictures.
    """

    weight_wanted = Signal(float)
    folders_wanted = Signal()

    def __init__(self, places: Places, cache: Path, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Compare"))
        self._places, self._cache = places, cache
        self.result_shown: Result | None = None
        self.job: Job | None = None
        self._told = self._text()
        self.by_folders = self._button(self.tr("Label by folder names"), self.folders_wanted.emit)
        self._bar = QProgressBar(self)
        self._bar.setTextVisible(False)
        self._bar.setAccessibleName(self.tr("Progress"))
        for widget in (self.by_folders, self._bar):
            widget.hide()
        self._advice, self._weights, self._notes = self._text(), self._text(), self._text()
        self._saved = self._text()
        set_kind(self._advice, "heading")
        set_kind(self._notes, "muted")
        self.ways, self.classes = report_table(self.tr("Each way"), self), report_table(self.tr("Each class"), self)
        self.use_weight = self._button("", self._use_weight)
        self.save = self._button(self.tr("Save report…"), self._choose_file)
        self._buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close, self)
        self._buttons.addButton(self.save, QDialogButtonBox.ButtonRole.ActionRole)
        self._buttons.addButton(self.use_weight, QDialogButtonBox.ButtonRole.ActionRole)
        for button in (self.save, self.use_weight):
            button.hide()  # a box shows what is put into it
        self._buttons.rejected.connect(self.reject)
        self._lay_out()

    def _text(self) -> QLabel:
        label = QLabel(self)
        label.setWordWrap(True)
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        return label

    def _button(self, text: str, do: Callable[[], object]) -> QPushButton:
        button = QPushButton(text, self)
        button.setAutoDefault(False)
        button.clicked.connect(lambda _checked=False: do())
        return button

    def _lay_out(self) -> None:
        waiting, found = QWidget(self), QWidget(self)
        column = QVBoxLayout(waiting)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addWidget(self._told)
        column.addWidget(self._bar)
        column.addWidget(self.by_folders, 0, Qt.AlignmentFlag.AlignLeft)
        column.addStretch()
        column = QVBoxLayout(found)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        self._by_class = QLabel(self.tr("Where descriptions helped and hurt"), self)
        set_kind(self._by_class, "heading")
        for widget in (self._advice, self.ways, self._weights, self._by_class):
            column.addWidget(widget)
        column.addWidget(self.classes, 1)
        column.addWidget(self._notes)
        column.addWidget(self._saved)
        self._waiting, self._found = waiting, found
        found.hide()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 20, 20, 16)
        layout.setSpacing(16)
        layout.addWidget(waiting, 1)
        layout.addWidget(found, 1)
        layout.addWidget(self._buttons)
        line = self.fontMetrics().height()
        self.setMinimumWidth(30 * line)
        self.resize(54 * line, 10 * line)

    # --- before and while it compares --------------------------------------------------------------------------------

    def ask_for_labels(self, told: str, *, folders: bool) -> None:
        """Say what is missing; ``folders``: the names of folders would label pictures."""
        self._told.setText(told)
        self._bar.hide()
        self.by_folders.setVisible(folders)
        self._grow()

    def start(self, work: Work) -> None:
        """Compare. ``work`` yields progress with its name, and last the result."""
        self._told.setText(self.tr("Reading words"))
        self.by_folders.hide()
        self._bar.setRange(0, 0)
        self._bar.show()
        self._close_button().setText(self.tr("Cancel"))
        self.job = Job(work, self)
        self.job.yielded.connect(self._take)
        self.job.failed.connect(self._fail)
        self.job.start()

    def _take(self, news: tuple[str, Progress] | Result) -> None:
        if not isinstance(news, tuple):
            self.show_result(news)
            return
        step, progress = news
        texts = {"read": self.tr("Reading words: {0} of {1}"), "look": self.tr("Looking at pictures: {0} of {1}")}
        self._told.setText(texts[step].format(numbers.whole(progress.done), numbers.whole(progress.total)))
        self._bar.setRange(0, progress.total)
        self._bar.setValue(progress.done)

    def _fail(self, error: Exception) -> None:
        """Say what went wrong; what is no error of the environment is a bug, and is told as one."""
        self._close_button().setText(self.tr("Close"))
        self._bar.hide()
        self._told.setText(str(error))
        if not isinstance(error, ZeroshotError):
            raise error

    def _close_button(self) -> QPushButton:
        return self._buttons.button(QDialogButtonBox.StandardButton.Close)

    def done(self, result: int) -> None:
        """Close; what still runs is given up, and its thread waited for."""
        if self.job is not None:
            self.job.stop()
            self.job.wait()
        super().done(result)

    # --- what was found ----------------------------------------------------------------------------------------------

    def show_result(self, result: Result) -> None:
        """Show the tables and the advice."""
        self.result_shown = result
        self._close_button().setText(self.tr("Close"))
        self._advice.setText(result.advice())
        ways = self._way_names()
        rows = [(ways[name], *rest) for name, *rest in report.rows(result.trial)]
        fill(self.ways, self._way_header(), rows)
        by_class = report.class_rows(result.trial)
        fill(self.classes, self._class_header(), by_class)
        self._by_class.setVisible(bool(by_class))
        self.classes.setVisible(bool(by_class))
        self._weights.setText(result.weight_advice(how=False))
        self._notes.setText("\n".join(result.notes))
        for label in (self._weights, self._notes, self._saved):
            label.setVisible(bool(label.text()))
        self._offer_weight(result)
        self.save.show()
        self._waiting.hide()
        self._found.show()
        self._grow()

    def _grow(self) -> None:
        """Become as high as all that is told."""
        layout = self.layout()
        if layout is not None:
            layout.activate()
            self.resize(self.width(), max(self.height(), layout.totalHeightForWidth(self.width())))

    def _way_header(self) -> tuple[str, ...]:
        interval = self.tr("95 % interval")
        return self.tr("Way"), self.tr("Right"), interval, self.tr("Against templates"), interval

    def _class_header(self) -> tuple[str, ...]:
        return (
            self.tr("Class"),
            self.tr("Pictures"),
            self.tr("Templates"),
            self.tr("With descriptions"),
            self.tr("Points"),
            self.tr("Gained"),
            self.tr("Lost"),
        )

    def _way_names(self) -> dict[str, str]:
        return {
            variants.NAMES: self.tr("names only"),
            variants.TEMPLATES: self.tr("templates"),
            variants.DESCRIPTIONS: self.tr("descriptions"),
            variants.BOTH: self.tr("names + descriptions"),
            variants.RANDOM: self.tr("names + random words"),
        }

    # --- what can be done with it ------------------------------------------------------------------------------------

    def _offer_weight(self, result: Result) -> None:
        own = result.label_set.description_weight
        self._best = own if result.weights is None else float(best_weight(result.weights, own).name)
        self.use_weight.setText(self.tr("Use a share of {0} %").format(numbers.whole(round(100 * self._best))))
        self.use_weight.setVisible(f"{self._best:g}" != f"{own:g}")

    def _use_weight(self) -> None:
        self.weight_wanted.emit(self._best)
        self.use_weight.setEnabled(False)

    def _choose_file(self) -> None:
        start = str(self._places.folder("export") / "comparison.html")
        name, _ = QFileDialog.getSaveFileName(self, self.tr("Save report"), start, "HTML (*.html)")
        if name:
            self._places.remember("export", Path(name).parent)
            self.write(Path(name))

    def write(self, path: Path) -> None:
        """Write the report on a thread, which draws the plots, and tell when it is there."""
        result, cache = self.result_shown, self._cache
        if result is None:
            return

        def write_report(_: Event) -> Iterator[None]:
            with export.replacing(path) as page:
                comparison.write(result, page, None, cache)
            yield None

        self.save.setEnabled(False)
        self.job = Job(write_report, self)
        self.job.done.connect(partial(self._tell, self.tr("Report written to {0}").format(path)))
        self.job.failed.connect(self._tell_failure)
        self.job.finished.connect(partial(self.save.setEnabled, True))
        self.job.start()

    def _tell(self, text: str) -> None:
        self._saved.setText(text)
        self._saved.show()
        self._grow()

    def _tell_failure(self, error: Exception) -> None:
        self._tell(str(error))
        if not isinstance(error, ZeroshotError):
            raise error
