"""What reviewed pictures teach without training: examples of a class speak for pictures that look like them.

Tip-Adapter (Zhang et al. 2022, "Tip-Adapter: Training-free Adaption of CLIP for Few-shot Classification") keeps the
vectors of labelled pictures as keys and adds to the logits of a picture x

    weight * sum over the keys k of a class of exp(-sharpness * (1 - x . k)).

It was made for as many keys of each class as of every other. Corrections are not like that: somebody reviews forty
dogs, one cat and no horse. So here the mean over a class's keys takes the place of the sum, and what a class pulls on
pictures of *others* on average is taken off: to look no more like a class's examples than strangers do changes nothing,
and a class without examples, to whose logits nothing is added, is neither punished nor favoured. With as many examples
of every class the answers are Tip-Adapter's to the bit that a softmax can tell.

Sharpness and weight are chosen by leave-one-out: each example is answered by the others. Corrections mislead that in
three ways, which were measured (``tests/benchmarks/judgement.py``), and each of which made answers worse by up to 40
points before something stood against it:

- Classes without examples have no say, and lose their pictures to those that have some. So each example is also judged
  as if its class had none, and that weighs as much as the share of classes without examples.
- A class's only example has no other that could speak for it. So it is answered as if one did, or didn't (``FRIENDS``).
- Who corrects only what was wrong makes words look worthless. So where fewer than half of the examples are answered
  rightly by words, imagined pictures make up for it: ones that words answer so, and rightly.

NumPy only, pure; vectors are unit rows.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Self, TypeAlias

import numpy as np
import numpy.typing as npt

from zeroshot.judgement import calibration

if TYPE_CHECKING:
    from zeroshot.records import Vectors

Numbers: TypeAlias = npt.NDArray[np.float64]
Indices: TypeAlias = npt.NDArray[np.intp]
Mask: TypeAlias = npt.NDArray[np.bool_]

REACHES = (1.0, 2.0, 4.0, 8.0)
"""Sharpnesses to choose from, in units of one over the median distance between pictures of different classes."""

WEIGHTS = (0.25, 0.5, 1.0, 2.0, 3.0, 4.0, 6.0)
"""Weights to choose from, in logits for what strangers' pulls vary by; and 0, which is words alone."""

FRIENDS = (0.0, 4.0)
"""The evidence that a class's only example is thought to have for itself, were there another one: either, as likely.

Where classes have more, one example gives 3 to 4 to a picture of its own class on the mean, and to many much less. One
value in the place of both (1 to 1.5) let weights through that cost sports, whose pictures differ, up to 5 points.
"""

PREFERENCE = 3.0
"""Nats by which examples must do better than words alone: what chance gives to the best of so many choices.

Of examples that mean nothing, 2 nats let one set in ten through, 3 one in forty.
"""

RIGHT = 0.5
"""The share of pictures that words answer rightly, at least, as far as the choice is concerned."""

MOST = 500
"""Examples that are judged; of more, as many at even distances."""

FOLDS = 5
"""Parts of the examples; the choice that judges one is made by the others."""

COPY = 0.9999
"""Cosine from which on two vectors are of one picture: copies of it would let leave-one-out look the answer up."""


@dataclass(frozen=True, slots=True)
class Adapter:
    """Examples at work: ``keys`` (m, d) are their vectors, ``owners`` (m,) their classes, of ``classes`` there are.

    ``sharpness`` says how fast an example's pull fades with distance, ``weight`` how many logits a pull of 1 is worth,
    and ``baseline`` is what a class pulls on pictures of others.
    """

    keys: Vectors
    owners: Indices
    classes: int
    sharpness: float
    weight: float
    baseline: float

    def evidence(self, images: Vectors) -> Numbers:
        """What examples add to the logits of unit rows (n, d): (n, classes), 0 for a class without any."""
        pulls = images.astype(np.float64) @ self.keys.astype(np.float64).T
        # in place: of 20,000 pictures and 500 examples these are ten million numbers
        pulls -= 1.0
        pulls *= self.sharpness
        np.exp(pulls, out=pulls)
        members = _members(self.owners, self.classes)
        counts = members.sum(axis=0)
        evidence = pulls @ members
        evidence /= np.maximum(counts, 1.0)
        evidence -= self.baseline
        evidence *= self.weight
        evidence[:, counts == 0] = 0.0
        return evidence


@dataclass(frozen=True, slots=True)
class LeftOut:
    """What examples say of some of themselves, at one sharpness: of each, without it and its copies.

    ``evidence`` (r, classes) is in multiples of ``spread``, and 0 for a class without another example. ``baseline`` and
    ``spread`` are the mean of the classes' pulls on strangers and its standard deviation, in which each class's
    pictures count as much as another's.
    """

    sharpness: float
    baseline: float
    spread: float
    evidence: Numbers


