from datetime import date
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.factories import NOW, make_actor
from wraparound.foundation.accounts.models import Role
from wraparound.foundation.area.models import Footprint, FootprintLevel, Postcode, PostcodeLoad
from wraparound.foundation.area.queries import chain_of, place_of
from wraparound.foundation.places.reading import load_file, start_load
from wraparound.foundation.places.rules import find_columns, read_postcode_row

pytestmark = pytest.mark.django_db
HEADER = "pcd,pcd2,pcds,dointr,doterm,oscty,oslaua,osward,oseast1m,osnrth1m,lsoa11,lsoa21\n"
BODY = (
    '"ZZ1 1AA","ZZ1  1AA","ZZ1 1AA",198001,,E99999999,E09000099,E05000001,530000,180000,E01000001,E01000001\n'
    "ZZ11AB,ZZ1  1AB,ZZ1 1AB,198001,202001,E99999999,E09000099,E05000002,530001,180001,E01000002,E01000003\n"
    "ZZ91AA,ZZ9  1AA,ZZ9 1AA,198001,,E99999999,E09000077,E05000077,,,E01000077,E01000077\n"
)


@pytest.fixture
def wards() -> dict[str, Footprint]:
    borough, ward = (
        FootprintLevel.objects.create(name=name, position=n) for n, name in enumerate(["Borough", "Ward"])
    )
    outer = Footprint.objects.create(
        level=borough, code="E09000099", name="Eastmere", valid_from=date(2020, 1, 1)
    )
    inner = Footprint.objects.create(
        level=ward, code="E05000001", name="Quay", parent=outer, valid_from=date(2020, 1, 1)
    )
    return {"borough": outer, "ward": inner}


def read(tmp_path: Path, text: str) -> PostcodeLoad:
    path = tmp_path / "postcodes.csv"
    path.write_text(text, encoding="utf-8-sig")
    return load_file(path, now=NOW, tell=lambda load: None)


def test_a_postcode_finds_its_innermost_footprint_and_the_chain_above(tmp_path: Path, wards) -> None:
    load = read(tmp_path, HEADER + BODY)
    assert (load.state, load.added, load.refused) == ("done", 3, 0)
    assert chain_of("zz1 1aa") == [wards["borough"], wards["ward"]]
    assert chain_of("ZZ11AB") == [wards["borough"]]
    elsewhere = place_of("zz91aa")
    assert elsewhere and elsewhere.authority == "E09000077" and chain_of("ZZ9 1AA") == []
    assert Postcode.objects.get(pk="ZZ1 1AB").terminated
    assert place_of("nonsense") is None and chain_of("") == []


def test_reading_twice_changes_nothing_and_a_moved_postcode_is_told(tmp_path: Path, wards) -> None:
    read(tmp_path, HEADER + BODY)
    again = read(tmp_path, HEADER + BODY)
    assert (again.added, again.changed, again.unchanged) == (0, 0, 3)
    moved = read(tmp_path, HEADER + BODY.replace("E05000002", "E05000001"))
    assert (moved.added, moved.changed, moved.unchanged) == (0, 1, 2)


def test_a_wrong_line_is_named_and_the_others_are_read(tmp_path: Path) -> None:
    load = read(tmp_path, HEADER + BODY + "not a postcode,b,c,,,,E09000099,,,,,\n")
    assert (load.added, load.refused) == (3, 1)
    assert load.words == "Line 5: “not a postcode” is not a postcode."


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "empty"),
        ("name,code\n1,2\n", "usually called “pcds”"),
        ("pcds\nZZ1 1AA\n", "usually called “oslaua”"),
    ],
)
def test_a_file_that_is_no_directory_is_refused_in_words(tmp_path: Path, text: str, words: str) -> None:
    load = read(tmp_path, text)
    assert load.state == "failed" and words in load.words


@pytest.mark.parametrize(
    "header", ["Postcode,LAD23CD,WD23CD,EASTINGS,NORTHINGS", "pcds,laua,ward,east1m,north1m"]
)
def test_newer_layouts_are_known_by_their_columns(tmp_path: Path, wards, header: str) -> None:
    load = read(tmp_path, f"{header}\nZZ1 1AA,E09000099,E05000001,530000,180000\n")
    assert load.added == 1 and chain_of("ZZ1 1AA")[-1] == wards["ward"]


@pytest.mark.django_db(transaction=True)
def test_a_file_sent_on_a_page_is_read_by_the_worker(settings, tmp_path: Path) -> None:
    settings.MEDIA_ROOT, settings.AUDIT_CHECKPOINTS = tmp_path, [str(tmp_path / "checkpoints")]
    upload = SimpleUploadedFile("directory.csv", (HEADER + BODY).encode())
    load = start_load(upload=upload, actor=make_actor(role=Role.AREA_ADMINISTRATOR), now=NOW)
    call_command("worker", "--once", verbosity=0)
    load.refresh_from_db()
    assert load.state == "done" and load.bytes_read == load.bytes_total > 0


@settings(suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.text(max_size=12), max_size=15))
def test_no_line_breaks_the_reader(cells: list[str]) -> None:
    columns = find_columns(HEADER.split(","))
    try:
        row = read_postcode_row(cells, columns)
    except ValueError as error:
        assert str(error)
    else:
        assert len(row.postcode) <= 8
