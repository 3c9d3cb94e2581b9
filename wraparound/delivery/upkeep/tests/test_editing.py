"""Edits: proposed by whoever keeps the entry, decided by somebody else, nothing lost when two write at once."""

import threading
from dataclasses import replace
from uuid import uuid4

import pytest

from tests.factories import NOW, make_actor, make_post, make_team
from wraparound.delivery.directory.models import Listing
from wraparound.delivery.directory.rules import Refused
from wraparound.delivery.directory.services import write_listing
from wraparound.delivery.upkeep import comparing, queries, trees
from wraparound.delivery.upkeep.models import Edit
from wraparound.delivery.upkeep.services import (
    decide,
    propose_change,
    propose_gone,
    propose_new,
    say_alert,
    still_true,
    withdraw,
)
from wraparound.delivery.upkeep.tests.making import approver, editor, make_entry, whole_content
from wraparound.foundation.accounts.models import Role
from wraparound.foundation.accounts.queries import actor_of
from wraparound.foundation.accounts.rules import Actor, Denied
from wraparound.foundation.audit.changes import Conflict
from wraparound.foundation.audit.models import Entry
from wraparound.foundation.audit.tests.test_writers import at_once
from wraparound.foundation.notifications.models import Notice


def propose(listing: Listing, actor: Actor, *, version: int = 0, key=None, **changed) -> Edit:
    content = replace(queries.content_now(listing), **changed)
    return propose_change(
        listing=listing, content=content, why="", key=key or uuid4(), version=version, actor=actor, now=NOW
    )


def settle(edit: Edit, actor: Actor, decision: str = "approve", words: str = "", **given) -> Edit:
    values = {"version": edit.version, **given}
    return decide(edit=edit, decision=decision, words=words, actor=actor, now=NOW, **values)


@pytest.mark.django_db
def test_an_edit_waits_and_is_written_and_confirmed_when_somebody_else_approves_it() -> None:
    listing = make_entry()
    writer = editor(listing)
    edit = propose(listing, writer, summary="Now on Fridays too")
    listing.refresh_from_db()
    assert listing.summary != "Now on Fridays too" and edit.state == "waiting"
    settle(edit, approver())
    listing.refresh_from_db()
    assert (listing.summary, listing.confirmed_on) == ("Now on Fridays too", NOW.date())
    assert listing.confirmed_by == f"Service editor, {listing.owner.name}"
    assert Notice.objects.get(kind="edit.decided").post_id == writer.post_id
    verbs = set(Entry.objects.values_list("verb", flat=True))
    assert {"edit.propose", "edit.decide", "entry.change", "entry.confirm"} <= verbs


@pytest.mark.django_db
def test_nobody_decides_on_their_own_edit_not_even_from_another_post() -> None:
    listing = make_entry()
    chief = make_post(role=Role.AREA_ADMINISTRATOR)
    edit = propose(listing, actor_of(chief, now=NOW), summary="Mine")
    other = make_actor(role=Role.AREA_ADMINISTRATOR, user=chief.user)
    for actor in (actor_of(chief, now=NOW), other):
        with pytest.raises(Denied, match="somebody else decides"):
            settle(edit, actor)
    with pytest.raises(Denied, match="does not let you"):
        settle(edit, editor(listing))
    assert settle(edit, approver()).state == "approved"


@pytest.mark.django_db
@pytest.mark.parametrize("role", [Role.SERVICE_EDITOR, Role.TEAM_MANAGER, Role.PRACTITIONER])
def test_another_teams_entry_is_missing(role: str) -> None:
    listing = make_entry()
    actor = make_actor(make_team(), role)
    for act in (
        lambda: propose(listing, actor, summary="x"),
        lambda: propose_gone(listing=listing, why="x", key=uuid4(), actor=actor, now=NOW),
        lambda: still_true(listing=listing, actor=actor, now=NOW),
        lambda: say_alert(listing=listing, alert="x", version=1, actor=actor, now=NOW),
    ):
        with pytest.raises(Denied, match="could not find"):
            act()
    assert queries.own_entry(actor, listing.public_id) is None and not Edit.objects.exists()


@pytest.mark.django_db
def test_sent_back_with_words_written_anew_and_refused() -> None:
    listing = make_entry()
    writer = editor(listing)
    edit = propose(listing, writer, summary="x")
    with pytest.raises(Denied, match="Say to the editor"):
        settle(edit, approver(), "send_back")
    edit = settle(edit, approver(), "send_back", "Say which Fridays")
    assert list(queries.edits_of(writer)) == [edit] and not queries.waiting().exists()
    again = propose(listing, writer, version=edit.version, summary="Every Friday")
    assert again.pk == edit.pk and again.state == "waiting"
    assert settle(again, approver(), "refuse", "It has closed").state == "refused"
    assert not queries.edits_of(writer).exists()


