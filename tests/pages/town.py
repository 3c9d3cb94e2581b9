"""A town with so many of everything that has a page, named as long as life names things or shortly."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from types import SimpleNamespace
from typing import Any
from uuid import uuid4

from django.test import Client
from django.utils import timezone

from tests.factories import (
    make_agency,
    make_api,
    make_child,
    make_client,
    make_grant,
    make_involvement,
    make_post,
    make_service,
    make_shield,
    make_shift,
    make_source,
    make_team,
    make_user,
    say,
)
from wraparound.foundation.accounts.models import Accountability, Invitation, Post, Role
from wraparound.foundation.accounts.queries import actor_of
from wraparound.foundation.agencies.models import (
    Agency,
    AgencyCode,
    AgencyFootprint,
    Membership,
    Succession,
)
from wraparound.foundation.area.models import Area, Configuration, Footprint, FootprintLevel, PostcodeLoad
from wraparound.foundation.audit.models import Sample
from wraparound.foundation.audit.services import record
from wraparound.foundation.notifications.services import notify
from wraparound.foundation.staffing import services as staffing
from wraparound.foundation.staffing.rules import Place
from wraparound.outcomes.access.models import Adoption, Basis, Block, Lift
from wraparound.outcomes.access.rules import Category
from wraparound.outcomes.card.models import RingRequest
from wraparound.outcomes.children.models import (
    Address,
    Banner,
    Carer,
    Child,
    Identifier,
    Language,
    Name,
    Setting,
    Standing,
    Telephone,
)
from wraparound.outcomes.feeds.models import Load
from wraparound.outcomes.finding.asking import Asked
from wraparound.outcomes.finding.refiling import refile
from wraparound.outcomes.index.models import Correction, Merge, Pair
from wraparound.outcomes.journey.services import NewEvent, add_events
from wraparound.outcomes.kin.models import StaffHome
from wraparound.outcomes.openings.services import open_as_duty, open_card
from wraparound.outcomes.shields.models import GlassBreak, Review

LONG = "Wilhelmina-Oluwadamilola Featherstonehaugh-Cholmondeley of the Outer Villages"

INVOLVEMENTS, SIBLINGS = 40, 9
"""Of one child, in a town of long names."""


@dataclass
class Town:
    """The posts by role, the objects that addresses name, and how many there are of each thing."""

    crowd: int
    long: bool = False
    posts: dict[str, Post] = field(default_factory=dict)
    has: SimpleNamespace = field(default_factory=SimpleNamespace)

    def __post_init__(self) -> None:
        self.now = timezone.now()
        self.today = timezone.localdate(self.now)

    def name(self, words: str) -> str:
        """Return a name as long as names come, in a crowded town, or as short."""
        return f"{words} {LONG}"[:90] if self.long else words

    def actor(self, role: str) -> Any:
        """Return who acts as the post of a role."""
        return actor_of(self.posts[role], now=self.now)


def make_town(crowd: int, *, long: bool = False) -> Town:
    """Make a town with `crowd` of each thing that a page lists."""
    town = Town(crowd, long)
    town.has.search = uuid4()
    for part in (
        _area,
        _agencies,
        _people,
        _child,
        _relations,
        _children,
        _openings,
        _index,
        _shields,
        _loads,
        _notices,
        _looks,
    ):
        part(town)
    refile(Child.objects.filter(state=Child.State.LIVE).values_list("pk", flat=True), now=town.now)
    return town


def _area(town: Town) -> None:
    town.has.area = Area.objects.create(code="E09000099", name="Eastmere")
    borough, ward = (
        FootprintLevel.objects.create(name=name, position=place)
        for place, name in enumerate(["Borough", "Ward"])
    )
    outer = Footprint.objects.create(level=borough, code="E09", name="Eastmere", valid_from=date(2020, 1, 1))
    for number in range(town.crowd):
        town.has.number = town.has.area.duty_numbers.create(
            label=town.name(f"Duty team {number}"), telephone="01632 960001", hours="At any hour"
        )
        town.has.footprint = Footprint.objects.create(
            level=ward, parent=outer, code=f"E05{number:03}", name=town.name(f"Ward {number}"),
            valid_from=date(2020, 1, 1),
        )  # fmt: skip
        town.has.postcode_load = PostcodeLoad.objects.create(
            file_name="directory.csv", path="x", started_at=town.now, finished_at=town.now, state="done",
            bytes_total=9_000_000, bytes_read=9_000_000, words="Line 5: “a” is not a postcode.",
        )  # fmt: skip
        Configuration.objects.create(
            kind="calendar", document={"closed": []}, effective_from=town.today - timedelta(days=number)
        )


def _agencies(town: Town) -> None:
    town.has.council = make_agency("council", "social_care", name=town.name("Eastmere Council"))
    town.has.care = make_team(
        make_service(town.has.council, name="Social care"), name=town.name("Social care, north"),
        holds_safeguarding=True, is_front_door=True,
    )  # fmt: skip
    for number in range(town.crowd):
        other = make_agency("voluntary", "community", name=town.name(f"Agency {number}"))
        service = make_service(town.has.council, name=town.name(f"Service {number}"))
        town.has.team = make_team(service, name=town.name(f"Team {number}"))
        town.has.service, town.has.other_agency = service, other
        town.has.code = AgencyCode.objects.create(
            agency=town.has.council, scheme="urn", value=f"99900{number}"
        )
        town.has.place = AgencyFootprint.objects.create(
            agency=town.has.council, footprint=town.has.footprint, valid_from=date(2020, 1, 1 + number)
        )
        Membership.objects.create(umbrella=other, member=town.has.council, valid_from=date(2020, 1, 1))
        town.has.succession = Succession.objects.create(
            predecessor=other, successor=town.has.council, kind="merged", effective_on=date(2026, 9, 1)
        )


def _people(town: Town) -> None:
    health = make_agency("health", "health", name=town.name("Eastmere Community Health"))
    town.has.visiting = make_team(make_service(health, name="Health visiting"), name="Health visiting, north")
    adoption = make_team(make_service(town.has.council), holds_adoptions=True, name="Adoption team")
    where = {
        Role.PRACTITIONER: town.has.visiting,
        "adoption": adoption,
        **dict.fromkeys([Role.DUTY, Role.TEAM_MANAGER], town.has.care),
    }
    for role in [*Role.values, "adoption"]:
        user = make_user(full_name=town.name(f"Person {role}".replace("_", " ").title()))
        kind = Role.PRACTITIONER if role == "adoption" else role
        town.posts[role] = make_post(where.get(role), kind, user=user, telephone="01632 960150")
    make_shift(town.posts[Role.DUTY], start=town.now - timedelta(hours=1), hours=24)
    for number in range(town.crowd):
        worker = make_post(town.has.care, user=make_user(full_name=town.name(f"Worker {number}")))
        town.has.worker, town.has.shift = worker, make_shift(town.posts[Role.DUTY], start=_day(town, number))
        for post, chief in ((worker, town.posts[Role.TEAM_MANAGER]), (town.posts[Role.DUTY], worker)):
            town.has.line = Accountability.objects.create(
                post=post, answers_to=chief, subject="professional", valid_from=date(2025, 1, 1)
            )
        Invitation.objects.create(
            post=worker, digest=f"digest {number}", sent_at=town.now, expires_at=_day(town, 5)
        )
        town.has.token = make_api(town.has.council, name=town.name(f"System {number}")).token
        _wanted_place(town, number)


def _wanted_place(town: Town, number: int) -> None:
    """Ask for a place in a team that needs two people to agree."""
    wanted = Place(
        email=f"new{number}@agency.example", full_name=town.name(f"Newcomer {number}"), title="Social worker",
        role=Role.PRACTITIONER, agency_id=town.has.care.agency_id, team_id=town.has.care.pk,
        valid_from=town.today,
    )  # fmt: skip
    town.has.change = staffing.place(
        wanted=wanted, submission=uuid4(), actor=town.actor(Role.TEAM_MANAGER), now=town.now
    )


def _day(town: Town, days: int) -> Any:
    return town.now + timedelta(days=days)


def _child(town: Town) -> None:
    """Make one child of whom so much of everything is said, with so many at home."""
    child = make_child(town.name("Amara"), "Okafor", agency=town.has.council)
    town.has.child = child
    lives = {"lines": town.name("14 Mill Road"), "postcode": "SK9 1AB", "household": 77}
    for number in range(town.crowd):
        source = make_source(child, make_agency(name=town.name(f"Teller {number}")))
        town.has.source = source
        say(source, Name, given_names=town.name(f"Ama{number}"), family_name="Okafor", kind="known_as")
        say(source, Address, **lives)
        say(source, Telephone, number=f"07700 9002{number:02}")
        say(source, Identifier, scheme="nhs", value=f"99912345{number:02}")
        say(source, Carer, given_names=town.name(f"Ngozi {number}"), family_name="Okafor", relation="mother")
        say(source, Language, first_language=f"Igbo {number}", interpreter="Igbo")
        say(source, Setting, kind="school", as_written=town.name(f"School {number}"))
        say(source, Banner, kind="visit_safety", words=town.name(f"Visit in pairs {number}"))
        say(source, Standing, kind="lead", holds_from=date(2026, 1, 5), worker=town.name(f"Lead {number}"))
        team = make_team(name=town.name(f"Helpers {number}"))
        make_involvement(child, team, worker=town.name(f"Helper {number}"), worker_telephone="01632 960160")
        sibling = make_child(town.name(f"Kofi {number}"), "Okafor", date(2015, 1, 1))
        say(sibling.sources.get(), Address, **lives)
        add_events(
            [NewEvent(child_id=child.pk, on=town.today, kind="test", line=town.name(f"Moved {number}"),
                      category=Category.IDENTITY)], now=town.now,
        )  # fmt: skip
        Block.objects.create(child=child, user=make_user(), kind=Block.Kind.NAMED, starts_at=town.now)
        town.has.kept = make_child(town.name(f"Kept {number}"), "Stone")
        keeps = town.posts[Role.TEAM_MANAGER].team
        Block.objects.create(
            child=town.has.kept, kept_to=keeps, kind=Block.Kind.STAFF_FAMILY, starts_at=town.now
        )
    make_involvement(child, town.has.care, worker=town.name("Priya Shah"), worker_telephone="01632 960160")
    if town.long:
        _crowd(town, child, lives)
    _grants_on_the_child(town, child)


def _crowd(town: Town, child: Child, lives: dict[str, Any]) -> None:
    """Make a child's page as full as pages come: forty involvements, nine siblings."""
    for number in range(town.crowd + 1, INVOLVEMENTS):
        team = make_team(name=town.name(f"Helpers {number}"))
        make_involvement(child, team, worker=town.name(f"Helper {number}"), worker_telephone="01632 960160")
    for number in range(town.crowd, SIBLINGS):
        sibling = make_child(town.name(f"Kofi {number}"), "Okafor", date(2015, 1, 1))
        say(sibling.sources.get(), Address, **lives)


