"""The torch backend against open_clip's own pipeline, on real architectures with random weights."""

from __future__ import annotations

import json
import logging
import os
import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import numpy as np
import pytest
import torch
from PIL import Image

from zeroshot import weights
from zeroshot.encoders import Device, Encoder, Precision, devices, open_encoder, openclip
from zeroshot.encoders.torchvision_import import import_open_clip
from zeroshot.errors import EncoderError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

ARCHITECTURES = ("ViT-B-32", "ViT-B-32-quickgelu", "ViT-B-32-SigLIP2-256", "MobileCLIP2-S0", "PE-Core-T-16-384")

TEXTS = (
    "a photo of a dog.",
    "cat",
    "hello! world!",
    "",
    "a long thing and a nice red brick house by the sea or so it is",
    "a dog " * 200,
)


def load(folder: Path, precision: Precision = Precision.FP32) -> Encoder:
    return open_encoder(weights.inspect(folder, folder.name), device=Device.CPU, precision=precision)


def pictures() -> list[Image.Image]:
    """Smooth pictures of several shapes, smaller and larger than any network's input."""
    random = np.random.default_rng(0)
    coarse = (Image.fromarray(random.integers(0, 255, (5, 6, 3), dtype=np.uint8)) for _ in range(4))
    sizes = ((300, 200), (200, 300), (600, 601), (90, 50))
    return [picture.resize(size, Image.Resampling.BICUBIC) for picture, size in zip(coarse, sizes, strict=True)]


@pytest.mark.parametrize("name", ARCHITECTURES)
def test_vectors_equal_those_of_open_clips_own_pipeline(model_folder: Callable[[str], Path], name: str) -> None:
    folder = model_folder(name)
    open_clip = import_open_clip()
    model, _, transform = open_clip.create_model_and_transforms(f"local-dir:{folder}")
    tokenize = open_clip.get_tokenizer(f"local-dir:{folder}")
    model.eval()
    with torch.inference_mode():
        images = model.encode_image(torch.stack([transform(picture) for picture in pictures()]), normalize=True)
        texts = model.encode_text(tokenize(list(TEXTS)), normalize=True)
        scale, bias = float(model.logit_scale.exp()), model.logit_bias
    encoder = load(folder)
    ours = encoder.encode_images([encoder.preprocess(picture) for picture in pictures()])
    np.testing.assert_allclose(ours, images.numpy(), atol=1e-5)
    np.testing.assert_allclose(encoder.encode_texts(TEXTS), texts.numpy(), atol=1e-5)
    assert encoder.logit_scale == pytest.approx(scale)
    assert encoder.logit_bias == (None if bias is None else pytest.approx(bias.item()))
    assert (encoder.dim, encoder.context_length) == (ours.shape[1], tokenize.context_length)


