"""Who reads attendance, and what the pages say: a school its own pupils, welfare its own cases, nobody else."""

from datetime import timedelta

import pytest
from django.urls import reverse

from tests.access.driving import clock
from tests.factories import NOW, make_child, make_client, make_post, make_shield, make_team, say
from wraparound.delivery.attendance.services import ask_welfare
from wraparound.delivery.attendance.tests.school import (
    WEEK,
    admit,
    enrol,
    make_school,
    make_welfare,
    send,
    upn,
)
from wraparound.delivery.caseloads.models import Case
from wraparound.foundation.accounts.models import Role
from wraparound.foundation.accounts.queries import actor_of
from wraparound.foundation.accounts.rules import Denied
from wraparound.foundation.audit.models import Entry
from wraparound.outcomes.access.models import Grant
from wraparound.outcomes.access.rules import Category
from wraparound.outcomes.children.models import Address

__all__ = ["clock"]
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]


def page(name: str, *args) -> str:
    return reverse(f"attendance:{name}", args=args)


@pytest.fixture
def school():
    school = make_school()
    school.sam, school.max, school.kit = (
        enrol(school, n, name) for n, name in enumerate(("Sam", "Max", "Kit"), 1)
    )
    send(
        school, f"{upn(1)},{WEEK},10,8,1,1,0", f"{upn(2)},{WEEK},10,3,0,7,0", f"{upn(3)},{WEEK},10,10,0,0,1",
        f"{upn(2)},2026-02-09,2026-02-13,10,4,0,6,0",
    )  # fmt: skip
    return school


def test_a_school_sees_its_own_pupils_the_most_absent_first(school) -> None:
    text = make_client(make_post(school.population_team)).get(page("absent")).text
    assert text.index("Max Reed") < text.index("Sam Reed") and "Kit Reed" not in text
    assert "35.0% of 20" in text and "Severe" in text
    assert (
        Entry.objects.filter(verb="attendance.list", child_id__in=[school.sam.pk, school.max.pk]).count() == 2
    )


def test_the_list_is_narrowed_and_says_of_everybody_only_when_asked(school) -> None:
    client = make_client(make_post(school.population_team))
    assert "Kit Reed" in client.get(page("absent"), {"which": "all"}).text
    severe = client.get(page("absent"), {"which": "severe"}).text
    assert "Max Reed" in severe and "Sam Reed" not in severe
    unauthorised = client.get(page("absent"), {"which": "unauthorised"}).text
    assert "Max Reed" in unauthorised and "Sam Reed" not in unauthorised


def test_another_school_and_another_service_see_nothing(school) -> None:
    for team in (make_school("Vale School").population_team, make_team(), make_welfare()):
        client = make_client(make_post(team))
        assert "Reed" not in client.get(page("absent"), {"which": "all"}).text
        assert client.get(page("child", school.sam.public_id)).status_code == 404


def test_the_old_school_reads_what_it_said_and_not_what_the_new_one_says(school) -> None:
    vale = make_school("Vale School")
    source = school.sam.sources.filter(agency=school).get()
    source.pk, source.agency, source.source_id = None, vale, "V1"
    source.save()
    admit(school.sam, vale, source.pk)
    send(vale, f"{upn(1)},2026-03-02,2026-03-02,2,0,2,0,0")
    old = make_client(make_post(school.population_team)).get(page("child", school.sam.public_id)).text
    new = make_client(make_post(vale.population_team)).get(page("child", school.sam.public_id)).text
    assert "8 of 10" in old and "0 of 2" not in old
    assert "0 of 2" in new and "8 of 10" not in new
    lists = [make_client(make_post(each.population_team)).get(page("absent")).text for each in (school, vale)]
    assert "80.0% of 10" in lists[0] and "0.0% of 2" in lists[1], "nor is it added up"


def test_a_grant_that_opens_no_records_opens_no_attendance(school) -> None:
    Grant.objects.filter(child=school.sam).update(categories=int(Category.IDENTITY))
    client = make_client(make_post(school.population_team))
    assert "Sam Reed" not in client.get(page("absent"), {"which": "all"}).text
    assert client.get(page("child", school.sam.public_id)).status_code == 404


def test_welfare_is_asked_for_ones_own_pupils_alone(school) -> None:
    welfare, stranger = make_welfare(), make_post(make_school("Vale School").population_team)
    actor = actor_of(stranger, now=NOW)
    with pytest.raises(Denied):
        ask_welfare(child=school.sam, team=welfare, why="Absent", key=None, actor=actor, now=NOW)
    own = actor_of(make_post(school.population_team), now=NOW)
    for team, why in ((make_team(), "Absent"), (welfare, "  ")):
        with pytest.raises(Denied):
            ask_welfare(child=school.sam, team=team, why=why, key=None, actor=own, now=NOW)


