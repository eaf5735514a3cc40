"""The server behind `shorad replay`: one page and three questions, on this machine only.

The standard library's server is enough: one reader, four addresses, nothing read from disk. Who asks must name this
host (a page elsewhere that had its own name point here would not) and, for the questions, send a header that another
site's page cannot send.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Protocol
from urllib.parse import parse_qs, urlsplit

from shorad.errors import ScenarioError

HOST = "127.0.0.1"
GUARD = ("X-Shorad", "replay")
KNOWN = 12  # answers kept
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cache-Control": "no-store",
}
Query = Mapping[str, str]


class Raids(Protocol):
    """Who can run a raid of the result again: handed in, because what shows results does not run."""

    def replicate(self, which: str) -> str:
        """The document of one replicate, as JSON."""

    def butfor(self, which: str, ideal: str, settings: Mapping[str, str]) -> str:
        """The same luck with something changed, as JSON."""

    def paths(self, which: str) -> str:
        """Everything that can be set, as JSON."""


@dataclass(frozen=True)
class Answer:
    """What goes back."""

    status: HTTPStatus
    kind: str
    body: bytes


class Desk:
    """Answers questions, one at a time; the last answers are kept."""

    def __init__(self, raids: Raids, page: str) -> None:
        self._page = page.encode()
        self._lock = threading.Lock()
        self._known: dict[tuple[str, ...], str] = {}
        self._asked: dict[str, Callable[[Query], str]] = {
            "/api/replicate": lambda q: raids.replicate(q["which"]),
            "/api/butfor": lambda q: raids.butfor(q["which"], q.get("ideal", ""), _settings(q)),
            "/api/paths": lambda q: raids.paths(q["which"]),
        }

    def answer(self, path: str, query: Query, guarded: bool) -> Answer:
        if path == "/":
            return Answer(HTTPStatus.OK, "text/html; charset=utf-8", self._page)
        if path not in self._asked:
            return _problem(HTTPStatus.NOT_FOUND, "there is no such page")
        if not guarded:
            return _problem(HTTPStatus.FORBIDDEN, "only the replay page may ask this")
        try:
            with self._lock:
                return Answer(HTTPStatus.OK, "application/json", self._kept(path, query).encode())
        except ScenarioError as error:
            return _problem(HTTPStatus.BAD_REQUEST, str(error))
        except KeyError as error:
            return _problem(HTTPStatus.BAD_REQUEST, f"the question does not say {error.args[0]}")
        except Exception as error:  # noqa: BLE001  whatever goes wrong is said on the page
            return _problem(HTTPStatus.INTERNAL_SERVER_ERROR, f"{type(error).__name__}: {error}")

    def _kept(self, path: str, query: Query) -> str:
        key = (path, *(f"{name}={value}" for name, value in sorted(query.items())))
        if key not in self._known:
            self._known[key] = self._asked[path](query)
            while len(self._known) > KNOWN:
                del self._known[next(iter(self._known))]
        return self._known[key]


def _settings(query: Query) -> dict[str, str]:
    return {query["path"]: query.get("value", "")} if query.get("path") else {}


def _problem(status: HTTPStatus, text: str) -> Answer:
    return Answer(status, "application/json", json.dumps({"problem": text}).encode())


def server(desk: Desk, port: int = 0) -> ThreadingHTTPServer:
    """A server on the loopback address, listening; port 0 takes a free one. ScenarioError for a port in use."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        server_version = "shorad"
        sys_version = ""
        timeout = 60

        def do_GET(self) -> None:
            if self.headers.get("Host", "") not in allowed:
                self._send(_problem(HTTPStatus.FORBIDDEN, "this server answers to its own address only"))
                return
            url = urlsplit(self.path)
            query = {name: values[0] for name, values in parse_qs(url.query).items()}
            self._send(desk.answer(url.path, query, self.headers.get(GUARD[0]) == GUARD[1]))

        def _send(self, answer: Answer) -> None:
            self.send_response(answer.status)
            for name, value in HEADERS.items():
                self.send_header(name, value)
            self.send_header("Content-Type", answer.kind)
            self.send_header("Content-Length", str(len(answer.body)))
            self.end_headers()
            self.wfile.write(answer.body)

        def log_message(self, format: str, *args: Any) -> None:
            """Nothing: the terminal belongs to the reader."""

    try:
        made = ThreadingHTTPServer((HOST, port), Handler)
    except (OSError, OverflowError) as error:
        raise ScenarioError(f"port {port} cannot be used: {error}", "leave --port out: a free one is taken") from None
    made.daemon_threads = True
    allowed = {f"{name}:{made.server_port}" for name in (HOST, "localhost")}
    return made
