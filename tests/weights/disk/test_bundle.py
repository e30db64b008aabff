"""Bundles: the same model elsewhere, and nothing at all of a bundle that is not what it says."""

from __future__ import annotations

import json
import os
import pickle
import shutil
import stat
import struct
import sys
import zipfile
import zlib
from dataclasses import asdict, replace
from hashlib import sha256
from io import BytesIO
from threading import Event
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from zeroshot import weights
from zeroshot.errors import ChecksumError, ExportError, WeightsError
from zeroshot.records import Progress
from zeroshot.weights import bundle, manifest, room, staging

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from zeroshot.paths import Folders

CARRIED = {"open_clip_config.json", "open_clip_model.safetensors", "README.md", "LICENSE"}
WEIGHTS = "open_clip_model.safetensors"


def unpack(file: Path, folders: Folders, name: str = "") -> list[Progress]:
    return list(bundle.unpack(file, folders, Event(), name=name))


# --- honest bundles --------------------------------------------------------------------------------------------------


def test_a_bundle_brings_the_same_files_with_their_hashes_and_licence(
    exported: Path, model: Path, folders: Folders
) -> None:
    progress = unpack(exported, folders)
    here = folders.models / "small"
    assert {path.name for path in here.iterdir()} == {*CARRIED, manifest.MANIFEST}
    assert all((here / name).read_bytes() == (model / name).read_bytes() for name in CARRIED)
    known = manifest.read(here)
    assert known is not None
    assert (known.name, known.licence, known.origin.place) == ("small", "mit", "small")
    assert list(manifest.verify(here, known, Event()))[-1] == progress[-1] == Progress(known.size, known.size)
    assert weights.find("small", folders).digest() == weights.inspect(model, "m").digest()


def test_an_installed_model_keeps_where_it_is_from_under_any_name(
    exported: Path, folders: Folders, tmp_path: Path
) -> None:
    unpack(exported, folders, "one")
    one = folders.models / "one"
    known = manifest.read(one)
    assert known is not None
    origin = manifest.Origin("owner/small", "0" * 40)
    manifest.write(one, replace(known, origin=origin, entry="small", licence_url="https://example.org"))
    (one / "converted.xml").write_text("made here, for this machine")
    list(bundle.export(weights.find("one", folders), tmp_path / "again.zsmodel", Event()))
    unpack(tmp_path / "again.zsmodel", folders, "two")
    two = manifest.read(folders.models / "two")
    assert two is not None
    assert (two.name, two.entry, two.origin, two.licence_url) == ("two", "small", origin, "https://example.org")
    assert not (folders.models / "two" / "converted.xml").exists()


def test_weights_are_stored_and_the_manifest_is_first(exported: Path) -> None:
    with zipfile.ZipFile(exported) as archive:
        first, *rest = archive.infolist()
        assert first.filename == manifest.MANIFEST
        assert {member.filename for member in rest} == CARRIED
        assert archive.getinfo(WEIGHTS).compress_type == zipfile.ZIP_STORED
        assert archive.testzip() is None
    assert bundle.read(exported).name == "small"


def test_progress_goes_from_nothing_to_the_end(model: Path, tmp_path: Path) -> None:
    steps = list(bundle.export(weights.inspect(model, "small"), tmp_path / "b.zsmodel", Event()))
    assert [step.done for step in steps] == sorted(step.done for step in steps)
    assert steps[-1].done == steps[-1].total == steps[0].total


def test_a_model_that_has_changed_is_not_exported(exported: Path, folders: Folders, tmp_path: Path) -> None:
    unpack(exported, folders)
    (folders.models / "small/LICENSE").write_text("Pay.")
    with pytest.raises(ChecksumError, match="LICENSE is not what was installed"):
        list(bundle.export(weights.find("small", folders), tmp_path / "b.zsmodel", Event()))
    (folders.models / "small/LICENSE").unlink()
    with pytest.raises(ChecksumError, match="LICENSE can't be read"):
        list(bundle.export(weights.find("small", folders), tmp_path / "b.zsmodel", Event()))
    assert not list(tmp_path.glob("*b.zsmodel*"))


