"""What a card leaves past a shield, and of the household of a shielded child."""

from datetime import date, timedelta

import pytest

from tests.factories import (
    NOW,
    make_actor,
    make_child,
    make_grant,
    make_shield,
    say,
)
from wraparound.outcomes.access.models import Basis, Block
from wraparound.outcomes.card.tests.reading import full_child, read, texts
from wraparound.outcomes.children.models import (
    Address,
    Birth,
    Carer,
    Child,
)

pytestmark = pytest.mark.django_db


def home(child: Child, household: int = 7) -> None:
    say(child.sources.get(), Address, lines="1 High Street", household=household)


def test_the_households_other_children_are_named_but_those_that_may_not_be_found() -> None:
    actor, child = make_actor(), make_child()
    home(child)
    brother, blocked, adult, elsewhere = (make_child(f"Child{n}") for n in range(4))
    for each in (brother, blocked, adult):
        home(each)
    home(elsewhere, 8)
    Block.objects.create(child=blocked, user_id=actor.user_id, kind="named", starts_at=NOW)
    Birth.objects.filter(source__child=adult).update(date=date(2000, 1, 1))
    make_grant(actor, child, Basis.INVOLVEMENT)
    card = read(actor, child)
    assert [member.name for member in card.household] == ["Child0 Okafor"]
    assert card.also_shown == {brother.pk}


@pytest.mark.parametrize("level", ["whereabouts", "full"])
def test_a_shielded_child_of_the_household_is_not_named(level: str) -> None:
    actor, child, shielded = make_actor(), make_child(), make_child("Hidden")
    for each in (child, shielded):
        home(each)
    make_grant(actor, child, Basis.INVOLVEMENT)
    assert read(actor, child).also_shown == {shielded.pk}
    make_shield(shielded, level=level)
    card = read(actor, child)
    assert card.household == () and card.also_shown == frozenset()


def test_without_the_category_no_household_is_read() -> None:
    actor, child, brother = make_actor(), make_child(), make_child("Brother")
    for each in (child, brother):
        home(each)
    make_grant(actor, child, Basis.OPENED)
    card = read(actor, child)
    assert card.household is None and not card.also_shown


def test_past_a_shield_a_card_looks_as_if_nothing_were_held() -> None:
    """The same child, with everything held and a shield, and with nothing held: equal but for the shield."""
    actor, shielded, bare = make_actor(), full_child(), make_child()
    Carer.objects.update(has_responsibility=False)
    for child in (shielded, bare):
        make_grant(actor, child, Basis.DECISION)
    make_shield(shielded)
    one, other = read(actor, shielded), read(actor, bare)
    for part in ("banners", "particulars", "whereabouts", "involvements", "household", "statuses", "news"):
        assert getattr(one, part) == getattr(other, part), part
    assert one.can_show_whereabouts == other.can_show_whereabouts
    assert one.name == "Amara Okafor"
    assert "TOKEN" not in str(one)


def test_a_shield_leaves_who_held_responsibility_before_it_by_name_alone() -> None:
    actor, child = make_actor(), make_child()
    source = child.sources.get()
    say(
        source, Carer, given_names="Ada", has_responsibility=True, telephone="07700 900002", relation="Mother"
    )
    say(source, Carer, given_names="Ben", has_responsibility=False)
    make_grant(actor, child, Basis.DECISION)
    make_shield(child, now=NOW + timedelta(seconds=0))
    late = say(source, Carer, given_names="Eve", has_responsibility=True)
    Carer.objects.filter(pk=late.pk).update(said_at=NOW + timedelta(days=1))
    card = read(actor, child)
    assert texts(card.responsibility) == ["Ada"]
    assert "900002" not in str(card) and card.responsibility[0].said == ()


def test_who_is_named_on_the_shield_is_told_so_and_sees_all() -> None:
    actor, child = make_actor(), full_child()
    make_grant(actor, child, Basis.INVOLVEMENT)
    make_shield(child, named=[actor])
    card = read(actor, child)
    assert "shield" in [banner.kind for banner in card.banners]
    assert "TOKENSTREET" in str(card.whereabouts)


def test_a_brothers_past_does_not_tell_where_the_shielded_child_lives() -> None:
    actor, brother, shielded = make_actor(), make_child(), make_child("Hidden")
    for each in (brother, shielded):
        home(each)
    say(brother.sources.get(), Address, lines="5 New Road", household=9)
    make_grant(actor, brother, Basis.INVOLVEMENT)
    assert len(read(actor, brother).whereabouts.addresses) == 2
    make_shield(shielded)
    assert texts(read(actor, brother).whereabouts.addresses) == ["5 New Road"]
