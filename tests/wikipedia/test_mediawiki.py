"""The client and a real MediaWiki: pages of every kind, fetched, kept, and used without the wiki.

``tests/peers/mediawiki.sh`` sets one up from Debian's packages. Where they can't be had these tests are skipped; where
CI is true that is a failure.
"""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import time
import urllib.request
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from zeroshot.wikipedia import Kind, Patience, Wikipedia

if TYPE_CHECKING:
    from collections.abc import Iterator

SCRIPT = Path(__file__).parent.parent / "peers" / "mediawiki.sh"
NO_PACKAGES = 77
PATIENCE = Patience(read=100, whole=200)
"""PHP on a busy machine takes its time; a request that is tried again would be counted twice."""
BATCHED = [f"Wug {number}" for number in range(45)]
BEASTS = {
    "Cockatrice": "A '''cockatrice''' (IPA: /ˈkɒkətrɪs/) is a beast with the head of a rooster and a dragon's tail.",
    "Griffin": "The '''griffin''' has the body of a [[lion]] and the head of an [[eagle]].\n\nIt guards gold.",
    "Kraken": "The '''kraken''' is a giant [[squid]] of the northern sea. It pulls ships down.",
    "Phoenix (mythology)": "The '''phoenix''' is a bird of fire that rises from its own ashes.",
    "Unicorn": "A '''unicorn''' is a white horse with one horn.\n\n== Habitat ==\nForests.\n\n[[de:Einhorn]]",
}
PAGES = BEASTS | {
    "Phoenix": "'''Phoenix''' may be [[Phoenix (mythology)]], [[Arizona]] or [[Phoenix (film)]]. __DISAMBIG__",
    "Firebird": "#REDIRECT [[Phoenix (mythology)]]",
    "Horned horse": "#REDIRECT [[Unicorn#Habitat]]",
    "Round": "#REDIRECT [[And round]]",
    "And round": "#REDIRECT [[Round]]",
    "Blank": "<!-- nothing yet -->",
    "List of beasts": "This is a list of beasts.\n* [[Kraken]]\n* [[Griffin]]",
    "ワイバーン": "'''ワイバーン'''（英: wyvern）は、二本足の竜である。",
    "Bläuling": "Der '''Bläuling''' ist ein Tier, das es nicht gibt.",
    **{name: f"The '''{name}''' is a small blue beast." for name in BATCHED},
}


@dataclass(frozen=True)
class Peer:
    """The wiki, and the log of its requests."""

    api: str
    log: Path

    def requests(self) -> int:
        return self.log.read_text(encoding="utf-8").count("GET /api.php")


@pytest.fixture(scope="module")
def peer(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Peer]:
    folder = tmp_path_factory.mktemp("mediawiki")
    build(folder)
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    log = folder / "requests"
    with (
        log.open("wb") as stream,
        subprocess.Popen([SCRIPT, "serve", folder / "wiki", str(port)], stderr=stream) as run,
    ):
        try:
            yield Peer(answering(f"http://127.0.0.1:{port}/api.php", run), log)
        finally:
            run.kill()


def build(folder: Path) -> None:
    """Set the wiki up, or skip the tests where that can't be done."""
    if not all(map(shutil.which, ("apt-get", "dpkg"))):
        unavailable("there are no Debian packages here")
    texts = folder / "pages"
    texts.mkdir()
    for title, text in PAGES.items():
        (texts / f"{title}.txt").write_text(text, encoding="utf-8")
    run = subprocess.run([SCRIPT, "build", folder / "wiki", texts], capture_output=True, text=True, check=False)
    if run.returncode == NO_PACKAGES:
        unavailable(f"Debian's packages can't be had: {run.stderr}")
    assert run.returncode == 0, run.stdout + run.stderr


def unavailable(reason: str) -> None:
    if os.environ.get("CI") == "true":
        pytest.fail(reason)
    pytest.skip(reason)


def answering(api: str, run: subprocess.Popen[bytes]) -> str:
    """The address, once something answers there."""
    deadline = time.monotonic() + 60
    while run.poll() is None and time.monotonic() < deadline:
        try:
            with urllib.request.urlopen(f"{api}?action=query&meta=siteinfo&format=json", timeout=30):  # noqa: S310
                return api
        except OSError:
            time.sleep(0.05)
    raise AssertionError("the wiki doesn't answer")


