"""The pages of attendance: what a town has of it, and who goes to which address."""

from datetime import date, timedelta
from uuid import UUID

from tests.factories import make_child, make_grant, make_post, make_service, make_source, make_team, make_user
from tests.pages.town import Town
from tests.pages.visits import DATA, MANAGER, Visit, of
from wraparound.delivery.attendance import home, services
from wraparound.delivery.attendance.models import Attendance, AttendanceList, RefusedRow
from wraparound.delivery.attendance.rules import school_year
from wraparound.foundation.agencies.models import Agency, Service
from wraparound.outcomes.access.models import Basis, Grant
from wraparound.outcomes.children.models import Child
from wraparound.outcomes.openings.leaving import LEFT
from wraparound.outcomes.openings.rules import start_of

PUPIL, CASE, ENTRY = of("pupil", "public_id"), of("search_case", "public_id"), of("home_entry", "public_id")
PAGES: dict[str, Visit] = {
    "attendance:absent": Visit("school"),
    "attendance:child": Visit("school", PUPIL),
    "attendance:ask": Visit("school", PUPIL),
    "attendance:figures": Visit(MANAGER),
    "attendance:lists": Visit(DATA),
    "attendance:send": Visit(DATA),
    "attendance:receipt": Visit(DATA, of("attendance_list", "public_id")),
    "attendance:arrivals": Visit("school"),
    "attendance:moved": Visit("welfare"),
    "attendance:without": Visit("welfare"),
    "attendance:search": Visit("welfare", of("unschooled", "public_id")),
    "attendance:case": Visit("welfare", CASE),
    "attendance:end_search": Visit("welfare", CASE),
    "attendance:home": Visit("welfare"),
    "attendance:home_enter": Visit("welfare", of("unschooled", "public_id")),
    "attendance:home_entry": Visit("welfare", ENTRY),
    "attendance:home_enquire": Visit("welfare", ENTRY),
    "attendance:home_end": Visit("welfare", ENTRY),
}
ELSEWHERE: dict[str, str] = {
    "attendance:here": "takes a form that another page sends, and leads to a page",
}
"""Address name to why it is not walked."""
BORN = date(2015, 6, 1)


def make(town: Town) -> None:
    """Give the town what the pages of this app list."""
    school, other = (_school(town, name) for name in ("Hill School", "Vale School"))
    kind = {"kind": "education welfare", "name": "Education welfare"}
    welfare = make_team(make_service(town.has.council, **kind), name="Education welfare")
    for role, team in (("school", school.population_team), ("welfare", welfare)):
        user = make_user(full_name=town.name(f"Person {role.title()}"))
        town.posts[role] = make_post(team, user=user, telephone="01632 960150")
    for number in range(town.crowd):
        _file(town, school, number)
        _pupil(town, school, number)
        _moved(town, school, other, number)
        _without(town, number)
        _at_home(town, number)


def _school(town: Town, name: str) -> Agency:
    school = make_service(
        None, name=town.name(name), kind="school", population=Service.Population.ROLL
    ).agency  # fmt: skip
    school.kind, school.sector, school.name = Agency.Kind.SCHOOL, "education", town.name(name)
    school.population_team = make_team(school.services.get(), name=town.name(f"{name}: pastoral team"))
    school.save()
    return school


def _file(town: Town, school: Agency, number: int) -> None:
    town.has.attendance_list = AttendanceList.objects.create(
        school=school, file_name=town.name(f"week-{number}") + ".csv", digest=bytes([number % 250]) * 32,
        rows=town.crowd, done=town.crowd, refused=town.crowd, sent_at=town.now, sent_by=town.posts[DATA],
        finished_at=town.now if number else None,
    )  # fmt: skip
    RefusedRow.objects.bulk_create(
        RefusedRow(
            list=town.has.attendance_list, line=line + 2, reason="No pupil on the school’s roll has this UPN."
        )
        for line in range(town.crowd)
    )


def _pupil(town: Town, school: Agency, number: int) -> None:
    child = _child(town, f"Pupil {number}")
    town.has.pupil, source = child, make_source(child, school)
    make_grant(town.actor("school"), child, Basis.POPULATION, team=True, now=town.now)
    start = school_year(town.today)
    for week in range(town.crowd):
        first = start + timedelta(weeks=week)
        Attendance.objects.create(
            source=source, school=school, first=first, last=first + timedelta(days=4), possible=10,
            attended=10 - (week + number) % 8, unauthorised=(week + number) % 8, authorised=0, late=1,
            list=town.has.attendance_list, said_at=town.now,
        )  # fmt: skip


def _moved(town: Town, school: Agency, other: Agency, number: int) -> None:
    """Make a child who left a school for good, and one whom another lost and this one has by a list."""
    for name, left in (("Moved", school), ("Newly here", other)):
        child = _child(town, f"{name} {number}")
        make_grant(
            town.actor("school"), child, Basis.POPULATION, team=True, now=town.day(-40),
            service_id=left.population_team.service_id,
        )  # fmt: skip
        Grant.objects.filter(child=child).update(
            holder=left.population_team.holder, until=start_of(town.today - timedelta(days=number % 9)),
            ended_because=LEFT,
        )  # fmt: skip
        if left == other:
            make_grant(town.actor("school"), child, Basis.POPULATION, team=True, now=town.now)


def _without(town: Town, number: int) -> None:
    for name in ("Unschooled", "Looked for"):
        child = _child(town, f"{name} {number}")
        make_grant(town.actor("welfare"), child, Basis.POPULATION, team=True, now=town.now)
        if name == "Unschooled":
            town.has.unschooled = child
            continue
        why = town.name("Last seen at the old school")
        town.has.search_case = services.start_search(
            child=child, why=why, key=_key(1, number), actor=town.actor("welfare"), now=town.now
        )


def _at_home(town: Town, number: int) -> None:
    child = _child(town, f"Home {number}")
    welfare = town.actor("welfare")
    make_grant(welfare, child, Basis.POPULATION, team=True, now=town.now)
    began = town.today - timedelta(days=400 - number)
    town.has.home_entry = entry = home.enter(
        child=child, starts_on=began, words=town.name("Reads a lot"), key=_key(2, number), actor=welfare,
        now=town.now,
    )  # fmt: skip
    for n in range(town.crowd):
        home.enquire(
            entry=entry, on=began + timedelta(days=n), outcome="more", words=town.name("Asked again"),
            key=_key(3, number * 1000 + n), actor=welfare, now=town.now,
        )  # fmt: skip


def _child(town: Town, name: str) -> Child:
    return make_child(town.name(name), "Reed", BORN)


def _key(part: int, number: int) -> UUID:
    return UUID(int=part * 10**6 + number)
