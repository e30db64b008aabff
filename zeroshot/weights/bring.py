"""Models from a disk: a bundle, a folder, a snapshot of a hub's cache, or a single file of weights."""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from safetensors import SafetensorError, safe_open

from zeroshot.errors import WeightsError
from zeroshot.weights import architectures, arrival, bundle, folders, manifest, parts
from zeroshot.weights.folders import CONFIG, PICKLES
from zeroshot.weights.manifest import File, Manifest, Origin

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from threading import Event

    from zeroshot.paths import Folders
    from zeroshot.records import Progress

_CACHED = re.compile(r"models--(?P<owner>[^/\\]+?)--(?P<name>[^/\\]+)")  # of the cache that huggingface_hub keeps


@dataclass(frozen=True, slots=True)
class _Model:
    """What is to be copied: files by the names they get, and what is known of them.

    ``config`` is the configuration where the folder had none.
    """

    name: str
    files: dict[str, Path]
    origin: Origin
    known: Manifest | None = None
    licence: str = ""
    config: dict[str, Any] = field(default_factory=dict)


def bring(path: Path, places: Folders, stop: Event, *, name: str = "", architecture: str = "") -> Iterator[Progress]:
    """Install the model at ``path`` under ``name`` or its own; progress in bytes. Ends early when ``stop`` is set.

    ``architecture``, a name of open_clip's, is needed for weights without a configuration.

    Raises:
        WeightsError: it is no model, can't be trusted or used, there is no room, or the name is taken.
        ChecksumError: a file is not what the model's manifest says.
    """
    if is_bundle(path):
        yield from bundle.unpack(path, places, stop, name=name)
        return
    model = _look(path, architecture)
    name = name or model.name
    size = sum(file.stat().st_size for file in model.files.values())
    with arrival.arriving(name, places, (*model.files, CONFIG), size) as folder:
        files: list[File] = []
        for news in parts.copied(folder, model.files, stop):
            if isinstance(news, File):
                files.append(news)
            else:
                yield news
        if stop.is_set():
            return
        if model.config:
            files.append(_configure(folder, model.config))
        arrival.settle(name, places, _manifest(name, model, tuple(files)))


def name_of(path: Path) -> str:
    """What the model at ``path`` would be called, were no other name given.

    Raises:
        WeightsError: it is a bundle that can't be read.
    """
    if is_bundle(path):
        return bundle.read(path).name
    cached = _cached(path)
    return cached["name"] if cached else path.resolve().name.removesuffix(".safetensors")


def candidates(path: Path) -> tuple[str, ...] | None:
    """The architectures that the weights at ``path`` may be of by their shapes; None where there is nothing to ask.

    Raises:
        WeightsError: the weights can't be read.
    """
    if path.is_dir():
        files = sorted(path.glob("*.safetensors"))
        bare = len(files) == 1 and not (path / CONFIG).exists()
        return architectures.fitting(_shapes(files[0])) if bare else None
    if not path.is_file() or is_bundle(path) or _head(path)[8:9] != b"{":
        return None
    return architectures.fitting(_shapes(path))


def is_bundle(path: Path) -> bool:
    """Whether ``path`` is a bundle, or says so of itself."""
    if not path.is_file() or path.suffix.casefold() in PICKLES:
        return False
    return path.suffix.casefold() == bundle.SUFFIX or _head(path).startswith(b"PK")


def _look(path: Path, architecture: str) -> _Model:
    """What there is to copy."""
    if path.is_dir():
        return _of_folder(_snapshot(path), architecture)
    if not path.is_file():
        raise WeightsError(f"There is no file or folder {path}.")
    head = _head(path)
    if path.suffix.casefold() in PICKLES or head.startswith(b"\x80"):
        raise _pickle(path)
    if head[8:9] == b"{":
        return _of_weights(path, architecture)
    kind = "a web page" if head.lstrip()[:1] == b"<" else "neither a bundle nor weights as .safetensors"
    raise WeightsError(f"{path} is {kind}, so there is no model to import.")


