"""One search of the public site, for its list, its map and its timetable alike: they say the same."""

from dataclasses import replace
from functools import cached_property
from urllib.parse import urlencode

from django.core.paginator import Page, Paginator
from django.forms.forms import BaseForm
from django.http import QueryDict
from django.utils import timezone

from wraparound.delivery.directory import queries as directory
from wraparound.delivery.directory import travel
from wraparound.delivery.directory.rules import Asked, Found, Hit, Spot
from wraparound.delivery.families.forms import FREE, SearchForm
from wraparound.delivery.families.presenting import Card
from wraparound.delivery.families.queries import localities
from wraparound.delivery.families.rules import leaves_at
from wraparound.delivery.families.showing import ASKED, Frame
from wraparound.delivery.taxonomy.models import Taxonomy
from wraparound.foundation.ui.rendering import error_links

A_PAGE = 20
A_TIMETABLE = 40
"""Services in one timetable: two sheets of paper at most."""


def search_form(frame: Frame, *, asks: bool) -> SearchForm:
    """Return the form of a search in the page's language, filled from the address where it `asks`."""
    speaker = frame.speaker

    def named(use: str) -> list[tuple[str, str]]:
        return [(term.code, speaker.term(term).text) for term in directory.kinds(use=use)]

    return SearchForm(
        _answers(frame.request.GET) if asks else None, language=frame.language,
        kinds=named(Taxonomy.Use.KIND), needs=named(Taxonomy.Use.NEED), localities=localities(on=frame.today),
        tongues=[(code, speaker.spoken(code, name).text) for code, name in directory.languages()],
        access=speaker.all_access(),
    )  # fmt: skip


def _answers(sent: QueryDict) -> QueryDict:
    """Return what an address asks; one kept from when only "free" could be asked for still does."""
    if sent.get("free") and not sent.get("cost"):
        sent = sent.copy()
        sent["cost"] = FREE
    return sent


class Looking:
    """What a family looks for by the address of the page, and what is found."""

    def __init__(self, frame: Frame) -> None:
        self.frame = frame
        self.form = search_form(frame, asks=True)
        self.form.is_valid()
        self.found = self._find()
        self.errors = list(error_links(self.form))

    @property
    def asked(self) -> Asked:
        """Return what is looked for."""
        return self.form.asked()

    def _find(self) -> Found:
        found = directory.find(self.asked, today=self.frame.today)
        if found.problem and self.asked.postcode:
            self.form.add_error("postcode", self.frame.say["unknown_postcode"])
        return found

    @cached_property
    def page(self) -> Page:
        """Return the part of what was found that the address asks for."""
        return Paginator(self.found.hits, A_PAGE).get_page(self.frame.request.GET.get("page"))

    @cached_property
    def cards(self) -> list[Card]:
        """Return the services of the page, numbered through, as the list and the map show them."""
        cards = cards_of(self.frame, list(self.page), first=self.page.start_index())
        return by_bus(self.frame, cards, self.found.place)

    @property
    def in_week(self) -> list[Card]:
        """Return the services that the timetable shows."""
        return cards_of(self.frame, list(self.found.hits[:A_TIMETABLE]))

    def address(self, name: str, page: int | None = None) -> str:
        """Return another view of the same search."""
        query = self.frame.request.GET.copy()
        query.pop("page", None)
        if page:
            query["page"] = str(page)
        path = self.frame.address(name).partition("?")[0]
        return f"{path}?{query.urlencode()}" if query else path

    def without(self, *names: str, **also: str) -> str:
        """Return the same search with some of its answers changed, in the list."""
        query = self.frame.request.GET.copy()
        for name in ("page", *names):
            query.pop(name, None)
        for name, value in also.items():
            query[name] = value
        return f"{self.frame.address('results').partition('?')[0]}?{query.urlencode()}"

    def narrowing(self) -> list[tuple[str, int, str]]:
        """Return the kinds that would narrow the list: name, how many, address."""
        if self.asked.kind or len(self.found.kinds) < 2:
            return []
        named = dict(self.form.fields["kind"].choices)  # type: ignore[attr-defined]
        return [
            (named.get(code, name), count, self.without(kind=code))
            for code, name, count in self.found.kinds[:6]
        ]


def cards_of(frame: Frame, hits: list[Hit], first: int = 1) -> list[Card]:
    """Return what was found as lists show it, in a fixed number of statements."""
    by_id = {hit.listing_id: hit for hit in hits}
    shown = directory.shown(list(by_id), language=frame.language.code)
    return [
        frame.card(each.listing, number, metres=by_id[each.listing.pk].metres, why=by_id[each.listing.pk].why)
        for number, each in enumerate(shown, start=first)
    ]


def by_bus(frame: Frame, cards: list[Card], origin: Spot | None) -> list[Card]:
    """Return the cards with the minutes by bus to the nearest place of each, leaving now or by day."""
    if origin is None:
        return cards
    now = timezone.localtime(frame.request.now)  # type: ignore[attr-defined]
    leaving = leaves_at(now)
    met = [(at, point) for at, card in enumerate(cards) for point in card.points]
    minutes = travel.by_bus(origin, [(p.easting, p.northing) for _, p in met], leaving=leaving)
    best: dict[int, int] = {}
    for (at, _), took in zip(met, minutes or [], strict=False):
        if took is not None:
            best[at] = min(took, best.get(at, took))
    later = leaving != now
    return [replace(card, bus=best.get(at), bus_later=later) for at, card in enumerate(cards)]


def carried_fields(frame: Frame) -> list[tuple[str, str]]:
    """Return what a form that is sent by GET must carry to stay in the language."""
    address = frame.address("start")
    return [(ASKED, frame.language.code)] if "?" in address else []


def errors_of(form: BaseForm) -> list[dict[str, str]]:
    """Return the lines of the summary of errors, empty for a form that was not sent."""
    return list(error_links(form)) if form.is_bound else []


def address_with(path: str, **query: str) -> str:
    """Return an address with a query."""
    return f"{path}?{urlencode(query)}" if query else path
