"""A child is created by hand once, never beside one who was not looked at, and never beside a shield."""

import uuid
from datetime import date, timedelta

import pytest

from tests.factories import NOW, make_actor, make_child, make_service, make_shield, make_team
from wraparound.foundation.accounts.models import Role
from wraparound.foundation.accounts.rules import Denied
from wraparound.outcomes.access.queries import live_shields, may_be_found, sight
from wraparound.outcomes.access.rules import Category
from wraparound.outcomes.children.models import Child
from wraparound.outcomes.finding.engine.query import from_fields
from wraparound.outcomes.finding.queries import find
from wraparound.outcomes.finding.refiling import refile, refile_with_home
from wraparound.outcomes.index.models import Pair
from wraparound.outcomes.index.services.creating import NearMatches, NewChild, create_child
from wraparound.outcomes.index.services.settling import settle_different

pytestmark = pytest.mark.django_db
TODAY = NOW.date()


def new(given: str = "Amara", family: str = "Okafor", **birth) -> NewChild:
    birth = birth or {"date": date(2019, 5, 14), "sex": "F"}
    return NewChild({
        "name": [{"given_names": given, "family_name": family}],
        "birth": [birth],
        "address": [{"lines": "14 Mill Road", "postcode": "sk9 1ab"}],
    })  # fmt: skip


def create(child: NewChild, **given) -> Child:
    given = {"looked_at": (), "reason": "contact", "words": "", "key": uuid.uuid4(), "now": NOW, **given}
    return create_child(new=child, actor=given.pop("actor", None) or make_actor(), **given)


def found(**typed) -> list[int]:
    return [c.child for c in find(from_fields(today=TODAY, **typed)).candidates]


def test_a_created_child_is_found_and_open_to_whoever_created_it() -> None:
    actor = make_actor()
    child = create(new(), actor=actor)
    assert found(given_names="Amara", family_name="Okafor", postcode="SK9 1AB") == [child.pk]
    assert sight(actor, child.public_id).sees(Category.INVOLVEMENT)


def test_the_same_form_sent_again_is_one_child() -> None:
    actor, key = make_actor(), uuid.uuid4()
    first = create(new(), actor=actor, key=key)
    assert create(new(), actor=actor, key=key) == first
    assert Child.objects.count() == 1


def test_nobody_is_created_beside_a_near_match_that_was_not_shown() -> None:
    there = make_child()
    refile([there.pk], now=NOW)
    with pytest.raises(NearMatches) as caught:
        create(new("Amarah"))
    assert caught.value.children == [there.pk]
    create(new("Amarah"), looked_at=[there.pk])
    assert Child.objects.count() == 2


def test_an_expected_child_is_created_by_those_who_may_and_found_by_nobody_else() -> None:
    unborn = new("", "Okafor", expected_date=TODAY + timedelta(days=60), status="expected")
    with pytest.raises(Denied):
        create(unborn)
    midwife = make_actor(make_team(make_service(sees_expected=True)))
    create(unborn, actor=midwife)
    assert found(family_name="Okafor", postcode="SK9 1AB") == []


@pytest.mark.parametrize("level", ["whereabouts", "full"])
def test_a_record_like_a_shielded_child_is_shielded_until_somebody_says_that_they_are_two(level: str) -> None:
    there = make_child(address="9 Hidden Lane", postcode="SK4 4AA")
    make_shield(there, level=level)
    refile([there.pk], now=NOW)
    maker, manager, other = make_actor(), make_actor(role=Role.DATA_MANAGER), make_actor()
    child = create(new(), actor=maker, looked_at=[there.pk])
    assert sight(maker, child.public_id).sees(Category.INVOLVEMENT)
    assert live_shields(NOW).get(child=child).level == level
    assert found(date_of_birth="14/5/2019", postcode="SK9 1AB") == []
    assert may_be_found(other, child.pk) is (level == "whereabouts")
    pair = Pair.objects.get(kind=Pair.Kind.SHIELDED)
    settle_different(pair=pair, version=1, reason="Two girls", actor=manager, now=NOW)
    assert not live_shields(NOW + timedelta(seconds=1)).filter(child=child).exists()
    assert child.pk in found(given_names="Amara", family_name="Okafor", postcode="SK9 1AB")


def test_a_shield_takes_the_address_out_of_what_everyone_finds_by() -> None:
    child = create(new())
    make_shield(child)
    refile_with_home(child.pk, now=NOW)
    assert found(given_names="Amara", family_name="Okafor", date_of_birth="14/5/2019") == [child.pk]
    assert found(date_of_birth="14/5/2019", postcode="SK9 1AB") == []
