"""Which files of a folder belong to a model, and copying them so that it is known what they are."""

from __future__ import annotations

import hashlib
import re
from typing import TYPE_CHECKING

from zeroshot.errors import WeightsError
from zeroshot.records import Progress
from zeroshot.weights.folders import CONFIG
from zeroshot.weights.manifest import File

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from threading import Event
    from typing import IO, Any

BLOCK = 1 << 20

# what the tokenizers of transformers write and read
_TOKENIZER = re.compile(
    r"tokenizer\.json|tokenizer_config\.json|special_tokens_map\.json|added_tokens\.json|vocab\.(?:json|txt)"
    r"|merges\.txt|[\w.-]+\.model"
)
_OTHERS = re.compile(
    r"config\.json|preprocessor_config\.json|(?:licen[cs]e|copying|notice|readme|model_card)(?:[._-].*)?"
)
_README_LICENCE = re.compile(r"\A---\n(?:.*\n)*?license:[ \t]*['\"]?([\w.+-]+)")


def parts(folder: Path, weights: Path) -> tuple[str, ...]:
    """Names of the files of the model in ``folder`` whose weights are the file ``weights``; nothing else is known."""
    known = (*tokenizer(folder), *_matching(folder, _OTHERS))
    return (CONFIG, weights.name, *(name for name in known if name not in {CONFIG, weights.name}))


def tokenizer(folder: Path) -> tuple[str, ...]:
    """Names of the files in ``folder`` that make a tokenizer."""
    return _matching(folder, _TOKENIZER)


def require_tokenizer(model: dict[str, Any], folder: Path) -> None:
    """Check that a model which has a tokenizer of its own finds it in ``folder``: without it, it would need a network.

    Raises:
        WeightsError: it is not there.
    """
    named = model["text_cfg"].get("hf_tokenizer_name")
    if named and not tokenizer(folder):
        raise WeightsError(
            f"The tokenizer of the model is missing from {folder}: "
            f"put the tokenizer's files of {named} (tokenizer.json and its like) beside the weights."
        )


def licence(folder: Path) -> str:
    """The licence that a model card of a hub's names in its head, or ""."""
    try:
        head = (folder / "README.md").read_text(encoding="utf-8", errors="replace")[:10_000]
    except OSError:
        return ""
    found = _README_LICENCE.match(head.split("\n---", 1)[0])
    return found[1] if found else ""


def copy(source: IO[bytes], target: IO[bytes], path: str, size: int, stop: Event) -> Iterator[int | File]:
    """Copy at most ``size`` bytes: the length of each block, then what was copied as the file ``path``.

    Ends early when ``stop`` is set.
    """
    digest, done = hashlib.sha256(), 0
    while done < size and (block := source.read(min(BLOCK, size - done))):
        if stop.is_set():
            return
        target.write(block)
        digest.update(block)
        done += len(block)
        yield len(block)
    yield File(path, done, digest.hexdigest())


def copied(folder: Path, names: dict[str, Path], stop: Event) -> Iterator[Progress | File]:
    """Copy files into ``folder`` under their names: progress in bytes, and each file once it is whole.

    Ends early when ``stop`` is set. Links are followed.
    """
    sizes = {name: path.stat().st_size for name, path in names.items()}
    total, done = sum(sizes.values()), 0
    for name, path in names.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        with path.open("rb") as source, (folder / name).open("xb") as target:
            for news in copy(source, target, name, sizes[name], stop):
                if isinstance(news, File):
                    yield news
                else:
                    done += news
                    yield Progress(done, total)


def _matching(folder: Path, pattern: re.Pattern[str]) -> tuple[str, ...]:
    return tuple(
        sorted(file.name for file in folder.iterdir() if pattern.fullmatch(file.name.casefold()) and file.is_file())
    )
