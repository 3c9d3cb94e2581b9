"""The policy against the oracle, cell by cell: role, basis, consent, agreement, line, shield, and what else hides."""

import itertools
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest

from tests.access import oracle
from tests.factories import NOW
from wraparound.foundation.accounts.models import Role
from wraparound.foundation.accounts.rules import ROLES, Actor
from wraparound.outcomes.access import rules
from wraparound.outcomes.access.models import Basis
from wraparound.outcomes.access.rules import EVERYTHING, NOTHING, Above, Category, Held, Sight, sight_of

PARTS: dict[str, Category] = {
    **dict.fromkeys(oracle.IDENTITY, Category.IDENTITY),
    **dict.fromkeys(oracle.PARTICULARS, Category.PARTICULARS),
    **dict.fromkeys(oracle.WHEREABOUTS, Category.WHEREABOUTS),
    "involvement": Category.INVOLVEMENT,
    "record": Category.RECORD,
    "own record": Category.OWN_RECORD,
    "own notes": Category.OWN_NOTES,
    "sensitive service": Category.SENSITIVE,
    "safeguarding": Category.SAFEGUARDING,
    "notes": Category.NOTES,
    "household": Category.HOUSEHOLD,
    "plan exists": Category.PLAN_EXISTS,
}


def an_actor(role: str) -> Actor:
    return Actor(
        user_id=1, post_id=1, role=role, title=role, agency_id=1, agency_code="", agency_name="", sector="health",
        team_id=1, team_name="", service_id=1, own_holder=1, team_holder=2, may=ROLES[role],
        sees_expected=False, holds_adoptions=False, now=NOW,
    )  # fmt: skip


def a_grant(basis: str, **given: Any) -> Held:
    values = {"categories": EVERYTHING, "starts_at": NOW, "until": NOW + timedelta(hours=1), "service_id": 1}
    return Held(Basis(basis), **{**values, **given})


def parts_of(sight: Sight | None) -> frozenset[str]:
    if sight is None:
        return frozenset()
    return frozenset(part for part, category in PARTS.items() if sight.sees(category))


SHIELDS = [("", False), *itertools.product(["whereabouts", "full"], [False, True])]
LINES = [("", "health"), *itertools.product(sorted(oracle.LINES - {""}), ["health", "social_care"])]
STANDS = [("", shield, named) for shield, named in SHIELDS] + [
    (above, "", False) for above in sorted(oracle.STANDS_ABOVE)
]


def cells() -> Iterator[dict[str, Any]]:
    for role, basis, consent, agreement, (above, shield, named), (line, sector) in itertools.product(
        Role.values, Basis.values, [False, True], [False, True], STANDS, LINES
    ):
        yield {
            "role": role, "basis": basis, "consent": consent, "agreement": agreement, "above": above,
            "shield": shield, "named": named, "line": line, "sector": sector,
        }  # fmt: skip


def seen(cell: dict[str, Any], decide: Callable[..., Sight | None] = sight_of) -> frozenset[str]:
    held = [a_grant(cell["basis"], line=cell["line"], service_sector=cell["sector"])]
    if cell["consent"]:
        held.append(a_grant("consent"))
    stands = {cell["above"].replace(" ", "_"): True} if cell["above"] else {}
    agreed = EVERYTHING if cell["agreement"] else NOTHING
    above = Above(shield=cell["shield"], named=cell["named"], agreed=agreed, **stands)
    return parts_of(decide(an_actor(cell["role"]), 7, held, above))


def wrong_cells() -> list[dict]:
    return [cell for cell in cells() if seen(cell) != oracle.expected(**cell)]


def test_every_cell_is_as_the_oracle_says() -> None:
    assert not wrong_cells()


def test_the_oracle_has_a_row_for_every_basis() -> None:
    assert set(oracle.BASES) == set(Basis.values) == {basis.value for basis in rules.RULES}


def test_the_oracle_has_every_subject_of_a_line() -> None:
    assert {"", *rules.LINE_SECTORS} == oracle.LINES


@pytest.mark.parametrize("clause", rules.GRANT_CLAUSES, ids=lambda clause: clause.__name__)
def test_dropping_a_clause_that_makes_a_grant_count_is_found(
    clause: rules.GrantClause, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rules, "GRANT_CLAUSES", [each for each in rules.GRANT_CLAUSES if each is not clause])
    assert wrong_cells()


@pytest.mark.parametrize("name", rules.ABOVE_CLAUSES)
def test_dropping_a_clause_that_hides_is_found(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    kept = {key: clause for key, clause in rules.ABOVE_CLAUSES.items() if key != name}
    monkeypatch.setattr(rules, "ABOVE_CLAUSES", kept)
    assert wrong_cells()


def test_an_agreement_opens_nothing_sensitive_and_only_for_whoever_works_with_the_child() -> None:
    actor = an_actor(Role.PRACTITIONER)
    agreed = Above(agreed=EVERYTHING)
    worker = sight_of(actor, 7, [a_grant("involvement")], agreed)
    opener = sight_of(actor, 7, [a_grant("opened")], agreed)
    assert worker is not None and opener is not None
    assert worker.sees(Category.RECORD)
    on_the_roll = sight_of(actor, 7, [a_grant("population")], agreed)
    assert on_the_roll is not None and not on_the_roll.sees(Category.RECORD), "a roll is no involvement"
    assert not worker.categories & (Category.SENSITIVE | Category.SAFEGUARDING | Category.NOTES)
    assert not opener.sees(Category.RECORD)
