"""Import torch and open_clip on one thread without stopping the others.

Importing holds Python's interpreter lock only for moments, but for two things: loading torch's libraries (0.2 s on a
warm disk, 0.6 s on a cold one), and the garbage collector, which walks hundreds of thousands of new objects (up to
0.25 s), during the import and whenever it comes to its oldest generation later.
"""

from __future__ import annotations

import ctypes
import gc
import importlib
import os
import sys
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator


def import_patiently() -> None:
    """Import what ``open_encoder`` needs; a window goes on meanwhile. Not for a library: it freezes the collector.

    Once: what is frozen later would be a model that somebody wants to let go.
    """
    if "open_clip" in sys.modules:
        return
    _load_libraries()
    with _uncollected():
        importlib.import_module("zeroshot.encoders.torchvision_import").import_open_clip()
        importlib.import_module("zeroshot.encoders.openclip")


def _load_libraries() -> None:
    """Load torch's libraries by a foreign call, which lets go of the interpreter lock as an import does not.

    torch finds them loaded; where they can't be loaded so, torch says why when it is imported. On Windows it makes
    foreign calls of its own.
    """
    torch = find_spec("torch")
    if os.name == "nt" or torch is None or torch.origin is None:
        return
    dlopen = ctypes.CDLL(None).dlopen
    dlopen.argtypes, dlopen.restype = (ctypes.c_char_p, ctypes.c_int), ctypes.c_void_p
    for library in (Path(torch.origin).parent / "lib").glob("libtorch_python.*"):
        dlopen(os.fsencode(library), os.RTLD_NOW | os.RTLD_LOCAL)


@contextmanager
def _uncollected() -> Iterator[None]:
    """Keep the garbage collector from what comes to be inside, now and for ever: modules live as long as we do."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        if enabled:
            gc.enable()
