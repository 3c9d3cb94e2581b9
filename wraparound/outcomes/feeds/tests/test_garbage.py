"""Files of garbage and rows of garbage: never a crash, never half a record, every row counted once."""

import io
import tempfile
from collections import Counter
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from tests.factories import NOW, make_agency
from tests.faults.garbage import CASES
from wraparound.outcomes.children.models import Child, Name, SourceRecord
from wraparound.outcomes.feeds import queries, services
from wraparound.outcomes.feeds.models import Load
from wraparound.outcomes.feeds.reading import mapping, sources
from wraparound.outcomes.feeds.reading.layout import COLUMNS, FileUnreadable, Raw
from wraparound.outcomes.feeds.reading.places import Places
from wraparound.outcomes.feeds.reading.records import gather, record_of
from wraparound.outcomes.feeds.reading.rows import Context
from wraparound.outcomes.feeds.tests.conftest import as_csv

CONTEXT = Context(today=date(2026, 3, 3), places=Places())
MAPPING = mapping.parse('record = "P"\n[columns]\nsource_id = "@id"\ngiven_names = "N/G"\n')
LIKELY = st.sampled_from([
    "", "1", "2", "Amara", "Baby", "2019-05-14", "2019", "0000-00-00", "9999-12-31", "M", "SK9 1AB", "=1+1", "NFA",
    "9434765919", "01632 960123", "\x00", "\u200f", "١٢٣", "x" * 500, "2026-02-30", "-", "'", '"', "١٩٩٩-٠١-٠١",
])  # fmt: skip
CELL = st.one_of(LIKELY, st.text(max_size=30))
BOUND_ONCE = [HealthCheck.too_slow, HealthCheck.function_scoped_fixture]
"""The fixture counts over all cases of a test, as it should."""


@settings(max_examples=CASES or 4800, derandomize=not CASES, deadline=None, suppress_health_check=BOUND_ONCE)
@given(
    content=st.binary(max_size=400), name=st.sampled_from(["a.csv", "a.xml", "a.jsonl"]), mapped=st.booleans()
)
def test_no_file_of_garbage_crashes_the_reader(
    content: bytes, name: str, mapped: bool, count_case: Callable[[], None]
) -> None:
    count_case()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "file"
        path.write_bytes(content)
        try:
            rows = list(sources.read(path, MAPPING if mapped else None, name))
        except FileUnreadable as error:
            assert str(error)
            return
    assert all(len(row.cells) == len(COLUMNS) for row in rows)


@settings(max_examples=CASES or 2200, derandomize=not CASES, deadline=None, suppress_health_check=BOUND_ONCE)
@given(rows=st.lists(st.lists(CELL, min_size=len(COLUMNS), max_size=len(COLUMNS)), max_size=4))
def test_every_row_of_garbage_is_kept_or_refused_with_a_way_out(
    rows: list[list[str]], count_case: Callable[[], None]
) -> None:
    count_case()
    raws = [Raw(number, tuple(cells)) for number, cells in enumerate(rows, start=2)]
    records = [record_of(group, CONTEXT) for group in gather(raws)]
    numbers = Counter(row.number for record in records for row in record.rows)
    assert numbers == Counter(raw.number for raw in raws)
    for record in records:
        assert record.is_refused == all(row.is_refused for row in record.rows)
        for row in record.rows:
            assert all(problem.what and problem.way_out for problem in row.problems)
            assert row.problems or not row.is_refused


@settings(max_examples=CASES or 2500, derandomize=not CASES, deadline=None, suppress_health_check=BOUND_ONCE)
@given(text=st.text(max_size=200))
def test_no_mapping_of_garbage_crashes(text: str, count_case: Callable[[], None]) -> None:
    count_case()
    try:
        mapping.parse(text)
    except FileUnreadable as error:
        assert str(error)


ROW = st.fixed_dictionaries(
    {"source_id": st.sampled_from(["1", "2", "3", ""]), "given_names": CELL, "family_name": CELL},
    optional=dict.fromkeys(COLUMNS[3:], CELL),
)


@pytest.mark.slow
class LoadingGarbage(TestCase):
    """The same through the whole path, into the database."""

    @pytest.fixture(autouse=True)
    def _counting(self, count_case: Callable[[], None]) -> None:
        self.count_case = count_case

    @settings(
        max_examples=CASES // 10 or 100,
        derandomize=not CASES,
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(first=st.lists(ROW, max_size=4), second=st.lists(ROW, max_size=4), is_complete=st.booleans())
    def test_nothing_is_half_written(self, first: list[Any], second: list[Any], is_complete: bool) -> None:
        self.count_case()
        agency = make_agency()
        for rows in (first, second):
            load = services.receive(
                file=io.BytesIO(as_csv([{"source_id": "0", "given_names": "Ben"}, *rows])), name="list.csv",
                agency=agency, now=NOW, is_complete=is_complete,
            )  # fmt: skip
            services.run_load(load=load, now=NOW)
            load.refresh_from_db()
            if load.state == Load.State.FAILED:
                assert load.error and not queries.lines_of(load)
                continue
            assert sum(queries.counts_of(load).values()) == load.rows
            assert len(queries.lines_of(load)) == load.rows
        assert SourceRecord.objects.filter(child__isnull=True).count() == 0
        assert Child.objects.filter(sources__isnull=True).count() == 0
        standing = Name.objects.filter(superseded_at__isnull=True).values_list(
            "source", "kind", "given_names", "family_name"
        )
        assert len(standing) == len(set(standing))
