"""What the reviewed pictures taught, in a few words: how often answers are right before and after, and how surely."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from zeroshot.gui import numbers
from zeroshot.gui.theme import set_kind
from zeroshot.judgement.calibration import LEAST

if TYPE_CHECKING:
    from zeroshot.compare import Estimate
    from zeroshot.gui.document import Document
    from zeroshot.gui.engine import Engine
    from zeroshot.judgement.lessons import Report


class LearnedPanel(QWidget):
    """A switch and what it came to; hidden as long as nothing was said of any picture.

    Whatever is said, and the switch, go on to the engine from here.
    """

    def __init__(self, document: Document, engine: Engine, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._document, self._engine = document, engine
        title = QLabel(self.tr("Learned"), self)
        set_kind(title, "heading")
        self.switch = QCheckBox(self.tr("Learn from reviewed"), self)
        self.switch.setChecked(True)
        self.switch.setToolTip(
            self.tr("Pictures that look like a reviewed one get its class sooner. Off, words alone answer.")
        )
        self.told = QLabel(self)
        set_kind(self.told, "muted")
        self.told.setWordWrap(True)
        head = QHBoxLayout()
        head.addWidget(title)
        head.addStretch()
        head.addWidget(self.switch)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 4, 12, 4)
        layout.addLayout(head)
        layout.addWidget(self.told)
        self.hide()
        self.switch.toggled.connect(document.set_learns)
        document.truths_changed.connect(self._teach)
        document.learns_changed.connect(self._teach)
        engine.taught.connect(self._show)

    def _teach(self) -> None:
        self.switch.setChecked(self._document.learns)
        self._engine.teach(self._document.truths, learns=self._document.learns)
        self.setVisible(bool(self._document.truths))

    def _show(self, report: Report | None) -> None:
        """Tell what was learned."""
        if not self._document.learns:
            lines = [self.tr("Words alone answer.")]
        elif report is None:
            lines = [self.tr("Nothing yet: the reviewed pictures have not been looked at.")]
        else:
            lines = self._lines(report)
        self.told.setText("\n".join(lines))
        self.told.setToolTip(
            self.tr(
                "Counted on the reviewed pictures, each answered by the others as if it had not been reviewed; in "
                "brackets, where the figure lies with 95 % certainty. Help ▸ How it works says more."
            )
        )

    def _lines(self, report: Report) -> list[str]:
        if not report.examples:
            return [self.tr("No class has an example yet.")]
        return [self._accuracy(report), self._calibration(report)]

    def _accuracy(self, report: Report) -> str:
        if report.before is None or report.after is None:
            return self.tr("%Ln example(s). With two of a class, what they gain can be told.", "", report.examples)
        if not report.weight:
            told = self.tr("%Ln example(s) don't help: words alone answer, {0} right.", "", report.examples)
            return told.format(_share(report.before))
        told = self.tr("%Ln example(s): {0} right by words alone, {1} now.", "", report.examples)
        return told.format(_share(report.before), self._interval(report.after))

    def _interval(self, estimate: Estimate) -> str:
        low, high = (numbers.decimal(100 * end, 0) for end in (estimate.low, estimate.high))
        return self.tr("{0} ({1} to {2})").format(_share(estimate), low, high)

    def _calibration(self, report: Report) -> str:
        if not report.calibration.is_fitted or report.error_before is None or report.error_after is None:
            more = LEAST - report.judged
            if more <= 0:  # with several labels for a picture
                return self.tr("Scores are no probabilities.")
            return self.tr("%Ln more reviewed picture(s) make probabilities of the scores.", "", more)
        told = self.tr("Probabilities are {0} off on average, scores were {1}.")
        return told.format(_percent(report.error_after), _percent(report.error_before))


def _percent(share: float) -> str:
    return f"{numbers.decimal(100 * share, 0)}\N{NO-BREAK SPACE}%"


def _share(estimate: Estimate) -> str:
    return _percent(estimate.value)
