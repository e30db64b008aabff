"""Measures a model through the program's own encoder, decoder and prompts: `python -m zeroshot.training.evaluate`.

`--data` holds `heldout/` (see README.md: ImageNet sample photos, Tiny-ImageNet's validation pictures, CIFAR-10's
test pictures) and `packed/` (for the sources that a training run left out). Nothing of `heldout/` is ever trained
on, and CIFAR-10 is not used to choose anything either.
"""

from __future__ import annotations

import argparse
import json
import random
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING, TypeVar

import numpy as np
import open_clip
import torch
from PIL import Image
from timm.data.imagenet_info import ImageNetInfo

from zeroshot.early import DRAFT
from zeroshot.encoders import Encoder, Precision, open_encoder
from zeroshot.images import decode, identify
from zeroshot.judgement.classifier import class_vectors
from zeroshot.labels import named_templates, prompts
from zeroshot.pipeline import Pipeline
from zeroshot.records import Label
from zeroshot.store import Store
from zeroshot.training.pictures import read_pack
from zeroshot.training.sources import LEFT_OUT
from zeroshot.training.wordnet import WordNet
from zeroshot.weights import inspect, starter

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from numpy.typing import NDArray

    from zeroshot.records import Vectors

T = TypeVar("T")

GROUPS = {
    "dog": "n02084071",
    "cat": "n02121620",
    "bird": "n01503061",
    "fish": "n02512053",
    "snake": "n01726692",
    "insect": "n02159955",
    "car": "n02958343",
    "boat": "n02858304",
    "fruit": "n07705931",
    "mushroom": "n12992868",
    "musical instrument": "n03800933",
    "furniture": "n03405725",
    "clothing": "n03051540",
}
"""The 13 everyday groups: a name and the WordNet node whose ImageNet classes it covers ("mushroom": fungi)."""

_MAX_PIXELS = 100_000_000
_SPEED_PICTURES = 1000
_SPEED_SIZE = (400, 350)


@dataclass(frozen=True, slots=True)
class Photos:
    """A set to measure on: unit rows of pictures (n, d), the right class of each, and the classes."""

    name: str
    rows: Vectors
    truth: NDArray[np.int64]
    labels: tuple[Label, ...]


def embed_files(encoder: Encoder, files: Sequence[Path]) -> Vectors:
    """Unit rows of picture files, decoded and cut as the program does it."""
    side = round(DRAFT * min(encoder.image_size))
    return _embed(encoder, (decode(identify(path), min_side=side, max_pixels=_MAX_PIXELS) for path in files))


def _embed(encoder: Encoder, pictures: Iterator[Image.Image]) -> Vectors:
    with ThreadPoolExecutor(1) as pool:
        pixels = pool.map(encoder.preprocess, pictures)
        return np.concatenate([encoder.encode_images(batch) for batch in iter(lambda: list(islice(pixels, 64)), [])])


def embed_labels(encoder: Encoder, labels: Sequence[Label]) -> Vectors:
    """Class vectors (classes, d) with the program's default templates and its way with descriptions."""
    short = named_templates("short")
    groups = [prompts(label, short, encoder.count_tokens, encoder.context_length) for label in labels]
    texts = sorted({text for of_class in groups for group in of_class for text in group})
    return class_vectors(groups, dict(zip(texts, encoder.encode_texts(texts), strict=True)))


def top1(rows: Vectors, classes: Vectors, truth: NDArray[np.int64]) -> float:
    """Percent of pictures whose nearest class is the right one."""
    return round(100 * float(((rows @ classes.T).argmax(1) == truth).mean()), 1)


def sample_photos(encoder: Encoder, folder: Path, wordnet: WordNet) -> Iterator[tuple[str, float]]:
    """Rows for one photo of each ImageNet class: everyday groups, 1,000 names, 1,000 glosses, both together."""
    info = ImageNetInfo()
    wnids = [info.index_to_label_name(position) for position in range(1000)]
    files = sorted(folder.glob("n*.JPEG"))
    rows = embed_files(encoder, files)
    truth = np.array([wnids.index(path.name[:9]) for path in files])
    yield "13 everyday groups", _groups(encoder, rows, [path.name[:9] for path in files], wordnet)
    glosses = [wordnet.synsets[wnid].gloss for wnid in wnids]
    named = [Label(name, gloss) for name, gloss in zip(open_clip.IMAGENET_CLASSNAMES, glosses, strict=True)]
    yield "1,000 ImageNet names", top1(rows, embed_labels(encoder, [Label(label.name) for label in named]), truth)
    yield "1,000 glosses, without names", top1(rows, encoder.encode_texts(glosses), truth)
    yield "1,000 names with glosses", top1(rows, embed_labels(encoder, named), truth)


