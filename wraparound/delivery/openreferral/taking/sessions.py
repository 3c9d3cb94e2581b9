"""When a service of a feed runs. Pure."""

import re
from typing import Any

from wraparound.delivery.directory.content import SessionContent
from wraparound.delivery.directory.models import Session
from wraparound.delivery.openreferral.giving.shapes import TERMS_WORDS
from wraparound.delivery.openreferral.taking.ground import Ground
from wraparound.delivery.openreferral.taking.values import Reading

EVERY_DAY = "MO,TU,WE,TH,FR,SA,SU"
PATTERNS = {
    "WEEKLY": re.compile(r"(?:MO|TU|WE|TH|FR|SA|SU)"),
    "MONTHLY": re.compile(r"(?:[1-5]|-[12])(?:MO|TU|WE|TH|FR|SA|SU)"),
}
PATH = "schedules."


def read_sessions(
    reading: Reading, given: dict[str, Any], positions: dict[str, int], key: str, ground: Ground
) -> tuple[SessionContent, ...]:
    """Return when a service runs; `positions` says which place each service at a location is."""
    said: list[tuple[dict[str, Any], Any]] = [
        (each, each.get("service_at_location_id")) for each in reading.parts(given, "schedules")
    ]
    for link in reading.parts(given, "service_at_locations"):
        own = reading.parts(link, "schedules", path="service_at_locations.")
        said += [(each, link.get("id")) for each in own]
    found: dict[str, SessionContent] = {}
    for at, (each, link) in enumerate(said):
        own_id = each.get("id")
        name = own_id if isinstance(own_id, str) and own_id else f"at {at}"
        if name in found:
            continue
        place = positions.get(link) if isinstance(link, str) else None
        session = _session(reading, each, place, ground.key("schedule", key, name))
        if session:
            found[name] = session
    return tuple(found.values())


def _session(
    reading: Reading, each: dict[str, Any], place: int | None, public_id: Any
) -> SessionContent | None:
    frequency, days = _days(reading, each)
    opens, closes = (reading.clock(each, name, path=PATH) for name in ("opens_at", "closes_at"))
    if opens and closes and opens >= closes:
        reading.wrong("schedules.closes_at", "It does not close after it opens. It was left out.")
        closes = None
    first, last = (reading.day(each, name, path=PATH) for name in ("valid_from", "valid_to"))
    if first and last and first > last:
        reading.wrong("schedules.valid_to", "It ends before it begins. It was left out.")
        last = None
    words = " ".join(filter(None, (reading.text(each, n, 300, path=PATH) for n in ("description", "notes"))))
    terms = Session.Terms.ALWAYS.value
    for kind, said in TERMS_WORDS.items():
        if words.startswith(said):
            terms, words = kind.value, words.removeprefix(said).strip()
    if not (days or opens or closes or words or terms != Session.Terms.ALWAYS):
        return None
    return SessionContent(
        days=days, opens_at=opens, closes_at=closes, frequency=frequency, interval=_interval(reading, each),
        valid_from=first, valid_until=last, terms=terms, words=words[:300], place=place, public_id=public_id,
    )  # fmt: skip


def _days(reading: Reading, each: dict[str, Any]) -> tuple[str, str]:
    """Return how it comes back and on which days: only what can be told is kept."""
    frequency = reading.text(each, "freq", 20, path=PATH).upper()
    said = [part.strip() for part in reading.text(each, "byday", 200, path=PATH).upper().split(",")]
    days = [part for part in said if part]
    if frequency == "DAILY":
        known = all(PATTERNS["WEEKLY"].fullmatch(day) for day in days)
        return "WEEKLY", ",".join(days) if days and known else EVERY_DAY
    if frequency not in ("", *PATTERNS):
        reading.wrong("schedules.freq", f"“{frequency}” is not WEEKLY or MONTHLY. Its days were left out.")
        return "WEEKLY", ""
    frequency = frequency or "WEEKLY"
    kept = [day.removeprefix("+") for day in days if PATTERNS[frequency].fullmatch(day.removeprefix("+"))]
    if len(kept) < len(days):
        reading.wrong("schedules.byday", "Some of its days are none. They were left out.")
    return frequency, ",".join(dict.fromkeys(kept))[:60].rstrip(",")


def _interval(reading: Reading, each: dict[str, Any]) -> int:
    value = each.get("interval")
    if value in (None, ""):
        return 1
    if isinstance(value, int | float) and not isinstance(value, bool) and 1 <= value <= 100:
        return int(value)
    reading.wrong("schedules.interval", "It is no whole number of 1 or more. It was taken as 1.")
    return 1