def test_an_old_bundle_stays_when_a_new_one_is_stopped_or_can_not_be_written(exported: Path, model: Path) -> None:
    found, before, stop = weights.inspect(model, "small"), exported.read_bytes(), Event()
    for step in bundle.export(found, exported, stop):
        if step.done > step.total / 2:
            stop.set()
    assert exported.read_bytes() == before
    assert not list(exported.parent.glob("*.part"))
    with pytest.raises(ExportError, match="can't be written"):
        list(bundle.export(found, exported.parent / "no/such/folder.zsmodel", Event()))


@pytest.mark.parametrize("moment", range(5))
def test_a_stopped_import_leaves_nothing(
    exported: Path, folders: Folders, nothing_came: Callable[[], bool], moment: int
) -> None:
    stop = Event()
    for number, _ in enumerate(bundle.unpack(exported, folders, stop)):
        if number == moment:
            stop.set()
    assert (not nothing_came()) == (moment == 4)  # with the last byte it is too late to stop


def test_a_generator_that_is_thrown_away_leaves_nothing(
    exported: Path, folders: Folders, nothing_came: Callable[[], bool]
) -> None:
    steps = bundle.unpack(exported, folders, Event())
    next(steps)
    assert not nothing_came()
    steps.close()  # type: ignore[attr-defined]  # it is a generator
    assert nothing_came()


def test_what_an_earlier_try_left_is_no_part_of_the_model(exported: Path, folders: Folders) -> None:
    hidden = folders.models / ".small.partial"
    (hidden / "tokenizer").mkdir(parents=True)
    staging.note(hidden, ["tokenizer/tokenizer.json", WEIGHTS])
    (hidden / "tokenizer/tokenizer.json").write_text("{")
    (hidden / WEIGHTS).write_bytes(b"half")
    unpack(exported, folders)
    assert {path.name for path in (folders.models / "small").iterdir()} == {*CARRIED, manifest.MANIFEST}
    assert not hidden.exists()


def test_a_model_that_was_whole_but_not_yet_in_its_place_is_no_obstacle(exported: Path, folders: Folders) -> None:
    unpack(exported, folders)
    (folders.models / "small").rename(folders.models / ".small.partial")
    unpack(exported, folders)
    assert weights.names(folders) == ("starter", "small")


def test_files_of_somebody_else_are_never_deleted(exported: Path, folders: Folders) -> None:
    hidden = folders.models / ".small.partial"
    hidden.mkdir(parents=True)
    (hidden / "diary.txt").write_text("private")
    with pytest.raises(WeightsError, match=r"diary\.txt was not made by Zeroshot"):
        unpack(exported, folders)
    assert [path.name for path in hidden.iterdir()] == ["diary.txt"]


def test_of_two_programs_that_install_one_name_the_second_is_told(exported: Path, folders: Folders) -> None:
    first = bundle.unpack(exported, folders, Event())
    next(first)
    with pytest.raises(WeightsError, match="Another Zeroshot is just installing small"):
        unpack(exported, folders)
    list(first)
    assert weights.names(folders) == ("starter", "small")


def test_a_folder_that_can_not_be_written_to_is_told(exported: Path, folders: Folders) -> None:
    folders.data.mkdir(parents=True)
    folders.models.write_text("a file where the folder would be")
    with pytest.raises(WeightsError, match="can't be written to"):
        unpack(exported, folders)


def test_a_name_that_is_taken_or_can_not_be_is_refused_before_anything_is_read(
    exported: Path, folders: Folders
) -> None:
    unpack(exported, folders)
    with pytest.raises(WeightsError, match="There is a model small already"):
        unpack(exported, folders)
    for name in ("starter", "../x", ".hidden", "a/b", "nul", "x."):
        with pytest.raises(WeightsError, match="can't be called"):
            unpack(exported, folders, name)
    assert weights.names(folders) == ("starter", "small")


