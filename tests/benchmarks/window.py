"""The window: first paint, the worst stalls, and 100,000 items.

Stalls are measured while answers stream in as quickly as the window takes them, and while the starter really loads
and works: JPEGs that it has not seen, and then the same ones from the store.
"""

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
from PIL import Image
from PySide6.QtCore import QEvent, QEventLoop, QObject, QTimer

from zeroshot import paths
from zeroshot.gui.app import application
from zeroshot.gui.theme import Theme
from zeroshot.gui.window import MainWindow
from zeroshot.judgement.classifier import Classifier
from zeroshot.records import Embedded
from zeroshot.results import Sort, View
from zeroshot.session import Labeller
from zeroshot.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Callable

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


def wait(ready: Callable[[], object]) -> None:
    """Let a window work as it does by itself: without events its thread sleeps, and others have the processor."""
    loop, timer = QEventLoop(), QTimer(interval=20)
    timer.timeout.connect(lambda: loop.quit() if ready() else None)
    timer.start()
    loop.exec()
    timer.stop()


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
    window.telling.update()
    while not painted.at:
        app.processEvents()
    first = painted.at - begun
    gaps, bar = Gaps(), window.pictures.grid.verticalScrollBar()
    for step in range(200):
        bar.setValue(bar.maximum() * step // 200)
        app.processEvents()
    pump(app, 0.5)
    return first, resident() - before, gaps.worst


def photographs(folder: Path, count: int) -> Path:
    """So many JPEGs of 800 x 600, each its own."""
    folder.mkdir()
    noise = np.random.default_rng(2)
    for number in range(count):
        shade = noise.integers(0, 256, (6, 8, 3), np.uint8)
        Image.fromarray(shade).resize((800, 600)).save(folder / f"{number:05}.jpg")
    return folder


def at_work(app: QApplication, home: Path, photos: Path) -> tuple[float, float]:
    """The worst gap while a window loads the starter, and while it labels the pictures of a folder."""
    window = MainWindow(paths.folders(home), Settings(), Theme(app, "light"))
    window.show()
    loading = Gaps()
    pump(app, 0.1)
    wait(lambda: not window.engine.loading)
    loaded = loading.worst
    ended: list[float] = []
    window.engine.run_ended.connect(ended.append)
    labelling = Gaps()
    window.classes.add_names("apple, moon, dog, car, piano, banana, clock, boat")
    pump(app, 0.1)  # nobody types and drops at once
    window.open_paths([photos])
    wait(lambda: ended)
    pump(app, 0.5)
    window.close()
    return loaded, labelling.worst


def main() -> None:
    """Measure, and print a table."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--pictures", type=int, default=20_000)
    parser.add_argument("--items", type=int, default=100_000)
    parser.add_argument("--photos", type=int, default=2_000)
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
        photos, home = photographs(Path(folder) / "photos", chosen.photos), Path(folder) / "home"
        loading, new = at_work(app, home, photos)
        _, stored = at_work(app, home, photos)
        rows.append(("worst stall while torch and the starter load", f"{loading * 1e3:.0f} ms", "50 ms"))
        rows.append((f"worst stall, starter on {chosen.photos:,} new JPEGs", f"{new * 1e3:.0f} ms", "50 ms"))
        rows.append(("worst stall, the same from the store", f"{stored * 1e3:.0f} ms", "50 ms"))
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
