"""Who is in the population of a team by its links, who comes, who leaves, and until when what is seen."""

from datetime import date, timedelta

import pytest

from tests.factories import (
    NOW,
    make_actor,
    make_agency,
    make_child,
    make_service,
    make_shield,
    make_team,
    say,
)
from wraparound.delivery.universal import keeping, moving, queries, served
from wraparound.delivery.universal.lists import population_of
from wraparound.delivery.universal.models import Arrival, Cluster, ClusterSchool, Departure, TeamLink
from wraparound.delivery.universal.services import settle_departure, take_up
from wraparound.delivery.universal.tests.making import (
    TODAY,
    a_team,
    another_team,
    child_of,
    link,
    make_practice,
    make_visiting,
    populate,
    register,
)
from wraparound.foundation.accounts.models import Post, Role
from wraparound.foundation.accounts.queries import actor_of
from wraparound.foundation.accounts.rules import Actor, Denied
from wraparound.foundation.agencies.models import Team
from wraparound.foundation.area.models import Configuration, Footprint, FootprintLevel, Postcode
from wraparound.outcomes.access.models import Grant
from wraparound.outcomes.access.queries import sight
from wraparound.outcomes.access.rules import Category
from wraparound.outcomes.children.models import Address, Birth, Child, Setting

pytestmark = pytest.mark.django_db
SOON, DAY_15, LATER = NOW + timedelta(days=1), NOW + timedelta(days=21), NOW + timedelta(days=60)


def at(actor: Actor, when) -> Actor:
    return actor_of(Post.objects.get(pk=actor.post_id), now=when)


def two_teams() -> tuple[Actor, Actor, Child]:
    """A child of the first team's practice who moves to the second team's; the links were filled before."""
    actor, practice = a_team(Role.TEAM_MANAGER)
    other = another_team(Team.objects.get(pk=actor.team_id))
    elsewhere = make_practice()
    link(other, elsewhere)
    child = child_of(practice)
    populate()
    register(child, elsewhere, at=SOON)
    populate(now=SOON)
    return actor, make_actor(other), child


def test_a_team_has_the_children_of_its_practice_and_sees_them_and_its_own_records() -> None:
    actor, practice = a_team()
    child, stranger = child_of(practice), child_of(make_practice())
    populate()
    assert list(population_of(actor)) == [child]
    seen = sight(actor, child.public_id)
    assert seen and seen.sees(Category.WHEREABOUTS) and seen.sees(Category.OWN_RECORD)
    assert not seen.sees(Category.OWN_NOTES) and not seen.sees(Category.INVOLVEMENT)
    assert sight(actor, stranger.public_id) is None


def test_kept_in_step_twice_nothing_is_given_twice() -> None:
    _, practice = a_team()
    child_of(practice)
    populate()
    before = list(Grant.objects.values())
    populate(now=SOON)
    assert list(Grant.objects.values()) == before
    assert not Arrival.objects.exists() and not Departure.objects.exists()


def test_a_team_has_the_children_of_its_age_alone_and_expected_ones_where_it_finds_them() -> None:
    actor, practice = a_team()
    expected = child_of(practice, None)
    say(expected.sources.get(), Birth, expected_date=TODAY + timedelta(days=40), status="expected")
    nurses = make_team(make_service(kind="School nursing", population="area"))
    link(nurses, practice)
    child_of(practice, date(2018, 1, 1))
    populate()
    assert list(population_of(actor)) == [expected]
    assert population_of(make_actor(nurses)).count() == 1


