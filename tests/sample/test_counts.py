"""Every count on the pages of front-line work and of the directory, worked out again from the rows."""

import html
import re
from collections.abc import Callable, Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.test import Client

from tests.factories import make_client
from tests.sample import byhand
from wraparound.delivery.attendance.models import Attendance, AttendanceList, HomeEducation
from wraparound.delivery.caseloads.models import Case
from wraparound.delivery.directory.models import Listing
from wraparound.delivery.enquiries.models import Enquiry
from wraparound.delivery.supervision.models import Decision
from wraparound.delivery.transfers.models import CaseMove, Transfer
from wraparound.delivery.universal.models import Arrival, Departure
from wraparound.foundation.agencies.models import Team
from wraparound.outcomes.access.models import Grant
from wraparound.site.sample.loading import load_sample
from wraparound.site.sample.people import post_of

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
NOW = datetime(2026, 11, 19, 10, tzinfo=ZoneInfo("Europe/London"))
SEPTEMBER = date(2026, 9, 1)
PERSISTENT = 10
Found = dict[str, tuple[object, object]]
"""What is counted: what the page says, and what the rows say."""


@pytest.fixture
def area(settings: Any, tmp_path: Path) -> Iterator[None]:
    """The sample area of 600 children on a day in November; the clock stands."""
    settings.DEMO, settings.DATA_DIR = True, tmp_path
    with time_machine.travel(NOW, tick=False):
        load_sample(now=NOW, tell=lambda words: None, children=600)
        yield


def read(name: str, address: str) -> str:
    """Return the words of a page as somebody sees it, whitespace made one, numbers without commas."""
    client = make_client(post_of(name)) if name else Client()
    reply = client.get(address)
    assert reply.status_code == 200, address
    text = re.sub(r"<(script|style|head).*?</\1>", " ", reply.text, flags=re.S)
    words = " ".join(html.unescape(re.sub(r"<[^>]+>", " ", text)).split())
    return re.sub(r"(?<=\d),(?=\d{3})", "", words)


def number(words: str, pattern: str) -> int:
    """Return the number that stands where `#` does in a pattern of words; 0 where they do not stand."""
    found = re.search(pattern.replace("#", r"(\d+)"), words)
    return int(found.group(1)) if found else 0


def listed(name: str, address: str) -> int:
    """Return how many a list says it holds."""
    words = read(name, address)
    return number(words, r"Showing \d+ to \d+ of #") or number(words, "Showing #")


def team(code: str) -> Team:
    return Team.objects.select_related("service").get(code=code)


def universal() -> Found:
    found: Found = {}
    for who, code in (("health.visitor", "HV-N"), ("school.nurse", "SN-N"), ("health.visitor.3", "HV-S")):
        words, served = read(who, "/universal/"), team(code)
        children = byhand.population(served, NOW)
        active = len({case.child_id for case in byhand.open_cases(served)} & children)
        found[f"{code}: population"] = number(words, r"# child(?:ren)? (?:is|are) in your"), len(children)
        found[f"{code}: active"] = number(words, "# in the active caseload"), active
        found[f"{code}: inactive"] = number(words, "# not in it"), len(children) - active
        came = [
            each
            for each in Arrival.objects.filter(team=served, taken_up_at=None)
            if each.child_id in children
        ]
        left = Departure.objects.filter(team=served, ended_at=None)
        found[f"{code}: came"] = number(words, r"to take up [^\dA-Z]*#"), len(came)
        found[f"{code}: left"] = number(words, r"not taken up [^\dA-Z]*#"), left.count()
        for item, counts in byhand.standing(served, NOW).items():
            said = re.escape(item)
            on_page = tuple(
                number(words, rf"# {what}: {said}")
                for what in ("overdue", "due now", "to be done this month", "done in time", "not done")
            )
            found[f"{code}: {item}"] = on_page, counts
    return found


def caseloads() -> Found:
    found: Found = {}
    for who, code in (
        ("visiting.manager", "HV-N"), ("social.work.manager", "SC-CIN"), ("welfare.manager", "EWS"),
        ("family.manager", "VOL-HOME-T"),
    ):  # fmt: skip
        words, home = read(who, "/cases/team/"), read(who, "/")
        cases = byhand.open_cases(team(code))
        have = byhand.leads(cases)
        waiting = len(cases) - len(have)
        found[f"{code}: open"] = number(words, r"# open cases?\."), len(cases)
        found[f"{code}: waiting"] = number(words, r"# cases? waits? for"), waiting
        quiet = len(byhand.quiet_cases(team(code), NOW))
        decided = Decision.objects.filter(done_at=None, case__in=[case.pk for case in cases])
        past = sum(each.due_on < NOW.date() for each in decided)
        found[f"{code}: quiet"] = listed(who, "/team/quiet/"), quiet
        found[f"{code}: quiet, on the first page"] = number(home, "# cases? (?:is|are) quiet"), quiet
        found[f"{code}: decisions past"] = number(home, "# decisions? (?:is|are) past"), past
        found[f"{code}: waiting, on the first page"] = number(home, r"# cases? waits? for somebody"), waiting
    for who in ("health.visitor", "social.worker", "education.welfare"):
        mine = byhand.cases_of(post_of(who))
        late = Case.objects.filter(pk__in=mine, next_on__lt=NOW.date()).count()
        found[f"{who}: cases"] = listed(who, "/cases/"), len(mine)
        found[f"{who}: past"] = number(read(who, "/"), r"Your cases: \d+, # past"), late
    return found


