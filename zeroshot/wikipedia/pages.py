"""The Action API's replies read: from the title that was asked for, through redirects, to a page and what it is.

Pages come in another order than they were asked for in, under titles that were normalized and redirected. Nothing
here trusts a reply: what isn't of the expected type counts as not there.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from zeroshot.records import Attribution
from zeroshot.wikipedia.cache import Licence
from zeroshot.wikipedia.extracts import LONGEST, clean
from zeroshot.wikipedia.outcomes import Article, Kind, Outcome, Translation, without_article

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from zeroshot.wikipedia.transport import Json

INTROS: Final = {
    "action": "query",
    "redirects": "1",
    "prop": "extracts|pageprops|info",
    "exintro": "1",
    "explaintext": "1",
    "exlimit": "20",
    "ppprop": "disambiguation",
    "inprop": "url",
}
"""The parameters of a request for the beginnings of at most 20 pages."""

LICENCE: Final = {"meta": "siteinfo", "siprop": "rightsinfo"}
"""The parameters that ask in the same request for the wiki's licence."""

LINKS: Final = {"action": "query", "prop": "links", "plnamespace": "0", "pllimit": "max"}
"""The parameters of a request for what disambiguation pages offer."""

DETAILS: Final = {
    "action": "query",
    "redirects": "1",
    "prop": "langlinks|pageimages",
    "llprop": "autonym",
    "lllimit": "max",
    "piprop": "thumbnail",
    "pithumbsize": "320",
}
"""The parameters of a request for what one page has beside its text."""

SEARCH: Final = {"action": "query", "list": "search", "srnamespace": "0", "srlimit": "12", "srprop": "", "srinfo": ""}
"""The parameters of a search in titles and texts."""

MOST_CHOICES: Final = 50

_LISTED: Final = re.compile(
    r"(?:lists? of|list[ae] (?:der|des|de|d'|du|von|di)|lista de|anexo:|luettelo) ?|.* luettelo$|.*一覧$|قائمة ",
    re.IGNORECASE,
)
_FORBIDDEN: Final = re.compile(r"[#<>\[\]|{}\x00-\x1f\x7f\ufffd\ud800-\udfff]")
_MOST_REVISIONS: Final = 2**63  # SQLite's largest number
_LONGEST_TITLE: Final = 255  # bytes of UTF-8


@dataclass(slots=True)
class Reply:
    """The parts of one query, put together as its continuations come in."""

    renamed: dict[str, str] = field(default_factory=dict)
    redirects: dict[str, Json] = field(default_factory=dict)
    interwiki: dict[str, str] = field(default_factory=dict)
    pages: dict[str, Json] = field(default_factory=dict)
    licence: Licence | None = None

    def add(self, part: Json) -> None:
        """Take in one part: lists grow, all else is replaced."""
        query = part.get("query")
        if not isinstance(query, dict):
            return
        self.renamed |= {_text(item, "from"): _text(item, "to") for item in _items(query, "normalized")}
        self.redirects |= {_text(item, "from"): item for item in _items(query, "redirects")}
        self.interwiki |= {_text(item, "title"): _text(item, "iw") for item in _items(query, "interwiki")}
        for item in _items(query, "pages"):
            page = self.pages.setdefault(_text(item, "title"), {})
            for key, value in item.items():
                page[key] = [*page[key], *value] if _are_lists(page.get(key), value) else value
        rights = query.get("rightsinfo")
        if isinstance(rights, dict):
            self.licence = Licence(_text(rights, "text"), _address(rights, "url"))


@dataclass(frozen=True, slots=True)
class Site:
    """What an article's attribution needs to know of its wiki; ``language`` is empty where only pages tell theirs."""

    language: str
    licence: Licence
    retrieved: str


@dataclass(frozen=True, slots=True)
class Found:
    """An outcome, and the text of its article as it came."""

    outcome: Outcome
    extract: str = ""


def unfit(name: str) -> Outcome | None:
    """The outcome for a name that can't be a title, which need not be asked for; None for any other.

    ``#`` and ``|`` are no error to the API: it would cut the name there, and describe another class.
    """
    wrong = _FORBIDDEN.search(name)
    if wrong:
        return without_article(name, Kind.INVALID, f" (it holds {wrong.group()!r})")
    if not name.strip(" _:") or len(name.encode(errors="replace")) > _LONGEST_TITLE:
        return without_article(name, Kind.INVALID, " (it is too long or has no letters)")
    return None


def found(reply: Reply, name: str, site: Site) -> Found:
    """What ``reply`` says about ``name``."""
    title, redirect = _followed(reply, reply.renamed.get(name, name))
    if title is None:
        return Found(without_article(name, Kind.REDIRECT_LOOP))
    wiki = reply.interwiki.get(title) or _text(redirect, "tointerwiki")
    if wiki:
        return Found(without_article(name, Kind.INTERWIKI, f" ({wiki})"))
    page = reply.pages.get(title)
    if page is None:
        return Found(without_article(name, Kind.FAILED, f'The wiki left "{name}" out of its answer: try again.'))
    for flag, kind in (("invalid", Kind.INVALID), ("special", Kind.SPECIAL), ("missing", Kind.MISSING)):
        if page.get(flag):
            return Found(without_article(name, kind))
    return _described(page, name, _text(redirect, "tofragment"), site)


