"""When a case is quiet, and why in words: by its level of need and its plan, not one rule for all. Pure."""

import tomllib
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Annotated

from pydantic import Field, field_validator

from wraparound.delivery.caseloads.models import Case
from wraparound.foundation.area.documents import Strict
from wraparound.foundation.ui.rules import date_words

Days = Annotated[int, Field(ge=1, le=730)]


class Silence(Strict):
    """The whole document: how long a case may be without a contact."""

    unsaid: Days
    plan_reaches: float = Field(2.0, ge=1, le=10)
    levels: dict[str, Days] = Field(min_length=1)
    kinds: dict[str, bool] = {}

    @field_validator("kinds")
    @classmethod
    def known_kinds(cls, kinds: dict[str, bool]) -> dict[str, bool]:
        """Pass sorts of work that there are."""
        if strange := sorted(set(kinds) - set(Case.Kind.values)):
            raise ValueError(f"There is no sort of work {', '.join(strange)}")
        return kinds

    def days(self, level: str) -> int:
        """Return for how many days a case of a level may be without a contact."""
        return self.levels.get(level, self.unsaid)


@dataclass(frozen=True)
class State:
    """What the rule reads of one case; `looked_until` is how far a supervisor put it off."""

    kind: str
    level: str
    level_words: str
    opened_on: date
    last_on: date | None = None
    next_on: date | None = None
    looked_until: date | None = None


@dataclass(frozen=True)
class Quiet:
    """Why a case is brought to the supervisor, in words, and for how many days it should have been."""

    words: str
    days_over: int


def quiet(state: State, silence: Silence, *, today: date) -> Quiet | None:
    """Say why a case is brought to its supervisor today, or None.

    What a supervisor looked at waits until the day they said. A day of the plan that is over, with nothing
    written since, brings the case earlier than its level would; one to come that is agreed holds it back.
    """
    if not silence.kinds.get(state.kind, True) or (state.looked_until and state.looked_until >= today):
        return None
    last = state.last_on or state.opened_on
    longest = silence.days(state.level)
    if state.next_on and state.next_on < today and last < state.next_on:
        over = (today - state.next_on).days
        return Quiet(
            f"The plan said something by {date_words(state.next_on)}. Nothing is written since.", over
        )
    if state.next_on and state.next_on >= today:
        reaches = last + timedelta(days=round(longest * silence.plan_reaches))
        if state.next_on <= reaches:
            return None
    over = (today - last).days - longest
    return Quiet(_words(state, longest, today), over) if over > 0 else None


def _words(state: State, longest: int, today: date) -> str:
    level = f"Level {state.level_words}" if state.level else "The level of need is not said"
    if state.last_on is None:
        since = f"no contact since the work began, {(today - state.opened_on).days} days ago"
    else:
        since = f"the last contact was {(today - state.last_on).days} days ago"
    plan = ""
    if state.next_on:
        said = "is over" if state.next_on < today else "is too far ahead to hold this back"
        plan = f" The plan’s day, {date_words(state.next_on)}, {said}."
    return f"{level}: {since}. At this level {longest} days are the most.{plan}"


@cache
def shipped() -> Silence:
    """Return what holds until the area decides its own."""
    text = (Path(__file__).parent / "quiet.toml").read_text(encoding="utf-8")
    return Silence.model_validate(tomllib.loads(text))


read = Silence.model_validate
