import json
import logging
import re
from datetime import timedelta
from uuid import uuid4

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tests.factories import NOW, make_client, make_post
from wraparound.delivery.directory import searching
from wraparound.delivery.directory.models import AtPlace, Listing, Place
from wraparound.delivery.directory.travel import load_timetable
from wraparound.delivery.families.documents import shipped_languages
from wraparound.delivery.families.linked import WEEK
from wraparound.delivery.families.rules import write_ids
from wraparound.delivery.families.tests.entries import GROUP, LINE, REFUGE, make_entry, make_postcode
from wraparound.foundation.accounts.models import Role
from wraparound.foundation.area.models import Area, Configuration

pytestmark = pytest.mark.django_db
START = "/directory/"


def soup_of(address: str, client: Client | None = None) -> BeautifulSoup:
    reply = (client or Client()).get(address)
    assert reply.status_code == 200
    return BeautifulSoup(reply.content, "html.parser")


def words_of(address: str) -> str:
    return " ".join(soup_of(address).main.get_text(" ").split())


def service(listing: Listing, end: str = "") -> str:
    return reverse("families:service", args=[listing.public_id]) + end


def test_the_first_page_asks_and_shows_every_kind_and_help_at_once() -> None:
    make_entry()
    make_entry(LINE)
    words = words_of(START)
    assert "Baby, toddler and stay-and-play groups (1)" in words
    assert "07700 900 123" in words
    kind = soup_of(START).find("a", string=re.compile("Baby, toddler"))
    assert "Saturday stay and play" in words_of(kind["href"])


def test_a_service_says_everything_and_when_it_was_confirmed_and_by_whom() -> None:
    listing = make_entry(confirmed_on=timezone.localdate(), confirmed_by="The centre")
    words = words_of(service(listing))
    for said in (
        "Saturday stay and play", "Saturday 10am–11:30am · School terms only", "1 Mill Lane, Eastbrook, WB1 1AA",
        "By the side door", "£2.50 a family", "0–4.5", "Polish", "Step-free", "01632 960 001", "Just turn up.",
        "By: The centre",
    ):  # fmt: skip
        assert said in words, said
    assert "Last confirmed" in words and "a long time ago" not in words
    assert "<b>any</b>" not in str(soup_of(service(listing)).main)


def test_an_entry_that_nobody_confirmed_lately_says_so() -> None:
    assert "Nobody has confirmed this yet" in words_of(service(make_entry()))
    old = make_entry(LINE, confirmed_on=timezone.localdate() - timedelta(days=400))
    assert "confirmed a long time ago" in words_of(service(old))


@pytest.mark.parametrize(
    "hidden", [{"status": "inactive"}, {"status": "defunct"}, {"audience": "professional"}]
)
def test_what_families_may_not_find_is_not_there(hidden: dict[str, str]) -> None:
    listing = make_entry(**hidden)
    ids = write_ids([listing.public_id])
    for name in ("service", "wrong", "received", "young_service", "private_service"):
        reply = Client().get(reverse(f"families:{name}", args=[listing.public_id]))
        other = uuid4()
        missing = Client().get(reverse(f"families:{name}", args=[other]))
        assert reply.status_code == missing.status_code == 404
        assert "This service is not here" in reply.content.decode()
        same = missing.content.decode().replace(str(other), str(listing.public_id))
        assert reply.content.decode() == same, "gone, hidden and missing look the same"
    for address in (START, "/directory/results/", "/directory/map/", "/directory/timetable/"):
        assert listing.name not in words_of(address)
    assert listing.name not in words_of(reverse("families:shared", args=[ids]))


