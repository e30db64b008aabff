"""The window's engine: a model, the classes as it knows them, and pictures on their way to an answer.

Three kinds of jobs, each on a thread with a store of its own: loading a model, learning the classes (and answering
again what is encoded), and running over the pictures that wait. The window never waits for any of them.
"""

from __future__ import annotations

import sys
import time
from collections import deque
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QObject, Qt, Signal

from zeroshot import labels, weights
from zeroshot.encoders import Stage, Watch
from zeroshot.encoders.patient_import import import_patiently
from zeroshot.errors import ZeroshotError
from zeroshot.gui import numbers
from zeroshot.gui.jobs import Job
from zeroshot.gui.pace import Pace
from zeroshot.judgement.familiarity import Method
from zeroshot.lint import lint
from zeroshot.records import LabelSet, Progress
from zeroshot.results import Encoded, Results, answer
from zeroshot.session import Labeller, Session, load_encoder
from zeroshot.store import Store
from zeroshot.told import Answers

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path
    from threading import Event

    from zeroshot.encoders import Encoder
    from zeroshot.gui.pace import RunProgress
    from zeroshot.judgement.lessons import Report
    from zeroshot.paths import Folders
    from zeroshot.records import Embedded, Truths
    from zeroshot.results import Rows
    from zeroshot.settings import Settings


