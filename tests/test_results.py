"""A window's pictures and answers: arrays in step, whatever is added, removed, answered and asked."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from zeroshot.discover import natural_order
from zeroshot.finding import Found
from zeroshot.judgement.classifier import Classifier
from zeroshot.judgement.familiarity import AgainstNegatives
from zeroshot.records import Embedded, Policy, Status
from zeroshot.results import Results, Sort, Standing, View, answer

NAMES = ("cat", "dog", "owl")
PATHS = st.lists(
    st.tuples(st.sampled_from(["a", "b", "b/c", "a10", "a9"]), st.text("ab019.", min_size=1, max_size=5)).map(
        lambda parts: Path("/root") / parts[0] / f"{parts[1]}.jpg"
    ),
    max_size=25,
)


def unit(seed: int) -> np.ndarray:
    vector = np.random.default_rng(seed).normal(size=8).astype(np.float32)
    return vector / np.linalg.norm(vector)


def classifier() -> Classifier:
    words = np.stack([unit(2000 + place) for place in range(30)])
    vectors = np.stack([unit(1000 + place) for place in range(len(NAMES))])
    return Classifier(NAMES, vectors, 5.0, detector=AgainstNegatives(words, 5.0))


SAYINGS = (("dog",), (), ("wolf", "owl"), None)


def truths(paths: list[Path], seed: int) -> dict[Path, tuple[str, ...]]:
    """Something said of most pictures, a class that the model doesn't know among it."""
    chosen = np.random.default_rng(seed).integers(0, len(SAYINGS), len(paths)).tolist()
    return {path: said for path, place in zip(paths, chosen, strict=True) if (said := SAYINGS[place]) is not None}


def filled(paths: list[Path]) -> Results:
    """Results of these pictures, each third one failed and each fifth one waiting."""
    results = Results()
    rows = results.add(paths)
    for row in rows.tolist():
        if row % 5 != 4:
            failed = row % 3 == 2
            results.put([Embedded(results.path(row), None if failed else unit(row), "broken" if failed else "")])
    for answers in answer(classifier(), results.encoded()):
        results.put_answers(answers, NAMES)
    return results


@given(paths=PATHS, cuts=st.lists(st.integers(0, 25), max_size=3))
def test_however_pictures_come_they_stand_in_natural_order_once(paths: list[Path], cuts: list[int]) -> None:
    results, edges = Results(), [0, *sorted(cuts), len(paths)]
    for start, end in pairwise(edges):
        results.add(paths[start:end])
    assert [results.path(row) for row in results.present().tolist()] == sorted(set(paths), key=natural_order)


@given(paths=PATHS, least=st.tuples(*[st.floats(0, 1)] * 3), seed=st.integers(0, 9))
def test_standings_are_those_of_the_persons_or_the_classifiers_own_predictions(
    paths: list[Path], least: tuple[float, float, float], seed: int
) -> None:
    score, margin, familiarity = least
    results, said = filled(paths), truths(paths, seed)
    policy = Policy(score / 2, margin / 2, min_familiarity=familiarity / 2)
    results.set_truths(said)
    standings = results.standings(policy)
    for row in results.present().tolist():
        prediction = results.prediction(row, classifier(), policy)
        told = Standing(int(standings[row])).name.lower()
        assert told == ("waiting" if prediction is None else prediction.status)
        if prediction is not None and prediction.status is Status.CORRECTED:
            assert results.said(row) == prediction.labels == said[results.path(row)]
        if prediction is not None and prediction.ranked:
            assert results.nearest(row) == prediction.ranked[0].label
            assert results.score(row) == prediction.ranked[0].score
            assert results.margin(row) == prediction.margin


@given(paths=PATHS, sort=st.sampled_from(Sort), descending=st.booleans(), score=st.floats(0, 1), seed=st.integers(0, 9))
def test_an_order_is_what_sorting_one_by_one_gives(
    paths: list[Path], sort: Sort, *, descending: bool, score: float, seed: int
) -> None:
    results, policy = filled(paths), Policy(min_score=score)
    results.set_truths(truths(paths, seed))
    standings = results.standings(policy)
    found = np.random.default_rng(seed).permutation(len(results))
    results.found = Found.of(found, np.linspace(1, 0, len(found), dtype=np.float32))
    every = sorted(results.present().tolist(), key=lambda row: natural_order(results.path(row)))
    keys = {
        Sort.PATH: lambda row: natural_order(results.path(row)),
        Sort.NAME: lambda row: (natural_order(Path(results.name(row))), natural_order(results.path(row).parent)),
        Sort.LABEL: lambda row: results.label(row) or "none of these",
        Sort.SCORE: results.score,
        Sort.MARGIN: results.margin,
        Sort.STATUS: lambda row: standings[row],
        Sort.FOUND: results.found.place,
    }
    if sort in {Sort.PATH, Sort.NAME, Sort.FOUND}:
        expected = sorted(every, key=keys[sort], reverse=descending)
    else:
        by_answer = sort in {Sort.LABEL, Sort.STATUS}
        answered = [r for r in every if results.nearest(r) or (by_answer and results.said(r) is not None)]
        ranked = sorted(answered, key=keys[sort], reverse=descending)
        expected = ranked + [row for row in every if row not in answered]
    assert results.order(View(sort=sort, descending=descending), policy).tolist() == expected


