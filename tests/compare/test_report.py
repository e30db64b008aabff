"""The page and the picture: whole, self-contained, and safe whatever the names are."""

from __future__ import annotations

import io
from html.parser import HTMLParser

import numpy as np
import pytest
from PIL import Image

from zeroshot import plots, report, variants
from zeroshot.compare import Attempt, Trial
from zeroshot.records import Attribution, Label, LabelSet

HOSTILE = '<script>alert("1")</script> & $x^2$ 猫'
VOID = {"meta", "img", "br"}


class _Page(HTMLParser):
    """Checks that tags close in order, and keeps what refers to elsewhere."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: list[str] = []
        self.resources: list[str] = []
        self.links: list[str] = []
        self.text = ""
        self.feed(text)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        values = dict(attrs)
        self.resources += [value or "" for name, value in attrs if name in {"src", "srcset", "data", "poster"}]
        (self.links if tag == "a" else self.resources).extend([values["href"] or ""] if "href" in values else [])
        assert not any(name.startswith("on") for name in values)
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text += data


def result(*, described: bool = True, url: str = "https://en.wikipedia.org/wiki/Cat") -> report.Result:
    source = Attribution(HOSTILE, url, "en", 7, "2026-01-02", "CC BY-SA 4.0", "https://example.org/by-sa", edited=True)
    label_set = LabelSet((Label(HOSTILE, "A cat.", source=source), Label("dog")), ("{}",))
    ways = [variants.NAMES, variants.TEMPLATES]
    weights = None
    truth = np.array([0, 0, 1, 1, 1])
    random = np.random.default_rng(0)

    def tried(names: list[str]) -> Trial:
        return Trial(label_set.names, truth, tuple(Attempt(n, random.integers(0, 2, 5).astype(float)) for n in names))

    if described:
        ways += [variants.DESCRIPTIONS, variants.BOTH, variants.RANDOM]
        weights = tried([f"{weight:g}" for weight in variants.WEIGHTS])
    return report.Result(HOSTILE, label_set, "abc", "model/x", tried(ways), weights, (HOSTILE,))


@pytest.mark.parametrize("described", [True, False])
def test_the_page_is_whole_and_asks_for_nothing_from_elsewhere(described: bool) -> None:  # noqa: FBT001
    found = result(described=described)
    text = report.page(found, plots.png(found.trial, found.weights))
    page = _Page(text)
    assert "script" not in page.tags
    assert page.resources
    assert all(resource.startswith("data:image/png;base64,") for resource in page.resources)
    assert "@import" not in text
    assert "url(" not in text
    assert page.text.count(HOSTILE) >= 3
    assert found.advice() in page.text
    assert ("How much the descriptions count" in page.text) == described


def test_the_page_says_where_descriptions_come_from() -> None:
    page = _Page(report.page(result(), b""))
    assert page.links == ["https://en.wikipedia.org/wiki/Cat", "https://example.org/by-sa"]
    for told in (f"“{HOSTILE}”", "CC BY-SA 4.0", "revision 7", "retrieved 2026-01-02", "the text was edited"):
        assert told in page.text


def test_an_address_that_is_none_of_the_web_is_no_link() -> None:
    assert _Page(report.page(result(url="javascript:alert(1)"), b"")).links == ["https://example.org/by-sa"]


@pytest.mark.parametrize("described", [True, False])
def test_the_picture_opens_and_is_the_same_every_time(described: bool) -> None:  # noqa: FBT001
    found, again = result(described=described), result(described=described)
    png = plots.png(found.trial, found.weights)
    with Image.open(io.BytesIO(png)) as image:
        image.load()
        assert image.format == "PNG"
        assert image.width == 1350
    assert plots.png(again.trial, again.weights) == png


def test_of_many_classes_those_that_changed_most_are_drawn() -> None:
    count = 100
    names = tuple(f"class {number}" for number in range(count))
    one, two = np.zeros(count), np.zeros(count)
    one[:3] = two[-3:] = 1
    trial = Trial(names, np.arange(count), (Attempt(variants.BOTH, one), Attempt(variants.TEMPLATES, two)))
    drawn = plots.shown(trial.changes(variants.BOTH, variants.TEMPLATES))
    assert len(drawn) == plots.MOST
    assert {change.name for change in (*drawn[:3], *drawn[-3:])} == {*names[:3], *names[-3:]}
    assert plots.png(trial, None)
