"""A town with so many of everything that has a page, named as long as life names things or shortly."""

from uuid import uuid4

from django.test import Client
from django.utils import timezone

from tests.factories import make_client
from tests.pages import town_agencies, town_children, town_work
from tests.pages.addresses import DELIVERY
from tests.pages.town import Town
from wraparound.outcomes.children.models import Child
from wraparound.outcomes.finding.asking import Asked
from wraparound.outcomes.finding.refiling import refile


def make_town(crowd: int, *, long: bool = False) -> Town:
    """Make a town with `crowd` of each thing that a page lists."""
    town = Town(crowd, long)
    town.has.search = uuid4()
    for part in (
        town_agencies.area,
        town_agencies.agencies,
        town_agencies.people,
        town_children.child,
        town_children.relations,
        town_children.children,
        town_work.openings,
        town_work.index,
        town_work.shields,
        town_work.loads,
        town_work.notices,
        town_work.looks,
        *(app.make for app in DELIVERY),
    ):
        part(town)
    refile(Child.objects.filter(state=Child.State.LIVE).values_list("pk", flat=True), now=town.now)
    return town


def client_of(town: Town, role: str) -> Client:
    """Return a browser in which the post of a role is signed in and searched a moment ago."""
    client = make_client(town.posts[role])
    session = client.session
    asked = Asked(box="layla haddad 2020", reason="worry", said_at=timezone.now().isoformat())
    session["searches"] = {str(town.has.search): asked.kept()}
    session.save()
    return client
