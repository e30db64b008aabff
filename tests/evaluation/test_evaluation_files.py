"""The files of an evaluation: a page that needs nothing else and runs nothing foreign, CSV, JSON and PNG."""

from __future__ import annotations

import csv
import io
import json
import re
import threading
from html.parser import HTMLParser
from typing import TYPE_CHECKING

import pytest
from answered import many
from PIL import Image

from zeroshot.evaluation import charts, gallery, page, tables
from zeroshot.evaluation.evaluate import evaluate
from zeroshot.evaluation.gallery import Gallery
from zeroshot.thumbnails import Thumbnails

if TYPE_CHECKING:
    from collections.abc import Callable

    from zeroshot.evaluation.evaluate import Evaluation
    from zeroshot.evaluation.tables import Evaluated

    Make = Callable[[Evaluation], Evaluated]


class Page(HTMLParser):
    """What stands in a page: elements that are left open, what it fetches, and its scripts."""

    VOID = ("meta", "input", "option", "i", "br", "img")

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.sources: list[str] = []
        self.scripts: list[str] = []
        self.ids: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.sources += [value or "" for name, value in attrs if name in {"src", "href", "srcset", "action"}]
        self.ids += [value or "" for name, value in attrs if name == "id"]
        if tag not in {"meta", "input", "option"}:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if self.open and self.open[-1] == "script":
            self.scripts.append(data)


def filled(evaluated: Evaluated) -> Gallery:
    made = Gallery()
    with Thumbnails(evaluated.root / "thumbnails.sqlite", limit=0, max_pixels=10**6) as thumbnails:
        for _ in made.fill(evaluated.found, thumbnails, threading.Event()):
            pass
    return made


@pytest.mark.parametrize("classes", [3, 20, 150])
def test_the_page_is_whole_and_needs_nothing_else(evaluated: Make, classes: int) -> None:
    whole = evaluated(many(classes, 4 * classes, strange=3))
    text = page.page(whole, filled(whole))
    read = Page(text)
    assert read.open == []
    assert [source for source in read.sources if not source.startswith("#")] == []
    assert len(read.ids) == len(set(read.ids))
    data = json.loads(read.scripts[0])
    assert data["names"] == list(whole.found.names)
    assert sorted(data["order"]) == list(range(classes + 1))
    assert sum(count for _, _, count in data["cells"]) == 4 * classes
    assert len(data["pictures"]) == 4 * classes
    assert "default-src 'none'" in text


def test_names_of_classes_and_files_run_nothing(evaluated: Make, fruit: Evaluation) -> None:
    names = ("</script><script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "${x}")
    whole = evaluated(evaluate(names, fruit.judged))
    text = page.page(whole, filled(whole))
    read = Page(text)
    assert read.open == []
    assert len([script for script in read.scripts if script.strip()]) == 2
    assert json.loads(read.scripts[0])["names"] == list(names)
    assert "<img src=x" not in text
    assert "fruit &amp; &lt;veg&gt;" in text
    assert "a &lt;note&gt;" in text


def test_pictures_are_told_by_their_place_in_the_folder(evaluated: Make, fruit: Evaluation) -> None:
    whole = evaluated(fruit)
    text = page.page(whole, Gallery())
    assert str(whole.root) not in text
    assert '"0.jpg"' in text


def test_thumbnails_are_few_and_small_with_wrong_answers_first(
    evaluated: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(gallery, "MOST", 9)
    whole = evaluated(many(3, 60))
    wrong = {place for place, one in enumerate(whole.found.judged) if not one.is_right}
    chosen = gallery.chosen(whole.found)
    assert len(chosen) == len(set(chosen)) == 9
    assert len(wrong & set(chosen[:6])) == 6
    assert not wrong & set(chosen[6:])
    made = filled(whole)
    assert list(made.pictures) == chosen
    assert all(len(data) < 4000 for data in made.pictures.values())


def test_a_picture_that_went_away_is_left_out_and_stopping_ends_it(evaluated: Make, fruit: Evaluation) -> None:
    whole = evaluated(fruit)
    whole.found.judged[0].path.unlink()
    assert 0 not in filled(whole).pictures
    assert len(filled(whole).pictures) == 7
    made, stop = Gallery(), threading.Event()
    stop.set()
    with Thumbnails(whole.root / "thumbnails.sqlite", limit=0, max_pixels=10**6) as thumbnails:
        assert list(made.fill(whole.found, thumbnails, stop)) == []


def test_the_csv_has_a_row_over_all_and_one_for_each_class(fruit: Evaluation) -> None:
    rows = list(csv.DictReader(io.StringIO(tables.csv_text(fruit), newline="")))
    assert [row["class"] for row in rows] == ["(all)", "apple", "banana", "cherry"]
    assert rows[0]["pictures"] == "8"
    assert rows[0]["right"] == "5"
    assert (rows[1]["precision"], rows[1]["recall"]) == ("1.000000", "0.750000")
    assert (rows[1]["most_confused_with"], rows[1]["times"]) == ("banana", "1")
    assert (rows[3]["precision"], rows[3]["recall"], rows[3]["f1"]) == ("", "", "")


def test_a_name_that_a_spreadsheet_would_run_is_kept_from_it(fruit: Evaluation) -> None:
    found = evaluate(("=1+1", "b", "c"), fruit.judged)
    assert "\n'=1+1," in tables.csv_text(found).replace("\r\n", "\n")


def test_the_json_holds_every_number_and_every_answer(evaluated: Make, fruit: Evaluation) -> None:
    whole = json.loads(tables.json_text(evaluated(fruit)))
    assert whole["accuracy"]["value"] == 0.625
    assert whole["confusion"]["counts"] == fruit.counts.tolist()
    assert whole["classes"][2]["recall"] is None
    assert whole["risk_coverage"]["risk"][-1] == 0.375
    assert sum(one["answers"] for one in whole["calibration"]["bins"]) == 6
    expected = {"file": "2.jpg", "truth": "apple", "answer": "banana", "nearest": "banana", "score": 0.6}
    assert whole["answers"][2] == expected
    assert [one["answer"] for one in whole["answers"]].count("none of these") == 2


@pytest.mark.parametrize(("classes", "side"), [(3, 1350), (150, 2000)])
def test_the_picture_grows_with_the_classes(classes: int, side: int) -> None:
    data = charts.png(many(classes, 300, strange=5, least=0.4))
    with Image.open(io.BytesIO(data)) as image:
        image.load()
        assert image.width >= side
    assert data == charts.png(many(classes, 300, strange=5, least=0.4))


def test_the_curves_take_their_colours_from_the_page(fruit: Evaluation) -> None:
    for drawing in (charts.reliability_svg(fruit), charts.curve_svg(fruit)):
        assert drawing.startswith("<svg")
        assert "var(--blue, #2563a8)" in drawing
        assert not re.search(r"[^ ]#2563a8", drawing.replace("var(--blue, #2563a8)", ""))
