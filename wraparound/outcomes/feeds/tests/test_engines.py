"""The engine of batch linking is a setting: one that is not here is said before anything is read."""

import io
from importlib.util import find_spec
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from tests.factories import NOW
from wraparound.foundation.agencies.models import Agency
from wraparound.outcomes.children.models import Child, SourceRecord
from wraparound.outcomes.feeds.linking.engines import NoEngine, engine
from wraparound.outcomes.feeds.models import Load
from wraparound.outcomes.feeds.tests.conftest import Send, as_csv

AMARA = {
    "source_id": "1", "given_names": "Amara", "family_name": "Okafor", "date_of_birth": "2019-05-14",
    "nhs_number": "9434765919",
}  # fmt: skip
HAS_SPARK = find_spec("pyspark") is not None


def test_a_name_that_no_engine_has_is_told_with_the_names_that_one_has() -> None:
    with pytest.raises(NoEngine, match="use duckdb or spark"):
        engine("hadoop")


@pytest.mark.skipif(HAS_SPARK, reason="Spark is here")
def test_a_list_fails_in_words_when_spark_is_asked_for_and_not_here(
    roll: Agency, settings: Any, tmp_path: Any
) -> None:
    settings.LINKER = "spark"
    path = tmp_path / "roll.csv"
    path.write_bytes(as_csv([AMARA]))
    with pytest.raises(CommandError, match=r"pip install '.\[spark\]'"):
        call_command("feed", "load", str(path), "--agency", "EDU", stdout=io.StringIO())
    assert Load.objects.get().state == Load.State.FAILED
    assert not Child.objects.exists()


@pytest.mark.slow
@pytest.mark.skipif(not HAS_SPARK, reason="pyspark is not installed: pip install '.[spark]'")
def test_spark_joins_whom_duckdb_joins(roll: Agency, health: Agency, send: Send, settings: Any) -> None:
    settings.LINKER = "spark"
    send(roll, [AMARA])
    send(health, [{**AMARA, "source_id": "H1"}], now=NOW)
    assert SourceRecord.objects.get(source_id="1").child == SourceRecord.objects.get(source_id="H1").child
