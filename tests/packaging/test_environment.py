"""What bootstrap.py decides about an environment that it finds, and how it helps a bare Debian."""

from __future__ import annotations

import importlib.util
import os
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.skipif(os.name == "nt", reason="programs of POSIX stand in for real ones")


def program(path: Path, script: str) -> None:
    """A program of a few lines of shell."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.unlink(missing_ok=True)
    path.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    path.chmod(0o755)


@pytest.fixture
def done(bootstrap: Any, monkeypatch: pytest.MonkeyPatch) -> list[object]:
    """What was done to the environment; nothing really is."""
    calls: list[object] = []

    def make(checkout: Any) -> None:
        calls.append("made")
        program(checkout.python, "exit 0")

    monkeypatch.setattr(bootstrap, "make_venv", make)
    monkeypatch.setattr(bootstrap, "pip_install", lambda _, extras: calls.append(extras))
    return calls


@pytest.fixture
def checkout(bootstrap: Any, tmp_path: Path) -> Any:
    """A checkout without an environment."""
    (tmp_path / "pyproject.toml").write_text("[project]\n", encoding="utf-8")
    return bootstrap.Checkout(tmp_path)


def test_each_command_sets_up_once(bootstrap: Any, checkout: Any, done: list[object]) -> None:
    for _ in range(2):
        bootstrap.prepare(checkout, ())
    for _ in range(2):
        bootstrap.prepare(checkout, ("test",))
    bootstrap.prepare(checkout, ())
    assert done == ["made", (), ("test",)]


def test_a_changed_project_keeps_the_extras(bootstrap: Any, checkout: Any, done: list[object]) -> None:
    bootstrap.prepare(checkout, ("test",))
    (checkout.root / "pyproject.toml").write_text("[project]\nname = 'zeroshot'\n", encoding="utf-8")
    bootstrap.prepare(checkout, ())
    assert done == ["made", ("test",), ("test",)]


def test_an_environment_whose_python_has_gone_is_made_anew(bootstrap: Any, checkout: Any, done: list[object]) -> None:
    bootstrap.prepare(checkout, ())
    checkout.python.unlink()
    checkout.python.symlink_to(checkout.root / "python-that-was-upgraded-away")
    bootstrap.prepare(checkout, ())
    assert done == ["made", (), "made", ()]


def test_another_python_makes_its_own_environment(
    bootstrap: Any, checkout: Any, done: list[object], monkeypatch: pytest.MonkeyPatch
) -> None:
    bootstrap.prepare(checkout, ())
    monkeypatch.setattr(sys, "base_prefix", "/opt/another")
    bootstrap.prepare(checkout, ())
    assert done == ["made", (), "made", ()]


def test_a_copied_checkout_does_not_use_the_original_one(
    bootstrap: Any, checkout: Any, done: list[object], tmp_path: Path
) -> None:
    bootstrap.prepare(checkout, ())
    copy = bootstrap.Checkout(tmp_path / "copy")
    copy.venv.mkdir(parents=True)
    (copy.root / "pyproject.toml").write_bytes((checkout.root / "pyproject.toml").read_bytes())
    copy.stamp.write_bytes(checkout.stamp.read_bytes())
    program(copy.python, "exit 0")
    bootstrap.prepare(copy, ())
    assert done == ["made", (), "made", ()]


def test_an_environment_made_by_hand_is_used(bootstrap: Any, checkout: Any, done: list[object]) -> None:
    program(checkout.python, '[ "$2" = pip ]')
    bootstrap.prepare(checkout, ())
    assert done == [()]


def test_an_environment_made_by_hand_without_pip_gets_it(bootstrap: Any, checkout: Any, done: list[object]) -> None:
    program(checkout.python, '[ "$2" = ensurepip ]')
    bootstrap.prepare(checkout, ())
    assert done == [()]


@pytest.mark.parametrize("python", ["exit 1", "no program at all"])
def test_a_broken_environment_is_made_anew(bootstrap: Any, checkout: Any, done: list[object], python: str) -> None:
    program(checkout.python, python)
    bootstrap.prepare(checkout, ())
    assert done == ["made", ()]


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"interpreter": 1, "project": 2, "extras": 3}', "\udcff"])
def test_a_stamp_that_cannot_be_read_counts_as_none(bootstrap: Any, tmp_path: Path, text: str) -> None:
    stamp = tmp_path / "stamp"
    stamp.write_text(text, encoding="utf-8", errors="surrogateescape")
    assert bootstrap.read_stamp(stamp) is None


def test_a_failing_venv_module_is_told(bootstrap: Any, checkout: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    python = checkout.root / "python"
    program(python, 'echo "$@"; echo no room on the disk >&2; exit 3')
    monkeypatch.setattr(sys, "executable", str(python))
    with pytest.raises(bootstrap.SetupError) as caught:
        bootstrap.prepare(checkout, ())
    assert str(caught.value).splitlines() == [
        f"-m venv {checkout.venv}",
        "no room on the disk",
        "Python could not make a virtual environment; see above.",
    ]
    assert not bootstrap.read_stamp(checkout.stamp).project


def test_the_environment_is_not_made_anew_from_inside(
    bootstrap: Any, checkout: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "prefix", str(checkout.venv))
    with pytest.raises(bootstrap.SetupError, match="deactivate"):
        bootstrap.make_venv(checkout)


@pytest.fixture
def bare(bootstrap: Any, checkout: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A machine whose Python has no ensurepip; the folder of its programs. Only its apt-get tells what it was asked."""
    programs = tmp_path / "bin"
    program(programs / "env", 'shift; exec "$@"')
    program(programs / "apt-get", f'echo "$@" >> "{tmp_path}/asked"')
    program(tmp_path / "python", "exit 0")
    monkeypatch.setattr(importlib.util, "find_spec", lambda _: None)
    monkeypatch.setattr(sys, "executable", str(tmp_path / "python"))
    monkeypatch.setenv("PATH", str(programs))
    assert not checkout.venv.exists()
    assert bootstrap.shutil.which("sudo") is None
    return programs


