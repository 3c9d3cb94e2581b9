"""Who can undo a merge of a child who is kept to one team."""

import pytest

from tests.factories import NOW, make_actor, make_child, make_client, make_post, make_team
from wraparound.foundation.accounts.models import Role
from wraparound.foundation.accounts.queries import actor_of
from wraparound.outcomes.access.models import Block
from wraparound.outcomes.index.services.merging import merge
from wraparound.outcomes.kin.services import let_in

pytestmark = pytest.mark.django_db


def test_a_merge_of_a_colleagues_child_is_missing_outside_the_one_team_that_keeps_it() -> None:
    manager = make_post(role=Role.DATA_MANAGER)
    kept, other, team = make_child(), make_child(), make_team()
    done = merge(
        survivor=kept, loser=other, actor=actor_of(manager, now=NOW), reason="x", now=NOW, version=(1, 1)
    )
    address = f"/duplicates/joined/{done.key}/"
    block = Block.objects.create(child=kept, kept_to=team, kind="staff_family", starts_at=NOW)
    assert make_client(manager).get(address).status_code == 404
    assert make_client(manager).post(address, {"reason": "Two girls"}).status_code == 404
    within = make_post(team, Role.DATA_MANAGER)
    assert make_client(within).get(address).status_code == 200
    let_in(block=block, actor=make_actor(team, Role.TEAM_MANAGER), now=NOW)
    assert make_client(manager).post(address, {"reason": "Two girls"}).status_code == 302
    done.refresh_from_db()
    assert done.undone_at is not None
