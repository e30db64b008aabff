"""Bring the translations up to date: new texts into assets/translations/*.ts, and what is translated into *.qm.

Run it after a text of the window has changed, fill in what is ``unfinished`` (Qt Linguist or any editor), run it again.
English has a file for its singulars and plurals alone.
"""

from __future__ import annotations

import subprocess
import sys
import sysconfig
from pathlib import Path

ROOT = Path(__file__).parent.parent
FOLDER = ROOT / "assets" / "translations"
LANGUAGES = ("de", "en")


def tool(name: str) -> str:
    """One of Qt's own, as PySide6 brings it."""
    return str(Path(sysconfig.get_path("scripts")) / f"pyside6-{name}")


def update(folder: Path) -> None:
    """Put every text of the window into the ``.ts`` files of a folder; what is translated stays."""
    sources = sorted(str(path) for path in (ROOT / "zeroshot" / "gui").glob("*.py"))
    for language in LANGUAGES:
        only = ["-pluralonly"] if language == "en" else []
        options = ["-source-language", "en", "-target-language", language, "-no-obsolete", "-locations", "none", *only]
        ts = str(folder / f"zeroshot_{language}.ts")
        subprocess.run([tool("lupdate"), *sources, "-ts", ts, *options], check=True, stdout=subprocess.DEVNULL)


def compile_into(folder: Path) -> None:
    """Make the ``.qm`` files that the program loads."""
    for language in LANGUAGES:
        name = f"zeroshot_{language}"
        made = ["-qm", str(folder / f"{name}.qm"), "-silent"]
        subprocess.run([tool("lrelease"), str(FOLDER / f"{name}.ts"), *made], check=True)


if __name__ == "__main__":
    FOLDER.mkdir(exist_ok=True)
    update(FOLDER)
    compile_into(FOLDER)
    unfinished = sum(path.read_text(encoding="utf-8").count('type="unfinished"') for path in FOLDER.glob("*.ts"))
    print(f"{unfinished} texts are not translated yet.")
    sys.exit(bool(unfinished))
