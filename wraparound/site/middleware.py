"""The gate that every request passes: who is acting, may they reach the page, was the look recorded."""

import uuid
from collections.abc import Callable
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from wraparound.foundation.accounts.queries import actor_of, posts_of
from wraparound.foundation.accounts.rules import Actor, Denied
from wraparound.foundation.audit import services as audit
from wraparound.foundation.ui.pages import Audience, Page
from wraparound.site.library_pages import LIBRARY_PAGES

Reply = Callable[[HttpRequest], HttpResponse]
POST_KEY = "post_id"
"""Where the session keeps the post that the person signed in as."""


class LookMissing(RuntimeError):
    """A child's page was built and no look was written: it is withheld."""


class Gate:
    """Default deny: a view without a mark, a post without the capability, a child's page without a look."""

    def __init__(self, get_response: Reply) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Serve the request; withhold a child's page whose look is not on record."""
        request.now = timezone.now()  # type: ignore[attr-defined]
        request.actor = None  # type: ignore[attr-defined]
        audit.begin_request(uuid.uuid4())
        response = self.get_response(request)
        page: Page | None = getattr(request, "page", None)
        if page and page.audience is Audience.CHILD and response.status_code == 200:
            if not audit.looks_recorded():
                raise LookMissing(request.resolver_match.view_name if request.resolver_match else "")
            response.headers["Cache-Control"] = "no-store"
        return response

    def process_view(
        self, request: HttpRequest, view: Callable[..., HttpResponse], args: Any, kwargs: Any
    ) -> HttpResponse | None:
        """Refuse a view that carries no mark; find the actor; check the capability."""
        name = request.resolver_match.url_name if request.resolver_match else None
        page = getattr(view, "page", None) or LIBRARY_PAGES.get(name or "")
        if page is None:
            raise PermissionDenied
        request.page = page  # type: ignore[attr-defined]
        if page.audience is Audience.PUBLIC:
            request.actor = _actor(request)  # type: ignore[attr-defined]
            return None
        if not request.user.is_authenticated:
            return redirect(f"/sign-in/?next={request.path}" if request.method == "GET" else "/sign-in/")
        request.actor = _actor(request)  # type: ignore[attr-defined]
        if request.actor is None:  # type: ignore[attr-defined]
            return redirect("accounts:posts")
        if page.may and page.may not in request.actor.may:  # type: ignore[attr-defined]
            raise Http404
        return None

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """Say in words why something that is not about one child was refused."""
        if isinstance(error, Denied):
            return render(request, "ui/refused.html", {"reason": error.reason}, status=403)
        return None


def _actor(request: HttpRequest) -> Actor | None:
    if not request.user.is_authenticated:
        return None
    now = request.now  # type: ignore[attr-defined]
    posts = list(posts_of(request.user, now=now))  # type: ignore[arg-type]
    chosen = [post for post in posts if post.pk == request.session.get(POST_KEY)]
    if not chosen and len(posts) == 1:
        chosen = posts
    return actor_of(chosen[0], now=now) if chosen else None
