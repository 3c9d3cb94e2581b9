"""The administrator's pages in a real browser: empty, usual, crowded, and with an error."""

from datetime import date

import pytest
from django.urls import reverse
from playwright.sync_api import Page

from tests.browser import become, check_page, follow, keep_picture
from tests.factories import make_agency, make_client, make_post, make_service, make_team
from wraparound.foundation.accounts.models import Role
from wraparound.foundation.agencies.models import AgencyCode, AgencyFootprint, Membership, Succession
from wraparound.foundation.area.models import Area, Footprint, FootprintLevel, PostcodeLoad

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
LONG = "Saint Bartholomew-the-Great and All Hallows Voluntary-Aided Federation of Primary Schools"


class Visitor:
    """Somebody who opens one page after another; each is checked, and kept as a picture when asked."""

    def __init__(self, page: Page, live_server) -> None:
        self.page, self.address = page, live_server.url
        become(page, make_client(make_post(role=Role.AREA_ADMINISTRATOR)), live_server.url)

    def see(self, name: str, *path: int | str, query: str = "", picture: str = "") -> None:
        self.page.goto(self.address + reverse(name, args=path) + query)
        self.keep(picture or name.replace(":", "-"))

    def keep(self, name: str) -> None:
        keep_picture(self.page, name)
        check_page(self.page)


@pytest.fixture(params=["wide_page", "narrow_page"])
def visitor(request, live_server) -> Visitor:
    return Visitor(request.getfixturevalue(request.param), live_server)


@pytest.mark.once
def test_every_state_of_the_area(visitor: Visitor) -> None:
    visitor.see("places:area", picture="area-empty")
    area = Area.objects.create(code="E09000099", name="Eastmere")
    visitor.see("places:footprints", picture="footprints-empty")
    visitor.see("places:postcodes", picture="postcodes-empty")
    borough, ward = (
        FootprintLevel.objects.create(name=n, position=p) for p, n in enumerate(["Borough", "Ward"])
    )
    outer = Footprint.objects.create(level=borough, code="E09", name="Eastmere", valid_from=date(2020, 1, 1))
    for number in range(20):
        area.duty_numbers.create(label=f"Duty team {number}", telephone="01632 960001", hours="At any hour")
        Footprint.objects.create(
            level=ward, parent=outer, code=f"E05{number:03}", name=f"{LONG} ward", valid_from=date(2020, 1, 1)
        )
    load = PostcodeLoad.objects.create(
        file_name="directory.csv", path="x", started_at="2026-03-03T11:00Z", state="reading", bytes_total=9_000_000,
        bytes_read=4_000_000, words="Line 5: “a” is not a postcode.",
    )  # fmt: skip
    for name in (
        "area",
        "change-area",
        "add-number",
        "footprints",
        "add-footprint",
        "add-level",
        "postcodes",
    ):
        visitor.see(f"places:{name}")
    visitor.see("places:postcodes", query="?postcode=ZZ9+9ZZ", picture="postcodes-unknown")
    visitor.see("places:postcode-load", load.pk, picture="postcodes-reading")
    visitor.see("places:decided", "openings")
    visitor.see("places:decide", "calendar")
    visitor.page.get_by_label("What was decided").fill("closed = 3")
    follow(visitor.page.get_by_role("button", name="Save"))
    visitor.keep("decide-error")


@pytest.mark.once
def test_every_state_of_agencies(visitor: Visitor) -> None:
    visitor.see("partners:successions", picture="successions-empty")
    agency = make_agency("school", "education", name=LONG, telephone="01632 960100")
    visitor.see("partners:agency", agency.pk, picture="agency-empty")
    place = Footprint.objects.create(
        level=FootprintLevel.objects.create(name="Ward", position=1),
        code="E05",
        name=LONG,
        valid_from=date(2020, 1, 1),
    )
    for number in range(12):
        team = make_team(
            make_service(agency, is_sensitive=number % 2, name=f"{LONG} {number}"), holds_safeguarding=True
        )
        AgencyCode.objects.create(agency=agency, scheme="urn", value=f"99900{number}")
        other = make_agency(name=f"Agency {number} of {LONG}")
        AgencyFootprint.objects.create(agency=agency, footprint=place, valid_from=date(2020, 1, 1 + number))
        Membership.objects.create(umbrella=other, member=agency, valid_from=date(2020, 1, 1))
        row = Succession.objects.create(
            predecessor=agency, successor=other, kind="merged", effective_on=date(2026, 9, 1)
        )
    visitor.see("partners:agencies")
    visitor.see("partners:agencies", query="?words=nothing+like+it", picture="agencies-none")
    visitor.see("partners:agency", agency.pk, picture="agency-crowded")
    visitor.see("partners:successions")
    visitor.see("partners:decide", row.pk)
    visitor.page.get_by_label("Follow to the successor").check()
    follow(visitor.page.get_by_role("button", name="Decide"))
    visitor.keep("decide-holdings-error")
    for page in (
        "change",
        "add-service",
        "add-team",
        "add-code",
        "add-place",
        "add-membership",
        "add-agreement",
        "add-succession",
    ):
        visitor.see(f"partners:{page}", agency.pk)
    visitor.see("partners:team", agency.pk, team.pk)
    visitor.page.goto(visitor.address + reverse("partners:change", args=[agency.pk]))
    agency.name, agency.version = "Renamed meanwhile", 2
    agency.save()
    visitor.page.get_by_label("Name", exact=True).fill("My own name for it")
    follow(visitor.page.get_by_role("button", name="Save"))
    assert "Renamed meanwhile" in visitor.page.content()
    visitor.keep("agency-race")
