"""A session that is killed while a person labels: it opens again, whole, but for what was said in the last moments."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from zeroshot import project

if TYPE_CHECKING:
    from pathlib import Path

PICTURES, DECISIONS = 20_000, 500
LOST = 4.0
"""Seconds of work that may be lost here: the aim is 2, and tests run on busy machines."""

LABELLING = f"""
import sys, time
from pathlib import Path
from PySide6.QtCore import QCoreApplication, QTimer
from zeroshot.gui.document import Document
from zeroshot.results import Results

app = QCoreApplication([])
results = Results()
document = Document(results, Path(sys.argv[1]))
document.edit("classes", document.classes.added([]))
rows = results.add([Path(f"/pictures/{{number:05}}.jpg") for number in range({PICTURES})])
document.added("add", rows)
said = 0

def say():
    global said
    document.say("label", {{results.path(said % {PICTURES}): ()}})
    said += 1
    print(said, time.monotonic(), flush=True)

timer = QTimer(interval=2)
timer.timeout.connect(say)
timer.start()
app.exec()
"""


@pytest.mark.skipif(sys.platform == "win32", reason="Windows kills otherwise")
def test_a_killed_session_opens_whole_but_for_the_last_moments(tmp_path: Path) -> None:
    saved = tmp_path / "data" / "autosave.zeroshot"
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    command = [sys.executable, "-c", LABELLING, str(saved)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment) as labelling:
        assert labelling.stdout is not None
        until = float("inf")
        for line in labelling.stdout:
            said, when = line.split()
            if int(said) == DECISIONS:
                until = float(when) + LOST
            if float(when) > until:  # in the midst of further decisions, and of saving them
                break
        labelling.send_signal(signal.SIGKILL)
    assert int(said) > DECISIONS
    session = project.load(saved)
    assert len(session.pictures) == PICTURES
    assert len(session.truths) >= DECISIONS
    assert list(session.truths)[:DECISIONS] == list(session.pictures[:DECISIONS])
