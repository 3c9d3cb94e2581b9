"""How to refer waits for approval; the wait and the places that are free do not, and say who said them when."""

from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from tests.factories import NOW, make_actor, make_client, make_post, make_team
from wraparound.delivery.directory.models import Listing
from wraparound.delivery.directory.rules import Refused
from wraparound.delivery.enquiries.models import ForProfessionals
from wraparound.delivery.enquiries.queries import referral_of
from wraparound.delivery.enquiries.rules import Referral
from wraparound.delivery.enquiries.services import HasAddress, say_places, write_referral
from wraparound.delivery.upkeep import queries
from wraparound.delivery.upkeep.models import Edit
from wraparound.delivery.upkeep.referring import propose_referral
from wraparound.delivery.upkeep.services import decide, propose_gone, withdraw
from wraparound.delivery.upkeep.tests.making import approver, editor, make_entry
from wraparound.delivery.upkeep.tests.test_views import filled
from wraparound.foundation.accounts.models import Role
from wraparound.foundation.accounts.rules import Actor, Denied
from wraparound.foundation.audit.changes import Conflict

pytestmark = pytest.mark.django_db
SAID = Referral(route="Ring us", criteria="Under fives", levels=("2",), contact="The duty worker")


def propose(listing: Listing, actor: Actor, *, version: int = 0, key=None, **said) -> Edit:
    return propose_referral(
        listing=listing, referral=Referral(**said), why="", key=key or uuid4(), version=version, actor=actor,
        now=NOW,
    )  # fmt: skip


def approve(edit: Edit, actor: Actor | None = None, **given) -> Edit:
    values = {"version": edit.version, **given}
    return decide(edit=edit, decision="approve", words="", actor=actor or approver(), now=NOW, **values)


def test_how_to_refer_is_as_it_was_until_somebody_else_approves_it() -> None:
    listing = make_entry()
    worker, key = editor(listing), uuid4()
    edits = [propose(listing, worker, key=key, route="Ring us", levels=("2", "3a")) for _ in range(2)]
    assert edits[0] == edits[1] and not ForProfessionals.objects.exists()
    with pytest.raises(Denied):
        approve(edits[0], worker)
    approve(edits[0])
    assert referral_of(listing) == (Referral(route="Ring us", levels=("2", "3a")), 1)
    assert not queries.waiting().exists()
    with pytest.raises(Denied, match="already"):
        propose(listing, worker, route="Ring us", levels=("2", "3a"))


def test_the_wait_and_the_places_are_said_at_once_with_the_day_and_by_whom() -> None:
    listing = make_entry()
    worker = editor(listing)
    edit = propose(listing, worker, route="Ring us")
    row = say_places(
        listing=listing, wait_weeks=None, places=9, places_free=2, version=0, actor=worker, now=NOW
    )
    assert (row.places_free, row.said_on, row.said_by_id) == (2, NOW.date(), worker.post_id)
    approve(edit, listing_version=0)
    row.refresh_from_db()
    assert (row.route, row.places_free) == ("Ring us", 2)


@pytest.mark.parametrize(
    ("role", "place", "may"),
    [
        (Role.PRACTITIONER, "team", True), (Role.SERVICE_EDITOR, "owner", True),
        (Role.PRACTITIONER, "owner", False), (Role.SERVICE_EDITOR, "elsewhere", False),
        (Role.ANALYST, "team", False),
    ],
)  # fmt: skip
def test_who_may_propose_it(role: str, place: str, may: bool) -> None:
    teams = {"team": make_team(), "owner": make_team(), "elsewhere": make_team()}
    listing = make_entry(teams["owner"], team=teams["team"].code)
    actor = make_actor(teams[place], role)
    if may:
        edit = propose(listing, actor, route="Ring us")
        assert queries.edit_seen_by(actor, edit.public_id) == edit
        assert withdraw(edit=edit, actor=actor, now=NOW).state == "withdrawn"
        return
    with pytest.raises(Denied):
        propose(listing, actor, route="Ring us")
    other = propose(listing, make_actor(teams["team"]), route="Ring us")
    if role == Role.ANALYST or place == "elsewhere":
        assert queries.edit_seen_by(actor, other.public_id) is None
        with pytest.raises(Denied):
            withdraw(edit=other, actor=actor, now=NOW)


