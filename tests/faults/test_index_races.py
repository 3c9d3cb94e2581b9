"""Many put right, settle and create at once: no update is lost, and the same form is one record."""

import re
import threading
import uuid
from collections.abc import Callable
from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from tests.factories import NOW, make_actor, make_child, make_client, make_grant, make_post
from wraparound.foundation.accounts.models import Role
from wraparound.foundation.audit.changes import Conflict
from wraparound.foundation.audit.models import Entry
from wraparound.outcomes.access.models import Basis, Opening
from wraparound.outcomes.children.models import Child, Name
from wraparound.outcomes.finding.tests.asking import ask
from wraparound.outcomes.index.models import Merge
from wraparound.outcomes.index.services.correcting import correct_fact
from wraparound.outcomes.index.services.creating import NewChild, create_child
from wraparound.outcomes.index.services.settling import propose_pair, settle_different, settle_same

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]
PEOPLE, ROUNDS = 20, 50


def at_once(act: Callable[[int], object]) -> list[object]:
    """Let 20 people do the same at the same moment; return what each came to, errors included."""
    start, ends = threading.Barrier(PEOPLE), [None] * PEOPLE

    def person(number: int) -> None:
        try:
            start.wait(60)
            ends[number] = act(number)
        except Exception as error:
            ends[number] = error
        finally:
            connection.close()

    people = [threading.Thread(target=person, args=(number,)) for number in range(PEOPLE)]
    for one in people:
        one.start()
    for one in people:
        one.join(120)
    return ends


def test_twenty_editors_of_one_fact_lose_no_update_in_fifty_rounds() -> None:
    manager = make_actor(role=Role.DATA_MANAGER)
    from wraparound.foundation.agencies.models import Agency

    child = make_child("0", agency=Agency.objects.get(pk=manager.agency_id))
    make_grant(manager, child, Basis.POPULATION)
    for turn in range(ROUNDS):
        shown = Name.objects.get(source__child=child, superseded_at__isnull=True)

        def edit(number: int, shown: Name = shown, turn: int = turn) -> object:
            words = {"given_names": f"{turn} by {number}"}
            return correct_fact(fact=shown, content=words, actor=manager, now=NOW)

        ends = at_once(edit)
        won = [end for end in ends if isinstance(end, Name)]
        assert len(won) == 1
        assert all(isinstance(end, Conflict) for end in ends if end is not won[0])
        standing = Name.objects.get(source__child=child, superseded_at__isnull=True)
        assert standing == won[0]
    assert Name.objects.filter(source__child=child).count() == ROUNDS + 1
    child.refresh_from_db()
    assert child.version == ROUNDS + 1


def test_the_same_new_child_sent_twenty_times_at_once_is_one() -> None:
    actor, key = make_actor(), uuid.uuid4()
    facts = {
        "name": [{"given_names": "Amara", "family_name": "Okafor"}],
        "birth": [{"date": date(2019, 5, 14)}],
    }

    def send(number: int) -> object:
        return create_child(new=NewChild(facts), looked_at=(), reason="contact", words="", key=key,
                            actor=actor, now=NOW)  # fmt: skip

    ends = at_once(send)
    assert Child.objects.count() == 1
    assert set(ends) == {Child.objects.get()}


def test_the_same_page_sent_twenty_times_at_once_is_one_child_with_one_opening() -> None:
    client = make_client(make_post())
    results = ask(client, box="zuzana quayle 14/05/2019").url
    adding = reverse("index:create", args=[results.strip("/").split("/")[-1]])
    (key,) = re.findall(r'name="key" value="([^"]+)"', client.get(adding).text)
    form = {
        "given_names": "Zuzana", "family_name": "Quayle", "date_of_birth-day": "14", "date_of_birth-month": "5",
        "date_of_birth-year": "2019", "reason": "contact", "key": key,
    }  # fmt: skip

    def send(number: int) -> object:
        browser = Client()
        browser.cookies.update(client.cookies)
        return browser.post(adding, form).headers.get("Location")

    ends = at_once(send)
    child = Child.objects.get()
    assert set(ends) == {reverse("card:card", args=[child.public_id])}
    assert Entry.objects.filter(verb="index.create").count() == Opening.objects.count() == 1


def test_one_decision_of_a_pair_stands_whoever_presses_and_how_often() -> None:
    managers = [make_actor(role=Role.DATA_MANAGER) for _ in range(2)]
    pair = propose_pair(child_a=make_child("Amarah"), child_b=make_child("Amara"), kind="unsure", why=["Alike"],
                        actor=managers[0], now=NOW)  # fmt: skip
    key = uuid.uuid4()

    def press(number: int) -> object:
        if number % 2:
            return settle_different(pair=pair, version=1, reason="Two girls", actor=managers[1], now=NOW)
        return settle_same(pair=pair, version=1, children=(1, 1), reason="One girl", actor=managers[0],
                           now=NOW, key=key)  # fmt: skip

    ends = at_once(press)
    pair.refresh_from_db()
    assert Merge.objects.count() == (pair.state == "same")
    assert pair.version == 2
    assert all(not isinstance(end, Exception) or isinstance(end, Conflict) for end in ends)