def _grants_on_the_child(town: Town, child: Child) -> None:
    for post in (*town.posts.values(), *Post.objects.filter(team=town.has.care)[: town.crowd]):
        make_grant(actor_of(post, now=town.now), child, Basis.TEAM_AROUND, now=town.now)
        make_grant(actor_of(post, now=town.now), child, Basis.INVOLVEMENT, now=town.now)
    before = town.now - timedelta(days=400)
    manager = actor_of(town.posts[Role.TEAM_MANAGER], now=town.now)
    make_grant(manager, child, Basis.INVOLVEMENT, now=before, until=before + timedelta(days=90))
    Adoption.objects.create(before=child, team=town.posts["adoption"].team, placed_at=_day(town, 30))


def _relations(town: Town) -> None:
    """Let the data manager's agency say something of the child, and the health visitor be of its name."""
    own = make_source(town.has.child, town.posts[Role.DATA_MANAGER].agency)
    say(own, Address, lines="14 Mill Road", postcode="SK9 1AB")
    town.has.own_name = say(own, Name, given_names="Amara", family_name="Okafor")
    visitor = town.posts[Role.PRACTITIONER].user
    visitor.full_name = "Grace Okafor"
    visitor.save()
    StaffHome.objects.create(user=visitor, postcode="SK9 1AB", said_at=town.now)


