from datetime import date
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from tests.factories import NOW
from wraparound.foundation.accounts.models import AgencyAgreement
from wraparound.foundation.agencies.models import Agency, Holder, Membership, Team
from wraparound.foundation.agencies.queries import agency_of_code
from wraparound.foundation.area.documents import DocumentError
from wraparound.foundation.area.models import Configuration, Footprint
from wraparound.foundation.area.queries import configuration, footprint_tree, the_area
from wraparound.foundation.audit.models import Entry
from wraparound.foundation.partners.description import read_description
from wraparound.foundation.partners.loading import load_description

pytestmark = pytest.mark.django_db
FILE = """\
levels = ["Borough", "Ward"]

[area]
code = "E09000099"
name = "Eastmere"
vocabulary = "every-child-matters"

[[area.duty_numbers]]
label = "Children's duty team"
telephone = "01632 960001"
hours = "9am to 5pm"

[[footprints]]
code = "E05000001"
name = "Quay"
level = "Ward"
parent = "E09000099"

[[footprints]]
code = "E09000099"
name = "Eastmere"
level = "Borough"

[[agencies]]
code = "forum"
name = "Eastmere Voluntary Forum"
kind = "umbrella"
sector = "community"

[[agencies]]
code = "quay-primary"
name = "Quay Primary School"
kind = "school"
sector = "education"
population_team = "quay-staff"
footprints = ["E05000001", "E09000099"]
member_of = ["forum"]
agreement_signed_by = "The headteacher"
agreement_from = 2025-09-01

[agencies.codes]
urn = "999001"

[[services]]
code = "quay-school"
agency = "quay-primary"
name = "Quay Primary School"
kind = "school"
population = "roll"

[[teams]]
code = "quay-staff"
agency = "quay-primary"
name = "Pastoral team"
service = "quay-school"
"""


def test_a_description_is_loaded_whole_and_again_changes_nothing() -> None:
    first = load_description(read_description(FILE), now=NOW)
    assert first["changed"] == 0 and first["added"] > 8
    again = load_description(read_description(FILE), now=NOW)
    assert again["added"] == again["changed"] == 0
    school = Agency.objects.get(code="quay-primary")
    assert school.population_team == Team.objects.get(code="quay-staff")
    assert agency_of_code("999001") == school and agency_of_code("Quay primary school") == school
    assert school.footprints.count() == 2 and Holder.objects.count() == 1
    assert AgencyAgreement.objects.get().valid_from == date(2025, 9, 1)
    assert Membership.objects.get().umbrella.code == "forum"
    area = the_area()
    assert area and area.duty_numbers.get().telephone == "01632 960001"
    (borough,) = footprint_tree(on=date(2026, 3, 3))
    assert [branch.footprint.name for branch in borough.inner] == ["Quay"]
    assert Entry.objects.filter(verb="area.load").count() == 2


def test_what_differs_is_changed_and_nothing_is_taken_away() -> None:
    load_description(read_description(FILE), now=NOW)
    shorter = FILE.replace(
        'name = "Quay Primary School"\nkind = "school"\nsector',
        'name = "Quay Academy"\nkind = "school"\nsector',
    )
    counts = load_description(
        read_description(shorter.split("[[services]]")[0].replace('population_team = "quay-staff"\n', "")),
        now=NOW,
    )
    assert counts["changed"] == 1
    assert Agency.objects.get(code="quay-primary").name == "Quay Academy" and Team.objects.count() == 1


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ('kind = "umbrella"', 'kind = "club"', ", agencies 1 kind: input should be 'council'"),
        (
            'name = "Pastoral team"',
            'title = "Pastoral team"',
            ", teams 1 title: extra inputs are not permitted",
        ),
        ('parent = "E09000099"', 'parent = "E0"', ": “E0” is none of the footprints."),
        ('service = "quay-school"', 'service = "nowhere"', ": “nowhere” is none of the services."),
        ('code = "forum"', 'code = "quay-staff"', ": “forum” is none of the agencies."),
        ('level = "Ward"', 'level = "Planet"', ": “Planet” is none of the levels."),
    ],
)
def test_an_error_names_line_field_and_way_out(old: str, new: str, words: str) -> None:
    text = FILE.replace(old, new, 1)
    with pytest.raises(DocumentError) as caught:
        read_description(text)
    wrong = 'member_of = ["forum"]' if "forum" in words else new
    assert f"Line {text.splitlines().index(wrong) + 1}{words}" in str(caught.value)


