"""`wraparound feed load`: every option does what it says, and what cannot be done is said in a sentence."""

import csv
import io
from datetime import date
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from wraparound.foundation.agencies.models import Agency
from wraparound.outcomes.children.models import Birth, Child, SourceRecord
from wraparound.outcomes.feeds.tests.conftest import as_csv

LIST = [
    {"source_id": str(n), "given_names": f"Amara{n}", "family_name": "Okafor", "date_of_birth": f"20{n:02d}-05-14"}
    for n in range(10, 26)
] + [{"source_id": f"x{n}", "given_names": "Ben", "date_of_birth": f"2015-03-{n:02d}"} for n in range(1, 29)]  # fmt: skip


@pytest.fixture
def file(tmp_path: Path, roll: Agency) -> Path:
    path = tmp_path / "roll.csv"
    path.write_bytes(as_csv(LIST))
    return path


def load(*arguments: object) -> list[str]:
    out = io.StringIO()
    call_command("feed", "load", *map(str, arguments), "--agency", "EDU", stdout=out)
    return out.getvalue().splitlines()


def test_a_list_is_loaded_told_and_its_receipt_written(file: Path, tmp_path: Path) -> None:
    told = load(file, "--receipt", tmp_path / "receipt.csv")
    assert told[-1] == "44 rows: 0 matched, 44 created, 0 queued, 0 unchanged, 0 refused"
    assert any("44 of 44" in line for line in told[:-1])
    with (tmp_path / "receipt.csv").open() as stream:
        lines = list(csv.DictReader(stream))
    assert [line["source_id"] for line in lines] == [row["source_id"] for row in LIST]
    assert {line["outcome"] for line in lines} == {"created"}


def test_a_dry_run_says_what_would_be_and_writes_no_child(file: Path) -> None:
    assert load(file, "--dry-run")[-1] == "44 children would be new to the index"
    assert not Child.objects.exists()


def test_a_complete_list_waits_for_the_number_of_records_that_would_end(file: Path, tmp_path: Path) -> None:
    load(file)
    half = tmp_path / "half.csv"
    half.write_bytes(as_csv(LIST[:16]))
    with pytest.raises(CommandError, match=r"28 of 44 records .* --accept-endings 28"):
        load(half, "--complete")
    with pytest.raises(CommandError, match="--accept-endings 28"):
        load(half, "--complete", "--accept-endings", 27)
    assert not SourceRecord.objects.filter(ended_at__isnull=False).exists()
    assert load(half, "--complete", "--accept-endings", 28)[-1] == "28 records were not in the list and ended"
    assert SourceRecord.objects.filter(ended_at__isnull=False).count() == 28
    assert Child.objects.count() == 44


def test_another_layout_is_read_by_a_mapping_file(roll: Agency, tmp_path: Path) -> None:
    mapping, file = tmp_path / "mapping.toml", tmp_path / "roll.xml"
    mapping.write_text(
        'record = "Pupil"\ndate_format = "%d/%m/%Y"\n[columns]\nsource_id = "@id"\n'
        'given_names = "Name/First"\ndate_of_birth = "Born"\n'
    )
    file.write_text(
        '<Roll><Pupil id="1"><Name><First>Amara</First></Name><Born>14/05/2019</Born></Pupil></Roll>'
    )
    load(file, "--mapping", mapping)
    assert Birth.objects.get().date == date(2019, 5, 14)


@pytest.mark.parametrize(
    ("given", "words"),
    [
        (["none.csv"], "none.csv: No such file"),
        (["roll.csv", "--mapping", "none.toml"], "none.toml: No such file"),
        (["roll.csv", "--mapping", "latin.toml"], "latin.toml is not text in UTF-8"),
        (["roll.csv", "--mapping", "wrong.toml"], "line 2"),
    ],
)
def test_what_cannot_be_read_is_said_in_a_sentence(
    file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, given: list[str], words: str
) -> None:
    (tmp_path / "latin.toml").write_bytes(b'date_format = "\xe9"\n')
    (tmp_path / "wrong.toml").write_text('[columns]\nsorce_id = "a"\n')
    monkeypatch.chdir(tmp_path)
    with pytest.raises(CommandError, match=f"(?i){words}"):
        load(*given)
    assert not Child.objects.exists()


def test_an_agency_that_is_not_there_is_named(file: Path) -> None:
    with pytest.raises(CommandError, match="no agency with the code 'X'"):
        call_command("feed", "load", str(file), "--agency", "X")
