"""What a case keeps through lists that do not know it, and through records that are joined and parted."""

from datetime import datetime, timedelta

import pytest

from tests.factories import NOW, make_actor, make_child, make_grant, make_post, make_source, make_team
from wraparound.delivery.caseloads.models import Case
from wraparound.delivery.caseloads.planning import say_whose
from wraparound.delivery.caseloads.queries import of_parted_records
from wraparound.delivery.caseloads.services import close_case, open_case
from wraparound.foundation.accounts.models import Post, Role
from wraparound.foundation.accounts.queries import actor_of
from wraparound.foundation.accounts.rules import Denied
from wraparound.foundation.agencies.models import Agency, Team
from wraparound.foundation.audit.models import Entry
from wraparound.outcomes.access.models import Basis
from wraparound.outcomes.access.queries import sight
from wraparound.outcomes.children.models import Child, Involvement, SourceRecord
from wraparound.outcomes.feeds.tests.conftest import Send, care, send
from wraparound.outcomes.feeds.tests.test_loading import AMARA
from wraparound.outcomes.index.services.merging import merge, split, undo_merge

__all__ = ["care", "send"]
pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(days=2)


def opened(team: Team, child: Child | None = None) -> Case:
    manager, child = make_actor(team, Role.TEAM_MANAGER), child or make_child()
    make_grant(manager, child, Basis.OPENED, until=NOW + timedelta(hours=1))
    return open_case(child=child, actor=manager, now=NOW)


def test_a_complete_list_that_does_not_know_a_case_ends_nothing_of_it(care: Agency, send: Send) -> None:
    team = Team.objects.get(code="AT1")
    case = opened(team)
    send(care, [AMARA], is_complete=True)
    fact = Involvement.objects.get(source__source_id__startswith="hand-")
    assert fact.involved_until is None
    assert SourceRecord.objects.get(pk=fact.source_id).ended_at is None
    assert sight(actor_of(make_post(team), now=LATER), case.child.public_id)


def test_cases_go_along_when_two_records_are_joined_and_come_back_when_that_is_undone() -> None:
    manager = make_actor(role=Role.TEAM_MANAGER)
    team = Team.objects.get(pk=manager.team_id)
    keeps, goes = opened(team), opened(team)
    data = make_actor(role=Role.DATA_MANAGER)
    worker = Post.objects.get(pk=manager.post_id)
    one, two = (Child.objects.get(pk=case.child_id) for case in (keeps, goes))
    done = merge(
        survivor=one, loser=two, actor=data, reason="One child", now=NOW, version=(one.version, two.version)
    )
    assert set(Case.objects.filter(child=keeps.child)) == {keeps, goes}, (
        "both are there: the manager is shown"
    )
    assert sight(actor_of(worker, now=LATER), two.public_id) is None
    undo_merge(merge=done, actor=data, reason="Two children", now=LATER)
    goes.refresh_from_db()
    assert goes.child_id == two.pk
    assert sight(actor_of(worker, now=LATER), two.public_id)


def asked_of(manager: Post, *, at: datetime = LATER) -> list[Case]:
    return list(of_parted_records(actor_of(manager, now=at)))


def test_when_a_record_is_parted_the_manager_is_asked_whose_each_open_case_is_until_they_say() -> None:
    team = make_team()
    manager, child = make_post(team, Role.TEAM_MANAGER), make_child()
    case, other = opened(team, child), opened(make_team(), child)
    second = make_source(child)
    data = make_actor(role=Role.DATA_MANAGER)
    child.refresh_from_db()
    assert asked_of(manager) == []
    split(
        child=child, sources=[second], actor=data, reason="Two children", now=NOW + timedelta(hours=2),
        version=child.version,
    )  # fmt: skip
    assert asked_of(manager) == [case] and asked_of(make_post(other.team, Role.TEAM_MANAGER)) == [other]
    with pytest.raises(Denied):
        say_whose(case=case, actor=actor_of(make_post(team), now=LATER), now=LATER)
    with pytest.raises(Denied):
        say_whose(case=other, actor=actor_of(manager, now=LATER), now=LATER)
    say_whose(case=case, actor=actor_of(manager, now=LATER), now=LATER)
    assert asked_of(manager) == []
    assert Entry.objects.get(verb="case.whose").child_id == child.pk


def test_work_that_began_after_a_record_was_parted_or_that_is_closed_is_not_asked_about() -> None:
    team = make_team()
    manager, child = make_post(team, Role.TEAM_MANAGER), make_child()
    case, second = opened(team, child), make_source(child)
    child.refresh_from_db()
    split(
        child=child, sources=[second], actor=make_actor(role=Role.DATA_MANAGER), reason="Two", now=NOW,
        version=child.version,
    )  # fmt: skip
    assert asked_of(manager) == [], "opened in the same instant, when they were two already"
    Case.objects.filter(pk=case.pk).update(opened_at=NOW - timedelta(days=1), asked_at=NOW)
    assert asked_of(manager) == [case]
    close_case(case=case, closing="mistake", actor=actor_of(manager, now=LATER), now=LATER)
    assert asked_of(manager) == []


def test_what_was_opened_while_two_records_were_one_is_asked_about_when_that_is_undone() -> None:
    team = make_team()
    manager = make_post(team, Role.TEAM_MANAGER)
    one, two, data = make_child(), make_child(), make_actor(role=Role.DATA_MANAGER)
    done = merge(
        survivor=one, loser=two, actor=data, reason="One", now=NOW, version=(one.version, two.version)
    )
    case = opened(team, Child.objects.get(pk=one.pk))
    assert asked_of(manager) == []
    undo_merge(merge=done, actor=data, reason="Two children", now=LATER)
    assert asked_of(manager, at=LATER + timedelta(hours=1)) == [case]
