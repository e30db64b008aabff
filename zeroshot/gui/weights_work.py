"""What is done with models, on threads: downloads one after the other, checks, bundles, imports, removals, surveys.

It belongs to the window, not to its dialog: a download goes on when the dialog is closed.
"""

from __future__ import annotations

import sys
from collections import deque
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from zeroshot.errors import ZeroshotError
from zeroshot.gui.jobs import Job
from zeroshot.gui.pace import Pace
from zeroshot.gui.weights_state import Activity, Phase, Survey
from zeroshot.records import Progress
from zeroshot.weights import CONFIG

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path
    from threading import Event

    from zeroshot.gui.weights_state import Known
    from zeroshot.paths import Folders
    from zeroshot.weights.catalogue import Entry

    Work = Callable[[Event], Iterator[object]]

IMPORT = ""
"""The name under which an import is done: whose name it will have is not known before it has ended."""
TOLD_MS = 150
"""Progress is told this often at most."""


@dataclass(frozen=True, slots=True)
class Unnamed:
    """Weights that don't say what they are, and the architectures that they may be of by their shapes."""

    path: Path
    candidates: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Stayed:
    """What lay in a model's folder without being of the model, and was not removed with it."""

    paths: tuple[Path, ...]


class WeightsWork(QObject):
    """Does what is asked, and tells.

    ``surveyed``: a Survey has been made (``known``). ``changed``: ``activities`` have. ``came``: the model of this name
    is here now. ``went``: it is not any more. ``failed`` carries a model's name, and why what was done with it failed.
    ``unnamed`` carries an Unnamed, ``stayed`` the first path that was not removed with a model.
    """

    surveyed = Signal()
    changed = Signal()
    came = Signal(str)
    went = Signal(str)
    failed = Signal(str, str)
    unnamed = Signal(object)
    stayed = Signal(object)

    def __init__(self, folders: Folders, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.known = Survey((), 0, folders.models)
        self.activities: dict[str, Activity] = {}
        self._folders = folders
        self._elsewhere = ""
        self._queue: deque[tuple[Entry, bool]] = deque()
        self._imports: deque[tuple[Path, str, str]] = deque()
        self._loading = ""
        self._pace: dict[str, Pace] = {}
        self._jobs: dict[str, Job] = {}
        self._surveying: Job | None = None
        self._survey_again = False
        self._closed = False
        self._timer = QTimer(self, singleShot=True, interval=TOLD_MS)
        self._timer.timeout.connect(self.changed)

    # --- what there is -----------------------------------------------------------------------------------------------

    def survey(self, elsewhere: str | None = None) -> None:
        """Look again which models there are; ``elsewhere`` is the folder of one that is used and lies elsewhere."""
        if elsewhere is not None:
            self._elsewhere = elsewhere
        if self._closed or self._surveying is not None:
            self._survey_again = True
            return
        self._survey_again = False
        folders, also = self._folders, self._elsewhere

        def look_around(_: Event) -> Iterator[Survey]:
            from zeroshot.gui.surveying import survey  # noqa: PLC0415 - filelock, which no start needs

            yield survey(folders, also)

        job = self._surveying = Job(look_around, self)
        job.yielded.connect(self._take_survey)
        job.failed.connect(partial(self._fail, IMPORT))
        job.finished.connect(self._survey_ended)
        job.start()

    def _take_survey(self, found: Survey) -> None:
        self.known = found
        self.surveyed.emit()

    def _survey_ended(self) -> None:
        if self._surveying is not None:
            self._surveying.deleteLater()
        self._surveying = None
        if self._survey_again:
            self.survey()

    # --- downloads ---------------------------------------------------------------------------------------------------

    def download(self, entry: Entry, *, agreed: bool) -> None:
        """Fetch a model, or go on with it, once those that were asked for before are here."""
        if entry.name in self._jobs or any(entry == waiting for waiting, _ in self._queue):
            return
        self._queue.append((entry, agreed))
        self._set(entry.name, Activity(Phase.WAITING))
        self._next()

    @property
    def downloads(self) -> tuple[str, ...]:
        """Names of the models that are being fetched, and of those that wait for it."""
        waiting = tuple(entry.name for entry, _ in self._queue)
        return (self._loading, *waiting) if self._loading else waiting

    def _next(self) -> None:
        if self._loading or not self._queue or self._closed:
            return
        entry, agreed = self._queue.popleft()
        folders = self._folders

        def fetch_model(stop: Event) -> Iterator[object]:
            from zeroshot.weights import hub  # noqa: PLC0415 - it imports huggingface_hub, which takes half a second

            yield from hub.get(entry, folders, stop, agreed=agreed)

        self._loading = entry.name
        job = self._start(entry.name, Phase.ASKING, fetch_model)
        job.done.connect(partial(self._arrive, entry.name))

    def _arrive(self, name: str) -> None:
        self.activities.pop(name, None)
        self.came.emit(name)

    # --- the others --------------------------------------------------------------------------------------------------

    def verify(self, known: Known) -> None:
        """Compare a model's files with its manifest."""
        name, folders = known.name, self._folders

        def check_files(stop: Event) -> Iterator[Progress]:
            from zeroshot.weights import installed  # noqa: PLC0415 - likewise

            yield from installed.verify(name, folders, stop)

        job = self._start(name, Phase.CHECKING, check_files)
        job.done.connect(partial(self._set, name, Activity(Phase.CHECKED)))

    def export(self, known: Known, file: Path) -> None:
        """Write a model as one file."""
        name, folders = known.name, self._folders

        def write_bundle(stop: Event) -> Iterator[Progress]:
            from zeroshot import weights  # noqa: PLC0415
            from zeroshot.weights import bundle  # noqa: PLC0415

            yield from bundle.export(weights.find(name, folders), file, stop)

        job = self._start(name, Phase.WRITING, write_bundle)
        job.done.connect(partial(self._set, name, Activity(Phase.WRITTEN, file=file)))

    def bring(self, path: Path, *, name: str = "", architecture: str = "") -> None:
        """Import a model from a folder or a file, once the imports that were asked for before are done.

        ``unnamed`` comes in place of it where nothing says what the weights are, and ``architecture`` neither.
        """
        self._imports.append((path, name, architecture))
        self._next_import()

    def _next_import(self) -> None:
        if IMPORT in self._jobs or not self._imports or self._closed:
            return
        path, name, architecture = self._imports.popleft()
        job = self._start(IMPORT, Phase.LOADING, _bringing(path, name, architecture, self._folders))
        self._set(IMPORT, Activity(Phase.LOADING, file=path))
        job.done.connect(partial(self._forget, IMPORT))

    def remove(self, known: Known) -> None:
        """Remove a model, or what an unfinished download of it left."""
        name, folders = known.name, self._folders

        def remove_model(_: Event) -> Iterator[Stayed]:
            from zeroshot.weights import installed  # noqa: PLC0415 - likewise

            yield Stayed(installed.remove(name, folders))

        job = self._start(name, Phase.REMOVING, remove_model)
        job.done.connect(partial(self._leave, name))

    def _leave(self, name: str) -> None:
        self.activities.pop(name, None)
        self.went.emit(name)

    def tidy(self) -> None:
        """Forget what has been done well: it was seen."""
        well = (Phase.CHECKED, Phase.WRITTEN)
        self.activities = {name: activity for name, activity in self.activities.items() if activity.phase not in well}

    # --- stopping ----------------------------------------------------------------------------------------------------

    def stop(self, name: str, *, discard: bool = False) -> None:
        """Stop what is done with a model. A download can go on later, unless what was fetched is discarded."""
        self._queue = deque(each for each in self._queue if each[0].name != name)
        job = self._jobs.get(name)
        if job is None:
            self._forget(name)
            return
        if discard:
            job.finished.connect(partial(self._discard, name))
        job.stop()

    def _discard(self, name: str) -> None:
        known = next((known for known in self.known.models if known.name == name), None)
        if known is not None and not self._closed:
            self.remove(known)

    def shut_down(self) -> None:
        """Stop everything, and wait until the last thread has ended; downloads can go on another day."""
        self._closed = True
        self._queue.clear()
        self._imports.clear()
        for job in self.findChildren(Job):
            job.stop()
        for job in self.findChildren(Job):
            job.wait()

    # --- jobs --------------------------------------------------------------------------------------------------------

    def _start(self, name: str, phase: Phase, work: Work) -> Job:
        self._pace.pop(name, None)
        job = self._jobs[name] = Job(work, self)
        self._set(name, Activity(phase))
        job.yielded.connect(partial(self._take, name))
        job.failed.connect(partial(self._fail, name))
        job.finished.connect(partial(self._end, name))
        job.start()
        return job

    def _take(self, name: str, news: object) -> None:
        if isinstance(news, str):
            self.came.emit(news)
        elif isinstance(news, Unnamed):
            self.unnamed.emit(news)
        elif isinstance(news, Stayed) and news.paths:
            self.stayed.emit(news.paths[0])
        if not isinstance(news, Progress):
            return
        pace = self._pace.get(name)
        if pace is None or news.done < pace.done:
            pace = self._pace[name] = Pace(news.done)
        pace.advance(news.done - pace.done)
        now, before = pace.progress(news.total), self.activities[name]
        phase = Phase.LOADING if before.phase is Phase.ASKING else before.phase
        self.activities[name] = Activity(phase, now.done, now.total, now.rate, now.seconds_left, file=before.file)
        if not self._timer.isActive():
            self._timer.start()

    def _fail(self, name: str, error: Exception) -> None:
        """Keep what went wrong as a sentence; what is no error of the environment is a bug, and is told as one."""
        if isinstance(error, ZeroshotError):
            self._set(name, Activity(Phase.FAILED, sentence=str(error)))
            self.failed.emit(name, str(error))
        else:
            sys.excepthook(type(error), error, error.__traceback__)

    def _end(self, name: str) -> None:
        self._jobs.pop(name).deleteLater()
        if self._loading == name:
            self._loading = ""
        activity = self.activities.get(name)
        if activity is not None and activity.under_way:  # stopped
            self._forget(name)
        if not self._closed:
            self._next()
            self._next_import()
            self.survey()

    def _set(self, name: str, activity: Activity) -> None:
        self.activities[name] = activity
        self.changed.emit()

    def _forget(self, name: str) -> None:
        self.activities.pop(name, None)
        self.changed.emit()


def _bringing(path: Path, name: str, architecture: str, folders: Folders) -> Work:
    """An import: progress, and last the name of the model; or Unnamed."""

    def bring_model(stop: Event) -> Iterator[object]:
        from zeroshot.weights import bring  # noqa: PLC0415 - safetensors, which no start needs

        whole = path.parent if path.suffix == ".safetensors" and (path.parent / CONFIG).is_file() else path
        if not architecture and (candidates := bring.candidates(whole)) is not None:
            yield Unnamed(path, candidates)
            return
        called = name or bring.name_of(whole)
        yield from bring.bring(whole, folders, stop, name=called, architecture=architecture)
        if not stop.is_set():
            yield called

    return bring_model
