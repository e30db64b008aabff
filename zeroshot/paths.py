"""Where things lie on disk: the program's own assets, and the user's configuration, data, cache and log folders."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from platformdirs import PlatformDirs


@dataclass(frozen=True, slots=True)
class Folders:
    """The user's folders; none of them is created by asking for it."""

    config: Path
    data: Path
    cache: Path
    log: Path

    @property
    def settings(self) -> Path:
        """The settings file."""
        return self.config / "settings.toml"

    @property
    def models(self) -> Path:
        """The folder of models, one folder each."""
        return self.data / "models"

    @property
    def store(self) -> Path:
        """The SQLite file of vectors."""
        return self.cache / "embeddings.sqlite"

    @property
    def networks(self) -> Path:
        """Models as OpenVINO runs them, and what was measured of them: a folder each, named by the weights' digest."""
        return self.cache / "openvino"

    @property
    def thumbnails(self) -> Path:
        """The SQLite file of thumbnails."""
        return self.cache / "thumbnails.sqlite"

    @property
    def wikipedia(self) -> Path:
        """The SQLite file of descriptions that were fetched."""
        return self.cache / "wikipedia.sqlite"

    @property
    def autosave(self) -> Path:
        """The session that the window opens again when it starts."""
        return self.data / "session.zeroshot"

    @property
    def received(self) -> Path:
        """Pictures that came without a file, from a browser or the clipboard."""
        return self.data / "received"

    @property
    def window_state(self) -> Path:
        """Geometry, splitters and recent sessions of the window."""
        return self.config / "window.ini"

    @property
    def lock(self) -> Path:
        """What keeps a second window from opening the same folders."""
        return self.data / "window.lock"

    @property
    def log_file(self) -> Path:
        """Where bugs and their tracebacks are written."""
        return self.log / "zeroshot.log"


def folders(home: Path | None = None) -> Folders:
    """The platform's usual folders, or ones below ``home`` (for portable use and for tests)."""
    if home is not None:
        return Folders(home / "config", home / "data", home / "cache", home / "log")
    dirs = PlatformDirs("zeroshot", appauthor=False)
    return Folders(dirs.user_config_path, dirs.user_data_path, dirs.user_cache_path, dirs.user_log_path)


def assets() -> Path:
    """The folder of what ships with the program: inside an installed wheel, beside the package in a checkout."""
    package = Path(__file__).resolve().parent
    installed = package / "assets"
    return installed if installed.is_dir() else package.parent / "assets"
