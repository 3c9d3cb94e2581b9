"""What a case weighs and what a post can carry: a dated document of the area, with a default. Pure.

It helps to share work out. It is no score of a person, and no page puts people in order by it.
"""

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Annotated, TypeVar

from pydantic import Field, field_validator

from wraparound.delivery.caseloads.models import Allocation, Case
from wraparound.foundation.accounts.models import Role
from wraparound.foundation.area.documents import Strict

Points = Annotated[float, Field(ge=0, le=1000)]
Share = Annotated[float, Field(ge=0, le=1)]
T = TypeVar("T")


class Extra(Strict):
    """Something that makes a case more work than its level says."""

    code: str = Field(pattern=r"^[a-z0-9_]{1,20}$")
    name: str = Field(min_length=1, max_length=80)
    points: Points


class KindWeight(Strict):
    """How a kind of work differs: points more, or points of its own by level."""

    more: Points = 0
    levels: dict[str, Points] = {}


class Weights(Strict):
    """The whole document."""

    unsaid: Points
    carries: Points
    near_at: int = Field(90, ge=1, le=100)
    levels: dict[str, Points] = Field(min_length=1)
    parts: dict[str, Share] = {}
    kinds: dict[str, KindWeight] = {}
    roles: dict[str, Points] = {}
    extras: tuple[Extra, ...] = ()

    @field_validator("parts")
    @classmethod
    def known_parts(cls, parts: dict[str, float]) -> dict[str, float]:
        """Pass shares of parts that there are."""
        return _known(parts, Allocation.Part.values, "part in a case")

    @field_validator("kinds")
    @classmethod
    def known_kinds(cls, kinds: dict[str, KindWeight]) -> dict[str, KindWeight]:
        """Pass kinds of work that there are."""
        return _known(kinds, Case.Kind.values, "kind of work")

    @field_validator("roles")
    @classmethod
    def known_roles(cls, roles: dict[str, float]) -> dict[str, float]:
        """Pass roles that there are."""
        return _known(roles, Role.values, "role")

    @field_validator("extras")
    @classmethod
    def each_once(cls, extras: tuple[Extra, ...]) -> tuple[Extra, ...]:
        """Pass extras of which no two have one code."""
        codes = [extra.code for extra in extras]
        if twice := {code for code in codes if codes.count(code) > 1}:
            raise ValueError(f"{', '.join(sorted(twice))} stands here twice")
        return extras

    def of_case(self, level: str, kind: str, extras: Iterable[str] = ()) -> float:
        """Return the points of a case; a level that the document does not name counts as not said."""
        own = self.kinds.get(kind, KindWeight())
        base = own.levels.get(level, self.levels.get(level, self.unsaid))
        more = sum(extra.points for extra in self.extras if extra.code in set(extras))
        return base + own.more + more

    def of_part(self, part: str) -> float:
        """Return the share of a case's points that a post carries by its part in it."""
        return self.parts.get(part, 1.0)

    def of_role(self, role: str) -> float:
        """Return what a post of a role can carry when nobody said otherwise of it."""
        return self.roles.get(role, self.carries)

    def choices(self) -> list[tuple[str, str]]:
        """Return what makes a case more work, as a form asks it."""
        return [(extra.code, extra.name) for extra in self.extras]


def _known(given: dict[str, T], known: Iterable[str], what: str) -> dict[str, T]:
    if strange := sorted(set(given) - set(known)):
        raise ValueError(f"There is no {what} {', '.join(strange)}: write one of {', '.join(known)}")
    return given


@dataclass(frozen=True)
class Load:
    """What a post carries of what it can carry, in points, and in how many cases it has a part."""

    carried: float
    can_carry: float
    cases: int
    near_at: int = 90

    @property
    def state(self) -> tuple[str, str]:
        """How full the post is, in words and as a kind of tag."""
        if self.carried > self.can_carry:
            return "Too much", "bad"
        if self.carried * 100 >= self.can_carry * self.near_at:
            return "Nearly full", "watch"
        return "Has room", "good"

    @property
    def room(self) -> float:
        """The points that are left; below nothing when it carries too much."""
        return round(self.can_carry - self.carried, 1)


@dataclass(frozen=True)
class Holding:
    """One post's part in one case, as loads are counted."""

    post_id: int
    case_id: int
    part: str
    points: float


def loads_of(
    holdings: Iterable[Holding], can_carry: Mapping[int, float], weights: Weights
) -> dict[int, Load]:
    """Return the load of each post of `can_carry` that these holdings make."""
    carried: dict[int, float] = dict.fromkeys(can_carry, 0.0)
    cases: dict[int, int] = dict.fromkeys(can_carry, 0)
    for each in holdings:
        if each.post_id in carried:
            carried[each.post_id] += each.points * weights.of_part(each.part)
            cases[each.post_id] += 1
    return {
        post: Load(round(carried[post], 1), can_carry[post], cases[post], weights.near_at)
        for post in can_carry
    }


def as_if(
    holdings: Iterable[Holding], given: Mapping[int, int], points: Mapping[int, float], part: str
) -> list[Holding]:
    """Return the holdings as they would be once each case of `given` has gone to its post for a part.

    A new lead takes the case from the lead before, and has no other part in it; cover comes on top.
    """
    left = [
        each
        for each in holdings
        if each.case_id not in given
        or part == Allocation.Part.COVER
        or (each.post_id != given[each.case_id] and not (part == each.part == Allocation.Part.LEAD))
    ]
    return left + [Holding(post, case, part, points[case]) for case, post in given.items()]


@cache
def shipped() -> Weights:
    """Return the weights that hold until the area decides its own."""
    text = (Path(__file__).parent / "weights.toml").read_text(encoding="utf-8")
    return Weights.model_validate(tomllib.loads(text))


read = Weights.model_validate
