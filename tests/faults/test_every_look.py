"""Every page, address of the API and file of answers: who is shown is on record, or nobody is shown."""

import json
from collections.abc import Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from tests.architecture.test_urls import ADDRESSES, page_of
from tests.factories import make_api, make_grant
from tests.faults.unwritable import UNWRITABLE
from tests.pages.addresses import PAGES
from tests.pages.making import client_of, make_town
from tests.pages.town import Town
from wraparound.foundation.audit.models import Entry
from wraparound.foundation.audit.services import Unwritable
from wraparound.foundation.ui.pages import Audience
from wraparound.outcomes.access.models import Basis
from wraparound.outcomes.children.models import Child
from wraparound.outcomes.index.own import name_of_each

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
OF_CHILDREN = {
    name for _, name, entry in ADDRESSES
    if (page := page_of(name, entry)) and page.audience in (Audience.CHILD, Audience.SYSTEM_CHILD)
}  # fmt: skip
ASKED_ONLY = {"card:emergency", "index:create", "index:propose", "shields:ask_glass", "shields:glass"}
"""Pages of a child's kind that show nobody as they are asked for here."""


def tokens_of(child: Child, name: str) -> tuple[str, ...]:
    return (child.number, str(child.public_id), name)


@pytest.fixture
def town(db: None) -> Town:
    return make_town(2)


def visits(town: Town) -> Iterator[tuple[str, Client, str]]:
    for name, visit in PAGES.items():
        yield (
            name,
            client_of(town, visit.role) if visit.role else Client(),
            reverse(name, args=visit.args(town)),
        )


def shown_in(reply: HttpResponse, asked: str) -> set[int]:
    """Return the children of whom a reply holds number, key or name, but for what stood in its own address."""
    children = list(Child.objects.all())
    names = name_of_each([child.pk for child in children])
    text = reply.text.replace(asked, "")
    return {child.pk for child in children if any(each in text for each in tokens_of(child, names[child.pk]))}


def test_whoever_a_page_shows_is_in_its_look(town: Town) -> None:
    missing, pages_with_children = [], set()
    for name, client, path in visits(town):
        reply = client.get(path)
        shown = shown_in(reply, path)
        looks = Entry.objects.filter(request=reply["X-Request-Id"], outcome=Entry.Outcome.SEEN)
        unseen = shown - set(looks.values_list("child_id", flat=True))
        pages_with_children |= {name} if shown else set()
        missing += [f"{name} shows {len(unseen)} more than are on record"] if unseen else []
    assert missing == []
    assert pages_with_children <= OF_CHILDREN
    assert len(pages_with_children) > 20, "the walk sees children"


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("unwritable", UNWRITABLE)
def test_with_the_audit_unwritable_no_page_shows_a_child(
    unwritable: type[AbstractContextManager[None]], town: Town
) -> None:
    asked = list(visits(town))
    served = {name for name, client, path in asked if client.get(path).status_code == 200}
    shown, open_still = [], []
    with unwritable():
        for name, client, path in asked:
            for method in (client.get, client.post):
                reply = method(path)
                shown += [f"{name}: {reply.status_code}"] if shown_in(reply, path) else []
            if client.get(path).status_code != 503:
                open_still.append(name)
    assert shown == []
    assert served & OF_CHILDREN & set(open_still) == set()


def test_every_page_of_a_child_is_asked_for_in_these_walks() -> None:
    sent = {name for _, name, entry in ADDRESSES if page_of(name, entry)} - set(PAGES)
    assert OF_CHILDREN - set(PAGES) <= sent & ELSEWHERE


ELSEWHERE = {
    "audit:start", "card:open", "card:whereabouts", "finding:open", "kin:let_in", "shields:agree_lift",
    "feeds:receipt", "api:searches", "api:children", "api:child", "api:child_involvements", "api:corrections",
    "api:correction_acknowledge", "api:feed_receipt", "contacts:offline_today", "attendance:here",
    "universal:plan",
}  # fmt: skip
"""What only takes a form and leads to a page, a file, and the API, which has a test of its own here."""


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("unwritable", UNWRITABLE)
def test_with_the_audit_unwritable_the_api_says_nothing(
    unwritable: type[AbstractContextManager[None]], town: Town
) -> None:
    team = town.has.visiting
    make_grant(town.actor("practitioner"), town.has.child, Basis.INVOLVEMENT, team=True, now=town.now)
    api = make_api(team.agency)
    child = f"/api/v1/children/{town.has.child.public_id}"
    asked: dict[str, tuple[str, Any]] = {
        "api:searches": ("/api/v1/searches", {"text": "layla haddad 2020", "reason": "records"}),
        "api:children": ("/api/v1/children", None),
        "api:child": (child, None),
        "api:child_involvements": (f"{child}/involvements", None),
        "api:corrections": ("/api/v1/corrections", None),
    }

    def ask(where: str, body: Any) -> HttpResponse:
        return api.post(where, body) if body else api.get(where)

    assert all(ask(*each).status_code == 200 for each in asked.values())
    with unwritable():
        for name, each in asked.items():
            reply = ask(*each)
            assert reply.status_code == 503, name
            assert reply["Content-Type"] == "application/problem+json"
            assert not shown_in(reply, each[0])


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("unwritable", UNWRITABLE)
def test_with_the_audit_unwritable_no_look_up_of_a_file_is_answered(
    unwritable: type[AbstractContextManager[None]], town: Town, tmp_path: Path
) -> None:
    asks, answers = tmp_path / "asks.jsonl", tmp_path / "answers.jsonl"
    asks.write_text(
        json.dumps({"id": 1, "given_names": "Layla", "family_name": "Haddad", "year_of_birth": 2020})
    )
    command = ("index", "trace", str(asks), str(answers), "--agency", town.has.visiting.agency.code)
    call_command(*command)
    assert json.loads(answers.read_text())["candidates"]
    with unwritable(), pytest.raises(Unwritable):
        call_command(*command)
    assert answers.read_text() == ""