@pytest.mark.parametrize("name", ARCHITECTURES)
def test_bf16_is_taken_only_where_its_vectors_agree(
    model_folder: Callable[[str], Path], name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(openclip, "has_bf16", lambda _: True)
    exact = load(model_folder(name))
    batch = [exact.preprocess(picture) for picture in pictures()]
    chosen = load(model_folder(name), Precision.AUTO)
    assert chosen.precision in chosen.id
    if chosen.precision == "bf16":
        assert (chosen.encode_images(batch) * exact.encode_images(batch)).sum(axis=1).min() > 0.998
    else:
        np.testing.assert_array_equal(chosen.encode_images(batch), exact.encode_images(batch))


def test_vectors_that_disagree_in_bf16_send_the_model_back_to_fp32(
    model_folder: Callable[[str], Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(openclip, "has_bf16", lambda _: True)
    monkeypatch.setattr(openclip, "AGREEMENT", 1.1)
    exact, chosen = load(model_folder("ViT-B-32")), load(model_folder("ViT-B-32"), Precision.AUTO)
    assert (chosen.precision, chosen.id) == ("fp32", exact.id)
    batch = [exact.preprocess(picture) for picture in pictures()]
    np.testing.assert_array_equal(chosen.encode_images(batch), exact.encode_images(batch))


def test_a_processor_without_bf16_gets_fp32_unless_bf16_is_asked_for(
    model_folder: Callable[[str], Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(openclip, "has_bf16", lambda _: False)
    assert load(model_folder("ViT-B-32"), Precision.AUTO).precision == "fp32"
    assert load(model_folder("ViT-B-32"), Precision.BF16).precision == "bf16"


@pytest.mark.skipif(sys.platform != "linux", reason="GNU's OpenMP tells how it is set")
@pytest.mark.parametrize(("asked", "told"), [({}, "PASSIVE"), ({"OMP_WAIT_POLICY": "ACTIVE"}, "ACTIVE")])
def test_threads_that_wait_leave_the_processor_to_others_unless_told_otherwise(
    asked: dict[str, str], told: str
) -> None:
    others = {name: value for name, value in os.environ.items() if name != "OMP_WAIT_POLICY"}
    done = subprocess.run(
        [sys.executable, "-c", "import zeroshot.encoders.openclip"],
        env=others | {"OMP_DISPLAY_ENV": "TRUE"} | asked,
        check=True,
        capture_output=True,
        encoding="utf-8",
    )
    assert f"OMP_WAIT_POLICY = '{told}'" in done.stderr


def test_tokens_are_counted_with_start_and_end_and_beyond_the_context(model_folder: Callable[[str], Path]) -> None:
    clip, siglip = load(model_folder("PE-Core-T-16-384")), load(model_folder("ViT-B-32-SigLIP2-256"))
    assert [clip.count_tokens(text) for text in ("a dog", "hello!", "", "a dog " * 200)] == [4, 4, 2, 402]
    assert [siglip.count_tokens(text) for text in ("a dog", "a dog " * 200)] == [3, 401]


def test_texts_do_not_depend_on_the_texts_beside_them(model_folder: Callable[[str], Path]) -> None:
    encoder = load(model_folder("ViT-B-32"))
    together = encoder.encode_texts(TEXTS)
    alone = np.concatenate([encoder.encode_texts([text]) for text in TEXTS])
    np.testing.assert_allclose(together, alone, atol=1e-5)


def test_threads_may_read_texts_at_once(model_folder: Callable[[str], Path]) -> None:
    encoder = load(model_folder("ViT-B-32"))
    texts = [" ".join(["word"] * count) for count in (1, 9, 20)]
    alone = [encoder.encode_texts([text]) for text in texts]
    with ThreadPoolExecutor(len(texts)) as pool:
        for _ in range(20):
            together = list(pool.map(lambda text: encoder.encode_texts([text]), texts))
            np.testing.assert_allclose(np.concatenate(together), np.concatenate(alone), atol=1e-5)


def test_loading_says_nothing_and_leaves_logging_alone(
    model_folder: Callable[[str], Path], capfd: pytest.CaptureFixture[str]
) -> None:
    before = list(logging.getLogger().handlers)
    load(model_folder("MobileCLIP2-S0"))
    assert capfd.readouterr() == ("", "")
    assert logging.getLogger().handlers == before


def test_weights_that_do_not_fit_are_one_sentence(model_folder: Callable[[str], Path], tmp_path: Path) -> None:
    folder = shutil.copytree(model_folder("ViT-B-32"), tmp_path / "m")
    config = json.loads((folder / "open_clip_config.json").read_text())
    config["model_cfg"]["embed_dim"] = 256
    (folder / "open_clip_config.json").write_text(json.dumps(config))
    with pytest.raises(EncoderError, match=r"The weights .* don't fit their configuration"):
        load(folder)
    config["model_cfg"]["vision_cfg"] = {"timm_model_name": "no_such_tower", "image_size": 32}
    (folder / "open_clip_config.json").write_text(json.dumps(config))
    with pytest.raises(EncoderError, match="open_clip can't build the model"):
        load(folder)


def test_a_truncated_weights_file_is_refused_before_it_is_loaded(
    model_folder: Callable[[str], Path], tmp_path: Path
) -> None:
    folder = shutil.copytree(model_folder("PE-Core-T-16-384"), tmp_path / "m")
    file = folder / "open_clip_model.safetensors"
    file.write_bytes(file.read_bytes()[:-1000])
    with pytest.raises(EncoderError, match="don't fit"):
        load(folder)


def test_a_missing_tokenizer_is_one_sentence(model_folder: Callable[[str], Path], tmp_path: Path) -> None:
    folder = shutil.copytree(model_folder("ViT-B-32-SigLIP2-256"), tmp_path / "m")
    for file in folder.glob("token*"):
        file.unlink()
    with pytest.raises(EncoderError, match=r"The tokenizer of .* can't be loaded"):
        load(folder)


def test_a_batch_that_needs_too_much_memory_is_one_sentence(
    model_folder: Callable[[str], Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    encoder = load(model_folder("ViT-B-32"))

    def too_much(_: torch.Tensor) -> torch.Tensor:
        raise torch.OutOfMemoryError

    monkeypatch.setattr(encoder.model, "encode_image", too_much)
    with pytest.raises(EncoderError, match=r"1 pictures at once need more memory .* smaller --batch-size"):
        encoder.encode_images([encoder.preprocess(pictures()[0])])


@pytest.mark.skipif(torch.cuda.is_available(), reason="this machine has what the test misses")
def test_a_device_that_is_not_there_is_one_sentence(model_folder: Callable[[str], Path]) -> None:
    folder = model_folder("ViT-B-32")
    with pytest.raises(EncoderError, match="no cuda device"):
        open_encoder(weights.inspect(folder, "m"), device=Device.CUDA)


def test_the_doctor_hears_of_every_kind_of_device() -> None:
    assert [name for name, _ in devices()] == ["cpu", "cuda", "mps"]
