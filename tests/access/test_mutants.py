"""Drop any condition of the policy, and a child is seen, found or named who must not be, or is not who must.

The rules are held against the oracle, cell by cell; what reads the database, against the street of
`tests/access/street.py`. Each condition is dropped in turn by a machine.
"""

from collections.abc import Callable, Iterator
from dataclasses import replace
from types import ModuleType
from uuid import UUID

import pytest
from django.db import transaction

from tests.access import oracle, street
from tests.access.agreements import Agreements
from tests.access.lines import SEEN_BY_THE_LEAD, Lines
from tests.access.mutants import mutants, with_names
from tests.access.street import Street
from tests.access.test_matrix import a_grant, an_actor, cells, seen
from tests.factories import NOW
from wraparound.foundation.accounts.models import Role
from wraparound.outcomes.access import joined, queries, rules
from wraparound.outcomes.access.models import Basis, Grant
from wraparound.outcomes.access.rules import Above, Category
from wraparound.outcomes.children.models import Address

pytestmark = [pytest.mark.django_db, pytest.mark.slow, pytest.mark.once]
RULES = [
    "may_hold", "counts_for_consent", "is_within_line", "tells_no_place", "sight_of", "_opened_by", "_widened",
    "_shielded",
]  # fmt: skip
QUERIES = [
    "sight", "findable", "is_hidden", "held", "visible_to", "visible_among", "_granted", "seen_by", "without_hidden",
    "let_through", "hidden_from", "keeping_known", "blocked_from", "shielded_from", "hidden_by_a_siblings_shield",
    "hidden_by_any_siblings_shield", "live_shields", "grants_on", "_live", "_above", "_sees_through", "_live_blocks",
    "_blocked_keys", "_adopted_keys", "_shielded_keys", "_against", "_adoptions_elsewhere",
]  # fmt: skip
JOINED = ["supervised_holders", "agreed_with", "parties_of", "_memberships"]

KEYLESS = "no row is without this key, so that asking for None finds none as asking for nobody does"
CHANGES_NOTHING: dict[ModuleType, dict[str, str]] = {
    rules: {},
    queries: {
        "_above: user of user and user == actor.user_id": "who has no person is no person's team either",
        "_against: otherwise blocked": "a block of no person keeps to a team, and a system is in none",
        "_against: NOBODY of actor.team_id or NOBODY": KEYLESS,
        "_adoptions_elsewhere: 0 of actor.team_id or 0": KEYLESS,
        "_sees_through: NOBODY of actor.post_id or NOBODY": KEYLESS,
        "let_through: NOBODY of actor.post_id or NOBODY": KEYLESS,
        "let_through: NOBODY of actor.team_id or NOBODY": KEYLESS,
        "hidden_by_a_siblings_shield: otherwise {}": "it spares statements: with nobody there is nothing",
        "hidden_by_any_siblings_shield: otherwise {}": "the same",
        "hidden_by_any_siblings_shield: child__in=others.values('pk')": "only who shared a home counts in what follows",
    },
    joined: {"supervised_holders: if actor.post_id is None": KEYLESS},
}  # fmt: skip
"""What can be dropped without an answer changing, and why it stands there all the same."""


PARTS = 4
"""The conditions of the queries are dropped in parts, so that no test takes minutes."""


def survivors(
    module: ModuleType,
    functions: list[str],
    is_found: Callable[[ModuleType], bool],
    part: slice = slice(None),
) -> set[str]:
    every = list(mutants(module, functions))[part]
    return {words for words, mutant in every if not is_found(mutant)}


def breaks(answers: Callable[[], Iterator[bool]]) -> bool:
    """Say whether an answer is wrong, or cannot be given at all."""
    try:
        with transaction.atomic():
            return not all(answers())
    except Exception:
        return True