def test_a_disk_that_is_too_small_is_told_with_what_is_needed(
    exported: Path, model: Path, folders: Folders, monkeypatch: pytest.MonkeyPatch
) -> None:
    usage = shutil.disk_usage(exported)
    monkeypatch.setattr(room.shutil, "disk_usage", lambda _: usage._replace(free=1_000_000))
    with pytest.raises(WeightsError, match=r"The model small needs \d MB in .*, and its disk has 1 MB free"):
        unpack(exported, folders)
    with pytest.raises(WeightsError, match=r"The bundle b\.zsmodel needs"):
        list(bundle.export(weights.inspect(model, "small"), exported.parent / "b.zsmodel", Event()))


@pytest.mark.skipif(sys.platform == "win32", reason="limits of POSIX")
def test_a_disk_that_fills_up_in_the_middle_is_told_and_nothing_stays(
    exported: Path, folders: Folders, nothing_came: Callable[[], bool]
) -> None:
    import resource

    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1000, hard))  # bytes of a file: fewer than the weights have
    try:
        with pytest.raises(WeightsError, match=r"The model small can't be put into .*: File too large"):
            unpack(exported, folders)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert nothing_came()


# --- bundles of somebody else ----------------------------------------------------------------------------------------


class Forged:
    """A bundle that is made member by member, and whose manifest says what it likes."""

    def __init__(self, honest: Path) -> None:
        with zipfile.ZipFile(honest) as archive:
            self.files = {member.filename: archive.read(member) for member in archive.infolist()}
        self.manifest: dict[str, Any] = json.loads(self.files.pop(manifest.MANIFEST))

    def describe(self, path: str, content: bytes) -> None:
        """Put a file into the archive and into the manifest."""
        self.files[path] = content
        listed = [file for file in self.manifest["files"] if file["path"] != path]
        self.manifest["files"] = [*listed, asdict(manifest.File(path, len(content), sha256(content).hexdigest()))]

    def write(self, file: Path, change: Callable[[zipfile.ZipInfo], None] = lambda _: None) -> Path:
        """Write it; ``change`` sees every member before it is written."""
        with zipfile.ZipFile(file, "w") as archive:
            for path, content in {manifest.MANIFEST: json.dumps(self.manifest).encode(), **self.files}.items():
                info = zipfile.ZipInfo(path)
                change(info)
                archive.writestr(info, content)
        return file


@pytest.fixture
def forged(exported: Path) -> Forged:
    return Forged(exported)


@pytest.fixture
def refused(tmp_path: Path, folders: Folders, nothing_came: Callable[[], bool]) -> Callable[..., None]:
    """Check that a file is refused in a sentence, and that nothing came of it anywhere."""

    def refused(file: Path, sentence: str, kind: type[WeightsError] = WeightsError) -> None:
        before = {path for path in tmp_path.glob("**/*") if folders.models not in (path, *path.parents)}
        with pytest.raises(kind, match=sentence) as told:
            unpack(file, folders)
        assert "\n" not in str(told.value)
        assert nothing_came()
        after = {path for path in tmp_path.glob("**/*") if folders.models not in (path, *path.parents)}
        assert after - before <= {*folders.models.parents}

    return refused


def test_a_forged_bundle_that_is_honest_is_installed(forged: Forged, tmp_path: Path, folders: Folders) -> None:
    forged.describe("tokenizer/merges.txt", b"a b\n")
    unpack(forged.write(tmp_path / "b.zsmodel"), folders)
    assert (folders.models / "small/tokenizer/merges.txt").read_bytes() == b"a b\n"


@pytest.mark.parametrize(
    "path",
    [
        *("../evil.txt", "a/../../evil.txt", "/tmp/evil.txt", "//server/share/evil.txt", "..\\evil.txt"),  # noqa: S108
        *("C:\\evil.txt", "C:evil.txt", "a//b.txt", "./evil.txt", "con", "a/NUL.txt", "evil.txt. ", "é\0.txt"),
    ],
)
def test_no_path_leaves_the_folder(forged: Forged, tmp_path: Path, refused: Callable[..., None], path: str) -> None:
    forged.describe(path, b"evil")
    refused(forged.write(tmp_path / "b.zsmodel"), "can't be a file of a model")
    forged.files["LICENSE.txt"] = forged.files.pop(path)  # in the manifest alone
    refused(forged.write(tmp_path / "b.zsmodel"), "can't be a file of a model")


