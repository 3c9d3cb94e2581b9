"""Two people, one a manager, break the glass; the 24-hour post opens without it; an adoption is one team's."""

import uuid
from datetime import timedelta

import pytest

from tests.factories import (
    NOW,
    make_actor,
    make_agency,
    make_child,
    make_post,
    make_service,
    make_shield,
    make_team,
)
from wraparound.foundation.accounts.models import Role
from wraparound.foundation.accounts.queries import actor_of
from wraparound.foundation.accounts.rules import Denied
from wraparound.foundation.notifications.models import Notice
from wraparound.outcomes.access.models import Adoption
from wraparound.outcomes.access.queries import may_be_found, sight
from wraparound.outcomes.access.rules import Category
from wraparound.outcomes.finding.engine.query import from_fields
from wraparound.outcomes.finding.queries import find
from wraparound.outcomes.finding.refiling import refile
from wraparound.outcomes.index.queries import pairs_for, waiting_pairs
from wraparound.outcomes.index.services.settling import propose_pair
from wraparound.outcomes.openings.services import open_in_emergency
from wraparound.outcomes.shields.services.adopting import name_after, place_for_adoption
from wraparound.outcomes.shields.services.glass import agree_glass, ask_glass, child_meant, investigate_glass

pytestmark = pytest.mark.django_db
QUERY = from_fields(today=NOW.date(), given_names="Amara", family_name="Okafor", date_of_birth="14/5/2019")


def ask(child, actor, **given):
    return ask_glass(child=child, reason="worry", words="Police hold a girl of that name", actor=actor, now=NOW,
                     key=given.get("key") or uuid.uuid4())  # fmt: skip


@pytest.mark.parametrize("level", ["whereabouts", "full"])
def test_two_people_open_the_whole_record_and_it_is_investigated(level: str) -> None:
    team = make_team()
    worker, manager = make_actor(team), make_actor(team, Role.TEAM_MANAGER)
    officer = make_post(role=Role.PRIVACY_OFFICER)
    child = make_child(address="14 Mill Road", postcode="SK9 1AB")
    make_shield(child, level=level)
    refile([child.pk], now=NOW)
    assert child_meant(QUERY) == child
    glass = ask(child, worker)
    assert sight(worker, child.public_id) is None
    agree_glass(glass=glass, actor=manager, now=NOW)
    agree_glass(glass=glass, actor=manager, now=NOW)
    seen = sight(worker, child.public_id)
    assert seen.sees(Category.WHEREABOUTS | Category.SAFEGUARDING | Category.RECORD)
    assert sight(manager, child.public_id) is None
    assert Notice.objects.filter(post=officer, kind="glass.investigate").count() == 1
    later = actor_of(make_post(team, user_id=worker.user_id), now=NOW + timedelta(hours=5))
    assert sight(later, child.public_id) is None
    found = investigate_glass(glass=glass, finding="Right", actor=actor_of(officer, now=NOW), now=NOW)
    assert found.investigated_at == NOW


def test_one_of_the_two_is_a_manager_and_they_are_two_people_of_one_agency() -> None:
    team, child = make_team(), make_child()
    first = make_post(team)
    glass = ask(child, actor_of(first, now=NOW))
    seconds = [
        make_actor(team),
        actor_of(make_post(team, Role.TEAM_MANAGER, user=first.user), now=NOW),
        make_actor(role=Role.TEAM_MANAGER),
    ]
    for second in seconds:
        with pytest.raises(Denied):
            agree_glass(glass=glass, actor=second, now=NOW)


def test_nobody_found_is_told_alike_and_investigated_too() -> None:
    team = make_team()
    worker, manager = make_actor(team), make_actor(team, Role.TEAM_MANAGER)
    make_post(role=Role.PRIVACY_OFFICER)
    glass = agree_glass(glass=ask(None, worker), actor=manager, now=NOW)
    assert (glass.agreed_at, glass.opening) == (NOW, None)
    assert Notice.objects.filter(kind="glass.investigate").exists()


def test_at_two_in_the_morning_the_24_hour_post_opens_without_it() -> None:
    post = make_post(role=Role.DUTY, is_round_the_clock=True)
    actor, other = actor_of(post, now=NOW), make_actor(role=Role.DUTY)
    child = make_child()
    make_shield(child, level="full", named=[actor])
    with pytest.raises(Denied):
        open_in_emergency(child_id=child.pk, reason="worry", words="Police hold her", actor=other, now=NOW)
    open_in_emergency(child_id=child.pk, reason="worry", words="Police hold her", actor=actor, now=NOW)
    assert sight(actor, child.public_id).sees(Category.WHEREABOUTS | Category.RECORD)


def test_an_identity_before_adoption_is_found_and_settled_by_its_team_alone() -> None:
    team = make_team(make_service(make_agency("council", "social_care")), holds_adoptions=True)
    adopters, manager = make_actor(team), make_actor(role=Role.DATA_MANAGER)
    others = make_actor(make_team(holds_adoptions=True))
    before, after, row = make_child(), make_child("Grace", "Bell"), make_child("Amara", "Okaforr")
    with pytest.raises(Denied):
        place_for_adoption(before=before, actor=manager, now=NOW)
    adoption = place_for_adoption(before=before, actor=adopters, now=NOW)
    assert place_for_adoption(before=before, actor=adopters, now=NOW) == adoption
    name_after(adoption=adoption, after=after, actor=adopters, now=NOW)
    with pytest.raises(Denied):
        place_for_adoption(before=before, actor=others, now=NOW)
    refile([before.pk, after.pk, row.pk], now=NOW)
    assert before.pk not in [c.child for c in find(QUERY).candidates]
    assert not may_be_found(manager, before.pk)
    propose_pair(child_a=row, child_b=before, kind="unsure", why=["Alike"], actor=manager, now=NOW)
    assert pairs_for(adopters).count() == 1
    for elsewhere in (manager, others, make_actor()):
        assert waiting_pairs(elsewhere).count() == 0
    assert Adoption.objects.count() == 1
