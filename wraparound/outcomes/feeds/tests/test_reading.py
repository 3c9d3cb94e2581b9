"""Files as agencies write them: encodings, delimiters, other layouts, and what is wrong said in words."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from wraparound.outcomes.feeds.reading import fields, mapping, sources
from wraparound.outcomes.feeds.reading.layout import PLACE, FileUnreadable
from wraparound.outcomes.feeds.writing import receipts

TEXT = "source_id,given_names,family_name\n1,Zoë,O’Neill\n2,Łukasz,Nowak\n"
PLAIN = "source_id,given_names,family_name\n1,Zoë,O'Neill\n"


def read(tmp_path: Path, content: bytes, name: str = "list.csv", layout: str = "") -> list[dict[str, str]]:
    path = tmp_path / "file"
    path.write_bytes(content)
    rows = sources.read(path, mapping.parse(layout) if layout else None, name)
    return [{c: row.cells[at] for c, at in PLACE.items() if row.cells[at]} for row in rows]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_every_encoding_is_told(tmp_path: Path, encoding: str) -> None:
    rows = read(tmp_path, TEXT.encode(encoding))
    assert [row["given_names"] for row in rows] == ["Zoë", "Łukasz"]


def test_windows_1252_is_told(tmp_path: Path) -> None:
    assert read(tmp_path, PLAIN.replace("'", "’").encode("cp1252"))[0]["family_name"] == "O’Neill"


@pytest.mark.parametrize("sign", [",", ";", "\t", "|"])
def test_every_delimiter_is_told(tmp_path: Path, sign: str) -> None:
    assert read(tmp_path, PLAIN.replace(",", sign).encode())[0]["given_names"] == "Zoë"


def test_headings_may_be_written_with_spaces_and_capitals(tmp_path: Path) -> None:
    assert read(tmp_path, b"Source ID,Given Names\n1,Amara\n") == [{"source_id": "1", "given_names": "Amara"}]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "empty"),
        (b"id,name\n1,Amara\n", "no column source_id"),
        (b"source_id,upn,upn\n1,2,3\n", "Two columns are called 'upn'"),
        (b"PK\x03\x04" + bytes(range(256)) * 20, "not text"),
    ],
)
def test_a_file_that_cannot_be_trusted_is_refused_whole(tmp_path: Path, content: bytes, words: str) -> None:
    with pytest.raises(FileUnreadable, match=words):
        read(tmp_path, content)


def test_a_row_of_another_width_is_refused_alone(tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_bytes(b"source_id,given_names\n1,Amara\n2\n3,Ben,x\n4,Cal\n")
    rows = list(sources.read(path))
    assert [row.number for row in rows if row.problem] == [3, 4]
    assert rows[1].problem and "1 cells" in rows[1].problem.what


MAPPING = """
date_format = "%d/%m/%Y"

[columns]
source_id = "PupilRef"
given_names = ["Forename", "Middle"]
date_of_birth = "DOB"

[values.sex]
Boy = "M"

