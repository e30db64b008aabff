"""Requests to one wiki as Wikimedia asks for them: one at a time, compressed, signed, and patient when told to wait.

Two kinds of trouble are told apart. After ``WikipediaError`` there is no point in asking this wiki anything more now;
``UnusableReplyError`` is about one request, and a smaller one may go through.
"""

from __future__ import annotations

import json
import queue
import re
import threading
import time
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING, Any, Final, TypeAlias, TypeVar
from urllib.parse import urljoin, urlsplit

import requests
import urllib3

from zeroshot import __version__
from zeroshot.errors import WikipediaError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

Json: TypeAlias = dict[str, Any]
_Reply = TypeVar("_Reply")

MOST_BYTES: Final = 4 << 20
"""Bytes of a reply, unpacked, that are read: twenty beginnings of articles are a fortieth of it."""

_LAG: Final = "5"  # seconds that the wiki's copies may be behind before it wants to be left alone (Wikimedia's advice)
_BLOCK: Final = 1 << 16
_HOPS: Final = 5
_BUSY: Final = frozenset({429, 503})
_PASSING: Final = frozenset({500, 502, 504})
_BUSY_CODES: Final = frozenset({"maxlag", "ratelimited"})
_LOOPBACK: Final = frozenset({"localhost", "127.0.0.1", "::1"})


class StoppedError(Exception):
    """Somebody asked to stop while we waited."""


class UnusableReplyError(Exception):
    """One request has no answer that can be used; the message is a sentence for the user."""


class _PassingError(Exception):
    """Worth another try after ``wait`` seconds, or after the usual time if that is None."""

    def __init__(self, sentence: str, wait: float | None = None, *, whole: bool = False) -> None:
        super().__init__(sentence)
        self.wait, self.whole = wait, whole


@dataclass(frozen=True, slots=True)
class Patience:
    """Times in seconds, and how often one request is tried.

    ``connect`` and ``read`` bound one step and ``whole`` a request; ``pause`` doubles with each try up to ``ceiling``.
    A wiki that asks for a wait of more than ``longest`` is left alone.
    """

    connect: float = 10.0
    read: float = 20.0
    whole: float = 60.0
    tries: int = 4
    pause: float = 1.0
    ceiling: float = 30.0
    longest: float = 180.0


def require_safe(api: str) -> None:
    """Refuse an address that is none, or that would be asked without encryption over a network.

    Raises:
        WikipediaError: the address can't be used.
    """
    try:
        parts = urlsplit(api)
        fits = bool(parts.hostname) and parts.username is None and (parts.port or 1)
    except ValueError:
        fits = False
    if not fits or parts.scheme not in {"http", "https"}:
        raise WikipediaError(f"{api} is no address of a wiki: give one such as https://en.wikipedia.org/w/api.php.")
    if parts.scheme == "http" and parts.hostname not in _LOOPBACK:
        raise WikipediaError(f"{api} isn't encrypted: give the wiki's address with https.")


