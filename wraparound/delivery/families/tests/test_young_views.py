from dataclasses import replace

import pytest
from bs4 import BeautifulSoup
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tests.factories import NOW
from wraparound.delivery.directory import queries
from wraparound.delivery.directory.travel import load_timetable
from wraparound.delivery.families.documents import shipped_languages, shipped_young
from wraparound.delivery.families.tests.entries import GROUP, LINE, REFUGE, make_entry, make_postcode
from wraparound.foundation.area.models import Area, Configuration

pytestmark = pytest.mark.django_db
YOUNG = "/directory/young/"


def page(address: str, client: Client | None = None) -> BeautifulSoup:
    return BeautifulSoup((client or Client()).get(address).content, "html.parser")


def test_numbers_come_before_everything_else_and_999_is_the_first() -> None:
    make_entry(LINE)
    main = page(YOUNG).main
    telephones = [link["href"] for link in main.select("a[href^='tel:']")]
    assert telephones == ["tel:999", "tel:+447700900123"]
    text = main.get_text(" ")
    assert text.index("07700 900 123") < text.index("Say it your way") < text.index("My head and feelings")


def test_what_is_typed_is_in_no_address_cookie_or_session() -> None:
    make_entry(LINE)
    client = Client()
    reply = client.post(YOUNG, {"words": "talk", "postcode": "WB1 1AA"})
    assert reply.status_code == 302
    assert "talk" not in reply.url and "WB1" not in reply.url
    found = client.get(reply.url)
    assert "Talk to somebody" in found.content.decode()
    assert not client.cookies and not Session.objects.exists()


def test_a_topic_is_pressed_and_not_said_in_the_address() -> None:
    make_entry(LINE)
    make_entry(REFUGE, for_young_people=True)
    form = page(YOUNG).select_one("form:has(button[name=topic])")
    assert form["method"] == "post"
    reply = Client().post(form["action"], {"topic": "head"})
    assert "topic" not in reply.url and reply.url.startswith("/directory/young/found/gAAAA")
    shown = page(reply.url)
    assert shown.h1.get_text(strip=True) == "My head and feelings"
    made_up = Client().post(form["action"], {"topic": "made up"})
    assert page(made_up.url).h1.get_text(strip=True) == "What we found"


@pytest.mark.parametrize("name", ["young", "young_found", "young_service"])
def test_the_tab_is_plain_and_nothing_is_kept(name: str) -> None:
    Area.objects.create(code="E09000099", name="Eastmere")
    listing = make_entry(LINE)
    address = YOUNG
    if name == "young_found":
        address = Client().post(YOUNG, {"words": "talk"}).url
    if name == "young_service":
        address = reverse("families:young_service", args=[listing.public_id])
    reply = Client().get(address)
    assert reply.headers["Cache-Control"] == "no-store"
    assert reply.headers["Referrer-Policy"] == "no-referrer"
    assert not reply.cookies
    shown = BeautifulSoup(reply.content, "html.parser")
    assert shown.title.string.startswith("Search – ")
    for word in ("Young", "Talk", "Eastmere", "help", "Wraparound", "families"):
        assert word.lower() not in shown.title.string.lower()
    assert shown.find("link", rel="icon")["href"] == "data:,"
    leave = shown.select_one("[data-leave]")
    assert leave["href"] == shipped_young().leave_to and "noreferrer" in leave["rel"]


def test_how_long_it_takes_by_bus_is_told_as_to_families_where_a_place_was_given(time_machine) -> None:
    time_machine.move_to(NOW, tick=False)
    make_entry(replace(GROUP, for_young_people=True))
    make_postcode("WB9 9AA", 410_000, 300_000)
    load_timetable(
        stops=["code,name,easting,northing", "a,Far,410000,300000", "b,Hall,400000,300000"],
        times=[
            "trip,route,days,stop,arrives,departs", "1,7,TU,a,11:10,11:10", "1,7,TU,b,11:30,11:30",
        ],
        now=NOW,
    )  # fmt: skip
    told = page(Client().post(YOUNG, {"postcode": "WB9 9AA"}).url).main.get_text(" ")
    assert "6.2 miles" in told and "minutes by bus, if you leave now" in told
    assert "by bus" not in page(Client().post(YOUNG, {"words": "play"}).url).main.get_text(" ")


def test_an_address_that_is_old_or_made_up_opens_the_first_page() -> None:
    assert Client().get("/directory/young/found/made-up/").url == YOUNG


