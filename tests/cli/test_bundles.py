"""Models on disks: exported, imported elsewhere without a network, converted, and killed in the middle."""

from __future__ import annotations

import os
import pickle
import signal
import sys
from typing import TYPE_CHECKING

import pytest
import torch

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path
    from subprocess import Popen

    from conftest import Done, Program

    Wait = Callable[[Callable[[], bool], Popen[bytes]], None]

NO_SOCKETS = """
import sys

def forbid(event, arguments):
    if event.startswith("socket."):
        raise RuntimeError(f"{event} {arguments}")
sys.addaudithook(forbid)
from zeroshot.__main__ import main
sys.exit(main())
"""
"""The program where nothing can ask for a socket, not even whether there is one."""

SLOW = """
import sys, time
from zeroshot.__main__ import main
from zeroshot.weights import parts

copy = parts.copy
def slowly(*arguments):
    for news in copy(*arguments):
        time.sleep(0.05)
        yield news
parts.copy = slowly
sys.exit(main())
"""
"""The program on a slow disk."""


@pytest.fixture(scope="module", autouse=True)
def photos(zeroshot: Program, draw: Callable[[Path, int], None]) -> None:
    """There are pictures."""
    for number in range(3):
        draw(zeroshot.folder / f"photos/{number}.png", number)


def label(zeroshot: Program, model: str | Path, home: str, python: tuple[str, ...] = ()) -> Done:
    asked = ("--classes", "dog, cat, car", "--top-k", "3", "--format", "csv")
    way = ("--device", "cpu", "--precision", "fp32", "--backend", "torch")
    return zeroshot("label", "photos", *asked, *way, "--model", model, home=home, python=python)


def test_a_bundle_made_in_one_home_works_in_another_where_sockets_are_forbidden(zeroshot: Program) -> None:
    python = ("-c", NO_SOCKETS)
    (zeroshot.folder / "stick").mkdir()
    written = zeroshot("models", "export", zeroshot.model, "stick", home="here", python=python)
    assert (written.code, written.err) == (0, "Written: stick/tiny.zsmodel, 14 MB.\n")
    brought = zeroshot("models", "import", "stick/tiny.zsmodel", home="there", python=python)
    assert (brought.code, brought.err) == (0, 'Imported to there/data/models/tiny. To use it: --model "tiny"\n')
    here, there = label(zeroshot, zeroshot.model, "here"), label(zeroshot, "tiny", "there", python)
    assert there.code == 0, there.err
    assert here.out == there.out
    assert len(there.rows) == 9
    listed = zeroshot("models", "list", home="there", python=python)
    assert "tiny" in listed.out


def test_the_guard_against_sockets_holds(zeroshot: Program) -> None:
    code = f"import sys; sys.argv = ['zeroshot', '--version']\n{NO_SOCKETS.replace('sys.exit(main())', '')}"
    run = zeroshot(python=("-c", f"{code}\nimport socket; socket.socket()"))
    assert "RuntimeError: socket.__new__" in run.err


def test_a_model_is_called_as_one_likes_and_never_replaces_another(zeroshot: Program) -> None:
    command = ("models", "import", zeroshot.model, "--name", "mine")
    first = zeroshot(*command, home="named")
    assert first.code == 0, first.err
    again = zeroshot(*command, home="named")
    assert again.code == 1
    assert again.last_line.startswith("Error: There is a model mine already: ")
    assert zeroshot("models", "import", zeroshot.model, "--name", "a/b", home="named").code == 1
    quiet = zeroshot("models", "import", zeroshot.model, "--name", "other", "--quiet", home="named")
    assert (quiet.code, quiet.out, quiet.err) == (0, "", "")
    assert sorted(path.name for path in (zeroshot.folder / "named/data/models").glob("[!.]*")) == ["mine", "other"]


def test_what_can_not_be_exported_or_imported_is_told_in_a_sentence(zeroshot: Program) -> None:
    (zeroshot.folder / "page.zsmodel").write_text("<html>Please log in</html>")
    (zeroshot.folder / "old.pt").write_bytes(pickle.dumps({}))
    for command, code, told in (
        (("export", "nowhere", "x.zsmodel"), 1, "Error: There is no model folder nowhere."),
        (("export", "starter", "x.zip"), 2, "Error: x.zip must end in .zsmodel, or be a folder."),
        (("export", "starter", "no/such/x.zsmodel"), 1, "can't be written: No such file or directory."),
        (("import", "nowhere"), 1, "Error: There is no file or folder nowhere."),
        (("import", "page.zsmodel"), 1, "Error: page.zsmodel is a web page, not a bundle"),
        (("import", "old.pt"), 1, 'zeroshot models convert "old.pt" --out "old.safetensors"'),
    ):
        run = zeroshot("models", *command, home="wrong")
        assert run.code == code, command
        assert told in run.last_line
    assert not (zeroshot.folder / "wrong/data/models").exists()


# --- stopped and killed ----------------------------------------------------------------------------------------------


def _half_done(zeroshot: Program, wait: Wait, command: tuple[str | Path, ...], pattern: str, number: int) -> Done:
    """Send a signal once some of what ``pattern`` names is written."""
    process = zeroshot.start(*command, python=("-c", SLOW))
    wait(lambda: any(path.stat().st_size > 1 << 20 for path in zeroshot.folder.glob(pattern)), process)
    process.send_signal(number)
    return zeroshot.end(process)


