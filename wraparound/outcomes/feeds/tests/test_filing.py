"""What a list files children by is what stands of them, whoever changed one since it was looked at."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection, transaction
from django.db.models import F

from tests.factories import NOW, make_service, make_shield, make_team
from wraparound.foundation.agencies.models import Agency
from wraparound.outcomes.children.models import Child, Name, SourceRecord
from wraparound.outcomes.children.services import write_facts
from wraparound.outcomes.feeds.reading.records import Record
from wraparound.outcomes.feeds.tests.conftest import Send
from wraparound.outcomes.feeds.writing.ahead import look_ahead
from wraparound.outcomes.feeds.writing.cores import Cores
from wraparound.outcomes.finding import storage
from wraparound.outcomes.finding.engine.entry import pack
from wraparound.outcomes.finding.engine.keys import keys_of
from wraparound.outcomes.finding.refiling import entries_of, refile
from wraparound.outcomes.journey.models import Event

LATER = NOW + timedelta(days=7)
AMARA: dict[str, Any] = {
    "source_id": "1", "given_names": "Amara", "family_name": "Okafor", "date_of_birth": "2019-05-14", "sex": "F",
    "address": "14 Mill Road", "postcode": "SK9 1AB", "telephone": "01632 960123", "nhs_number": "9434765919",
}  # fmt: skip


def _filed(child: Child) -> tuple[bytes, bool]:
    """Return what is stored of a child, and whether it is found by every key of it."""
    store = storage.of(connection)
    record = store.records([child.pk])[child.pk]
    (entry,) = entries_of([child.pk], now=LATER)
    keys = keys_of(pack(entry))
    found = store.children_of(keys, 50)
    assert record == pack(entry).to_bytes()
    return record, all(child.pk in found[key] for key in keys)


def test_a_child_that_a_list_joins_is_filed_as_if_it_were_filed_anew(
    roll: Agency, health: Agency, send: Send
) -> None:
    send(roll, [AMARA])
    before, _ = _filed(Child.objects.get())
    send(health, [{**AMARA, "source_id": "H1", "known_as": "Amy", "postcode": "SK9 2CD"}], now=LATER)
    after, is_found = _filed(Child.objects.get())
    assert after != before
    assert is_found


def test_a_key_that_nobody_is_filed_under_any_more_is_gone(roll: Agency, send: Send) -> None:
    send(roll, [AMARA])
    child = Child.objects.get()
    store = storage.of(connection)
    (entry,) = entries_of([child.pk], now=LATER)
    old = keys_of(pack(entry))
    send(roll, [{**AMARA, "telephone": "01632 960456"}], now=LATER)
    (entry,) = entries_of([child.pk], now=LATER)
    gone = set(old) - set(keys_of(pack(entry)))
    assert gone
    assert not store.children_of(sorted(gone), 50)


def test_a_child_whom_one_list_after_another_joins_is_found_by_what_stands(
    roll: Agency, health: Agency, care: Agency, send: Send
) -> None:
    send(roll, [AMARA])
    child = Child.objects.get()
    joins = [(health, "H1", {"known_as": "Amy"}), (care, "C1", {"telephone": "01632 960456"})]
    for agency, number, said in joins:
        send(agency, [{**AMARA, "source_id": number, **said}], now=LATER)
        assert child.sources.filter(agency=agency).exists()
        _, is_found = _filed(child)
        assert is_found
    (entry,) = entries_of([child.pk], now=LATER)
    before = set(keys_of(pack(entry)))
    send(care, [{**AMARA, "source_id": "C1"}], now=LATER + timedelta(days=7))
    _, is_found = _filed(child)
    assert is_found
    (entry,) = entries_of([child.pk], now=LATER)
    gone = before - set(keys_of(pack(entry)))
    assert gone
    assert not storage.of(connection).children_of(sorted(gone), 50)


def _rename(child: Child) -> None:
    Name.objects.filter(source__child=child).update(given_names="Amarachi")
    Child.objects.filter(pk=child.pk).update(version=F("version") + 1)
    refile([child.pk], now=LATER)


def _shield(child: Child) -> None:
    make_shield(child, level="whereabouts")
    refile([child.pk], now=LATER)


@pytest.mark.parametrize(
    "meanwhile", [lambda child: None, _rename, _shield], ids=["nothing", "renamed", "shielded"]
)
def test_who_changed_meanwhile_is_filed_from_what_stands_then(
    roll: Agency, health: Agency, send: Send, meanwhile: Any
) -> None:
    send(roll, [AMARA])
    child = Child.objects.get()
    facts = {"telephone": [("01632 960999",)]}
    ahead = look_ahead(Cores(None), {child.pk: Record("H1", [], facts, b"")})  # type: ignore[dict-item]
    version = child.version
    meanwhile(child)
    child.refresh_from_db()
    with transaction.atomic():
        source = SourceRecord.objects.create(
            agency=health, source_id="H1", child=child, first_said_at=LATER, last_said_at=LATER
        )
        write_facts([(source.pk, facts)], said_at=LATER, load_id=None)  # type: ignore[list-item]
        ahead.file({child.pk: child.version}, now=LATER)
    expected = {entry.child: pack(entry).to_bytes() for entry in entries_of([child.pk], now=LATER)}
    assert storage.of(connection).records([child.pk, -child.pk]) == expected
    assert (meanwhile is not _rename) == (version == child.version)


def test_a_journey_says_services_as_people_call_them_not_by_the_codes_of_a_list(
    roll: Agency, send: Send
) -> None:
    make_team(make_service(roll, name="School nursing"), name="School nurses, north", code="SN-N")
    worked = {"service": "SN-N", "involved_from": "2025-01-06", "involved_until": "2025-06-30"}
    send(
        roll, [{**AMARA, **worked}, {**AMARA, "service": "Club nobody knows", "involved_from": "2025-02-03"}]
    )
    lines = set(Event.objects.filter(kind__startswith="service.").values_list("line", flat=True))
    assert lines == {
        "School nursing began work.", "School nursing ended its work.", "Club nobody knows began work.",
    }  # fmt: skip
