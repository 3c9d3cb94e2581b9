"""Opening, allocating and closing: what it does to the card, to grants and to who waits."""

from datetime import timedelta

import pytest

from tests.factories import (
    NOW,
    make_actor,
    make_child,
    make_grant,
    make_involvement,
    make_post,
    make_service,
    make_team,
)
from wraparound.delivery.caseloads import queries
from wraparound.delivery.caseloads.models import Allocation, Case
from wraparound.delivery.caseloads.services import (
    allocate,
    close_case,
    judge_level,
    open_case,
    take_back,
)
from wraparound.foundation.accounts.models import Post, Role
from wraparound.foundation.accounts.queries import actor_of
from wraparound.foundation.accounts.rules import Actor, Denied
from wraparound.foundation.agencies.models import Team
from wraparound.foundation.audit.changes import Conflict
from wraparound.foundation.audit.models import Entry
from wraparound.outcomes.access.models import Basis, Block, Grant
from wraparound.outcomes.access.queries import sight
from wraparound.outcomes.access.rules import Category, Sight
from wraparound.outcomes.children.models import Child, Involvement
from wraparound.outcomes.journey.models import Event

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(days=30)


def people(team: Team | None = None) -> tuple[Team, Actor, Post, Child]:
    """A team with its manager, a worker, and a child that the team came to see."""
    team = team or make_team()
    manager = make_actor(team, Role.TEAM_MANAGER)
    child = make_child()
    make_grant(manager, child, Basis.POPULATION, team=True, until=NOW + timedelta(minutes=1))
    return team, manager, make_post(team), child


def sees(post: Post, child: Child, at=LATER) -> Sight | None:
    return sight(actor_of(post, now=at), child.public_id)


def later(actor: Actor, at=LATER) -> Actor:
    return actor_of(Post.objects.get(pk=actor.post_id), now=at)


def test_a_case_puts_the_service_on_the_card_and_lets_the_team_see_it() -> None:
    team, manager, worker, child = people()
    case = open_case(child=child, actor=manager, now=NOW, why="Asked for help with sleep")
    fact = Involvement.objects.get()
    assert (fact.team, fact.involved_from, fact.involved_until) == (team, NOW.date(), None)
    assert case.involvement == fact
    assert sees(worker, child).sees(Category.OWN_NOTES)
    assert Event.objects.get(kind="service.began").line == f"{team.service.name} began work."
    assert Entry.objects.filter(verb="case.open", child_id=child.pk).count() == 1


def test_a_case_for_a_child_that_one_does_not_see_is_refused_as_missing() -> None:
    _, manager, _, _ = people()
    with pytest.raises(Denied, match="could not find"):
        open_case(child=make_child(), actor=manager, now=NOW)
    assert not Case.objects.exists()


def test_sent_twice_it_is_one_case_and_the_same_work_is_not_opened_twice() -> None:
    _, manager, _, child = people()
    case = open_case(child=child, actor=manager, now=NOW)
    assert open_case(child=child, actor=manager, now=NOW, key=case.key) == case
    with pytest.raises(Denied, match="open work of this kind"):
        open_case(child=child, actor=manager, now=NOW)


def test_a_case_takes_up_what_a_list_had_said() -> None:
    team, manager, _, child = people()
    said = make_involvement(child, team)
    case = open_case(child=child, actor=manager, now=NOW)
    assert case.involvement == said
    assert Involvement.objects.count() == 1


def test_nobody_has_a_new_case_until_a_manager_gives_it_to_somebody() -> None:
    _, manager, worker, child = people()
    case = open_case(child=child, actor=manager, now=NOW)
    assert list(queries.unallocated(manager)) == [case]
    allocate(case=case, post=worker, reason="knows", actor=manager, now=NOW)
    assert not queries.unallocated(manager).exists()
    assert list(queries.cases_of_post(actor_of(worker, now=NOW))) == [case]
    fact = Involvement.objects.get(superseded_at__isnull=True)
    assert (fact.worker, fact.worker_post_id) == (worker.user.full_name, worker.pk)


def test_a_case_whose_worker_left_waits_again() -> None:
    _, manager, worker, child = people()
    case = open_case(child=child, actor=manager, now=NOW)
    allocate(case=case, post=worker, reason="knows", actor=manager, now=NOW)
    Post.objects.filter(pk=worker.pk).update(ended_at=NOW)
    assert list(queries.unallocated(later(manager))) == [case]


def test_only_a_manager_of_the_team_allocates() -> None:
    _, manager, worker, child = people()
    case = open_case(child=child, actor=manager, now=NOW)
    other = make_actor(role=Role.TEAM_MANAGER)
    for actor in (other, actor_of(worker, now=NOW)):
        with pytest.raises(Denied):
            allocate(case=case, post=worker, reason="knows", actor=actor, now=NOW)
    with pytest.raises(Denied, match="works in the team now"):
        allocate(case=case, post=make_post(), reason="knows", actor=manager, now=NOW)
    assert not Allocation.objects.exists()


