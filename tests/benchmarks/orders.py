"""What the orders of a review are worth: accuracy on other pictures after so many were reviewed in each.

The folder holds a folder of pictures for each class. In each draw half of the known pictures can be reviewed, and the
other half is answered by what they taught; the order is made anew after every 16 decisions, as the window does it.
"""

from __future__ import annotations

import argparse
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import numpy as np
from judgement import Material, material
from measuring import machine, print_table

from zeroshot.judgement import lessons
from zeroshot.judgement.lessons import Reviewed
from zeroshot.results import Encoded
from zeroshot.reviewing import Order, Pool, ranked
from zeroshot.told import Answers

if TYPE_CHECKING:
    from zeroshot.judgement.classifier import Classifier

STEP = 16
TOLD = (16, 32, 64, 128, 256)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--model", default="starter")
    parser.add_argument("--draws", type=int, default=5)
    parser.add_argument("--home", type=Path, help="where vectors are kept; a folder for the time being otherwise")
    options = parser.parse_args()
    print(machine())
    with TemporaryDirectory(prefix="zeroshot-") as home:
        found = material(options.folder, options.model, options.home or Path(home))
    orders = (Order.RANDOM, Order.UNCERTAIN, Order.INFORMATIVE)
    rows = []
    for order in orders:
        draws = np.array([course(found, order, seed) for seed in range(options.draws)])
        cells = [f"{100 * m:.1f} ± {100 * s:.1f}" for m, s in zip(draws.mean(0), draws.std(0, ddof=1), strict=True)]
        rows.append((order.value, *cells))
    print_table(f"accuracy on other pictures, {options.draws} draws", ("order", "0", *map(str, TOLD)), rows)


def course(found: Material, order: Order, seed: int) -> list[float]:
    """The accuracy before anything is reviewed, and after as many pictures as ``TOLD`` says."""
    shuffled = np.random.default_rng(seed).permutation(len(found.truth))
    judged, left = shuffled[: len(shuffled) // 2], shuffled[len(shuffled) // 2 :]
    encoded = Encoded(np.arange(len(found.truth)), found.known.astype(np.float16))
    classifier, done, shares = found.classifier, left[:0], [_right(found, judged, found.classifier)]
    while len(done) < max(TOLD):
        rows = np.setdiff1d(left, done)
        ranking = classifier.rank(found.known[rows], 1)
        answers = Answers.of(rows, ranking)
        chosen = ranked(order, Pool(answers, ranking.margins, encoded, done), seed)[:STEP]
        done = np.concatenate([done, chosen])
        classifier = lessons.learn(found.classifier, Reviewed(found.known[done], found.truth[done])).classifier
        if len(done) in TOLD:
            shares.append(_right(found, judged, classifier))
    return shares


def _right(found: Material, judged: np.ndarray, classifier: Classifier) -> float:
    return float((classifier.rank(found.known[judged], 1).classes[:, 0] == found.truth[judged]).mean())


if __name__ == "__main__":
    main()