def test_a_code_that_is_there_twice_and_a_file_that_is_no_toml_are_told() -> None:
    with pytest.raises(DocumentError, match="“forum” is there twice"):
        read_description(FILE.replace('"quay-primary"', '"forum"', 1))
    with pytest.raises(DocumentError, match=r"not TOML.*line 3"):
        read_description(FILE.replace("[area]", "[area", 1))


def test_the_command_loads_says_counts_and_refuses_a_wrong_file_without_a_change(
    tmp_path: Path, capsys
) -> None:
    path = tmp_path / "area.toml"
    path.write_text(FILE)
    call_command("area", "load", str(path))
    assert "0 changed, 0 unchanged" in capsys.readouterr().out
    path.write_text(FILE.replace('sector = "education"', 'sector = "sea"'))
    with pytest.raises(CommandError, match="nothing was changed"):
        call_command("area", "load", str(path))
    with pytest.raises(CommandError, match="no file"):
        call_command("area", "load", str(tmp_path / "other.toml"))


def test_footprints_are_loaded_from_csv_and_wrong_lines_are_named(tmp_path: Path, capsys) -> None:
    load_description(read_description(FILE), now=NOW)
    path = tmp_path / "places.csv"
    head = "code,name,level,parent,valid_from,valid_until\n"
    path.write_text(
        head + "E05000002,Hill,Ward,E09000099,2020-01-01,\nE05000001,Quayside,Ward,E09000099,2000-01-01,\n"
    )
    call_command("area", "footprints", str(path))
    assert "1 added, 1 changed, 0 unchanged" in capsys.readouterr().out
    path.write_text(head + "E05000003,,Ward,,2020-01-01,\nE05000004,Mill,Ward,E09000099,soon,\n")
    with pytest.raises(CommandError) as caught:
        call_command("area", "footprints", str(path))
    assert "Line 2: “name” is empty." in str(caught.value) and "Line 3: “valid_from” must be a day" in str(
        caught.value
    )
    path.write_text(head + "E05000005,Fen,Ward,E05000001,2020-01-01,\n")
    with pytest.raises(CommandError, match="which is no larger"):
        call_command("area", "footprints", str(path))
    assert Footprint.objects.count() == 3


def test_a_dated_document_holds_from_its_day_and_a_wrong_one_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "shields.toml"
    path.write_text("review_months = 6\nprovisional_hours = 48\n")
    call_command("area", "configure", "shields", str(path), "--from", "2026-04-01")
    assert configuration("shields", on=date(2026, 3, 31)) is None
    assert configuration("shields", on=date(2026, 4, 1)) == {"review_months": 6, "provisional_hours": 48}
    path.write_text("provisional_hours = 48\nreview_months = 24\n")
    with pytest.raises(CommandError, match="Line 2, review_months: input should be less than or equal to 12"):
        call_command("area", "configure", "shields", str(path), "--from", "2026-05-01")
    assert Configuration.objects.count() == 1


def test_the_file_that_the_documents_show_loads() -> None:
    text = (Path(__file__).resolve().parents[4] / "docs/operate/area.md").read_text()
    counts = load_description(read_description(text.split("```toml\n")[1].split("```")[0]), now=NOW)
    assert counts["added"] > 8 and Team.objects.get().code == "quay-pastoral"
