"""The torch backend: open_clip models from a local folder, on CPU, CUDA or MPS."""

from __future__ import annotations

import logging
import warnings
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import numpy as np
import torch
from safetensors import SafetensorError
from torch.nn import functional
from torch.overrides import TorchFunctionMode

from zeroshot.encoders import Device, Precision
from zeroshot.encoders.base import Facts, LocalEncoder
from zeroshot.encoders.inference import fold_batch_norms, reparameterise, to_bf16
from zeroshot.encoders.probe import AGREEMENT, PROBE_TEXTS, PROBES, agreement, sample_pixels
from zeroshot.encoders.relevance import relevance
from zeroshot.encoders.tokens import Tokenizer
from zeroshot.encoders.torchvision_import import import_open_clip
from zeroshot.errors import EncoderError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from zeroshot.records import Maps, Pixels, Vectors
    from zeroshot.weights import Weights

_BATCH = {"cpu": 16, "cuda": 256, "mps": 64}

_THREADS = torch.get_num_threads()  # before anybody sets it


def set_threads(threads: int) -> None:
    """Compute with so many threads on the processor; 0: as many as torch chose."""
    torch.set_num_threads(threads or _THREADS)


class OpenClipEncoder(LocalEncoder):
    """An open_clip model; answers ``zeroshot.encoders.Encoder``. ``model`` is torch's own, with its weights."""

    text_batch = 256  # 1.8 times as fast as 64 on two busy cores; with OpenVINO 64 is the faster one

    def __init__(
        self,
        weights: Weights,
        *,
        device: Device,
        precision: Precision,
        batch_size: int | None,
        digest: Callable[[], str],
    ) -> None:
        """Load ``weights``; ``digest``, of the weights, is asked for last."""
        self.device = find_device(device)
        with quiet():
            super().__init__(*self._load(weights))
        self.precision = str(self._settle(precision))
        self.id = f"{weights.name}/open_clip/{digest()}/{self.precision}"
        self.batch_size = batch_size or _BATCH[self.device]

    def _load(self, weights: Weights) -> tuple[Facts, Tokenizer]:
        open_clip = import_open_clip()
        self.model = _build(open_clip, weights)
        config = dict(self.model.visual.preprocess_cfg)
        self.mean = torch.tensor(config["mean"], device=self.device).view(1, 3, 1, 1) * 255
        self.std = torch.tensor(config["std"], device=self.device).view(1, 3, 1, 1) * 255
        bias = self.model.logit_bias
        facts = Facts(
            int(weights.model["embed_dim"]),
            int(self.model.context_length),
            float(self.model.logit_scale.exp()),
            None if bias is None else float(bias),
            config,
        )
        self.model.to(self.device)
        return facts, Tokenizer(open_clip, weights)

    @property
    def trims(self) -> bool:
        """Whether the text tower may be given fewer tokens than its context length."""
        return self._tokenizer.trims

    def _settle(self, wanted: Precision) -> Precision:
        """Put the model into the precision that ``wanted`` means on this machine, and say which that is."""
        self._dtype = torch.float32
        noise = torch.rand(1, 3, *self.image_size, generator=torch.Generator().manual_seed(0)).to(self.device)
        self.model.visual = fold_batch_norms(reparameterise(self.model.visual, noise), noise)
        self.model.to(memory_format=torch.channels_last)
        if wanted is Precision.AUTO and not has_bf16(self.device):
            wanted = Precision.FP32
        if wanted is Precision.FP32:
            return wanted
        exact = self.model
        before = self._probe() if wanted is Precision.AUTO else None
        self.model, self._dtype = to_bf16(exact), torch.bfloat16
        if before is None or min(map(agreement, before, self._probe())) >= AGREEMENT:
            return Precision.BF16
        self.model, self._dtype = exact, torch.float32
        return Precision.FP32

    def _probe(self) -> tuple[Vectors, Vectors]:
        """Vectors of a few of the sample pictures that ship with the program, and of a few texts."""
        return self.encode_images(sample_pixels(self, PROBES)), self.encode_texts(PROBE_TEXTS)

    @torch.inference_mode()
    def encode_images(self, batch: Sequence[Pixels]) -> Vectors:
        """Unit rows, float32 (n, dim)."""
        try:
            return _rows(self.model.encode_image(self._normal(batch)))
        except torch.OutOfMemoryError as error:
            told = f"{len(batch)} pictures at once need more memory than {self.device} has free."
            raise EncoderError(f"{told} Use a smaller --batch-size.") from error

    def relevance(self, pixels: Pixels, directions: Vectors) -> Maps | None:
        """Maps (k, rows, columns) for a preprocessed picture; see ``zeroshot.encoders.relevance``."""
        found = relevance(self.model, self._normal([pixels]), torch.from_numpy(directions).to(self.device))
        return None if found is None else found.cpu().numpy()

    def _normal(self, batch: Sequence[Pixels]) -> torch.Tensor:
        """Pictures as the network takes them: (n, 3, height, width), by its own mean and deviation of colours."""
        pixels = torch.from_numpy(np.stack(batch)).to(self.device, non_blocking=True)
        return ((pixels.float() - self.mean) / self.std).to(self._dtype, memory_format=torch.channels_last)

    @torch.inference_mode()
    def _encode_tokens(self, tokens: torch.Tensor) -> Vectors:
        return _rows(self._text_features(tokens.to(self.device)))

    def _text_features(self, tokens: torch.Tensor) -> torch.Tensor:
        """Features of tokens (n, length); a causal tower may be given fewer than its context length.

        For one thread at a time: torch puts the shorter tensors into the model itself for the time of the call.
        """
        length = tokens.shape[1]
        if length == self.context_length:
            whole: torch.Tensor = self.model.encode_text(tokens)
            return whole
        prefix = "text." if hasattr(self.model, "text") else ""
        tower = self.model.text if prefix else self.model
        shorter = {
            f"{prefix}positional_embedding": tower.positional_embedding[:length],
            f"{prefix}attn_mask": tower.attn_mask[:length, :length],
        }
        features: torch.Tensor = torch.func.functional_call(self.model, shorter, (None, tokens))[1]
        return features


