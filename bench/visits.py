"""What a person asks for at work: pages in the proportions of a working day, each led to by another."""

import random
import re
from collections.abc import Callable, Iterator
from typing import NamedTuple, Protocol

OPENINGS = 12
"""Records that one person opens in a measure: more in so short a time would be stopped, as it should be."""
PUBLIC_ID = r"[0-9a-f]{8}-[0-9a-f-]{27}"


class Reply(NamedTuple):
    """What came back, after all redirects: the last status, where from, and the page."""

    status: int
    path: str
    text: str


class Web(Protocol):
    """A browser, however it reaches the server."""

    def get(self, path: str) -> Reply:
        """Fetch a page."""

    def post(self, path: str, data: dict[str, str]) -> Reply:
        """Send a form and fetch the page that it leads to."""


SEARCHING = {
    "Home": 4, "Find a child": 3, "Search sent, results": 6, "Opened from results": 2, "Card": 5,
    "Who is involved": 3, "Journey": 2, "Notices": 2, "My own looks": 1,
}  # fmt: skip
LISTING = {"My children": 4, "My children, by a name": 1}
ROLES: dict[str, dict[str, int]] = {
    "practitioner": SEARCHING | LISTING,
    "safeguarding_lead": SEARCHING | LISTING | {"Looks of my team": 1},
    "duty": SEARCHING,
    "team_manager": SEARCHING | {"Openings to review": 3, "Looks of my team": 1, "People and posts": 1},
    "data_manager": SEARCHING
    | {"Possible duplicates": 3, "One pair": 3, "Who can see a child": 2, "Feeds": 2, "Shields": 1},
    "privacy_officer": {"Home": 2, "Everybody's looks": 4, "Notices": 1},
    "area_administrator": {
        "Home": 2,
        "People and posts": 3,
        "Agencies": 2,
        "The area": 1,
        "Looks of accounts": 1,
    },
}
"""How often a post of each role asks for which page."""


class Person:
    """One person at work: remembers the last form, results and child, so that a page follows from another."""

    def __init__(self, web: Web, role: str, lookups: Iterator[str], rng: random.Random) -> None:
        self.web, self.lookups, self.rng = web, lookups, rng
        self.kinds, self.weights = list(ROLES[role]), list(ROLES[role].values())
        self.form = self.results = self.list = self.child = self.pairs = ""
        self.opened = 0

    def visit(self) -> tuple[str, Reply]:
        """Ask for the next page; what cannot be asked for yet gives way to another. Return its kind too."""
        while True:
            kind = self.rng.choices(self.kinds, self.weights)[0]
            if reply := ASKS[kind](self):
                return kind, reply


def _page(path: str) -> Callable[[Person], Reply]:
    return lambda person: person.web.get(path)


def _search_form(person: Person) -> Reply:
    reply = person.web.get("/find/")
    person.form = reply.text
    return reply


def _results(person: Person) -> Reply | None:
    """Send the search that lies open, for one of the five reasons."""
    reasons = re.findall(r'name="reason" value="(\w+)"', person.form)
    if not reasons:
        return None
    data = {"box": next(person.lookups), "reason": person.rng.choice(reasons)}
    reply = person.web.post("/find/", _form(person.form, data))
    person.form, person.results = "", reply.text
    return reply


def _open(person: Person) -> Reply | None:
    """Open the first child of the results, as most people do."""
    found = re.search(rf'name="child" value="({PUBLIC_ID})"', person.results)
    form = re.search(r'action="(/find/[^"]+/open/)"', person.results)
    if not found or not form or person.opened >= OPENINGS:
        return None
    person.opened += 1
    reply = person.web.post(form[1], _form(person.results, {"child": found[1]}))
    person.results, person.child = "", _child_in(reply.path) or person.child
    return reply


def _children(person: Person) -> Reply:
    """Leaf through my children: mostly the first page, in one order or another."""
    page = person.rng.choice([1, 1, 1, 2, 3, 40])
    order = person.rng.choice(["name", "name", "youngest", "oldest"])
    reply = person.web.get(f"/children/?sort={order}&page={page}")
    person.list = reply.text
    return reply


def _children_named(person: Person) -> Reply | None:
    """Narrow my children to those with a part of a name, or show all of them again."""
    if not person.list:
        return None
    part = "" if person.rng.random() < 0.5 else person.rng.choice(["ali", "smi", "mar", "khan", "o'", "wil"])
    reply = person.web.post("/children/", _form(person.list, {"name": part}))
    person.list = reply.text
    return reply


def _of_child(part: str) -> Callable[[Person], Reply | None]:
    """Go to a page of the child that lies open, or of one of my children."""

    def ask(person: Person) -> Reply | None:
        listed = re.findall(rf'href="/children/({PUBLIC_ID})/"', person.list)
        if listed and (not person.child or person.rng.random() < 0.5):
            person.child = person.rng.choice(listed)
        return person.web.get(f"/children/{person.child}/{part}") if person.child else None

    return ask


def _pairs(person: Person) -> Reply:
    reply = person.web.get("/duplicates/")
    person.pairs = reply.text
    return reply


def _pair(person: Person) -> Reply | None:
    found = re.findall(rf'href="(/duplicates/{PUBLIC_ID}/)"', person.pairs)
    return person.web.get(person.rng.choice(found)) if found else None


def _form(page: str, data: dict[str, str]) -> dict[str, str]:
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page)
    return {"csrfmiddlewaretoken": token[1] if token else "", **data}


def _child_in(path: str) -> str:
    found = re.fullmatch(rf"/children/({PUBLIC_ID})/", path)
    return found[1] if found else ""


ASKS: dict[str, Callable[[Person], Reply | None]] = {
    "Home": _page("/"),
    "Find a child": _search_form,
    "Search sent, results": _results,
    "Opened from results": _open,
    "Card": _of_child(""),
    "Who is involved": _of_child("involved/"),
    "Journey": _of_child("journey/"),
    "Who can see a child": _of_child("who-can-see/"),
    "My children": _children,
    "My children, by a name": _children_named,
    "Notices": _page("/notices/"),
    "My own looks": _page("/looks/mine/"),
    "Looks of my team": _page("/looks/team/"),
    "Looks of accounts": _page("/looks/accounts/"),
    "Everybody's looks": _page("/looks/everybody/"),
    "Openings to review": _page("/openings/review/"),
    "Possible duplicates": _pairs,
    "One pair": _pair,
    "Shields": _page("/protected/"),
    "Feeds": _page("/feeds/"),
    "People and posts": _page("/staff/"),
    "Agencies": _page("/agencies/"),
    "The area": _page("/area/"),
}
"""How each kind of page is asked for; nothing comes back where it cannot be asked for yet."""
