"""A step of each training loss on real, rendered pictures and made-up texts."""

from __future__ import annotations

import io
import random
from typing import TYPE_CHECKING

import pytest
import torch
from PIL import Image, ImageDraw

from zeroshot.training.average import Average
from zeroshot.training.blend import blend
from zeroshot.training.distill import loss_of, rate_at
from zeroshot.training.features import MAP_SHAPE, SIZE, VIEWS, to_tensor
from zeroshot.training.finetune import Pictures
from zeroshot.training.objective import Batch, Objective
from zeroshot.training.pictures import read_pack, write_pack
from zeroshot.training.project import Adapter, Heads, moved_texts
from zeroshot.training.sources import SOURCES
from zeroshot.training.student import encode, pad
from zeroshot.training.texts import Bank, Node, Text
from zeroshot.training.tower import Front, Tail, new_model

if TYPE_CHECKING:
    from pathlib import Path


def _drawing(shape: str) -> Image.Image:
    picture = Image.new("RGB", (240, 180), "white")
    draw = ImageDraw.Draw(picture)
    (draw.ellipse if shape == "disc" else draw.rectangle)((60, 30, 180, 150), fill="crimson")
    return picture


def _bank() -> Bank:
    bank = object.__new__(Bank)
    bank.nodes = (
        Node("disc", (Text("disc", 1.0, name=True),), frozenset({"shape"})),
        Node("box", (Text("box", 1.0, name=True),), frozenset({"shape"})),
        Node("shape", (Text("shape", 1.0, name=True),), frozenset()),
        Node("sound", (Text("sound", 1.0, name=True),), frozenset()),
    )
    bank.index = {node.key: at for at, node in enumerate(bank.nodes)}
    bank.key_of = {"disc": "disc", "box": "box"}
    bank.imagenet = (0, 1)
    return bank


def test_pictures_come_out_of_a_pack_as_they_went_in(tmp_path: Path) -> None:
    buffer = io.BytesIO()
    _drawing("disc").save(buffer, "PNG")
    pack = tmp_path / "shapes.bin"
    assert write_pack(pack, [(buffer.getvalue(), "train", "disc", "a disc | a red disc")]) == 1
    (picture,) = read_pack(pack)
    assert (picture.source, picture.label, picture.captions) == ("shapes", "disc", ("a disc", "a red disc"))
    assert picture.open().tobytes() == _drawing("disc").tobytes()


def test_views_are_squares_and_the_second_is_coarse() -> None:
    sharp, coarse = (view.cut(_drawing("box"), random.Random(3)) for view in VIEWS)  # noqa: S311 (no secret)
    assert sharp.size == coarse.size == (SIZE, SIZE)
    assert to_tensor([sharp]).abs().max() <= 1.001


def test_steps_on_drawings_lower_the_picture_loss() -> None:
    torch.manual_seed(0)
    trunk = new_model().visual.trunk
    with torch.no_grad():
        maps = Front(trunk).eval()(to_tensor([_drawing(s).resize((96, 96)) for s in ("disc", "box") * 2]))
        features = Tail(trunk).eval()(maps)
    projection = torch.nn.Linear(1280, 384, bias=False)
    objective = Objective(_bank(), ["disc", "box"], seed=0)
    label = torch.tensor([0, 1, 0, 1])
    soft = objective.soft_targets(label, label[:, None], torch.ones(4, 1))
    texts = torch.nn.functional.normalize(torch.randn(4, 384), dim=-1)
    optimizer = torch.optim.AdamW(projection.parameters(), lr=1e-2)
    losses = []
    for _ in range(30):
        rows = torch.nn.functional.normalize(projection(features), dim=-1)
        loss = objective(rows, texts, torch.tensor(10.0), Batch(label, soft))
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    assert losses[-1] < 0.8 * losses[0]


def test_the_whole_tower_is_front_then_tail() -> None:
    trunk = new_model().visual.trunk.eval()
    picture = to_tensor([_drawing("disc").resize((64, 64))])
    with torch.inference_mode():
        assert torch.allclose(Tail(trunk).eval()(Front(trunk).eval()(picture)), trunk(picture), atol=1e-5)


def test_short_rows_are_embedded_like_padded_ones() -> None:
    model = new_model().eval()
    short = pad([[320, 1929], [2368]], 77)
    whole = torch.zeros(2, 77, dtype=torch.long)
    whole[:, : short.shape[1]] = short
    with torch.inference_mode():
        assert torch.allclose(encode(model, short), model.encode_text(whole, normalize=True), atol=1e-5)


