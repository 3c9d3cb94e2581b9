"""How long an opening runs, and what is usual for a role. Pure."""

import tomllib
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any

from django.utils import timezone
from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from wraparound.foundation.accounts.models import Role
from wraparound.foundation.area.rules import add_working_days, next_working_time

CARD_LASTS = timedelta(hours=12)
EMERGENCY_LASTS = timedelta(hours=4)
HANDOVER = time(10)
"""When the day team has taken over what was opened in an emergency."""
SAME_PRESS = timedelta(minutes=1)
"""Two presses of one button within this time are one."""
RENEWABLE_FOR = timedelta(hours=12)
"""How long after its end an opening can still be renewed by one press."""
FINISHING_DAYS = 10
"""Working days that the last worker has to finish after closing."""


def emergency_limit(first_ends_at: datetime, *, closed: frozenset[date]) -> datetime:
    """Return until when an emergency can be renewed: 10:00 of the next working day after its 4 hours.

    `closed` are the area's own days without offices: nobody is there to take over.
    """
    return next_working_time(first_ends_at, HANDOVER, closed=closed)


def start_of(day: date) -> datetime:
    """Return the first instant of a day in England."""
    return timezone.make_aware(datetime.combine(day, time()))


def finishing_ends(last_day: date, *, closed: frozenset[date]) -> datetime:
    """Return until when the last worker finishes work that closed on `last_day`: 10 working days more."""
    return start_of(add_working_days(last_day, FINISHING_DAYS, closed=closed) + timedelta(days=1))


class Window(StrEnum):
    """Over what time openings are counted."""

    HOUR = "hour"
    DAY = "day"
    MONTH = "month"


LENGTHS = {
    Window.HOUR: timedelta(hours=1),
    Window.DAY: timedelta(days=1),
    Window.MONTH: timedelta(days=28),
}


class BaselineError(ValueError):
    """A configuration of what is usual cannot be used; the message names the place."""


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Limit(_Strict):
    """From which count somebody is told, and from which it stops."""

    alert: int = Field(ge=1)
    stop: int = Field(ge=1)

    @model_validator(mode="after")
    def ordered(self) -> "Limit":
        """Refuse a limit that would stop before it tells."""
        if self.stop <= self.alert:
            raise ValueError("stop must be above alert")
        return self


class Baseline(_Strict):
    """What is usual for a role."""

    hour: Limit
    day: Limit
    month: Limit

    def limit(self, window: Window) -> Limit:
        """Return the limit of one window."""
        return {Window.HOUR: self.hour, Window.DAY: self.day, Window.MONTH: self.month}[window]


class Unfollowed(_Strict):
    """When openings that no work follows are told."""

    at_least: int = Field(ge=1)
    after_days: int = Field(ge=1)
    share: float = Field(gt=0, le=1)


class Baselines(_Strict):
    """The whole document: what is usual, by role where a role differs."""

    usual: Baseline
    roles: dict[Role, Baseline] = {}
    unfollowed: Unfollowed

    def of(self, role: str) -> Baseline:
        """Return the baseline of a role."""
        return self.roles.get(Role(role), self.usual)


@cache
def shipped() -> Baselines:
    """Return the baselines that hold until the area configures its own."""
    path = Path(__file__).parent / "baselines.toml"
    return read_baselines(tomllib.loads(path.read_text(encoding="utf-8")))


def read_baselines(document: dict[str, Any]) -> Baselines:
    """Return the baselines of a configuration document. Raises BaselineError naming each wrong place."""
    try:
        return Baselines.model_validate(document)
    except ValidationError as error:
        places = [f"{'.'.join(str(p) for p in each['loc'])}: {each['msg']}" for each in error.errors()]
        raise BaselineError("\n".join(places)) from error


@dataclass(frozen=True)
class Verdict:
    """What follows from one more opening: who is told of which window, and whether it stops."""

    alert: Window | None = None
    stop: Window | None = None


def weigh(counts: dict[Window, int], baseline: Baseline, *, may_stop: bool) -> Verdict:
    """Judge one more opening after `counts` earlier ones.

    It stops at the limit, never for a duty desk (`may_stop`). It alerts at the opening that reaches the
    count, so that one burst is told once and not with every opening more.
    """
    stop = next((w for w in Window if counts[w] >= baseline.limit(w).stop), None) if may_stop else None
    alert = next((w for w in Window if counts[w] + 1 == baseline.limit(w).alert), None)
    return Verdict(alert=alert, stop=stop)


def is_unfollowed(openings: int, followed: int, limits: Unfollowed) -> bool:
    """Say whether too few of a person's openings were followed by any work of their team."""
    return openings >= limits.at_least and (openings - followed) / openings > limits.share
