from datetime import UTC, date, datetime, timedelta

import pytest

from tests.factories import make_shield
from wraparound.foundation.agencies.models import Agency
from wraparound.outcomes.children.models import Address, Birth, Carer, Child, Identifier, Name, SourceRecord
from wraparound.outcomes.finding import queries
from wraparound.outcomes.finding.engine.query import from_fields
from wraparound.outcomes.finding.refiling import refile

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)


@pytest.fixture
def agency() -> Agency:
    return Agency.objects.create(
        code="A",
        name="A",
        kind=Agency.Kind.SCHOOL,
        sector=Agency.Sector.EDUCATION,
        valid_from=date(2020, 1, 1),
    )


def record(
    agency: Agency, number: str, given: str, family: str, born: date, child: Child | None = None
) -> Child:
    child = child or Child.objects.create(created_at=NOW)
    source = SourceRecord.objects.create(
        agency=agency, source_id=number, child=child, first_said_at=NOW, last_said_at=NOW
    )
    Name.objects.create(source=source, said_at=NOW, given_names=given, family_name=family)
    Birth.objects.create(source=source, said_at=NOW, date=born)
    Address.objects.create(source=source, said_at=NOW, lines="14 Mill Road", postcode="SK9 1AB")
    Identifier.objects.create(source=source, said_at=NOW, scheme="nhs", value="9434765919")
    return child


def found(**fields: str) -> set[int]:
    query = from_fields(today=NOW.date(), **fields)
    return {candidate.child for candidate in queries.find(query).candidates}


def test_an_entry_carries_what_every_source_says(agency: Agency) -> None:
    child = record(agency, "1", "Samuel", "O'Neill", date(2019, 4, 3))
    record(agency, "2", "Sam", "Byrne", date(2019, 3, 4), child)
    refile([child.pk], now=NOW)
    assert found(given_names="Sam", family_name="Byrne", year_of_birth="2019") == {child.pk}
    assert found(family_name="ONeill", date_of_birth="2019-04-03") == {child.pk}
    assert found(own_number="2") == {child.pk}


def test_a_child_is_found_by_a_carers_telephone(agency: Agency) -> None:
    child = record(agency, "1", "Samuel", "O'Neill", date(2019, 4, 3))
    Carer.objects.create(
        source=child.sources.get(),
        said_at=NOW,
        given_names="Orla",
        family_name="Byrne",
        telephone="01632 960123",
    )
    refile([child.pk], now=NOW)
    assert found(telephone="+44 1632 960 123") == {child.pk}


def test_a_superseded_fact_no_longer_finds(agency: Agency) -> None:
    child = record(agency, "1", "Samuel", "O'Neill", date(2019, 4, 3))
    Name.objects.update(superseded_at=NOW - timedelta(days=1))
    refile([child.pk], now=NOW)
    assert not found(family_name="ONeill", date_of_birth="2019-04-03")


def test_a_merged_record_is_taken_out(agency: Agency) -> None:
    child = record(agency, "1", "Samuel", "O'Neill", date(2019, 4, 3))
    refile([child.pk], now=NOW)
    other = Child.objects.create(created_at=NOW)
    Child.objects.filter(pk=child.pk).update(state="merged", merged_into=other)
    refile([child.pk], now=NOW)
    assert not found(nhs_number="9434765919")


def test_an_address_that_was_left_still_finds(agency: Agency) -> None:
    child = record(agency, "1", "Samuel", "O'Neill", date(2019, 4, 3))
    Address.objects.update(superseded_at=NOW - timedelta(days=1))
    refile([child.pk], now=NOW)
    assert found(given_names="Samuel", postcode="SK9 1AB") == {child.pk}


def test_a_shielded_child_is_found_by_identity_and_by_nothing_that_says_where_it_is(agency: Agency) -> None:
    child = record(agency, "1", "Samuel", "O'Neill", date(2019, 4, 3))
    make_shield(child)
    refile([child.pk], now=NOW)
    assert found(given_names="Samuel", family_name="O'Neill", date_of_birth="2019-04-03") == {child.pk}
    assert (
        not found(postcode="SK9 1AB", given_names="Samuel")
        | found(nhs_number="9434765919")
        | found(own_number="1")
    )
    query = from_fields(today=NOW.date(), nhs_number="9434765919")
    hidden = queries.find(query, compartments=(queries.OPEN, queries.SHIELDED))
    assert [candidate.child for candidate in hidden.candidates] == [child.pk]


def test_a_full_shield_leaves_nothing_to_find(agency: Agency) -> None:
    child = record(agency, "1", "Samuel", "O'Neill", date(2019, 4, 3))
    make_shield(child, level="full")
    refile([child.pk], now=NOW)
    assert not found(given_names="Samuel", family_name="O'Neill", date_of_birth="2019-04-03")


def test_a_shielded_childs_brother_is_not_found_by_the_home_they_share(agency: Agency) -> None:
    sister = record(agency, "1", "Ella", "O'Neill", date(2017, 4, 3))
    brother = record(agency, "2", "Samuel", "O'Neill", date(2019, 4, 3))
    Address.objects.update(household=111)
    make_shield(sister)
    refile([sister.pk, brother.pk], now=NOW)
    assert not found(given_names="Samuel", postcode="SK9 1AB")


def test_an_expected_child_is_filed_where_only_some_may_look(agency: Agency) -> None:
    child = record(agency, "1", "", "O'Neill", date(2019, 4, 3))
    Birth.objects.update(date=None, expected_date=date(2027, 2, 1), status="expected")
    refile([child.pk], now=NOW)
    assert not found(family_name="O'Neill", date_of_birth="2027-02-01")
    query = from_fields(today=NOW.date(), family_name="O'Neill", date_of_birth="2027-02-01")
    assert queries.find(query, compartments=(queries.OPEN, queries.EXPECTED)).candidates
