"""Grants end as their basis says, and a record opens only with a reason."""

from datetime import timedelta

import pytest

from tests.factories import NOW, make_actor, make_child, make_post, make_shield, make_shift
from wraparound.foundation.accounts.models import Role
from wraparound.foundation.accounts.queries import actor_of
from wraparound.foundation.accounts.rules import Denied
from wraparound.foundation.audit.models import Entry
from wraparound.outcomes.access.models import Basis, Grant
from wraparound.outcomes.access.queries import sight
from wraparound.outcomes.access.rules import RULES, Category
from wraparound.outcomes.access.services import (
    NewGrant,
    end_grants,
    open_as_duty,
    open_card,
    open_in_emergency,
    show_whereabouts,
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


def test_opening_a_card_shows_the_index_but_not_where_the_child_is_until_a_further_press() -> None:
    actor, child = make_actor(), make_child()
    open_card(child_id=child.pk, reason="worry", words="", actor=actor, now=NOW)
    seen = sight(actor, child.public_id)
    assert seen is not None
    assert seen.categories == Category.IDENTITY | Category.PARTICULARS | Category.INVOLVEMENT
    show_whereabouts(child_id=child.pk, actor=actor, now=NOW)
    assert sight(actor, child.public_id).sees(Category.WHEREABOUTS)  # type: ignore[union-attr]
    assert list(Entry.objects.order_by("pk").values_list("verb", "child_id")) == [
        ("open.card", child.pk),
        ("open.whereabouts", child.pk),
    ]


def test_whereabouts_are_not_shown_before_the_card_was_opened() -> None:
    with pytest.raises(Denied):
        show_whereabouts(child_id=make_child().pk, actor=make_actor(), now=NOW)


def test_opening_needs_one_of_the_reasons() -> None:
    with pytest.raises(Denied):
        open_card(child_id=make_child().pk, reason="curious", words="", actor=make_actor(), now=NOW)
    assert not Grant.objects.exists()


@pytest.mark.parametrize("given", [{"clear": False}, {"role": Role.AREA_ADMINISTRATOR}])
def test_a_post_that_may_not_search_opens_nothing(given: dict) -> None:
    with pytest.raises(Denied):
        open_card(child_id=make_child().pk, reason="worry", words="", actor=make_actor(**given), now=NOW)


def test_a_fully_shielded_child_cannot_be_opened_from_outside() -> None:
    child = make_child()
    make_shield(child, level="full")
    with pytest.raises(Denied):
        open_card(child_id=child.pk, reason="worry", words="", actor=make_actor(), now=NOW)


def test_the_duty_desk_opens_until_its_shift_ends_and_only_on_shift() -> None:
    post, child = make_post(role=Role.DUTY), make_child()
    actor = actor_of(post, now=NOW)
    with pytest.raises(Denied):
        open_as_duty(child_id=child.pk, reason="worry", words="", actor=actor, now=NOW)
    shift = make_shift(post, hours=8)
    open_as_duty(child_id=child.pk, reason="worry", words="", actor=actor, now=NOW)
    seen = sight(actor, child.public_id)
    assert seen is not None
    assert seen.sees(Category.RECORD | Category.SAFEGUARDING | Category.PLAN_EXISTS | Category.WHEREABOUTS)
    assert Grant.objects.get().until == shift.ends_at


def test_an_emergency_opens_for_four_hours_and_says_what_it_is() -> None:
    actor, child = make_actor(), make_child()
    with pytest.raises(Denied):
        open_in_emergency(child_id=child.pk, reason="worry", words=" ", actor=actor, now=NOW)
    open_in_emergency(child_id=child.pk, reason="worry", words="Found alone", actor=actor, now=NOW)
    assert Grant.objects.get().until == NOW + timedelta(hours=4)
