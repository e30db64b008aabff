"""The settings file: read as it is meant, and refused with a sentence."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from zeroshot.errors import SettingsError
from zeroshot.settings import Settings, load, save

if TYPE_CHECKING:
    from pathlib import Path


def test_no_file_means_the_defaults(tmp_path: Path) -> None:
    assert load(tmp_path / "settings.toml") == Settings()


def test_settings_are_read(tmp_path: Path) -> None:
    (tmp_path / "settings.toml").write_text('model = "better"\nmax_megapixels = 500\n')
    settings = load(tmp_path / "settings.toml")
    assert (settings.model, settings.max_pixels, settings.device) == ("better", 500_000_000, "auto")


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("colour = 1", "sets colour, which there is not"),
        ("batch_size = 'many'", "takes something like 0"),
        ("max_megapixels = true", "takes something like"),
        ("batch_size = -1", "can't be negative"),
        ("theme = 'pink'", "there are: system, light, dark"),
        ("language = 'xx'", "there are: system, en, de"),
        ("precision = 'int4'", "there are: auto, fp32, bf16, int8"),
        ("backend = 'abacus'", "there are: auto, torch, openvino"),
        ("device = 'tpu'", "there are: auto, cpu, cuda, mps"),
        ("model = ", "can't be read"),
        ("model = 'caf\xe9'", "can't be read"),
    ],
)
def test_what_cannot_be_meant_is_refused_with_a_sentence(tmp_path: Path, text: str, sentence: str) -> None:
    (tmp_path / "settings.toml").write_text(text, encoding="latin-1")
    with pytest.raises(SettingsError, match=sentence):
        load(tmp_path / "settings.toml")


def test_the_wiki_can_be_chosen(tmp_path: Path) -> None:
    (tmp_path / "settings.toml").write_text('wikipedia_language = "fi"\nwikipedia_contact = "me@example.org"\n')
    settings = load(tmp_path / "settings.toml")
    assert (settings.wikipedia_language, settings.wikipedia_contact, settings.wikipedia_api) == (
        "fi",
        "me@example.org",
        "",
    )


def test_saved_settings_come_back(tmp_path: Path) -> None:
    path = tmp_path / "new" / "settings.toml"
    chosen = Settings(theme="dark", thumbnail_cache_mb=64, precision="fp32")
    save(path, chosen)
    assert load(path) == chosen
    assert "device" not in path.read_text(encoding="utf-8"), "a default may change with a new version"


def test_settings_that_cannot_be_written_are_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(SettingsError, match="can't be written"):
        save(tmp_path / "file" / "settings.toml", Settings())
