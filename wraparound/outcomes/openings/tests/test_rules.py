"""What is usual for a role, and what follows when somebody opens more."""

import pytest

from wraparound.foundation.accounts.models import Role
from wraparound.outcomes.openings.rules import (
    BaselineError,
    Unfollowed,
    Verdict,
    Window,
    is_unfollowed,
    read_baselines,
    shipped,
    weigh,
)


def document(**hour: int) -> dict:
    limit = {"alert": 100, "stop": 200}
    usual = {"hour": {"alert": 3, "stop": 5, **hour}, "day": limit, "month": limit}
    return {"usual": usual, "unfollowed": {"at_least": 5, "after_days": 7, "share": 0.8}}


@pytest.mark.parametrize(
    ("before", "may_stop", "verdict"),
    [
        (1, True, Verdict()),
        (2, True, Verdict(alert=Window.HOUR)),
        (3, True, Verdict()),
        (4, True, Verdict()),
        (5, True, Verdict(stop=Window.HOUR)),
        (9, True, Verdict(stop=Window.HOUR)),
        (9, False, Verdict()),
        (2, False, Verdict(alert=Window.HOUR)),
    ],
)
def test_a_burst_is_told_when_it_reaches_the_alert_and_stops_at_the_stop(before, may_stop, verdict) -> None:
    counts = {Window.HOUR: before, Window.DAY: before, Window.MONTH: before}
    assert weigh(counts, read_baselines(document()).usual, may_stop=may_stop) == verdict


def test_the_slow_windows_count_too() -> None:
    counts = {Window.HOUR: 0, Window.DAY: 99, Window.MONTH: 150}
    assert weigh(counts, read_baselines(document()).usual, may_stop=True) == Verdict(alert=Window.DAY)


def test_every_role_has_a_baseline_and_a_duty_desk_a_wider_one() -> None:
    for role in Role.values:
        assert shipped().of(role).hour.alert >= 1
    assert shipped().of(Role.DUTY).hour.stop > shipped().of(Role.PRACTITIONER).hour.stop


@pytest.mark.parametrize(
    ("wrong", "place"),
    [
        (document(stop=3), "usual.hour"),
        (document(alert=0), "usual.hour.alert"),
        ({**document(), "roles": {"wizard": document()["usual"]}}, "roles.wizard"),
        ({**document(), "more": 1}, "more"),
        ({}, "usual"),
    ],
)
def test_a_wrong_configuration_names_the_place(wrong: dict, place: str) -> None:
    with pytest.raises(BaselineError) as error:
        read_baselines(wrong)
    assert place in str(error.value)


@pytest.mark.parametrize(
    ("openings", "followed", "told"), [(4, 0, False), (5, 0, True), (5, 1, False), (10, 1, True)]
)
def test_many_openings_that_no_work_follows_are_told(openings: int, followed: int, told: bool) -> None:
    limits = Unfollowed(at_least=5, after_days=7, share=0.8)
    assert is_unfollowed(openings, followed, limits) is told
