"""Which backend and precision are taken: what was asked for, or what measured best, remembered."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from zeroshot import weights
from zeroshot.encoders import Backend, Device, Encoder, Precision, choice, open_encoder, runtime
from zeroshot.encoders.choice import Measured, Way, ways
from zeroshot.errors import EncoderError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

TORCH, OPENVINO = Way(Backend.TORCH, Precision.FP32), Way(Backend.OPENVINO, Precision.FP32)


@pytest.fixture
def folder(model_folder: Callable[[str], Path]) -> Path:
    """A model that is converted in moments."""
    return model_folder("tiny")


def load(
    folder: Path,
    cache: Path | None,
    backend: Backend = Backend.AUTO,
    precision: Precision = Precision.FP32,
    device: Device = Device.CPU,
) -> Encoder:
    found = weights.inspect(folder, folder.name)
    return open_encoder(found, backend=backend, device=device, precision=precision, cache=cache)


def rates(monkeypatch: pytest.MonkeyPatch, **found: tuple[float, float]) -> None:
    """Let each way measure as given: pictures a second, and agreement."""

    def measure(_: object, among: Sequence[Way]) -> Iterator[Measured]:
        yield from (Measured(way, *found[f"{way.backend}_{way.precision}"]) for way in among)

    monkeypatch.setattr(choice, "measure", measure)


def test_the_fastest_is_taken_and_remembered_until_the_machine_or_a_version_changes(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rates(monkeypatch, torch_fp32=(10, 1), openvino_fp32=(12, 1))
    first = load(folder, tmp_path)
    assert first.id.split("/")[1] == "openvino"
    rates(monkeypatch, torch_fp32=(99, 1), openvino_fp32=(1, 1))
    assert load(folder, tmp_path).id == first.id
    monkeypatch.setattr(runtime, "versions", lambda: "others")
    assert load(folder, tmp_path).id.split("/")[1] == "open_clip"


def test_torch_stays_where_openvino_is_hardly_faster(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rates(monkeypatch, torch_fp32=(10, 1), openvino_fp32=(10.9, 1))
    assert load(folder, tmp_path).id.split("/")[1] == "open_clip"


def test_what_keeps_no_faith_is_not_taken_however_fast(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rates(monkeypatch, torch_fp32=(10, 1), openvino_fp32=(1000, 0.998))
    assert load(folder, tmp_path).id.split("/")[1] == "open_clip"


def test_each_way_is_measured_on_real_pictures_and_texts(folder: Path, tmp_path: Path) -> None:
    found = weights.inspect(folder, "m")
    opener = choice.Opener(found, found.digest, 0, None, tmp_path)
    results = list(choice.measure(opener, (TORCH, OPENVINO)))
    assert [result.way for result in results] == [TORCH, OPENVINO]
    assert all(result.rate > 0 for result in results)
    assert [result.agreement for result in results] == [pytest.approx(1, abs=1e-5)] * 2


def test_what_was_measured_can_be_read(folder: Path, tmp_path: Path) -> None:
    encoder = load(folder, tmp_path)
    (file,) = tmp_path.glob("*/choice-*.json")
    record = json.loads(file.read_text(encoding="utf-8"))
    assert record["precision"] == "fp32"
    assert record["backend"] == {"open_clip": "torch"}.get(encoder.id.split("/")[1], "openvino")
    assert set(record["measured"]) == {"torch fp32", "openvino fp32"}
    assert "pictures/s" in record["measured"]["torch fp32"]


@pytest.mark.parametrize("record", ["", "[]", '{"backend": "abacus", "precision": "fp32"}', '{"backend": "torch"}'])
def test_a_damaged_memory_is_measured_anew(
    folder: Path, tmp_path: Path, record: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    rates(monkeypatch, torch_fp32=(10, 1), openvino_fp32=(99, 1))
    load(folder, tmp_path)
    (file,) = tmp_path.glob("*/choice-*.json")
    file.write_text(record, encoding="utf-8")
    assert load(folder, tmp_path).id.split("/")[1] == "openvino"
    assert json.loads(file.read_text(encoding="utf-8"))["backend"] == "openvino"


def test_without_openvino_without_a_cache_and_for_giants_it_is_torch(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rates(monkeypatch, torch_fp32=(10, 1), openvino_fp32=(99, 1))
    (tmp_path / "file").write_bytes(b"")
    assert load(folder, None).id.split("/")[1] == "open_clip"
    assert load(folder, tmp_path / "file").id.split("/")[1] == "open_clip", "nothing can be kept there"
    monkeypatch.setattr(choice, "LARGEST", 1)
    assert load(folder, tmp_path).id.split("/")[1] == "open_clip"
    monkeypatch.setattr(choice, "LARGEST", 1 << 40)
    monkeypatch.setattr(runtime, "is_installed", lambda: False)
    assert load(folder, tmp_path).id.split("/")[1] == "open_clip"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["file"]


def test_bf16_comes_into_question_where_a_backend_computes_it_by_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(choice, "has_bf16", lambda _: False)
    monkeypatch.setattr(runtime, "has_bf16", lambda: True)
    assert ways(Backend.AUTO, Precision.AUTO) == (TORCH, OPENVINO, Way(Backend.OPENVINO, Precision.BF16))
    assert ways(Backend.AUTO, Precision.FP32) == (TORCH, OPENVINO)
    assert ways(Backend.OPENVINO, Precision.BF16) == (Way(Backend.OPENVINO, Precision.BF16),)


@pytest.mark.parametrize(
    ("backend", "precision", "lacking", "sentence"),
    [
        (Backend.TORCH, Precision.INT8, None, "Only OpenVINO computes in int8"),
        (Backend.OPENVINO, Precision.AUTO, "is_installed", r'not installed. Install it with: pip install "zeroshot\['),
        (Backend.AUTO, Precision.INT8, "can_quantise", 'two packages are missing. Install them with: pip install "z'),
    ],
)
def test_what_cannot_be_is_one_sentence(  # noqa: PLR0917 - pytest gives them by name
    folder: Path,
    backend: Backend,
    precision: Precision,
    lacking: str | None,
    sentence: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    if lacking is not None:
        monkeypatch.setattr(runtime, lacking, lambda: False)
    with pytest.raises(EncoderError, match=sentence):
        load(folder, None, backend, precision)


def test_openvino_on_another_device_is_one_sentence(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(choice, "find_device", lambda _: "cuda")
    with pytest.raises(EncoderError, match=r"OpenVINO computes on the processor, not on cuda\. Add --device cpu"):
        load(folder, None, Backend.OPENVINO, device=Device.AUTO)
