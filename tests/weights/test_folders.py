"""Model folders: found, whole, and never a pickle."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import numpy as np
import pytest
from safetensors.numpy import save_file

from zeroshot import paths, weights
from zeroshot.errors import WeightsError

if TYPE_CHECKING:
    from pathlib import Path

CONFIG = {
    "model_cfg": {
        "embed_dim": 64,
        "vision_cfg": {"timm_model_name": "resnet10t", "image_size": 64},
        "text_cfg": {"context_length": 32},
    },
    "preprocess_cfg": {},
}


def model(folder: Path, name: str = "open_clip_model.safetensors") -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / weights.CONFIG).write_text(json.dumps(CONFIG))
    save_file({"weight": np.ones(4, np.float32)}, folder / name)
    return folder


def test_a_whole_folder_is_found_by_path_and_by_name_below_the_models_folder(tmp_path: Path) -> None:
    folders = paths.folders(tmp_path / "home")
    elsewhere = weights.find(str(model(tmp_path / "mine")), folders)
    assert (elsewhere.name, elsewhere.architecture, elsewhere.file.name) == (
        "mine",
        "resnet10t",
        "open_clip_model.safetensors",
    )
    model(folders.models / "better")
    model(folders.models / ".half.partial")
    assert weights.find("better", folders).folder == folders.models / "better"
    assert weights.names(folders) == ("starter", "better")


def test_any_single_safetensors_file_will_do_but_not_one_of_several(tmp_path: Path) -> None:
    folder = model(tmp_path, "weights.safetensors")
    assert weights.inspect(folder, "m").file.name == "weights.safetensors"
    model(tmp_path, "more.safetensors")
    with pytest.raises(WeightsError, match="several weights files"):
        weights.inspect(folder, "m")
    model(tmp_path, "open_clip_model.safetensors")
    assert weights.inspect(folder, "m").file.name == "open_clip_model.safetensors"


def test_a_pickle_is_refused_and_harmless_beside_safetensors(tmp_path: Path) -> None:
    folder = model(tmp_path)
    (folder / "open_clip_pytorch_model.bin").write_bytes(b"\x80\x04.")
    assert weights.inspect(folder, "m").file.suffix == ".safetensors"
    (folder / "open_clip_model.safetensors").unlink()
    with pytest.raises(WeightsError, match="pickle, which can run code"):
        weights.inspect(folder, "m")


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"<!DOCTYPE html><title>Proxy says no</title>" * 10, "is a web page, not model weights"),
        (b"", "damaged or incomplete"),
        ((10_000).to_bytes(8, "little") + b'{"weight":', "damaged or incomplete"),
    ],
)
def test_files_that_are_no_weights_are_named_as_what_they_are(tmp_path: Path, content: bytes, sentence: str) -> None:
    (model(tmp_path) / "open_clip_model.safetensors").write_bytes(content)
    with pytest.raises(WeightsError, match=sentence):
        weights.inspect(tmp_path, "m")


@pytest.mark.parametrize("config", ["{", "[]", '{"model_cfg": {}}', '{"model_cfg": 3}'])
def test_a_configuration_that_describes_no_model_is_refused(tmp_path: Path, config: str) -> None:
    (model(tmp_path) / weights.CONFIG).write_text(config)
    with pytest.raises(WeightsError, match=weights.CONFIG):
        weights.inspect(tmp_path, "m")


def test_a_model_whose_parts_would_be_fetched_when_it_is_loaded_is_refused(tmp_path: Path) -> None:
    text = {"hf_model_name": "FacebookAI/xlm-roberta-base", "hf_tokenizer_name": "FacebookAI/xlm-roberta-base"}
    config = {"model_cfg": {**CONFIG["model_cfg"], "text_cfg": text}}
    (model(tmp_path) / weights.CONFIG).write_text(json.dumps(config))
    with pytest.raises(WeightsError, match=r"from the files of FacebookAI/xlm-roberta-base, which are not in the"):
        weights.inspect(tmp_path, "m")


def test_missing_parts_are_told(tmp_path: Path) -> None:
    with pytest.raises(WeightsError, match="There is no model folder"):
        weights.find(str(tmp_path / "nowhere"), paths.folders(tmp_path))
    (tmp_path / "a.safetensors").write_bytes(b"\x02" + bytes(7) + b"{}")
    with pytest.raises(WeightsError, match="is missing from it"):
        weights.inspect(tmp_path, "m")
    (tmp_path / "a.safetensors").unlink()
    with pytest.raises(WeightsError, match=r"holds no \.safetensors"):
        weights.inspect(tmp_path, "m")


def test_the_digest_tells_weights_and_configurations_apart(tmp_path: Path) -> None:
    one = weights.inspect(model(tmp_path / "one"), "m").digest()
    assert one == weights.inspect(model(tmp_path / "two"), "m").digest()
    (tmp_path / "two" / weights.CONFIG).write_text(json.dumps({**CONFIG, "preprocess_cfg": {"mean": [0, 0, 0]}}))
    assert one != weights.inspect(tmp_path / "two", "m").digest()
    assert len(one) == 12


@pytest.mark.parametrize(
    ("text", "many"),
    [
        ({"vocab_size": 49408}, False),
        ({}, False),
        ({"hf_tokenizer_name": "timm/ViT-B-16-SigLIP", "vocab_size": 32000}, False),
        ({"hf_tokenizer_name": "bert-base-uncased", "vocab_size": 32000}, False),
        ({"hf_tokenizer_name": "timm/ViT-B-16-SigLIP2", "vocab_size": 256000}, True),
        ({"hf_tokenizer_name": "facebook/xlm-v-base", "vocab_size": 901629}, True),
        ({"hf_tokenizer_name": "google/mt5-base"}, True),
    ],
)
def test_a_model_of_many_languages_is_known_by_its_tokenizer(text: dict[str, object], *, many: bool) -> None:
    assert weights.Weights("m", paths.assets(), paths.assets(), {"text_cfg": text}).is_multilingual is many
