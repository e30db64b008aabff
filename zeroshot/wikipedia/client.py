"""The client: names in, outcomes out, in the order of the names and one for each."""

from __future__ import annotations

import re
import unicodedata
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from threading import Event
from typing import TYPE_CHECKING, Final, Self
from urllib.parse import quote

from zeroshot.errors import WikipediaError
from zeroshot.wikipedia import pages
from zeroshot.wikipedia.cache import Cache, Licence
from zeroshot.wikipedia.outcomes import Details, Kind, Outcome, without_article
from zeroshot.wikipedia.transport import Patience, StoppedError, Transport, UnusableReplyError, require_safe

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from zeroshot.wikipedia.transport import Json

WIKIPEDIA: Final = "https://{language}.wikipedia.org/w/api.php"
"""Where a language's Wikipedia is asked."""

BATCH: Final = 20
"""Beginnings of pages that one request may ask for (TextExtracts' limit)."""

_MOST_QUERY: Final = 6000  # bytes of titles in an address, which servers cut at 8 KiB
_MOST_PARTS: Final = 100  # continuations of one query
_MOST_FAILURES: Final = 3  # names that fail one after the other before the wiki is given up
_SHORT_AGE: Final = 1.0  # days after which it is asked again for a page that there was not
_DAY: Final = 86400.0
_CODE: Final = re.compile(r"[a-z]{2,12}(?:-[a-z0-9]{1,12}){0,3}")
_CC_BY_SA: Final = Licence("CC BY-SA 4.0", "https://creativecommons.org/licenses/by-sa/4.0/")
_LASTING: Final = frozenset({Kind.ARTICLE, Kind.SECTION, Kind.LIST, Kind.DISAMBIGUATION})


@dataclass(slots=True)
class _Wiki:
    """One language's wiki while it is asked, and what has been found out about it."""

    api: str
    language: str
    transport: Transport
    failures: int = 0
    trouble: str = ""


