"""How many cases a run throws, the cells that break forms, and what the database holds before and after."""

import os

from django.apps import apps
from django.db import connection
from hypothesis import strategies as st

from wraparound.foundation.audit.models import Entry

CASES = int(os.environ.get("FUZZ_CASES", 0))
"""How many cases each kind of a long run throws, other ones each time; 0 is the suite's, always the same ones.

The suite throws 10,000 in all; `FUZZ_CASES=10000 pytest tests/faults wraparound/outcomes/feeds -k "anything or garbage"`
throws 51,000 and says so at its end.
"""
LIKELY = st.sampled_from([
    "", " ", "0", "1", "-1", "3.5", "NaN", "99999999999999999999999", "true", "on", "None", "Amara", "O'Brien", "2019-05-14",
    "0000-00-00", "9999-12-31", "2026-02-30", "31/02/2026", "25:61", "SK9 1AB", "=1+1", "943 476 5919", "01632 960123",
    "\x00", "\u200f", "\u202eevil", "\U0001f476", "١٢٣", "x" * 5000, "'; DROP TABLE children_child; --", "<b>x</b>", "%s%n",
    "../../etc/passwd", "{{ 7 }}", "a\r\nb", "00000000-0000-0000-0000-000000000000", "[]", "{}",
])  # fmt: skip
CELL = st.one_of(LIKELY, st.text(st.characters(exclude_categories=["Cs"]), max_size=30))


def rows() -> dict[str, int]:
    """Return how many rows every table has but the record of looks; a token counts its requests in place."""
    tables = [model._meta.db_table for model in apps.get_models() if model is not Entry]
    counts = " UNION ALL ".join(f"SELECT '{table}', COUNT(*) FROM {table}" for table in tables)
    with connection.cursor() as cursor:
        cursor.execute(counts)
        return dict(cursor.fetchall())