class Engine(QObject):
    """Everything of a window that computes. ``results`` is the window's; nobody else writes to it.

    ``encoder_changed``: a model is being loaded (``loading``; at a ``stage``, where that takes long), is there
    (``encoder``), or is not to be had.
    ``linted``: what the linter finds in the classes. ``answered``: rows have an answer or an error.
    ``answered_anew``: all answers are new ones, or gone. ``run_changed``: ``running`` or ``stopped`` changed, or the
    run came further (``progress``). ``taught``: what reviewed pictures taught (a ``Report``), None when nothing counts.
    ``run_ended``: all pictures are done, after so many seconds. ``told``: a kind of notice and its sentence.
    ``load_failed``: why the model is not to be had.
    """

    encoder_changed = Signal()
    linted = Signal(object)
    answered = Signal(object)
    answered_anew = Signal()
    run_changed = Signal()
    taught = Signal(object)
    run_ended = Signal(float)
    told = Signal(str, str)
    load_failed = Signal(str)
    _staged = Signal(object)

    def __init__(self, settings: Settings, folders: Folders, parent: QObject | None = None) -> None:
        """Nothing is loaded before ``load``."""
        super().__init__(parent)
        self.results = Results()
        self.settings = settings
        self.encoder: Encoder | None = None
        self.labeller: Labeller | None = None
        self.report: Report | None = None
        self.stopped = False
        self.stage: Stage | None = None
        self._staged.connect(self._take_stage, Qt.ConnectionType.QueuedConnection)
        self._folders = folders
        self._label_set = LabelSet((), ())
        self._words: Labeller | None = None  # the classes by their texts alone
        self._truths: Truths = {}
        self._learns = True
        self._unlearned = False
        self._loading: Job | None = None
        self._learning: Job | None = None
        self._running: Job | None = None
        self._pace = Pace()
        self._feed: deque[Path] = deque()
        self._fed = 0
        self._late: list[Rows] = []
        self._jobs: set[Job] = set()
        self.closed = False

    # --- the model ---------------------------------------------------------------------------------------------------

    @property
    def loading(self) -> bool:
        """Whether a model is being loaded."""
        return self._loading is not None

    def load(self, settings: Settings) -> None:
        """Load the model that the settings name; meanwhile pictures and classes can come."""
        self.settings, self.stage = settings, None
        self._stop_job(self._loading)
        self._stop_job(self._running)
        chosen, folders = settings, self._folders

        def load_model(stop: Event) -> Iterator[tuple[Encoder, str]]:
            with Store.open(folders.store) as store:
                notice = store.notice
            import_patiently()
            if not stop.is_set():
                yield load_encoder(chosen, folders, Watch(self._staged.emit, stop)), notice

        self._loading = self._start(load_model, self._loaded, self._load_ended)
        self.encoder_changed.emit()

    def _take_stage(self, stage: Stage) -> None:
        self.stage = stage
        self.encoder_changed.emit()

    def _loaded(self, loaded: tuple[Encoder, str]) -> None:
        encoder, notice = loaded
        if self.encoder is not None and self.encoder.id != encoder.id:
            self.results.forget_vectors()
            self.labeller = self._words = None
            self.answered_anew.emit()
        self.encoder = encoder
        if notice:
            self.told.emit("warning", notice)

    def _load_ended(self) -> None:
        self._loading = None
        self.encoder_changed.emit()
        if self.encoder is not None:
            self.learn(self._label_set)

    # --- classes -----------------------------------------------------------------------------------------------------

    @property
    def learning(self) -> bool:
        """Whether the classes are being read, or pictures answered anew."""
        return self._learning is not None

    def learn(self, label_set: LabelSet) -> None:
        """Take other classes: what is encoded is answered anew at once, and nothing is encoded again."""
        self._label_set = labels.distinct(label_set)
        self._stop_job(self._learning)
        self._learning = self._words = None
        if not label_set.labels:
            self._forget_classes()
        elif self.encoder is not None:
            self._learning = self._start(self._reading(label_set, self.encoder), self._read, self._learn_ended)
        self.run_changed.emit()

    def _reading(self, label_set: LabelSet, encoder: Encoder) -> Callable[[Event], Iterator[object]]:
        folders, settings, distinct = self._folders, self.settings, self._label_set

        def read_words(stop: Event) -> Iterator[object]:
            english_only = _knows_english_only(settings.model, folders)
            yield lint(label_set, encoder.count_tokens, encoder.context_length, english_only=english_only)
            with _session(encoder, folders, settings, stop) as session:
                yield from session.learn(distinct, Method.CALIBRATED)
            if session.labeller is not None:
                yield session.labeller

        return read_words

    def _read(self, news: object) -> None:
        if isinstance(news, Labeller):
            self._words = news
            self._answer_anew(news)
        elif isinstance(news, Progress):
            self.told.emit(
                "busy", self.tr("Reading words: {0} of {1}").format(numbers.whole(news.done), numbers.whole(news.total))
            )
        else:
            self.linted.emit(news)

    def teach(self, truths: Truths, *, learns: bool = True) -> None:
        """Take what the person says of pictures: all are answered anew at once, if ``learns`` with what it teaches."""
        self._truths, self._learns = truths, learns
        if self._words is not None:  # else what is said has its turn when the classes have been read
            self._answer_anew(self._words)
            self.run_changed.emit()

    def _answer_anew(self, words: Labeller) -> None:
        self._stop_job(self._learning)
        self._late.clear()
        self._unlearned = False
        rows = [self.results.row(path) for path in self._truths] if self._learns else []
        told = self.results.outcomes(np.array([row for row in rows if row is not None], np.intp))
        work = _answering(words, self.results.encoded(), told, self._truths)
        self._learning = self._start(work, self._answered, self._learn_ended)

    def _answered(self, news: tuple[Labeller, Report | None, Answers | None]) -> None:
        self.labeller, self.report, answers = news
        names = self.labeller.classifier.names
        self.results.forget_answers()
        if answers is not None:
            self.results.put_answers(answers, names)
        for rows in self._late:
            self._answer(rows)
        self._late.clear()
        self.answered_anew.emit()
        self.taught.emit(self.report)

    def _learn_ended(self) -> None:
        self._learning = None
        self.run_changed.emit()
        self.wake()

    def _forget_classes(self) -> None:
        self.labeller = self.report = None
        self._stop_job(self._running)
        self.results.forget_answers()
        self.linted.emit(())
        self.answered_anew.emit()
        self.taught.emit(None)

    # --- pictures ----------------------------------------------------------------------------------------------------

    @property
    def running(self) -> bool:
        """Whether pictures are being worked on."""
        return self._running is not None

    @property
    def progress(self) -> RunProgress:
        """How far the run is."""
        return self._pace.progress(self._fed)

    def wake(self) -> None:
        """Go on when there is something to do and everything it takes; pictures that came meanwhile join the run."""
        if self.stopped or self.loading or self.running or self.encoder is None or self.labeller is None:
            return
        rows = self.results.waiting()
        if not len(rows):
            return
        self._feed = deque(self.results.path(row) for row in rows.tolist())
        self._fed = len(self._feed)
        self._pace = Pace()
        self._running = self._start(self._encoding(self.encoder, self._feed), self._encoded, self._run_ended)
        self.run_changed.emit()

    def feed(self, rows: Rows) -> None:
        """Pictures have been added."""
        if self.running:
            self._feed.extend(self.results.path(row) for row in rows.tolist())
            self._fed += len(rows)
        else:
            self.wake()

    def refeed(self) -> None:
        """Pictures have been removed: go on without them."""
        self._stop_job(self._running)

    def stop(self) -> None:
        """Stop the run; what is computed is kept, and ``resume`` goes on from there."""
        self.stopped = True
        self._stop_job(self._running)
        self.run_changed.emit()

    def resume(self) -> None:
        """Go on after ``stop``."""
        self.stopped = False
        self.wake()
        self.run_changed.emit()

    def _encoding(self, encoder: Encoder, feed: deque[Path]) -> Callable[[Event], Iterator[list[Embedded]]]:
        folders, settings = self._folders, self.settings

        def encode_pictures(stop: Event) -> Iterator[list[Embedded]]:
            with _session(encoder, folders, settings, stop) as session:
                yield from session.embed(_taken(feed))

        return encode_pictures

    def _encoded(self, outcomes: list[Embedded]) -> None:
        rows = self.results.put(outcomes)
        self._pace.advance(len(outcomes))
        if self.learning:
            self._late.append(rows)
        self._answer(rows)
        self._unlearned = self._unlearned or any(outcome.path in self._truths for outcome in outcomes)
        self.answered.emit(rows)
        self.run_changed.emit()

    def _answer(self, rows: Rows) -> None:
        if self.labeller is None:
            return
        for answers in answer(self.labeller.classifier, self.results.encoded(rows)):
            self.results.put_answers(answers, self.labeller.classifier.names)

    def _run_ended(self) -> None:
        self._running = None
        if not len(self.results.waiting()):
            self.run_ended.emit(time.monotonic() - self._pace.begun)
        if self._unlearned:  # pictures of which something was said before they could be looked at
            self.teach(self._truths, learns=self._learns)
        self.run_changed.emit()
        self.wake()

    def session(self, stop: Event) -> Session:
        """A session for the thread that calls this, to be used as a context manager; there must be an encoder."""
        if self.encoder is None:
            raise RuntimeError("load() comes before session()")
        return _session(self.encoder, self._folders, self.settings, stop)

    # --- jobs --------------------------------------------------------------------------------------------------------

    def _start(
        self, work: Callable[[Event], Iterator[object]], listen: Callable[..., None], ended: Callable[[], None]
    ) -> Job:
        job = Job(work, self)
        self._jobs.add(job)

        def forget() -> None:
            self._jobs.discard(job)
            job.deleteLater()
            if not self.closed and job in {self._loading, self._learning, self._running}:
                ended()

        job.yielded.connect(listen)
        job.failed.connect(self._failed)
        job.finished.connect(forget)
        job.start()
        return job

    def _stop_job(self, job: Job | None) -> None:
        if job is not None:
            job.stop()

    def _failed(self, error: Exception) -> None:
        """Tell what went wrong in a sentence; what is no error of the environment is a bug, and is told as one."""
        job = self.sender()
        if job is self._running:
            self.stopped = True
        elif job is self._learning:  # answers for other classes than those that are shown would mislead
            self.labeller = None
            self.results.forget_answers()
            self.answered_anew.emit()
        if isinstance(error, ZeroshotError) and job is self._loading:
            self.load_failed.emit(str(error))
        elif isinstance(error, ZeroshotError):
            self.told.emit("error", str(error))
        else:
            sys.excepthook(type(error), error, error.__traceback__)

    def shut_down(self) -> None:
        """Stop every job and wait until the last thread has ended."""
        self.closed = True
        for job in self._jobs:
            job.stop()
        for job in self._jobs:
            job.wait()


