from uuid import UUID

import pytest
from bs4 import BeautifulSoup
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse

from wraparound.delivery.directory.models import Listing
from wraparound.delivery.families.rules import LONGEST_LIST, write_ids
from wraparound.delivery.families.tests.entries import LINE, make_entry

pytestmark = pytest.mark.django_db


@pytest.fixture
def group() -> Listing:
    return make_entry()


def press(client: Client, name: str, *listings: Listing, **more: str):
    service = write_ids(listing.public_id for listing in listings)
    return client.post(reverse(f"families:{name}"), {"service": service, **more})


def page(client: Client, address: str) -> BeautifulSoup:
    return BeautifulSoup(client.get(address).content, "html.parser")


def names(client: Client, address: str = "/directory/list/") -> list[str]:
    return [each.get_text(strip=True) for each in page(client, address).select(".dir-card__name a")]


def test_a_list_is_kept_in_the_browser_alone(group: Listing) -> None:
    client = Client()
    press(client, "add", group)
    press(client, "add", group)
    assert names(client) == [group.name]
    cookie = client.cookies["shortlist"]
    assert cookie["max-age"] == cookie["expires"] == "", "it goes when the browser is closed"
    assert (cookie["httponly"], cookie["samesite"], cookie["path"]) == (True, "Lax", "/directory/")
    assert set(client.cookies) == {"shortlist"} and not Session.objects.exists()
    assert names(Client()) == []


def test_what_is_taken_off_goes_and_the_last_takes_the_cookie_with_it(group: Listing) -> None:
    client, line = Client(), make_entry(LINE)
    press(client, "add", group, line)
    press(client, "remove", group)
    assert names(client) == [line.name]
    press(client, "remove", line)
    assert client.cookies["shortlist"].value == ""
    assert "Your list is empty" in page(client, "/directory/list/").get_text()


def test_the_press_leads_back_to_where_it_was_and_nowhere_else(group: Listing) -> None:
    client = Client()
    assert press(client, "add", group, back="/directory/results/?age=3#service-1").url == (
        "/directory/results/?age=3#service-1"
    )
    for back in ("https://elsewhere.example/", "//elsewhere.example", "javascript:alert(1)", ""):
        assert press(client, "add", group, back=back).url == "/directory/list/"


def test_a_press_on_another_site_is_refused(group: Listing) -> None:
    client = Client(headers={"Sec-Fetch-Site": "cross-site"})
    assert press(client, "add", group).status_code == 403
    assert "shortlist" not in client.cookies


def test_a_shared_link_says_the_services_and_nothing_of_who(group: Listing) -> None:
    client = Client()
    press(client, "add", group)
    link = page(client, "/directory/list/").select_one(".dir-link a")["href"]
    assert link == f"http://testserver/directory/list/{write_ids([group.public_id])}/"
    other = Client()
    assert names(other, link) == [group.name]
    assert not other.cookies
    form = page(other, link).select_one("form[action='/directory/list/add/']")
    other.post(form["action"], {"service": form.find("input", {"name": "service"})["value"]})
    assert names(other) == [group.name]


def test_a_list_says_when_something_of_it_has_gone(group: Listing) -> None:
    line = make_entry(LINE)
    address = reverse("families:shared", args=[write_ids([group.public_id, line.public_id])])
    Listing.objects.filter(pk=line.pk).update(status="defunct")
    assert names(Client(), address) == [group.name]
    assert "not here any more" in page(Client(), address).get_text()


def test_a_full_list_takes_no_more_and_says_so(group: Listing) -> None:
    client = Client()
    client.cookies["shortlist"] = write_ids(
        [group.public_id, *(UUID(int=n) for n in range(LONGEST_LIST - 1))]
    )
    line = make_entry(LINE)
    press(client, "add", line)
    assert names(client) == [group.name]
    assert "Your list is full" in page(client, "/directory/list/").get_text()


def test_a_list_is_printed_as_a_week(group: Listing) -> None:
    line = make_entry(LINE)
    ids = write_ids([group.public_id, line.public_id])
    week = page(Client(), reverse("families:list_timetable", args=[ids]))
    days = [caption.get_text(strip=True) for caption in week.select("caption")]
    assert days == ["Monday", "Wednesday", "Saturday"]
    saturday = " ".join(week.select("table")[2].get_text(" ").split())
    for said in (
        "10am–11:30am",
        group.name,
        "School terms only",
        "Eastbrook hall",
        "01632 960 001",
        "£2.50 a family",
    ):
        assert said in saturday
    assert line.name in week.select_one(".dir-week__rest").get_text()


def test_garbage_in_the_cookie_or_the_link_is_an_empty_list() -> None:
    client = Client()
    client.cookies["shortlist"] = "%00nonsense" * 900
    assert client.get("/directory/list/").status_code == 200
    assert client.get("/directory/list/nonsense/").status_code == 200
    assert client.get("/directory/list/nonsense/timetable/").status_code == 200