@given(path=some.text(min_size=1, max_size=20) | some.from_regex(r"(\.{0,2}[/\\]?\w?:?){1,4}", fullmatch=True))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=150)
def test_whatever_a_file_is_called_it_comes_below_the_folder_or_not_at_all(
    forged: Forged, tmp_path: Path, folders: Folders, path: str
) -> None:
    taken = Forged.__new__(Forged)
    taken.files, taken.manifest = dict(forged.files), dict(forged.manifest)
    try:
        taken.describe(path, b"content")
        file = taken.write(tmp_path / "b.zsmodel")
    except (UnicodeEncodeError, ValueError):
        return  # no name that an archive can hold
    outside = {entry for entry in tmp_path.iterdir() if entry.name != "home"}
    try:
        unpack(file, folders)
    except WeightsError:
        assert not (folders.models / "small").exists()
    else:
        assert (folders.models / "small").joinpath(path).read_bytes() == b"content"
        assert folders.models / "small" in (folders.models / "small").joinpath(path).resolve().parents
    shutil.rmtree(folders.models / "small", ignore_errors=True)
    assert {entry for entry in tmp_path.iterdir() if entry.name != "home"} == outside


@pytest.mark.parametrize("kind", [stat.S_IFLNK, stat.S_IFIFO, stat.S_IFCHR, stat.S_IFDIR])
def test_only_ordinary_files_come_in(forged: Forged, tmp_path: Path, refused: Callable[..., None], kind: int) -> None:
    def change(info: zipfile.ZipInfo) -> None:
        if info.filename == "LICENSE":
            info.external_attr = (kind | 0o777) << 16

    forged.describe("LICENSE", b"/etc/passwd")
    refused(forged.write(tmp_path / "b.zsmodel", change), "'LICENSE' is a link or no ordinary file")


@pytest.mark.parametrize("name", ["pytorch_model.bin", "a/Weights.PT", "x.ckpt", "x.pkl", "x.pth"])
def test_a_pickle_is_refused_and_never_loaded(
    forged: Forged, tmp_path: Path, refused: Callable[..., None], name: str
) -> None:
    class Canary:
        def __reduce__(self) -> tuple[object, tuple[str, ...]]:
            return os.mkdir, (str(tmp_path / "canary"),)

    forged.describe(name, pickle.dumps(Canary()))
    refused(forged.write(tmp_path / "b.zsmodel"), "is a pickle, which can run code")
    assert not (tmp_path / "canary").exists()
    pickle.loads(pickle.dumps(Canary()))  # noqa: S301 - it would have
    assert (tmp_path / "canary").exists()


def test_a_pickle_in_the_place_of_weights_is_no_model(
    forged: Forged, tmp_path: Path, refused: Callable[..., None]
) -> None:
    forged.describe(WEIGHTS, pickle.dumps({"a": 1}))
    refused(forged.write(tmp_path / "b.zsmodel"), "not model weights")


def test_a_file_that_is_not_what_the_manifest_says_is_refused(
    forged: Forged, tmp_path: Path, refused: Callable[..., None]
) -> None:
    forged.files["LICENSE"] = forged.files["LICENSE"].replace(b"like", b"hate")
    refused(forged.write(tmp_path / "b.zsmodel"), "LICENSE in .* is damaged or was changed", ChecksumError)
    forged.files["LICENSE"] += b"!"
    refused(forged.write(tmp_path / "b.zsmodel"), "'LICENSE' is not in it as its manifest says")


def test_files_that_the_manifest_does_not_list_or_that_are_missing_are_refused(
    forged: Forged, tmp_path: Path, refused: Callable[..., None]
) -> None:
    forged.files["more.txt"] = b"more"
    refused(forged.write(tmp_path / "b.zsmodel"), r"'more\.txt' is not in it as its manifest says")
    del forged.files["more.txt"]
    del forged.files["LICENSE"]
    refused(forged.write(tmp_path / "b.zsmodel"), "'LICENSE' is not in it as its manifest says")


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_members_of_one_name_are_refused_also_in_other_letters(
    forged: Forged, tmp_path: Path, refused: Callable[..., None]
) -> None:
    file = forged.write(tmp_path / "b.zsmodel")
    with zipfile.ZipFile(file, "a") as archive:
        archive.writestr("LICENSE", forged.files["LICENSE"])
    refused(file, "'a file' is not in it as its manifest says")
    forged.describe("license", b"other")
    refused(forged.write(tmp_path / "b.zsmodel"), "a file is named twice")


