"""Models from a disk: folders, snapshots of a hub's cache, and single files of weights."""

from __future__ import annotations

import json
import shutil
import sys
import zipfile
from threading import Event
from typing import TYPE_CHECKING

import pytest

from zeroshot import weights
from zeroshot.errors import ChecksumError, WeightsError
from zeroshot.records import Progress
from zeroshot.weights import architectures, bring, bundle, manifest

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from zeroshot.paths import Folders

COMMIT = "0123456789abcdef0123456789abcdef01234567"
SIGLIP = {
    "logit_scale": (1,),
    "logit_bias": (1,),
    "text.token_embedding.weight": (32000, 768),
    "text.positional_embedding": (64, 768),
    "text.text_projection.weight": (768, 768),
    "text.transformer.resblocks.11.ln_1.weight": (768,),
    "visual.trunk.patch_embed.proj.weight": (768, 3, 16, 16),
    "visual.trunk.pos_embed": (1, 196, 768),
}
CLIP = {
    "logit_scale": (),
    "token_embedding.weight": (49408, 512),
    "positional_embedding": (77, 512),
    "text_projection": (512, 512),
    "transformer.resblocks.11.ln_1.weight": (512,),
    "visual.conv1.weight": (768, 3, 32, 32),
    "visual.positional_embedding": (50, 768),
    "visual.proj": (768, 512),
    "visual.transformer.resblocks.11.ln_1.weight": (768,),
}


def come(path: Path, folders: Folders, name: str = "", architecture: str = "") -> list[Progress]:
    return list(bring.bring(path, folders, Event(), name=name, architecture=architecture))


def installed(name: str, folders: Folders) -> manifest.Manifest:
    """The manifest of a model, which is true."""
    known = manifest.read(folders.models / name)
    assert known is not None
    list(manifest.verify(folders.models / name, known, Event()))
    held = {path.relative_to(folders.models / name).as_posix() for path in (folders.models / name).rglob("*.*")}
    assert held - {manifest.MANIFEST} <= {file.path for file in known.files}
    return known


@pytest.fixture
def refused(folders: Folders, nothing_came: Callable[[], bool]) -> Callable[..., str]:
    """The sentence with which a path is refused; nothing came of it."""

    def refused(path: Path, architecture: str = "") -> str:
        with pytest.raises(WeightsError) as told:
            come(path, folders, architecture=architecture)
        assert "\n" not in str(told.value)
        assert nothing_came()
        return str(told.value)

    return refused


# --- folders ---------------------------------------------------------------------------------------------------------


def test_of_a_folder_only_what_belongs_to_a_model_is_copied(model: Path, folders: Folders) -> None:
    for name in ("tokenizer.json", "merges.txt", "spiece.model"):
        (model / name).write_text(name)
    progress = come(model, folders)
    known = installed("small", folders)
    assert {file.path for file in known.files} == {
        *("open_clip_config.json", "open_clip_model.safetensors", "README.md", "LICENSE"),
        *("tokenizer.json", "merges.txt", "spiece.model"),
    }
    assert progress[-1] == Progress(known.size, known.size)
    assert (known.origin, known.licence) == (manifest.Origin("small"), "mit")
    assert weights.find("small", folders).digest() == weights.inspect(model, "m").digest()


def test_the_folder_itself_stays_as_it_was(model: Path, folders: Folders) -> None:
    before = {path: path.read_bytes() for path in model.iterdir()}
    come(model, folders, "copy")
    assert {path: path.read_bytes() for path in model.iterdir()} == before


def test_an_installed_model_of_another_home_keeps_where_it_is_from(model: Path, folders: Folders) -> None:
    come(model, folders, "one")
    come(folders.models / "one", folders, "two")
    one, two = installed("one", folders), installed("two", folders)
    assert (two.name, two.origin, two.files) == ("two", one.origin, one.files)
    (folders.models / "one" / "LICENSE").write_text("Pay.")
    with pytest.raises(ChecksumError, match="LICENSE is not what was installed"):
        come(folders.models / "one", folders, "three")
    assert weights.names(folders) == ("starter", "one", "two")


