"""The numbers of an evaluation as rows of a table, as CSV and as JSON."""

from __future__ import annotations

import csv
import io
import json
import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from zeroshot import __version__, export
from zeroshot.discover import display_name
from zeroshot.evaluation.evaluate import TOP
from zeroshot.evaluation.verdict import name
from zeroshot.records import NONE_OF_THESE

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from zeroshot.compare import Estimate
    from zeroshot.evaluation.evaluate import Evaluation
    from zeroshot.metrics import Reliability
    from zeroshot.records import LabelSet, Policy


@dataclass(frozen=True, slots=True)
class Evaluated:
    """An evaluation, and of what: ``source`` names the pictures, ``root`` is the folder that they lie in.

    ``encoder`` is the model's id, ``policy`` holds the thresholds that were asked for, ``notes`` say what was left out.
    """

    found: Evaluation
    source: str
    root: Path
    label_set: LabelSet
    fingerprint: str
    encoder: str
    policy: Policy
    notes: tuple[str, ...] = ()

    def file(self, path: Path) -> str:
        """A picture's path as a reader knows it: from the folder on."""
        return display_name(path.relative_to(self.root) if path.is_relative_to(self.root) else path)


@dataclass(frozen=True, slots=True)
class ClassRow:
    """The figures of one class, nan where they can't be told; ``confused`` is what it is most often taken for."""

    name: str
    pictures: int
    answers: int
    right: int
    precision: float
    recall: float
    f1: float
    confused: str = ""
    times: int = 0


ALL = "(all)"
"""What the row over all classes is called."""


def class_rows(found: Evaluation) -> list[ClassRow]:
    """Each class of the set, in its order."""
    by_class = found.classes
    worst = {pair.truth: pair for pair in reversed(found.confused)}
    columns = (by_class.pictures, by_class.answers, by_class.right, by_class.precision, by_class.recall, by_class.f1)
    rows = zip(*(column.tolist() for column in columns), strict=True)
    taken = {index: (name(found, pair.answer), pair.count) for index, pair in worst.items()}
    return [ClassRow(found.names[index], *row, *taken.get(index, ())) for index, row in enumerate(rows)]


def whole_row(found: Evaluation) -> ClassRow:
    """All pictures: how many are right, and the means of the classes' figures (each class counts alike)."""
    by_class = found.classes
    precision, recall, f1 = (by_class.mean(each) for each in (by_class.precision, by_class.recall, by_class.f1))
    right = sum(one.is_right for one in found.judged)
    counts = (found.pictures, found.rejection.accepted, right)
    return ClassRow(ALL, *counts, precision, recall, f1)


CSV_HEADER = ("class", "pictures", "answers", "right", "precision", "recall", "f1", "most_confused_with", "times")


def csv_text(found: Evaluation) -> str:
    """A row over all classes, and one for each; what can't be told is empty."""
    out = io.StringIO(newline="")
    rows = csv.writer(out)
    rows.writerow(CSV_HEADER)
    for row in (whole_row(found), *class_rows(found)):
        figures = (None if math.isnan(figure) else figure for figure in (row.precision, row.recall, row.f1))
        cells = (row.name, row.pictures, row.answers, row.right, *figures, row.confused, row.times)
        rows.writerow([export.cell(value) for value in cells])
    return out.getvalue()


def json_text(evaluated: Evaluated) -> str:
    """Everything, as one object with a line for each of its keys; what can't be told is null."""
    found = evaluated.found
    whole = {
        **_about(evaluated),
        **_figures(found),
        "calibration": _calibration(found.reliability, found.chance),
        "risk_coverage": _curve(found),
        "classes": [_class(row) for row in class_rows(found)],
        "confusion": {"names": [*found.names, NONE_OF_THESE], "counts": found.counts.tolist()},
        "answers": list(_answers(evaluated)),
    }
    told = ((key, json.dumps(_plain(value), ensure_ascii=False, allow_nan=False)) for key, value in whole.items())
    lines = (f'"{key}": {value}' for key, value in told)
    return "{\n" + ",\n".join(lines) + "\n}\n"


