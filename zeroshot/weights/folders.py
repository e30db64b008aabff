"""Model folders: which hold one, and whether it is whole and safe to load."""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from zeroshot import paths
from zeroshot.errors import WeightsError
from zeroshot.weights import catalogue

STARTER = "starter"
CONFIG = "open_clip_config.json"
PICKLES = (".bin", ".pt", ".pth", ".ckpt", ".pkl")

PREFERRED = ("open_clip_model.safetensors", "open_clip_pytorch_model.safetensors", "model.safetensors")
"""What open_clip itself prefers among several files of one folder."""

_MULTILINGUAL = re.compile(r"xlm|mt5|nllb|i18n|siglip2|multilingual", re.IGNORECASE)
_MANY_TOKENS = 200_000


@dataclass(frozen=True, slots=True)
class Weights:
    """A model folder that has been looked at: whole, and free of pickles that could be loaded by mistake."""

    name: str
    folder: Path
    file: Path
    model: dict[str, Any]

    @property
    def size(self) -> int:
        """Size of the weights in bytes."""
        return self.file.stat().st_size

    @property
    def architecture(self) -> str:
        """The picture tower's name, as far as the configuration tells it."""
        vision = self.model["vision_cfg"]
        if "timm_model_name" in vision:
            return str(vision["timm_model_name"])
        layers, width, patch = (vision.get(key, "?") for key in ("layers", "width", "patch_size"))
        return f"ViT/{patch} ({layers} layers of {width})" if "patch_size" in vision else f"ResNet ({layers})"

    @property
    def is_multilingual(self) -> bool:
        """Whether the text tower learned other languages than English, as far as its tokenizer tells it.

        Those that did have a tokenizer made for many languages: XLM-R, mT5, NLLB, Gemma (SigLIP 2), with some 250,000
        tokens and more; those that did not have CLIP's 49,408 or at most 64,000.
        """
        text = self.model["text_cfg"]
        named = f"{text.get('hf_tokenizer_name') or ''} {text.get('hf_model_name') or ''}"
        return bool(_MULTILINGUAL.search(named)) or text.get("vocab_size", 0) > _MANY_TOKENS

    def digest(self) -> str:
        """Twelve hex digits of a BLAKE2b hash over the configuration and the weights."""
        total = hashlib.blake2b((self.folder / CONFIG).read_bytes(), digest_size=6)
        with self.file.open("rb") as file:
            while block := file.read(1 << 20):
                total.update(block)
        return total.hexdigest()


def starter() -> Path:
    """The folder of the built-in model."""
    return paths.assets() / "starter"


def find(model: str, folders: paths.Folders) -> Weights:
    """The model that ``model`` names: ``starter``, one below the models folder, or a folder's path.

    Raises:
        WeightsError: there is none, it is not whole, or only a pickle is there.
    """
    if model == STARTER:
        return inspect(starter(), STARTER)
    below = folders.models / model
    if below.is_dir():
        return inspect(below, below.name)
    if not Path(model).is_dir() and any(entry.name == model for entry in catalogue.load(folders)):
        raise WeightsError(f"The model {model} is not here yet. Fetch it with: zeroshot models get {model}")
    return inspect(Path(model), Path(model).resolve().name)


def names(folders: paths.Folders) -> tuple[str, ...]:
    """The starter, and the folders below the models folder that want to be models."""
    below = (config.parent.name for config in folders.models.glob(f"*/{CONFIG}"))
    return (STARTER, *sorted(name for name in below if not name.startswith(".")))


def inspect(folder: Path, name: str) -> Weights:
    """Look at a model folder without loading it.

    Raises:
        WeightsError: the folder, its configuration or its weights are missing or can't be used.
    """
    if not folder.is_dir():
        raise WeightsError(
            f"There is no model folder {folder}. Give --model a folder with {CONFIG} and a .safetensors file."
        )
    return Weights(name, folder, _weights_file(folder), _model_config(folder / CONFIG))


def _model_config(path: Path) -> dict[str, Any]:
    try:
        config = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise WeightsError(f"{path.parent} is no open_clip model: {CONFIG} is missing from it.") from None
    except (OSError, ValueError) as error:
        raise WeightsError(f"{path} can't be read ({error}). Fetch the model again.") from error
    model = config.get("model_cfg") if isinstance(config, dict) else None
    if not isinstance(model, dict) or not {"embed_dim", "vision_cfg", "text_cfg"} <= model.keys():
        raise WeightsError(f"{path} describes no open_clip model: its model_cfg is missing or incomplete.")
    elsewhere = model["text_cfg"].get("hf_model_name") if isinstance(model["text_cfg"], dict) else None
    if elsewhere:  # open_clip would fetch its configuration, and weights even as a pickle, whenever it is loaded
        raise WeightsError(
            f"{path} builds its text tower from the files of {elsewhere}, which are not in the folder and would be "
            "fetched at every start. Take another model."
        )
    return model


def _weights_file(folder: Path) -> Path:
    """The one safetensors file; a pickle beside it is harmless, a pickle alone is refused."""
    files = sorted(file for file in folder.glob("*.safetensors") if not file.name.startswith("."))
    preferred = [file for name in PREFERRED for file in files if file.name == name]
    if preferred:
        return _checked(preferred[0])
    if len(files) == 1:
        return _checked(files[0])
    if files:
        names = ", ".join(file.name for file in files)
        raise WeightsError(f"{folder} holds several weights files ({names}). Keep one, or name it {PREFERRED[0]}.")
    if any(file.suffix in PICKLES for file in folder.iterdir()):
        raise WeightsError(
            f"{folder} holds its weights as a pickle, which can run code and is never loaded. Get them as .safetensors."
        )
    raise WeightsError(f"{folder} holds no .safetensors file. Fetch the model again.")


def _checked(file: Path) -> Path:
    """``file`` if it begins like safetensors do: eight bytes of header length, then the header's JSON."""
    with file.open("rb") as stream:
        head = stream.read(9)
    length = int.from_bytes(head[:8], "little")
    if head[8:9] != b"{" or length + 8 > file.stat().st_size:
        kind = "a web page" if head.lstrip()[:1] == b"<" else "damaged or incomplete"
        raise WeightsError(f"{file} is {kind}, not model weights. Fetch the model again.")
    return file
