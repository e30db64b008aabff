"""Talking with the hub: what goes wrong on the way, as one sentence, and what passes, as patience.

huggingface_hub's own client is used (its environment, proxies, tokens, certificates) with its addresses and headers.
Its ``hf_hub_download`` is not: since 2.0 it begins every file anew, and nothing but Ctrl-C ends it.
"""

from __future__ import annotations

import time
from contextlib import contextmanager
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from queue import Empty, Full, Queue
from threading import Event, Thread
from typing import TYPE_CHECKING, Generic, TypeVar
from urllib.parse import urlsplit

import httpx2
from huggingface_hub import constants, get_hf_file_metadata, get_session
from huggingface_hub.errors import HfHubHTTPError, OfflineModeIsEnabled
from huggingface_hub.utils import build_hf_headers, hf_raise_for_status  # type: ignore[attr-defined]  # made lazily

from zeroshot import __version__
from zeroshot.errors import ChecksumError, DownloadError, WeightsError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from huggingface_hub import HfFileMetadata

# Else the library asks the hub for a list of coding agents, and tells it whether one of them started this program.
constants.HF_HUB_DISABLE_TELEMETRY = True

T = TypeVar("T")

PAUSES = (0.5, 1.0, 2.0, 4.0)
"""Seconds before each further try; anything that comes renews them."""

LONGEST = 120.0
"""Seconds that a hub may ask to be waited for; beyond, the person is told."""

_OFTEN = 0.1
_WAITING = 16
_TOO_MANY, _TIMED_OUT, _BROKEN = 429, 408, 500
_CLOSED = (401, 403)
_MISSING = 404
_WHOLE = 200
_GO_ON = "What was fetched is kept: the next try goes on from there."
_BY_FILE = "Without a network, bring the model as a file: Import in the window, or zeroshot models import FILE"


class Passing(Exception):  # noqa: N818 - never leaves this package
    """A trouble that may be over soon; ``wait`` is how many seconds the hub asked for, None if it asked nothing."""

    def __init__(self, trouble: str, wait: float | None = None) -> None:
        """``trouble`` begins a sentence."""
        super().__init__(trouble)
        self.wait = wait


class _Unreachable(Passing):
    """The hub's machine was not even reached."""


@dataclass(frozen=True, slots=True)
class _End:
    """Behind the last item of a thread: how it ended."""

    error: Exception | None


def host() -> str:
    """The hub's name, as HF_ENDPOINT or the library has it; never the credentials in front of it."""
    parts = urlsplit(constants.ENDPOINT)
    return parts.netloc.rpartition("@")[2] or constants.ENDPOINT


def persist(work: Callable[[], Iterator[T]], stop: Event, *, first: bool = False) -> Iterator[T]:
    """What ``work()`` yields; after a passing trouble it is begun again. Ends early when ``stop`` is set.

    On the ``first`` contact a hub that can't be reached is told at once: most likely there is no network.

    Raises:
        DownloadError: the trouble doesn't pass.
    """
    tries = 0
    while not stop.is_set():
        try:
            for item in _Apart(work).until(stop):
                tries = 0
                yield item
        except Passing as trouble:
            if first and isinstance(trouble, _Unreachable):
                raise DownloadError(f"{trouble}. {_BY_FILE}") from trouble
            if tries == len(PAUSES):
                raise DownloadError(f"{trouble}. {_GO_ON}") from trouble
            stop.wait(PAUSES[tries] if trouble.wait is None else trouble.wait)
            tries += 1
        else:
            return


class _Apart(Generic[T]):
    """What ``work()`` yields, from a thread of its own, so that a network that says nothing never holds up a stop.

    A thread that is left behind reads at most one more piece, and never writes anything itself.
    """

    def __init__(self, work: Callable[[], Iterator[T]]) -> None:
        """Begin."""
        self._work = work
        self._news: Queue[T | _End] = Queue(_WAITING)
        self._left = Event()
        Thread(target=self._run, name="download", daemon=True).start()

    def until(self, stop: Event) -> Iterator[T]:
        """The items, until ``stop`` is set."""
        try:
            while not stop.is_set():
                try:
                    item = self._news.get(timeout=_OFTEN)
                except Empty:
                    continue
                if not isinstance(item, _End):
                    yield item
                elif item.error is not None:
                    raise item.error
                else:
                    return
        finally:
            self._left.set()

    def _run(self) -> None:
        try:
            for item in self._work():
                self._post(item)
                if self._left.is_set():
                    return
        except Exception as error:  # noqa: BLE001 - raised again where it is waited for
            self._post(_End(error))
        else:
            self._post(_End(None))

    def _post(self, item: T | _End) -> None:
        while not self._left.is_set():
            try:
                self._news.put(item, timeout=_OFTEN)
            except Full:
                continue
            return


