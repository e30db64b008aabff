"""A model hub on loopback that speaks what huggingface_hub asks for, until it is told to do wrong.

As on the real one, a list of files with sizes and hashes stands under ``/api``, ``resolve`` answers HEAD with the
file's ETag and commit, and large files are redirected to another machine (here another port), which knows ranges.
It answers as a proxy too, for any hub's address.
"""

from __future__ import annotations

import hashlib
import json
import socket
import threading
from collections import defaultdict, deque
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any, TypeAlias
from urllib.parse import unquote, urlsplit

if TYPE_CHECKING:
    import ssl
    from collections.abc import Callable, Iterator

COMMIT = "0123456789abcdef0123456789abcdef01234567"
PAGE = b"<!DOCTYPE html><title>Sign in</title><p>Your company's proxy wants to know who you are."
LARGE = 4096
"""Bytes from which a file is stored apart, as with Git LFS."""


@dataclass(frozen=True)
class Request:
    """What was asked: ``name`` is "api" or a file's name, ``begin`` the first byte that was wanted."""

    method: str
    name: str
    begin: int
    machine: str
    token: str


class Handler(BaseHTTPRequestHandler):
    """One connection."""

    protocol_version = "HTTP/1.1"
    timeout = 60
    hub: FaultyHub
    machine = "hub"

    def do_GET(self) -> None:
        try:
            self.hub.answer(self)
        except OSError:  # the client has gone
            self.close_connection = True

    do_HEAD = do_GET  # noqa: N815 - as the server wants it

    def reply(self, body: bytes, *, status: int = 200, headers: dict[str, str] | None = None) -> None:
        """Send ``body``, which ``headers`` may belie."""
        self.head({"Content-Length": str(len(body)), **(headers or {})}, status=status)
        if self.command != "HEAD":
            self.wfile.write(body)

    def head(self, headers: dict[str, str], *, status: int = 200) -> None:
        self.send_response(status)
        for key, value in headers.items():
            self.send_header(key, value)
        self.end_headers()

    @property
    def begin(self) -> int:
        """The first byte that is wanted."""
        return int(self.headers.get("Range", "bytes=0-").removeprefix("bytes=").partition("-")[0])

    def log_message(self, *_: object) -> None:
        pass


Fault: TypeAlias = "Callable[[Handler, bytes], None]"
"""Answers in place of the hub; it is given what the hub would have sent from the first wanted byte on."""


def refused(status: int, **headers: str) -> Fault:
    """An answer with a status, and headers as ``Retry_After="1"``."""
    named = {key.replace("_", "-"): value for key, value in headers.items()}
    return lambda handler, _: handler.reply(b"no", status=status, headers=named)


def web_page(handler: Handler, _: bytes) -> None:
    """What a captive portal says, with status 200."""
    handler.reply(PAGE, headers={"Content-Type": "text/html; charset=utf-8"})


def disguised_page(handler: Handler, body: bytes) -> None:
    """A web page that has neither a page's type nor a length that could give it away."""
    handler.reply(PAGE.ljust(len(body)), headers={"Content-Type": "application/octet-stream"})


def dropped(after: int) -> Fault:
    """The connection breaks after so many bytes."""

    def drop(handler: Handler, body: bytes) -> None:
        _begin(handler, body)
        handler.wfile.write(body[:after])
        handler.wfile.flush()
        handler.close_connection = True

    return drop


def held(after: int, reached: threading.Event, go_on: threading.Event) -> Fault:
    """Nothing comes for a while after so many bytes."""

    def hold(handler: Handler, body: bytes) -> None:
        _begin(handler, body)
        handler.wfile.write(body[:after])
        handler.wfile.flush()
        reached.set()
        go_on.wait(60)
        handler.wfile.write(body[after:])

    return hold


def noticed(after: int, notice: Callable[[], None]) -> Fault:
    """A right answer, with word to somebody when so many bytes of it are sent."""

    def send(handler: Handler, body: bytes) -> None:
        _begin(handler, body)
        handler.wfile.write(body[:after])
        handler.wfile.flush()
        notice()
        handler.wfile.write(body[after:])

    return send


def trickling(size: int, quit_: threading.Event, pause: float = 0.002) -> Fault:
    """So many bytes at a time."""

    def trickle(handler: Handler, body: bytes) -> None:
        _begin(handler, body)
        for begin in range(0, len(body), size):
            handler.wfile.write(body[begin : begin + size])
            handler.wfile.flush()
            if quit_.wait(pause):
                handler.close_connection = True
                return

    return trickle


def shortened(handler: Handler, body: bytes) -> None:
    """A file that says of itself to be shorter than it should be."""
    handler.reply(body[:-7])


def altered(handler: Handler, body: bytes) -> None:
    """A file of the right length in which one bit is wrong."""
    _begin(handler, body)
    handler.wfile.write(body[:-1] + bytes([body[-1] ^ 1]))


def without_ranges(handler: Handler, body: bytes) -> None:
    """The whole file, whatever was wanted of it."""
    name = unquote(urlsplit(handler.path).path).rpartition("/")[2]
    whole = next(files[name] for files in handler.hub.repositories.values() if name in files)
    assert whole.endswith(body)
    handler.reply(whole)


def _begin(handler: Handler, body: bytes) -> None:
    """The head of a right answer."""
    begin = handler.begin
    ranged = {"Content-Range": f"bytes {begin}-{begin + len(body) - 1}/{begin + len(body)}"} if begin else {}
    handler.head({"Content-Length": str(len(body)), **ranged}, status=206 if begin else 200)