def test_a_confidential_service_has_no_place_on_any_page_even_if_one_is_stored() -> None:
    listing = make_entry(REFUGE)
    place = Place.objects.create(
        organisation=listing.organisation, name="Holly House", lines="9 Secret Lane", town="Nowhere",
        postcode="WB1 1AA", easting=400_000, northing=300_000, latitude=52.6, longitude=-1.9,
    )  # fmt: skip
    at = AtPlace.objects.create(listing=listing, place=place, words="The blue door")
    listing.sessions.create(at_place=at, days="MO", opens_at="10:00")
    ids = write_ids([listing.public_id])
    asked = "?postcode=WB1+1AA"
    searching.forget()
    addresses = [
        START, f"/directory/results/{asked}", f"/directory/map/{asked}", f"/directory/timetable/{asked}",
        service(listing), reverse("families:young_service", args=[listing.public_id]),
        reverse("families:shared", args=[ids]), reverse("families:list_timetable", args=[ids]),
        reverse("families:wrong", args=[listing.public_id]),
    ]  # fmt: skip
    shown = 0
    for address in addresses:
        page = Client().get(address).content.decode()
        shown += "Refuge for families" in page
        for secret in (
            "Holly",
            "Secret Lane",
            "Nowhere",
            "blue door",
            'data-east="400000" data-north="300000" data-number',
            "52.6",
        ):
            assert secret not in page, f"{secret} on {address}"
    assert shown >= 6
    card = soup_of(f"/directory/results/{asked}").find(class_="dir-card")
    assert "Distance" not in card.get_text() and "kept secret" in card.get_text()


def test_the_data_for_machines_parses_and_says_what_the_page_says() -> None:
    listing = make_entry(name="</script><b>Play</b>")
    page = Client().get(service(listing))
    block = BeautifulSoup(page.content, "html.parser").find("script", type="application/ld+json")
    thing = json.loads(block.string)
    assert thing["@type"] == "Service" and thing["name"] == "</script><b>Play</b>"
    assert thing["provider"] == {"@type": "Organization", "name": "Eastbrook Community Centre"}
    assert thing["audience"] == {"@type": "PeopleAudience", "suggestedMinAge": 0.0, "suggestedMaxAge": 4.5}
    assert thing["offers"][0]["price"] == "2.50"
    assert {day for each in thing["hoursAvailable"] for day in each["dayOfWeek"]} <= set(WEEK.values())
    where = next(each["serviceLocation"] for each in thing["availableChannel"] if "serviceLocation" in each)
    assert where["address"]["postalCode"] == "WB1 1AA"
    assert not [value for value in json.dumps(thing).split() if value == "null"]


def test_the_map_draws_what_the_list_says_by_the_same_numbers() -> None:
    make_entry()
    make_entry(LINE)
    page = soup_of("/directory/map/?postcode=WB1+1AA")
    for card in page.select(".dir-card"):
        number = card["id"].removeprefix("service-")
        drawn = {point["data-number"] for point in card.select("[data-east]")}
        has_place = "Eastbrook hall" in card.get_text()
        assert drawn == ({number} if has_place else set())
        assert ("Not on the map" in card.get_text()) != has_place
    assert page.select_one("[data-directory-map]").has_attr("hidden"), "without scripts the list stands alone"


def test_a_wrong_answer_is_said_at_the_question_and_what_was_typed_is_kept() -> None:
    make_entry()
    page = soup_of("/directory/results/?age=old&postcode=here&words=play")
    said = page.select_one(".govuk-error-summary").get_text(" ")
    assert "Enter the age in whole years" in said and "Enter a whole postcode" in said
    assert page.title.string.startswith("Error: ")
    assert page.find("input", {"name": "age"})["value"] == "old"
    for link in page.select(".govuk-error-summary a"):
        assert page.find(id=link["href"][1:])


def test_a_page_in_polish_is_polish_and_every_link_stays_in_it() -> None:
    listing = make_entry()
    Area.objects.create(code="E09000099", name="Eastmere")
    pages = [
        START, "/directory/results/", "/directory/map/", "/directory/timetable/", service(listing),
        "/directory/list/", "/directory/young/", reverse("families:wrong", args=[listing.public_id]),
        reverse("families:shared", args=[write_ids([listing.public_id])]),
    ]  # fmt: skip
    for address in pages:
        page = soup_of(f"{address}?in=pl")
        assert (page.html["lang"], page.html["dir"]) == ("pl", "ltr")
        for link in page.find_all(["a", "form"]):
            to = link.get("href") or link.get("action") or ""
            if not to.startswith("/directory/") or link.get("hreflang"):
                continue
            carried = "in=pl" in to or link.find("input", {"name": "in", "value": "pl"})
            assert carried, f"{to} on {address} leaves the language"
    card = soup_of("/directory/results/?in=pl").find(class_="dir-card")
    assert "Sobotnia zabawa" in card.get_text() and "sobota 10:00–11:30" in card.get_text()
    whole = soup_of(service(listing, "?in=pl"))
    marked = {each.get_text() for each in whole.main.select("[lang=en]")}
    assert {"Just turn up.", "Eastbrook Community Centre"} <= marked
    assert "Zabawki i piosenki." not in marked


