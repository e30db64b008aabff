"""The catalogue: models that can be fetched, with the facts to choose by.

``assets/models.toml`` has them; a ``models.toml`` of the user's own, in the configuration folder, adds and changes.
"""

from __future__ import annotations

import difflib
import re
import tomllib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from zeroshot import paths
from zeroshot.errors import WeightsError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

FILE = "models.toml"

SPEEDS = ("fastest", "fast", "medium", "slow")
LANGUAGES = ("English", "many")
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,79}")
_REPOSITORY = re.compile(r"[A-Za-z0-9][\w.-]*/[A-Za-z0-9][\w.-]*", re.ASCII)
_SHA256 = re.compile(r"[0-9a-f]{64}|")


@dataclass(frozen=True, slots=True)
class Entry:
    """A model that can be fetched.

    ``name`` is what ``zeroshot models get`` takes and the folder's name; ``files`` are paths or patterns in the
    repository, each with its SHA-256 or "" where that isn't known, and empty for the usual choice; ``size`` is in bytes
    to fetch (0: not known); ``imagenet`` in per cent by ``imagenet_source``; ``speed`` one of ``SPEEDS``, ``languages``
    one of ``LANGUAGES``, ``context`` in tokens; ``agree`` says that the licence must be agreed to first.
    """

    name: str
    repository: str
    title: str = ""
    about: str = ""
    architecture: str = ""
    revision: str = "main"
    files: Mapping[str, str] = field(default_factory=dict, hash=False)
    size: int = 0
    imagenet: float | None = None
    imagenet_source: str = ""
    speed: str = "medium"
    languages: str = "English"
    context: int = 77
    licence: str = "unknown"
    licence_url: str = ""
    agree: bool = False


def load(folders: paths.Folders) -> tuple[Entry, ...]:
    """The models that can be fetched, those of the user's own file last.

    Raises:
        WeightsError: a file can't be read, or says what can't be.
    """
    said: dict[str, dict[str, Any]] = {}
    for path in (paths.assets() / FILE, folders.config / FILE):
        for name, values in _read(path):
            said[name] = said.get(name, {}) | values
            _require_whole(path, said[name])
    return tuple(Entry(**({"title": name} | values)) for name, values in said.items())


def entry(name: str, folders: paths.Folders) -> Entry:
    """The catalogue's model ``name``.

    Raises:
        WeightsError: there is none; the sentence names those that are spelt alike.
    """
    known = {entry.name: entry for entry in load(folders)}
    if name in known:
        return known[name]
    near = difflib.get_close_matches(name.casefold(), known, n=3)
    meant = f"Did you mean {' or '.join(near)}?" if near else "See: zeroshot models list"
    raise WeightsError(f"The catalogue has no model {name}. {meant}")


def _read(path: Path) -> list[tuple[str, dict[str, Any]]]:
    """Names and values of the models in a file; none where there is no file."""
    try:
        content = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return []
    except (OSError, ValueError) as error:
        raise WeightsError(f"The catalogue {path} can't be read: {error}. Mend or delete the file.") from error
    models = content.pop("models", [])
    if content or not isinstance(models, list) or not all(isinstance(model, dict) for model in models):
        odd = next(iter(content), "models")
        raise WeightsError(f"The catalogue {path} has {odd}, where it takes [[models]] only.")
    return [(_name(path, number, model), model) for number, model in enumerate(models, 1)]


def _name(path: Path, number: int, model: dict[str, Any]) -> str:
    name = model.get("name")
    if not isinstance(name, str) or not _NAME.fullmatch(name) or name == "starter":
        raise WeightsError(f"Model {number} of {path} has no name that a folder could have: name = {name!r}.")
    for key, value in model.items():
        if key not in _CHECKS:
            raise WeightsError(f"{path} sets {key} of {name}, which there is not. There are: {', '.join(_CHECKS)}.")
        if not _CHECKS[key][0](value):
            raise WeightsError(f"{path} sets {key} of {name} to {value!r}; it takes {_CHECKS[key][1]}.")
    return name


def _require_whole(path: Path, values: dict[str, Any]) -> None:
    if "repository" not in values:
        raise WeightsError(f"{path} doesn't say the repository of {values['name']}.")


def _is_text(value: object) -> bool:
    return isinstance(value, str)


def _is_count(value: object) -> bool:
    return type(value) is int and value >= 0


def _is_share(value: object) -> bool:
    return type(value) in {int, float} and 0 <= value <= 100  # type: ignore[operator] # noqa: PLR2004 - per cent


def _is_files(value: object) -> bool:
    return isinstance(value, dict) and all(isinstance(sha, str) and _SHA256.fullmatch(sha) for sha in value.values())


_CHECKS: dict[str, tuple[Callable[[Any], object], str]] = {
    "name": (_is_text, "text"),
    "repository": (lambda value: _is_text(value) and _REPOSITORY.fullmatch(value), '"owner/name"'),
    "title": (_is_text, "text"),
    "about": (_is_text, "text"),
    "architecture": (_is_text, "text"),
    "revision": (lambda value: _is_text(value) and value, "a branch or a commit"),
    "files": (_is_files, '"path" = "SHA-256 in hex, or nothing"'),
    "size": (_is_count, "bytes"),
    "imagenet": (_is_share, "per cent"),
    "imagenet_source": (_is_text, "text"),
    "speed": (SPEEDS.__contains__, "one of " + ", ".join(SPEEDS)),
    "languages": (LANGUAGES.__contains__, "one of " + ", ".join(LANGUAGES)),
    "context": (_is_count, "tokens"),
    "licence": (_is_text, "text"),
    "licence_url": (_is_text, "text"),
    "agree": (lambda value: isinstance(value, bool), "true or false"),
}
