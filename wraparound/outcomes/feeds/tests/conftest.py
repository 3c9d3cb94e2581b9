"""What the tests of feeds share: agencies, and a way to send rows as a file."""

import csv
import io
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from tests.factories import NOW, make_agency, make_service, make_team
from wraparound.foundation.agencies.models import Agency
from wraparound.outcomes.feeds import services
from wraparound.outcomes.feeds.models import Load
from wraparound.outcomes.feeds.reading.layout import COLUMNS

Send = Callable[..., Load]


@pytest.fixture(autouse=True)
def _data_folder(settings: Any, tmp_path: Path) -> None:
    settings.DATA_DIR = tmp_path


@pytest.fixture(autouse=True)
def _without_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("wraparound.outcomes.feeds.writing.pauses.SHORT_PAUSE", 0)


@pytest.fixture
def roll(db: None) -> Agency:
    """The education service, whose list is the school roll."""
    return make_agency(kind="council", sector="education", code="EDU", name="School admissions")


@pytest.fixture
def health(db: None) -> Agency:
    """The child health service, all of whose list are in the population of its health visitors."""
    agency = make_agency(kind="health", sector="health", code="CHS", name="Child health")
    team = make_team(make_service(agency, name="Health visiting", population="area"), name="Health visitors")
    agency.population_team = team
    agency.save()
    return agency


@pytest.fixture
def care(db: None) -> Agency:
    """Children's social care, whose list tells of its involvements."""
    agency = make_agency(kind="council", sector="social_care", code="CSC", name="Social care")
    make_team(make_service(agency, name="Assessment", code="ASSESS"), name="Assessment team", code="AT1")
    return agency


def as_csv(rows: list[dict[str, Any]]) -> bytes:
    """Write rows as a file of the built-in layout, with the columns that they have."""
    present = [column for column in COLUMNS if any(column in row for row in rows)]
    stream = io.StringIO()
    writer = csv.DictWriter(stream, present)
    writer.writeheader()
    writer.writerows(rows)
    return stream.getvalue().encode()


@pytest.fixture
def send() -> Send:
    """Send rows (or bytes) as a list of an agency and run the load to its end."""

    def sent(
        agency: Agency,
        rows: list[dict[str, Any]] | bytes,
        *,
        now: datetime = NOW,
        name: str = "list.csv",
        **options: Any,
    ) -> Load:
        content = rows if isinstance(rows, bytes) else as_csv(rows)
        load = services.receive(file=io.BytesIO(content), name=name, agency=agency, now=now, **options)
        return services.run_load(load=load, now=now)

    return sent
