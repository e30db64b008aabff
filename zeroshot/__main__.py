"""The program: ``zeroshot`` and ``python -m zeroshot``."""

from __future__ import annotations

import sys

from zeroshot.cli import main as command_line


def main() -> None:
    """Run the command line; without arguments it shows its help."""
    sys.exit(command_line(sys.argv[1:] or ["--help"]))


if __name__ == "__main__":
    main()
