"""One class's page: where it is from, which of its sentences the model reads, and how it reads them."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListWidget,
    QMenu,
    QPushButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from zeroshot import labels
from zeroshot.describe import Line
from zeroshot.errors import LabelError
from zeroshot.gui.describer import Wanted
from zeroshot.gui.icons import icon
from zeroshot.gui.language import WIKIPEDIAS
from zeroshot.gui.texts_table import TextsTable
from zeroshot.gui.theme import set_kind
from zeroshot.trees import leaf

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from zeroshot.encoders import Encoder
    from zeroshot.gui.describer import Beside
    from zeroshot.records import Attribution, Label
    from zeroshot.wikipedia import Outcome

_PICTURE: Final = 112


class PageView(QWidget):
    """Shows a class's page. ``lines_changed`` carries its sentences as they were switched, edited or added;
    ``page_wanted`` another page; ``search_wanted`` what to search for; ``refresh_wanted`` asks for the page again.
    """  # noqa: D205 - one sentence a signal

    lines_changed = Signal(object)
    page_wanted = Signal(object)
    search_wanted = Signal(str)
    refresh_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._label: Label | None = None
        self._language = ""
        self.title = QLabel(self)
        self.message = self._small()
        self.picture = QLabel(self)
        self.search = QLineEdit(self)
        self.choices = QListWidget(self)
        self.sentences = TextsTable(self.tr("Sentences"), self)
        self.own = QLineEdit(self)
        self.read = TextsTable(self.tr("What the model reads"), self)
        self.source = self._small()
        self.language = QToolButton(self)
        self.refresh = QPushButton(self.tr("Fetch again"), self)
        self._lay_out()
        self._wire()

    # --- building ----------------------------------------------------------------------------------------------------

    def _small(self) -> QLabel:
        label = QLabel(self)
        label.setWordWrap(True)
        label.setOpenExternalLinks(True)
        set_kind(label, "caption")
        return label

    def _lay_out(self) -> None:
        set_kind(self.title, "title")
        self.title.setTextFormat(Qt.TextFormat.PlainText)  # names and a wiki's words are no mark-up
        self.message.setTextFormat(Qt.TextFormat.PlainText)
        self.title.setWordWrap(True)
        self.picture.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignRight)
        self.search.setPlaceholderText(self.tr("Search for another page"))
        self.search.setAccessibleName(self.tr("Search for another page"))
        self.search.addAction(icon("search"), QLineEdit.ActionPosition.LeadingPosition)
        self.choices.setAccessibleName(self.tr("Pages to choose from"))
        self.own.setPlaceholderText(self.tr("Add a sentence of your own"))
        self.own.setAccessibleName(self.tr("Add a sentence of your own"))
        self.own.addAction(icon("plus"), QLineEdit.ActionPosition.LeadingPosition)
        self.language.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.language.setToolTip(self.tr("The language of the page"))
        self.language.setAccessibleName(self.tr("The language of the page"))
        set_kind(self.language, "bordered")
        self.refresh.setAutoDefault(False)  # Enter belongs to the fields
        self.refresh.setToolTip(self.tr("Ask the wiki again instead of the cache"))
        words = QVBoxLayout()
        words.setSpacing(4)
        words.addWidget(self.title)
        words.addWidget(self.message)
        words.addWidget(self.source)
        words.addStretch()
        head = QHBoxLayout()
        head.addLayout(words, 1)
        head.addWidget(self.picture)
        row = QHBoxLayout()
        row.addWidget(self.search, 1)
        row.addWidget(self.language)
        row.addWidget(self.refresh)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addLayout(head)
        layout.addLayout(row)
        layout.addWidget(self.choices, 2)
        layout.addWidget(self._heading(self.tr("Sentences")))
        layout.addWidget(self.sentences, 4)
        layout.addWidget(self.own)
        layout.addWidget(self._heading(self.tr("What the model reads")))
        layout.addWidget(self.read, 3)

    def _heading(self, text: str) -> QLabel:
        label = QLabel(text, self)
        set_kind(label, "heading")
        return label

    def _wire(self) -> None:
        self.search.returnPressed.connect(self._search)
        self.choices.itemActivated.connect(lambda item: self._choose(item.text()))
        self.choices.itemClicked.connect(lambda item: self._choose(item.text()))
        self.sentences.itemChanged.connect(self._take_lines)
        self.own.returnPressed.connect(self._add_own)
        self.refresh.clicked.connect(self.refresh_wanted)

    # --- showing -----------------------------------------------------------------------------------------------------

    def show_class(self, label: Label, lines: Sequence[Line], outcome: Outcome | None, language: str) -> None:
        """Show a class, its sentences, and what became of its page."""
        if self._label is None or self._label.name != label.name:
            self.search.clear()
            self.own.clear()
        self._label, self._language = label, language
        article = None if outcome is None else outcome.article
        self.title.setText(label.name)
        self.message.setText("" if outcome is None else outcome.message)
        self.message.setVisible(bool(self.message.text()))
        source = label.source or (article.source if article is not None else None)
        self.source.setText("" if source is None else self._attribution(source))
        self.source.setVisible(source is not None)
        self.show_choices(() if outcome is None else outcome.choices)
        self.show_beside(None)
        self._show_lines(lines)

    def _show_lines(self, lines: Sequence[Line]) -> None:
        self.sentences.blockSignals(True)
        self.sentences.setRowCount(0)
        for line in lines:
            self.sentences.add(line.text, checked=line.used)
        if not lines:
            self.sentences.add(self.tr("None yet: choose a page, or write a sentence below."))
        self.sentences.blockSignals(False)
        self.sentences.fit()

    def show_read(self, encoder: Encoder | None, templates: Sequence[str]) -> None:
        """Show the texts that stand for the description, each with its tokens of those that the model takes."""
        self.read.setRowCount(0)
        if self._label is None or not self._label.description:
            self.read.add(self.tr("Nothing: no sentence is switched on."))
        elif encoder is None:
            self.read.add(self.tr("To be seen when the model is loaded."))
        else:
            try:
                groups = labels.prompts(self._label, templates, encoder.count_tokens, encoder.context_length)
            except LabelError as error:
                self.read.add(str(error))
                groups = ()
            for text in groups[-1] if groups else ():
                tokens = self.tr("{0} of {1} tokens").format(encoder.count_tokens(text), encoder.context_length)
                self.read.add(text, tokens)
        self.read.fit()

    def show_choices(self, titles: Sequence[str]) -> None:
        """Offer pages."""
        self.choices.clear()
        self.choices.addItems(list(titles))
        self.choices.setVisible(bool(titles))

    def show_beside(self, beside: Beside | None) -> None:
        """Show the page's picture, and offer its translations, or else the usual languages."""
        image = None if beside is None else beside.image
        self.picture.setVisible(image is not None)
        if image is not None:
            ratio = self.devicePixelRatioF()
            side = round(_PICTURE * ratio)
            pixmap = QPixmap.fromImage(image).scaled(
                side, side, Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation
            )
            pixmap.setDevicePixelRatio(ratio)
            self.picture.setPixmap(pixmap)
        translations = () if beside is None else beside.details.translations
        if translations:
            self._offer({f"{one.name} · {one.title}": Wanted(one.title, one.language) for one in translations})
        else:
            title = "" if self._label is None else leaf(self._label.name)
            others = {code: name for code, name in WIKIPEDIAS.items() if code != self._language}
            self._offer({name: Wanted(title, code) for code, name in others.items()})

    def _offer(self, pages: Mapping[str, Wanted]) -> None:
        self.language.setText(WIKIPEDIAS.get(self._language, self._language))
        menu = QMenu(self.language)
        for text, wanted in pages.items():
            menu.addAction(text).triggered.connect(lambda _=False, wanted=wanted: self.page_wanted.emit(wanted))
        old = self.language.menu()
        self.language.setMenu(menu)
        if old is not None:
            old.deleteLater()

    def _attribution(self, source: Attribution) -> str:
        page = f'<a href="{escape(source.url)}">{escape(source.title)}</a>'
        told = [page, escape(urlsplit(source.url).hostname or "")]
        if source.revision:
            told.append(self.tr("revision {0}").format(source.revision))
        licence = escape(source.licence)
        told.append(f'<a href="{escape(source.licence_url)}">{licence}</a>' if source.licence_url else licence)
        if source.edited:
            told.append(self.tr("changed"))
        return " · ".join(filter(None, told))

    def changeEvent(self, event: QEvent) -> None:
        """Links take their colour when they are set."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and self.source.text():
            told = self.source.text()
            self.source.clear()
            self.source.setText(told)

    # --- changing ----------------------------------------------------------------------------------------------------

    def _lines(self) -> tuple[Line, ...]:
        return tuple(Line(text, used) for text, used in self.sentences.rows() if text.strip())

    def _take_lines(self) -> None:
        self.lines_changed.emit(self._lines())

    def _add_own(self) -> None:
        text = " ".join(self.own.text().split())
        if text:
            self.own.clear()
            self.lines_changed.emit((*self._lines(), Line(text)))

    def _search(self) -> None:
        if self.search.text().strip():
            self.search_wanted.emit(self.search.text().strip())

    def _choose(self, title: str) -> None:
        self.page_wanted.emit(Wanted(title, self._language))
