"""Worked cases 5, 7 and 9 of who may see what, driven through the pages of cases and of what one answers for."""

from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from tests.access.driving import clock, file
from tests.factories import NOW, make_agency, make_client, make_post, make_service, make_team
from wraparound.delivery.caseloads.models import Case
from wraparound.delivery.caseloads.services import close_case
from wraparound.delivery.caseloads.tests.people import Crew
from wraparound.foundation.accounts.models import Accountability, Post
from wraparound.outcomes.access.models import Basis, Grant
from wraparound.outcomes.finding.tests.asking import press_open

__all__ = ["clock"]
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
DAY = timedelta(days=1)
MINE = "/cases/"


def address(case: Case) -> str:
    return f"/cases/{case.public_id}/"


def crew_of(kind: str, sector: str) -> Crew:
    return Crew(NOW, make_team(make_service(make_agency(kind, sector))))


def status(client: Client, where: str) -> int:
    return client.get(where).status_code


def test_5_a_family_worker_leaves_the_charity_on_friday_and_saturday_is_nothing_also_by_old_link(
    clock: time_machine.Traveller,
) -> None:
    crew = crew_of("voluntary", "community")
    worker = crew.post("Ada")
    case = crew.case("Bilal", to=worker)
    Post.objects.filter(pk=worker.pk).update(valid_until=timezone.localdate(NOW) + 3 * DAY)
    clock.move_to(NOW + 3 * DAY)
    friday = make_client(worker)
    assert "Bilal" in friday.get(MINE).text
    assert status(friday, address(case)) == 200
    clock.move_to(NOW + 4 * DAY)
    for where in (MINE, address(case), f"{address(case)}level/", f"/team/handover/{case.public_id}/"):
        assert status(friday, where) == 302, "an old link leads to signing in"
    shown = make_client(crew.boss).get("/cases/team/").text
    assert "1 case waits for somebody to have it" in shown, "nobody's child is left behind"


def test_7_of_a_case_closed_yesterday_the_last_worker_finishes_the_manager_reads_with_a_reason(
    clock: time_machine.Traveller,
) -> None:
    crew = crew_of("council", "social_care")
    last, member = crew.post("Ada"), crew.post("Ben")
    case = crew.case("Bilal", to=last)
    Grant.objects.filter(basis=Basis.POPULATION).update(until=NOW)
    file(case.child)
    closing = NOW + timedelta(hours=6)
    crew.now = closing
    close_case(case=case, closing="done", words="All well", actor=crew.actor(last), now=closing)
    clock.move_to(NOW + DAY)
    finishing = make_client(last)
    assert "Closed work to finish writing up" in finishing.get(MINE).text
    assert "All well" in finishing.get(address(case)).text
    for other in (member, crew.boss, make_post()):
        assert status(make_client(other), address(case)) == 404
    reader = make_client(crew.boss)
    press_open(reader, case.child, box="amara bilal okafor 14/05/2019")
    assert status(reader, address(case)) == 404, "the card alone is not the case"
    why = {"reason": "records", "words": "A complaint about the ending"}
    reader.post(f"/children/{case.child.public_id}/closed-work/", why)
    assert "All well" in reader.get(address(case)).text
    clock.move_to(NOW + 30 * DAY)
    assert status(make_client(last), address(case)) == 404


def test_9_her_clinical_lead_sees_what_she_holds_as_to_clinical_governance_and_not_the_councils() -> None:
    health, council = crew_of("health", "health"), crew_of("council", "social_care")
    nurse = health.post("Nina")
    hers = health.case("Bilal", to=nurse)
    of_team = health.case("Chidi", to=health.post("Colleague"))
    social = make_post(council.team, user=nurse.user)
    councils, alone = council.case("Dara", to=social), council.case("Esme", to=council.post("Sol"))
    lead = make_post()
    for post in (nurse, social):
        Accountability.objects.create(
            post=post, answers_to=lead, subject="clinical", valid_from=timezone.localdate(NOW)
        )
    client = make_client(lead)
    shown = client.get("/team/answer-for/").text
    assert "Bilal" in shown
    assert "clinical governance" in shown
    assert all(name not in shown for name in ("Chidi", "Dara", "Esme"))
    assert [status(client, address(case)) for case in (hers, of_team, councils, alone)] == [
        200,
        404,
        404,
        404,
    ]
    Accountability.objects.create(
        post=social, answers_to=lead, subject="day_to_day", valid_from=timezone.localdate(NOW)
    )
    shown = client.get("/team/answer-for/").text
    assert "Dara" in shown, "as to the day to day she answers to her for the council's work too"
    assert "Esme" not in shown
