"""README's set-up is two commands, and they are the ones that exist."""

from __future__ import annotations

import re
from pathlib import Path

README = Path(__file__).parents[2] / "README.md"


def test_the_setup_is_exactly_two_commands() -> None:
    fences = re.findall(r"^```sh\n(.*?)^```$", README.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)
    lines = [line for fence in fences for line in fence.splitlines()]
    assert [line for line in lines if "bootstrap" in line] == [
        "python3 packaging/bootstrap.py run",
        "python3 packaging/bootstrap.py test",
    ]
