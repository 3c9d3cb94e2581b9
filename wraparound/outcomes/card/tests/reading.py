"""What the tests of a card share: reading one, and a child of whom everything is held."""

from datetime import date

from tests.factories import NOW, make_child, make_involvement, make_team, say
from wraparound.foundation.accounts.rules import Actor
from wraparound.outcomes.access.queries import sight
from wraparound.outcomes.card import queries
from wraparound.outcomes.card.rules import Card
from wraparound.outcomes.children.models import (
    Banner,
    Carer,
    Child,
    Identifier,
    Language,
    Setting,
    Standing,
    Telephone,
)


def read(actor: Actor, child: Child) -> Card:
    found = sight(actor, child.public_id)
    assert found is not None
    return queries.card(actor, found, NOW)


def texts(claims) -> list[str]:
    return [claim.text for claim in claims]


def full_child(**given) -> Child:
    """A child of whom every kind of fact is held, each with a word of its own."""
    child = make_child(address="9 TOKENSTREET", postcode="WA8 7QF", **given)
    source = child.sources.get()
    say(source, Telephone, number="07700 900001")
    say(source, Identifier, scheme="nhs", value="TOKENNHS")
    say(source, Identifier, scheme="upn", value="TOKENUPN")
    say(source, Carer, given_names="TokenCarer", relation="Mother", telephone="07700 900002")
    say(source, Language, first_language="TOKENLANGUAGE", interpreter="TOKENINTERPRETER")
    say(source, Setting, kind="school", as_written="TOKENSCHOOL")
    say(source, Setting, kind="practice", as_written="TOKENPRACTICE")
    say(source, Banner, kind="court_order", words="TOKENORDER")
    say(source, Standing, kind="assessment", holds_from=date(2026, 1, 1))
    say(source, Standing, kind="lead", worker="TOKENLEAD", holds_from=date(2026, 1, 1))
    say(source, Standing, kind="protection_plan", holds_from=date(2026, 1, 1))
    say(source, Standing, kind="in_need", holds_from=date(2026, 1, 1))
    make_involvement(child, make_team(name="TOKENTEAM"), worker="TOKENWORKER")
    return child
