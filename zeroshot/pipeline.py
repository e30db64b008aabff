"""Files to vectors: identify → decode → encode → store, as a stream that is bounded whatever the number of files.

Work goes in chunks of consecutive files. While one chunk is encoded the next is being decoded on threads, and the
one after that identified. A chunk is stored whole or not at all, so that a run that was stopped or killed goes on
with the same chunks, and the network sees the same batches: the results are those of a run without interruption.
"""

from __future__ import annotations

import os
from collections import deque
from concurrent.futures import ThreadPoolExecutor, wait
from dataclasses import dataclass, field
from itertools import islice
from typing import TYPE_CHECKING, TypeAlias, TypeVar

from zeroshot import images
from zeroshot.early import Early, pixels_of
from zeroshot.errors import ImageError
from zeroshot.records import Embedded, Progress
from zeroshot.store import rounded

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from concurrent.futures import Future
    from pathlib import Path
    from threading import Event

    from zeroshot.encoders import Encoder
    from zeroshot.records import Pixels, Source
    from zeroshot.store import Store, Vector

CHUNK = 32
"""Pictures that are stored together, and the most that a killed run encodes again."""

TEXTS = 256
"""Prompts that are stored together."""

_T = TypeVar("_T")
_U = TypeVar("_U")
_Identified: TypeAlias = "tuple[list[Path], dict[Path, Source], list[Future[list[Source | ImageError]]]]"


@dataclass(slots=True)
class _Chunk:
    """Consecutive files on their way; vectors and errors are by content key."""

    paths: list[Path]
    sources: list[Source | ImageError]
    unindexed: list[Source]
    vectors: dict[bytes, Vector]
    decoding: dict[bytes, Future[Pixels | ImageError]]
    errors: dict[bytes, str] = field(default_factory=dict)

    def embedded(self, before: _Chunk | None) -> list[Embedded]:
        """The outcome file by file; a copy of a file in the chunk ``before`` shares that one's."""
        near = (self,) if before is None else (self, before)
        return [_outcome(path, source, near) for path, source in zip(self.paths, self.sources, strict=True)]


def _outcome(path: Path, source: Source | ImageError, near: tuple[_Chunk, ...]) -> Embedded:
    if isinstance(source, ImageError):
        return Embedded(path, None, str(source))
    for chunk in near:
        if source.key in chunk.vectors:
            return Embedded(path, chunk.vectors[source.key])
    return Embedded(path, None, next(chunk.errors[source.key] for chunk in near if source.key in chunk.errors))


class _StoppedError(Exception):
    """Somebody asked to stop while we waited."""


