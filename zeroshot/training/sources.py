"""The public repositories whose original pictures are packed, and how a file's path tells its label.

What their repositories say of licences stands beside each; most say nothing about the pictures.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

_WNID = r"(?P<label>n\d{8})"


@dataclass(frozen=True, slots=True)
class Source:
    """A repository of pictures.

    `pattern` matches the paths that count; its groups `label` and `style` give the label through `names`. Where
    `table` names a CSV file of the repository, that gives the label for the path's group `file`. `captions` names
    files that describe the pictures (of the repository `captions_in`, if that is another), `sidecars` says that a JSON
    file beside each does; then only described pictures count, and without a group `label` they have no label.
    `commit` is an older one where the newest no longer holds the pictures.
    """

    name: str
    repository: str
    pattern: str
    licence: str
    names: dict[str, str] = field(default_factory=dict)
    per_label: int = 64
    table: str = ""
    captions: tuple[str, ...] = ()
    captions_in: str = ""
    sidecars: bool = False
    commit: str = "HEAD"

    def label(self, path: str, table: dict[str, str]) -> str | None:
        """The label that a path (or the repository's table of files) tells, or None if the file is not wanted."""
        match = re.fullmatch(self.pattern, path)
        if not match:
            return None
        groups = match.groupdict()
        raw = table.get(groups["file"]) if table else groups.get("label", "")
        if raw:
            return self._spelled(raw, groups.get("style", "photo"))
        return "" if self.captioned else None

    @property
    def captioned(self) -> bool:
        """Whether the pictures are described."""
        return self.sidecars or bool(self.captions)

    def _spelled(self, raw: str, style: str) -> str:
        plain = raw if re.fullmatch(_WNID, raw) else re.sub(r"[-_]", " ", raw).strip().lower()
        name = self.names.get(raw, self.names.get(raw.lower(), plain))
        return name if style == "photo" else f"{name} {style.removeprefix('art_')}"


_SPORTS = {
    "baseball": "baseball game", "basketball": "basketball game", "chess": "chess game", "cricket": "cricket match",
    "football": "soccer match", "formula1": "formula one race car", "hockey": "field hockey",
    "motogp": "motorcycle racing", "shooting": "shooting sport", "tennis": "tennis match",
    "volleyball": "volleyball match", "weight_lifting": "weightlifting", "wwe": "professional wrestling show",
}  # fmt: skip
_CALTECH = {
    "Faces": "human face", "Faces_easy": "human face", "Leopards": "leopard", "Motorbikes": "motorcycle",
    "airplanes": "airplane", "bass": "bass fish", "car_side": "car", "cellphone": "cell phone",
    "cougar_body": "cougar", "cougar_face": "cougar", "crocodile_head": "crocodile", "flamingo_head": "flamingo",
    "garfield": "garfield cartoon", "headphone": "headphones", "hawksbill": "hawksbill turtle",
    "inline_skate": "inline skates", "ketch": "ketch sailboat", "panda": "giant panda", "rhino": "rhinoceros",
    "sea_horse": "seahorse", "watch": "wristwatch", "wild_cat": "wildcat", "yin_yang": "yin-yang symbol",
    "joshua_tree": "joshua tree", "sunflower": "sunflower", "water_lilly": "water lily", "Joshua_Tree": "joshua tree",
}  # fmt: skip
_GROCERY = {
    "Orange": "orange fruit", "Juice": "juice carton", "Milk": "milk carton", "Oat-Milk": "oat milk carton",
    "Oatghurt": "oatghurt carton", "Sour-Cream": "sour cream carton", "Sour-Milk": "sour milk carton",
    "Soy-Milk": "soy milk carton", "Soyghurt": "soyghurt carton", "Yoghurt": "yoghurt carton",
    "Anjou": "anjou pear", "Conference": "conference pear", "Kaiser": "kaiser pear", "Cantaloupe": "cantaloupe melon",
    "Golden-Delicious": "golden delicious apple", "Granny-Smith": "granny smith apple", "Pink-Lady": "pink lady apple",
    "Red-Delicious": "red delicious apple", "Royal-Gala": "royal gala apple",
}  # fmt: skip
_INSTRUMENTS = {
    "Didgeridoo": "didgeridoo", "Tambourine": "tambourine", "Xylophone": "xylophone", "acordian": "accordion",
    "bongo drum": "bongo drums", "casaba": "cabasa", "marakas": "maracas", "saxaphone": "saxophone",
}  # fmt: skip
_SCENE15 = {
    "suburb": "suburban house", "industrial": "industrial building", "livingroom": "living room",
    "insidecity": "inner city", "opencountry": "open country", "tallbuilding": "tall building",
}  # fmt: skip

SOURCES: tuple[Source, ...] = (
    Source("tinyimagenet", "seshuad/IMagenet", rf"tiny-imagenet-200/train/{_WNID}/images/.*", "none; ImageNet terms"),
    Source("miniimagenet", "Deo0330/split_minidataset", rf"(?:train|test|val)/{_WNID}/.*", "none; ImageNet terms"),
    Source("imagenette", "thunderInfy/imagenette", rf"train/{_WNID}/.*", "none; ImageNet terms"),
    Source("imagewoof", "thunderInfy/imagewoof", rf"train/{_WNID}/.*", "none; ImageNet terms"),
    Source("imagen200", "ajschumacher/imagen", rf"imagen/{_WNID}_.*", "no claim; ImageNet terms"),
    Source(
        "caltech101",
        "MachineLearning2020/Homework2-Caltech101",
        r"101_ObjectCategories/(?P<label>(?!BACKGROUND)[^/]+)/.*\.jpg",
        "none",
        _CALTECH,
    ),
    Source(
        "pacs",
        "MachineLearning2020/Homework3-PACS",
        r"PACS/(?P<style>art_painting|cartoon|photo|sketch)/(?P<label>\w+)/.*",
        "none",
        per_label=64,
    ),
    Source(
        "grocery",
        "marcusklasson/GroceryStoreDataset",
        r"dataset/(?:train|val|test)/(?:Packages/(?=[^/]+/[^/]+/)|(?:Fruit|Vegetables)/(?:[^/]+/(?=[^/]+/))?)"
        r"(?P<label>[^/]+)/.*",
        "MIT",
        _GROCERY,
    ),
    Source("animals80", "InputBlackBoxOutput/popular-animals-dataset", r"(?P<label>[a-z]+)/.*\.\w+", "MIT"),
    Source(
        "instruments30", "aizadaaskar/dl-homework", r"(?:train|valid|test)/(?P<label>[^/]+)/.*", "none", _INSTRUMENTS
    ),
    Source(
        "scene15",
        "jaaumeadrover/Landscape-Image-Classification",
        r"data/(?:train|test)/(?P<label>[^/]+)/.*",
        "none",
        _SCENE15,
    ),
    Source(
        "houses",
        "emanhamed/Houses-dataset",
        r"Houses Dataset/\d+_(?P<label>[a-z]+)\.jpg",
        "none; citation asked",
        {"frontal": "house exterior"},
    ),
    Source(
        "sports22",
        "jurjsorinliviu/Sports-Type-Classifier",
        r"data/(?P<label>[a-z_0-9]+)/[^/]*\.(?:jpe?g|png)",
        "none",
        _SPORTS,
        300,
    ),
    Source(
        "clothing",
        "alexeygrigorev/clothing-dataset-small",
        r"(?:train|validation|test)/(?P<label>[^/]+)/.*",
        "CC0 1.0",
        {"longsleeve": "long sleeve shirt", "outwear": "jacket", "t-shirt": "t-shirt"},
        600,
    ),
    Source(
        "intel_scenes",
        "yadavaditya13/Image_Classification_Using_Deep_Learning",
        r"dataset/seg_train/(?P<label>[^/]+)/.*",
        "none",
        {"street": "city street"},
        600,
    ),
    Source(
        "weather5",
        "shubhankarm01/Weather-image-classification",
        r"train/(?P<file>[^/]+)",
        "none",
        {"shine": "sunshine", "rainy": "rainy weather", "cloudy": "cloudy sky", "foggy": "foggy weather"},
        600,
        table="Training_set.csv",
    ),
    Source(
        "flickr8k",
        "RlNZLER/Image-Text-Matching",
        r"data/images/[^/]+\.jpg",
        "none",
        per_label=9000,
        captions=("Flickr8k_text/Flickr8k.token.txt",),
        captions_in="edwardcruzcruz/Describiendo_imagenes_keras",
        commit="56a15d913c3f290e2ee896386ece6076c1eea02e",
    ),
    Source(
        "coco_mini",
        "Obmutescence/COCO-MINI",
        r"(?:train|val)2017/[^/]+\.jpg",
        "none",
        per_label=9000,
        captions=("annotations/captions_train2017.json", "annotations/captions_val2017.json"),
    ),
    Source(
        "web_captions",
        "heon01px2020/csci1470-prismer-final-project",
        r"data/\d{5}/\d+\.jpg",
        "none",
        per_label=20000,
        sidecars=True,
        commit="e059e1606aef04521e399c2b421438a46658a018",
    ),
)

LEFT_OUT: tuple[str, ...] = ("clothing", "intel_scenes", "sports22", "weather5")
"""Whole sources whose classes measure what was never seen, in a training run without them."""
