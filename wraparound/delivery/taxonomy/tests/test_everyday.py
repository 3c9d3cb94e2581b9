from typing import Any

import pytest

from wraparound.delivery.taxonomy.everyday import understood

LANGUAGES = {"Polish": "pl", "British Sign Language": "bfi"}


@pytest.mark.parametrize(
    ("text", "ages"),
    [
        ("speech therapy for 3 yr old", (3, 3)), ("two year old", (2, 2)), ("9 y/o", (9, 9)), ("7yo", (7, 7)),
        ("youth club 14+", (14, 14)), ("swimming under 5", (0, 4)), ("girls u10", (0, 9)),
        ("im 13", (13, 13)), ("I'm 17", (17, 17)), ("5 to 7 years", (5, 7)), ("18 month old", (1.5, 1.5)),
        ("yr 2 after school", (7, 7)), ("teenager", (13, 17)), ("newborn", (0, 0.3)), ("gay and 15", (15, 15)),
        ("przedszkole dla 3 latka", (3, 3)),
        ("30 hours funded", None), ("opens before 8", None), ("waiting list 2 years", (2, 2)), ("debts", None),
    ],
)  # fmt: skip
def test_an_age_is_understood_however_it_is_said(text: str, ages: tuple[float, float] | None) -> None:
    assert understood(text, LANGUAGES).ages == ages


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("baby group saturday", {"days": {"SA"}}),
        ("friday nights", {"days": {"FR"}, "part": "evening"}),
        ("dads weekends", {"days": {"SA", "SU"}}),
        ("grupa w sobotę", {"days": {"SA"}}),
        ("nursery that opens before 8", {"before": 480}),
        ("parenting class in the evening", {"part": "evening"}),
        ("half term club", {"terms": "holidays"}),
        ("term time only nursery", {"terms": "term"}),
        ("free swimming", {"is_free": True}),
        ("free school meals", {"is_free": False}),
        ("polish playgroup", {"languages": {"pl"}}),
        ("nursery wb2 2lb", {"postcode": "WB2 2LB"}),
        ("nursery near me", {"is_near": True}),
        ("i look after my mum and i'm 13", {"is_young": True}),
    ],
)
def test_days_times_seasons_costs_and_languages_are_understood(text: str, expected: dict[str, Any]) -> None:
    found = understood(text, LANGUAGES)
    assert {name: getattr(found, name) for name in expected} == expected