def _rows(features: torch.Tensor) -> Vectors:
    rows: Vectors = functional.normalize(features.float(), dim=-1).cpu().numpy()
    return rows


def find_device(wanted: Device) -> str:
    """The device that ``wanted`` means on this machine.

    Raises:
        EncoderError: it is not there.
    """
    present = {Device.CUDA: torch.cuda.is_available(), Device.MPS: torch.backends.mps.is_available(), Device.CPU: True}
    if wanted is Device.AUTO:
        return next(str(device) for device, there in present.items() if there)
    if not present[wanted]:
        raise EncoderError(
            f"This machine has no {wanted} device that torch can use. Use --device auto, or see: zeroshot doctor"
        )
    return str(wanted)


def describe_devices() -> Iterator[tuple[str, str]]:
    """Name and finding of each kind of device."""
    capabilities = torch.cpu.get_capabilities()
    fast = "bf16" if has_bf16("cpu") else "fp32 (no bf16 instructions)"
    yield "cpu", f"{capabilities.get('cpu_name', 'unknown')}, {torch.get_num_threads()} threads, {fast}"
    cuda = torch.cuda.is_available()
    yield "cuda", f"{torch.cuda.get_device_name()}, CUDA {torch.version.cuda}" if cuda else "none that torch can use"
    yield "mps", "yes" if torch.backends.mps.is_available() else "none"


def has_bf16(device: str) -> bool:
    """Whether the device computes in bf16 by itself; emulation is slower than fp32."""
    if device == "cuda":
        return bool(torch.cuda.is_bf16_supported(including_emulation=False))
    if device == "mps":
        return False  # slower than fp32 on the chips that were measured by others, and not testable here
    features = torch.cpu.get_capabilities()
    return bool(features.get("avx512_bf16") or features.get("amx_bf16") or features.get("arm_bf16"))


def _build(open_clip: Any, weights: Weights) -> Any:  # noqa: ANN401 - open_clip has no types
    """The model with its weights, in fp32.

    Raises:
        EncoderError: open_clip can't make it, or the weights don't fit it.
    """
    try:
        with _Unfilled():
            model = open_clip.create_model(f"local-dir:{weights.folder}", load_weights=False)
    except Exception as error:
        raise EncoderError(f"open_clip can't build the model {weights.folder}: {_first_line(error)}") from error
    _fill(open_clip, model, weights)
    return model.eval().requires_grad_(requires_grad=False)


class _Unfilled(TorchFunctionMode):
    """While open, modules don't draw random weights, which are about to be overwritten and cost up to seconds.

    ``load_checkpoint`` is strict: no parameter keeps what was in its memory.
    """

    _DRAWS = frozenset((torch.Tensor.normal_, torch.Tensor.uniform_, torch.Tensor.erfinv_))

    def __torch_function__(self, func: Any, types: Any, args: Any = (), kwargs: Any = None) -> Any:  # noqa: ANN401 - torch's
        """Call ``func``, unless it draws."""
        return args[0] if func in self._DRAWS else func(*args, **(kwargs or {}))


def _fill(open_clip: Any, model: Any, weights: Weights) -> None:  # noqa: ANN401 - open_clip has no types
    """Load the very file that was inspected: open_clip's own search of a folder can end at a pickle."""
    try:
        open_clip.load_checkpoint(model, str(weights.file))
    except (SafetensorError, OSError, RuntimeError, KeyError) as error:
        raise EncoderError(f"The weights {weights.file} don't fit their configuration: {_first_line(error)}") from error


def _first_line(error: Exception) -> str:
    return str(error).strip().partition("\n")[0]


@contextmanager
def quiet() -> Iterator[None]:
    """Keep to ourselves what open_clip logs of a model without weights, and timm's warnings of its own names.

    The handler keeps ``logging.info``, which open_clip calls, from configuring the root logger of whoever uses us.
    """
    root, silence = logging.getLogger(), logging.NullHandler()
    level = root.level
    root.addHandler(silence)
    root.setLevel(logging.ERROR)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    finally:
        root.setLevel(level)
        root.removeHandler(silence)
