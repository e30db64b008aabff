"""Replies of the Action API read: what a page is, and that no reply can break the reader."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zeroshot.wikipedia.cache import Licence
from zeroshot.wikipedia.outcomes import Kind, Outcome
from zeroshot.wikipedia.pages import Reply, Site, found, offered

SITE = Site("en", Licence("CC0", ""), "2026-01-01T00:00:00Z")
KEYS = [
    "query",
    "pages",
    "redirects",
    "normalized",
    "interwiki",
    "links",
    "title",
    "from",
    "to",
    "extract",
]
KEYS += ["pageprops", "lastrevid", "rightsinfo", "missing", "tofragment"]
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.sampled_from(["Wug", "wug", "\ud800"]),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from(KEYS), inner, max_size=5),
    max_leaves=30,
)


def outcome_of(query: dict[str, Any], name: str = "wug") -> Outcome:
    reply = Reply()
    reply.add({"query": query})
    return found(reply, name, SITE).outcome


def page(title: str = "wug", extract: str = "A wug.", **more: Any) -> dict[str, Any]:
    return {"pages": [{"title": title, "extract": extract, **more}]}


@pytest.mark.parametrize(
    ("query", "kind", "sentence"),
    [
        (page(), Kind.ARTICLE, ""),
        (page(pageprops={"disambiguation": ""}), Kind.DISAMBIGUATION, "several things"),
        (page(pageprops=[]), Kind.ARTICLE, ""),
        (page(extract=" ()[1]"), Kind.EMPTY, "without any text"),
        ({"pages": [{"title": "wug", "missing": True}]}, Kind.MISSING, "There is no page"),
        ({"pages": [{"title": "wug", "invalid": True}]}, Kind.INVALID, "can't be the title"),
        ({"pages": [{"title": "wug", "special": True}]}, Kind.SPECIAL, "own purposes"),
        ({"pages": [{"title": "wug"}]}, Kind.FAILED, "TextExtracts"),
        ({"interwiki": [{"title": "wug", "iw": "fr"}]}, Kind.INTERWIKI, "another wiki (fr)"),
        ({"redirects": [{"from": "wug", "to": "fr:Wug", "tointerwiki": "fr"}]}, Kind.INTERWIKI, "another wiki (fr)"),
        ({"redirects": [{"from": "wug", "to": "B"}, {"from": "B", "to": "wug"}]}, Kind.REDIRECT_LOOP, "in a circle"),
        ({"redirects": [{"from": "wug", "to": "B", "tofragment": "Far"}], **page("B")}, Kind.SECTION, 'section "Far"'),
        ({}, Kind.FAILED, "left"),
    ],
)
def test_what_a_page_is(query: dict[str, Any], kind: Kind, sentence: str) -> None:
    outcome = outcome_of(query)
    assert outcome.kind is kind
    assert sentence in outcome.message
    assert bool(outcome.message) != (kind is Kind.ARTICLE)
    assert (outcome.article is not None) == (kind in {Kind.ARTICLE, Kind.SECTION})


@pytest.mark.parametrize(
    "title",
    [
        "List of wugs",
        "Liste der Wugs",
        "Liste des wugs",
        "Lista de wugs",
        "Wugien luettelo",
        "ワグの一覧",
        "قائمة الوغل",
    ],
)
def test_a_list_is_known_by_its_title(title: str) -> None:
    assert outcome_of(page(title), title).kind is Kind.LIST


@pytest.mark.parametrize("title", ["Listeria", "Lister", "Liszt", "Catalist"])
def test_not_all_that_begins_like_a_list_is_one(title: str) -> None:
    assert outcome_of(page(title), title).kind is Kind.ARTICLE


def test_an_address_that_could_run_something_is_left_out() -> None:
    article = outcome_of(page(canonicalurl="javascript:alert(1)")).article
    assert article is not None
    assert article.source.url == ""


@given(VALUES, VALUES)
def test_no_reply_breaks_the_reader(first: object, second: object) -> None:
    reply = Reply()
    for query in (first, second):
        reply.add({"query": query})
    outcome = found(reply, "wug", SITE).outcome
    assert outcome.name == "wug"
    assert offered(reply, "wug") is not None
