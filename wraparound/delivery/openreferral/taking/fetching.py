"""Fetching from a feed: bounded in time and size, only over HTTP, and never from inside our own network."""

import ipaddress
import json
import socket
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urljoin, urlsplit

import requests
from requests.adapters import HTTPAdapter
from urllib3 import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.connection import HTTPConnection, HTTPSConnection

AGENT = "Wraparound (Open Referral UK)"
BLOCK = 1 << 16
REDIRECTS = 3
PATIENCE = 10
"""After so many failures in a row each further thing is asked for once: the feed is away."""
AGAIN = {429, 500, 502, 503, 504}
"""Answers after which it is worth asking again."""


class Unfetched(Exception):
    """Something could not be fetched; the message says why, in words for whoever runs the import."""

    def __init__(self, words: str, *, status: int = 0) -> None:
        super().__init__(words)
        self.words, self.status = words, status


class Private(OSError):
    """The address lies inside a network that nobody outside reaches."""


@dataclass(frozen=True)
class Limits:
    """What fetching is held to. `back_off` are the seconds waited before each further try."""

    back_off: tuple[float, ...] = (1, 5, 20)
    most_bytes: int = 32 * 1024 * 1024
    connect_seconds: float = 10
    silent_seconds: float = 30
    whole_seconds: float = 120
    lets_private: bool = False


class Source:
    """A feed as one may ask it: `get("services", page=1)`. May be used by several threads."""

    def __init__(self, base_url: str, limits: Limits, wait: Callable[[float], None] = time.sleep) -> None:
        self.base = base_url.rstrip("/") + "/"
        self.limits, self.wait, self.failed_in_a_row = limits, wait, 0
        self.session = requests.Session()
        self.session.trust_env = False
        self.session.headers.update({"User-Agent": AGENT, "Accept": "application/json"})
        adapter = HTTPAdapter(pool_maxsize=8) if limits.lets_private else _Guarded(pool_maxsize=8)
        self.session.mount("http://", adapter)
        self.session.mount("https://", adapter)

    def get(self, path: str, **asked: Any) -> Any:
        """Return what the feed answers, as JSON. Raises `Unfetched` when it still fails after every try."""
        tries = self.limits.back_off if self.failed_in_a_row < PATIENCE else ()
        for seconds in (*tries, None):
            try:
                found = self._once(path, asked)
            except Unfetched as failed:
                if seconds is None or (failed.status and failed.status not in AGAIN):
                    self.failed_in_a_row = self.failed_in_a_row + 1 if seconds is None else 0
                    raise
            except requests.RequestException as error:
                if seconds is None or _is_private(error):
                    self.failed_in_a_row += 1
                    raise Unfetched(_said(error)) from error
            else:
                self.failed_in_a_row = 0
                return found
            self.wait(seconds)
        raise AssertionError("the last try returns or raises")

    def _once(self, path: str, asked: dict[str, Any]) -> Any:
        address = urljoin(self.base, path)
        parameters: dict[str, Any] | None = asked
        for _ in range(REDIRECTS + 1):
            reply = self.session.get(
                address, params=parameters, stream=True, allow_redirects=False,
                timeout=(self.limits.connect_seconds, self.limits.silent_seconds),
            )  # fmt: skip
            with reply:
                if not reply.is_redirect:
                    return self._content(reply)
                address, parameters = self._next(address, reply.headers["Location"]), None
        raise Unfetched("It sends us from one address to the next without an end.", status=310)

    def _next(self, address: str, location: str) -> str:
        target = urljoin(address, location)
        here, there = urlsplit(address), urlsplit(target)
        if there.scheme not in ("http", "https") or (here.hostname, here.port) != (
            there.hostname,
            there.port,
        ):
            upgraded = here.hostname == there.hostname and (here.scheme, there.scheme) == ("http", "https")
            if not upgraded:
                raise Unfetched("It sends us on to another server. Give that address instead.", status=310)
        return target

    def _content(self, reply: requests.Response) -> Any:
        if reply.status_code != 200:
            raise Unfetched(f"It answered {reply.status_code}.", status=reply.status_code)
        kind = reply.headers.get("Content-Type", "").partition(";")[0].strip().lower()
        if kind in ("text/html", "application/xhtml+xml"):
            raise Unfetched("It gave a web page and not data.", status=200)
        began, body = time.monotonic(), bytearray()
        for block in reply.iter_content(BLOCK):
            body += block
            if len(body) > self.limits.most_bytes:
                most = self.limits.most_bytes // (1024 * 1024)
                raise Unfetched(f"It gave more than {most} MB at once.", status=200)
            if time.monotonic() - began > self.limits.whole_seconds:
                raise Unfetched("It took too long to answer.")
        try:
            return json.loads(bytes(body), parse_constant=_no_number)
        except (ValueError, RecursionError) as error:
            raise Unfetched("What it gave is not JSON.") from error


class _GuardedHTTP(HTTPConnection):
    def _new_conn(self) -> socket.socket:
        return _checked(super()._new_conn())


class _GuardedHTTPS(HTTPSConnection):
    def _new_conn(self) -> socket.socket:
        return _checked(super()._new_conn())


class _HTTPPool(HTTPConnectionPool):
    ConnectionCls = _GuardedHTTP


class _HTTPSPool(HTTPSConnectionPool):
    ConnectionCls = _GuardedHTTPS


class _Guarded(HTTPAdapter):
    """Looks at the address that a name led to, once connected and before a word is said."""

    def init_poolmanager(self, *args: Any, **options: Any) -> None:
        super().init_poolmanager(*args, **options)
        self.poolmanager.pool_classes_by_scheme = {"http": _HTTPPool, "https": _HTTPSPool}


def _checked(connected: socket.socket) -> socket.socket:
    address = ipaddress.ip_address(connected.getpeername()[0].partition("%")[0])
    inside = getattr(address, "ipv4_mapped", None) or address
    if not inside.is_global or inside.is_multicast:
        connected.close()
        raise Private("private")
    return connected


def _is_private(error: BaseException | None) -> bool:
    while error is not None:
        if isinstance(error, Private) or any(isinstance(part, Private) for part in error.args):
            return True
        error = error.__cause__ or error.__context__ or getattr(error, "reason", None)
    return False


def _said(error: requests.RequestException) -> str:
    if _is_private(error):
        return "Its address lies inside a private network. Whoever runs this installation can let that be."
    if isinstance(error, requests.Timeout):
        return "It did not answer in time."
    if isinstance(error, requests.exceptions.SSLError):
        return "Its certificate is not in order."
    return "It could not be reached."


def _no_number(name: str) -> None:
    raise ValueError(name)
