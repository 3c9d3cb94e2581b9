"""The pages of the index: each queue to whom it is for, decisions once, and nothing hidden shown."""

import uuid

import pytest
from django.test import Client

from tests.factories import (
    NOW,
    make_actor,
    make_agency,
    make_child,
    make_client,
    make_grant,
    make_post,
    make_shield,
    make_source,
    make_team,
    say,
)
from wraparound.foundation.accounts.models import Post, Role
from wraparound.foundation.accounts.queries import actor_of
from wraparound.foundation.audit.models import Entry
from wraparound.foundation.ui.public_ids import made_id
from wraparound.outcomes.access.models import Adoption, Basis
from wraparound.outcomes.children.models import Child, Name
from wraparound.outcomes.index.models import Merge, Pair
from wraparound.outcomes.index.services.merging import merge, undo_merge
from wraparound.outcomes.index.services.settling import propose_pair

pytestmark = pytest.mark.django_db


@pytest.fixture
def manager() -> Post:
    return make_post(role=Role.DATA_MANAGER)


def make_pair(one: Child | None = None, other: Child | None = None, kind: str = "unsure") -> Pair:
    one = one or make_child("Amarah", address="14 Mill Road", postcode="SK9 1AB")
    other = other or make_child("Amara", address="14 Mill Road", postcode="SK9 1AB")
    made = propose_pair(child_a=one, child_b=other, kind=kind, why=["Alike"], actor=make_actor(), now=NOW)
    assert made is not None
    return made


def answer(client: Client, pair: Pair, **given):
    pair.refresh_from_db()
    versions = f"{pair.child_a.version},{pair.child_b.version}"
    data = {"answer": "same", "reason": "One girl", "version": pair.version, "versions": versions,
            "key": uuid.uuid4(), **given}  # fmt: skip
    return client.post(f"/duplicates/{pair.key}/", data)


def test_the_queue_shows_the_worst_mistake_first_without_a_reason_and_looks_are_on_record(
    manager: Post,
) -> None:
    make_pair()
    worse = make_pair(make_child("Zara"), make_child("Zarah"))
    make_shield(worse.child_a)
    Pair.objects.filter(pk=worse.pk).update(harm=1000)
    page = make_client(manager).get("/duplicates/").content.decode()
    assert page.index("Zara") < page.index("Amarah")
    assert Entry.objects.filter(verb="index.pairs", outcome="seen").count() == 4
    assert make_client(make_post()).get("/duplicates/").status_code == 404


def test_the_number_of_queries_does_not_grow_with_the_facts_on_record(manager: Post) -> None:
    client = make_client(manager)
    for _ in range(25):
        make_pair()
    assert "Showing 1 to 20 of 25 pairs" in client.get("/duplicates/").content.decode()
    assert "Showing" not in client.get("/duplicates/?kind=twin").content.decode()


def test_both_records_stand_side_by_side_with_what_agrees_in_words(manager: Post) -> None:
    pair = make_pair()
    page = make_client(manager).get(f"/duplicates/{pair.key}/").content.decode()
    for words in ("Amarah", "14 Mill Road", "Nearly the same", "Same", "Alike", "May be one child"):
        assert words in page
    assert Entry.objects.filter(verb="index.pair_seen").count() == 2


def test_one_child_joins_them_and_it_can_be_undone(manager: Post) -> None:
    client, pair = make_client(manager), make_pair()
    reply = answer(client, pair)
    merge_ = Merge.objects.get()
    assert reply["Location"] == f"/duplicates/joined/{merge_.key}/"
    assert "Undo it" in client.get(reply["Location"]).content.decode()
    client.post(reply["Location"], {"reason": "Two girls"})
    assert Child.objects.filter(state="live").count() == 2
    pair.refresh_from_db()
    assert pair.state == Pair.State.UNDONE
    assert "Undone" in client.get("/duplicates/joined/").content.decode()


def test_the_same_form_sent_twenty_times_is_one_decision(manager: Post) -> None:
    client, pair, key = make_client(manager), make_pair(), uuid.uuid4()
    version, versions = pair.version, f"{pair.child_a.version},{pair.child_b.version}"
    for _ in range(20):
        reply = answer(client, pair, key=key, version=version, versions=versions)
        assert reply.status_code == 302
    assert Merge.objects.count() == 1


def test_the_second_of_two_data_managers_sees_what_the_first_said_and_keeps_their_words(
    manager: Post,
) -> None:
    pair = make_pair()
    answer(make_client(make_post(role=Role.DATA_MANAGER)), pair, answer="different", reason="Cousins")
    reply = answer(make_client(manager), pair, version=1, reason="I rang the school")
    page = reply.content.decode()
    assert "Cousins" in page
    assert not Merge.objects.exists()


