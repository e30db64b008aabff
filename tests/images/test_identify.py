"""What is told of a file before it is decoded, and what is said when nothing can be."""

from __future__ import annotations

import hashlib
import os
import socket
import sys
from pathlib import Path
from typing import IO, Any, Self

import pytest

from zeroshot import images
from zeroshot.errors import ImageError
from zeroshot.images import identify, peek
from zeroshot.records import Source

needs_posix = pytest.mark.skipif(sys.platform == "win32", reason="POSIX names, pipes and modes")


def test_a_file_is_identified_by_the_hash_of_its_content(tmp_path: Path) -> None:
    content = os.urandom(3_000_000)
    path = tmp_path / "a.jpg"
    path.write_bytes(content)
    key = hashlib.blake2b(content, digest_size=16).digest()
    assert identify(path) == Source(path, len(content), path.stat().st_mtime_ns, key)


def test_a_file_known_by_size_and_time_is_not_read_again(tmp_path: Path) -> None:
    path = tmp_path / "a.jpg"
    path.write_bytes(b"content")
    known = Source(path, 7, path.stat().st_mtime_ns, b"remembered")
    assert identify(path, known) == known
    assert identify(path, Source(path, 7, known.mtime_ns - 1, b"old")).key != b"old"


def test_a_known_file_is_not_even_opened_but_must_still_be_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a.jpg"
    path.write_bytes(b"content")
    known = Source(path, 7, path.stat().st_mtime_ns, b"remembered")
    monkeypatch.setattr(images, "_open_regular", lambda _path: pytest.fail("it was opened"))
    assert identify(path, known) == known
    path.unlink()
    with pytest.raises(ImageError, match="not found"):
        identify(path, known)
    path.mkdir()
    with pytest.raises(ImageError, match="a folder"):
        identify(path, known)


def test_a_missing_file_says_so(tmp_path: Path) -> None:
    with pytest.raises(ImageError, match="not found"):
        identify(tmp_path / "gone.jpg")
    (tmp_path / "file").touch()
    with pytest.raises(ImageError, match="not found"):
        identify(tmp_path / "file" / "below.jpg")


def test_a_link_to_itself_says_so(tmp_path: Path) -> None:
    (tmp_path / "a.jpg").symlink_to(tmp_path / "a.jpg")
    with pytest.raises(ImageError, match="can't be read"):
        identify(tmp_path / "a.jpg")


def test_a_folder_says_so(tmp_path: Path) -> None:
    (tmp_path / "a.jpg").mkdir()
    with pytest.raises(ImageError, match="a folder"):
        identify(tmp_path / "a.jpg")


@needs_posix
def test_a_pipe_or_socket_fails_at_once_and_is_never_waited_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    os.mkfifo(tmp_path / "pipe.jpg")
    monkeypatch.chdir(tmp_path)  # a socket's path must be short
    with socket.socket(socket.AF_UNIX) as server:
        server.bind("socket.jpg")
        for name in ("pipe.jpg", "socket.jpg", "/dev/null"):
            with pytest.raises(ImageError, match="pipe, socket or device"):
                identify(Path(name))
            assert peek(Path(name)) == b""


def test_a_file_that_became_a_pipe_since_it_was_looked_at_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if sys.platform == "win32":
        pytest.skip("no pipes in folders")
    os.mkfifo(tmp_path / "a.jpg")
    regular = (tmp_path / "b.jpg").write_bytes(b"x") and (tmp_path / "b.jpg").stat()
    monkeypatch.setattr(Path, "stat", lambda _path: regular)
    with pytest.raises(ImageError, match="pipe"):
        identify(tmp_path / "a.jpg")


def test_a_file_that_may_not_be_read_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.jpg").touch()

    def refuse(*_: object) -> int:  # root may read everything: the system's answer is given by hand
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(os, "open", refuse)
    with pytest.raises(ImageError, match="permission denied"):
        identify(tmp_path / "a.jpg")


def test_a_disk_that_fails_is_told_with_the_systems_own_words(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class BadDisk:
        def __init__(self, file: IO[bytes]) -> None:
            self.file = file

        def __enter__(self) -> Self:
            return self

        def __exit__(self, *_: object) -> None:
            self.file.close()

        def fileno(self) -> int:
            return self.file.fileno()

        def read(self, _count: int) -> bytes:
            raise OSError(5, "Input/output error")

    (tmp_path / "a.jpg").write_bytes(b"x")
    real: Any = images._open_regular
    monkeypatch.setattr(images, "_open_regular", lambda path: BadDisk(real(path)))
    with pytest.raises(ImageError, match="Input/output error"):
        identify(tmp_path / "a.jpg")
    assert peek(tmp_path / "a.jpg") == b""


def test_a_name_that_no_file_can_have_is_an_answer_too() -> None:
    with pytest.raises(ImageError, match="name"):
        identify(Path("a\0b.jpg"))


@pytest.mark.parametrize("grow", [b"more", b"m" * (3 << 20)])
def test_a_file_that_is_still_being_written_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, grow: bytes
) -> None:
    path = tmp_path / "a.jpg"
    path.write_bytes(b"start")
    real = hashlib.blake2b

    def growing(**arguments: Any) -> object:
        with path.open("ab") as file:
            file.write(grow)
        return real(**arguments)

    monkeypatch.setattr(hashlib, "blake2b", growing)
    with pytest.raises(ImageError, match="changed while it was being read"):
        identify(path)


@needs_posix
def test_a_name_that_is_not_utf8_is_no_obstacle(tmp_path: Path) -> None:
    path = tmp_path / os.fsdecode(b"caf\xe9.jpg")
    path.write_bytes(b"x")
    assert identify(path).size == 1
