"""The children of a town, and the one of whom so much is said."""

from datetime import date, timedelta
from typing import Any

from tests.factories import (
    make_agency,
    make_child,
    make_grant,
    make_involvement,
    make_source,
    make_team,
    make_user,
    say,
)
from tests.pages.town import Town
from wraparound.foundation.accounts.models import Post, Role
from wraparound.foundation.accounts.queries import actor_of
from wraparound.outcomes.access.models import Adoption, Basis, Block
from wraparound.outcomes.access.rules import Category
from wraparound.outcomes.children.models import (
    Address,
    Banner,
    Carer,
    Child,
    Identifier,
    Language,
    Name,
    Setting,
    Standing,
    Telephone,
)
from wraparound.outcomes.journey.services import NewEvent, add_events
from wraparound.outcomes.kin.models import StaffHome

INVOLVEMENTS, SIBLINGS = 40, 9
"""Of one child, in a town of long names."""


def child(town: Town) -> None:
    """Make one child of whom so much of everything is said, with so many at home."""
    child = make_child(town.name("Amara"), "Okafor", agency=town.has.council)
    town.has.child = child
    lives = {"lines": town.name("14 Mill Road"), "postcode": "SK9 1AB", "household": 77}
    for number in range(town.crowd):
        source = make_source(child, make_agency(name=town.name(f"Teller {number}")))
        town.has.source = source
        say(source, Name, given_names=town.name(f"Ama{number}"), family_name="Okafor", kind="known_as")
        say(source, Address, **lives)
        say(source, Telephone, number=f"07700 9002{number:02}")
        say(source, Identifier, scheme="nhs", value=f"99912345{number:02}")
        say(source, Carer, given_names=town.name(f"Ngozi {number}"), family_name="Okafor", relation="mother")
        say(source, Language, first_language=f"Igbo {number}", interpreter="Igbo")
        say(source, Setting, kind="school", as_written=town.name(f"School {number}"))
        say(source, Banner, kind="visit_safety", words=town.name(f"Visit in pairs {number}"))
        say(source, Standing, kind="lead", holds_from=date(2026, 1, 5), worker=town.name(f"Lead {number}"))
        team = make_team(name=town.name(f"Helpers {number}"))
        make_involvement(child, team, worker=town.name(f"Helper {number}"), worker_telephone="01632 960160")
        sibling = make_child(town.name(f"Kofi {number}"), "Okafor", date(2015, 1, 1))
        say(sibling.sources.get(), Address, **lives)
        add_events(
            [NewEvent(child_id=child.pk, on=town.today, kind="test", line=town.name(f"Moved {number}"),
                      category=Category.IDENTITY)], now=town.now,
        )  # fmt: skip
        Block.objects.create(child=child, user=make_user(), kind=Block.Kind.NAMED, starts_at=town.now)
        town.has.kept = make_child(town.name(f"Kept {number}"), "Stone")
        keeps = town.posts[Role.TEAM_MANAGER].team
        Block.objects.create(
            child=town.has.kept, kept_to=keeps, kind=Block.Kind.STAFF_FAMILY, starts_at=town.now
        )
    make_involvement(child, town.has.care, worker=town.name("Priya Shah"), worker_telephone="01632 960160")
    if town.long:
        _crowd(town, child, lives)
    _grants_on_the_child(town, child)


def _crowd(town: Town, child: Child, lives: dict[str, Any]) -> None:
    """Make a child's page as full as pages come: forty involvements, nine siblings."""
    for number in range(town.crowd + 1, INVOLVEMENTS):
        team = make_team(name=town.name(f"Helpers {number}"))
        make_involvement(child, team, worker=town.name(f"Helper {number}"), worker_telephone="01632 960160")
    for number in range(town.crowd, SIBLINGS):
        sibling = make_child(town.name(f"Kofi {number}"), "Okafor", date(2015, 1, 1))
        say(sibling.sources.get(), Address, **lives)


def _grants_on_the_child(town: Town, child: Child) -> None:
    for post in (*town.posts.values(), *Post.objects.filter(team=town.has.care)[: town.crowd]):
        make_grant(actor_of(post, now=town.now), child, Basis.TEAM_AROUND, now=town.now)
        make_grant(actor_of(post, now=town.now), child, Basis.INVOLVEMENT, now=town.now)
    before = town.now - timedelta(days=400)
    manager = actor_of(town.posts[Role.TEAM_MANAGER], now=town.now)
    make_grant(manager, child, Basis.INVOLVEMENT, now=before, until=before + timedelta(days=90))
    Adoption.objects.create(before=child, team=town.posts["adoption"].team, placed_at=town.day(30))


def relations(town: Town) -> None:
    """Let the data manager's agency say something of the child, and the health visitor be of its name."""
    own = make_source(town.has.child, town.posts[Role.DATA_MANAGER].agency)
    say(own, Address, lines="14 Mill Road", postcode="SK9 1AB")
    town.has.own_name = say(own, Name, given_names="Amara", family_name="Okafor")
    visitor = town.posts[Role.PRACTITIONER].user
    visitor.full_name = "Grace Okafor"
    visitor.save()
    StaffHome.objects.create(user=visitor, postcode="SK9 1AB", said_at=town.now)


def children(town: Town) -> None:
    """Give the health visitors so many children, some of whom are alike."""
    for number in range(town.crowd):
        child = make_child(
            town.name(f"Layla {number}"), "Haddad", date(2020, 3, 1), address="9 Lane", postcode="SK9 2AB"
        )
        make_grant(town.actor(Role.PRACTITIONER), child, Basis.POPULATION, team=True, now=town.now)
