"""What hubs, proxies and disks do wrong: one sentence each, and never something that only looks whole."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from dataclasses import replace
from threading import Event
from typing import TYPE_CHECKING

import pytest
from faulty_hub import Handler, altered, disguised_page, refused, shortened, web_page
from small_model import CONFIG, REPOSITORY, WEIGHTS

from zeroshot import paths, weights
from zeroshot.errors import ChecksumError, DownloadError, WeightsError
from zeroshot.weights import hub as downloads
from zeroshot.weights import staging, transport

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from faulty_hub import Fault, FaultyHub

    from zeroshot.paths import Folders
    from zeroshot.weights.catalogue import Entry

    Fetch = Callable[..., list[tuple[int, int]]]

CONFIG_FILE = "open_clip_config.json"


def require_no_model(folders: Folders) -> None:
    assert weights.names(folders) == ("starter",)
    assert not staging.place("small", folders).exists()


def require_model(folders: Folders, hub: FaultyHub) -> None:
    found = weights.find("small", folders)
    assert found.file.read_bytes() == hub.repositories[REPOSITORY][WEIGHTS]
    assert not staging.partial("small", folders).exists()


@pytest.mark.parametrize("name", ["api", CONFIG_FILE, WEIGHTS])
@pytest.mark.parametrize(
    ("status", "sentence"),
    [
        (401, "only to whom it knows .401.*agree to the model's terms.*HF_TOKEN"),
        (403, "only to whom it knows .403.*agree to the model's terms.*HF_TOKEN"),
        (404, "has no .*makers/small.*moved or renamed"),
        (410, "refuses .*makers/small.* .410."),
    ],
)
def test_what_is_refused_is_told_at_once(  # noqa: PLR0917 - fixtures and parameters
    hub: FaultyHub, fetch: Fetch, folders: Folders, name: str, status: int, sentence: str
) -> None:
    hub.spoiled[name] = refused(status)
    with pytest.raises(DownloadError, match=sentence):
        fetch()
    assert [made.name for made in hub.requests if made.machine == "hub"].count(name) == 1, "asking again is no use"
    require_no_model(folders)


@pytest.mark.parametrize("name", ["api", CONFIG_FILE, WEIGHTS])
@pytest.mark.parametrize("fault", [refused(429), refused(429, Retry_After="0"), refused(500), refused(503)])
def test_a_hub_that_has_too_much_to_do_is_asked_again_but_not_for_ever(
    hub: FaultyHub, fetch: Fetch, folders: Folders, name: str, fault: Fault
) -> None:
    hub.spoiled[name] = fault
    with pytest.raises(DownloadError, match=r"too much to do or is out of order \((429|500|503)\)"):
        fetch()
    assert [made.name for made in hub.requests if made.machine == "hub"].count(name) == 5
    require_no_model(folders)
    hub.spoiled.clear()
    hub.faults[name].extend([fault, fault])
    fetch()
    require_model(folders, hub)


def test_a_hub_is_waited_for_as_long_as_it_asks_within_reason(
    hub: FaultyHub, fetch: Fetch, folders: Folders, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Watch(Event):
        waits: list[float | None] = []  # noqa: RUF012 - of one test

        def wait(self, timeout: float | None = None) -> bool:
            self.waits.append(timeout)
            return False

    monkeypatch.setattr(transport, "PAUSES", (0.25,) * 4)
    hub.faults["api"].extend([refused(429, Retry_After="7"), refused(503)])
    hub.faults[WEIGHTS].append(refused(429, Retry_After="Wed, 21 Oct 2015 07:28:00 GMT"))
    fetch(Watch())
    assert Watch.waits == [7.0, 0.25, 0.0]
    require_model(folders, hub)
    shutil.rmtree(folders.models)
    hub.faults["api"].append(refused(429, Retry_After="1800"))
    with pytest.raises(DownloadError, match="asks to wait for 30 minutes"):
        fetch()


@pytest.mark.parametrize("name", [CONFIG_FILE, "tokenizer.json", WEIGHTS])
@pytest.mark.parametrize(
    ("fault", "sentence"),
    [
        (web_page, "gave a web page in place of .* a proxy, a login or a company's filter"),
        (disguised_page, "gave a web page in place of "),
        (shortened, "bytes in place of "),
        (altered, "came damaged: its SHA-256 is not the one it should have. It was deleted"),
    ],
)
def test_a_file_that_is_not_what_it_should_be_is_deleted_and_fetched_again(  # noqa: PLR0917 - as above
    hub: FaultyHub, fetch: Fetch, folders: Folders, name: str, fault: Fault, sentence: str
) -> None:
    hub.faults[name].append(fault)
    with pytest.raises(ChecksumError, match=sentence):
        fetch()
    require_no_model(folders)
    fetch()
    require_model(folders, hub)
    assert [made.begin for made in hub.requests if made.name == name][-1] == 0


def test_a_web_page_in_place_of_the_list_of_files_is_named_as_that(
    hub: FaultyHub, fetch: Fetch, folders: Folders
) -> None:
    def no_list(handler: Handler, _: bytes) -> None:
        handler.reply(b"[1, 2]", headers={"Content-Type": "application/json"})

    for fault in (web_page, no_list):
        hub.spoiled["api"] = fault
        with pytest.raises(ChecksumError, match="gave a web page in place of the list of files"):
            fetch()
    require_no_model(folders)


def test_a_file_that_is_another_one_than_the_catalogue_knows_is_not_fetched(
    hub: FaultyHub, folders: Folders, entry: Entry
) -> None:
    known = replace(entry, files={CONFIG_FILE: "0" * 64, WEIGHTS: ""})
    with pytest.raises(ChecksumError, match="came damaged"):
        list(downloads.get(known, folders, Event()))
    with pytest.raises(ChecksumError, match="is another one than the catalogue knows"):
        downloads.plan(replace(entry, files={WEIGHTS: "0" * 64}), folders)
    require_no_model(folders)
    assert hub.asked(WEIGHTS) == []


@pytest.mark.parametrize(
    ("missing", "sentence"),
    [
        ({CONFIG_FILE}, "is no open_clip model: it has no open_clip_config.json"),
        ({WEIGHTS, "model.safetensors"}, "only as a pickle.*zeroshot models convert"),
        ({WEIGHTS, "model.safetensors", "open_clip_pytorch_model.bin"}, "has no weights"),
    ],
)
def test_a_repository_without_a_model_that_could_be_loaded_is_told(
    hub: FaultyHub, entry: Entry, folders: Folders, missing: set[str], sentence: str
) -> None:
    for name in missing:
        del hub.repositories[REPOSITORY][name]
    with pytest.raises(DownloadError, match=sentence):
        downloads.plan(entry, folders)


def test_several_weights_files_are_not_chosen_between_by_chance(hub: FaultyHub, entry: Entry, folders: Folders) -> None:
    files = hub.repositories[REPOSITORY]
    files["a.safetensors"] = files["b.safetensors"] = files.pop(WEIGHTS)
    del files["model.safetensors"]
    with pytest.raises(DownloadError, match=r"several weights files \(a.safetensors, b.safetensors\)"):
        downloads.plan(entry, folders)
    plan = downloads.plan(replace(entry, files={CONFIG_FILE: "", "b.safetensors": ""}), folders)
    assert [file.path for file in plan.files] == [CONFIG_FILE, "b.safetensors"]


def test_a_file_that_would_lie_outside_its_folder_is_not_even_asked_for(
    hub: FaultyHub, fetch: Fetch, folders: Folders, tmp_path: Path
) -> None:
    hub.repositories[REPOSITORY]["../README.md"] = b"out"
    hub.repositories[REPOSITORY]["..\\LICENSE"] = b"out"
    fetch()
    require_model(folders, hub)
    assert not [made.name for made in hub.requests if ".." in made.name]
    assert not list(tmp_path.rglob("*LICENSE"))


@pytest.mark.parametrize("content", [b'{"model_cfg": {}}', b"null"])
def test_what_could_not_be_loaded_never_becomes_a_model(
    hub: FaultyHub, fetch: Fetch, folders: Folders, content: bytes
) -> None:
    hub.repositories[REPOSITORY][CONFIG_FILE] = content
    with pytest.raises(WeightsError, match="describes no open_clip model"):
        fetch()
    require_no_model(folders)
    assert CONFIG["model_cfg"]


def test_a_models_folder_that_cannot_be_written_is_told(hub: FaultyHub, fetch: Fetch, folders: Folders) -> None:
    folders.data.mkdir(parents=True)
    folders.models.write_text("a file where the folder would be")
    with pytest.raises(WeightsError, match=r"The models folder .* can't be written to.*--home"):
        fetch()
    assert hub.requests == []
    folders.models.unlink()
    folders.models.mkdir()
    staging.partial("small", folders).write_text("likewise")
    with pytest.raises(WeightsError, match=r"\.small\.partial can't be made"):
        fetch()


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of one megabyte."""
    place = tmp_path / "disk"
    place.mkdir()
    if sys.platform != "linux" or os.geteuid() != 0:
        pytest.skip("only root can mount a small disk")
    mount = ["mount", "-t", "tmpfs", "-o", "size=1m", "zeroshot-test", str(place)]
    if subprocess.run(mount, check=False, capture_output=True).returncode:
        pytest.skip("nothing can be mounted here")
    try:
        yield place
    finally:
        subprocess.run(["umount", str(place)], check=True)  # noqa: S607 - whichever umount there is


def test_a_disk_that_fills_up_is_told_and_what_came_is_kept(
    hub: FaultyHub, entry: Entry, small_disk: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folders = paths.folders(small_disk / "home")
    with pytest.raises(WeightsError, match=r"small needs 2 MB in .*, and its disk has 1 MB free"):
        list(downloads.get(entry, folders, Event()))
    monkeypatch.setattr(downloads.room, "require", lambda *_: None)  # as if another program had filled it meanwhile
    with pytest.raises(DownloadError, match=r"can't be written to: the disk is full\. What was fetched is kept"):
        list(downloads.get(entry, folders, Event()))
    require_no_model(folders)
    here = downloads.plan(entry, folders).here
    assert here > 500_000
    subprocess.run(["mount", "-o", "remount,size=9m", str(small_disk)], check=True)  # noqa: S607 - as above
    for _ in downloads.get(entry, folders, Event()):
        pass
    require_model(folders, hub)
    assert hub.asked(WEIGHTS)[-1] > 500_000
