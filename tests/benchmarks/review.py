"""A review of 20,000 pictures: from a key to the next picture, ranking, saving, and opening again with 500 corrections.

Vectors and answers are random; the pictures are real JPEGs of 12 megapixels, to which all paths lead.
"""

from __future__ import annotations

import argparse
import os
import statistics
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import numpy as np
from measuring import machine, print_table, seconds
from PIL import Image
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from window import CLASSES, DIMENSIONS, Gaps, Painted, pump, wait, window_of

from zeroshot import project
from zeroshot.gui.app import application
from zeroshot.labels import from_names
from zeroshot.records import Embedded
from zeroshot.results import answer
from zeroshot.reviewing import Order, Pool, ranked

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

    from zeroshot.gui.window import MainWindow

FILES = 24
THINKING = 0.35
"""Seconds between two keys: a person who is quick at it."""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pictures", type=int, default=20_000)
    parser.add_argument("--corrections", type=int, default=500)
    parser.add_argument("--keys", type=int, default=40)
    options = parser.parse_args()
    print(machine())
    with tempfile.TemporaryDirectory(prefix="zeroshot-") as folder:
        home = Path(folder)
        app = application()
        window = _filled(app, home, options.pictures)
        rows = [*_orders(window), *_decisions(app, window, options.keys)]
        rows += _saving(window, home, options.corrections)
        window.close()
    print_table(f"{options.pictures:,} pictures, {CLASSES} classes", ("what", "milliseconds"), rows)


def _filled(app: QApplication, home: Path, count: int) -> MainWindow:
    """A window with so many answered pictures."""
    random = np.random.default_rng(0)
    noise = random.integers(0, 255, (375, 500, 3), np.uint8)
    for number in range(FILES):
        Image.fromarray(np.roll(noise, 40 * number, 1)).resize((4000, 3000)).save(home / f"{number}.jpg")
    window = window_of(app, home / "home")
    paths = [home / f"link{number:05}.jpg" for number in range(count)]
    for number, path in enumerate(paths):
        path.symlink_to(home / f"{number % FILES}.jpg")
    window.document.edit("classes", window.document.classes.added(from_names([f"class {n}" for n in range(9)]).labels))
    results, labeller = window.engine.results, window.engine.labeller
    assert labeller is not None
    rows = results.add(paths)
    vectors = random.normal(size=(count, DIMENSIONS)).astype(np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    results.put([Embedded(path, vector) for path, vector in zip(paths, vectors, strict=True)])
    for answers in answer(labeller.classifier, results.encoded()):
        results.put_answers(answers, labeller.classifier.names)
    window.document.added("add", rows)
    window.model.refresh()
    window.telling.update()
    pump(app, 1)
    return window


def _orders(window: MainWindow) -> list[tuple[str, str]]:
    """How long each order takes, on its thread."""
    pool = Pool.of(window.engine.results, window.model.order, window.document.policy)
    return [
        (f"ranking: {order.value}", f"{1000 * seconds(lambda order=order: ranked(order, pool, 0)):.0f}")
        for order in Order
    ]


def _decisions(app: QApplication, window: MainWindow, keys: int) -> list[tuple[str, str]]:
    """From a key to the next picture painted, while a person decides quickly."""
    review = window.review
    review.start()
    wait(lambda: review._walk.current is not None and review.page.preview.shows(_path(window)))
    pump(app, 1)
    gaps, times, ready = Gaps(), [], 0
    for _ in range(keys):
        coming = window.engine.results.path(review._walk.upcoming(1)[0])
        ready += review._preloader.get(coming) is not None
        painted = Painted()
        review.page.preview.viewport().installEventFilter(painted)
        begun = time.perf_counter()
        QTest.keyClick(review.page, Qt.Key.Key_1)
        while not painted.at:
            app.processEvents()
        times.append(time.perf_counter() - begun)
        review.page.preview.viewport().removeEventFilter(painted)
        pump(app, THINKING)
    review.leave()
    return [
        ("from a key to the next picture painted, median", f"{1000 * statistics.median(times):.0f}"),
        ("the same, worst", f"{1000 * max(times):.0f}"),
        ("worst stall of the window meanwhile", f"{1000 * gaps.worst:.0f}"),
        ("pictures that were decoded ahead", f"{ready} of {keys}"),
    ]


def _path(window: MainWindow) -> Path:
    row = window.review._walk.current
    assert row is not None
    return window.engine.results.path(row)


def _saving(window: MainWindow, home: Path, corrections: int) -> list[tuple[str, str]]:
    """What a save takes, which bounds what a crash can take; and what opening takes."""
    results, document = window.engine.results, window.document
    begun = time.perf_counter()
    for row in results.present()[:corrections].tolist():
        document.say("label", {results.path(row): ("class 1",)})
    each = (time.perf_counter() - begun) / corrections
    document.save()
    begun = time.perf_counter()
    wait(lambda: document._saving is None)
    saved = time.perf_counter() - begun
    document.save_as(home / "s.zeroshot")
    loaded = seconds(lambda: project.load(home / "s.zeroshot"))
    assert len(project.load(home / "s.zeroshot").truths) >= corrections
    opened = seconds(lambda: window.sessions.open(home / "s.zeroshot"))
    return [
        (f"a correction, everything in the window brought in step, of {corrections}", f"{1000 * each:.1f}"),
        ("a save, on its thread", f"{1000 * saved:.0f}"),
        ("reading the session", f"{1000 * loaded:.0f}"),
        ("opening it in the window", f"{1000 * opened:.0f}"),
    ]


if __name__ == "__main__":
    main()
