"""A model that came in a bundle never asks for a network, its tokenizer included."""

from __future__ import annotations

import json
import subprocess
import sys
from threading import Event
from typing import TYPE_CHECKING

import numpy as np
import pytest

from zeroshot import paths, weights
from zeroshot.encoders import Device, Precision, open_encoder
from zeroshot.weights import bring, bundle

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

TEXTS = ("a photo of the dog", "red brick house by the sea")
ALONE = """
import json, sys

def forbid(event, arguments):
    if event.startswith("socket."):
        raise RuntimeError(f"{event} {arguments}")
sys.addaudithook(forbid)
from pathlib import Path
from zeroshot import paths, weights
from zeroshot.encoders import Device, Precision, open_encoder
found = weights.find("moved", paths.folders(Path(sys.argv[1])))
encoder = open_encoder(found, device=Device.CPU, precision=Precision.FP32)
print(json.dumps(encoder.encode_texts(sys.argv[2:]).tolist()))
"""


@pytest.mark.parametrize("name", ["ViT-B-32-SigLIP2-256", "ViT-B-32-quickgelu"])
def test_texts_are_read_alike_where_sockets_are_forbidden(
    model_folder: Callable[[str], Path], tmp_path: Path, name: str
) -> None:
    folder = model_folder(name)
    found = weights.inspect(folder, "small")
    list(bundle.export(found, tmp_path / "m.zsmodel", Event()))
    list(bring.bring(tmp_path / "m.zsmodel", paths.folders(tmp_path / "home"), Event(), name="moved"))
    run = subprocess.run(
        [sys.executable, "-c", ALONE, tmp_path / "home", *TEXTS], capture_output=True, text=True, check=False
    )
    assert run.returncode == 0, run.stderr
    here = open_encoder(found, device=Device.CPU, precision=Precision.FP32).encode_texts(TEXTS)
    assert np.array_equal(np.array(json.loads(run.stdout), np.float32), here)