def test_each_condition_of_the_rules_is_held() -> None:
    one_record = {"record_kind": "plan", "record_id": 3}
    every = list(cells())

    def is_right(mutant: ModuleType) -> Iterator[bool]:
        yield from (seen(cell, mutant.sight_of) == oracle.expected(**cell) for cell in every)
        alone = mutant.sight_of(an_actor(Role.PRACTITIONER), 7, [a_grant("scrutiny", **one_record)], Above())
        yield alone is None or not alone.sees(Category.RECORD)
        both = [a_grant("scrutiny", **one_record), a_grant("involvement", categories=Category.OWN_NOTES)]
        sight = mutant.sight_of(an_actor(Role.PRACTITIONER), 7, both, Above())
        yield sight.records == {("plan", 3)} and sight.own_services == {1}
        for grant in (a_grant("opened"), a_grant("involvement", service_id=None)):
            yield not mutant.sight_of(an_actor(Role.PRACTITIONER), 7, [grant], Above()).own_services
        yield not sight.sees(Category.INVOLVEMENT)
        hidden = mutant.sight_of(
            an_actor(Role.PRACTITIONER), 7, [a_grant("decision", **one_record)], Above(shield="whereabouts")
        )
        yield hidden.shielded_from and not hidden.records and not hidden.own_services

    assert all(is_right(rules))
    found = survivors(rules, RULES, lambda mutant: breaks(lambda: is_right(mutant)))
    assert found == set(CHANGES_NOTHING[rules])


def right_in_bulk(here: Street, read: ModuleType) -> Iterator[bool]:
    """Yield whether lists, searches and counts name whom they should, as each reader."""
    me, keys = here.actor, [child.pk for child in here.children.values()]

    def key(name: str) -> int:
        return here.children[name].pk

    yield here.names(read.visible_to(me)) == street.named(2)
    yield here.names(read.visible_to(me, basis=Basis.POPULATION)) == {"My team's"}
    yield here.names(read.visible_among(me, [key("Mine"), key("Nobody's")])) == {"Mine"}
    yield here.names(read.findable(me, keys)) == street.named(3)
    yield here.names(read.findable(me, [key("Mine")])) == {"Mine"}
    yield "Expected" in here.names(read.findable(replace(me, sees_expected=True), keys))
    yield not read.visible_to(replace(me, role=Role.ANALYST)).exists()
    system = street.system(here.agency)
    yield here.names(read.visible_to(system)) == {"My team's"}
    yield here.names(read.findable(system, keys)) == street.named(3) - ONLY_ME | ONLY_A_SYSTEM
    yield here.names(read.let_through(me)) == {"Full and named", "Where and named", "Twice, once named"}
    adoption_worker = replace(me, post_id=None, holds_adoptions=True)
    yield here.names(read.let_through(adoption_worker)) == {"Adopted with us"}
    yield not read.let_through(replace(adoption_worker, holds_adoptions=False, team_id=None))
    yield here.names(read.hidden_from(me)) == HIDDEN
    yield here.names(key for key in keys if read.is_hidden(me, key)) >= HIDDEN
    known = here.names(grant.child_id for grant in read.keeping_known(me, Grant.objects.all()))
    yield "Mine" in known and not known & HIDDEN
    yield here.names(read.blocked_from(me)) == BLOCKED
    yield here.names(read.shielded_from(me, keys)) == SHIELDED
    yield here.names(read.shielded_from(me, [key("Full")])) == {"Full"}
    yield here.names(s.child_id for s in read.live_shields(NOW)) == SHIELDED | {
        "Full and named", "Where and named", "Broken glass",
    }  # fmt: skip
    grants = {name: read.grants_on(key(name), now=NOW).count() for name in ("Mine", "Over", "To come")}
    yield grants == {"Mine": 1, "Over": 0, "To come": 0}


def right_at_home(here: Street, read: ModuleType) -> Iterator[bool]:
    """Yield whether a shielded child's address is hidden on a sibling's record, and nobody else's."""
    for sister, brother, from_me, from_any in (
        ("Where and opened", "Nobody's", True, True),
        ("Where and named", "Mine", False, True),
        ("Full till now", "My team's", False, False),
    ):
        key = here.children[brother].pk
        others = read.children_sharing_a_home([key])
        yield here.names(others) == {sister}
        yield (Address in read.hidden_by_a_siblings_shield(here.actor, key)) == from_me
        yield (Address in read.hidden_by_any_siblings_shield(key, now=NOW)) == from_any


