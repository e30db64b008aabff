"""What narrows and orders the pictures: two menus and a row of chips, all of which show and change the model's view."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QDoubleSpinBox, QHBoxLayout, QLabel, QMenu, QPushButton, QWidget, QWidgetAction

from zeroshot.gui import numbers
from zeroshot.gui.icons import icon
from zeroshot.gui.pictures_model import Column
from zeroshot.gui.theme import indent, set_kind
from zeroshot.records import NONE_OF_THESE
from zeroshot.results import Sort, Standing, View

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from zeroshot.gui.pictures_model import PicturesModel

_EVERY_SCORE = (0.0, 1.0)
_NAMED = 2  # classes that a chip names
_REVIEWED = frozenset({Standing.CORRECTED})
_UNREVIEWED = frozenset(Standing) - _REVIEWED


class SortMenu(QMenu):
    """What the pictures are put in order by."""

    def __init__(self, model: PicturesModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = model
        names = {
            Sort.PATH: self.tr("Folder and name"),
            Sort.NAME: self.tr("Name"),
            Sort.LABEL: self.tr("Label"),
            Sort.SCORE: self.tr("Score"),
            Sort.MARGIN: self.tr("Margin"),
            Sort.STATUS: self.tr("Status"),
            Sort.FOUND: self.tr("What was sought"),
        }
        group = QActionGroup(self)
        self._sorts: dict[Sort, QAction] = {}
        for sort, text in names.items():
            self._sorts[sort] = self.addAction(text, partial(self._change, sort=sort))
            self._sorts[sort].setCheckable(True)
            group.addAction(self._sorts[sort])
        self.addSeparator()
        self._descending = self.addAction(self.tr("Descending"))
        self._descending.setCheckable(True)
        self._descending.triggered.connect(lambda on: self._change(descending=on))
        model.view_changed.connect(self._show)
        model.headerDataChanged.connect(self._name_score)
        self._show()

    def _name_score(self) -> None:
        """A score may have become a probability."""
        name = self._model.headerData(Column.SCORE, Qt.Orientation.Horizontal, Qt.ItemDataRole.DisplayRole)
        self._sorts[Sort.SCORE].setText(str(name))

    def _change(self, **what: object) -> None:
        self._model.set_view(replace(self._model.view, **what))  # type: ignore[arg-type]

    def _show(self) -> None:
        self._sorts[self._model.view.sort].setChecked(True)
        self._sorts[Sort.FOUND].setVisible(bool(self._model.view.found))
        self._descending.setChecked(self._model.view.descending)


class FilterMenu(QMenu):
    """Which pictures are shown: by where they stand, and by score."""

    def __init__(self, model: PicturesModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = model
        self.names = {
            Standing.CORRECTED: self.tr("Reviewed"),
            Standing.ACCEPTED: self.tr("Accepted"),
            Standing.REJECTED: self.tr("None of these"),
            Standing.FAILED: self.tr("Failed"),
            Standing.WAITING: self.tr("Waiting"),
        }
        self._standings: dict[Standing, QAction] = {}
        for standing, text in self.names.items():
            action = self.addAction(text)
            action.setCheckable(True)
            action.triggered.connect(self._take)
            self._standings[standing] = action
        self.addSeparator()
        for text, standings in (
            (self.tr("Only reviewed"), _REVIEWED),
            (self.tr("Not yet reviewed"), _UNREVIEWED),
        ):
            self.addAction(text, partial(self._show_only, standings))
        self.addSeparator()
        self._low, self._high = self._box(self.tr("Least score")), self._box(self.tr("Greatest score"))
        row = QWidget(self)
        layout = QHBoxLayout(row)
        layout.setContentsMargins(12, 4, 12, 8)
        for widget in (QLabel(self.tr("Score from"), row), self._low, QLabel(self.tr("to"), row), self._high):
            layout.addWidget(widget)
        action = QWidgetAction(self)
        action.setDefaultWidget(row)
        self.addAction(action)
        model.view_changed.connect(self._show)
        self._show()

    def _box(self, name: str) -> QDoubleSpinBox:
        box = QDoubleSpinBox()
        box.setRange(0, 1)
        indent(box)
        box.setSingleStep(0.05)
        box.setAccessibleName(name)
        box.valueChanged.connect(self._take)
        return box

    def _take(self) -> None:
        on = frozenset(standing for standing, action in self._standings.items() if action.isChecked())
        standings = None if len(on) == len(self._standings) else on
        low = self._low.value()
        scores = (low, max(low, self._high.value()))
        self._model.set_view(replace(self._model.view, standings=standings, scores=scores))

    def _show_only(self, standings: frozenset[Standing]) -> None:
        self._model.set_view(replace(self._model.view, standings=standings))

    def _show(self) -> None:
        view = self._model.view
        for standing, action in self._standings.items():
            action.setChecked(view.standings is None or standing in view.standings)
        for box, value in zip((self._low, self._high), view.scores, strict=True):
            if round(value, box.decimals()) != box.value():
                box.blockSignals(True)
                box.setValue(value)
                box.blockSignals(False)


class FilterChips(QWidget):
    """One chip for each thing that narrows the view; a click on it takes that away. Gone while all are shown.

    ``answers_cleared``: the classes are chosen elsewhere, and are to be let go there; ``found_cleared`` likewise.
    """

    answers_cleared = Signal()
    found_cleared = Signal()

    def __init__(self, model: PicturesModel, names: Mapping[Standing, str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model, self._names = model, names
        self._told = QLabel(self)
        set_kind(self._told, "muted")
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(14, 0, 12, 8)
        self._row.setSpacing(6)
        self._row.addWidget(self._told)
        self._row.addStretch()
        self._chips: list[QPushButton] = []
        model.view_changed.connect(self._show)
        model.shown_changed.connect(self._count)
        self._show()

    def clear(self) -> None:
        """Show every picture."""
        self.found_cleared.emit()
        view = self._model.view
        self._model.set_view(View(sort=view.sort, descending=view.descending))
        self.answers_cleared.emit()

    def _show(self) -> None:
        for chip in self._chips:
            chip.hide()
            chip.deleteLater()
        self._chips = [self._chip(text, drop) for text, drop in self._narrowings(self._model.view)]
        if len(self._chips) > 1:
            everything = QPushButton(self.tr("Clear filters"), self)
            set_kind(everything, "link")
            everything.clicked.connect(self.clear)
            self._chips.append(everything)
        for place, chip in enumerate(self._chips, 1):
            self._row.insertWidget(place, chip)
            chip.show()
        self._count()

    def _chip(self, text: str, drop: Callable[[], None]) -> QPushButton:
        chip = QPushButton(icon("close"), "", self)
        set_kind(chip, "chip")
        chip.setLayoutDirection(Qt.LayoutDirection.RightToLeft)  # the cross stands behind the words
        chip.setText(chip.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, 220))
        chip.setToolTip(self.tr("Show the others too"))
        chip.setAccessibleName(self.tr("Filter: {0}").format(text))
        chip.clicked.connect(lambda _checked=False: drop())
        return chip

    def _narrowings(self, view: View) -> Iterator[tuple[str, Callable[[], None]]]:
        def without(**what: object) -> Callable[[], None]:
            return lambda: self._model.set_view(replace(self._model.view, **what))  # type: ignore[arg-type]

        if view.answers is not None:
            yield self._classes(view.answers), self.answers_cleared.emit
        if view.among is not None:
            yield view.among.told, without(among=None)
        if view.found:
            yield view.found, self.found_cleared.emit
        if view.text:
            yield self.tr("“{0}”").format(view.text), without(text="")
        if view.standings is not None:
            yield self._told_of(view.standings), without(standings=None)
        if view.scores != _EVERY_SCORE:
            yield self.tr("Score {0} to {1}").format(*map(numbers.decimal, view.scores)), without(scores=_EVERY_SCORE)

    def _told_of(self, standings: frozenset[Standing]) -> str:
        if standings == _UNREVIEWED:
            return self.tr("Not yet reviewed")
        return ", ".join(self._names[one] for one in sorted(standings)) or self.tr("Nothing")

    def _classes(self, answers: frozenset[str]) -> str:
        names = sorted(self._names[Standing.REJECTED] if name == NONE_OF_THESE else name for name in answers)
        return ", ".join(names) if len(names) <= _NAMED else self.tr("{0} classes").format(len(names))

    def _count(self) -> None:
        count = self._model.rowCount()
        told = self.tr("{0} shown").format(numbers.whole(count)) if count else self.tr("No picture matches.")
        self._told.setText(told)
        self.setVisible(not self._model.view.shows_all)
