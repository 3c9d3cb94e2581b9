"""The clock of a session: it ends after half an hour without a request, and after twelve hours."""

from datetime import UTC, datetime, timedelta

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.http import HttpRequest

from wraparound.foundation.signin.rules import Ended, ended

STARTED, SEEN = "signed_in_at", "seen_at"
STEP = timedelta(minutes=1)
"""A request is noted at most this often, so that reading does not write each time."""


def start(request: HttpRequest, *, now: datetime) -> None:
    """Start the clock of a session that has just begun."""
    request.session[STARTED] = request.session[SEEN] = now.timestamp()


def tick(request: HttpRequest, *, now: datetime) -> Ended | None:
    """Note that the signed-in person is there, and return None; or why their session has ended."""
    if STARTED not in request.session:
        start(request, now=now)
        return None
    seen_at = _moment(request.session[SEEN])
    reason = ended(
        signed_in_at=_moment(request.session[STARTED]),
        seen_at=seen_at,
        now=now,
        idle=settings.IDLE_TIMEOUT,
        longest=settings.ABSOLUTE_TIMEOUT,
    )
    if reason is None and now - seen_at >= STEP:
        request.session[SEEN] = now.timestamp()
        UserSession.objects.create_from_request(request)
    return reason


def _moment(seconds: float) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)
