"""An agency's own system that read a record of two children is told what is right."""

import uuid

import pytest
from django.utils import timezone

from tests.factories import (
    Api,
    make_actor,
    make_agency,
    make_api,
    make_child,
    make_post,
    make_service,
    make_team,
)
from wraparound.foundation.accounts.models import Role
from wraparound.foundation.agencies.models import Agency, Team
from wraparound.foundation.audit.models import Entry
from wraparound.foundation.notifications.models import Notice
from wraparound.outcomes.access.models import Basis, Block
from wraparound.outcomes.access.services import NewGrant, write_grants
from wraparound.outcomes.children.models import Child
from wraparound.outcomes.index.models import Correction, Merge
from wraparound.outcomes.index.services.merging import merge, undo_merge

pytestmark = pytest.mark.django_db
ADDRESS = "/api/v1/corrections"


@pytest.fixture
def school() -> Agency:
    return make_agency("school", "education")


@pytest.fixture
def team(school: Agency) -> Team:
    return make_team(make_service(school))


def wrongly_joined(team: Team, api: Api) -> Merge:
    """Join two pupils, let the system read them as one, and part them again."""
    manager = make_actor(role=Role.DATA_MANAGER)
    kept, other = make_child("Ada"), make_child("Ida")
    now = timezone.now()
    write_grants(
        [NewGrant(holder_id=team.holder_id, child_id=child.pk, basis=Basis.POPULATION, source_kind="test",
                  source_id=None) for child in (kept, other)],
        now=now,
    )  # fmt: skip
    done = merge(survivor=kept, loser=other, actor=manager, reason="x", now=now, version=(1, 1))
    assert api.get(f"/api/v1/children/{kept.public_id}").status_code == 200
    return undo_merge(merge=done, actor=manager, reason="Two girls", now=timezone.now())


def test_a_system_is_told_of_a_record_that_it_read_and_says_that_it_is_put_right(
    school: Agency, team: Team
) -> None:
    api, manager = make_api(school, scopes=["search"]), make_post(team, Role.DATA_MANAGER)
    done = wrongly_joined(team, api)
    (told,) = api.get(ADDRESS).json()["items"]
    assert told["read_as"] == str(done.kept.public_id)
    assert {record["id"] for record in told["records"]} == set(
        map(str, Child.objects.values_list("public_id", flat=True))
    )
    assert told["acknowledged_at"] is None
    assert Entry.objects.filter(verb="index.correction_seen", user_id__isnull=True).count() == 2
    assert "own system" in Notice.objects.get(post=manager).words
    for _ in range(2):
        known = api.post(f"{ADDRESS}/{told['id']}/acknowledge", {})
        assert known.status_code == 200 and known.json()["acknowledged_at"]
    assert Entry.objects.filter(verb="index.correction", outcome="done").count() == 1


def test_what_may_not_be_seen_any_more_is_left_out(school: Agency, team: Team) -> None:
    api = make_api(school, scopes=["search"])
    done = wrongly_joined(team, api)
    Block.objects.create(child=done.other, kept_to=make_team(), kind="staff_family", starts_at=timezone.now())
    (told,) = api.get(ADDRESS).json()["items"]
    assert [record["id"] for record in told["records"]] == [str(done.kept.public_id)]


def test_anothers_correction_is_as_missing(school: Agency, team: Team) -> None:
    api = make_api(school, scopes=["search"])
    wrongly_joined(team, api)
    stranger = make_api(scopes=["search"])
    assert stranger.get(ADDRESS).json() == {"items": [], "next": None}
    replies = [
        stranger.post(f"{ADDRESS}/{key}/acknowledge", {})
        for key in (Correction.objects.get().key, uuid.uuid4())
    ]
    assert [reply.status_code for reply in replies] == [404, 404]
    assert replies[0].content == replies[1].content
    assert make_api(school, scopes=["feeds"]).get(ADDRESS).status_code == 403
