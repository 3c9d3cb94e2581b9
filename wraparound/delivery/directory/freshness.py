"""How long an entry counts as true after somebody confirmed it, as the area decides by kind of service."""

from datetime import date

from dateutil.relativedelta import relativedelta
from pydantic import Field, field_validator

from wraparound.delivery.directory.models import Listing
from wraparound.foundation.area.documents import Strict
from wraparound.foundation.area.queries import configuration


class Upkeep(Strict):
    """After how many months an entry is stale, by kind of service too, and when its owner is told."""

    months: int = Field(6, ge=1, le=36)
    by_kind: dict[str, int] = Field(default_factory=dict)
    remind_days: tuple[int, ...] = (28, 7)

    @field_validator("by_kind")
    @classmethod
    def from_one_to_thirty_six(cls, by_kind: dict[str, int]) -> dict[str, int]:
        """Pass kinds with from 1 to 36 months."""
        if wrong := [kind for kind, months in by_kind.items() if not 1 <= months <= 36]:
            raise ValueError(f"{', '.join(sorted(wrong))}: say from 1 to 36 months")
        return by_kind

    @field_validator("remind_days")
    @classmethod
    def whole_days_before(cls, days: tuple[int, ...]) -> tuple[int, ...]:
        """Pass from one to five numbers of days before, each once, the earliest reminder first."""
        if not 1 <= len(set(days)) <= 5 or any(not 0 <= each <= 180 for each in days):
            raise ValueError("say from one to five numbers of days, each from 0 to 180")
        return tuple(sorted(set(days), reverse=True))


def read_upkeep(document: dict[str, object]) -> Upkeep:
    """Return the area's document."""
    return Upkeep.model_validate(document)


def shipped_upkeep() -> Upkeep:
    """Return what holds until the area decides."""
    return Upkeep.model_validate({})


def upkeep_terms(*, on: date) -> Upkeep:
    """Return what the area decided for a day."""
    document = configuration("directory-upkeep", on=on)
    return read_upkeep(document) if document else shipped_upkeep()


def stale_on(listing: Listing, terms: Upkeep) -> date | None:
    """Return the day from which an entry counts as stale; None where nobody ever confirmed it: it is stale.

    An entry of several kinds is as short-lived as the shortest of them. Fetch `terms` of many beforehand.
    """
    if listing.confirmed_on is None:
        return None
    months = [terms.by_kind[term.code] for term in listing.terms.all() if term.code in terms.by_kind]
    return listing.confirmed_on + relativedelta(months=min(months, default=terms.months))


def is_stale(listing: Listing, today: date, terms: Upkeep) -> bool:
    """Say whether an entry was confirmed so long ago that pages mark it."""
    due = stale_on(listing, terms)
    return due is None or due <= today