def _children(town: Town) -> None:
    """Give the health visitors so many children, some of whom are alike."""
    for number in range(town.crowd):
        child = make_child(
            town.name(f"Layla {number}"), "Haddad", date(2020, 3, 1), address="9 Lane", postcode="SK9 2AB"
        )
        make_grant(town.actor(Role.PRACTITIONER), child, Basis.POPULATION, team=True, now=town.now)


def _openings(town: Town) -> None:
    visitor, duty = town.actor(Role.PRACTITIONER), town.actor(Role.DUTY)
    for number in range(town.crowd):
        child = make_child(town.name(f"Opened {number}"), "Moss")
        town.has.opening = open_card(child_id=child.pk, reason="worry", words="", actor=visitor, now=town.now)
        open_as_duty(
            child_id=child.pk, reason="worry", words=town.name("Police rang"), actor=duty, now=town.now
        )
        town.has.ring = RingRequest.objects.create(
            child=child, asked_by=town.posts[Role.DUTY], team=town.has.visiting, telephone="01632 960150",
            asked_at=town.now,
        )  # fmt: skip


def _index(town: Town) -> None:
    manager = town.posts[Role.DATA_MANAGER]
    for number in range(town.crowd):
        one, other = (make_child(town.name(f"Twice {number}"), "Bell") for _ in "ab")
        town.has.pair = Pair.objects.create(
            child_a=one, child_b=other, created_at=town.now, probability=0.9, why=["The names sound alike"]
        )
        gone = make_child(town.name(f"Gone {number}"), "Bell", state=Child.State.LIVE)
        town.has.merge = Merge.objects.create(
            kind=Merge.Kind.JOINED, kept=one, other=gone, other_state=Child.State.LIVE, by=manager,
            at=town.now, reason=town.name("One child"),
        )  # fmt: skip
        seen = {"agency": manager.agency, "first_seen_at": town.now, "last_seen_at": town.now}
        for post in town.posts.values():
            correction = Correction.objects.create(merge=town.has.merge, post=post, told_at=town.now, **seen)
            if post == town.posts[Role.PRACTITIONER]:
                town.has.correction = correction


