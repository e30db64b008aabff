"""What a window is about, and can undo: pictures, classes with their colours, thresholds, the model, the file."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtGui import QUndoCommand, QUndoStack

from zeroshot import labels, project, trees
from zeroshot.gui.jobs import Job
from zeroshot.gui.theme import CLASS_COLOURS
from zeroshot.project import Project
from zeroshot.records import Label, LabelSet, Policy

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from pathlib import Path
    from threading import Event

    from zeroshot.records import Truths
    from zeroshot.results import Results, Rows

    _News = Mapping[Path, tuple[str, ...] | None]

AUTOSAVE_MS = 750
"""How long after a change the session is saved; changes that follow put it off no longer than the timer runs.

What a crash can take is this long, and twice what a save takes, as the next one begins when one that is under way has
ended: 2 seconds with 20,000 pictures, whose save took 0.55 s on a busy machine.
"""


@dataclass(frozen=True, slots=True)
class Classes:
    """A label set, the colour, "#rrggbb", of each of its classes by name, and what the person says pictures are.

    ``truths`` may name classes that are gone: they are there again when the class is; ``known`` are those that count.
    """

    label_set: LabelSet
    colours: Mapping[str, str] = field(default_factory=dict)
    truths: Truths = field(default_factory=dict)

    @property
    def names(self) -> tuple[str, ...]:
        """The class names in order."""
        return self.label_set.names

    def coloured(self) -> Classes:
        """The same with a colour for every class and group, the unused ones first, and none for what is gone."""
        every = trees.answers(self.names)
        colours = {name: self.colours[name] for name in every if name in self.colours}
        for name in every:
            if name not in colours:
                used = list(colours.values())
                colours[name] = min(CLASS_COLOURS, key=used.count)
        return replace(self, colours=colours)

    def added(self, more: Iterable[Label]) -> Classes:
        """With further classes at the end; names that are there already are left out."""
        every = replace(self.label_set, labels=(*self.label_set.labels, *more))
        return replace(self, label_set=labels.distinct(every)).coloured()

    def replaced(self, index: int, label: Label) -> Classes:
        """With another class at a place, in the colour of the old one and with its pictures."""
        old = self.names[index]
        every = (*self.label_set.labels[:index], label, *self.label_set.labels[index + 1 :])
        colours = {**self.colours, label.name: self.colours[old]} if old in self.colours else self.colours
        truths = {path: _renamed(names, old, label.name) for path, names in self.truths.items()}
        return Classes(replace(self.label_set, labels=every), colours, truths).coloured()

    def regrouped(self, group: str, name: str) -> Classes:
        """With another name for a group, and so for all that lies in it, in the old colours and with the pictures."""

        def renamed(old: str) -> str:
            return name + old[len(group) :] if trees.within(old, group) else old

        every = tuple(replace(label, name=renamed(label.name)) for label in self.label_set.labels)
        colours = {renamed(old): colour for old, colour in self.colours.items()}
        truths = {path: tuple(map(renamed, names)) for path, names in self.truths.items()}
        return Classes(replace(self.label_set, labels=every), colours, truths).coloured()

    def without(self, indexes: Iterable[int]) -> Classes:
        """Without the classes at these places."""
        gone = set(indexes)
        kept = tuple(label for index, label in enumerate(self.label_set.labels) if index not in gone)
        return replace(self, label_set=replace(self.label_set, labels=kept)).coloured()

    def moved(self, indexes: Sequence[int], to: int) -> Classes:
        """With the classes at ``indexes`` put, in their order, before the one at ``to``."""
        taken = sorted(indexes)
        moving = [self.label_set.labels[index] for index in taken]
        before = [label for i, label in enumerate(self.label_set.labels) if i < to and i not in taken]
        after = [label for i, label in enumerate(self.label_set.labels) if i >= to and i not in taken]
        return replace(self, label_set=replace(self.label_set, labels=(*before, *moving, *after)))

    def with_templates(self, templates: tuple[str, ...]) -> Classes:
        """With other prompt templates."""
        return replace(self, label_set=replace(self.label_set, templates=templates))

    def said(self, news: _News) -> Classes:
        """With pictures said to be of classes, or of none of these (``()``); None takes back what was said."""
        truths = dict(self.truths)
        for path, names in news.items():
            if names is None:
                truths.pop(path, None)
            else:
                truths[path] = names
        return replace(self, truths=truths)

    def known(self) -> Truths:
        """What is said in classes that are there; a picture of which nothing else is said isn't among them."""
        here = set(trees.answers(self.names))
        kept = {names: tuple(name for name in names if name in here) for names in set(self.truths.values())}
        if all(names == left for names, left in kept.items()):
            return self.truths
        return {path: kept[names] for path, names in self.truths.items() if kept[names] or not names}

    def with_labels(self, changed: Iterable[Label]) -> Classes:
        """With other descriptions or prompts for the classes of these names."""
        known = {label.name: label for label in changed}
        every = tuple(known.get(label.name, label) for label in self.label_set.labels)
        return replace(self, label_set=replace(self.label_set, labels=every))

    def with_weight(self, weight: float) -> Classes:
        """With another share of descriptions, from 0 to 1."""
        return replace(self, label_set=replace(self.label_set, description_weight=weight))

    def with_several(self, several: bool) -> Classes:
        """With pictures that can have several labels, or one each."""
        return replace(self, label_set=replace(self.label_set, several=several))

    def painted(self, name: str, colour: str) -> Classes:
        """With another colour for a class."""
        return replace(self, colours={**self.colours, name: colour})


