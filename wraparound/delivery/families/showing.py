"""The frame of every public page: its language, the other languages, the shortlist, and what may be kept."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from wraparound.delivery.directory.models import Listing
from wraparound.delivery.families.documents import ENGLISH, Language
from wraparound.delivery.families.hours import week
from wraparound.delivery.families.presenting import Card, Speaker
from wraparound.delivery.families.queries import languages
from wraparound.delivery.families.rules import read_ids

COOKIE = "shortlist"
"""Holds the public ids of the services in a shortlist until the browser is closed; nothing else."""
ASKED = "in"
"""The name under which an address says the language of its page."""


class Keep(StrEnum):
    """What browsers and those between may keep of a page."""

    SHARED = "public, max-age=60"
    OWN = "private, no-cache"
    NOTHING = "no-store"


@dataclass(frozen=True)
class Other:
    """Another language, and this page in it."""

    language: Language
    href: str
    current: bool


class Frame:
    """What a public page is shown in: made once for a request."""

    def __init__(self, request: HttpRequest) -> None:
        self.request = request
        self.today = timezone.localdate(request.now)  # type: ignore[attr-defined]
        self.offered = languages(on=self.today)
        self.language = self.offered.get(request.GET.get(ASKED, ""), self.offered[ENGLISH])

    @cached_property
    def speaker(self) -> Speaker:
        """Return who says services in this page's language."""
        return Speaker(self.language, self.today)

    @property
    def say(self) -> dict[str, str]:
        """Return the words of the page."""
        return self.language.words

    @cached_property
    def kept(self) -> tuple[UUID, ...]:
        """Return the services in the shortlist of this browser."""
        return read_ids(self.request.COOKIES.get(COOKIE, ""))

    def address(self, name: str, *args: Any, **query: Any) -> str:
        """Return an address of ours that stays in the language."""
        if self.language.code != ENGLISH:
            query[ASKED] = self.language.code
        path = reverse(f"families:{name}", args=args)
        return f"{path}?{urlencode(query, doseq=True)}" if query else path

    def card(
        self, listing: Listing, number: int, *, metres: int | None = None, why: Sequence[str] = ()
    ) -> Card:
        """Return a service as lists show it in this browser."""
        kept = listing.public_id in self.kept
        return self.speaker.card(listing, number=number, kept=kept, metres=metres, why=why)

    def timetable(self, cards: list[Card], *, back: str, heading: str, more: bool = False) -> HttpResponse:
        """Draw services as a week, and those without fixed days after it."""
        days = week((card, slot) for card in cards for slot in card.slots)
        context = {
            "days": [(self.language.weekdays[at], rows) for at, rows in days.items()], "heading": heading,
            "any_time": [card for card in cards if all(slot.weekday is None for slot in card.slots)],
            "back_url": back, "more": more, "printed": self.speaker.day(self.today), "any": bool(cards),
        }  # fmt: skip
        return self.reply("families/timetable.html", context, keep=Keep.OWN)

    def gone(self) -> HttpResponse:
        """Say that a service is not here, whether it never was, has gone or is not for families."""
        return self.reply("families/gone.html", {}, keep=Keep.NOTHING, status=404)

    def reply(self, template: str, context: dict[str, Any], *, keep: Keep, status: int = 200) -> HttpResponse:
        """Draw a page in its frame; nothing of a person is ever kept where others read it."""
        shown = {
            "say": self.say, "language": self.language, "others": self._others(), "kept": len(self.kept),
            "carried": "" if self.language.code == ENGLISH else f"?{ASKED}={self.language.code}",
            "today": self.today, **context,
        }  # fmt: skip
        reply = render(self.request, template, shown, status=status)
        own = self.kept or self.request.user.is_authenticated
        reply.headers["Cache-Control"] = str(Keep.OWN if keep is Keep.SHARED and own else keep)
        return reply

    def _others(self) -> list[Other]:
        query = self.request.GET.copy()
        found = []
        for code, language in self.offered.items():
            query[ASKED] = code
            if code == ENGLISH:
                query.pop(ASKED, None)
            href = f"?{query.urlencode()}" if query else self.request.path
            found.append(Other(language, href, code == self.language.code))
        return found
