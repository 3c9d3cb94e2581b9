"""The worked cases of who may see what: each reads as the case does and drives the pages.

Case 29 stands with the places that administrators give; cases of shields and of nights have files of their own.
"""

from datetime import date, timedelta

import pytest
import time_machine
from django.utils import timezone

from tests.access.driving import address, clock, file, is_missing, read, read_all
from tests.access.oracle import INDEX, OWN_RECORD, RECORD, WHEREABOUTS
from tests.access.planted import plant
from tests.factories import (
    NOW,
    make_agency,
    make_api,
    make_child,
    make_client,
    make_grant,
    make_post,
    make_service,
    make_team,
    make_user,
    say,
)
from wraparound.foundation.accounts.models import Post, Role
from wraparound.foundation.accounts.queries import actor_of
from wraparound.foundation.audit.models import Entry
from wraparound.foundation.notifications.models import Notice
from wraparound.outcomes.access.models import Basis, Block, Grant
from wraparound.outcomes.access.rules import Category
from wraparound.outcomes.children.models import Birth, Identifier
from wraparound.outcomes.finding.tests.asking import ask, found, names, press_open
from wraparound.outcomes.openings.closing import begin_finishing

__all__ = ["clock"]
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
PLANTED = "qgiven qfamily 09/08/2017"
BEYOND = frozenset(
    {"record", "plan exists", "safeguarding", "notes", "own notes", "sensitive service", "household"}
)


def school_team(name: str = "Pastoral"):
    return make_team(make_service(make_agency("school", "education"), kind="pastoral care"), name=name)


def test_1_a_health_visitor_opens_a_neighbours_child_with_a_reason(clock: time_machine.Traveller) -> None:
    post, planted = make_post(), plant(team=make_team())
    file(planted.child)
    client = make_client(post)
    assert is_missing(client, planted.child)
    press_open(client, planted.child, box=PLANTED)
    shown = planted.parts_in(read_all(client, planted.child))
    assert {"name", "birth", "carers", "involvement"} <= shown
    assert not shown & (WHEREABOUTS | BEYOND), "no address, no plan, no notes"
    client.post(address(planted.child, "whereabouts/"))
    assert planted.parts_in(read(client, planted.child)) >= {"address", "school", "practice"}
    assert Entry.objects.filter(verb="open.whereabouts", child_id=planted.child.pk).count() == 1
    clock.move_to(NOW + timedelta(hours=12))
    assert is_missing(make_client(post), planted.child)


def test_2_a_pastoral_worker_sees_the_index_and_the_schools_records_of_an_own_pupil() -> None:
    team = school_team()
    post, planted = make_post(team), plant(team=team)
    make_grant(actor_of(post, now=NOW), planted.child, Basis.POPULATION, team=True)
    file(planted.child)
    client = make_client(post)
    shown = planted.parts_in(read_all(client, planted.child))
    assert shown == (INDEX - {"identifiers"} | OWN_RECORD) & planted.tokens.keys()
    assert "assessment" in shown, "that one exists"
    client.post(address(planted.child, "open/"), {"reason": "contact"})
    opened = planted.parts_in(read_all(client, planted.child))
    assert opened - shown == {"involvement"}


def test_3_with_the_mothers_consent_the_pastoral_team_sees_the_record_too() -> None:
    team = school_team()
    post, planted = make_post(team), plant(team=team)
    actor = actor_of(post, now=NOW)
    make_grant(actor, planted.child, Basis.POPULATION, team=True)
    client = make_client(post)
    before = planted.parts_in(read_all(client, planted.child))
    make_grant(actor, planted.child, Basis.CONSENT, team=True, categories=Category.RECORD)
    after = planted.parts_in(read_all(client, planted.child))
    assert after - before == {"record", "plan exists"}
    assert not after & {"sensitive service", "safeguarding", "notes"}
    Grant.objects.filter(basis=Basis.CONSENT).update(until=NOW)
    assert planted.parts_in(read_all(client, planted.child)) == before


def test_5_a_family_worker_who_left_on_friday_sees_nothing_on_saturday(
    clock: time_machine.Traveller,
) -> None:
    post, planted = make_post(), plant(team=make_team())
    make_grant(actor_of(post, now=NOW), planted.child, Basis.INVOLVEMENT)
    friday = timezone.localdate(NOW) + timedelta(days=3)
    Post.objects.update(valid_until=friday)
    clock.move_to(NOW + timedelta(days=3))
    assert "name" in planted.parts_in(read_all(make_client(post), planted.child))
    client = make_client(post)
    clock.move_to(NOW + timedelta(days=4))
    for page in ("", "involved/", "journey/", "record/", "emergency/"):
        assert client.get(address(planted.child, page)).status_code == 302, "an old link leads to signing in"


