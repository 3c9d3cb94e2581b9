"""How keys lie and are asked for: what makes a look-up fast must not be lost unseen."""

from datetime import date
from importlib import import_module

import pytest
from django.db import connection

from wraparound.outcomes.finding import queries, services
from wraparound.outcomes.finding.engine import keys, model
from wraparound.outcomes.finding.engine.entry import OPEN, Entry
from wraparound.outcomes.finding.engine.finder import rounds
from wraparound.outcomes.finding.engine.query import Query, from_fields

BORN = date(2019, 4, 3)
needs_postgresql = pytest.mark.skipif("connection.vendor != 'postgresql'", reason="of PostgreSQL alone")


def child(number: int, given: str, **more: object) -> Entry:
    return Entry(child=number, names=((given, "Okafor"),), births=(BORN,), **more)  # type: ignore[arg-type]


def typed(**fields: str) -> Query:
    return from_fields(today=date(2026, 11, 23), **fields)


AMARA = typed(given_names="Amara", family_name="Okafor", date_of_birth="2019-04-03")


def found(query: Query) -> list[int]:
    return [candidate.child for candidate in queries.find(query).candidates]


def test_a_crowded_key_is_asked_for_only_while_it_may_bring_somebody_who_is_read() -> None:
    probes = keys.probes(AMARA, (OPEN,), model.shipped().vocabulary)
    evidence: dict[int, int] = {}
    asked = rounds(probes, evidence)
    first = next(asked)
    assert {kind for kind, _ in first}.isdisjoint(keys.CROWDED)
    everything = next(rounds({key: bits for key, bits in probes.items() if key not in first}, {}), None)
    assert everything == {}
    nobody = list(rounds(probes, {}))[1]
    assert nobody == {key: bits for key, bits in probes.items() if key not in first}
    evidence[1] = keys.DATE | keys.YEAR | keys.HEARD | keys.HEARD << 1
    then = next(asked)
    assert 0 < len(then) < len(nobody)
    assert {kind for kind, _ in then} >= {keys.PAIR, keys.PAIR_YEAR}
    assert keys.WORD_YEAR not in {kind for kind, _ in then}


@needs_postgresql
@pytest.mark.django_db
def test_look_ups_that_ask_alike_are_planned_once() -> None:
    services.put([child(1, "Amara")])
    for _ in range(12):
        assert found(AMARA) == [1]
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT generic_plans, custom_plans FROM pg_prepared_statements"
            " WHERE statement LIKE '%finding_record%'"
        )
        counted = cursor.fetchall()
    assert max(kept for kept, _ in counted) >= 12
    assert not any(anew for _, anew in counted)


@needs_postgresql
@pytest.mark.django_db
def test_an_index_laid_out_before_children_stood_in_its_keys_is_carried_over() -> None:
    services.put([child(1, "Amara", telephones=("01632 960123",), carers=(("Ngozi", "Okafor"),))])
    with connection.schema_editor() as editor:
        editor.execute(
            "ALTER TABLE finding_record ALTER child TYPE bigint, DROP COLUMN telephone2, DROP COLUMN carer2"
        )
        editor.execute("DROP INDEX finding_pair")
        editor.execute("CREATE INDEX finding_pair ON finding_record (pair) WHERE pair IS NOT NULL")
        migration = import_module("wraparound.outcomes.finding.migrations.0002_children_in_the_indexes")
        migration.lay_out(None, editor)
    services.put([child(2, "Chidi", telephones=("01632 960456", "01632 960789"))])
    assert found(AMARA)[0] == 1
    assert found(typed(telephone="01632 960123")) == [1]
    assert found(typed(telephone="01632 960789")) == found(typed(telephone="01632 960456")) == [2]
    with connection.cursor() as cursor:
        cursor.execute("SELECT indexdef FROM pg_indexes WHERE indexname LIKE 'finding_pair%'")
        assert all(", child)" in definition for (definition,) in cursor.fetchall())
