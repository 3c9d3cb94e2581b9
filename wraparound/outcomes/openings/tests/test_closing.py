"""What closing work leaves to whoever did it last."""

from datetime import date, timedelta

import pytest

from tests.factories import NOW, make_child, make_grant, make_post, make_team
from wraparound.foundation.accounts.models import Post
from wraparound.foundation.accounts.queries import actor_of
from wraparound.foundation.accounts.rules import Actor
from wraparound.outcomes.access.categories import OWN
from wraparound.outcomes.access.models import Basis, Grant
from wraparound.outcomes.access.queries import sight
from wraparound.outcomes.access.rules import Category
from wraparound.outcomes.openings.closing import begin_finishing
from wraparound.outcomes.openings.rules import finishing_ends, start_of

pytestmark = pytest.mark.django_db


def at(post: Post, hours: int) -> Actor:
    return actor_of(post, now=NOW + timedelta(hours=hours))


def test_the_last_worker_has_ten_working_days_to_finish() -> None:
    post, child = make_post(), make_child()
    colleague, actor = make_post(post.team), actor_of(post, now=NOW)
    for team in (True, False):
        make_grant(actor, child, Basis.INVOLVEMENT, team=team, now=NOW - timedelta(days=9))
    closed_now = [grant.pk for grant in Grant.objects.all()]
    Grant.objects.update(until=NOW)
    begin_finishing(ended=closed_now, closed=frozenset(), now=NOW)
    begin_finishing(ended=closed_now, closed=frozenset(), now=NOW)
    assert Grant.objects.filter(basis=Basis.FINISHING).count() == 1
    assert sight(at(colleague, 0), child.public_id) is None
    assert sight(at(post, 14 * 24), child.public_id).sees(Category.OWN_NOTES)
    assert not sight(at(post, 14 * 24), child.public_id).sees(Category.INVOLVEMENT)
    assert sight(at(post, 15 * 24), child.public_id) is None


def test_a_worker_who_only_changed_does_not_finish_while_the_service_works_on() -> None:
    post, child = make_post(), make_child()
    actor = actor_of(post, now=NOW)
    make_grant(actor, child, Basis.INVOLVEMENT, team=True)
    make_grant(actor, child, Basis.INVOLVEMENT, now=NOW - timedelta(days=9))
    own = Grant.objects.get(holder=actor.own_holder)
    Grant.objects.filter(pk=own.pk).update(until=NOW)
    assert begin_finishing(ended=[own.pk], closed=frozenset(), now=NOW) == []


def test_another_provider_that_reads_the_records_does_not_keep_the_last_worker_from_finishing() -> None:
    post, child, next_one = make_post(), make_child(), make_post(make_team())
    actor, taker = actor_of(post, now=NOW), actor_of(next_one, now=NOW)
    make_grant(actor, child, Basis.INVOLVEMENT, now=NOW - timedelta(days=9))
    make_grant(taker, child, Basis.INVOLVEMENT, team=True)
    make_grant(taker, child, Basis.INVOLVEMENT, team=True, service_id=actor.service_id, categories=OWN)
    own = Grant.objects.get(holder=actor.own_holder)
    Grant.objects.filter(pk=own.pk).update(until=NOW)
    assert [made.holder_id for made in begin_finishing(ended=[own.pk], closed=frozenset(), now=NOW)] == [
        actor.own_holder
    ]


def test_whoever_read_the_records_of_earlier_work_does_not_finish_while_a_colleague_reads_them() -> None:
    post, child, before = make_post(), make_child(), make_team().service
    make_grant(
        actor_of(post, now=NOW), child, Basis.INVOLVEMENT, team=True, service_id=before.pk, categories=OWN
    )
    make_grant(actor_of(post, now=NOW), child, Basis.INVOLVEMENT, service_id=before.pk, categories=OWN)
    own = Grant.objects.get(holder=post.holder_id)
    Grant.objects.filter(pk=own.pk).update(until=NOW)
    assert begin_finishing(ended=[own.pk], closed=frozenset(), now=NOW) == []


def test_days_on_which_the_offices_are_closed_do_not_count_as_days_to_finish() -> None:
    tuesday = date(2026, 3, 3)
    assert finishing_ends(tuesday, closed=frozenset()) == start_of(date(2026, 3, 18))
    assert finishing_ends(tuesday, closed=frozenset({date(2026, 3, 4)})) == start_of(date(2026, 3, 19))