def test_an_encrypted_member_is_refused(forged: Forged, tmp_path: Path, refused: Callable[..., None]) -> None:
    file = forged.write(tmp_path / "b.zsmodel")
    refused(_patched(file, "LICENSE", 8, struct.pack("<H", 1)), "'LICENSE' is encrypted")


def test_weights_that_are_compressed_are_refused(forged: Forged, tmp_path: Path, refused: Callable[..., None]) -> None:
    def change(info: zipfile.ZipInfo) -> None:
        info.compress_type = zipfile.ZIP_DEFLATED if info.filename == WEIGHTS else zipfile.ZIP_BZIP2

    refused(forged.write(tmp_path / "b.zsmodel", change), "is compressed in an unknown way")

    def deflate(info: zipfile.ZipInfo) -> None:
        info.compress_type = zipfile.ZIP_DEFLATED

    refused(forged.write(tmp_path / "b.zsmodel", deflate), "is compressed, which weights never are")


# --- bombs -----------------------------------------------------------------------------------------------------------


def _patched(file: Path, name: str, offset: int, value: bytes) -> Path:
    """The archive with a field of a member's entry in its directory changed."""
    content = bytearray(file.read_bytes())
    place = content.index(b"PK\x01\x02")
    while content[place + 46 : place + 46 + len(name)] != name.encode():
        place = content.index(b"PK\x01\x02", place + 4)
    content[place + offset : place + offset + len(value)] = value
    file.write_bytes(content)
    return file


def test_a_bomb_that_says_how_large_it_is_goes_off_nowhere(
    forged: Forged, tmp_path: Path, refused: Callable[..., None]
) -> None:
    size = bundle.SMALL + 1
    forged.describe("LICENSE", b"x")
    forged.manifest["files"][-1]["size"] = size
    file = forged.write(tmp_path / "b.zsmodel")
    refused(_patched(file, "LICENSE", 24, struct.pack("<I", size)), "would unpack to more than a model has")


def test_a_bomb_of_weights_is_larger_than_its_file(
    forged: Forged, tmp_path: Path, refused: Callable[..., None]
) -> None:
    size = 1 << 31
    next(file for file in forged.manifest["files"] if file["path"] == WEIGHTS)["size"] = size
    file = forged.write(tmp_path / "b.zsmodel")
    sizes = struct.pack("<II", size, size)
    refused(_patched(file, WEIGHTS, 20, sizes), "would unpack to more than a model has")


@pytest.mark.parametrize("name", ["LICENSE", manifest.MANIFEST])
def test_a_bomb_that_says_it_is_small_is_read_no_further(
    forged: Forged, tmp_path: Path, refused: Callable[..., None], name: str
) -> None:
    """300 MB of zeros behind a member that says it has as many bytes as before."""
    deflater = zlib.compressobj(9, zlib.DEFLATED, -15)
    bomb = b"".join(deflater.compress(bytes(1 << 20)) for _ in range(300)) + deflater.flush()
    said = len(json.dumps(forged.manifest)) if name == manifest.MANIFEST else len(forged.files[name])
    content = BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        for path, data in {manifest.MANIFEST: json.dumps(forged.manifest).encode(), **forged.files}.items():
            archive.writestr(zipfile.ZipInfo(path), bomb if path == name else data)
    file = tmp_path / "b.zsmodel"
    file.write_bytes(content.getvalue())
    _patched(file, name, 10, struct.pack("<H", zipfile.ZIP_DEFLATED))
    _patched(file, name, 24, struct.pack("<I", said))
    refused(file, "damaged|can't be understood")


def test_more_members_than_a_model_has_are_refused(
    forged: Forged, tmp_path: Path, refused: Callable[..., None]
) -> None:
    for number in range(bundle.MEMBERS):
        forged.describe(f"{number}.txt", b"")
    refused(forged.write(tmp_path / "b.zsmodel"), r"it holds 1,005 files")