def right_one_by_one(here: Street, read: ModuleType) -> Iterator[bool]:
    for name, child in here.children.items():
        sight = read.sight(here.actor, child.public_id)
        yield (sight is not None) == (name in street.named(2))
        if name in street.SEES_WHERE:
            yield sight.sees(Category.WHEREABOUTS)
        if name == "Where and opened":
            yield sight.categories == Category.IDENTITY
        if name == "Where and named":
            yield sight.sees(Category.RECORD)
    yield read.sight(here.actor, UUID(int=7)) is None
    mine = here.children["Mine"]
    yield read.sight(replace(here.actor, role=Role.ANALYST), mine.public_id) is None
    (why,) = read.held(here.actor, mine.pk)
    yield (why.service_name, why.service_sector, why.line) == (here.team.service.name, "health", "")


def right_along_lines(here: Lines, read: ModuleType, join: ModuleType) -> Iterator[bool]:
    yield join.supervised_holders(here.actor) == [(here.holder, "clinical")]
    yield join.supervised_holders(replace(here.actor, post_id=None)) == []
    yield here.names(read.visible_to(here.actor)) == SEEN_BY_THE_LEAD
    yield not read.visible_to(here.actor, basis=Basis.INVOLVEMENT).exists()
    for name, child in here.children.items():
        yield (read.sight(here.actor, child.public_id) is not None) == (name in SEEN_BY_THE_LEAD)
    hers = read.held(here.actor, here.children["Hers"].pk)
    yield [each.line for each in hers] == ["clinical"]


def right_of_agreements(here: Agreements, join: ModuleType) -> Iterator[bool]:
    yield join.agreed_with(here.actor) == here.IN_FORCE
    yield join.parties_of([here.agency.pk], on_day=NOW.date()).count() == 2
    yield join.bodies_of([here.agency.pk], on_day=NOW.date()) == {here.agency.pk: {here.body.pk}}


BLOCKED = frozenset({"Kept from me", "Kept from me till later", "Kept to others"})
SHIELDED = frozenset({
    "Full", "Full and named once", "Full and worked with", "Where and opened", "Where and worked with",
    "Twice, once named", "Full till later", "Full for a while", "Full, confirmed meanwhile", "Another's glass",
    "Glass of another child", "Glass over", "Glass to come", "No glass",
})  # fmt: skip
HIDDEN = BLOCKED | SHIELDED - {"Where and opened", "Where and worked with"} | {"Adopted"}
ONLY_ME = frozenset({"Kept to us", "Adopted with us", "Full and named", "Broken glass"})
ONLY_A_SYSTEM = frozenset({"Kept from me", "Kept from me till later"})
"""Blocks follow a person; what a team keeps, or a shield shows to a post, an agency's system has no part in."""


@pytest.fixture
def here(db: None) -> Street:
    made = Street()
    for sister, brother in (
        ("Where and opened", "Nobody's"), ("Where and named", "Mine"), ("Full till now", "My team's"),
    ):  # fmt: skip
        street.live_together(made, sister, brother, household=made.children[sister].pk)
    return made


@pytest.mark.parametrize("part", range(PARTS))
def test_each_condition_of_the_queries_is_held(here: Street, part: int) -> None:
    lines, agreements = Lines(), Agreements()

    def answers(read: ModuleType) -> Iterator[bool]:
        yield from right_in_bulk(here, read)
        yield from right_at_home(here, read)
        yield from right_along_lines(lines, read, joined)
        yield from right_one_by_one(here, read)

    wrong = [place for place, is_right in enumerate(answers(queries)) if not is_right]
    assert not wrong and all(right_of_agreements(agreements, joined))
    of_part = slice(part, None, PARTS)
    found = survivors(queries, QUERIES, lambda mutant: breaks(lambda: answers(mutant)), of_part)
    asked = {words for words, _ in list(mutants(queries, QUERIES))[of_part]}
    assert found == asked & CHANGES_NOTHING[queries].keys()


def test_what_may_be_dropped_is_still_there() -> None:
    every = {words for words, _ in mutants(queries, QUERIES)}
    assert set(CHANGES_NOTHING[queries]) <= every


def test_each_condition_of_what_is_joined_is_held() -> None:
    lines, agreements = Lines(), Agreements()

    def answers(join: ModuleType) -> Iterator[bool]:
        read = with_names(queries, agreed_with=join.agreed_with, supervised_holders=join.supervised_holders)
        yield from right_along_lines(lines, read, join)
        yield from right_of_agreements(agreements, join)

    assert all(answers(joined))
    found = survivors(joined, JOINED, lambda mutant: breaks(lambda: answers(mutant)))
    assert found == set(CHANGES_NOTHING[joined])