class Document(QObject):
    """The state that is saved and undone. Whoever changes it goes through here; views listen to the signals.

    ``pictures_changed`` carries the rows that came (first) and went (second). ``truths_changed``: the person says
    something else of pictures, or a class is gone or there again of which something was said (``truths``).
    ``learns_changed``: whether that teaches (``learns``).
    """

    classes_changed = Signal()
    truths_changed = Signal()
    learns_changed = Signal()
    policy_changed = Signal()
    pictures_changed = Signal(object, object)
    path_changed = Signal()
    failed = Signal(str)

    def __init__(self, results: Results, autosave: Path, parent: QObject | None = None) -> None:
        """An empty document; ``autosave`` is where it is kept without being asked."""
        super().__init__(parent)
        self.undo = QUndoStack(self)
        self.classes = Classes(Project().label_set)
        self.truths: Truths = {}
        self.learns = True
        self.policy = Policy()
        self.model = ""
        self.path: Path | None = None
        self._results = results
        self._autosave = autosave
        self._timer = QTimer(self, singleShot=True, interval=AUTOSAVE_MS)
        self._timer.timeout.connect(self.save)
        self._saving: Job | None = None
        self._save_again = False

    # --- changes -----------------------------------------------------------------------------------------------------

    def edit(self, text: str, classes: Classes) -> None:
        """Change the classes, undoably; ``text`` names the change."""
        if classes != self.classes:
            self.undo.push(_Edit(text, self._show_classes, self.classes, classes))

    def say(self, text: str, news: _News) -> None:
        """Say what pictures are, undoably; None takes back what was said. ``text`` names the change."""
        truths = self.classes.truths
        news = {path: names for path, names in news.items() if truths.get(path) != names}
        if news:
            self.undo.push(_Saying(text, self.tell, {path: truths.get(path) for path in news}, news))

    def tell(self, news: _News) -> None:
        """Take what is said of some pictures."""
        self._show_classes(self.classes.said(news))

    def _show_classes(self, classes: Classes) -> None:
        before, self.classes = self.classes, classes
        if classes != replace(before, truths=classes.truths):
            self.classes_changed.emit()
        self._tell_truths()
        self.touch()

    def _tell_truths(self) -> None:
        known = self.classes.known()
        if known != self.truths:
            self.truths = known
            self._results.set_truths(known)
            self.truths_changed.emit()

    def added(self, text: str, rows: Rows) -> None:
        """Pictures have been found and are shown already: make that undoable."""
        if len(rows):
            self.undo.push(_Presence(text, self, rows, adds=True))
            self.touch()

    def remove(self, text: str, rows: Rows) -> None:
        """Remove pictures from the session, undoably; their files stay."""
        if len(rows):
            self.undo.push(_Presence(text, self, rows, adds=False))

    def show(self, rows: Rows, *, present: bool) -> None:
        """Bring pictures back, or hide them."""
        nothing = rows[:0]
        if present:
            self._results.restore(rows)
            self.pictures_changed.emit(rows, nothing)
        else:
            self._results.remove(rows)
            self.pictures_changed.emit(nothing, rows)
        self.touch()

    def set_policy(self, policy: Policy) -> None:
        """Take other thresholds."""
        if policy != self.policy:
            self.policy = policy
            self.policy_changed.emit()
            self.touch()

    def set_learns(self, learns: bool) -> None:
        """Say whether what the person says of pictures teaches."""
        if learns != self.learns:
            self.learns = learns
            self.learns_changed.emit()
            self.touch()

    def set_model(self, model: str) -> None:
        """Remember the model that this session uses."""
        if model != self.model:
            self.model = model
            self.touch()

    # --- files -------------------------------------------------------------------------------------------------------

    def touch(self) -> None:
        """Save soon: something changed."""
        if not self._timer.isActive():
            self._timer.start()

    def save(self) -> None:
        """Save the session where it is kept, and in its own file when it has one, on a thread; failures are told."""
        if self._saving is not None:
            self._save_again = True  # one after the other
            return
        self._saving = Job(self._saved(), self)
        self._saving.failed.connect(self._save_failed)
        self._saving.finished.connect(self._save_ended)
        self._saving.start()

    def _saved(self) -> Callable[[Event], Iterator[None]]:
        rows = self._results.present().tolist()
        session = self._session()
        targets = [path for path in (self._autosave, self.path) if path is not None]

        def save_session(_: Event) -> Iterator[None]:
            # a hundred thousand paths take a tenth of a second: more than the window may
            whole = _filled(session, tuple(self._results.path(row) for row in rows))
            for path in targets:
                project.save(path, whole)
                yield

        return save_session

    def _session(self) -> Project:
        classes = self.classes
        return Project((), classes.label_set, classes.colours, self.policy, self.model, classes.truths, self.learns)

    def _save_failed(self, error: Exception) -> None:
        self.failed.emit(str(error))

    def _save_ended(self) -> None:
        if self._saving is not None:
            self._saving.deleteLater()
        self._saving = None
        if self._save_again:
            self._save_again = False
            self.save()

    def close(self) -> None:
        """Save what hasn't been, and wait for it."""
        if self._timer.isActive() or self._save_again:
            self._timer.stop()
            self._save_again = False
            self._wait()
            self.save()
        self._wait()

    def _wait(self) -> None:
        if self._saving is not None:
            self._saving.wait()
            self._saving = None

    def save_as(self, path: Path) -> None:
        """Keep the session in a file of its own from now on.

        Raises:
            ProjectError: it can't be written; nothing has changed.
        """
        pictures = tuple(self._results.path(row) for row in self._results.present().tolist())
        project.save(path, _filled(self._session(), pictures))
        self.path = path
        self.path_changed.emit()

    def replace(self, loaded: Project, path: Path | None) -> None:
        """Become another session, which can't be undone. Its pictures are for the caller to add."""
        self.undo.clear()
        present = self._results.present()
        self._results.remove(present)
        self.path, self.policy, self.model, self.learns = path, loaded.policy, loaded.model, loaded.learns
        self.pictures_changed.emit(present[:0], present)
        self.classes = Classes(loaded.label_set, loaded.colours, loaded.truths).coloured()
        self.classes_changed.emit()
        self._tell_truths()
        self.touch()
        self.policy_changed.emit()
        self.learns_changed.emit()
        self.path_changed.emit()


