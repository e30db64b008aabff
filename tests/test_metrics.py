"""The numbers are those of scikit-learn and SciPy where these have them, and those of their definitions elsewhere."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as some
from scipy.stats import binomtest
from sklearn import metrics as theirs
from sklearn.calibration import calibration_curve

from zeroshot import metrics
from zeroshot.metrics import NONE

CLASSES = 5


def answers(seed: int, count: int = 300) -> tuple[metrics.Indices, metrics.Indices]:
    """What pictures are and what they got, none of these among both; class 4 has no pictures, class 3 no answers."""
    random = np.random.default_rng(seed)
    truth = random.integers(NONE, 4, count)
    guesses = random.choice([NONE, 0, 1, 2, 4], count)
    return truth, np.where((random.random(count) < 0.6) & (truth != 3), truth, guesses)


def scores(seed: int, count: int = 500) -> tuple[metrics.Floats, metrics.Flags]:
    """Confidences, many of them equal, and hits that are rarer than these promise."""
    random = np.random.default_rng(seed)
    confidence = np.round(random.beta(4, 1.5, count), 2)
    return confidence, random.random(count) < confidence**2


@pytest.mark.parametrize(("count", "total"), [(0, 7), (7, 7), (1, 1), (78, 100), (500, 1000)])
def test_a_shares_interval_is_wilsons(count: int, total: int) -> None:
    share = metrics.proportion(count, total)
    low, high = binomtest(count, total).proportion_ci(0.95, method="wilson")
    assert (share.value, share.low, share.high) == pytest.approx((count / total, low, high), abs=1e-12)


@given(some.integers(1, 10**6), some.data())
def test_a_share_lies_in_its_interval_and_that_in_0_to_1(total: int, data: some.DataObject) -> None:
    share = metrics.proportion(data.draw(some.integers(0, total)), total)
    assert 0 <= share.low <= share.value <= share.high <= 1
    assert share.low < share.high


def test_a_share_of_nothing_is_not_told() -> None:
    assert np.isnan(metrics.proportion(0, 0).value)


@pytest.mark.parametrize("seed", range(3))
def test_confusion_is_scikit_learns_with_none_of_these_last(seed: int) -> None:
    truth, said = answers(seed)
    expected = theirs.confusion_matrix(truth, said, labels=[0, 1, 2, 3, 4, NONE])
    assert np.array_equal(metrics.confusion(truth, said, CLASSES), expected)


@pytest.mark.parametrize("seed", range(3))
def test_precision_recall_and_f1_are_scikit_learns(seed: int) -> None:
    truth, said = answers(seed)
    found = metrics.by_class(metrics.confusion(truth, said, CLASSES))
    precision, recall, f1, pictures = theirs.precision_recall_fscore_support(
        truth, said, labels=range(CLASSES), zero_division=np.nan
    )
    assert found.precision == pytest.approx(precision, nan_ok=True)
    assert found.recall == pytest.approx(recall, nan_ok=True)
    assert found.f1 == pytest.approx(f1, nan_ok=True)
    assert np.array_equal(found.pictures, pictures)


def test_the_mean_over_classes_is_scikit_learns_macro_mean_of_those_with_pictures() -> None:
    truth, said = answers(0)
    found = metrics.by_class(metrics.confusion(truth, said, CLASSES))
    options = {"labels": range(4), "average": "macro", "zero_division": np.nan}
    assert found.mean(found.f1) == pytest.approx(theirs.f1_score(truth, said, **options))
    assert found.mean(found.recall) == pytest.approx(theirs.recall_score(truth, said, **options))
    assert found.mean(found.precision) == pytest.approx(theirs.precision_score(truth, said, **options))


def test_what_is_confused_most_comes_first_with_its_share_of_the_class() -> None:
    truth = np.array([0] * 10 + [1] * 4 + [NONE] * 2)
    said = np.array([0] * 7 + [1] * 3 + [1] + [NONE] * 3 + [0, 1])
    found = metrics.confused(metrics.confusion(truth, said, 2))
    assert [(pair.truth, pair.answer, pair.count) for pair in found] == [
        (1, NONE, 3),
        (0, 1, 3),
        (NONE, 0, 1),
        (NONE, 1, 1),
    ]
    assert [pair.share for pair in found] == [0.75, 0.3, 0.5, 0.5]


@pytest.mark.parametrize("bins", [5, 15])
def test_the_bins_of_reliability_are_scikit_learns(bins: int) -> None:
    confidence, hits = scores(0)
    found = metrics.reliability(confidence, hits, bins)
    kept, promised = calibration_curve(hits, confidence, n_bins=bins)
    there = found.counts > 0
    assert found.accuracy[there] == pytest.approx(kept)
    assert found.confidence[there] == pytest.approx(promised)
    assert found.counts.sum() == len(hits)


def test_the_calibration_error_is_that_of_its_definition() -> None:
    confidence = np.array([0.1, 0.2, 0.95, 0.95, 1.0, 0.0])
    hits = np.array([False, False, True, False, True, False])
    # two bins: (0.0, 0.1, 0.2) promise 0.1 and keep 0; (0.95, 0.95, 1.0) promise 0.9667 and keep 0.6667
    assert metrics.calibration_error(confidence, hits, 2) == pytest.approx(0.5 * 0.1 + 0.5 * 0.3)
    assert np.isnan(metrics.calibration_error(confidence[:0], hits[:0]))


def test_scores_that_keep_their_promise_err_as_chance_has_it_and_others_more() -> None:
    random = np.random.default_rng(0)
    confidence = random.random(1000)
    by_chance = metrics.chance_error(confidence)
    honest = metrics.calibration_error(confidence, random.random(1000) < confidence)
    boasting = metrics.calibration_error(confidence, random.random(1000) < confidence / 2)
    assert by_chance == metrics.chance_error(confidence[::-1])
    assert abs(honest - by_chance) < 0.02
    assert boasting > 5 * by_chance


def test_risk_and_coverage_are_those_of_every_threshold() -> None:
    confidence, hits = scores(1, 80)
    found = metrics.risk_coverage(confidence, hits)
    assert found.thresholds.tolist() == sorted(set(confidence.tolist()), reverse=True)
    for threshold, coverage, risk in zip(found.thresholds, found.coverage, found.risk, strict=True):
        kept = confidence >= threshold
        assert coverage == pytest.approx(kept.mean())
        assert risk == pytest.approx((~hits[kept]).mean())


def test_the_area_is_the_mean_risk_and_the_least_that_of_a_confidence_that_knows() -> None:
    random = np.random.default_rng(2)
    confidence, hits = random.random(200), random.random(200) < 0.7
    sorted_hits = hits[np.argsort(-confidence)]
    risks = [(~sorted_hits[:count]).mean() for count in range(1, 201)]
    found = metrics.risk_coverage(confidence, hits)
    assert found.area == pytest.approx(np.mean(risks))
    knowing = metrics.risk_coverage(hits + confidence / 2, hits)
    assert knowing.area == pytest.approx(knowing.least) == pytest.approx(found.least)
    assert found.least < found.area


def test_a_curve_is_thinned_without_losing_its_ends() -> None:
    random = np.random.default_rng(3)
    found = metrics.risk_coverage(random.random(1000), random.random(1000) < 0.8)
    thin = found.thinned(50)
    assert len(thin.risk) == 50
    assert (thin.coverage[0], thin.coverage[-1]) == (found.coverage[0], 1.0)
    assert set(zip(thin.coverage, thin.risk, strict=True)) <= set(zip(found.coverage, found.risk, strict=True))
    assert len(found.thinned(5000).risk) == 1000


def test_a_coverage_has_its_threshold_and_risk() -> None:
    found = metrics.risk_coverage(np.array([0.9, 0.8, 0.7, 0.6]), np.array([True, True, False, True]))
    assert found.at_coverage(0.5) == (0.8, 0.5, 0.0)
    assert found.at_coverage(0.6) == (0.7, 0.75, pytest.approx(1 / 3))
    assert found.at_coverage(1.0) == (0.6, 1.0, 0.25)


@pytest.mark.parametrize("seed", range(3))
def test_the_area_under_the_curve_is_scikit_learns(seed: int) -> None:
    confidence, hits = scores(seed)
    expected = theirs.roc_auc_score(hits, confidence)
    assert metrics.auroc(confidence[hits], confidence[~hits]) == pytest.approx(expected)
    assert np.isnan(metrics.auroc(confidence, confidence[:0]))
