"""Several models on the same pictures: who does better, how surely, and how that is told."""

from __future__ import annotations

import io

import numpy as np
import pytest
from PIL import Image

from zeroshot import contest, plots, report
from zeroshot.advice import model_advice
from zeroshot.compare import Attempt, Trial
from zeroshot.contest import Contest, Entrant
from zeroshot.errors import ComparisonError
from zeroshot.records import Attribution, Label, LabelSet
from zeroshot.variants import BOTH, TEMPLATES

HOSTILE = '<script>alert("1")</script> & $x^2$'
COUNT = 200


def trial(**right: int) -> Trial:
    """Models, each right about the first so many of 200 pictures."""
    places = np.arange(COUNT)
    attempts = tuple(Attempt(name, (places < number).astype(float)) for name, number in right.items())
    return Trial(("cat", "dog"), places % 2, attempts)


def entrant(name: str, right: int, *, described: int | None = None, rate: float | None = None) -> Entrant:
    source = Attribution("Cat", "https://example.org/cat", "en", 7, "2026-01-02", "CC BY-SA 4.0")
    label_set = LabelSet((Label("cat", "A cat.", source=source), Label(HOSTILE)), ("{}",))
    ways = {TEMPLATES: right} | ({} if described is None else {BOTH: described})
    found = report.Result("photos", label_set, "abc", f"{name}/id", trial(**ways), None, ("a note",))
    return Entrant(name, found, rate)


def test_models_are_set_against_the_first_on_the_same_pictures() -> None:
    found = Contest((entrant("small", 100), entrant("large", 150, rate=12.34)))
    assert found.header()[3] == "Against small"
    ((way, tried),) = found.trials()
    small, large = found.rows(tried)
    assert way == TEMPLATES
    assert small[:2] == ("small", "50.0 %")
    assert small[3:] == ("", "", "")
    assert (large[0], large[1], large[3], large[5]) == ("large", "75.0 %", "+25.0", "12.3")


def test_with_descriptions_there_is_a_second_table_and_advice_for_each() -> None:
    found = Contest((entrant("a", 100, described=150), entrant("b", 150, described=100)))
    assert [way for way, _ in found.trials()] == [TEMPLATES, BOTH]
    templates, both = found.advice()
    assert templates.startswith("Templates: b does best on these 200 pictures: +25.0 points")
    assert both.startswith("Names + descriptions: a does best on these 200 pictures: +25.0 points")


def test_the_best_is_named_only_when_it_is_told_from_all_others() -> None:
    assert model_advice(trial(a=100, b=160, c=120), {}).startswith("b does best on these 200 pictures: +20.0 points")
    told = model_advice(trial(a=100, b=160, c=158), {})
    assert told.startswith("With 200 pictures, b did best, but can't be told apart from c (+1.0 points, 95 % interval")
    assert "fastest" not in told


def test_among_equals_the_fastest_is_named_if_all_their_speeds_are_known() -> None:
    equal = trial(a=100, b=160, c=158)
    assert "Of these, c is the fastest (30.0 pictures/s)." in model_advice(equal, {"a": 99.0, "b": 10.0, "c": 30.0})
    assert "fastest" not in model_advice(equal, {"a": 99.0, "c": 30.0})
    assert "That is few pictures" in model_advice(Trial(("x",), np.zeros(3, int), equal_attempts(3)), {})


def equal_attempts(count: int) -> tuple[Attempt, ...]:
    return tuple(Attempt(name, np.ones(count)) for name in ("a", "b"))


def test_models_that_did_not_see_the_same_pictures_are_not_compared() -> None:
    other = entrant("b", 100)
    shorter = report.Result("photos", other.result.label_set, "abc", "b", Trial(("cat",), np.zeros(3, int), ()), None)
    with pytest.raises(ComparisonError, match="came or went"):
        Contest((entrant("a", 100), Entrant("b", shorter, None)))


def test_models_are_called_by_the_last_part_of_their_path_unless_two_are_called_so() -> None:
    assert contest.names(["starter", "/models/better/", "C:\\models\\best"]) == ("starter", "better", "best")
    assert contest.names(["a/m", "b/m", "c"]) == ("a/m", "b/m", "c")


def test_the_page_tells_all_of_it_and_is_safe_whatever_names_are() -> None:
    found = Contest((entrant(HOSTILE, 100, described=90), entrant("large", 150, described=160, rate=12.34)))
    png = contest.png(found)
    with Image.open(io.BytesIO(png)) as image:
        assert image.format == "PNG"
    text = contest.page(found, png)
    assert text.rstrip().endswith("</html>")
    assert "<script" not in text
    assert text.count("<table>") == 4
    for told in ("Which model does best?", "12.3", "large/id", "a note", "CC BY-SA 4.0", "chance chooses too"):
        assert told in text


def test_the_picture_has_a_part_for_each_way() -> None:
    heights = []
    for trials in ([("one", trial(a=1, b=2))], [("one", trial(a=1, b=2)), ("two", trial(a=1, b=2))]):
        with Image.open(io.BytesIO(plots.accuracies_png(trials))) as image:
            heights.append(image.height)
    assert heights[1] == 2 * heights[0]