[constants]
school = "Hill School"
"""


def test_another_layout_is_read_by_its_mapping(tmp_path: Path) -> None:
    rows = read(tmp_path, b"PupilRef,Forename,Middle,DOB\n1,Amara,Grace,14/05/2019\n", layout=MAPPING)
    assert rows == [
        {
            "source_id": "1",
            "given_names": "Amara Grace",
            "date_of_birth": "14/05/2019",
            "school": "Hill School",
        }
    ]


def test_a_column_that_the_mapping_reads_and_the_file_lacks_is_named(tmp_path: Path) -> None:
    with pytest.raises(FileUnreadable, match="'DOB'"):
        read(tmp_path, b"PupilRef,Forename,Middle\n1,Amara,Grace\n", layout=MAPPING)


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("[columns]\nsource_id = ", "line 2", "not TOML"),
        ('[columns]\nsource_id = "a"\nsorce = "b"\n', "line 3", "'sorce' is not one of the columns"),
        ('format = "pdf"\n[columns]\nsource_id = "a"\n', "line 1", "format"),
        ('[columns]\ngiven_names = "a"\n', "line 1", "source_id is missing"),
        ('colour = 1\n[columns]\nsource_id = "a"\n', "line 1", "colour"),
    ],
)
def test_a_mapping_that_is_wrong_is_refused_with_its_line(text: str, line: str, words: str) -> None:
    with pytest.raises(FileUnreadable) as refused:
        mapping.parse(text)
    assert line in str(refused.value) and words in str(refused.value)


XML = b"""<?xml version="1.0"?><Pupils><Pupil id="1"><Name><Given>Amara</Given><Family>Okafor</Family></Name>
<Carers><Carer><Family>Okafor</Family></Carer><Carer><Family>Bello</Family></Carer></Carers></Pupil></Pupils>"""
XML_MAPPING = """
record = "Pupil"
[columns]
source_id = "@id"
given_names = "Name/Given"
family_name = "Name/Family"
[[nested]]
path = "Carers/Carer"
columns = { carer_family_name = "Family" }
"""


def test_xml_is_read_by_its_mapping_each_carer_a_further_row(tmp_path: Path) -> None:
    rows = read(tmp_path, XML, "list.xml", XML_MAPPING)
    assert rows[0] == {"source_id": "1", "given_names": "Amara", "family_name": "Okafor"}
    assert [row.get("carer_family_name") for row in rows[1:]] == ["Okafor", "Bello"]


def test_xml_that_would_reach_beyond_itself_is_refused(tmp_path: Path) -> None:
    bomb = b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><x><Pupil id="1">&a;</Pupil></x>'
    with pytest.raises(FileUnreadable):
        read(tmp_path, bomb, "list.xml", XML_MAPPING)


def test_json_lines_are_read_with_and_without_a_mapping(tmp_path: Path) -> None:
    line = b'{"source_id": 1, "given_names": "Amara", "more": {"x": 2}}\n[1]\n'
    assert read(tmp_path, line, "list.jsonl")[0] == {"source_id": "1", "given_names": "Amara"}
    layout = '[columns]\nsource_id = "more.x"\n'
    assert read(tmp_path, line, "list.jsonl", layout)[0] == {"source_id": "2"}


TODAY = date(2026, 3, 3)


@pytest.mark.parametrize(
    ("text", "known"),
    [
        ("2019-05-14", (date(2019, 5, 14), None)), ("2019-05-14T00:00:00", (date(2019, 5, 14), None)),
        ("2019", (None, 2019)), ("2019-05", (None, 2019)),
    ],
)  # fmt: skip
def test_a_birth_may_be_known_to_the_year_only(text: str, known: tuple[date | None, int | None]) -> None:
    assert fields.birth(text, TODAY) == known


@pytest.mark.parametrize(
    ("lines", "code", "kind"),
    [
        ("14 Mill Road", "SK9 1AB", "home"), ("No fixed abode", "", "no_fixed"), ("", "ZZ99 3VZ", "no_fixed"),
        ("Left England, with grandparents", "", "left_england"), ("2 High Street", "EH1 1AA", "left_england"),
        ("", "ZZ99 2WZ", "left_england"), ("14 England Road", "M1 1AE", "home"),
    ],
)  # fmt: skip
def test_an_address_says_whether_it_is_a_home(lines: str, code: str, kind: str) -> None:
    assert fields.kind_of_home(lines, code) == kind


@pytest.mark.parametrize("start", ["=1+1", "+1", "-1", "@SUM(A1)", "\tx", "\rx"])
def test_a_receipt_holds_no_formula(start: str) -> None:
    lines: list[Any] = [(2, start, "created", [])]
    told = list(receipts.as_csv(lines))[1]
    assert told.split(",")[1].lstrip('"').startswith("'")


def test_a_mark_inside_a_file_is_no_reason_to_fail() -> None:
    assert fields.clean("  Am\u200bara \ufeff Grace\t") == "Am ara Grace"
