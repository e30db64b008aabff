"""Many classes with many templates to class vectors: Zeroshot against open_clip, which is given one class a batch.

open_clip reads only the first ``--slice`` of the classes; its time for all of them is computed from that.
"""

from __future__ import annotations

import argparse
import statistics
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import numpy as np
from measuring import alternating, machine, print_table, ratio, seconds
from models import vit_b_32
from rivals import OpenClip, open_clip

from zeroshot.labels import from_names, named_templates
from zeroshot.records import LabelSet
from zeroshot.session import Session
from zeroshot.settings import Settings
from zeroshot.store import Store

if TYPE_CHECKING:
    from zeroshot.encoders import Encoder
    from zeroshot.records import Vectors

TEMPLATES = "openai80"
SAME = 0.999


def learn(encoder: Encoder, file: Path, label_set: LabelSet) -> Vectors:
    """The vectors (classes, d), as a run has them before its first picture; read and stored, or found stored."""
    with Session(encoder, Store.open(file), Settings().max_pixels) as session:
        for _ in session.learn(label_set):
            pass
        return session.labeller.classifier.vectors


def main() -> None:
    """Measure, and print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--classes", type=int, default=1000)
    parser.add_argument("--slice", type=int, default=20)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--precision", default="auto")
    parser.add_argument("--backend", default="auto")
    options = parser.parse_args()
    about = machine()
    names = open_clip.IMAGENET_CLASSNAMES[: options.classes]
    templates = named_templates(TEMPLATES)
    label_set = LabelSet(from_names(names).labels, templates)
    with TemporaryDirectory() as name:
        place, numbers = Path(name), count()
        vit = vit_b_32(place)
        rival, encoder = OpenClip.load(vit.weights.folder), vit.encoder(options.precision, options.backend, place)
        few = LabelSet(label_set.labels[: options.slice], templates)
        theirs = rival.learn([label.name for label in few.labels], templates).T.numpy()
        same = (learn(encoder, place / "few.sqlite", few) * theirs).sum(axis=1).min()
        if same < SAME:
            raise ValueError(f"open_clip computes something else: cosine {same:.5f}")
        jobs = {
            "zeroshot": lambda: learn(encoder, place / f"{next(numbers)}.sqlite", label_set),
            "open_clip": lambda: rival.learn([label.name for label in few.labels], templates),
        }
        spent = alternating(jobs, options.rounds)
        again = [seconds(lambda: learn(encoder, place / "0.sqlite", label_set)) for _ in range(options.rounds)]
    whole = [one * len(label_set.labels) / len(few.labels) for one in spent["open_clip"]]
    times = {
        f"zeroshot, {encoder.precision}, a new store": spent["zeroshot"],
        "zeroshot, stored before": again,
        f"open_clip, fp32, one class a batch, from {len(few.labels)} classes": whole,
    }
    rows = [(name, f"{statistics.median(one):,.2f}", f"{ratio(whole, one):,.1f}") for name, one in times.items()]
    title = f"{len(label_set.labels)} classes, {len(templates)} templates, ViT-B/32, {options.rounds} rounds; {about}"
    print_table(title, ("classes to vectors", "s", "times open_clip"), rows)
    print(f"\nThe vectors agree with open_clip's: cosine {np.round(same, 5)} or more.")
    print("To reach: 3 times open_clip.")


if __name__ == "__main__":
    main()
