"""Pickles of weights: their tensors and nothing else."""

from __future__ import annotations

import os
import pickle
import warnings
from typing import TYPE_CHECKING

import pytest
import torch
from safetensors.torch import load_file

from zeroshot.encoders.convert import convert
from zeroshot.errors import EncoderError

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def tensors() -> dict[str, torch.Tensor]:
    """Weights of every odd kind: shared, a part of a larger one, turned, a single number, half as precise."""
    random = torch.Generator().manual_seed(0)
    first = torch.rand(3, 4, generator=random)
    return {
        "a.weight": first,
        "a.shared": first,
        "part": torch.rand(8, 8, generator=random)[:, ::2],
        "turned": torch.rand(5, 2, generator=random).T,
        "scale": torch.tensor(4.6),
        "half": torch.arange(5).to(torch.bfloat16),
        "count": torch.tensor(7),
    }


def converted(folder: Path, pickled: object, **options: object) -> dict[str, torch.Tensor]:
    torch.save(pickled, folder / "model.pt", **options)
    convert(folder / "model.pt", folder / "model.safetensors")
    assert sorted(path.name for path in folder.iterdir()) == ["model.pt", "model.safetensors"]
    return load_file(folder / "model.safetensors")


@pytest.mark.parametrize("is_archive", [True, False])
def test_all_tensors_arrive_bit_for_bit_from_both_forms_of_pickles(
    tmp_path: Path, tensors: dict[str, torch.Tensor], *, is_archive: bool
) -> None:
    found = converted(tmp_path, tensors, _use_new_zipfile_serialization=is_archive)
    assert found.keys() == tensors.keys()
    assert all(found[name].dtype == tensors[name].dtype for name in tensors)
    assert all(torch.equal(found[name], tensors[name]) for name in tensors)


@pytest.mark.parametrize("nest", ["state_dict", "model_state_dict", "model"])
@pytest.mark.parametrize("prefix", ["", "module.", "_orig_mod.", "_orig_mod.module."])
def test_weights_are_found_where_training_programs_put_them(
    tmp_path: Path, tensors: dict[str, torch.Tensor], nest: str, prefix: str
) -> None:
    named = {f"{prefix}{name}": tensor for name, tensor in tensors.items()}
    found = converted(tmp_path, {nest: named, "epoch": 32, "optimizer": {"lr": 0.1}})
    assert found.keys() == tensors.keys()


def test_a_prefix_that_not_all_have_is_part_of_the_names(tmp_path: Path) -> None:
    assert converted(tmp_path, {"module.a": torch.ones(1), "b": torch.ones(1)}).keys() == {"module.a", "b"}


def refusal(file: Path) -> str:
    """The sentence with which a file is refused; nothing came of it."""
    before = sorted(file.parent.iterdir())
    with pytest.raises(EncoderError) as told:
        convert(file, file.parent / "out.safetensors")
    assert sorted(file.parent.iterdir()) == before
    assert "\n" not in str(told.value)
    return str(told.value)


@pytest.mark.parametrize("is_archive", [True, False])
def test_what_could_run_code_never_runs(tmp_path: Path, *, is_archive: bool) -> None:
    class Canary:
        def __reduce__(self) -> tuple[object, tuple[str, ...]]:
            return os.mkdir, (str(tmp_path / "canary"),)

    file = tmp_path / "evil.pt"
    torch.save({"a": torch.ones(2), "b": Canary()}, file, _use_new_zipfile_serialization=is_archive)
    assert "holds more than tensors, which could run code, so it was not read" in refusal(file)
    file.write_bytes(pickle.dumps(Canary(), protocol=2))
    assert "mkdir" in refusal(file)
    assert not (tmp_path / "canary").exists()


def test_whole_modules_and_programs_are_refused(tmp_path: Path) -> None:
    torch.save(torch.nn.Linear(2, 2), tmp_path / "module.pt")
    assert "torch.nn.modules.linear.Linear" in refusal(tmp_path / "module.pt")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # torch advises against what others still have
        torch.jit.save(torch.jit.script(torch.nn.Linear(2, 2)), tmp_path / "script.pt")
    assert "is a TorchScript archive, which is a program" in refusal(tmp_path / "script.pt")


@pytest.mark.parametrize("content", [b"", b"<html>Please log in</html>", b"PK\x03\x04" + bytes(50), b"\x80\x02}q\x00"])
def test_what_is_no_pickle_of_weights_is_told(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "model.pt").write_bytes(content)
    assert "is damaged, or no pickle of weights" in refusal(tmp_path / "model.pt")
    assert "can't be read: No such file or directory" in refusal(tmp_path / "nowhere.pt")


@pytest.mark.parametrize("pickled", [[1, 2], {}, {"a": 1}, {"towers": {"a": torch.ones(2)}, "b": torch.ones(2)}])
def test_what_holds_no_weights_by_their_names_is_told(tmp_path: Path, pickled: object) -> None:
    torch.save(pickled, tmp_path / "model.pt")
    assert "holds no weights by their names" in refusal(tmp_path / "model.pt")


def test_tensors_that_safetensors_has_no_form_for_are_told(tmp_path: Path) -> None:
    torch.save({"thin": torch.eye(3).to_sparse()}, tmp_path / "model.pt")
    assert "holds thin in a form that safetensors has not" in refusal(tmp_path / "model.pt")


def test_a_place_that_can_not_be_written_is_told(tmp_path: Path) -> None:
    torch.save({"a": torch.ones(2)}, tmp_path / "model.pt")
    with pytest.raises(EncoderError, match="can't be written: No such file or directory"):
        convert(tmp_path / "model.pt", tmp_path / "no/such/model.safetensors")
