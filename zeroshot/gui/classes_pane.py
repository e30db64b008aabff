"""The classes pane: type names, rename, order, colour, count, filter; open and save class sets."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QItemSelectionModel, QPoint, Qt, Signal
from PySide6.QtGui import QAction, QColor, QDragEnterEvent, QKeySequence
from PySide6.QtWidgets import (
    QAbstractItemView,
    QCheckBox,
    QColorDialog,
    QComboBox,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListView,
    QMenu,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from zeroshot import labels
from zeroshot.errors import LabelError
from zeroshot.gui.class_delegate import ClassDelegate
from zeroshot.gui.class_model import ClassModel, ClassRole
from zeroshot.gui.icons import icon

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtCore import QModelIndex

    from zeroshot.gui.document import Document
    from zeroshot.lint import Finding
    from zeroshot.results import Counts

TEMPLATES = ("short", "openai80", "plain")


class _ClassList(QListView):
    """The list; files that are dropped on it are left to the window."""

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take our own lines and words."""
        if event.mimeData().hasUrls():
            event.ignore()
        else:
            super().dragEnterEvent(event)


class ClassesPane(QWidget):
    """Shows a document's classes and changes them through it.

    ``filter_changed`` carries the answers of the chosen lines, None for all pictures. ``failed`` carries a sentence.
    """

    filter_changed = Signal(object)
    failed = Signal(str)
    open_wanted = Signal()
    save_wanted = Signal()
    builtin_wanted = Signal(str)
    describe_wanted = Signal()

    def __init__(self, document: Document, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._document = document
        self.model = ClassModel(self)
        self.field = self._make_field()
        self.view = self._make_view()
        self.templates = self._make_templates()
        self._lay_out()
        self.model.renamed.connect(self._rename)
        self.model.group_renamed.connect(self._rename_group)
        self.model.moved.connect(self._move)
        self.model.names_dropped.connect(self.add_names)
        document.classes_changed.connect(self._show)
        self._show()

    # --- building ----------------------------------------------------------------------------------------------------

    def _make_field(self) -> QLineEdit:
        field = QLineEdit(self)
        field.setPlaceholderText(self.tr("Type a class name, press Enter"))
        field.setAccessibleName(self.tr("New class"))
        field.setToolTip(self.tr("A name, or several with commas between them. Lists can be pasted. (Ctrl+L)"))
        field.addAction(icon("plus"), QLineEdit.ActionPosition.LeadingPosition)
        field.returnPressed.connect(self._take_typed)
        field.textEdited.connect(self._take_pasted)
        return field

    def _make_view(self) -> QListView:
        view = _ClassList(self)
        view.setModel(self.model)
        view.setItemDelegate(ClassDelegate(view))
        view.setAccessibleName(self.tr("Classes"))
        view.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        view.setEditTriggers(QAbstractItemView.EditTrigger.DoubleClicked | QAbstractItemView.EditTrigger.EditKeyPressed)
        view.setDragDropMode(QAbstractItemView.DragDropMode.DragDrop)
        view.setDefaultDropAction(Qt.DropAction.MoveAction)
        view.setDropIndicatorShown(True)
        view.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        view.setMouseTracking(True)
        view.setFrameShape(QListView.Shape.NoFrame)
        view.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        view.customContextMenuRequested.connect(self._show_menu)
        view.selectionModel().selectionChanged.connect(self._tell_filter)
        self._make_actions(view)
        return view

    def _make_actions(self, view: QListView) -> None:
        keys = QKeySequence.StandardKey
        self._rename_action = self._action(view, "rename", self.tr("Rename"), "F2", self._edit_current)
        self._up = self._action(view, "up", self.tr("Move up"), "Alt+Up", lambda: self._shift(-1))
        self._down = self._action(view, "down", self.tr("Move down"), "Alt+Down", lambda: self._shift(1))
        self._colour = self._action(view, "class", self.tr("Colour…"), "", self._choose_colour)
        self._describe = self._action(view, "info", self.tr("Describe from Wikipedia…"), "", self.describe_wanted)
        self._known = self._action(view, "", self.tr("Known by reviewed pictures alone"), "", self._toggle_known)
        self._known.setToolTip(self.tr("The model doesn't read the name, which may then be any"))
        self._known.setCheckable(True)
        self._remove = self._action(view, "remove", self.tr("Remove"), QKeySequence(keys.Delete), self._remove_chosen)

    def _action(self, view: QListView, name: str, text: str, keys: str | QKeySequence, do: object) -> QAction:
        action = QAction(icon(name), text, view) if name else QAction(text, view)
        action.setShortcut(QKeySequence(keys))
        action.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
        action.triggered.connect(do)
        view.addAction(action)
        return action

    def _make_templates(self) -> QComboBox:
        box = QComboBox(self)
        box.setAccessibleName(self.tr("Prompt templates"))
        box.setToolTip(self.tr("What the model reads for each class: its name within these sentences, averaged."))
        for name, text in zip(
            TEMPLATES, (self.tr("Short (7)"), self.tr("OpenAI's 80"), self.tr("Name alone")), strict=True
        ):
            box.addItem(text, name)
        box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        box.setMinimumContentsLength(8)
        box.activated.connect(self._take_templates)
        return box

    def _lay_out(self) -> None:
        title = QLabel(self.tr("Classes"), self)
        title.setProperty("kind", "heading")
        head = QHBoxLayout()
        head.addWidget(title)
        head.addStretch()
        head.addWidget(self._make_more())
        several = self._several = QCheckBox(self.tr("Several labels for one picture"), self)
        several.setToolTip(self.tr("Ask of each class by itself whether a picture shows it"))
        several.toggled.connect(self._take_several)
        label = QLabel(self.tr("Templates"), self)
        label.setBuddy(self.templates)
        label.setProperty("kind", "muted")
        foot = QHBoxLayout()
        foot.addWidget(label)
        foot.addWidget(self.templates, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 10, 12, 12)
        layout.setSpacing(8)
        layout.addLayout(head)
        layout.addWidget(self.field)
        layout.addWidget(self.view, 1)
        layout.addWidget(several)
        layout.addLayout(foot)

    def _make_more(self) -> QToolButton:
        more = QToolButton(self)
        more.setIcon(icon("more"))
        more.setAutoRaise(True)
        more.setAccessibleName(self.tr("Class sets"))
        more.setToolTip(self.tr("Open and save class sets"))
        more.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        menu = QMenu(more)
        menu.addAction(icon("open"), self.tr("Open class set…"), self.open_wanted)
        builtin = menu.addMenu(icon("class"), self.tr("Built-in class sets"))
        for name in labels.builtin_names():
            title = labels.builtin(name).title or name
            builtin.addAction(title, partial(self.builtin_wanted.emit, name))
        menu.addAction(icon("save"), self.tr("Save class set as…"), self.save_wanted)
        menu.addSeparator()
        menu.addAction(icon("info"), self.tr("Describe from Wikipedia…"), self.describe_wanted)
        menu.addAction(icon("remove"), self.tr("Remove all classes"), self._remove_all)
        more.setMenu(menu)
        return more

    # --- showing -----------------------------------------------------------------------------------------------------

    def set_counts(self, counts: Counts) -> None:
        """Show how many pictures each line has."""
        self.model.set_counts(counts)

    def set_findings(self, findings: Sequence[Finding]) -> None:
        """Show what the linter says."""
        self.model.set_findings(findings)
        self.view.scheduleDelayedItemsLayout()  # lines grow and shrink with their warnings

    def answers(self) -> frozenset[str] | None:
        """The answers of the chosen lines; None when all pictures are chosen."""
        chosen = [index.data(ClassRole.ANSWER) for index in self.view.selectedIndexes()]
        return None if not chosen or None in chosen else frozenset(chosen)

    def chosen_names(self) -> tuple[str, ...]:
        """The classes whose lines are chosen."""
        return tuple(self._document.classes.names[place] for place in self._chosen())

    def choose_all(self) -> None:
        """Let all pictures be shown."""
        self.view.setCurrentIndex(self.model.index(0))

    def _show(self) -> None:
        """Show the document's classes; what was chosen stays chosen where it is still there."""
        before = self.answers()
        self.view.selectionModel().blockSignals(True)
        self.model.set_classes(self._document.classes)
        kept = [index for answer in before or () if (index := self.model.index_of(answer)).isValid()]
        for index in kept or [self.model.index(0)]:
            self.view.selectionModel().select(index, QItemSelectionModel.SelectionFlag.Select)
        self.view.selectionModel().blockSignals(False)
        self._show_templates()
        self._several.setChecked(self._document.classes.label_set.several)
        if self.answers() != before:
            self._tell_filter()

    def _show_templates(self) -> None:
        used = self._document.classes.label_set.templates
        place = next((i for i, name in enumerate(TEMPLATES) if labels.named_templates(name) == used), -1)
        if self.templates.count() > len(TEMPLATES):
            self.templates.removeItem(len(TEMPLATES))
        if place < 0:
            self.templates.addItem(self.tr("Of this class set: {0}").format(len(used)))
            place = len(TEMPLATES)
        self.templates.setCurrentIndex(place)

    def _tell_filter(self) -> None:
        self.filter_changed.emit(self.answers())

    # --- changing ----------------------------------------------------------------------------------------------------

    def add_names(self, text: str) -> bool:
        """Add the classes that are typed, pasted or dropped as text; whether they could be read."""
        if not text.strip():
            return False
        try:
            added = labels.parse_names(text).labels
        except LabelError as error:
            self.failed.emit(str(error))
            return False
        classes = self._document.classes.added(added)
        if classes.names == self._document.classes.names:
            self.failed.emit(self.tr("These classes are there already."))
            return True
        self._document.edit(self.tr("add classes"), classes)
        self.view.scrollTo(self.model.index_of(classes.names[-1]))
        return True

    def _take_typed(self) -> None:
        if self.add_names(self.field.text()):
            self.field.clear()

    def _take_pasted(self, text: str) -> None:
        if "\n" in text:  # a list was pasted: nobody presses Enter after that
            self._take_typed()

    def _rename(self, place: int, name: str) -> None:
        classes = self._document.classes
        try:
            named = labels.from_names([name]).labels[0].name
        except LabelError as error:
            self.failed.emit(str(error))
            return
        others = {labels.key(other) for i, other in enumerate(classes.names) if i != place}
        if labels.key(named) in others:
            self.failed.emit(self.tr("There is a class “{0}” already.").format(named))
            return
        label = classes.label_set.labels[place]
        self._document.edit(self.tr("rename class"), classes.replaced(place, replace(label, name=named)))

    def _rename_group(self, group: str, name: str) -> None:
        """Let all classes of a group lie in another one."""
        classes = self._document.classes
        try:
            renamed = classes.regrouped(group, labels.from_names([name]).labels[0].name)
        except LabelError as error:
            self.failed.emit(str(error))
            return
        if len({labels.key(name) for name in renamed.names}) < len(renamed.names):
            self.failed.emit(self.tr("There are classes of the same names in “{0}” already.").format(name))
            return
        self._document.edit(self.tr("rename group"), renamed)

    def _move(self, places: Sequence[int], to: int) -> None:
        self._document.edit(self.tr("move classes"), self._document.classes.moved(places, to))

    def _shift(self, by: int) -> None:
        """Move the chosen classes one line up or down, within their group."""
        chosen = sorted(self.view.selectedIndexes(), key=lambda index: index.row())
        beside = self.model.places(self.model.neighbour(chosen[0 if by < 0 else -1], by)) if chosen else ()
        if beside and by < 0:
            self._move(self._chosen(), beside[0])
        elif beside:
            self._move(beside, self._chosen()[0])  # what follows goes up: the classes of a group may lie scattered

    def _remove_chosen(self) -> None:
        if places := self._chosen():
            self._document.edit(self.tr("remove classes"), self._document.classes.without(places))

    def _remove_all(self) -> None:
        everything = range(len(self._document.classes.names))
        self._document.edit(self.tr("remove all classes"), self._document.classes.without(everything))

    def _choose_colour(self) -> None:
        index = self.view.currentIndex()
        if not self.model.places(index):
            return
        name = index.data(ClassRole.ANSWER)
        colour = QColorDialog.getColor(
            QColor(index.data(ClassRole.COLOUR)), self, self.tr("Colour of {0}").format(name)
        )
        if colour.isValid():
            self._document.edit(self.tr("colour class"), self._document.classes.painted(name, colour.name()))

    def _toggle_known(self) -> None:
        """Let the chosen classes be known by examples alone, or by their names again if all of them are."""
        found = [self._document.classes.label_set.labels[place] for place in self._chosen()]
        changed = [replace(label, by_examples=self._known.isChecked()) for label in found]
        self._document.edit(self.tr("how classes are known"), self._document.classes.with_labels(changed))

    def _take_templates(self, place: int) -> None:
        name = self.templates.itemData(place)
        if name is None:
            return
        classes = self._document.classes
        self._document.edit(self.tr("change templates"), classes.with_templates(labels.named_templates(name)))

    def _take_several(self, on: bool) -> None:
        classes = self._document.classes
        self._document.edit(self.tr("several labels"), classes.with_several(on))

    def _edit_current(self) -> None:
        index = self.view.currentIndex()
        if self.model.places(index):
            self.view.edit(index)

    def _chosen(self) -> list[int]:
        return sorted({place for index in self.view.selectedIndexes() for place in self.model.places(index)})

    def _show_menu(self, where: QPoint) -> None:
        index: QModelIndex = self.view.indexAt(where)
        if not self.model.places(index):
            return
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addActions([self._rename_action, self._colour, self._up, self._down])
        menu.addSeparator()
        menu.addActions([self._describe, self._known])
        menu.addAction(self._remove)
        found = [self._document.classes.label_set.labels[place] for place in self._chosen()]
        self._known.setChecked(bool(found) and all(label.by_examples for label in found))
        menu.popup(self.view.viewport().mapToGlobal(where))
