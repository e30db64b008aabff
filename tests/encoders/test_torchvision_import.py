"""The work-around for a torchvision that was built for another torch."""

from __future__ import annotations

import subprocess
import sys

import pytest
import torch

from zeroshot.encoders.torchvision_import import import_open_clip, tolerated_operators


def test_open_clip_comes_whole_and_torch_is_as_it_was() -> None:
    code = (
        "import torch; before = torch.library.register_fake\n"
        "from zeroshot.encoders.torchvision_import import import_open_clip\n"
        "print(import_open_clip().list_models()[:1], torch.library.register_fake is before)"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.strip().endswith("True")
    assert import_open_clip() is import_open_clip()


def test_only_missing_operators_of_the_named_library_are_tolerated() -> None:
    with tolerated_operators("torchvision::"):
        torch.library.register_fake("torchvision::no_such_operator")(lambda x: x)
        with pytest.raises(RuntimeError, match="no_such"):
            torch.library.register_fake("elsewhere::no_such_operator")(lambda x: x)
    with pytest.raises(RuntimeError, match="no_such"):
        torch.library.register_fake("torchvision::no_such_operator")(lambda x: x)
