"""What pages, lists, counts, searches, the API and log lines betray, against the oracle, token by token."""

import json
import logging
from collections.abc import Iterator, Sequence
from typing import Any

import pytest
from django.test import Client

from tests.access import oracle
from tests.access.driving import address, clock, file, read_all
from tests.access.planted import Planted, plant
from tests.factories import (
    make_agency,
    make_api,
    make_client,
    make_grant,
    make_post,
    make_service,
    make_shield,
    make_team,
)
from wraparound.foundation.accounts.models import Post, Role
from wraparound.foundation.accounts.queries import actor_of
from wraparound.foundation.accounts.rules import ROLES, May
from wraparound.foundation.agencies.models import Team
from wraparound.outcomes.access.models import Basis, Shield
from wraparound.outcomes.access.rules import RULES
from wraparound.outcomes.finding.tests.asking import found
from wraparound.site.logs import JsonFormatter

__all__ = ["clock"]
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
WRITTEN = [basis for basis in Basis if not RULES[basis].joined]
SHIELDS = [("", False), ("whereabouts", False), ("whereabouts", True), ("full", False), ("full", True)]
NOT_LISTED = {Basis.OPENED, Basis.EMERGENCY, Basis.DUTY_DESK}
"""What was opened for once is no child of mine."""
SEARCHED = {Basis.OPENED, Basis.INVOLVEMENT, Basis.FAMILY}
"""A search shows the same whatever is held, so it is asked with these alone."""
UNNAMED = [("", False), ("whereabouts", False), ("full", False)]
CANDIDATE = frozenset({"name", "birth", "sex"})
"""A row of a search: "names as matched, birth date, sex, postcode district, and no more"."""
ROW = frozenset({"name", "number"})
"""A row of my children: who it is, how old, and why I see it."""
JOURNEY_ALONE = frozenset({"own record", "own notes", "notes", "safeguarding"})
"""What only the journey tells; the API has none yet."""
TYPED = {"box": "qgiven qfamily 09/08/2017"}


def in_words(expected: frozenset[str], planted: Planted) -> frozenset[str]:
    """Return the parts that have a token; who sees a whole category sees the own service's part of it."""
    if "record" in expected:
        expected |= oracle.OWN_RECORD
    if "notes" in expected:
        expected |= oracle.OWN_NOTES
    return expected & planted.tokens.keys()


def shields_of(
    planted: Planted, post: Post, shields: Sequence[tuple[str, bool]] = SHIELDS
) -> Iterator[tuple[str, bool]]:
    """Put the child behind each shield in turn, filed as it then is."""
    manager = actor_of(make_post(role=Role.TEAM_MANAGER), now=planted.child.created_at)
    reader = actor_of(post, now=planted.child.created_at)
    for level, named in shields:
        Shield.objects.all().delete()
        if level:
            make_shield(planted.child, level=level, named=[reader] if named else [], set_by=manager)
        file(planted.child)
        yield level, named


def check(client: Client, planted: Planted, role: str, expected: frozenset[str], *, listed: bool) -> None:
    """Compare every surface that a post reads with what the oracle lets it see."""
    shown = planted.parts_in(read_all(client, planted.child))
    right = in_words(expected, planted)
    assert (sorted(shown - right), sorted(right - shown)) == ([], []), "shown and not to be; to be and not"
    reply = client.get("/children/")
    is_mine = bool(expected) and listed
    assert planted.parts_in(reply.text) == (ROW if is_mine else frozenset())
    assert ("No child is yours" in reply.text) != is_mine
    if May.SEARCH not in ROLES[role]:
        assert client.get("/find/").status_code == 404


def said(reply: Any) -> str:
    """Return what the API said, the sex in the word of the pages."""
    return json.dumps(reply.json(), ensure_ascii=False).replace('"sex": "F"', '"sex": "Female"')


def check_search(client: Client, planted: Planted, *, is_found: bool) -> None:
    page = found(client, **TYPED)
    assert planted.parts_in(page) == (CANDIDATE if is_found else frozenset())
    assert ("Nobody found" in page) != is_found


