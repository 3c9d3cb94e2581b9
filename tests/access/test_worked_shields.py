"""The worked cases of shields and adoptions, driven through pages, lists of agencies and services."""

import uuid
from datetime import UTC, date, datetime, timedelta
from io import BytesIO
from pathlib import Path

import pytest
import time_machine

from tests.access.driving import address, clock, file, is_missing, read, read_all
from tests.access.oracle import WHEREABOUTS
from tests.access.planted import plant
from tests.factories import (
    NOW,
    make_actor,
    make_agency,
    make_child,
    make_client,
    make_grant,
    make_involvement,
    make_post,
    make_service,
    make_shield,
    make_team,
    say,
)
from wraparound.foundation.accounts.models import Role
from wraparound.foundation.accounts.queries import actor_of
from wraparound.foundation.agencies.models import Agency
from wraparound.outcomes.access.models import Adoption, Basis, Shield, ShieldName
from wraparound.outcomes.access.queries import live_shields
from wraparound.outcomes.children.models import Address, Child, Setting
from wraparound.outcomes.feeds import services as feeds
from wraparound.outcomes.feeds.tests.conftest import as_csv
from wraparound.outcomes.finding.tests.asking import found, names, press_open
from wraparound.outcomes.index.models import Merge, Pair
from wraparound.outcomes.index.services.settling import propose_pair
from wraparound.outcomes.shields.rules import Named
from wraparound.outcomes.shields.services.glass import agree_glass, ask_glass
from wraparound.outcomes.shields.services.setting import Incomplete, set_shield

__all__ = ["clock"]
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
PLANTED = "qgiven qfamily 09/08/2017"
MILL_ROAD, QUAY_STREET = 14, 2
ROW = {
    "source_id": "H1", "given_names": "Amarah", "family_name": "Okafour", "date_of_birth": "2019-05-14",
    "sex": "F", "address": "14 Mill Road", "postcode": "SK9 1AB",
}  # fmt: skip