class Transport:
    """The line to one wiki. Used on one thread; ``stop`` ends any wait within a moment."""

    def __init__(
        self, api: str, *, family: str, contact: str, stop: threading.Event, patience: Patience | None = None
    ) -> None:
        """Nothing is sent yet. ``family`` is the domain whose hosts a redirect may lead to."""
        self.host = urlsplit(api).hostname or api
        self._api, self._family = api, family
        self._stop, self._patience = stop, patience or Patience()
        self._agent = _user_agent(contact)
        self._session = self._new_session()

    def close(self) -> None:
        """Let go of the connection."""
        self._session.close()

    def get(self, parameters: Mapping[str, str], *, tries: int | None = None) -> Json:
        """The reply to one request, tried again while that is worth it.

        Raises:
            UnusableReplyError: there is no reply to this request that can be used.
            WikipediaError: the wiki can't be reached, or wants to be left alone.
            StoppedError: ``stop`` was set.
        """
        asked = {"format": "json", "formatversion": "2", "maxlag": _LAG, **parameters}
        return self._tried(lambda: self._understood(*self._once(self._api, asked)), tries or self._patience.tries)

    def file(self, url: str) -> bytes:
        """A file that the wiki names, such as a page's picture; raises as ``get`` does.

        It may lie with another host (Wikipedia's do), but a wiki can't send us to this machine's own servers.
        """
        require_safe(url)
        if urlsplit(url).scheme != urlsplit(self._api).scheme:
            raise WikipediaError(f"{self.host} names a picture that isn't fetched over https: do without it.")
        return self._tried(lambda: self._once(url, {})[0], self._patience.tries)

    def _tried(self, ask: Callable[[], _Reply], left: int) -> _Reply:
        pause = self._patience.pause
        while True:
            try:
                return self._patiently(ask)
            except _PassingError as trouble:
                left -= 1
                wait = min(pause, self._patience.ceiling) if trouble.wait is None else trouble.wait
                self._give_up(trouble, wait, left)
            pause *= 2
            if self._stop.wait(wait):
                raise StoppedError

    def _give_up(self, trouble: _PassingError, wait: float, left: int) -> None:
        """Raise what comes of a trouble if there is no further try."""
        if wait > self._patience.longest:
            minutes = round(wait / 60)
            raise WikipediaError(f"{self.host} is busy and asks to come back in {minutes} minutes: try again then.")
        if left <= 0:
            raise (WikipediaError if trouble.whole else UnusableReplyError)(str(trouble)) from trouble

    def _patiently(self, ask: Callable[[], _Reply]) -> _Reply:
        """One try on a thread of its own, so that even a server that says nothing can't keep us from stopping."""
        box: queue.SimpleQueue[_Reply | Exception] = queue.SimpleQueue()

        def ask_once() -> None:
            try:
                box.put(ask())
            except Exception as error:  # noqa: BLE001 - raised again on the thread that waits
                box.put(error)

        deadline = time.monotonic() + self._patience.whole
        threading.Thread(target=ask_once, daemon=True, name="wiki").start()
        while not self._stop.is_set() and time.monotonic() < deadline:
            with suppress(queue.Empty):
                reply = box.get(timeout=0.05)
                if isinstance(reply, Exception):
                    raise reply
                return reply
        self._session.close()  # the thread that was left behind keeps the old one
        self._session = self._new_session()
        if self._stop.is_set():
            raise StoppedError
        raise _PassingError(f"{self.host} took too long to answer: try again later.")

    # --- one try -----------------------------------------------------------------------------------------------------

    def _once(self, url: str, asked: Mapping[str, str]) -> tuple[bytes, str | None]:
        """The body of the answer, and its ``Retry-After``."""
        session = self._session
        for _ in range(_HOPS):
            try:
                with self._sent(session, url, asked) as response:
                    if not response.is_redirect:
                        return self._read(response), response.headers.get("Retry-After")
                    url, asked = self._next(url, response.headers["Location"]), {}
            except requests.RequestException as error:
                raise self._explained(error) from error
        raise WikipediaError(f"{self.host} redirects in a circle: look at the wiki's address.")

    def _sent(self, session: requests.Session, url: str, asked: Mapping[str, str]) -> requests.Response:
        timeout = (self._patience.connect, self._patience.read)
        return session.get(url, params=asked, timeout=timeout, stream=True, allow_redirects=False)

    def _next(self, url: str, location: str) -> str:
        """Where a redirect leads, if that is the same wiki's family, as well encrypted."""
        try:
            target = urljoin(url, location)
            old, new = urlsplit(url), urlsplit(target)
            host = new.hostname or ""
            followed = new.scheme in {old.scheme, "https"} and new.port in {old.port, None}
        except ValueError:
            host, followed = "nowhere", False
        family = host in {self.host, self._family} or host.endswith(f".{self._family}")
        if not (family and followed):
            raise WikipediaError(f"{self.host} redirects to {host}, which isn't followed: check the wiki's address.")
        return target

    def _read(self, response: requests.Response) -> bytes:
        status = response.status_code
        if status in _BUSY | _PASSING:
            wait = _retry_after(response.headers.get("Retry-After")) if status in _BUSY else None
            sentence = f"{self.host} is busy (HTTP {status}): try again later."
            raise _PassingError(sentence, wait, whole=status in _BUSY)
        if status in {401, 403}:
            raise WikipediaError(
                f"{self.host} refuses to answer (HTTP {status}): set wikipedia_contact, or ask those who run the wiki."
            )
        if status in {404, 410}:
            raise WikipediaError(f"There is no wiki's api.php at {self._api}: check the address.")
        if status != requests.codes.ok:
            raise UnusableReplyError(f"{self.host} answered with HTTP {status} instead of a page: try again later.")
        return self._body(response)

    def _body(self, response: requests.Response) -> bytes:
        body = bytearray()
        deadline = time.monotonic() + self._patience.whole
        for block in response.iter_content(_BLOCK):
            body += block
            if len(body) > MOST_BYTES:
                raise UnusableReplyError(
                    f"{self.host} sent more than {MOST_BYTES >> 20} MiB, as no page's beginning has: take another page."
                )
            if self._stop.is_set() or time.monotonic() > deadline:
                raise _PassingError(f"{self.host} took too long to answer: try again later.")
        return bytes(body)

    def _understood(self, body: bytes, retry_after: str | None) -> Json:
        """The reply's JSON, unless it is none or tells of an error."""
        try:
            reply = json.loads(body)
        except (ValueError, RecursionError):
            reply = None
        if not isinstance(reply, dict):
            raise _PassingError(f"{self.host} sent something else than a wiki's answer: check its address.")
        error = reply.get("error")
        if not error:
            return reply
        code, info = (str(error.get(key, "")) if isinstance(error, dict) else "" for key in ("code", "info"))
        if code in _BUSY_CODES:
            wait = _retry_after(retry_after)
            raise _PassingError(f"{self.host} is busy ({code}): try again later.", wait, whole=True)
        info = re.sub(r"\s+", " ", info or code)[:200].rstrip(".")
        raise UnusableReplyError(f"{self.host} can't answer ({info}): try again later.")

    def _explained(self, error: requests.RequestException) -> Exception:
        """A failure of the network as one of ours."""
        if isinstance(error, requests.exceptions.SSLError):
            return WikipediaError(f"{self.host} can't prove that it is {self.host}: check the clock and the network.")
        if isinstance(error, requests.exceptions.ConnectTimeout):
            return _PassingError(f"{self.host} doesn't answer: check the network.", whole=True)
        if isinstance(error, requests.Timeout):
            return _PassingError(f"{self.host} took too long to answer: try again later.")
        if isinstance(error, requests.exceptions.InvalidURL):
            return WikipediaError(f"{self._api} is no address of a wiki: check it.")
        if _is_unreachable(error):
            return WikipediaError(f"{self.host} can't be reached: check the network and the wiki's address.")
        return _PassingError(f"{self.host} broke off its answer: try again later.")

    def _new_session(self) -> requests.Session:
        session = _Session()
        session.headers.update({"User-Agent": self._agent, "Accept-Encoding": "gzip"})
        session.trust_env = self.host not in _LOOPBACK  # a proxy can't reach this machine
        session.auth = _unsigned
        return session


