"""Downloads: whole or not at all, gone on with where they ended, and every byte what it should be."""

from __future__ import annotations

import hashlib
import random
import shutil
from collections import namedtuple
from dataclasses import replace
from threading import Event, Thread
from typing import TYPE_CHECKING

import pytest
from faulty_hub import COMMIT, dropped, held, noticed, trickling, without_ranges
from huggingface_hub import constants, hf_hub_download
from small_model import NEEDED, REPOSITORY, WEIGHTS

from zeroshot import weights
from zeroshot.errors import DownloadError, WeightsError
from zeroshot.weights import hub as downloads
from zeroshot.weights import manifest, staging

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from faulty_hub import FaultyHub

    from zeroshot.paths import Folders
    from zeroshot.records import Progress
    from zeroshot.weights.catalogue import Entry

    Fetch = Callable[..., list[tuple[int, int]]]


def require_whole(folders: Folders, hub: FaultyHub) -> None:
    """The model is in its place, its files are the hub's, and nothing of the download is left."""
    folder = folders.models / "small"
    served = hub.repositories[REPOSITORY]
    assert {file.name for file in folder.iterdir()} == {*NEEDED, manifest.MANIFEST}
    assert all((folder / name).read_bytes() == served[name] for name in NEEDED)
    assert {path.name for path in folders.models.iterdir()} <= {"small", ".small.lock"}
    assert weights.find("small", folders).folder == folder


def half_way(steps: Iterator[Progress], stop: Event) -> None:
    """Stop a download when half of it has come."""
    for step in steps:
        if step.done > step.total // 2:
            stop.set()


def test_the_hub_of_the_tests_is_one_to_huggingface_hub_itself(hub: FaultyHub, tmp_path: Path) -> None:
    for name in ("open_clip_config.json", WEIGHTS):
        file = hf_hub_download(REPOSITORY, name, local_dir=tmp_path, token="hf_secret")  # noqa: S106 - of nobody
        assert (tmp_path / name).read_bytes() == hub.repositories[REPOSITORY][name], file


def test_a_model_is_fetched_whole_and_nothing_but_what_it_needs(
    hub: FaultyHub, fetch: Fetch, folders: Folders, entry: Entry
) -> None:
    steps = fetch()
    require_whole(folders, hub)
    total = sum(len(hub.repositories[REPOSITORY][name]) for name in NEEDED)
    assert steps[-1] == (total, total)
    assert [done for done, _ in steps] == sorted(done for done, _ in steps)
    made = manifest.read(folders.models / "small")
    assert made is not None
    assert (made.entry, made.origin.place, made.origin.commit) == ("small", REPOSITORY, COMMIT)
    assert (made.licence, made.licence_url, made.size) == (entry.licence, entry.licence_url, total)
    served = hub.repositories[REPOSITORY]
    assert {file.path: file.sha256 for file in made.files} == {
        name: hashlib.sha256(served[name]).hexdigest() for name in NEEDED
    }
    list(manifest.verify(folders.models / "small", made, Event()))


def test_the_plan_tells_what_is_to_come_and_what_is_here(hub: FaultyHub, folders: Folders, entry: Entry) -> None:
    total = sum(len(hub.repositories[REPOSITORY][name]) for name in NEEDED)
    plan = downloads.plan(entry, folders)
    assert (plan.commit, plan.total, plan.here, plan.needed) == (COMMIT, total, 0, total)
    assert plan.fits
    assert plan.free == pytest.approx(shutil.disk_usage(folders.models.parents[2]).free, rel=0.1)
    assert not folders.models.exists(), "asking leaves nothing"
    stop = Event()
    half_way(downloads.get(entry, folders, stop), stop)
    assert total // 2 < downloads.plan(entry, folders).here <= total


def test_a_download_goes_on_where_it_was_stopped(hub: FaultyHub, fetch: Fetch, folders: Folders, entry: Entry) -> None:
    stop = Event()
    hub.faults[WEIGHTS].append(trickling(65_536, hub.quit))
    half_way(downloads.get(entry, folders, stop), stop)
    assert weights.names(folders) == ("starter",)
    here = downloads.plan(entry, folders).here
    first, *_ = [done for done, _ in fetch() if done]
    require_whole(folders, hub)
    begun = hub.asked(WEIGHTS)
    assert len(begun) == 2
    assert 0 < begun[1] <= here
    assert first <= here, "progress begins with what is here"
    assert hub.asked("tokenizer.json") == [0], "a whole file is not fetched again"