@pytest.mark.skipif(sys.platform == "win32", reason="POSIX signals")
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGKILL])
def test_an_import_that_ends_in_the_middle_is_no_model_and_can_be_done_again(
    zeroshot: Program, wait_until: Wait, number: signal.Signals
) -> None:
    home = f"import-{number}"
    zeroshot("models", "export", zeroshot.model, "tiny.zsmodel", home=home)
    command = ("models", "import", "tiny.zsmodel", "--home", home)
    ended = _half_done(zeroshot, wait_until, command, f"{home}/data/models/.tiny.partial/*.safetensors", number)
    models = zeroshot.folder / home / "data/models"
    assert not list(models.glob("[!.]*"))
    listed = zeroshot("models", "list", home=home).out.splitlines()
    assert all("not ended" in line for line in listed if line.startswith("tiny "))
    if number == signal.SIGINT:
        assert ended.code == 130
        assert ended.last_line == "Stopped. Nothing is left of it."
        assert not (models / ".tiny.partial").exists()
    again = zeroshot(*command)
    assert again.code == 0, again.err
    assert not (models / ".tiny.partial").exists()
    assert label(zeroshot, "tiny", home).out == label(zeroshot, zeroshot.model, home).out


@pytest.mark.skipif(sys.platform == "win32", reason="POSIX signals")
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGKILL])
def test_an_export_that_ends_in_the_middle_leaves_the_old_bundle(
    zeroshot: Program, wait_until: Wait, number: signal.Signals
) -> None:
    file = zeroshot.folder / f"out-{number}" / "tiny.zsmodel"
    file.parent.mkdir()
    file.write_text("the bundle of another day")
    command = ("models", "export", zeroshot.model, file, "--home", "home")
    ended = _half_done(zeroshot, wait_until, command, f"{file.parent.name}/.tiny.zsmodel.*.part", number)
    assert file.read_text() == "the bundle of another day"
    if number == signal.SIGINT:
        assert ended.code == 130
        assert list(file.parent.iterdir()) == [file]
    assert zeroshot(*command).code == 0
    assert list(file.parent.iterdir()) == [file]
    assert zeroshot("models", "import", file, home=f"after-{number}").code == 0


# --- pickles ---------------------------------------------------------------------------------------------------------


class Canary:
    """Makes a folder when it is unpickled."""

    def __reduce__(self) -> tuple[object, tuple[str, ...]]:
        return os.mkdir, ("canary",)


def test_a_pickle_is_converted_after_a_yes_and_imported(zeroshot: Program, tiny_model: Path) -> None:
    from safetensors.torch import load_file

    tensors = load_file(tiny_model / "open_clip_model.safetensors")
    torch.save({"state_dict": {f"module.{name}": value for name, value in tensors.items()}}, zeroshot.folder / "m.pt")
    command = ("models", "convert", "m.pt", "--out", "m.safetensors")
    unasked = zeroshot(*command)
    assert unasked.code == 2
    assert "A pickle can run any code when it is loaded." in unasked.err
    assert unasked.last_line == "Error: There is nobody to ask. If you trust where the file is from, say --yes."
    assert not (zeroshot.folder / "m.safetensors").exists()
    done = zeroshot(*command, "--yes")
    assert done.code == 0, done.err
    assert f"{len(tensors)} tensors, 14 MB" in done.err
    converted = load_file(zeroshot.folder / "m.safetensors")
    assert converted.keys() == tensors.keys()
    assert all(torch.equal(converted[name], tensors[name]) for name in tensors)
    told = zeroshot("models", "import", "m.safetensors", "--architecture", "ViT-B-32", home="home")
    assert "its token_embedding.weight has the shape 49408 x 64, not 49408 x 512" in told.last_line
    assert zeroshot("models", "convert", "m.pt", "--out", "m.bin", "--yes").code == 2


def test_a_canary_in_a_pickle_never_sings(zeroshot: Program) -> None:
    torch.save({"a": torch.ones(2), "b": Canary()}, zeroshot.folder / "evil.pt")
    (zeroshot.folder / "bare.pt").write_bytes(pickle.dumps(Canary(), protocol=2))
    for name in ("evil.pt", "bare.pt"):
        run = zeroshot("models", "convert", name, "--out", "evil.safetensors", "--yes")
        assert run.code == 1
        assert f"{name} holds more than tensors, which could run code, so it was not read" in run.last_line
        assert zeroshot("models", "import", name, home="home").code == 1
    assert not (zeroshot.folder / "canary").exists()
    assert not list(zeroshot.folder.glob("*evil*safetensors*"))


@pytest.mark.skipif(sys.platform == "win32", reason="pseudo-terminals")
@pytest.mark.parametrize(("answer", "code"), [("y", 0), ("n", 130), ("", 130)])
def test_at_a_terminal_one_is_asked(zeroshot: Program, answer: str, code: int) -> None:
    import pty
    import subprocess

    torch.save({"a": torch.ones(2)}, zeroshot.folder / "ask.pt")
    out = zeroshot.folder / f"asked-{answer}.safetensors"
    ours, theirs = pty.openpty()
    with subprocess.Popen(
        [sys.executable, "-m", "zeroshot", "models", "convert", "ask.pt", "--out", out.name],
        cwd=zeroshot.folder, stdin=theirs, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
    ) as process:  # fmt: skip
        os.write(ours, f"{answer}\n".encode())
        told = process.communicate(timeout=600)[0].decode()
    os.close(ours)
    os.close(theirs)
    assert process.returncode == code, told
    assert "Convert ask.pt? [y/N]" in told
    assert out.exists() == (code == 0)


def test_help_of_all_commands_loads_nothing_heavy(zeroshot: Program) -> None:
    code = (
        "import sys; from zeroshot.cli import main\n"
        "for name in ('export', 'import', 'convert'): main(['models', name, '--help'])\n"
        "print([name for name in ('numpy', 'torch', 'safetensors', 'rich') if name in sys.modules])"
    )
    run = zeroshot(python=("-c", code))
    assert run.out.splitlines()[-1] == "[]"
    assert "--architecture" in run.out
