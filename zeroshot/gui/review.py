"""A review: a person looks at one picture after the other and says with one key what it is."""

from __future__ import annotations

from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QObject

from zeroshot import trees
from zeroshot.discover import display_name
from zeroshot.gui.jobs import Job
from zeroshot.gui.preloader import Preloader
from zeroshot.gui.review_page import ReviewPage
from zeroshot.gui.review_question import Questions
from zeroshot.results import Rows, Standing
from zeroshot.reviewing import PICKS, Order, Pool, Walk, ranked

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from threading import Event

    from zeroshot.gui.preview import Loaded
    from zeroshot.gui.window import MainWindow

AHEAD = 3
"""Pictures that are decoded before one comes to them."""


class Review(QObject):
    """Walks through the pictures of a window, and keeps the page and the document in step."""

    def __init__(self, window: MainWindow, max_pixels: int) -> None:
        super().__init__(window)
        self._window, self._document = window, window.document
        self._engine, self._results = window.engine, window.engine.results
        self.page = ReviewPage(max_pixels, window)
        self._preloader = Preloader(max_pixels, self)
        self._walk = Walk(lambda row: self._results.said(row) is not None)
        self._pool: Rows = np.zeros(0, np.intp)
        self._order = _known_order(str(window.state.value("review", "")))
        self._seed = 0
        self._questions = Questions(window.engine, window.document, self)
        self._before = self._document.truths
        self._kept: dict[int, bool] = {}
        self._deciding = False
        self._is_outdated = False
        self._ranking: Job | None = None
        self._jobs: set[Job] = set()
        self.page.set_order(self._order)
        self._wire()

    def _wire(self) -> None:
        page, engine = self.page, self._engine
        self._window.pictures.review_wanted.connect(self.start)
        page.chosen.connect(self._choose)
        page.confirmed.connect(self._confirm)
        page.denied.connect(lambda: self._decide(()))
        page.taken_back.connect(lambda: self._decide(None))
        page.back_wanted.connect(self._go_back)
        page.skip_wanted.connect(self._skip)
        page.left.connect(self.leave)
        page.end.skipped_wanted.connect(self._review_skipped)
        page.order_changed.connect(self._set_order)
        page.type.taken.connect(self._name)
        page.type.made.connect(self._make)
        self._preloader.loaded.connect(self._take_loaded)
        engine.answered.connect(self._take_answers)
        engine.answered_anew.connect(self._take_new_answers)
        self._document.truths_changed.connect(self._take_truths)
        self._document.classes_changed.connect(self._take_classes)

    # --- beginning and end -------------------------------------------------------------------------------------------

    @property
    def active(self) -> bool:
        """Whether a review is going on."""
        return self.page.isVisibleTo(self._window)

    def start(self) -> None:
        """Review the selected pictures; when there are fewer than two, all that are shown."""
        window = self._window
        selected = window.pictures.selected_rows()
        rows = np.array(selected, np.intp) if len(selected) > 1 else window.model.order
        readable = self._results.standings(self._document.policy)[rows] != Standing.FAILED
        if not self._document.classes.names or not readable.any():
            window.notice.tell(self.tr("A review takes pictures and classes: add some first."), kind="warning")
            return
        self._pool, self._before = rows[readable], self._document.truths
        self._kept.clear()
        self._is_outdated = self._engine.learning
        self._seed = int(np.random.default_rng().integers(2**32))
        self._walk.begin(())
        self.page.tell("")
        window.show_page(self.page)
        self.page.setFocus()
        self._rank(self._begin)

    def leave(self) -> None:
        """Go back to the pictures, to the one that was shown."""
        if not self.active:
            return
        row = self._walk.current
        self._stop_ranking()
        self._preloader.keep(())
        self._window.show_page(None)
        if row is not None:
            self._window.pictures.go_to(row)
        self._window.pictures.current_view.setFocus()

    def shut_down(self) -> None:
        """End the threads, and wait for them."""
        self._preloader.shut_down()
        self.page.preview.shut_down()
        for job in self._jobs:
            job.stop()
            job.wait()

    # --- order -------------------------------------------------------------------------------------------------------

    def _set_order(self, order: Order) -> None:
        self._order = order
        self._window.state.setValue("review", order.value)
        self._rank(self._begin)

    def _rank(self, take: Callable[[list[int]], None]) -> None:
        """Put the pictures in order on a thread: the most informative of a hundred thousand take a moment."""
        self._stop_ranking()
        order, pool, seed = self._order, Pool.of(self._results, self._pool, self._document.policy), self._seed

        def rank(_: Event) -> Iterator[list[int]]:
            yield ranked(order, pool, seed).tolist()

        job = Job(rank, self)
        self._ranking = job
        self._jobs.add(job)
        job.yielded.connect(take)
        job.finished.connect(lambda: self._forget(job))
        job.start()

    def _stop_ranking(self) -> None:
        if self._ranking is not None:
            self._ranking.stop()

    def _forget(self, job: Job) -> None:
        self._jobs.discard(job)
        self._ranking = None if job is self._ranking else self._ranking
        job.deleteLater()

    def _begin(self, rows: list[int]) -> None:
        self._walk.begin(rows)
        self._show()

    def _rerank(self, rows: list[int]) -> None:
        was = self._walk.current
        self._walk.rerank(rows)
        if self._walk.current != was:
            self._show()
        else:
            self._preload()

    # --- showing -----------------------------------------------------------------------------------------------------

    def _show(self) -> None:
        """Show the picture that one has come to, at once where it is decoded; or the end."""
        row = self._walk.current
        self._preload()
        self._tell_progress()
        if row is None:
            self._show_end()
            return
        path = self._results.path(row)
        loaded = self._preloader.get(path)
        if loaded is not None:
            self.page.preview.show_loaded(loaded)
        else:
            side = self._window.pictures.grid.side
            small = self._window.loader.pixmap(path, round(side * self.page.devicePixelRatioF()))
            self.page.preview.show_meanwhile(path, small)
        self._ask(row)

    def _ask(self, row: int) -> None:
        self.page.set_names(trees.lines(self._document.classes.names))
        self.page.ask(self._questions.about(row, can_go_back=self._walk.can_go_back))

    def _show_again(self) -> None:
        """What is known of the picture has changed."""
        if self.active:
            self._tell_progress()
            if (row := self._walk.current) is not None:
                self._ask(row)
            else:
                self._show_end()

    def _preload(self) -> None:
        row, room = self._walk.current, self.page.preview.viewport().size() * self.page.devicePixelRatioF()
        self._preloader.set_room(min(room.width(), room.height()))
        near = [*([] if row is None else [row]), *self._walk.upcoming(AHEAD), *self._walk.previous(1)]
        self._preloader.keep([self._results.path(each) for each in near])

    def _take_loaded(self, loaded: Loaded) -> None:
        row = self._walk.current
        if self.active and row is not None and loaded.path == self._results.path(row):
            self.page.preview.show_loaded(loaded)

    def _tell_progress(self) -> None:
        self.page.set_progress(self._done(), len(self._pool))

    def _done(self) -> int:
        return int(np.isin(self._pool, self._results.reviewed()).sum())

    def _show_end(self) -> None:
        kept = sum(self._kept.values())
        skipped = len(self._walk.skipped())
        self.page.end.tell(self._done(), len(self._pool), kept=kept, changed=len(self._kept) - kept, skipped=skipped)
        self.page.show_end()

    # --- what is decided ---------------------------------------------------------------------------------------------

    def _choose(self, place: int) -> None:
        names = self._questions.names
        if place < len(names):
            self._name(names[place])
        elif place == len(self.page.answers.shown) - 1:
            self._decide(())

    def _name(self, name: str) -> None:
        """Say that the picture is of a class, and go on; where it can have several, it may have more of them."""
        row = self._walk.current
        if row is None or not self._document.classes.label_set.several:
            self._decide((name,))
        elif self.page.preview.shows(self._results.path(row)):
            with self._own_change():
                self._window.truths.name([self._results.path(row)], name)
            self._kept[row] = set(self._results.said(row) or ()) == set(self._questions.answer or ())
            self._show_again()
            self.page.setFocus()

    def _confirm(self) -> None:
        row = self._walk.current
        if row is None:
            return
        said = self._results.said(row)
        answer = self._questions.answer if said is None else said
        if answer is not None:
            self._decide(answer)

    def _decide(self, names: tuple[str, ...] | None) -> None:
        """Say what the picture is, and go on; taking back stays."""
        row = self._walk.current
        if row is None or not self.page.preview.shows(self._results.path(row)):
            return  # nobody can have seen it
        answer, path = self._questions.answer, self._results.path(row)
        with self._own_change():
            self._window.truths.say([path], names)
        self._went(row, names, answer)

    def _make(self, typed: str) -> None:
        row = self._walk.current
        if row is None:
            return
        answer, path = self._questions.answer, self._results.path(row)
        with self._own_change():
            self._window.truths.make([path], typed)
        if (said := self._results.said(row)) is not None:
            self._went(row, said, answer)

    def _went(self, row: int, names: tuple[str, ...] | None, answer: tuple[str, ...] | None) -> None:
        name = self.page.short(display_name(Path(self._results.name(row))))
        if names is None:
            self._kept.pop(row, None)
            self.page.tell("")
            self._show_again()
            return
        self._kept[row] = answer is not None and set(names) == set(answer)
        said = self.page.short(self._questions.named(names))
        self.page.tell(self.tr("{0}: {1}. Ctrl+Z takes it back").format(name, said))
        self._walk.forward()
        self._show()
        self.page.setFocus()
        if self._order is Order.INFORMATIVE and len(self._kept) % (PICKS // 2) == 0:
            self._rank(self._rerank)

    @contextmanager
    def _own_change(self) -> Iterator[None]:
        """A change of the truths that is no undo."""
        self._deciding = True
        try:
            yield
        finally:
            self._deciding = False

    def _skip(self) -> None:
        self._walk.step()
        self._show()

    def _go_back(self) -> None:
        self._walk.back()
        self._show()

    def _review_skipped(self) -> None:
        self._walk.begin(self._walk.skipped())
        self._show()
        self.page.setFocus()

    # --- what happens elsewhere --------------------------------------------------------------------------------------

    def _take_answers(self, rows: Rows) -> None:
        if self.active and self._walk.current in rows:
            self._show_again()

    def _take_classes(self) -> None:
        self._is_outdated = True  # until the classes have been read
        self._show_again()

    def _take_new_answers(self) -> None:
        """What was learned shows from the next picture on: under a finger no key may change what it means."""
        if not self.active:
            return
        if self._order in {Order.UNCERTAIN, Order.CLASS}:  # the others go by the pictures alone
            self._rank(self._rerank)
        if self._is_outdated or self._questions.answer is None:
            self._is_outdated = False
            self._show_again()

    def _take_truths(self) -> None:
        """An undo, or a redo: go to the picture that it is about."""
        before, self._before = self._before, self._document.truths
        if not self.active or self._deciding:
            return
        now = self._before
        changed = [self._results.row(path) for path in {**before, **now} if before.get(path) != now.get(path)]
        here = [row for row in changed if row is not None and row in self._pool]
        for row in here:
            self._kept.pop(row, None)
        if here:
            self._walk.go_to(here[0])
            self.page.tell("")
            self._show()
        else:
            self._show_again()


def _known_order(name: str) -> Order:
    return Order(name) if name in set(Order) else Order.UNCERTAIN
