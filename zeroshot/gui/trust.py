"""What tells that pictures are none of these, and how often it is wrong, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QLocale
from PySide6.QtWidgets import QLabel, QWidget

from zeroshot.gui import numbers
from zeroshot.gui.theme import set_kind
from zeroshot.judgement.familiarity import EVEN, LEAST, TRIED, Method

if TYPE_CHECKING:
    from zeroshot.judgement.familiarity import Detector, Errors


class Trust(QLabel):
    """Two sentences on the method and its errors at the threshold that is set, and more of it as a tip."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._detector: Detector | None = None
        self._threshold, self._reviewed, self._unknown = 0.0, 0, 0
        set_kind(self, "muted")
        self.setWordWrap(True)

    def set_detector(self, detector: Detector | None, reviewed: int, unknown: int) -> None:
        """Speak of this method; ``unknown`` of the reviewed pictures are none of the classes."""
        self._detector, self._reviewed, self._unknown = detector, reviewed, unknown
        self._tell()

    def set_threshold(self, threshold: float) -> None:
        """Speak of the errors at this familiarity."""
        self._threshold = threshold
        self._tell()

    def _tell(self) -> None:
        if self._detector is None:
            self.clear()
            self.setToolTip("")
            return
        threshold = self._threshold or EVEN
        expected = self._detector.expected(threshold)
        at = self.tr("at {0}").format(numbers.decimal(threshold))
        if expected is None:
            self._tell_unknown()
            return
        self.setText(self.tr("Expected {0}: {1}").format(at, self._errors(expected)))
        self.setToolTip(
            self.tr(
                "Familiarity goes by the reviewed pictures: {0} that are none of these, and {1} that are not. Each was "
                "left out once, to see whether the others judge it rightly."
            ).format(numbers.whole(expected.unknown), numbers.whole(expected.known))
        )

    def _tell_unknown(self) -> None:
        assert self._detector is not None  # noqa: S101 - see _tell
        names = {
            Method.NEGATIVES: self.tr("Told by a vocabulary of other things."),
            Method.SOFTMAX: self.tr("Told by the best score alone."),
            Method.MARGIN: self.tr("Told by the lead of the best class."),
            Method.CALIBRATED: self.tr("Told by the reviewed pictures."),
        }
        missing = self.tr(
            "How often it errs on your pictures is known once {0} are reviewed, some of them none of these "
            "({1} and {2} so far)."
        ).format(LEAST, numbers.whole(self._reviewed), numbers.whole(self._unknown))
        self.setText(f"{names[self._detector.method]} {missing}")
        tried = TRIED[self._detector.method]
        told = self.tr(
            "On our test pictures, with the starter and at {0}, {1} of pictures of quite other things got a class and "
            "{2} of near kin of the classes, and {3} of pictures of the classes were rejected."
        )
        shares = map(_percent, (tried.others, tried.kin, tried.rejected))
        self.setToolTip(told.format(numbers.decimal(EVEN), *shares))

    def _errors(self, errors: Errors) -> str:
        return self.tr("about {0} of what is none of these gets a class, about {1} of the rest is rejected.").format(
            _percent(errors.false_accepts), _percent(errors.false_rejects)
        )


def _percent(share: float) -> str:
    """A share as the person's language writes it."""
    return QLocale().toString(round(100 * share)) + "\N{NO-BREAK SPACE}%"