def _about(evaluated: Evaluated) -> dict[str, Any]:
    policy = evaluated.policy
    return {
        "version": __version__,
        "source": evaluated.source,
        "model": evaluated.encoder,
        "label_set": evaluated.fingerprint,
        "thresholds": {
            "min_score": policy.min_score,
            "min_margin": policy.min_margin,
            "min_familiarity": policy.min_familiarity,
        },
        "notes": list(evaluated.notes),
    }


def _figures(found: Evaluation) -> dict[str, Any]:
    whole, rejection = whole_row(found), found.rejection
    return {
        "pictures": found.pictures,
        "right_as_far_as_they_go": sum(one.partly for one in found.judged),
        "accuracy": _estimate(found.accuracy),
        "nearest_is_right": _estimate(found.nearest),
        f"right_among_{TOP}": _estimate(found.within),
        "macro": {"precision": whole.precision, "recall": whole.recall, "f1": whole.f1},
        "rejection": {
            "accepted": rejection.accepted,
            "rejected": rejection.rejected,
            "right_of_accepted": _estimate(rejection.shown),
            "false_rejects": rejection.false_rejects,
            "of_no_class": rejection.strange,
            "false_accepts": rejection.false_accepts,
        },
        "auroc": {"right_or_wrong": found.telling, "class_or_none": found.parting},
    }


def _estimate(share: Estimate) -> dict[str, float]:
    return {"value": share.value, "low": share.low, "high": share.high}


def _calibration(reliability: Reliability, chance: float) -> dict[str, Any]:
    edges = reliability.edges.tolist()
    columns = (reliability.counts, reliability.confidence, reliability.accuracy)
    bins = zip(edges[:-1], edges[1:], *(column.tolist() for column in columns), strict=True)
    keys = ("above", "up_to", "answers", "mean_score", "right")
    return {
        "expected_calibration_error": reliability.error,
        "of_chance_alone": chance,
        "bins": [dict(zip(keys, values, strict=True)) for values in bins],
    }


def _curve(found: Evaluation) -> dict[str, Any]:
    curve = found.curve
    columns = {"threshold": curve.thresholds, "coverage": curve.coverage, "risk": curve.risk}
    return {
        "area": curve.area,
        "least_area": curve.least,
        **{name: values.tolist() for name, values in columns.items()},
    }


def _class(row: ClassRow) -> dict[str, Any]:
    figures = {"precision": row.precision, "recall": row.recall, "f1": row.f1}
    return {"name": row.name, "pictures": row.pictures, "answers": row.answers, "right": row.right, **figures}


def _answers(evaluated: Evaluated) -> Iterable[dict[str, Any]]:
    found = evaluated.found
    for one in found.judged:
        told = {"file": evaluated.file(one.path), "truth": name(found, one.truth), "answer": name(found, one.answer)}
        yield {**told, "nearest": name(found, one.nearest), "score": one.score}


def _plain(value: Any) -> Any:  # noqa: ANN401 - JSON's own types
    """The value with rounded numbers, and null for what can't be told."""
    if isinstance(value, float):
        return None if math.isnan(value) else round(value, export.DECIMALS)
    if isinstance(value, dict):
        return {key: _plain(inner) for key, inner in value.items()}
    return [_plain(inner) for inner in value] if isinstance(value, list) else value


TABLE_HEADER = ("Class", "Pictures", "Precision", "Recall", "F1", "Most often taken for")


def table_rows(found: Evaluation) -> list[tuple[str, ...]]:
    """What is printed of each class that has pictures or answers, the weakest first, under ``TABLE_HEADER``."""
    rows = [row for row in class_rows(found) if row.pictures or row.answers]
    weakest_first = sorted(rows, key=lambda row: (math.isnan(row.recall), row.recall))
    return [_cells(row) for row in (*weakest_first, whole_row(found))]


def _cells(row: ClassRow) -> tuple[str, ...]:
    figures = ("" if math.isnan(figure) else f"{100 * figure:.1f}" for figure in (row.precision, row.recall, row.f1))
    confused = f"{row.confused} ({row.times:,})" if row.times else ""
    return (row.name, f"{row.pictures:,}", *figures, confused)
