"""bootstrap.py as a person starts it: real environments and a real pip, on a fake checkout."""

from __future__ import annotations

import ast
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from tests.packaging.conftest import FakeCheckout

SCRIPT = Path(__file__).parents[2] / "packaging" / "bootstrap.py"
LABEL = "zeroshot label assets/samples --labels assets/samples/classes.txt"
posix = pytest.mark.skipif(os.name == "nt", reason="signals of POSIX")


def wait_for(path: Path) -> None:
    """Return as soon as a file is there."""
    until = time.monotonic() + 60
    while not path.exists():
        assert time.monotonic() < until, f"{path} never came"
        time.sleep(0.02)


def touch_project(checkout: FakeCheckout) -> None:
    """A pull that changed pyproject.toml."""
    with (checkout.root / "pyproject.toml").open("a", encoding="utf-8") as project:
        project.write("# changed\n")


def test_run_labels_the_samples_then_shows_them_and_says_where_the_csv_is(ready: FakeCheckout) -> None:
    done = ready.bootstrap("run")
    csv = ready.root / "results.csv"
    answers = ["dog    0.91  a.jpg", "a cat  0.5  b.jpg"]
    assert done.stdout.splitlines() == [f"{LABEL} --out results.csv", *answers, f"The same as CSV: {csv}"]
    assert csv.exists()
    assert (done.returncode, done.stderr) == (0, "")


def test_test_passes_arguments_to_pytest_and_its_exit_code_back(ready: FakeCheckout) -> None:
    done = ready.bootstrap("test", "-k", "two words", "--help")
    assert done.stdout == "pytest -k two words --help\n"
    assert done.returncode == 5


def test_a_second_start_needs_neither_pip_nor_network(ready: FakeCheckout) -> None:
    done = ready.bootstrap("test", FAKE_BUILD="fail")
    assert done.stdout == "pytest\n"


def test_a_failing_program_ends_the_run_with_its_code(ready: FakeCheckout) -> None:
    done = ready.bootstrap("run", FAKE_RUN="7")
    assert done.stdout == f"{LABEL} --out results.csv\n"
    assert done.returncode == 7


@posix
def test_a_killed_program_is_told_as_a_shell_would(ready: FakeCheckout) -> None:
    assert ready.bootstrap("run", FAKE_RUN="crash").returncode == 128 + signal.SIGKILL


@posix
def test_ctrl_c_ends_with_130_and_no_traceback_of_ours(ready: FakeCheckout) -> None:
    process = ready.start("run", FAKE_RUN="wait")
    assert process.stdout is not None
    assert process.stdout.readline() == f"{LABEL} --out results.csv\n"
    os.killpg(process.pid, signal.SIGINT)
    _, err = process.communicate(timeout=30)
    assert process.returncode == 130
    assert "bootstrap.py" not in err


def test_a_changed_project_is_installed_again_into_the_same_environment(ready: FakeCheckout) -> None:
    mark = ready.venv / "mark"
    mark.touch()
    touch_project(ready)
    done = ready.bootstrap("run")
    assert done.stdout.startswith(f"Setting up {ready.venv}")
    assert "  Installing\n" in done.stdout
    assert mark.exists()
    assert ready.bootstrap("test").stdout == "pytest\n", "the extra of before was forgotten"


@posix
def test_an_environment_left_by_a_killed_install_is_made_anew(ready: FakeCheckout) -> None:
    mark = ready.venv / "mark"
    mark.touch()
    touch_project(ready)
    process = ready.start("test", FAKE_BUILD="wait")
    wait_for(ready.root / "waiting")
    os.killpg(process.pid, signal.SIGKILL)
    process.communicate(timeout=30)
    assert ready.bootstrap("test").returncode == 5
    assert not mark.exists()


def test_a_failing_pip_shows_its_last_lines_and_one_sentence(ready: FakeCheckout) -> None:
    before = (ready.venv / "zeroshot-setup.json").read_text(encoding="utf-8")
    touch_project(ready)
    done = ready.bootstrap("run", FAKE_BUILD="fail")
    assert "the fake backend was told to fail" in done.stderr
    assert done.stderr.splitlines()[-1].startswith("pip could not install Zeroshot; see above.")
    assert done.returncode == 1
    (ready.venv / "zeroshot-setup.json").write_text(before, encoding="utf-8")


@pytest.mark.parametrize("arguments", [[], ["runs"], ["run", "fast"]])
def test_a_wrong_command_line_gets_the_usage(fresh: FakeCheckout, arguments: list[str]) -> None:
    done = fresh.bootstrap(*arguments)
    assert "python3 packaging/bootstrap.py run" in done.stderr
    assert (done.returncode, done.stdout) == (2, "")
    assert not fresh.venv.exists()


def test_help_is_no_error(fresh: FakeCheckout) -> None:
    done = fresh.bootstrap("run", "--help")
    assert "python3 packaging/bootstrap.py test" in done.stdout
    assert done.returncode == 0


def test_a_copy_of_the_script_alone_says_that_there_is_no_checkout(fresh: FakeCheckout) -> None:
    (fresh.root / "pyproject.toml").unlink()
    done = fresh.bootstrap("run")
    assert done.stderr.startswith("This script belongs into a checkout of Zeroshot")
    assert done.returncode == 1


@posix
def test_an_environment_that_cannot_be_removed_is_left_to_the_person(fresh: FakeCheckout) -> None:
    fresh.venv.symlink_to(fresh.root / "zeroshot", target_is_directory=True)
    done = fresh.bootstrap("run")
    assert done.stderr.startswith(f"Remove {fresh.venv} by hand, and start this once more")
    assert done.returncode == 1
    assert (fresh.root / "zeroshot" / "__main__.py").exists()


def test_an_older_python_gets_a_sentence() -> None:
    older = "import runpy, sys; sys.version_info = (3, 8, 18); runpy.run_path(sys.argv[1], run_name='__main__')"
    done = subprocess.run([sys.executable, "-c", older, SCRIPT], capture_output=True, text=True, check=False)
    assert done.stderr.startswith("Zeroshot needs Python 3.11 or newer, and ")
    assert " is 3.8. " in done.stderr
    assert done.returncode == 1


def test_an_older_python_can_read_the_script() -> None:
    ast.parse(SCRIPT.read_text(encoding="utf-8"), feature_version=(3, 7))


def test_an_old_windows_console_is_no_reason_to_fail(fresh: FakeCheckout) -> None:
    (fresh.root / "pyproject.toml").unlink()
    done = subprocess.run(
        fresh.command("run"),
        capture_output=True,
        encoding="ascii",
        env={**fresh.environment, "PYTHONUTF8": "0", "PYTHONIOENCODING": "ascii:strict"},
        check=False,
    )
    assert "Fr?chte" in done.stderr or "Fr\\xfcchte" in done.stderr
    assert done.returncode == 1


def test_pip_is_told_by_its_downloads_only(bootstrap: Any) -> None:
    assert bootstrap.told("  Downloading torch-2.13.0.whl (526.6 MB)\n") == "  Downloading torch-2.13.0.whl (526.6 MB)"
    assert bootstrap.told("Using cached rich-15.0.0.whl (310 kB)\n") == "  Using cached rich-15.0.0.whl (310 kB)"
    assert bootstrap.told("Installing collected packages: a, b, c\n") == "  Installing"
    assert not bootstrap.told("Downloading torch-2.13.0.whl.metadata (30 kB)\n")
    assert not bootstrap.told("Collecting torch\n")