def test_a_perfect_student_has_no_loss() -> None:
    rows = torch.nn.functional.normalize(torch.randn(8, 384), dim=-1)
    assert loss_of(rows, rows).item() == pytest.approx(0, abs=1e-5)


def test_the_adapter_begins_as_the_identity() -> None:
    rows = torch.nn.functional.normalize(torch.randn(3, 384), dim=-1)
    assert torch.allclose(Adapter()(rows), rows, atol=1e-6)


def test_a_node_s_own_offset_moves_its_texts_and_no_others() -> None:
    bank = _bank()
    heads = Heads(len(bank.nodes), settled=True)
    with torch.no_grad():
        heads.offset[1, 0] = 5.0
    rows = torch.nn.functional.normalize(torch.randn(3, 384), dim=-1)
    moved = moved_texts(bank, ("disc", "box", "a word of no node"), rows, heads)
    assert torch.allclose(moved[[0, 2]], rows[[0, 2]], atol=1e-6)
    assert moved[1, 0] > 0.9


def test_a_label_that_was_left_out_is_not_even_a_wrong_answer() -> None:
    bank = _bank()
    bank.imagenet = (0,)
    pictures = torch.nn.functional.normalize(torch.randn(2, 8), dim=-1)
    batch = Batch(torch.tensor([0, 0]), torch.ones(2, 1))
    texts = torch.nn.functional.normalize(torch.randn(4, 8), dim=-1)
    changed = texts.clone()
    changed[1] = pictures[0]
    losses = [Objective(bank, ["disc"], seed=0)(pictures, rows, torch.tensor(9.0), batch) for rows in (texts, changed)]
    assert torch.equal(losses[0], losses[1])


def test_a_blend_lies_between_two_pictures_sides_whatever_the_length_of_their_projections() -> None:
    first = {"tail": {"w": torch.zeros(2), "count": torch.tensor(3)}, "heads": {"projection.weight": torch.eye(2)}}
    second = {"tail": {"w": torch.ones(2), "count": torch.tensor(4)}, "heads": {"projection.weight": 9 * torch.eye(2)}}
    found = blend(first, second, 0.75)
    assert torch.equal(found["tail"]["w"], torch.full((2,), 0.25))
    assert torch.equal(found["tail"]["count"], torch.tensor(3))
    assert torch.allclose(found["heads"]["projection.weight"], torch.eye(2))


def test_frozen_stages_stay_and_the_rest_learns() -> None:
    pictures = Pictures(Tail(new_model().visual.trunk).eval(), Heads(1, settled=True), frozen=1)
    assert torch.allclose(
        pictures.features(torch.ones(1, *MAP_SHAPE)), pictures.tail(torch.ones(1, *MAP_SHAPE)), atol=1e-4
    )
    torch.autograd.backward(pictures(torch.rand(2, *MAP_SHAPE)).sum())
    learning = [name for name, parameter in pictures.tail.named_parameters() if parameter.grad is not None]
    assert learning
    assert not [name for name in learning if name.startswith("blocks.0.")]


def test_the_average_follows_and_the_rate_falls() -> None:
    layer = torch.nn.Linear(2, 2)
    average = Average(layer, 0.9)
    before = average.model.weight.clone()
    torch.nn.init.zeros_(layer.weight)
    average.update(layer)
    assert average.model.weight.abs().sum() < before.abs().sum()
    assert rate_at(0.02) > rate_at(0.5) > rate_at(1.0) == pytest.approx(0)


@pytest.mark.parametrize(
    ("source", "path", "label"),
    [
        ("tinyimagenet", "tiny-imagenet-200/train/n01443537/images/n01443537_0.JPEG", "n01443537"),
        ("caltech101", "101_ObjectCategories/BACKGROUND_Google/image_0001.jpg", None),
        ("caltech101", "101_ObjectCategories/ceiling_fan/image_0001.jpg", "ceiling fan"),
        ("pacs", "PACS/art_painting/dog/pic_001.jpg", "dog painting"),
        ("pacs", "PACS/photo/dog/056_0001.jpg", "dog"),
        ("grocery", "dataset/train/Packages/Juice/Bravo-Apple-Juice/a.jpg", "juice carton"),
        ("grocery", "dataset/val/Fruit/Pear/Anjou/a.jpg", "anjou pear"),
        ("grocery", "dataset/val/Fruit/Avocado/a.jpg", "avocado"),
        ("sports22", "data/wwe/00000001.jpg", "professional wrestling show"),
    ],
)
def test_a_path_tells_its_label(source: str, path: str, label: str | None) -> None:
    (found,) = (candidate for candidate in SOURCES if candidate.name == source)
    assert found.label(path, {}) == label
