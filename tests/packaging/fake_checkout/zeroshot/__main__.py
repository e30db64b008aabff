"""Stands for the program: it tells how it was started, and ends as $FAKE_RUN says."""

from __future__ import annotations

import os
import signal
import sys
import time
from pathlib import Path

print("zeroshot", *sys.argv[1:], flush=True)  # noqa: T201 - its only voice
if "--out" in sys.argv:
    Path(sys.argv[-1]).write_text(
        "file_name,classification,score\na.jpg,dog,0.912345\nb.jpg,a cat,0.5\n", encoding="utf-8"
    )
match os.environ.get("FAKE_RUN", "0"):
    case "wait":
        time.sleep(60)
    case "crash":
        os.kill(os.getpid(), signal.SIGKILL)
    case code:
        sys.exit(int(code))
