"""Everything that a server can do wrong: each has its sentence, and what can arrive arrives."""

from __future__ import annotations

import gzip
import json
import threading
import time
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from typing import TYPE_CHECKING

import pytest

from zeroshot.wikipedia import Kind, Patience, Wikipedia

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from faulty_wiki import FaultyWiki, Handler

    Answer = Callable[[Handler], None]

HTML = b"<!DOCTYPE html><title>Too many requests</title><p>Please slow down."


def refusal(status: int, wait: str = "") -> Answer:
    """An error with an HTML body, as Wikimedia's caches send it."""
    headers = {"Content-Type": "text/html", **({"Retry-After": wait} if wait else {})}
    return lambda handler: handler.reply(HTML, status=status, headers=headers)


def in_seconds(seconds: float) -> str:
    return format_datetime(datetime.now(UTC) + timedelta(seconds=seconds), usegmt=True)


def error(code: str, wait: str = "") -> Answer:
    headers = {"Retry-After": wait} if wait else {}
    return lambda handler: handler.reply({"error": {"code": code, "info": "Out of\norder."}}, headers=headers)


def truncated(handler: Handler) -> None:
    whole = gzip.compress(json.dumps({"query": {"pages": []}}).encode() * 100)
    handler.reply(whole[: len(whole) // 2], headers={"Content-Encoding": "gzip"})


def dropped(handler: Handler) -> None:
    handler.close_connection = True


def broken_off(handler: Handler) -> None:
    handler.send_response(200)
    handler.send_header("Content-Length", "1000")
    handler.end_headers()
    handler.wfile.write(b'{"query":')
    handler.close_connection = True


def dripping(handler: Handler) -> None:
    """A byte now and then, which no time limit of a single read would notice."""
    handler.send_response(200)
    handler.send_header("Content-Length", "100000")
    handler.end_headers()
    quit_ = threading.Event()
    for _ in range(600):
        handler.wfile.write(b" ")
        quit_.wait(0.02)


def huge(handler: Handler) -> None:
    pages = [{"title": "Bad", "extract": "wug " * 1_310_720}]
    handler.reply({"query": {"pages": pages}})


def not_json(handler: Handler) -> None:
    handler.reply(b'{"query": {"pages": [')


def no_object(handler: Handler) -> None:
    handler.reply([1, 2, 3])


def endless(handler: Handler) -> None:
    handler.reply({"query": {}, "continue": {"excontinue": 1}})


def names(wiki: FaultyWiki) -> list[str]:
    """Nine names, one of which will be spoiled."""
    good = [f"Wug {number}" for number in range(8)]
    for name in good:
        wiki.add(name, f"{name} is a beast.")
    return [*good[:5], "Bad", *good[5:]]


@pytest.mark.parametrize(
    ("fault", "sentence"),
    [
        (truncated, "something else than a wiki's answer"),
        (dropped, "broke off its answer"),
        (broken_off, "broke off its answer"),
        (huge, "more than 4 MiB"),
        (not_json, "something else than a wiki's answer"),
        (no_object, "something else than a wiki's answer"),
        (endless, "never comes to the end"),
        (error("internal_api_error"), "can't answer (Out of order)"),
        (refusal(500), "HTTP 500"),
        (refusal(414), "HTTP 414"),
    ],
)
def test_one_bad_page_has_its_sentence_and_the_others_arrive(
    wiki: FaultyWiki, client: Wikipedia, fault: Answer, sentence: str
) -> None:
    asked = names(wiki)
    wiki.spoiled["Bad"] = fault
    outcomes = {outcome.name: outcome for outcome in client.describe(asked)}
    assert list(outcomes) == asked
    bad = outcomes.pop("Bad")
    assert (bad.kind, bad.article) == (Kind.FAILED, None)
    assert sentence in bad.message
    assert bad.message.endswith(".")
    assert {outcome.kind for outcome in outcomes.values()} == {Kind.ARTICLE}


def test_a_page_that_drips_is_given_up_and_the_others_arrive(wiki: FaultyWiki, tmp_path: Path) -> None:
    asked = names(wiki)
    wiki.spoiled["Bad"] = dripping
    hasty = Patience(whole=0.3, tries=1)
    with Wikipedia(tmp_path / "cache.sqlite", api=wiki.api, patience=hasty) as client:
        outcomes = {outcome.name: outcome for outcome in client.describe(asked)}
    assert "took too long" in outcomes.pop("Bad").message
    assert {outcome.kind for outcome in outcomes.values()} == {Kind.ARTICLE}


@pytest.mark.parametrize(
    "fault", [truncated, dropped, broken_off, not_json, refusal(502), refusal(503), refusal(429), error("maxlag")]
)
def test_a_passing_fault_is_waited_out(wiki: FaultyWiki, client: Wikipedia, fault: Answer) -> None:
    asked = names(wiki)
    wiki.script.append(fault)
    assert [outcome.kind for outcome in client.describe(asked)].count(Kind.ARTICLE) == 8
    assert len(wiki.requests) <= 4, "nothing was split"


@pytest.mark.parametrize("answer", [refusal, error])
@pytest.mark.parametrize("as_date", [False, True])
def test_a_wait_that_is_asked_for_is_kept(
    wiki: FaultyWiki, client: Wikipedia, answer: Callable[..., Answer], *, as_date: bool
) -> None:
    wiki.add("Wug", "A wug.")
    wait = in_seconds(2) if as_date else "1"
    wiki.script.append(answer(429, wait) if answer is refusal else answer("maxlag", wait))
    begun = time.monotonic()
    (outcome,) = client.describe(["wug"])
    assert outcome.kind is Kind.ARTICLE
    assert 0.9 < time.monotonic() - begun < 6


@pytest.mark.parametrize("as_date", [False, True])
def test_nobody_waits_for_an_hour(wiki: FaultyWiki, client: Wikipedia, *, as_date: bool) -> None:
    asked = names(wiki)
    list(client.describe(asked[:2]))
    wiki.script.append(refusal(429, in_seconds(3600) if as_date else "3600"))
    outcomes = list(client.describe(asked))
    assert [outcome.kind for outcome in outcomes] == [Kind.ARTICLE] * 2 + [Kind.FAILED] * 7
    assert {"busy and asks to come back in 60 minutes" in outcome.message for outcome in outcomes[2:]} == {True}


@pytest.mark.parametrize("wait", ["", "soon", "-5", "Wed, 99 Foo 2026"])
def test_a_wait_that_says_nothing_is_the_usual_one(wiki: FaultyWiki, client: Wikipedia, wait: str) -> None:
    wiki.add("Wug", "A wug.")
    wiki.script.append(refusal(429, wait))
    assert [outcome.kind for outcome in client.describe(["wug"])] == [Kind.ARTICLE]


def test_a_wiki_that_stays_busy_is_left_alone(wiki: FaultyWiki, client: Wikipedia, haste: Patience) -> None:
    wiki.script.extend([refusal(429, "0")] * 50)
    outcomes = list(client.describe([f"Wug {number}" for number in range(50)]))
    assert {outcome.message for outcome in outcomes} == {"127.0.0.1 is busy (HTTP 429): try again later."}
    assert len(wiki.requests) == haste.tries


def test_a_wiki_that_only_talks_nonsense_is_given_up(wiki: FaultyWiki, client: Wikipedia) -> None:
    wiki.script.extend([not_json] * 500)
    outcomes = list(client.describe([f"Wug {number}" for number in range(200)]))
    assert {outcome.kind for outcome in outcomes} == {Kind.FAILED}
    assert len(wiki.requests) < 15


@pytest.mark.parametrize("waiting_in", ["retry", "drip"])
def test_stopping_ends_any_wait(wiki: FaultyWiki, tmp_path: Path, waiting_in: str) -> None:
    stop = threading.Event()
    fault = refusal(429, "100") if waiting_in == "retry" else dripping

    def stop_soon(handler: Handler) -> None:
        threading.Timer(0.2, stop.set).start()
        fault(handler)

    wiki.script.append(stop_soon)
    begun = time.monotonic()
    with Wikipedia(tmp_path / "cache.sqlite", api=wiki.api, stop=stop) as client:
        assert list(client.describe(["wug"])) == []
    assert time.monotonic() - begun < 1.5


@pytest.mark.parametrize(
    ("location", "sentence"),
    [
        ("https://evil.invalid/api.php", "redirects to evil.invalid"),
        ("//127.0.0.1.evil.invalid/api.php", "redirects to 127.0.0.1.evil.invalid"),
        ("http://127.0.0.1:1/api.php", "isn't followed"),
        ("file:///etc/passwd", "isn't followed"),
        ("http://[", "isn't followed"),
        ("/api.php", "redirects in a circle"),
    ],
)
def test_a_redirect_leads_nowhere_else(wiki: FaultyWiki, client: Wikipedia, location: str, sentence: str) -> None:
    answer = lambda handler: handler.reply(HTML, status=302, headers={"Location": location})  # noqa: E731
    wiki.script.extend([answer] * 10)
    outcomes = list(client.describe(["a", "b"]))
    assert {(outcome.kind, sentence in outcome.message) for outcome in outcomes} == {(Kind.FAILED, True)}


def test_a_redirect_within_the_wiki_is_followed(wiki: FaultyWiki, client: Wikipedia) -> None:
    wiki.add("Wug", "A wug.")
    target = "/w/api.php?action=query&prop=extracts&titles=wug"
    wiki.script.append(lambda handler: handler.reply(HTML, status=301, headers={"Location": target}))
    assert [outcome.kind for outcome in client.describe(["wug"])] == [Kind.ARTICLE]
    assert wiki.paths[:2] == ["/api.php", "/w/api.php"]


def test_a_wiki_that_cannot_be_reached_is_told(tmp_path: Path, haste: Patience) -> None:
    cache = tmp_path / "cache.sqlite"
    with Wikipedia(cache, api="http://127.0.0.1:9/api.php", patience=haste) as client:
        outcomes = list(client.describe(["a", "b"]))
    assert {outcome.kind for outcome in outcomes} == {Kind.FAILED}
    assert {"can't be reached" in outcome.message for outcome in outcomes} == {True}


def test_a_name_that_no_server_knows_is_told(tmp_path: Path, haste: Patience, monkeypatch: pytest.MonkeyPatch) -> None:
    for variable in ("http_proxy", "https_proxy", "all_proxy"):
        monkeypatch.delenv(variable, raising=False)
        monkeypatch.delenv(variable.upper(), raising=False)
    with Wikipedia(tmp_path / "cache.sqlite", api="https://wiki.invalid/api.php", patience=haste) as client:
        (outcome,) = client.describe(["wug"])
    assert outcome.message == "wiki.invalid can't be reached: check the network and the wiki's address."