@dataclass
class FaultyHub:
    """Serves ``repositories``: names to files.

    ``faults`` has, for a file's name or "api", the wrong answers to the next requests that would get its content, one
    each; ``spoiled`` those to every one. A ``terse`` hub tells the sizes of files only of each by itself.
    """

    repositories: dict[str, dict[str, bytes]] = field(default_factory=dict)
    faults: dict[str, deque[Fault]] = field(default_factory=lambda: defaultdict(deque))
    spoiled: dict[str, Fault] = field(default_factory=dict)
    terse: bool = False
    commit: str = COMMIT
    requests: list[Request] = field(default_factory=list)
    endpoint: str = ""
    store: str = ""
    quit: threading.Event = field(default_factory=threading.Event)

    def asked(self, name: str) -> list[int]:
        """The first bytes that were wanted of a file, request by request."""
        return [made.begin for made in self.requests if made.name == name and made.machine == "store"]

    def answer(self, handler: Handler) -> None:
        address = urlsplit(handler.path)
        parts = [unquote(part) for part in address.path.strip("/").split("/")]
        name = "api" if parts[0] == "api" else "/".join(parts[4:])
        if address.netloc:  # to a proxy, which is asked by whole addresses
            handler.machine = "store" if self.store.endswith(address.netloc) else "hub"
        token = handler.headers.get("Authorization", "")
        self.requests.append(Request(handler.command, name, handler.begin, handler.machine, token))
        repository = "/".join(parts[2:4] if name == "api" else parts[:2])
        files = self.repositories.get(repository)
        if files is None or (name != "api" and name not in files):
            code = "RepoNotFound" if files is None else "EntryNotFound"
            handler.reply(b"", status=404, headers={"X-Error-Code": code})
        elif name == "api":
            self._send(handler, name, json.dumps(self._listing(repository, files)).encode())
        else:
            self._resolve(handler, name, files[name])

    def _resolve(self, handler: Handler, name: str, content: bytes) -> None:
        linked = {"X-Linked-Size": str(len(content)), "X-Linked-Etag": f'"{hashlib.sha256(content).hexdigest()}"'}
        if handler.machine == "hub" and len(content) >= LARGE:
            location = self.store + urlsplit(handler.path).path
            place = {"Location": location, "X-Repo-Commit": self.commit, **linked}
            handler.reply(b"", status=302, headers=place)
        elif handler.command == "HEAD":
            told = {"ETag": f'"{_blob(content)}"', "X-Repo-Commit": self.commit, "Content-Length": str(len(content))}
            handler.head(told)
        else:
            self._send(handler, name, content)

    def _send(self, handler: Handler, name: str, content: bytes) -> None:
        body = content[handler.begin :]
        if self.faults.get(name):
            self.faults[name].popleft()(handler, body)
        elif name in self.spoiled:
            self.spoiled[name](handler, body)
        elif handler.begin > len(content):
            handler.reply(b"", status=416)
        else:
            _begin(handler, body)
            handler.wfile.write(body)

    def _listing(self, repository: str, files: dict[str, bytes]) -> dict[str, Any]:
        return {
            "_id": "0", "id": repository, "modelId": repository, "sha": self.commit, "private": False, "tags": [],
            "downloads": 0, "likes": 0, "siblings": [self._sibling(name, content) for name, content in files.items()],
        }  # fmt: skip

    def _sibling(self, name: str, content: bytes) -> dict[str, Any]:
        if self.terse:
            return {"rfilename": name}
        told: dict[str, Any] = {"rfilename": name, "size": len(content), "blobId": _blob(content)}
        if len(content) >= LARGE:
            sha256 = hashlib.sha256(content).hexdigest()
            told["lfs"] = {"sha256": sha256, "size": len(content), "pointerSize": 134}
        return told


def _blob(content: bytes) -> str:
    return hashlib.sha1(b"blob %d\0" % len(content) + content, usedforsecurity=False).hexdigest()


@contextmanager
def serving(hub: FaultyHub, tls: ssl.SSLContext | None = None) -> Iterator[FaultyHub]:
    servers = [_server(hub, machine, tls) for machine in ("hub", "store")]
    scheme = "https" if tls else "http"
    hub.endpoint, hub.store = (f"{scheme}://127.0.0.1:{server.server_port}" for server in servers)
    threads = [threading.Thread(target=server.serve_forever, args=(0.05,)) for server in servers]
    for thread in threads:
        thread.start()
    try:
        yield hub
    finally:
        hub.quit.set()
        for server, thread in zip(servers, threads, strict=True):
            server.shutdown()
            server.server_close()
            thread.join()


class _Server(ThreadingHTTPServer):
    """Hangs up when it is closed, and waits for its threads: clients keep connections open for another request."""

    daemon_threads = False

    def __init__(self, handler: type[Handler]) -> None:
        super().__init__(("127.0.0.1", 0), handler)
        self._connections: list[socket.socket] = []

    def get_request(self) -> tuple[socket.socket, Any]:
        connection, address = super().get_request()
        self._connections.append(connection)
        return connection, address

    def server_close(self) -> None:
        for connection in self._connections:
            with suppress(OSError):  # it has ended by itself
                connection.shutdown(socket.SHUT_RDWR)
        super().server_close()


def _server(hub: FaultyHub, machine: str, tls: ssl.SSLContext | None) -> ThreadingHTTPServer:
    server = _Server(type("Handler", (Handler,), {"hub": hub, "machine": machine}))
    if tls is not None:
        server.socket = tls.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
    return server
