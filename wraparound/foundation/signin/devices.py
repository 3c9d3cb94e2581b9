"""A device that somebody signed in on before: a stranger's failed tries elsewhere do not hold it up."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.core import signing
from django.http import HttpResponse

COOKIE = "known_device"
SALT = "wraparound.known-device"
LIFETIME = timedelta(days=90)
MOST_PEOPLE = 10
"""A shared computer remembers the last so many people."""


@dataclass(frozen=True)
class Device:
    """A browser: a random id, and the e-mail digests of who signed in there."""

    id: str
    people: tuple[str, ...] = ()


def read_device(cookies: Mapping[str, str]) -> Device | None:
    """Return the device that the cookie proves, or None."""
    try:
        value = signing.loads(cookies.get(COOKIE, ""), salt=SALT, max_age=LIFETIME)
        return Device(str(value["id"]), tuple(map(str, value["people"])))
    except (signing.BadSignature, KeyError, TypeError):
        return None


def remember_device(response: HttpResponse, device: Device | None, person: str) -> None:
    """Set the cookie so that `person` (a digest) is known on this device from now on."""
    device = device or Device(secrets.token_urlsafe(16))
    people = [person, *(each for each in device.people if each != person)][:MOST_PEOPLE]
    response.set_cookie(
        COOKIE,
        signing.dumps({"id": device.id, "people": people}, salt=SALT),
        max_age=LIFETIME,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
