"""Loaded models: the one protocol that every backend answers, and ``open_encoder``, the door to them."""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from enum import StrEnum
from typing import TYPE_CHECKING, Protocol, runtime_checkable

from zeroshot.encoders.unbroken import unbroken
from zeroshot.encoders.watch import Stage, Watch

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from PIL.Image import Image

    from zeroshot.encoders.choice import Measured
    from zeroshot.records import Box, Maps, Pixels, Vectors
    from zeroshot.weights import Weights

__all__ = (
    "Backend",
    "Device",
    "Encoder",
    "Precision",
    "Stage",
    "Watch",
    "devices",
    "open_encoder",
    "survey",
)

# Torch's threads wait for each other busily, on cores that our decoding, or another program, could use. Asleep, they
# leave them: on two cores that were shared, ViT-B/32 did twice as many pictures, the starter four times. OpenMP reads
# it once, when torch is imported, which only this room does.
os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")


class Device(StrEnum):
    """Where a model runs; AUTO takes CUDA, then MPS, then the processor."""

    AUTO = "auto"
    CPU = "cpu"
    CUDA = "cuda"
    MPS = "mps"


class Backend(StrEnum):
    """What computes; AUTO takes OpenVINO on the processor where it is installed, faster, and its vectors agree."""

    AUTO = "auto"
    TORCH = "torch"
    OPENVINO = "openvino"


class Precision(StrEnum):
    """What a model computes in; AUTO takes what is fastest here of fp32 and bf16, if the vectors agree.

    INT8 is never chosen by itself: it is for OpenVINO alone, and rounds the picture tower to 256 steps.
    """

    AUTO = "auto"
    FP32 = "fp32"
    BF16 = "bf16"
    INT8 = "int8"


class Encoder(Protocol):
    """An image tower and a text tower that embed into one space.

    ``id`` names the model, backend, weights and configuration digest, and precision: two encoders with one id
    give the same vectors. A similarity x becomes a logit as ``logit_scale * x`` (+ ``logit_bias`` for a model
    that was trained with a sigmoid, which is None for the softmax family).
    """

    id: str
    dim: int
    image_size: tuple[int, int]
    context_length: int
    batch_size: int
    logit_scale: float
    logit_bias: float | None
    device: str
    precision: str

    def preprocess(self, image: Image) -> Pixels:
        """An upright RGB picture as the network's uint8 input, (3, height, width); safe on any thread."""

    def seen(self, width: int, height: int) -> Box:
        """The part of a picture of this size that ``preprocess`` takes; beyond 0 to 1 it is padded."""

    def encode_images(self, batch: Sequence[Pixels]) -> Vectors:
        """Unit rows, float32 (n, dim), for n preprocessed pictures."""

    def encode_texts(self, texts: Sequence[str]) -> Vectors:
        """Unit rows, float32 (n, dim), for n texts; none may have more tokens than ``context_length``."""

    def count_tokens(self, text: str) -> int:
        """How many tokens the model sees of ``text``, start and end included."""


@runtime_checkable
class Relevance(Protocol):
    """What an encoder may have besides: it can say where in a picture its answer comes from."""

    def relevance(self, pixels: Pixels, directions: Vectors) -> Maps | None:
        """Maps (k, rows, columns) for a preprocessed picture and k unit ``directions`` (k, d) of the encoder's space.

        None for a network whose places can't be followed to its answer.
        """


def open_encoder(  # noqa: PLR0913 - each is a setting
    weights: Weights,
    *,
    backend: Backend = Backend.AUTO,
    device: Device = Device.AUTO,
    precision: Precision = Precision.AUTO,
    batch_size: int | None = None,
    threads: int = 0,
    cache: Path | None = None,
    watch: Watch | None = None,
) -> Encoder:
    """Load a model. So many ``threads`` compute on the processor, for every model of the process; 0: torch's choice.

    Below ``cache`` OpenVINO's networks are kept, and what was measured; without it AUTO means torch.
    ``watch`` hears of what takes long, and can end it.

    Raises:
        EncoderError: the model can't be loaded, is not wanted any more, or the device or the backend is not there.
    """
    with ThreadPoolExecutor(1) as pool:
        digest = pool.submit(weights.digest)  # reads all of the file, while torch is imported and reads it too
        with unbroken():
            from zeroshot.encoders.choice import Opener, choose  # noqa: PLC0415 - torch takes seconds to import

        opener = Opener(weights, digest.result, threads, batch_size, cache, watch or Watch())
        return choose(opener, backend, precision, device)


def survey(
    weights: Weights, *, cache: Path, threads: int = 0, pictures: int = 16, int8: bool = False
) -> Iterator[Measured]:
    """How every backend and precision does with a model here, one after the other, on so many sample pictures.

    Raises:
        EncoderError: the model can't be loaded.
    """
    from zeroshot.encoders import choice  # noqa: PLC0415 - torch takes seconds to import

    return choice.survey(weights, cache=cache, threads=threads, pictures=pictures, int8=int8)


def devices() -> Iterator[tuple[str, str]]:
    """What torch can compute on here, and in which precision, as lines for ``zeroshot doctor``."""
    from zeroshot.encoders.openclip import describe_devices  # noqa: PLC0415 - torch takes seconds to import

    return describe_devices()