def _groups(encoder: Encoder, rows: Vectors, wnids: Sequence[str], wordnet: WordNet) -> float:
    nodes = list(GROUPS.values())
    above = [wordnet.ancestors(wnid) | {wnid} for wnid in wnids]
    truth = np.array([next((n for n, node in enumerate(nodes) if node in ups), -1) for ups in above])
    classes = embed_labels(encoder, [Label(name) for name in GROUPS])
    return top1(rows[truth >= 0], classes, truth[truth >= 0])


def some(items: Iterable[T], most: int) -> list[T]:
    """At most so many of the items, a repeatable random choice; 0 takes all."""
    found = list(items)
    return random.Random(0).sample(found, most) if 0 < most < len(found) else found  # noqa: S311 (no secret)


def tiny_imagenet(encoder: Encoder, folder: Path, most: int) -> float:
    """Tiny-ImageNet's 10,000 validation pictures among its 200 names, the first of each line of `words.txt`."""
    words = dict(line.split("\t") for line in (folder / "words.txt").read_text(encoding="utf-8").splitlines())
    wnids = (folder / "wnids.txt").read_text(encoding="utf-8").split()
    lines = (folder / "val" / "val_annotations.txt").read_text(encoding="utf-8").splitlines()
    files, truth = zip(*(line.split("\t")[:2] for line in some(lines, most)), strict=True)
    rows = embed_files(encoder, [folder / "val" / "images" / name for name in files])
    classes = embed_labels(encoder, [Label(words[wnid].split(",")[0]) for wnid in wnids])
    return top1(rows, classes, np.array([wnids.index(wnid) for wnid in truth]))


def folders(encoder: Encoder, folder: Path, most: int) -> Photos:
    """A folder a class, its name the class: CIFAR-10's test pictures."""
    files = some(sorted(path for path in folder.glob("*/*") if path.is_file()), most)
    names = sorted({path.parent.name for path in files})
    truth = np.array([names.index(path.parent.name) for path in files])
    return Photos(folder.name, embed_files(encoder, files), truth, tuple(map(Label, names)))


def left_out(encoder: Encoder, packed: Path, most: int) -> list[Photos]:
    """Whole sources; a fair figure only for a model that was trained without them."""
    found = []
    for name in LEFT_OUT:
        pictures = some(read_pack(packed / f"{name}.bin"), most)
        names = sorted({picture.label for picture in pictures})
        rows = _embed(encoder, (picture.open() for picture in pictures))
        truth = np.array([names.index(picture.label) for picture in pictures])
        found.append(Photos(name, rows, truth, tuple(map(Label, names))))
    return found


@dataclass(frozen=True, slots=True)
class Calibration:
    """How far softmax scores at a logit scale are from the truth on one set."""

    scale: float
    nll: float
    error: float


def calibrate(rows: Vectors, classes: Vectors, truth: NDArray[np.int64], scale: float) -> Calibration:
    """Mean negative log-likelihood, and expected calibration error in 15 bins (Guo et al. 2017, arXiv:1706.04599)."""
    logits = scale * (rows @ classes.T).astype(np.float64)
    scores = np.exp(logits - logits.max(1, keepdims=True))
    scores /= scores.sum(1, keepdims=True)
    nll = float(-np.log(scores[np.arange(len(truth)), truth] + 1e-12).mean())
    sure, right = scores.max(1), scores.argmax(1) == truth
    bins = np.minimum((sure * 15).astype(int), 14)
    gaps = [(bins == b).mean() * abs(sure[bins == b].mean() - right[bins == b].mean()) for b in set(bins.tolist())]
    return Calibration(scale, nll, float(sum(gaps)))