@pytest.mark.django_db
def test_what_changed_meanwhile_stays_and_the_approver_sees_three_texts() -> None:
    listing = make_entry()
    edit = propose(listing, editor(listing), summary="From the editor", alert="Both")
    theirs = replace(queries.content_now(listing), description="From the feed", alert="Theirs")
    write_listing(content=theirs, listing=listing, actor=None, now=NOW)
    seen = {
        each.name: each
        for each in comparing.differences(
            trees.content_from(edit.base), queries.content_now(listing), trees.content_from(edit.proposed)
        )
    }
    assert not seen["summary"].meanwhile and seen["description"].meanwhile and seen["alert"].clashes
    with pytest.raises(Conflict):
        settle(edit, approver(), listing_version=1)
    settle(edit, approver(), listing_version=2)
    listing.refresh_from_db()
    assert (listing.summary, listing.description, listing.alert) == (
        "From the editor",
        "From the feed",
        "Both",
    )


@pytest.mark.django_db
def test_a_new_entry_and_one_that_has_gone_are_proposed_the_same_way() -> None:
    team = make_team()
    writer = make_actor(team, Role.SERVICE_EDITOR)
    key = uuid4()
    edits = [
        propose_new(content=whole_content("T-else"), why="", key=key, actor=writer, now=NOW) for _ in range(2)
    ]
    assert edits[0] == edits[1] and not Listing.objects.exists()
    listing = settle(edits[0], approver()).listing
    assert listing.owner == team and queries.own_entry(writer, listing.public_id)
    gone = propose_gone(listing=listing, why="The hall is sold", key=uuid4(), actor=writer, now=NOW)
    with pytest.raises(Denied, match="open"):
        propose_gone(listing=listing, why="", key=uuid4(), actor=writer, now=NOW)
    settle(gone, approver())
    listing.refresh_from_db()
    assert listing.status == Listing.Status.DEFUNCT and not queries.kept_by(writer).exists()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"description": "We are at 4 Harbour Street"}, "description"),
        ({"how_to": "Come to WB1 4QT"}, "how_to"),
        ({"places": whole_content().places}, "places"),
    ],
)
def test_a_confidential_entry_takes_no_address_and_says_where_it_stood(changed: dict, field: str) -> None:
    listing = make_entry(places=(), sessions=(), is_confidential=True, coverage=())
    with pytest.raises(Refused) as told:
        propose(listing, editor(listing), **changed)
    assert told.value.field.split(".")[0] == field and not Edit.objects.exists()


@pytest.mark.django_db
def test_what_could_not_be_kept_is_refused_when_it_is_proposed_and_leaves_nothing() -> None:
    listing = make_entry()
    before = Entry.objects.count()
    with pytest.raises(Refused) as told:
        propose(listing, editor(listing), email="nobody")
    assert told.value.field == "email" and Entry.objects.count() == before
    listing.refresh_from_db()
    assert listing.email == "play@wharnby.example" and listing.version == 1


@pytest.mark.django_db
def test_small_changes_and_still_true_need_nobodys_approval() -> None:
    listing = make_entry()
    actor = editor(listing)
    say_alert(listing=listing, alert="Closed on Friday", version=1, actor=actor, now=NOW)
    with pytest.raises(Conflict):
        say_alert(listing=listing, alert="Open", version=1, actor=actor, now=NOW)
    still_true(listing=listing, actor=actor, now=NOW)
    listing.refresh_from_db()
    assert (listing.alert, listing.confirmed_on) == ("Closed on Friday", NOW.date())


@pytest.mark.django_db
def test_an_edit_is_taken_back_by_its_team_and_not_by_others() -> None:
    listing = make_entry()
    edit = propose(listing, editor(listing), summary="x")
    with pytest.raises(Denied):
        withdraw(edit=edit, actor=make_actor(role=Role.SERVICE_EDITOR), now=NOW)
    for _ in range(2):
        assert withdraw(edit=edit, actor=editor(listing), now=NOW).state == "withdrawn"


def race(works: list) -> tuple[list, list]:
    won, lost, lock, start = [], [], threading.Lock(), threading.Barrier(len(works))

    def run(work) -> None:
        start.wait(30)
        try:
            made = work()
            with lock:
                won.append(made)
        except (Conflict, Denied) as told:
            with lock:
                lost.append(told)

    at_once([lambda work=work: run(work) for work in works])
    return won, lost


@pytest.mark.django_db(transaction=True)
def test_two_editors_at_once_one_proposes_and_the_other_is_shown_that_text() -> None:
    listing = make_entry()
    actors = [editor(listing), editor(listing)]
    won, lost = race(
        [lambda n=n, who=who: propose(listing, who, summary=f"From {n}") for n, who in enumerate(actors)]
    )
    assert len(won) == 1 and isinstance(lost[0], Conflict)
    assert lost[0].current.proposed["summary"] == won[0].proposed["summary"]
    assert Edit.objects.get().proposed["summary"] == won[0].proposed["summary"]


@pytest.mark.django_db(transaction=True)
def test_two_approvers_at_once_decide_once() -> None:
    listing = make_entry()
    edit = propose(listing, editor(listing), summary="New")
    first, second = approver(), approver()
    won, lost = race([lambda: settle(edit, first), lambda: settle(edit, second, "refuse", "No")])
    edit.refresh_from_db()
    listing.refresh_from_db()
    assert len(won) == len(lost) == 1 and "decided already" in str(lost[0])
    assert edit.state == won[0].state and (listing.summary == "New") == (edit.state == "approved")
