"""When a service runs, in words and as a week. Pure: rows and the day are given."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, time
from typing import TypeVar

from wraparound.delivery.directory.models import Listing, Session
from wraparound.delivery.families.documents import ENGLISH, Language

Of = TypeVar("Of")
DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
PLACES_IN_MONTH = {"1": "first", "2": "second", "3": "third", "4": "fourth", "-1": "last"}
FOR_EVER = 2100
"""From which year on a last day stands for "always" in another system's list."""
DAY = re.compile(r"(-?\d)?(MO|TU|WE|TH|FR|SA|SU)")


@dataclass(frozen=True)
class Slot:
    """One time at which a service runs: `weekday` counts from Monday, None where no day is said."""

    weekday: int | None
    day: str
    hours: str
    opens_at: time | None
    place: str
    notes: tuple[str, ...]
    english: str
    """Words of the entry itself, which stand in English."""

    @property
    def line(self) -> str:
        """Return it as one line."""
        return " · ".join(part for part in (f"{self.day} {self.hours}".strip(), *self.notes) if part)


def slots_of(listing: Listing, language: Language, today: date) -> tuple[Slot, ...]:
    """Return the times of a service, by day and hour; the place is not said where it must not be known."""
    sessions = [each for each in listing.sessions.all() if not each.valid_until or each.valid_until >= today]
    found = [slot for session in sessions for slot in _slots(session, listing, language, today)]
    return tuple(
        sorted(found, key=lambda s: (s.weekday is None, s.weekday or 0, s.opens_at or time.min, s.line))
    )


def week(rows: Iterable[tuple[Of, Slot]]) -> dict[int, list[tuple[Of, Slot]]]:
    """Return what runs on each day of the week that anything runs on, by the hour."""
    days: dict[int, list[tuple[Of, Slot]]] = {}
    for of, slot in rows:
        if slot.weekday is not None:
            days.setdefault(slot.weekday, []).append((of, slot))
    for each in days.values():
        each.sort(key=lambda row: row[1].opens_at or time.min)
    return dict(sorted(days.items()))


def clock(value: time, language: Language) -> str:
    """Say a time of day: "10am", "4:30pm" in English, "16:30" in others."""
    if language.code != ENGLISH:
        return f"{value:%H:%M}"
    half = "am" if value.hour < 12 else "pm"
    return f"{value.hour % 12 or 12}{f':{value.minute:02}' if value.minute else ''}{half}"


def _slots(session: Session, listing: Listing, language: Language, today: date) -> Iterable[Slot]:
    days = DAY.findall(session.days) or [("", "")]
    places = {at.pk: at.place.name for at in listing.at_places.all() if not listing.is_confidential}
    place = places.get(session.at_place_id or 0, "")
    for which, day in days:
        weekday = DAYS.index(day) if day else None
        yield Slot(
            weekday=weekday, day="" if weekday is None else language.weekdays[weekday],
            hours=_hours(session, language), opens_at=session.opens_at, place=place,
            notes=tuple(_notes(session, which, language, today)), english=session.words,
        )  # fmt: skip


def _hours(session: Session, language: Language) -> str:
    return "–".join(clock(each, language) for each in (session.opens_at, session.closes_at) if each)


def _notes(session: Session, which: str, language: Language, today: date) -> Iterable[str]:
    say = language.words
    if which in PLACES_IN_MONTH:
        yield f"{say[PLACES_IN_MONTH[which]]} {say['of_month']}"
    elif session.frequency == Session.Frequency.MONTHLY:
        yield say["monthly"]
    elif session.interval > 1:
        yield f"{say['every']} {session.interval} {say['weeks']}"
    if session.terms == Session.Terms.TERM:
        yield say["term_only"]
    if session.terms == Session.Terms.HOLIDAYS:
        yield say["holidays_only"]
    for name, day in (("from_day", session.valid_from), ("until_day", session.valid_until)):
        if day and day >= today and day.year < FOR_EVER:
            yield f"{say[name]} {day.day} {language.months[day.month - 1]} {day.year}"
