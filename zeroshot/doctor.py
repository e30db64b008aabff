"""What a bug report needs: versions, devices, precision, folders, and what is missing."""

from __future__ import annotations

import importlib.metadata
import os
import platform
import shutil
import sqlite3
import sys
from typing import TYPE_CHECKING

from zeroshot import __version__, encoders, weights
from zeroshot.errors import ZeroshotError
from zeroshot.store import Store
from zeroshot.weights import installed, transport

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from zeroshot.paths import Folders

PACKAGES = (
    "torch",
    "torchvision",
    "open_clip_torch",
    "timm",
    "safetensors",
    "numpy",
    "pillow",
    "transformers",
    "click",
    "rich",
)
WAY = (
    "HTTPS_PROXY", "HTTP_PROXY", "ALL_PROXY", "NO_PROXY", "SSL_CERT_FILE", "SSL_CERT_DIR", "HF_HUB_OFFLINE", "HF_TOKEN",
)  # fmt: skip
"""Variables that decide how the hub is reached."""

OPTIONAL = {
    "openvino": "faster on the processor",
    "nncf": "int8",
    "pillow-heif": "HEIC pictures",
}


def report(folders: Folders) -> Iterator[tuple[str, str]]:
    """Lines of the report, each as its name and its finding."""
    yield "zeroshot", __version__
    yield "python", f"{platform.python_version()} ({sys.executable})"
    yield "system", f"{platform.platform()}, {os.cpu_count()} processors"
    yield "sqlite", sqlite3.sqlite_version
    for package in PACKAGES:
        yield package, _version(package) or "missing: reinstall zeroshot"
    for package, use in OPTIONAL.items():
        yield package, _version(package) or f"not installed (optional: {use})"
    yield from _devices()
    yield "networks", _converted(folders.networks)
    yield "settings", _file(folders.settings)
    yield "store", _store(folders.store)
    yield "models", _models(folders)
    yield "hub", _hub()
    yield "log", str(folders.log / "zeroshot.log")
    yield "starter", _starter()


def _version(package: str) -> str:
    try:
        return importlib.metadata.version(package)
    except importlib.metadata.PackageNotFoundError:
        return ""


def _devices() -> Iterator[tuple[str, str]]:
    try:
        yield from encoders.devices()
    except (ImportError, OSError, RuntimeError) as error:
        yield "torch works", f"no: {error}"


def _converted(folder: Path) -> str:
    """Where OpenVINO's networks are kept, and their size."""
    size = sum(file.stat().st_size for file in folder.rglob("*") if file.is_file())
    return f"{folder} ({size / 1e6:.1f} MB)" if folder.is_dir() else f"{folder} (not there: none converted yet)"


def _file(path: Path) -> str:
    return f"{path}" if path.exists() else f"{path} (not there: defaults)"


def _store(path: Path) -> str:
    """Where the store is, its size, and whether it can be used."""
    try:
        with Store.open(path) as store:
            if store.notice:
                return f"{path}: {store.notice}"
    except ZeroshotError as error:
        return f"{path}: {error}"
    free = shutil.disk_usage(path.parent).free / 1e9
    return f"{path} ({path.stat().st_size / 1e6:.1f} MB; {free:.1f} GB free on its disk)"


def _models(folders: Folders) -> str:
    """Where the models are, and which: whole, unusable or not ended."""
    told = [
        f"{found.name} ({found.size / 1e6:,.0f} MB){f': {found.problem}' if found.problem else ''}"
        for found in installed.installed(folders)
        if not found.is_starter
    ]
    told += [f"{half.name} (not ended, {half.size / 1e6:,.0f} MB)" for half in installed.partials(folders)]
    return f"{folders.models}: {', '.join(told) or 'none but the starter'}"


def _hub() -> str:
    """Where models are fetched from, and by which way; whether there is a token or password, never which."""
    endpoint = "HF_ENDPOINT" if os.environ.get("HF_ENDPOINT") else "the default"
    named = [name for name in WAY if os.environ.get(name) or os.environ.get(name.lower())]
    return f"{transport.host()} ({endpoint}); {', '.join(f'{name} is set' for name in named) or 'no proxy is set'}"


def _starter() -> str:
    try:
        found = weights.inspect(weights.starter(), weights.STARTER)
    except ZeroshotError as error:
        return f"missing: {error}"
    return f"{found.folder} ({found.size / 1e6:.0f} MB, {found.digest()})"
