"""The area of a town, its agencies and teams, and the people who work there."""

from datetime import date, timedelta
from uuid import uuid4

from tests.factories import (
    make_agency,
    make_api,
    make_post,
    make_service,
    make_shift,
    make_team,
    make_user,
)
from tests.pages.town import Town
from wraparound.foundation.accounts.models import Accountability, Invitation, Role
from wraparound.foundation.agencies.models import (
    AgencyCode,
    AgencyFootprint,
    Membership,
    Succession,
)
from wraparound.foundation.area.models import Area, Configuration, Footprint, FootprintLevel, PostcodeLoad
from wraparound.foundation.staffing import services as staffing
from wraparound.foundation.staffing.rules import Place


def area(town: Town) -> None:
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


def agencies(town: Town) -> None:
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


def people(town: Town) -> None:
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
        town.has.worker, town.has.shift = worker, make_shift(town.posts[Role.DUTY], start=town.day(number))
        for post, chief in ((worker, town.posts[Role.TEAM_MANAGER]), (town.posts[Role.DUTY], worker)):
            town.has.line = Accountability.objects.create(
                post=post, answers_to=chief, subject="professional", valid_from=date(2025, 1, 1)
            )
        Invitation.objects.create(
            post=worker, digest=f"digest {number}", sent_at=town.now, expires_at=town.day(5)
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
