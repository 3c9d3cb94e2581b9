"""Two worlds that differ in one hidden thing answer alike, byte for byte: nonces and random ids aside."""

import re
from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.db import transaction
from django.test import Client

from tests.access.driving import address, clock, file
from tests.factories import (
    NOW,
    Api,
    make_actor,
    make_agency,
    make_api,
    make_child,
    make_client,
    make_grant,
    make_post,
    make_service,
    make_shield,
    make_source,
    make_team,
    say,
)
from wraparound.foundation.accounts.models import Role
from wraparound.foundation.accounts.queries import actor_of
from wraparound.outcomes.access.models import Adoption, Basis, Block
from wraparound.outcomes.access.rules import Category
from wraparound.outcomes.children.models import (
    Address,
    Birth,
    Carer,
    Child,
    Identifier,
    Involvement,
    Name,
    Setting,
    Telephone,
)
from wraparound.outcomes.finding.tests.asking import ask
from wraparound.outcomes.journey.services import NewEvent, add_events

__all__ = ["clock"]
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
MILL_ROAD = {"lines": "14 Mill Road", "postcode": "SK9 1AB", "household": 14}
WAITING = (
    "notices",
    "openings/review",
    "looks/mine",
    "looks/team",
    "corrections",
    "protected",
    "protected/glass",
)
"""Pages of what waits for somebody, or what they did."""
BOXES = (
    "amara okafor 14/05/2019",
    "amara okafor 2019",
    "amara okafor sk9 1ab",
    "okafor 14 mill road sk9 2019",
    "9434765919",
    "07700 900123 okafor",
    "grace okafor 14/05/2019",
    "okafor age 0",
)
"""Look-ups that mean the hidden child, the one beside it, or either."""


class World:
    """A worker, a manager and a system, who know a child beside the hidden one."""

    def __init__(self) -> None:
        agency = make_agency("health", "health")
        self.team = make_team(make_service(agency))
        self.beside = make_child("Amina", born=date(2019, 4, 15), agency=agency)
        source = self.beside.sources.get()
        say(source, Address, **MILL_ROAD)
        say(source, Setting, kind="school", as_written="Mill Primary")
        self.setter = make_actor(role=Role.TEAM_MANAGER)
        self.keepers = make_team()
        posts = [
            make_post(self.team),
            make_post(self.team, Role.TEAM_MANAGER),
            make_post(self.team, Role.SAFEGUARDING_LEAD),
        ]
        self.worker = actor_of(posts[0], now=NOW)
        make_grant(self.worker, self.beside, Basis.INVOLVEMENT, team=True)
        file(self.beside)
        self.clients = [make_client(post) for post in posts]
        self.api = make_api(agency, scopes=["search"])


def answers(world: World, *more: Child) -> list[bytes]:
    """Return what every surface answers, with nonces and random ids taken out."""
    replies = []
    for client in world.clients:
        replies += [_page(client, where) for where in ("/", "/children/", "/children/?sort=oldest")]
        replies += [_page(client, f"/{where}/") for where in WAITING]
        for child in (world.beside, *more):
            replies += [_page(client, address(child, page)) for page in ("", "involved/", "journey/")]
        replies += [_found(client, box) for box in BOXES]
    return replies + [_said(world.api, box) for box in BOXES] + [_plain(world.api.get("/api/v1/children"))]


def _page(client: Client, where: str) -> bytes:
    return _plain(client.get(where))


def _found(client: Client, box: str) -> bytes:
    asked = ask(client, box=box)
    return _plain(client.get(asked.url) if asked.status_code == 302 else asked)


def _said(api: Api, text: str) -> bytes:
    return _plain(api.post("/api/v1/searches", {"text": text, "reason": "records"}))


UUID = rb"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}"
RANDOM = re.compile(
    rb'(?<=older=)[\w.-]+|(?<=name="csrfmiddlewaretoken" value=")\w+|(?<=nonce=")[^"]+|(?<=/find/)' + UUID
    + rb'|(?<="search": ")' + UUID + rb"|(?<=X-CSRFToken&quot;: &quot;)\w+|(?<=\"X-CSRFToken\": \")\w+"
)  # fmt: skip


def _plain(reply) -> bytes:
    return str(reply.status_code).encode() + RANDOM.sub(b"*", reply.content)


def in_a_world(make: Callable[[], object], look: Callable[[], list[bytes]]) -> list[bytes]:
    """Return what `look` sees after `make`, and take the world back."""
    with transaction.atomic():
        make()
        seen = look()
        transaction.set_rollback(True)
    return seen


def alike(one: list[bytes], other: list[bytes]) -> None:
    assert len(one) == len(other)
    for mine, theirs in zip(one, other, strict=True):
        assert mine == theirs


def tell_all(child: Child) -> None:
    """Have the child's source say everything that could tell where the child is."""
    source = child.sources.get()
    say(source, Address, lines="2 Quay Street", postcode="SK9 1AB", household=2)
    say(source, Setting, kind="school", as_written="Mill Primary")
    say(source, Telephone, number="07700 900123")
    say(source, Identifier, scheme="nhs", value="9434765919")
    say(source, Carer, given_names="Grace", family_name="Okafor", relation="mother")


def full(child: Child, world: World) -> None:
    make_shield(child, level="full", set_by=world.setter)


def kept(child: Child, world: World) -> None:
    Block.objects.create(child=child, kept_to=world.keepers, kind=Block.Kind.STAFF_FAMILY, starts_at=NOW)


