"""The client and a wiki that behaves: order, batches, the cache, licences and languages."""

from __future__ import annotations

import re
import threading
from typing import TYPE_CHECKING

import pytest

from zeroshot.errors import WikipediaError
from zeroshot.wikipedia import Details, Kind, Translation, Wikipedia

if TYPE_CHECKING:
    from pathlib import Path

    from faulty_wiki import FaultyWiki

    from zeroshot.wikipedia import Patience


def test_every_name_has_its_outcome_in_order(wiki: FaultyWiki, client: Wikipedia) -> None:
    for number in range(45):
        wiki.add(f"Wug {number}", f"Wug {number} () is a beast.[1]")
    names = [f"wug {number}" for number in range(50)] + ["wug 3", " Wug_7 "]
    outcomes = list(client.describe(names))
    assert [outcome.name for outcome in outcomes] == names
    assert [outcome.kind for outcome in outcomes[:50]] == [Kind.ARTICLE] * 45 + [Kind.MISSING] * 5
    assert [o.article.text for o in outcomes[:45] if o.article] == [f"Wug {n} is a beast." for n in range(45)]
    assert [o.article and o.article.source.title for o in outcomes[50:]] == ["Wug 3", "Wug 7"]
    assert all(o.article is None or o.article.name == o.name for o in outcomes)
    assert all(bool(outcome.message) == (outcome.kind is Kind.MISSING) for outcome in outcomes)
    assert {len(asked["titles"].split("|")) for asked in wiki.requests} == {20, 11}


def test_outcomes_come_as_their_batches_arrive(wiki: FaultyWiki, client: Wikipedia) -> None:
    coming = client.describe([f"Wug {number}" for number in range(45)])
    next(coming)
    assert {asked["titles"].split("|")[0] for asked in wiki.requests} == {"Wug 0"}


def test_long_titles_are_asked_for_in_smaller_batches(wiki: FaultyWiki, client: Wikipedia) -> None:
    names = [f"{'ワ' * 80}{number}" for number in range(20)]
    for name in names:
        wiki.add(name, "これは獣である。")
    assert {outcome.kind for outcome in client.describe(names)} == {Kind.ARTICLE}
    assert max(map(len, (asked["titles"] for asked in wiki.requests))) < 1000


def test_requests_say_who_asks(wiki: FaultyWiki, tmp_path: Path) -> None:
    contact = "me@example.org\r\nEvil: (yes)"
    with Wikipedia(tmp_path / "cache.sqlite", api=wiki.api, contact=contact) as client:
        list(client.describe(["wug"]))
    sent = wiki.headers[0]
    assert re.fullmatch(r"Zeroshot/\S+ \(me@example.org Evil: yes\) python-requests/\S+", sent["User-Agent"])
    assert (sent["Accept-Encoding"], wiki.requests[0]["maxlag"]) == ("gzip", "5")
    assert "Evil" not in sent


def test_a_second_time_nothing_is_asked(wiki: FaultyWiki, client: Wikipedia, tmp_path: Path) -> None:
    wiki.add("Wug", "A wug is a beast.")
    wiki.add("Wugs", "Wugs:", pageprops={"disambiguation": ""}, links=[{"title": "Blick"}, {"title": "Wugs (band)"}])
    names = ["wug", "nothing", "Wugs"]
    first = list(client.describe(names))
    assert first[2].choices == ("Wugs (band)", "Blick")
    wiki.requests.clear()
    assert list(client.describe(names)) == first
    with Wikipedia(tmp_path / "wikipedia.sqlite", api=wiki.api, offline=True) as other:
        assert list(other.describe(names)) == first
        assert [o.kind for o in other.describe(["never asked for", "wug"])] == [Kind.FAILED, Kind.ARTICLE]
    assert wiki.requests == []
    with Wikipedia(tmp_path / "wikipedia.sqlite", api=wiki.api, refresh=True) as other:
        assert [outcome.kind for outcome in other.describe(names)] == [outcome.kind for outcome in first]
    assert wiki.requests


def test_what_is_old_is_asked_for_again_but_better_than_nothing(wiki: FaultyWiki, tmp_path: Path) -> None:
    wiki.add("Wug", "A wug is a beast.")
    cache = tmp_path / "cache.sqlite"
    with Wikipedia(cache, api=wiki.api, max_age_days=0) as client:
        list(client.describe(["wug"]))
        wiki.add("Wug", "A wug is blue.")
        (second,) = client.describe(["wug"])
        wiki.script.extend([lambda handler: handler.send_error(403)] * 2)
        (third, other) = client.describe(["wug", "nothing"])
    assert second.article is not None
    assert second.article.text == "A wug is blue."
    assert third == second
    assert (other.kind, "refuses to answer" in other.message) == (Kind.FAILED, True)


def test_attribution_names_the_page_and_its_licence(wiki: FaultyWiki, client: Wikipedia) -> None:
    wiki.rights = {"text": "CC0", "url": "https://cc0.invalid/"}
    wiki.add("Wug", "A wug.", pagelanguagehtmlcode="de")
    (outcome,) = client.describe(["wug"])
    assert outcome.article is not None
    source = outcome.article.source
    assert (source.title, source.url, source.revision) == ("Wug", "https://wiki.invalid/Wug", 5)
    assert (source.licence, source.licence_url, source.language) == ("CC0", "https://cc0.invalid/", "de")
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", source.retrieved)
    wiki.requests.clear()
    list(client.describe(["another"]))
    assert not any("meta" in asked for asked in wiki.requests), "a licence is asked for once"