def right_to_left() -> dict[str, object]:
    document = shipped_languages()["pl"].model_dump(mode="json")
    words = {name: f"\u0645 {name}" for name in document["words"]}
    return {**document, "code": "ur", "name": "اردو", "direction": "rtl", "words": words}


def test_an_area_adds_a_language_that_is_written_from_the_right_and_takes_one_away() -> None:
    listing = make_entry()
    polish = shipped_languages()["pl"].model_dump(mode="json")
    for days, document in ((3, right_to_left()), (2, {**polish, "offered": False})):
        Configuration.objects.create(
            kind="directory-language",
            document=document,
            effective_from=timezone.localdate() - timedelta(days=days),
        )
    page = soup_of(service(listing, "?in=ur"))
    assert (page.html["lang"], page.html["dir"]) == ("ur", "rtl")
    assert {link["hreflang"] for link in page.select(".dir-languages a")} == {"en", "ur"}
    assert page.find("bdi", string="Saturday stay and play")["dir"] == "ltr"
    assert soup_of(service(listing, "?in=pl")).html["lang"] == "en"


def test_nothing_of_a_person_is_kept_where_others_read_it() -> None:
    listing = make_entry()
    plain = Client().get(service(listing))
    assert plain.headers["Cache-Control"] == "public, max-age=60"
    assert "Cookie" in plain.headers["Vary"] and not plain.cookies
    chooser = Client()
    chooser.cookies["shortlist"] = write_ids([listing.public_id])
    assert chooser.get(service(listing)).headers["Cache-Control"] == "private, no-cache"
    staff = make_client(make_post(role=Role.PRACTITIONER))
    assert staff.get(service(listing)).headers["Cache-Control"] == "private, no-cache"
    found = Client().get("/directory/results/?postcode=WB1+1AA")
    assert found.headers["Cache-Control"] == "private, no-cache"


def test_no_word_that_was_searched_for_is_logged(caplog: pytest.LogCaptureFixture) -> None:
    make_entry()
    with caplog.at_level(logging.DEBUG):
        Client().get("/directory/results/?words=hechecksmyphone&postcode=WB1+1AA")
        Client().post("/directory/young/", {"words": "hechecksmyphone", "postcode": "WB1 1AA"}, follow=True)
    ours = [record for record in caplog.records if not record.name.startswith("django.db")]
    assert not [record for record in ours if "hechecksmyphone" in record.getMessage()]


def test_a_closed_service_says_so() -> None:
    listing = make_entry(status="temporarily closed")
    assert "Closed for a time" in words_of("/directory/results/")
    assert "Closed for a time" in words_of(service(listing))
    assert GROUP.name in words_of("/directory/timetable/")


def test_the_time_by_bus_is_told_where_the_area_gave_a_timetable(time_machine) -> None:
    time_machine.move_to(NOW, tick=False)
    make_entry()
    make_postcode("WB9 9AA", 410_000, 300_000)
    asked = "/directory/results/?postcode=WB9+9AA"
    assert "by bus" not in words_of(asked)
    load_timetable(
        stops=["code,name,easting,northing", "a,Far,410000,300000", "b,Hall,400000,300000"],
        times=[
            "trip,route,days,stop,arrives,departs", "1,7,TU,a,11:10,11:10", "1,7,TU,b,11:30,11:30",
        ],
        now=NOW,
    )  # fmt: skip
    assert "minutes by bus, if you leave now" in words_of(asked)
    time_machine.move_to(NOW - timedelta(hours=12), tick=False)
    assert "minutes by bus, if you leave at 10 in the morning" in words_of(asked)
