"""Whatever an entry says goes out as a row and comes in again as it was, also where there is no entry yet."""

import csv
import io
from dataclasses import fields, replace
from datetime import date, time
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as bounds
from hypothesis import strategies as st

from wraparound.delivery.directory import content as said
from wraparound.delivery.directory.content import Content, OrganisationContent
from wraparound.delivery.directory.rules import Refused
from wraparound.delivery.upkeep import sheets
from wraparound.delivery.upkeep.lines import escaped, parted, plain

SAME = bounds(
    max_examples=60, deadline=None, derandomize=True, database=None, suppress_health_check=[HealthCheck.too_slow]
)  # fmt: skip
"""The same cases each time, however busy the machine is."""
EMPTY = Content(name="", organisation=OrganisationContent(name=""))
SIGNS = st.one_of(
    st.characters(codec="utf-8", exclude_characters="\0"), st.sampled_from("|\\\n\r;:#'=-, \t\u2028")
)
TEXT = st.text(SIGNS, max_size=12).map(str.strip)
NAME = TEXT.filter(bool)
CODE = st.from_regex(r"[a-z][a-z_-]{0,8}", fullmatch=True)
DAYS = st.sampled_from(["", "MO", "MO,WE", "SA,SU"])
TIME = st.none() | st.times(max_value=time(23, 59)).map(lambda at: at.replace(microsecond=0, tzinfo=None))


def parts(strategy: Any, **options: Any) -> Any:
    return st.lists(strategy, max_size=3, **options).map(tuple)


ACCESS = st.builds(said.AccessContent, code=CODE, words=TEXT, public_id=st.none())
PLACE = st.builds(
    said.PlaceContent, name=NAME, kind=st.sampled_from(["physical", "postal", "virtual"]), lines=TEXT, town=TEXT,
    county=TEXT, postcode=st.sampled_from(["", "WB1 4QT"]), getting_there=TEXT, words=TEXT, access=parts(ACCESS),
    latitude=st.none(), longitude=st.none(), easting=st.none(), northing=st.none(), public_id=st.none(),
    at_public_id=st.none(),
)  # fmt: skip


@st.composite
def contents(draw: Any) -> Content:
    places = draw(parts(PLACE))
    where = st.sampled_from([None, *range(len(places))])
    weekly = st.builds(
        said.SessionContent, days=DAYS, opens_at=TIME, closes_at=TIME, frequency=st.just("WEEKLY"),
        interval=st.integers(1, 6), valid_from=st.none() | st.dates(date(1990, 1, 1)), valid_until=st.none(),
        terms=st.sampled_from(["always", "term", "holidays"]), words=TEXT, place=where, public_id=st.none(),
    )  # fmt: skip
    monthly = weekly.map(lambda each: replace(each, frequency="MONTHLY", days="1SA,-1FR", interval=1))
    values = {
        **{name: draw(TEXT) for name in sheets.TEXTS},
        **{name: draw(st.booleans()) for name in sheets.FLAGS},
        "name": draw(NAME), "organisation": OrganisationContent(name=draw(NAME)),
        "minimum_age": draw(st.none() | st.sampled_from([Decimal(0), Decimal("0.5"), Decimal(11)])),
        "outcomes": tuple(draw(st.lists(CODE, max_size=2))), "places": places,
        "sessions": draw(parts(weekly | monthly)),
        "telephones": draw(parts(st.builds(
            said.TelephoneContent, number=NAME, kind=NAME, words=TEXT, public_id=st.none()))),
        "costs": draw(parts(st.builds(
            said.CostContent, option=TEXT, words=TEXT, public_id=st.none(),
            amount=st.none() | st.decimals(0, 999, places=2)))),
        "languages": draw(parts(st.builds(
            said.LanguageContent, code=CODE, name=NAME, words=TEXT, public_id=st.none()))),
        "access": draw(parts(ACCESS)),
        "coverage": draw(parts(st.builds(said.CoverageContent, footprint=CODE, words=TEXT, public_id=st.none()))),
        "terms": tuple(said.TermContent(taxonomy="kinds", code=code) for code in draw(st.sets(CODE, max_size=2))),
        "translations": draw(parts(st.builds(
            said.TranslationContent, language=CODE, name=NAME, summary=TEXT, description=TEXT, how_to=TEXT))),
    }  # fmt: skip
    return Content(**values)


def there_and_back(content: Content, base: Content, **cells: str) -> Content:
    """What a content is when its file comes in over a base, with some cells changed."""
    text = "".join(sheets.write([content]))
    heading, *rows = csv.reader(io.StringIO(text, newline=""))
    assert len(rows) == 1 and len(rows[0]) == len(heading)
    ((_, read),) = sheets.read(text)
    return sheets.content_from({**read, **cells}, base)


@SAME
@given(contents())
def test_a_row_says_all_that_an_entry_says(content: Content) -> None:
    back = there_and_back(content, EMPTY)
    for field in fields(Content):
        assert getattr(back, field.name) == getattr(content, field.name), field.name


@SAME
@given(contents())
def test_a_row_that_comes_back_over_its_entry_changes_nothing_and_another_cell_changes_that_alone(
    content: Content,
) -> None:
    assert there_and_back(content, content) == content
    assert there_and_back(content, content, alert="Closed") == replace(content, alert="Closed")


@SAME
@given(TEXT, st.sampled_from("|;:"))
def test_a_value_is_never_parted(text: str, mark: str) -> None:
    assert [plain(each) for each in parted(f"{escaped(text, '|;:')}{mark}", mark)] == [text, ""]


def test_a_place_that_is_changed_keeps_its_point_and_its_id_until_it_moves() -> None:
    was = said.PlaceContent(name="Hall", postcode="WB1 4QT", easting=1, northing=2, public_id=UUID(int=7))
    base = replace(EMPTY, name="Club", places=(was,))
    door = there_and_back(base, base, places="Hall | | | | WB1 4QT | | Blue door")
    assert door.places == (replace(was, words="Blue door"),)
    moved = there_and_back(base, base, places="Hall | | | | WB1 1AA")
    assert (moved.places[0].public_id, moved.places[0].easting) == (UUID(int=7), None)


@pytest.mark.parametrize(
    "line", ["MO | | | | | DAILY 1", "MO | | | | | MONTHLY x", "MO | | | | | | soon", "MO | | | Nowhere"]
)
def test_a_time_that_cannot_be_read_is_refused_in_words(line: str) -> None:
    with pytest.raises(Refused) as told:
        there_and_back(EMPTY, EMPTY, sessions=line)
    assert told.value.field == "sessions" and told.value.words


def test_a_translation_without_a_language_is_refused() -> None:
    with pytest.raises(Refused):
        there_and_back(EMPTY, EMPTY, translations="| Zabawa")