class _Session(requests.Session):
    """A session that leaves redirects to us: requests would read their bodies, however long, before it says no."""

    def get_redirect_target(self, resp: requests.Response) -> str | None:  # noqa: ARG002 - requests' own name
        """None: nothing is followed."""
        return None


def _unsigned(request: requests.PreparedRequest) -> requests.PreparedRequest:
    """No password is sent: without this requests looks for one in ``.netrc``."""
    return request


def _is_unreachable(error: BaseException) -> bool:
    """Whether a failure is that no connection could be made: no such host, no network, nobody listening."""
    reasons = [getattr(cause, "reason", cause) for cause in (error, *error.args)]
    return any(isinstance(reason, urllib3.exceptions.NewConnectionError) for reason in reasons) or isinstance(
        error, requests.exceptions.ProxyError
    )


def _user_agent(contact: str) -> str:
    """Program, version, contact and library, as Wikimedia's policy wants them."""
    told = " ".join(re.sub(r"[^\x21-\x7e]|[()]", " ", contact).split())
    return " ".join([f"Zeroshot/{__version__}", *([f"({told})"] if told else []), requests.utils.default_user_agent()])


def _retry_after(value: str | None) -> float | None:
    """Seconds to wait by a ``Retry-After`` header (RFC 9110, 10.2.3), or None where it says nothing that counts."""
    text = (value or "").strip()
    if re.fullmatch(r"[0-9]{1,9}", text):
        return float(text)
    try:
        moment = parsedate_to_datetime(text)
    except ValueError:
        return None
    moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return max(0.0, (moment - datetime.now(UTC)).total_seconds())
