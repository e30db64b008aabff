"""Which backend computes a model, and in which precision: as asked for, or whatever is fastest here and keeps faith.

A choice is measured once for a model, a machine and the versions of what computes, and then remembered: the same
command must give the same encoder again, or what it stored would be of no use to it.
"""

from __future__ import annotations

import logging
import os
import platform
import time
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from hashlib import blake2b
from itertools import cycle, islice
from typing import TYPE_CHECKING

import numpy as np
import torch

from zeroshot.encoders import Backend, Device, Encoder, Precision, runtime, shelf
from zeroshot.encoders.openclip import OpenClipEncoder, find_device, has_bf16, set_threads
from zeroshot.encoders.probe import AGREEMENT, PROBE_TEXTS, SAMPLES, agreement, augmented_pixels, sample_pixels
from zeroshot.encoders.watch import Stage, Watch
from zeroshot.errors import EncoderError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from zeroshot.records import Pixels, Vectors
    from zeroshot.weights import Weights

_log = logging.getLogger(__name__)

PROBED = 8
"""Pictures that are encoded at once to measure a way."""

WORTH = 1.1
"""How many times faster than torch another way has to be: torch needs no files of its own."""

LARGEST = 2_000_000_000
"""Bytes of weights above which only what is asked for is loaded: measuring holds a model in memory several times."""

_SPARE = 0.5
"""Seconds in which a way is measured again after its first run; 3 times at most."""


@dataclass(frozen=True, slots=True)
class Way:
    """A backend and a precision."""

    backend: Backend
    precision: Precision


@dataclass(frozen=True, slots=True)
class Measured:
    """How a way does: pictures a second of its encoder, and the least of its mean cosines to torch in fp32."""

    way: Way
    rate: float
    agreement: float


@dataclass
class Opener:
    """Opens one model's encoders; what several of them need, the digest and the model in fp32, is made once."""

    weights: Weights
    digest: Callable[[], str]
    threads: int
    batch_size: int | None
    cache: Path | None
    watch: Watch = field(default_factory=Watch)
    opened: dict[Way, Encoder] = field(default_factory=dict)

    @cached_property
    def exact(self) -> OpenClipEncoder:
        """Torch in fp32 on the processor: what conversions begin with, and others are measured against."""
        return self._torch(Device.CPU, Precision.FP32)

    def open(self, way: Way, device: Device = Device.CPU) -> Encoder:
        """The encoder of a way; again the same one.

        Raises:
            EncoderError: it can't be had.
        """
        if way not in self.opened:
            self.opened[way] = self._open(way, device)
        return self.opened[way]

    def _open(self, way: Way, device: Device) -> Encoder:
        if way.backend is Backend.TORCH:
            exact = device is Device.CPU and way.precision is Precision.FP32
            return self.exact if exact else self._torch(device, way.precision)
        from zeroshot.encoders.openvino import Maker, OpenVinoEncoder  # noqa: PLC0415 - openvino may be absent

        maker, digest = Maker(self.weights, self.digest(), self.cache, self.watch), self.digest()
        if way.precision is Precision.INT8:
            networks, quantised = maker.int8(lambda: self.exact, self.threads)
            digest = f"{digest}-{quantised}"
        else:
            networks = maker.networks(lambda: self.exact)
        return OpenVinoEncoder(
            self.weights, networks, way.precision, digest, threads=self.threads, batch_size=self.batch_size
        )

    def _torch(self, device: Device, precision: Precision) -> OpenClipEncoder:
        return OpenClipEncoder(
            self.weights, device=device, precision=precision, batch_size=self.batch_size, digest=self.digest
        )


def choose(opener: Opener, backend: Backend, precision: Precision, device: Device) -> Encoder:
    """The encoder that is asked for; of several that would do, the fastest.

    Raises:
        EncoderError: there is none.
    """
    set_threads(opener.threads)
    found = Device(find_device(device))
    _check(backend, precision, found)
    if precision is Precision.INT8:
        return opener.open(Way(Backend.OPENVINO, precision))
    if backend is Backend.TORCH or found is not Device.CPU or not _may_measure(opener, backend):
        return opener.open(Way(Backend.TORCH, precision), found)
    among = ways(backend, precision)
    if len(among) == 1:
        return opener.open(among[0])
    return opener.open(_remembered(opener, among) or _measured(opener, among))


def _check(backend: Backend, precision: Precision, device: Device) -> None:
    """Refuse what can't be."""
    wants = backend is Backend.OPENVINO or precision is Precision.INT8
    if precision is Precision.INT8 and backend is Backend.TORCH:
        raise EncoderError("Only OpenVINO computes in int8. Use --backend auto with --precision int8.")
    if wants and device is not Device.CPU:
        raise EncoderError(f"OpenVINO computes on the processor, not on {device}. Add --device cpu.")
    if backend is Backend.OPENVINO and not runtime.is_installed():
        raise EncoderError('OpenVINO is not installed. Install it with: pip install "zeroshot[fast]"')
    if precision is Precision.INT8 and not runtime.can_quantise():
        raise EncoderError('For int8 two packages are missing. Install them with: pip install "zeroshot[fast]"')


