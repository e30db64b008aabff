"""Pictures and captions out of a git repository that the tests make themselves."""

from __future__ import annotations

import io
import json
import shutil
import subprocess
from typing import TYPE_CHECKING

import numpy as np
import pytest
from PIL import Image, ImageDraw

from zeroshot.training.captions import Told, from_files, from_sidecar
from zeroshot.training.pack import HeldOut, held_out_rows, pack_source, repack, shrink, thumbnails
from zeroshot.training.pictures import read_pack, write_pack
from zeroshot.training.sources import Source

if TYPE_CHECKING:
    from pathlib import Path

_NOTHING = HeldOut(np.empty((0, 256), np.float32))


def _drawing(shape: str, size: tuple[int, int] = (240, 180)) -> Image.Image:
    picture = Image.new("RGB", size, "white")
    draw = ImageDraw.Draw(picture)
    (draw.ellipse if shape == "disc" else draw.rectangle)((60, 30, 140, 150), fill="crimson")
    return picture


def _encoded(picture: Image.Image) -> bytes:
    buffer = io.BytesIO()
    picture.save(buffer, "PNG")
    return buffer.getvalue()


@pytest.fixture
def clones(tmp_path: Path) -> Path:
    """A folder of bare clones: OWNER/shapes with two pictures and what is told of them, OWNER/words with a list."""
    files = {
        "data/0.png": _encoded(_drawing("disc")),
        "data/0.json": json.dumps({"caption": "a red disc", "original_width": 240, "original_height": 180}).encode(),
        "data/1.png": _encoded(_drawing("box")),
        "data/1.json": json.dumps({"caption": "", "original_width": 240, "original_height": 180}).encode(),
        "data/list.txt": b"1.png#0\ta red | box\n1.png#1\ta box\n",
        "broken/2.png": b"no picture",
    }
    _commit(tmp_path / "clones" / "OWNER+shapes.git", files, tmp_path / "work")
    _commit(tmp_path / "clones" / "OWNER+words.git", {"words.txt": b"0.png#0\tone disc\n"}, tmp_path / "more")
    return tmp_path / "clones"


def _commit(clone: Path, files: dict[str, bytes], work: Path) -> None:
    for name, content in files.items():
        (work / name).parent.mkdir(parents=True, exist_ok=True)
        (work / name).write_bytes(content)
    git = shutil.which("git")
    assert git
    author = ("-c", "user.name=nobody", "-c", "user.email=nobody@example.org")
    for arguments in (["init", "-q"], ["add", "."], [*author, "commit", "-q", "-m", "pictures"]):
        subprocess.run([git, "-C", str(work), *arguments], check=True)
    clone.parent.mkdir(exist_ok=True)
    (work / ".git").rename(clone)


def _pack(source: Source, clones: Path, held_out: HeldOut = _NOTHING) -> list[tuple[str, str]]:
    """(label, captions) of what is packed."""
    return sorted((label, told) for _, _, label, told in pack_source(source, clones / "OWNER+shapes.git", held_out))


def test_labelled_pictures_are_packed_and_broken_files_are_not(clones: Path) -> None:
    source = Source("shapes", "OWNER/shapes", r"(?P<label>\w+)/.*\.png", "none")
    assert _pack(source, clones) == [("data", ""), ("data", "")]


def test_only_described_pictures_of_a_captioned_source_are_packed(clones: Path) -> None:
    listed = Source("shapes", "OWNER/shapes", r"data/.*\.png", "none", captions=("data/list.txt",))
    assert _pack(listed, clones) == [("", "a red box | a box")]


def test_captions_may_lie_in_another_repository(clones: Path) -> None:
    source = Source(
        "shapes", "OWNER/shapes", r"data/.*\.png", "none", captions=("words.txt",), captions_in="OWNER/words"
    )
    assert _pack(source, clones) == [("", "one disc")]


def test_a_json_file_beside_a_picture_tells_its_caption(clones: Path) -> None:
    assert _pack(Source("shapes", "OWNER/shapes", r"data/.*\.png", "none", sidecars=True), clones) == [
        ("", "a red disc")
    ]


def test_a_picture_that_is_held_out_is_not_packed_even_if_it_was_enlarged(clones: Path) -> None:
    source = Source("shapes", "OWNER/shapes", r"(?P<label>\w+)/.*\.png", "none")
    same = HeldOut(thumbnails([_drawing("disc").resize((480, 360))]))
    (kept,) = pack_source(source, clones / "OWNER+shapes.git", same)
    assert thumbnails([Image.open(io.BytesIO(kept[0]))])[0] @ thumbnails([_drawing("box")])[0] > 0.97


def test_a_pack_is_copied_byte_for_byte_without_what_is_held_out(tmp_path: Path) -> None:
    pack = tmp_path / "shapes.bin"
    drawings = [_encoded(_drawing(shape)) for shape in ("disc", "box")]
    write_pack(pack, [(drawing, "train", "shape", "told | twice") for drawing in drawings])
    copied = list(repack(pack, HeldOut(thumbnails([_drawing("disc")]))))
    assert copied == [(drawings[1], "train", "shape", "told | twice")]
    assert len(read_pack(pack)) == len(drawings)


def test_thumbnails_of_a_folder_are_made_once(tmp_path: Path) -> None:
    (tmp_path / "held").mkdir()
    (tmp_path / "held" / "disc.png").write_bytes(_encoded(_drawing("disc")))
    rows = held_out_rows(tmp_path / "held", tmp_path / "held.npy")
    (tmp_path / "held" / "disc.png").unlink()
    assert np.array_equal(held_out_rows(tmp_path / "held", tmp_path / "held.npy"), rows)
    assert rows.shape == (1, 256)


def test_padding_is_cut_off_before_a_picture_is_made_small() -> None:
    padded = Image.new("RGB", (256, 256), "white")
    padded.paste(Image.new("RGB", (256, 192), "navy"), (0, 32))
    whole, cut = shrink(_encoded(padded)), shrink(_encoded(padded), (640, 480))
    assert whole
    assert cut
    assert (whole.width / whole.height, whole.getextrema()[0]) == (1.0, (0, 255))
    assert (round(cut.width / cut.height, 2), cut.getextrema()[0]) == (1.33, (0, 0))


def test_coco_s_json_and_lists_tell_captions_by_file_name() -> None:
    coco = {
        "images": [{"id": 7, "file_name": "7.jpg"}],
        "annotations": [{"image_id": 7, "caption": "a\ncat"}, {"image_id": 8, "caption": "of a picture elsewhere"}],
    }
    found = from_files({"notes.json": json.dumps(coco), "list.txt": "7.jpg#0\ta cat\n8.jpg#0\ta dog"})
    assert found == {"7.jpg": Told(("a cat",)), "8.jpg": Told(("a dog",))}


def test_a_sidecar_tells_the_size_before_padding() -> None:
    told = {"caption": "a | b", "original_width": 640, "original_height": 480}
    assert from_sidecar(json.dumps(told)) == Told(("a b",), (640, 480))
