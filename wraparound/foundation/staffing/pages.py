"""What the pages about posts share: finding the post that may be looked after, and a form with one verb."""

import uuid
from collections.abc import Callable
from typing import Any, TypeVar

from django.forms.forms import BaseForm
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from wraparound.foundation.accounts.models import Post
from wraparound.foundation.accounts.rules import Denied, May
from wraparound.foundation.audit import services as audit
from wraparound.foundation.staffing import queries

Result = TypeVar("Result")


def post_or_404(request: HttpRequest, public_id: uuid.UUID) -> Post:
    """Return a post that the actor looks after; any other is as missing."""
    posts = queries.posts_looked_after(request.actor)  # type: ignore[attr-defined]
    post = queries.posts_in_full(posts).filter(public_id=public_id).first()
    if post is None:
        raise Http404
    return post


def attempt(request: HttpRequest, form: BaseForm, act: Callable[[], Result]) -> Result | None:
    """Do what a form asks; a refusal is put on record and said in the form, with what was typed kept."""
    try:
        return act()
    except Denied as error:
        audit.record_denial(
            verb=request.resolver_match.view_name if request.resolver_match else "",
            now=request.now,  # type: ignore[attr-defined]
            actor=request.actor,  # type: ignore[attr-defined]
            child_id=None,
        )
        form.add_error(None, error.reason)
        return None


def form_page(
    request: HttpRequest, form: BaseForm, *, title: str, button: str, back: str, intro: str = "", **more: Any
) -> HttpResponse:
    """Draw a page that is one form."""
    context = {"form": form, "title": title, "button": button, "back_url": back, "intro": intro, **more}
    return render(request, "ui/form_page.html", context)


def sub_pages(request: HttpRequest, here: str) -> list[dict[str, Any]]:
    """Return the pages beside this one, for the row of links under the heading."""
    pages = [("posts", "People and posts"), ("changes", "Second person"), ("rotas", "Rotas")]
    if May.ADMINISTER in request.actor.may:  # type: ignore[attr-defined]
        pages.append(("tokens", "Agencies' systems"))
    return [
        {"text": text, "href": reverse(f"staffing:{name}"), "active": name == here} for name, text in pages
    ]