@pytest.mark.skipif(sys.platform == "win32", reason="links")
@pytest.mark.parametrize("given", ["", f"snapshots/{COMMIT}"])
def test_a_snapshot_of_a_hubs_cache_comes_with_repository_and_commit(
    model: Path, tmp_path: Path, folders: Folders, given: str
) -> None:
    repository = tmp_path / "hub" / "models--timm--small-clip"
    snapshot = repository / "snapshots" / COMMIT
    snapshot.mkdir(parents=True)
    (repository / "snapshots" / ("f" * 40)).mkdir()
    (repository / "refs").mkdir()
    (repository / "refs/main").write_text(COMMIT)
    for number, file in enumerate(sorted(model.iterdir())):
        blob = repository / "blobs" / str(number)
        blob.parent.mkdir(exist_ok=True)
        shutil.copy(file, blob)
        (snapshot / file.name).symlink_to(f"../../blobs/{number}")
    assert bring.name_of(repository / given) == "small-clip"
    come(repository / given, folders)
    assert installed("small-clip", folders).origin == manifest.Origin("timm/small-clip", COMMIT)
    assert not any(path.is_symlink() for path in (folders.models / "small-clip").iterdir())


def test_a_cache_with_several_versions_and_no_main_one_is_asked_about(
    tmp_path: Path, refused: Callable[..., str]
) -> None:
    for commit in ("a", "b"):
        (tmp_path / "models--o--m" / "snapshots" / commit).mkdir(parents=True)
    assert "holds 2 versions. Give the folder of the one that you want." in refused(tmp_path / "models--o--m")


def test_a_model_without_the_tokenizer_that_it_needs_is_refused(
    model: Path, folders: Folders, refused: Callable[..., str]
) -> None:
    config = json.loads((model / weights.CONFIG).read_text())
    config["model_cfg"]["text_cfg"]["hf_tokenizer_name"] = "owner/words"
    (model / weights.CONFIG).write_text(json.dumps(config))
    assert "put the tokenizer's files of owner/words" in refused(model)
    (model / "tokenizer.json").write_text("{}")
    come(model, folders)


def test_weights_that_are_not_of_their_configuration_are_refused(model: Path, refused: Callable[..., str]) -> None:
    config = json.loads((model / weights.CONFIG).read_text())
    config["model_cfg"]["vision_cfg"]["patch_size"] = 8
    (model / weights.CONFIG).write_text(json.dumps(config))
    assert "its visual.conv1.weight has the shape 8 x 3 x 4 x 4, not 8 x 3 x 8 x 8" in refused(model)


def test_a_folder_that_is_no_model_is_told(tmp_path: Path, refused: Callable[..., str]) -> None:
    (tmp_path / "empty").mkdir()
    assert "holds no .safetensors file" in refused(tmp_path / "empty")
    assert "There is no file or folder" in refused(tmp_path / "nowhere")
    (tmp_path / "empty/weights.pth").write_bytes(b"")
    assert f'zeroshot models convert "{tmp_path / "empty/weights.pth"}" --out' in refused(tmp_path / "empty")


# --- files -----------------------------------------------------------------------------------------------------------


def test_a_bundle_is_known_by_its_content(exported: Path, folders: Folders) -> None:
    renamed = exported.rename(exported.with_name("download"))
    assert bring.name_of(renamed) == "small"
    come(renamed, folders)
    assert installed("small", folders).name == "small"


@pytest.mark.parametrize("name", ["model.pt", "model.BIN", "model.pth", "model.ckpt", "no ending"])
@pytest.mark.parametrize("is_zip", [True, False])
def test_a_pickle_is_refused_with_the_way_to_convert_it(
    tmp_path: Path, refused: Callable[..., str], name: str, *, is_zip: bool
) -> None:
    file = tmp_path / name
    if is_zip and "." in name:
        with zipfile.ZipFile(file, "w") as archive:
            archive.writestr("archive/data.pkl", b"\x80\x02.")
    else:
        file.write_bytes(b"\x80\x02.")
    told = refused(file)
    assert "is a pickle, which can run code when it is loaded" in told
    assert f'zeroshot models convert "{file}" --out "{tmp_path / file.stem}.safetensors"' in told


@pytest.mark.parametrize(
    ("content", "sentence"),
    [(b"<html>Please log in</html>", "is a web page"), (b"text", "neither a bundle nor weights"), (b"", "neither")],
)
def test_files_that_are_no_models_are_called_what_they_are(
    tmp_path: Path, refused: Callable[..., str], content: bytes, sentence: str
) -> None:
    (tmp_path / "model.safetensors").write_bytes(content)
    assert sentence in refused(tmp_path / "model.safetensors")


