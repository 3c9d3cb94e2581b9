"""Counts of one thing that are published by place: one fixed division, worked out once for every question.

Two tables of the same children by places that cut across each other tell, by subtraction, what each of them
hides: the under-fives of a ward, and those of the town without that ward. So a publication has one division
into parts, and everything that is asked of it is answered from the one table in which the hidden numbers were
chosen. Pure.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from wraparound.foundation.figures.rules import Figure, NotPublishable, Shown, listed, table


class Overlapping(NotPublishable):
    """What was asked for cuts across the division by which the counts are published."""


@dataclass(frozen=True)
class Division:
    """The parts of a place by which something is published: every smallest place in exactly one of them.

    Raises `Overlapping` when two parts share a place, `NotPublishable` when a name is missing or a part
    is empty.
    """

    name: str
    whole: str
    parts: Mapping[str, frozenset[str]]
    within: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Hold the parts to what a division is."""
        if not self.name.strip() or not self.whole.strip() or not all(part.strip() for part in self.parts):
            raise NotPublishable("Every division and part needs a name.")
        seen: dict[str, str] = {}
        for part, places in self.parts.items():
            if not places:
                raise NotPublishable(f"{part} has no place in it.")
            for place in places:
                if place in seen:
                    raise Overlapping(f"{place} lies in {seen[place]} and in {part}.")
                seen[place] = part
        if unknown := set(self.within) - set(self.parts):
            raise NotPublishable(f"{min(unknown)} is no part of {self.name}.")

    def answers(self, places: Collection[str]) -> str:
        """Return the part, larger place or whole that these places are. Raises `Overlapping` otherwise."""
        asked = frozenset(places)
        larger: dict[str, frozenset[str]] = {}
        for part, place in self.within.items():
            larger[place] = larger.get(place, frozenset()) | self.parts[part]
        every = {self.whole: frozenset().union(*self.parts.values()), **larger, **self.parts}
        for name, held in every.items():
            if held == asked:
                return name
        raise Overlapping(
            f"Counts are published by {self.name} only: ask for one of these, or for {self.whole}."
        )

    def nests(self, other: "Division") -> bool:
        """Say whether every part of the other division is made of whole parts of this one."""
        return all(
            all(mine <= theirs or not mine & theirs for mine in self.parts.values())
            for theirs in other.parts.values()
        )


class Publication:
    """The counts of one thing on one day, by one division: each question gets the same answer, whoever asks.

    `counts` are by part, or by part and column. Raises as `rules.table`.
    """

    def __init__(
        self, *, title: str, division: Division, counts: Mapping[str, int] | Mapping[str, Mapping[str, int]]
    ) -> None:  # fmt: skip
        if set(counts) != set(division.parts):
            raise NotPublishable(f"Count every part of {division.name}, and nothing else.")
        self.title, self.division = title, division
        self.shown: Shown = self._shown(counts)

    def _shown(self, counts: Mapping[str, int] | Mapping[str, Mapping[str, int]]) -> Shown:
        words = {"title": self.title, "heading": self.division.name, "within": self.division.within}
        one = {part: count for part, count in counts.items() if not isinstance(count, Mapping)}
        two = {part: count for part, count in counts.items() if isinstance(count, Mapping)}
        if one and two:
            raise NotPublishable("Some parts are counted by column and some are not.")
        if one:
            return listed(one, counted="Children", total=self.division.whole, **words)  # type: ignore[arg-type]
        return table(two, total=self.division.whole, **words)  # type: ignore[arg-type]

    def of(self, places: Collection[str], column: str = "") -> Figure:
        """Return the figure of these places: of a part, a larger place or the whole. Raises `Overlapping`."""
        return self.shown.at(self.division.answers(places), column)

    def check_beside(self, other: Division) -> None:
        """Pass a division that may stand in this table as `within`; raise `Overlapping` otherwise."""
        if not self.division.nests(other):
            raise Overlapping(f"{other.name} cuts across {self.division.name}, by which this is published.")
