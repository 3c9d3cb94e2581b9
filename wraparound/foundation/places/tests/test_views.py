from datetime import date
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from tests.factories import make_client, make_post
from wraparound.foundation.accounts.models import Role
from wraparound.foundation.area.documents import kinds, read_toml, write_toml
from wraparound.foundation.area.models import Area, Configuration, DutyNumber, Footprint, FootprintLevel
from wraparound.foundation.audit.models import Entry

pytestmark = pytest.mark.django_db
PAGES = ["area", "change-area", "add-number", "footprints", "add-footprint", "add-level", "load-footprints",
         "postcodes", "load-postcodes"]  # fmt: skip


@pytest.fixture
def client() -> Client:
    return make_client(make_post(role=Role.AREA_ADMINISTRATOR))


@pytest.fixture
def area() -> Area:
    return Area.objects.create(code="E09000099", name="Eastmere")


@pytest.mark.parametrize("page", PAGES)
def test_the_pages_are_for_administrators_alone(client: Client, area: Area, page: str) -> None:
    assert client.get(reverse(f"places:{page}")).status_code == 200
    other = make_client(make_post(role=Role.TEAM_MANAGER))
    assert other.get(reverse(f"places:{page}")).status_code == 404


def test_an_area_is_named_then_its_numbers_stand_on_every_page_in_their_order(client: Client) -> None:
    assert "has no name yet" in client.get(reverse("places:area")).text
    client.post(
        reverse("places:change-area"), {"code": "E09000099", "name": "Eastmere", "vocabulary": "today"}
    )
    for position, label in ((2, "Out of hours"), (1, "Duty team")):
        number = {"label": label, "telephone": "01632 960001", "position": position}
        assert client.post(reverse("places:add-number"), number).status_code == 302
    text = client.get(reverse("home")).text
    assert text.index("Duty team") < text.index("Out of hours")
    number = DutyNumber.objects.get(label="Duty team")
    client.post(reverse("places:remove-number", args=[number.pk]))
    client.get(reverse("home"))
    assert "Duty team" not in client.get(reverse("home")).text
    verbs = list(Entry.objects.filter(verb__startswith="area.").values_list("verb", flat=True))
    assert sorted(verbs) == ["area.add", "area.number_add", "area.number_add", "area.number_remove"]


def test_the_same_form_sent_twice_is_one_record(client: Client, area: Area) -> None:
    number = {"label": "Duty team", "telephone": "01632 960001", "position": 1, "hours": ""}
    for _ in range(2):
        assert client.post(reverse("places:add-number"), number).status_code == 302
    assert DutyNumber.objects.count() == 1


def test_the_loser_of_a_race_sees_both_texts_and_loses_nothing(client: Client, area: Area) -> None:
    address = reverse("places:change-area")
    form = {"name": "Eastmere and Fen", "vocabulary": "today", "version": area.version}
    client.post(address, form)
    late = {"name": "Greater Eastmere", "vocabulary": "every-child-matters", "version": area.version}
    reply = client.post(address, late)
    assert reply.status_code == 409
    assert "Eastmere and Fen" in reply.text and "Greater Eastmere" in reply.text
    area.refresh_from_db()
    assert area.name == "Eastmere and Fen"
    client.post(address, late | {"version": reply.context["form"]["version"].value()})
    area.refresh_from_db()
    assert (area.name, area.version) == ("Greater Eastmere", 3)


def test_a_footprint_is_added_renamed_moved_and_ended_and_cannot_lie_in_a_smaller_one(client, area) -> None:
    borough, ward = (
        FootprintLevel.objects.create(name=n, position=p) for p, n in enumerate(["Borough", "Ward"])
    )
    names = {"valid_from-day": "1", "valid_from-month": "4", "valid_from-year": "2020"}
    for code, name, level in (("E09", "Eastmere", borough), ("E05", "Quay", ward)):
        reply = client.post(
            reverse("places:add-footprint"), {"code": code, "name": name, "level": level.pk, **names}
        )
        assert reply.status_code == 302, reply.text
    quay, outer = Footprint.objects.get(code="E05"), Footprint.objects.get(code="E09")
    moved = {"name": "Quayside", "level": ward.pk, "parent": outer.pk, "version": quay.version, **names}
    client.post(reverse("places:footprint", args=[quay.pk]), moved)
    quay.refresh_from_db()
    assert (quay.name, quay.parent) == ("Quayside", outer)
    wrong = client.post(
        reverse("places:footprint", args=[outer.pk]),
        {"name": "Eastmere", "level": borough.pk, "parent": quay.pk, "version": outer.version, **names},
    )
    assert "must lie in something larger" in wrong.text
    assert "Quayside" in client.get(reverse("places:footprints")).text


def test_a_footprint_file_with_a_wrong_line_changes_nothing_and_names_the_line(
    client: Client, area: Area
) -> None:
    FootprintLevel.objects.create(name="Ward", position=1)
    text = "code,name,level,parent,valid_from\nE05,Quay,Ward,,2020-04-01\nE06,Hill,Planet,,2020-04-01\n"
    reply = client.post(
        reverse("places:load-footprints"), {"file": SimpleUploadedFile("a.csv", text.encode())}
    )
    assert "Line 3: there is no level “Planet”" in reply.text and not Footprint.objects.exists()
    good = text.replace("Planet", "Ward").encode()
    assert (
        client.post(
            reverse("places:load-footprints"), {"file": SimpleUploadedFile("a.csv", good)}
        ).status_code
        == 302
    )
    assert Footprint.objects.count() == 2


def test_a_postcode_directory_is_taken_in_and_its_progress_shown(
    client: Client, area: Area, settings, tmp_path: Path
) -> None:
    settings.MEDIA_ROOT = tmp_path
    upload = SimpleUploadedFile("directory.csv", b"pcds,oslaua\nZZ1 1AA,E09000099\n")
    reply = client.post(reverse("places:load-postcodes"), {"file": upload}, follow=True)
    assert "Waiting to be read" in reply.text and "directory.csv" in reply.text
    assert (
        "do not know this postcode" in client.get(reverse("places:postcodes"), {"postcode": "ZZ9 9ZZ"}).text
    )


@pytest.mark.parametrize("kind", ["shields", "calendar", "terms", "openings"])
def test_what_is_shipped_can_be_read_written_decided_and_shown(client: Client, area: Area, kind: str) -> None:
    shipped = kinds()[kind].shipped().model_dump(mode="json")
    assert read_toml(kinds()[kind], write_toml(shipped)) == shipped
    assert "As shipped" in client.get(reverse("places:decided", args=[kind])).text
    form = client.get(reverse("places:decide", args=[kind]))
    day = {"effective_from-day": "1", "effective_from-month": "4", "effective_from-year": "2024"}
    reply = client.post(
        reverse("places:decide", args=[kind]), {"text": form.context["form"]["text"].value(), **day}
    )
    assert reply.status_code == 302, reply.text
    assert Configuration.objects.get().effective_from == date(2024, 4, 1)
    assert "Decided here" in client.get(reverse("places:decided", args=[kind])).text


def test_a_wrong_decision_names_line_and_field_and_keeps_what_was_typed(client: Client, area: Area) -> None:
    day = {"effective_from-day": "1", "effective_from-month": "4", "effective_from-year": "2024"}
    typed = "provisional_hours = 48\nreview_months = 99"
    reply = client.post(reverse("places:decide", args=["shields"]), {"text": typed, **day})
    assert "Line 2, review_months" in reply.text and "review_months = 99" in reply.text
    assert client.get(reverse("places:decided", args=["nothing"])).status_code == 404
