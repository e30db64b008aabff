"""A wiki on loopback that answers well, until it is told to do wrong."""

from __future__ import annotations

import gzip
import json
import threading
from collections import deque
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, urlsplit

from zeroshot.wikipedia import Patience

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

RIGHTS = {"text": "CC BY-SA 4.0", "url": "https://creativecommons.org/licenses/by-sa/4.0/"}
HASTE = Patience(connect=2, read=2, whole=2, tries=2, pause=0.01, ceiling=0.05, longest=30)
"""Waits that a test has time for."""


class Handler(BaseHTTPRequestHandler):
    """One connection."""

    protocol_version = "HTTP/1.1"
    timeout = 5
    wiki: FaultyWiki

    def do_GET(self) -> None:
        try:
            self.wiki.answer(self)
        except OSError:  # the client has gone
            self.close_connection = True

    def reply(self, body: object, *, status: int = 200, headers: dict[str, str] | None = None) -> None:
        """Send ``body``: as JSON and compressed, or as it is if it is bytes."""
        raw = body if isinstance(body, bytes) else gzip.compress(json.dumps(body).encode())
        sent = {"Content-Length": str(len(raw)), **({} if isinstance(body, bytes) else {"Content-Encoding": "gzip"})}
        self.send_response(status)
        for key, value in (sent | (headers or {})).items():
            self.send_header(key, value)
        self.end_headers()
        self.wfile.write(raw)

    def log_message(self, *_: object) -> None:
        pass


@dataclass
class FaultyWiki:
    """Answers for ``pages``, in an order that was not asked for; any other title is missing.

    ``files`` are served by their path; ``script`` has the wrong answers to the next requests, one each, and ``spoiled``
    those to any request with a title.
    """

    pages: dict[str, dict[str, Any]] = field(default_factory=dict)
    rights: dict[str, str] = field(default_factory=lambda: dict(RIGHTS))
    files: dict[str, bytes] = field(default_factory=dict)
    script: deque[Callable[[Handler], None]] = field(default_factory=deque)
    spoiled: dict[str, Callable[[Handler], None]] = field(default_factory=dict)
    requests: list[dict[str, str]] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)
    paths: list[str] = field(default_factory=list)
    quit: threading.Event = field(default_factory=threading.Event)
    api: str = ""

    def add(self, title: str, extract: str, **more: Any) -> None:
        self.pages[title] = {"extract": extract, **more}

    def answer(self, handler: Handler) -> None:
        parts = urlsplit(handler.path)
        asked = dict(parse_qsl(parts.query))
        self.requests.append(asked)
        self.paths.append(parts.path)
        self.headers.append(dict(handler.headers))
        wrong = next(
            (self.spoiled[title] for title in asked.get("titles", "").split("|") if title in self.spoiled), None
        )
        if self.script:
            self.script.popleft()(handler)
        elif wrong:
            wrong(handler)
        elif parts.path in self.files:
            handler.reply(self.files[parts.path])
        else:
            handler.reply(self._reply(asked))

    def _reply(self, asked: dict[str, str]) -> dict[str, Any]:
        if "list" in asked:
            word = asked["srsearch"].casefold()
            return {"query": {"search": [{"title": title} for title in self.pages if word in title.casefold()]}}
        titles = {title: title[:1].upper() + title[1:] for title in asked["titles"].split("|")}
        query: dict[str, Any] = {
            "normalized": [{"from": old, "to": new} for old, new in titles.items() if old != new],
            "pages": [self._page(title, asked) for title in sorted(set(titles.values()), reverse=True)],
        }
        if "meta" in asked:
            query["rightsinfo"] = self.rights
        if "extracts" in asked["prop"] and "excontinue" not in asked:
            return {"query": query, "continue": {"excontinue": 1, "continue": "||"}}
        return {"query": query, "batchcomplete": True}

    def _page(self, title: str, asked: dict[str, str]) -> dict[str, Any]:
        if title not in self.pages:
            return {"title": title, "missing": True}
        page = {"title": title, "lastrevid": 5, "canonicalurl": f"https://wiki.invalid/{title}", **self.pages[title]}
        beside = {key: page.pop(key) for key in ("links", "langlinks", "thumbnail") if key in page}
        if "extracts" not in asked["prop"]:
            return {"title": title, **beside}
        if "excontinue" not in asked:  # texts come with the continuation
            del page["extract"]
        return page


@contextmanager
def serving(wiki: FaultyWiki) -> Iterator[None]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), type("Handler", (Handler,), {"wiki": wiki}))
    server.daemon_threads = True
    wiki.api = f"http://127.0.0.1:{server.server_port}/api.php"
    thread = threading.Thread(target=server.serve_forever, args=(0.05,))
    thread.start()
    try:
        yield
    finally:
        wiki.quit.set()
        server.shutdown()
        server.server_close()
        thread.join()
