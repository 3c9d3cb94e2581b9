"""What it costs at most: the list, the map and the timetable say the same, and a kept address still answers."""

from dataclasses import replace
from decimal import Decimal

import pytest
from bs4 import BeautifulSoup
from django.test import Client

from wraparound.delivery.directory.content import CostContent, OrganisationContent
from wraparound.delivery.families.tests.entries import GROUP, make_entry

pytestmark = pytest.mark.django_db
CHEAP, FREE, DEAR, UNSAID = "Saturday stay and play", "Free group", "Riding", "Nobody said"


@pytest.fixture(autouse=True)
def services() -> None:
    make_entry()
    other = replace(GROUP, organisation=OrganisationContent(name="Others"), translations=())
    make_entry(replace(other, name=FREE, is_free=True, costs=()))
    make_entry(
        replace(other, name=DEAR, costs=(CostContent(amount=Decimal("12.50")), CostContent(words="Ask")))
    )
    make_entry(replace(other, name=UNSAID, costs=()))


def page(view: str, query: str) -> BeautifulSoup:
    return BeautifulSoup(Client().get(f"/directory/{view}/?{query}").content, "html.parser")


def named(view: str, query: str) -> set[str]:
    shown = page(view, query).main.get_text(" ")
    return {name for name in (CHEAP, FREE, DEAR, UNSAID) if name in shown}


@pytest.mark.parametrize(
    ("query", "fits"),
    [
        ("cost=free", {FREE}),
        ("cost=5", {FREE, CHEAP}),
        ("cost=20&day=SA", {FREE, CHEAP, DEAR}),
        ("cost=", {FREE, CHEAP, DEAR, UNSAID}),
        ("free=on", {FREE}),
    ],
)
def test_list_map_and_timetable_agree_on_what_costs_no_more(query: str, fits: set[str]) -> None:
    for view in ("results", "map", "timetable"):
        assert named(view, query) == fits, view


def test_the_choice_is_kept_from_view_to_view_and_an_old_address_is_shown_as_that_choice() -> None:
    shown = page("results", "cost=5")
    views = [
        link["href"]
        for link in shown.main.find_all("a")
        if "/map/" in link["href"] or "/timetable/" in link["href"]
    ]
    assert len(views) >= 2 and all("cost=5" in each for each in views)
    for query, value in (("cost=5", "5"), ("free=on", "free")):
        chosen = page("map", query).select("select[name=cost] option[selected]")
        assert [each["value"] for each in chosen] == [value]
    polish = page("results", "cost=10&in=pl").select_one("select[name=cost] option[selected]")
    assert polish.get_text() == "Do £10"


def test_a_band_that_is_none_is_said_at_the_question() -> None:
    assert page("results", "cost=7").select_one("#id_cost-error")