def _session(encoder: Encoder, folders: Folders, settings: Settings, stop: Event) -> Session:
    """A session of a thread's own; the store was looked over when the model was loaded."""
    store = Store.open(folders.store, checked=True)
    return Session(encoder, store, settings.max_pixels, stop, threads=settings.threads)


def _knows_english_only(model: str, folders: Folders) -> bool:
    """Whether texts in other languages are worth a warning."""
    try:
        return not weights.find(model, folders).is_multilingual
    except ZeroshotError:  # it was there when it was loaded; that it has gone is told at the next start
        return False


def _taken(feed: deque[Path]) -> Iterator[Path]:
    """What is in the queue, and what still comes to it."""
    while feed:
        yield feed.popleft()


def _answering(
    words: Labeller, encoded: Encoded, told: Iterable[Embedded], truths: Truths
) -> Callable[[Event], Iterator[tuple[Labeller, Report | None, Answers | None]]]:
    """All answers at once, so that old and new ones are never mixed, with what the ``told`` pictures teach."""

    def answer_anew(stop: Event) -> Iterator[tuple[Labeller, Report | None, Answers | None]]:
        labeller, report = words.taught(told, truths)
        parts = []
        for part in answer(labeller.classifier, encoded):
            if stop.is_set():
                return
            parts.append(part)
        yield labeller, report, Answers.joined(parts) if parts else None

    return answer_anew
