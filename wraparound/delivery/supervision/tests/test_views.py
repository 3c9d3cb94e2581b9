"""The pages of supervision: what each lists, what is done there, and for whom there is nothing."""

import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from tests.factories import make_client, make_post, make_shift
from wraparound.delivery.caseloads.models import Allocation, Case
from wraparound.delivery.caseloads.tests.people import Crew
from wraparound.delivery.supervision import services
from wraparound.delivery.supervision.models import Absence, Decision, QuietLook, Session
from wraparound.foundation.accounts.models import Accountability, Role

pytestmark = pytest.mark.django_db


def at(name: str, *things: object) -> str:
    return reverse(f"supervision:{name}", args=[thing.public_id for thing in things])


def test_who_leaves_is_listed_with_how_many_cases_and_they_are_given_to_others_in_one_go() -> None:
    crew = Crew()
    leaves, stays = (
        crew.post("Rosa Vale", valid_until=timezone.localdate() + timedelta(days=9)),
        crew.post("Tom Ashe"),
    )
    cases = [crew.case(f"Child {n}", to=leaves) for n in range(2)]
    services.hand_over(
        case=cases[0], words="Ring the aunt first", key=uuid4(), actor=crew.actor(leaves), now=crew.now
    )
    client = make_client(crew.boss)
    shown = client.get(at("leaving")).text
    row = shown[shown.index("Rosa Vale") :]
    assert re.search(r"numeric[^>]*>(<span[^>]*>Cases</span>)?2<", row)
    assert at("leaver", leaves) in shown
    assert "1 person leaves or has left, with cases." in client.get("/").text
    page = client.get(at("leaver", leaves)).text
    assert "Ring the aunt first" in page
    said = {"reason": "handover", "words": "", "press": "show"}
    for case in Case.objects.all():
        said |= {
            f"to_{case.public_id.hex}": str(stays.public_id),
            f"version_{case.public_id.hex}": str(case.version),
        }
    shown = client.post(at("leaver", leaves), said).text
    seen = re.search(r'name="seen" value="([^"]+)"', shown) or re.search(
        r'value="([^"]+)"[^>]*name="seen"', shown
    )
    assert seen
    assert client.post(at("leaver", leaves), {**said, "press": "give", "seen": seen[1]}).url == at("leaving")
    held = Allocation.objects.filter(until__isnull=True)
    assert set(held.values_list("post", flat=True)) == {stays.pk}
    assert "Nobody leaves work behind" in client.get(at("leaving")).text


def test_a_quiet_case_is_looked_at_and_gone_from_the_list() -> None:
    crew = Crew()
    case = crew.case("Leila", to=crew.post("Ada"), level="4")
    Case.objects.update(opened_at=crew.now - timedelta(days=9))
    client = make_client(crew.boss)
    assert "no contact since the work began, 9 days ago" in client.get(at("quiet")).text
    assert "1 case is quiet: look at it." in client.get(at("team")).text
    assert "Write why it may be quiet" in client.post(at("look", case), {"because": "", "until": ""}).text
    client.post(at("look", case), {"because": "With the aunt", "until": "in 5 days", "key": str(uuid4())})
    assert QuietLook.objects.get().because == "With the aunt"
    assert "No case is quiet for too long" in client.get(at("quiet")).text
    assert "With the aunt" in client.get(f"/cases/{case.public_id}/").text


def test_a_decision_stands_on_the_case_and_the_worker_carries_it_out() -> None:
    crew = Crew()
    worker = crew.post("Ada")
    case = crew.case("Leila", to=worker)
    said = {
        "what": "Visit within the week",
        "why": "Nothing heard",
        "due_on": "tomorrow",
        "key": str(uuid4()),
    }
    for _ in "twice":
        make_client(crew.boss).post(at("decide", case), said)
    decision, hers = Decision.objects.get(), make_client(worker)
    assert hers.get(at("decide", case)).status_code == 404
    assert "Visit within the week" in hers.get(at("decisions")).text
    assert "Visit within the week" in hers.get(f"/cases/{case.public_id}/").text
    hers.post(at("done", decision), {"words": "Visited: all well", "version": "1"})
    assert "Visited: all well" in hers.get(f"/cases/{case.public_id}/").text
    assert "Nothing is left to carry out" in hers.get(at("decisions")).text


def test_a_supervision_is_written_down_and_the_next_one_is_due() -> None:
    crew = Crew()
    worker = crew.post("Ada")
    client = make_client(crew.boss)
    said = {"on": "today", "next_on": "in 4 weeks", "words": "Less work", "key": str(uuid4())}
    for _ in "twice":
        client.post(at("session", worker), said)
    assert Session.objects.get().words == "Less work"
    assert "Less work" in client.get(at("session", worker)).text
    assert "Less work" not in client.get(at("sessions")).text
    assert make_client(make_post()).get(at("session", worker)).status_code == 404


def test_only_the_manager_of_the_team_sees_who_is_away_and_why() -> None:
    crew = Crew()
    worker, colleague = crew.post("Rosa Vale"), crew.post("Tom Ashe")
    client = make_client(crew.boss)
    said = {
        "post": str(worker.public_id),
        "why": "unwell",
        "starts_on": "today",
        "until": "in 3 days",
        "key": str(uuid4()),
    }
    for _ in "twice":
        reply = client.post(at("add_absence"), said)
    absence = Absence.objects.get()
    assert reply.url == at("absence", absence)
    assert "Unwell" in client.get(at("away")).text
    for other in (make_client(colleague), make_client(make_post(role=Role.TEAM_MANAGER))):
        assert other.get(at("absence", absence)).status_code == 404
        assert other.post(at("back", absence)).status_code == 404
    client.post(at("back", absence))
    assert "Nobody is away" in client.get(at("away")).text


def test_what_one_answers_for_is_told_by_subject_and_on_duty_what_nobody_has() -> None:
    crew = Crew()
    worker, duty, chief = crew.post("Ada Hall"), crew.post("Dee Moss", role=Role.DUTY), make_post()
    crew.case("Leila", to=worker)
    crew.case("Waiting")
    Accountability.objects.create(
        post=worker, answers_to=chief, subject="professional", valid_from=timezone.localdate()
    )
    shown = make_client(chief).get(at("answer_for")).text
    assert "Ada Hall: professional" in shown
    assert "Leila" in shown
    assert "Waiting" not in shown
    assert "Nobody answers to you" in make_client(duty).get(at("answer_for")).text
    make_shift(duty, start=crew.now - timedelta(hours=1))
    shown = make_client(duty).get(at("answer_for")).text
    assert "1 case of your team that nobody has" in shown
    assert "Waiting" in shown
