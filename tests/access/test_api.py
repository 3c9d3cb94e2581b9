"""The API against the oracle, cell by cell: basis, consent, shield and sector, on each of its surfaces.

A unique token stands in every field of the child that is asked for; a reply shows the parts whose tokens it
holds, and must show exactly those of the oracle that the surface has.
"""

import itertools
import logging
import random
import time
import uuid
from collections.abc import Callable, Iterator
from datetime import date
from statistics import median
from typing import Any

import pytest
from django.conf import settings as site
from django.test import Client
from django.utils import timezone
from django.utils.module_loading import import_string

from tests.access import oracle
from tests.access.planted import Planted, plant
from tests.factories import Api, make_agency, make_api, make_child, make_service, make_shield, make_team, say
from wraparound.foundation.accounts.models import Token
from wraparound.foundation.agencies.models import Agency, Team
from wraparound.outcomes.access.models import Basis
from wraparound.outcomes.access.rules import RULES
from wraparound.outcomes.access.services import NewGrant, write_grants
from wraparound.outcomes.children.models import Child, Identifier
from wraparound.outcomes.finding.refiling import refile

pytestmark = pytest.mark.django_db
WRITTEN = [basis for basis, rule in RULES.items() if not rule.joined]
SHIELDS = ["", "whereabouts", "full"]
NHS, UPN = "9991234563", "Z987654321098"

SURFACES: dict[str, frozenset[str]] = {
    "list": frozenset({"name", "birth", "number"}),
    "search": frozenset({"name", "birth"}),
    "card": oracle.INDEX | oracle.HOUSEHOLD | oracle.RECORD,
    "involvements": oracle.INVOLVEMENT | oracle.SENSITIVE,
}
"""What each surface has at all of the parts that hold tokens."""


def ask(api: Api, surface: str, child: Child) -> Any:
    match surface:
        case "list":
            return api.get("/api/v1/children")
        case "search":
            typed = {"given_names": "Qgiven", "family_name": "Qfamily", "date_of_birth": "2017-08-09"}
            return api.post("/api/v1/searches", {**typed, "reason": "records"})
        case "card":
            return api.get(f"/api/v1/children/{child.public_id}")
        case _:
            return api.get(f"/api/v1/children/{child.public_id}/involvements")


def team_of(sector: str = "health") -> Team:
    return make_team(make_service(make_agency("other", sector)))


def grant(child: Child, team: Team, *bases: str, file: bool = True) -> None:
    new = [
        NewGrant(
            holder_id=team.holder_id, child_id=child.pk, basis=Basis(basis), source_kind="test",
            source_id=None, service_id=team.service_id,
        )
        for basis in bases
    ]  # fmt: skip
    write_grants(new, now=timezone.now())
    if file:
        refile([child.pk], now=timezone.now())


def shield(child: Child, level: str) -> None:
    if level:
        make_shield(child, level=level, now=timezone.now())
        refile([child.pk], now=timezone.now())


def visible_parts(planted: Planted, text: str) -> frozenset[str]:
    """Return the parts that a reply shows; the random keys in it may hold a token's digits by chance."""
    return planted.parts_in(text.replace(str(planted.child.public_id), ""))


@pytest.fixture(autouse=True)
def _often(settings: Any) -> None:
    settings.API_REQUESTS_A_MINUTE = 10**9


@pytest.mark.parametrize("level", SHIELDS)
@pytest.mark.parametrize("consent", [False, True])
@pytest.mark.parametrize("basis", WRITTEN)
def test_each_surface_shows_what_the_oracle_says(basis: str, consent: bool, level: str) -> None:
    team = team_of()
    planted, api = plant(team=team), make_api(team.agency, scopes=["search"])
    grant(planted.child, team, basis, *(["consent"] if consent and basis != "consent" else []))
    shield(planted.child, level)
    parts = oracle.expected(role="system", basis=basis, consent=consent, shield=level, named=False)
    tokens = frozenset(planted.tokens)
    for surface, has in SURFACES.items():
        reply = ask(api, surface, planted.child)
        assert visible_parts(planted, reply.text) == parts & has & tokens, surface
        if surface in ("card", "involvements"):
            assert reply.status_code == (200 if parts else 404)


@pytest.mark.parametrize("sector", Agency.Sector.values)
def test_a_sectors_own_numbers_are_shown_and_no_others(sector: str) -> None:
    team = team_of(sector)
    planted = plant(team=team)
    say(planted.child.sources.get(), Identifier, scheme="upn", value=UPN)
    grant(planted.child, team, "population")
    api = make_api(team.agency, scopes=["search"])
    seen = {
        number
        for surface in SURFACES
        for number in (NHS, UPN)
        if number in ask(api, surface, planted.child).text
    }
    own = {"health": {NHS}, "education": {UPN}, "social_care": {NHS, UPN}}
    assert seen == own.get(sector, set())


@pytest.mark.parametrize("surface", SURFACES)
def test_without_a_grant_the_scope_or_an_agreement_nothing_is_shown(surface: str) -> None:
    team = team_of()
    planted = plant(team=team)
    refile([planted.child.pk], now=timezone.now())
    api = make_api(team.agency, scopes=["search"])
    assert not visible_parts(planted, ask(api, surface, planted.child).text)
    grant(planted.child, team, "involvement")
    assert visible_parts(planted, ask(api, surface, planted.child).text)
    feeds_alone = make_api(team.agency, scopes=["feeds"])
    assert ask(feeds_alone, surface, planted.child).status_code == 403
    assert not visible_parts(planted, ask(feeds_alone, surface, planted.child).text)
    other = make_api(scopes=["search"])
    assert not visible_parts(planted, ask(other, surface, planted.child).text)
    Token.objects.filter(pk=api.token.pk).update(revoked_at=timezone.now())
    assert ask(api, surface, planted.child).status_code == 401
    again = make_api(team.agency, scopes=["search"])
    team.agency.agreements.all().delete()
    assert ask(again, surface, planted.child).status_code == 403


