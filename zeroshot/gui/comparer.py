"""Comparisons of a window: of which pictures, whether there are enough, and what follows from the result."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from zeroshot import labelled
from zeroshot.comparison import Comparison
from zeroshot.gui import numbers
from zeroshot.gui.compare_dialog import CompareDialog

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path
    from threading import Event

    from PySide6.QtWidgets import QWidget

    from zeroshot.gui.document import Document
    from zeroshot.gui.engine import Engine
    from zeroshot.gui.places import Places
    from zeroshot.gui.truths import Truths
    from zeroshot.records import Progress
    from zeroshot.report import Result

LEAST = 10
"""Labelled pictures below which a comparison could say nothing at all."""
CLASSES = 2
"""Labelled classes that there must be to be told apart."""


class Comparer(QObject):
    """Opens the dialog and gives it work."""

    def __init__(  # noqa: PLR0913 - what a comparison reaches
        self, engine: Engine, document: Document, truths: Truths, *, places: Places, cache: Path, parent: QWidget
    ) -> None:
        super().__init__(parent)
        self._engine, self._document, self._truths = engine, document, truths
        self._places, self._cache, self._window = places, cache, parent
        self._open: CompareDialog | None = None

    def ask(self) -> None:
        """Compare, in a dialog."""
        self._open = self.dialog()
        self._open.exec()
        self._open.deleteLater()
        self._open = None

    def shut_down(self) -> None:
        """Close the dialog, whose thread has ended then."""
        if self._open is not None:
            self._open.reject()

    def dialog(self) -> CompareDialog:
        """The dialog, at work already when there is enough to compare."""
        dialog = CompareDialog(self._places, self._cache, self._window)
        dialog.weight_wanted.connect(self._use_weight)
        dialog.folders_wanted.connect(lambda: self._label_by_folders(dialog))
        self._begin(dialog)
        return dialog

    def _begin(self, dialog: CompareDialog) -> None:
        missing = self._missing()
        if missing:
            more = len(self._truths.by_folder().keys() - self._truths.known().keys())
            dialog.ask_for_labels(missing, folders=more > 0)
        else:
            dialog.start(self._work())

    def _label_by_folders(self, dialog: CompareDialog) -> None:
        self._truths.label_by_folders()
        self._begin(dialog)

    def _missing(self) -> str:
        """What there must be first, in a sentence, or ""."""
        if self._engine.encoder is None:
            return self.tr("There is no model yet: wait until it is loaded, or choose another one.")
        known = self._truths.known()
        if len(set(known.values())) < CLASSES:
            return self.tr(
                "Say of pictures of at least two classes what they are: select some, open their menu, "
                "and choose a class under “This is”."
            )
        if len(known) < LEAST:
            told = self.tr("Say of more pictures what they are: {0} are labelled by hand, and it takes at least {1}.")
            return told.format(numbers.whole(len(known)), numbers.whole(LEAST))
        return ""

    def _work(self) -> Callable[[Event], Iterator[tuple[str, Progress] | Result]]:
        engine = self._engine
        source = self.tr("this session")
        pictures = labelled.of_pictures(source, self._truths.known().items(), self._document.classes.label_set)

        def compare(stop: Event) -> Iterator[tuple[str, Progress] | Result]:
            with engine.session(stop) as session:
                comparison = Comparison(session, pictures, source)
                for progress in comparison.read():
                    yield "read", progress
                for progress in comparison.look():
                    yield "look", progress
                result = comparison.result()
            if result is not None:
                yield result

        return compare

    def _use_weight(self, weight: float) -> None:
        self._document.edit(self.tr("change share of descriptions"), self._document.classes.with_weight(weight))
