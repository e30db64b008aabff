"""The settings file: read as it is meant, and refused with a sentence."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from zeroshot.errors import SettingsError
from zeroshot.settings import Settings, load

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
        ("model = ", "can't be read"),
        ("model = 'caf\xe9'", "can't be read"),
    ],
)
def test_what_cannot_be_meant_is_refused_with_a_sentence(tmp_path: Path, text: str, sentence: str) -> None:
    (tmp_path / "settings.toml").write_text(text, encoding="latin-1")
    with pytest.raises(SettingsError, match=sentence):
        load(tmp_path / "settings.toml")
