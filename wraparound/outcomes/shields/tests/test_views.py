"""The pages of shields: asked before saved, rehearsed, confirmed, lifted by two; missing for anybody else."""

import re
import uuid
from datetime import timedelta

import pytest
import time_machine

from tests.factories import (
    NOW,
    make_actor,
    make_child,
    make_client,
    make_grant,
    make_post,
    make_shield,
    make_team,
)
from wraparound.foundation.accounts.models import Post, Role
from wraparound.foundation.accounts.queries import actor_of
from wraparound.outcomes.access.models import Adoption, Basis, Lift, Shield
from wraparound.outcomes.finding.refiling import refile
from wraparound.outcomes.shields.models import GlassBreak, Review
from wraparound.outcomes.shields.tests.test_services import Refuge

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def the_time():
    with time_machine.travel(NOW + timedelta(minutes=5), tick=False):
        yield


@pytest.fixture
def refuge() -> Refuge:
    made = Refuge()
    made.child.refresh_from_db()
    return made


def typed(refuge: Refuge, **given) -> dict:
    return {
        "level": "whereabouts", "why": "The father threatened them.", "clock": refuge.out_of_hours.public_id,
        f"team_{refuge.team.pk}": refuge.worker.public_id, "others": refuge.manager.user.email, "key": uuid.uuid4(),
        "save": "yes", **given,
    }  # fmt: skip


def test_each_named_person_is_asked_before_it_is_saved(refuge: Refuge) -> None:
    client, address = make_client(refuge.manager), f"/children/{refuge.child.public_id}/protect/"
    page = client.get(address).content.decode()
    assert f"Who at {refuge.team}?" in page
    asked = client.post(address, typed(refuge)).content.decode()
    assert "Ask before you save" in asked
    assert refuge.worker.user.full_name in asked
    assert not Shield.objects.exists()
    yes = [post.public_id for post in (refuge.worker, refuge.manager, refuge.out_of_hours)]
    assert client.post(address, typed(refuge, said_yes=yes)).status_code == 302
    page = client.get(f"/children/{refuge.child.public_id}/protection/").content.decode()
    assert "Provisional" in page
    assert "The father threatened them." in page


def test_a_rehearsal_says_what_somebody_would_see_and_saves_nothing(refuge: Refuge) -> None:
    stranger = make_post(refuge.team)
    data = typed(refuge, rehearse="yes", view_as=stranger.public_id)
    data.pop("save")
    address = f"/children/{refuge.child.public_id}/protect/"
    page = make_client(refuge.manager).post(address, data).content.decode()
    assert f"What {stranger.user.full_name} would see" in page
    assert "Does not find the child by address" in page
    assert "Mill Road" not in page
    assert not Shield.objects.exists()


def test_what_is_missing_is_said_and_what_was_typed_is_kept(refuge: Refuge) -> None:
    data = typed(refuge, clock="", others="nobody@nowhere.example")
    page = (
        make_client(refuge.manager)
        .post(f"/children/{refuge.child.public_id}/protect/", data)
        .content.decode()
    )
    assert "Nobody who can be named has this address: nobody@nowhere.example" in page
    assert "The father threatened them." in page


def test_only_those_who_may_reach_the_pages(refuge: Refuge) -> None:
    shield = refuge.shield()
    for post in (make_post(), make_post(role=Role.TEAM_MANAGER), make_post(role=Role.PRIVACY_OFFICER)):
        client = make_client(post)
        assert client.get(f"/children/{refuge.child.public_id}/protection/").status_code == 404
        assert client.get(f"/children/{refuge.child.public_id}/protect/").status_code == 404
        assert refuge.child.number not in client.get("/protected/").content.decode()
    for post in (refuge.manager, refuge.worker, refuge.data_manager):
        assert refuge.child.number in make_client(post).get("/protected/").content.decode()
    assert shield.names.count() == 3


def step(client, shield: Shield, name: str, **given):
    data = {f"{name}-{shield.public_id}-{key}": value for key, value in given.items()}
    address = f"/children/{shield.child.public_id}/protection/"
    return client.post(address, {"step": name, "shield": shield.public_id, **data})


def test_it_is_confirmed_reviewed_and_lifted_on_pages(refuge: Refuge) -> None:
    shield = refuge.shield()
    manager, second = make_client(refuge.data_manager), make_client(make_post(role=Role.DATA_MANAGER))
    stale = step(manager, shield, "confirm", version=7).content.decode()
    assert "changed since you opened" in stale
    assert step(manager, shield, "confirm", version=1).status_code == 302
    assert step(manager, shield, "hearing", on="in 3 weeks").status_code == 302
    review = Review.objects.get()
    assert (
        manager.post(f"/protected/reviews/{review.public_id}/", {"words": "Still in danger"}).status_code
        == 302
    )
    shield.refresh_from_db()
    said = {
        "parent_asked_on-day": 2,
        "parent_asked_on-month": 3,
        "parent_asked_on-year": 2026,
        "words": "She says yes",
    }
    assert step(manager, shield, "lift", version=shield.version, **said).status_code == 302
    lift = Lift.objects.get()
    assert manager.post(f"/protected/lifts/{lift.public_id}/agree/").status_code == 403
    assert second.post(f"/protected/lifts/{lift.public_id}/agree/").status_code == 302
    shield.refresh_from_db()
    assert shield.lifted_at is not None


def glass_form(**given) -> dict:
    return {"given_names": "Amara", "family_name": "Okafor", "date_of_birth-day": 14, "date_of_birth-month": 5,
            "date_of_birth-year": 2019, "reason": "worry", "words": "Police hold a girl", "key": uuid.uuid4(), **given}  # fmt: skip


@pytest.mark.parametrize("is_there", [True, False])
def test_the_glass_is_broken_by_two_on_pages_and_says_nothing_before(is_there: bool) -> None:
    team = make_team()
    worker, boss = make_post(team), make_post(team, Role.TEAM_MANAGER)
    if is_there:
        child = make_child()
        make_shield(child, level="full")
        refile([child.pk], now=NOW)
    first = make_client(worker)
    assert first.post("/protected/glass/ask/", glass_form()).status_code == 302
    glass = GlassBreak.objects.get()
    address = f"/protected/glass/{glass.key}/"
    before = first.get(address).content.decode()
    assert "Waits for a second person" in before
    assert "Open the record" not in before
    assert "Show them what is hidden</button>" not in re.sub(r"\s+", " ", before)
    make_client(boss).post(address, {"agree": "yes"})
    assert ("Open the record" in first.get(address).content.decode()) is is_there
    assert "Open the record" not in make_client(boss).get(address).content.decode()
    officer = make_client(make_post(role=Role.PRIVACY_OFFICER))
    officer.post(address, {"investigate": "yes", "finding": "Rightly done"})
    assert "Rightly done" in officer.get(address).content.decode()
    assert make_client(make_post()).get(address).status_code == 404


def test_an_adoption_is_placed_by_its_team_alone() -> None:
    team = make_team(holds_adoptions=True)
    post, child = make_post(team), make_child()
    address = f"/children/{child.public_id}/adoption/"
    for someone in (post, other := make_post()):
        make_grant(actor_of(someone, now=NOW), child, Basis.POPULATION)
    assert make_client(other).get(address).status_code == 404
    client = make_client(post)
    assert client.post(address, {"sure": "on"}).status_code == 302
    assert Adoption.objects.get().before == child
    assert make_client(other).get(address).status_code == 404
    assert isinstance(post, Post)
    assert make_actor().post_id
