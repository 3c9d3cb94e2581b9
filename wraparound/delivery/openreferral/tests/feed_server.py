"""Another area's feed, served over HTTP: made services, with whatever is wrong with it that a test wants.

`python -m wraparound.delivery.openreferral.tests.feed_server SIZE` says its port and serves until it is ended.
"""

import json
import random
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit
from uuid import UUID, uuid5

SPACE = UUID("11111111-2222-4333-8444-555555555555")
BRIEF = ["id", "name", "description", "url", "email", "status", "minimum_age", "maximum_age", "organization"]
Answer = tuple[int, str, bytes]


def key(what: str, n: int) -> str:
    return str(uuid5(SPACE, f"{what} {n}"))


def make_service(n: int) -> dict[str, Any]:
    """Return a service whole; the same for the same number."""
    dice = random.Random(n)
    body = n % 400
    service: dict[str, Any] = {
        "id": key("service", n), "name": f"Group {n}", "status": "active",
        "description": f"For families. We meet in hall {n % 900}.", "email": f"group{n}@body{body}.example",
        "url": f"https://body{body}.example/groups/{n}", "last_modified": "2026-01-05T08:00:00.000Z",
        "organization": {"id": key("body", body), "name": f"Body {body}", "description": f"We are body {body}."},
    }  # fmt: skip
    if n % 3:
        service |= {"minimum_age": n % 7, "maximum_age": n % 7 + dice.randrange(1, 9)}
    if n % 5:
        place = n % 900
        service["service_at_locations"] = [{
            "id": key("link", n), "service_id": service["id"], "location_id": key("place", place),
            "location": {
                "id": key("place", place), "location_type": "physical", "name": f"Hall {place}",
                "latitude": 51.3 + place / 10_000, "longitude": -2.1,
                "addresses": [{"id": key("address", place), "address_1": f"{place} High Street", "city": "Eastbrook",
                               "state_province": "", "postal_code": f"EB{place % 20} 1AA", "country": "GB",
                               "address_type": "physical"}],
                "accessibility": [{"id": key("access", place), "accessibility": "Step-free"}],
            },
        }]  # fmt: skip
        service["schedules"] = [{
            "id": key("schedule", n), "service_at_location_id": key("link", n), "freq": "WEEKLY",
            "byday": dice.choice(["MO", "TU,TH", "SA"]), "opens_at": "09:30", "closes_at": "11:00",
        }]  # fmt: skip
    if n % 2:
        service["phones"] = [{"id": key("phone", n), "number": f"01632 960{n % 1000:03}"}]
        service["cost_options"] = [{"id": key("cost", n), "option": "A child", "amount": n % 4}]
    service["attributes"] = [{
        "id": key("attribute", n), "taxonomy_term": {"id": key("term", n % 12), "name": f"Sort {n % 12}",
                                                     "description": "A sort", "taxonomy": "Sorts"},
    }]  # fmt: skip
    return service


class Area:
    """A feed: its services, and what `spoil` makes of an answer (path, what was asked, answer as it would be)."""

    def __init__(self, services: list[Any]) -> None:
        self.services = services
        self.asked: list[str] = []
        self.spoil: Callable[[str, dict[str, str], Any], Any] = lambda path, asked, answer: answer

    def answer(self, path: str, asked: dict[str, str]) -> Any:
        """Return what is answered: a value to be sent as JSON, or an `Answer`."""
        if path == "/services":
            return page(self.services, int(asked.get("page", 1)), int(asked.get("per_page", 50)))
        found = [
            each for each in self.services if isinstance(each, dict) and f"/services/{each.get('id')}" == path
        ]
        return found[0] if found else (404, "application/json", b"{}")


def page(services: list[Any], number: int, size: int) -> dict[str, Any]:
    part = services[(number - 1) * size : number * size]
    pages = -(-len(services) // size)
    contents = [
        {k: v for k, v in each.items() if k in BRIEF} if isinstance(each, dict) else each for each in part
    ]
    return {
        "total_items": len(services), "total_pages": pages, "page_number": number, "size": len(part),
        "first_page": number == 1, "last_page": number >= pages, "empty": not part, "contents": contents,
    }  # fmt: skip


def server_of(area: Area) -> ThreadingHTTPServer:
    by_id = {each["id"]: each for each in area.services if isinstance(each, dict) and "id" in each}

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            split = urlsplit(self.path)
            asked = {name: values[0] for name, values in parse_qs(split.query).items()}
            area.asked.append(self.path)
            quick = by_id.get(split.path.removeprefix("/services/"))
            answer = area.spoil(split.path, asked, quick or area.answer(split.path, asked))
            status, kind, body = (
                answer if isinstance(answer, tuple) else (200, "application/json", dumped(answer))
            )
            self.send_response(status)
            self.send_header("Content-Type", kind)
            if 300 <= status < 400:
                self.send_header("Location", body.decode())
                body = b""
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *args: Any) -> None:
            """Say nothing."""

    class Server(ThreadingHTTPServer):
        def handle_error(self, request: Any, client_address: Any) -> None:
            """Say nothing of readers that were killed."""

    server = Server(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    return server


def dumped(value: Any) -> bytes:
    return value if isinstance(value, bytes) else json.dumps(value).encode()


@contextmanager
def served(area: Area) -> Iterator[str]:
    """Serve a feed from a thread of this process; give its address."""
    server = server_of(area)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()


if __name__ == "__main__":
    whole = server_of(Area([make_service(n) for n in range(int(sys.argv[1]))]))
    print(whole.server_port, flush=True)
    whole.serve_forever()
