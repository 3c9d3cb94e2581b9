"""What a service says of itself: by whom, dated, never an address of a confidential one, no word lost."""

import pytest

from tests.factories import NOW, make_actor, make_team
from wraparound.delivery.enquiries import queries
from wraparound.delivery.enquiries.models import ForProfessionals
from wraparound.delivery.enquiries.rules import Referral
from wraparound.delivery.enquiries.services import HasAddress, say_places, write_referral
from wraparound.delivery.enquiries.tests.making import make_listing
from wraparound.foundation.accounts.models import Role
from wraparound.foundation.accounts.rules import Actor, Denied
from wraparound.foundation.audit.changes import Conflict
from wraparound.foundation.audit.models import Entry

pytestmark = pytest.mark.django_db
SAID = {"wait_weeks": None, "places": 12, "places_free": 3, "version": 0}


def approver() -> Actor:
    return make_actor(role=Role.AREA_ADMINISTRATOR)


def test_the_services_team_says_places_and_the_day_is_kept() -> None:
    listing = make_listing()
    actor = make_actor(listing.team)
    row = say_places(listing=listing, **SAID, actor=actor, now=NOW)
    assert (row.places_free, row.said_on, row.said_by_id) == (3, NOW.date(), actor.post_id)
    again = say_places(listing=listing, **SAID, actor=actor, now=NOW)
    assert again.version == row.version == 1
    assert Entry.objects.filter(verb="entry.say_places").count() == 1


@pytest.mark.parametrize(
    ("role", "place", "may"),
    [
        (Role.PRACTITIONER, "team", True), (Role.SERVICE_EDITOR, "owner", True),
        (Role.TEAM_MANAGER, "owner", True), (Role.AREA_ADMINISTRATOR, "elsewhere", True),
        (Role.PRACTITIONER, "owner", False), (Role.PRACTITIONER, "elsewhere", False),
        (Role.SERVICE_EDITOR, "elsewhere", False), (Role.ANALYST, "team", False),
    ],
)  # fmt: skip
def test_who_may_say_it(role: str, place: str, may: bool) -> None:
    teams = {"team": make_team(), "owner": make_team(), "elsewhere": make_team()}
    listing = make_listing(team=teams["team"], owner=teams["owner"])
    actor = make_actor(teams[place], role)
    if may:
        assert say_places(listing=listing, **SAID, actor=actor, now=NOW)
        return
    with pytest.raises(Denied):
        say_places(listing=listing, **SAID, actor=actor, now=NOW)


def test_the_second_of_two_who_say_something_else_is_shown_both() -> None:
    listing = make_listing()
    actor = make_actor(listing.team)
    say_places(listing=listing, **SAID, actor=actor, now=NOW)
    with pytest.raises(Conflict) as told:
        say_places(listing=listing, **{**SAID, "places_free": 5}, actor=actor, now=NOW)
    assert told.value.current.places_free == 3
    assert ForProfessionals.objects.get().places_free == 3


@pytest.mark.parametrize("field", ["route", "criteria", "contact"])
def test_a_confidential_service_never_says_where_it_is(field: str) -> None:
    listing = make_listing(is_confidential=True)
    said = {"referral": Referral(**{field: "Come to WB1 4QT"}), "version": 0, "now": NOW}
    with pytest.raises(HasAddress) as told:
        write_referral(listing=listing, actor=approver(), **said)
    assert told.value.fields == [field] and not ForProfessionals.objects.exists()
    other = make_listing(team=listing.team)
    assert write_referral(listing=other, actor=approver(), **said)


def test_how_to_refer_is_written_by_an_approver_alone_and_a_wait_said_meanwhile_is_no_conflict() -> None:
    listing = make_listing()
    referral, worker = Referral(route="Ring us", levels=("2",)), make_actor(listing.team)
    with pytest.raises(Denied):
        write_referral(listing=listing, referral=referral, version=0, actor=worker, now=NOW)
    say_places(listing=listing, **SAID, actor=worker, now=NOW)
    write_referral(listing=listing, referral=referral, version=0, actor=approver(), now=NOW)
    again = say_places(listing=listing, **{**SAID, "places_free": 2, "version": 2}, actor=worker, now=NOW)
    assert (again.route, again.places_free, queries.referral_of(listing)) == ("Ring us", 2, (referral, 1))
    with pytest.raises(Conflict):
        write_referral(listing=listing, referral=Referral(), version=0, actor=approver(), now=NOW)
