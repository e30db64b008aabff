"""Bring the translations up to date: new texts into assets/translations/*.ts, and what is translated into *.qm.

The texts are those of the window, and what the catalogue says of its models.

Run it after a text of the window has changed, fill in what is ``unfinished`` (Qt Linguist or any editor), run it again.
English has a file for its singulars and plurals alone.
"""

from __future__ import annotations

import json
import subprocess
import sys
import sysconfig
import tempfile
import tomllib
from pathlib import Path

ROOT = Path(__file__).parent.parent
FOLDER = ROOT / "assets" / "translations"
LANGUAGES = ("de", "en")


def tool(name: str) -> str:
    """One of Qt's own, as PySide6 brings it."""
    return str(Path(sysconfig.get_path("scripts")) / f"pyside6-{name}")


def catalogue() -> str:
    """What the catalogue says its models are good for, in a form that Qt's tool reads."""
    models = tomllib.loads((ROOT / "assets" / "models.toml").read_text(encoding="utf-8"))["models"]
    return "\n".join(f'QCoreApplication.translate("Catalogue", {json.dumps(model["about"])})' for model in models)


def update(folder: Path) -> None:
    """Put every text into the ``.ts`` files of a folder; what is translated stays."""
    with tempfile.TemporaryDirectory(prefix="zeroshot-") as scratch:
        listed = Path(scratch) / "catalogue.py"
        listed.write_text(catalogue(), encoding="utf-8")
        _update(folder, [*sorted((ROOT / "zeroshot" / "gui").glob("*.py")), listed])


def _update(folder: Path, sources: list[Path]) -> None:
    for language in LANGUAGES:
        only = ["-pluralonly"] if language == "en" else []
        options = ["-source-language", "en", "-target-language", language, "-no-obsolete", "-locations", "none", *only]
        ts = str(folder / f"zeroshot_{language}.ts")
        subprocess.run(
            [tool("lupdate"), *map(str, sources), "-ts", ts, *options], check=True, stdout=subprocess.DEVNULL
        )


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
