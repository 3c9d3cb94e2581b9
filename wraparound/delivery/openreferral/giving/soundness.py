"""What the standard's formats let through; what they do not is left out and told to the entry's owner."""

import math
import re
from datetime import UTC, datetime, time
from decimal import Decimal
from typing import Any
from urllib.parse import urlsplit, urlunsplit

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator, validate_email
from django.utils.encoding import iri_to_uri

_WEB = URLValidator(schemes=["http", "https"])
_SIGNS = re.compile(r"https?://(?:[A-Za-z0-9._~:/?#@!$&'()*+,;=\[\]-]|%[0-9A-Fa-f]{2})+")
_MAIL = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9.-]{1,250}")


def web(value: str) -> str | None:
    """Return an address on the web as the format `uri` has it (RFC 3986), or None when it is none."""
    try:
        _WEB(value)
        parts = urlsplit(value)
        host = (parts.hostname or "").encode("idna").decode()
        place = parts.netloc.replace(parts.hostname or "", host) if not value.isascii() else parts.netloc
        address = iri_to_uri(urlunsplit(parts._replace(netloc=place)))
    except (ValidationError, ValueError):
        return None
    return address if _SIGNS.fullmatch(address) else None


def mail(value: str) -> str | None:
    """Return an e-mail address as the format `email` has it (RFC 5321), or None when it is none."""
    try:
        validate_email(value)
    except ValidationError:
        return None
    return value if _MAIL.fullmatch(value) else None


def instant(value: datetime) -> str:
    """Return a time as the format `date-time` has it, in UTC, to the millisecond as the standard asks."""
    return value.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def clock(value: time | None) -> str | None:
    """Return a time of the day as a clock in England shows it: HH:MM."""
    return value.strftime("%H:%M") if value else None


def number(value: Decimal | float | None) -> int | float | None:
    """Return a number as JSON has it: whole where it is whole; None for what JSON cannot say."""
    if value is None or not math.isfinite(value):
        return None
    return int(value) if value == int(value) else float(value)


def kept(values: dict[str, Any]) -> dict[str, Any]:
    """Return only what is said: nothing empty and no null, as the standard's optional values are left out."""
    return {name: value for name, value in values.items() if value not in (None, "", [], {})}