def test_what_cannot_be_a_title_is_not_asked_for(wiki: FaultyWiki, client: Wikipedia) -> None:
    names = ["C#", "a|b", "[x]", "  ", "x" * 300, "{{wug}}", "\ud800"]
    assert {outcome.kind for outcome in client.describe(names)} == {Kind.INVALID}
    assert wiki.requests == []


@pytest.mark.parametrize(
    ("language", "api", "sentence"),
    [
        ("English", "", "no code of a language"),
        ("../evil", "", "no code of a language"),
        ("en", "http://wiki.invalid/api.php", "isn't encrypted"),
        ("en", "ftp://wiki.invalid/api.php", "no address of a wiki"),
        ("en", "https://me:pass@wiki.invalid/api.php", "no address of a wiki"),
        ("en", "wiki.invalid", "no address of a wiki"),
        ("en", "https://wiki.invalid:port/api.php", "no address of a wiki"),
    ],
)
def test_a_wiki_that_cannot_be_asked_is_one_sentence(tmp_path: Path, language: str, api: str, sentence: str) -> None:
    with pytest.raises(WikipediaError, match=sentence):
        Wikipedia(tmp_path / "cache.sqlite", language=language, api=api)


def test_stopping_ends_it_between_names(wiki: FaultyWiki, tmp_path: Path) -> None:
    stop = threading.Event()
    with Wikipedia(tmp_path / "cache.sqlite", api=wiki.api, stop=stop) as client:
        coming = client.describe(["a", "b"])
        next(coming)
        stop.set()
        assert list(coming) == []


def test_a_search_gives_titles(wiki: FaultyWiki, client: Wikipedia) -> None:
    wiki.add("Wug", "A wug.")
    wiki.add("Wug (band)", "A band.")
    assert client.search("wug") == ("Wug", "Wug (band)")
    assert client.search(" ") == ()
    wiki.script.append(lambda handler: handler.send_error(404))
    with pytest.raises(WikipediaError, match="There is no wiki"):
        client.search("Wug")


def illustrated(wiki: FaultyWiki) -> None:
    """A page with a picture and two translations."""
    address = wiki.api.replace("api.php", "wug.png")
    links = [
        {"lang": "fi", "autonym": "suomi", "title": "Vugi"},
        {"lang": "de", "autonym": "Deutsch", "title": "Wug (Tier)"},
    ]
    wiki.files["/wug.png"] = b"a picture"
    wiki.add("Wug", "A wug.", langlinks=links, thumbnail={"source": address})


def test_a_page_has_a_picture_and_translations(wiki: FaultyWiki, tmp_path: Path, haste: Patience) -> None:
    illustrated(wiki)
    cache, api = tmp_path / "cache.sqlite", wiki.api.replace("api.php", "{language}/api.php")
    with Wikipedia(cache, api=api, patience=haste) as client:
        details = client.details("Wug")
        assert details.picture == b"a picture"
        assert details.translations == (
            Translation("de", "Deutsch", "Wug (Tier)"),
            Translation("fi", "suomi", "Vugi"),
        )
        count = len(wiki.requests)
        assert client.details("Wug") == details
        assert client.details("Nothing") == Details()
    with Wikipedia(cache, api=api, patience=haste, offline=True) as offline:
        assert offline.details("Wug") == details
        assert offline.details("Other") == Details()
    assert len(wiki.requests) == count + 1, "only the page that wasn't known was asked for"


def test_a_wiki_of_one_language_has_no_translations(wiki: FaultyWiki, client: Wikipedia) -> None:
    illustrated(wiki)
    assert client.details("Wug").translations == ()


def test_a_page_without_its_picture_is_still_a_page(wiki: FaultyWiki, client: Wikipedia) -> None:
    illustrated(wiki)
    wiki.files.clear()
    wiki.pages["Wug"]["thumbnail"] = {"source": "http://wiki.invalid/wug.png"}
    assert client.details("Wug") == Details()


def test_the_cache_can_be_cleared(wiki: FaultyWiki, client: Wikipedia) -> None:
    wiki.add("Wug", "A wug.")
    assert [outcome.kind for outcome in client.describe(["Wug"])] == [Kind.ARTICLE]
    client.clear()
    before = len(wiki.requests)
    assert [outcome.kind for outcome in client.describe(["Wug"])] == [Kind.ARTICLE]
    assert len(wiki.requests) > before


def test_a_page_is_known_by_its_own_title_too(wiki: FaultyWiki, client: Wikipedia) -> None:
    wiki.add("Wug", "A wug.")
    (first,) = client.describe(["wug"])
    count = len(wiki.requests)
    (again,) = client.describe(["Wug"])
    assert again.article is not None
    assert first.article is not None
    assert again.article.text == first.article.text
    assert len(wiki.requests) == count
