"""Room on a disk, asked for before anything large is written to it."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

from zeroshot.errors import WeightsError

if TYPE_CHECKING:
    from pathlib import Path

_SPARE = 1 << 20
"""Bytes that stay free: a full disk is nobody's wish."""


def free(folder: Path) -> int | None:
    """Bytes free on the disk of ``folder``, which may still have to be made; None where the disk doesn't tell."""
    there = next((above for above in (folder, *folder.absolute().parents) if above.is_dir()), None)
    try:
        return None if there is None else shutil.disk_usage(there).free
    except OSError:  # some network drives
        return None


def require(folder: Path, size: int, what: str) -> None:
    """Check that ``what``, of ``size`` bytes, fits below ``folder``; a disk that doesn't tell is trusted.

    Raises:
        WeightsError: it doesn't fit.
    """
    there = free(folder)
    if there is not None and size + _SPARE > there:
        raise WeightsError(
            f"{what} needs {size / 1e6:,.0f} MB in {folder}, and its disk has {there / 1e6:,.0f} MB free. "
            "Make room, or choose another place."
        )
