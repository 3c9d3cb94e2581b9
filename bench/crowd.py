"""Twenty people on a running server, each asking for a page every two seconds: how long each page takes.

`with Crowd(address, workers, lookups) as crowd: …` asks in the background until the block ends, and leaves
what it saw in `crowd.seen`, so that other measures can have people at work meanwhile.
"""

import http.client
import random
import threading
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from types import TracebackType
from typing import NamedTuple, Self
from urllib.parse import urlencode, urljoin, urlsplit

from bench.staff import Worker
from bench.visits import Person, Reply

EVERY = 2.0
"""Seconds from one page of a person to the next."""


class Seen(NamedTuple):
    """One page as it came: of which kind, after how many milliseconds on the wall, with which status."""

    kind: str
    ms: float
    status: int
    path: str


@dataclass
class Wire:
    """A browser that keeps one connection and its cookies, follows redirects, and fetches pages alone."""

    address: str
    cookies: dict[str, str]
    connection: http.client.HTTPConnection = field(init=False)

    def __post_init__(self) -> None:
        self.connection = http.client.HTTPConnection(urlsplit(self.address).netloc, timeout=60)

    def get(self, path: str) -> Reply:
        """Fetch a page, and where it leads to."""
        return self._follow("GET", path, None)

    def post(self, path: str, data: dict[str, str]) -> Reply:
        """Send a form, and fetch the page that it leads to."""
        return self._follow("POST", path, urlencode(data))

    def _follow(self, method: str, path: str, body: str | None) -> Reply:
        for _ in range(5):
            status, where, text = self._ask(method, path, body)
            if status not in (301, 302, 303):
                return Reply(status, urlsplit(path).path, text)
            path, method, body = urljoin(path, where), "GET", None
        return Reply(599, path, "too many redirects")

    def _ask(self, method: str, path: str, body: str | None) -> tuple[int, str, str]:
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        if body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        try:
            self.connection.request(method, path, body, headers)
            response = self.connection.getresponse()
            text = response.read().decode("utf-8", "replace")
        except (http.client.HTTPException, OSError):
            self.connection.close()
            raise
        for cookie in response.headers.get_all("Set-Cookie") or []:
            name, _, value = cookie.partition(";")[0].partition("=")
            self.cookies[name] = value
        return response.status, response.headers.get("Location", ""), text


class Crowd:
    """People at work on a server until told to stop."""

    def __init__(
        self, address: str, workers: Sequence[Worker], lookups: Sequence[str], seed: int = 1
    ) -> None:
        self.seen: list[Seen] = []
        self._stop = threading.Event()
        self._threads = [
            threading.Thread(
                target=self._work,
                args=(
                    Person(
                        Wire(address, dict(worker.cookies)),
                        worker.role,
                        _share(lookups, place, len(workers)),
                        random.Random(f"{seed} {place}"),
                    ),
                    place * EVERY / len(workers),
                ),
            )
            for place, worker in enumerate(workers)
        ]

    def __enter__(self) -> Self:
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stop.set()
        for thread in self._threads:
            thread.join()

    def _work(self, person: Person, delay: float) -> None:
        """Ask for a page every two seconds by the clock: a slow page does not make the next one rarer."""
        due = time.monotonic() + delay
        while not self._stop.wait(max(0.0, due - time.monotonic())):
            due += EVERY
            began = time.perf_counter()
            try:
                kind, reply = person.visit()
            except (http.client.HTTPException, OSError) as error:
                kind, reply = "No answer", Reply(0, "", str(error))
            self.seen.append(Seen(kind, (time.perf_counter() - began) * 1000, reply.status, reply.path))


def _share(lookups: Sequence[str], place: int, people: int) -> Iterator[str]:
    """Yield one person's part of the look-ups, again and again."""
    while True:
        yield from lookups[place::people]