@dataclass(frozen=True, slots=True)
class Choice:
    """The sharpness and the weight, in spreads, under which examples answer each other best; 0 is words alone.

    ``rows`` (j,) are the examples that could be judged, and ``logits`` (j, classes) theirs under this choice;
    ``unseen`` are those under the choice of the other ``folds`` (j,): as if the picture had never been reviewed.
    """

    left: LeftOut
    weight: float
    rows: Indices
    folds: Indices
    logits: Numbers
    unseen: Numbers

    def adapter(self, keys: Vectors, owners: Indices, classes: int) -> Adapter | None:
        """The examples at work; None where words alone do better."""
        if not self.weight:
            return None
        left, known = self.left, owners >= 0
        return Adapter(keys[known], owners[known], classes, left.sharpness, self.weight / left.spread, left.baseline)


@dataclass(frozen=True, slots=True)
class _Cases:
    """Pictures that a choice is judged by, weighed: logits by words, evidence (c, classes), truth and example (c,)."""

    words: Numbers
    evidence: Numbers
    truth: Indices
    weights: Numbers
    examples: Indices


def choose(words: Numbers, vectors: Vectors, owners: Indices, named: Mask) -> Choice | None:
    """Let examples, unit rows (m, d) with their classes (-1 is none), choose; None where no two tell classes apart.

    ``words`` (m, classes) are their logits by the classes' texts, and ``named`` (classes,) tells which have a text.
    """
    rows = np.linspace(0, len(owners) - 1, min(MOST, len(owners))).astype(np.intp)
    exact = vectors.astype(np.float64)
    company = Company.of(exact[rows] @ exact.T, rows, owners, words.shape[1])
    if company is None or not company.single.any():
        return None
    folds = np.arange(len(rows)) % FOLDS
    settings, table, examples = _tried(words[rows], company, np.isin(np.arange(words.shape[1]), owners), named)
    best, *by_fold = (
        settings[int(table[:, folds[examples] != fold].sum(axis=1).argmin())] for fold in (-1, *range(FOLDS))
    )
    judged = np.flatnonzero(company.judged)
    left, weight = best
    logits = words[rows[judged]] + weight * left.evidence[judged]
    unseen = logits.copy()
    for fold, (other, share) in enumerate(by_fold):
        inside = np.flatnonzero(folds[judged] == fold)
        unseen[inside] = words[rows[judged[inside]]] + share * other.evidence[judged[inside]]
    return Choice(left, weight, rows[judged], folds[judged], logits, unseen)


def _tried(
    words: Numbers, company: Company, with_examples: Mask, named: Mask
) -> tuple[list[tuple[LeftOut, float]], Numbers, Indices]:
    """All choices (sharpness and weight), what each loses by each case (choices, c), and each case's example (c,)."""
    lefts = [company.left_out(reach) for reach in REACHES]
    settings = [(lefts[0], 0.0)]
    tables: list[Numbers] = []
    for left in lefts:
        cases = _cases(words, company, left.evidence, with_examples, named)
        tables.append(_table(cases, WEIGHTS if tables else (0.0, *WEIGHTS)))
        settings += [(left, weight) for weight in WEIGHTS]
    table = np.concatenate(tables)
    table[1:] += PREFERENCE * cases.weights / cases.weights.sum()
    return settings, table, cases.examples