def test_a_child_page_says_each_period_and_the_year(school) -> None:
    text = make_client(make_post(school.population_team)).get(page("child", school.max.public_id)).text
    assert "3 of 10 (30.0%)" in text and "School year 2025 to 2026: 35.0% attended" in text
    assert 'rect width="30.0"' in text, "the bar says what the table says"
    assert Entry.objects.filter(verb="attendance.see", child_id=school.max.pk).exists()


def test_a_shielded_pupil_is_on_no_list_and_has_no_page(school) -> None:
    make_shield(school.max)
    client = make_client(make_post(school.population_team))
    assert "Max Reed" not in client.get(page("absent"), {"which": "all"}).text
    assert client.get(page("child", school.max.public_id)).status_code == 404


def test_welfare_reads_no_school_of_a_child_whose_sister_is_shielded(school) -> None:
    welfare = make_welfare()
    ask_welfare(
        child=school.max, team=welfare, why="Seven sessions", key=None, now=NOW,
        actor=actor_of(make_post(school.population_team), now=NOW),
    )  # fmt: skip
    officer, pastoral = (make_client(make_post(team)) for team in (welfare, school.population_team))
    address = page("child", school.max.public_id)
    assert "3 of 10" in officer.get(address).text
    sister = make_child("Ivy", "Reed")
    for child in (school.max, sister):
        say(child.sources.first(), Address, household=8, postcode="SK9 1AB", lines="1 Mill Road")
    make_shield(sister)
    assert "3 of 10" not in officer.get(address).text
    assert "3 of 10" in pastoral.get(address).text, "the school itself knows what it said"


def test_when_the_grant_of_the_roll_has_ended_nothing_is_seen(school) -> None:
    client = make_client(make_post(school.population_team))
    Grant.objects.filter(child=school.sam).update(until=NOW - timedelta(hours=1))
    assert "Sam Reed" not in client.get(page("absent")).text
    assert client.get(page("child", school.sam.public_id)).status_code == 404


def test_the_school_asks_welfare_which_then_works_with_the_child_and_reads_its_attendance(school) -> None:
    welfare = make_welfare()
    pastoral, officer = (make_client(make_post(team)) for team in (school.population_team, welfare))
    address = page("ask", school.max.public_id)
    asked = pastoral.get(address)
    assert "Education welfare" in asked.text
    sent = {
        "why": "Seven sessions in a week",
        "team": welfare.code,
        "key": str(asked.context["form"]["key"].value()),
    }
    assert pastoral.post(address, sent).status_code == 302
    pastoral.post(address, sent)
    case = Case.objects.get()
    assert (case.kind, case.team, case.origin, case.why) == (
        "welfare",
        welfare,
        "referral",
        "Seven sessions in a week",
    )
    assert "3 of 10" in officer.get(page("child", school.max.public_id)).text
    shown = officer.get(page("absent")).text
    assert "Max Reed" in shown and "Sam Reed" not in shown
    assert "At work" in pastoral.get(page("absent")).text


def test_asking_again_or_for_a_child_of_others_is_refused(school) -> None:
    welfare = make_welfare()
    client = make_client(make_post(school.population_team))
    address = page("ask", school.max.public_id)
    client.post(
        address, {"why": "Absent", "team": welfare.code, "key": "7b1c5a9e-5e09-4b0e-8f6e-2f4b7ad3d111"}
    )
    again = client.post(
        address, {"why": "Again", "team": welfare.code, "key": "7b1c5a9e-5e09-4b0e-8f6e-2f4b7ad3d112"}
    )
    assert "has open work of this kind" in again.text and Case.objects.count() == 1
    other = make_client(make_post(make_school("Vale School").population_team))
    assert other.post(address, {"why": "x", "team": welfare.code}).status_code == 404


def test_the_data_manager_sends_a_file_and_reads_the_receipt(school, tmp_path) -> None:
    client = make_client(make_post(role=Role.DATA_MANAGER))
    file = tmp_path / "march.csv"
    file.write_text(
        f"upn,from,until,possible,attended,authorised,unauthorised\n{upn(1)},2026-03-02,2026-03-02,2,2,0,0\nX,,,,,,\n"
    )
    with file.open("rb") as content:
        reply = client.post(page("send"), {"school": school.code, "file": content}, follow=True)
    assert "march.csv" in reply.text and "The UPN is not one" in reply.text
    assert "march.csv" in client.get(page("lists")).text
    with file.open("rb") as content:
        assert "Choose the school" in client.post(page("send"), {"file": content}).text


def test_a_school_sees_the_receipts_of_its_own_files_only(school) -> None:
    vale = make_school("Vale School")
    client = make_client(make_post(vale.population_team, Role.DATA_MANAGER))
    found = send(school, f"{upn(1)},2026-03-02,2026-03-02,2,2,0,0", name="hill.csv")
    assert "hill.csv" not in client.get(page("lists")).text
    assert client.get(page("receipt", found.public_id)).status_code == 404
