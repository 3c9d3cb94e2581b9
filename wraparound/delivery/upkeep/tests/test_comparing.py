"""What an approver reads: each place, time, number, cost and translation in words, added, changed or taken out."""

from dataclasses import replace
from datetime import date, time
from decimal import Decimal

import pytest

from tests.factories import NOW
from wraparound.delivery.directory.content import CostContent, SessionContent, TelephoneContent
from wraparound.delivery.directory.wording import session_words
from wraparound.delivery.upkeep import queries
from wraparound.delivery.upkeep.comparing import Difference, differences
from wraparound.delivery.upkeep.tests.making import make_entry, whole_content

BASE = whole_content()


def rows(proposed, *, base=BASE, now=BASE) -> list[tuple[str, str, str, str]]:
    return [(each.label, each.mark, each.now, each.will) for each in differences(base, now, proposed)]


def test_each_time_is_a_row_in_words_and_says_what_becomes_of_it() -> None:
    later = replace(BASE.sessions[0], opens_at=time(10), closes_at=None)
    more = SessionContent(days="TU,TH,SA", opens_at=time(13), closes_at=time(15), terms="holidays")
    assert rows(replace(BASE, sessions=(later, BASE.sessions[2], more))) == [
        ("When", "changed", "Monday and Wednesday, 09:30 to 11:00, school terms only, at The | hall",
         "Monday and Wednesday, from 10:00, school terms only, at The | hall"),
        ("When", "removed", "The first Saturday of the month, at Library, =Dads", ""),
        ("When", "added", "", "Tuesday, Thursday and Saturday, 13:00 to 15:00, school holidays only"),
    ]  # fmt: skip


def test_no_row_has_the_bars_of_a_file_or_a_code() -> None:
    told = differences(None, None, whole_content("T-1"))
    assert {each.label for each in told} >= {"Places", "When", "Cost", "In other languages: pl, name"}
    assert not [each for each in told if " | " in each.will.replace("The | hall", "")]


@pytest.mark.parametrize(
    ("field", "value", "row"),
    [
        ("telephones", (TelephoneContent(number="01632960159"), BASE.telephones[1]),
         ("Telephone", "added", "", "01632 960 159")),
        ("costs", (replace(BASE.costs[0], amount=Decimal("4")), BASE.costs[1]),
         ("Cost", "changed", "A family, £3.50", "A family, £4.00")),
        ("translations", (replace(BASE.translations[0], how_to="Wejdź"),),
         ("In other languages: pl, how to come by it", "added", "", "Wejdź")),
        ("access", (), ("Access", "removed", "Quiet room (Ask)", "")),
        ("summary", "", ("In one sentence", "removed", BASE.summary, "")),
        ("is_free", False, ("Free", "changed", "Yes", "No")),
    ],
)  # fmt: skip
def test_one_part_changed_is_a_row(field: str, value: object, row: tuple) -> None:
    assert row in rows(replace(BASE, **{field: value}))


def test_only_the_order_of_numbers_is_a_row_too_and_nothing_is_none() -> None:
    (row,) = rows(replace(BASE, telephones=BASE.telephones[::-1]))
    assert row[0] == "Telephone: their order" and row[1] == "changed"
    assert rows(BASE) == []


def test_what_somebody_changed_meanwhile_is_said_to_be_written_over_or_to_stay() -> None:
    theirs = replace(BASE.costs[0], amount=Decimal("5"))
    now = replace(BASE, costs=(theirs, BASE.costs[1]), summary="Theirs")
    mine = replace(BASE, costs=(*BASE.costs, CostContent(option="A twin", amount=Decimal("1"))))
    found = {each.label + each.will: each for each in differences(BASE, now, mine)}
    over, kept = found["CostA family, £3.50"], found["In one sentenceTheirs"]
    assert (
        isinstance(over, Difference)
        and over.clashes
        and (over.now, over.mark)
        == (
            "A family, £5.00",
            "changed",
        )
    )
    assert kept.meanwhile and not kept.clashes and kept.mark == ""
    assert found["CostA twin, £1.00"].mark == "added"


@pytest.mark.django_db
def test_codes_are_said_by_their_names() -> None:
    listing = make_entry()
    content = queries.content_now(listing)
    names = queries.names_of([content], on=NOW.date())
    told = {each.label: each.will for each in differences(None, None, content, names)}
    assert told["Team that keeps the entry"] == listing.owner.name
    assert told["In other languages: Polish, name"] == "Zabawa"
    assert told["Kinds, needs and topics"] != "parent-and-toddler" and told["Outcomes"] != "healthy"


@pytest.mark.parametrize(
    ("session", "words"),
    [
        ({"days": "-1FR", "frequency": "MONTHLY"}, "The last Friday of the month"),
        ({"days": "MO", "interval": 2}, "Monday, every 2 weeks"),
        ({"frequency": "MONTHLY", "closes_at": time(9)}, "Until 09:00, every month"),
        ({"days": "SU", "valid_from": date(2026, 3, 1), "words": "Ask"}, "Sunday, from 1 March 2026, Ask"),
    ],
)
def test_times_in_words(session: dict, words: str) -> None:
    assert session_words(SessionContent(**session)) == words
