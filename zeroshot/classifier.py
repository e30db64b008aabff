"""From vectors to answers: NumPy only, pure, and fast enough to run again at every change of the classes."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
from threadpoolctl import ThreadpoolController

from zeroshot.records import Embedded, Policy, Prediction, Score, Status

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from contextlib import AbstractContextManager
    from pathlib import Path

    from zeroshot.familiarity import Detector
    from zeroshot.records import Vectors

_FEW = 3  # ranks up to which passes of argmax beat a sort


@dataclass(frozen=True, slots=True)
class Ranking:
    """The best classes of n pictures as arrays, best first, k of them (at least the best): a row a picture.

    ``classes`` int (n, k) indexes the classifier's names; ``scores`` and ``similarities`` are float64 (n, k);
    ``margins`` float64 (n,) is the score of the first less that of the second (all of it where there is one class),
    ``familiarity`` float64 (n,) from 0 to 1 how surely the picture belongs to any class: 1 where there is no detector.
    """

    classes: npt.NDArray[np.intp]
    scores: npt.NDArray[np.float64]
    similarities: npt.NDArray[np.float64]
    margins: npt.NDArray[np.float64]
    familiarity: npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Classifier:
    """Class vectors as the weights of a linear classifier, with the model's own logit scale.

    ``vectors`` is (classes, d). With ``logit_bias`` (SigLIP family) the score is a sigmoid, else a softmax. The
    ``detector`` says how surely a picture belongs to any class.
    """

    names: tuple[str, ...]
    vectors: Vectors
    logit_scale: float
    logit_bias: float | None = None
    detector: Detector | None = None

    def similarities(self, images: Vectors) -> npt.NDArray[np.float64]:
        """Cosines (n, classes); in double, so that a row does not depend on the rows beside it."""
        cosines: npt.NDArray[np.float64] = images.astype(np.float64) @ self.vectors.astype(np.float64).T
        return cosines

    def scores(self, similarities: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
        """Cosines to scores from 0 to 1, same shape."""
        logits = self.logit_scale * similarities
        if self.logit_bias is not None:
            # exp overflows to infinity for a hopeless class, and the score is then rightly 0
            with np.errstate(over="ignore"):
                return 1.0 / (1.0 + np.exp(-(logits + self.logit_bias)))
        odds = np.exp(logits - logits.max(axis=1, keepdims=True))
        shares: npt.NDArray[np.float64] = odds / odds.sum(axis=1, keepdims=True)
        return shares

    def predict(self, pictures: Sequence[Embedded], policy: Policy) -> list[Prediction]:
        """One prediction a picture, in order; a picture without a vector has failed."""
        whole = [picture.vector for picture in pictures if picture.vector is not None]
        with _one_thread():
            ranking = self.rank(np.stack(whole), policy.top_k) if whole else None
        rows = iter(range(len(whole)))
        return [
            Prediction(picture.path, Status.FAILED, error=picture.error)
            if picture.vector is None or ranking is None
            else self._judged(picture.path, ranking, next(rows), policy)
            for picture in pictures
        ]

    def rank(self, images: Vectors, count: int) -> Ranking:
        """The ``count`` best classes (fewer where there are fewer) of n unit rows (n, d), and their margins."""
        similarities = self.similarities(images)
        scores = self.scores(similarities)
        # by similarity, which no sigmoid or softmax saturates
        order = _best(similarities, min(max(count, 2), len(self.names)))
        top = np.take_along_axis(scores, order, axis=1)
        margins = top[:, 0] - top[:, 1] if order.shape[1] > 1 else top[:, 0]
        told = order[:, :count]
        familiar = np.ones(len(images))
        if self.detector is not None:
            familiar = self.detector.familiarity(images, similarities, self.logit_scale * similarities)
        return Ranking(told, top[:, :count], np.take_along_axis(similarities, told, axis=1), margins, familiar)

    def _judged(self, path: Path, ranking: Ranking, row: int, policy: Policy) -> Prediction:
        columns = zip(ranking.classes[row], ranking.scores[row], ranking.similarities[row], strict=True)
        ranked = tuple(Score(self.names[c], float(score), float(similarity)) for c, score, similarity in columns)
        margin, familiarity = float(ranking.margins[row]), float(ranking.familiarity[row])
        is_sure = ranked[0].score >= policy.min_score and margin >= policy.min_margin
        is_accepted = is_sure and familiarity >= policy.min_familiarity
        status, given = (Status.ACCEPTED, (ranked[0].label,)) if is_accepted else (Status.REJECTED, ())
        told = familiarity if self.detector is not None else None
        return Prediction(path, status, given, ranked, margin, familiarity=told)


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
) -> Vectors:
    """Unit rows (classes, d): for each class the mean of its groups' means, each renormalised.

    ``groups`` holds for each class its prompts (templates, or the label's own) and perhaps the sentences of its
    description; ``vectors`` the unit vector (d,) of every text. ``weight`` is the description's share, from 0 to 1;
    a class without one stays as it is. Averaging over templates is CLIP's own way (Radford et al. 2021, 3.1.4).
    """
    return np.stack(
        [_blend([_mean([vectors[text] for text in group]) for group in of_class], weight) for of_class in groups]
    )


def _blend(means: Sequence[npt.NDArray[np.float32]], weight: float) -> npt.NDArray[np.float32]:
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
