"""A wiki on loopback, and a client of it that doesn't wait long."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from faulty_wiki import HASTE, FaultyWiki, serving

from zeroshot.wikipedia import Patience, Wikipedia

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture
def wiki() -> Iterator[FaultyWiki]:
    wiki = FaultyWiki()
    with serving(wiki):
        yield wiki


@pytest.fixture
def haste() -> Patience:
    """Waits that a test has time for."""
    return HASTE


@pytest.fixture
def client(wiki: FaultyWiki, tmp_path: Path) -> Iterator[Wikipedia]:
    with Wikipedia(tmp_path / "wikipedia.sqlite", api=wiki.api, patience=HASTE) as client:
        yield client
