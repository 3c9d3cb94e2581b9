"""Every address says who it is for; none carries a name; the gate refuses what is not marked."""

from collections.abc import Iterator

import pytest
from django.http import HttpResponse
from django.test import Client, override_settings
from django.urls import URLPattern, URLResolver, get_resolver, path

from wraparound.foundation.accounts.rules import May
from wraparound.foundation.ui.pages import Audience, Page
from wraparound.site.library_pages import LIBRARY_PAGES

Address = tuple[str, str, URLPattern]
_AGENCIES = "agencies with their services, teams and codes are configuration that the area publishes"
_AREA = "the area's own telephone numbers, footprints and postcodes: nothing here is of a person"
_TEAM = "a team is configuration; the child or the post in the address has a random key"
COUNTED = {
    **dict.fromkeys(
        [
            "partners:agency", "partners:change", "partners:add-service", "partners:service",
            "partners:add-team", "partners:team", "partners:add-code", "partners:remove-code",
            "partners:add-place", "partners:add-membership", "partners:add-agreement", "partners:end",
            "partners:add-succession", "partners:decide",
        ],
        _AGENCIES,
    ),
    **dict.fromkeys(
        ["places:number", "places:remove-number", "places:footprint", "places:postcode-load"], _AREA
    ),
    **dict.fromkeys(["staffing:rota", "card:ring"], _TEAM),
    "account_reset_password_from_key": "the library's own; it is mailed to nobody but the person it names",
    "mfa_remove_webauthn": "the library's own; each person is shown none but their own passkeys",
}  # fmt: skip
"""Address name to why a key that counts up may stand in it."""


def addresses(resolver: URLResolver, route: str = "", spaces: str = "") -> Iterator[Address]:
    for entry in resolver.url_patterns:
        if isinstance(entry, URLResolver):
            space = f"{spaces}{entry.namespace}:" if entry.namespace else spaces
            yield from addresses(entry, route + str(entry.pattern), space)
        else:
            yield route + str(entry.pattern), f"{spaces}{entry.name or ''}", entry


ADDRESSES = list(addresses(get_resolver()))


def page_of(name: str, entry: URLPattern) -> Page | None:
    return getattr(entry.callback, "page", None) or LIBRARY_PAGES.get(name)


@pytest.mark.parametrize(("route", "name", "entry"), ADDRESSES, ids=[a[0] or "/" for a in ADDRESSES])
def test_the_address_is_classified(route: str, name: str, entry: URLPattern) -> None:
    page = page_of(name, entry)
    assert page is not None, f"{name} has no mark"
    assert page.may is None or page.may in May.__members__.values()


def test_there_is_no_mark_for_an_address_that_is_not_there() -> None:
    assert set(LIBRARY_PAGES) <= {name for _, name, _ in ADDRESSES}


@pytest.mark.parametrize(("route", "name", "entry"), ADDRESSES, ids=[a[0] or "/" for a in ADDRESSES])
def test_a_child_stands_in_an_address_by_a_random_key_alone(route: str, name: str, entry: URLPattern) -> None:
    page = page_of(name, entry)
    if page and page.audience in (Audience.CHILD, Audience.SYSTEM_CHILD):
        converters = {type(c).__name__ for c in entry.pattern.converters.values()}
        assert "StringConverter" not in converters, "a free string in an address may be a name or a number"


@pytest.mark.parametrize(("route", "name", "entry"), ADDRESSES, ids=[a[0] or "/" for a in ADDRESSES])
def test_no_key_that_counts_up_stands_in_an_address(route: str, name: str, entry: URLPattern) -> None:
    converters = {type(converter).__name__ for converter in entry.pattern.converters.values()}
    counts = not converters <= {
        "UUIDConverter",
        "UUIDStrConverter",
        "SlugConverter",
        "StringConverter",
        "State",
    }
    counts = counts or "(?P<" in route
    assert counts == (name in COUNTED), "a key that counts up says how many rows there are: use a random one"


def unmarked(request) -> HttpResponse:
    return HttpResponse("shown")


urlpatterns = [path("unmarked/", unmarked), path("sign-in/", unmarked)]


@override_settings(ROOT_URLCONF=__name__)
@pytest.mark.django_db
def test_a_view_without_a_mark_is_refused() -> None:
    assert Client().get("/unmarked/").status_code == 403
