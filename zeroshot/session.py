"""An encoder, a store and a label set put to work: what the command line, the window and Python all call."""

from __future__ import annotations

import os
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from itertools import islice
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING, Self

import numpy as np

from zeroshot import __version__, labels, paths, settings, weights
from zeroshot.discover import discover, display_name
from zeroshot.early import Early, decoding
from zeroshot.encoders import Backend, Device, Encoder, Precision, Watch, open_encoder
from zeroshot.encoders.geometry import Geometry
from zeroshot.judgement import familiarity, lessons, negatives
from zeroshot.judgement.classifier import Classifier, class_vectors
from zeroshot.judgement.several import Several
from zeroshot.pipeline import Pipeline
from zeroshot.records import NONE_OF_THESE, Embedded, LabelSet, Policy, Prediction, Progress, Row, Score, Status
from zeroshot.store import Store
from zeroshot.trees import Tree

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from types import TracebackType
    from typing import TypeAlias

    from zeroshot.judgement.familiarity import Method
    from zeroshot.judgement.lessons import Report
    from zeroshot.records import Truths, Vectors
    from zeroshot.store import Vector

    Groups: TypeAlias = tuple[tuple[str, ...], ...]

_BATCH = 256  # pictures that are predicted at once for an export


@dataclass(frozen=True, slots=True)
class Labeller:
    """A label set as an encoder knows it: vectors to answers to rows. Pure, and usable on any thread.

    ``encoder`` is the encoder's id, ``label_set`` the set's fingerprint: both stand in every row. ``truths`` are what a
    person says; the classifier has no say in those pictures.
    """

    classifier: Classifier
    encoder: str
    label_set: str
    truths: Truths = field(default_factory=dict)

    def predict(self, pictures: Sequence[Embedded], policy: Policy) -> list[Prediction]:
        """One prediction a picture, in order: the person's where there is one, else the classifier's."""
        answers = self.classifier.predict(pictures, policy)
        return [self._corrected(answer) for answer in answers] if self.truths else answers

    def _corrected(self, answer: Prediction) -> Prediction:
        said = self.truths.get(Path(os.path.abspath(answer.path)))  # noqa: PTH100 - ten times as fast as a Path's
        return answer if said is None else replace(answer, status=Status.CORRECTED, labels=said)

    def taught(self, pictures: Iterable[Embedded], truths: Truths) -> tuple[Labeller, Report | None]:
        """One that learned from reviewed pictures, and what that came to; itself where they say nothing of its classes.

        It stands in rows under a name of its own: that of the label set, and of what was learned.
        """
        told = lessons.reviewed(pictures, truths, self.classifier.names)
        if not len(told.classes):
            return self, None
        found = lessons.learn(self.classifier, told)
        return replace(
            self, classifier=found.classifier, label_set=f"{self.label_set}{found.fingerprint}"
        ), found.report

    def answers(self, pictures: Iterable[Embedded], policy: Policy) -> Iterator[list[Row]]:
        """The export rows of each picture, in order; a batch is predicted when its first picture is asked for."""
        waiting = iter(pictures)
        while batch := list(islice(waiting, _BATCH)):
            for prediction in self.predict(batch, policy):
                yield self.rows(prediction)

    def rows(self, prediction: Prediction) -> list[Row]:
        """The export rows of one picture: one a rank, or the one that says why it failed."""
        known = (prediction.status, prediction.error, self.encoder, self.label_set, __version__)
        name = display_name(prediction.path)
        rows = []
        for rank, (classification, at, score) in enumerate(self._listed(prediction), 1):
            row = Row(name, classification, None, rank, "", None, None, *known, score, prediction.familiarity)
            if at is not None:
                row = replace(row, nearest=at.label, score=at.score, similarity=at.similarity, margin=prediction.margin)
            rows.append(row)
        return rows

    def _listed(self, prediction: Prediction) -> Sequence[tuple[str, Score | None, float | None]]:
        """What has a row: a classification, the class that stands there, and the score that the model gives the first.

        That is all ranks, or where pictures can have several labels those of this one.
        """
        said = _said(prediction)
        if self.classifier.several is not None and prediction.labels:
            ranks = {at.label: at for at in prediction.ranked}
            listed = [(label, ranks.get(label)) for label in prediction.labels]
            return [(label, at, at.score if said is None and at is not None else None) for label, at in listed]
        if said is not None or not prediction.ranked:
            return [(said or "", at, None) for at in prediction.ranked or (None,)]
        if self.classifier.tree is not None:  # the picture has one answer, whatever class stands at the rank
            return [(prediction.labels[0], at, prediction.score) for at in prediction.ranked]
        return [(at.label, at, at.score) for at in prediction.ranked]


