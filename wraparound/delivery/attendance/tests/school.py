"""A school with its team, pupils on its roll, an education welfare team, and files of attendance."""

from datetime import date
from typing import Any

from tests.factories import NOW, make_agency, make_child, make_post, make_service, make_source, make_team, say
from wraparound.delivery.attendance.models import AttendanceList
from wraparound.delivery.attendance.receiving import receive
from wraparound.foundation.accounts.models import Role
from wraparound.foundation.accounts.queries import actor_of
from wraparound.foundation.agencies.models import Agency, Service, Team
from wraparound.outcomes.access.models import Basis
from wraparound.outcomes.access.services import NewGrant, write_grants
from wraparound.outcomes.children.models import Child, Identifier

HEAD = "upn,from,until,possible,attended,authorised,unauthorised,late"
WEEK = "2026-02-23,2026-02-27"


def make_school(name: str = "Hill School") -> Agency:
    school = make_agency("school", "education", name=name)
    service = make_service(school, kind="school", name=name, population=Service.Population.ROLL)
    school.population_team = make_team(service, name=f"{name}: pastoral team")
    school.save()
    return school


def make_welfare() -> Team:
    council = make_agency("council", "education", name="Council education")
    return make_team(
        make_service(council, kind="education welfare", name="Education welfare"), name="Education welfare"
    )


def enrol(school: Agency, number: int, name: str = "Sam", born: date = date(2015, 6, 1)) -> Child:
    """Put a child on the school's roll, by its own list."""
    child = make_child(name, "Reed", born)
    source = make_source(child, school)
    say(source, Identifier, scheme="upn", value=upn(number))
    admit(child, school, source.pk)
    return child


def admit(child: Child, school: Agency, source: int) -> None:
    team = school.population_team
    grant = NewGrant(
        holder_id=team.holder_id, child_id=child.pk, basis=Basis.POPULATION, source_kind="source_record",
        source_id=source, service_id=team.service_id,
    )  # fmt: skip
    write_grants([grant], now=NOW)


def upn(number: int) -> str:
    return f"A1234567890{number:02}"


def send(school: Agency, *rows: str, post: Any = None, name: str = "week.csv") -> AttendanceList:
    actor = actor_of(post or make_post(role=Role.DATA_MANAGER), now=NOW)
    content = "\n".join([HEAD, *rows]).encode()
    return receive(school=school, content=content, file_name=name, actor=actor, now=NOW)


def counts(found: AttendanceList) -> tuple[int, int, int]:
    found.refresh_from_db()
    return found.written, found.unchanged, found.refused
