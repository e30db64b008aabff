"""From vectors to answers: NumPy only, pure, and fast enough to run again at every change of the classes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from zeroshot.records import Embedded, Policy, Prediction, Score, Status

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from zeroshot.records import Vectors


@dataclass(frozen=True, slots=True)
class Classifier:
    """Class vectors as the weights of a linear classifier, with the model's own logit scale.

    ``vectors`` is (classes, d). With ``logit_bias`` (SigLIP family) the score is a sigmoid, else a softmax.
    """

    names: tuple[str, ...]
    vectors: Vectors
    logit_scale: float
    logit_bias: float | None = None

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
        answers = iter(self._ranked(np.stack(whole), policy) if whole else ())
        return [
            Prediction(picture.path, Status.FAILED, error=picture.error)
            if picture.vector is None
            else _judged(picture, *next(answers), policy)
            for picture in pictures
        ]

    def _ranked(self, images: Vectors, policy: Policy) -> list[tuple[tuple[Score, ...], float]]:
        """For each picture its ``top_k`` classes, best first, and the margin between its first two."""
        similarities = self.similarities(images)
        scores = self.scores(similarities)
        kept = min(max(policy.top_k, 2), len(self.names))
        # stable: of equal scores the class named first wins; by similarity, which no sigmoid or softmax saturates
        order = np.argsort(-similarities, axis=1, kind="stable")[:, :kept]
        ranked = []
        for row, best in enumerate(order):
            told = tuple(
                Score(self.names[c], float(scores[row, c]), float(similarities[row, c])) for c in best[: policy.top_k]
            )
            second = float(scores[row, best[1]]) if kept > 1 else 0.0
            ranked.append((told, float(scores[row, best[0]]) - second))
        return ranked


def _judged(picture: Embedded, ranked: tuple[Score, ...], margin: float, policy: Policy) -> Prediction:
    accepted = ranked[0].score >= policy.min_score and margin >= policy.min_margin
    return Prediction(picture.path, Status.ACCEPTED if accepted else Status.REJECTED, ranked, margin)


def class_vectors(
    groups: Sequence[Sequence[Sequence[str]]],
    vectors: Mapping[str, npt.NDArray[np.float32]],
) -> Vectors:
    """Unit rows (classes, d): for each class the mean of its groups' means, each renormalised.

    ``groups`` holds for each class its groups of prompts (templates; sentences of a description), ``vectors``
    the unit vector (d,) of every prompt. Averaging over templates is CLIP's own way (Radford et al. 2021, 3.1.4).
    """
    return np.stack(
        [_mean([_mean([vectors[prompt] for prompt in group]) for group in of_class]) for of_class in groups]
    )


def _mean(vectors: Sequence[npt.NDArray[np.float32]]) -> npt.NDArray[np.float32]:
    total: npt.NDArray[np.float32] = np.mean(vectors, axis=0, dtype=np.float32)
    unit: npt.NDArray[np.float32] = total / max(float(np.linalg.norm(total)), 1e-12)
    return unit