def test_a_school_in_a_cluster_and_a_place_give_their_children_too() -> None:
    nurses = make_team(make_service(kind="School nursing", population="area"))
    school = make_agency("school", "education")
    cluster = Cluster.objects.create(name="North", valid_from=TODAY - timedelta(days=9))
    ClusterSchool.objects.create(cluster=cluster, agency=school, valid_from=TODAY - timedelta(days=9))
    TeamLink.objects.create(team=nurses, cluster=cluster, valid_from=TODAY - timedelta(days=9))
    level, ward = (
        FootprintLevel.objects.create(name=n, position=p) for p, n in enumerate(("Borough", "Ward"))
    )
    outer = Footprint.objects.create(level=level, code="E09", name="Eastmere", valid_from=date(2020, 1, 1))
    inner = Footprint.objects.create(
        level=ward, parent=outer, code="E05", name="Mill", valid_from=date(2020, 1, 1)
    )
    Postcode.objects.create(postcode="SK9 1AB", authority="E09", footprint=inner)
    visitors = make_visiting()
    TeamLink.objects.create(team=visitors, footprint=outer, valid_from=TODAY - timedelta(days=9))
    pupil, baby = make_child(born=date(2016, 1, 1)), make_child(born=date(2025, 11, 1))
    register(pupil, school, kind="school")
    say(baby.sources.get(), Address, postcode="SK9 1AB", lines="1 Mill Road")
    populate()
    assert list(population_of(make_actor(nurses))) == [pupil]
    assert list(population_of(make_actor(visitors))) == [baby]


def test_of_a_shielded_child_nothing_is_given_and_nothing_ended_until_it_is_lifted() -> None:
    _, practice = a_team()
    hidden, known = child_of(practice), child_of(practice)
    shield = make_shield(hidden)
    populate()
    make_shield(known)
    register(known, make_practice(), at=SOON)
    populate(now=SOON)
    assert list(Grant.objects.values_list("child", flat=True)) == [known.pk]
    assert not Departure.objects.exists()
    shield.lifted_at = SOON
    shield.save()
    keeping.keep_changed(now=LATER, pause=0)
    assert Grant.objects.filter(child=hidden).exists()


def test_what_a_shield_of_a_sister_hides_gives_nobody_a_population() -> None:
    _, practice = a_team()
    brother, sister = child_of(practice), child_of(practice)
    for child in (brother, sister):
        say(child.sources.get(), Address, household=7, postcode="SK9 1AB", lines="1 Mill Road")
    make_shield(sister)
    populate()
    assert not Grant.objects.exists()


def test_a_child_who_moves_is_seen_by_both_until_the_next_team_takes_them_up() -> None:
    left, came, child = two_teams()
    assert not population_of(at(left, SOON)).exists()
    assert list(population_of(at(came, SOON))) == [child]
    seen = sight(at(left, SOON), child.public_id)
    assert seen and seen.sees(Category.WHEREABOUTS)
    arrival = queries.arrivals(at(came, SOON)).get()
    assert arrival.kind == Arrival.Kind.MOVED
    take_up(arrivals=[arrival], actor=at(came, SOON), now=SOON)
    assert sight(at(left, SOON), child.public_id) is None
    assert not queries.departures(at(left, LATER)).exists()
    assert Departure.objects.get().ending == Departure.Ending.TAKEN_UP


def test_after_15_school_days_nobody_having_taken_them_up_the_team_reads_its_own_and_watches() -> None:
    left, _, child = two_teams()
    departure = queries.departures(at(left, LATER)).get()
    assert departure.seen_until < LATER
    on_day_15 = sight(at(left, departure.seen_until - timedelta(minutes=1)), child.public_id)
    assert on_day_15 and on_day_15.sees(Category.WHEREABOUTS | Category.OWN_RECORD)
    seen = sight(at(left, LATER), child.public_id)
    assert seen and seen.sees(Category.OWN_RECORD) and not seen.sees(Category.WHEREABOUTS)
    assert not population_of(at(left, LATER)).exists()
    with pytest.raises(Denied, match="what you know"):
        settle_departure(departure=departure, ending="left", words=" ", actor=at(left, LATER), now=LATER)
    settle_departure(departure=departure, ending="left", words="A letter", actor=at(left, LATER), now=LATER)
    assert sight(at(left, LATER), child.public_id) is None


