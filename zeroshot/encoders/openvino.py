"""The OpenVINO backend: networks converted from torch once, in fp32, bf16 or int8 on the processor."""

from __future__ import annotations

import hashlib
import os
from dataclasses import asdict, dataclass, field, replace
from functools import partial
from threading import Lock
from typing import TYPE_CHECKING, Any

import numpy as np

from zeroshot.encoders import Device, Precision, apart, runtime, shelf
from zeroshot.encoders.base import Facts, LocalEncoder
from zeroshot.encoders.openclip import OpenClipEncoder, quiet
from zeroshot.encoders.probe import TOP_1, augmented_pixels, class_texts, same_answers
from zeroshot.encoders.tokens import Tokenizer
from zeroshot.encoders.torchvision_import import import_open_clip
from zeroshot.encoders.watch import Stage, Watch
from zeroshot.errors import EncoderError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from zeroshot.encoders.runtime import Network
    from zeroshot.records import Pixels, Vectors
    from zeroshot.weights import Weights

_BATCH = 16
_HINTS = {Precision.FP32: "f32", Precision.BF16: "bf16", Precision.INT8: "f32"}
"""What OpenVINO computes in. Beside int8 the rest stays exact: in bf16 MobileCLIP2-S0's vectors lost all sense."""


@dataclass(frozen=True, slots=True)
class Networks:
    """A model's two networks, and what it says of itself."""

    pictures: Network
    texts: Network
    facts: Facts


@dataclass(frozen=True, slots=True)
class Maker:
    """Finds the networks of some weights below ``cache`` or makes them; None keeps nothing."""

    weights: Weights
    digest: str
    cache: Path | None
    watch: Watch = field(default_factory=Watch)

    def _place(self, *parts: str) -> Path | None:
        """Where something of these weights is kept."""
        return None if self.cache is None else self.cache.joinpath(self.digest, *parts)

    def networks(self, exact: Callable[[], OpenClipEncoder]) -> Networks:
        """The networks in fp32, of which bf16 is computed too; ``exact`` is asked for only if they are made here.

        Raises:
            EncoderError: they can't be made.
        """
        place = self._place("float", runtime.versions())
        found = None if place is None else kept(place)
        if place is None or found is not None:
            return found or converted(exact())
        self.watch.tell(Stage.PREPARING)
        if shelf.put(place, partial(apart.make, self.weights, self.watch)) is not None:
            found = kept(place)
        return found or self._made_here(place, converted(exact()))

    @staticmethod
    def _made_here(place: Path, networks: Networks) -> Networks:
        return networks if shelf.put(place, lambda part: write(part, networks)) is None else kept(place) or networks

    def int8(self, exact: Callable[[], OpenClipEncoder], threads: int) -> tuple[Networks, str]:
        """The networks with the picture tower in int8, and the digest of that tower.

        Raises:
            EncoderError: it answers the probe's pictures otherwise than in fp32, or can't be made.
        """
        networks = self.networks(exact)
        place = self._place("int8", f"{runtime.versions()}-{runtime.nncf_version()}")
        said = None if place is None else shelf.take(place)
        if place is not None and said is None:
            self.watch.tell(Stage.QUANTISING)
            said = self._quantised_apart(place, threads)
        if place is not None and said is not None:
            pictures = _read(place / "pictures.xml")
        else:
            pictures, said = self._quantised_here(place, networks, threads)
        if said["agreement"] < TOP_1:
            raise EncoderError(
                f"In int8 {self.weights.name} gives another answer to {1 - said['agreement']:.0%} of the sample "
                f"pictures; at most {1 - TOP_1:.0%} is accepted. Use --precision auto."
            )
        return replace(networks, pictures=pictures), str(said["digest"])

    def _quantised_apart(self, place: Path, threads: int) -> dict[str, Any] | None:
        exact = self._place("float", runtime.versions())
        return shelf.put(place, lambda part: apart.make(self.weights, self.watch, part, str(exact), str(threads)))

    def _quantised_here(self, place: Path | None, networks: Networks, threads: int) -> tuple[Network, dict[str, Any]]:
        pictures, said = quantised(self.weights, networks, threads)
        if place is not None and shelf.put(place, lambda part: write_int8(part, pictures, said)) is not None:
            pictures = _read(place / "pictures.xml")
        return pictures, said


def kept(folder: Path) -> Networks | None:
    """What is in a folder, also when it was just written: networks from memory differ in the last bit of a vector."""
    said = shelf.take(folder)
    if said is None:
        return None
    return Networks(_read(folder / "pictures.xml"), _read(folder / "texts.xml"), Facts(**said))


def converted(exact: OpenClipEncoder) -> Networks:
    """A model's networks, made of torch's in fp32.

    Raises:
        EncoderError: OpenVINO can't.
    """
    from zeroshot.encoders.conversion import convert  # noqa: PLC0415 - not needed where networks are kept

    try:
        return Networks(*convert(exact), exact.facts)
    except Exception as error:
        raise EncoderError(f"OpenVINO can't convert this model: {_first_line(error)}") from error


