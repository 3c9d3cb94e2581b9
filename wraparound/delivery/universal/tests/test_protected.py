"""Whom populations and lists leave out, and whose contacts and marks count: rules that the others do not try."""

from datetime import date, timedelta

import pytest

from tests.factories import (
    NOW,
    make_actor,
    make_child,
    make_service,
    make_shield,
    make_team,
    say,
)
from wraparound.delivery.universal import queries
from wraparound.delivery.universal.lists import Narrowed, children_due_in, children_in, population_of
from wraparound.delivery.universal.models import Mark, TeamLink
from wraparound.delivery.universal.schedule import Item, State, shipped_schedule
from wraparound.delivery.universal.tests.making import (
    TODAY,
    a_team,
    child_of,
    hold,
    link,
    make_practice,
    make_visiting,
    populate,
)
from wraparound.foundation.accounts.models import Post
from wraparound.foundation.accounts.queries import actor_of
from wraparound.foundation.agencies.models import Team
from wraparound.foundation.area.models import Footprint, FootprintLevel, Postcode
from wraparound.outcomes.access.models import Adoption, Grant
from wraparound.outcomes.children.models import Address, Birth, Child

pytestmark = pytest.mark.django_db


def new_birth() -> Item:
    serving = shipped_schedule().of("Health visiting")
    item = serving.item("new_birth") if serving else None
    assert item
    return item


def test_what_another_service_did_or_marked_does_not_count_as_done_here() -> None:
    actor, practice = a_team()
    child = child_of(practice, TODAY - timedelta(days=30))
    populate()
    other = make_actor(make_visiting())
    hold(child, other, "new_birth")
    Mark.objects.create(
        child=child, service_id=other.service_id, code="new_birth", kind="declined", why="No", at=NOW
    )
    assert list(children_in(actor, new_birth(), State.OVERDUE)) == [child]
    assert not children_in(actor, new_birth(), State.DONE).exists()
    assert not children_in(actor, new_birth(), State.DECLINED).exists()


def test_what_can_be_done_no_more_is_not_to_be_done_this_month() -> None:
    actor, practice = a_team()
    gone, still = (child_of(practice, TODAY - timedelta(days=days)) for days in (12, 8))
    populate()
    item = new_birth().model_copy(
        update={"opens": "1 days", "due": "5 days", "overdue": "6 days", "closes": "10 days"}
    )
    month = TODAY - timedelta(days=20), TODAY + timedelta(days=20)
    assert list(children_in(actor, item, State.MISSED)) == [gone]
    assert list(children_due_in(actor, item, *month)) == [still]


def _adopted(child: Child) -> None:
    Adoption.objects.create(before=child, team=make_team(), placed_at=NOW)


def _died(child: Child) -> None:
    say(child.sources.get(), Birth, died_on=TODAY)


def _waits(child: Child) -> None:
    Child.objects.filter(pk=child.pk).update(state=Child.State.WAITING)


@pytest.mark.parametrize("became", [_adopted, _died, _waits])
def test_a_child_whose_identity_is_another_who_died_or_waits_comes_into_no_population(became) -> None:
    _, practice = a_team()
    child, known = child_of(practice), child_of(practice)
    became(child)
    populate()
    assert list(Grant.objects.values_list("child", flat=True)) == [known.pk]


@pytest.mark.parametrize("is_shielded", [False, True])
def test_an_address_that_a_sisters_shield_hides_gives_nobody_a_population(is_shielded: bool) -> None:
    level = FootprintLevel.objects.create(name="Ward", position=1)
    ward = Footprint.objects.create(level=level, code="E05", name="Mill", valid_from=date(2020, 1, 1))
    Postcode.objects.create(postcode="SK9 1AB", authority="E09", footprint=ward)
    TeamLink.objects.create(team=make_visiting(), footprint=ward, valid_from=TODAY - timedelta(days=9))
    brother, sister = (make_child(born=date(2025, 11, 1)) for _ in range(2))
    for child in (brother, sister):
        say(child.sources.get(), Address, household=7, postcode="SK9 1AB", lines="1 Mill Road")
    if is_shielded:
        make_shield(sister)
    populate()
    given = set(Grant.objects.values_list("child", flat=True))
    assert given == (set() if is_shielded else {brother.pk, sister.pk})


@pytest.mark.parametrize(
    ("kind", "sees_expected", "found"),
    [("Health visiting", True, 1), ("Health visiting", False, 0), ("School nursing", True, 0)],
)
def test_an_expected_child_is_for_services_that_find_them_and_serve_from_birth(
    kind: str, sees_expected: bool, found: int
) -> None:
    practice = make_practice()
    team: Team = make_team(make_service(kind=kind, population="area", sees_expected=sees_expected))
    link(team, practice)
    expected = child_of(practice, None)
    say(expected.sources.get(), Birth, expected_date=TODAY + timedelta(days=40), status="expected")
    populate()
    assert Grant.objects.count() == found


def test_a_school_of_a_child_is_not_asked_of_another_teams_population() -> None:
    actor, practice = a_team()
    child_of(practice)
    populate()
    assert not population_of(make_actor(make_visiting()), Narrowed(agency=practice.pk)).exists()
    assert population_of(actor, Narrowed(agency=practice.pk)).exists()


def test_whoever_came_and_is_hidden_since_is_not_among_those_to_take_up() -> None:
    actor, practice = a_team()
    populate()
    shown, hidden = (child_of(practice, date(2024, 1, 1)) for _ in range(2))
    populate(now=NOW + timedelta(days=1))
    later = actor_of(Post.objects.get(pk=actor.post_id), now=NOW + timedelta(days=2))
    assert {arrival.child for arrival in queries.arrivals(later)} == {shown, hidden}
    make_shield(hidden, level="full")
    assert [arrival.child for arrival in queries.arrivals(later)] == [shown]