def _renamed(names: tuple[str, ...], old: str, new: str) -> tuple[str, ...]:
    return tuple(new if name == old else name for name in names)


def _filled(session: Project, pictures: tuple[Path, ...]) -> Project:
    """The session with these pictures, and what is said of them."""
    truths = {path: session.truths[path] for path in pictures if path in session.truths}
    return replace(session, pictures=pictures, truths=truths)


class _Edit(QUndoCommand):
    """Another set of classes."""

    def __init__(self, text: str, show: Callable[[Classes], None], before: Classes, after: Classes) -> None:
        super().__init__(text)
        self._show, self._before, self._after = show, before, after

    def redo(self) -> None:
        self._show(self._after)

    def undo(self) -> None:
        self._show(self._before)


class _Saying(QUndoCommand):
    """What is said of some pictures; all that is said would fill the memory, were it kept for each decision."""

    def __init__(self, text: str, tell: Callable[[_News], None], before: _News, after: _News) -> None:
        super().__init__(text)
        self._tell, self._before, self._after = tell, before, after

    def redo(self) -> None:
        self._tell(self._after)

    def undo(self) -> None:
        self._tell(self._before)


class _Presence(QUndoCommand):
    """Pictures that came or went. What has been added was shown while it was found: the first redo finds it there."""

    def __init__(self, text: str, document: Document, rows: Rows, *, adds: bool) -> None:
        super().__init__(text)
        self._document, self._rows, self._adds = document, rows, adds
        self._is_done = adds

    def redo(self) -> None:
        if not self._is_done:
            self._document.show(self._rows, present=self._adds)
        self._is_done = False

    def undo(self) -> None:
        self._document.show(self._rows, present=not self._adds)
