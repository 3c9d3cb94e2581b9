from datetime import date

import pytest

from wraparound.foundation.area.documents import DocumentError, SchoolTerms, kinds, read_toml
from wraparound.foundation.area.models import Configuration
from wraparound.foundation.area.queries import school_terms


@pytest.mark.parametrize(
    ("day", "in_term", "in_holiday"),
    [
        (date(2026, 10, 23), True, False),
        (date(2026, 10, 28), False, True),
        (date(2026, 11, 2), True, False),
        (date(2026, 8, 12), False, True),
        (date(2030, 8, 12), False, False),
    ],
)
def test_a_day_is_in_term_or_in_the_holidays_or_nobody_has_said(
    day: date, in_term: bool, in_holiday: bool
) -> None:
    usual = SchoolTerms()
    assert (usual.is_term(day), usual.is_holiday(day)) == (in_term, in_holiday)


@pytest.mark.django_db
def test_the_terms_that_the_area_decided_replace_the_usual_ones() -> None:
    ours = {"terms": [{"name": "One", "first": "2026-09-07", "last": "2026-12-11"}]}
    Configuration.objects.create(kind="terms", document=ours, effective_from=date(2026, 4, 1))
    assert not school_terms(on=date(2026, 4, 1)).is_term(date(2026, 9, 2))
    assert school_terms(on=date(2026, 3, 31)).is_term(date(2026, 9, 2))


def test_terms_that_overlap_are_refused_by_name() -> None:
    text = (
        '[[terms]]\nname = "One"\nfirst = 2026-09-01\nlast = 2026-12-18\n'
        '[[terms]]\nname = "Two"\nfirst = 2026-12-18\nlast = 2027-03-01\n'
    )
    with pytest.raises(DocumentError, match="put “Two” after"):
        read_toml(kinds()["terms"], text)
