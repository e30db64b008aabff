"""``python -m zeroshot.encoders.prepare``: make a model's networks. ``apart`` starts it; it is for nobody else."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from zeroshot import weights
from zeroshot.encoders import Device, Precision, openvino
from zeroshot.encoders.apart import SAID
from zeroshot.encoders.openclip import OpenClipEncoder, set_threads
from zeroshot.errors import ZeroshotError

if TYPE_CHECKING:
    from collections.abc import Sequence


def main(arguments: Sequence[str]) -> None:
    """Write the networks of the model FOLDER, named NAME, into OUT; with FLOAT and THREADS, int8's of those kept there.

    What is said of them is written beside them: facts, or the sentence of an error.
    """
    folder, name, out, *kept = arguments
    try:
        model = weights.inspect(Path(folder), name)
        said = _int8(model, Path(out), *kept) if kept else _float(model, Path(out))
    except ZeroshotError as error:
        said = {"error": str(error)}
    (Path(out) / SAID).write_text(json.dumps(said), encoding="utf-8")


def _float(model: weights.Weights, out: Path) -> dict[str, Any]:
    exact = OpenClipEncoder(model, device=Device.CPU, precision=Precision.FP32, batch_size=None, digest=str)
    return openvino.write(out, openvino.converted(exact))


def _int8(model: weights.Weights, out: Path, kept: str, threads: str) -> dict[str, Any]:
    set_threads(int(threads))
    networks = openvino.kept(Path(kept))
    if networks is None:
        raise FileNotFoundError(kept)
    pictures, said = openvino.quantised(model, networks, int(threads))
    return openvino.write_int8(out, pictures, said)


if __name__ == "__main__":
    main(sys.argv[1:])
