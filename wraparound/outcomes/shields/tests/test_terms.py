"""What an area decides of shields takes effect: never longer than access rules allow."""

from datetime import date, timedelta

import pytest

from tests.access.driving import clock
from tests.factories import NOW, make_client, make_post
from wraparound.foundation.accounts.models import Role
from wraparound.foundation.area.documents import DocumentError, kinds, read_toml
from wraparound.foundation.area.models import Configuration
from wraparound.outcomes.shields.rules import last_review
from wraparound.outcomes.shields.services.keeping import extend_provisional, find_reviews
from wraparound.outcomes.shields.services.setting import confirm_shield
from wraparound.outcomes.shields.tests.test_services import Refuge, at, refuge

__all__ = ["clock", "refuge"]
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]


def decide(**terms: int) -> None:
    Configuration.objects.create(kind="shields", document=terms, effective_from=date(2026, 3, 1))


def test_a_provisional_shield_lasts_as_the_area_decided_and_as_long_again_once(refuge: Refuge) -> None:
    decide(provisional_hours=48)
    shield = refuge.shield()
    assert shield.provisional_until == NOW + timedelta(hours=48)
    duty = at(make_post(role=Role.DUTY), 1)
    assert extend_provisional(shield=shield, words="Still", actor=duty, now=duty.now).provisional_until == (
        NOW + timedelta(hours=96)
    )
    page = make_client(refuge.manager).get(f"/children/{refuge.child.public_id}/protect/").text
    assert "ends after 48 hours" in page


def test_a_shield_is_reviewed_within_the_months_that_the_area_decided(refuge: Refuge) -> None:
    decide(review_months=6)
    shield = refuge.shield()
    assert shield.review_on == date(2026, 9, 3)
    manager = at(refuge.data_manager, 1)
    far = confirm_shield(shield=shield, version=1, review_on=date(2027, 3, 1), actor=manager, now=manager.now)
    assert far.review_on == date(2026, 9, 3)
    assert find_reviews(now=NOW + timedelta(days=160)) == 1


def test_a_decision_holds_from_its_day(refuge: Refuge) -> None:
    Configuration.objects.create(
        kind="shields", document={"provisional_hours": 24}, effective_from=date(2026, 3, 4)
    )
    assert refuge.shield().provisional_until == NOW + timedelta(hours=72)


@pytest.mark.parametrize("text", ["provisional_hours = 73", "review_months = 13"])
def test_no_area_decides_to_look_later_than_the_rules_allow(text: str) -> None:
    with pytest.raises(DocumentError):
        read_toml(kinds()["shields"], text)


@pytest.mark.parametrize(
    ("today", "months", "last"),
    [
        (date(2026, 3, 3), 12, date(2027, 3, 3)),
        (date(2026, 8, 31), 6, date(2027, 2, 28)),
        (date(2027, 8, 31), 6, date(2028, 2, 29)),
        (date(2026, 12, 31), 1, date(2027, 1, 31)),
    ],
)
def test_months_end_on_the_same_day_or_the_last_of_the_month(today: date, months: int, last: date) -> None:
    assert last_review(today, months) == last
