"""The main window: panes around one engine and one document, and the wires between them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QSettings, Qt, QTimer
from PySide6.QtWidgets import (
    QFrame,
    QMainWindow,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from zeroshot.gui import drops
from zeroshot.gui.adding import Adder
from zeroshot.gui.class_sets import ClassSets
from zeroshot.gui.classes_pane import ClassesPane
from zeroshot.gui.comparer import Comparer
from zeroshot.gui.descriptions import Descriptions
from zeroshot.gui.document import Document
from zeroshot.gui.drop_frame import DropFrame
from zeroshot.gui.empty import EmptyState
from zeroshot.gui.engine import Engine
from zeroshot.gui.evaluator import Evaluator
from zeroshot.gui.exporting import Exporter, show_in_folder
from zeroshot.gui.incoming import Incoming
from zeroshot.gui.label_keys import LabelKeys
from zeroshot.gui.learned import LearnedPanel
from zeroshot.gui.menus import Menus
from zeroshot.gui.models import Models
from zeroshot.gui.notice import NoticeBar
from zeroshot.gui.picture_commands import PictureCommands
from zeroshot.gui.picture_pane import RANKS, PicturePane
from zeroshot.gui.pictures_model import PicturesModel
from zeroshot.gui.pictures_pane import GRID, TABLE, PicturesPane
from zeroshot.gui.places import Places
from zeroshot.gui.preferences import Preferences
from zeroshot.gui.review import Review
from zeroshot.gui.run_bar import RunBar
from zeroshot.gui.search import Search
from zeroshot.gui.sessions import Sessions
from zeroshot.gui.several_mode import SeveralMode
from zeroshot.gui.support import Support
from zeroshot.gui.telling import Telling
from zeroshot.gui.theme import set_kind
from zeroshot.gui.threshold import ThresholdPanel
from zeroshot.gui.thumbnail_loader import ThumbnailLoader
from zeroshot.gui.truths import Truths
from zeroshot.gui.why import Why
from zeroshot.paths import assets

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDragLeaveEvent, QDropEvent

    from zeroshot import project
    from zeroshot.discover import SkippedCounter
    from zeroshot.gui.theme import Theme
    from zeroshot.judgement.lessons import Report
    from zeroshot.paths import Folders
    from zeroshot.results import Rows
    from zeroshot.settings import Settings


class MainWindow(QMainWindow):
    """The program's window."""

    def __init__(self, folders: Folders, settings: Settings, theme: Theme, notices: Sequence[str] = ()) -> None:
        super().__init__()
        self.engine = Engine(settings, folders, self)
        self.document = Document(self.engine.results, folders.autosave, self)
        self.adder = Adder(self.engine.results, self)
        self.loader = ThumbnailLoader(
            folders.thumbnails,
            limit=settings.thumbnail_cache_mb << 20,
            max_pixels=settings.max_pixels,
            parent=self,
        )
        self.state = QSettings(str(folders.window_state), QSettings.Format.IniFormat, self)
        self.model = PicturesModel(self.engine.results, self)
        self.classes = ClassesPane(self.document, self)
        self.learned = LearnedPanel(self.document, self.engine, self)
        self.thresholds = ThresholdPanel(self)
        self.several = SeveralMode(self.document, self.engine.results, self.classes, self.thresholds, self)
        self.empty = EmptyState(self)
        self.pictures = PicturesPane(self.model, self.loader, self)
        self.picture = PicturePane(settings.max_pixels, self)
        self.notice = NoticeBar(self)
        self.run_bar = RunBar(self)
        self.sessions = Sessions(self.document, folders.autosave, self.notice, self.state, self)
        places = Places(self.state)
        self.exporter = Exporter(self.engine, self.document, self.pictures, self.notice, places)
        self.incoming = Incoming(self.adder, folders.received, self.notice, places, self)
        self.truths = Truths(self.document, self.engine.results, self.notice, self)
        self.comparer = Comparer(
            self.engine, self.document, self.truths, places=places, cache=folders.cache, parent=self
        )
        self.evaluator = Evaluator(self, folders, places)
        self.class_sets = ClassSets(self.document, self.notice, places, self)
        self.support = Support(folders, self.notice, self)
        self.preferences = Preferences(
            settings,
            folders,
            engine=self.engine,
            document=self.document,
            theme=theme,
            notice=self.notice,
            places=places,
            parent=self,
        )
        self.models = Models(
            folders,
            self.engine,
            self.preferences,
            notice=self.notice,
            run_bar=self.run_bar,
            places=places,
            state=self.state,
            parent=self,
        )
        self.descriptions = Descriptions(self.document, self.engine, folders, self.preferences, self)
        self._lay_out()
        self.why = Why(self)
        self.review = Review(self, settings.max_pixels)
        self.label_keys = LabelKeys(self)
        self._column.insertWidget(2, self.review.page, 1)
        self.telling = Telling(self)
        self.commands = PictureCommands(self)
        self.search = Search(self, places, settings.max_pixels)
        Menus(self)
        self._wire()
        self._restore()
        for sentence in notices:
            self.notice.tell(sentence, kind="warning")
        self.run_bar.installEventFilter(self)

    # --- building ----------------------------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        self.setAcceptDrops(True)
        self.setWindowTitle(self.tr("Zeroshot"))
        left = QFrame(self)
        set_kind(left, "pane")
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.classes, 1)
        column.addWidget(self.learned)
        column.addWidget(self.thresholds)
        column.addWidget(self.several.panel)
        right = QFrame(self)
        set_kind(right, "pane")
        beside = QVBoxLayout(right)
        beside.setContentsMargins(0, 0, 0, 0)
        beside.addWidget(self.picture)
        self._middle = QStackedWidget(self)
        self._middle.addWidget(self.empty)
        self._middle.addWidget(self.pictures)
        self._splitter = QSplitter(Qt.Orientation.Horizontal, self)
        for widget in (left, self._middle, right):
            self._splitter.addWidget(widget)
        self._splitter.setStretchFactor(1, 1)
        self._splitter.setChildrenCollapsible(False)
        line = self.fontMetrics().height()  # side panes grow with the text
        self._splitter.setSizes([15 * line, 45 * line, 19 * line])
        self.left, self.right = left, right
        self.classes.setMinimumWidth(12 * line)
        self.picture.setMinimumWidth(14 * line)
        whole = QWidget(self)
        layout = self._column = QVBoxLayout(whole)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.notice)
        layout.addWidget(self._splitter, 1)
        layout.addWidget(self.run_bar)
        self.setCentralWidget(whole)
        self.drop_frame = DropFrame(whole)

    def _wire(self) -> None:
        engine, document = self.engine, self.document
        engine.linted.connect(self.classes.set_findings)
        engine.answered.connect(self._show_answers)
        engine.answered_anew.connect(self._show_all_anew)
        engine.taught.connect(self._name_scores)
        document.classes_changed.connect(self._take_classes)
        document.truths_changed.connect(self._take_truths)
        document.policy_changed.connect(self._take_policy)
        document.pictures_changed.connect(self._take_pictures)
        document.path_changed.connect(self._show_title)
        document.failed.connect(lambda text: self.notice.tell(text, kind="error"))
        self.sessions.opened.connect(self._take_session)
        self.incoming.class_set_came.connect(self.class_sets.open)
        self.incoming.session_came.connect(self.sessions.open)
        self.incoming.models_came.connect(self.models.bring)
        self.incoming.names_came.connect(self.classes.add_names)
        self.adder.found.connect(self._take_found)
        self.adder.added.connect(self._take_added)
        self.thresholds.policy_changed.connect(document.set_policy)
        self.pictures.chips.answers_cleared.connect(self.classes.choose_all)
        self.classes.filter_changed.connect(self.pictures.set_answers)
        self.classes.failed.connect(lambda text: self.notice.tell(text, kind="warning"))
        self.classes.open_wanted.connect(self.class_sets.choose)
        self.classes.save_wanted.connect(self.class_sets.save_as)
        self.classes.describe_wanted.connect(self.describe_classes)
        self.classes.builtin_wanted.connect(self.class_sets.open_builtin)
        self.empty.builtin_wanted.connect(self.class_sets.open_builtin)
        self.empty.pictures_wanted.connect(self.incoming.choose_pictures)
        self.empty.folder_wanted.connect(self.incoming.choose_folder)
        self.empty.samples_wanted.connect(self.try_samples)
        self.pictures.current_changed.connect(self._show_picture)
        self.picture.previous_wanted.connect(lambda: self.pictures.step(-1))
        self.picture.next_wanted.connect(lambda: self.pictures.step(1))
        self.picture.folder_wanted.connect(show_in_folder)
        self.run_bar.stop_wanted.connect(engine.stop)
        self.run_bar.resume_wanted.connect(engine.resume)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Begin after the first paint, which importing torch must not hold up, not even on another thread."""
        if watched is self.run_bar and event.type() == QEvent.Type.Paint:
            self.run_bar.removeEventFilter(self)
            QTimer.singleShot(0, self, self._begin)
        return super().eventFilter(watched, event)

    def _begin(self) -> None:
        """Open the last session and load the model, once the window stands."""
        if self.engine.closed:  # by somebody quicker than the first paint
            return
        self.sessions.restore()
        self.preferences.load_model()
        self.telling.update()

    def _take_session(self, loaded: project.Project, path: Path | None) -> None:
        before = self.document.model
        self.document.replace(loaded, path)
        rows = self.engine.results.add(loaded.pictures)
        self.model.refresh()
        self.engine.feed(rows)
        if loaded.model != before and self.engine.encoder is not None:
            self.preferences.load_model()
        self.telling.update()

    # --- what comes in -----------------------------------------------------------------------------------------------

    def open_paths(self, paths: Sequence[Path]) -> None:
        """Take files and folders as if they were dropped."""
        self.incoming.take_paths(paths)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Welcome files and pictures."""
        if drops.can_take(event.mimeData()) and event.source() is None:
            event.acceptProposedAction()
            self.drop_frame.appear()

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        """They went elsewhere."""
        self.drop_frame.hide()

    def dropEvent(self, event: QDropEvent) -> None:
        """Take them."""
        event.acceptProposedAction()
        self.drop_frame.hide()
        self.incoming.take(event.mimeData())

    def try_samples(self) -> None:
        """Take the pictures that come with the program, and their classes."""
        samples = assets() / "samples"
        if not self.document.classes.names:
            self.class_sets.open(samples / "classes.txt")
        self.adder.add(sorted(samples.glob("*.jpg")))

    def _take_found(self, rows: Rows) -> None:
        self.engine.feed(rows)
        self.model.refresh_soon()
        self.telling.update_soon()

    def _take_added(self, rows: Rows, skipped: SkippedCounter) -> None:
        self.document.added(self.tr("add pictures"), rows)
        self.model.refresh()
        self.pictures.go_to_first()
        self.telling.update()
        passed = skipped.not_pictures + skipped.special + skipped.loops + len(skipped.unreadable)
        if passed:
            told = self.tr("%Ln file(s) that are no pictures or can't be reached were passed over.", "", passed)
            self.notice.tell(told)
        if not self.document.classes.names and len(rows):
            self.classes.field.setFocus()

    # --- classes -----------------------------------------------------------------------------------------------------

    def _take_classes(self) -> None:
        self.model.set_colours(self.document.classes.colours)
        self.picture.several = self.document.classes.label_set.several
        self.engine.learn(self.document.classes.label_set)
        self.telling.update()

    def _name_scores(self, report: Report | None) -> None:
        is_probability = report is not None and report.calibration.is_fitted
        self.model.set_probability(is_probability)
        self.thresholds.set_probability(is_probability)

    def _take_truths(self) -> None:
        self.model.refresh()
        self.telling.update_soon()
        self._show_picture(self.pictures.current_row())

    def _take_policy(self) -> None:
        self.thresholds.set_policy(self.document.policy)
        self.picture.set_policy(self.document.policy)
        self.model.set_policy(self.document.policy)
        self.telling.update_soon()
        self._show_picture(self.pictures.current_row())

    def type_class(self) -> None:
        """Go to the field for class names."""
        self.left.show()
        self.classes.field.setFocus()
        self.classes.field.selectAll()

    def describe_classes(self) -> None:
        """Fetch descriptions for the chosen classes; when none are chosen, for all."""
        names = self.classes.chosen_names() or self.document.classes.names
        if not names:
            self.notice.tell(self.tr("There is nothing to describe yet: type some class names first."))
            return
        self.descriptions.open(names)

    # --- pictures ----------------------------------------------------------------------------------------------------

    def _take_pictures(self, came: Rows, went: Rows) -> None:
        self.model.refresh()
        if len(went):
            self.engine.refeed()
        if len(came):
            self.engine.feed(came)
        self.telling.update()

    def _show_answers(self, rows: Rows) -> None:
        self.model.rows_changed(rows)
        current = self.pictures.current_row()
        if current >= 0 and current in rows:
            self._show_picture(current)
        self.telling.update_soon()

    def _show_all_anew(self) -> None:
        self.model.refresh()
        self._show_picture(self.pictures.current_row())
        self.telling.update()

    def _show_picture(self, row: int) -> None:
        labeller, results = self.engine.labeller, self.engine.results
        if row < 0:
            self.picture.show_picture(None, None, {})
            self.why.show(row, None)
            return
        policy = replace(self.document.policy, top_k=RANKS)
        prediction = results.prediction(row, labeller.classifier, policy) if labeller is not None else None
        self.picture.show_picture(results.path(row), prediction, self.document.classes.colours)
        self.why.show(row, prediction)

    def show_pictures(self, *, shown: bool) -> None:
        """Show the pictures, or what can be done where there are none."""
        self._middle.setCurrentWidget(self.pictures if shown else self.empty)

    def show_page(self, page: QWidget | None) -> None:
        """Show the page of a review in place of all panes; None shows the panes again."""
        shown, hidden = (self._splitter, self.review.page) if page is None else (page, self._splitter)
        hidden.hide()  # first: a low window would grow to have room for both
        shown.show()

    def resize_pictures(self, by: int) -> None:
        """Show the grid's pictures larger or smaller."""
        self.pictures.set_thumbnail_size(self.pictures.grid.side + by)

    def _show_title(self) -> None:
        path = self.document.path
        self.setWindowTitle(self.tr("Zeroshot") if path is None else f"{path.stem} · Zeroshot")

    # --- beginning and end -------------------------------------------------------------------------------------------

    def _restore(self) -> None:
        self.resize(1280, 800)
        for name, restore in (("geometry", self.restoreGeometry), ("splitter", self._splitter.restoreState)):
            kept = self.state.value(name)
            if kept is not None:
                restore(kept)
        self.pictures.set_mode(TABLE if self.state.value("mode") == TABLE else GRID)
        side = str(self.state.value("side", ""))
        if side.isdecimal():
            self.pictures.set_thumbnail_size(int(side))

    def closeEvent(self, event: QCloseEvent) -> None:
        """Keep everything, stop everything, and wait until the last thread has ended."""
        self.state.setValue("geometry", self.saveGeometry())
        self.state.setValue("splitter", self._splitter.saveState())
        self.state.setValue("mode", self.pictures.mode)
        self.state.setValue("side", self.pictures.grid.side)
        self.hide()  # a model that is half loaded takes seconds to let go
        self.adder.shut_down()
        self.document.close()
        self.comparer.shut_down()
        self.evaluator.shut_down()
        self.exporter.shut_down()
        self.descriptions.shut_down()
        self.models.shut_down()
        self.support.shut_down()
        self.search.shut_down()
        self.review.shut_down()
        self.picture.preview.shut_down()
        self.why.shut_down()
        self.loader.shut_down()
        self.engine.shut_down()
        self.state.sync()
        super().closeEvent(event)