def test_a_connection_that_breaks_is_gone_on_with_from_the_last_byte(
    hub: FaultyHub, fetch: Fetch, folders: Folders
) -> None:
    hub.faults[WEIGHTS].extend([dropped(100_000), dropped(0), dropped(50_000), without_ranges])
    fetch()
    require_whole(folders, hub)
    assert hub.asked(WEIGHTS) == [0, 100_000, 100_000, 150_000]


def test_a_connection_that_keeps_breaking_ends_in_a_sentence_and_what_came_is_kept(
    hub: FaultyHub, fetch: Fetch, folders: Folders, entry: Entry
) -> None:
    hub.faults[WEIGHTS].append(dropped(100_000))
    hub.spoiled[WEIGHTS] = dropped(0)
    with pytest.raises(DownloadError, match=r"broke off .* the next try goes on from there"):
        fetch()
    assert hub.asked(WEIGHTS) == [0] + [100_000] * 4
    assert downloads.plan(entry, folders).here >= 100_000
    hub.spoiled.clear()
    fetch()
    require_whole(folders, hub)


def test_stopping_does_not_wait_for_a_hub_that_says_nothing(hub: FaultyHub, fetch: Fetch, folders: Folders) -> None:
    reached, stop = Event(), Event()
    hub.faults[WEIGHTS].append(held(1000, reached, hub.quit))
    running = Thread(target=fetch, args=(stop,))
    running.start()
    assert reached.wait(60)
    stop.set()
    running.join(5)
    assert not running.is_alive()
    assert weights.names(folders) == ("starter",)
    fetch()
    require_whole(folders, hub)


def test_a_model_is_absent_or_whole_whenever_it_is_stopped(
    hub: FaultyHub, fetch: Fetch, folders: Folders, entry: Entry
) -> None:
    chance, ended = random.Random(5), []  # noqa: S311 - no secret
    for _ in range(100):
        stop = Event()
        name = chance.choice(["api", *sorted(NEEDED), *[WEIGHTS] * 4])
        size = len(hub.repositories[REPOSITORY].get(name, b""))
        hub.faults[name].append(noticed(chance.randrange(size + 1), stop.set))
        fetch(stop)
        hub.faults.clear()
        if (folders.models / "small").exists():
            require_whole(folders, hub)
            shutil.rmtree(folders.models / "small")
            ended.append("whole")
        else:
            assert weights.names(folders) == ("starter",)
            ended.append("half" if downloads.plan(entry, folders).here else "nothing")
    assert {"half", "nothing"} <= set(ended)
    assert ended.count("half") > 20
    fetch()
    require_whole(folders, hub)


def test_a_generator_that_is_dropped_lets_go_of_the_folder(
    hub: FaultyHub, fetch: Fetch, folders: Folders, entry: Entry
) -> None:
    steps = downloads.get(entry, folders, Event())
    next(steps)
    with pytest.raises(WeightsError, match="Another Zeroshot is just installing small"):
        fetch()
    steps.close()
    fetch()
    require_whole(folders, hub)


def test_a_model_that_is_here_is_not_fetched_over(hub: FaultyHub, fetch: Fetch, folders: Folders) -> None:
    fetch()
    asked = len(hub.requests)
    with pytest.raises(WeightsError, match="There is a model small already"):
        fetch()
    assert len(hub.requests) == asked
    require_whole(folders, hub)


def test_a_licence_is_agreed_to_first(hub: FaultyHub, folders: Folders, entry: Entry) -> None:
    asking = replace(entry, agree=True, licence="Research only", licence_url="https://example.org/licence")
    with pytest.raises(WeightsError, match=r"must be agreed to .*Research only.*https://example.org/licence"):
        next(downloads.get(asking, folders, Event()))
    assert hub.requests == []
    for _ in downloads.get(asking, folders, Event(), agreed=True):
        pass
    require_whole(folders, hub)


def test_a_disk_without_room_is_told_before_anything_is_fetched(
    hub: FaultyHub, fetch: Fetch, folders: Folders, monkeypatch: pytest.MonkeyPatch
) -> None:
    usage = namedtuple("usage", "total used free")  # noqa: PYI024 - what shutil gives
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage(9e9, 9e9, 1_000_000))
    with pytest.raises(WeightsError, match=r"small needs 2 MB in .*, and its disk has 1 MB free"):
        fetch()
    assert {made.name for made in hub.requests} == {"api"}
    assert not list(folders.models.glob(".*.partial"))


