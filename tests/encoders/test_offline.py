"""Once a model is here, nothing opens a socket for it: neither its weights nor its tokenizer."""

from __future__ import annotations

import os
import subprocess
import sys
from threading import Event
from typing import TYPE_CHECKING

from faulty_hub import FaultyHub, serving
from huggingface_hub import constants
from PIL import Image

from zeroshot import paths
from zeroshot.weights import hub as downloads
from zeroshot.weights.catalogue import Entry

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    import pytest

FAMILIES = ("ViT-B-32-quickgelu", "ViT-B-32-SigLIP2-256", "MobileCLIP2-S0", "PE-Core-T-16-384")

LABEL = """
import sys
from pathlib import Path

def refuse(event, arguments):
    if event.startswith("socket."):
        raise RuntimeError(f"a socket was opened: {event} {arguments}")

sys.addaudithook(refuse)

import zeroshot

picture, home, *models = sys.argv[1:]
for model in models:
    rows = zeroshot.label(picture, ["a red dog", "Hund", "house"], model=model, device="cpu", home=Path(home))
    print(model, rows[0].status, rows[0].error)
"""


def test_a_fetched_model_of_every_family_labels_with_sockets_forbidden(
    model_folder: Callable[[str], Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    repositories = {
        f"makers/{name}": {file.name: file.read_bytes() for file in model_folder(name).iterdir()} for name in FAMILIES
    }
    folders = paths.folders(tmp_path / "home")
    with serving(FaultyHub(repositories)) as hub:
        monkeypatch.setattr(constants, "ENDPOINT", hub.endpoint)
        template = hub.endpoint + "/{repo_id}/resolve/{revision}/{filename}"
        monkeypatch.setattr(constants, "HUGGINGFACE_CO_URL_TEMPLATE", template)
        for name in FAMILIES:
            for _ in downloads.get(Entry(name, f"makers/{name}"), folders, Event()):
                pass
    Image.new("RGB", (90, 60), (200, 30, 30)).save(tmp_path / "red.png")
    run = subprocess.run(
        [sys.executable, "-c", LABEL, tmp_path / "red.png", tmp_path / "home", *FAMILIES],
        env=os.environ | {"HF_HOME": str(tmp_path / "nothing")},
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stderr
    assert run.stdout.splitlines() == [f"{name} accepted " for name in FAMILIES]
    assert not (tmp_path / "nothing").exists(), "no cache of another library either"