def test_two_children_are_not_asked_again_until_what_they_say_changes(manager: Post) -> None:
    pair = make_pair()
    answer(make_client(manager), pair, answer="different")
    again = {"kind": "unsure", "why": ["Alike"], "actor": make_actor(), "now": NOW}
    assert propose_pair(child_a=pair.child_a, child_b=pair.child_b, **again) is None
    assert propose_pair(child_a=pair.child_b, child_b=pair.child_a, **again) is None
    say(make_source(pair.child_a), Name, given_names="Amy", family_name="Okafor")
    assert propose_pair(child_a=pair.child_a, child_b=pair.child_b, **again) is not None


def test_asking_an_agency_parks_the_pair_until_the_day(manager: Post) -> None:
    client, pair = make_client(manager), make_pair()
    agency = pair.child_a.sources.get().agency
    assert "Choose the agency" in answer(client, pair, answer="ask").content.decode()
    answer(client, pair, answer="ask", agency=agency.code, until="in 3 weeks")
    pair.refresh_from_db()
    assert (pair.state, pair.asked) == ("asked", agency)
    assert "No pair waits" in client.get("/duplicates/").content.decode()


@pytest.mark.parametrize("level", ["whereabouts", "full"])
def test_a_shielded_record_is_compared_and_nothing_is_shown_that_says_where(
    manager: Post, level: str
) -> None:
    hidden = make_child("Amara", address="9 Hidden Lane", postcode="SK4 4AA")
    row = make_child("Amara", address="9 Hidden Lane", postcode="SK4 4AA", state="waiting")
    make_shield(hidden, level=level)
    pair = make_pair(row, hidden, "shielded")
    client = make_client(manager)
    page = client.get(f"/duplicates/{pair.key}/").content.decode()
    assert "Hidden Lane" not in page
    assert "SK4" not in page
    assert "Not shown: one of the two is protected" in page
    assert ("A hidden record" in page) is (level == "full")
    answer(client, pair)
    merged = Merge.objects.get()
    assert (merged.kept, merged.other) == (hidden, row)


def test_pairs_of_an_adoption_are_in_the_adoption_teams_queue_alone(manager: Post) -> None:
    team = make_team(holds_adoptions=True)
    adopters = make_post(team)
    before = make_child("Ruby", "Birthname")
    Adoption.objects.create(before=before, team=team, placed_at=NOW)
    pair = make_pair(make_child("Ruby", "Birthname", state="waiting"), before, "adoption")
    assert "Birthname" in make_client(adopters).get("/duplicates/").content.decode()
    assert make_client(adopters).get(f"/duplicates/{pair.key}/").status_code == 200
    page = make_client(manager).get("/duplicates/").content.decode()
    assert "Birthname" not in page
    assert "No pair waits" in page
    assert make_client(manager).get(f"/duplicates/{pair.key}/").status_code == 404
    assert answer(make_client(manager), pair).status_code == 404


def test_whoever_saw_the_wrong_record_is_told_and_says_that_they_know(manager: Post) -> None:
    from wraparound.foundation.audit import services as audit

    looker, pair = make_post(), make_pair()
    actor = actor_of(manager, now=NOW)
    joined = merge(
        survivor=pair.child_b, loser=pair.child_a, actor=actor, reason="x", now=NOW, version=(1, 1)
    )
    audit.record_looks(verb="card.see", now=NOW, actor=actor_of(looker, now=NOW), child_ids=[pair.child_b_id])
    undo_merge(merge=joined, actor=actor, reason="y", now=NOW)
    client = make_client(looker)
    assert "See what is right" in client.get("/corrections/").content.decode()
    key = joined.corrections.get().key
    page = client.get(f"/corrections/{key}/").content.decode()
    assert pair.child_b.number in page
    assert "Amara" not in page
    client.post(f"/corrections/{key}/known/")
    assert joined.corrections.get().acknowledged_by == looker
    assert make_client(make_post()).get(f"/corrections/{key}/").status_code == 404
    told = make_client(manager).get(f"/duplicates/joined/{joined.key}/").content.decode()
    assert looker.user.full_name in told


def test_a_record_is_parted_on_a_page(manager: Post) -> None:
    child = make_child("Amara")
    second = make_source(child)
    say(second, Name, given_names="Ayo", family_name="Okafor")
    client = make_client(manager)
    address = f"/children/{child.public_id}/part/"
    assert client.get(address).status_code == 404
    make_grant(actor_of(manager, now=NOW), child, Basis.POPULATION)
    assert "Ayo Okafor" in client.get(address).content.decode()
    none = client.post(address, {"reason": "x", "version": 1, "key": uuid.uuid4()}).content.decode()
    assert "Choose at least one record" in none
    client.post(address, {"sources": [made_id(second)], "reason": "x", "version": 1, "key": uuid.uuid4()})
    assert second.child_id != Child.objects.get(sources=second).pk or Child.objects.count() == 2
    assert Child.objects.get(sources=second) != child


