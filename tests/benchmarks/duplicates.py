"""How well duplicates are told from look-alikes, on pictures of one's own.

python tests/benchmarks/duplicates.py FOLDER [--changed 150] [--model starter]

Some of the pictures are changed as people and programs change them, and each change is told with its share that the
vectors propose and the share that is left after the pixels decided. Then all pairs of different files: how many the
vectors propose, how many pixels leave over, and those that come nearest, to be looked at: real duplicates may be among
them. Crops are of random sizes, and not those that ``zeroshot.duplicates`` compares.
"""

from __future__ import annotations

import argparse
import os
import random
import tempfile
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from PIL import Image, ImageEnhance, ImageOps

from zeroshot import duplicates, paths
from zeroshot.discover import discover
from zeroshot.duplicates import ALIKE, LEAST, correlation, look_at
from zeroshot.session import Session
from zeroshot.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    Change = Callable[[Image.Image], Image.Image]

MAX_PIXELS = 1 << 28
SHOWN = 10


def scaled(image: Image.Image, share: float) -> Image.Image:
    """Smaller."""
    return image.resize((max(1, round(image.width * share)), max(1, round(image.height * share))))


def cropped(image: Image.Image, most: float, chance: random.Random) -> Image.Image:
    """Less up to ``most`` of each edge."""
    left, top, right, low = (chance.uniform(0, most) for _ in range(4))
    width, height = image.size
    return image.crop((int(left * width), int(top * height), int(width - right * width), int(height - low * height)))


def edged(image: Image.Image, chance: random.Random) -> Image.Image:
    """Less 5 to 15 % of one edge."""
    cuts = [0.0] * 4
    cuts[chance.randrange(4)] = chance.uniform(0.05, 0.15)
    left, top, right, low = cuts
    width, height = image.size
    return image.crop((int(left * width), int(top * height), int(width - right * width), int(height - low * height)))


def captioned(image: Image.Image) -> Image.Image:
    """With a black bar over the lowest 8 %."""
    image.paste((0, 0, 0), (0, round(0.92 * image.height), image.width, image.height))
    return image


def changes(chance: random.Random) -> dict[str, tuple[Change, int]]:
    """Each change, and the JPEG quality in which it is saved."""
    return {
        "half the size": (partial(scaled, share=0.5), 85),
        "0.3 of the size": (partial(scaled, share=0.3), 85),
        "JPEG quality 20": (lambda image: image, 20),
        "brighter by 35 %": (lambda image: ImageEnhance.Brightness(image).enhance(1.35), 85),
        "contrast up by 40 %": (lambda image: ImageEnhance.Contrast(image).enhance(1.4), 85),
        "colour up by 80 %": (lambda image: ImageEnhance.Color(image).enhance(1.8), 85),
        "caption over 8 %": (captioned, 85),
        "white border of 5 %": (lambda image: ImageOps.expand(image, int(min(image.size) * 0.05), (255, 255, 255)), 85),
        "turned by 2 degrees": (lambda image: image.rotate(2, Image.Resampling.BICUBIC), 85),
        "one edge cut by 5 to 15 %": (lambda image: edged(image, chance), 60),
        "all cut by 0 to 5 %": (lambda image: cropped(image, 0.05, chance), 60),
        "all cut by 0 to 10 %": (lambda image: cropped(image, 0.1, chance), 60),
        "black and white": (lambda image: image.convert("L"), 85),
        "mirrored": (ImageOps.mirror, 85),
    }


def make(files: Sequence[Path], folder: Path) -> dict[str, list[Path]]:
    """The changed files of each change, in the order of ``files``."""
    made: dict[str, list[Path]] = {}
    for number, (name, (change, quality)) in enumerate(changes(random.Random(0)).items()):  # noqa: S311 - the same each time
        made[name] = [folder / f"{number}-{place}.jpg" for place in range(len(files))]
        for file, to in zip(files, made[name], strict=True):
            with Image.open(file) as image:
                change(ImageOps.exif_transpose(image).convert("RGB")).save(to, quality=quality)
    return made


def vectors_of(files: Sequence[Path], home: Path, model: str) -> np.ndarray:
    """Unit rows, as stored."""
    with Session.open(Settings(model=model, backend="torch", precision="fp32"), paths.folders(home)) as session:
        return np.stack([each.vector for chunk in session.embed(files) for each in chunk])


def main() -> None:
    """Measure, and print two tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--changed", type=int, default=150)
    parser.add_argument("--model", default="starter")
    asked = parser.parse_args()
    files = list(discover([asked.folder]))
    chosen = random.Random(1).sample(range(len(files)), min(asked.changed, len(files)))  # noqa: S311 - likewise
    with tempfile.TemporaryDirectory() as home, ThreadPoolExecutor(os.cpu_count()) as pool:
        made = make([files[place] for place in chosen], Path(home))
        changed = [path for group in made.values() for path in group]
        vectors = vectors_of([*files, *changed], Path(home) / "home", asked.model)
        small = [look.small for look in pool.map(lambda path: look_at(path, MAX_PIXELS), [*files, *changed])]
    tell_changes(made, chosen, vectors, small, len(files))
    tell_pairs(files, vectors[: len(files)], small)


def tell_changes(
    made: dict[str, list[Path]], chosen: Sequence[int], vectors: np.ndarray, small: Sequence[np.ndarray], first: int
) -> None:
    """What is found of each change."""
    print("| change | cosine, lowest tenth | proposed | found |\n|---|---|---|---|")
    for number, name in enumerate(made):
        places = range(first + number * len(chosen), first + (number + 1) * len(chosen))
        cosines = np.array([vectors[one] @ vectors[other] for one, other in zip(chosen, places, strict=True)])
        same = np.array([correlation(small[one], small[other]) for one, other in zip(chosen, places, strict=True)])
        found = (cosines >= LEAST) & (same >= ALIKE)
        print(
            f"| {name} | {np.quantile(cosines, 0.1):.2f} | {100 * (cosines >= LEAST).mean():.0f} % "
            f"| {100 * found.mean():.0f} % |"
        )


def tell_pairs(files: Sequence[Path], vectors: np.ndarray, small: Sequence[np.ndarray]) -> None:
    """How many different files come as near."""
    pairs = [tuple(pair) for _, found in duplicates.near_pairs(vectors, LEAST) for pair in found.tolist()]
    same = sorted(((correlation(small[one], small[other]), one, other) for one, other in pairs), reverse=True)
    left = sum(value >= ALIKE for value, *_ in same)
    every = len(files) * (len(files) - 1) // 2
    print(f"\nOf {every:,} pairs of {len(files):,} files {len(pairs):,} are proposed, {left:,} left. The nearest:")
    for value, one, other in same[:SHOWN]:
        cosine = float(vectors[one] @ vectors[other])
        print(f"- {value:.3f}, cosine {cosine:.3f}: {files[one].name} and {files[other].name}")


if __name__ == "__main__":
    main()