def adopted(child: Child, world: World) -> None:
    Adoption.objects.create(before=child, team=world.keepers, placed_at=NOW)


@pytest.mark.parametrize("hide", [full, kept, adopted])
def test_a_child_who_is_hidden_altogether_is_as_if_not_there(hide: Callable[[Child, World], None]) -> None:
    world = World()

    def hidden(*, shield: bool = True) -> None:
        child = make_child(agency=world.team.agency)
        tell_all(child)
        make_grant(world.worker, child, Basis.POPULATION, team=True)
        if shield:
            hide(child, world)
        file(child)

    def look() -> list[bytes]:
        return answers(world)

    without = in_a_world(lambda: None, look)
    alike(in_a_world(hidden, look), without)
    assert in_a_world(lambda: hidden(shield=False), look) != without, "the surfaces can tell"


def test_what_a_shield_hides_of_a_child_is_as_if_not_held() -> None:
    world = World()
    child = make_child(agency=world.team.agency)
    make_grant(world.worker, child, Basis.INVOLVEMENT, team=True)

    def shielded(*, shield: bool = True, told: bool = True) -> None:
        if told:
            tell_all(child)
        if shield:
            make_shield(child, set_by=world.setter)
        file(child)

    def look() -> list[bytes]:
        return answers(world, child)

    without = in_a_world(lambda: shielded(told=False), look)
    alike(in_a_world(shielded, look), without)
    open_worlds = [
        in_a_world(lambda told=told: shielded(shield=False, told=told), look) for told in (True, False)
    ]
    assert open_worlds[0] != open_worlds[1], "the surfaces can tell"


def test_an_expected_child_is_as_if_not_there_for_services_that_may_not_know() -> None:
    world = World()

    def expected(*, born: bool = False) -> None:
        child = make_child("", born=None, agency=world.team.agency)
        source = child.sources.get()
        facts = {"date": NOW.date(), "status": "documented"} if born else {"status": "expected"}
        Birth.objects.filter(source=source).update(**{"expected_date": date(2026, 5, 14), **facts})
        say(source, Address, **MILL_ROAD)
        say(source, Carer, given_names="Grace", family_name="Okafor", relation="mother")
        file(child, world.beside)

    def look() -> list[bytes]:
        return answers(world)

    without = in_a_world(lambda: file(world.beside), look)
    alike(in_a_world(expected, look), without)
    assert in_a_world(lambda: expected(born=True), look) != without, "the surfaces can tell"


def test_a_sensitive_service_without_a_ground_is_as_if_it_did_not_work_with_the_child() -> None:
    world = World()
    clinic = make_team(
        make_service(make_agency(name="Quiet clinics"), name="Quiet clinic", is_sensitive=True)
    )
    nurse, other = make_actor(clinic), make_agency(name="another agency")

    def works(ground: str = Involvement.Ground.NONE) -> None:
        source = make_source(world.beside, clinic.agency)
        say(source, Name, given_names="Amina", family_name="Okafor")
        say(source, Involvement, team=clinic, as_written="Quiet clinic", is_sensitive=True, ground=ground)
        make_grant(nurse, world.beside, Basis.INVOLVEMENT, team=True)
        add_events(
            [NewEvent(child_id=world.beside.pk, on=NOW.date(), kind="service.began", line="Quiet clinic began.",
                      category=Category.SENSITIVE, service_id=clinic.service_id)], now=NOW,
        )  # fmt: skip

    def look() -> list[bytes]:
        return answers(world)

    def another() -> None:
        """Say the same name as any agency could: that one more agrees is no secret."""
        say(make_source(world.beside, other), Name, given_names="Amina", family_name="Okafor")

    without = in_a_world(another, look)
    alike(in_a_world(works, look), without)
    assert in_a_world(lambda: works(Involvement.Ground.CONSENT), look) != without, "the surfaces can tell"


def test_what_a_sisters_shield_hides_of_her_brother_is_as_if_not_held() -> None:
    world = World()
    sister = make_child("Ada")
    home = {**MILL_ROAD, "household": 99, "postcode": "SK9 7ZZ"}
    say(sister.sources.get(), Address, **home)
    brother = world.beside.sources.get()
    began = NOW - timedelta(days=900)
    say(
        brother,
        Setting,
        kind="school",
        as_written="Quay Primary",
        said_at=began,
        superseded_at=NOW - timedelta(30),
    )

    def told(*, of_then: bool = True, shield: bool = True) -> None:
        then = {"said_at": began, "superseded_at": NOW - timedelta(days=300)}
        if of_then:
            say(brother, Address, **home, **then)
            say(brother, Setting, kind="practice", as_written="Old Practice", **then)
        if shield:
            make_shield(sister, set_by=world.setter)
        file(sister, world.beside)

    def look() -> list[bytes]:
        return [*answers(world), *(_found(client, "okafor sk9 7zz 2019") for client in world.clients)]

    without = in_a_world(lambda: told(of_then=False), look)
    alike(in_a_world(told, look), without)


def test_a_child_kept_from_one_person_pushes_nobody_aside_whom_a_search_of_theirs_shows() -> None:
    world = World()
    child = make_child(agency=world.team.agency)
    tell_all(child)
    file(child)
    Block.objects.create(child=child, user_id=world.worker.user_id, kind=Block.Kind.CONCERN, starts_at=NOW)
    page = _found(world.clients[0], BOXES[0])
    assert b"Amina" in page and b"Amara Okafor</" not in page