def test_days_of_holidays_are_not_counted_among_the_15() -> None:
    terms = [{"name": "Spring", "first": "2026-01-05", "last": str(SOON.date())},
             {"name": "Summer", "first": str(DAY_15.date()), "last": "2027-07-20"}]  # fmt: skip
    Configuration.objects.create(kind="terms", document={"terms": terms}, effective_from=date(2020, 1, 1))
    two_teams()
    assert Departure.objects.get().seen_until > DAY_15 + timedelta(days=19)


def test_only_a_manager_of_the_team_that_was_left_settles() -> None:
    left, came, _ = two_teams()
    departure = Departure.objects.get()
    for actor in (came, make_actor(Team.objects.get(pk=left.team_id))):
        with pytest.raises(Denied):
            settle_departure(departure=departure, ending="left", words="x", actor=at(actor, LATER), now=LATER)


def test_a_child_who_comes_back_is_in_the_population_again() -> None:
    left, came, child = two_teams()
    home = TeamLink.objects.get(team=left.team_id).agency
    assert home
    register(child, home, at=DAY_15)
    populate(now=DAY_15)
    assert list(population_of(at(left, LATER))) == [child]
    seen = sight(at(left, LATER), child.public_id)
    assert seen and seen.sees(Category.WHEREABOUTS)
    back = Departure.objects.get(team=left.team_id)
    assert back.ending == Departure.Ending.RETURNED
    later = Grant.objects.filter(source_kind=moving.DEPARTURE, source_id=back.pk, until__gt=DAY_15)
    assert not later.exists()
    assert Departure.objects.get(team=came.team_id).ended_at is None


def test_a_child_too_old_for_one_service_is_taken_up_by_the_next() -> None:
    _, practice = a_team(Role.TEAM_MANAGER)
    nurses = make_team(make_service(kind="School nursing", population="area"))
    child = child_of(practice, SOON.date() - timedelta(days=5 * 365 + 1))
    populate()
    link(nurses, practice)
    populate(now=NOW + timedelta(minutes=1))
    birthday = NOW + timedelta(days=3)
    populate(now=birthday)
    assert Departure.objects.get().why == Departure.Why.AGE
    assert list(population_of(make_actor(nurses, now=birthday))) == [child]


def test_when_a_link_ends_its_children_leave_and_when_one_is_added_they_come() -> None:
    actor, practice = a_team()
    child = child_of(practice)
    populate()
    old = TeamLink.objects.get()
    old.valid_until = TODAY
    old.save()
    new = link(another_team(old.team), practice, days_ago=-1)
    keeping.keep_link(old, now=SOON, pause=0)
    keeping.keep_link(new, now=SOON, pause=0)
    new.refresh_from_db()
    assert new.filled_at == SOON
    assert list(population_of(make_actor(new.team, now=SOON))) == [child]
    assert Departure.objects.get().team_id == actor.team_id


def test_a_round_of_what_was_said_lately_looks_at_no_one_else() -> None:
    _, practice = a_team()
    child_of(practice)
    populate()
    assert keeping.keep_changed(now=SOON, pause=0) is None
    new = child_of(practice)
    Setting.objects.filter(source__child=new).update(said_at=SOON)
    made = keeping.keep_changed(now=SOON, pause=0)
    assert made and (made.children, made.given) == (1, 1)


def test_practices_that_no_team_serves_are_a_list() -> None:
    actor, _ = a_team()
    lacking = make_practice()
    found = served.unserved(today=TODAY)
    assert [(each.agency, each.service.pk) for each in found] == [(lacking, actor.service_id)]


def test_a_child_new_here_is_an_arrival_and_a_newborn_is_not() -> None:
    actor, practice = a_team()
    populate()
    baby, toddler = child_of(practice, TODAY - timedelta(days=3)), child_of(practice, date(2024, 1, 1))
    populate(now=SOON)
    arrival = queries.arrivals(at(actor, SOON)).get()
    assert (arrival.child, arrival.kind) == (toddler, Arrival.Kind.NEW)
    assert set(population_of(at(actor, SOON))) == {baby, toddler}
