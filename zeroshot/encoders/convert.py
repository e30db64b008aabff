"""Pickles to safetensors: the one place where a pickle of weights is opened, and only what holds tensors.

``torch.load(weights_only=True)`` rebuilds tensors and plain containers by a short list of functions, and refuses a
pickle that names any other (torch >= 2.10 closed the last known way round it, CVE-2026-24747). A TorchScript archive is
a program; it is refused too.
"""

from __future__ import annotations

import pickle
import shutil
import warnings
from contextlib import suppress
from typing import TYPE_CHECKING, Any

import torch
from safetensors.torch import save_file

from zeroshot.errors import EncoderError

if TYPE_CHECKING:
    from pathlib import Path

_NESTS = ("state_dict", "model_state_dict", "model")  # where training programs keep the weights among other things
_PREFIXES = ("_orig_mod.", "module.")  # what torch.compile and data-parallel training put before every name


def convert(source: Path, target: Path) -> int:
    """Write the tensors of a pickle as safetensors, whole or not at all; gives their number.

    Raises:
        EncoderError: the pickle holds anything but tensors, no weights, or the file can't be written.
    """
    tensors = _tensors(_load(source), source)
    partial = target.with_name(f".{target.name}.part")
    try:
        size = sum(tensor.nbytes for tensor in tensors.values())
        free = shutil.disk_usage(target.parent).free
        if size > free:
            raise EncoderError(f"{target} needs {size / 1e9:,.2f} GB, where {free / 1e9:,.2f} GB are free. Make room.")
        save_file(tensors, partial, metadata={"format": "pt"})
        partial.replace(target)
    except OSError as error:
        raise EncoderError(f"{target} can't be written: {error.strerror or error}. Choose another place.") from error
    finally:
        with suppress(OSError):
            partial.unlink(missing_ok=True)
    return len(tensors)


def _load(source: Path) -> object:
    """What the pickle holds, without running anything that it asks for."""
    try:
        return _mapped(source)
    except OSError as error:
        raise EncoderError(f"{source} can't be read: {error.strerror or error}.") from error
    except Exception as error:  # a damaged pickle ends in exceptions of any kind
        reason, advice = _reason(error), "Get the model as .safetensors."
        if "TorchScript" in reason:
            raise EncoderError(
                f"{source} is a TorchScript archive, which is a program, so it was not read. {advice}"
            ) from error
        if isinstance(error, pickle.UnpicklingError) and "operand" not in reason:
            told = "holds more than tensors, which could run code, so it was not read"
            raise EncoderError(f"{source} {told}: {reason}. {advice}") from error
        raise EncoderError(f"{source} is damaged, or no pickle of weights: {reason}.") from error


def _mapped(source: Path) -> object:
    """The pickle, its tensors left in the file where its form allows it, so that memory holds them once."""
    with source.open("rb") as file:
        is_archive = file.read(4) == b"PK\x03\x04"
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of pickle protocols, before it is known whether they matter
        return torch.load(source, map_location="cpu", weights_only=True, mmap=is_archive)


def _reason(error: Exception) -> str:
    """What torch found, without its long advice: the line that names it, or the first sentence."""
    lines = [line.strip() for line in str(error).splitlines() if line.strip()] or [type(error).__name__]
    told = next((line for line in lines if "GLOBAL" in line or "TorchScript" in line or "operand" in line), lines[0])
    return told.partition(". ")[0].rstrip(".")


def _tensors(loaded: object, source: Path) -> dict[str, torch.Tensor]:
    """The weights by their names, each with memory of its own, as safetensors wants them."""
    for nest in _NESTS:
        if isinstance(loaded, dict) and isinstance(loaded.get(nest), dict):
            loaded = loaded[nest]
    named: dict[Any, Any] = loaded if isinstance(loaded, dict) else {}
    found = {name: value for name, value in named.items() if isinstance(name, str) and isinstance(value, torch.Tensor)}
    if not found or any(isinstance(value, dict) for value in named.values()):
        raise EncoderError(f"{source} holds no weights by their names, so it can't be converted.")
    odd = next((name for name, value in found.items() if value.layout != torch.strided or value.is_quantized), None)
    if odd is not None:
        raise EncoderError(f"{source} holds {odd} in a form that safetensors has not. Get the model as .safetensors.")
    for prefix in _PREFIXES:
        if all(name.startswith(prefix) for name in found):
            found = {name.removeprefix(prefix): value for name, value in found.items()}
    return _separate(found)


def _separate(tensors: dict[str, torch.Tensor]) -> dict[str, torch.Tensor]:
    """The tensors, those copied that share memory with one before them or have gaps in it."""
    seen: set[int] = set()
    separate: dict[str, torch.Tensor] = {}
    for name, tensor in tensors.items():
        place = tensor.untyped_storage().data_ptr()
        is_whole = tensor.is_contiguous() and tensor.untyped_storage().nbytes() == tensor.nbytes
        separate[name] = tensor.detach() if is_whole and place not in seen else tensor.detach().clone().contiguous()
        seen.add(place)
    return separate
