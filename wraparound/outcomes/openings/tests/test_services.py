"""A record opens only with a reason, for a while, on record; and opens too often only so far."""

from datetime import UTC, date, datetime, timedelta

import pytest

from tests.factories import (
    NOW,
    make_actor,
    make_child,
    make_grant,
    make_post,
    make_shield,
    make_shift,
    make_team,
)
from wraparound.foundation.accounts.models import Role
from wraparound.foundation.accounts.queries import actor_of
from wraparound.foundation.accounts.rules import Denied
from wraparound.foundation.area.models import Configuration
from wraparound.foundation.audit.models import Entry
from wraparound.outcomes.access.models import Basis, Grant, Opening
from wraparound.outcomes.access.queries import sight
from wraparound.outcomes.access.rules import Category
from wraparound.outcomes.openings.queries import to_review
from wraparound.outcomes.openings.rules import shipped
from wraparound.outcomes.openings.services import (
    close,
    open_as_duty,
    open_card,
    open_finished,
    open_in_emergency,
    renew,
    review,
    show_whereabouts,
)

pytestmark = pytest.mark.django_db


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


def opened(actor, child, **given):
    return open_card(
        **{"child_id": child.pk, "reason": "worry", "words": "", "actor": actor, "now": NOW, **given}
    )


def at(post, hours: float):
    return actor_of(post, now=NOW + timedelta(hours=hours))


def test_pressing_twice_opens_once() -> None:
    actor, child = make_actor(), make_child()
    assert opened(actor, child) == opened(actor, child, now=NOW + timedelta(seconds=20))
    assert Opening.objects.count() == Grant.objects.count() == 1
    opened(actor, child, reason="referral", now=NOW + timedelta(seconds=30))
    assert Opening.objects.count() == 2


def test_an_opening_is_renewed_by_one_press_from_when_it_is_pressed() -> None:
    post, child = make_post(), make_child()
    first = opened(at(post, 0), child)
    again = renew(opening=first, reason="worry", words="", actor=at(post, 11), now=NOW + timedelta(hours=11))
    assert again.renews == first
    assert sight(at(post, 22), child.public_id) is not None
    assert sight(at(post, 23), child.public_id) is None


@pytest.mark.parametrize(("hours", "renewed"), [(24, True), (24.1, False)])
def test_what_closed_long_ago_is_opened_anew(hours: float, renewed: bool) -> None:
    post, child = make_post(), make_child()
    first = opened(at(post, 0), child)
    then = {
        "opening": first,
        "reason": "worry",
        "words": "",
        "actor": at(post, hours),
        "now": NOW + timedelta(hours=hours),
    }
    if renewed:
        assert renew(**then)
    else:
        with pytest.raises(Denied):
            renew(**then)


def test_nobody_renews_or_closes_anothers_opening() -> None:
    child = make_child()
    opening, other = opened(make_actor(), child), make_actor()
    with pytest.raises(Denied):
        renew(opening=opening, reason="worry", words="", actor=other, now=NOW)
    with pytest.raises(Denied):
        close(opening=opening, actor=other, now=NOW)


def test_closing_a_card_closes_its_address_too() -> None:
    post, child = make_post(), make_child()
    opening = opened(at(post, 0), child)
    show_whereabouts(child_id=child.pk, actor=at(post, 0), now=NOW)
    later = NOW + timedelta(hours=1)
    close(opening=opening, actor=at(post, 1), now=later)
    close(opening=opening, actor=at(post, 1), now=later)
    assert sight(at(post, 1), child.public_id) is None
    assert Entry.objects.filter(verb="open.close").count() == 1


SATURDAY = datetime(2026, 3, 7, 2, tzinfo=UTC)
MONDAY_AT_TEN = datetime(2026, 3, 9, 10, tzinfo=UTC)


def test_an_emergency_on_saturday_is_renewed_until_monday_at_ten() -> None:
    post, child = make_post(), make_child()
    actor = actor_of(post, now=SATURDAY)
    first = open_in_emergency(child_id=child.pk, reason="worry", words="Alone", actor=actor, now=SATURDAY)
    seven = SATURDAY + timedelta(hours=5)
    assert sight(actor_of(post, now=seven), child.public_id) is None
    renewed = renew(opening=first, reason="worry", words="", actor=actor_of(post, now=seven), now=seven)
    assert renewed.ends_at == MONDAY_AT_TEN
    assert sight(actor_of(post, now=MONDAY_AT_TEN - timedelta(minutes=1)), child.public_id) is not None
    assert sight(actor_of(post, now=MONDAY_AT_TEN), child.public_id) is None
    with pytest.raises(Denied):
        renew(
            opening=renewed,
            reason="worry",
            words="",
            actor=actor_of(post, now=MONDAY_AT_TEN),
            now=MONDAY_AT_TEN,
        )


