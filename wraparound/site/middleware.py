"""The gate that every request passes: who is acting, may they reach the page, was the look recorded."""

import uuid
from collections.abc import Callable
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, OperationalError, ProgrammingError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils import timezone

from wraparound.foundation.accounts.models import Post
from wraparound.foundation.accounts.queries import actor_of, posts_of, posts_to_come
from wraparound.foundation.accounts.rules import Actor, Denied
from wraparound.foundation.audit import services as audit
from wraparound.foundation.signin import door
from wraparound.foundation.signin.queries import POST_KEY, passed_factor
from wraparound.foundation.signin.rules import Ended
from wraparound.foundation.ui import problems
from wraparound.foundation.ui.pages import Audience, Page
from wraparound.site.library_pages import LIBRARY_PAGES

Reply = Callable[[HttpRequest], HttpResponse]
API = "/api/"
"""What the addresses of the API begin with: their errors are problem details."""
SHOWS_CHILDREN = (Audience.CHILD, Audience.SYSTEM_CHILD)

CANNOT_ANSWER = (audit.Unwritable, OperationalError, ProgrammingError)
"""What a database raises that is away or lacks a table: SQLite says the second, PostgreSQL the third."""


class LookMissing(RuntimeError):
    """A child's page was built and no look was written, or it would be sent before one is: it is withheld."""


class Gate:
    """Default deny: a view without a mark, a post without the capability, a child's page without a look."""

    def __init__(self, get_response: Reply) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Serve the request; withhold a child's page whose look is not on record."""
        request.now = timezone.now()  # type: ignore[attr-defined]
        request.actor = None  # type: ignore[attr-defined]
        number = uuid.uuid4()
        audit.begin_request(number)
        response = self._reply(request)
        response.headers["X-Request-Id"] = str(number)
        for name, value in getattr(request, "reply_headers", {}).items():
            response.headers[name] = value
        return response

    def _reply(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        page: Page | None = getattr(request, "page", None)
        try:
            audit.settle()
            if page and page.audience in SHOWS_CHILDREN and _shows_something(response):
                _check_look(request, response)
        except (audit.Unwritable, DatabaseError):
            return unavailable(request)
        if page and page.audience is not Audience.PUBLIC:
            response.headers.setdefault("Cache-Control", "no-store")
        if request.path.startswith(API):
            return problems.as_problem(response)
        shown_to_a_program = response.headers.get("Content-Type") == problems.CONTENT_TYPE
        if response.status_code == 405 and not shown_to_a_program:
            return _nothing_to_show(request, response)
        return response

    def process_view(
        self, request: HttpRequest, view: Callable[..., HttpResponse], args: Any, kwargs: Any
    ) -> HttpResponse | None:
        """Refuse a view that carries no mark; find the actor; check the capability."""
        name = request.resolver_match.view_name if request.resolver_match else None
        page = getattr(view, "page", None) or LIBRARY_PAGES.get(name or "")
        if page is None:
            raise PermissionDenied
        request.page = page  # type: ignore[attr-defined]
        if page.audience in (Audience.SYSTEM, Audience.SYSTEM_CHILD):
            return None  # the API's own check of the token follows
        now = request.now  # type: ignore[attr-defined]
        if stopped := door.stop(request, page, now=now):
            return stopped
        if request.user.is_authenticated and passed_factor(request):
            posts = list(posts_of(request.user, now=now))
            if not posts and not posts_to_come(request.user, now=now).exists():
                door.end(request, Ended.NO_POST)
                return None if page.audience is Audience.PUBLIC else door.to_sign_in(request)
            request.actor = _actor(request, posts)  # type: ignore[attr-defined]
        if page.audience is Audience.PUBLIC or not page.needs_post:
            return None
        if request.actor is None:  # type: ignore[attr-defined]
            return door.to_posts(request)
        if page.may and page.may not in request.actor.may:  # type: ignore[attr-defined]
            _record_denial(request)
            raise Http404
        return None

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """Put a refusal on record and say it in words; show nothing while the audit cannot be written."""
        if isinstance(error, CANNOT_ANSWER):
            return unavailable(request)
        if isinstance(error, Denied):
            try:
                _record_denial(request)
            except audit.Unwritable:
                return unavailable(request)
            return render(request, "ui/refused.html", {"reason": error.reason}, status=403)
        return None


def unavailable(request: HttpRequest) -> HttpResponse:
    """Return the reply that stands in for every other while looks cannot be put on record."""
    if request.path.startswith(API):
        return problems.reply("unavailable")
    try:
        return render(request, "503.html", status=503)
    except DatabaseError:
        return HttpResponse(render_to_string("503.html"), status=503)


def _nothing_to_show(request: HttpRequest, refused: HttpResponse) -> HttpResponse:
    """Return a page for an address that only takes forms: somebody typed it, or went back to it."""
    page = render(request, "405.html", status=405)
    page.headers["Allow"] = refused.headers.get("Allow", "POST")
    return page


def _shows_something(response: HttpResponse) -> bool:
    """Say whether a reply may carry a child's facts: all but redirects, refusals and plain errors.

    A conflict shows both texts, so it counts.
    """
    return 200 <= response.status_code < 300 or (
        response.status_code == 409 and response.headers.get("Content-Type", "").startswith("text/html")
    )


def _check_look(request: HttpRequest, response: HttpResponse) -> None:
    if response.streaming or not audit.look_is_on_record():
        raise LookMissing(request.resolver_match.view_name if request.resolver_match else "")


def _record_denial(request: HttpRequest) -> None:
    audit.record_denial(
        verb=request.resolver_match.view_name[:60] if request.resolver_match else "",
        now=request.now,  # type: ignore[attr-defined]
        actor=request.actor,  # type: ignore[attr-defined]
        child_id=None,
    )


def _actor(request: HttpRequest, posts: list[Post]) -> Actor | None:
    chosen = [post for post in posts if post.pk == request.session.get(POST_KEY)]
    if not chosen and len(posts) == 1:
        chosen = posts
    return actor_of(chosen[0], now=request.now) if chosen else None  # type: ignore[attr-defined]
