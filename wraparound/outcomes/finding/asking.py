"""What one person asks for: typed in one box or in fields, kept on the server, read as a query. Pure."""

from dataclasses import asdict, dataclass, fields, replace
from datetime import date, datetime, timedelta
from typing import Any

from wraparound.outcomes.finding.engine.query import Query, from_box, from_fields

REASON_LASTS = timedelta(minutes=30)
"""How long the reason of a search holds; then it is renewed by a press."""


@dataclass(frozen=True)
class Asked:
    """A search as it was typed, with its reason and when that was said."""

    box: str = ""
    given_names: str = ""
    family_name: str = ""
    date_of_birth: str = ""
    age: str = ""
    sex: str = ""
    postcode: str = ""
    address: str = ""
    nhs_number: str = ""
    upn: str = ""
    own_number: str = ""
    telephone: str = ""
    carer_given_names: str = ""
    carer_family_name: str = ""
    reason: str = ""
    words: str = ""
    said_at: str = ""

    def kept(self) -> dict[str, str]:
        """Return it as the session keeps it."""
        return {name: value for name, value in asdict(self).items() if value}

    def typed(self) -> dict[str, str]:
        """Return what was typed to find by, without why."""
        return {name: value for name, value in self.kept().items() if name not in WHY}

    def renewed(self, reason: str, words: str, now: datetime) -> "Asked":
        """Return the same search for a reason given now."""
        return replace(self, reason=reason, words=words, said_at=now.isoformat())

    def is_current(self, now: datetime) -> bool:
        """Say whether the reason still holds."""
        return bool(self.said_at) and now - datetime.fromisoformat(self.said_at) < REASON_LASTS


WHY = frozenset({"reason", "words", "said_at"})
NAMES = frozenset(field.name for field in fields(Asked))


def asked_of(kept: dict[str, Any]) -> Asked:
    """Return the search that the session kept; what it does not know is left out."""
    return Asked(**{name: str(value) for name, value in kept.items() if name in NAMES})


def query_of(asked: Asked, today: date) -> Query:
    """Return the query: what stands in a field counts before what the box says of the same thing."""
    box = from_box(asked.box, today)
    typed = asked.typed()
    typed.pop("box", None)
    own = from_fields(today=today, **typed)  # type: ignore[arg-type]
    return Query(
        given=own.given,
        family=own.family,
        words=box.words,
        birth=own.birth or (None if own.years else box.birth),
        years=own.years or box.years,
        sex=own.sex or box.sex,
        postcode=own.postcode or ("" if own.outward else box.postcode),
        outward=own.outward or box.outward,
        street=own.street or box.street,
        address=own.address or box.address,
        nhs=own.nhs or box.nhs,
        upn=own.upn or box.upn,
        own=own.own or box.own,
        telephone=own.telephone or box.telephone,
        carer=own.carer if any(own.carer) else box.carer,
        unread=(*own.unread, *box.unread),
    )