def attendance() -> Found:
    said = list(
        Attendance.objects.filter(superseded_at=None, first__gte=SEPTEMBER).select_related("source", "school")
    )
    own = post_of("safeguarding.lead").agency
    pupils = [row for row in said if row.school == own]
    welfare = {case.child_id for case in byhand.open_cases(team("EWS"))}
    granted = {
        grant.child_id for grant in Grant.objects.filter(holder__team__code="EWS", basis="involvement")
        if grant.until > NOW
    }  # fmt: skip
    worked = [row for row in said if row.source.child_id in welfare | granted]
    found: Found = {}
    for who, rows in (("safeguarding.lead", pupils), ("education.welfare", worked)):
        everybody, absent = byhand.absence(rows, PERSISTENT)
        found[f"{who}: all"] = listed(who, "/attendance/?which=all"), everybody
        found[f"{who}: absent"] = listed(who, "/attendance/"), absent
    sent = AttendanceList.objects.count()
    found["files"] = listed("data.manager", "/attendance/files/"), sent
    at_home = HomeEducation.objects.filter(ends_on=None)
    found["at home"] = listed("education.welfare", "/attendance/home/"), at_home.count()
    client = make_client(post_of("duty"))
    page = client.get("/attendance/figures/").text
    for school in {row.school for row in said}:
        everybody, absent = byhand.absence([row for row in said if row.school == school], PERSISTENT)
        exact = (str(everybody - absent), str(absent), str(everybody))
        found[f"figures of {school.name}"] = _exact_where_shown(_cells(page, school.name), exact), True
    return found


def _cells(page: str, name: str) -> list[str]:
    """Return the figures of a row of a table, as the page shows them."""
    row = page.partition(html.escape(name, quote=True))[2].partition("</tr>")[0]
    cells = re.findall(r"<td.*?</span>(.*?)</td>", row, flags=re.S)
    return [cell.strip().replace(",", "") for cell in cells]


def _exact_where_shown(shown: list[str], exact: tuple[str, ...]) -> bool:
    """Say whether each figure is the count, or hidden; of one that is a count from 1 to 5 it must be hidden."""
    return len(shown) == len(exact) and all(
        (not said.isdigit() if 1 <= int(count) <= 5 else said in (count,) or not said.isdigit())
        for said, count in zip(shown, exact, strict=True)
    )


def transfers() -> Found:
    moves = list(CaseMove.objects.all())
    coming = [move for move in moves if move.answer == "yes"]
    words = read("administrator", f"/transfers/{Transfer.objects.get().public_id}/")
    not_asked = sum(move.answer == "not_asked" for move in moves)
    first = read("family.manager", "/")
    return {
        "families": (listed("family.worker", "/transfers/families/"), len(moves)),
        "coming": (listed("nest.manager", "/transfers/coming/"), len(coming)),
        "on the receipt": (number(words, "Every one of # cases"), len(moves)),
        "said yes": (number(words, "Families that said yes #"), len(coming)),
        "said no": (number(words, "Families that said no #"), len(moves) - len(coming) - not_asked),
        "not asked": (number(words, "Families not asked yet #"), not_asked),
        "not asked, on the first page": (number(first, "# famil(?:y|ies) whose service"), not_asked),
    }


def directory() -> Found:
    shown = [
        each for each in Listing.objects.all()
        if each.audience == "public" and each.status in ("active", "temporarily closed")
    ]  # fmt: skip
    owned = [each for each in Listing.objects.exclude(status="defunct") if each.owner == team("FIS")]
    feed = Client().get("/openreferral/services?page=1").json()
    edits, wrong = read("administrator", "/"), listed("service.editor", "/directory/corrections/")
    return {
        "public": (number(read("", "/directory/results/"), "Services found: #"), len(shown)),
        "open data": (feed["total_items"], len(shown)),
        "kept": (listed("service.editor", "/entries/"), len(owned)),
        "to approve": (number(edits, "# changes? to the directory"), 2),
        "wrong": (wrong, 3),
    }


def desk() -> Found:
    asked = list(Enquiry.objects.all())
    late = [each for each in asked if each.next_on and each.next_on < NOW.date()]
    unfinished = [each for each in asked if each.finished_at is None]
    words = read("enquiry.desk", "/services/desk/?whose=team")
    return {
        "enquiries": (listed("enquiry.desk", "/services/desk/?whose=team"), len(unfinished)),
        "overdue": (number(words, "# of your team’s"), len(late)),
        "overdue, on the first page": (
            number(read("enquiry.desk", "/"), "# enquir(?:y|ies) (?:is|are) past"),
            len(late),
        ),
    }


CHECKS: list[Callable[[], Found]] = [universal, caseloads, attendance, transfers, directory, desk]


def test_every_count_is_what_the_rows_say(area: object) -> None:
    found = {what: pair for check in CHECKS for what, pair in check().items()}
    assert {what: pair for what, pair in found.items() if pair[0] != pair[1]} == {}
    assert len(found) > 60
