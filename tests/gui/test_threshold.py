"""The thresholds' panel: what it sets, and what it says of how often familiarity errs."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
from PySide6.QtWidgets import QDoubleSpinBox

from zeroshot.gui.threshold import ThresholdPanel
from zeroshot.judgement.classifier import Classifier
from zeroshot.judgement.familiarity import Detector, Method, Plain, before_review, calibrate
from zeroshot.judgement.lessons import Reviewed
from zeroshot.records import Policy

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot


@pytest.fixture
def panel(qtbot: QtBot) -> ThresholdPanel:
    panel = ThresholdPanel()
    qtbot.addWidget(panel)
    return panel


def rows(count: int) -> np.ndarray:
    random = np.random.default_rng(count).normal(size=(count, 16))
    return (random / np.linalg.norm(random, axis=1, keepdims=True)).astype(np.float32)


def by_words() -> Detector:
    return before_review(Method.CALIBRATED, 5.0, rows(200))


def by_reviewed() -> Detector:
    classifier = Classifier(("dog", "cat"), rows(2), 5.0, detector=by_words())
    detector = calibrate(classifier, Reviewed(rows(40), np.where(np.arange(40) < 25, 0, -1)))
    assert detector is not None
    assert detector.method is Method.CALIBRATED
    return detector


def test_a_click_suggests_a_familiarity_and_another_accepts_everything(panel: ThresholdPanel, qtbot: QtBot) -> None:
    panel.set_detector(by_words(), 0, 0)
    panel.set_policy(Policy(min_score=0.25))
    with qtbot.waitSignal(panel.policy_changed):
        panel.suggest.click()
    assert panel._policy == Policy(min_familiarity=0.5)
    with qtbot.waitSignal(panel.policy_changed):
        panel.reset.click()
    assert panel._policy == Policy()


def test_before_pictures_are_reviewed_it_says_how_many_it_takes_and_how_it_did_on_ours(panel: ThresholdPanel) -> None:
    panel.set_detector(by_words(), 12, 1)
    told = panel._trust
    assert "vocabulary" in told.text()
    assert "once 20 are reviewed" in told.text()
    assert "(12 and 1 so far)" in told.text()
    assert "starter" in told.toolTip()
    assert "51\N{NO-BREAK SPACE}%" in told.toolTip()
    panel.set_detector(Plain(Method.SOFTMAX), 0, 0)
    assert "best score alone" in told.text()
    assert "46\N{NO-BREAK SPACE}%" in told.toolTip()


@pytest.mark.parametrize("threshold", [0.3, 0.5, 0.72])
def test_the_errors_that_are_told_are_those_of_the_threshold_that_is_set(
    panel: ThresholdPanel, threshold: float
) -> None:
    detector = by_reviewed()
    panel.set_detector(detector, 40, 15)
    panel._familiarity_box.setValue(threshold)
    expected = detector.expected(threshold)
    assert expected is not None
    shares = [f"{round(100 * share)}\N{NO-BREAK SPACE}%" for share in (expected.false_accepts, expected.false_rejects)]
    assert panel._trust.text() == (
        f"Expected at {threshold:.2f}: about {shares[0]} of what is none of these gets a class, "
        f"about {shares[1]} of the rest is rejected."
    )
    assert "15 that are none of these, and 25 that are not" in panel._trust.toolTip()


def test_where_nothing_tells_strangers_familiarity_cant_be_set(panel: ThresholdPanel) -> None:
    panel.set_detector(by_words(), 0, 0)
    assert panel._familiarity_box.isEnabled()
    panel.set_detector(None, 0, 0)
    assert not panel._familiarity_box.isEnabled()
    assert not panel.suggest.isEnabled()
    assert panel._trust.text() == ""


def test_score_and_margin_wait_to_be_opened_unless_they_reject_something(panel: ThresholdPanel) -> None:
    panel.show()
    familiarity, score, margin = panel.findChildren(QDoubleSpinBox)
    assert [box.isVisible() for box in (familiarity, score, margin)] == [True, False, False]
    panel.more.click()
    assert score.isVisible()
    panel.more.click()
    assert not margin.isVisible()
    panel.set_policy(Policy(min_margin=0.1))
    assert margin.isVisible()