def test_two_open_records_are_put_side_by_side_by_number(manager: Post) -> None:
    one, other = make_child("Amara"), make_child("Amy")
    client, actor = make_client(manager), actor_of(manager, now=NOW)
    data = {"one": one.number.lower(), "other": f"{other.number[:5]} {other.number[5:]}"}
    assert (
        "Open that record with a reason first" in client.post("/duplicates/propose/", data).content.decode()
    )
    for child in (one, other):
        make_grant(actor, child, Basis.POPULATION)
    assert client.post("/duplicates/propose/", data)["Location"] == f"/duplicates/{Pair.objects.get().key}/"


def test_facts_of_ones_own_agency_are_put_right_and_the_loser_of_a_race_sees_both(manager: Post) -> None:
    child = make_child("Amara", agency=manager.agency)
    make_child("Other", agency=make_agency())
    client, actor = make_client(manager), actor_of(manager, now=NOW)
    make_grant(actor, child, Basis.POPULATION)
    fact = Name.objects.get(source__child=child)
    address = f"/children/{child.public_id}/facts/name/{made_id(fact)}/"
    assert "Amara Okafor" in client.get(f"/children/{child.public_id}/facts/").content.decode()
    client.post(address, {"kind": "legal", "given_names": "Amara Grace", "family_name": "Okafor"})
    page = client.post(
        address, {"kind": "legal", "given_names": "Amara Joy", "family_name": "Okafor"}
    ).content.decode()
    assert "Amara Grace Okafor" in page
    assert "Amara Joy" in page
    assert "Before: Amara Okafor" in client.get(f"/children/{child.public_id}/facts/").content.decode()
    assert Name.objects.filter(source__child=child).count() == 2


def test_the_address_of_a_joined_record_leads_on_for_whoever_may_see_where_it_went(manager: Post) -> None:
    kept, other = make_child(), make_child()
    worker = make_post()
    make_grant(actor_of(worker, now=NOW), kept, Basis.POPULATION)
    merge(survivor=kept, loser=other, actor=actor_of(manager, now=NOW), reason="x", now=NOW, version=(1, 1))
    address = f"/children/{other.public_id}/"
    assert make_client(worker).get(address)["Location"] == f"/children/{kept.public_id}/"
    assert make_client(make_post()).get(address).status_code == 404


def test_who_was_shown_among_the_results_of_the_search_is_not_shown_once_more() -> None:
    from wraparound.outcomes.finding.refiling import refile
    from wraparound.outcomes.finding.tests.asking import ask

    there = make_child("Amara", address="14 Mill Road", postcode="SK9 1AB")
    refile([there.pk], now=NOW)
    client, stranger = make_client(make_post()), make_client(make_post())
    results = ask(client, box="amarah okafor 14/05/2019").url
    assert "Amara Okafor" in client.get(results).text
    data = {"given_names": "Amarah", "family_name": "Okafor", "date_of_birth-day": 14, "date_of_birth-month": 5,
            "date_of_birth-year": 2019, "reason": "contact", "key": uuid.uuid4()}  # fmt: skip
    assert stranger.post(f"{results}create/", data)["Location"] == "/find/", "another's search opens nothing"
    assert client.post(f"{results}create/", data).status_code == 302
    assert Child.objects.count() == 2


def test_a_child_is_created_after_a_search_and_whoever_is_alike_is_shown_once_more() -> None:
    from wraparound.outcomes.finding.refiling import refile

    post, there = make_post(), make_child("Amara", address="14 Mill Road", postcode="SK9 1AB")
    refile([there.pk], now=NOW)
    client = make_client(post)
    unknown = client.get(f"/find/{uuid.uuid4()}/create/")
    assert unknown["Location"] == "/find/"
    search, session = uuid.uuid4(), client.session
    session["searches"] = {
        str(search): {"given_names": "Amarah", "family_name": "Okafor", "date_of_birth": "2019-05-14"}
    }
    session.save()
    address = f"/find/{search}/create/"
    page = client.get(address).content.decode()
    assert 'value="Amarah"' in page
    data = {"given_names": "Amarah", "family_name": "Okafor", "date_of_birth-day": 14, "date_of_birth-month": 5,
            "date_of_birth-year": 2019, "postcode": "SK9 1AB", "reason": "contact", "key": uuid.uuid4()}  # fmt: skip
    shown = client.post(address, data).content.decode()
    assert "Someone like this is here already" in shown
    assert "Amara Okafor" in shown
    made = client.post(address, data)
    assert made.status_code == 302
    assert client.post(address, data)["Location"] == made["Location"]
    assert Child.objects.count() == 2
    empty = client.post(address, {"key": uuid.uuid4()}).content.decode()
    assert "Choose one of the five reasons" in empty
