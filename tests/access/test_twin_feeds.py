"""What an agency is told of its own list, and of a file of look-ups, is the same whoever is hidden."""

import json
import re
from collections.abc import Callable
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction

from tests.access.driving import clock, file
from tests.factories import NOW, make_agency, make_api, make_child, make_shield, make_team
from wraparound.foundation.agencies.models import Agency
from wraparound.outcomes.access.models import Adoption, Block
from wraparound.outcomes.children.models import Child, SourceRecord
from wraparound.outcomes.feeds import queries, services
from wraparound.outcomes.feeds.tests.conftest import as_csv
from wraparound.outcomes.finding.tracing import trace

__all__ = ["clock"]
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
AMARA = {
    "source_id": "1", "given_names": "Amara", "family_name": "Okafor", "date_of_birth": "2019-05-14", "sex": "F",
    "address": "14 Mill Road", "postcode": "SK9 1AB", "nhs_number": "9434765919",
}  # fmt: skip
HIDDEN = {**AMARA, "given_names": "Amarah", "nhs_number": "", "source_id": "S1"}
ROWS = {
    "matched": AMARA,
    "queued": {**AMARA, "given_names": "Amira", "nhs_number": ""},
    "created": {**AMARA, "given_names": "Amarah", "date_of_birth": "2014-02-03", "nhs_number": "",
                "address": "2 Quay Street", "postcode": "SK8 2CD"},
}  # fmt: skip
"""What becomes of the row beside the open Amara, when nobody is hidden."""


def full(child: Child) -> None:
    make_shield(child, level="full")


def whereabouts(child: Child) -> None:
    make_shield(child)


def adopted(child: Child) -> None:
    Adoption.objects.create(before=child, team=make_team(), placed_at=NOW)


def kept(child: Child) -> None:
    Block.objects.create(child=child, kept_to=make_team(), kind=Block.Kind.STAFF_FAMILY, starts_at=NOW)


HIDE = [full, whereabouts, adopted]


@pytest.fixture(autouse=True)
def _feeds(settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.DATA_DIR = tmp_path
    monkeypatch.setattr("wraparound.outcomes.feeds.writing.pauses.SHORT_PAUSE", 0)


def send(agency: Agency, row: dict[str, str], **given: bool) -> str:
    """Send one row as an agency's list; return all that it is told of it, but for keys and numbers."""
    load = services.receive(file=BytesIO(as_csv([row])), name="list.csv", agency=agency, now=NOW, **given)
    load = services.run_load(load=load, now=NOW)
    told = make_api(agency, scopes=["feeds"]).get(f"/api/v1/feeds/{load.public_id}").text
    words = [*queries.receipt_of(load), *queries.summary_of(load), json.dumps(load.figures), told]
    return "\n".join(words).replace(str(load.public_id), "")


def in_a_world(hide: Callable[[Child], None] | None, look: Callable[[Agency], Any]) -> Any:
    """Return what an agency is told in a world with an open child, and perhaps a hidden one beside."""
    with transaction.atomic():
        roll, other, asks = (make_agency(code=code) for code in ("EDU", "CSC", "CHS"))
        send(roll, AMARA)
        if hide:
            send(other, HIDDEN)
            child = SourceRecord.objects.get(agency=other).child
            hide(child)
            file(child)
        told = look(asks)
        transaction.set_rollback(True)
    return re.sub(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", "*", str(told))


@pytest.mark.parametrize("hide", HIDE)
@pytest.mark.parametrize("is_dry_run", [True, False])
@pytest.mark.parametrize("outcome", ROWS)
def test_a_receipt_and_a_dry_run_say_what_they_would_had_there_been_nobody_hidden(
    outcome: str, is_dry_run: bool, hide: Callable[[Child], None]
) -> None:
    def look(agency: Agency) -> str:
        return send(agency, {**ROWS[outcome], "source_id": "H1"}, is_dry_run=is_dry_run)

    alone = in_a_world(None, look)
    assert f"H1,{outcome}" in alone
    assert in_a_world(hide, look) == alone


def test_the_hidden_child_is_one_that_the_rows_resemble() -> None:
    def look(agency: Agency) -> list[str]:
        waiting = []
        for number, row in enumerate(ROWS.values()):
            send(agency, {**row, "source_id": f"H{number}"})
            child = SourceRecord.objects.get(agency=agency, source_id=f"H{number}").child
            waiting.append(child.state)
        return waiting

    assert in_a_world(full, look).count("waiting") >= 2


@pytest.mark.parametrize("hide", [full, adopted])
def test_a_file_of_look_ups_is_answered_alike(hide: Callable[[Child], None]) -> None:
    lines = [
        json.dumps(
            {"id": 1, "given_names": "Amarah", "family_name": "Okafor", "date_of_birth": "2019-05-14"}
        ),
        json.dumps({"id": 2, "family_name": "Okafor", "postcode": "SK9 1AB", "year_of_birth": 2019}),
        json.dumps({"id": 3, **{name: value for name, value in AMARA.items() if name != "source_id"}}),
        json.dumps({"id": 4, "given_names": "Amarah"}),
        json.dumps({"id": 5, "own_number": "S1"}),
        "not JSON",
    ]

    def look(agency: Agency) -> list[dict[str, Any]]:
        return [{**answer, "ms": 0} for answer in trace(lines, agency=agency, now=NOW)]

    alone = in_a_world(None, look)
    assert "'certain': '*'" in alone
    assert in_a_world(hide, look) == alone
    assert in_a_world(lambda child: None, look) != alone, "the answers can tell"


@pytest.mark.parametrize("hide", [full, kept, adopted])
def test_a_hidden_child_pushes_nobody_aside_in_a_file_of_look_ups(hide: Callable[[Child], None]) -> None:
    """Amara has all that is asked for; Amina, far behind her, is found when Amara is not there."""
    line = json.dumps(
        {"id": 1, "given_names": "Amara", "family_name": "Okafor", "date_of_birth": "2019-05-14"}
    )
    agency = make_agency()
    file(make_child("Amina", born=date(2019, 4, 15)))

    def look() -> dict[str, Any]:
        return {**next(trace([line], agency=agency, now=NOW)), "ms": 0}

    alone = look()
    assert alone["candidates"]
    amara = make_child()
    hide(amara)
    file(amara)
    assert look() == alone
