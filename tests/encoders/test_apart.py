"""Networks are made in a process of their own, which is ended when nobody wants them, and whose end is no crash."""

from __future__ import annotations

import json
import subprocess
import sys
from threading import Event, Timer
from typing import TYPE_CHECKING

import pytest

from zeroshot import weights
from zeroshot.encoders import Backend, Device, Encoder, Precision, Stage, Watch, apart, open_encoder, openvino
from zeroshot.errors import EncoderError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


@pytest.fixture
def folder(model_folder: Callable[[str], Path]) -> Path:
    """A model that is converted in moments."""
    return model_folder("tiny")


def load(folder: Path, cache: Path, watch: Watch | None = None, backend: Backend = Backend.OPENVINO) -> Encoder:
    found = weights.inspect(folder, "m")
    return open_encoder(
        found, backend=backend, device=Device.CPU, precision=Precision.FP32, cache=cache, watch=watch or Watch()
    )


@pytest.fixture
def never_here(monkeypatch: pytest.MonkeyPatch) -> None:
    """This process makes no networks."""

    def refuse(*_: object) -> None:
        pytest.fail("the networks were made here")

    monkeypatch.setattr(openvino, "converted", refuse)


def stand_in(name: str, program: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let another program be started as the process."""
    (tmp_path / f"{name}.py").write_text(program, encoding="utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.setattr(apart, "MODULE", name)


@pytest.mark.usefixtures("never_here")
def test_another_process_makes_the_networks_and_the_second_start_finds_them(folder: Path, tmp_path: Path) -> None:
    stages: list[Stage] = []
    first = load(folder, tmp_path, Watch(stages.append))
    assert stages == [Stage.PREPARING]
    (place,) = (tmp_path).glob("*/float/*")
    assert sorted(file.name for file in place.iterdir()) == [
        "manifest.json",
        "pictures.bin",
        "pictures.xml",
        "texts.bin",
        "texts.xml",
    ]
    assert load(folder, tmp_path, Watch(stages.append)).id == first.id
    assert stages == [Stage.PREPARING], "it is prepared once"


@pytest.mark.usefixtures("never_here")
def test_a_model_that_can_not_be_made_is_the_sentence_that_the_process_said(folder: Path, tmp_path: Path) -> None:
    found = weights.inspect(folder, "m")
    config = json.loads((folder / weights.CONFIG).read_text(encoding="utf-8"))
    config["model_cfg"]["embed_dim"] = 48
    other = tmp_path / "other"
    other.mkdir()
    (other / weights.CONFIG).write_text(json.dumps(config), encoding="utf-8")
    (other / found.file.name).write_bytes(found.file.read_bytes())
    with pytest.raises(EncoderError, match="don't fit their configuration"):
        load(other, tmp_path / "cache")
    assert not list((tmp_path / "cache").glob("*/float/*"))


@pytest.mark.parametrize("why", ["frozen", "no python", "no such python", "broken"])
def test_where_there_can_be_no_such_process_the_networks_are_made_here(
    folder: Path, tmp_path: Path, why: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    if why == "frozen":
        monkeypatch.setattr(sys, "frozen", True, raising=False)
    elif why == "broken":
        stand_in("broken", "raise ImportError('something is missing')", tmp_path, monkeypatch)
    else:
        monkeypatch.setattr(sys, "executable", "" if why == "no python" else str(tmp_path / "python"))
    assert load(folder, tmp_path / "cache").precision == "fp32"
    assert len(list((tmp_path / "cache").glob("*/float/*/manifest.json"))) == 1


@pytest.mark.skipif(sys.platform == "win32", reason="POSIX signals")
@pytest.mark.usefixtures("never_here")
def test_a_process_that_the_system_ends_is_one_sentence_and_torch_goes_on(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stand_in("killed", "import os, signal\nos.kill(os.getpid(), signal.SIGKILL)\n", tmp_path, monkeypatch)
    with pytest.raises(EncoderError, match=r"was ended by the system \(-9\), perhaps for want of memory\. Use --backe"):
        load(folder, tmp_path / "cache")
    assert load(folder, tmp_path / "cache", backend=Backend.AUTO).id.split("/")[1] == "open_clip"


@pytest.mark.usefixtures("never_here")
@pytest.mark.parametrize("backend", [Backend.OPENVINO, Backend.AUTO])
def test_stopping_ends_the_process_and_leaves_nothing(
    folder: Path, tmp_path: Path, backend: Backend, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun = tmp_path / "begun"
    program = f"import pathlib, time\npathlib.Path({str(begun)!r}).touch()\ntime.sleep(600)\n"
    stand_in("endless", program, tmp_path, monkeypatch)
    stop, timer = Event(), Timer(0, lambda: None)

    def stop_soon(_: Stage) -> None:
        nonlocal timer
        timer = Timer(0.5, stop.set)
        timer.start()

    with pytest.raises(EncoderError, match="Loading m was stopped"):
        load(folder, tmp_path / "cache", Watch(stop_soon, stop), backend)
    timer.join()
    assert [path for path in (tmp_path / "cache").rglob("*") if path.is_file()] == [], "no choice is remembered either"


def test_neither_the_callers_program_nor_what_lies_in_the_working_folder_is_run(folder: Path, tmp_path: Path) -> None:
    here, program = tmp_path / "here", tmp_path / "program" / "main.py"
    here.mkdir()
    program.parent.mkdir()
    (here / "torch.py").write_text("raise SystemExit('a stranger was run')", encoding="utf-8")
    program.write_text(
        "import sys\n"
        "from pathlib import Path\n"
        "from zeroshot import weights\n"
        "from zeroshot.encoders import Backend, Device, open_encoder, openvino\n"
        "print('begun')\n"
        "openvino.converted = lambda _: sys.exit('the networks were made here')\n"
        "found = weights.inspect(Path(sys.argv[1]), 'm')\n"
        "encoder = open_encoder(found, backend=Backend.OPENVINO, device=Device.CPU, cache=Path(sys.argv[2]))\n"
        "print(encoder.id.split('/')[1])\n",
        encoding="utf-8",
    )
    run = [sys.executable, str(program), str(folder), str(tmp_path / "cache")]
    done = subprocess.run(run, cwd=here, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (0, "begun\nopenvino\n"), done.stderr


def test_int8_is_made_in_a_process_of_its_own_too(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        pytest.fail("int8 was made here")

    monkeypatch.setattr(openvino, "quantised", refuse)
    monkeypatch.setattr(openvino, "TOP_1", 0.0)
    stages: list[Stage] = []
    found = weights.inspect(folder, "m")
    encoder = open_encoder(
        found, device=Device.CPU, precision=Precision.INT8, cache=tmp_path, watch=Watch(stages.append)
    )
    assert encoder.precision == "int8"
    assert stages == [Stage.PREPARING, Stage.QUANTISING]
