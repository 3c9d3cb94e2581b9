"""The policy against the oracle, cell by cell: role, basis, consent, shield, named or not."""

import itertools
from collections.abc import Iterator
from datetime import timedelta

import pytest

from tests.access import oracle
from tests.factories import NOW
from wraparound.foundation.accounts.models import Role
from wraparound.foundation.accounts.rules import ROLES, Actor
from wraparound.outcomes.access import rules
from wraparound.outcomes.access.models import Basis
from wraparound.outcomes.access.rules import EVERYTHING, Above, Category, Held, Sight, sight_of

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


def a_grant(basis: str, categories: Category = EVERYTHING) -> Held:
    return Held(Basis(basis), categories, starts_at=NOW, until=NOW + timedelta(hours=1), service_id=1)


def parts_of(sight: Sight | None) -> frozenset[str]:
    if sight is None:
        return frozenset()
    return frozenset(part for part, category in PARTS.items() if sight.sees(category))


def cells() -> Iterator[dict]:
    shields = [("", False), *itertools.product(["whereabouts", "full"], [False, True])]
    for role, basis, consent, (shield, named) in itertools.product(
        Role.values, Basis.values, [False, True], shields
    ):
        yield {"role": role, "basis": basis, "consent": consent, "shield": shield, "named": named}


def seen(cell: dict) -> frozenset[str]:
    held = [a_grant(cell["basis"])] + ([a_grant("consent")] if cell["consent"] else [])
    above = Above(shield=cell["shield"], named=cell["named"])
    return parts_of(sight_of(an_actor(cell["role"]), 7, held, above))


def wrong_cells() -> list[dict]:
    return [cell for cell in cells() if seen(cell) != oracle.expected(**cell)]


def test_every_cell_is_as_the_oracle_says() -> None:
    assert not wrong_cells()


def test_the_oracle_has_a_row_for_every_basis() -> None:
    assert set(oracle.BASES) == set(Basis.values) == {basis.value for basis in rules.RULES}


@pytest.mark.parametrize("name", ["may_hold", "counts_for_consent", "tells_no_place"])
def test_dropping_a_clause_that_makes_a_grant_count_is_found(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = [clause for clause in rules.GRANT_CLAUSES if clause.__name__ != name]
    assert len(kept) == len(rules.GRANT_CLAUSES) - 1
    monkeypatch.setattr(rules, "GRANT_CLAUSES", kept)
    assert wrong_cells()


def test_dropping_the_line_clause_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    opened = Held(Basis.OPENED, EVERYTHING, NOW, NOW, line="day_to_day")
    assert sight_of(an_actor(Role.TEAM_MANAGER), 7, [opened], Above()) is None
    kept = [clause for clause in rules.GRANT_CLAUSES if clause.__name__ != "is_within_line"]
    monkeypatch.setattr(rules, "GRANT_CLAUSES", kept)
    assert sight_of(an_actor(Role.TEAM_MANAGER), 7, [opened], Above()) is not None


ABOVE = {
    "missing": Above(missing=True),
    "not this person": Above(not_this_person=True),
    "kept elsewhere": Above(kept_elsewhere=True),
    "full shield": Above(shield="full"),
}


@pytest.mark.parametrize("name", ABOVE)
def test_what_stands_above_hides_and_dropping_it_is_found(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    actor, grants = an_actor(Role.PRACTITIONER), [a_grant("opened")]
    assert sight_of(actor, 7, grants, ABOVE[name]) is None
    kept = {key: clause for key, clause in rules.ABOVE_CLAUSES.items() if key != name}
    monkeypatch.setattr(rules, "ABOVE_CLAUSES", kept)
    assert sight_of(actor, 7, grants, ABOVE[name]) is not None


def test_every_clause_above_grants_is_tested() -> None:
    assert set(ABOVE) == set(rules.ABOVE_CLAUSES)


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
