"""What a device is told to work without a connection: where things are, whose it is, the visits of today."""

import base64
import hashlib
from datetime import datetime, time, timedelta
from typing import Any

from django.conf import settings
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import salted_hmac

from wraparound.delivery.contacts.rows import Row
from wraparound.foundation.accounts.models import User

STYLE, SCRIPTS = "ui/wraparound.css", ("ui/start.js", "ui/wraparound.js", "ui/offline.js")
WRITES = (r"^/contacts/with/[0-9a-f-]{36}/write/$", r"^/contacts/[0-9a-f-]{36}/write-up/$")
"""The addresses whose forms a device keeps when they cannot reach us."""
LONGEST = timedelta(hours=12)


def places() -> dict[str, str]:
    """Return the addresses that the script of a page goes to."""
    names = {
        "worker": "device:worker", "manifest": "device:manifest", "shell": "contacts:offline",
        "key": "contacts:offline_key", "today": "contacts:offline_today", "send": "contacts:offline_send",
        "sign_out": "account_logout",
    }  # fmt: skip
    return {place: reverse(name) for place, name in names.items()}


def worker_places() -> dict[str, Any]:
    """Return what the service worker goes by: the one page that it keeps, and what it passes on."""
    assets = [static(name) for name in (STYLE, *SCRIPTS, "ui/mark.svg")]
    told = {
        "shell": reverse("contacts:offline"), "assets": assets, "signIn": reverse("account_login"),
        "signOut": reverse("account_logout"), "writes": list(WRITES),
    }  # fmt: skip
    return {**told, "version": hashlib.sha256(repr(told).encode()).hexdigest()[:12]}


def whose(user: User) -> str:
    """Return by what a device knows a person: the same on every device, and no key of a table."""
    return hashlib.sha256(f"wraparound person {user.pk}".encode()).hexdigest()[:32]


def secrets_of(user: User) -> list[str]:
    """Return what opens a person's sealed notes, base64, the newest first: kept nowhere, made of our key.

    A key that was replaced goes on opening what was sealed under it while it is among the fallbacks.
    """
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    made = [salted_hmac("wraparound.offline", str(user.pk), secret=key, algorithm="sha256") for key in keys]
    return [base64.b64encode(each.digest()).decode() for each in made]


def today_on_a_device(rows: list[Row], now: datetime) -> dict[str, Any]:
    """Return the least by which a worker knows their visits of today: first name, time and kind, no place.

    It holds until midnight, or for as long as one may be signed in.
    """
    tomorrow = timezone.localdate(now) + timedelta(days=1)
    midnight = timezone.make_aware(datetime.combine(tomorrow, time.min))
    return {
        "until": min(midnight, now + LONGEST).isoformat(),
        "visits": [
            {
                "name": row.label.name.split()[0], "at": row.clock, "version": row.contact.version,
                "kind": row.contact.kind, "how": row.contact.get_kind_display().lower(),
                "path": reverse("contacts:change", args=[row.contact.public_id]),
            }
            for row in rows
        ],
    }  # fmt: skip