VENV = f"python3.{sys.version_info[1]}-venv"
INSTALLED = ["update", f"install --yes --no-install-recommends {VENV}"]


def asked(checkout: Any) -> list[str]:
    """What apt-get was asked."""
    written = checkout.root / "asked"
    return written.read_text(encoding="utf-8").splitlines() if written.exists() else []


@pytest.mark.usefixtures("bare")
def test_root_on_a_bare_debian_gets_the_package(
    bootstrap: Any, checkout: Any, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    bootstrap.make_venv(checkout)
    assert asked(checkout) == INSTALLED
    assert capsys.readouterr().out == f"Installing {VENV}\n"


def test_who_may_use_sudo_gets_the_package(
    bootstrap: Any, checkout: Any, bare: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program(bare / "true", "exit 0")
    program(bare / "sudo", '[ "$1" = -n ] && shift && exec "$@"')
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    bootstrap.make_venv(checkout)
    assert asked(checkout) == INSTALLED


@pytest.mark.parametrize("sudo", [None, "exit 1"])
def test_who_may_not_is_told_the_command(
    bootstrap: Any, checkout: Any, bare: Path, monkeypatch: pytest.MonkeyPatch, sudo: str | None
) -> None:
    if sudo is not None:
        program(bare / "sudo", sudo)
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    with pytest.raises(bootstrap.SetupError, match=f"sudo apt-get install {VENV}$"):
        bootstrap.make_venv(checkout)
    assert asked(checkout) == []


def test_a_failing_apt_get_shows_its_last_lines(
    bootstrap: Any, checkout: Any, bare: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program(bare / "apt-get", "echo E: Unable to locate package >&2; exit 100")
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    with pytest.raises(bootstrap.SetupError, match="E: Unable to locate package\napt-get could not install"):
        bootstrap.make_venv(checkout)


def test_other_systems_are_told_what_is_missing(bootstrap: Any, checkout: Any, bare: Path) -> None:
    (bare / "apt-get").unlink()
    with pytest.raises(bootstrap.SetupError, match="has no ensurepip module"):
        bootstrap.make_venv(checkout)


def probed(monkeypatch: pytest.MonkeyPatch, bootstrap: Any, code: int) -> None:
    """Let the probe for Qt's libraries end with a code."""
    done = subprocess.CompletedProcess((), code, "", "Traceback\nImportError: libEGL.so.1: not there")
    monkeypatch.setattr(bootstrap.subprocess, "run", lambda *_, **__: done)


@pytest.mark.usefixtures("bare")
def test_a_machine_that_lacks_qts_libraries_gets_them(
    bootstrap: Any, checkout: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    probed(monkeypatch, bootstrap, 1)
    bootstrap.install_qt_libraries(checkout)
    assert asked(checkout) == ["update", f"install --yes --no-install-recommends {' '.join(bootstrap.QT_LIBRARIES)}"]


@pytest.mark.usefixtures("bare")
def test_a_machine_that_has_them_is_left_alone(bootstrap: Any, checkout: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    probed(monkeypatch, bootstrap, 0)
    bootstrap.install_qt_libraries(checkout)
    assert asked(checkout) == []


@pytest.mark.usefixtures("bare")
def test_without_rights_the_command_is_told_and_the_rest_works(
    bootstrap: Any, checkout: Any, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    probed(monkeypatch, bootstrap, 1)
    bootstrap.install_qt_libraries(checkout)
    told = capsys.readouterr().out
    assert "libEGL.so.1" in told
    assert "sudo apt-get install libegl1" in told
