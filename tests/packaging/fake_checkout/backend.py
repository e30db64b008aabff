"""A build backend that needs nothing: pip can install the fake checkout without a network."""

from __future__ import annotations

import os
import sys
import time
import zipfile
from pathlib import Path

WHEEL = "Wheel-Version: 1.0\nGenerator: fake\nRoot-Is-Purelib: true\nTag: py3-none-any\n"


def write_wheel(folder: Path, name: str, files: dict[str, str], metadata: str = "") -> str:
    """Write a wheel of some files, and give its name."""
    wheel = f"{name}-0-py3-none-any.whl"
    with zipfile.ZipFile(folder / wheel, "w") as archive:
        for path, text in files.items():
            archive.writestr(path, text)
        archive.writestr(f"{name}-0.dist-info/METADATA", f"Metadata-Version: 2.1\nName: {name}\nVersion: 0\n{metadata}")
        archive.writestr(f"{name}-0.dist-info/WHEEL", WHEEL)
        archive.writestr(f"{name}-0.dist-info/RECORD", "")
    return wheel


def build_editable(wheel_directory: str, _settings: object = None, _metadata: object = None) -> str:
    """PEP 660; $FAKE_BUILD makes it fail, or wait to be killed."""
    if os.environ.get("FAKE_BUILD") == "fail":
        sys.exit("the fake backend was told to fail")
    if os.environ.get("FAKE_BUILD") == "wait":
        Path("waiting").touch()
        time.sleep(60)
    metadata = 'Provides-Extra: test\nRequires-Dist: pytest; extra == "test"\n'
    return write_wheel(Path(wheel_directory), "zeroshot", {"zeroshot.pth": str(Path.cwd())}, metadata)
