"""The page of notices."""

import uuid

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import NoReverseMatch, reverse
from django.views.decorators.http import require_POST

from wraparound.foundation.notifications import queries, services
from wraparound.foundation.notifications.models import Notice
from wraparound.foundation.ui.pages import signed_in

A_PAGE = 25


@signed_in()
def notices(request: HttpRequest) -> HttpResponse:
    """Show what the person, their post and its team were told; unread first."""
    actor = request.actor  # type: ignore[attr-defined]
    told = queries.notices_of(actor).order_by("is_read", "-created_at", "-pk")
    page = Paginator(told, A_PAGE).get_page(request.GET.get("page"))
    unread = queries.unread_of(actor).count()
    rows = [(notice, bool(_address(notice))) for notice in page]
    return render(request, "notifications/notices.html", {"page": page, "rows": rows, "unread": unread})


@signed_in()
@require_POST
def go(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Note that a notice was read, and go where it leads."""
    actor, now = request.actor, request.now  # type: ignore[attr-defined]
    found = queries.notices_of(actor).filter(public_id=public_id)
    told = found.first()
    if told is None:
        raise Http404
    services.mark_read(notices=found, actor=actor, now=now)
    return redirect(_address(told) or "notifications:notices")


@signed_in()
@require_POST
def read_all(request: HttpRequest) -> HttpResponse:
    """Note that everything shown so far was read."""
    actor, now = request.actor, request.now  # type: ignore[attr-defined]
    services.mark_read(notices=queries.unread_of(actor).filter(created_at__lte=now), actor=actor, now=now)
    return redirect("notifications:notices")


def _address(notice: Notice) -> str:
    if not notice.route:
        return ""
    try:
        return reverse(notice.route, args=[notice.key] if notice.key else [])
    except NoReverseMatch:
        return ""