def test_only_what_young_people_may_come_to_by_themselves_is_asked_for(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked = []
    real = queries.find
    monkeypatch.setattr(queries, "find", lambda what, **given: asked.append(what) or real(what, **given))
    make_entry(GROUP)
    page(Client().post(YOUNG, {"words": "play"}).url)
    assert asked[0].young and asked[0].words == "play"


def test_the_panel_chooses_every_word_of_the_first_page() -> None:
    chosen = shipped_young().model_dump(mode="json") | {"heading": "Alright?", "tab": "Maps"}
    Configuration.objects.create(kind="directory-young", document=chosen, effective_from=timezone.localdate())
    shown = page(YOUNG)
    assert shown.h1.get_text(strip=True) == "Alright?"
    assert shown.title.string.startswith("Maps – ")


def test_the_first_page_and_its_topics_are_said_in_polish_as_young_people_say_them() -> None:
    make_entry(LINE)
    shown = page(f"{YOUNG}?in=pl")
    text = shown.main.get_text(" ")
    for said in ("Co się dzieje?", "Powiedz to po swojemu", "Stres, dołek, panika", "Albo coś wybierz"):
        assert said in text, said
    assert (
        "Say it your way" not in text and "Stress" not in text and shown.title.string.startswith("Szukaj – ")
    )
    reply = Client().post(f"{YOUNG}?in=pl", {"topic": "head"})
    assert page(reply.url).h1.get_text(strip=True) == "Moja głowa i uczucia"


def test_a_language_that_the_area_adds_is_spoken_by_its_young_people_too() -> None:
    make_entry(LINE)
    day = timezone.localdate()
    polish = shipped_languages()["pl"].model_dump(mode="json")
    silesian = polish | {"code": "szl", "name": "Ślōnskŏ", "terms": {"topics": {"head": "Moja gowa"}}}
    Configuration.objects.create(kind="directory-language", document=silesian, effective_from=day)
    before = page(f"{YOUNG}?in=szl")
    marked = {tag.get_text(strip=True) for tag in before.select("bdi[lang=en]")}
    words = shipped_young()
    assert {words.heading, words.intro, words.ask, words.ask_hint, words.button, words.leave} <= marked
    assert "Moja gowa" in before.main.get_text() and "Moja gowa" not in marked
    own = {"language": "szl", "heading": "Co je?", "topics": {"head": {"name": "Gowa", "words": "Sztres."}}}
    document = words.model_dump(mode="json") | own
    Configuration.objects.create(kind="directory-young", document=document, effective_from=day)
    after = page(f"{YOUNG}?in=szl")
    assert after.h1.get_text(strip=True) == "Co je?" and not after.h1.select("[lang]")
    text = after.main.get_text(" ")
    assert "Gowa" in text and "Sztres." in text and "Moja gowa" not in text
    assert page(YOUNG).h1.get_text(strip=True) == words.heading


def test_whoever_fears_for_their_phone_searches_everything_in_private() -> None:
    listing = make_entry(REFUGE)
    link = page("/directory/").find("a", string="Search without leaving words behind")
    shown = page(link["href"])
    assert shown.title.string.startswith("Search – ") and shown.select_one("[data-leave]")
    assert "My head and feelings" not in shown.get_text()
    client = Client()
    reply = client.post(link["href"], {"words": "refuge", "topic": "head"})
    assert reply.url.startswith("/directory/private/found/gAAAA")
    found = client.get(reply.url)
    assert listing.name in found.content.decode()
    assert found.headers["Cache-Control"] == "no-store" and not client.cookies
    assert f"/directory/private/{listing.public_id}/" in found.content.decode()


def test_nothing_found_says_whom_to_ring() -> None:
    make_entry(LINE)
    shown = page(Client().post(YOUNG, {"words": "zzzqqqxxx"}).url).main.get_text(" ")
    assert "Nothing found" in shown and "07700 900 123" in shown and "999" in shown


def test_a_postcode_that_is_none_is_said_and_what_was_typed_is_kept() -> None:
    reply = Client().post(YOUNG, {"words": "talk", "postcode": "nowhere at"})
    shown = BeautifulSoup(reply.content, "html.parser")
    assert "Enter a whole postcode" in shown.select_one(".govuk-error-summary").get_text()
    assert shown.find("input", {"name": "words"})["value"] == "talk"
    assert reply.headers["Cache-Control"] == "no-store"