def test_the_front_door_finds_duty_and_emergency_openings_and_reviews_each_once() -> None:
    opener, child = make_actor(), make_child()
    opening = open_in_emergency(child_id=child.pk, reason="worry", words="Alone", actor=opener, now=NOW)
    door = make_team(is_front_door=True)
    first, second = make_actor(door, Role.TEAM_MANAGER), make_actor(door, Role.TEAM_MANAGER)
    elsewhere = make_actor(role=Role.TEAM_MANAGER)
    assert list(to_review(first)) == [opening]
    assert not to_review(elsewhere).exists()
    with pytest.raises(Denied):
        review(opening=opening, actor=elsewhere, now=NOW)
    with pytest.raises(Denied):
        review(opening=opening, actor=make_actor(door), now=NOW)
    review(opening=opening, actor=first, now=NOW)
    assert review(opening=opening, actor=second, now=NOW).reviewed_by_id == first.post_id
    assert not to_review(second).exists()
    assert Entry.objects.filter(verb="open.review").count() == 1


def test_nobody_reviews_what_they_opened_themselves() -> None:
    door, child = make_team(is_front_door=True), make_child()
    post = make_post(door, Role.TEAM_MANAGER)
    actor = actor_of(post, now=NOW)
    opening = open_in_emergency(child_id=child.pk, reason="worry", words="Alone", actor=actor, now=NOW)
    assert not to_review(actor).exists()
    with pytest.raises(Denied):
        review(opening=opening, actor=actor, now=NOW)


@pytest.mark.parametrize(
    ("role", "may"), [(Role.TEAM_MANAGER, True), (Role.DUTY, True), (Role.PRACTITIONER, False)]
)
def test_closed_work_is_opened_by_the_services_manager_and_duty_post_with_words(role, may) -> None:
    actor, child = make_actor(role=role), make_child()
    make_grant(actor, child, Basis.INVOLVEMENT, team=True)
    Grant.objects.update(starts_at=NOW - timedelta(days=9), until=NOW)
    then = {"child_id": child.pk, "reason": "records", "actor": actor, "now": NOW}
    with pytest.raises(Denied):
        open_finished(**then, words="")
    if not may:
        with pytest.raises(Denied):
            open_finished(**then, words="A complaint")
        return
    open_finished(**then, words="A complaint")
    seen = sight(actor, child.public_id)
    assert seen is not None
    assert seen.sees(Category.OWN_RECORD | Category.OWN_NOTES)
    assert seen.own_services == {actor.service_id}


def test_work_of_another_service_is_not_opened_as_ones_own() -> None:
    child = make_child()
    other = make_actor()
    make_grant(other, child, Basis.INVOLVEMENT, team=True)
    Grant.objects.update(starts_at=NOW - timedelta(days=9), until=NOW)
    with pytest.raises(Denied):
        open_finished(
            child_id=child.pk, reason="records", words="A complaint",
            actor=make_actor(role=Role.TEAM_MANAGER), now=NOW,
        )  # fmt: skip


def a_low_limit(**hour: int) -> None:
    document = shipped().model_dump(mode="json")
    document["roles"] = {}
    document["usual"]["hour"] = hour
    Configuration.objects.create(kind="openings", document=document, effective_from=date(2026, 1, 1))


def test_a_burst_is_told_once_and_one_far_above_is_stopped_for_the_person_in_every_post() -> None:
    a_low_limit(alert=2, stop=4)
    first = make_post()
    second = make_post(user=first.user)
    for post in (first, second, first, second):
        opened(at(post, 0), make_child())
    with pytest.raises(Denied):
        opened(at(first, 0), make_child())
    assert [
        verb for verb in Entry.objects.values_list("verb", flat=True) if verb in {"open.alert", "open.stop"}
    ] == [
        "open.alert",
        "open.stop",
    ]
    assert opened(at(first, 1), make_child(), now=NOW + timedelta(hours=1))


def test_a_duty_desk_is_never_stopped() -> None:
    a_low_limit(alert=1, stop=2)
    post = make_post(role=Role.DUTY)
    make_shift(post)
    for _ in range(4):
        open_as_duty(child_id=make_child().pk, reason="worry", words="", actor=at(post, 0), now=NOW)
    assert Grant.objects.count() == 4
