"""The OpenVINO backend against open_clip's own pipeline, on real architectures with random weights."""

from __future__ import annotations

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import numpy as np
import pytest
import torch
from PIL import Image

from zeroshot import weights
from zeroshot.encoders import Backend, Device, Encoder, Precision, open_encoder, openvino, runtime
from zeroshot.encoders.torchvision_import import import_open_clip
from zeroshot.errors import EncoderError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

ARCHITECTURES = (
    "ViT-B-32",
    "ViT-B-32-quickgelu",
    "ViT-B-32-SigLIP2-256",
    "MobileCLIP2-S0",
    "PE-Core-T-16-384",
)

TEXTS = (
    "a photo of a dog.",
    "cat",
    "hello! world!",
    "",
    "a nice red brick house by the sea or so it is",
    "a dog " * 200,
)


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A cache folder that the tests here share, so that each architecture is converted once."""
    return tmp_path_factory.mktemp("cache")


def load(folder: Path, cache: Path | None, precision: Precision = Precision.FP32) -> Encoder:
    found = weights.inspect(folder, folder.name)
    return open_encoder(found, backend=Backend.OPENVINO, device=Device.CPU, precision=precision, cache=cache)


def pictures() -> list[Image.Image]:
    """Smooth pictures of several shapes, smaller and larger than any network's input."""
    random = np.random.default_rng(0)
    coarse = (Image.fromarray(random.integers(0, 255, (5, 6, 3), dtype=np.uint8)) for _ in range(4))
    sizes = ((300, 200), (200, 300), (600, 601), (90, 50))
    return [picture.resize(size, Image.Resampling.BICUBIC) for picture, size in zip(coarse, sizes, strict=True)]


@pytest.mark.parametrize("name", ARCHITECTURES)
def test_vectors_equal_those_of_open_clips_own_pipeline(
    model_folder: Callable[[str], Path], cache: Path, name: str
) -> None:
    folder = model_folder(name)
    encoder = load(folder, cache)
    open_clip = import_open_clip()
    model, _, transform = open_clip.create_model_and_transforms(f"local-dir:{folder}")
    tokenize = open_clip.get_tokenizer(f"local-dir:{folder}")
    model.eval()
    with torch.inference_mode():
        images = model.encode_image(torch.stack([transform(picture) for picture in pictures()]), normalize=True)
        texts = model.encode_text(tokenize(list(TEXTS)), normalize=True)
        scale, bias = float(model.logit_scale.exp()), model.logit_bias
    ours = encoder.encode_images([encoder.preprocess(picture) for picture in pictures()])
    np.testing.assert_allclose(ours, images.numpy(), atol=2e-5)
    np.testing.assert_allclose(encoder.encode_texts(TEXTS), texts.numpy(), atol=2e-5)
    assert encoder.logit_scale == pytest.approx(scale)
    assert encoder.logit_bias == (None if bias is None else pytest.approx(bias.item()))
    assert (encoder.dim, encoder.context_length) == (ours.shape[1], tokenize.context_length)
    assert (encoder.device, encoder.precision, encoder.id.split("/")[1]) == ("cpu", "fp32", "openvino")