def test_a_directory_of_endless_length_is_not_read_at_all(
    forged: Forged, tmp_path: Path, refused: Callable[..., None]
) -> None:
    for number in range(70):
        forged.files[f"{number:02}" * 32_000] = b""
    refused(forged.write(tmp_path / "b.zsmodel"), "directory is longer than that of any model")


# --- files that are no bundles ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "is no bundle"),
        (b"just a text\n" * 100, "is no bundle"),
        (b"<!DOCTYPE html><title>Please log in</title>" * 20, "is a web page, not a bundle"),
        (b"PK\x03\x04" + bytes(100), "is damaged or incomplete"),
        (b"PK\x05\x06" + bytes(18), "doesn't begin with a manifest"),
    ],
)
def test_what_is_no_bundle_is_called_what_it_is(
    tmp_path: Path, refused: Callable[..., None], content: bytes, sentence: str
) -> None:
    (tmp_path / "b.zsmodel").write_bytes(content)
    refused(tmp_path / "b.zsmodel", sentence)


def test_a_file_that_is_not_there_is_told(tmp_path: Path, refused: Callable[..., None]) -> None:
    refused(tmp_path / "b.zsmodel", r"b\.zsmodel can't be read: No such file or directory")


@given(share=some.floats(0, 1, exclude_max=True))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=30)
def test_a_bundle_that_is_cut_anywhere_is_damaged(
    exported: Path, tmp_path: Path, refused: Callable[..., None], share: float
) -> None:
    content = exported.read_bytes()
    (tmp_path / "cut.zsmodel").write_bytes(content[: int(share * len(content))])
    refused(tmp_path / "cut.zsmodel", "damaged or incomplete|is no bundle")


@given(changes=some.lists(some.tuples(some.floats(0, 1, exclude_max=True), some.binary(min_size=1, max_size=8))))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=200)
def test_a_bundle_that_is_changed_anywhere_is_refused_or_the_same(
    exported: Path, model: Path, folders: Folders, tmp_path: Path, changes: list[tuple[float, bytes]]
) -> None:
    content = bytearray(exported.read_bytes())
    for share, data in changes:
        place = int(share * len(content))
        content[place : place + len(data)] = data
    (tmp_path / "changed.zsmodel").write_bytes(content)
    try:
        unpack(tmp_path / "changed.zsmodel", folders, "changed")
    except WeightsError:
        assert weights.names(folders) == ("starter",)
    else:
        assert (folders.models / "changed" / WEIGHTS).read_bytes() == (model / WEIGHTS).read_bytes()
    shutil.rmtree(folders.models / "changed", ignore_errors=True)


@pytest.mark.parametrize("garbled", [b"", b"{", b"[]", b'{"form": 2}', b"\xff\xfe", b"[" * 100_000, b"null"])
def test_a_manifest_that_is_garbled_is_told(
    forged: Forged, tmp_path: Path, refused: Callable[..., None], garbled: bytes
) -> None:
    file = tmp_path / "b.zsmodel"
    with zipfile.ZipFile(file, "w") as archive:
        for path, content in {manifest.MANIFEST: garbled, **forged.files}.items():
            archive.writestr(path, content)
    refused(file, "its manifest can't be understood")


def test_a_manifest_that_is_missing_or_not_first_is_told(
    forged: Forged, tmp_path: Path, refused: Callable[..., None]
) -> None:
    file = tmp_path / "b.zsmodel"
    for last in ({}, {manifest.MANIFEST: json.dumps(forged.manifest).encode()}):
        with zipfile.ZipFile(file, "w") as archive:
            for path, content in {**forged.files, **last}.items():
                archive.writestr(path, content)
        refused(file, "doesn't begin with a manifest")


@pytest.mark.parametrize("name", ["../evil", "starter", "", "C:", ".hidden"])
def test_a_bundle_can_not_choose_a_name_that_is_none(
    forged: Forged, tmp_path: Path, refused: Callable[..., None], name: str
) -> None:
    forged.manifest["name"] = name
    refused(forged.write(tmp_path / "b.zsmodel"), "Choose another name with --name")