def pieces(url: str, what: str, begin: int, size: int) -> Iterator[bytes]:
    """The bytes of ``url`` from ``begin`` on, of a file that has ``size`` of them; sentences call it ``what``.

    Raises:
        Passing: it broke off, or the hub has too much to do.
        DownloadError: the hub can't or won't.
        ChecksumError: it is a file of another length, or a web page.
    """
    headers = _headers() | {"Accept-Encoding": "identity"}
    if begin:
        headers["Range"] = f"bytes={begin}-"
    with told(what), get_session().stream("GET", url, headers=headers, timeout=_timeout()) as response:
        hf_raise_for_status(response)
        _require_file(response, what, size)
        # a server that knows no ranges begins at the beginning: what is here already is passed over
        skip, come = begin if response.status_code == _WHOLE else 0, begin
        for piece in response.iter_bytes():
            if come == 0:
                _require_no_page(piece, what)
            if piece[skip:]:
                come += len(piece[skip:])
                yield piece[skip:]
            skip = max(0, skip - len(piece))
        if come < size:
            raise Passing(f"The connection to {host()} ended early")


def metadata(url: str, what: str) -> HfFileMetadata:
    """Size and ETag of a file, where the list of files did not have them."""
    with told(what):
        return get_hf_file_metadata(url, headers=_headers(), timeout=constants.HF_HUB_ETAG_TIMEOUT)


def _headers() -> dict[str, str]:
    return dict(build_hf_headers(library_name="zeroshot", library_version=__version__))


def _timeout() -> httpx2.Timeout:
    return httpx2.Timeout(constants.HF_HUB_DOWNLOAD_TIMEOUT)


def _require_file(response: httpx2.Response, what: str, size: int) -> None:
    """Refuse a web page or a file of another length before a byte of it is kept."""
    if response.headers.get("Content-Type", "").startswith("text/html"):
        raise ChecksumError(page(what))
    if response.headers.get("Content-Encoding", "identity") != "identity":
        return
    whole = response.status_code == _WHOLE
    length = response.headers.get("Content-Length" if whole else "Content-Range", "").rpartition("/")[2]
    if length.isdigit() and int(length) != size:
        raise ChecksumError(
            f"{host()} gave {what} with {int(length):,} bytes in place of {size:,}. "
            "Something between spoils the download: try again, or from another network."
        )


def _require_no_page(piece: bytes, what: str) -> None:
    if piece[:512].lstrip().lower().startswith((b"<!doctype html", b"<html")):
        raise ChecksumError(page(what))


def page(what: str) -> str:
    """The sentence about a web page in place of ``what``."""
    return (
        f"{host()} gave a web page in place of {what}: a proxy, a login or a company's filter stands between. "
        "Open the hub in a browser on this machine, then try again."
    )


@contextmanager
def told(what: str) -> Iterator[None]:
    """Turn what the client raises into our own; ``what`` was asked for.

    Raises:
        Passing: it may be over soon.
        DownloadError: it won't.
    """
    try:
        yield
    except OfflineModeIsEnabled:
        raise DownloadError(f"HF_HUB_OFFLINE is set, so nothing is fetched. Unset it. {_BY_FILE}") from None
    except HfHubHTTPError as error:
        raise _refused(error, what) from error
    except (httpx2.ConnectError, httpx2.ConnectTimeout, httpx2.ProxyError) as error:
        raise _unreachable(error) from error
    except (httpx2.TimeoutException, httpx2.NetworkError, httpx2.RemoteProtocolError) as error:
        raise Passing(f"The connection to {host()} broke off ({_reason(error)})") from error
    except (httpx2.HTTPError, httpx2.InvalidURL, OSError) as error:
        raise DownloadError(
            f"{host()} can't be asked ({_reason(error)}). Check HF_ENDPOINT, the proxy and SSL_CERT_FILE."
        ) from error


def _reason(error: Exception) -> str:
    return str(error).strip().partition("\n")[0] or type(error).__name__


def _unreachable(error: Exception) -> Exception:
    if "CERTIFICATE_VERIFY_FAILED" in str(error):
        return DownloadError(
            f"The certificate of {host()} is not trusted here. Behind a company's proxy, add its certificate to the "
            "system's, or name its file in SSL_CERT_FILE."
        )
    return _Unreachable(f"{host()} can't be reached ({_reason(error)}): check the network and the proxy")


def _refused(error: HfHubHTTPError, what: str) -> WeightsError | Passing:
    """What an answer of 400 and above means."""
    status = error.response.status_code
    if status in _CLOSED:
        return DownloadError(
            f"{host()} gives {what} only to whom it knows ({status}). Log in there, agree to the model's terms, put an "
            "access token into HF_TOKEN, then try again."
        )
    if status == _MISSING:
        return DownloadError(
            f"{host()} has no {what}. It may have been moved or renamed: take another model, or correct its entry in "
            "models.toml."
        )
    if status in {_TOO_MANY, _TIMED_OUT} or status >= _BROKEN:
        wait = _retry_after(error.response.headers.get("Retry-After", ""))
        if wait is not None and wait > LONGEST:
            return DownloadError(f"{host()} asks to wait for {wait / 60:,.0f} minutes ({status}). Try again then.")
        return Passing(f"{host()} has too much to do or is out of order ({status})", wait)
    return DownloadError(f"{host()} refuses {what} ({status}). Try again later, or take another model.")


def _retry_after(value: str) -> float | None:
    """Seconds that a Retry-After header asks for, in either of its forms; None for none."""
    if value.strip().isdigit():
        return float(value)
    try:
        return max(0.0, parsedate_to_datetime(value).timestamp() - time.time())
    except ValueError:
        return None
