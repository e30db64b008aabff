"""A fake checkout that sets up in seconds, without a network, and bootstrap.py as a module."""

from __future__ import annotations

import importlib.util
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from types import ModuleType

ROOT = Path(__file__).parents[2]
FAKE = Path(__file__).parent / "fake_checkout"
PYTEST = "import sys; print('pytest', *sys.argv[1:]); sys.exit(5)"
"""The fake checkout's test runner: it ends with a code that nothing else ends with."""


@dataclass(frozen=True)
class FakeCheckout:
    """A checkout with the real bootstrap.py and a program that does nothing."""

    root: Path
    environment: dict[str, str]

    @property
    def venv(self) -> Path:
        """Its virtual environment."""
        return self.root / ".venv"

    def command(self, *arguments: str) -> list[str]:
        """The command line of its bootstrap.py."""
        return [sys.executable, str(self.root / "packaging" / "bootstrap.py"), *arguments]

    def start(self, *arguments: str, **environment: str) -> subprocess.Popen[str]:
        """Start bootstrap.py in another folder, in a process group of its own."""
        return subprocess.Popen(
            self.command(*arguments),
            cwd=self.root.parent,
            env={**self.environment, **environment},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            encoding="utf-8",
            start_new_session=True,
        )

    def bootstrap(self, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
        """Run bootstrap.py to its end."""
        process = self.start(*arguments, **environment)
        out, err = process.communicate(timeout=120)
        return subprocess.CompletedProcess(process.args, process.returncode, out, err)


def load(path: Path) -> ModuleType:
    """A script as a module."""
    spec = importlib.util.spec_from_file_location(path.stem, path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def make_checkout(folder: Path) -> FakeCheckout:
    """A new fake checkout; the one package of its test extra lies beside it, and no index is asked."""
    root = folder / "Früchte & Käse" / "zero shot"
    shutil.copytree(FAKE, root, ignore=shutil.ignore_patterns("__pycache__"))
    (root / "packaging").mkdir()
    shutil.copy(ROOT / "packaging" / "bootstrap.py", root / "packaging")
    wheels = folder / "wheels"
    wheels.mkdir()
    backend: Any = load(FAKE / "backend.py")
    backend.write_wheel(wheels, "pytest", {"pytest.py": PYTEST})
    kept = {key: value for key, value in os.environ.items() if not key.startswith(("PIP_", "COV_", "COVERAGE"))}
    offline = {"PIP_NO_INDEX": "1", "PIP_FIND_LINKS": wheels.as_uri(), "PIP_CONFIG_FILE": os.devnull}
    return FakeCheckout(root, {**kept, **offline, "PYTHONUTF8": "1"})


@pytest.fixture
def fresh(tmp_path: Path) -> FakeCheckout:
    """A checkout in which nothing was done yet."""
    return make_checkout(tmp_path)


@pytest.fixture(scope="module")
def ready(tmp_path_factory: pytest.TempPathFactory) -> FakeCheckout:
    """A checkout whose environment holds the program and the test extra."""
    checkout = make_checkout(tmp_path_factory.mktemp("ready"))
    done = checkout.bootstrap("test")
    assert done.returncode == 5, done.stderr
    return checkout


@pytest.fixture
def bootstrap() -> Any:
    """bootstrap.py as a module, whose names a test may replace."""
    return load(ROOT / "packaging" / "bootstrap.py")
