"""Driving the product as a post does: time stands still, pages are asked for, what they betray is read."""

from collections.abc import Iterator
from datetime import datetime

import pytest
import time_machine
from django.test import Client

from tests.factories import NOW
from wraparound.outcomes.children.models import Child
from wraparound.outcomes.finding.refiling import refile

PAGES = ("", "involved/", "journey/", "record/")
"""What there is to read of one child, under the child's address."""


@pytest.fixture
def clock() -> Iterator[time_machine.Traveller]:
    """Stop the clock at the morning of the factories; `move_to` sets it."""
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


def file(*children: Child, now: datetime = NOW) -> None:
    """File children for finding."""
    refile([child.pk for child in children], now=now)


def address(child: Child, page: str = "") -> str:
    """Return the address of one page of a child."""
    return f"/children/{child.public_id}/{page}"


def read(client: Client, child: Child, page: str = "") -> str:
    """Return the text of a page of a child, which must be there."""
    reply = client.get(address(child, page))
    assert reply.status_code == 200, (page, reply.status_code)
    return reply.text


def read_all(client: Client, child: Child) -> str:
    """Return the text of every page of a child that the reader may open; '' when the child is missing."""
    replies = [client.get(address(child, page)) for page in PAGES]
    assert len({reply.status_code for reply in replies}) == 1
    return "".join(reply.text for reply in replies if reply.status_code == 200)


def is_missing(client: Client, child: Child) -> bool:
    """Say whether every page of a child is as if there were no such child."""
    return {client.get(address(child, page)).status_code for page in PAGES} == {404}
