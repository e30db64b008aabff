"""The rooms of the house: who imports whom, and what stays unloaded."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

HEAVY = ("torch", "open_clip", "torchvision", "PySide6", "numpy", "PIL", "rich", "requests", "matplotlib")


def test_no_room_imports_a_higher_one() -> None:
    run = subprocess.run(
        [Path(sys.executable).parent / "lint-imports"],
        cwd=Path(__file__).parent.parent,
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stdout


@pytest.mark.parametrize("module", ["zeroshot", "zeroshot.cli", "zeroshot.__main__"])
def test_nothing_heavy_is_loaded_before_a_command_needs_it(module: str) -> None:
    code = f"import sys, {module}; print([name for name in {HEAVY} if name in sys.modules])"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "[]"