@dataclass(frozen=True, slots=True)
class Company:
    """Examples and the others that speak for and against each.

    ``cosines`` (r, m) are those of some examples with all, ``members`` (m, classes) tells whose each is, ``others``
    (r, m) is 1 but for the picture itself and its copies, ``own`` (r, classes) its classes and ``counts`` (r, classes)
    how many others each class has. ``owners`` (r,) are their classes, -1 is none, and ``distance`` is the median
    between pictures of different classes.
    """

    cosines: Numbers
    members: Numbers
    others: Numbers
    own: Mask
    counts: Numbers
    owners: Indices
    distance: float

    @classmethod
    def of(cls, cosines: Numbers, rows: Indices, owners: Indices, classes: int) -> Self | None:
        """That of the examples ``rows`` of all those that have ``owners`` (m,); None where none is among strangers."""
        members = _members(owners, classes)
        others = (cosines < COPY).astype(np.float64)
        own = (1.0 - others) @ members > 0
        counts = others @ members
        if not ((counts > 0) & ~own).any():
            return None
        apart = (own.astype(np.float64) @ members.T == 0) & (owners >= 0) & (others > 0)
        distance = max(float(np.median(1.0 - cosines[apart])), 1e-6)
        return cls(cosines, members, others, own, counts, owners[rows], distance)

    def left_out(self, reach: float) -> LeftOut:
        """The examples answered by the others; ``reach`` is one of ``REACHES``."""
        sharpness = reach / self.distance
        pulls = np.exp(sharpness * (self.cosines - 1.0)) * self.others
        means = (pulls @ self.members) / np.maximum(self.counts, 1.0)
        shares = ((self.counts > 0) & ~self.own) / _sizes(self.owners)[:, None]
        shares /= shares.sum()
        baseline = float((shares * means).sum())
        spread = max(float(np.sqrt((shares * (means - baseline) ** 2).sum())), 1e-9)
        evidence = np.where(self.counts > 0, (means - baseline) / spread, 0.0)
        return LeftOut(sharpness, baseline, spread, evidence)

    @property
    def single(self) -> Mask:
        """Which examples are of one class, (r,)."""
        single: Mask = (self.owners >= 0) & (self.own.sum(axis=1) == 1)
        return single

    @property
    def judged(self) -> Mask:
        """Those whose class has another example: only these show what examples do for their own."""
        return self.single & (_own(self.counts, self.owners) > 0)


def _cases(words: Numbers, company: Company, evidence: Numbers, with_examples: Mask, named: Mask) -> _Cases:
    """What a choice is judged by: examples as they are, as if their class had none, and imagined pictures."""
    examples = np.flatnonzero(company.single)
    truth, evidence, words = company.owners[examples], evidence[examples], words[examples]
    share = float(1.0 - with_examples.mean())
    weights = 1.0 / _sizes(truth)
    weights *= len(truth) / weights.sum()
    alone, each, said = ~company.judged[examples], np.arange(len(truth)), words.argmax(axis=1)
    parts = []
    for place, friend in enumerate(FRIENDS):
        friendly = evidence.copy()
        friendly[alone, truth[alone]] = friend
        parts.append((friendly, truth, weights * (1.0 - share) * np.where(alone, 1.0 / len(FRIENDS), place == 0)))
    lonely = evidence.copy()
    lonely[each, truth] = 0.0
    imagined = lonely.copy()
    imagined[each, said] = np.where(with_examples[said], np.mean(FRIENDS), 0.0)
    parts.append((lonely, truth, weights * share))
    parts.append((imagined, said, _imagined(weights, wrong=said != truth, named=named[truth])))
    kept = [(part, np.flatnonzero(part[2] > 0)) for part in parts]
    return _Cases(
        np.concatenate([words[those] for _, those in kept]),
        np.concatenate([part[0][those] for part, those in kept]),
        np.concatenate([part[1][those] for part, those in kept]),
        np.concatenate([part[2][those] for part, those in kept]),
        np.concatenate([examples[those] for _, those in kept]),
    )


def _imagined(weights: Numbers, wrong: Mask, named: Mask) -> Numbers:
    """The weight of the imagined picture beside each example: words can only be right about classes that they name."""
    total = float(weights[named].sum())
    missing = RIGHT * total - float(weights[named & ~wrong].sum())
    if missing <= 0:
        return np.zeros(len(weights))
    shares = np.where(named & wrong, weights, 0.0)
    spread: Numbers = shares / shares.sum() * missing / (1.0 - RIGHT)
    return spread


def _table(cases: _Cases, weights: tuple[float, ...]) -> Numbers:
    """The weighed loss of every case under each weight, (weights, c), each at the temperature that suits it best."""
    rows = []
    for weight in weights:
        logits = cases.words + weight * cases.evidence
        temperature = calibration.fit(logits, cases.truth, cases.weights).temperature
        rows.append(cases.weights * calibration.losses(logits / temperature, cases.truth))
    return np.stack(rows)


def _members(owners: Indices, classes: int) -> Numbers:
    """1 where an example is of a class: (m, classes); what is none of these (-1) is of no class."""
    members = np.zeros((len(owners), classes))
    known = np.flatnonzero(owners >= 0)
    members[known, owners[known]] = 1.0
    return members


def _sizes(owners: Indices) -> Numbers:
    """How many examples there are of the class of each."""
    _, places, counts = np.unique(owners, return_inverse=True, return_counts=True)
    sizes: Numbers = counts[places].astype(np.float64)
    return sizes


def _own(values: Numbers, owners: Indices) -> Numbers:
    """Each row's value at its own class; at the first where it has none."""
    return np.take_along_axis(values, np.maximum(owners, 0)[:, None], axis=1)[:, 0]