@pytest.fixture
def asked(peer: Peer, tmp_path: Path) -> Iterator[Wikipedia]:
    with Wikipedia(tmp_path / "wikipedia.sqlite", api=peer.api, patience=PATIENCE) as client:
        yield client


def test_five_beasts_are_described_once(peer: Peer, asked: Wikipedia, tmp_path: Path) -> None:
    first = list(asked.describe(list(BEASTS)))
    texts = [outcome.article.text for outcome in first if outcome.article]
    assert texts[0] == "A cockatrice is a beast with the head of a rooster and a dragon's tail."
    assert texts[1:3] == [
        "The griffin has the body of a lion and the head of an eagle. It guards gold.",
        "The kraken is a giant squid of the northern sea. It pulls ships down.",
    ]
    assert len(texts) == 5
    before = peer.requests()
    assert before > 0
    assert list(asked.describe(list(BEASTS))) == first
    with Wikipedia(tmp_path / "wikipedia.sqlite", api=peer.api, offline=True) as offline:
        assert list(offline.describe(list(BEASTS))) == first
        assert [outcome.kind for outcome in offline.describe(["Bläuling"])] == [Kind.FAILED]
    assert peer.requests() == before, "nothing is asked twice"


@pytest.mark.parametrize(
    ("name", "kind", "title"),
    [
        ("kraken", Kind.ARTICLE, "Kraken"),
        ("Firebird", Kind.ARTICLE, "Phoenix (mythology)"),
        ("horned_horse", Kind.SECTION, "Unicorn"),
        ("phoenix", Kind.DISAMBIGUATION, ""),
        ("Basilisk", Kind.MISSING, ""),
        ("Dragon [green]", Kind.INVALID, ""),
        (":", Kind.INVALID, ""),
        ("a/../b", Kind.INVALID, ""),
        ("Special:Version", Kind.SPECIAL, ""),
        ("de:Drache", Kind.INTERWIKI, ""),
        ("Round", Kind.REDIRECT_LOOP, ""),
        ("Blank", Kind.EMPTY, ""),
        ("List of beasts", Kind.LIST, "List of beasts"),
        ("ワイバーン", Kind.ARTICLE, "ワイバーン"),
        ("bla\u0308uling", Kind.ARTICLE, "Bläuling"),
    ],
)
def test_each_kind_of_page_has_its_outcome(asked: Wikipedia, name: str, kind: Kind, title: str) -> None:
    before, outcome, after = asked.describe(["Griffin", name, "Unicorn"])
    assert (before.kind, after.kind) == (Kind.ARTICLE, Kind.ARTICLE)
    assert (outcome.name, outcome.kind) == (name, kind)
    assert (outcome.article.source.title if outcome.article else "") == title
    assert bool(outcome.message) != (kind is Kind.ARTICLE)


def test_an_ambiguous_name_gives_its_choices(asked: Wikipedia) -> None:
    (outcome,) = asked.describe(["Phoenix"])
    assert outcome.choices == ("Phoenix (film)", "Phoenix (mythology)", "Arizona")


def test_many_names_come_in_order_from_few_requests(peer: Peer, asked: Wikipedia) -> None:
    before = peer.requests()
    outcomes = list(asked.describe(BATCHED))
    assert [outcome.name for outcome in outcomes] == BATCHED
    assert all(o.article and o.article.text == f"The {o.name} is a small blue beast." for o in outcomes)
    assert peer.requests() - before == 3


def test_attribution_is_the_wikis_own(asked: Wikipedia) -> None:
    (outcome,) = asked.describe(["Unicorn"])
    assert outcome.article is not None
    source: Any = outcome.article.source
    assert (source.title, source.language, source.licence) == ("Unicorn", "en", "CC BY-SA 4.0")
    assert source.licence_url == "https://creativecommons.org/licenses/by-sa/4.0/"
    assert source.url.endswith("/Unicorn")
    assert source.revision > 0
