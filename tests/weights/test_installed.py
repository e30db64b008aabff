"""Installed models: told, verified, and removed without anything of somebody else's."""

from __future__ import annotations

import json
import shutil
from threading import Event
from typing import TYPE_CHECKING

import pytest
from faulty_hub import trickling
from small_model import NEEDED, WEIGHTS

from zeroshot import weights
from zeroshot.errors import ChecksumError, WeightsError
from zeroshot.weights import hub as downloads
from zeroshot.weights import installed, manifest, staging

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from faulty_hub import FaultyHub

    from zeroshot.paths import Folders
    from zeroshot.weights.catalogue import Entry

    Fetch = Callable[..., list[tuple[int, int]]]


@pytest.fixture
def small(hub: FaultyHub, fetch: Fetch, folders: Folders) -> Path:
    """The folder of a model that was fetched."""
    assert hub.endpoint
    fetch()
    return folders.models / "small"


@pytest.fixture
def half(hub: FaultyHub, entry: Entry, folders: Folders) -> Path:
    """The hidden folder of a download that was stopped."""
    stop = Event()
    hub.faults[WEIGHTS].append(trickling(65_536, hub.quit))
    for step in downloads.get(entry, folders, stop):
        if step.done > step.total // 2:
            stop.set()
    return staging.partial("small", folders)


def test_the_starter_and_what_was_fetched_are_told_with_their_manifests(small: Path, folders: Folders) -> None:
    starter, found = installed.installed(folders)
    assert (starter.name, starter.is_starter, starter.manifest, starter.problem) == ("starter", True, None, "")
    assert (found.name, found.folder, found.is_starter, found.problem) == ("small", small, False, "")
    assert found.manifest == manifest.read(small)
    assert found.manifest is not None
    assert found.size == found.manifest.size + (small / manifest.MANIFEST).stat().st_size


def test_what_is_wrong_with_a_model_is_told_and_costs_the_others_nothing(small: Path, folders: Folders) -> None:
    for name, break_it in {
        "no-weights": lambda folder: (folder / WEIGHTS).unlink(),
        "no-tokenizer": lambda folder: (folder / "tokenizer.json").unlink(),
        "odd-manifest": lambda folder: (folder / manifest.MANIFEST).write_text("{"),
    }.items():
        break_it(shutil.copytree(small, folders.models / name))
    told = {found.name: found.problem for found in installed.installed(folders)}
    assert "holds no .safetensors file" in told["no-weights"]
    assert "tokenizer.json is missing" in told["no-tokenizer"]
    assert "can't be understood" in told["odd-manifest"]
    assert told["small"] == told["starter"] == ""


def test_a_download_that_has_not_ended_is_no_model_but_is_told(half: Path, folders: Folders) -> None:
    (found,) = installed.partials(folders)
    assert (found.name, found.folder) == ("small", half)
    assert found.size > 500_000
    assert [found.name for found in installed.installed(folders)] == ["starter"]


def test_a_whole_model_is_verified_with_progress(small: Path, folders: Folders) -> None:
    steps = list(installed.verify("small", folders, Event()))
    assert steps[-1].done == steps[-1].total > 1_000_000
    (small / WEIGHTS).write_bytes((small / WEIGHTS).read_bytes()[:-1] + b"?")
    with pytest.raises(ChecksumError, match="is not what was installed"):
        list(installed.verify("small", folders, Event()))


def test_what_has_no_manifest_cannot_be_verified(small: Path, folders: Folders) -> None:
    (small / manifest.MANIFEST).unlink()
    for name in ("small", "starter"):
        with pytest.raises(WeightsError, match=f"{name} was not installed by Zeroshot"):
            list(installed.verify(name, folders, Event()))
    with pytest.raises(WeightsError, match="There is no installed model other"):
        list(installed.verify("other", folders, Event()))


def test_removing_takes_everything_that_was_fetched(small: Path, folders: Folders) -> None:
    assert installed.remove("small", folders) == ()
    assert not small.exists()
    with pytest.raises(WeightsError, match="There is no installed model small"):
        installed.remove("small", folders)


def test_removing_takes_what_was_converted_from_it_and_no_other_models(small: Path, folders: Folders) -> None:
    own, other = folders.networks / weights.inspect(small, "small").digest(), folders.networks / "0123456789ab"
    for folder in (own, other):
        (folder / "float").mkdir(parents=True)
        (folder / "float" / "pictures.xml").write_text("<net/>")
    installed.remove("small", folders)
    assert list(folders.networks.iterdir()) == [other]


def test_removing_leaves_what_somebody_else_put_there(small: Path, folders: Folders) -> None:
    (small / "deep").mkdir()
    mine = [small / "deep" / "notes.txt", small / "notes.txt"]
    for file in mine:
        file.write_text("mine")
    assert installed.remove("small", folders) == tuple(mine)
    assert sorted(path.name for path in small.iterdir()) == ["deep", "notes.txt"]


def test_a_manifest_that_names_files_outside_removes_nothing(small: Path, folders: Folders, tmp_path: Path) -> None:
    (tmp_path / "precious").write_text("mine")
    said = json.loads((small / manifest.MANIFEST).read_bytes())
    said["files"][0]["path"] = "../../../../precious"
    (small / manifest.MANIFEST).write_text(json.dumps(said))
    with pytest.raises(WeightsError, match="can't be understood"):
        installed.remove("small", folders)
    assert (tmp_path / "precious").exists()
    assert {file.name for file in small.iterdir()} == {*NEEDED, manifest.MANIFEST}


@pytest.mark.parametrize("name", ["", ".", "..", "../outside", "deep/er", "starter"])
def test_only_installed_models_are_removed(small: Path, folders: Folders, name: str) -> None:
    for place in (folders.models / "../outside", folders.models / "deep/er"):
        shutil.copytree(small, place)
    with pytest.raises(WeightsError, match=r"There is no installed model|part of Zeroshot"):
        installed.remove(name, folders)
    assert (folders.models / "../outside" / WEIGHTS).exists()
    assert (folders.models / "deep/er" / WEIGHTS).exists()


def test_a_folder_that_somebody_linked_is_not_removed(small: Path, folders: Folders, tmp_path: Path) -> None:
    small.rename(tmp_path / "elsewhere")
    small.symlink_to(tmp_path / "elsewhere", target_is_directory=True)
    with pytest.raises(WeightsError, match="was not installed by Zeroshot"):
        installed.remove("small", folders)
    assert (tmp_path / "elsewhere" / WEIGHTS).exists()


def test_what_an_unfinished_download_left_is_removed_but_nothing_else(
    half: Path, folders: Folders, hub: FaultyHub, fetch: Fetch
) -> None:
    (half / "notes.txt").write_text("mine")
    assert installed.remove("small", folders) == (half / "notes.txt",)
    (half / "notes.txt").unlink()
    assert installed.remove("small", folders) == ()
    assert not half.exists()
    assert installed.partials(folders) == ()
    hub.requests.clear()
    fetch()
    assert hub.asked(WEIGHTS) == [0]


def test_a_model_that_another_program_is_at_is_not_removed(small: Path, folders: Folders) -> None:
    with staging.alone("small", folders), pytest.raises(WeightsError, match="Another Zeroshot is just"):
        installed.remove("small", folders)
    assert (small / WEIGHTS).exists()
