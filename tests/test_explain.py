"""Explanations: maps in a picture's own coordinates, the nearest text and its lead, the nearest reviewed pictures."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from zeroshot.errors import EncoderError, ImageError
from zeroshot.explain import (
    Explanation,
    Heat,
    Method,
    Question,
    Reviewed,
    Texts,
    View,
    direction,
    explain,
    heat,
    nearest,
    painted,
    places,
    read,
    reading,
    third,
    with_examples,
)
from zeroshot.labels import from_names
from zeroshot.records import Embedded, Policy
from zeroshot.session import Session
from zeroshot.store import Store

if TYPE_CHECKING:
    from collections.abc import Iterator

    from conftest import ColourEncoder

WHOLE = (0.0, 0.0, 1.0, 1.0)


def heat_of(values: list[list[float]], seen: tuple[float, float, float, float] = WHOLE) -> Heat:
    return Heat(np.array(values, np.float32), seen, Method.GRADIENTS)


def unit(*values: float) -> np.ndarray:
    vector = np.array(values, np.float32)
    return vector / np.linalg.norm(vector)


# --- maps ------------------------------------------------------------------------------------------------------------


def test_a_map_is_laid_over_the_picture_it_was_made_of() -> None:
    over = heat_of([[0, 0, 0, 1], [0, 0, 0, 0]]).over(80, 40)
    assert over.shape == (40, 80)
    assert np.unravel_index(over.argmax(), over.shape)[1] >= 70
    assert over.max() == pytest.approx(1)
    assert over[30:].max() < 0.05
    assert not np.isnan(over).any()


def test_only_what_speaks_for_a_class_is_heat_and_the_most_of_it_is_1() -> None:
    over = heat_of([[-5, 0.02]]).over(10, 10)
    assert over.min() == 0
    assert over[:, -1].max() == pytest.approx(1)
    assert heat_of([[-1, -2]]).over(4, 4).max() == 0


def test_what_the_model_did_not_see_has_no_heat_to_tell() -> None:
    over = heat_of([[1.0]], (0.25, 0.0, 0.75, 1.0)).over(100, 10)
    assert np.isnan(over[:, :25]).all()
    assert np.isnan(over[:, 75:]).all()
    assert (over[:, 25:75] == 1).all()


def test_what_a_picture_was_padded_with_lies_outside_of_it() -> None:
    over = heat_of([[1, 0, 0, 0]], (-0.5, 0.0, 1.5, 1.0)).over(100, 10)  # the first two parts are left of the picture
    assert not np.isnan(over).any()
    assert over[0, 0] < 0.5
    assert over[:, 60:].max() == 0


@given(st.integers(1, 9), st.integers(1, 9), st.integers(1, 60), st.integers(1, 60), st.randoms(use_true_random=False))
def test_heat_is_a_share_wherever_there_is_some(rows: int, columns: int, width: int, height: int, random) -> None:  # noqa: ANN001
    values = [[random.uniform(-1, 1) for _ in range(columns)] for _ in range(rows)]
    left, top = random.uniform(-0.4, 0.4), random.uniform(-0.4, 0.4)
    found = heat_of(values, (left, top, left + random.uniform(0.3, 1.5), top + random.uniform(0.3, 1.5)))
    over = found.over(width, height)
    assert over.shape == (height, width)
    told = over[~np.isnan(over)]
    assert ((told >= 0) & (told <= 1 + 1e-6)).all()
    colours = painted(over)
    assert colours.shape == (height, width, 4)
    assert colours[..., 3].min() > 0


def test_the_peak_is_told_as_shares_of_the_picture() -> None:
    assert heat_of([[0, 0], [0, 3]]).peak() == (0.75, 0.75)
    assert heat_of([[0, 3]], (0.25, 0.0, 0.75, 1.0)).peak() == (0.625, 0.5)
    assert [third(share) for share in (-0.1, 0.0, 0.3, 0.5, 0.7, 1.0, 1.2)] == [0, 0, 0, 1, 2, 2, 2]


def test_more_heat_is_painted_lighter_for_whoever_sees_no_colours() -> None:
    colours = painted(np.linspace(0, 1, 21, dtype=np.float32)[None])[0].astype(float)
    lightness = colours[:, :3] @ (0.299, 0.587, 0.114)
    assert (np.diff(lightness) > 0).all()


# --- directions ------------------------------------------------------------------------------------------------------


def test_a_direction_leaves_out_what_all_classes_share() -> None:
    vectors = np.stack([unit(1, 0, 5), unit(0, 1, 5), unit(-1, 0, 5)])
    towards = direction(vectors, (1,))
    assert np.linalg.norm(towards) == pytest.approx(1)
    assert towards[1] > 0.9
    assert abs(towards[2]) < 0.1


def test_a_class_known_by_examples_alone_lies_where_they_do() -> None:
    label_set = from_names(["red", "blue", "mine"])
    mine = replace(label_set.labels[2], by_examples=True)
    label_set = replace(label_set, labels=(*label_set.labels[:2], mine))
    vectors = np.stack([unit(1, 0, 0), unit(0, 0, 1), np.zeros(3, np.float32)])
    said = ((Path("a"), ("mine",)), (Path("b"), ("red",)), (Path("c"), ("mine", "red")))
    filled = with_examples(vectors, label_set, Reviewed(said, np.stack([unit(0, 1, 0), unit(1, 0, 0), unit(0, 1, 1)])))
    assert direction(filled, (2,))[1] > 0.8
    bare = with_examples(vectors, label_set, None)
    assert not direction(bare, (2,)).any()
    assert direction(bare, (0,))[0] > 0.7  # what isn't known is nothing to be told apart from


def test_a_class_alone_has_its_own_direction() -> None:
    np.testing.assert_allclose(direction(unit(3, 4)[None], (0,)), [0.6, 0.8])


def test_a_group_means_all_classes_below_it() -> None:
    names = ("animal/dog", "animal/cat", "animals", "car")
    assert places(names, "animal") == (0, 1)
    assert places(names, "animal/cat") == (1,)
    assert places(names, "car") == (3,)


# --- texts and neighbours --------------------------------------------------------------------------------------------


def test_the_nearest_text_leads_the_nearest_of_another_class() -> None:
    picture = unit(1, 0)
    vectors = {"a dog": unit(1, 0.2), "dog: it barks": unit(1, 1), "a cat": unit(1, 0.5), "a car": unit(0, 1)}
    groups = [[["a dog"], ["dog: it barks"]], [["a cat"]], [["a car"]]]
    told = reading(picture, groups, ("dog", "cat", "car"), (0,), vectors)
    assert [text.text for text in told.own] == ["a dog", "dog: it barks"]
    assert told.rival is not None
    assert (told.rival.label, told.rival.text) == ("cat", "a cat")
    assert told.lead == pytest.approx(told.own[0].similarity - told.rival.similarity)
    assert told.lead > 0
    behind = reading(picture, groups, ("dog", "cat", "car"), (2,), vectors)
    assert behind.lead is not None
    assert behind.lead < 0


def test_a_class_alone_leads_nothing() -> None:
    told = reading(unit(1, 0), [[["a dog"]]], ("dog",), (0,), {"a dog": unit(1, 1)})
    assert (told.rival, told.lead) == (None, None)


def test_the_nearest_reviewed_pictures_come_nearest_first() -> None:
    said = tuple((Path(f"{name}.jpg"), (name,) if name != "c" else ()) for name in "abcd")
    vectors = np.stack([unit(0, 1), unit(1, 0.1), unit(1, 0.3), unit(-1, 0)])
    found = nearest(unit(1, 0), Reviewed(said, vectors), 2)
    assert [(one.path.name, one.labels) for one in found] == [("b.jpg", ("b",)), ("c.jpg", ())]
    assert found[0].similarity > found[1].similarity


# --- the whole -------------------------------------------------------------------------------------------------------


@pytest.fixture
def session(encoder: ColourEncoder, tmp_path: Path) -> Iterator[Session]:
    encoder.image_size = (64, 64)
    with Session(encoder, Store.open(tmp_path / "store.sqlite"), 10_000_000) as session:
        yield session


@pytest.fixture
def picture(tmp_path: Path) -> Path:
    """Grey, with a red square in the upper left and a blue one in the lower right."""
    image = Image.new("RGB", (96, 64), (90, 90, 90))
    image.paste((230, 60, 60), (6, 4, 36, 24))
    image.paste((60, 60, 230), (60, 40, 90, 60))
    image.save(tmp_path / "squares.png")
    return tmp_path / "squares.png"


def question(session: Session, picture: Path, label: str, **more: object) -> tuple[Question, Texts]:
    label_set = from_names(["red", "green", "blue"])
    list(session.learn(label_set))
    *_, texts = read(session, label_set)
    assert isinstance(texts, Texts)
    assert session.labeller is not None
    [[embedded]] = session.embed([picture])
    assert embedded.vector is not None
    [prediction] = session.labeller.predict([Embedded(picture, embedded.vector)], Policy(top_k=3))
    score = next(score for score in prediction.ranked if score.label == label)
    asked = Question(picture, embedded.vector, score, session.labeller.classifier.vectors, **more)  # type: ignore[arg-type]
    return asked, texts


@pytest.mark.parametrize(("label", "third_across", "third_down"), [("red", 0, 0), ("blue", 2, 2)])
def test_a_class_is_seen_where_it_is_by_an_encoder_that_has_no_gradients(
    session: Session, picture: Path, label: str, third_across: int, third_down: int
) -> None:
    *progress, told = explain(session, *question(session, picture, label))
    assert progress
    assert isinstance(told, Explanation)
    assert (told.score.label, told.heat.method) == (label, Method.OCCLUSION)
    across, down = told.heat.peak()
    assert (third(across), third(down)) == (third_across, third_down)
    assert label in told.reading.own[0].text
    assert told.nearest == ()


def test_reviewed_pictures_are_told_by_their_likeness(session: Session, picture: Path) -> None:
    reviewed = Reviewed(((Path("a.png"), ("red",)), (Path("b.png"), ())), np.stack([unit(0, 1, 0), unit(1, 0.2, 1)]))
    *_, told = explain(session, *question(session, picture, "red", reviewed=reviewed))
    assert isinstance(told, Explanation)
    assert [one.path.name for one in told.nearest] == ["b.png", "a.png"]


def test_a_stopped_session_explains_nothing_more(session: Session, picture: Path) -> None:
    asked = question(session, picture, "red")
    news = explain(session, *asked)
    next(news)
    session.stop.set()
    assert not [one for one in news if isinstance(one, Explanation)]


def test_gradients_that_are_asked_for_and_not_there_are_refused(encoder: ColourEncoder) -> None:
    view = View(np.zeros((3, 8, 8), np.uint8), WHOLE)
    with pytest.raises(EncoderError, match="--method occlusion"):
        next(heat(view, unit(1, 0, 0), encoder, Event(), Method.GRADIENTS))


def test_a_picture_that_is_gone_is_told_as_such(session: Session, picture: Path) -> None:
    asked = question(session, picture, "red")
    picture.unlink()
    with pytest.raises(ImageError, match="not found"):
        next(explain(session, *asked))
