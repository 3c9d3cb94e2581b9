"""The facts of services in columns: filters and distances over all of them at once. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import reduce
from typing import Any

import numpy as np

from wraparound.delivery.directory.engine.entry import PARTS, Entry, Hours
from wraparound.delivery.directory.hours import WEEK, days_of, in_season, is_on
from wraparound.delivery.directory.rules import Asked
from wraparound.foundation.area.documents import SchoolTerms

EVERY_PART = (*PARTS.values(),)
AGES = (-1.0, 200.0)
"""Ages of a service that says none."""
Rows = np.ndarray
"""One truth or number for every service."""


class Columns:
    """Every service as a row of columns, in the order given."""

    def __init__(self, entries: Sequence[Entry], parents: Mapping[str, str]) -> None:
        self.entries = entries
        self.parents = parents
        self.pks = np.array([entry.pk for entry in entries], dtype=np.int64)
        self.names = np.argsort(np.array([entry.name.casefold() for entry in entries])).argsort()
        for name in ("is_public", "is_paused", "for_young_people", "is_help_now", "is_free"):
            setattr(self, name, self._column(lambda entry, name=name: getattr(entry, name), bool))
        self.low = self._column(lambda entry: AGES[0] if entry.ages[0] is None else entry.ages[0], np.float32)
        self.high = self._column(
            lambda entry: AGES[1] if entry.ages[1] is None else entry.ages[1], np.float32
        )
        self.cheapest = self._column(
            lambda entry: np.inf if entry.cheapest is None else entry.cheapest, np.float64
        )
        self.has_hours = self._column(lambda entry: bool(entry.hours), bool)
        self.grids = {
            terms: self._column(lambda entry, terms=terms: _grid(entry, terms), np.int32)
            for terms in ("term", "holidays")
        }
        self.opens = self._column(
            lambda entry: min((each.opens for each in entry.hours), default=1440), np.int16
        )
        self.kinds = self._members(lambda entry: entry.kinds)
        self.needs = self._members(lambda entry: entry.needs)
        self.topics = self._members(lambda entry: entry.topics)
        self.languages = self._members(lambda entry: entry.languages)
        self.access = self._members(lambda entry: entry.access)
        self.inside = self._members(_inside)
        self.covers = self._members(lambda entry: entry.covers)
        self.anywhere = self._column(lambda entry: not entry.whereabouts, bool)
        self._spots()
        self._by_weekday: list[list[tuple[int, Hours]]] = [[] for _ in WEEK]
        for row, entry in enumerate(entries):
            for hours in entry.hours:
                for day in set(days_of(hours.days)):
                    self._by_weekday[day].append((row, hours))

    is_public: Rows
    is_paused: Rows
    for_young_people: Rows
    is_help_now: Rows
    is_free: Rows

    def __len__(self) -> int:
        return len(self.entries)

    def passes(self, asked: Asked, metres: Rows | None, terms: SchoolTerms | None = None) -> Rows:
        """Return which services pass what the form narrows to. The words have no part in it.

        `terms` are needed where a day of the calendar is asked for.
        """
        kept = np.ones(len(self), dtype=bool) if asked.professional else self.is_public.copy()
        for members, code in ((self.kinds, asked.kind), (self.needs, asked.need), (self.topics, asked.topic)):
            if code:
                kept &= self.of(members, code)
        if asked.language:
            kept &= self.of(self.languages, asked.language)
        for code in asked.access:
            kept &= self.of(self.access, code)
        if asked.is_free:
            kept &= self.is_free
        if asked.at_most is not None:
            kept &= self.cheapest <= asked.at_most
        if asked.young:
            kept &= self.for_young_people
        if asked.age is not None:
            kept &= self.fits(float(asked.age), float(asked.age))
        if asked.day or asked.part or asked.terms:
            kept &= self.runs((asked.day,) if asked.day else (), asked.part, asked.terms)
        if asked.on and terms:
            kept &= self.on(asked.on, asked.part, terms)
        if asked.locality:
            kept &= self.serves(asked.locality)
        if asked.within_metres is not None and metres is not None:
            kept &= self.anywhere | (metres <= asked.within_metres)
        return kept

    def fits(self, low: float, high: float) -> Rows:
        """Return which services take a child of an age between two; a highest age of 4 takes 4 and a half."""
        return (self.low <= high + 0.05) & (np.floor(self.high) + 1 > low)

    def runs(self, days: Iterable[str], part: str, terms: str) -> Rows:
        """Return which services run on one of the days, in a part of the day, in term or in the holidays."""
        mask = _mask(tuple(days) or WEEK, part)
        grids = [self.grids[terms]] if terms else list(self.grids.values())
        return reduce(np.logical_or, [(grid & mask) != 0 for grid in grids])

    def on(self, day: date, part: str, terms: SchoolTerms) -> Rows:
        """Return which services run on a day, in a part of it."""
        found = np.zeros(len(self), dtype=bool)
        within = PARTS.get(part, (0, 24 * 60))
        for row, hours in self._by_weekday[day.weekday()]:
            if hours.meets(within) and not found[row]:
                found[row] = (
                    in_season(hours.terms, day, terms) if hours.is_plain else is_on(hours, day, terms=terms)
                )
        return found

    def serves(self, footprint: str) -> Rows:
        """Return which services are in a footprint, and which come to it from anywhere."""
        limited, here = np.zeros((2, len(self)), dtype=bool)
        for code, rows in self.covers.items():
            limited |= rows
            if code in (footprint, *self._above(footprint)):
                here |= rows
        return self.of(self.inside, footprint) | (self.anywhere & (here | ~limited))

    def of(self, members: Mapping[str, Rows], code: str) -> Rows:
        """Return which services have a code; none when nobody has."""
        found = members.get(code)
        return found if found is not None else np.zeros(len(self), dtype=bool)

    def metres(self, easting: int, northing: int) -> Rows:
        """Return the straight line to the nearest place of each service; infinite where it has none."""
        found = np.full(len(self), np.inf)
        apart = np.hypot(self._east - easting, self._north - northing)
        np.minimum.at(found, self._spot_rows, apart)
        return found

    def _above(self, footprint: str) -> list[str]:
        found: list[str] = []
        while (footprint := self.parents.get(footprint, "")) and footprint not in found:
            found.append(footprint)
        return found

    def _column(self, value: Any, kind: Any) -> Rows:
        return np.array([value(entry) for entry in self.entries], dtype=kind)

    def _members(self, codes: Any) -> dict[str, Rows]:
        found: dict[str, Rows] = {}
        for row, entry in enumerate(self.entries):
            for code in codes(entry):
                if code not in found:
                    found[code] = np.zeros(len(self.entries), dtype=bool)
                found[code][row] = True
        return found

    def _spots(self) -> None:
        spots = [
            (row, spot.easting, spot.northing)
            for row, entry in enumerate(self.entries)
            for spot in entry.whereabouts
            if spot.easting is not None and spot.northing is not None
        ]
        self._spot_rows = np.array([row for row, _, _ in spots], dtype=np.int64)
        self._east = np.array([east for _, east, _ in spots], dtype=np.float64)
        self._north = np.array([north for _, _, north in spots], dtype=np.float64)


def _inside(entry: Entry) -> set[str]:
    return {code for spot in entry.whereabouts for code in spot.footprints}


def _grid(entry: Entry, terms: str) -> int:
    """Return the days and parts of the day on which it runs in term or in the holidays, a bit each."""
    found = 0
    for hours in entry.hours:
        if hours.terms in ("always", terms):
            for place, (begins, ends) in enumerate(EVERY_PART):
                if hours.meets((begins, ends)):
                    found |= sum(1 << (day * 3 + place) for day in days_of(hours.days))
    return found


def _mask(days: Iterable[str], part: str) -> int:
    parts = [list(PARTS).index(part)] if part in PARTS else range(3)
    return sum(1 << (WEEK.index(day) * 3 + place) for day in days if day in WEEK for place in parts)