def test_an_edit_of_the_entry_and_one_of_how_to_refer_stand_beside_each_other() -> None:
    listing = make_entry()
    mine = propose(listing, editor(listing), route="Ring us")
    gone = propose_gone(listing=listing, why="Sold", key=uuid4(), actor=editor(listing), now=NOW)
    assert (queries.open_referral(listing), queries.open_edit(listing)) == (mine, gone)
    with pytest.raises(Conflict):
        propose(listing, editor(listing), route="Write to us")
    again = propose(listing, editor(listing), version=1, route="Write to us")
    assert again.pk == mine.pk and again.version == 2


def test_what_somebody_else_had_approved_meanwhile_stays() -> None:
    listing = make_entry()
    chief = approver()
    write_referral(listing=listing, referral=SAID, version=0, actor=chief, now=NOW)
    edit = propose(
        listing, editor(listing), route="Write", criteria="Under fives", levels=("2",), contact="Old"
    )
    theirs = Referral(route="Ring us", criteria="Under tens", levels=("2",), contact="The duty worker")
    write_referral(listing=listing, referral=theirs, version=1, actor=chief, now=NOW)
    with pytest.raises(Conflict):
        approve(edit, listing_version=1)
    approve(edit, listing_version=2)
    assert referral_of(listing)[0] == Referral(
        route="Write", criteria="Under tens", levels=("2",), contact="Old"
    )


def test_a_confidential_service_says_no_address_not_even_to_an_approver() -> None:
    listing = make_entry(places=(), sessions=(), coverage=(), is_confidential=True)
    with pytest.raises(HasAddress):
        propose(listing, editor(listing), route="Come to WB1 4QT")
    Listing.objects.update(is_confidential=False)
    edit = propose(listing, editor(listing), route="Come to WB1 4QT")
    Listing.objects.update(is_confidential=True)
    with pytest.raises(Refused):
        approve(queries.edits().get(pk=edit.pk))
    assert not ForProfessionals.objects.exists()


def test_from_the_page_of_the_service_to_the_approver_in_words_and_back() -> None:
    team = make_team()
    listing = make_entry(team, team=team.code)
    worker, chief = make_client(make_post(team)), make_client(make_post(role=Role.AREA_ADMINISTRATOR))
    service = reverse("enquiries:service", args=[listing.public_id])
    path = reverse("upkeep:referral", args=[listing.public_id])
    assert path in worker.get(service).text
    data = filled(worker, path) | {"route": ["Ring us"], "levels": ["2", "3a"], "why": ["New manager"]}
    assert worker.post(path, data).url == service
    shown = worker.get(path).text
    assert "Waits for approval" in shown and "Ring us</textarea>" in shown
    page = reverse("upkeep:edit", args=[Edit.objects.get().public_id])
    read = chief.get(page).text
    assert "Level of need that it serves" in read and "Added" in read and "3a: " in read and "Decide" in read
    assert "Decide</h2>" not in worker.get(page).text
    sent_back = filled(chief, page) | {"decision": ["send_back"], "words": ["Which number?"]}
    chief.post(page, sent_back)
    assert "Which number?" in worker.get(path).text
    withdrawn = worker.post(reverse("upkeep:withdraw", args=[Edit.objects.get().public_id]))
    assert withdrawn.url == service


def test_the_second_of_two_sees_both_texts_and_others_find_nothing() -> None:
    team = make_team()
    listing = make_entry(team, team=team.code)
    first, second = make_client(make_post(team)), make_client(make_post(team))
    path = reverse("upkeep:referral", args=[listing.public_id])
    mine, theirs = filled(first, path), filled(second, path)
    first.post(path, mine | {"route": ["Ring us"]})
    lost = second.post(path, theirs | {"route": ["Write to us"]})
    assert lost.status_code == 409 and "Ring us" in lost.text and "Write to us</textarea>" in lost.text
    assert make_client(make_post()).get(path).status_code == 404 and Client().get(path).status_code == 302
