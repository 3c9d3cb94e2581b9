"""What pages of the sample area must say, worked out from the rows alone: no policy, no query of the product.

Each reads whole tables and counts in plain Python, as somebody with the tables on paper would.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any

from dateutil.relativedelta import relativedelta
from django.utils import timezone

from wraparound.delivery.attendance.models import Attendance
from wraparound.delivery.caseloads.models import Allocation, Case
from wraparound.delivery.contacts.models import Contact
from wraparound.delivery.universal.models import Arrival, Departure, Mark
from wraparound.delivery.universal.schedule import From, Item, shipped_schedule
from wraparound.foundation.accounts.models import Post
from wraparound.foundation.agencies.models import Team
from wraparound.outcomes.access.models import Grant
from wraparound.outcomes.children.models import Birth

Row = tuple[int, int, int, int, int]


def population(team: Team, now: datetime) -> set[int]:
    """Return the children whom a team serves: granted now, not dead, not leaving."""
    served = {
        grant.child_id
        for grant in Grant.objects.all()
        if grant.holder_id == team.holder_id and grant.basis == "population"
        and grant.starts_at <= now < grant.until
    }  # fmt: skip
    births = Birth.objects.filter(superseded_at=None).select_related("source")
    dead = {birth.source.child_id for birth in births if birth.died_on}
    leaving = {each.child_id for each in Departure.objects.filter(team=team) if each.ended_at is None}
    return served - dead - leaving


def standing(team: Team, now: datetime) -> dict[str, tuple[int, int, int, int, int]]:
    """Return of each item of the team's schedule how many are overdue, due, to do this month, in time, not done."""
    serving = shipped_schedule().of(team.service.kind) if team.service else None
    assert serving is not None
    children, today = population(team, now), timezone.localdate(now)
    had: dict[str, dict[int, date]] = defaultdict(dict)
    held = Contact.objects.filter(service=team.service, state="held").exclude(schedule_code="")
    for contact in held:
        on = timezone.localdate(contact.happened_at)
        so_far = had[contact.schedule_code].get(contact.child_id, on)
        had[contact.schedule_code][contact.child_id] = min(so_far, on)
    marked = {
        (mark.code, mark.child_id) for mark in Mark.objects.filter(service=team.service, withdrawn_at=None)
    }
    return {
        item.name: _standing(
            item, _days(item, children, team), had[item.code],
            {child for code, child in marked if code == item.code}, today,
        )
        for item in serving.items
    }  # fmt: skip


def _standing(
    item: Item, days: dict[int, date], had: dict[int, date], marked: set[int], today: date
) -> Row:  # fmt: skip
    quarter = (today - relativedelta(months=3), today - timedelta(days=1))
    count: Counter[str] = Counter()
    for child, day in days.items():
        due = item.due_on(day)
        if child not in had and child not in marked:
            state = item.state(day, today).name
            count[state] += 1
            same_month = (due.year, due.month) == (today.year, today.month)
            count["month"] += same_month and state != "MISSED"
        if quarter[0] <= due <= quarter[1] and (child in had or child not in marked):
            count["in time" if child in had and had[child] <= due else "late" if child in had else "not"] += 1
    return count["OVERDUE"], count["DUE"], count["month"], count["in time"], count["not"]


def _days(item: Item, children: set[int], team: Team) -> dict[int, date]:
    """Return the day that an item is counted from for each child that has one."""
    births: dict[int, list[Birth]] = defaultdict(list)
    for birth in Birth.objects.filter(superseded_at=None).select_related("source"):
        births[birth.source.child_id].append(birth)
    if item.counted_from == From.ARRIVAL:
        new = Arrival.objects.filter(team=team, kind="new").order_by("arrived_on")
        days = {each.child_id: each.arrived_on for each in new if each.child_id in children}
        since = item.born_from or date.min
        return {
            child: day for child, day in days.items()
            if not item.born_from or (_most_said(births[child], "date") or date.min) >= since
        }  # fmt: skip
    unborn = item.counted_from == From.EXPECTED
    found = {}
    for child in children:
        if unborn and any(birth.date or birth.year for birth in births[child]):
            continue
        day = _most_said(births[child], "expected_date" if unborn else "date")
        if day and day >= (item.born_from or date.min):
            found[child] = day
    return found


def _most_said(births: Iterable[Birth], field: str) -> date | None:
    """Return the day that most agencies say; of two said by as many, the one that was said last."""
    said: dict[date, list[Birth]] = defaultdict(list)
    for birth in births:
        if getattr(birth, field):
            said[getattr(birth, field)].append(birth)
    return max(
        said,
        key=lambda day: (
            len({birth.source.agency_id for birth in said[day]}),
            max(birth.said_at for birth in said[day]), max(birth.pk for birth in said[day]),
        ),
        default=None,
    )  # fmt: skip


def open_cases(team: Team) -> list[Case]:
    """Return the open cases of a team."""
    return [case for case in Case.objects.filter(team=team) if case.closed_at is None]


def leads(cases: Iterable[Case]) -> dict[int, int]:
    """Return which post has each case that somebody has."""
    keys = {case.pk for case in cases}
    return {
        each.case_id: each.post_id
        for each in Allocation.objects.all()
        if each.case_id in keys and each.part == "lead" and each.until is None
    }


def absence(rows: Iterable[Attendance], percent: int) -> tuple[int, int]:
    """Return how many children these rows are of, and how many missed so many sessions in 100 or more."""
    of: Counter[Any] = Counter()
    missed: Counter[Any] = Counter()
    for row in rows:
        of[row.source.child_id] += row.possible
        missed[row.source.child_id] += row.possible - row.attended
    return len(of), sum(100 * missed[child] >= percent * of[child] for child in of)


def cases_of(post: Post) -> set[int]:
    """Return the open cases in which a post has any part."""
    mine = Allocation.objects.filter(post=post, until=None)
    return {each.case_id for each in mine.select_related("case") if each.case.closed_at is None}


LONGEST = {"": 28, "1": 180, "2": 42, "3a": 28, "3b": 14, "4": 7}
"""Days that a case of each level may be without a contact, as the shipped rule has them."""


def quiet_cases(team: Team, now: datetime) -> set[int]:
    """Return the open cases of which nothing was written for longer than their level, or their plan, lets."""
    today, found = timezone.localdate(now), set()
    for case in open_cases(team):
        held = Contact.objects.filter(case=case, state="held")
        days = [timezone.localdate(each.happened_at) for each in held]
        last = max(days, default=timezone.localdate(case.opened_at))
        longest = LONGEST[case.level]
        is_agreed = case.next_on and today <= case.next_on <= last + timedelta(days=2 * longest)
        is_missed = case.next_on and last < case.next_on < today
        if case.kind != "universal" and not is_agreed and (is_missed or (today - last).days > longest):
            found.add(case.pk)
    return found
