"""What an agency's teams held follows or lapses on its day, as somebody decided, and once."""

from datetime import date, timedelta

import pytest

from tests.factories import (
    NOW,
    make_agency,
    make_child,
    make_grant,
    make_post,
    make_service,
    make_team,
)
from wraparound.foundation.accounts.models import Post
from wraparound.foundation.accounts.queries import actor_of, live_posts
from wraparound.foundation.agencies.models import Agency, Succession, Team, TeamSuccession
from wraparound.foundation.audit.models import Entry
from wraparound.outcomes.access.models import Basis, Grant
from wraparound.outcomes.access.queries import sight, visible_to
from wraparound.outcomes.access.rules import Category
from wraparound.outcomes.children.models import Child
from wraparound.outcomes.journey.models import Event
from wraparound.outcomes.succession import services
from wraparound.outcomes.succession.services import apply_due, end_followed

pytestmark = pytest.mark.django_db
TODAY = date(2026, 3, 3)


class Trust:
    """A health trust with two teams that hold a child each, and the trusts that may take them up."""

    def __init__(self) -> None:
        self.old = make_agency(name="Old trust")
        self.teams = [make_team(make_service(self.old)) for _ in range(2)]
        self.children = [make_child() for _ in range(2)]
        self.posts = [make_post(team) for team in self.teams]
        for post, child in zip(self.posts, self.children, strict=True):
            actor = actor_of(post, now=NOW)
            for team in (True, False):
                make_grant(actor, child, Basis.INVOLVEMENT, team=team, now=NOW - timedelta(days=30))
            make_grant(actor, child, Basis.OPENED, now=NOW - timedelta(hours=1))
        self.new = [make_agency(name="North trust"), make_agency(name="South trust")]
        self.takers = [make_team(make_service(agency)) for agency in self.new]

    def becomes(self, kind: str, successor: Agency, holdings: str, **teams: Team) -> Succession:
        """Put a succession and its decision on record; the agency ends on the day before unless work moved."""
        if kind != "moved":
            Agency.objects.filter(pk=self.old.pk).update(valid_until=TODAY - timedelta(days=1))
        decided = None if holdings == "undecided" else NOW - timedelta(days=9)
        made = Succession.objects.create(
            predecessor=self.old, successor=successor, kind=kind, holdings=holdings, effective_on=TODAY,
            decided_at=decided,
        )  # fmt: skip
        for name, taker in teams.items():
            TeamSuccession.objects.create(
                succession=made, predecessor=self.teams[int(name[1:])], successor=taker
            )
        return made


@pytest.fixture
def trust() -> Trust:
    return Trust()


def seen_by(team: Team) -> set[Child]:
    return set(visible_to(actor_of(make_post(team), now=NOW)))


def test_what_a_merged_agency_held_follows_to_the_teams_that_take_it_up(trust: Trust) -> None:
    one, other = trust.takers[0], make_team(make_service(trust.new[0]))
    trust.becomes("merged", trust.new[0], "follow", t0=one, t1=other)
    assert apply_due(now=NOW) == 1
    assert (seen_by(one), seen_by(other)) == ({trust.children[0]}, {trust.children[1]})
    taker = actor_of(make_post(one), now=NOW)
    seen = sight(taker, trust.children[0].public_id)
    assert seen.sees(Category.OWN_NOTES) and seen.own_services == {trust.teams[0].service_id}
    followed = Grant.objects.get(holder=one.holder)
    assert (followed.source_kind, followed.starts_at) == ("succession", NOW)
    held = Grant.objects.filter(holder=trust.teams[0].holder)
    assert {(grant.until, grant.ended_because) for grant in held} == {(NOW, "followed to the successor")}
    lines = Event.objects.filter(child=trust.children[0])
    assert [event.line for event in lines] == [f"What {trust.teams[0]} held of the child passed to {one}."]
    assert Entry.objects.filter(verb__in=["agency.follow", "agency.succession_applied"]).count() == 3


def test_it_is_done_once_and_goes_on_where_it_was_stopped(
    trust: Trust, monkeypatch: pytest.MonkeyPatch
) -> None:
    more = [make_child() for _ in range(5)]
    for child in more:
        make_grant(actor_of(trust.posts[0], now=NOW), child, Basis.POPULATION, team=True)
    done = trust.becomes("renamed", trust.new[0], "follow", t0=trust.takers[0], t1=trust.takers[0])
    monkeypatch.setattr(services, "CHUNK", 2)
    add_events, times = services.add_events, []

    def stop_at_the_third(*events: object, **given: object) -> None:
        times.append(1)
        if len(times) == 3:
            raise KeyboardInterrupt
        add_events(*events, **given)

    monkeypatch.setattr(services, "add_events", stop_at_the_third)
    with pytest.raises(KeyboardInterrupt):
        apply_due(now=NOW)
    done.refresh_from_db()
    assert done.applied_at is None
    assert (apply_due(now=NOW), apply_due(now=NOW)) == (1, 0)
    assert seen_by(trust.takers[0]) == {*trust.children, *more}
    assert Grant.objects.filter(holder=trust.takers[0].holder).count() == 7