@pytest.mark.parametrize("basis", WRITTEN)
def test_every_basis_behind_every_shield_shows_what_the_oracle_says_and_no_more(basis: Basis) -> None:
    post, planted = _reader(Role.PRACTITIONER, basis)
    client = make_client(post)
    for level, named in shields_of(planted, post):
        cell = {"role": post.role, "basis": basis, "consent": False, "shield": level, "named": named}
        check(client, planted, post.role, oracle.expected(**cell), listed=basis not in NOT_LISTED)
        if basis in SEARCHED:
            check_search(client, planted, is_found=level != "full" or named)


@pytest.mark.parametrize("role", Role.values)
@pytest.mark.parametrize("basis", [Basis.POPULATION, Basis.INVOLVEMENT, Basis.DECISION])
def test_every_role_is_shown_what_the_oracle_says_and_no_more(role: str, basis: Basis) -> None:
    post, planted = _reader(role, basis)
    client = make_client(post)
    for level, named in shields_of(planted, post):
        cell = {"role": role, "basis": basis, "consent": False, "shield": level, "named": named}
        check(client, planted, role, oracle.expected(**cell), listed=True)


@pytest.mark.parametrize("basis", sorted(oracle.CONSENT_ADDS_TO | {Basis.OPENED, Basis.FINISHING}))
def test_consent_adds_what_it_names_to_whoever_works_with_the_child(basis: str) -> None:
    post, planted = _reader(Role.PRACTITIONER, Basis(basis))
    make_grant(actor_of(post, now=planted.child.created_at), planted.child, Basis.CONSENT)
    client = make_client(post)
    for level, named in shields_of(planted, post, UNNAMED):
        cell = {"role": post.role, "basis": basis, "consent": True, "shield": level, "named": named}
        check(client, planted, post.role, oracle.expected(**cell), listed=basis not in NOT_LISTED)


@pytest.mark.parametrize("basis", [Basis.POPULATION, Basis.INVOLVEMENT, Basis.TEAM_AROUND, Basis.STATUTORY])
def test_an_agencys_own_system_reads_over_the_api_what_its_teams_may(basis: Basis) -> None:
    post, planted = _reader(Role.PRACTITIONER, basis, team=True)
    api = make_api(post.agency, scopes=["search"])
    cards = f"/api/v1/children/{planted.child.public_id}"
    for level, named in shields_of(planted, post, UNNAMED):
        cell = {"role": "system", "basis": basis, "consent": False, "shield": level, "named": named}
        expected = oracle.expected(**cell)
        replies = [api.get(cards), api.get(f"{cards}/involvements")]
        assert {reply.status_code for reply in replies} == {200 if expected else 404}
        told = planted.parts_in("".join(said(reply) for reply in replies if reply.status_code == 200))
        right = in_words(expected, planted) - JOURNEY_ALONE
        assert (sorted(told - right), sorted(right - told)) == ([], []), "told and not to be; to be and not"
        asked = {"given_names": "Qgiven", "family_name": "Qfamily", "date_of_birth": "2017-08-09"}
        rows = said(api.post("/api/v1/searches", {**asked, "reason": "records"}))
        assert planted.parts_in(rows) == (CANDIDATE if expected else frozenset())
        mine = said(api.get("/api/v1/children"))
        assert planted.parts_in(mine) == (ROW | CANDIDATE if expected else frozenset())


def test_no_log_line_holds_a_part_of_a_child_not_even_of_an_error(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    post, planted = _reader(Role.PRACTITIONER, Basis.DECISION)
    client = make_client(post)
    read_all(client, planted.child)
    found(client, **TYPED)
    client.get("/children/Qgiven/")
    client.get(address(planted.child), {"name": "Qgiven"})
    make_api(post.agency).get("/api/v1/children/Qgiven")
    log = logging.getLogger("wraparound.test")
    try:
        raise ValueError("Qgiven of 1 Qstreet, ZZ99 3QQ")
    except ValueError:
        log.exception("could not do it")
    assert caplog.records
    written = "\n".join(JsonFormatter().format(record) for record in caplog.records)
    assert planted.parts_in(written) == frozenset()


def _reader(role: str, basis: Basis, *, team: bool = False) -> tuple[Post, Planted]:
    """Store a planted child and a post of the health service that holds one grant on it, of all categories."""
    works: Team = make_team(make_service(make_agency("health", "health")))
    planted = plant(team=works)
    post = make_post(works, role)
    make_grant(actor_of(post, now=planted.child.created_at), planted.child, basis, team=team)
    return post, planted
