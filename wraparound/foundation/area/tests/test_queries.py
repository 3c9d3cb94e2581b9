from datetime import date

import pytest

from wraparound.foundation.area.models import Configuration
from wraparound.foundation.area.queries import closed_days
from wraparound.foundation.area.rules import add_working_days, is_working_day, normal_postcode

TUESDAY = date(2026, 3, 3)


@pytest.mark.django_db
def test_days_that_the_area_closes_are_no_working_days_from_the_day_that_it_decided() -> None:
    document = {"closed": ["2026-03-04"]}
    Configuration.objects.create(kind="calendar", document=document, effective_from=date(2026, 1, 1))
    closed = closed_days(on=TUESDAY)
    assert closed_days(on=date(2025, 12, 31)) == frozenset()
    assert not is_working_day(date(2026, 3, 4), closed=closed) and is_working_day(date(2026, 3, 4))
    assert add_working_days(TUESDAY, 1, closed=closed) == date(2026, 3, 5)


@pytest.mark.parametrize("typed", ["sk9 4aa", "SK94AA", " sk9-4AA ", "sk 94 aa"])
def test_a_postcode_is_known_however_it_is_typed(typed: str) -> None:
    assert normal_postcode(typed) == "SK9 4AA"
