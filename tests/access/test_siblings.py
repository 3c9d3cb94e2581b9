"""What a brother's own record, journey and questions betray of a sister whose whereabouts are hidden."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest

from tests.access.driving import clock, file, read_all
from tests.factories import (
    NOW,
    make_agency,
    make_child,
    make_client,
    make_grant,
    make_involvement,
    make_post,
    make_service,
    make_shield,
    make_source,
    make_team,
    make_user,
    say,
)
from wraparound.foundation.accounts.models import Post
from wraparound.foundation.accounts.queries import actor_of
from wraparound.outcomes.access.models import Basis
from wraparound.outcomes.access.rules import Category
from wraparound.outcomes.children.models import Address, Child, Name, Setting
from wraparound.outcomes.finding.tests.asking import press_open
from wraparound.outcomes.journey.services import NewEvent, add_events
from wraparound.outcomes.kin.models import StaffHome

__all__ = ["clock"]
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
LEFT, CAME = NOW - timedelta(days=300), NOW - timedelta(days=299)
BEFORE = {"said_at": NOW - timedelta(days=900), "superseded_at": LEFT}
MILL_ROAD = {"lines": "14 Mill Road", "postcode": "SK9 1AB", "household": 14}


def a_brother_who_moved_out(**lived: object) -> tuple[Child, Child]:
    """Return a sister at Mill Road and her brother, who lived there with her."""
    sister, brother = make_child("Ada"), make_child("Ben", sex="M")
    say(sister.sources.get(), Address, **MILL_ROAD)
    say(brother.sources.get(), Address, **MILL_ROAD, **(lived or BEFORE))
    return sister, brother


def reader_of(child: Child) -> Post:
    post = make_post()
    make_grant(actor_of(post, now=NOW), child, Basis.INVOLVEMENT)
    return post


def told_until_shielded(sister: Child, brother: Child, word: str) -> str:
    """Return the brother's pages behind his sister's shield, once they are seen to tell `word` without it."""
    client = make_client(reader_of(brother))
    file(sister, brother)
    assert word in read_all(client, brother)
    make_shield(sister)
    file(sister, brother)
    return read_all(client, brother)


def test_the_school_of_that_time_is_not_named_as_who_said_his_name() -> None:
    sister, brother = a_brother_who_moved_out()
    old, new = (make_agency("school", "education", name=name) for name in ("Mill Primary", "Quay Primary"))
    then = make_source(brother, old, ended_at=LEFT)
    say(then, Name, given_names="Ben", family_name="Okafor", said_at=BEFORE["said_at"])
    say(then, Setting, kind="school", agency=old, as_written="Mill Primary", **BEFORE)
    now = make_source(brother, new)
    say(then, Setting, kind="school", agency=new, as_written="Quay Primary", said_at=CAME)
    say(now, Name, given_names="Ben", family_name="Okafor", said_at=CAME)
    pages = told_until_shielded(sister, brother, "Mill Primary")
    assert "Quay Primary" in pages
    assert "Mill" not in pages


def test_the_journey_leaves_out_the_clinic_of_that_time_and_keeps_who_works_with_him_now() -> None:
    sister, brother = a_brother_who_moved_out()
    clinic, club = (make_team(make_service(name=name), name=name) for name in ("Millclinic", "Quayclub"))
    make_involvement(brother, clinic, involved_from=date(2024, 1, 1), involved_until=date(2024, 6, 1))
    make_involvement(brother, club)
    add_events(
        [
            NewEvent(child_id=brother.pk, on=date(2024, 1, 1), kind="service.began", line=f"{team.name} began.",
                     category=Category.INVOLVEMENT, service_id=team.service_id)
            for team in (clinic, club)
        ], now=NOW,
    )  # fmt: skip
    pages = told_until_shielded(sister, brother, "Millclinic began")
    assert "Millclinic" not in pages and "Quayclub began" in pages


@pytest.mark.parametrize(
    ("protect", "is_asked"), [(lambda sister: None, True), (lambda sister: make_shield(sister), False)]
)
def test_nobody_is_asked_because_of_an_address_that_the_shield_hides(
    protect: Callable[[Child], object], is_asked: bool
) -> None:
    sister, brother = a_brother_who_moved_out(said_at=NOW)
    protect(sister)
    file(sister, brother)
    post = make_post(user=make_user(full_name="Grace Okafor"))
    StaffHome.objects.create(user=post.user, postcode="SK9 1AB", said_at=NOW)
    opened = press_open(make_client(post), brother, box="ben okafor 14/05/2019")
    assert ("/related/" in opened.url) == is_asked
