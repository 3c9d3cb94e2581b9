"""A shielded child's brother: his own present address, and nothing of the time when they shared a home."""

from datetime import UTC, date, datetime, timedelta

import pytest

from tests.factories import NOW, make_actor, make_child, make_shield, say
from wraparound.outcomes.access.queries import hidden_by_a_siblings_shield, hidden_by_any_siblings_shield
from wraparound.outcomes.children.models import Address, Child, Setting, Telephone

pytestmark = pytest.mark.django_db
MILL_ROAD, QUAY_STREET = 111, 222
LONG_AGO = datetime(2021, 9, 1, 12, tzinfo=UTC)
MOVED = datetime(2025, 6, 1, 12, tzinfo=UTC)


def brother_and_sister() -> tuple[Child, Child, dict[str, int]]:
    """A sister at Mill Road, and a brother who lived there until June and then moved to Quay Street."""
    sister, brother = make_child("Amara"), make_child("Chidi", sex="M")
    say(sister.sources.get(), Address, lines="14 Mill Road", postcode="SK9 1AB", household=MILL_ROAD)
    source = brother.sources.get()
    before = {"said_at": LONG_AGO, "superseded_at": MOVED}
    facts = {
        "shared": say(source, Address, lines="14 Mill Road", household=MILL_ROAD, postcode="SK9 1AB", **before),
        "own": say(source, Address, lines="2 Quay Street", household=QUAY_STREET, postcode="SK8 2CD",
                   lived_from=date(2025, 6, 1)),
        "part": say(source, Address, kind=Address.Kind.PREVIOUS, postcode="SK9 1AB"),
        "old school": say(source, Setting, kind="school", as_written="Mill Primary", **before),
        "school": say(source, Setting, kind="school", as_written="Quay Primary", said_at=MOVED + timedelta(days=1)),
        "old telephone": say(source, Telephone, number="01632 960001", **before),
    }  # fmt: skip
    return sister, brother, {name: fact.pk for name, fact in facts.items()}


def test_the_brother_keeps_his_own_address_and_loses_what_they_shared() -> None:
    sister, brother, facts = brother_and_sister()
    make_shield(sister)
    hidden = hidden_by_a_siblings_shield(make_actor(), brother.pk)
    assert hidden[Address] == {facts["shared"], facts["part"]}
    assert hidden[Setting] == {facts["old school"]}
    assert hidden[Telephone] == {facts["old telephone"]}
    assert hidden_by_any_siblings_shield(brother.pk, now=NOW) == hidden


def test_nothing_is_hidden_without_a_shield_or_from_somebody_named_on_it() -> None:
    sister, brother, _ = brother_and_sister()
    actor = make_actor()
    assert hidden_by_a_siblings_shield(actor, brother.pk) == {}
    make_shield(sister, named=[actor])
    assert hidden_by_a_siblings_shield(actor, brother.pk) == {}
    assert hidden_by_a_siblings_shield(make_actor(), brother.pk) != {}