def test_a_case_is_never_given_to_somebody_who_is_kept_from_the_child() -> None:
    _, manager, worker, child = people()
    case = open_case(child=child, actor=manager, now=NOW)
    Block.objects.create(child=child, user=worker.user, kind=Block.Kind.KIN, starts_at=NOW)
    with pytest.raises(Denied, match="somebody else"):
        allocate(case=case, post=worker, reason="knows", actor=manager, now=NOW)


def test_a_case_has_one_lead_and_the_one_before_loses_their_own_grant() -> None:
    team, manager, worker, child = people()
    case, second = open_case(child=child, actor=manager, now=NOW), make_post(team)
    first = allocate(case=case, post=worker, reason="knows", actor=manager, now=NOW)
    allocate(case=case, post=second, reason="handover", actor=manager, now=LATER)
    first.refresh_from_db()
    assert first.until == LATER
    assert not Grant.objects.filter(holder=worker.holder, until__gt=LATER).exists()
    assert Grant.objects.filter(holder=second.holder, basis=Basis.INVOLVEMENT, until__gt=LATER).exists()


def test_of_two_who_change_a_case_at_once_the_second_is_told() -> None:
    _, manager, worker, child = people()
    case = open_case(child=child, actor=manager, now=NOW)
    allocate(case=case, post=worker, reason="knows", actor=manager, now=NOW, version=1)
    with pytest.raises(Conflict):
        allocate(case=case, post=worker, reason="room", actor=manager, now=NOW, version=1)


def test_closing_ends_the_access_and_the_last_worker_finishes() -> None:
    team, manager, worker, child = people()
    colleague = make_post(team)
    case = open_case(child=child, actor=manager, now=NOW)
    allocate(case=case, post=worker, reason="knows", actor=manager, now=NOW)
    close_case(case=case, closing="done", actor=actor_of(worker, now=LATER), now=LATER)
    tomorrow = LATER + timedelta(days=1)
    assert sees(colleague, child, tomorrow) is None
    finishing = sees(worker, child, tomorrow)
    assert finishing.sees(Category.OWN_NOTES)
    assert not finishing.sees(Category.WHEREABOUTS)
    assert sees(worker, child, LATER + timedelta(days=30)) is None
    fact = Involvement.objects.get(superseded_at__isnull=True)
    assert fact.involved_until == LATER.date()
    assert close_case(case=case, closing="done", actor=later(manager), now=LATER).closing == "done"


def test_closing_work_that_a_list_had_said_ends_what_the_list_gave_too() -> None:
    team, manager, worker, child = people()
    said = make_involvement(child, team)
    make_grant(manager, child, Basis.INVOLVEMENT, team=True)
    Grant.objects.filter(basis=Basis.INVOLVEMENT).update(
        source_kind="source_record", source_id=said.source_id
    )
    case = open_case(child=child, actor=manager, now=NOW)
    close_case(case=case, closing="done", actor=manager, now=NOW + timedelta(hours=1))
    assert sees(worker, child) is None


def test_a_case_that_is_taken_back_waits_on_the_screen() -> None:
    _, manager, worker, child = people()
    case = open_case(child=child, actor=manager, now=NOW)
    allocation = allocate(case=case, post=worker, reason="knows", actor=manager, now=NOW)
    take_back(allocation=allocation, because="ill", by=manager, now=NOW)
    assert list(queries.unallocated(manager)) == [case]
    assert Involvement.objects.get(superseded_at__isnull=True).worker == ""


def test_a_level_is_judged_with_a_reason_and_the_one_before_is_kept() -> None:
    _, manager, worker, child = people()
    case = open_case(child=child, actor=manager, now=NOW, level="2", why="Sleep")
    actor = actor_of(worker, now=NOW)
    with pytest.raises(Denied, match="why"):
        judge_level(case=case, level="3a", reason=" ", actor=actor, now=NOW)
    judge_level(case=case, level="3a", reason="Two services", actor=actor, now=LATER)
    case.refresh_from_db()
    assert case.level == "3a"
    assert [judged.level for judged in case.judgements.all()] == ["3a", "2"]


def test_a_sensitive_service_that_starts_here_is_on_the_card_only_with_a_ground() -> None:
    _, manager, _, child = people(make_team(make_service(is_sensitive=True)))
    open_case(child=child, actor=manager, now=NOW)
    fact = Involvement.objects.get()
    assert (fact.is_sensitive, fact.ground) == (True, Involvement.Ground.NONE)
    assert Event.objects.get(kind="service.began").category == Category.SENSITIVE