class Pipeline:
    """One encoder, one store, and the threads between them."""

    def __init__(  # noqa: PLR0913 - each is a part of the stream
        self,
        encoder: Encoder,
        store: Store,
        *,
        max_pixels: int,
        stop: Event,
        threads: int = 0,
        early: Early | None = None,
    ) -> None:
        """Nothing runs until a generator is asked for; ``stop`` ends one within a batch.

        So many ``threads`` decode; 0 means one for each of the machine's. What was decoded ``early`` is used up.
        """
        self._encoder, self._store, self._stop = encoder, store, stop
        self._max_pixels = max_pixels
        self._threads = threads or os.cpu_count()
        self._early = early or Early()
        # what a vector depends on besides the content: the model, and how the file became pixels
        self._encoder_key = f"{encoder.id}/decoder{images.VERSION}"

    def pictures(self, paths: Iterable[Path]) -> Iterator[list[Embedded]]:
        """The outcome of every file, chunk by chunk in the order given; ends early when stopped.

        Raises:
            StoreError: vectors can't be stored.
            EncoderError: the network can't run.
        """
        with ThreadPoolExecutor(self._threads) as pool:
            try:
                yield from self._stream(paths, pool)
            except _StoppedError:
                return
            finally:
                pool.shutdown(wait=False, cancel_futures=True)

    def _stream(self, paths: Iterable[Path], pool: ThreadPoolExecutor) -> Iterator[list[Embedded]]:
        submitted: _Chunk | None = None

        def decode(chunk: _Chunk) -> _Chunk:
            nonlocal submitted
            submitted = self._decode(chunk, submitted, pool)
            return submitted

        identified = _ahead(_chunks(paths, CHUNK), lambda chunk: self._identify(chunk, pool))
        done: _Chunk | None = None
        for chunk in _ahead((self._look_up(*parts) for parts in identified), decode):
            self._encode(chunk)
            before, done = done, chunk
            yield chunk.embedded(before)

    def _identify(self, paths: list[Path], pool: ThreadPoolExecutor) -> _Identified:
        known = self._store.sources(paths)
        seen = self._early.sources | known if self._early.sources else known
        # a file that was seen is only looked at: handing each to a thread would take longer than that
        each = len(paths) if all(path in seen for path in paths) else 1
        return paths, known, [pool.submit(_identified, part, seen) for part in _chunks(paths, each)]

    def _look_up(
        self, paths: list[Path], known: dict[Path, Source], futures: list[Future[list[Source | ImageError]]]
    ) -> _Chunk:
        """Wait for the files' keys and ask the store for their vectors."""
        sources = [source for future in futures for source in self._result(future)]
        whole = [source for source in sources if not isinstance(source, ImageError)]
        vectors = self._store.pictures({source.key for source in whole}, self._encoder_key)
        return _Chunk(paths, sources, [source for source in whole if known.get(source.path) != source], vectors, {})

    def _decode(self, chunk: _Chunk, before: _Chunk | None, pool: ThreadPoolExecutor) -> _Chunk:
        """Begin to decode what is neither stored nor just being decoded for the chunk before."""
        under_way = before.decoding.keys() if before is not None else set()
        for source in chunk.sources:
            if isinstance(source, ImageError) or source.key in chunk.vectors or source.key in under_way:
                continue
            if source.key not in chunk.decoding:
                chunk.decoding[source.key] = pool.submit(self._pixels, source)
        return chunk

    def _pixels(self, source: Source) -> Pixels | ImageError:
        """The network's input, on a decode thread."""
        early = self._early.pixels.pop(source.key, None)
        if early is not None:
            return early
        try:
            return pixels_of(source, self._encoder.preprocess, self._encoder.image_size, self._max_pixels)
        except ImageError as error:
            return error

    def _encode(self, chunk: _Chunk) -> None:
        """Encode what was decoded, and store it once the chunk is whole."""
        pixels: dict[bytes, Pixels] = {}
        for key, future in chunk.decoding.items():
            outcome = self._result(future)
            if isinstance(outcome, ImageError):
                chunk.errors[key] = str(outcome)
            else:
                pixels[key] = outcome
        fresh: dict[bytes, Vector] = {}
        for keys in _chunks(pixels, self._encoder.batch_size):
            if self._stop.is_set():
                raise _StoppedError
            vectors = rounded(self._encoder.encode_images([pixels[key] for key in keys]))
            fresh.update(zip(keys, vectors, strict=True))
        self._store.put_pictures(fresh, self._encoder_key)
        self._store.put_sources(chunk.unindexed)
        chunk.vectors.update(fresh)

    def _result(self, future: Future[_T]) -> _T:
        """What a thread found out; given up as soon as we are asked to stop."""
        while not self._stop.is_set():
            if wait([future], timeout=0.1).done:
                return future.result()
        raise _StoppedError

    def texts(self, texts: Sequence[str]) -> Iterator[Progress]:
        """Encode and store what the store doesn't have of ``texts``; ends early when stopped."""
        stored = self._store.texts(texts, self._encoder.id)
        missing = sorted({text for text in texts if text not in stored})
        for done, part in enumerate(_chunks(missing, TEXTS)):
            if self._stop.is_set():
                return
            vectors = self._encoder.encode_texts(part)
            self._store.put_texts(dict(zip(part, vectors, strict=True)), self._encoder.id)
            yield Progress(min((done + 1) * TEXTS, len(missing)), len(missing))

    def text_vectors(self, texts: Sequence[str]) -> dict[str, Vector]:
        """The stored vectors, float32 (d,), of ``texts``."""
        return self._store.texts(texts, self._encoder.id)


def _identified(paths: Iterable[Path], known: Mapping[Path, Source]) -> list[Source | ImageError]:
    return [_source(path, known.get(path)) for path in paths]


def _source(path: Path, known: Source | None) -> Source | ImageError:
    try:
        return images.identify(path, known)
    except ImageError as error:
        return error


def _chunks(items: Iterable[_T], size: int) -> Iterator[list[_T]]:
    iterator = iter(items)
    while chunk := list(islice(iterator, size)):
        yield chunk


def _ahead(items: Iterable[_T], begin: Callable[[_T], _U]) -> Iterator[_U]:
    """``begin`` applied to every item, one item ahead of what has been taken."""
    begun: deque[_U] = deque()
    for item in items:
        begun.append(begin(item))
        if len(begun) > 1:
            yield begun.popleft()
    yield from begun
