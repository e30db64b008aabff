"""Importing torch beside a window: in a process of its own, since this one has long imported it."""

from __future__ import annotations

import gc
import subprocess
import sys

import pytest

from zeroshot.encoders.patient_import import _uncollected


def tell(program: str) -> list[str]:
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    return done.stdout.split()


def test_everything_is_imported_and_kept_from_the_collector() -> None:
    told = tell(
        "import gc, sys\n"
        "from zeroshot.encoders.patient_import import import_patiently\n"
        "print('torch' in sys.modules)\n"
        "import_patiently()\n"
        "print({'torch', 'open_clip', 'zeroshot.encoders.openclip'} <= sys.modules.keys())\n"
        "frozen = gc.get_freeze_count()\n"
        "print(gc.isenabled(), frozen > 100_000)\n"
        "model = [[] for _ in range(1000)]\n"
        "import_patiently()\n"
        "print(gc.get_freeze_count() <= frozen)"
    )
    assert told == ["False", "True", "True", "True", "True"]


@pytest.mark.skipif(sys.platform != "linux", reason="reads the process's memory map")
def test_the_libraries_are_loaded_before_the_import() -> None:
    told = tell(
        "import sys\n"
        "from pathlib import Path\n"
        "from zeroshot.encoders.patient_import import _load_libraries\n"
        "_load_libraries()\n"
        "print('torch' in sys.modules, 'libtorch_python' in Path('/proc/self/maps').read_text())"
    )
    assert told == ["False", "True"]


def test_a_collector_that_was_off_stays_off() -> None:
    assert gc.isenabled()
    gc.disable()
    try:
        with _uncollected():
            pass
        assert not gc.isenabled()
    finally:
        gc.enable()
        gc.unfreeze()


def test_without_torch_nothing_happens_here(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("zeroshot.encoders.patient_import.find_spec", lambda _: None)
    from zeroshot.encoders.patient_import import _load_libraries

    _load_libraries()
