"""Finding pictures: which files come, in which order, once each."""

from __future__ import annotations

import inspect
import os
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from zeroshot.discover import SkippedCounter, discover, display_name, natural_order

needs_posix = pytest.mark.skipif(sys.platform == "win32", reason="POSIX names, pipes and links")
names = st.text(st.characters(exclude_characters="/\0", exclude_categories=["Cs"]), min_size=1, max_size=12).filter(
    lambda name: name not in {".", ".."}
)


def touch(path: Path, content: bytes = b"") -> Path:
    if not path.parent.is_dir():
        path.parent.mkdir(parents=True)
    path.write_bytes(content)
    return path


def found(folder: Path, *roots: str, recursive: bool = True) -> list[str]:
    """What is found under ``roots`` of ``folder``, relative to it."""
    given_roots = [folder / root for root in roots or ("",)]
    return [path.relative_to(folder).as_posix() for path in discover(given_roots, recursive=recursive)]


def jpeg(path: Path) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    Image.new("RGB", (4, 4)).save(path, "JPEG")
    return path


# --- order -----------------------------------------------------------------------------------------------------------


def test_files_come_in_the_order_people_count_in(tmp_path: Path) -> None:
    expected = ["img.jpg", "img1.jpg", "IMG2.jpg", "img10.jpg", "img010a.jpg", "img_3.jpg", "zebra.png"]
    for name in expected:
        touch(tmp_path / name)
    assert found(tmp_path) == expected


def test_a_folder_stands_where_its_name_does_among_files(tmp_path: Path) -> None:
    expected = ["a1.jpg", "a2/b10.jpg", "a2/c.jpg", "a10/b.jpg", "a11.jpg"]
    for name in reversed(expected):
        touch(tmp_path / name)
    assert found(tmp_path) == expected


def test_names_that_differ_only_in_case_or_zeros_have_one_order() -> None:
    keys = [natural_order(Path(name)) for name in ("a1.jpg", "A1.jpg", "a01.jpg", "a001.jpg")]
    assert len(set(keys)) == 4


@given(st.lists(st.integers(0, 10**30), unique=True))
def test_numbers_in_names_count_as_numbers(numbers: list[int]) -> None:
    paths = sorted((Path(f"photo {number}.jpg") for number in numbers), key=natural_order)
    assert [int(path.stem.split()[1]) for path in paths] == sorted(numbers)


@given(st.lists(st.lists(names, min_size=1, max_size=4).map(lambda parts: Path(*parts)), unique=True))
def test_the_order_is_total_and_component_by_component(paths: list[Path]) -> None:
    ordered = sorted(paths, key=natural_order)
    paths.reverse()
    assert sorted(paths, key=natural_order) == ordered
    assert ordered == sorted(paths, key=lambda path: [natural_order(Path(part)) for part in path.parts])


