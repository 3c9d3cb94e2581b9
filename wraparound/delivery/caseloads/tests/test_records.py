"""What a case keeps through lists that do not know it, and through records that are joined and parted."""

from datetime import timedelta

import pytest

from tests.factories import NOW, make_actor, make_child, make_grant, make_post
from wraparound.delivery.caseloads.models import Case
from wraparound.delivery.caseloads.services import open_case
from wraparound.foundation.accounts.models import Post, Role
from wraparound.foundation.accounts.queries import actor_of
from wraparound.foundation.agencies.models import Agency, Team
from wraparound.outcomes.access.models import Basis
from wraparound.outcomes.access.queries import sight
from wraparound.outcomes.children.models import Child, Involvement, SourceRecord
from wraparound.outcomes.feeds.tests.conftest import Send, care, send
from wraparound.outcomes.feeds.tests.test_loading import AMARA
from wraparound.outcomes.index.services.merging import merge, undo_merge

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
