"""The program: ``zeroshot`` and ``python -m zeroshot``."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

from zeroshot.cli import main as command_line
from zeroshot.errors import WindowError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from zeroshot.paths import Folders

NO_SCREEN = "There is no screen here for the window (neither DISPLAY nor WAYLAND_DISPLAY is set)."


def main() -> None:
    """Run the command line; without arguments show the window, or the help where there is no screen."""
    arguments = sys.argv[1:]
    if not arguments:
        arguments = ["window"] if has_screen() else ["--help"]
        if not has_screen():
            sys.stderr.write(f"{NO_SCREEN} These are the commands:\n\n")
    sys.exit(command_line(arguments, open_window))


def has_screen() -> bool:
    """Whether a window can be shown; on Linux and its like the environment says so."""
    if sys.platform in {"win32", "darwin"}:
        return True
    return any(os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"))


def open_window(given: Sequence[Path], folders: Folders) -> int:
    """Show the window until it is closed; the exit code.

    Raises:
        WindowError: this machine can't.
    """
    if not has_screen():
        raise WindowError(f"{NO_SCREEN} The commands work without one; see: zeroshot --help")
    try:
        from zeroshot.gui.app import main as window  # noqa: PLC0415 - Qt is for the window only
    except ImportError as error:
        if not (error.name or "").startswith("PySide6") and ".so" not in str(error):
            raise
        raise WindowError(
            f"The window needs a library of the system that is missing: {error}. On Debian and Ubuntu "
            "'python3 packaging/bootstrap.py run' in the checkout installs it. The commands work without it."
        ) from error
    return window(given, folders)


if __name__ == "__main__":
    main()
