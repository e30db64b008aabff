"""The package openvino, imported without its telemetry, and what it can do here."""

from __future__ import annotations

import importlib
import sys
from contextlib import contextmanager
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any, TypeAlias

from zeroshot.encoders.unbroken import unbroken

if TYPE_CHECKING:
    from collections.abc import Iterator

Network: TypeAlias = Any
"""An ``openvino.Model``; the package need not be there."""

_TELEMETRY = "openvino_telemetry"


def is_installed() -> bool:
    """Whether openvino is there; asking imports nothing."""
    return find_spec("openvino") is not None


def can_quantise() -> bool:
    """Whether int8 can be made: openvino and nncf are there; asking imports nothing."""
    return is_installed() and find_spec("nncf") is not None


def versions() -> str:
    """The versions of what makes and runs networks, as part of a folder's name."""
    return "-".join(_version(package) for package in ("openvino", "torch", "open_clip_torch"))


def nncf_version() -> str:
    """The version of what quantises, as part of a folder's name."""
    return _version("nncf")


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return "0"


def openvino() -> Any:  # noqa: ANN401 - a package that need not be there
    """The package openvino."""
    with unbroken(), without_telemetry():
        importlib.import_module("openvino.tools.ovc.convert_impl")  # convert_model itself would import it too late
        return importlib.import_module("openvino")


@cache
def core() -> Any:  # noqa: ANN401 - a package that need not be there
    """OpenVINO's core, one for as long as the process lives.

    OpenVINO tells the system to run signal handlers of the thread that first used a core on a stack of its own, and
    frees that stack with the last core, on whichever thread that ends: from then on Ctrl-C was a crash (2026.4.1).
    """
    return openvino().Core()


def nncf() -> Any:  # noqa: ANN401 - a package that need not be there
    """The package nncf."""
    with unbroken(), without_telemetry():
        return importlib.import_module("nncf")


@contextmanager
def without_telemetry() -> Iterator[None]:
    """While open, ``openvino_telemetry`` can't be imported.

    openvino and nncf report conversions to Google Analytics by it, without having asked, and write an id into the
    user's home folder. Without it they do the same work and say nothing. Nothing leaves the machine through Zeroshot.
    """
    modules: dict[str, Any] = sys.modules
    before = modules.get(_TELEMETRY)
    modules[_TELEMETRY] = None  # what the import system takes for "there is none"
    try:
        yield
    finally:
        del modules[_TELEMETRY]
        if before is not None:
            modules[_TELEMETRY] = before


def has_bf16() -> bool:
    """Whether OpenVINO computes in bf16 on this processor by itself."""
    return "BF16" in core().get_property("CPU", "OPTIMIZATION_CAPABILITIES")
