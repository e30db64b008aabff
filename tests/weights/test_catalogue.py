"""The catalogue: true to open_clip's own configurations, and extended by a file that says what it can't take."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from zeroshot import paths, weights
from zeroshot.encoders.torchvision_import import import_open_clip
from zeroshot.errors import WeightsError
from zeroshot.weights import catalogue

if TYPE_CHECKING:
    from pathlib import Path

    from zeroshot.paths import Folders
    from zeroshot.weights.catalogue import Entry

BUILT_IN = {entry.name: entry for entry in catalogue.load(paths.folders(paths.assets() / "nowhere"))}


def write(folders: Folders, content: str) -> Path:
    folders.config.mkdir(parents=True, exist_ok=True)
    path = folders.config / catalogue.FILE
    path.write_text(content, encoding="utf-8")
    return path


@pytest.mark.parametrize("entry", BUILT_IN.values(), ids=BUILT_IN)
def test_every_entry_is_an_architecture_of_open_clips_with_its_context_and_size(entry: Entry) -> None:
    import torch

    open_clip = import_open_clip()
    config: dict[str, Any] | None = open_clip.get_model_config(entry.architecture)
    assert config is not None
    assert entry.context == config["text_cfg"].get("context_length", 77)
    assert (entry.languages == "many") == ("SigLIP2" in entry.architecture)
    with torch.device("meta"):
        model = open_clip.create_model(entry.architecture, device="meta", load_weights=False)
    size = sum(value.numel() * value.element_size() for value in model.state_dict().values())
    assert entry.size == pytest.approx(size, rel=0.01)


def test_every_repository_is_the_one_that_open_clip_itself_knows() -> None:
    import_open_clip()
    from open_clip.pretrained import _PRETRAINED

    known = {tag.get("hf_hub", "").rstrip("/") for tags in _PRETRAINED.values() for tag in tags.values()}
    assert [entry.repository for entry in BUILT_IN.values() if entry.repository not in known] == []


def test_every_entry_says_what_a_person_chooses_by() -> None:
    assert len(BUILT_IN) == 11
    for entry in BUILT_IN.values():
        assert all((entry.title, entry.about, entry.imagenet, entry.imagenet_source, entry.licence_url)), entry.name
        assert entry.licence_url.startswith("https://")
        assert entry.agree == ("Apple" in entry.licence)
        assert "\n" not in entry.about
        assert len(entry.about) <= 90
    assert {entry.speed for entry in BUILT_IN.values()} == set(catalogue.SPEEDS)


def test_a_file_of_the_users_own_adds_models_and_changes_some(tmp_path: Path) -> None:
    folders = paths.folders(tmp_path)
    write(
        folders,
        """
        [[models]]
        name = "ours"
        repository = "museum/beetles"
        files = { "open_clip_config.json" = "", "*.safetensors" = "" }
        [[models]]
        name = "vit-b-16-datacomp"
        revision = "0123abc"
        """,
    )
    ours, changed = catalogue.entry("ours", folders), catalogue.entry("vit-b-16-datacomp", folders)
    assert (ours.repository, ours.title, ours.revision, ours.size) == ("museum/beetles", "ours", "main", 0)
    assert changed.revision == "0123abc"
    assert changed.repository == BUILT_IN["vit-b-16-datacomp"].repository
    assert len(catalogue.load(folders)) == len(BUILT_IN) + 1
    assert len({*catalogue.load(folders)}) == len(BUILT_IN) + 1, "entries can be in sets"


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        ("[[models]\n", r"can't be read: .*line 1"),
        ("[models]\nname = 1", "has models, where it takes"),
        ("[[model]]", "has model, where it takes"),
        ("models = [1]", "has models, where it takes"),
        ('[[models]]\nrepository = "a/b"', r"Model 1 of .* name = None"),
        ('[[models]]\nname = "../x"', r"Model 1 of .* name = '\.\./x'"),
        ('[[models]]\nname = "starter"\nrepository = "a/b"', r"Model 1 of .* name = 'starter'"),
        ('[[models]]\nname = "x"', "doesn't say the repository of x"),
        ('[[models]]\nname = "x"\nrepository = "https://hub/a/b"', 'sets repository of x .*it takes "owner/name"'),
        (
            '[[models]]\nname = "x"\nrepository = "a/b"\ncolour = 1',
            r"sets colour of x, which there is not\.",
        ),
        ('[[models]]\nname = "x"\nrepository = "a/b"\nsize = "big"', "sets size of x to 'big'; it takes bytes"),
        ('[[models]]\nname = "x"\nrepository = "a/b"\nagree = 1', "sets agree of x to 1; it takes true or false"),
        (
            '[[models]]\nname = "x"\nrepository = "a/b"\nspeed = "warp"',
            "sets speed of x to 'warp'; it takes one of",
        ),
        ('[[models]]\nname = "x"\nrepository = "a/b"\nimagenet = 101', "sets imagenet of x to 101; it takes per cent"),
        ('[[models]]\nname = "x"\nrepository = "a/b"\nfiles = {a = "1"}', "sets files of x"),
    ],
)
def test_a_file_that_says_what_cannot_be_is_one_sentence_that_names_it(
    tmp_path: Path, content: str, sentence: str
) -> None:
    folders = paths.folders(tmp_path)
    path = write(folders, content)
    with pytest.raises(WeightsError, match=sentence) as told:
        catalogue.load(folders)
    assert str(path) in str(told.value)


_VALUES = some.none() | some.booleans() | some.integers() | some.floats() | some.text() | some.lists(some.integers())
_KEYS = some.sampled_from(list(catalogue._CHECKS)) | some.text(max_size=5)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(some.dictionaries(_KEYS, _VALUES | some.dictionaries(some.text(), _VALUES)))
def test_any_values_make_an_entry_or_one_sentence(tmp_path: Path, values: dict[str, Any]) -> None:
    try:
        name = catalogue._name(tmp_path, 1, {"name": "x", **values})
    except WeightsError:
        return
    assert catalogue.Entry(**{"repository": "a/b", **values, "name": name}).name == name


def test_a_name_that_is_not_there_is_told_with_those_like_it(tmp_path: Path) -> None:
    folders = paths.folders(tmp_path)
    with pytest.raises(WeightsError, match=r"has no model ViT-B-32-datacomp\. Did you mean vit-b-32-256-datacomp"):
        catalogue.entry("ViT-B-32-datacomp", folders)
    with pytest.raises(WeightsError, match="See: zeroshot models list"):
        catalogue.entry("zzz", folders)


def test_a_model_that_could_be_fetched_is_told_when_it_is_wanted(tmp_path: Path) -> None:
    with pytest.raises(WeightsError, match=r"is not here yet\. Fetch it with: zeroshot models get pe-core-b-16"):
        weights.find("pe-core-b-16", paths.folders(tmp_path))
