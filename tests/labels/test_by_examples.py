"""Classes that are known by reviewed pictures alone: their names are read by nobody, and mean nothing."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from zeroshot import labels
from zeroshot.errors import LabelError
from zeroshot.lint import foreign, lint

if TYPE_CHECKING:
    from pathlib import Path

TEXT = """
[[labels]]
name = "not a Zwölfender"
by_examples = true
[[labels]]
name = "dog"
"""


def test_a_file_says_so_and_is_written_as_it_was_read(tmp_path: Path) -> None:
    file = tmp_path / "set.toml"
    file.write_text(TEXT, encoding="utf-8")
    label_set = labels.load(file)
    assert [label.by_examples for label in label_set.labels] == [True, False]
    file.write_text(labels.dumps(label_set), encoding="utf-8")
    assert labels.load(file) == label_set


def test_anything_but_true_or_false_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "set.toml"
    file.write_text(TEXT.replace("true", '"yes"'), encoding="utf-8")
    with pytest.raises(LabelError, match="by_examples must be true or false"):
        labels.load(file)


def test_the_model_gets_no_text_of_it_and_it_is_another_set() -> None:
    named = labels.from_names(["dog", "cat"])
    nameless = replace(named, labels=(named.labels[0], replace(named.labels[1], by_examples=True)))
    assert labels.prompts(nameless.labels[1], nameless.templates, len, 77) == ()
    assert labels.fingerprint(nameless) != labels.fingerprint(named)


def test_nobody_is_warned_of_a_name_that_is_not_read(tmp_path: Path) -> None:
    file = tmp_path / "set.toml"
    file.write_text(TEXT, encoding="utf-8")
    label_set = labels.load(file)
    assert lint(label_set) == ()
    assert foreign(label_set) == ()
    assert lint(replace(label_set, labels=tuple(replace(one, by_examples=False) for one in label_set.labels)))
