"""Import open_clip although torch and torchvision come from different builds.

PyPI's torchvision is compiled against a CUDA torch. Beside a CPU torch its compiled operators don't load, and
its import ends in ``RuntimeError: operator torchvision::nms does not exist``: the *fake* kernels of operators
that are not there can't be registered. open_clip needs torchvision for its transforms, never for these operators.
"""

from __future__ import annotations

import importlib
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import torch

from zeroshot.encoders.unbroken import unbroken

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from types import ModuleType


@unbroken()
def import_open_clip() -> ModuleType:
    """The module open_clip, with torchvision imported first under ``tolerated_operators``."""
    with tolerated_operators("torchvision::"):
        importlib.import_module("torchvision")
    return importlib.import_module("open_clip")


@contextmanager
def tolerated_operators(prefix: str) -> Iterator[None]:
    """While open, registering a fake kernel for a missing operator whose name begins with ``prefix`` does nothing."""
    original = torch.library.register_fake

    def register_fake(op: Any, *args: Any, **options: Any) -> Callable[..., Any]:  # noqa: ANN401 - torch's signature
        if isinstance(op, str) and op.startswith(prefix) and not _exists(op):
            return lambda function: function
        register: Callable[..., Any] = original(op, *args, **options)
        return register

    torch.library.register_fake = register_fake
    try:
        yield
    finally:
        torch.library.register_fake = original


def _exists(operator: str) -> bool:
    namespace, name = operator.split("::")
    return hasattr(getattr(torch.ops, namespace), name)