@given(
    paths=PATHS,
    score=st.floats(0, 1),
    low=st.floats(0, 1),
    text=st.sampled_from(["", "A", "1", ".jpg"]),
    seed=st.integers(0, 9),
)
def test_a_filter_leaves_what_it_names(paths: list[Path], score: float, low: float, text: str, seed: int) -> None:
    results, policy = filled(paths), Policy(min_score=score)
    results.set_truths(truths(paths, seed))
    standings = results.standings(policy)
    told = frozenset({Standing.ACCEPTED, Standing.REJECTED, Standing.CORRECTED})
    view = View(text, frozenset({"dog", "none of these"}), told, (low, 1.0))
    shown = set(results.order(view, policy).tolist())
    for row in results.present().tolist():
        rejected = standings[row] == Standing.REJECTED
        said = results.said(row)
        named = rejected or (standings[row] == Standing.ACCEPTED and results.label(row) == "dog")
        named = named if said is None else said in {("dog",), ()}
        wanted = named and text.casefold() in results.name(row).casefold()
        assert (row in shown) == (wanted and (low == 0.0 or (results.nearest(row) != "" and results.score(row) >= low)))


@given(paths=PATHS, seed=st.integers(0, 9))
def test_counts_are_of_what_a_person_says_and_else_of_answers(paths: list[Path], seed: int) -> None:
    results, said = filled(paths), truths(paths, seed)
    results.set_truths(said)
    counts = results.counts(Policy())
    every = [(results.path(row), results.nearest(row)) for row in results.present().tolist()]
    for name in (*NAMES, "wolf"):
        own = sum(name in said[path] if path in said else nearest == name for path, nearest in every)
        assert counts.classes.get(name, 0) == own
    assert counts.corrected == len(said)
    assert counts.none == sum(names == () for names in said.values())
    assert counts.total == len(every)


@given(paths=PATHS, seed=st.integers(0, 9))
def test_what_is_said_of_a_picture_waits_for_it_to_come(paths: list[Path], seed: int) -> None:
    said, early, late = truths(paths, seed), Results(), Results()
    early.set_truths(said)
    early.add(paths)
    late.add(paths)
    late.set_truths(said)
    for row in early.present().tolist():
        assert early.said(row) == late.said(row) == said.get(early.path(row))
    late.set_truths({})
    assert late.counts(Policy()).corrected == 0


def test_a_picture_that_waits_is_what_a_person_says() -> None:
    results = Results()
    results.add([Path("/p/0.jpg")])
    assert results.prediction(0, classifier(), Policy()) is None
    results.set_truths({Path("/p/0.jpg"): ("dog",)})
    told = results.prediction(0, classifier(), Policy())
    assert told is not None
    assert (told.status, told.labels, told.ranked) == (Status.CORRECTED, ("dog",), ())


@given(paths=PATHS)
def test_removing_hides_and_restoring_brings_back_with_the_answer(paths: list[Path]) -> None:
    results = filled(paths)
    before = results.counts(Policy())
    rows = results.present()
    results.remove(rows)
    assert results.counts(Policy()).total == 0
    results.restore(rows)
    assert results.counts(Policy()) == before
    assert len(results.add(paths)) == 0


def test_another_encoder_lets_everything_wait_again() -> None:
    results = filled([Path(f"/p/{number}.jpg") for number in range(6)])
    results.forget_vectors()
    assert results.counts(Policy()).waiting == 6
    results.put([Embedded(Path("/p/0.jpg"), np.ones(3, np.float32))])
    assert results.encoded().vectors.shape[1] == 3


def test_what_is_exported_is_what_was_there_when_it_began() -> None:
    results = filled([Path(f"/p/{number}.jpg") for number in range(6)])
    outcomes = results.outcomes(results.present())
    results.forget_vectors()
    assert [(outcome.path.name, outcome.error) for outcome in outcomes] == [
        ("0.jpg", ""),
        ("1.jpg", ""),
        ("2.jpg", "broken"),
        ("3.jpg", ""),
        ("5.jpg", "broken"),
    ]


@given(paths=PATHS)
def test_histograms_count_every_answer_once(paths: list[Path]) -> None:
    results = filled(paths)
    results.set_truths(dict.fromkeys(paths[:1], ("dog",)))
    familiar, scores, margins = results.histograms(40)
    answered = [row for row in results.present().tolist() if results.label(row) and results.said(row) is None]
    assert familiar.sum() == scores.sum() == margins.sum() == len(answered)
    for row in answered:
        assert scores[min(39, int(results.score(row) * 40))] > 0
