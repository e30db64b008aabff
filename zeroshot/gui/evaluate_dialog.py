"""Evaluate: how accurate the answers are, on pictures whose classes are known; beside the window, which it filters."""

from __future__ import annotations

from functools import partial
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QMenu,
    QProgressBar,
    QPushButton,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from zeroshot.errors import ZeroshotError
from zeroshot.evaluation import tables
from zeroshot.evaluation.verdict import findings, headline, name
from zeroshot.gui import numbers
from zeroshot.gui.confusion_view import ConfusionView
from zeroshot.gui.evaluation_charts import CoverageChart, ReliabilityChart
from zeroshot.gui.jobs import Job
from zeroshot.gui.report_table import fill, report_table
from zeroshot.gui.theme import set_kind

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from threading import Event

    from zeroshot.evaluation.tables import Evaluated
    from zeroshot.gui.places import Places
    from zeroshot.records import Progress

    Work = Callable[[Event], Iterator[tuple[str, Progress] | Evaluated]]
    Write = Callable[[Path, Evaluated, Event], Iterator[Progress]]

FORMS = {"html": "HTML", "csv": "CSV", "json": "JSON", "png": "PNG"}
"""What a report can be saved as, by ending."""

_STEP = 1.6  # of a button's zoom
_PARAGRAPH = '<p style="margin: 0 0 6px 0">{}</p>'


