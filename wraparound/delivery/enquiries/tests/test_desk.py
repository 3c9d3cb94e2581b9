"""The enquiry desk: recorded once, brokered until a place is found, the number to ring forgotten."""

from datetime import timedelta
from decimal import Decimal
from uuid import uuid4

import pytest

from tests.factories import NOW, make_actor, make_post, make_team
from wraparound.delivery.enquiries import desk, queries
from wraparound.delivery.enquiries.models import Enquiry, Step
from wraparound.delivery.enquiries.rules import ago, band_of, is_overdue, read_age
from wraparound.delivery.enquiries.tests.making import asked, make_enquiry, make_listing
from wraparound.foundation.accounts.models import Post, Role
from wraparound.foundation.accounts.rules import Denied
from wraparound.foundation.area.models import Configuration, Footprint, FootprintLevel, Postcode
from wraparound.foundation.audit.changes import Conflict

pytestmark = pytest.mark.django_db


def follow(enquiry: Enquiry, actor, state: str, **given) -> Enquiry:
    values = {"owner": Post.objects.get(pk=actor.post_id), "next_on": None, "words": "", "key": uuid4(),
              "version": enquiry.version, **given}  # fmt: skip
    return desk.follow_up(enquiry=enquiry, state=state, actor=actor, now=actor.now, **values)


def test_an_enquiry_is_its_takers_and_lies_where_its_postcode_does() -> None:
    ward = Footprint.objects.create(
        level=FootprintLevel.objects.create(name="Ward", position=1), code="E05", name="Quay",
        valid_from=NOW.date(),
    )  # fmt: skip
    Postcode.objects.create(postcode="WB1 4QT", authority="E09", footprint=ward)
    actor, key = make_actor(), uuid4()
    made = desk.record_enquiry(values=asked(postcode="wb14qt"), key=key, actor=actor, now=NOW)
    assert (made.owner_id, made.team_id, made.footprint, made.postcode) == (
        actor.post_id, actor.team_id, ward, "WB1 4QT",
    )  # fmt: skip
    assert desk.record_enquiry(values=asked(), key=key, actor=actor, now=NOW) == made


def test_offering_begins_the_search_for_a_place_and_taking_it_ends_it() -> None:
    actor, listing = make_actor(), make_listing()
    enquiry, key = make_enquiry(actor), uuid4()
    for _ in range(2):
        desk.note_offer(enquiry=enquiry, listing=listing, result="full", key=key, actor=actor, now=NOW)
    enquiry.refresh_from_db()
    assert enquiry.state == Enquiry.State.BROKERING and enquiry.steps.count() == 1
    desk.note_offer(enquiry=enquiry, listing=listing, result="took", key=uuid4(), actor=actor, now=NOW)
    enquiry.refresh_from_db()
    assert enquiry.state == Enquiry.State.FOUND and enquiry.finished_at == NOW


def test_an_open_enquiry_always_has_an_owner_of_the_desk() -> None:
    actor = make_actor()
    enquiry = make_enquiry(actor)
    with pytest.raises(Denied, match="owner"):
        follow(enquiry, actor, "brokering", owner=None)
    with pytest.raises(Denied, match="your desk"):
        follow(enquiry, actor, "brokering", owner=make_post())
    done = follow(enquiry, actor, "nothing", owner=None)
    assert done.finished_at and not queries.unfinished(actor).exists()
    again = follow(done, actor, "open")
    assert again.finished_at is None and queries.unfinished(actor).get() == again


def test_two_of_the_desk_at_once_lose_nothing() -> None:
    team = make_team()
    first, second = make_actor(team), make_actor(team)
    enquiry = make_enquiry(first)
    read = Enquiry.objects.get()
    follow(enquiry, first, "brokering", words="Rang two groups")
    with pytest.raises(Conflict):
        follow(read, second, "closed", version=1)
    assert [step.words for step in Step.objects.all()] == ["Rang two groups"]


def test_the_overdue_come_first_and_another_team_reads_nothing() -> None:
    team = make_team()
    mine, colleague = make_actor(team), make_actor(team)
    late, soon, whenever = (make_enquiry(mine, asked=words) for words in ("late", "soon", "whenever"))
    for enquiry, days in ((late, -1), (soon, 2)):
        follow(enquiry, mine, "open", next_on=NOW.date() + timedelta(days=days))
    theirs = make_enquiry(colleague, asked="theirs")
    assert list(queries.unfinished(mine, mine=True)) == [late, soon, whenever]
    assert list(queries.unfinished(mine)) == [late, soon, whenever, theirs]
    assert [is_overdue(each, NOW.date()) for each in queries.unfinished(mine)] == [True, False, False, False]
    assert queries.enquiry_of(make_actor(), late.public_id) is None
    assert queries.enquiry_of(make_actor(team, Role.ANALYST), late.public_id) is None
    with pytest.raises(Denied):
        follow(late, make_actor(), "closed")


@pytest.mark.parametrize(("days", "kept"), [(7, True), (8, False)])
def test_a_number_to_ring_is_kept_until_it_is_finished_and_as_long_after_as_the_area_says(
    days: int, kept: bool
) -> None:
    Configuration.objects.create(kind="enquiries", document={"call_back_days": 7}, effective_from=NOW.date())
    actor = make_actor()
    open_one = make_enquiry(actor, call_back="07700 900123", postcode="WB1 4QT")
    done = make_enquiry(actor, call_back="07700 900124", postcode="WB1 4QT")
    follow(done, actor, "closed")
    desk.forget_personal_details(now=NOW + timedelta(days=days))
    open_one.refresh_from_db()
    done.refresh_from_db()
    assert open_one.call_back and bool(done.call_back) == bool(done.postcode) == kept


@pytest.mark.parametrize(
    ("words", "years", "band"),
    [
        ("3", "3.0", "2 to 4"), ("2.5 years", "2.5", "2 to 4"), ("18 months", "1.5", "Under 2"),
        ("6 weeks old", "0.1", "Under 2"), ("expected", "0", "Under 2"), ("16", "16.0", "16 and over"),
    ],
)  # fmt: skip
def test_ages_are_read_as_they_are_said(words: str, years: str, band: str) -> None:
    assert read_age(words) == Decimal(years) and band_of(read_age(words)) == band


@pytest.mark.parametrize("words", ["two", "-1", "99", "3 days", "１２"])
def test_what_is_no_age_is_refused_in_words(words: str) -> None:
    with pytest.raises(ValueError, match=r"Enter an age|up to 25"):
        read_age(words)


@pytest.mark.parametrize(
    ("days", "words"),
    [(0, "today"), (1, "yesterday"), (6, "6 days ago"), (21, "3 weeks ago"), (120, "4 months ago")],
)
def test_it_says_how_long_ago_something_was_said(days: int, words: str) -> None:
    assert ago(NOW.date() - timedelta(days=days), NOW.date()) == words