def test_7_of_work_closed_yesterday_the_last_worker_finishes_and_the_manager_reads_with_a_reason(
    clock: time_machine.Traveller,
) -> None:
    team = make_team(make_service(make_agency("council", "social_care")))
    planted, last, member = plant(team=team), make_post(team), make_post(team)
    manager, elsewhere = make_post(team, Role.TEAM_MANAGER), make_post(role=Role.TEAM_MANAGER)
    worker = actor_of(last, now=NOW)
    for of_team in (False, True):
        make_grant(worker, planted.child, Basis.INVOLVEMENT, team=of_team)
    file(planted.child)
    clock.move_to(NOW + timedelta(days=1))
    closing = NOW + timedelta(hours=6)
    ended = list(Grant.objects.values_list("pk", flat=True))
    Grant.objects.update(until=closing)
    begin_finishing(ended=ended, closed=frozenset(), now=closing)
    own = frozenset({"own record", "own notes"})
    assert planted.parts_in(read_all(make_client(last), planted.child)) & (own | RECORD) == own
    assert is_missing(make_client(member), planted.child)
    why = {"reason": "records", "words": "A complaint about the ending"}
    for other in (member, elsewhere):
        reply = make_client(other).post(address(planted.child, "closed-work/"), why)
        assert reply.status_code == 404
    reader = make_client(manager)
    assert is_missing(reader, planted.child)
    card = reader.get(press_open(reader, planted.child, box=PLANTED).url).text
    assert "records of work that your service has closed" in card
    assert (
        "Say in a few words"
        in reader.post(address(planted.child, "closed-work/"), {"reason": "records"}).text
    )
    reader.post(address(planted.child, "closed-work/"), why)
    assert planted.parts_in(read_all(reader, planted.child)) >= own


def test_8_a_nurse_with_posts_in_three_schools_sees_one_school_until_she_switches() -> None:
    nurse, posts, pupils = make_user(), [], []
    for school in ("Ash", "Birch", "Cedar"):
        team = school_team(school)
        posts.append(make_post(team, user=nurse))
        pupils.append(make_child(school))
        make_grant(actor_of(posts[-1], now=NOW), pupils[-1], Basis.POPULATION, team=True)
    client = make_client(posts[0])
    for at, post in enumerate(posts):
        assert client.post(f"/account/posts/{post.public_id}/").status_code == 302
        listed = client.get("/children/").text
        for other, pupil in enumerate(pupils):
            assert (f"{pupil.sources.get().name_facts.get()}" in listed) == (other == at)
            assert is_missing(client, pupil) == (other != at)


def test_10_a_colleagues_child_is_as_missing_and_the_named_team_sees_that_a_search_was_made() -> None:
    child, keeper = make_child(), make_team()
    seeker = make_post(title="Social worker")
    make_grant(actor_of(seeker, now=NOW), child, Basis.INVOLVEMENT, team=True)
    Block.objects.create(child=child, kept_to=keeper, kind="staff_family", starts_at=NOW)
    file(child)
    client, box = make_client(seeker), "amara okafor 14/05/2019"
    assert "Nobody found" in found(client, box=box)
    assert press_open(client, child, box=box).status_code == 404
    assert is_missing(client, child) and "Amara" not in client.get("/children/").text
    notices = make_client(make_post(keeper)).get("/notices/").text
    assert "Social worker" in notices and "searched for a child" in notices and "Amara" not in notices
    assert Notice.objects.get().team == keeper


def test_19_a_schools_system_asks_for_a_pupil_of_another_school() -> None:
    mine, theirs = school_team(), school_team()
    pupil = make_child(agency=theirs.agency)
    say(pupil.sources.get(), Identifier, scheme="upn", value="A123456789012")
    make_grant(actor_of(make_post(theirs), now=NOW), pupil, Basis.POPULATION, team=True)
    file(pupil)
    api = make_api(mine.agency, scopes=["search"])
    replies = [
        api.post("/api/v1/searches", {"upn": upn, "reason": "records"}).json()
        for upn in ("A123456789012", "B123456789012")
    ]
    assert {**replies[0], "search": ""} == {**replies[1], "search": ""}
    assert replies[0]["candidates"] == []
    own = make_api(theirs.agency, scopes=["search"])
    assert own.post("/api/v1/searches", {"upn": "A123456789012", "reason": "records"}).json()["candidates"]


def test_24_a_pupil_is_missing_from_every_list_of_a_teacher_of_concern() -> None:
    team, pupil = school_team(), make_child("Zuzana")
    teacher, colleague = make_post(team), make_post(team)
    make_grant(actor_of(teacher, now=NOW), pupil, Basis.POPULATION, team=True)
    file(pupil)
    client, box = make_client(teacher), "zuzana okafor 14/05/2019"
    read(client, pupil)
    ask(client, box=box)
    Block.objects.create(child=pupil, user=teacher.user, kind="concern", starts_at=NOW)
    for page in ("/", "/children/", "/children/?sort=youngest", "/notices/", "/looks/", "/looks/mine/"):
        reply = client.get(page)
        assert "Zuzana" not in reply.text and pupil.number not in reply.text
    assert "Nobody found" in found(client, box=box)
    assert is_missing(client, pupil)
    assert "Zuzana" in make_client(colleague).get("/children/").text


@pytest.mark.parametrize(("status", "is_found"), [("disputed", True), ("documented", False)])
def test_27_who_claims_to_be_18_today_is_still_a_child_while_the_age_is_disputed(
    status: str, is_found: bool
) -> None:
    today = timezone.localdate(NOW)
    child = make_child("Yonas", "Tesfay", date(today.year - 18, today.month, today.day))
    Birth.objects.update(status=status)
    file(child)
    client, box = make_client(make_post()), f"yonas tesfay {today.day}/{today.month}/{today.year - 18}"
    assert (names(found(client, box=box)) == ["Yonas Tesfay"]) == is_found
    opened = press_open(client, child, box=box)
    assert opened.status_code == (302 if is_found else 404)
    if is_found:
        assert "Disputed" in read(client, child)
