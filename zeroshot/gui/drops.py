"""What people drop and paste: files, folders, pictures without a file, label sets, sessions, words."""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote_to_bytes

from PySide6.QtCore import QDateTime, QMimeData, QUrl
from PySide6.QtGui import QImage

from zeroshot.errors import ImageError
from zeroshot.project import SUFFIX

if TYPE_CHECKING:
    from collections.abc import Sequence

LABEL_SUFFIXES = (".toml", ".csv", ".tsv", ".txt")
BUNDLE = ".zsmodel"
"""``zeroshot.weights.bundle`` has it too, whose imports no start needs."""
MODEL_SUFFIXES = (BUNDLE, ".safetensors")


@dataclass(frozen=True, slots=True)
class Dropped:
    """What a drop holds, sorted by what is to become of it.

    ``network`` are paths on other machines, which are asked about before they are touched. ``elsewhere`` are
    addresses that can't be opened from here, such as web pages. ``image`` is a picture that has no file.
    """

    pictures: tuple[Path, ...] = ()
    network: tuple[Path, ...] = ()
    label_sets: tuple[Path, ...] = ()
    sessions: tuple[Path, ...] = ()
    models: tuple[Path, ...] = ()
    elsewhere: tuple[str, ...] = ()
    image: QImage | None = field(default=None, compare=False)

    @property
    def holds_anything(self) -> bool:
        """Whether something can be taken, or at least be said of it."""
        return bool(
            self.pictures
            or self.network
            or self.label_sets
            or self.sessions
            or self.models
            or self.elsewhere
            or self.image is not None
        )


def can_take(mime: QMimeData) -> bool:
    """Whether a drag over the window is worth a welcome; cheap, for every move of the mouse."""
    return mime.hasUrls() or mime.hasImage()


def read(mime: QMimeData) -> Dropped:
    """What was dropped or pasted. A browser gives a picture and its address: then the picture counts."""
    urls = mime.urls()
    image = _image(mime)
    elsewhere = tuple(url.toDisplayString() for url in urls if not url.isLocalFile())
    if image is not None and len(elsewhere) == len(urls):
        return Dropped(image=image)
    sorted_out = of_paths([_path(url) for url in urls if url.isLocalFile() and not _is_remote(url)])
    network = tuple(_path(url) for url in urls if url.isLocalFile() and _is_remote(url))
    return replace(sorted_out, network=network, elsewhere=elsewhere)


def paths(mime: QMimeData) -> tuple[Path, ...]:
    """Files and folders of a drop, whatever is to become of them."""
    return tuple(_path(url) for url in mime.urls() if url.isLocalFile())


def of_paths(paths: Sequence[Path]) -> Dropped:
    """Files and folders by their endings: sessions, label sets, models; all others are taken for pictures."""
    sessions = tuple(path for path in paths if path.suffix.lower() == SUFFIX)
    label_sets = tuple(path for path in paths if path.suffix.lower() in LABEL_SUFFIXES)
    models = tuple(path for path in paths if path.suffix.lower() in MODEL_SUFFIXES)
    pictures = tuple(path for path in paths if path not in {*sessions, *label_sets, *models})
    return Dropped(pictures, label_sets=label_sets, sessions=sessions, models=models)


def keep_image(image: QImage, folder: Path) -> Path:
    """Give a picture that came without a file one of its own, so that it lasts as long as the session.

    Raises:
        ImageError: it can't be written.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise ImageError(f"The picture can't be kept in {folder}: {error.strerror}.") from error
    stamp = QDateTime.currentDateTime().toString("yyyy-MM-dd HH.mm.ss.zzz")
    path = folder / f"pasted {stamp}.png"
    if not image.save(str(path)):
        raise ImageError(f"The picture can't be kept as {path}.")
    return path


def _image(mime: QMimeData) -> QImage | None:
    image = mime.imageData() if mime.hasImage() else None
    return image if isinstance(image, QImage) and not image.isNull() else None


def _path(url: QUrl) -> Path:
    if sys.platform == "win32":
        return Path(url.toLocalFile())
    # toLocalFile loses the bytes of a name that is not UTF-8
    encoded = url.path(QUrl.ComponentFormattingOption.FullyEncoded)
    host = f"//{url.host()}" if url.host() else ""
    return Path(host + os.fsdecode(unquote_to_bytes(encoded)))


def _is_remote(url: QUrl) -> bool:
    """``file://server/share`` says of itself that it is local: looking at it can hang, and tells the server of us."""
    path = url.toLocalFile()
    return bool(url.host()) or path.startswith(("//", "\\\\"))