class EvaluateDialog(QDialog):
    """Says what is missing, or evaluates and shows what came of it.

    ``source_wanted``: pictures to evaluate, a folder or a CSV, or None for the reviewed ones; ``pictures_wanted`` are
    to be shown in the window, with what they are in words.
    """

    source_wanted = Signal(object)
    pictures_wanted = Signal(object, str)

    def __init__(self, places: Places, write: Write, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Evaluate"))
        self._places, self._write = places, write
        self.evaluated: Evaluated | None = None
        self._order: tuple[int, ...] = ()
        self.job: Job | None = None
        self._told, self._headline, self._findings = self._text(""), self._text("heading"), self._text("")
        self._notes, self._saved = self._text("muted"), self._text("muted")
        self._findings.setTextFormat(Qt.TextFormat.RichText)  # a plain text has no paragraphs
        self._bar = QProgressBar(self)
        self._bar.setTextVisible(False)
        self._bar.setAccessibleName(self.tr("Progress"))
        self._bar.hide()
        self.matrix = ConfusionView(self)
        self._cell = self._text("")
        self.classes = report_table(self.tr("Each class"), self)
        self.reliability, self.coverage = ReliabilityChart(self), CoverageChart(self)
        self.show_pictures = self._button(self.tr("Show these pictures"), self._ask_for_pictures)
        self.save = self._button(self.tr("Save report…"), self._choose_file)
        self.sources = self._source_button()
        self._lay_out()
        self.matrix.current_changed.connect(self._tell_cell)
        self.matrix.pictures_wanted.connect(self._ask_for_pictures)

    # --- building ----------------------------------------------------------------------------------------------------

    def _text(self, kind: str) -> QLabel:
        label = QLabel(self)
        label.setWordWrap(True)
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        if kind:
            set_kind(label, kind)
        return label

    def _button(self, text: str, do: Callable[[], object]) -> QPushButton:
        button = QPushButton(text, self)
        button.setAutoDefault(False)
        button.clicked.connect(lambda _checked=False: do())
        return button

    def _source_button(self) -> QPushButton:
        button, menu = QPushButton(self.tr("Pictures"), self), QMenu(self)
        button.setAutoDefault(False)
        menu.addAction(self.tr("Reviewed in this session"), lambda: self.source_wanted.emit(None))
        for text, choose in self._others():
            menu.addAction(text, choose)
        button.setMenu(menu)
        return button

    def _others(self) -> tuple[tuple[str, Callable[[], None]], ...]:
        """Pictures that can be evaluated beside those of the session."""
        return (
            (self.tr("A folder for each class…"), self._choose_folder),
            (self.tr("A CSV of file and label…"), self._choose_csv),
        )

    def _lay_out(self) -> None:
        waiting = QWidget(self)
        column = _column(waiting)
        column.addWidget(self._told)
        column.addWidget(self._bar)
        self._choices = QWidget(self)
        row = QHBoxLayout(self._choices)
        row.setContentsMargins(0, 0, 0, 0)
        for text, choose in self._others():
            row.addWidget(self._button(text, choose))
        row.addStretch()
        column.addWidget(self._choices)
        column.addStretch()
        self._waiting, self._result = waiting, self._result_page()
        self._result.hide()  # its room isn't needed before there is a result
        self._buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close, self)
        self._buttons.addButton(self.save, QDialogButtonBox.ButtonRole.ActionRole)
        self._buttons.addButton(self.sources, QDialogButtonBox.ButtonRole.ActionRole)
        self._buttons.rejected.connect(self.reject)
        self.save.setEnabled(False)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 20, 20, 16)
        layout.setSpacing(12)
        layout.addWidget(self._waiting, 1)
        layout.addWidget(self._result, 1)
        layout.addWidget(self._saved)
        layout.addWidget(self._buttons)
        self._saved.hide()
        line = self.fontMetrics().height()
        self.setMinimumWidth(40 * line)
        self.resize(60 * line, 12 * line)  # until there is something to show

    def _result_page(self) -> QWidget:
        page = QWidget(self)
        column = _column(page)
        column.addWidget(self._headline)
        self.tabs = QTabWidget(self)
        self.tabs.addTab(self._summary_page(), self.tr("Summary"))
        self.tabs.addTab(self._matrix_page(), self.tr("Confusions"))
        self.tabs.addTab(self.classes, self.tr("Each class"))
        column.addWidget(self.tabs, 1)
        return page

    def _summary_page(self) -> QWidget:
        page = QWidget(self)
        column = _column(page)
        column.setContentsMargins(0, 12, 0, 0)
        column.addWidget(self._findings)
        row = QHBoxLayout()
        row.setSpacing(24)
        for chart in (self.reliability, self.coverage):
            beside = QVBoxLayout()
            title = QLabel(chart.accessibleName(), self)
            set_kind(title, "heading")
            beside.addWidget(title)
            beside.addWidget(chart, 1)
            row.addLayout(beside, 1)
        column.addLayout(row, 1)
        column.addWidget(self._notes)
        return page

    def _matrix_page(self) -> QWidget:
        page = QWidget(self)
        column = _column(page)
        column.setContentsMargins(0, 10, 0, 0)
        column.addWidget(self.matrix, 1)
        below = QHBoxLayout()
        below.addWidget(self._cell, 1)
        near = self._button("+", lambda: self.matrix.zoom(_STEP))
        far = self._button("\N{MINUS SIGN}", lambda: self.matrix.zoom(1 / _STEP))
        near.setAccessibleName(self.tr("Zoom in"))
        far.setAccessibleName(self.tr("Zoom out"))
        for button in (near, far, self._button(self.tr("Show all"), self.matrix.fit), self.show_pictures):
            below.addWidget(button)
        column.addLayout(below)
        help_text = self._text("muted")
        help_text.setText(
            self.tr("Wheel or + and - zoom, 0 shows all, arrows move, N and P go through the confusions, Enter shows.")
        )
        column.addWidget(help_text)
        return page

    # --- before and while it evaluates -------------------------------------------------------------------------------

    def ask_for_pictures(self, told: str) -> None:
        """Say what is missing."""
        self._stop()
        self._told.setText(told)
        self._bar.hide()
        self._choices.show()
        self._turn(self._waiting)

    def start(self, work: Work) -> None:
        """Evaluate. ``work`` yields progress with its name, and last the result."""
        self._stop()
        self._told.setText(self.tr("Reading words"))
        self._bar.setRange(0, 0)
        self._bar.show()
        self._choices.hide()
        self._turn(self._waiting)
        self.job = Job(work, self)
        self.job.yielded.connect(self._take)
        self.job.failed.connect(self._fail)
        self.job.start()

    def _take(self, news: tuple[str, Progress] | Evaluated) -> None:
        if not isinstance(news, tuple):
            self.show_result(news)
            return
        step, progress = news
        texts = {
            "read": self.tr("Reading words: {0} of {1}"),
            "teach": self.tr("Learning from reviewed pictures: {0} of {1}"),
            "look": self.tr("Looking at pictures: {0} of {1}"),
        }
        self._told.setText(texts[step].format(numbers.whole(progress.done), numbers.whole(progress.total)))
        self._bar.setRange(0, progress.total)
        self._bar.setValue(progress.done)

    def _fail(self, error: Exception) -> None:
        """Say what went wrong; what is no error of the environment is a bug, and is told as one."""
        self._bar.hide()
        self._choices.show()
        self._told.setText(str(error))
        if not isinstance(error, ZeroshotError):
            raise error

    def _turn(self, page: QWidget) -> None:
        """Show what is asked and waited for, or what was found."""
        self._waiting.setVisible(page is self._waiting)
        self._result.setVisible(page is self._result)

    def _stop(self) -> None:
        if self.job is not None:
            self.job.stop()
            self.job.wait()

    def done(self, result: int) -> None:
        """Close; what still runs is given up, and its thread waited for."""
        self._stop()
        super().done(result)

    # --- what was found ----------------------------------------------------------------------------------------------

    def show_result(self, evaluated: Evaluated) -> None:
        """Show sentences, matrix, table and charts."""
        if self.evaluated is None:
            self.resize(self.width(), max(self.height(), 54 * self.fontMetrics().height()))
        self.evaluated, found = evaluated, evaluated.found
        self._headline.setText(headline(found))
        self._findings.setText("".join(_PARAGRAPH.format(escape(sentence)) for sentence in findings(found)))
        self._notes.setText("\n".join(evaluated.notes))
        self._notes.setVisible(bool(evaluated.notes))
        self._order, counts = found.shown()
        self.matrix.show_matrix([name(found, index) for index in self._order], counts)
        fill(self.classes, self._class_header(), tables.table_rows(found))
        self.reliability.show_reliability(found.reliability)
        self.coverage.show_curve(found.curve)
        self.save.setEnabled(True)
        self._turn(self._result)
        self.matrix.walk(1)
        if self.matrix.current is None:
            self.matrix.choose(0, 0)
        self.matrix.fit()

    def _class_header(self) -> tuple[str, ...]:
        return (
            self.tr("Class"),
            self.tr("Pictures"),
            self.tr("Precision"),
            self.tr("Recall"),
            self.tr("F1"),
            self.tr("Most often taken for"),
        )

    def _tell_cell(self) -> None:
        if self.matrix.current is not None:
            self._cell.setText(self.matrix.told(*self.matrix.current))

    def _ask_for_pictures(self) -> None:
        """Have the pictures of the current cell shown."""
        if self.evaluated is None or self.matrix.current is None:
            return
        truth, answer = (self._order[place] for place in self.matrix.current)
        own = [one.path for one in self.evaluated.found.judged if (one.truth, one.answer) == (truth, answer)]
        if own:
            self.pictures_wanted.emit(own, self.matrix.told(*self.matrix.current))

    # --- files -------------------------------------------------------------------------------------------------------

    def _choose_folder(self) -> None:
        start = str(self._places.folder("pictures"))
        folder = QFileDialog.getExistingDirectory(self, self.tr("A folder with a folder for each class"), start)
        if folder:
            self._places.remember("pictures", Path(folder))
            self.source_wanted.emit(Path(folder))

    def _choose_csv(self) -> None:
        start = str(self._places.folder("pictures"))
        file, _ = QFileDialog.getOpenFileName(self, self.tr("A CSV of file and label"), start, "CSV (*.csv)")
        if file:
            self._places.remember("pictures", Path(file).parent)
            self.source_wanted.emit(Path(file))

    def _choose_file(self) -> None:
        start = str(self._places.folder("export") / "evaluation.html")
        filters = ";;".join(f"{form} (*.{ending})" for ending, form in FORMS.items())
        file, _ = QFileDialog.getSaveFileName(self, self.tr("Save report"), start, filters)
        if file:
            self._places.remember("export", Path(file).parent)
            self.write(Path(file))

    def write(self, path: Path) -> None:
        """Write a report on a thread, in the form that the file's ending says, and tell when it is there."""
        evaluated = self.evaluated
        if evaluated is None:
            return
        self._stop()
        self.save.setEnabled(False)
        self.job = Job(partial(self._write, path, evaluated), self)
        self.job.yielded.connect(self._tell_thumbnails)
        self.job.done.connect(partial(self._tell, self.tr("Report written to {0}").format(path)))
        self.job.failed.connect(self._tell_failure)
        self.job.finished.connect(partial(self.save.setEnabled, True))
        self.job.start()

    def _tell_thumbnails(self, progress: Progress) -> None:
        told = self.tr("Making thumbnails: {0} of {1}")
        self._tell(told.format(numbers.whole(progress.done), numbers.whole(progress.total)))

    def _tell(self, text: str) -> None:
        self._saved.setText(text)
        self._saved.show()

    def _tell_failure(self, error: Exception) -> None:
        self._tell(str(error))
        if not isinstance(error, ZeroshotError):
            raise error


def _column(page: QWidget) -> QVBoxLayout:
    column = QVBoxLayout(page)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(10)
    return column
