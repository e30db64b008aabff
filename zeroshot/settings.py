"""The user's settings: a frozen record, read from ``settings.toml``.

A flag on the command line goes before a setting, a setting before the default.
"""

from __future__ import annotations

import tomllib
from contextlib import suppress
from dataclasses import asdict, dataclass, fields
from typing import TYPE_CHECKING

import tomli_w

from zeroshot.errors import SettingsError

if TYPE_CHECKING:
    from pathlib import Path


CHOICES = {
    "backend": ("auto", "torch", "openvino"),
    "device": ("auto", "cpu", "cuda", "mps"),
    "precision": ("auto", "fp32", "bf16", "int8"),
    "theme": ("system", "light", "dark"),
    "language": ("system", "en", "de"),
}
"""What the settings can be that are one of a few words."""


@dataclass(frozen=True, slots=True)
class Settings:
    """What can be set in ``settings.toml``, with the defaults.

    ``max_megapixels`` is the largest picture that is decoded: above it a file is taken for a decompression bomb. The
    default is where Pillow itself draws the line. ``batch_size`` and ``threads`` are chosen for the machine when they
    are 0; ``threads`` decode pictures, and compute where the processor does. ``thumbnail_cache_mb`` bounds the window's
    thumbnails on the disk. ``wikipedia_contact`` (an address) is told to the wiki with every request, as Wikimedia asks
    its clients to; ``wikipedia_api`` is another MediaWiki's ``api.php``, perhaps with ``{language}`` in it, and
    ``wikipedia_language`` the code of the Wikipedia that describes classes.
    """

    model: str = "starter"
    backend: str = "auto"
    device: str = "auto"
    precision: str = "auto"
    batch_size: int = 0
    threads: int = 0
    max_megapixels: int = 178
    thumbnail_cache_mb: int = 512
    theme: str = "system"
    language: str = "system"
    wikipedia_api: str = ""
    wikipedia_contact: str = ""
    wikipedia_language: str = "en"

    @property
    def max_pixels(self) -> int:
        """``max_megapixels`` in pixels."""
        return self.max_megapixels * 1_000_000


def save(path: Path, settings: Settings) -> None:
    """Write what differs from the defaults; what was there stays until the new file is whole.

    Raises:
        SettingsError: it can't be written.
    """
    values = {key: value for key, value in asdict(settings).items() if value != getattr(Settings(), key)}
    partial = path.with_name(f".{path.name}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        partial.write_text(tomli_w.dumps(values), encoding="utf-8")
        partial.replace(path)
    except OSError as error:
        with suppress(OSError):
            partial.unlink(missing_ok=True)
        raise SettingsError(f"The settings can't be written to {path}: {error.strerror or error}.") from error


def load(path: Path) -> Settings:
    """The settings in ``path``; the defaults where there is no such file.

    Raises:
        SettingsError: the file can't be read, or names a setting that there is not, or of another type.
    """
    try:
        values = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return Settings()
    except (OSError, ValueError) as error:
        raise SettingsError(f"The settings {path} can't be read: {error}. Mend or delete the file.") from error
    defaults = {field.name: field.default for field in fields(Settings)}
    for key, value in values.items():
        if key not in defaults:
            raise SettingsError(f"{path} sets {key}, which there is not. There are: {', '.join(defaults)}.")
        if type(value) is not type(defaults[key]):
            raise SettingsError(f"{path} sets {key} to {value!r}; it takes something like {defaults[key]!r}.")
        if key in CHOICES and value not in CHOICES[key]:
            raise SettingsError(f"{path} sets {key} to {value!r}; there are: {', '.join(CHOICES[key])}.")
        if isinstance(value, int) and value < 0:
            raise SettingsError(f"{path} sets {key} to {value}; it can't be negative.")
    return Settings(**values)
