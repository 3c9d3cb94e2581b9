"""Cursors stay where they are while rows come and go, and nobody can make one up."""

import itertools
import re
from base64 import urlsafe_b64decode
from datetime import datetime, timedelta

import pytest
from django.contrib.sessions.models import Session
from django.core.signing import Signer

from tests.factories import NOW
from wraparound.foundation.ui.paging import BadCursor, stretch

pytestmark = pytest.mark.django_db
ORDER = ("-expire_date", "-pk")
numbers = itertools.count(1)


def add(at: datetime = NOW) -> str:
    return Session.objects.create(session_key=f"{next(numbers):08}", expire_date=at).pk


def take(cursor: str = "", size: int = 2, of: str = "test"):
    return stretch(Session.objects.all(), order=ORDER, of=of, size=size, cursor=cursor)


def walk(size: int) -> list[str]:
    seen, cursor = [], ""
    while True:
        shown = take(cursor, size)
        seen += [row.pk for row in shown.rows]
        if not shown.next:
            return seen
        cursor = shown.next


@pytest.mark.parametrize("size", [1, 2, 3, 7, 8, 50])
def test_every_row_is_shown_once_in_order_however_large_the_page(size: int) -> None:
    keys = [add(NOW - timedelta(microseconds=n // 3)) for n in range(8)]
    by_age = [keys[0:3], keys[3:6], keys[6:8]]
    ordered = [pk for same_age in by_age for pk in reversed(same_age)]
    assert walk(size) == ordered


def test_rows_that_come_and_go_meanwhile_neither_repeat_nor_hide_another() -> None:
    keys = [add() for _ in range(6)][::-1]
    first = take()
    Session.objects.filter(pk=keys[1]).delete()
    add(NOW + timedelta(seconds=1))
    assert [row.pk for row in take(first.next, 10).rows] == keys[2:]


def test_the_last_page_has_no_next_even_when_it_is_full() -> None:
    add(), add()
    assert take().next == ""


def test_a_cursor_that_was_changed_made_up_or_is_of_another_list_is_refused() -> None:
    cursor = [add() for _ in range(3)] and take().next
    made_up = Signer(salt="cursor of test").sign_object(["2026-01-01", 1])
    for wrong in (cursor[:-1], cursor + "x", "x", "a.b", "é", "\0", made_up):
        with pytest.raises(BadCursor):
            take(wrong)
    with pytest.raises(BadCursor):
        take(cursor, of="another")


def test_a_cursor_does_not_say_where_it_stands() -> None:
    keys = [add() for _ in range(3)]
    cursor = take().next
    parts = [urlsafe_b64decode(part + "=" * (-len(part) % 4)) for part in re.split("[.:]", cursor)]
    for told in (keys[1], f"{NOW:%Y-%m-%d}"):
        assert told not in cursor and not any(told.encode() in part for part in parts)