def offered(reply: Reply, name: str) -> tuple[str, ...]:
    """The titles that a disambiguation page links to, those that begin like it first."""
    title, _ = _followed(reply, reply.renamed.get(name, name))
    page = reply.pages.get(title or "", {})
    own = _text(page, "title").partition(" (")[0].casefold()
    titles = [title for item in _items(page, "links") if (title := _text(item, "title"))]
    return tuple(sorted(titles, key=lambda title: not title.casefold().startswith(own))[:MOST_CHOICES])


def titles(reply: Json) -> tuple[str, ...]:
    """The titles that a search found, best first."""
    query = reply.get("query")
    return tuple(title for item in _items(query, "search") if (title := _text(item, "title")))


def translations(reply: Reply) -> tuple[Translation, ...]:
    """The other languages of the one page that was asked for, in the order of their codes."""
    links = (item for page in reply.pages.values() for item in _items(page, "langlinks"))
    found = (Translation(_text(item, "lang"), _text(item, "autonym"), _text(item, "title")) for item in links)
    return tuple(sorted((one for one in found if one.language and one.title), key=lambda one: one.language))


def picture_address(reply: Reply) -> str:
    """Where the picture of the one page that was asked for lies; empty where it has none."""
    thumbnails = (page.get("thumbnail") for page in reply.pages.values())
    return next((_address(found, "source") for found in thumbnails if isinstance(found, dict)), "")


def _followed(reply: Reply, title: str) -> tuple[str | None, Json]:
    """Where redirects lead from ``title``, with the last of them that names a section; None for a circle."""
    last: Json = {}
    seen = set()
    while title in reply.redirects:
        if title in seen:
            return None, last
        seen.add(title)
        hop = reply.redirects[title]
        last = hop if _text(hop, "tofragment") or _text(hop, "tointerwiki") else last
        title = _text(hop, "to")
    return title, last


def _described(page: Json, name: str, section: str, site: Site) -> Found:
    """The outcome for a page that there is."""
    title = _text(page, "title")
    if isinstance(page.get("pageprops"), dict) and "disambiguation" in page["pageprops"]:
        sentence = f'"{name}" means several things: choose the page of one of them.'
        return Found(Outcome(name, Kind.DISAMBIGUATION, message=sentence))
    if not isinstance(page.get("extract"), str):
        sentence = f'The wiki gives no plain text of "{title}": its TextExtracts extension is needed.'
        return Found(without_article(name, Kind.FAILED, sentence))
    extract = _text(page, "extract")[:LONGEST]
    article = _article(page, name, clean(extract), site)
    kind, message = _kind(title, article.text, section)
    if kind is Kind.LIST or article.text:
        return Found(Outcome(name, kind, article if article.text else None, message=message), extract)
    return Found(without_article(name, Kind.EMPTY))


def _kind(title: str, text: str, section: str) -> tuple[Kind, str]:
    """Of which kind a page with text is, with its sentence."""
    if _LISTED.match(title):
        return Kind.LIST, f'"{title}" is a list, which seldom describes a class: take another page.'
    if section and text:
        sentence = f'The name leads to the section "{section}" of "{title}": its beginning may be about something else.'
        return Kind.SECTION, sentence
    return Kind.ARTICLE, ""


def _article(page: Json, name: str, text: str, site: Site) -> Article:
    revision = page.get("lastrevid")
    source = Attribution(
        title=_text(page, "title"),
        url=_address(page, "canonicalurl") or _address(page, "fullurl"),
        language=site.language or _text(page, "pagelanguagehtmlcode"),
        revision=revision if isinstance(revision, int) and 0 <= revision < _MOST_REVISIONS else 0,
        retrieved=site.retrieved,
        licence=site.licence.name,
        licence_url=site.licence.url,
    )
    return Article(name, text, source)


def _items(mapping: object, key: str) -> Iterator[Json]:
    """The objects in the list ``mapping[key]``."""
    values = mapping.get(key) if isinstance(mapping, dict) else None
    return (value for value in (values if isinstance(values, list) else []) if isinstance(value, dict))


def _are_lists(*values: object) -> bool:
    return all(isinstance(value, list) for value in values)


def _text(mapping: Mapping[str, Any], key: str) -> str:
    """A text that any file can hold: JSON's escapes can make half a character."""
    value = mapping.get(key)
    return value.encode(errors="replace").decode() if isinstance(value, str) else ""


def _address(mapping: Mapping[str, Any], key: str) -> str:
    """An address that can be opened without running anything, else an empty text."""
    address = _text(mapping, key)
    address = f"https:{address}" if address.startswith("//") else address
    return address if address.startswith(("https://", "http://")) else ""
