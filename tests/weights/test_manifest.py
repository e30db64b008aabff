"""Manifests: read as they were written, never outside their folder, and true of their files."""

from __future__ import annotations

import json
from threading import Event
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as some

from zeroshot.errors import ChecksumError, WeightsError
from zeroshot.records import Progress
from zeroshot.weights import manifest
from zeroshot.weights.manifest import File, Manifest, Origin

if TYPE_CHECKING:
    from pathlib import Path

CONTENT = {"open_clip_config.json": b"{}", "tokenizer/merges.txt": b"a b\n" * 1000}


def installed(folder: Path) -> Manifest:
    for name, content in CONTENT.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content)
    files = tuple(news for news in manifest.hashes(folder, list(CONTENT), Event()) if isinstance(news, File))
    made = Manifest("m", "", Origin("owner/m", "0" * 40), "MIT", "https://example.org/mit", "2026-01-01", files)
    manifest.write(folder, made)
    return made


def test_a_manifest_is_read_as_it_was_written(tmp_path: Path) -> None:
    made = installed(tmp_path)
    assert manifest.read(tmp_path) == made
    assert made.size == sum(map(len, CONTENT.values()))
    assert [file.path for file in made.files] == list(CONTENT)


def test_a_folder_of_somebody_elses_has_none(tmp_path: Path) -> None:
    assert manifest.read(tmp_path) is None


def test_whole_files_are_verified_with_progress_to_the_last_byte(tmp_path: Path) -> None:
    made = installed(tmp_path)
    assert list(manifest.verify(tmp_path, made, Event()))[-1] == Progress(made.size, made.size)


@pytest.mark.parametrize("content", [b"a b\n" * 999 + b"a c\n", b"a b\n" * 1001, b""])
def test_a_file_that_has_changed_is_named(tmp_path: Path, content: bytes) -> None:
    made = installed(tmp_path)
    (tmp_path / "tokenizer/merges.txt").write_bytes(content)
    with pytest.raises(ChecksumError, match=r"merges\.txt is not what was installed"):
        list(manifest.verify(tmp_path, made, Event()))


def test_a_file_that_is_gone_is_named(tmp_path: Path) -> None:
    made = installed(tmp_path)
    (tmp_path / "open_clip_config.json").unlink()
    with pytest.raises(ChecksumError, match=r"open_clip_config\.json is missing"):
        list(manifest.verify(tmp_path, made, Event()))


def test_verifying_ends_when_it_is_asked_to(tmp_path: Path) -> None:
    made, stop = installed(tmp_path), Event()
    stop.set()
    assert list(manifest.verify(tmp_path, made, stop)) == []


@pytest.mark.parametrize(
    "path",
    [
        *("../x", "a/../../x", "/etc/x", "a//b", "./a", "", "a\\b", "c:x", "nul\0", manifest.MANIFEST, "a/..", 3, None),
        *("Zeroshot_Model.JSON", "x.", "a /b", "aux.json", "a/COM1", "a\nb", "."),
    ],
)
def test_no_file_lies_outside_its_folder(tmp_path: Path, path: object) -> None:
    made = json.loads(manifest.dump(installed(tmp_path)))
    made["files"][0]["path"] = path
    with pytest.raises(ValueError, match="can't be a file of a model"):
        manifest.parse(json.dumps(made).encode())


def test_a_manifest_that_is_nested_without_end_is_refused() -> None:
    with pytest.raises(ValueError, match="nested too deeply"):
        manifest.parse(b"[" * 500_000)


def test_a_file_is_named_once_on_every_system(tmp_path: Path) -> None:
    made = json.loads(manifest.dump(installed(tmp_path)))
    made["files"].append(made["files"][0] | {"path": "OPEN_CLIP_CONFIG.json"})
    with pytest.raises(ValueError, match="named twice"):
        manifest.parse(json.dumps(made).encode())


_JSON = some.recursive(
    some.none() | some.booleans() | some.integers() | some.text(),
    lambda inner: some.lists(inner) | some.dictionaries(some.text(), inner),
)


@given(some.dictionaries(some.sampled_from(["form", "name", "files", "origin", "licence"]), _JSON | some.just(1)))
def test_anything_else_is_refused_as_no_manifest(values: dict[str, object]) -> None:
    with pytest.raises(ValueError, match=r"."):
        manifest.parse(json.dumps(values).encode())


def test_a_damaged_manifest_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / manifest.MANIFEST).write_bytes(b"{")
    with pytest.raises(WeightsError, match=r"can't be understood .* fetch it again"):
        manifest.read(tmp_path)


def test_a_name_is_that_of_one_folder_that_is_seen() -> None:
    assert manifest.is_name("ViT-B-32.laion2b (mine)")
    assert not any(map(manifest.is_name, ["", ".", "..", ".m", "a/b", "a\\b", "c:", "nul", "m.", "m "]))
