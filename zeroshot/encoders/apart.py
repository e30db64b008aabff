"""A model's networks made in a process of their own.

What makes them holds Python's interpreter lock for up to a second at a time, in which a window is frozen, and needs
several times the model's memory, which a process gives back when it ends. The process is Python with a module of ours,
and not one of ``multiprocessing``'s: those would run the main module of whoever uses us once more.
"""

from __future__ import annotations

import json
import logging
import os
import subprocess
import sys
from typing import TYPE_CHECKING, Any

from zeroshot.errors import EncoderError

if TYPE_CHECKING:
    from pathlib import Path

    from zeroshot.encoders.watch import Watch
    from zeroshot.weights import Weights

_log = logging.getLogger(__name__)

MODULE = "zeroshot.encoders.prepare"
SAID = "said.json"
"""What the process says of what it made, beside it until it is read."""

_EXITS = 255
"""The highest number with which a program ends by itself."""

_LOOK = 0.1
"""Seconds between two looks at whether the model is still wanted."""


def make(weights: Weights, watch: Watch, out: Path, *how: str) -> dict[str, Any] | None:
    """Let a process write networks into ``out``: those in fp32, or, ``how`` the module tells, in int8.

    What it says of them; None where there can't be such a process, or it ended before it had begun.

    Raises:
        EncoderError: the networks can't be made, or aren't wanted any more.
    """
    if getattr(sys, "frozen", False) or not sys.executable:  # the program is no Python that could run a module
        return None
    # without the folder that the program was started in, where any torch.py may lie (-P)
    run = [sys.executable, "-P", "-m", MODULE, str(weights.folder), weights.name, str(out), *how]
    flags = getattr(subprocess, "CREATE_NO_WINDOW", 0)  # Windows would open a console beside a window
    try:
        process = subprocess.Popen(  # noqa: S603 - Python, with a module of ours
            run,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            env=_environment(),
            creationflags=flags,
        )
    except OSError as error:
        _log.info("There can be no process to prepare %s (%s).", weights.name, error)
        return None
    return _outcome(process, _ended(process, weights, watch), weights, out)


def _environment() -> dict[str, str]:
    """Ours, with our own packages in their order: how they were found may depend on how we were started."""
    return {**os.environ, "PYTHONPATH": os.pathsep.join(path or os.curdir for path in sys.path)}


def _ended(process: subprocess.Popen[bytes], weights: Weights, watch: Watch) -> str:
    """Wait for a process; the last line of what it complained of.

    Raises:
        EncoderError: the model isn't wanted any more, and the process has been ended.
    """
    with process:
        try:
            while not watch.stop.is_set():
                try:
                    told = process.communicate(timeout=_LOOK)[1]
                except subprocess.TimeoutExpired:
                    continue
                return told.decode(errors="replace").strip().rpartition("\n")[2]
        finally:
            process.kill()  # does nothing to one that has ended
    raise EncoderError(f"Loading {weights.name} was stopped. It begins anew the next time.")


def _outcome(process: subprocess.Popen[bytes], told: str, weights: Weights, out: Path) -> dict[str, Any] | None:
    code = process.returncode
    if code < 0 or code > _EXITS:  # a signal's number, or Windows' name for a crash: here it would end us too
        raise EncoderError(
            f"OpenVINO's preparation of {weights.name} was ended by the system ({code}), perhaps for want of memory. "
            "Use --backend torch, or a smaller model."
        )
    if code:
        _log.info("The process that was to prepare %s could not: %s", weights.name, told)
        return None
    file = out / SAID
    said: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    file.unlink()
    if "error" in said:
        raise EncoderError(said["error"])
    return said