def test_what_lapses_ends_on_the_day_and_not_before(trust: Trust) -> None:
    trust.becomes("merged", trust.new[0], "lapse")
    assert apply_due(now=NOW - timedelta(days=1)) == 0
    assert Grant.objects.filter(until__gt=NOW).exists()
    apply_due(now=NOW)
    assert not Grant.objects.filter(until__gt=NOW).exists()
    assert not seen_by(trust.takers[0])
    assert {event.line for event in Event.objects.all()} == {"What Old trust held of the child lapsed."}


def test_nothing_follows_while_nobody_has_decided_and_the_old_posts_see_nothing(trust: Trust) -> None:
    trust.becomes("merged", trust.new[0], "undecided")
    assert apply_due(now=NOW) == 0
    assert not seen_by(trust.takers[0])
    assert not live_posts(now=NOW).filter(agency=trust.old).exists()


def test_of_an_agency_that_splits_each_part_goes_where_it_was_decided(trust: Trust) -> None:
    trust.becomes("split", trust.new[0], "follow", t0=trust.takers[0])
    second = trust.becomes("split", trust.new[1], "undecided")
    apply_due(now=NOW)
    assert Grant.objects.filter(holder=trust.teams[1].holder, until__gt=NOW).exists(), (
        "the other may follow yet"
    )
    Succession.objects.filter(pk=second.pk).update(holdings="follow", decided_at=NOW)
    TeamSuccession.objects.create(succession=second, predecessor=trust.teams[1], successor=trust.takers[1])
    apply_due(now=NOW)
    assert [seen_by(team) for team in trust.takers] == [{child} for child in trust.children]


def test_of_a_split_what_follows_goes_before_what_lapses(trust: Trust) -> None:
    trust.becomes("split", trust.new[1], "lapse")
    trust.becomes("split", trust.new[0], "follow", t0=trust.takers[0])
    apply_due(now=NOW)
    assert seen_by(trust.takers[0]) == {trust.children[0]}
    assert not Grant.objects.filter(holder=trust.teams[1].holder, until__gt=NOW).exists()


@pytest.mark.parametrize("holdings", ["follow", "lapse"])
def test_work_that_moved_leaves_the_rest_where_it_was(trust: Trust, holdings: str) -> None:
    trust.becomes("moved", trust.new[0], holdings, t0=trust.takers[0])
    apply_due(now=NOW)
    took = holdings == "follow"
    assert seen_by(trust.takers[0]) == ({trust.children[0]} if took else set())
    assert trust.children[1] in seen_by(trust.teams[1])
    worker = actor_of(trust.posts[0], now=NOW)
    bases = {why.basis for why in sight(worker, trust.children[0].public_id).why}
    assert bases == ({Basis.OPENED} if took else {Basis.OPENED, Basis.INVOLVEMENT})


def test_what_followed_ends_when_the_successors_own_list_says_so_no_longer(trust: Trust) -> None:
    trust.becomes("merged", trust.new[0], "follow", t0=trust.takers[0], t1=trust.takers[0])
    apply_due(now=NOW)
    taker = actor_of(make_post(trust.takers[0]), now=NOW)
    make_grant(taker, trust.children[0], Basis.INVOLVEMENT, team=True)
    said = Grant.objects.get(source_kind="test", holder=trust.takers[0].holder)
    Grant.objects.filter(pk=said.pk).update(until=NOW)
    assert end_followed(ended=[said.pk], now=NOW) == 1
    assert seen_by(trust.takers[0]) == {trust.children[1]}


def test_what_followed_stands_a_year_at_most_without_a_word_of_the_successor(trust: Trust) -> None:
    trust.becomes("merged", trust.new[0], "follow", t0=trust.takers[0], t1=trust.takers[0])
    apply_due(now=NOW)
    for followed in Grant.objects.filter(source_kind="succession"):
        assert followed.until == NOW + timedelta(days=366)


def test_what_is_sensitive_is_told_to_nobody_else(trust: Trust) -> None:
    trust.teams[0].service.is_sensitive = True
    trust.teams[0].service.save()
    trust.becomes("merged", trust.new[0], "follow", t0=trust.takers[0], t1=trust.takers[1])
    apply_due(now=NOW)
    told = dict(Event.objects.values_list("child", "category"))
    assert told == {trust.children[0].pk: Category.SENSITIVE, trust.children[1].pk: Category.INVOLVEMENT}


def test_a_post_ends_with_its_agency_and_with_its_team() -> None:
    posts: list[Post] = [make_post() for _ in range(3)]
    Agency.objects.filter(pk=posts[0].agency_id).update(valid_until=TODAY - timedelta(days=1))
    Team.objects.filter(pk=posts[1].team_id).update(valid_until=TODAY - timedelta(days=1))
    Team.objects.filter(pk=posts[2].team_id).update(valid_until=TODAY)
    assert list(live_posts(now=NOW)) == [posts[2]]