def quantised(weights: Weights, networks: Networks, threads: int) -> tuple[Network, dict[str, Any]]:
    """The picture tower in int8, how it agrees with fp32, and its digest.

    Raises:
        EncoderError: it can't be made.
    """
    from zeroshot.encoders.quantisation import quantised  # noqa: PLC0415 - nncf takes seconds to import

    exact = OpenVinoEncoder(weights, networks, Precision.FP32, "", threads=threads)
    pixels = augmented_pixels(exact)
    try:
        pictures = quantised(networks.pictures, pixels[::2], weights)
    except Exception as error:
        raise EncoderError(f"{weights.name} can't be computed in int8: {_first_line(error)}") from error
    coarse = OpenVinoEncoder(weights, replace(networks, pictures=pictures), Precision.INT8, "", threads=threads)
    one, other = (_in_batches(encoder, pixels) for encoder in (exact, coarse))
    same = same_answers(one, other, exact.encode_texts(class_texts()))
    return pictures, {"agreement": same, "digest": _digest(pictures)}


def write(folder: Path, networks: Networks) -> dict[str, Any]:
    """Put both networks into a folder; what is to be said of them."""
    _write(networks.pictures, folder / "pictures.xml")
    _write(networks.texts, folder / "texts.xml")
    return asdict(networks.facts)


def write_int8(folder: Path, pictures: Network, said: dict[str, Any]) -> dict[str, Any]:
    """Put a quantised picture tower into a folder; what is to be said of it."""
    _write(pictures, folder / "pictures.xml")
    return said


def _in_batches(encoder: LocalEncoder, pixels: Sequence[Pixels]) -> Vectors:
    parts = (pixels[at : at + _BATCH] for at in range(0, len(pixels), _BATCH))
    return np.concatenate([encoder.encode_images(part) for part in parts])


def _first_line(error: Exception) -> str:
    return str(error).strip().partition("\n")[0]


def _read(path: Path) -> Network:
    return runtime.core().read_model(path)


def _write(network: Network, path: Path) -> None:
    runtime.openvino().save_model(network, path, compress_to_fp16=False)


def _digest(network: Network) -> str:
    """Eight hex digits over a network's constants: what was learned, and what calibration made of it."""
    total = hashlib.blake2b(digest_size=4)
    for node in network.get_ordered_ops():
        if node.get_type_name() == "Constant":
            total.update(np.ascontiguousarray(node.get_data()).tobytes())
    return total.hexdigest()


class OpenVinoEncoder(LocalEncoder):
    """Converted networks on the processor; answers ``zeroshot.encoders.Encoder``."""

    def __init__(  # noqa: PLR0913 - what an encoder is made of
        self,
        weights: Weights,
        networks: Networks,
        precision: Precision,
        digest: str,
        *,
        threads: int = 0,
        batch_size: int | None = None,
    ) -> None:
        """Compile the networks for this machine; 0 ``threads`` means one for each of its own.

        ``digest`` is the weights', and for int8 ends in the quantised network's.
        """
        with quiet():
            super().__init__(networks.facts, Tokenizer(import_open_clip(), weights))
        self.device, self.precision = str(Device.CPU), str(precision)
        self.id = f"{weights.name}/openvino/{digest}/{self.precision}"
        self.batch_size = batch_size or _BATCH
        self._picture_tower = Lock()
        self._pictures = _compiled(networks.pictures, _HINTS[precision], threads)
        self._texts = _compiled(networks.texts, _HINTS[precision], threads)

    def encode_images(self, batch: Sequence[Pixels]) -> Vectors:
        """Unit rows, float32 (n, dim)."""
        with self._picture_tower:
            return _rows(self._pictures, np.stack(batch))

    def _encode_tokens(self, tokens: Any) -> Vectors:  # noqa: ANN401 - a tensor of torch
        return _rows(self._texts, np.ascontiguousarray(tokens.numpy()))


def _compiled(network: Network, hint: str, threads: int) -> Any:  # noqa: ANN401 - openvino may be absent
    options = {
        "INFERENCE_PRECISION_HINT": hint,
        "PERFORMANCE_HINT": "LATENCY",  # one batch at a time on all threads
        "INFERENCE_NUM_THREADS": threads or os.cpu_count() or 1,
        "ENABLE_CPU_PINNING": False,  # the cores are shared with the threads that decode
    }
    try:
        return runtime.core().compile_model(network, "CPU", options)
    except RuntimeError as error:
        raise EncoderError(f"OpenVINO can't run this model here: {_first_line(error)}") from error


def _rows(network: Any, given: np.ndarray[Any, Any]) -> Vectors:  # noqa: ANN401 - openvino may be absent
    """Features of a batch brought to unit length, in memory of their own."""
    features = network(given, share_inputs=True)[0]
    rows: Vectors = features / np.linalg.norm(features, axis=1, keepdims=True)
    return rows