def test_paths_come_as_given_joined_with_what_lies_below(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    touch(tmp_path / "holiday" / "sub" / "a.jpg")
    monkeypatch.chdir(tmp_path)
    assert list(discover([Path("holiday")])) == [Path("holiday/sub/a.jpg")]
    assert list(discover([Path("../" + tmp_path.name)])) == [Path("..", tmp_path.name, "holiday/sub/a.jpg")]


def test_the_first_path_comes_before_the_rest_of_the_tree_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(20):
        touch(tmp_path / f"folder{number}" / "a.jpg")
    listed: list[Path] = []
    real = os.scandir

    def scandir(path: Path) -> object:
        listed.append(path)
        return real(path)

    monkeypatch.setattr(os, "scandir", scandir)
    stream = discover([tmp_path])
    assert next(stream) == tmp_path / "folder0" / "a.jpg"
    assert listed == [tmp_path, tmp_path / "folder0"]


def test_folders_inside_folders_are_left_alone_when_asked(tmp_path: Path) -> None:
    touch(tmp_path / "a.jpg")
    touch(tmp_path / "sub" / "b.jpg")
    assert found(tmp_path, recursive=False) == ["a.jpg"]


def test_a_tree_deeper_than_pythons_stack_is_walked(tmp_path: Path) -> None:
    file = touch(tmp_path.joinpath(*"d" * 300, "a.jpg"))
    limit = sys.getrecursionlimit()
    sys.setrecursionlimit(len(inspect.stack()) + 150)
    try:
        paths = list(discover([tmp_path]))
    finally:
        sys.setrecursionlimit(limit)
    assert paths == [file]


# --- several roots ---------------------------------------------------------------------------------------------------


def test_a_root_given_twice_gives_its_files_once(tmp_path: Path) -> None:
    touch(tmp_path / "a" / "1.jpg")
    assert found(tmp_path, "a", "a", "a/../a") == ["a/1.jpg"]


def test_roots_below_other_roots_give_their_files_once_and_in_order(tmp_path: Path) -> None:
    for name in ("a/1.jpg", "a/b/2.jpg", "c/3.jpg"):
        touch(tmp_path / name)
    assert found(tmp_path, "c", "a/b/2.jpg", "a/b", "a") == ["a/1.jpg", "a/b/2.jpg", "c/3.jpg"]


def test_a_root_below_another_counts_by_itself_when_folders_are_not_entered(tmp_path: Path) -> None:
    touch(tmp_path / "a" / "1.jpg")
    touch(tmp_path / "a" / "b" / "2.jpg")
    assert found(tmp_path, "a", "a/b", "a/b/2.jpg", recursive=False) == ["a/1.jpg", "a/b/2.jpg"]


def test_explicit_files_take_their_place_among_those_of_the_folder(tmp_path: Path) -> None:
    for name in ("1.jpg", "3.jpg", "2.txt", ".hidden.jpg"):
        touch(tmp_path / "a" / name)
    given_roots = ("a", "a/2.txt", "a/.hidden.jpg", "a/3.jpg")
    assert found(tmp_path, *given_roots) == ["a/.hidden.jpg", "a/1.jpg", "a/2.txt", "a/3.jpg"]


def test_a_hidden_folder_given_beside_its_parent_is_walked(tmp_path: Path) -> None:
    touch(tmp_path / ".secret" / "a.jpg")
    touch(tmp_path / "b.jpg")
    assert found(tmp_path, "", ".secret") == [".secret/a.jpg", "b.jpg"]


def test_what_was_given_comes_even_when_it_is_missing_or_no_picture(tmp_path: Path) -> None:
    touch(tmp_path / "notes.txt", b"hello")
    assert found(tmp_path, "notes.txt", "missing.jpg", "gone/") == ["gone", "missing.jpg", "notes.txt"]


def test_a_name_that_no_file_can_have_comes_too() -> None:
    assert list(discover([Path("a\0b.jpg")])) == [Path("a\0b.jpg")]


def test_no_roots_give_nothing() -> None:
    assert list(discover([])) == []


# --- candidates ------------------------------------------------------------------------------------------------------


def test_hidden_files_and_folders_are_skipped_and_counted(tmp_path: Path) -> None:
    for name in ("a.jpg", "._a.jpg", ".b.jpg", ".thumbnails/c.jpg"):
        touch(tmp_path / name)
    skipped = SkippedCounter()
    assert list(discover([tmp_path], skipped=skipped)) == [tmp_path / "a.jpg"]
    assert skipped.hidden == 3


def test_files_that_are_no_pictures_are_skipped_and_counted(tmp_path: Path) -> None:
    for name in ("a.mp4", "a.xmp", "results.csv", "notes.txt", "BMW.txt", "empty"):
        touch(tmp_path / name, b"BMW and P6 are no pictures" if name == "BMW.txt" else b"P6 " * (name == "notes.txt"))
    skipped = SkippedCounter()
    assert list(discover([tmp_path], skipped=skipped)) == []
    assert skipped.not_pictures == 6


@pytest.mark.parametrize("name", ["a.jpg", "a.JPEG", "a.HeIc", "a.CR2", "a.dng", "a.avif", "a.webp", "a.jp2", "a.psd"])
def test_a_name_that_says_picture_is_enough(tmp_path: Path, name: str) -> None:
    touch(tmp_path / name)
    assert found(tmp_path) == [name]


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "GIF", "WEBP", "AVIF", "TIFF", "BMP", "PPM", "JPEG2000", "ICO"])
def test_a_picture_is_found_by_its_content_whatever_its_name(tmp_path: Path, kind: str) -> None:
    Image.new("RGB", (20, 20), "red").save(tmp_path / "download", kind)
    Image.new("RGB", (20, 20), "red").save(tmp_path / "x.dat", kind)
    assert found(tmp_path) == ["download", "x.dat"]


