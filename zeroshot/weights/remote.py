"""A model's repository on the hub: which of its files make a model, and how each is told from any other."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING

from zeroshot.errors import ChecksumError, DownloadError
from zeroshot.weights.folders import CONFIG, PICKLES, PREFERRED
from zeroshot.weights.manifest import is_below

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from zeroshot.weights.catalogue import Entry

_BESIDE = (
    "config.json", "tokenizer.json", "tokenizer_config.json", "special_tokens_map.json", "added_tokens.json",
    "vocab.json", "vocab.txt", "merges.txt", "*.model", "README.md", "LICENSE*", "LICENCE*",
)  # fmt: skip
"""What is taken beside configuration and weights, where it is there: the tokenizer's files, licence and card."""


@dataclass(frozen=True, slots=True)
class Remote:
    """A file of a repository: its path, bytes (None: not told), and what it must be.

    ``sha256`` is the hub's for large files or the catalogue's, ``blob`` git's SHA-1 of small ones; "" for not known.
    """

    path: str
    size: int | None
    sha256: str = ""
    blob: str = ""

    @property
    def part(self) -> str:
        """The name of the file while it comes: of this very content, so that no other is ever appended to it."""
        content = f"{self.path}\0{self.sha256 or self.blob}\0{self.size}"
        return f".{hashlib.blake2b(content.encode(), digest_size=8).hexdigest()}.part"

    def is_at(self, file: Path, sha256: str) -> bool:
        """Whether ``file``, whose hash is ``sha256``, has this content as far as the hub tells it."""
        if file.stat().st_size != self.size:
            return False
        if self.sha256:
            return sha256 == self.sha256
        return not self.blob or _blob(file) == self.blob


def _blob(file: Path) -> str:
    """The hash that git gives a file of this content."""
    content = file.read_bytes()
    return hashlib.sha1(b"blob %d\0" % len(content) + content, usedforsecurity=False).hexdigest()


def choose(entry: Entry, there: Sequence[Remote]) -> tuple[Remote, ...]:
    """The files of a repository that make the model, small ones first.

    Raises:
        DownloadError: there is no model among them that could be loaded.
        ChecksumError: the hub has another file than the catalogue knows.
    """
    safe = [file for file in there if is_below(file.path)]
    chosen = _listed(entry, safe) if entry.files else _usual(entry, safe)
    known = [_known(entry, file) for file in chosen]
    return tuple(sorted(known, key=lambda file: (file.path.endswith(".safetensors"), file.path)))


def _listed(entry: Entry, there: Sequence[Remote]) -> Iterable[Remote]:
    """What the catalogue lists, and never a pickle."""
    for pattern in entry.files:
        if not any(fnmatchcase(file.path, pattern) for file in there):
            raise DownloadError(f"{entry.repository} has no {pattern}, which the catalogue lists for {entry.name}.")
    matches = (file for file in there if any(fnmatchcase(file.path, pattern) for pattern in entry.files))
    return [file for file in matches if not file.path.endswith(PICKLES)]


def _usual(entry: Entry, there: Sequence[Remote]) -> Iterable[Remote]:
    """Configuration, one weights file, and what belongs to them, all from the top of the repository."""
    top = {file.path: file for file in there if "/" not in file.path}
    if CONFIG not in top:
        raise DownloadError(f"{entry.repository} is no open_clip model: it has no {CONFIG}. Take another model.")
    beside = [file for path, file in top.items() if any(fnmatchcase(path, pattern) for pattern in _BESIDE)]
    return [top[CONFIG], _weights(entry, top), *beside]


def _weights(entry: Entry, top: dict[str, Remote]) -> Remote:
    weights = [path for path in top if path.endswith(".safetensors")]
    preferred = [path for path in PREFERRED if path in weights]
    if preferred or len(weights) == 1:
        return top[(preferred or weights)[0]]
    if weights:
        raise DownloadError(
            f"{entry.repository} has several weights files ({', '.join(weights)}). Say which under files of "
            f"{entry.name} in models.toml."
        )
    if any(path.endswith(PICKLES) for path in top):
        raise DownloadError(
            f"{entry.repository} has its weights only as a pickle, which can run code and is never fetched. If you "
            "trust it, download it in a browser and turn it into safetensors: zeroshot models convert"
        )
    raise DownloadError(f"{entry.repository} has no weights. Take another model.")


def _known(entry: Entry, file: Remote) -> Remote:
    """The file with the catalogue's hash, where it has one."""
    ours = entry.files.get(file.path, "")
    if ours and file.sha256 not in {"", ours}:
        raise ChecksumError(
            f"{file.path} of {entry.repository} is another one than the catalogue knows. It was changed since: take "
            "another revision of it, or its new SHA-256 if you trust it, in models.toml."
        )
    return replace(file, sha256=ours or file.sha256)
