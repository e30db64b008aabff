"""Models: a card for each, to choose, download, import, check, export and remove them."""

from __future__ import annotations

from functools import partial
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import (
    QDialog,
    QFileDialog,
    QFrame,
    QHBoxLayout,
    QLabel,
    QMenu,
    QProgressBar,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from zeroshot.gui import drops, numbers
from zeroshot.gui.architecture_dialog import ArchitectureDialog
from zeroshot.gui.drop_frame import DropFrame
from zeroshot.gui.exporting import show_in_folder
from zeroshot.gui.icons import icon
from zeroshot.gui.model_card import STEPS, ModelCard
from zeroshot.gui.notice import NoticeBar
from zeroshot.gui.question import ask
from zeroshot.gui.theme import set_kind
from zeroshot.gui.weights_state import Activity, Command, Known, Phase
from zeroshot.gui.weights_work import IMPORT, Unnamed, WeightsWork
from zeroshot.weights import CONFIG, STARTER

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDropEvent

    from zeroshot.gui.places import Places

_BUNDLES = f"Zeroshot (*{drops.BUNDLE})"


class ModelsDialog(QDialog):
    """Shows what ``work`` knows, beside its window. ``use_wanted`` carries the name of a model to label with.

    ``used`` gives the name of the model that labels now.
    """

    use_wanted = Signal(str)

    def __init__(self, work: WeightsWork, places: Places, used: Callable[[], str], parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Models"))
        self._work, self._places, self._used = work, places, used
        self.cards: dict[str, ModelCard] = {}
        self._first: tuple[str, ...] = ()
        self._wanted = ""
        self.notice = NoticeBar(self)
        self.import_button = QPushButton(icon("open"), self.tr("Import"), self)
        self.close_button = QPushButton(self.tr("Close"), self)
        self._here, self._there = self._heading(self.tr("On this computer")), self._heading(self.tr("To download"))
        self._looking = QLabel(self.tr("Looking which models there are…"), self)
        self._room = QLabel(self)
        self.importing = QLabel(self)
        self.bar = QProgressBar(self)
        self.cancel_import = QPushButton(self.tr("Cancel"), self)
        self._filling = QTimer(self, singleShot=True, interval=0)
        self._filling.timeout.connect(self._fill)
        self._lay_out()
        self._wire()

    # --- building ----------------------------------------------------------------------------------------------------

    def _heading(self, text: str) -> QLabel:
        label = QLabel(text, self)
        set_kind(label, "title")
        label.setContentsMargins(0, 8, 0, 0)
        return label

    def _lay_out(self) -> None:
        line = self.fontMetrics().height()
        self.resize(50 * line, 46 * line)
        self.setMinimumSize(28 * line, 20 * line)
        self.setAcceptDrops(True)
        intro = QLabel(
            self.tr(
                "A model decides how well pictures and words are understood. Larger ones know more, and take longer. "
                "All of them work on this computer alone."
            ),
            self,
        )
        intro.setWordWrap(True)
        set_kind(intro, "muted")
        set_kind(self._looking, "muted")
        set_kind(self._room, "caption")
        self._list = QVBoxLayout()
        self._list.setSpacing(10)
        inside = QWidget(self)
        whole = QVBoxLayout(inside)
        whole.setContentsMargins(20, 14, 20, 20)
        whole.setSpacing(10)
        whole.addWidget(intro)
        whole.addWidget(self._looking)
        whole.addLayout(self._list)
        whole.addStretch()
        self.view = QScrollArea(self)
        self.view.setWidgetResizable(True)
        self.view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.view.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.view.setWidget(inside)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.notice)
        layout.addWidget(self.view, 1)
        layout.addWidget(self._import_bar())
        layout.addWidget(self._foot())
        self._drop_frame = DropFrame(self)

    def _import_bar(self) -> QFrame:
        self.bar.setTextVisible(False)
        self.bar.setFixedWidth(160)
        self.bar.setAccessibleName(self.tr("Progress of the import"))
        self._bringing = QFrame(self)
        set_kind(self._bringing, "bar")
        row = QHBoxLayout(self._bringing)
        row.setContentsMargins(20, 10, 20, 0)
        row.setSpacing(12)
        row.addWidget(self.importing, 1)
        row.addWidget(self.bar)
        row.addWidget(self.cancel_import)
        self._bringing.hide()
        return self._bringing

    def _foot(self) -> QFrame:
        menu = QMenu(self.import_button)
        menu.addAction(icon("open"), self.tr("From a file…"), self.choose_file)
        menu.addAction(icon("folder"), self.tr("From a folder…"), self.choose_folder)
        self.import_button.setMenu(menu)
        self.import_button.setProperty("menued", True)
        self.import_button.setToolTip(self.tr("Bring a model from a disk; it can also be dropped here"))
        foot = QFrame(self)
        set_kind(foot, "bar")
        row = QHBoxLayout(foot)
        row.setContentsMargins(20, 12, 20, 14)
        row.setSpacing(12)
        row.addWidget(self.import_button)
        row.addWidget(self._room, 1)
        row.addWidget(self.close_button)
        for button in (self.import_button, self.close_button, self.cancel_import):
            button.setAutoDefault(False)
        return foot

    def _wire(self) -> None:
        self.close_button.clicked.connect(self.close)
        self.cancel_import.clicked.connect(partial(self._work.stop, IMPORT))
        self._work.surveyed.connect(self._show)
        self._work.changed.connect(self._refresh)
        self._work.unnamed.connect(self._ask_architecture)

    # --- showing -----------------------------------------------------------------------------------------------------

    def open_at(self, name: str = "") -> None:
        """Show all models, and go to the one of this name."""
        self._wanted, self._first = name, ()
        self._work.tidy()
        self._work.survey(self._used())
        self.show()
        self.raise_()
        self.activateWindow()

    def _show(self) -> None:
        """Show the models there are; cards stay where they are while the dialog is open."""
        known = {each.name: each for each in self._work.known.models}
        self._looking.hide()
        if not self._first:
            here = [each.name for each in known.values() if each.folder is not None]
            self._first = tuple(sorted(here, key=lambda name: name != self._used()))
            self._wanted = self._wanted or next(iter(self._first), "")
        for name in self.cards.keys() - known.keys():
            self.cards.pop(name).deleteLater()
        self._refresh()
        if self._work.known.trouble:
            self.notice.tell(self._work.known.trouble, kind="error")
        self._filling.start()

    def _ordered(self) -> tuple[list[Known], list[Known]]:
        """Those that were here when the dialog was opened, with what nobody offers for download; then the others."""
        known = {each.name: each for each in self._work.known.models}
        came = [each.name for each in known.values() if each.entry is None and each.name not in self._first]
        here = [known[name] for name in (*self._first, *came) if name in known]
        return here, [each for each in known.values() if each not in here]

    def _fill(self) -> None:
        """Make the next card that is missing; all at once would hold up the window."""
        here, there = self._ordered()
        every = [*here, *there]
        missing = next((each for each in every if each.name not in self.cards), None)
        if missing is not None:
            card = self.cards[missing.name] = ModelCard(missing, self)
            card.asked.connect(self._do)
            self._refresh()
        self._there.setVisible(any(each.name in self.cards for each in there))
        shown = [[self.cards[each.name] for each in part if each.name in self.cards] for part in (here, there)]
        for place, widget in enumerate((self._here, *shown[0], self._there, *shown[1])):
            item = self._list.itemAt(place)
            if item is None or item.widget() is not widget:
                self._list.insertWidget(place, widget)
        if missing is not None:
            self._filling.start()
        else:
            self._order_stops([*shown[0], *shown[1]])
            self._go_to(self._wanted)
            self._wanted = ""

    def _order_stops(self, cards: list[ModelCard]) -> None:
        """Tab goes through the cards as they are shown."""
        order = [widget for card in cards for widget in card.stops()]
        order += [self.cancel_import, self.import_button, self.close_button]
        for one, other in pairwise(stop for stop in order if stop.focusPolicy() != Qt.FocusPolicy.NoFocus):
            self.setTabOrder(one, other)

    def _refresh(self) -> None:
        survey, used = self._work.known, self._used()
        for known in survey.models:
            card = self.cards.get(known.name)
            if card is not None:
                activity = self._work.activities.get(known.name)
                card.show_model(known, activity, used=known.name == used, free=survey.free)
        self._room.setText(
            self.tr("{0} free on the disk").format(numbers.rounded_size(survey.free)) if survey.free else ""
        )
        self._room.setToolTip(str(survey.place))
        self._show_import(self._work.activities.get(IMPORT))

    def _show_import(self, activity: Activity | None) -> None:
        under_way = activity is not None and activity.under_way
        self._bringing.setVisible(under_way)
        if activity is None or activity.file is None or not under_way:
            return
        self.importing.setText(self.tr("Importing {0}").format(activity.file.name))
        self.bar.setRange(0, STEPS if activity.total else 0)
        self.bar.setValue(STEPS * activity.done // max(1, activity.total))

    def refresh(self) -> None:
        """Another model is used."""
        if self.cards:
            self._refresh()

    def _go_to(self, name: str) -> None:
        card = self.cards.get(name)
        if card is not None:
            self.view.ensureWidgetVisible(card)
            card.focus()

    # --- doing -------------------------------------------------------------------------------------------------------

    def _do(self, known: Known, command: Command) -> None:
        """Do what a person asked of a card."""
        commands: dict[Command, Callable[[Known], object]] = {
            Command.DOWNLOAD: self._download,
            Command.PAUSE: lambda known: self._work.stop(known.name),
            Command.CANCEL: self._cancel,
            Command.DISCARD: self._discard,
            Command.USE: lambda known: self.use_wanted.emit(known.name),
            Command.SHOW: lambda known: show_in_folder((known.folder or Path()) / CONFIG),
            Command.VERIFY: self._work.verify,
            Command.EXPORT: self._export,
            Command.REMOVE: self._remove,
        }
        commands[command](known)

    def _download(self, known: Known) -> None:
        if known.entry is not None:
            self._work.download(known.entry, agreed=self.cards[known.name].agree.isChecked())

    def _cancel(self, known: Known) -> None:
        """Stop what is done; of a download that has begun, ask what becomes of its bytes."""
        activity, stop = self._work.activities.get(known.name), partial(self._work.stop, known.name)
        if activity is None or activity.phase is not Phase.LOADING or not activity.done:
            stop()
            return
        ask(
            self,
            self.tr("Stop downloading {0}?").format(known.title),
            self.tr("{0} are here already. Kept, they needn't be fetched again.").format(numbers.size(activity.done)),
            {self.tr("Stop and delete"): partial(stop, discard=True), self.tr("Keep for later"): stop},
            self.tr("Go on"),
        )

    def _discard(self, known: Known) -> None:
        ask(
            self,
            self.tr("Delete what was fetched of {0}?").format(known.title),
            self.tr("{0} are freed; a later download begins anew.").format(numbers.size(known.fetched)),
            {self.tr("Delete"): partial(self._work.remove, known)},
            self.tr("Keep"),
        )

    def _remove(self, known: Known) -> None:
        used = known.name == self._used()
        told = [self.tr("{0} are freed.").format(numbers.size(known.size))]
        told.append(
            self.tr("It can be downloaded again.") if known.entry is not None else self.tr("It can't be undone.")
        )
        if used:
            told.append(self.tr("The starter is used in place of it."))

        def remove() -> None:
            if used:
                self.use_wanted.emit(STARTER)
            self._work.remove(known)

        asked = self.tr("Remove {0} from this computer?").format(known.title)
        ask(self, asked, " ".join(told), {self.tr("Remove"): remove}, self.tr("Keep"))

    def _export(self, known: Known) -> None:
        start = self._places.folder("models") / f"{Path(known.name).name}{drops.BUNDLE}"
        name, _ = QFileDialog.getSaveFileName(self, self.tr("Export model"), str(start), _BUNDLES)
        if name:
            self._places.remember("models", Path(name).parent)
            self._work.export(known, Path(name))

    # --- importing ---------------------------------------------------------------------------------------------------

    def choose_file(self) -> None:
        """Ask for a bundle or a file of weights."""
        start = str(self._places.folder("models"))
        kinds = self.tr("Models") + f" (*{drops.BUNDLE} *.safetensors)"
        name, _ = QFileDialog.getOpenFileName(self, self.tr("Import model"), start, kinds)
        if name:
            self._places.remember("models", Path(name).parent)
            self.bring([Path(name)])

    def choose_folder(self) -> None:
        """Ask for a folder with a model."""
        start = str(self._places.folder("models"))
        name = QFileDialog.getExistingDirectory(self, self.tr("Import model"), start)
        if name:
            self._places.remember("models", Path(name).parent)
            self.bring([Path(name)])

    def bring(self, paths: Sequence[Path]) -> None:
        """Import models, one after the other."""
        for path in paths:
            self._work.bring(path)

    def _ask_architecture(self, unnamed: Unnamed) -> None:
        dialog = ArchitectureDialog(unnamed.path, unnamed.candidates, self)

        def bring() -> None:
            name = dialog.called.text().strip()
            self._work.bring(unnamed.path, name=name, architecture=dialog.architecture)

        dialog.accepted.connect(bring)
        dialog.open()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Welcome files and folders."""
        if event.mimeData().hasUrls():
            event.acceptProposedAction()
            self._drop_frame.appear()

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        """They went elsewhere."""
        self._drop_frame.hide()

    def dropEvent(self, event: QDropEvent) -> None:
        """Import them."""
        event.acceptProposedAction()
        self._drop_frame.hide()
        self.bring(drops.paths(event.mimeData()))
