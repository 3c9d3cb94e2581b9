"""A shield set while a list is being written: the record found for certain waits, and nobody finds it."""

import io

import pytest

from tests.factories import NOW, make_agency, make_shield
from wraparound.foundation.agencies.models import Agency
from wraparound.outcomes.children.models import Child, SourceRecord
from wraparound.outcomes.feeds import services
from wraparound.outcomes.feeds.models import Load
from wraparound.outcomes.feeds.tests.conftest import as_csv
from wraparound.outcomes.index.models import Pair

pytestmark = pytest.mark.django_db
ROW = {
    "given_names": "Amara", "family_name": "Okaforchukwu", "date_of_birth": "2019-05-14", "sex": "F",
    "address": "14 Mill Road", "postcode": "SK9 1AB", "nhs_number": "9434765919",
}  # fmt: skip


@pytest.mark.parametrize("meanwhile", [False, True])
def test_a_record_of_a_child_protected_meanwhile_waits(
    meanwhile: bool, settings, tmp_path, monkeypatch
) -> None:
    settings.DATA_DIR = tmp_path
    monkeypatch.setattr("wraparound.outcomes.feeds.writing.pauses.SHORT_PAUSE", 0)
    first, second = make_agency(code="EDU"), make_agency(code="CHS")

    def send(agency: Agency, number: str) -> None:
        file = io.BytesIO(as_csv([{"source_id": number, **ROW}]))
        load = services.receive(file=file, name="list.csv", agency=agency, now=NOW)
        services.run_load(load=load, now=NOW)

    def protect_between_plan_and_writing(load: Load) -> bool:
        if meanwhile:
            make_shield(Child.objects.get())
        return True

    send(first, "E1")
    monkeypatch.setattr("wraparound.outcomes.feeds.writing.run._may_write", protect_between_plan_and_writing)
    send(second, "C1")
    source = SourceRecord.objects.get(source_id="C1")
    if meanwhile:
        assert source.child.state == Child.State.WAITING
        assert Pair.objects.get().kind == Pair.Kind.SHIELDED
    else:
        assert source.child == SourceRecord.objects.get(source_id="E1").child