def test_links_to_files_and_folders_are_followed(tmp_path: Path) -> None:
    jpeg(tmp_path / "store" / "a.jpg")
    (tmp_path / "album").mkdir()
    (tmp_path / "album" / "one.jpg").symlink_to(tmp_path / "store" / "a.jpg")
    (tmp_path / "album" / "plain").symlink_to(tmp_path / "store" / "a.jpg")
    (tmp_path / "album" / "rest").symlink_to(tmp_path / "store")
    assert found(tmp_path, "album") == ["album/one.jpg", "album/plain", "album/rest/a.jpg"]


def test_links_that_lead_back_end_and_are_counted(tmp_path: Path) -> None:
    touch(tmp_path / "a" / "b" / "1.jpg")
    (tmp_path / "a" / "b" / "up").symlink_to(tmp_path / "a")
    (tmp_path / "a" / "self").symlink_to(".")
    skipped = SkippedCounter()
    assert list(discover([tmp_path / "a"], skipped=skipped)) == [tmp_path / "a" / "b" / "1.jpg"]
    assert skipped.loops == 2


def test_a_folder_given_by_a_link_into_another_root_comes_once(tmp_path: Path) -> None:
    touch(tmp_path / "a" / "b" / "1.jpg")
    (tmp_path / "link").symlink_to(tmp_path / "a" / "b")
    assert found(tmp_path, "link", "a") == ["a/b/1.jpg"]


def test_broken_links_come_when_they_are_named_like_pictures(tmp_path: Path) -> None:
    (tmp_path / "gone.jpg").symlink_to(tmp_path / "nowhere.jpg")
    (tmp_path / "round.jpg").symlink_to(tmp_path / "round.jpg")
    (tmp_path / "gone").symlink_to(tmp_path / "nowhere")
    skipped = SkippedCounter()
    assert [path.name for path in discover([tmp_path], skipped=skipped)] == ["gone.jpg", "round.jpg"]
    assert skipped.not_pictures == 1


@needs_posix
def test_pipes_are_never_opened_and_are_counted(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.jpg")
    skipped = SkippedCounter()
    assert list(discover([tmp_path], skipped=skipped)) == []
    assert skipped.special == 1
    assert list(discover([tmp_path / "pipe.jpg"])) == [tmp_path / "pipe.jpg"]


def test_folders_that_cannot_be_listed_are_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    touch(tmp_path / "a.jpg")
    touch(tmp_path / "locked" / "b.jpg")
    real = os.scandir

    def scandir(path: Path) -> object:  # root may list everything: the system's answer is given by hand
        if path.name == "locked":
            raise PermissionError(13, "Permission denied")
        return real(path)

    monkeypatch.setattr(os, "scandir", scandir)
    skipped = SkippedCounter()
    assert list(discover([tmp_path], skipped=skipped)) == [tmp_path / "a.jpg"]
    assert skipped.unreadable == [tmp_path / "locked"]


@needs_posix
def test_names_that_are_not_utf8_are_found(tmp_path: Path) -> None:
    name = os.fsdecode(b"caf\xe9.jpg")
    jpeg(tmp_path / name)
    assert list(discover([tmp_path])) == [tmp_path / name]


# --- display names ---------------------------------------------------------------------------------------------------


@needs_posix
def test_bytes_that_are_not_utf8_are_shown_as_escapes() -> None:
    assert display_name(Path(os.fsdecode(b"caf\xe9/\xff.jpg"))) == r"caf\xe9/\xff.jpg"


@given(names)
def test_every_other_name_is_shown_as_it_is(name: str) -> None:
    assert display_name(Path(name)) == name


@needs_posix
@given(st.binary(min_size=1, max_size=20).filter(lambda name: b"\0" not in name))
def test_every_name_can_be_written_as_utf8(name: bytes) -> None:
    display_name(Path(os.fsdecode(name))).encode()
