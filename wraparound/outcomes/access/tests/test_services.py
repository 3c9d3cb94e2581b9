"""Grants end as their basis says."""

from datetime import timedelta

import pytest

from tests.factories import NOW, make_actor, make_child
from wraparound.outcomes.access.models import Basis, Grant
from wraparound.outcomes.access.rules import RULES
from wraparound.outcomes.access.services import (
    NewGrant,
    end_grants,
    write_grants,
)

pytestmark = pytest.mark.django_db


def new(child_id: int, holder_id: int, basis: Basis) -> NewGrant:
    return NewGrant(
        holder_id=holder_id, child_id=child_id, basis=basis, source_kind="involvement", source_id=5
    )


@pytest.mark.parametrize("basis", [basis for basis, rule in RULES.items() if rule.joined])
def test_what_names_no_child_is_never_written_as_a_grant(basis: Basis) -> None:
    with pytest.raises(ValueError, match="joined"):
        write_grants([new(make_child().pk, make_actor().own_holder, basis)], now=NOW)


def test_a_grant_is_ended_and_kept() -> None:
    actor, child = make_actor(), make_child()
    write_grants([new(child.pk, actor.own_holder, Basis.INVOLVEMENT)], now=NOW)
    later = NOW + timedelta(days=3)
    assert end_grants(source_kind="involvement", source_ids=[5], at=later, because="closed") == 1
    grant = Grant.objects.get()
    assert (grant.starts_at, grant.until, grant.ended_because) == (NOW, later, "closed")
