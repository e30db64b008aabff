"""A hub on loopback with one small model, as huggingface_hub finds it in this process."""

from __future__ import annotations

from threading import Event
from typing import TYPE_CHECKING

import pytest
from faulty_hub import FaultyHub, serving
from huggingface_hub import constants
from small_model import REPOSITORY, model_files

from zeroshot import paths
from zeroshot.weights import hub as downloads
from zeroshot.weights import transport
from zeroshot.weights.catalogue import Entry

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from zeroshot.paths import Folders


@pytest.fixture
def hub(monkeypatch: pytest.MonkeyPatch) -> Iterator[FaultyHub]:
    """The hub that ``zeroshot.weights.hub`` asks, without its patience."""
    with serving(FaultyHub({REPOSITORY: model_files()})) as served:
        monkeypatch.setattr(constants, "ENDPOINT", served.endpoint)
        template = served.endpoint + "/{repo_id}/resolve/{revision}/{filename}"
        monkeypatch.setattr(constants, "HUGGINGFACE_CO_URL_TEMPLATE", template)
        monkeypatch.setattr(transport, "PAUSES", (0.0,) * 4)
        yield served


@pytest.fixture
def entry() -> Entry:
    return Entry("small", REPOSITORY, licence="MIT", licence_url="https://example.org/mit")


@pytest.fixture
def folders(tmp_path: Path) -> Folders:
    return paths.folders(tmp_path / "home")


@pytest.fixture
def fetch(entry: Entry, folders: Folders) -> Callable[..., list[tuple[int, int]]]:
    """Fetch the model to the end, or until it is stopped; its progress in bytes."""

    def fetch(stop: Event | None = None, *, agreed: bool = False) -> list[tuple[int, int]]:
        steps = downloads.get(entry, folders, stop or Event(), agreed=agreed)
        return [(step.done, step.total) for step in steps]

    return fetch