def _shields(town: Town) -> None:
    second = make_post(role=Role.DATA_MANAGER)
    for number in range(town.crowd):
        hidden = make_child(town.name(f"Hidden {number}"), "Stone")
        town.has.hidden = hidden
        town.has.standing = standing = make_shield(hidden, named=[town.actor(Role.DUTY)], now=town.now)
        waiting = {"confirmed_at": None, "provisional_until": _day(town, 2)}
        make_shield(make_child(town.name(f"Safe {number}"), "Stone"), now=town.now, **waiting)
        town.has.review = Review.objects.create(
            shield=standing, because="move", due_on=town.today, found_at=town.now
        )
        town.has.lift = Lift.objects.create(
            shield=standing, asked_by=second, asked_at=town.now, parent_asked_on=town.today, words="She asked"
        )
        town.has.glass = GlassBreak.objects.create(
            child=hidden, reason="worry", words=town.name("Police hold a girl"), asked_at=town.now,
            asked_by=town.posts[Role.DUTY],
        )  # fmt: skip


def _loads(town: Town) -> None:
    agency: Agency = town.posts[Role.DATA_MANAGER].agency
    for number in range(town.crowd):
        town.has.load = Load.objects.create(
            agency=agency, name=town.name(f"list-{number}.csv"), digest=f"{number}", state=Load.State.DONE,
            started_at=town.now, finished_at=town.now, rows=10, rows_done=10,
            sent_by=town.posts[Role.DATA_MANAGER],
        )  # fmt: skip


def _notices(town: Town) -> None:
    for post in town.posts.values():
        for number in range(town.crowd):
            town.has.notice = notify(
                to=post, kind="test", words=town.name(f"Something waits for you {number}"), now=town.now
            )


def _looks(town: Town) -> None:
    """Let everybody have looked at the child, and the privacy officer have drawn some of it by lot."""
    for role, post in town.posts.items():
        for _ in range(town.crowd):
            entry = record(
                verb="card.see", now=town.now, actor=town.actor(role), child_id=town.has.child.pk,
                outcome="seen",
            )  # fmt: skip
            if post == town.posts[Role.DATA_MANAGER]:
                town.has.sample = Sample.objects.create(entry=entry, drawn_at=town.now, drawn_by=0)


def client_of(town: Town, role: str) -> Client:
    """Return a browser in which the post of a role is signed in and searched a moment ago."""
    client = make_client(town.posts[role])
    session = client.session
    asked = Asked(box="layla haddad 2020", reason="worry", said_at=timezone.now().isoformat())
    session["searches"] = {str(town.has.search): asked.kept()}
    session.save()
    return client