def _said(prediction: Prediction) -> str | None:
    """What a person says, or that the picture is none of these; None where it has a class of the model's choice."""
    if prediction.status is Status.CORRECTED:
        return ", ".join(prediction.labels) or NONE_OF_THESE
    return NONE_OF_THESE if prediction.status is Status.REJECTED else None


def load_encoder(chosen: settings.Settings, folders: paths.Folders, watch: Watch | None = None) -> Encoder:
    """The encoder that the settings name; ``watch`` hears of what takes long, and can end it.

    Raises:
        WeightsError, EncoderError: it can't be had.
    """
    return open_encoder(
        weights.find(chosen.model, folders),
        backend=Backend(chosen.backend),
        device=Device(chosen.device),
        precision=Precision(chosen.precision),
        batch_size=chosen.batch_size or None,
        threads=chosen.threads,
        cache=folders.networks,
        watch=watch,
    )


@dataclass(slots=True)
class Session:
    """An encoder and a store at work. Use it on one thread, as a context manager; ``stop`` ends its generators."""

    encoder: Encoder
    store: Store
    max_pixels: int
    stop: Event = field(default_factory=Event)
    threads: int = 0
    early: Early = field(default_factory=Early)
    labeller: Labeller | None = None
    report: Report | None = None

    @classmethod
    def open(
        cls,
        chosen: settings.Settings,
        folders: paths.Folders,
        pictures: Iterable[Path] = (),
        watch: Watch | None = None,
    ) -> Self:
        """Load the model and open the store that the settings name; meanwhile decode the first of ``pictures``.

        Raises:
            WeightsError, EncoderError, StoreError: either can't be had.
        """
        geometry = Geometry.of_model(weights.find(chosen.model, folders))
        limits = {"max_pixels": chosen.max_pixels, "threads": chosen.threads}
        with ExitStack() as stack:
            store = stack.enter_context(Store.open(folders.store))
            with decoding(pictures, store, geometry, **limits) as early:
                encoder = load_encoder(chosen, folders, watch)
            stack.pop_all()
        early = early if encoder.image_size == geometry.size else Early()
        return cls(encoder, store, chosen.max_pixels, threads=chosen.threads, early=early)

    def __enter__(self) -> Self:
        """Itself, to be closed at the end of the block."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close the store."""
        self.store.__exit__(kind, error, trace)

    def learn(self, label_set: LabelSet, reject_by: Method | None = None) -> Iterator[Progress]:
        """Embed the classes that pictures are to be told apart by; what the store knows costs nothing.

        ``reject_by`` is how it is told that a picture is none of them, which isn't asked where it is None or each class
        is a question of its own.

        Raises:
            LabelError: a class name alone is longer than the model's context.
        """
        groups = self.prompts(label_set)
        yield from self.read(groups)
        if label_set.several or reject_by is not None:
            yield from self._pipeline().texts(negatives.prompts())
        if self.stop.is_set():
            return
        vectors = self.class_vectors(groups, label_set.description_weight)
        scale, bias = self.encoder.logit_scale, self.encoder.logit_bias
        several = Several.of(label_set.labels, self._background()) if label_set.several else None
        tree = None if label_set.several else Tree.of(label_set.names)
        by_examples = tuple(place for place, label in enumerate(label_set.labels) if label.by_examples)
        classifier = Classifier(label_set.names, vectors, scale, bias, by_examples, tree=tree, several=several)
        if reject_by is not None and several is None:
            others = negatives.apart(self._background(), label_set.names, vectors)
            classifier = replace(classifier, detector=familiarity.before_review(reject_by, scale, others))
        self.labeller = Labeller(classifier, self.encoder.id, labels.fingerprint(label_set))

    def teach(self, truths: Truths) -> Iterator[Progress]:
        """Embed the pictures that a person said something of, and learn from them; ``report`` is what that came to.

        From then on these pictures' answers are what was said.
        """
        if self.labeller is None:
            raise RuntimeError("learn() comes before teach()")
        told: list[Embedded] = []
        for chunk in self.embed(truths):
            told += chunk
            yield Progress(len(told), len(truths))
        if not self.stop.is_set():
            labeller, self.report = self.labeller.taught(told, truths)
            self.labeller = replace(labeller, truths=truths)

    def _background(self) -> Vectors:
        """Unit rows (words, d) of what pictures show, whatever the classes."""
        prompts = negatives.prompts()
        known = self._pipeline().text_vectors(prompts)
        return np.stack([known[prompt] for prompt in prompts])

    def prompts(self, label_set: LabelSet) -> list[Groups]:
        """The groups of texts of each class, as this model reads them; raises as ``learn`` does."""
        count, context = self.encoder.count_tokens, self.encoder.context_length
        return [labels.prompts(label, label_set.templates, count, context) for label in label_set.labels]

    def read(self, groups: Iterable[Groups]) -> Iterator[Progress]:
        """Embed the texts of classes; ends early when ``stop`` is set."""
        yield from self._pipeline().texts(_texts(groups))

    def class_vectors(self, groups: Sequence[Groups], weight: float) -> Vectors:
        """Unit rows (classes, d) of texts that were read; ``weight`` is the share of descriptions."""
        return class_vectors(groups, self.text_vectors(groups), weight, self.encoder.dim)

    def text_vectors(self, groups: Iterable[Groups]) -> dict[str, Vector]:
        """The unit vector (d,) of each text of classes that were read."""
        return self._pipeline().text_vectors(_texts(groups))

    def embed(self, pictures: Iterable[Path]) -> Iterator[list[Embedded]]:
        """Vectors or reasons in the order of ``pictures``, some at a time; ends early when ``stop`` is set.

        Raises:
            StoreError, EncoderError: the run can't go on.
        """
        return self._pipeline().pictures(pictures)

    def run(self, pictures: Iterable[Path], policy: Policy) -> Iterator[list[Prediction]]:
        """Predictions in the order of ``pictures``, some at a time; ends and raises as ``embed`` does."""
        if self.labeller is None:
            raise RuntimeError("learn() comes before run()")
        for chunk in self.embed(pictures):
            yield self.labeller.predict(chunk, policy)

    def rows(self, prediction: Prediction) -> list[Row]:
        """The export rows of one picture; see ``Labeller.rows``."""
        if self.labeller is None:
            raise RuntimeError("learn() comes before rows()")
        return self.labeller.rows(prediction)

    def _pipeline(self) -> Pipeline:
        limits = {"max_pixels": self.max_pixels, "threads": self.threads}
        return Pipeline(self.encoder, self.store, stop=self.stop, early=self.early, **limits)


def _texts(groups: Iterable[Groups]) -> list[str]:
    return sorted({text for of_class in groups for group in of_class for text in group})


def label_pictures(  # noqa: PLR0913 - each is an option of the command line too
    pictures: str | Path | Sequence[str | Path],
    classes: str | Sequence[str] | LabelSet,
    *,
    chosen: settings.Settings,
    policy: Policy,
    reject_by: Method | None,
    recursive: bool,
    home: Path | None,
) -> list[Row]:
    """Label files and folders in one go; see ``zeroshot.label``."""
    given = [pictures] if isinstance(pictures, str | Path) else pictures
    label_set = _label_set(classes)
    found = list(discover([Path(path) for path in given], recursive=recursive))
    with Session.open(chosen, paths.folders(home), found) as session:
        for _ in session.learn(label_set, reject_by):
            pass
        return [row for chunk in session.run(found, policy) for answer in chunk for row in session.rows(answer)]


def _label_set(classes: str | Sequence[str] | LabelSet) -> LabelSet:
    if isinstance(classes, LabelSet):
        return classes
    return labels.parse_names(classes) if isinstance(classes, str) else labels.from_names(classes)
