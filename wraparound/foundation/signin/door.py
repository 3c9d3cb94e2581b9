"""What stands before every page: is somebody signed in, is their session still good, did it pass a factor."""

from datetime import datetime
from urllib.parse import urlencode, urlsplit

from allauth.account.internal.flows.logout import logout
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django_htmx.http import HttpResponseClientRedirect

from wraparound.foundation.signin import clock
from wraparound.foundation.signin.queries import has_factor, passed_factor
from wraparound.foundation.signin.rules import Ended
from wraparound.foundation.ui.pages import Audience, Page

WHY = {
    Ended.IDLE: "We signed you out because nothing happened for 30 minutes. Sign in to go on where you were.",
    Ended.TOO_LONG: "You had been signed in for 12 hours. Sign in again to go on where you were.",
    Ended.NO_POST: "You have no post here at present. Ask your manager or whoever looks after posts.",
    Ended.NO_FACTOR: "Sign in again: your account has a second step now, and this page had not passed it.",
}


def stop(request: HttpRequest, page: Page, *, now: datetime) -> HttpResponse | None:
    """Return where to send a request that may not go on to `page`, or None when it may.

    A session that is over is ended here, on public pages too. A session of somebody who has a second
    factor but did not pass it here goes nowhere, not even to the pages that add one.
    """
    why = clock.tick(request, now=now) if request.user.is_authenticated else None
    if why:
        end(request, why)
    if page.audience is Audience.PUBLIC:
        return None
    if not request.user.is_authenticated:
        return to_sign_in(request)
    if not passed_factor(request):
        if has_factor(request.user):  # type: ignore[arg-type]
            end(request, Ended.NO_FACTOR)
            return to_sign_in(request)
        if page.needs_factor:
            return _go(request, reverse("mfa_index"))
    return None


def end(request: HttpRequest, why: Ended) -> None:
    """End the session and say why on the next page."""
    logout(request, show_message=False)
    messages.info(request, WHY[why])


def to_sign_in(request: HttpRequest) -> HttpResponse:
    """Send to the sign-in page, and back by GET to where the person was."""
    back = _page_of(request)
    return _go(request, reverse("account_login") + (f"?{urlencode({'next': back})}" if back else ""))


def to_posts(request: HttpRequest) -> HttpResponse:
    """Send to the choice of post, and on to where the person was going."""
    back = _page_of(request)
    return _go(request, reverse("accounts:posts") + (f"?{urlencode({'next': back})}" if back else ""))


def _page_of(request: HttpRequest) -> str:
    """Return the page that the person saw: this one for a GET, the one that held the form for a POST."""
    htmx = getattr(request, "htmx", None)
    if htmx:
        return htmx.current_url_abs_path or ""
    if request.method == "GET":
        return request.get_full_path()
    seen = urlsplit(request.headers.get("Referer", ""))
    if seen.netloc != request.get_host():
        return ""
    return f"{seen.path}?{seen.query}" if seen.query else seen.path


def _go(request: HttpRequest, address: str) -> HttpResponse:
    if getattr(request, "htmx", None):
        return HttpResponseClientRedirect(address)
    return HttpResponseRedirect(address)
