"""What a window does where pictures can have several labels: other thresholds, of which labels can have their own."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from zeroshot.gui.histogram import BINS
from zeroshot.gui.several_panel import SeveralPanel
from zeroshot.judgement.several import THRESHOLD
from zeroshot.results import Counts

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from zeroshot.gui.classes_pane import ClassesPane
    from zeroshot.gui.document import Document
    from zeroshot.results import Results


class SeveralMode(QObject):
    """Puts the thresholds of labels in the place of those of answers, and back."""

    def __init__(
        self, document: Document, results: Results, classes: ClassesPane, instead_of: QWidget, parent: QWidget
    ) -> None:
        super().__init__(parent)
        self._document, self._results, self._classes, self._single = document, results, classes, instead_of
        self.panel = SeveralPanel(parent)
        self.panel.threshold_changed.connect(self._take)
        document.classes_changed.connect(self._show)
        document.policy_changed.connect(self._show)
        classes.filter_changed.connect(self._show_counts)
        self._counts = Counts()
        self._show()

    @property
    def label(self) -> str:
        """The label that alone is chosen among the classes; empty when there is no such."""
        names = self._classes.chosen_names()
        return names[0] if len(names) == 1 else ""

    def _show(self) -> None:
        label_set = self._document.classes.label_set
        self.panel.setVisible(label_set.several)
        self._single.setVisible(not label_set.several)
        own = next((one.threshold for one in label_set.labels if one.name == self.label), None)
        common = self._document.policy.min_score or THRESHOLD
        self.panel.show_threshold(self.label, common if own is None else own, own=own is not None)

    def tell(self, counts: Counts) -> None:
        """Show how many pictures have the label that is chosen, or any."""
        self._counts = counts
        self._show_counts()

    def _show_counts(self) -> None:
        if not self._document.classes.label_set.several:
            return
        self._show()
        counts = self._counts
        having = counts.classes.get(self.label, 0) if self.label else counts.accepted
        scores = self._results.label_scores(self.label, BINS)
        self.panel.set_counts(scores, having, int(scores.sum()))

    def _take(self, label: str, threshold: float | None) -> None:
        classes = self._document.classes
        if not label:
            self._document.set_policy(replace(self._document.policy, min_score=threshold or 0.0))
            return
        changed = (replace(one, threshold=threshold) for one in classes.label_set.labels if one.name == label)
        self._document.edit(self.tr("threshold of a label"), classes.with_labels(changed))