def test_another_commit_is_not_appended_to_what_is_here(
    hub: FaultyHub, fetch: Fetch, folders: Folders, entry: Entry
) -> None:
    stop = Event()
    hub.faults[WEIGHTS].append(trickling(65_536, hub.quit))
    half_way(downloads.get(entry, folders, stop), stop)
    files = hub.repositories[REPOSITORY]
    files[WEIGHTS] = files[WEIGHTS][:-4] + b"\0\0\0\0"
    files["tokenizer.json"] = files["tokenizer.json"].upper()
    hub.commit = "f" * 40
    fetch()
    require_whole(folders, hub)
    assert hub.asked(WEIGHTS) == [0, 0]
    assert hub.asked("tokenizer.json") == [0, 0]


def test_a_mirror_that_tells_sizes_of_files_only_by_themselves_will_do(
    hub: FaultyHub, fetch: Fetch, folders: Folders
) -> None:
    hub.terse = True
    fetch()
    require_whole(folders, hub)
    assert {made.name for made in hub.requests if made.method == "HEAD"} == NEEDED


def test_a_token_is_for_the_hub_and_not_for_where_it_keeps_its_files(
    hub: FaultyHub, fetch: Fetch, folders: Folders, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HF_TOKEN", "hf_secret")
    fetch()
    require_whole(folders, hub)
    assert {(made.machine, made.token) for made in hub.requests} == {("hub", "Bearer hf_secret"), ("store", "")}


def test_the_catalogue_may_list_the_files(hub: FaultyHub, folders: Folders, entry: Entry) -> None:
    served = hub.repositories[REPOSITORY]
    sha256 = hashlib.sha256(served[WEIGHTS]).hexdigest()
    listed = replace(entry, files={"open_clip_*": "", WEIGHTS: sha256})
    for _ in downloads.get(listed, folders, Event()):
        pass
    found = {file.name for file in (folders.models / "small").iterdir()}
    assert found == {"open_clip_config.json", WEIGHTS, manifest.MANIFEST}, "and never a pickle"
    with pytest.raises(DownloadError, match=r"has no merges\.txt, which the catalogue lists"):
        downloads.plan(replace(entry, files={"merges.txt": ""}), folders)


@pytest.mark.usefixtures("hub")
def test_what_somebody_else_put_into_the_hidden_folder_is_left_alone(fetch: Fetch, folders: Folders) -> None:
    hidden = staging.partial("small", folders)
    hidden.mkdir(parents=True)
    (hidden / "notes.txt").write_text("mine")
    (hidden / WEIGHTS).write_bytes(b"mine too")
    with pytest.raises(WeightsError, match="was not made by Zeroshot and stands in the way"):
        fetch()
    assert (hidden / WEIGHTS).read_bytes() == b"mine too"
    (hidden / WEIGHTS).unlink()
    fetch()
    assert (folders.models / "small/notes.txt").read_text() == "mine"


def test_asking_does_not_wait_for_a_hub_that_says_nothing(hub: FaultyHub, folders: Folders, entry: Entry) -> None:
    reached, stop = Event(), Event()
    hub.faults["api"].append(held(0, reached, hub.quit))
    running = Thread(target=lambda: list(downloads.ask(entry, folders, stop)))
    running.start()
    assert reached.wait(60)
    stop.set()
    running.join(5)
    assert not running.is_alive()


@pytest.mark.parametrize("endpoint", ["http://127.0.0.1:9", "nonsense", "http://nobody:secret@127.0.0.1:9"])
def test_a_hub_that_cannot_be_reached_is_one_sentence_without_secrets(
    folders: Folders, entry: Entry, monkeypatch: pytest.MonkeyPatch, endpoint: str
) -> None:
    monkeypatch.setattr(constants, "ENDPOINT", endpoint)
    with pytest.raises(DownloadError, match=r"can't be (reached|asked)") as told:
        downloads.plan(entry, folders)
    assert "secret" not in str(told.value)


def test_offline_is_told_with_the_way_to_bring_a_model_as_a_file(
    hub: FaultyHub, fetch: Fetch, folders: Folders, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(constants, "HF_HUB_OFFLINE", True)
    with pytest.raises(DownloadError, match=r"HF_HUB_OFFLINE is set.*zeroshot models import"):
        fetch()
    assert hub.requests == []
    assert not list(folders.models.glob(".*.partial")), "nothing is left"
