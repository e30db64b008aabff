"""The built wheel is whole: an installed program finds its assets where a checkout does."""

from __future__ import annotations

import fnmatch
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A wheel of this checkout."""
    folder = tmp_path_factory.mktemp("dist")
    build = [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", str(folder)]
    done = subprocess.run(build, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    (built,) = folder.glob("*.whl")
    return built


def below(folder: str) -> set[str]:
    """The files of a folder of the checkout, by their paths in it."""
    return {
        path.relative_to(ROOT).as_posix()
        for path in (ROOT / folder).rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }


def test_it_carries_the_whole_program_and_its_assets(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())
    assert below("zeroshot") <= names
    assert {f"zeroshot/{path}" for path in below("assets")} <= names


@pytest.mark.parametrize(
    "wanted",
    [
        "labels/everyday.toml",
        "negatives.txt",
        "samples/classes.txt",
        "samples/*.jpg",
        "starter/open_clip_config.json",
        "starter/*.safetensors",
        "starter/MODEL_CARD.md",
        "templates.toml",
    ],
)
def test_it_carries_what_the_program_opens(wheel: Path, wanted: str) -> None:
    with zipfile.ZipFile(wheel) as archive:
        assert fnmatch.filter(archive.namelist(), f"zeroshot/assets/{wanted}")


def test_it_carries_no_tests_and_no_caches(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        names = archive.namelist()
    assert {name.partition("/")[0].partition("-")[0] for name in names} == {"zeroshot"}
    assert not [name for name in names if name.endswith(".pyc")]
    assert len(names) == len(set(names))


def test_an_installed_program_finds_its_assets(wheel: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(tmp_path)
    tell = f"import sys; sys.path.insert(0, {str(tmp_path)!r}); from zeroshot import paths; print(paths.assets())"
    done = subprocess.run([sys.executable, "-P", "-c", tell], capture_output=True, encoding="utf-8", check=True)
    assert Path(done.stdout.strip()) == tmp_path / "zeroshot" / "assets"
