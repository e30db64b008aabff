"""A saved session: pictures, classes and choices as a ``.zeroshot`` file. Vectors stay in the store.

The file is JSON with a version, written whole or not at all. Paths that are not UTF-8 survive as escaped surrogates.
"""

from __future__ import annotations

import json
import os
import time
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from zeroshot import export, labels
from zeroshot.errors import ExportError, LabelError, ProjectError
from zeroshot.records import LabelSet, Policy

if TYPE_CHECKING:
    from collections.abc import Mapping

    from zeroshot.records import Truths

SUFFIX = ".zeroshot"
FORMAT = "zeroshot session"
VERSION = 2
"""2: ``truths`` are lists of classes; in version 1 each was a single one, which is still read."""


@dataclass(frozen=True, slots=True)
class Project:
    """What a window holds. ``colours`` are "#rrggbb" by class name; an empty ``model`` is the one of the settings.

    ``truths`` are the classes that the person says pictures are of, none of these being ``()``, and ``learns`` says
    whether they teach.
    """

    pictures: tuple[Path, ...] = ()
    label_set: LabelSet = field(default_factory=lambda: LabelSet((), labels.named_templates("short")))
    colours: Mapping[str, str] = field(default_factory=dict)
    policy: Policy = field(default_factory=Policy)
    model: str = ""
    truths: Truths = field(default_factory=dict)
    learns: bool = True


def save(path: Path, project: Project) -> None:
    """Write a session; what was there stays as it was until the new one is whole.

    Raises:
        ProjectError: it can't be written.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with export.replacing(path) as stream:
            json.dump(_document(project), stream, indent=1)
    except (OSError, ExportError) as error:
        raise ProjectError(f"The session can't be saved as {path}: {error}") from error


def _document(project: Project) -> dict[str, Any]:
    # a set without classes has no table of its own; its templates must survive
    label_set = {"templates": list(project.label_set.templates), **labels.to_table(project.label_set)}
    return {
        "format": FORMAT,
        "version": VERSION,
        "model": project.model,
        "policy": asdict(project.policy),
        "label_set": label_set,
        "colours": dict(project.colours),
        "pictures": [os.fspath(path) for path in project.pictures],
        "truths": {os.fspath(path): list(names) for path, names in project.truths.items()},
        "learns": project.learns,
    }


def load(path: Path) -> Project:
    """Read a session.

    Raises:
        ProjectError: there is none, it is damaged, or a newer version made it.
    """
    try:
        document = json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise ProjectError(f"The session {path} can't be read: {error.strerror or error}.") from error
    except ValueError as error:
        raise ProjectError(f"{path} is damaged or no Zeroshot session.") from error
    if not isinstance(document, dict) or document.get("format") != FORMAT:
        raise ProjectError(f"{path} is no Zeroshot session.")
    version = document.get("version")
    if isinstance(version, int) and version > VERSION:
        raise ProjectError(f"{path} was saved by a newer Zeroshot: update this one to open it.")
    try:
        return _project(document, str(path))
    except (LabelError, KeyError, TypeError, ValueError, AttributeError) as error:
        raise ProjectError(f"The session {path} is damaged: {error}") from error


def _project(document: dict[str, Any], where: str) -> Project:
    policy = document["policy"]
    scores = float(policy["min_score"]), float(policy["min_margin"])
    familiarity = float(policy.get("min_familiarity", 0.0))  # sessions of earlier versions have none
    if not all(0 <= least <= 1 for least in (*scores, familiarity)):
        raise ValueError("a threshold lies outside 0 to 1.")
    return Project(
        tuple(Path(_text(picture)) for picture in document["pictures"]),
        _label_set(document["label_set"], where),
        {_text(name): _text(colour) for name, colour in document["colours"].items()},
        Policy(*scores, int(policy["top_k"]), familiarity),
        _text(document["model"]),
        # sessions of earlier versions have none
        {Path(picture): _truth(said) for picture, said in document.get("truths", {}).items()},
        document.get("learns", True) is not False,
    )


def _label_set(table: dict[str, Any], where: str) -> LabelSet:
    if table.get("labels"):
        return labels.from_table(table, where)
    # the smallest set that can be read carries the templates and the weight of one without classes
    smallest = labels.from_table({**table, "labels": ["-"]}, where)
    return replace(smallest, labels=())


def _truth(said: object) -> tuple[str, ...]:
    return tuple(_text(name) for name in said) if isinstance(said, list) else (_text(said),)


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError(f"{value!r} stands where a text should.")
    return value


def set_aside(path: Path) -> Path:
    """Rename a session that can't be read, so that the program can start without it and nothing is lost."""
    aside = path.with_name(f"{path.name}.damaged-{time.strftime('%Y%m%d-%H%M%S')}")
    path.replace(aside)
    return aside