@pytest.mark.parametrize("surface", SURFACES)
def test_a_fully_shielded_child_changes_no_reply(surface: str) -> None:
    team = team_of()
    planted, api = plant(team=team), make_api(team.agency, scopes=["search"])
    grant(planted.child, team, "involvement")
    before = without_random(ask(api, surface, planted.child).json())
    hidden = make_child("Qgiven", "Qfamily", date(2017, 8, 9), agency=team.agency)
    grant(hidden, team, "involvement")
    shield(hidden, "full")
    assert without_random(ask(api, surface, planted.child).json()) == before


def without_random(told: Any) -> Any:
    return {**told, "search": None}


class Kept(logging.Handler):
    """Keeps every line as the installation would write it."""

    def __init__(self) -> None:
        super().__init__(logging.DEBUG)
        self.lines: list[str] = []
        self.setFormatter(import_string(site.LOGGING["formatters"]["json"]["()"])())

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(self.format(record))


@pytest.fixture
def log() -> Iterator[Kept]:
    kept = Kept()
    loggers = [logging.getLogger(name) for name in ("", "django", "django.db.backends", "wraparound")]
    levels = [logger.level for logger in loggers]
    for logger in loggers:
        logger.addHandler(kept)
        logger.setLevel(logging.DEBUG)
    yield kept
    for logger, level in zip(loggers, levels, strict=True):
        logger.removeHandler(kept)
        logger.setLevel(level)


def test_no_token_stands_in_a_log_line(log: Kept) -> None:
    team = team_of()
    planted, api = plant(team=team), make_api(team.agency)
    grant(planted.child, team, "decision", "involvement")
    for surface in SURFACES:
        assert ask(api, surface, planted.child).status_code == 200
    refused = {"given_names": "Qgiven", "reason": "records"}
    assert api.post("/api/v1/searches", refused).status_code == 422
    assert api.post("/api/v1/searches", {**refused, "Qfamily": "Qmother"}).status_code == 422
    assert api.get("/api/v1/children/Qgiven").status_code == 404
    assert api.get("/api/v1/children?cursor=Qgiven").status_code == 422
    sent = {"file": ("Qfamily.csv", b"source_id,given_names\nQsource,Qgiven\n")}
    assert api.send("/api/v1/feeds", files=sent).status_code == 202
    wrong = {**sent, "mapping": ("layout.toml", b"Qgiven = ")}
    assert api.send("/api/v1/feeds", files=wrong).status_code == 422
    assert Client().get("/api/v1/children", headers={"Authorization": "Bearer Qgiven"}).status_code == 401
    assert log.lines
    assert planted.parts_in("\n".join(log.lines)) == frozenset()


def pairs(denied: Callable[[], Any], missing: Callable[[], Any], count: int) -> tuple[float, float]:
    """Return the median milliseconds of both, asked by turns in an order that chance decides."""
    chance = random.Random(7)
    took: dict[int, list[float]] = {0: [], 1: []}
    for _ in range(count):
        turns = [(0, denied), (1, missing)]
        chance.shuffle(turns)
        for which, call in turns:
            began = time.perf_counter()
            reply = call()
            took[which].append((time.perf_counter() - began) * 1000)
            assert reply.status_code in (200, 404)
    return median(took[0]), median(took[1])


@pytest.fixture
def schools() -> tuple[Api, list[Child]]:
    """School A's system, and the pupils of school B."""
    ours, theirs = team_of("education"), team_of("education")
    pupils = []
    for number, team in itertools.product(range(60), [ours, theirs]):
        child = make_child(f"Child{chr(97 + number % 26)}{number}", agency=team.agency)
        say(
            child.sources.get(),
            Identifier,
            scheme="upn",
            value=upn_of("B" if team is theirs else "A", number),
        )
        grant(child, team, "population", file=False)
        if team is theirs:
            pupils.append(child)
    refile(list(Child.objects.values_list("pk", flat=True)), now=timezone.now())
    return make_api(ours.agency, scopes=["search"]), pupils


def upn_of(letter: str, number: int) -> str:
    return f"{letter}{880_000_000_000 + number * 7_919_993}"


@pytest.mark.slow
def test_a_pupil_of_another_school_takes_as_long_as_none_to_search_for(schools: Any) -> None:
    api, pupils = schools
    turn = itertools.count()

    def search(letter: str) -> Any:
        upn = upn_of(letter, next(turn) % len(pupils))
        reply = api.post("/api/v1/searches", {"upn": upn, "reason": "records"})
        assert reply.json()["candidates"] == []
        return reply

    denied, missing = pairs(lambda: search("B"), lambda: search("X"), 1000)
    assert abs(denied - missing) < 10, f"denied {denied:.2f} ms, missing {missing:.2f} ms"


@pytest.mark.slow
def test_a_card_that_is_denied_takes_as_long_as_one_that_is_missing(schools: Any) -> None:
    api, pupils = schools
    turn = itertools.cycle(pupils)

    def read(key: uuid.UUID) -> Any:
        reply = api.get(f"/api/v1/children/{key}")
        assert reply.status_code == 404
        return reply

    denied, missing = pairs(lambda: read(next(turn).public_id), lambda: read(uuid.uuid4()), 1000)
    assert abs(denied - missing) < 10, f"denied {denied:.2f} ms, missing {missing:.2f} ms"
