"""Take README's pictures of the window: the real program on the samples, with whatever the starter says of them.

python packaging/screenshots.py      writes light.png, dark.png, review.png and models.png into assets/screenshots/
"""

import os
import shutil
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtWidgets import QApplication

from zeroshot import paths
from zeroshot.gui import language
from zeroshot.gui.app import application
from zeroshot.gui.theme import Theme
from zeroshot.gui.window import MainWindow
from zeroshot.settings import Settings

PATIENCE = 120.0
OUT = paths.assets() / "screenshots"


def main() -> None:
    """Label the samples in a window, and take it in both themes; then its models."""
    OUT.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="zeroshot-") as home:
        pictures = Path(home) / "Pictures"  # the checkout's own place is nobody's business
        shutil.copytree(paths.assets() / "samples", pictures, ignore=shutil.ignore_patterns("scenes", "*.md", "*.txt"))
        app = application()
        language.install(app, "en")
        theme = Theme(app, "light")
        window = MainWindow(paths.folders(Path(home)), Settings(backend="torch"), theme)  # as it is without extras
        window.resize(1200, 760)
        window.show()
        window.class_sets.open(paths.assets() / "samples" / "classes.txt")
        window.open_paths([pictures])
        wait(app, lambda: window.engine.results.counts(window.document.policy).accepted == len(window.model.order) > 0)
        rest(app, 1.0)
        window.notice.hide()  # the hint of better models, before a picture is chosen that it would push out of sight
        rest(app, 0.5)
        window.pictures.step(8)
        for name in ("light", "dark"):
            theme.set_choice(name)
            rest(app, 2.0)
            window.grab().save(str(OUT / f"{name}.png"))
        take_review(app, theme, window)
        take_models(app, theme, window)
        window.close()


def take_review(app: QApplication, theme: Theme, window: MainWindow) -> None:
    """Take a review, as it begins."""
    theme.set_choice("light")
    window.review.start()
    rest(app, 3.0)
    window.grab().save(str(OUT / "review.png"))
    window.review.leave()


def take_models(app: QApplication, theme: Theme, window: MainWindow) -> None:
    """Take the dialog of models, as it opens."""
    theme.set_choice("light")
    window.models.open()
    dialog = window.models.dialog
    wait(app, lambda: dialog is not None and len(dialog.cards) > 1)
    if dialog is not None:
        rest(app, 2.0)
        dialog.grab().save(str(OUT / "models.png"))
        dialog.close()


def wait(app: QApplication, ready: Callable[[], bool]) -> None:
    """Let the window work until it is ready."""
    until = time.monotonic() + PATIENCE
    while not ready():
        if time.monotonic() > until:
            sys.exit("The samples were not labelled in time.")
        rest(app, 0.1)


def rest(app: QApplication, seconds: float) -> None:
    """Let the window work for a while: thumbnails come on threads."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        app.processEvents()
        time.sleep(0.01)


if __name__ == "__main__":
    main()
