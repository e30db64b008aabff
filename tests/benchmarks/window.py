"""The window: first paint, the worst stall while pictures stream in, and 100,000 items."""

from __future__ import annotations

import argparse
import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import numpy as np
from measuring import machine, print_table
from PySide6.QtCore import QEvent, QObject, QTimer

from zeroshot import paths
from zeroshot.classifier import Classifier
from zeroshot.gui.app import application
from zeroshot.gui.theme import Theme
from zeroshot.gui.window import MainWindow
from zeroshot.records import Embedded
from zeroshot.results import Sort, View
from zeroshot.session import Labeller
from zeroshot.settings import Settings

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

CLASSES, DIMENSIONS, CHUNK = 100, 384, 32

FIRST_PAINT = """
import sys, time
from pathlib import Path
from PySide6.QtCore import QEvent, QObject
from zeroshot import paths
from zeroshot.gui.app import application
from zeroshot.gui.theme import Theme
from zeroshot.gui.window import MainWindow
from zeroshot.settings import Settings
app = application()
window = MainWindow(paths.folders(Path(sys.argv[1])), Settings(), Theme(app, "light"))
class Watch(QObject):
    def eventFilter(self, watched, event):
        if event.type() == QEvent.Type.Paint:
            print(time.process_time(), "torch" in sys.modules, flush=True)
            import os; os._exit(0)
        return False
watch = Watch()
window.run_bar.installEventFilter(watch)
window.show()
app.exec()
"""


class Gaps(QObject):
    """The longest time between two turns of the event loop."""

    def __init__(self) -> None:
        super().__init__()
        self.worst, self._last = 0.0, time.perf_counter()
        self._timer = QTimer(self, interval=1)
        self._timer.timeout.connect(self._tick)
        self._timer.start()

    def _tick(self) -> None:
        now = time.perf_counter()
        self.worst, self._last = max(self.worst, now - self._last), now


class Painted(QObject):
    """When a widget was painted first after it was begun to look."""

    def __init__(self) -> None:
        super().__init__()
        self.at = 0.0

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's own
        if event.type() == QEvent.Type.Paint and not self.at:
            self.at = time.perf_counter()
        return False


def pump(app: QApplication, seconds: float) -> None:
    until = time.perf_counter() + seconds
    while time.perf_counter() < until:
        app.processEvents()


def window_of(app: QApplication, home: Path) -> MainWindow:
    """A window whose engine has classes and no model: vectors come from here, so that only the window is measured."""
    window = MainWindow(paths.folders(home), Settings(model="none"), Theme(app, "light"))
    window.show()
    pump(app, 1)
    names = tuple(f"class {number}" for number in range(CLASSES))
    vectors = np.random.default_rng(0).normal(size=(CLASSES, DIMENSIONS)).astype(np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    window.engine.labeller = Labeller(Classifier(names, vectors, 100.0), "random", "none")
    return window


def outcomes(files: list[Path]) -> list[Embedded]:
    made = np.random.default_rng(1).normal(size=(len(files), DIMENSIONS)).astype(np.float32)
    made /= np.linalg.norm(made, axis=1, keepdims=True)
    return [Embedded(path, vector) for path, vector in zip(files, made, strict=True)]


def resident() -> float:
    """Memory in MB that this process holds now; Linux tells it by pages."""
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * resource.getpagesize() / 2**20


def stream(app: QApplication, window: MainWindow, count: int, *, sort: Sort) -> float:
    """The worst gap in seconds while so many answers come as quickly as the window takes them."""
    files = [Path(f"/pictures/{number % 50}/img{number}.jpg") for number in range(count)]
    for start in range(0, count, 128):
        window._take_found(window.engine.results.add(files[start : start + 128]))
    window.model.refresh()
    window.model.set_view(View(sort=sort))
    made = outcomes(files)
    pump(app, 0.5)
    gaps = Gaps()
    for start in range(0, count, CHUNK):
        window.engine._encoded(made[start : start + CHUNK])
        app.processEvents()
    pump(app, 0.6)
    return gaps.worst


def many(app: QApplication, window: MainWindow, count: int) -> tuple[float, float, float]:
    """For so many items: seconds to the first paint, MB above the empty window, worst gap while scrolling."""
    files = [Path(f"/pictures/{number % 500}/img{number}.jpg") for number in range(count)]
    before = resident()
    window.engine.results.add(files)
    window.engine.results.put(outcomes(files))
    everything = np.arange(count)
    window.engine._answer(everything)
    painted = Painted()
    window.pictures.grid.viewport().installEventFilter(painted)
    begun = time.perf_counter()
    window.model.refresh()
    window._update()
    while not painted.at:
        app.processEvents()
    first = painted.at - begun
    gaps, bar = Gaps(), window.pictures.grid.verticalScrollBar()
    for step in range(200):
        bar.setValue(bar.maximum() * step // 200)
        app.processEvents()
    pump(app, 0.5)
    return first, resident() - before, gaps.worst


def main() -> None:
    """Measure, and print a table."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--pictures", type=int, default=20_000)
    parser.add_argument("--items", type=int, default=100_000)
    chosen = parser.parse_args()
    print(machine())
    rows = []
    with tempfile.TemporaryDirectory() as folder:
        told = [
            subprocess.run(
                [sys.executable, "-c", FIRST_PAINT, f"{folder}/{number}"], capture_output=True, text=True, check=True
            ).stdout.split()
            for number in range(5)
        ]
        cpu = sorted(float(line[0]) for line in told)[2]
        assert all(line[1] == "False" for line in told), "torch was loaded before the first paint"
        rows.append(("CPU seconds to the first paint", f"{cpu:.2f} s", "1 s"))
        app = application()
        for sort in (Sort.PATH, Sort.SCORE):
            window = window_of(app, Path(folder) / sort.value)
            worst = stream(app, window, chosen.pictures, sort=sort)
            rows.append(
                (f"worst stall, {chosen.pictures:,} answers, by {sort.value}", f"{worst * 1e3:.0f} ms", "50 ms")
            )
            window.close()
        window = window_of(app, Path(folder) / "many")
        first, memory, worst = many(app, window, chosen.items)
        rows.append((f"first paint of {chosen.items:,} items", f"{first:.2f} s", "1 s"))
        rows.append((f"memory for {chosen.items:,} items above none", f"{memory:.0f} MB", "600 MB"))
        rows.append((f"worst gap while scrolling {chosen.items:,}", f"{worst * 1e3:.0f} ms", "50 ms"))
        window.close()
    print_table("The window", ("", "measured", "aim"), rows)


if __name__ == "__main__":
    main()