@pytest.fixture
def send(settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """Send one row as an agency's list, and read it to its end."""
    settings.DATA_DIR = tmp_path
    monkeypatch.setattr("wraparound.outcomes.feeds.writing.pauses.SHORT_PAUSE", 0)

    def sent(agency: Agency, row: dict[str, str]) -> Child:
        load = feeds.receive(file=BytesIO(as_csv([row])), name="list.csv", agency=agency, now=NOW)
        feeds.run_load(load=load, now=NOW)
        return Child.objects.get(sources__agency=agency, sources__source_id=row["source_id"])

    return sent


def test_11_a_police_officer_who_knows_the_school_of_a_shielded_child() -> None:
    school = make_team(make_service(make_agency("school", "education")))
    planted, teacher = plant(team=school), make_post(school)
    make_grant(actor_of(teacher, now=NOW), planted.child, Basis.POPULATION, team=True)
    make_shield(planted.child)
    file(planted.child)
    officer = make_client(make_post(make_team(make_service(make_agency("police", "justice")))))
    by_school, by_any_word = found(officer, box="qschool 09/08/2017"), found(officer, box="quorum 09/08/2017")
    assert names(by_school) == names(by_any_word), "the school tells no more than a word that is nothing"
    for box in ("09/08/2017 zz99 3qq", "9991234563", "07700 900333 2017"):
        assert not names(found(officer, box=box)), box
    assert names(found(officer, box=PLANTED)), "by name, with no district"
    assert "ZZ99" not in found(officer, box=PLANTED)
    for level in Shield.Level:
        Shield.objects.update(level=level)
        for page in ("/", "/children/"):
            roll = make_client(teacher).get(page).text
            assert "No child is yours" in roll and not planted.parts_in(roll), "the roll is without the child"
    Shield.objects.update(level=Shield.Level.FULL)
    file(planted.child)
    assert "Nobody found" in found(officer, box=PLANTED)
    named = make_post(school)
    make_grant(actor_of(named, now=NOW), planted.child, Basis.POPULATION, team=True)
    make_shield(make_child())
    ShieldName.objects.create(shield=Shield.objects.get(child=planted.child), post=named)
    assert planted.parts_in(make_client(named).get("/").text), "whoever is named has the child on the roll"


def test_12_the_brother_who_moved_out_keeps_his_own_address_alone() -> None:
    sister, brother = make_child("Ada"), make_child("Ben", sex="M")
    say(sister.sources.get(), Address, lines="14 Mill Road", postcode="SK9 1AB", household=MILL_ROAD)
    source, moved = (
        brother.sources.get(),
        {"said_at": NOW - timedelta(days=900), "superseded_at": NOW - timedelta(days=300)},
    )
    say(source, Address, lines="14 Mill Road", postcode="SK9 1AB", household=MILL_ROAD, **moved)
    say(source, Setting, kind="school", as_written="Mill Primary", **moved)
    say(source, Address, lines="14 Mill Road", postcode="SK9 1AB", kind="previous")
    say(source, Address, lines="2 Quay Street", postcode="SK8 2CD", household=QUAY_STREET,
        said_at=NOW - timedelta(days=300))  # fmt: skip
    say(source, Setting, kind="school", as_written="Quay Primary", said_at=NOW - timedelta(days=299))
    worker = make_post()
    make_grant(actor_of(worker, now=NOW), brother, Basis.INVOLVEMENT)
    file(sister, brother)
    client = make_client(worker)
    assert "Mill Road" in read_all(client, brother)
    assert names(found(client, box="okafor 14/05/2019 sk9 1ab 14 mill road"))
    make_shield(sister)
    file(sister, brother)
    pages = read_all(client, brother)
    assert "2 Quay Street" in pages and "Quay Primary" in pages
    assert "Mill" not in pages and "SK9" not in pages
    assert "Nobody found" in found(client, box="14/05/2019 14 mill road sk9 1ab")


def test_13_a_shielded_child_sent_under_a_new_number_and_spelling_waits_and_nobody_finds_it(send) -> None:
    roll, health = make_agency("council", "education"), make_agency()
    shielded = send(roll, {**ROW, "source_id": "1", "given_names": "Amara", "family_name": "Okafor"})
    named, manager = make_post(), make_post(role=Role.DATA_MANAGER)
    make_shield(shielded, level="full", named=[actor_of(named, now=NOW)])
    file(shielded)
    waiting = send(health, ROW)
    assert waiting != shielded and waiting.state == Child.State.WAITING
    for post in (make_post(), named, make_post(role=Role.DUTY), manager):
        client = make_client(post)
        for box in ("amarah okafour 14/05/2019", "okafour 14/05/2019 sk9 1ab 14 mill road"):
            assert "Amarah" not in found(client, box=box)
        assert press_open(client, waiting, box="amarah okafour 14/05/2019").status_code == 404
        assert is_missing(client, waiting)
    pair = Pair.objects.get()
    assert str(pair.key) in make_client(manager).get("/duplicates/").text


def test_17_the_old_roll_of_an_adopted_child_is_in_the_adoption_teams_queue_alone(send) -> None:
    roll, health = make_agency("council", "education"), make_agency()
    team = make_team(make_service(make_agency("council", "social_care")), holds_adoptions=True)
    before = send(roll, {**ROW, "source_id": "1", "given_names": "Amara", "family_name": "Okafor"})
    Adoption.objects.create(before=before, team=team, placed_at=NOW)
    file(before)
    sent_again = send(health, ROW)
    pair = Pair.objects.get()
    assert str(pair.key) in make_client(make_post(team)).get("/duplicates/").text
    others = [make_post(role=Role.DATA_MANAGER), make_post(make_team(holds_adoptions=True)), make_post()]
    for other in others:
        client = make_client(other)
        for page in ("/", "/duplicates/", f"/duplicates/{pair.key}/"):
            text = client.get(page).text
            assert "Okafo" not in text and str(pair.key) not in text.replace(page, "")
        assert "may be one child" not in client.get("/").text
        assert "Nobody found" in found(client, box="amarah okafour 14/05/2019")
        assert is_missing(client, before) and is_missing(client, sent_again)


def test_20_a_merge_of_a_shielded_and_an_unshielded_record_is_shielded_and_so_are_both_when_undone() -> None:
    one, other = make_child(), make_child("Amarah")
    for child, street in ((one, "1 Ash Lane"), (other, "2 Elm Lane")):
        say(child.sources.get(), Address, lines=street, postcode="SK9 1AB")
    worker = make_post()
    for child in (one, other):
        make_grant(actor_of(worker, now=NOW), child, Basis.INVOLVEMENT)
    make_shield(one)
    file(one, other)
    pair = propose_pair(child_a=one, child_b=other, kind="unsure", why=["Alike"], actor=make_actor(), now=NOW)
    manager, reader = make_client(make_post(role=Role.DATA_MANAGER)), make_client(worker)
    answer = {"answer": "same", "reason": "One girl", "version": pair.version, "key": uuid.uuid4(),
              "versions": f"{pair.child_a.version},{pair.child_b.version}"}  # fmt: skip
    assert manager.post(f"/duplicates/{pair.key}/", answer).status_code == 302
    merge = Merge.objects.get()
    assert "Lane" not in read_all(reader, merge.kept)
    assert live_shields(NOW).filter(child=merge.kept).exists()
    assert manager.post(f"/duplicates/joined/{merge.key}/", {"reason": "Two girls"}).status_code == 302
    for child in (one, other):
        assert live_shields(NOW).filter(child=child).exists()
        assert "Lane" not in read_all(reader, child)
    assert "Nobody found" in found(reader, box="14/05/2019 2 elm lane sk9 1ab")


def test_22_police_hold_a_girl_of_a_shielded_childs_name_at_two_in_the_morning(
    clock: time_machine.Traveller,
) -> None:
    night = datetime(2026, 3, 7, 2, tzinfo=UTC)
    clock.move_to(night)
    planted, on_call = plant(team=make_team()), make_post(role=Role.DUTY, is_round_the_clock=True)
    make_shield(planted.child, level="full", named=[actor_of(on_call, now=night)])
    file(planted.child, now=night)
    client = make_client(on_call)
    press_open(client, planted.child, box=PLANTED)
    client.post(address(planted.child, "emergency/"), {"reason": "worry", "words": "Police hold her"})
    assert planted.parts_in(read_all(client, planted.child)) >= WHEREABOUTS | {"record"}
    desk = make_team()
    sergeant, inspector = make_post(desk), make_post(desk, Role.TEAM_MANAGER)
    officer = make_client(make_post(role=Role.PRIVACY_OFFICER))
    assert "Nobody found" in found(make_client(sergeant), box=PLANTED)
    assert is_missing(make_client(sergeant), planted.child)
    glass = ask_glass(child=planted.child, reason="worry", words="Police hold her", key=uuid.uuid4(),
                      actor=actor_of(sergeant, now=night), now=night)  # fmt: skip
    assert is_missing(make_client(sergeant), planted.child)
    agree_glass(glass=glass, actor=actor_of(inspector, now=night), now=night)
    shown = planted.parts_in(read_all(make_client(sergeant), planted.child))
    assert shown >= WHEREABOUTS | {"record", "safeguarding", "sensitive service"}
    assert "they broke the glass" in officer.get("/notices/").text
    assert is_missing(make_client(inspector), planted.child)


def test_23_a_shield_on_friday_at_five_protects_at_once(clock: time_machine.Traveller) -> None:
    five = datetime(2026, 3, 6, 17, tzinfo=UTC)
    clock.move_to(five - timedelta(minutes=5))
    refuge = make_team(make_service(make_agency("voluntary", "community"), kind="Domestic abuse service"))
    manager, duty = make_post(refuge, Role.TEAM_MANAGER), make_post(role=Role.DUTY, is_round_the_clock=True)
    team, child = make_team(), make_child(address="14 Mill Road", postcode="SK9 1AB", born=date(2019, 5, 14))
    nurse, colleague = make_post(team), make_post(team)
    make_involvement(child, team)
    make_grant(actor_of(manager, now=NOW), child, Basis.DECISION, now=NOW)
    make_grant(actor_of(nurse, now=NOW), child, Basis.INVOLVEMENT, team=True, now=NOW)
    file(child)
    readers = {post: make_client(post) for post in (nurse, colleague)}
    assert all("14 Mill Road" in read(reader, child) for reader in readers.values())
    clock.move_to(five)

    def shield(*, asked: bool) -> Shield:
        names = [Named(post, post.team_id, asked) for post in (manager, nurse, duty)]
        return set_shield(child=child, level="whereabouts", why="A threat", names=names, key=uuid.uuid4(),
                          answers={team.pk: nurse.pk}, actor=actor_of(manager, now=five), now=five)  # fmt: skip

    with pytest.raises(Incomplete):
        shield(asked=False)
    assert "14 Mill Road" in read(readers[colleague], child)
    assert shield(asked=True).provisional_until == five + timedelta(hours=72)
    assert "14 Mill Road" in read(readers[nurse], child)
    assert "Mill Road" not in read_all(readers[colleague], child)
    assert "Nobody found" in found(make_client(make_post()), box="14/05/2019 14 mill road sk9 1ab")
