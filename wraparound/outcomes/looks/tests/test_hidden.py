"""Who looked at a child tells who works with them: a shield and a sensitive service hide it."""

import pytest
from django.urls import reverse

from tests.access.driving import clock
from tests.factories import (
    NOW,
    make_actor,
    make_agency,
    make_child,
    make_client,
    make_grant,
    make_post,
    make_service,
    make_shield,
    make_team,
)
from wraparound.foundation.accounts.models import Role
from wraparound.foundation.accounts.queries import SYSTEM, actor_of, actor_of_agency
from wraparound.foundation.audit.services import record
from wraparound.outcomes.access.models import Basis
from wraparound.outcomes.children.models import Child

__all__ = ["clock"]
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]


def looked(child: Child, name: str, **service: bool) -> None:
    """Let a worker of a team and the system of its agency look at the child."""
    agency = make_agency(name=f"{name} agency")
    worker = make_actor(make_team(make_service(agency, **service), name=f"{name} team"))
    for actor in (worker, actor_of_agency(agency, title=SYSTEM, now=NOW)):
        record(verb="card.see", now=NOW, actor=actor, child_id=child.pk, outcome="seen")


def page(role: str, child: Child, *bases: Basis) -> str:
    post = make_post(role=role)
    actor = actor_of(post, now=NOW)
    record(verb="card.see", now=NOW, actor=actor, child_id=child.pk, outcome="seen")
    for basis in bases:
        make_grant(actor, child, basis)
    reply = make_client(post).get(reverse("audit:child", args=[child.public_id]))
    assert reply.status_code == 200 and post.user.full_name in reply.text
    return reply.text


def test_past_a_shield_a_data_manager_reads_their_own_looks_alone() -> None:
    child = make_child()
    looked(child, "Quay")
    assert "Quay team" in page(Role.DATA_MANAGER, child)
    make_shield(child)
    assert "Quay" not in page(Role.DATA_MANAGER, child)
    assert "Quay team" in page(Role.PRIVACY_OFFICER, child), "all, whatever stands"


def test_the_people_of_a_sensitive_service_are_left_out_for_whoever_does_not_see_what_is_sensitive() -> None:
    child = make_child()
    looked(child, "Quay")
    looked(child, "Quiet", is_sensitive=True)
    shown = page(Role.DATA_MANAGER, child)
    assert "Quay team" in shown and "Quay agency" in shown and "Quiet" not in shown
    assert "Quiet team" in page(Role.PRIVACY_OFFICER, child)
    assert "Quiet team" in page(Role.DATA_MANAGER, child, Basis.DECISION)