def best_scale(sets: Sequence[tuple[Photos, Vectors]]) -> float:
    """The logit scale with the least mean negative log-likelihood over sets and their class vectors, from 5 to 100.

    A set that is answered no better than by chance has no say: its likelihood only ever asks for less scale.
    """
    told = [(p, c) for p, c in sets if top1(p.rows, c, p.truth) > 100 / len(p.labels)]
    scales = np.geomspace(5, 100, 40)
    mean = [sum(calibrate(p.rows, c, p.truth, scale).nll for p, c in told or sets) for scale in scales]
    return round(float(scales[int(np.argmin(mean))]), 1)


def speed(encoder: Encoder, photos: Path) -> float:
    """Pictures a second from JPEG files of 400 x 350 to stored vectors, by the program's own pipeline."""
    with tempfile.TemporaryDirectory() as scratch:
        files = []
        for path in sorted(photos.glob("n*.JPEG"))[:_SPEED_PICTURES]:
            files.append(Path(scratch) / f"{path.stem}.jpg")
            Image.open(path).convert("RGB").resize(_SPEED_SIZE).save(files[-1], quality=90)
        with Store.open(Path(scratch) / "store") as store:
            pipeline = Pipeline(encoder, store, max_pixels=_MAX_PIXELS, stop=Event())
            list(pipeline.pictures(files[:64]))
            start = time.perf_counter()
            list(pipeline.pictures(files[64:]))
            return round((len(files) - 64) / (time.perf_counter() - start), 1)


def measure(encoder: Encoder, data: Path, wordnet: WordNet, *, most: int, fair: bool) -> Iterator[tuple[str, float]]:
    """Every row of the table; `fair` says that the model never saw the left-out sources."""
    held_out = data / "heldout"
    yield from sample_photos(encoder, held_out / "imagenet-sample-images", wordnet)
    yield "Tiny-ImageNet validation, 200 names", tiny_imagenet(encoder, held_out / "tiny-imagenet-200", most)
    cifar = folders(encoder, held_out / "cifar10" / "test", most)
    cifar_classes = embed_labels(encoder, cifar.labels)
    yield "CIFAR-10 test", top1(cifar.rows, cifar_classes, cifar.truth)
    sets = [(photos, embed_labels(encoder, photos.labels)) for photos in left_out(encoder, data / "packed", most)]
    kind = "left out" if fair else "trained on"
    figures = [top1(photos.rows, classes, photos.truth) for photos, classes in sets]
    yield from zip((f"{photos.name} ({kind})" for photos, _ in sets), figures, strict=True)
    yield f"mean of the four ({kind})", round(sum(figures) / len(figures), 1)
    yield "best logit scale on these", best_scale(sets)
    scale = encoder.logit_scale
    errors = [calibrate(p.rows, c, p.truth, scale).error for p, c in (*sets, (cifar, cifar_classes))]
    yield f"calibration error at scale {scale:.1f}, mean of these and CIFAR-10", round(sum(errors) / 5, 3)
    yield f"pictures a second, {encoder.precision}", speed(encoder, held_out / "imagenet-sample-images")


def main() -> None:
    """Print the table, and write it where `--json` says."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--wordnet", type=Path, required=True, help="folder of data.noun and index.noun")
    parser.add_argument("--model", type=Path, default=starter())
    parser.add_argument("--precision", type=Precision, default=Precision.AUTO)
    parser.add_argument("--fair", action="store_true", help="the model was trained without the left-out sources")
    parser.add_argument("--most", type=int, default=0, help="take a sample of so many pictures of each large set")
    parser.add_argument("--json", type=Path)
    parser.add_argument("--threads", type=int, help="torch's threads (default: all cores)")
    arguments = parser.parse_args()
    if arguments.threads:
        torch.set_num_threads(arguments.threads)
    encoder = open_encoder(inspect(arguments.model, arguments.model.name), precision=arguments.precision)
    table = {}
    for name, figure in measure(
        encoder, arguments.data, WordNet(arguments.wordnet), most=arguments.most, fair=arguments.fair
    ):
        table[name] = figure
        print(f"{name:60} {figure}", flush=True)
    if arguments.json:
        arguments.json.write_text(json.dumps(table, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
