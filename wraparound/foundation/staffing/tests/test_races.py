"""The same form, or two decisions, at the same moment."""

from concurrent.futures import ThreadPoolExecutor
from uuid import uuid4

import pytest
from django.db import connection

from tests.factories import NOW, make_team
from wraparound.foundation.accounts.models import Post
from wraparound.foundation.accounts.rules import Denied
from wraparound.foundation.staffing import deciding
from wraparound.foundation.staffing.models import Change
from wraparound.foundation.staffing.tests.asking import administrator, place

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(times: int, act) -> list:
    def once(number: int):
        try:
            return act(number)
        except Denied as denied:
            return denied
        finally:
            connection.close()

    with ThreadPoolExecutor(times) as pool:
        return list(pool.map(once, range(times)))


def test_the_same_form_sent_twenty_times_at_once_is_one_post() -> None:
    actor, team, key = administrator(), make_team(), uuid4()
    changes = at_once(20, lambda _: place(actor, team, submission=key))
    assert len({change.pk for change in changes}) == 1
    assert Post.objects.filter(user__email="sara@agency.example").count() == 1


def test_of_two_who_decide_at_once_one_decides() -> None:
    team = make_team(holds_safeguarding=True)
    change = place(administrator(), team)
    deciders = [administrator() for _ in range(4)]
    outcomes = at_once(
        4, lambda n: deciding.decide(change=change, agree=n % 2 == 0, reason="", actor=deciders[n], now=NOW)
    )
    assert sum(isinstance(outcome, Change) for outcome in outcomes) == 1
    assert Post.objects.filter(team=team).count() <= 1