def _head(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(100)
    except OSError as error:
        raise WeightsError(f"{path} can't be read: {error.strerror or error}.") from error


def _pickle(path: Path) -> WeightsError:
    target = path.with_suffix(".safetensors")
    return WeightsError(
        f"{path} is a pickle, which can run code when it is loaded, and is not imported. "
        f'If you trust where it is from: zeroshot models convert "{path}" --out "{target}"'
    )


# --- folders ---------------------------------------------------------------------------------------------------------


def _snapshot(path: Path) -> Path:
    """The folder with the files: of a repository in a hub's cache the snapshot that its main branch names."""
    snapshots = path / "snapshots"
    if not snapshots.is_dir() or (path / CONFIG).exists():
        return path
    main = path / "refs" / "main"
    commit = main.read_text(encoding="utf-8").strip() if main.is_file() else ""
    found = sorted(snapshot for snapshot in snapshots.iterdir() if snapshot.is_dir())
    named = [snapshot for snapshot in found if snapshot.name == commit] or found
    if len(named) != 1:
        raise WeightsError(f"{snapshots} holds {len(named)} versions. Give the folder of the one that you want.")
    return named[0]


def _cached(path: Path) -> re.Match[str] | None:
    """The repository of a hub's cache in which ``path`` lies."""
    above = (path, *path.absolute().parents[:2])  # the repository, its snapshots, one of them
    return next((found for folder in above if (found := _CACHED.fullmatch(folder.name))), None)


def _of_folder(folder: Path, architecture: str) -> _Model:
    if not (folder / CONFIG).exists() and architecture:
        return _of_weights(_only_weights(folder), architecture)
    if not (folder / CONFIG).exists() and (pickle := _only_pickle(folder)):
        raise _pickle(pickle)
    found = folders.inspect(folder, name_of(folder))
    known = manifest.read(folder)
    names = tuple(file.path for file in known.files) if known else parts.parts(folder, found.file)
    parts.require_tokenizer(found.model, folder)
    if misfit := architectures.misfit(found.model, _shapes(found.file)):
        raise WeightsError(f"{found.file} doesn't fit its configuration: {misfit}. Get the model again.")
    files = {name: folder / name for name in names}
    return _Model(found.name, files, _origin(folder), known, parts.licence(folder))


def _origin(folder: Path) -> Origin:
    cached = _cached(folder)
    return Origin(f"{cached['owner']}/{cached['name']}", folder.name) if cached else Origin(folder.resolve().name)


def _only_weights(folder: Path) -> Path:
    files = sorted(folder.glob("*.safetensors"))
    if len(files) != 1:
        raise WeightsError(f"{folder} holds {len(files)} .safetensors files. Give the one that you want.")
    return files[0]


def _only_pickle(folder: Path) -> Path | None:
    """A pickle in a folder without any safetensors."""
    if any(folder.glob("*.safetensors")):
        return None
    return next((file for file in sorted(folder.iterdir()) if file.suffix.casefold() in PICKLES), None)


# --- a single file ---------------------------------------------------------------------------------------------------


def _of_weights(file: Path, architecture: str) -> _Model:
    """Weights alone, with open_clip's own configuration of their architecture."""
    shapes = _shapes(file)
    if not architecture:
        raise WeightsError(
            f"{file} holds weights without a configuration. "
            f"Say what they are with --architecture NAME. {_guess(shapes)}"
        )
    config = architectures.configuration(architecture)
    if misfit := architectures.misfit(config["model_cfg"], shapes):
        raise WeightsError(f"{file} is not of the architecture {architecture}: {misfit}. {_guess(shapes)}")
    parts.require_tokenizer(config["model_cfg"], file.parent)
    own = parts.tokenizer(file.parent) if config["model_cfg"]["text_cfg"].get("hf_tokenizer_name") else ()
    files = {file.name: file, **{name: file.parent / name for name in own}}
    return _Model(name_of(file), files, Origin(file.name), config=config)


def _shapes(file: Path) -> dict[str, tuple[int, ...]]:
    """The shapes of all tensors of a file, from its head alone."""
    try:
        with safe_open(file, "numpy") as tensors:
            return {key: tuple(tensors.get_slice(key).get_shape()) for key in tensors.keys()}  # noqa: SIM118 - no dict
    except (SafetensorError, OSError) as error:
        raise WeightsError(f"{file} is damaged or incomplete ({error}). Get it again.") from error


def _guess(shapes: dict[str, tuple[int, ...]]) -> str:
    fitting = architectures.fitting(shapes)
    if not fitting:
        return "By their shapes they fit none that open_clip knows; weights for transformers are of another form."
    return f"By their shapes they may be {' or '.join(fitting)}."


def _configure(folder: Path, config: dict[str, Any]) -> File:
    """Write the configuration."""
    content = json.dumps(config, indent=2).encode()
    (folder / CONFIG).write_bytes(content)
    return File(CONFIG, len(content), hashlib.sha256(content).hexdigest())


def _manifest(name: str, model: _Model, files: tuple[File, ...]) -> Manifest:
    """What is known of a model that was copied: its own manifest, if it is still true, or a new one."""
    if model.known is None:
        return Manifest(name, "", model.origin, model.licence, "", bundle.now(), files)
    for file, was in zip(files, model.known.files, strict=True):
        if file != was:
            raise manifest.changed(model.files[file.path], model.known.name)
    return replace(model.known, name=name, installed=bundle.now())