def test_weights_alone_come_with_the_configuration_of_their_architecture(
    tmp_path: Path, folders: Folders, save_weights: Callable[..., Path]
) -> None:
    file = save_weights(tmp_path / "mine.safetensors", CLIP)
    come(file, folders, architecture="ViT-B-32-quickgelu")
    known = installed("mine", folders)
    assert {part.path for part in known.files} == {"mine.safetensors", "open_clip_config.json"}
    found = weights.find("mine", folders)
    assert found.model["quick_gelu"] is True
    config = json.loads((found.folder / weights.CONFIG).read_text())
    assert config["preprocess_cfg"]["interpolation"] == "bicubic"
    list(bundle.export(found, tmp_path / "mine.zsmodel", Event()))
    come(tmp_path / "mine.zsmodel", folders, "again")
    assert installed("again", folders).files == known.files


def test_weights_alone_say_what_they_may_be(
    tmp_path: Path, refused: Callable[..., str], save_weights: Callable[..., Path]
) -> None:
    file = save_weights(tmp_path / "mine.safetensors", CLIP)
    assert refused(file).endswith(
        "Say what they are with --architecture NAME. By their shapes they may be ViT-B-32 or ViT-B-32-quickgelu."
    )
    told = refused(file, "ViT-B-16")
    assert "is not of the architecture ViT-B-16: its visual.conv1.weight has the shape 768 x 3 x 32 x 32" in told
    assert "ViT-B-32 or ViT-B-32-quickgelu" in told
    assert "Did you mean one of these: ViT-B-32, " in refused(file, "vit_b_32")
    assert "Names of architectures are like ViT-B-32" in refused(file, "?")


def test_weights_of_transformers_are_told_from_those_of_open_clip(
    tmp_path: Path, refused: Callable[..., str], save_weights: Callable[..., Path]
) -> None:
    file = save_weights(tmp_path / "model.safetensors", {"text_model.embeddings.token_embedding.weight": (49408, 512)})
    assert "weights for transformers are of another form" in refused(file, "ViT-B-32")


def test_the_tokenizer_beside_weights_alone_comes_with_them(
    tmp_path: Path, folders: Folders, refused: Callable[..., str], save_weights: Callable[..., Path]
) -> None:
    file = save_weights(tmp_path / "siglip.safetensors", SIGLIP)
    (tmp_path / "README.md").write_text("of something else")
    assert "put the tokenizer's files of timm/ViT-B-16-SigLIP" in refused(file, "ViT-B-16-SigLIP")
    (tmp_path / "tokenizer.json").write_text("{}")
    come(file, folders, architecture="ViT-B-16-SigLIP")
    assert {part.path for part in installed("siglip", folders).files} == {
        *("siglip.safetensors", "tokenizer.json", "open_clip_config.json"),
    }


def test_weights_that_are_cut_are_damaged(
    tmp_path: Path, refused: Callable[..., str], save_weights: Callable[..., Path]
) -> None:
    file = save_weights(tmp_path / "mine.safetensors", CLIP)
    file.write_bytes(file.read_bytes()[:-1])
    assert "is damaged or incomplete" in refused(file, "ViT-B-32")


# --- architectures ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"token_embedding.weight": (49408, 640)}, "its token_embedding.weight has the shape 49408 x 640"),
        ({"positional_embedding": (64, 512)}, "not 77 x 512"),
        ({"visual.positional_embedding": (65, 768)}, "not 50 x 768"),
        ({"transformer.resblocks.23.ln_1.weight": (512,)}, "its transformer has 24 layers, not 12"),
        ({"visual.transformer.resblocks.23.ln_1.weight": (512,)}, "its visual.transformer has 24 layers, not 12"),
        ({"logit_bias": ()}, "it has a logit_bias"),
        ({"text_decoder.text_projection": (512, 512)}, "it has a text_decoder"),
    ],
)
def test_weights_of_another_architecture_are_known_by_their_shapes(
    changed: dict[str, tuple[int, ...]], told: str
) -> None:
    model = architectures.configuration("ViT-B-32")["model_cfg"]
    assert architectures.misfit(model, CLIP) == ""
    assert told in architectures.misfit(model, {**CLIP, **changed})


def test_pictures_of_another_size_show_in_the_trunk_too() -> None:
    assert architectures.fitting(SIGLIP) == ("ViT-B-16-SigLIP",)
    larger = {**SIGLIP, "visual.trunk.pos_embed": (1, 256, 768)}
    assert architectures.fitting(larger) == ("ViT-B-16-SigLIP-256",)
    resnet = {key: shape for key, shape in CLIP.items() if not key.startswith("visual.")}
    assert "it has no visual.trunk" in architectures.misfit(
        architectures.configuration("convnext_base")["model_cfg"],
        {**resnet, "token_embedding.weight": (49408, 512)},
    )
    assert architectures.misfit({}, {"image_encoder.model.head.weight": ()}) == ""
