"""From vectors to answers: NumPy only, pure, and fast enough to run again at every change of the classes."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
from threadpoolctl import ThreadpoolController

from zeroshot.judgement.calibration import UNFITTED, Calibration
from zeroshot.records import Embedded, Policy, Prediction, Score, Status
from zeroshot.trees import ROOT, Tree, Way

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from contextlib import AbstractContextManager

    from zeroshot.judgement.familiarity import Detector
    from zeroshot.judgement.fewshot import Adapter
    from zeroshot.judgement.several import Several, Yes
    from zeroshot.records import Vectors

_FEW = 3  # ranks up to which passes of argmax beat a sort


@dataclass(frozen=True, slots=True)
class Ranking:
    """The best classes of n pictures as arrays, best first, k of them (at least the best): a row a picture.

    ``classes`` int (n, k) indexes the classifier's names; ``scores`` and ``similarities`` are float64 (n, k);
    ``margins`` float64 (n,) is the score of the first less that of the second (all of it where there is one class),
    ``familiarity`` float64 (n,) from 0 to 1 how surely the picture belongs to any: 1 where there is no detector.
    ``way`` is how the pictures go down the classifier's tree, where it has one, and ``yes`` what each class says of
    them, where pictures can have several labels.
    """

    classes: npt.NDArray[np.intp]
    scores: npt.NDArray[np.float64]
    similarities: npt.NDArray[np.float64]
    margins: npt.NDArray[np.float64]
    familiarity: npt.NDArray[np.float64]
    way: Way | None = None
    yes: Yes | None = None

    def told(self, policy: Policy) -> tuple[npt.NDArray[np.intp], npt.NDArray[np.float64]]:
        """The place of each picture's first answer among the classifier's and its score.

        -1 where it is rejected, and the score of what came closest.
        """
        if self.yes is not None:
            return self.yes.told(policy)
        familiar = self.familiarity >= policy.min_familiarity
        if self.way is not None:
            places, certain = self.way.told(policy)
            return np.where(familiar, places, ROOT), certain
        best = self.scores[:, 0]
        sure = familiar & (best >= policy.min_score) & (self.margins >= policy.min_margin)
        return np.where(sure, self.classes[:, 0], ROOT), best


@dataclass(frozen=True, slots=True)
class Classifier:
    """Class vectors as the weights of a linear classifier, with the model's own logit scale.

    ``vectors`` is (classes, d). With ``logit_bias`` (SigLIP family) the score is a sigmoid, else a softmax. Classes
    ``by_examples`` have no text: their vectors don't count. ``adapter`` is what examples add to the logits, and
    ``calibration`` makes probabilities of scores; without them the logits are the model's own. With the ``tree`` of the
    names an answer goes as far down as it is sure; with ``several`` each class is a question of its own, and the tree
    has no say. The ``detector`` says how surely a picture belongs to any class.
    """

    names: tuple[str, ...]
    vectors: Vectors
    logit_scale: float
    logit_bias: float | None = None
    by_examples: tuple[int, ...] = ()
    adapter: Adapter | None = None
    calibration: Calibration = UNFITTED
    tree: Tree | None = None
    several: Several | None = None
    detector: Detector | None = None

    @property
    def answers(self) -> tuple[str, ...]:
        """All that a picture can be told to be: the classes in order, then the groups of a tree."""
        return self.names if self.tree is None else self.tree.answers

    @property
    def has_learned(self) -> bool:
        """Whether reviewed pictures have a say in the logits."""
        return self.adapter is not None or self.calibration.is_fitted

    def similarities(self, images: Vectors) -> npt.NDArray[np.float64]:
        """Cosines (n, classes); in double, so that a row does not depend on the rows beside it.

        That of a class without a text lies half-way between the mean and the best of the others: it neither wins nor
        is out of reach before its examples speak.
        """
        cosines: npt.NDArray[np.float64] = images.astype(np.float64) @ self.vectors.astype(np.float64).T
        if self.by_examples:
            named = np.delete(cosines, self.by_examples, axis=1)
            neutral = (named.mean(axis=1) + named.max(axis=1)) / 2 if named.shape[1] else np.zeros(len(cosines))
            cosines[:, self.by_examples] = neutral[:, None]
        return cosines

    def logits(self, images: Vectors, similarities: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
        """Logits (n, classes) of unit rows and their cosines, with what examples add; not calibrated.

        With ``several`` the model's bias isn't in them: the background takes its place.
        """
        logits = self.logit_scale * similarities
        if self.logit_bias is not None and self.several is None:
            logits += self.logit_bias
        return logits if self.adapter is None else logits + self.adapter.evidence(images)

    def scores(self, logits: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
        """Calibrated logits to scores from 0 to 1, same shape."""
        if self.logit_bias is not None:
            # exp overflows to infinity for a hopeless class, and the score is then rightly 0
            with np.errstate(over="ignore"):
                return 1.0 / (1.0 + np.exp(-logits))
        odds = np.exp(logits - logits.max(axis=1, keepdims=True))
        shares: npt.NDArray[np.float64] = odds / odds.sum(axis=1, keepdims=True)
        return shares

    def predict(self, pictures: Sequence[Embedded], policy: Policy) -> list[Prediction]:
        """One prediction a picture, in order; a picture without a vector has failed."""
        whole = [picture.vector for picture in pictures if picture.vector is not None]
        with _one_thread():
            # of several labels any may be told, whatever its rank
            count = policy.top_k if self.several is None else len(self.names)
            ranking = self.rank(np.stack(whole), count) if whole else None
        told = iter(() if ranking is None else self._judged(ranking, policy))
        return [
            Prediction(picture.path, Status.FAILED, error=picture.error)
            if picture.vector is None
            else replace(next(told), path=picture.path)
            for picture in pictures
        ]

    def rank(self, images: Vectors, count: int) -> Ranking:
        """The ``count`` best classes (fewer where there are fewer) of n unit rows (n, d), and their margins."""
        similarities = self.similarities(images)
        raw = self.logits(images, similarities)
        familiarity = np.ones(len(images))
        if self.detector is not None:
            familiarity = self.detector.familiarity(images, similarities, raw)
        logits = self.calibration(raw)
        yes = None if self.several is None else self.several.asked(images, logits, self.logit_scale)
        scores = self.scores(logits) if yes is None else yes.scores.astype(np.float64)
        # not by scores, which a sigmoid or softmax saturates
        order = _best(logits if self.has_learned else similarities, min(max(count, 2), len(self.names)))
        top = np.take_along_axis(scores, order, axis=1)
        margins = top[:, 0] - top[:, 1] if order.shape[1] > 1 else top[:, 0]
        told = order[:, :count]
        way = None if self.several is not None else self._way(scores, logits)
        cosines = np.take_along_axis(similarities, told, axis=1)
        return Ranking(told, top[:, :count], cosines, margins, familiarity, way, yes)

    def _way(self, scores: npt.NDArray[np.float64], logits: npt.NDArray[np.float64]) -> Way | None:
        """How pictures go down the tree, by the scores and calibrated logits (n, classes)."""
        if self.tree is None:
            return None
        if self.logit_bias is None:
            return self.tree.descend(scores, scores, np.add)
        odds = np.exp(logits - logits.max(axis=1, keepdims=True))
        return self.tree.descend(scores, odds, np.maximum)

    def _judged(self, ranking: Ranking, policy: Policy) -> Iterator[Prediction]:
        """The predictions of a ranking's pictures, whose paths it doesn't know."""
        given = None if ranking.yes is None else ranking.yes.given(policy)
        for row, (answer, score) in enumerate(zip(*ranking.told(policy), strict=True)):
            columns = zip(ranking.classes[row], ranking.scores[row], ranking.similarities[row], strict=True)
            ranked = tuple(Score(self.names[c], float(score), float(similarity)) for c, score, similarity in columns)
            names: tuple[str, ...] = () if answer == ROOT else (self.answers[answer],)
            if given is not None:
                has = given[row, ranking.classes[row]]
                names = tuple(one.label for one, has_it in zip(ranked, has, strict=True) if has_it)
                ranked = ranked[: max(policy.top_k, np.flatnonzero(has).max(initial=-1) + 1)]
            status = Status.ACCEPTED if names else Status.REJECTED
            # told where it was asked, so that a window, which always knows it, writes what the command line does
            is_asked = self.detector is not None and policy.min_familiarity > 0
            familiarity = float(ranking.familiarity[row]) if is_asked else None
            margin = float(ranking.margins[row])
            yield Prediction(Path(), status, names, ranked, margin, score=float(score), familiarity=familiarity)


def _one_thread() -> AbstractContextManager[object]:
    """NumPy's products on this thread alone.

    OpenBLAS shares out even the product of a few pictures and waits for its threads, busily: where another program or
    our own decoding has the cores, 0.1 ms become 30.
    """
    limited: AbstractContextManager[object] = _libraries().limit(limits=1, user_api="blas")
    return limited


@cache
def _libraries() -> ThreadpoolController:
    return ThreadpoolController()


def _best(similarities: npt.NDArray[np.float64], count: int) -> npt.NDArray[np.intp]:
    """The columns of the ``count`` highest values of each row, highest first; of equal ones the class named first."""
    if count > _FEW:
        return np.argsort(-similarities, axis=1, kind="stable")[:, :count]
    # argmax takes the first of equals too, and a few passes are many times as fast as sorting every row
    left = similarities.copy()
    order = np.empty((len(left), count), np.intp)
    for rank in range(count):
        order[:, rank] = left.argmax(axis=1)
        left[np.arange(len(left)), order[:, rank]] = -np.inf
    return order


def class_vectors(
    groups: Sequence[Sequence[Sequence[str]]],
    vectors: Mapping[str, npt.NDArray[np.float32]],
    weight: float = 0.5,
    size: int = 0,
) -> Vectors:
    """Unit rows (classes, d): for each class the mean of its groups' means, each renormalised.

    ``groups`` holds for each class its prompts (templates, or the label's own) and perhaps the sentences of its
    description; ``vectors`` the unit vector (d,) of every text. ``weight`` is the description's share, from 0 to 1;
    a class without one stays as it is, and one without any texts is 0, of ``size`` dimensions. Averaging over templates
    is CLIP's own way (Radford et al. 2021, 3.1.4).
    """
    return np.stack(
        [_blend([_mean([vectors[text] for text in group]) for group in of_class], weight, size) for of_class in groups]
    )


def _blend(means: Sequence[npt.NDArray[np.float32]], weight: float, size: int) -> npt.NDArray[np.float32]:
    if not means:
        return np.zeros(size, np.float32)
    prompts, *described = means
    if not described:
        return _unit(prompts)
    (description,) = described
    return _unit(np.float32(1 - weight) * prompts + np.float32(weight) * description)


def _mean(vectors: Sequence[npt.NDArray[np.float32]]) -> npt.NDArray[np.float32]:
    return _unit(np.mean(vectors, axis=0, dtype=np.float32))


def _unit(vector: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
    unit: npt.NDArray[np.float32] = vector / max(float(np.linalg.norm(vector)), 1e-12)
    return unit