class Wikipedia:
    """Descriptions of classes from a wiki and a cache. Opened, used and closed on one thread."""

    def __init__(  # noqa: PLR0913 - each is a setting or a flag of the command line
        self,
        cache_path: Path,
        *,
        language: str = "en",
        api: str = "",
        contact: str = "",
        offline: bool = False,
        refresh: bool = False,
        max_age_days: float = 30.0,
        stop: Event | None = None,
        patience: Patience | None = None,
    ) -> None:
        """Open the cache; nothing is sent yet.

        Args:
            cache_path: the SQLite file of answers, made if need be.
            language: code of the wiki to ask, such as ``en`` or ``pt-br``.
            api: address of a wiki's ``api.php``, perhaps with ``{language}`` in it; empty for Wikipedia.
            contact: who to write to about these requests; told to the wiki.
            offline: send nothing, use what the cache has, however old.
            refresh: ask again for what the cache has.
            max_age_days: age from which an article in the cache is asked for again.
            stop: ends everything within a moment when set.
            patience: times to wait, and how often to try.

        Raises:
            WikipediaError: the language or the address can't be used.
        """
        self._template, self._language = api or WIKIPEDIA, language
        self._address(language)
        self._contact, self._offline, self._refresh = contact, offline, refresh
        self._max_age = max_age_days * _DAY
        self._stop, self._patience = stop or Event(), patience
        self._wikis: dict[str, _Wiki] = {}
        self._cache = Cache(cache_path)

    def __enter__(self) -> Self:
        """Itself, to be closed at the end of the block."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close it."""
        self.close()

    def close(self) -> None:
        """Let go of the cache and of all connections."""
        self._cache.close()
        for wiki in self._wikis.values():
            wiki.transport.close()

    def clear(self) -> None:
        """Forget every answer."""
        self._cache.clear()

    def describe(self, names: Sequence[str]) -> Iterator[Outcome]:
        """One outcome a name, in order, as they arrive; ends early when stopped.

        Nothing is raised for a wiki that can't be reached: the names it didn't answer are FAILED with the reason.
        """
        return self._outcomes(names, self._language)

    def search(self, text: str) -> tuple[str, ...]:
        """Titles of at most a dozen pages about ``text``, best first; none when offline or stopped.

        Raises:
            WikipediaError: the wiki can't be asked.
        """
        if self._offline or not text.strip():
            return ()
        wiki = self._wiki(self._language)
        with _plainly():
            return pages.titles(wiki.transport.get({**pages.SEARCH, "srsearch": text}))
        return ()

    def details(self, title: str) -> Details:
        """Translations and picture of the page ``title``; nothing when offline and not in the cache, or stopped.

        Languages are only told where the wiki's address has a place for them.

        Raises:
            WikipediaError: the wiki can't be asked.
        """
        wiki = self._wiki(self._language)
        kept = self._cache.details(wiki.api, wiki.language, title)
        if kept is not None and (self._offline or (kept.age < self._max_age and not self._refresh)):
            return kept.details
        if self._offline:
            return Details()
        with _plainly():
            details = self._asked_details(wiki, title)
            self._cache.put_details(wiki.api, wiki.language, title, details)
            return details
        return Details()

    def _asked_details(self, wiki: _Wiki, title: str) -> Details:
        reply = self._whole(wiki, {**pages.DETAILS, "titles": title}, None)
        address = pages.picture_address(reply)
        picture = b""
        if address:
            with suppress(WikipediaError, UnusableReplyError):  # a text without its picture is still a text
                picture = wiki.transport.file(address)
        known = pages.translations(reply) if "{language}" in self._template else ()
        return Details(tuple(one for one in known if _CODE.fullmatch(one.language)), picture)

    # --- names to batches --------------------------------------------------------------------------------------------

    def _outcomes(self, names: Sequence[str], language: str) -> Iterator[Outcome]:
        wiki = self._wiki(language)
        wiki.trouble, wiki.failures = "", 0
        asked = {name: _as_title(name) for name in names}
        known = {title: outcome for title in asked.values() if (outcome := self._known(wiki, title))}
        missing = [title for title in dict.fromkeys(asked.values()) if title not in known]
        batches = _batches(missing)
        for name in names:
            while asked[name] not in known:
                try:
                    self._fetch(wiki, next(batches), known)
                except StoppedError:
                    return
            if self._stop.is_set():
                return
            yield _under(known[asked[name]], name)

    def _known(self, wiki: _Wiki, title: str) -> Outcome | None:
        """What is to be said about a title without a request."""
        wrong = pages.unfit(title)
        if wrong:
            return wrong
        kept = self._cache.get(wiki.api, wiki.language, title)
        if self._offline:
            sentence = (
                f'"{title}" is not in the cache, and nothing is asked when offline: fetch it once with a network.'
            )
            return kept.outcome if kept else without_article(title, Kind.FAILED, sentence)
        if kept is None or self._refresh:
            return None
        oldest = self._max_age if kept.outcome.kind in _LASTING else min(self._max_age, _SHORT_AGE * _DAY)
        return kept.outcome if kept.age < oldest else None

    def _fetch(self, wiki: _Wiki, batch: Sequence[str], known: dict[str, Outcome], *, tries: int | None = None) -> None:
        """Add to ``known`` the outcome of every title in ``batch``.

        A batch without a usable reply is halved until the page that spoils it stands alone.
        """
        if wiki.trouble:
            known.update({title: self._failed(wiki, title, wiki.trouble) for title in batch})
            return
        try:
            known.update(self._query(wiki, batch, tries))
            wiki.failures = 0
        except UnusableReplyError as error:
            if len(batch) > 1:
                for part in (batch[: len(batch) // 2], batch[len(batch) // 2 :]):
                    self._fetch(wiki, part, known, tries=1)
                return
            wiki.failures += 1
            wiki.trouble = str(error) if wiki.failures >= _MOST_FAILURES else ""
            known[batch[0]] = self._failed(wiki, batch[0], str(error))
        except WikipediaError as error:
            wiki.trouble = str(error)
            known.update({title: self._failed(wiki, title, wiki.trouble) for title in batch})

    def _failed(self, wiki: _Wiki, title: str, sentence: str) -> Outcome:
        """An old answer is better than none."""
        kept = self._cache.get(wiki.api, wiki.language, title)
        return kept.outcome if kept else without_article(title, Kind.FAILED, sentence)

    # --- batches to replies ------------------------------------------------------------------------------------------

    def _query(self, wiki: _Wiki, batch: Sequence[str], tries: int | None) -> dict[str, Outcome]:
        """What the wiki answers for a batch, kept in the cache."""
        licence = self._cache.licence(wiki.api)
        wanted = pages.INTROS if licence else {**pages.INTROS, **pages.LICENCE}
        reply = self._whole(wiki, {**wanted, "titles": "|".join(batch)}, tries)
        licence = licence or self._licence(wiki, reply)
        retrieved = datetime.now(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
        language = wiki.language if "{language}" in self._template else ""
        site = pages.Site(language, licence, retrieved)
        answers = {title: pages.found(reply, title, site) for title in batch}
        self._add_choices(wiki, answers, tries)
        for answer in answers.values():
            if answer.outcome.kind is not Kind.FAILED:
                self._keep(wiki, answer)
        return {title: answer.outcome for title, answer in answers.items()}

    def _keep(self, wiki: _Wiki, answer: pages.Found) -> None:
        """Put an answer into the cache, an article also under its own title: that is how it is asked for again."""
        self._cache.put(wiki.api, wiki.language, answer.outcome, answer.extract)
        article = answer.outcome.article
        if answer.outcome.kind is Kind.ARTICLE and article is not None:
            self._cache.put(wiki.api, wiki.language, _under(answer.outcome, article.source.title), answer.extract)

    def _add_choices(self, wiki: _Wiki, answers: dict[str, pages.Found], tries: int | None) -> None:
        """Put what the disambiguation pages among ``answers`` offer into them."""
        unclear = [title for title, answer in answers.items() if answer.outcome.kind is Kind.DISAMBIGUATION]
        if not unclear:
            return
        reply = self._whole(wiki, {**pages.LINKS, "redirects": "1", "titles": "|".join(unclear)}, tries)
        for title in unclear:
            offered = pages.offered(reply, title)
            answers[title] = pages.Found(replace(answers[title].outcome, choices=offered))

    def _whole(self, wiki: _Wiki, parameters: Mapping[str, str], tries: int | None) -> pages.Reply:
        """The reply with all its continuations."""
        whole = pages.Reply()
        further: dict[str, str] = {}
        for _ in range(_MOST_PARTS):
            part: Json = wiki.transport.get({**parameters, **further}, tries=tries)
            whole.add(part)
            more = part.get("continue")
            if not isinstance(more, dict) or not more:
                return whole
            before, further = further, {str(key): str(value) for key, value in more.items()}
            if further == before:
                break
        raise UnusableReplyError(f"{wiki.transport.host} never comes to the end of its answer: try again later.")

    def _licence(self, wiki: _Wiki, reply: pages.Reply) -> Licence:
        """The terms that the wiki names; Wikipedia's are known in any case."""
        if reply.licence and reply.licence.name:
            self._cache.put_licence(wiki.api, reply.licence)
            return reply.licence
        is_wikipedia = wiki.transport.host.endswith(".wikipedia.org")
        return _CC_BY_SA if is_wikipedia else Licence("unknown: see the page", "")

    # --- wikis -------------------------------------------------------------------------------------------------------

    def _wiki(self, language: str) -> _Wiki:
        if language not in self._wikis:
            api = self._address(language)
            behind = self._template.partition("{language}.")[2]
            family = behind.partition("/")[0] if behind else api.partition("://")[2].partition("/")[0]
            family = family.partition(":")[0]
            line = Transport(api, family=family, contact=self._contact, stop=self._stop, patience=self._patience)
            self._wikis[language] = _Wiki(api, language, line)
        return self._wikis[language]

    def _address(self, language: str) -> str:
        if not _CODE.fullmatch(language):
            raise WikipediaError(f'"{language}" is no code of a language: give one such as en, de or ja.')
        api = self._template.replace("{language}", language)
        require_safe(api)
        return api


@contextmanager
def _plainly() -> Iterator[None]:
    """What a single request can come to, for a caller who asked for nothing else: an end, or one kind of error."""
    try:
        yield
    except UnusableReplyError as error:
        raise WikipediaError(str(error)) from error
    except StoppedError:
        pass


def _as_title(name: str) -> str:
    """A name as it is asked for: NFC and single spaces, so that the wiki gives it back unchanged."""
    return " ".join(unicodedata.normalize("NFC", name).replace("_", " ").split())


def _under(outcome: Outcome, name: str) -> Outcome:
    """``outcome`` for the name as it was given."""
    return replace(outcome, name=name, article=outcome.article and replace(outcome.article, name=name))


def _batches(titles: Sequence[str]) -> Iterator[list[str]]:
    """The titles, as many at once as one request takes."""
    batch: list[str] = []
    length = 0
    for title in titles:
        size = len(quote(title, errors="replace")) + 3
        if batch and (len(batch) == BATCH or length + size > _MOST_QUERY):
            yield batch
            batch, length = [], 0
        batch.append(title)
        length += size
    if batch:
        yield batch
