"""What is fetched from: only over HTTP, never inside our own network, never longer than bounds let."""

import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

import pytest

from wraparound.delivery.openreferral.taking import fetching
from wraparound.delivery.openreferral.taking.fetching import Limits, Source, Unfetched
from wraparound.delivery.openreferral.tests.feed_server import Area, make_service, served

OPEN = Limits(back_off=(), lets_private=True)


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "[::1]", "0.0.0.0", "2130706433", "127.1"])
def test_nothing_inside_our_own_network_is_spoken_to(host: str) -> None:
    area = Area([make_service(1)])
    with served(area) as url, pytest.raises(Unfetched):
        Source(url.replace("127.0.0.1", host), Limits(back_off=(0, 0))).get("services")
    assert area.asked == [], "no word was said to it"


def test_it_says_why_and_does_not_try_again() -> None:
    waited: list[float] = []
    with served(Area([])) as url, pytest.raises(Unfetched, match="private network"):
        Source(url, Limits(back_off=(1, 5)), wait=waited.append).get("services")
    assert waited == []


@pytest.mark.parametrize("address", ["10.0.0.8", "192.168.1.1", "169.254.169.254", "100.64.0.1", "::ffff:10.0.0.1",
                                     "fe80::1%eth0", "224.0.0.1", "fc00::1", "0.0.0.0"])  # fmt: skip
def test_every_kind_of_private_address_is_one(address: str) -> None:
    class Connected:
        closed = False

        def getpeername(self) -> tuple[str, int]:
            return address, 80

        def close(self) -> None:
            self.closed = True

    connected = Connected()
    with pytest.raises(fetching.Private):
        fetching._checked(connected)  # type: ignore[arg-type]
    assert connected.closed


def test_a_public_address_is_let_through() -> None:
    class Connected:
        def getpeername(self) -> tuple[str, int]:
            return "93.184.216.34", 443

    connected = Connected()
    assert fetching._checked(connected) is connected  # type: ignore[arg-type, comparison-overlap]


@pytest.mark.parametrize(
    ("target", "fetched"),
    [("/elsewhere", True), ("http://other.example/services", False), ("file:///etc/passwd", False),
     ("http://127.0.0.1:1/", False), ("ftp://127.0.0.1/", False)],
)  # fmt: skip
def test_it_follows_to_the_same_server_only(target: str, fetched: bool) -> None:
    area = Area([])
    area.spoil = lambda path, asked, usual: {"a": 1} if path == "/elsewhere" else (302, "", target.encode())
    with served(area) as url:
        if fetched:
            assert Source(url, OPEN).get("services") == {"a": 1}
        else:
            with pytest.raises(Unfetched, match="another server"):
                Source(url, OPEN).get("services")


def test_a_circle_of_addresses_comes_to_an_end() -> None:
    area = Area([])
    area.spoil = lambda path, asked, usual: (302, "", b"/again")
    with served(area) as url, pytest.raises(Unfetched, match="without an end"):
        Source(url, OPEN).get("services")


def test_it_waits_longer_each_time_and_then_gives_up() -> None:
    waited: list[float] = []
    area = Area([])
    area.spoil = lambda path, asked, usual: (500, "application/json", b"")
    with served(area) as url, pytest.raises(Unfetched, match="answered 500"):
        Source(url, Limits(back_off=(1, 5, 20), lets_private=True), wait=waited.append).get("services")
    assert waited == [1, 5, 20]


def test_a_feed_that_is_away_is_not_waited_for_each_time() -> None:
    waited: list[float] = []
    area = Area([])
    area.spoil = lambda path, asked, usual: (500, "application/json", b"")
    with served(area) as url:
        source = Source(url, Limits(back_off=(1,), lets_private=True), wait=waited.append)
        for _ in range(30):
            with pytest.raises(Unfetched):
                source.get("services")
    assert len(waited) == fetching.PATIENCE


@pytest.fixture
def dripping() -> Iterator[str]:
    """Serve an answer that comes a sign at a time."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "application/json")
            self.end_headers()
            for _ in range(40):
                self.wfile.write(b" " * fetching.BLOCK)
                time.sleep(0.02)

        def log_message(self, *args: Any) -> None:
            """Say nothing."""

    server = HTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def test_an_answer_that_only_drips_is_given_up(dripping: str) -> None:
    limits = Limits(back_off=(), lets_private=True, whole_seconds=0.1)
    with pytest.raises(Unfetched, match="too long"):
        Source(dripping, limits).get("services")
