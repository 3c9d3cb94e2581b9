"""Whoever adds a child by hand learns nothing of a hidden one whom the new record resembles."""

import re
from collections.abc import Callable

import pytest
from django.db import transaction
from django.urls import reverse

from tests.access.driving import PAGES, address, clock, file
from tests.factories import NOW, make_child, make_client, make_post, make_shield, make_team
from wraparound.foundation.accounts.models import Post
from wraparound.outcomes.access.models import Adoption, Shield
from wraparound.outcomes.children.models import Child
from wraparound.outcomes.finding.tests.asking import ask

__all__ = ["clock"]
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
FORM = {
    "given_names": "Zuzana", "family_name": "Okafor", "date_of_birth-day": "14", "date_of_birth-month": "5",
    "date_of_birth-year": "2019", "sex": "F", "reason": "contact",
}  # fmt: skip
RANDOM = re.compile(
    r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|[A-Za-z0-9]{64}|[\w-]{22,24}==|(?<=/openings/)\d+"
)
"""What a database draws or counts, whoever is there: a sequence is not set back with its transaction."""


def full(child: Child) -> None:
    make_shield(child, level="full")


def adopted(child: Child) -> None:
    Adoption.objects.create(before=child, team=make_team(), placed_at=NOW)


def added(post: Post, hide: Callable[[Child], None] | None) -> list[str]:
    """Return all that the post is shown while it adds a child, and of the child then."""
    with transaction.atomic():
        if hide:
            hidden = make_child("Zuzana", "Okafor", address="1 Ash Lane", postcode="SK9 1AB")
            hide(hidden)
            file(hidden)
        client = make_client(post)
        results = ask(client, box="zuzana okafor 14/05/2019").url
        adding = reverse("index:create", args=[results.strip("/").split("/")[-1]])
        form = client.get(adding).text
        key = re.findall(r'name="key" value="([^"]+)"', form)[0]
        reply = client.post(adding, {**FORM, "key": key})
        assert reply.status_code == 302, reply.text
        child = Child.objects.latest("pk")
        pages = [client.get(results).text, form, *(client.get(address(child, page)).text for page in PAGES)]
        pages += [client.get(where).text for where in ("/", "/notices/", "/protected/")]
        waits = Shield.objects.filter(child=child).exists()
        transaction.set_rollback(True)
    assert waits == (hide is full)
    return [RANDOM.sub("*", page.replace(child.number, "NUMBER")) for page in pages]


@pytest.mark.parametrize("hide", [full, adopted])
def test_who_adds_a_child_like_a_hidden_one_is_shown_what_they_would_be_without_it(
    hide: Callable[[Child], None],
) -> None:
    post = make_post()
    for alone, beside in zip(added(post, None), added(post, hide), strict=True):
        assert beside == alone