@pytest.mark.parametrize("name", ARCHITECTURES)
def test_kept_networks_give_the_same_vectors_and_torch_builds_no_model(
    model_folder: Callable[[str], Path], cache: Path, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = load(model_folder(name), cache)

    def never(*_: object, **__: object) -> None:
        pytest.fail("the model was built")

    monkeypatch.setattr("zeroshot.encoders.openclip._build", never)
    again = load(model_folder(name), cache)
    batch = [first.preprocess(picture) for picture in pictures()]
    assert again.id == first.id
    np.testing.assert_array_equal(again.encode_images(batch), first.encode_images(batch))
    np.testing.assert_array_equal(again.encode_texts(TEXTS), first.encode_texts(TEXTS))


def test_a_picture_and_a_text_do_not_depend_on_those_beside_them(
    model_folder: Callable[[str], Path], cache: Path
) -> None:
    for precision in (Precision.FP32, Precision.BF16):
        encoder = load(model_folder("tiny"), cache, precision)
        batch = [encoder.preprocess(picture) for picture in pictures()]
        alone = np.concatenate([encoder.encode_images([pixels]) for pixels in batch])
        np.testing.assert_allclose(encoder.encode_images(batch), alone, atol=2e-4)  # what fp16 rounds in the store
        alone = np.concatenate([encoder.encode_texts([text]) for text in TEXTS])
        np.testing.assert_allclose(encoder.encode_texts(TEXTS), alone, atol=1e-5 if precision == "fp32" else 5e-3)
        np.testing.assert_array_equal(encoder.encode_images(batch), encoder.encode_images(batch))


def test_threads_may_use_one_encoder_at_once(model_folder: Callable[[str], Path], cache: Path) -> None:
    encoder = load(model_folder("tiny"), cache)
    batch = [encoder.preprocess(picture) for picture in pictures()]
    alone = [encoder.encode_images([pixels]) for pixels in batch]
    with ThreadPoolExecutor(len(batch)) as pool:
        for _ in range(10):
            together = list(pool.map(lambda pixels: encoder.encode_images([pixels]), batch))
            np.testing.assert_allclose(np.concatenate(together), np.concatenate(alone), atol=1e-5)


def test_without_a_cache_the_model_is_converted_and_nothing_is_kept(
    model_folder: Callable[[str], Path], cache: Path
) -> None:
    kept, unkept = load(model_folder("tiny"), cache), load(model_folder("tiny"), None)
    batch = [kept.preprocess(picture) for picture in pictures()]
    np.testing.assert_allclose(unkept.encode_images(batch), kept.encode_images(batch), atol=1e-6)


def test_a_cache_that_cannot_be_written_costs_no_answer(
    model_folder: Callable[[str], Path], tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "cache").write_text("a file where the folder would be", encoding="utf-8")
    assert load(model_folder("tiny"), tmp_path / "cache").precision == "fp32"
    assert "Nothing can be kept in" in caplog.text


@pytest.mark.parametrize("harm", ["cut", "bent", "gone", "garbled"])
def test_a_damaged_network_is_made_anew(
    model_folder: Callable[[str], Path], tmp_path: Path, harm: str, caplog: pytest.LogCaptureFixture
) -> None:
    sound = load(model_folder("tiny"), tmp_path)
    (network,) = tmp_path.glob("*/float/*/pictures.bin")
    data = network.read_bytes()
    if harm == "cut":
        network.write_bytes(data[:-100])
    elif harm == "bent":
        network.write_bytes(data[:5000] + bytes([data[5000] ^ 64]) + data[5001:])
    elif harm == "gone":
        network.unlink()
    else:
        (network.parent / "manifest.json").write_text("{", encoding="utf-8")
    mended = load(model_folder("tiny"), tmp_path)
    batch = [sound.preprocess(picture) for picture in pictures()]
    np.testing.assert_allclose(mended.encode_images(batch), sound.encode_images(batch), atol=1e-6)
    assert "made anew" in caplog.text
    assert network.read_bytes() == data


def test_a_conversion_that_is_killed_leaves_nothing_that_looks_whole(
    model_folder: Callable[[str], Path], tmp_path: Path
) -> None:
    folder = model_folder("tiny")
    program = (
        "import os, sys\n"
        "from pathlib import Path\n"
        "from zeroshot import weights\n"
        "from zeroshot.encoders import Backend, Device, open_encoder, shelf\n"
        "shelf._replace = lambda *_: os._exit(9)\n"
        "open_encoder(weights.inspect(Path(sys.argv[1]), 'm'), backend=Backend.OPENVINO, device=Device.CPU,"
        " cache=Path(sys.argv[2]))\n"
    )
    done = subprocess.run([sys.executable, "-c", program, folder, tmp_path], check=False, capture_output=True)
    assert done.returncode == 9, done.stderr
    (parent,) = tmp_path.glob("*/float")
    assert [path.name.startswith(".part-") for path in parent.iterdir()] == [True]
    assert load(folder, tmp_path).precision == "fp32"
    assert [path for path in parent.iterdir() if (path / "manifest.json").is_file()]


def test_nothing_is_reported_to_anybody(model_folder: Callable[[str], Path], tmp_path: Path) -> None:
    folder = model_folder("tiny")
    program = (
        "import socket, sys\n"
        "from pathlib import Path\n"
        "def refuse(*_): raise SystemExit('a socket was opened')\n"
        "socket.socket.connect = socket.getaddrinfo = refuse\n"
        "from zeroshot import weights\n"
        "from zeroshot.encoders import Backend, Device, Precision, open_encoder, runtime\n"
        "found = weights.inspect(Path(sys.argv[1]), 'm')\n"
        "open_encoder(found, backend=Backend.OPENVINO, precision=Precision.FP32, device=Device.CPU)\n"
        "runtime.nncf()\n"
        "print(sorted(name for name in sys.modules if 'openvino_telemetry' in name))\n"
    )
    home = {"HOME": str(tmp_path / "home"), "USERPROFILE": str(tmp_path / "home")}
    done = subprocess.run(
        [sys.executable, "-c", program, folder], check=False, capture_output=True, text=True, env=home
    )
    assert (done.returncode, done.stdout) == (0, "[]\n"), done.stderr
    assert not (tmp_path / "home" / "intel").exists()


def test_int8_that_answers_as_fp32_is_used_and_says_which_network_it_is(
    model_folder: Callable[[str], Path], cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(openvino, "TOP_1", 0.0)  # random weights hardly know one class from another
    exact, coarse = (load(model_folder("tiny"), cache, each) for each in (Precision.FP32, Precision.INT8))
    batch = [exact.preprocess(picture) for picture in pictures()]
    vectors = coarse.encode_images(batch)
    assert (vectors * exact.encode_images(batch)).sum(axis=1).min() > 0.98
    assert np.abs(vectors - exact.encode_images(batch)).max() > 1e-4
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-6)
    np.testing.assert_allclose(coarse.encode_texts(TEXTS), exact.encode_texts(TEXTS), atol=1e-6)
    name, backend, digest, precision = coarse.id.split("/")
    assert (name, backend, precision) == ("tiny0", "openvino", "int8")
    assert digest.startswith(exact.id.split("/")[2] + "-")
    again = load(model_folder("tiny"), cache, Precision.INT8)
    assert again.id == coarse.id
    np.testing.assert_array_equal(again.encode_images(batch), vectors)


def test_int8_that_answers_otherwise_is_refused_in_one_sentence(
    model_folder: Callable[[str], Path], cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(openvino, "TOP_1", 1.01)
    with pytest.raises(EncoderError, match=r"In int8 .* gives another answer to \d+% .* Use --precision auto\.$"):
        load(model_folder("tiny"), cache, Precision.INT8)


def test_the_telemetry_of_others_is_left_alone() -> None:
    sys.modules["openvino_telemetry"] = sys
    try:
        with runtime.without_telemetry(), pytest.raises(ImportError):
            import openvino_telemetry  # noqa: F401 - that it can't be is the test
        assert sys.modules["openvino_telemetry"] is sys
    finally:
        del sys.modules["openvino_telemetry"]
    with runtime.without_telemetry():
        pass
    assert "openvino_telemetry" not in sys.modules


_ENDED_ELSEWHERE = """
import gc, signal, sys
from pathlib import Path
from threading import Thread
from zeroshot import weights
from zeroshot.encoders import Backend, Device, Precision, open_encoder

found = weights.inspect(Path(sys.argv[1]), "m")
asked = {"backend": Backend.OPENVINO, "device": Device.CPU, "precision": Precision.FP32, "cache": Path(sys.argv[2])}
encoders = [open_encoder(found, **asked)]
thread = Thread(target=lambda: (encoders.clear(), gc.collect()))
thread.start()
thread.join()
signal.signal(signal.SIGINT, lambda *_: print("stopped in order", flush=True))
signal.raise_signal(signal.SIGINT)
"""


def test_ctrl_c_does_not_crash_after_a_model_was_let_go_on_another_thread(
    model_folder: Callable[[str], Path], cache: Path
) -> None:
    folder = model_folder("tiny")
    load(folder, cache)
    run = [sys.executable, "-c", _ENDED_ELSEWHERE, folder, cache]
    done = subprocess.run(run, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (0, "stopped in order\n")
