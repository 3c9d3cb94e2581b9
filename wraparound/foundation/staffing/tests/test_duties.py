from datetime import date, timedelta
from uuid import uuid4

import pytest

from tests.factories import NOW, make_actor, make_post, make_team
from wraparound.foundation.accounts.models import Accountability, Clearance, Post, Role, Shift
from wraparound.foundation.accounts.rules import Denied
from wraparound.foundation.notifications.models import Notice
from wraparound.foundation.notifications.queries import notices_of
from wraparound.foundation.staffing import deciding, duties
from wraparound.foundation.staffing.tests.asking import TODAY, administrator

pytestmark = pytest.mark.django_db


def test_nobody_makes_a_line_to_themselves_and_a_protection_team_needs_two() -> None:
    team = make_team(holds_safeguarding=True)
    post, other, actor = make_post(team), make_post(), administrator()
    own = Post.objects.get(pk=actor.post_id)
    line = {"subject": "clinical", "valid_from": TODAY, "valid_until": None}
    for to in (own, post):
        with pytest.raises(Denied):
            duties.ask_line(post=post, answers_to=to, submission=uuid4(), actor=actor, now=NOW, **line)
    change = duties.ask_line(post=post, answers_to=other, submission=uuid4(), actor=actor, now=NOW, **line)
    assert not Accountability.objects.exists()
    deciding.decide(change=change, agree=True, reason="", actor=administrator(), now=NOW)
    assert Accountability.objects.get().answers_to == other


def test_a_line_ends() -> None:
    post, other = make_post(), make_post()
    line = Accountability.objects.create(
        post=post, answers_to=other, subject="clinical", valid_from=date(2026, 1, 1)
    )
    duties.end_line(line=line, actor=administrator(), now=NOW)
    line.refresh_from_db()
    assert line.valid_until == TODAY - timedelta(days=1)


def test_only_duty_posts_take_turns_which_do_not_overlap_and_end_at_once() -> None:
    team = make_team()
    duty, manager = make_post(team, Role.DUTY), make_actor(team, Role.TEAM_MANAGER)

    def turn(post, start: int, hours: int) -> Shift:
        starts = NOW + timedelta(hours=start)
        return duties.add_shift(
            post=post, starts_at=starts, ends_at=starts + timedelta(hours=hours), actor=manager, now=NOW
        )

    shift = turn(duty, -1, 8)
    for post, start, hours in ((make_post(team), 0, 8), (duty, 6, 8), (duty, -9, 8)):
        with pytest.raises(Denied):
            turn(post, start, hours)
    turn(duty, 7, 8)
    duties.end_shift(shift=shift, actor=manager, now=NOW)
    shift.refresh_from_db()
    assert shift.ends_at == NOW


@pytest.mark.parametrize(("days", "told"), [(31, 0), (30, 1), (29, 0), (7, 1), (0, 1), (-1, 0)])
def test_person_and_manager_are_warned_30_and_7_days_before_and_on_the_day(days: int, told: int) -> None:
    team = make_team()
    post, manager = make_post(team, clear=False), make_actor(team, Role.TEAM_MANAGER)
    Clearance.objects.create(
        post=post, kind="background", valid_from=date(2024, 1, 1), lapses_on=TODAY + timedelta(days=days)
    )
    for _ in range(2):
        duties.warn_of_lapses(now=NOW)
    assert Notice.objects.filter(post=post).count() == told
    assert notices_of(manager).count() == told


def test_a_check_that_was_renewed_warns_nobody() -> None:
    post = make_post()
    Clearance.objects.create(post=post, kind="training", valid_from=date(2024, 1, 1), lapses_on=TODAY)
    assert duties.warn_of_lapses(now=NOW) == 0