def _may_measure(opener: Opener, backend: Backend) -> bool:
    """Whether OpenVINO comes into question: asked for, or there, with a place for its files, and not for a giant."""
    if backend is Backend.OPENVINO:
        return True
    if not runtime.is_installed() or opener.cache is None or opener.weights.size > LARGEST:
        return False
    return shelf.is_writable(opener.cache)


def ways(backend: Backend, precision: Precision) -> tuple[Way, ...]:
    """What comes into question on the processor, in order of preference: torch before OpenVINO, fp32 before bf16."""
    bf16 = {Backend.TORCH: lambda: has_bf16("cpu"), Backend.OPENVINO: runtime.has_bf16}
    backends = [each for each in bf16 if backend in {each, Backend.AUTO}]
    return tuple(
        Way(each, wanted)
        for each in backends
        for wanted in (Precision.FP32, Precision.BF16)
        if precision is wanted or (precision is Precision.AUTO and (wanted is Precision.FP32 or bf16[each]()))
    )


def _file(opener: Opener, among: Sequence[Way]) -> Path | None:
    """Where the choice among some ways is remembered, by everything that decides it."""
    if opener.cache is None:
        return None
    machine = (platform.machine(), str(torch.cpu.get_capabilities().get("cpu_name")), str(os.cpu_count()))
    parts = (*machine, runtime.versions(), str(opener.threads), *(f"{way.backend}/{way.precision}" for way in among))
    key = blake2b("\n".join(parts).encode(), digest_size=6).hexdigest()
    return opener.cache / opener.digest() / f"choice-{key}.json"


def _remembered(opener: Opener, among: Sequence[Way]) -> Way | None:
    file = _file(opener, among)
    record = {} if file is None else shelf.recall(file)
    with suppress(KeyError, ValueError):
        way = Way(Backend(record["backend"]), Precision(record["precision"]))
        return way if way in among else None
    return None


def _measured(opener: Opener, among: Sequence[Way]) -> Way:
    """Measure the ways, remember the best, and let go of the others."""
    opener.watch.tell(Stage.PREPARING)
    results = [result for result in measure(opener, among) if result.agreement >= AGREEMENT]
    best = max(results, key=lambda result: result.rate * (WORTH if result.way.backend is Backend.TORCH else 1))
    file = _file(opener, among)
    if file is not None:
        rates = {f"{r.way.backend} {r.way.precision}": f"{r.rate:.1f} pictures/s, {r.agreement:.5f}" for r in results}
        shelf.remember(file, {"backend": best.way.backend, "precision": best.way.precision, "measured": rates})
    return best.way


def measure(
    opener: Opener, among: Sequence[Way], device: Device = Device.CPU, count: int = PROBED
) -> Iterator[Measured]:
    """Each of the ways that can be had, in their order, on so many pictures made from the samples."""
    made = sample_pixels(opener.exact) if count <= SAMPLES else augmented_pixels(opener.exact)
    pixels = list(islice(cycle(made), count))
    expected = _encoded(opener.exact, pixels), opener.exact.encode_texts(PROBE_TEXTS)
    best = 0.0
    for way in among:
        try:
            result = _measure(way, opener.open(way, device), pixels, expected, best)
        except EncoderError as error:
            if opener.watch.stop.is_set():
                raise
            _log.warning("%s in %s is left out: %s", way.backend, way.precision, error)
            continue
        best = max(best, result.rate)
        yield result


def _measure(
    way: Way, encoder: Encoder, pixels: Sequence[Pixels], expected: tuple[Vectors, Vectors], best: float
) -> Measured:
    """Its first run warms it up, and is all there is for one that is far behind the ``best``; the least time counts."""
    vectors, least = _timed(encoder, pixels)
    until = time.perf_counter() + _SPARE
    for times in range(3):
        if len(pixels) / least < best / 3 or (times and time.perf_counter() > until):
            break
        least = min(least, _timed(encoder, pixels)[1])
    faith = min(map(agreement, expected, (vectors, encoder.encode_texts(PROBE_TEXTS))))
    return Measured(way, len(pixels) / least, faith)


def _timed(encoder: Encoder, pixels: Sequence[Pixels]) -> tuple[Vectors, float]:
    begun = time.perf_counter()
    vectors = _encoded(encoder, pixels)
    return vectors, time.perf_counter() - begun


def _encoded(encoder: Encoder, pixels: Sequence[Pixels]) -> Vectors:
    starts = range(0, len(pixels), encoder.batch_size)
    return np.concatenate([encoder.encode_images(pixels[at : at + encoder.batch_size]) for at in starts])


def survey(weights: Weights, *, cache: Path, threads: int, pictures: int, int8: bool) -> Iterator[Measured]:
    """All ways of a model on the device that AUTO means, each measured on so many pictures.

    Raises:
        EncoderError: the model can't be loaded.
    """
    set_threads(threads)
    device = Device(find_device(Device.AUTO))
    opener = Opener(weights, lru_cache(weights.digest), threads, None, cache)
    backend = Backend.AUTO if device is Device.CPU and _may_measure(opener, Backend.AUTO) else Backend.TORCH
    among = ways(backend, Precision.AUTO)
    if int8 and backend is Backend.AUTO and runtime.can_quantise():
        among = (*among, Way(Backend.OPENVINO, Precision.INT8))
    yield from measure(opener, among, device, pictures)
