"""Evaluations of a window: of which pictures, whether there are enough, and the window filtered to some of them."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from zeroshot import export, labelled, labels
from zeroshot.among import Among
from zeroshot.evaluation.examination import Examination, Streams, unseen, write
from zeroshot.gui import numbers
from zeroshot.gui.evaluate_dialog import EvaluateDialog
from zeroshot.judgement.familiarity import Method
from zeroshot.labelled import Known

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from threading import Event

    from zeroshot.evaluation.tables import Evaluated
    from zeroshot.gui.places import Places
    from zeroshot.gui.window import MainWindow
    from zeroshot.paths import Folders
    from zeroshot.records import Progress

LEAST = 10
"""Reviewed pictures below which an evaluation could say nothing at all."""
CLASSES = 2
"""Reviewed classes that there must be to be told apart."""


class Evaluator(QObject):
    """Opens the dialog beside the window, and gives it work."""

    def __init__(self, window: MainWindow, folders: Folders, places: Places) -> None:
        super().__init__(window)
        self._window, self._folders, self._places = window, folders, places
        self.dialog: EvaluateDialog | None = None

    def open(self) -> None:
        """Evaluate the reviewed pictures, or say what there must be first."""
        if self.dialog is None:
            self.dialog = EvaluateDialog(self._places, self._write, self._window)
            self.dialog.source_wanted.connect(self.begin)
            self.dialog.pictures_wanted.connect(self._show)
        self.dialog.show()
        self.dialog.raise_()
        self.dialog.activateWindow()
        self.begin(None)

    def shut_down(self) -> None:
        """Close the dialog, whose thread has ended then."""
        if self.dialog is not None:
            self.dialog.reject()

    def begin(self, source: Path | None) -> None:
        """Evaluate the pictures of a folder or a CSV, or the reviewed ones of the session."""
        if self.dialog is None:
            return
        missing = self._missing(source)
        if missing:
            self.dialog.ask_for_pictures(missing)
        else:
            self.dialog.start(self._work(source))

    def _missing(self, source: Path | None) -> str:
        """What there must be first, in a sentence, or ""."""
        if self._window.engine.encoder is None:
            return self.tr("There is no model yet: wait until it is loaded, or choose another one.")
        if source is not None:
            return ""
        reviewed = self._reviewed()
        if len({names for names in reviewed.values() if names}) < CLASSES:
            return self.tr(
                "Say of pictures of at least two classes what they are, or choose pictures whose classes you know: "
                "a folder with a folder for each class, or a CSV with the columns file and label."
            )
        if len(reviewed) < LEAST:
            told = self.tr("Say of more pictures what they are: {0} are reviewed, and it takes at least {1}.")
            return told.format(numbers.whole(len(reviewed)), numbers.whole(LEAST))
        return ""

    def _reviewed(self) -> dict[Path, tuple[str, ...]]:
        """The session's pictures of which a person said what they are."""
        results, truths = self._window.engine.results, self._window.document.truths
        paths = (results.path(row) for row in results.present().tolist())
        return {path: truths[path] for path in paths if path in truths}

    def _work(self, source: Path | None) -> Callable[[Event], Iterator[tuple[str, Progress] | Evaluated]]:
        """What evaluates: reviewed pictures by words alone, since what they taught may not be asked about them."""
        engine, document = self._window.engine, self._window.document
        label_set, policy = labels.distinct(document.classes.label_set), document.policy
        truths = self._reviewed()
        teaches = engine.labeller is not None and engine.labeller.classifier.has_learned
        session_name = self.tr("the reviewed pictures of this session")
        by_words = self.tr("By words alone: what these pictures taught can't be asked about them.")

        def evaluate_pictures(stop: Event) -> Iterator[tuple[str, Progress] | Evaluated]:
            if source is None:
                notes = (by_words,) if teaches else ()
                known = Known(session_name, Path(), label_set, tuple(truths.items()), notes)
            else:
                known = labelled.known(source, label_set if label_set.labels else None)
                known = unseen(known, truths) if teaches else known
            with engine.session(stop) as session:
                examination = Examination(session, known, policy)
                for progress in session.learn(known.label_set, Method.CALIBRATED):
                    yield "read", progress
                if teaches and source is not None and not stop.is_set():
                    yield from (("teach", progress) for progress in session.teach(truths))
                if not stop.is_set():
                    for progress in examination.look():
                        yield "look", progress
                evaluated = examination.result()
            if evaluated is not None:
                yield evaluated

        return evaluate_pictures

    def _show(self, paths: Sequence[Path], told: str) -> None:
        """Show these pictures alone in the window; those that it doesn't have join it."""
        results, model = self._window.engine.results, self._window.model
        strange = [path for path in paths if results.row(path) is None]
        if strange:
            self._window.adder.add(strange)
        among = Among(told, frozenset(map(str, map(Path.absolute, paths))))
        model.set_view(replace(model.view, among=among))

    def _write(self, path: Path, evaluated: Evaluated, stop: Event) -> Iterator[Progress]:
        """Write a report in the form that the file's ending says."""
        form = path.suffix.casefold()
        with export.replacing(path) as stream:
            streams = {
                ".csv": Streams(table=stream),
                ".json": Streams(whole=stream),
                ".png": Streams(picture=stream),
            }.get(form, Streams(page=stream))
            settings = self._window.engine.settings
            yield from write(evaluated, streams, settings, self._folders, stop)
