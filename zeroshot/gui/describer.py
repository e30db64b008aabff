"""Asks a wiki for a window: pages for classes, what else a page has, and searches, each on a thread of its own."""

from __future__ import annotations

import io
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from PIL import Image
from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QImage

from zeroshot.errors import ZeroshotError
from zeroshot.gui.jobs import Job
from zeroshot.wikipedia import Details, Outcome, Wikipedia

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from threading import Event

    from PySide6.QtCore import SignalInstance

    from zeroshot.paths import Folders
    from zeroshot.settings import Settings

_FORMATS: Final = ("JPEG", "PNG", "GIF", "WEBP")  # what wikis give as thumbnails
_MOST_PIXELS: Final = 16_000_000
PICTURE: Final = 320
"""Pixels of the longer side of a page's picture."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """A page for a class: its title, and the language of its wiki."""

    title: str
    language: str


@dataclass(frozen=True, slots=True)
class Found:
    """What a wiki had for a class, in a language."""

    name: str
    language: str
    outcome: Outcome


@dataclass(frozen=True, slots=True)
class Beside:
    """What a page has beside its text; ``image`` is None where there is no picture that can be shown."""

    wanted: Wanted
    details: Details
    image: QImage | None


@dataclass(frozen=True, slots=True)
class Listed:
    """The titles that a search found."""

    text: str
    titles: tuple[str, ...]


class Describer(QObject):
    """Runs one fetch, one look at a page and one search at a time; a later one takes the place of an earlier.

    ``found`` carries a Found, ``looked`` a Beside, ``listed`` a Listed, ``failed`` a sentence. ``fetched`` comes when
    a fetch has ended, however.
    """

    found = Signal(object)
    fetched = Signal()
    looked = Signal(object)
    listed = Signal(object)
    failed = Signal(str)

    def __init__(self, folders: Folders, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._folders = folders
        self._jobs: dict[str, Job] = {}

    def fetch(self, pages: Mapping[str, Wanted], settings: Settings, *, refresh: bool = False) -> None:
        """Fetch the pages of classes by name."""
        self._start("fetch", self._fetching(dict(pages), settings, refresh=refresh), self.found, self.fetched)

    @property
    def fetching(self) -> bool:
        """Whether pages are being fetched."""
        return "fetch" in self._jobs

    def cancel(self) -> None:
        """Stop the fetch; what came is kept."""
        if self.fetching:
            self._jobs["fetch"].stop()

    def look(self, wanted: Wanted, settings: Settings) -> None:
        """Fetch a page's picture and translations."""

        def look_beside(stop: Event) -> Iterator[Beside]:
            with self._wiki(settings, wanted.language, stop) as wiki:
                details = wiki.details(wanted.title)
            yield Beside(wanted, details, _image(details.picture))

        self._start("look", look_beside, self.looked)

    def search(self, text: str, settings: Settings, language: str) -> None:
        """Search for pages."""

        def search_pages(stop: Event) -> Iterator[Listed]:
            with self._wiki(settings, language, stop) as wiki:
                yield Listed(text, wiki.search(text))

        self._start("search", search_pages, self.listed)

    def shut_down(self) -> None:
        """Stop everything and wait until the last thread has ended."""
        for job in self.findChildren(Job):
            job.stop()
        for job in self.findChildren(Job):
            job.wait()

    def _wiki(self, settings: Settings, language: str, stop: Event, *, refresh: bool = False) -> Wikipedia:
        return Wikipedia(
            self._folders.wikipedia,
            language=language,
            api=settings.wikipedia_api,
            contact=settings.wikipedia_contact,
            refresh=refresh,
            stop=stop,
        )

    def _fetching(
        self, pages: Mapping[str, Wanted], settings: Settings, *, refresh: bool
    ) -> Callable[[Event], Iterator[Found]]:
        def fetch_pages(stop: Event) -> Iterator[Found]:
            for language in dict.fromkeys(wanted.language for wanted in pages.values()):
                titles = {name: wanted.title for name, wanted in pages.items() if wanted.language == language}
                with self._wiki(settings, language, stop, refresh=refresh) as wiki:
                    for name, outcome in zip(titles, wiki.describe(list(titles.values())), strict=False):
                        yield Found(name, language, outcome)

        return fetch_pages

    def _start(
        self,
        kind: str,
        work: Callable[[Event], Iterator[object]],
        told: SignalInstance,
        ended: SignalInstance | None = None,
    ) -> None:
        if kind in self._jobs:
            self._jobs[kind].stop()
        job = self._jobs[kind] = Job(work, self)

        def forget() -> None:
            job.deleteLater()
            if self._jobs.get(kind) is job:
                del self._jobs[kind]
                if ended is not None:
                    ended.emit()

        job.yielded.connect(told)
        job.failed.connect(self._fail)
        job.finished.connect(forget)
        job.start()

    def _fail(self, error: Exception) -> None:
        if isinstance(error, ZeroshotError):
            self.failed.emit(str(error))
        else:
            sys.excepthook(type(error), error, error.__traceback__)


def _image(data: bytes) -> QImage | None:
    """A page's picture for the screen; None for what isn't one. Pillow, since it can be told which formats to trust."""
    if not data:
        return None
    try:
        with Image.open(io.BytesIO(data), formats=_FORMATS) as file:
            if file.width * file.height > _MOST_PIXELS:
                return None
            picture = file.convert("RGBA")
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        return None
    picture.thumbnail((PICTURE, PICTURE))
    pixels = picture.tobytes()
    return QImage(pixels, picture.width, picture.height, 4 * picture.width, QImage.Format.Format_RGBA8888).copy()
