"""Describe from Wikipedia: a page for every class, sentence by sentence, with the pictures answered anew at once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QProgressBar,
    QPushButton,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from zeroshot.describe import Line, begun, lines, worded
from zeroshot.gui.describer import Beside, Describer, Found, Listed, Wanted
from zeroshot.gui.page_view import PageView
from zeroshot.gui.theme import indent, set_kind
from zeroshot.texts import sentences
from zeroshot.trees import leaf
from zeroshot.wikipedia import Kind

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from zeroshot.gui.document import Document
    from zeroshot.gui.engine import Engine
    from zeroshot.paths import Folders
    from zeroshot.records import Label
    from zeroshot.settings import Settings

_NAME: Final = Qt.ItemDataRole.UserRole


class DescribeDialog(QDialog):
    """Describes some of a document's classes, beside its window. Every change goes into the document, undoably.

    ``settings_wanted`` asks for the settings, where Wikipedia's wishes can be met.
    """

    settings_wanted = Signal()

    def __init__(
        self, document: Document, engine: Engine, folders: Folders, settings: Callable[[], Settings], parent: QWidget
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Describe from Wikipedia"))
        self._document, self._engine, self._settings = document, engine, settings
        self._names: tuple[str, ...] = ()
        self._found: dict[str, Found] = {}
        self._beside: dict[Wanted, Beside] = {}
        self._lines: dict[str, tuple[Line, ...]] = {}
        self._taken: dict[str, Label] = {}
        self._asked: dict[str, Wanted] = {}
        self._replacing: set[str] = set()
        self._looking: Wanted | None = None
        self._items: dict[str, QListWidgetItem] = {}
        self._stated: dict[str, tuple[Label, Found | None]] = {}
        self.describer = Describer(folders, self)
        self.list = QListWidget(self)
        self.page = PageView(self)
        self.progress = QProgressBar(self)
        self.stop = QPushButton(self.tr("Stop"), self)
        self.told = QLabel(self)
        self.contact = QLabel(self)
        self.weight = QSpinBox(self)
        self._lay_out()
        self._wire()

    # --- building ----------------------------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        self.resize(980, 720)
        self.setMinimumSize(680, 560)
        set_kind(self.list, "nav")
        self.list.setAccessibleName(self.tr("Classes"))
        self.list.setFixedWidth(240)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.progress.setTextVisible(False)
        self.told.setWordWrap(True)
        set_kind(self.told, "danger")
        link = self.tr("tell it in the settings")
        self.contact.setText(
            self.tr("Wikipedia likes to know whom it can write to: {0}.").format(f'<a href="#">{link}</a>')
        )
        set_kind(self.contact, "caption")
        self.weight.setRange(0, 100)
        self.weight.setSingleStep(5)
        self.weight.setSuffix(" %")
        self.weight.setKeyboardTracking(False)
        indent(self.weight)
        share = QLabel(self.tr("Share of descriptions beside the names"), self)
        share.setBuddy(self.weight)
        self.weight.setAccessibleName(share.text())
        close = QDialogButtonBox(QDialogButtonBox.StandardButton.Close, self)
        close.rejected.connect(self.close)
        for button in (self.stop, *close.buttons()):
            if isinstance(button, QPushButton):
                button.setAutoDefault(False)  # Enter belongs to the fields
        body = QHBoxLayout()
        body.setSpacing(20)
        body.addWidget(self.list)
        body.addWidget(self.page, 1)
        foot = QHBoxLayout()
        foot.addWidget(share)
        foot.addWidget(self.weight)
        foot.addSpacing(16)
        foot.addWidget(self.progress, 1)
        foot.addWidget(self.stop)
        foot.addStretch()
        foot.addWidget(close)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 20, 20, 16)
        layout.setSpacing(14)
        layout.addLayout(body, 1)
        layout.addWidget(self.told)
        layout.addWidget(self.contact)
        layout.addLayout(foot)
        self._show_progress()

    def _wire(self) -> None:
        self.list.currentItemChanged.connect(self._turn)
        self.page.lines_changed.connect(self._take_lines)
        self.page.page_wanted.connect(self._take_page)
        self.page.search_wanted.connect(self._search)
        self.page.refresh_wanted.connect(self._fetch_again)
        self.stop.clicked.connect(self.describer.cancel)
        self.contact.linkActivated.connect(self._ask_for_settings)
        self.weight.valueChanged.connect(self._take_weight)
        self.describer.found.connect(self._take_found)
        self.describer.fetched.connect(self._fetch_ended)
        self.describer.looked.connect(self._take_beside)
        self.describer.listed.connect(self._take_listed)
        self.describer.failed.connect(self._tell)
        self._document.classes_changed.connect(self._show)
        self._engine.encoder_changed.connect(self._show_read)

    # --- beginning and end -------------------------------------------------------------------------------------------

    def describe(self, names: Sequence[str]) -> None:
        """Show these classes, and fetch a page for each; those that have a description keep it."""
        self._names = tuple(names)
        self._show()
        self.list.setCurrentRow(0)
        self.show()
        self.raise_()
        self.activateWindow()
        self._fetch({name: self._usual(label) for name, label in self._labels().items()})

    def done(self, result: int) -> None:
        """Close; what came is kept, and nothing more is asked."""
        self.describer.cancel()
        super().done(result)

    def shut_down(self) -> None:
        """Wait until the last thread has ended."""
        self.describer.shut_down()

    # --- fetching ----------------------------------------------------------------------------------------------------

    def _usual(self, label: Label) -> Wanted:
        """The page that a description is from, or else the one with the class's name."""
        source, usual = label.source, self._settings().wikipedia_language
        return Wanted(leaf(label.name), usual) if source is None else Wanted(source.title, source.language or usual)

    def _fetch(self, pages: Mapping[str, Wanted], *, refresh: bool = False) -> None:
        """Fetch these pages, and after them those that are still waited for."""
        self._apply()
        self._tell("")
        waiting = {name: wanted for name, wanted in self._asked.items() if name not in pages}
        self._asked = {**pages, **waiting}
        self.progress.setRange(0, len(self._asked))
        self.progress.setValue(0)
        self.describer.fetch(self._asked, self._settings(), refresh=refresh)
        self._show_progress()

    def _take_page(self, wanted: Wanted) -> None:
        """Another page for the current class, in place of its description."""
        name = self._current()
        if name:
            self._replacing.add(name)
            self._fetch({name: wanted})

    def _fetch_again(self) -> None:
        name = self._current()
        label = self._labels().get(name)
        if label is not None:
            found = self._found.get(name)
            article = found.outcome.article if found is not None else None
            title = article.source.title if article is not None else self._usual(label).title
            language = found.language if found is not None else self._usual(label).language
            if label.source is not None and not label.source.edited:  # the user's own words stay
                self._replacing.add(name)
            self._fetch({name: Wanted(title, language)}, refresh=True)

    def _take_found(self, found: Found) -> None:
        self._found[found.name] = found
        self._asked.pop(found.name, None)
        self._lines.pop(found.name, None)
        self.progress.setValue(self.progress.value() + 1)
        label = self._labels().get(found.name)
        article = found.outcome.article
        chosen = found.name in self._replacing  # a list or a section is taken when it was asked for
        if label is not None and article is not None and (chosen or self._is_plain(label, found)):
            self._taken[found.name] = begun(label, article)
        self._replacing.discard(found.name)
        if label is not None:
            self._show_state(label)
        if found.name == self._current():
            self._show_page()

    def _is_plain(self, label: Label, found: Found) -> bool:
        return found.outcome.kind is Kind.ARTICLE and not label.description

    def _fetch_ended(self) -> None:
        self._asked.clear()
        self._replacing.clear()
        self._apply()
        self._show_progress()

    def _apply(self) -> None:
        """Put what was fetched into the document, in one step."""
        taken, self._taken = self._taken, {}
        self._document.edit(self.tr("describe classes"), self._document.classes.with_labels(taken.values()))

    def _search(self, text: str) -> None:
        found = self._found.get(self._current())
        language = found.language if found is not None else self._settings().wikipedia_language
        self._tell("")
        self.describer.search(text, self._settings(), language)

    def _take_listed(self, listed: Listed) -> None:
        self.page.show_choices(listed.titles)
        if not listed.titles:
            self._tell(self.tr("No page is about “{0}”: try other words.").format(listed.text))

    def _take_beside(self, beside: Beside) -> None:
        self._beside[beside.wanted] = beside
        if beside.wanted == self._page_of(self._current()):
            self.page.show_beside(beside)

    # --- changing ----------------------------------------------------------------------------------------------------

    def _take_lines(self, chosen: tuple[Line, ...]) -> None:
        name = self._current()
        label = self._labels().get(name)
        if label is None:
            return
        found = self._found.get(name)
        self._lines[name] = chosen
        changed = worded(label, chosen, found.outcome.article if found is not None else None)
        if changed == label:
            self._show_page()
        else:
            self._document.edit(self.tr("change description"), self._document.classes.with_labels([changed]))

    def _take_weight(self, percent: int) -> None:
        self._document.edit(self.tr("change share of descriptions"), self._document.classes.with_weight(percent / 100))

    # --- showing -----------------------------------------------------------------------------------------------------

    def _labels(self) -> dict[str, Label]:
        """The classes that are shown, as they are now."""
        every = {label.name: label for label in self._document.classes.label_set.labels}
        return {name: every[name] for name in self._names if name in every}

    def _current(self) -> str:
        item = self.list.currentItem()
        return "" if item is None else str(item.data(_NAME))

    def _show(self) -> None:
        """Show the document's classes as they are now; those that are gone, or called otherwise, aren't shown."""
        self._show_contact()
        known = self._labels()
        if list(known) != list(self._items):
            self._show_names(list(known))
        for label in known.values():
            self._show_state(label)
        with QSignalBlocker(self.weight):
            self.weight.setValue(round(100 * self._document.classes.label_set.description_weight))
        self._show_page()

    def _show_names(self, names: list[str]) -> None:
        current = self._current()
        with QSignalBlocker(self.list):
            self.list.clear()
            self._stated.clear()
            self._items = {name: QListWidgetItem(name) for name in names}
            for name, item in self._items.items():
                item.setData(_NAME, name)
                item.setToolTip(name)
                self.list.addItem(item)
            self.list.setCurrentRow(names.index(current) if current in names else 0)

    def _show_state(self, label: Label) -> None:
        """Say below a name how far it is; of a thousand classes only those that have changed are looked at."""
        now = (label, self._found.get(label.name))
        if self._stated.get(label.name) != now:
            self._stated[label.name] = now
            self._items[label.name].setText(f"{label.name}\n{self._state(*now)}")

    def _state(self, label: Label, found: Found | None) -> str:
        if label.description:
            return self.tr("%Ln sentence(s)", "", len(sentences(label.description)))
        if found is None:
            return self.tr("Not fetched yet")
        if found.outcome.kind is Kind.FAILED:
            return self.tr("Not to be had")
        if found.outcome.choices:
            return self.tr("Choose a page")
        return self.tr("No page") if found.outcome.article is None else self.tr("Not described")

    def _lines_of(self, label: Label) -> tuple[Line, ...]:
        """The sentences as they were left, unless the description has changed since."""
        found = self._found.get(label.name)
        article = found.outcome.article if found is not None else None
        kept = self._lines.get(label.name)
        if kept is None or worded(label, kept, article).description != label.description:
            kept = self._lines[label.name] = lines(label, article)
        return kept

    def _page_of(self, name: str) -> Wanted | None:
        found = self._found.get(name)
        article = found.outcome.article if found is not None else None
        return None if found is None or article is None else Wanted(article.source.title, found.language)

    def _turn(self) -> None:
        """To another class."""
        self._tell("")
        self._show_page()

    def _show_page(self) -> None:
        name = self._current()
        label = self._labels().get(name)
        self.page.setVisible(label is not None)
        if label is None:
            return
        found, wanted = self._found.get(name), self._page_of(name)
        language = found.language if found is not None else self._usual(label).language
        self.page.show_class(label, self._lines_of(label), None if found is None else found.outcome, language)
        api = self._settings().wikipedia_api
        self.page.language.setVisible(not api or "{language}" in api)
        self._show_read()
        if wanted in self._beside:
            self.page.show_beside(self._beside[wanted])
        elif wanted is not None and wanted != self._looking:  # a look that was cut short is begun again
            self._looking = wanted
            self.describer.look(wanted, self._settings())

    def _show_read(self) -> None:
        self.page.show_read(self._engine.encoder, self._document.classes.label_set.templates)

    def _ask_for_settings(self) -> None:
        self.settings_wanted.emit()
        self._show_contact()

    def _show_contact(self) -> None:
        """Only Wikipedia asks for one."""
        settings = self._settings()
        self.contact.setVisible(not settings.wikipedia_contact and not settings.wikipedia_api)

    def _show_progress(self) -> None:
        busy = self.describer.fetching
        self.progress.setVisible(busy)
        self.stop.setVisible(busy)

    def _tell(self, sentence: str) -> None:
        self.told.setText(sentence)
        self.told.setVisible(bool(sentence))
